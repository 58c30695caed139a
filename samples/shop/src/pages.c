/* SPDX-License-Identifier: MIT */
/*
 * Request handlers, the ones for what happens to orders.
 */
#include <stdlib.h>

#include "web.h"

int get_orders(struct req *r)
{
    struct customer c = { 0 };
    struct js j;

    if (req_param(r, "customer"))
        TRY(customer_ref(req_param(r, "customer"), &c));
    list_open(r, &j);
    return list_close(&j, each_order(js_row_cb, &j, req_param(r, "state"), c.id, req_int(r, "max", 0),
                                     req_param(r, "sort")));
}

static int posted_basket(struct req *r, struct order *o)
{
    struct customer c;

    memset(o, 0, sizeof *o);
    TRY(customer_ref(req_param(r, "customer"), &c));
    TRY(parse_items(req_param(r, "items"), o));
    o->customer_id = c.id;
    return str_copy(o->coupon, sizeof o->coupon, NVL(req_param(r, "coupon"))) < 0 ? E_INVALID : 0;
}

static void js_order(struct js *j, const struct order *o)
{
    int i;

    js_int(j, "customer", o->customer_id);
    js_str(j, "coupon", o->coupon);
    js_open(j, "lines", '[');
    for (i = 0; i < o->nlines; i++) {
        const struct line *l = &o->lines[i];

        js_open(j, NULL, '{');
        js_str(j, "sku", l->sku);
        js_str(j, "title", l->title);
        js_int(j, "qty", l->qty);
        js_money(j, "unit", l->unit);
        js_close(j, '}');
    }
    js_close(j, ']');
    js_money(j, "goods", o->goods);
    js_money(j, "discount", o->discount);
    js_money(j, "shipping", o->shipping);
    js_money(j, "tax", o->tax);
    js_money(j, "total", o->total);
}

int post_order(struct req *r)
{
    struct order o;
    struct js j;

    TRY(posted_basket(r, &o));
    TRY(place_order(&o, "web"));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_int(&j, "id", o.id);
    js_order(&j, &o);
    js_close(&j, '}');
    return MHD_HTTP_CREATED;
}

