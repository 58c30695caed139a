/* SPDX-License-Identifier: MIT */
/*
 * The warehouse and the till.
 */
#include <ctype.h>
#include <stdlib.h>

#include "shop.h"

#define FOREVER 9999999999LL

int stock_get(long long product_id, struct stock *s)
{
    sqlite3_stmt *st = db_prep("SELECT on_hand, reserved, reorder_level FROM stock WHERE product_id = ?");
    int rc = E_NOTFOUND;

    if (!st)
        return E_DB;
    sqlite3_bind_int64(st, 1, product_id);
    if (sqlite3_step(st) == SQLITE_ROW) {
        s->on_hand = sqlite3_column_int(st, 0);
        s->reserved = sqlite3_column_int(st, 1);
        s->reorder_level = sqlite3_column_int(st, 2);
        rc = 0;
    }
    sqlite3_finalize(st);
    return rc;
}

int available(const char *sku, int *qty)
{
    struct product p;
    struct stock s;

    TRY(get_product(sku, &p));
    TRY(stock_get(p.id, &s));
    *qty = s.on_hand - s.reserved;
    return 0;
}

/* Every change of on_hand goes through here; the trigger writes the move. */
static int change_on_hand(long long product_id, int delta, const char *reason)
{
    return db_change("UPDATE stock SET on_hand = on_hand + %d, last_reason = %Q, touched_at = %lld"
                     " WHERE product_id = %lld AND on_hand + %d >= reserved",
                     delta, reason, (long long)clock_now(), product_id, delta);
}

int receive_goods(const char *sku, int qty, const char *reason)
{
    struct product p;

    if (qty <= 0 || qty > 100000)
        return E_INVALID;
    TRY(get_product(sku, &p));
    return change_on_hand(p.id, qty, reason);
}

/* after counting; never below what is promised to customers */
int adjust_stock(const char *sku, int delta, const char *reason)
{
    struct product p;
    int rc;

    if (delta == 0 || !*reason)
        return E_INVALID;
    TRY(get_product(sku, &p));
    rc = change_on_hand(p.id, delta, reason);
    if (rc == E_NOTFOUND)
        return E_STOCK;
    if (rc >= 0)
        audit("office", "stock of %s adjusted by %d: %s", sku, delta, reason);
    return rc;
}

int set_reorder_level(const char *sku, int level)
{
    struct product p;

    if (level < 0)
        return E_INVALID;
    TRY(get_product(sku, &p));
    return db_change("UPDATE stock SET reorder_level = %d WHERE product_id = %lld", level, p.id);
}

int hold_stock(long long order_id, const struct line *l, int hours)
{
    long long now = clock_now();
    int rc;

    rc = db_change("UPDATE stock SET reserved = reserved + %d, touched_at = %lld"
                   " WHERE product_id = %lld AND on_hand - reserved >= %d",
                   l->qty, now, l->product_id, l->qty);
    if (rc == E_NOTFOUND) {
        log_info("order %lld wants %d of %s, not available", order_id, l->qty, l->sku);
        return E_STOCK;
    }
    TRY(rc);
    return db_exec("INSERT INTO reservation(order_id, product_id, qty, expires_at)"
                   " VALUES (%lld, %lld, %d, %lld)",
                   order_id, l->product_id, l->qty, now + (long long)hours * 3600);
}

struct hold_job {
    const char *order;
    int         take;       /* goods leave the house */
    int         rc;
};

static int drop_one_hold(void *arg, int n, char **v, char **names)
{
    struct hold_job *job = arg;
    long long product = atoll(COL(0));
    int qty = atoi(COL(1));

    (void)n;
    (void)names;
    job->rc = db_change("UPDATE stock SET reserved = reserved - %d WHERE product_id = %lld", qty, product);
    if (job->rc >= 0 && job->take) {
        char reason[48];

        snprintf(reason, sizeof reason, "order %s", job->order);
        job->rc = change_on_hand(product, -qty, reason);
    }
    return job->rc < 0;
}

static int end_hold(long long order_id, int take)
{
    char id[24];
    struct hold_job job = { id, take, 0 };

    snprintf(id, sizeof id, "%lld", order_id);
    TRY(db_begin());
    db_each(drop_one_hold, &job, "SELECT product_id, qty FROM reservation WHERE order_id = %lld"
                                 " ORDER BY id", order_id);
    if (job.rc >= 0)
        job.rc = db_exec("DELETE FROM reservation WHERE order_id = %lld", order_id);
    return db_end(job.rc);
}

int release_hold(long long order_id)
{
    return end_hold(order_id, 0);
}

int consume_hold(long long order_id)
{
    return end_hold(order_id, 1);
}

/* paid orders keep their goods for as long as it takes */
static int pin_hold(long long order_id)
{
    return db_exec("UPDATE reservation SET expires_at = %lld WHERE order_id = %lld", FOREVER, order_id);
}

int restore_goods(const struct order *o)
{
    char reason[48];
    int i;

    snprintf(reason, sizeof reason, "return %lld", o->id);
    for (i = 0; i < o->nlines; i++)
        TRY(change_on_hand(o->lines[i].product_id, o->lines[i].qty, reason));
    return 0;
}

