/* SPDX-License-Identifier: MIT */
/*
 * The oldest part of the shop: who buys and what there is to buy.
 */
#include <ctype.h>
#include <stdlib.h>

#include "shop.h"

/* never trust a sort order from outside; the first key is the default */
const char *pick_sort(const struct sort_key *keys, int n, const char *wanted)
{
    int i;

    for (i = 0; wanted && i < n; i++)
        if (STREQ(keys[i].name, wanted))
            return keys[i].sql;
    return keys[0].sql;
}

/* A sanity check, not RFC 5322: one @, a dot behind it, nothing odd. */
int valid_email(const char *s)
{
    const char *at = strchr(s, '@'), *dot, *p;

    if (!at || at == s || strchr(at + 1, '@') || strlen(s) > 90)
        return 0;
    dot = strrchr(at, '.');
    if (!dot || dot == at + 1 || !dot[1])
        return 0;
    for (p = s; *p; p++)
        if (!isalnum((unsigned char)*p) && !strchr("@.+-_", *p))
            return 0;
    return 1;
}

int new_customer(const char *email, const char *name, const char *phone, long long *id)
{
    char addr[96];
    struct customer c;
    long long rc;
    int bad;

    if (str_copy(addr, sizeof addr, email) < 0 || !valid_email(addr) || !*name)
        return E_INVALID;
    str_lower(addr);
    TRY(db_begin());
    rc = db_insert("INSERT INTO customer(email, name, phone, created_at) VALUES (%Q, %Q, %Q, %lld)",
                   addr, name, NVL(phone), (long long)clock_now());
    bad = rc < 0 ? (int)rc : 0;
    if (!bad)
        bad = get_customer(rc, &c);
    if (!bad)
        bad = notify_customer(&c, "welcome");
    TRY(db_end(bad));
    *id = rc;
    log_info("customer %lld is new", rc);
    return 0;
}

static void fill_customer(sqlite3_stmt *st, struct customer *c)
{
    c->id = sqlite3_column_int64(st, 0);
    db_col_text(st, 1, c->email, sizeof c->email);
    db_col_text(st, 2, c->name, sizeof c->name);
    db_col_text(st, 3, c->phone, sizeof c->phone);
    c->tier = sqlite3_column_int(st, 4);
    c->blocked = sqlite3_column_int(st, 5);
    c->created = (time_t)sqlite3_column_int64(st, 6);
}

int get_customer(long long id, struct customer *c)
{
    sqlite3_stmt *st = db_prep("SELECT id, email, name, phone, tier, blocked, created_at"
                               " FROM customer WHERE id = ?");
    int rc = E_NOTFOUND;

    if (!st)
        return E_DB;
    sqlite3_bind_int64(st, 1, id);
    if (sqlite3_step(st) == SQLITE_ROW) {
        fill_customer(st, c);
        rc = 0;
    }
    sqlite3_finalize(st);
    return rc;
}

long long cust_by_email(const char *email)
{
    char addr[96];
    long long id;

    str_copy(addr, sizeof addr, email);
    str_lower(addr);
    id = db_int64("SELECT id FROM customer WHERE email = %Q", addr);
    return id > 0 ? id : E_NOTFOUND;
}

/* the office types numbers, the web shop sends mail addresses */
int customer_ref(const char *ref, struct customer *c)
{
    long long id;

    if (!ref || !*ref)
        return E_INVALID;
    if (strchr(ref, '@'))
        id = cust_by_email(ref);
    else if (parse_id(ref, &id) < 0)
        return E_INVALID;
    if (id <= 0)
        return E_NOTFOUND;
    return get_customer(id, c);
}

