/* SPDX-License-Identifier: MIT */
/*
 * From the basket to the doorstep, and what runs at night.
 *
 *   new -> paid -> picked -> shipped -> delivered -> returned
 *   new -> cancelled, new -> expired, paid -> cancelled
 */
#include <ctype.h>
#include <stdlib.h>

#include "shop.h"

static const char *const state_names[ORD_NSTATES] = {
    [ORD_NEW]       = "new",
    [ORD_PAID]      = "paid",
    [ORD_PICKED]    = "picked",
    [ORD_SHIPPED]   = "shipped",
    [ORD_DELIVERED] = "delivered",
    [ORD_RETURNED]  = "returned",
    [ORD_CANCELLED] = "cancelled",
    [ORD_EXPIRED]   = "expired",
};

#define TO(s) (1u << (s))

static const unsigned allowed[ORD_NSTATES] = {
    [ORD_NEW]       = TO(ORD_PAID) | TO(ORD_CANCELLED) | TO(ORD_EXPIRED),
    [ORD_PAID]      = TO(ORD_PICKED) | TO(ORD_CANCELLED),
    [ORD_PICKED]    = TO(ORD_SHIPPED),
    [ORD_SHIPPED]   = TO(ORD_DELIVERED),
    [ORD_DELIVERED] = TO(ORD_RETURNED),
};

const char *ord_state_name(enum ord_state s)
{
    return s < ORD_NSTATES ? state_names[s] : "?";
}

int ord_state_parse(const char *name)
{
    int i;

    for (i = 0; i < ORD_NSTATES; i++)
        if (STREQ(state_names[i], name))
            return i;
    return E_INVALID;
}

int ord_can_move(enum ord_state from, enum ord_state to)
{
    return from < ORD_NSTATES && (allowed[from] & TO(to)) != 0;
}

/* --- what happens when an order gets somewhere -------------------------------- */

static int mail_customer_paid(const struct order *o)
{
    return notify_order(o->id, "order_paid");
}

static int mail_customer_shipped(const struct order *o)
{
    return notify_order(o->id, "order_shipped");
}

static int mail_customer_gone(const struct order *o)
{
    return notify_order(o->id, o->state == ORD_EXPIRED ? "order_expired" : "order_cancelled");
}

static int better_tier(const struct order *o)
{
    return update_tier(o->customer_id);
}

static int give_goods_back(const struct order *o)
{
    return release_hold(o->id);
}

static int give_coupon_back(const struct order *o)
{
    return *o->coupon ? use_coupon(o->coupon, -1) : 0;
}

static int goods_leave(const struct order *o)
{
    return consume_hold(o->id);
}

static const struct {
    enum ord_state state;
    int          (*fn)(const struct order *o);
} hooks[] = {
    { ORD_PAID,      better_tier },
    { ORD_PAID,      mail_customer_paid },
    { ORD_SHIPPED,   goods_leave },
    { ORD_SHIPPED,   mail_customer_shipped },
    { ORD_CANCELLED, give_goods_back },
    { ORD_CANCELLED, give_coupon_back },
    { ORD_CANCELLED, mail_customer_gone },
    { ORD_EXPIRED,   give_goods_back },
    { ORD_EXPIRED,   give_coupon_back },
    { ORD_EXPIRED,   mail_customer_gone },
    { ORD_RETURNED,  restore_goods },
    { ORD_RETURNED,  better_tier },
};

static int run_hooks(const struct order *o)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(hooks); i++)
        if (hooks[i].state == o->state)
            TRY(hooks[i].fn(o));
    return 0;
}

/* The only function that writes orders.state. */
int ord_move(long long id, enum ord_state to, const char *who)
{
    struct order o;
    int rc;

    TRY(load_order(id, &o));
    if (!ord_can_move(o.state, to)) {
        log_info("order %lld cannot go from %s to %s", id, ord_state_name(o.state), ord_state_name(to));
        return E_STATE;
    }
    TRY(db_begin());
    rc = db_exec("UPDATE orders SET state = %Q, touched_by = %Q, touched_at = %lld WHERE id = %lld",
                 ord_state_name(to), who, (long long)clock_now(), id);
    if (rc >= 0) {
        o.state = to;
        rc = run_hooks(&o);
    }
    return db_end(rc);
}

