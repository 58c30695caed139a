/* SPDX-License-Identifier: MIT */
/*
 * The commands of shopctl, second part.
 */
#include <stdlib.h>

#include "ctl.h"

/* --- warehouse --------------------------------------------------------------- */

int adm_receive(struct args *a)
{
    int qty;

    TRY(parse_int(a->v[1], &qty));
    TRY(receive_goods(a->v[0], qty, opt_str(a, "reason", "delivery")));
    TRY(available(a->v[0], &qty));
    printf("%s available %d\n", a->v[0], qty);
    return 0;
}

int adm_adjust(struct args *a)
{
    int delta;

    TRY(parse_int(a->v[1], &delta));
    return adjust_stock(a->v[0], delta, a->v[2]);
}

int adm_stock(struct args *a)
{
    struct product p;
    struct stock s;

    TRY(get_product(a->v[0], &p));
    TRY(stock_get(p.id, &s));
    printf("on hand %d, reserved %d, available %d, reorder below %d\n",
           s.on_hand, s.reserved, s.on_hand - s.reserved, s.reorder_level);
    return 0;
}

int adm_level(struct args *a)
{
    int level;

    TRY(parse_int(a->v[1], &level));
    return set_reorder_level(a->v[0], level);
}

int do_moves(struct args *a)
{
    return stock_moves(a->v[0], print_row, NULL);
}

static int print_low(void *arg, int n, char **v, char **names)
{
    (void)arg;
    (void)n;
    (void)names;
    printf("%s\t%s\t%s of %s\n", COL(0), COL(1), COL(2), COL(3));
    return 0;
}

int do_low(struct args *a)
{
    (void)a;
    return low_stock(print_low, NULL);
}

/* restock: the list; restock propose; restock ID: it has arrived */
int do_restock(struct args *a)
{
    long long id;
    int rc;

    if (a->n == 0)
        return db_each(print_row, NULL, "SELECT r.id, p.sku, r.qty, r.state FROM restock r"
                       " JOIN product p ON p.id = r.product_id ORDER BY r.id");
    if (STREQ(a->v[0], "propose")) {
        rc = propose_restock();
        TRY(rc);
        printf("%d proposed\n", rc);
        return 0;
    }
    TRY(parse_id(a->v[0], &id));
    rc = restock_arrived(id);
    TRY(rc);
    printf("%d received\n", rc);
    return 0;
}

static void stock_complaint(const char *sku, int reserved, int held)
{
    printf("%s: %d reserved but %d held\n", sku, reserved, held);
}

int cmd_stock_check(struct args *a)
{
    int bad = x_stock_check(stock_complaint);

    (void)a;
    TRY(bad);
    printf("%d wrong\n", bad);
    return bad ? E_FAIL : 0;
}

/* --- orders ------------------------------------------------------------------------ */

static int basket(struct args *a, struct order *o)
{
    struct customer c;

    memset(o, 0, sizeof *o);
    TRY(customer_ref(a->v[0], &c));
    TRY(parse_items(a->v[1], o));
    o->customer_id = c.id;
    return str_copy(o->coupon, sizeof o->coupon, opt_str(a, "coupon", "")) < 0 ? E_INVALID : 0;
}

static void print_sums(const struct order *o)
{
    int i;

    for (i = 0; i < o->nlines; i++)
        printf("%d\t%s\t%s\t%s\n", o->lines[i].qty, o->lines[i].sku, o->lines[i].title,
               money((long long)o->lines[i].qty * o->lines[i].unit));
    printf("goods: %s\ndiscount: %s\nshipping: %s\ntax: %s\ntotal: %s\n", money(o->goods),
           money(o->discount), money(o->shipping), money(o->tax), money(o->total));
}

int cmd_order_place(struct args *a)
{
    struct order o;

    TRY(basket(a, &o));
    TRY(place_order(&o, "office"));
    printf("order %lld, total %s\n", o.id, money(o.total));
    return 0;
}

/* what would it cost? */
int cmd_quote(struct args *a)
{
    struct order o;
    struct customer c;
    struct address addr;

    TRY(basket(a, &o));
    TRY(get_customer(o.customer_id, &c));
    TRY(default_address(c.id, &addr));
    TRY(calc_totals(&o, &c, addr.country));
    print_sums(&o);
    return 0;
}

int cmd_order_show(struct args *a)
{
    struct order o;
    long long id, parcel;

    TRY(parse_id(a->v[0], &id));
    TRY(load_order(id, &o));
    printf("order: %lld\nstate: %s\ncustomer: %lld\n", o.id, ord_state_name(o.state), o.customer_id);
    if (*o.coupon)
        printf("coupon: %s\n", o.coupon);
    print_sums(&o);
    printf("paid: %s\n", money(paid_sum(id)));
    if (refunded_sum(id) > 0)
        printf("paid back: %s\n", money(refunded_sum(id)));
    parcel = shipment_of(id);
    if (parcel > 0)
        printf("shipment: %lld\n", parcel);
    return order_events(id, print_row, "event");
}

int do_orders(struct args *a)
{
    struct customer c = { 0 };

    if (opt_str(a, "customer", NULL))
        TRY(customer_ref(opt_str(a, "customer", NULL), &c));
    return each_order(print_row, NULL, opt_str(a, "state", NULL), c.id, opt_int(a, "max", 0),
                      opt_str(a, "sort", NULL));
}

