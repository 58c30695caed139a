/* SPDX-License-Identifier: MIT */
/*
 * Second half of the data access: split off when core.c grew too long.
 */
#include <ctype.h>
#include <stdlib.h>

#include "shop.h"

/* --- addresses and notes ----------------------------------------------------- */

static int country_ok(const char *c)
{
    return strlen(c) == 2 && isupper((unsigned char)c[0]) && isupper((unsigned char)c[1]);
}

static int address_ok(const struct address *a)
{
    if (!*a->line1 || !*a->city || !country_ok(a->country))
        return 0;
    if (STREQ(a->country, "DE"))
        return strlen(a->zip) == 5 && strspn(a->zip, "0123456789") == 5;
    return *a->zip != 0;
}

/* the first address is the default one whatever the caller says */
int add_address(long long customer_id, const struct address *a, int make_default)
{
    struct customer c;
    int rc = 0;

    if (!address_ok(a))
        return E_INVALID;
    TRY(get_customer(customer_id, &c));
    if (!db_exists("SELECT 1 FROM customer_address WHERE customer_id = %lld AND is_default = 1", c.id))
        make_default = 1;
    TRY(db_begin());
    if (make_default)
        rc = db_exec("UPDATE customer_address SET is_default = 0 WHERE customer_id = %lld", c.id);
    if (rc >= 0)
        rc = db_exec("INSERT INTO customer_address(customer_id, line1, zip, city, country, is_default)"
                     " VALUES (%lld, %Q, %Q, %Q, %Q, %d)",
                     c.id, a->line1, a->zip, a->city, a->country, make_default ? 1 : 0);
    return db_end(rc);
}

int default_address(long long customer_id, struct address *a)
{
    sqlite3_stmt *st = db_prep("SELECT line1, zip, city, country FROM customer_address"
                               " WHERE customer_id = ? ORDER BY is_default DESC, id LIMIT 1");
    int rc = E_INVALID;         /* nowhere to send anything */

    if (!st)
        return E_DB;
    sqlite3_bind_int64(st, 1, customer_id);
    if (sqlite3_step(st) == SQLITE_ROW) {
        db_col_text(st, 0, a->line1, sizeof a->line1);
        db_col_text(st, 1, a->zip, sizeof a->zip);
        db_col_text(st, 2, a->city, sizeof a->city);
        db_col_text(st, 3, a->country, sizeof a->country);
        rc = 0;
    }
    sqlite3_finalize(st);
    return rc;
}

int each_address(long long customer_id, row_fn cb, void *arg)
{
    return db_each(cb, arg, "SELECT line1, zip, city, country, is_default FROM customer_address"
                   " WHERE customer_id = %lld ORDER BY id", customer_id);
}

int add_note(long long customer_id, const char *author, const char *body)
{
    sqlite3_stmt *st;

    if (!*body || strlen(body) > 1000)
        return E_INVALID;
    st = db_prep("INSERT INTO customer_note(customer_id, author, body, created_at) VALUES (?, ?, ?, ?)");
    if (!st)
        return E_DB;
    sqlite3_bind_int64(st, 1, customer_id);
    sqlite3_bind_text(st, 2, author, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 3, body, -1, SQLITE_STATIC);
    sqlite3_bind_int64(st, 4, clock_now());
    return db_done(st);
}

/* --- prices and tags ------------------------------------------------------------ */

/* what did it cost then? the first change after that moment knows the old price */
int price_at(const char *sku, time_t when, int *cents)
{
    struct product p;

    TRY(get_product(sku, &p));
    *cents = db_int_or(p.price, "SELECT old_cents FROM price_history WHERE product_id = %lld"
                       " AND changed_at > %lld ORDER BY changed_at, id LIMIT 1", p.id, (long long)when);
    return 0;
}

int price_changes(const char *sku, row_fn cb, void *arg)
{
    struct product p;

    TRY(get_product(sku, &p));
    return db_each(cb, arg, "SELECT datetime(changed_at, 'unixepoch') AS at, old_cents, new_cents"
                   " FROM price_history WHERE product_id = %lld ORDER BY id", p.id);
}

int set_tag(const char *sku, const char *tag, int on)
{
    struct product p;
    char clean[40];

    slugify(tag, clean, sizeof clean);
    if (!*clean)
        return E_INVALID;
    TRY(get_product(sku, &p));
    if (on)
        return db_exec("INSERT OR IGNORE INTO product_tag(product_id, tag) VALUES (%lld, %Q)", p.id, clean);
    return db_change("DELETE FROM product_tag WHERE product_id = %lld AND tag = %Q", p.id, clean);
}

