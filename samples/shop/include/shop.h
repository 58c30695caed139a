/* SPDX-License-Identifier: MIT */
/*
 * shop.h - the shop's own types and functions.
 */
#ifndef SHOP_H
#define SHOP_H

#include <time.h>

#include "db.h"
#include "util.h"

enum ord_state {
    ORD_NEW,
    ORD_PAID,
    ORD_PICKED,
    ORD_SHIPPED,
    ORD_DELIVERED,
    ORD_RETURNED,
    ORD_CANCELLED,
    ORD_EXPIRED,
    ORD_NSTATES
};

enum { TIER_NONE, TIER_SILVER, TIER_GOLD };

struct customer {
    long long id;
    char      email[96];
    char      name[96];
    char      phone[32];
    int       tier;
    int       blocked;
    time_t    created;
};

struct address {
    char line1[96];
    char zip[16];
    char city[64];
    char country[4];
};

struct product {
    long long id;
    long long category_id;
    char      sku[32];
    char      title[96];
    char      tax_class[16];
    int       price;            /* cents, tax included */
    int       weight;           /* grams */
    int       active;
};

struct stock {
    int on_hand;
    int reserved;
    int reorder_level;
};

struct line {
    long long product_id;
    char      sku[32];
    char      title[96];
    int       qty;
    int       unit;
    int       tax;
    int       weight;
};

#define MAX_LINES 50

struct order {
    long long      id;
    long long      customer_id;
    enum ord_state state;
    int            goods;
    int            discount;
    int            shipping;
    int            tax;
    int            total;
    char           coupon[24];
    time_t         created;
    struct line    lines[MAX_LINES];
    int            nlines;
};

struct shipment {
    long long id;
    long long order_id;
    char      carrier[16];
    char      tracking[32];
    char      state[16];
    int       weight;
    int       cost;
};

struct figures {
    int       orders;
    int       new_customers;
    long long revenue;
    long long refunds;
};

/* one {{name}} and what stands for it */
struct tpl_var {
    const char *name;
    const char *value;
};

struct sort_key {
    const char *name;
    const char *sql;
};

const char *pick_sort(const struct sort_key *keys, int n, const char *wanted);

/* core.c */
int  valid_email(const char *s);
int  new_customer(const char *email, const char *name, const char *phone, long long *id);
int  get_customer(long long id, struct customer *c);
long long cust_by_email(const char *email);
int  customer_ref(const char *ref, struct customer *c);
int  edit_customer(long long id, const char *field, const char *value);
int  remove_customer(long long id);
int  block_customer(long long id, int on);
int  each_customer(row_fn cb, void *arg, const char *search, int tier, const char *sort);
int  merge_customers(long long from, long long into);
int  get_product(const char *sku, struct product *p);
int  product_by_id(long long id, struct product *p);
void forget_products(void);
int  add_product(const struct product *p, const char *category, long long *id);
int  do_price(const char *sku, int cents);
int  retire_product(const char *sku, int active);
int  drop_product(const char *sku);
int  search_products(row_fn cb, void *arg, const char *text, const char *category,
                     const char *tag, int with_inactive, const char *sort);
long long category_id(const char *slug);
int  new_category(const char *title, const char *parent, char *slug, size_t n);
int  category_path(long long id, char *buf, size_t n);
int  tax_rate(const char *tax_class);

/* backend.c */
int  stock_get(long long product_id, struct stock *s);
int  available(const char *sku, int *qty);
int  receive_goods(const char *sku, int qty, const char *reason);
int  adjust_stock(const char *sku, int delta, const char *reason);
int  set_reorder_level(const char *sku, int level);
int  hold_stock(long long order_id, const struct line *l, int hours);
int  release_hold(long long order_id);
int  consume_hold(long long order_id);
int  restore_goods(const struct order *o);
int  overdue_holds(long long *ids, int max);
int  low_stock(row_fn cb, void *arg);
int  propose_restock(void);
int  restock_arrived(long long id);
int  x_stock_check(void (*complain)(const char *sku, int reserved, int held));
int  open_payment(long long order_id, int amount);
int  take_payment(long long order_id, const char *method, const char *ref, int amount);
int  fail_payment(long long order_id, const char *why);
int  do_refund(long long order_id, int amount, const char *reason);
long long paid_sum(long long order_id);
long long refunded_sum(long long order_id);
int  unpaid_orders(int hours, row_fn cb, void *arg);
void mark_reminded(long long payment_id);
int  luhn_ok(const char *digits);
void mask_card(const char *card, char *buf, size_t n);