int edit_customer(long long id, const char *field, const char *value)
{
    char lower[96];

    if (STREQ(field, "email")) {
        if (str_copy(lower, sizeof lower, value) < 0 || !valid_email(lower))
            return E_INVALID;
        str_lower(lower);
        return db_set_field("customer", id, "email", lower);
    }
    if (STREQ(field, "name") && !*value)
        return E_INVALID;
    if (STREQ(field, "name") || STREQ(field, "phone"))
        return db_set_field("customer", id, field, value);
    return E_INVALID;
}

/* Whoever has ever ordered stays, for the tax office. */
int remove_customer(long long id)
{
    char where[64];

    snprintf(where, sizeof where, "customer_id = %lld", id);
    if (db_count("orders", where) > 0)
        return E_STATE;
    TRY(db_drop_row("customer", id));
    audit("office", "customer %lld removed", id);
    return 0;
}

int block_customer(long long id, int on)
{
    TRY(db_change("UPDATE customer SET blocked = %d WHERE id = %lld", on ? 1 : 0, id));
    audit("office", "customer %lld %s", id, on ? "blocked" : "unblocked");
    return 0;
}

int each_customer(row_fn cb, void *arg, const char *search, int tier, const char *sort)
{
    static const struct sort_key keys[] = {
        { "id", "id" },
        { "name", "name COLLATE NOCASE, id" },
        { "newest", "created_at DESC, id DESC" },
    };
    char *where = sqlite3_mprintf("1");
    int rc;

    if (search && *search) {
        char *more = sqlite3_mprintf("%s AND (name LIKE '%%%q%%' OR email LIKE '%%%q%%')",
                                     where, search, search);
        sqlite3_free(where);
        where = more;
    }
    if (tier >= 0) {
        char *more = sqlite3_mprintf("%s AND tier = %d", where, tier);

        sqlite3_free(where);
        where = more;
    }
    rc = db_each(cb, arg, "SELECT id, email, name, tier, blocked FROM customer WHERE %s ORDER BY %s",
                 where, pick_sort(keys, ARRAY_LEN(keys), sort));
    sqlite3_free(where);
    return rc;
}

/* People register twice.  Everything of the one goes to the other. */
int merge_customers(long long from, long long into)
{
    static const char *const tables[] = { "customer_address", "customer_note", "orders" };
    struct customer a, b;
    size_t i;
    int rc = 0;

    if (from == into)
        return E_INVALID;
    TRY(get_customer(from, &a));
    TRY(get_customer(into, &b));
    TRY(db_begin());
    db_exec("UPDATE customer_address SET is_default = 0 WHERE customer_id = %lld", from);
    for (i = 0; i < ARRAY_LEN(tables) && rc >= 0; i++)
        rc = db_exec("UPDATE %s SET customer_id = %lld WHERE customer_id = %lld",
                     tables[i], into, from);
    if (rc >= 0)
        rc = db_drop_row("customer", from);
    if (rc >= 0)
        rc = update_tier(into);
    TRY(db_end(rc));
    audit("office", "customer %s merged into %s", a.email, b.email);
    return 0;
}

/* --- products ------------------------------------------------------------- */

static struct hash *prod_cache;         /* sku -> struct product */
static int          prod_hits, prod_misses;

void forget_products(void)
{
    if (ht_count(prod_cache) > 0)
        log_debug("product cache dropped, %d hits, %d misses", prod_hits, prod_misses);
    ht_free(prod_cache);
    prod_cache = NULL;
    prod_hits = prod_misses = 0;
}

static int fetch_product(const char *where, struct product *p)
{
    char sql[400];
    sqlite3_stmt *st;
    int rc = E_NOTFOUND;

    snprintf(sql, sizeof sql,
             "SELECT id, coalesce(category_id, 0), sku, title, tax_class, price_cents, weight_g, active"
             " FROM product WHERE %s", where);
    st = db_prep(sql);
    if (!st)
        return E_DB;
    if (sqlite3_step(st) == SQLITE_ROW) {
        p->id = sqlite3_column_int64(st, 0);
        p->category_id = sqlite3_column_int64(st, 1);
        db_col_text(st, 2, p->sku, sizeof p->sku);
        db_col_text(st, 3, p->title, sizeof p->title);
        db_col_text(st, 4, p->tax_class, sizeof p->tax_class);
        p->price = sqlite3_column_int(st, 5);
        p->weight = sqlite3_column_int(st, 6);
        p->active = sqlite3_column_int(st, 7);
        rc = 0;
    }
    sqlite3_finalize(st);
    return rc;
}