struct id_list {
    long long *ids;
    int        n, max;
};

static int collect_id(void *arg, int n, char **v, char **names)
{
    struct id_list *l = arg;

    (void)n;
    (void)names;
    if (l->n >= l->max)
        return 1;
    l->ids[l->n++] = atoll(COL(0));
    return 0;
}

/* orders whose reservations have run out */
int overdue_holds(long long *ids, int max)
{
    struct id_list l = { ids, 0, max };

    TRY(db_each(collect_id, &l, "SELECT DISTINCT order_id FROM reservation WHERE expires_at <= %lld"
                " ORDER BY order_id", (long long)clock_now()));
    return l.n;
}

int low_stock(row_fn cb, void *arg)
{
    return db_each(cb, arg,
                   "SELECT p.sku, p.title, s.on_hand - s.reserved AS available, s.reorder_level, p.id"
                   " FROM stock s JOIN product p ON p.id = s.product_id"
                   " WHERE p.active = 1 AND s.reorder_level > 0"
                   " AND s.on_hand - s.reserved < s.reorder_level ORDER BY p.sku");
}

static int propose_one(void *arg, int n, char **v, char **names)
{
    int *made = arg;
    int avail = atoi(COL(2)), level = atoi(COL(3));
    const char *pid = COL(4);

    (void)n;
    (void)names;
    if (db_exists("SELECT 1 FROM restock WHERE product_id = %s AND state = 'open'", pid))
        return 0;
    if (db_exec("INSERT INTO restock(product_id, qty, created_at) VALUES (%s, %d, %lld)",
                pid, 2 * level - avail, (long long)clock_now()) < 0)
        return 1;
    ++*made;
    return 0;
}

/* enough for twice the level; returns the number of new proposals */
int propose_restock(void)
{
    int made = 0;

    TRY(low_stock(propose_one, &made));
    return made;
}

int restock_arrived(long long id)
{
    char sku[32], reason[48];
    int qty, rc;

    TRY(db_text(sku, sizeof sku, "SELECT p.sku FROM restock r JOIN product p ON p.id = r.product_id"
                " WHERE r.id = %lld", id));
    qty = db_int("SELECT qty FROM restock WHERE id = %lld AND state = 'open'", id);
    if (qty <= 0)
        return E_STATE;
    snprintf(reason, sizeof reason, "restock %lld", id);
    TRY(db_begin());
    rc = db_exec("UPDATE restock SET state = 'done' WHERE id = %lld", id);
    if (rc >= 0)
        rc = receive_goods(sku, qty, reason);
    TRY(db_end(rc));
    return qty;
}

/* Do the reserved figures agree with the reservations?  Returns the number of wrong ones. */
int x_stock_check(void (*complain)(const char *sku, int reserved, int held))
{
    sqlite3_stmt *st = db_prep("SELECT p.sku, s.reserved, coalesce(sum(r.qty), 0)"
                               " FROM stock s JOIN product p ON p.id = s.product_id"
                               " LEFT JOIN reservation r ON r.product_id = s.product_id"
                               " GROUP BY s.product_id HAVING s.reserved <> coalesce(sum(r.qty), 0)");
    int bad = 0;

    if (!st)
        return E_DB;
    while (sqlite3_step(st) == SQLITE_ROW) {
        complain((const char *)sqlite3_column_text(st, 0), sqlite3_column_int(st, 1),
                 sqlite3_column_int(st, 2));
        bad++;
    }
    sqlite3_finalize(st);
    return bad;
}

/* --- the till --------------------------------------------------------------- */

int luhn_ok(const char *digits)
{
    size_t n = strlen(digits), i;
    int sum = 0;

    if (n < 12 || n > 19)
        return 0;
    for (i = 0; i < n; i++) {
        int d = digits[n - 1 - i] - '0';

        if (d < 0 || d > 9)
            return 0;
        if (i % 2) {
            d *= 2;
            if (d > 9)
                d -= 9;
        }
        sum += d;
    }
    return sum % 10 == 0;
}

/* we never keep more than the last four */
void mask_card(const char *card, char *buf, size_t n)
{
    size_t len = strlen(card);

    snprintf(buf, n, "****%s", len > 4 ? card + len - 4 : card);
}

static int auth_card(const char *ref, int amount, char *kept, size_t n)
{
    if (!luhn_ok(ref))
        return E_INVALID;
    mask_card(ref, kept, n);
    /* the acquirer's limit for orders without the card present */
    if (amount > 500000)
        return E_LIMIT;
    return 0;
}

static int auth_transfer(const char *ref, int amount, char *kept, size_t n)
{
    (void)amount;
    if (strlen(ref) < 4)
        return E_INVALID;
    str_copy(kept, n, ref);
    return 0;
}

static int auth_voucher(const char *ref, int amount, char *kept, size_t n)
{
    str_copy(kept, n, ref);
    return spend_voucher(ref, amount);
}

static int auth_cash(const char *ref, int amount, char *kept, size_t n)
{
    (void)ref;
    str_copy(kept, n, "counter");
    return amount > 100000 ? E_LIMIT : 0;
}