int tags_of(long long product_id, char *buf, size_t n)
{
    return db_text(buf, n, "SELECT coalesce(group_concat(tag, ' '), '') FROM"
                   " (SELECT tag FROM product_tag WHERE product_id = %lld ORDER BY tag)", product_id);
}

/* --- stock --------------------------------------------------------------------------- */

int stock_moves(const char *sku, row_fn cb, void *arg)
{
    struct product p;

    TRY(get_product(sku, &p));
    return db_each(cb, arg, "SELECT datetime(at, 'unixepoch') AS at, delta, reason FROM stock_move"
                   " WHERE product_id = %lld ORDER BY id", p.id);
}

/* --- money ----------------------------------------------------------------------------- */

/* double entry, always a pair */
int post_ledger(const char *debit, const char *credit, int cents, const char *ref)
{
    long long now = clock_now();

    TRY(db_exec("INSERT INTO ledger(account, debit_cents, ref, booked_at) VALUES (%Q, %d, %Q, %lld)",
                debit, cents, ref, now));
    return db_exec("INSERT INTO ledger(account, credit_cents, ref, booked_at) VALUES (%Q, %d, %Q, %lld)",
                   credit, cents, ref, now);
}

long long balance(const char *account)
{
    return db_int64("SELECT sum(debit_cents - credit_cents) FROM ledger WHERE account = %Q", account);
}

