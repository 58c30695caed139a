/* SPDX-License-Identifier: MIT */
#ifndef WEB_H
#define WEB_H

#include <microhttpd.h>

#include "shop.h"

#define MAX_BODY   65536
#define MAX_FIELDS 32
#define MAX_PARTS  8

struct req {
    struct MHD_Connection *conn;
    const char *method;
    char        path[256];
    struct sb   body;
    int         too_big;
    /* what stood where the route has :something */
    const char *part[MAX_PARTS];
    int         nparts;
    /* the posted form */
    char       *field[MAX_FIELDS];
    char       *value[MAX_FIELDS];
    int         nfields;
    /* the answer */
    struct sb   out;
    const char *ctype;
};

/* A handler fills out and returns the HTTP status or one of enum shop_err. */
typedef int (*handler_fn)(struct req *r);

struct route {
    const char *method;
    const char *path;
    handler_fn  fn;
};

extern const struct route routes[];
extern const int nroutes;

/* web.c */
int         http_start(int port);
void        http_stop(void);
const char *req_param(struct req *r, const char *name);
int         req_int(struct req *r, const char *name, int dflt);
int         req_id(struct req *r, long long *id);
int         req_money(struct req *r, const char *name, int *cents);
int         say_ok(struct req *r, const char *key, long long id);
int         js_row_cb(void *arg, int n, char **v, char **names);
void        list_open(struct req *r, struct js *j);
int         list_close(struct js *j, int rc);

/* api.c */
int get_customers(struct req *r);
int post_customer(struct req *r);
int get_one_customer(struct req *r);
int put_customer(struct req *r);
int delete_customer(struct req *r);
int post_address(struct req *r);
int post_note(struct req *r);
int get_products(struct req *r);
int post_product(struct req *r);
int get_one_product(struct req *r);
int put_price(struct req *r);
int delete_product(struct req *r);
int get_prices(struct req *r);
int get_categories(struct req *r);
int post_category(struct req *r);
int get_stock(struct req *r);
int post_stock(struct req *r);
int get_stock_moves(struct req *r);
int get_low_stock(struct req *r);
int page_report(struct req *r);
int api_sales(struct req *r);
int api_top(struct req *r);
int api_best_customers(struct req *r);
int api_stock_value(struct req *r);
int api_aging(struct req *r);
int api_dashboard(struct req *r);
int page_export(struct req *r);

/* pages.c */
int get_orders(struct req *r);
int post_order(struct req *r);
int post_quote(struct req *r);
int get_order(struct req *r);
int post_cancel(struct req *r);
int post_pick(struct req *r);
int post_return(struct req *r);
int get_events(struct req *r);
int get_coupon(struct req *r);
int page_invoice(struct req *r);
int post_payment(struct req *r);
int post_refund(struct req *r);
int get_payments(struct req *r);
int get_account(struct req *r);
int get_voucher(struct req *r);
int post_voucher(struct req *r);
int post_shipment(struct req *r);
int get_one_shipment(struct req *r);
int post_dispatch(struct req *r);
int post_delivered(struct req *r);
int get_track(struct req *r);
int get_postage(struct req *r);
int page_slip(struct req *r);
int get_outbox(struct req *r);
int post_flush(struct req *r);
int post_requeue(struct req *r);
int post_optout(struct req *r);
int get_optout(struct req *r);

#endif