static const struct pay_method {
    const char *name;
    const char *account;
    int       (*authorise)(const char *ref, int amount, char *kept, size_t n);
} pay_methods[] = {
    { "card",     "bank",     auth_card },
    { "transfer", "bank",     auth_transfer },
    { "voucher",  "vouchers", auth_voucher },
    { "cash",     "till",     auth_cash },
};

static const struct pay_method *find_method(const char *name)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(pay_methods); i++)
        if (STREQ(pay_methods[i].name, name))
            return &pay_methods[i];
    return NULL;
}

int open_payment(long long order_id, int amount)
{
    return db_exec("INSERT INTO payment(order_id, amount_cents, created_at) VALUES (%lld, %d, %lld)",
                   order_id, amount, (long long)clock_now());
}

/* amount 0 means all of it; we do not do part payments */
int take_payment(long long order_id, const char *method, const char *ref, int amount)
{
    const struct pay_method *m = find_method(method);
    char kept[64], book[48];
    long long id;
    int due, rc;

    if (!m)
        return E_INVALID;
    id = db_int64("SELECT id FROM payment WHERE order_id = %lld AND state = 'pending'", order_id);
    if (id <= 0) {
        if (db_exists("SELECT 1 FROM payment WHERE order_id = %lld AND state = 'captured'", order_id))
            return E_PAID;
        return E_NOTFOUND;
    }
    due = db_int("SELECT amount_cents FROM payment WHERE id = %lld", id);
    if (amount != 0 && amount != due)
        return E_INVALID;

    TRY(db_begin());
    rc = m->authorise(NVL(ref), due, kept, sizeof kept);
    if (rc >= 0)
        rc = db_exec("UPDATE payment SET state = 'captured', method = %Q, ref = %Q, settled_at = %lld"
                     " WHERE id = %lld", m->name, kept, (long long)clock_now(), id);
    if (rc >= 0) {
        snprintf(book, sizeof book, "payment %lld", id);
        rc = post_ledger(m->account, "sales", due, book);
    }
    if (rc >= 0)
        rc = pin_hold(order_id);
    return db_end(rc);
}

int fail_payment(long long order_id, const char *why)
{
    return db_change("UPDATE payment SET state = 'failed', ref = %Q"
                     " WHERE order_id = %lld AND state = 'pending'", why, order_id);
}

long long paid_sum(long long order_id)
{
    return db_int64("SELECT sum(amount_cents) FROM payment WHERE order_id = %lld"
                    " AND state IN ('captured', 'refunded')", order_id);
}

long long refunded_sum(long long order_id)
{
    return db_int64("SELECT sum(r.amount_cents) FROM refund r JOIN payment p ON p.id = r.payment_id"
                    " WHERE p.order_id = %lld", order_id);
}

static int pay_back_to(long long payment_id, int amount)
{
    char method[16], ref[64], book[48];
    const struct pay_method *m;

    TRY(db_text(method, sizeof method, "SELECT method FROM payment WHERE id = %lld", payment_id));
    TRY(db_text(ref, sizeof ref, "SELECT ref FROM payment WHERE id = %lld", payment_id));
    m = find_method(method);
    if (!m)
        return E_STATE;
    if (STREQ(method, "voucher"))
        TRY(spend_voucher(ref, -amount));
    snprintf(book, sizeof book, "refund of payment %lld", payment_id);
    return post_ledger("sales", m->account, amount, book);
}

/* amount 0 means whatever is left */
int do_refund(long long order_id, int amount, const char *reason)
{
    long long id, left;
    int rc;

    id = db_int64("SELECT id FROM payment WHERE order_id = %lld AND state = 'captured'", order_id);
    if (id <= 0)
        return E_STATE;
    left = paid_sum(order_id) - refunded_sum(order_id);
    if (amount == 0)
        amount = (int)left;
    if (amount < 0)
        return E_INVALID;
    if (amount > left || amount == 0)
        return E_LIMIT;
    TRY(db_begin());
    rc = db_exec("INSERT INTO refund(payment_id, amount_cents, reason, created_at)"
                 " VALUES (%lld, %d, %Q, %lld)", id, amount, NVL(reason), (long long)clock_now());
    if (rc >= 0)
        rc = pay_back_to(id, amount);
    if (rc >= 0 && amount == left)
        rc = db_exec("UPDATE payment SET state = 'refunded' WHERE id = %lld", id);
    TRY(db_end(rc));
    log_info("order %lld: %s paid back", order_id, money(amount));
    return amount;
}

/* who has waited for longer than that and was not reminded yet */
int unpaid_orders(int hours, row_fn cb, void *arg)
{
    long long limit = (long long)clock_now() - (long long)hours * 3600;

    return db_each(cb, arg, "SELECT p.order_id, p.id, p.amount_cents FROM payment p"
                   " WHERE p.state = 'pending' AND p.created_at <= %lld AND p.reminded_at IS NULL"
                   " ORDER BY p.order_id", limit);
}

void mark_reminded(long long payment_id)
{
    db_exec("UPDATE payment SET reminded_at = %lld WHERE id = %lld", (long long)clock_now(), payment_id);
}