/* --- loading ------------------------------------------------------------------- */

static int load_lines(struct order *o)
{
    sqlite3_stmt *st = db_prep("SELECT l.product_id, p.sku, l.title, l.qty, l.unit_cents, l.tax_cents,"
                               " p.weight_g FROM order_line l JOIN product p ON p.id = l.product_id"
                               " WHERE l.order_id = ? ORDER BY l.id");

    if (!st)
        return E_DB;
    sqlite3_bind_int64(st, 1, o->id);
    o->nlines = 0;
    while (sqlite3_step(st) == SQLITE_ROW && o->nlines < MAX_LINES) {
        struct line *l = &o->lines[o->nlines++];

        l->product_id = sqlite3_column_int64(st, 0);
        db_col_text(st, 1, l->sku, sizeof l->sku);
        db_col_text(st, 2, l->title, sizeof l->title);
        l->qty = sqlite3_column_int(st, 3);
        l->unit = sqlite3_column_int(st, 4);
        l->tax = sqlite3_column_int(st, 5);
        l->weight = sqlite3_column_int(st, 6);
    }
    sqlite3_finalize(st);
    return o->nlines;
}

int load_order(long long id, struct order *o)
{
    sqlite3_stmt *st = db_prep("SELECT customer_id, state, goods_cents, discount_cents, shipping_cents,"
                               " tax_cents, total_cents, coupon, created_at FROM orders WHERE id = ?");
    char state[16];
    int rc = E_NOTFOUND;

    if (!st)
        return E_DB;
    memset(o, 0, sizeof *o);
    sqlite3_bind_int64(st, 1, id);
    if (sqlite3_step(st) == SQLITE_ROW) {
        o->id = id;
        o->customer_id = sqlite3_column_int64(st, 0);
        db_col_text(st, 1, state, sizeof state);
        o->goods = sqlite3_column_int(st, 2);
        o->discount = sqlite3_column_int(st, 3);
        o->shipping = sqlite3_column_int(st, 4);
        o->tax = sqlite3_column_int(st, 5);
        o->total = sqlite3_column_int(st, 6);
        db_col_text(st, 7, o->coupon, sizeof o->coupon);
        o->created = (time_t)sqlite3_column_int64(st, 8);
        rc = ord_state_parse(state);
        if (rc >= 0)
            o->state = (enum ord_state)rc;
    }
    sqlite3_finalize(st);
    TRY(rc);
    return load_lines(o);
}

/* --- placing --------------------------------------------------------------------- */

static int add_line(struct order *o, const char *sku, int qty)
{
    struct product p;
    struct line *l;
    int i;

    if (qty <= 0 || qty > 1000)
        return E_INVALID;
    TRY(get_product(sku, &p));
    if (!p.active)
        return E_NOTFOUND;
    for (i = 0; i < o->nlines; i++) {
        if (STREQ(o->lines[i].sku, sku)) {
            o->lines[i].qty += qty;
            return 0;
        }
    }
    if (o->nlines >= MIN(conf_int("max_lines"), MAX_LINES))
        return E_LIMIT;
    l = &o->lines[o->nlines++];
    l->product_id = p.id;
    str_copy(l->sku, sizeof l->sku, p.sku);
    str_copy(l->title, sizeof l->title, p.title);
    l->qty = qty;
    l->unit = p.price;
    l->weight = p.weight;
    l->tax = 0;
    return 0;
}

/* "SPADE-1:2,ROSE-RED" */
int parse_items(const char *spec, struct order *o)
{
    char buf[1000], *parts[MAX_LINES + 1];
    int n, i;

    o->nlines = 0;
    if (!spec || !*spec || str_copy(buf, sizeof buf, spec) < 0)
        return E_INVALID;
    n = str_split(buf, ',', parts, MAX_LINES + 1);
    if (n > MAX_LINES)
        return E_LIMIT;
    for (i = 0; i < n; i++) {
        char *sku = str_trim(parts[i]), *colon = strchr(sku, ':');
        int qty = 1;

        if (colon) {
            *colon = 0;
            TRY(parse_int(colon + 1, &qty));
        }
        TRY(add_line(o, sku, qty));
    }
    return n;
}