int post_quote(struct req *r)
{
    struct order o;
    struct customer c;
    struct address a;
    struct js j;

    TRY(posted_basket(r, &o));
    TRY(get_customer(o.customer_id, &c));
    TRY(default_address(c.id, &a));
    TRY(calc_totals(&o, &c, a.country));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_order(&j, &o);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int get_order(struct req *r)
{
    struct order o;
    long long id;
    struct js j;

    TRY(req_id(r, &id));
    TRY(load_order(id, &o));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_int(&j, "id", id);
    js_str(&j, "state", ord_state_name(o.state));
    js_order(&j, &o);
    js_money(&j, "paid", paid_sum(id));
    js_money(&j, "refunded", refunded_sum(id));
    if (shipment_of(id) > 0)
        js_int(&j, "shipment", shipment_of(id));
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int post_cancel(struct req *r)
{
    long long id;

    TRY(req_id(r, &id));
    TRY(cancel_order(id, "web"));
    return say_ok(r, NULL, 0);
}

int post_pick(struct req *r)
{
    long long id;

    TRY(req_id(r, &id));
    TRY(pick_order(id));
    return say_ok(r, NULL, 0);
}

int post_return(struct req *r)
{
    long long id;

    TRY(req_id(r, &id));
    TRY(return_order(id, req_param(r, "reason") ? req_param(r, "reason") : "returned"));
    return say_ok(r, NULL, 0);
}

int get_events(struct req *r)
{
    long long id;
    struct js j;

    TRY(req_id(r, &id));
    list_open(r, &j);
    return list_close(&j, order_events(id, js_row_cb, &j));
}

int get_coupon(struct req *r)
{
    struct js j;
    int percent;

    /* an old coupon is as good as none */
    TRY(coupon_percent(r->part[0], 100000000, &percent));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_str(&j, "code", r->part[0]);
    js_int(&j, "percent", percent);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int page_invoice(struct req *r)
{
    long long id;

    TRY(req_id(r, &id));
    r->ctype = "text/plain; charset=utf-8";
    TRY(invoice(id, &r->out));
    return MHD_HTTP_OK;
}

/* --- money ----------------------------------------------------------------------- */

int post_payment(struct req *r)
{
    long long id;
    int cents = 0;

    TRY(req_id(r, &id));
    TRY(req_money(r, "amount", &cents));
    TRY(settle_order(id, NVL(req_param(r, "method")), NVL(req_param(r, "ref")), cents));
    return say_ok(r, NULL, 0);
}

int post_refund(struct req *r)
{
    long long id;
    int cents = 0, back;
    struct js j;

    TRY(req_id(r, &id));
    TRY(req_money(r, "amount", &cents));
    back = do_refund(id, cents, req_param(r, "reason"));
    TRY(back);
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_money(&j, "refunded", back);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int get_payments(struct req *r)
{
    long long id;
    struct js j;

    TRY(req_id(r, &id));
    list_open(r, &j);
    return list_close(&j, db_each(js_row_cb, &j, "SELECT id, method, state, amount_cents, ref FROM payment"
                                  " WHERE order_id = %lld ORDER BY id", id));
}

static int one_amount(struct req *r, const char *key, long long cents)
{
    struct js j;

    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_money(&j, key, cents);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int get_account(struct req *r)
{
    if (!db_exists("SELECT 1 FROM ledger WHERE account = %Q", r->part[0]))
        return E_NOTFOUND;
    return one_amount(r, "balance", balance(r->part[0]));
}

int get_voucher(struct req *r)
{
    int cents = db_int_or(-1, "SELECT balance_cents FROM voucher WHERE code = %Q", r->part[0]);

    return cents < 0 ? E_NOTFOUND : one_amount(r, "left", cents);
}

int post_voucher(struct req *r)
{
    int cents = 0;

    TRY(req_money(r, "amount", &cents));
    TRY(issue_voucher(NVL(req_param(r, "code")), cents));
    one_amount(r, "left", cents);
    return MHD_HTTP_CREATED;
}

/* --- parcels ------------------------------------------------------------------------- */

static int js_parcel(struct req *r, long long id)
{
    struct shipment s;
    struct js j;

    TRY(get_shipment(id, &s));
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_int(&j, "id", s.id);
    js_int(&j, "order", s.order_id);
    js_str(&j, "carrier", s.carrier);
    js_str(&j, "tracking", s.tracking);
    js_str(&j, "state", s.state);
    js_int(&j, "weight", s.weight);
    js_money(&j, "cost", s.cost);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int post_shipment(struct req *r)
{
    struct order o;
    long long id, parcel;

    TRY(req_id(r, &id));
    TRY(load_order(id, &o));
    TRY(make_shipment(&o, req_param(r, "carrier"), &parcel));
    TRY(js_parcel(r, parcel));
    return MHD_HTTP_CREATED;
}

int get_one_shipment(struct req *r)
{
    long long id;

    TRY(req_id(r, &id));
    return js_parcel(r, id);
}

static int parcel_step(struct req *r, int (*step)(long long id))
{
    long long id;

    TRY(req_id(r, &id));
    TRY(step(id));
    return js_parcel(r, id);
}

int post_dispatch(struct req *r)
{
    return parcel_step(r, dispatch);
}

int post_delivered(struct req *r)
{
    return parcel_step(r, delivered);
}

int get_track(struct req *r)
{
    struct js j;

    list_open(r, &j);
    return list_close(&j, track(r->part[0], js_row_cb, &j));
}

int get_postage(struct req *r)
{
    const char *country = req_param(r, "country"), *carrier = req_param(r, "carrier");
    int weight = req_int(r, "weight", -1), cents;
    char best[16];
    struct js j;

    if (!country || weight < 0)
        return E_INVALID;
    if (carrier) {
        TRY(str_copy(best, sizeof best, carrier) < 0 ? E_INVALID : 0);
        TRY(ship_cost(best, country, weight, &cents));
    } else {
        TRY(cheapest_carrier(country, weight, best, sizeof best, &cents));
    }
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_str(&j, "carrier", best);
    js_str(&j, "zone", zone_of(country));
    js_money(&j, "cost", cents);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int page_slip(struct req *r)
{
    long long id;

    TRY(req_id(r, &id));
    r->ctype = "text/plain; charset=utf-8";
    TRY(packing_slip(id, &r->out));
    return MHD_HTTP_OK;
}

/* --- mails --------------------------------------------------------------------------------- */

int get_outbox(struct req *r)
{
    struct js j;

    list_open(r, &j);
    return list_close(&j, each_mail(req_param(r, "state"), req_param(r, "to"), js_row_cb, &j));
}

int post_flush(struct req *r)
{
    int failed, sent = flush_outbox(&failed);
    struct js j;

    TRY(sent);
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_int(&j, "sent", sent);
    js_int(&j, "failed", failed);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

int post_requeue(struct req *r)
{
    long long id;

    TRY(req_id(r, &id));
    TRY(requeue_mail(id));
    return say_ok(r, NULL, 0);
}

int post_optout(struct req *r)
{
    TRY(opt_out(NVL(req_param(r, "email")), !req_int(r, "off", 0)));
    return say_ok(r, NULL, 0);
}

int get_optout(struct req *r)
{
    struct js j;

    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_int(&j, "optout", opted_out(r->part[0]));
    js_close(&j, '}');
    return MHD_HTTP_OK;
}
