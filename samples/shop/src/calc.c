/* SPDX-License-Identifier: MIT */
/*
 * Sums: what an order costs, what a parcel costs, what the shop earned.
 */
#include <ctype.h>
#include <stdlib.h>

#include "shop.h"

static int percent_of(int cents, int percent)
{
    return (int)(((long long)cents * percent + 50) / 100);
}

/* the tax contained in a gross amount */
int line_tax(int gross, const char *tax_class)
{
    int rate = tax_rate(tax_class);

    if (rate <= 0)
        return 0;
    return (int)(((long long)gross * rate + (100 + rate) / 2) / (100 + rate));
}

int order_weight(const struct order *o)
{
    int g = 0, i;

    for (i = 0; i < o->nlines; i++)
        g += o->lines[i].qty * o->lines[i].weight;
    return g;
}

/* --- coupons ---------------------------------------------------------------- */

int new_coupon(const char *code, int percent, int min_cents, int max_uses, time_t valid_to)
{
    const char *p;

    if (strlen(code) < 4 || strlen(code) > 20 || percent < 1 || percent > 90 || min_cents < 0)
        return E_INVALID;
    for (p = code; *p; p++)
        if (!isalnum((unsigned char)*p))
            return E_INVALID;
    return db_exec("INSERT INTO coupon(code, percent, min_cents, max_uses, valid_to)"
                   " VALUES (%Q, %d, %d, %d, nullif(%lld, 0))",
                   code, percent, min_cents, max_uses, (long long)valid_to);
}

int coupon_percent(const char *code, int goods, int *percent)
{
    sqlite3_stmt *st = db_prep("SELECT percent, min_cents, max_uses, used, coalesce(valid_to, 0)"
                               " FROM coupon WHERE code = ?");
    int rc = E_NOTFOUND;

    if (!st)
        return E_DB;
    sqlite3_bind_text(st, 1, code, -1, SQLITE_STATIC);
    if (sqlite3_step(st) == SQLITE_ROW) {
        int max = sqlite3_column_int(st, 2);
        long long until = sqlite3_column_int64(st, 4);

        *percent = sqlite3_column_int(st, 0);
        rc = 0;
        if (goods < sqlite3_column_int(st, 1))
            rc = E_INVALID;
        else if (max > 0 && sqlite3_column_int(st, 3) >= max)
            rc = E_LIMIT;
        else if (until > 0 && clock_now() > until)
            rc = E_LIMIT;
    }
    sqlite3_finalize(st);
    return rc;
}

/* up is 1 when an order takes it and -1 when the order dies */
int use_coupon(const char *code, int up)
{
    return db_change("UPDATE coupon SET used = max(0, used + %d) WHERE code = %Q", up, code);
}

/* --- tiers --------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *setting;
    int         discount;
} tiers[] = {
    [TIER_NONE]   = { "none",   NULL,           0 },
    [TIER_SILVER] = { "silver", "silver_cents", 2 },
    [TIER_GOLD]   = { "gold",   "gold_cents",   5 },
};

const char *tier_name(int tier)
{
    return tier >= 0 && tier < (int)ARRAY_LEN(tiers) ? tiers[tier].name : "?";
}

int tier_discount(int tier)
{
    return tier >= 0 && tier < (int)ARRAY_LEN(tiers) ? tiers[tier].discount : 0;
}

/* by what the customer has bought and kept */
int update_tier(long long customer_id)
{
    long long bought = db_int64("SELECT sum(total_cents) FROM orders WHERE customer_id = %lld AND state"
                                " IN ('paid', 'picked', 'shipped', 'delivered')", customer_id);
    int tier = TIER_NONE, t;

    for (t = TIER_SILVER; t <= TIER_GOLD; t++)
        if (bought >= conf_int(tiers[t].setting))
            tier = t;
    return db_exec("UPDATE customer SET tier = %d WHERE id = %lld AND tier <> %d",
                   tier, customer_id, tier);
}

/* --- postage --------------------------------------------------------------------- */

const char *zone_of(const char *country)
{
    static const char *const eu[] = {
        "AT", "BE", "CZ", "DK", "ES", "FI", "FR", "IE", "IT", "LU", "NL", "PL", "PT", "SE",
    };
    size_t i;

    if (STREQ(country, "DE"))
        return "home";
    for (i = 0; i < ARRAY_LEN(eu); i++)
        if (STREQ(eu[i], country))
            return "eu";
    return "world";
}

int ship_cost(const char *carrier, const char *country, int weight, int *cents)
{
    int c = db_int_or(-1, "SELECT cost_cents FROM carrier_rate WHERE carrier = %Q AND zone = %Q"
                      " AND max_g >= %d ORDER BY max_g LIMIT 1", carrier, zone_of(country), weight);

    if (c < 0)
        return E_LIMIT;
    *cents = c;
    return 0;
}