static int write_order(struct order *o, const char *who)
{
    long long now = clock_now(), id;
    int i;

    id = db_insert("INSERT INTO orders(customer_id, goods_cents, discount_cents, shipping_cents,"
                   " tax_cents, total_cents, coupon, touched_by, created_at, touched_at)"
                   " VALUES (%lld, %d, %d, %d, %d, %d, nullif(%Q, ''), %Q, %lld, %lld)",
                   o->customer_id, o->goods, o->discount, o->shipping, o->tax, o->total,
                   o->coupon, who, now, now);
    if (id < 0)
        return (int)id;
    o->id = id;
    o->created = now;
    for (i = 0; i < o->nlines; i++) {
        struct line *l = &o->lines[i];

        TRY(db_exec("INSERT INTO order_line(order_id, product_id, title, qty, unit_cents, tax_cents)"
                    " VALUES (%lld, %lld, %Q, %d, %d, %d)",
                    id, l->product_id, l->title, l->qty, l->unit, l->tax));
        TRY(hold_stock(id, l, conf_int("hold_hours")));
    }
    if (*o->coupon)
        TRY(use_coupon(o->coupon, 1));
    TRY(open_payment(id, o->total));
    return notify_order(id, "order_placed");
}

/* Wants customer_id, lines and perhaps coupon; fills in the rest.  All or nothing. */
int place_order(struct order *o, const char *who)
{
    struct customer c;
    struct address a;

    TRY(get_customer(o->customer_id, &c));
    if (c.blocked)
        return E_BLOCKED;
    if (o->nlines == 0)
        return E_INVALID;
    TRY(default_address(c.id, &a));
    TRY(calc_totals(o, &c, a.country));
    o->state = ORD_NEW;
    TRY(db_begin());
    TRY(db_end(write_order(o, who)));
    log_info("order %lld placed by %s, %s", o->id, who, money(o->total));
    return 0;
}

/* --- afterwards --------------------------------------------------------------------- */

int settle_order(long long id, const char *method, const char *ref, int amount)
{
    struct order o;
    int rc;

    TRY(load_order(id, &o));
    if (o.state == ORD_CANCELLED || o.state == ORD_EXPIRED)
        return E_STATE;
    TRY(db_begin());
    rc = take_payment(id, method, ref, amount);
    if (rc >= 0)
        rc = ord_move(id, ORD_PAID, method);
    return db_end(rc);
}

int pick_order(long long id)
{
    return ord_move(id, ORD_PICKED, "warehouse");
}

/* whatever has not been refunded by hand before */
static int pay_back_rest(long long id, const char *reason)
{
    return paid_sum(id) > refunded_sum(id) ? do_refund(id, 0, reason) : 0;
}

/* paid orders get their money back, unpaid ones lose their open payment */
int cancel_order(long long id, const char *who)
{
    struct order o;
    int rc;

    TRY(load_order(id, &o));
    if (!ord_can_move(o.state, ORD_CANCELLED))
        return E_STATE;
    TRY(db_begin());
    if (o.state == ORD_PAID)
        rc = pay_back_rest(id, "order cancelled");
    else
        rc = fail_payment(id, "order cancelled");
    if (rc >= 0)
        rc = ord_move(id, ORD_CANCELLED, who);
    return db_end(rc);
}

int expire_order(long long id)
{
    int rc;

    TRY(db_begin());
    rc = fail_payment(id, "expired");
    if (rc >= 0)
        rc = ord_move(id, ORD_EXPIRED, "nightly");
    return db_end(rc);
}

int return_order(long long id, const char *reason)
{
    int rc;

    TRY(db_begin());
    rc = ord_move(id, ORD_RETURNED, "office");
    if (rc >= 0)
        rc = pay_back_rest(id, reason);
    return db_end(rc);
}