static int with_order(struct args *a, int (*fn)(long long id), const char *done)
{
    long long id;

    TRY(parse_id(a->v[0], &id));
    TRY(fn(id));
    printf("order %lld %s\n", id, done);
    return 0;
}

static int office_cancels(long long id)
{
    return cancel_order(id, "office");
}

int cmd_order_cancel(struct args *a)
{
    return with_order(a, office_cancels, "cancelled");
}

int cmd_pick(struct args *a)
{
    return with_order(a, pick_order, "picked");
}

int cmd_return(struct args *a)
{
    long long id;

    TRY(parse_id(a->v[0], &id));
    TRY(return_order(id, opt_str(a, "reason", "returned")));
    printf("order %lld returned, %s paid back\n", id, money(refunded_sum(id)));
    return 0;
}

/* coupon: the list; coupon CODE PERCENT: a new one */
int cmd_coupon(struct args *a)
{
    int percent, min_cents = 0;
    time_t until;

    if (a->n < 2)
        return db_each(print_row, NULL, "SELECT code, percent, min_cents, used, max_uses FROM coupon ORDER BY code");
    TRY(parse_int(a->v[1], &percent));
    if (opt_str(a, "min", NULL))
        TRY(parse_money(opt_str(a, "min", NULL), &min_cents));
    TRY(opt_day(a, "until", 0, &until));
    return new_coupon(a->v[0], percent, min_cents, opt_int(a, "uses", 0), until);
}

int do_invoice(struct args *a)
{
    struct sb out;
    long long id;
    int rc;

    TRY(parse_id(a->v[0], &id));
    sb_init(&out);
    rc = invoice(id, &out);
    if (rc < 0)
        sb_reset(&out);
    print_sb(&out);
    return rc;
}

/* --- parcels ---------------------------------------------------------------------------- */

int cmd_ship(struct args *a)
{
    struct order o;
    struct shipment s;
    long long id, parcel;

    TRY(parse_id(a->v[0], &id));
    TRY(load_order(id, &o));
    TRY(make_shipment(&o, opt_str(a, "carrier", NULL), &parcel));
    TRY(get_shipment(parcel, &s));
    printf("shipment %lld, %s %s, %d g, %s\n", parcel, s.carrier, s.tracking, s.weight, money(s.cost));
    return 0;
}

int cmd_dispatch(struct args *a)
{
    long long id;

    TRY(parse_id(a->v[0], &id));
    TRY(dispatch(id));
    printf("shipment %lld sent\n", id);
    return 0;
}

int cmd_delivered(struct args *a)
{
    long long id;

    TRY(parse_id(a->v[0], &id));
    TRY(delivered(id));
    printf("shipment %lld delivered\n", id);
    return 0;
}

int do_track(struct args *a)
{
    return track(a->v[0], print_row, NULL);
}

int do_slip(struct args *a)
{
    struct sb out;
    long long id;
    int rc;

    TRY(parse_id(a->v[0], &id));
    sb_init(&out);
    rc = packing_slip(id, &out);
    if (rc < 0)
        sb_reset(&out);
    print_sb(&out);
    return rc;
}

int adm_rate(struct args *a)
{
    int max_g, cents;

    TRY(parse_int(a->v[2], &max_g));
    TRY(parse_money(a->v[3], &cents));
    return set_rate(a->v[0], a->v[1], max_g, cents);
}

/* rates: all of them; rates COUNTRY WEIGHT: the best */
int do_rates(struct args *a)
{
    char carrier[16];
    int weight, cents;

    if (a->n < 2)
        return db_each(print_row, NULL, "SELECT carrier, zone, max_g, cost_cents FROM carrier_rate"
                       " ORDER BY carrier, zone, max_g");
    TRY(parse_int(a->v[1], &weight));
    TRY(cheapest_carrier(a->v[0], weight, carrier, sizeof carrier, &cents));
    printf("%s %s\n", carrier, money(cents));
    return 0;
}

/* --- mails ------------------------------------------------------------------------------------ */

int cmd_mails(struct args *a)
{
    return each_mail(opt_str(a, "state", NULL), opt_str(a, "to", NULL), print_row, NULL);
}

int cmd_mail_show(struct args *a)
{
    char subject[160], body[4000];
    long long id;

    TRY(parse_id(a->v[0], &id));
    TRY(db_text(subject, sizeof subject, "SELECT subject FROM outbox WHERE id = %lld", id));
    TRY(db_text(body, sizeof body, "SELECT body FROM outbox WHERE id = %lld", id));
    printf("%s\n\n%s", subject, body);
    return 0;
}

int cmd_flush(struct args *a)
{
    int failed, sent;

    (void)a;
    sent = flush_outbox(&failed);
    TRY(sent);
    printf("%d sent, %d failed\n", sent, failed);
    return 0;
}

int cmd_requeue(struct args *a)
{
    long long id;

    TRY(parse_id(a->v[0], &id));
    return requeue_mail(id);
}

int adm_optout(struct args *a)
{
    return opt_out(a->v[0], opt_str(a, "off", NULL) == NULL);
}