static int voucher_code_ok(const char *code)
{
    size_t n = strlen(code);

    return n >= 6 && n <= 20 && strspn(code, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789") == n;
}

int issue_voucher(const char *code, int cents)
{
    char ref[48];
    int rc;

    if (!voucher_code_ok(code) || cents <= 0)
        return E_INVALID;
    snprintf(ref, sizeof ref, "voucher %s", code);
    TRY(db_begin());
    rc = db_exec("INSERT INTO voucher(code, balance_cents, issued_at) VALUES (%Q, %d, %lld)",
                 code, cents, (long long)clock_now());
    if (rc >= 0)
        rc = post_ledger("bank", "vouchers", cents, ref);
    return db_end(rc);
}

/* a negative amount gives credit back */
int spend_voucher(const char *code, int cents)
{
    if (!db_exists("SELECT 1 FROM voucher WHERE code = %Q", code))
        return E_NOTFOUND;
    if (db_change("UPDATE voucher SET balance_cents = balance_cents - %d"
                  " WHERE code = %Q AND balance_cents >= %d", cents, code, cents) < 0)
        return E_LIMIT;
    return 0;
}

/* --- parcels ------------------------------------------------------------------------------ */

/* "PAR0000123-7": carrier, order, check digit */
static void tracking_code(const char *carrier, long long order_id, char *buf, size_t n)
{
    char head[16];
    int sum = 0, i;

    snprintf(head, sizeof head, "%.3s%07lld", carrier, order_id % 10000000);
    for (i = 0; head[i]; i++) {
        head[i] = (char)toupper((unsigned char)head[i]);
        sum += head[i] * (i + 1);
    }
    snprintf(buf, n, "%s-%d", head, sum % 10);
}

int make_shipment(const struct order *o, const char *carrier, long long *id)
{
    char best[16], code[32];
    struct address a;
    int cost, weight = order_weight(o);
    long long now = clock_now(), rc;

    if (o->state != ORD_PICKED)
        return E_STATE;
    if (shipment_of(o->id) > 0)
        return E_EXISTS;
    TRY(default_address(o->customer_id, &a));
    if (carrier && *carrier) {
        TRY(str_copy(best, sizeof best, carrier) < 0 ? E_INVALID : 0);
        TRY(ship_cost(best, a.country, weight, &cost));
    } else {
        TRY(cheapest_carrier(a.country, weight, best, sizeof best, &cost));
    }
    tracking_code(best, o->id, code, sizeof code);
    rc = db_insert("INSERT INTO shipment(order_id, carrier, tracking, weight_g, cost_cents, created_at,"
                   " touched_at) VALUES (%lld, %Q, %Q, %d, %d, %lld, %lld)",
                   o->id, best, code, weight, cost, now, now);
    if (rc < 0)
        return (int)rc;
    *id = rc;
    return 0;
}

int get_shipment(long long id, struct shipment *s)
{
    sqlite3_stmt *st = db_prep("SELECT order_id, carrier, tracking, state, weight_g, cost_cents"
                               " FROM shipment WHERE id = ?");
    int rc = E_NOTFOUND;

    if (!st)
        return E_DB;
    sqlite3_bind_int64(st, 1, id);
    if (sqlite3_step(st) == SQLITE_ROW) {
        s->id = id;
        s->order_id = sqlite3_column_int64(st, 0);
        db_col_text(st, 1, s->carrier, sizeof s->carrier);
        db_col_text(st, 2, s->tracking, sizeof s->tracking);
        db_col_text(st, 3, s->state, sizeof s->state);
        s->weight = sqlite3_column_int(st, 4);
        s->cost = sqlite3_column_int(st, 5);
        rc = 0;
    }
    sqlite3_finalize(st);
    return rc;
}

long long shipment_of(long long order_id)
{
    return db_int64("SELECT id FROM shipment WHERE order_id = %lld", order_id);
}

static int parcel_state(long long id, const char *from, const char *to)
{
    int rc = db_change("UPDATE shipment SET state = %Q, touched_at = %lld WHERE id = %lld AND state = %Q",
                       to, (long long)clock_now(), id, from);

    return rc == E_NOTFOUND ? E_STATE : rc;
}

int dispatch(long long id)
{
    struct shipment s;
    int rc;

    TRY(get_shipment(id, &s));
    TRY(db_begin());
    rc = parcel_state(id, "packed", "sent");
    if (rc >= 0)
        rc = ord_move(s.order_id, ORD_SHIPPED, s.carrier);
    return db_end(rc);
}

int delivered(long long id)
{
    struct shipment s;
    int rc;

    TRY(get_shipment(id, &s));
    TRY(db_begin());
    rc = parcel_state(id, "sent", "delivered");
    if (rc >= 0)
        rc = ord_move(s.order_id, ORD_DELIVERED, s.carrier);
    return db_end(rc);
}

int track(const char *tracking, row_fn cb, void *arg)
{
    long long id = db_int64("SELECT id FROM shipment WHERE tracking = %Q", tracking);

    if (id <= 0)
        return E_NOTFOUND;
    return db_each(cb, arg, "SELECT datetime(at, 'unixepoch') AS at, what FROM shipment_event"
                   " WHERE shipment_id = %lld ORDER BY id", id);
}

/* --- orders ----------------------------------------------------------------------------------- */

int order_events(long long id, row_fn cb, void *arg)
{
    return db_each(cb, arg, "SELECT datetime(at, 'unixepoch') AS at, old_state, new_state, who"
                   " FROM order_event WHERE order_id = %lld ORDER BY id", id);
}

/* --- the supplier's price list ------------------------------------------------------------------ */

/* sku;title;price;weight[;category[;tax]] - known products only get the new price */
static int import_line(char *line)
{
    struct product p = { 0 }, old;
    char *f[6];
    long long id;
    int n = str_split(line, ';', f, 6), price;

    if (n < 4)
        return E_INVALID;
    TRY(str_copy(p.sku, sizeof p.sku, str_trim(f[0])) < 0 ? E_INVALID : 0);
    TRY(parse_money(str_trim(f[2]), &price));
    if (get_product(p.sku, &old) >= 0)
        return old.price == price ? 0 : do_price(p.sku, price);
    str_copy(p.title, sizeof p.title, str_trim(f[1]));
    TRY(parse_int(str_trim(f[3]), &p.weight));
    p.price = price;
    TRY(str_copy(p.tax_class, sizeof p.tax_class, n > 5 ? str_trim(f[5]) : "standard") < 0 ? E_INVALID : 0);
    return add_product(&p, n > 4 ? str_trim(f[4]) : NULL, &id);
}

/* Bad lines are reported and skipped.  Returns the number of good ones. */
int import_products(char *csv, void (*bad)(int line, const char *why))
{
    char *line = csv, *next;
    int no = 0, good = 0;

    for (; line && *line; line = next) {
        int rc;

        next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        no++;
        line = str_trim(line);
        if (!*line || *line == '#')
            continue;
        rc = import_line(line);
        if (rc < 0)
            bad(no, err_text(rc));
        else
            good++;
    }
    return good;
}
