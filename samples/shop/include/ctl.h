/* SPDX-License-Identifier: MIT */
#ifndef CTL_H
#define CTL_H

#include "shop.h"

#define MAX_ARGS 24

/* what is left of the command line behind the command's name */
struct args {
    int         n;
    const char *v[MAX_ARGS];
    int         nopts;
    const char *key[MAX_ARGS];
    const char *val[MAX_ARGS];
};

int         parse_args(struct args *a, int argc, char **argv);
const char *opt_str(const struct args *a, const char *key, const char *dflt);
int         opt_int(const struct args *a, const char *key, int dflt);
int         opt_day(const struct args *a, const char *key, time_t dflt, time_t *out);
int         print_row(void *arg, int n, char **v, char **names);
void        print_sb(struct sb *b);

/* admin.c */
int cmd_customer_add(struct args *a);
int cmd_customer_show(struct args *a);
int do_customers(struct args *a);
int cmd_customer_set(struct args *a);
int cmd_customer_del(struct args *a);
int cmd_address(struct args *a);
int cmd_note(struct args *a);
int do_block(struct args *a);
int do_merge(struct args *a);
int cmd_product_add(struct args *a);
int cmd_product_show(struct args *a);
int do_products(struct args *a);
int adm_price(struct args *a);
int adm_retire(struct args *a);
int adm_product_del(struct args *a);
int adm_tag(struct args *a);
int cmd_category(struct args *a);
int do_import(struct args *a);
int cmd_pay(struct args *a);
int cmd_refund(struct args *a);
int cmd_voucher(struct args *a);
int cmd_balance(struct args *a);
int do_report(struct args *a);
int do_export(struct args *a);
int cmd_summary(struct args *a);

/* admin2.c */
int adm_receive(struct args *a);
int adm_adjust(struct args *a);
int adm_stock(struct args *a);
int adm_level(struct args *a);
int do_moves(struct args *a);
int do_low(struct args *a);
int do_restock(struct args *a);
int cmd_stock_check(struct args *a);
int cmd_order_place(struct args *a);
int cmd_order_show(struct args *a);
int do_orders(struct args *a);
int cmd_quote(struct args *a);
int cmd_order_cancel(struct args *a);
int cmd_pick(struct args *a);
int cmd_return(struct args *a);
int cmd_coupon(struct args *a);
int do_invoice(struct args *a);
int cmd_ship(struct args *a);
int cmd_dispatch(struct args *a);
int cmd_delivered(struct args *a);
int do_track(struct args *a);
int do_slip(struct args *a);
int adm_rate(struct args *a);
int do_rates(struct args *a);
int cmd_mails(struct args *a);
int cmd_mail_show(struct args *a);
int cmd_flush(struct args *a);
int cmd_requeue(struct args *a);
int adm_optout(struct args *a);

#endif