int product_by_id(long long id, struct product *p)
{
    char where[48];

    snprintf(where, sizeof where, "id = %lld", id);
    return fetch_product(where, p);
}

int get_product(const char *sku, struct product *p)
{
    struct product *hit = ht_get(prod_cache, sku);
    char *where;
    int rc;

    if (hit) {
        prod_hits++;
        *p = *hit;
        return 0;
    }
    prod_misses++;
    if (strlen(sku) >= sizeof p->sku)
        return E_NOTFOUND;
    where = sqlite3_mprintf("sku = %Q", sku);
    rc = fetch_product(where, p);
    sqlite3_free(where);
    if (rc < 0)
        return rc;
    if (!prod_cache)
        prod_cache = ht_new(free);
    hit = xmalloc(sizeof *hit);
    *hit = *p;
    ht_put(prod_cache, sku, hit);
    return 0;
}

static int sku_ok(const char *sku)
{
    size_t n = strlen(sku);

    if (n < 3 || n > 24)
        return 0;
    for (; *sku; sku++)
        if (!isupper((unsigned char)*sku) && !isdigit((unsigned char)*sku) && *sku != '-')
            return 0;
    return 1;
}

/* per cent, contained in the price */
int tax_rate(const char *tax_class)
{
    static const struct { const char *name; int rate; } rates[] = {
        { "standard", 19 }, { "reduced", 7 }, { "zero", 0 },
    };
    size_t i;

    for (i = 0; i < ARRAY_LEN(rates); i++)
        if (STREQ(rates[i].name, tax_class))
            return rates[i].rate;
    return E_INVALID;
}

int add_product(const struct product *p, const char *category, long long *id)
{
    long long cat = 0, now = clock_now(), pid;
    int rc;

    if (!sku_ok(p->sku) || !*p->title || p->price <= 0 || p->weight < 0 || tax_rate(p->tax_class) < 0)
        return E_INVALID;
    if (category && *category) {
        cat = category_id(category);
        if (cat < 0)
            return E_NOTFOUND;
    }
    TRY(db_begin());
    pid = db_insert("INSERT INTO product(sku, title, category_id, price_cents, weight_g, tax_class,"
                    " created_at, touched_at) VALUES (%Q, %Q, nullif(%lld, 0), %d, %d, %Q, %lld, %lld)",
                    p->sku, p->title, cat, p->price, p->weight, p->tax_class, now, now);
    rc = pid < 0 ? (int)pid : 0;
    if (rc >= 0)
        rc = db_exec("INSERT INTO stock(product_id, touched_at) VALUES (%lld, %lld)", pid, now);
    TRY(db_end(rc));
    *id = pid;
    return 0;
}

/* the old price goes to price_history by itself, see the trigger */
int do_price(const char *sku, int cents)
{
    if (cents <= 0)
        return E_INVALID;
    TRY(db_change("UPDATE product SET price_cents = %d, touched_at = %lld WHERE sku = %Q",
                  cents, (long long)clock_now(), sku));
    ht_del(prod_cache, sku);
    audit("office", "price of %s is now %s", sku, money(cents));
    return 0;
}

int retire_product(const char *sku, int active)
{
    TRY(db_change("UPDATE product SET active = %d, touched_at = %lld WHERE sku = %Q",
                  active, (long long)clock_now(), sku));
    ht_del(prod_cache, sku);
    return 0;
}