int cheapest_carrier(const char *country, int weight, char *carrier, size_t n, int *cents)
{
    if (db_text(carrier, n, "SELECT carrier FROM carrier_rate WHERE zone = %Q AND max_g >= %d"
                " ORDER BY cost_cents, carrier LIMIT 1", zone_of(country), weight) < 0)
        return E_LIMIT;
    return ship_cost(carrier, country, weight, cents);
}

int set_rate(const char *carrier, const char *zone, int max_g, int cents)
{
    if (!*carrier || strlen(carrier) > 15 || max_g <= 0 || cents < 0)
        return E_INVALID;
    if (!STREQ(zone, "home") && !STREQ(zone, "eu") && !STREQ(zone, "world"))
        return E_INVALID;
    return db_exec("INSERT INTO carrier_rate(carrier, zone, max_g, cost_cents) VALUES (%Q, %Q, %d, %d)"
                   " ON CONFLICT(carrier, zone, max_g) DO UPDATE SET cost_cents = excluded.cost_cents",
                   carrier, zone, max_g, cents);
}

/* --- an order's sums ------------------------------------------------------------------ */

/* Coupon and tier do not add up: the better one counts, and an unused coupon is handed back. */
static int find_discount(struct order *o, const struct customer *c, int *percent)
{
    int coupon = 0;

    *percent = tier_discount(c->tier);
    if (!*o->coupon)
        return 0;
    TRY(coupon_percent(o->coupon, o->goods, &coupon));
    if (coupon > *percent)
        *percent = coupon;
    else
        o->coupon[0] = 0;
    return 0;
}

static int postage(const struct order *o, const char *country, int *cents)
{
    char carrier[16];

    TRY(cheapest_carrier(country, order_weight(o), carrier, sizeof carrier, cents));
    if (STREQ(zone_of(country), "home") && o->goods - o->discount >= conf_int("ship_free_cents"))
        *cents = 0;
    return 0;
}

int calc_totals(struct order *o, const struct customer *c, const char *country)
{
    int percent, i;

    o->goods = 0;
    for (i = 0; i < o->nlines; i++)
        o->goods += o->lines[i].qty * o->lines[i].unit;
    TRY(find_discount(o, c, &percent));
    o->discount = percent_of(o->goods, percent);
    TRY(postage(o, country, &o->shipping));
    o->tax = line_tax(o->shipping, "standard");
    for (i = 0; i < o->nlines; i++) {
        struct line *l = &o->lines[i];
        int gross = l->qty * l->unit;
        struct product p;

        TRY(product_by_id(l->product_id, &p));
        l->tax = line_tax(gross - percent_of(gross, percent), p.tax_class);
        o->tax += l->tax;
    }
    o->total = o->goods - o->discount + o->shipping;
    return 0;
}

/* --- figures for the office ---------------------------------------------------------------- */

int day_figures(time_t day, struct figures *f)
{
    long long from = day_start(day), to = from + DAY_SECS;
    char span[96];

    snprintf(span, sizeof span, "BETWEEN %lld AND %lld", from, to - 1);
    f->orders = db_int("SELECT count(*) FROM orders WHERE created_at %s"
                       " AND state NOT IN ('cancelled', 'expired')", span);
    f->revenue = db_int64("SELECT sum(amount_cents) FROM payment WHERE settled_at %s"
                          " AND state IN ('captured', 'refunded')", span);
    f->refunds = db_int64("SELECT sum(amount_cents) FROM refund WHERE created_at %s", span);
    f->new_customers = db_int("SELECT count(*) FROM customer WHERE created_at %s", span);
    return 0;
}

/* may be run again for a day, the newest figures count */
int build_summary(time_t day)
{
    struct figures f;
    char name[16];

    TRY(day_figures(day, &f));
    fmt_day(day, name, sizeof name);
    return db_exec("INSERT OR REPLACE INTO daily_summary(day, orders, revenue_cents, refund_cents,"
                   " new_customers, built_at) VALUES (%Q, %d, %lld, %lld, %d, %lld)",
                   name, f.orders, f.revenue, f.refunds, f.new_customers, (long long)clock_now());
}

int sales_table(const char *from_day, const char *to_day, row_fn cb, void *arg)
{
    char *where = sqlite3_mprintf("1");
    int rc;

    if (from_day) {
        sqlite3_free(where);
        where = sqlite3_mprintf("day >= %Q", from_day);
    }
    if (to_day) {
        char *more = sqlite3_mprintf("%s AND day <= %Q", where, to_day);

        sqlite3_free(where);
        where = more;
    }
    rc = db_each(cb, arg, "SELECT day, orders, revenue_cents, refund_cents, new_customers"
                 " FROM daily_summary WHERE %s ORDER BY day", where);
    sqlite3_free(where);
    return rc;
}

struct seller {
    char      name[96];
    int       qty;
    long long cents;
};

