/* SPDX-License-Identifier: MIT */
/*
 * Request handlers, the ones for things.
 */
#include <stdlib.h>

#include "web.h"

/* --- customers ---------------------------------------------------------------- */

int get_customers(struct req *r)
{
    struct js j;

    list_open(r, &j);
    return list_close(&j, each_customer(js_row_cb, &j, req_param(r, "search"), req_int(r, "tier", -1),
                                        req_param(r, "sort")));
}

int post_customer(struct req *r)
{
    const char *email = req_param(r, "email"), *name = req_param(r, "name");
    long long id;

    if (!email || !name)
        return E_INVALID;
    TRY(new_customer(email, name, req_param(r, "phone"), &id));
    return say_ok(r, "id", id);
}

int get_one_customer(struct req *r)
{
    struct customer c;
    struct js j;

    TRY(customer_ref(r->part[0], &c));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_int(&j, "id", c.id);
    js_str(&j, "email", c.email);
    js_str(&j, "name", c.name);
    js_str(&j, "phone", c.phone);
    js_str(&j, "tier", tier_name(c.tier));
    js_int(&j, "blocked", c.blocked);
    js_open(&j, "addresses", '[');
    TRY(each_address(c.id, js_row_cb, &j));
    js_close(&j, ']');
    js_open(&j, "notes", '[');
    TRY(db_each(js_row_cb, &j, "SELECT author, body FROM customer_note WHERE customer_id = %lld ORDER BY id", c.id));
    js_close(&j, ']');
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int put_customer(struct req *r)
{
    static const char *const fields[] = { "email", "name", "phone" };
    struct customer c;
    size_t i;
    int rc = 0, any = 0;

    TRY(customer_ref(r->part[0], &c));
    TRY(db_begin());
    for (i = 0; i < ARRAY_LEN(fields) && rc >= 0; i++) {
        if (req_param(r, fields[i])) {
            rc = edit_customer(c.id, fields[i], req_param(r, fields[i]));
            any = 1;
        }
    }
    if (!any)
        rc = E_INVALID;
    TRY(db_end(rc));
    return say_ok(r, NULL, 0);
}

int delete_customer(struct req *r)
{
    struct customer c;

    TRY(customer_ref(r->part[0], &c));
    TRY(remove_customer(c.id));
    return say_ok(r, NULL, 0);
}

int post_address(struct req *r)
{
    struct customer c;
    struct address a;

    TRY(customer_ref(r->part[0], &c));
    if (str_copy(a.line1, sizeof a.line1, NVL(req_param(r, "line1"))) < 0
        || str_copy(a.zip, sizeof a.zip, NVL(req_param(r, "zip"))) < 0
        || str_copy(a.city, sizeof a.city, NVL(req_param(r, "city"))) < 0
        || str_copy(a.country, sizeof a.country, req_param(r, "country") ? req_param(r, "country") : "DE") < 0)
        return E_INVALID;
    TRY(add_address(c.id, &a, req_int(r, "default", 0)));
    return say_ok(r, "customer", c.id);
}

int post_note(struct req *r)
{
    struct customer c;

    TRY(customer_ref(r->part[0], &c));
    TRY(add_note(c.id, req_param(r, "author") ? req_param(r, "author") : "web", NVL(req_param(r, "body"))));
    return say_ok(r, "customer", c.id);
}

/* --- products ----------------------------------------------------------------------- */

int get_products(struct req *r)
{
    struct js j;

    list_open(r, &j);
    return list_close(&j, search_products(js_row_cb, &j, req_param(r, "search"), req_param(r, "category"),
                                          req_param(r, "tag"), req_int(r, "all", 0), req_param(r, "sort")));
}

int post_product(struct req *r)
{
    struct product p = { 0 };
    long long id;

    if (str_copy(p.sku, sizeof p.sku, NVL(req_param(r, "sku"))) < 0
        || str_copy(p.title, sizeof p.title, NVL(req_param(r, "title"))) < 0
        || str_copy(p.tax_class, sizeof p.tax_class, req_param(r, "tax") ? req_param(r, "tax") : "standard") < 0)
        return E_INVALID;
    TRY(req_money(r, "price", &p.price));
    p.weight = req_int(r, "weight", 0);
    TRY(add_product(&p, req_param(r, "category"), &id));
    return say_ok(r, "id", id);
}

int get_one_product(struct req *r)
{
    struct product p;
    char path[400], tags[200];
    int qty = 0, cents;
    time_t when;
    struct js j;

    TRY(get_product(r->part[0], &p));
    TRY(available(p.sku, &qty));
    TRY(tags_of(p.id, tags, sizeof tags));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_str(&j, "sku", p.sku);
    js_str(&j, "title", p.title);
    js_money(&j, "price", p.price);
    js_int(&j, "weight", p.weight);
    js_str(&j, "tax", p.tax_class);
    js_int(&j, "active", p.active);
    js_int(&j, "available", qty);
    if (p.category_id > 0 && category_path(p.category_id, path, sizeof path) > 0)
        js_str(&j, "category", path);
    js_str(&j, "tags", tags);
    if (req_param(r, "at")) {
        TRY(parse_when(req_param(r, "at"), &when));
        TRY(price_at(p.sku, when, &cents));
        js_money(&j, "price_then", cents);
    }
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int put_price(struct req *r)
{
    int cents = 0;

    TRY(req_money(r, "price", &cents));
    TRY(do_price(r->part[0], cents));
    return say_ok(r, NULL, 0);
}

int delete_product(struct req *r)
{
    TRY(drop_product(r->part[0]));
    return say_ok(r, NULL, 0);
}

int get_prices(struct req *r)
{
    struct js j;

    list_open(r, &j);
    return list_close(&j, price_changes(r->part[0], js_row_cb, &j));
}

int get_categories(struct req *r)
{
    struct js j;

    list_open(r, &j);
    return list_close(&j, db_each(js_row_cb, &j, "SELECT c.slug, c.title, coalesce(p.slug, '') AS parent"
                                  " FROM category c LEFT JOIN category p ON p.id = c.parent_id"
                                  " ORDER BY c.slug"));
}

int post_category(struct req *r)
{
    char slug[64];
    struct js j;

    TRY(new_category(NVL(req_param(r, "title")), req_param(r, "parent"), slug, sizeof slug));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_str(&j, "slug", slug);
    js_close(&j, '}');
    return MHD_HTTP_CREATED;
}

/* --- stock ------------------------------------------------------------------------------ */

int get_stock(struct req *r)
{
    struct product p;
    struct stock s;
    struct js j;

    TRY(get_product(r->part[0], &p));
    TRY(stock_get(p.id, &s));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_str(&j, "sku", p.sku);
    js_int(&j, "on_hand", s.on_hand);
    js_int(&j, "reserved", s.reserved);
    js_int(&j, "available", s.on_hand - s.reserved);
    js_int(&j, "reorder_level", s.reorder_level);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

/* qty=10 is a delivery, delta=-2 a correction, level=5 sets the reorder level */
int post_stock(struct req *r)
{
    const char *reason = req_param(r, "reason");

    if (req_param(r, "qty"))
        TRY(receive_goods(r->part[0], req_int(r, "qty", 0), reason ? reason : "delivery"));
    else if (req_param(r, "delta"))
        TRY(adjust_stock(r->part[0], req_int(r, "delta", 0), NVL(reason)));
    else if (req_param(r, "level"))
        TRY(set_reorder_level(r->part[0], req_int(r, "level", -1)));
    else
        return E_INVALID;
    return get_stock(r);
}

int get_stock_moves(struct req *r)
{
    struct js j;

    list_open(r, &j);
    return list_close(&j, stock_moves(r->part[0], js_row_cb, &j));
}

static int low_item(void *arg, int n, char **v, char **names)
{
    struct js *j = arg;

    (void)n;
    (void)names;
    js_open(j, NULL, '{');
    js_str(j, "sku", COL(0));
    js_int(j, "available", atoi(COL(2)));
    js_int(j, "reorder_level", atoi(COL(3)));
    js_close(j, '}');
    return 0;
}

int get_low_stock(struct req *r)
{
    struct js j;

    list_open(r, &j);
    return list_close(&j, low_stock(low_item, &j));
}

/* --- figures ------------------------------------------------------------------------------ */

static int span(struct req *r, time_t *from, time_t *to)
{
    *from = 0;
    *to = clock_now();
    if (req_param(r, "from"))
        TRY(parse_when(req_param(r, "from"), from));
    if (req_param(r, "to"))
        TRY(parse_when(req_param(r, "to"), to));
    *to = day_start(*to) + DAY_SECS;
    return 0;
}

int api_sales(struct req *r)
{
    struct js j;
    time_t from, to;
    char first[16], last[16];

    TRY(span(r, &from, &to));
    list_open(r, &j);
    return list_close(&j, sales_table(fmt_day(from, first, sizeof first), fmt_day(to - 1, last, sizeof last),
                                      js_row_cb, &j));
}

int api_top(struct req *r)
{
    time_t from, to;

    TRY(span(r, &from, &to));
    r->ctype = "text/tab-separated-values";
    TRY(top_products(from, to, req_int(r, "qty", 0), req_int(r, "max", 10), &r->out));
    return MHD_HTTP_OK;
}

int api_best_customers(struct req *r)
{
    r->ctype = "text/tab-separated-values";
    TRY(rank_customers(req_int(r, "max", 10), &r->out));
    return MHD_HTTP_OK;
}

int api_stock_value(struct req *r)
{
    struct js j;
    long long sum;

    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_open(&j, "items", '[');
    sum = stock_value(js_row_cb, &j, req_param(r, "category"));
    js_close(&j, ']');
    js_money(&j, "total", sum);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int api_aging(struct req *r)
{
    long long cents[4];
    int n[4], i;
    struct js j;

    TRY(aging(n, cents));
    list_open(r, &j);
    for (i = 0; i < 4; i++) {
        js_open(&j, NULL, '{');
        js_int(&j, "orders", n[i]);
        js_money(&j, "amount", cents[i]);
        js_close(&j, '}');
    }
    return list_close(&j, 0);
}

int api_dashboard(struct req *r)
{
    struct js j;

    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    dashboard(&j);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int page_report(struct req *r)
{
    r->ctype = "text/html; charset=utf-8";
    summary_page(&r->out, req_int(r, "days", 14));
    return MHD_HTTP_OK;
}

int page_export(struct req *r)
{
    r->ctype = "text/csv; charset=utf-8";
    TRY(export_csv(r->part[0], &r->out));
    return MHD_HTTP_OK;
}