/* Only what was never sold may go; stock, tags and prices go with it. */
int drop_product(const char *sku)
{
    struct product p;

    TRY(get_product(sku, &p));
    if (db_exists("SELECT 1 FROM order_line WHERE product_id = %lld", p.id))
        return E_STATE;
    TRY(db_drop_row("product", p.id));
    ht_del(prod_cache, sku);
    audit("office", "product %s removed", sku);
    return 0;
}

int search_products(row_fn cb, void *arg, const char *text, const char *category,
                    const char *tag, int with_inactive, const char *sort)
{
    static const struct sort_key keys[] = {
        { "sku", "p.sku" },
        { "title", "p.title COLLATE NOCASE, p.sku" },
        { "price", "p.price_cents, p.sku" },
        { "price-desc", "p.price_cents DESC, p.sku" },
        { "newest", "p.created_at DESC, p.id DESC" },
    };
    char where[900], *part;
    size_t len;
    int rc;

    str_copy(where, sizeof where, with_inactive ? "1" : "p.active = 1");
    len = strlen(where);
    if (text && *text) {
        part = sqlite3_mprintf(" AND (p.title LIKE '%%%q%%' OR p.sku LIKE '%q%%')", text, text);
        rc = str_copy(where + len, sizeof where - len, part);
        sqlite3_free(part);
        if (rc < 0)
            return E_INVALID;
        len = strlen(where);
    }
    if (category && *category) {
        long long cat = category_id(category);

        if (cat < 0)
            return E_NOTFOUND;
        len += (size_t)snprintf(where + len, sizeof where - len,
                 " AND p.category_id IN (WITH RECURSIVE sub(id) AS (VALUES (%lld) UNION"
                 " SELECT c.id FROM category c JOIN sub ON c.parent_id = sub.id)"
                 " SELECT id FROM sub)", cat);
        if (len >= sizeof where)
            return E_INVALID;
    }
    if (tag && *tag) {
        part = sqlite3_mprintf(" AND EXISTS (SELECT 1 FROM product_tag t"
                               " WHERE t.product_id = p.id AND t.tag = %Q)", tag);
        rc = str_copy(where + len, sizeof where - len, part);
        sqlite3_free(part);
        if (rc < 0)
            return E_INVALID;
    }
    return db_each(cb, arg, "SELECT p.sku, p.title, p.price_cents, p.active,"
                   " coalesce(s.on_hand - s.reserved, 0) AS available"
                   " FROM product p LEFT JOIN stock s ON s.product_id = p.id"
                   " WHERE %s ORDER BY %s", where, pick_sort(keys, ARRAY_LEN(keys), sort));
}

/* --- categories ------------------------------------------------------------ */

long long category_id(const char *slug)
{
    long long id = db_int64("SELECT id FROM category WHERE slug = %Q", slug);

    return id > 0 ? id : E_NOTFOUND;
}

int new_category(const char *title, const char *parent, char *slug, size_t n)
{
    long long up = 0, rc;

    slugify(title, slug, n);
    if (!*slug)
        return E_INVALID;
    if (parent && *parent) {
        up = category_id(parent);
        if (up < 0)
            return E_NOTFOUND;
    }
    rc = db_insert("INSERT INTO category(parent_id, slug, title) VALUES (nullif(%lld, 0), %Q, %Q)",
                   up, slug, title);
    return rc < 0 ? (int)rc : 0;
}

/* "Garden / Tools / Spades" */
int category_path(long long id, char *buf, size_t n)
{
    char title[80], rest[400];
    int depth = 0;

    buf[0] = 0;
    while (id > 0 && depth++ < 10) {
        TRY(db_text(title, sizeof title, "SELECT title FROM category WHERE id = %lld", id));
        str_copy(rest, sizeof rest, buf);
        snprintf(buf, n, "%s%s%s", title, *rest ? " / " : "", rest);
        id = db_int64("SELECT parent_id FROM category WHERE id = %lld", id);
    }
    return depth;
}