struct sellers {
    struct seller *list;
    int            n, cap;
};

static int keep_seller(void *arg, int n, char **v, char **names)
{
    struct sellers *s = arg;
    struct seller *x;

    (void)n;
    (void)names;
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 16;
        s->list = realloc(s->list, (size_t)s->cap * sizeof *s->list);
        if (!s->list)
            exit(70);
    }
    x = &s->list[s->n++];
    str_copy(x->name, sizeof x->name, COL(0));
    x->qty = atoi(COL(1));
    x->cents = atoll(COL(2));
    return 0;
}

static int cmp_by_qty(const void *a, const void *b)
{
    const struct seller *x = a, *y = b;

    if (x->qty != y->qty)
        return y->qty - x->qty;
    return strcmp(x->name, y->name);
}

static int cmp_by_cents(const void *a, const void *b)
{
    const struct seller *x = a, *y = b;

    if (x->cents != y->cents)
        return x->cents < y->cents ? 1 : -1;
    return strcmp(x->name, y->name);
}

static int print_best(struct sellers *s, int (*cmp)(const void *, const void *), int max, struct sb *out)
{
    int i;

    if (s->n > 0)
        qsort(s->list, (size_t)s->n, sizeof *s->list, cmp);
    for (i = 0; i < s->n && (max <= 0 || i < max); i++)
        sb_addf(out, "%s\t%d\t%s\n", s->list[i].name, s->list[i].qty, money(s->list[i].cents));
    free(s->list);
    return i;
}

int top_products(time_t from, time_t to, int by_qty, int max, struct sb *out)
{
    struct sellers s = { NULL, 0, 0 };
    int rc = db_each(keep_seller, &s,
                     "SELECT p.sku, sum(l.qty), sum(l.qty * l.unit_cents) FROM order_line l"
                     " JOIN orders o ON o.id = l.order_id JOIN product p ON p.id = l.product_id"
                     " WHERE o.created_at >= %lld AND o.created_at < %lld"
                     " AND o.state IN ('paid', 'picked', 'shipped', 'delivered') GROUP BY p.id",
                     (long long)from, (long long)to);

    if (rc < 0) {
        free(s.list);
        return rc;
    }
    return print_best(&s, by_qty ? cmp_by_qty : cmp_by_cents, max, out);
}

int rank_customers(int max, struct sb *out)
{
    struct sellers s = { NULL, 0, 0 };
    int rc = db_each(keep_seller, &s,
                     "SELECT c.email, count(o.id), sum(o.total_cents) FROM customer c"
                     " JOIN orders o ON o.customer_id = c.id"
                     " WHERE o.state IN ('paid', 'picked', 'shipped', 'delivered') GROUP BY c.id");

    if (rc < 0) {
        free(s.list);
        return rc;
    }
    return print_best(&s, cmp_by_cents, max, out);
}

long long stock_value(row_fn cb, void *arg, const char *category)
{
    char *where = category && *category ? sqlite3_mprintf("category = %Q", category)
                                        : sqlite3_mprintf("on_hand > 0");
    long long sum = db_int64("SELECT sum(value_cents) FROM v_stock_value WHERE %s", where);

    if (cb)
        db_each(cb, arg, "SELECT sku, on_hand, reserved, value_cents FROM v_stock_value"
                " WHERE %s ORDER BY sku", where);
    sqlite3_free(where);
    return sum;
}

static int age_one(void *arg, int n, char **v, char **names)
{
    long long *sums = arg;
    long long age = (long long)clock_now() - atoll(COL(0));
    int b = age < DAY_SECS ? 0 : age < 3 * DAY_SECS ? 1 : age < 7 * DAY_SECS ? 2 : 3;

    (void)n;
    (void)names;
    sums[b]++;
    sums[4 + b] += atoll(COL(1));
    return 0;
}

/* unpaid orders: under a day, under three, under a week, older */
int aging(int buckets[4], long long cents[4])
{
    long long sums[8] = { 0 };
    int i;

    TRY(db_each(age_one, sums, "SELECT created_at, amount_cents FROM payment WHERE state = 'pending'"));
    for (i = 0; i < 4; i++) {
        buckets[i] = (int)sums[i];
        cents[i] = sums[4 + i];
    }
    return 0;
}

int tax_report(time_t from, time_t to, row_fn cb, void *arg)
{
    return db_each(cb, arg, "SELECT p.tax_class, sum(l.qty * l.unit_cents) AS goods_cents,"
                   " sum(l.tax_cents) AS tax_cents FROM order_line l"
                   " JOIN orders o ON o.id = l.order_id JOIN product p ON p.id = l.product_id"
                   " WHERE o.created_at >= %lld AND o.created_at < %lld"
                   " AND o.state IN ('paid', 'picked', 'shipped', 'delivered')"
                   " GROUP BY p.tax_class ORDER BY p.tax_class", (long long)from, (long long)to);
}