int has_open_orders(long long customer_id)
{
    return db_exists("SELECT 1 FROM orders WHERE customer_id = %lld AND state IN ('new', 'paid', 'picked')",
                     customer_id);
}

int each_order(row_fn cb, void *arg, const char *state, long long customer, int limit,
               const char *sort)
{
    static const struct sort_key keys[] = {
        { "id", "id" },
        { "newest", "created_at DESC, id DESC" },
        { "total", "total_cents DESC, id" },
    };
    char where[160] = "1", tail[32] = "";
    size_t n = 1;

    if (state && *state) {
        TRY(ord_state_parse(state));
        n += (size_t)snprintf(where + n, sizeof where - n, " AND state = '%s'", state);
    }
    if (customer > 0)
        snprintf(where + n, sizeof where - n, " AND customer_id = %lld", customer);
    if (limit > 0)
        snprintf(tail, sizeof tail, " LIMIT %d", limit);
    return db_each(cb, arg, "SELECT id, state, customer, total_cents, lines, paid_cents"
                   " FROM v_order_sum WHERE %s ORDER BY %s%s",
                   where, pick_sort(keys, ARRAY_LEN(keys), sort), tail);
}

/* Dead orders are thrown away after a while; lines, events and payments go with them. */
int purge_orders(int days)
{
    long long limit = (long long)clock_now() - (long long)days * DAY_SECS;
    char where[300];
    int n;

    /* a cancelled order that had been paid is needed for the books */
    snprintf(where, sizeof where, "touched_at < %lld AND state IN ('expired', 'cancelled')"
             " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = orders.id"
             " AND p.state IN ('captured', 'refunded'))", limit);
    n = db_count("orders", where);
    if (n > 0)
        TRY(db_exec("DELETE FROM orders WHERE %s", where));
    return n;
}

/* --- the night ------------------------------------------------------------------------ */

static int expire_reservations(void)
{
    long long ids[200];
    int n = overdue_holds(ids, ARRAY_LEN(ids)), i, done = 0;

    for (i = 0; i < n; i++) {
        if (expire_order(ids[i]) < 0)
            log_warn("order %lld could not be expired", ids[i]);
        else
            done++;
    }
    return n < 0 ? n : done;
}

static int yesterday_summary(void)
{
    return build_summary(day_start(clock_now()) - DAY_SECS);
}

static int night_purge(void)
{
    return purge_orders(conf_int("purge_days"));
}

static int night_mails_away(void)
{
    return old_mails_away(conf_int("purge_days"));
}

static int night_audit(void)
{
    return audit_trim(conf_int("audit_days"));
}

static int night_log(void)
{
    return log_rotate(conf_int("log_keep"));
}

static int night_flush(void)
{
    int failed;

    return flush_outbox(&failed);
}

/* in this order: expired orders must not be reminded, mails go out last */
static const struct {
    const char *name;
    int       (*fn)(void);
} night_steps[] = {
    { "expired",   expire_reservations },
    { "reminded",  remind_unpaid },
    { "restock",   propose_restock },
    { "low-mail",  notify_low_stock },
    { "summary",   yesterday_summary },
    { "purged",    night_purge },
    { "old-mails", night_mails_away },
    { "audit",     night_audit },
    { "mails",     night_flush },
    { "logs",      night_log },
};

/* One bad step must not keep the others from running. */
int run_nightly(struct sb *report)
{
    size_t i;
    int bad = 0;

    for (i = 0; i < ARRAY_LEN(night_steps); i++) {
        int rc = night_steps[i].fn();

        if (rc < 0) {
            log_error("nightly: %s: %s", night_steps[i].name, err_text(rc));
            sb_addf(report, "%s failed: %s\n", night_steps[i].name, err_text(rc));
            bad++;
        } else {
            sb_addf(report, "%s %d\n", night_steps[i].name, rc);
        }
    }
    audit("nightly", "ran with %d failed steps", bad);
    return bad ? E_FAIL : 0;
}