/* process.c */
const char *ord_state_name(enum ord_state s);
int  ord_state_parse(const char *name);
int  ord_can_move(enum ord_state from, enum ord_state to);
int  ord_move(long long id, enum ord_state to, const char *who);
int  load_order(long long id, struct order *o);
int  parse_items(const char *spec, struct order *o);
int  place_order(struct order *o, const char *who);
int  cancel_order(long long id, const char *who);
int  expire_order(long long id);
int  settle_order(long long id, const char *method, const char *ref, int amount);
int  pick_order(long long id);
int  return_order(long long id, const char *reason);
int  has_open_orders(long long customer_id);
int  each_order(row_fn cb, void *arg, const char *state, long long customer, int limit,
                const char *sort);
int  purge_orders(int days);
int  run_nightly(struct sb *report);

/* calc.c */
int  calc_totals(struct order *o, const struct customer *c, const char *country);
int  line_tax(int gross, const char *tax_class);
int  coupon_percent(const char *code, int goods, int *percent);
int  use_coupon(const char *code, int up);
int  new_coupon(const char *code, int percent, int min_cents, int max_uses, time_t valid_to);
int  order_weight(const struct order *o);
const char *zone_of(const char *country);
int  ship_cost(const char *carrier, const char *country, int weight, int *cents);
int  cheapest_carrier(const char *country, int weight, char *carrier, size_t n, int *cents);
int  set_rate(const char *carrier, const char *zone, int max_g, int cents);
int  tier_discount(int tier);
int  update_tier(long long customer_id);
const char *tier_name(int tier);
int  day_figures(time_t day, struct figures *f);
int  build_summary(time_t day);
int  top_products(time_t from, time_t to, int by_qty, int max, struct sb *out);
int  rank_customers(int max, struct sb *out);
long long stock_value(row_fn cb, void *arg, const char *category);
int  aging(int buckets[4], long long cents[4]);
int  tax_report(time_t from, time_t to, row_fn cb, void *arg);
int  sales_table(const char *from_day, const char *to_day, row_fn cb, void *arg);

/* data1.c */
int  add_address(long long customer_id, const struct address *a, int make_default);
int  default_address(long long customer_id, struct address *a);
int  each_address(long long customer_id, row_fn cb, void *arg);
int  add_note(long long customer_id, const char *author, const char *body);
int  price_at(const char *sku, time_t when, int *cents);
int  price_changes(const char *sku, row_fn cb, void *arg);
int  set_tag(const char *sku, const char *tag, int on);
int  tags_of(long long product_id, char *buf, size_t n);
int  stock_moves(const char *sku, row_fn cb, void *arg);
int  post_ledger(const char *debit, const char *credit, int cents, const char *ref);
long long balance(const char *account);
int  issue_voucher(const char *code, int cents);
int  spend_voucher(const char *code, int cents);
int  make_shipment(const struct order *o, const char *carrier, long long *id);
int  get_shipment(long long id, struct shipment *s);
long long shipment_of(long long order_id);
int  dispatch(long long id);
int  delivered(long long id);
int  track(const char *tracking, row_fn cb, void *arg);
int  import_products(char *csv, void (*bad)(int line, const char *why));
int  order_events(long long id, row_fn cb, void *arg);

/* text.c */
void forget_templates(void);
int  expand(const char *tpl, const struct tpl_var *vars, int nvars, struct sb *out);
int  queue_mail(const char *rcpt, const char *name, const struct tpl_var *vars, int nvars);
int  notify_order(long long order_id, const char *tpl);
int  notify_customer(const struct customer *c, const char *tpl);
int  notify_low_stock(void);
int  remind_unpaid(void);
int  opted_out(const char *email);
int  opt_out(const char *email, int on);
int  flush_outbox(int *failed);
int  requeue_mail(long long id);
int  each_mail(const char *state, const char *rcpt, row_fn cb, void *arg);
int  old_mails_away(int days);
int  invoice(long long order_id, struct sb *out);
int  packing_slip(long long shipment_id, struct sb *out);
int  export_csv(const char *what, struct sb *out);
void summary_page(struct sb *out, int days);
void dashboard(struct js *j);

#endif
