/* SPDX-License-Identifier: MIT */
/*
 * The commands of shopctl, first part.
 */
#include <stdlib.h>

#include "ctl.h"

/* --- customers ------------------------------------------------------------- */

int cmd_customer_add(struct args *a)
{
    long long id;

    TRY(new_customer(a->v[0], a->v[1], opt_str(a, "phone", ""), &id));
    printf("customer %lld\n", id);
    return 0;
}

static int print_address(void *arg, int n, char **v, char **names)
{
    (void)arg;
    (void)n;
    (void)names;
    printf("address: %s, %s %s, %s%s\n", COL(0), COL(1), COL(2), COL(3), atoi(COL(4)) ? " (default)" : "");
    return 0;
}

static int print_note(void *arg, int n, char **v, char **names)
{
    (void)arg;
    (void)n;
    (void)names;
    printf("note: %s: %s\n", COL(0), COL(1));
    return 0;
}

int cmd_customer_show(struct args *a)
{
    struct customer c;
    char day[16];

    TRY(customer_ref(a->v[0], &c));
    printf("id: %lld\nemail: %s\nname: %s\n", c.id, c.email, c.name);
    if (*c.phone)
        printf("phone: %s\n", c.phone);
    printf("tier: %s\nsince: %s\n", tier_name(c.tier), fmt_day(c.created, day, sizeof day));
    if (c.blocked)
        printf("blocked\n");
    if (has_open_orders(c.id))
        printf("has open orders\n");
    each_address(c.id, print_address, NULL);
    return db_each(print_note, NULL, "SELECT author, body FROM customer_note WHERE customer_id = %lld"
                   " ORDER BY id", c.id);
}

int do_customers(struct args *a)
{
    return each_customer(print_row, NULL, opt_str(a, "search", NULL), opt_int(a, "tier", -1),
                         opt_str(a, "sort", NULL));
}

int cmd_customer_set(struct args *a)
{
    struct customer c;

    TRY(customer_ref(a->v[0], &c));
    return edit_customer(c.id, a->v[1], a->v[2]);
}

int cmd_customer_del(struct args *a)
{
    struct customer c;
    char where[64];
    int addresses, notes;

    TRY(customer_ref(a->v[0], &c));
    snprintf(where, sizeof where, "customer_id = %lld", c.id);
    addresses = db_count("customer_address", where);
    notes = db_count("customer_note", where);
    TRY(remove_customer(c.id));
    printf("removed with %d addresses and %d notes\n", addresses - db_count("customer_address", where),
           notes - db_count("customer_note", where));
    return 0;
}

int cmd_address(struct args *a)
{
    struct customer c;
    struct address addr;

    TRY(customer_ref(a->v[0], &c));
    if (str_copy(addr.line1, sizeof addr.line1, a->v[1]) < 0 || str_copy(addr.zip, sizeof addr.zip, a->v[2]) < 0
        || str_copy(addr.city, sizeof addr.city, a->v[3]) < 0
        || str_copy(addr.country, sizeof addr.country, a->n > 4 ? a->v[4] : "DE") < 0)
        return E_INVALID;
    return add_address(c.id, &addr, opt_str(a, "default", NULL) != NULL);
}

int cmd_note(struct args *a)
{
    struct customer c;

    TRY(customer_ref(a->v[0], &c));
    return add_note(c.id, opt_str(a, "author", "office"), a->v[1]);
}

int do_block(struct args *a)
{
    struct customer c;

    TRY(customer_ref(a->v[0], &c));
    return block_customer(c.id, opt_str(a, "off", NULL) == NULL);
}

int do_merge(struct args *a)
{
    struct customer from, into;

    TRY(customer_ref(a->v[0], &from));
    TRY(customer_ref(a->v[1], &into));
    TRY(merge_customers(from.id, into.id));
    printf("customer %lld is now part of %lld\n", from.id, into.id);
    return 0;
}

/* --- products ----------------------------------------------------------------- */

int cmd_product_add(struct args *a)
{
    struct product p = { 0 };
    long long id;

    if (str_copy(p.sku, sizeof p.sku, a->v[0]) < 0 || str_copy(p.title, sizeof p.title, a->v[1]) < 0
        || str_copy(p.tax_class, sizeof p.tax_class, opt_str(a, "tax", "standard")) < 0)
        return E_INVALID;
    TRY(parse_money(a->v[2], &p.price));
    TRY(parse_int(opt_str(a, "weight", "0"), &p.weight));
    TRY(add_product(&p, opt_str(a, "category", NULL), &id));
    printf("product %lld\n", id);
    return 0;
}

int cmd_product_show(struct args *a)
{
    struct product p;
    char path[400], tags[200];
    int qty, old;
    time_t when;

    TRY(get_product(a->v[0], &p));
    printf("sku: %s\ntitle: %s\nprice: %s\nweight: %d g\ntax: %s\n",
           p.sku, p.title, money(p.price), p.weight, p.tax_class);
    if (p.category_id > 0 && category_path(p.category_id, path, sizeof path) > 0)
        printf("category: %s\n", path);
    if (tags_of(p.id, tags, sizeof tags) >= 0 && *tags)
        printf("tags: %s\n", tags);
    if (available(p.sku, &qty) >= 0)
        printf("available: %d\n", qty);
    if (opt_str(a, "at", NULL)) {
        TRY(parse_when(opt_str(a, "at", NULL), &when));
        TRY(price_at(p.sku, when, &old));
        printf("price then: %s\n", money(old));
    }
    if (!p.active)
        printf("retired\n");
    return price_changes(p.sku, print_row, "price change");
}

int do_products(struct args *a)
{
    return search_products(print_row, NULL, opt_str(a, "search", NULL), opt_str(a, "category", NULL),
                           opt_str(a, "tag", NULL), opt_str(a, "all", NULL) != NULL,
                           opt_str(a, "sort", NULL));
}

int adm_price(struct args *a)
{
    int cents;

    TRY(parse_money(a->v[1], &cents));
    return do_price(a->v[0], cents);
}

int adm_retire(struct args *a)
{
    return retire_product(a->v[0], opt_str(a, "off", NULL) != NULL);
}

int adm_product_del(struct args *a)
{
    return drop_product(a->v[0]);
}

int adm_tag(struct args *a)
{
    return set_tag(a->v[0], a->v[1], opt_str(a, "off", NULL) == NULL);
}

/* without arguments: the list */
int cmd_category(struct args *a)
{
    char slug[64];

    if (a->n == 0)
        return db_each(print_row, NULL, "SELECT c.slug, c.title, coalesce(p.slug, '-') AS parent,"
                       " (SELECT count(*) FROM product x WHERE x.category_id = c.id) AS products"
                       " FROM category c LEFT JOIN category p ON p.id = c.parent_id ORDER BY c.slug");
    TRY(new_category(a->v[0], opt_str(a, "parent", NULL), slug, sizeof slug));
    printf("category %s\n", slug);
    return 0;
}

static void import_bad(int line, const char *why)
{
    fprintf(stderr, "line %d: %s\n", line, why);
}

int do_import(struct args *a)
{
    size_t len;
    char *csv = file_read(a->v[0], &len);
    int good;

    if (!csv)
        return E_NOTFOUND;
    good = import_products(csv, import_bad);
    free(csv);
    TRY(good);
    printf("%d products\n", good);
    return 0;
}

/* --- money ----------------------------------------------------------------------- */

int cmd_pay(struct args *a)
{
    long long id;
    int cents = 0;

    TRY(parse_id(a->v[0], &id));
    if (opt_str(a, "amount", NULL))
        TRY(parse_money(opt_str(a, "amount", NULL), &cents));
    TRY(settle_order(id, a->v[1], a->n > 2 ? a->v[2] : "", cents));
    printf("order %lld paid, %s\n", id, money(paid_sum(id)));
    return 0;
}

int cmd_refund(struct args *a)
{
    long long id;
    int cents = 0, back;

    TRY(parse_id(a->v[0], &id));
    if (opt_str(a, "amount", NULL))
        TRY(parse_money(opt_str(a, "amount", NULL), &cents));
    back = do_refund(id, cents, opt_str(a, "reason", ""));
    TRY(back);
    printf("%s paid back\n", money(back));
    return 0;
}

/* voucher CODE: how much is left; voucher CODE AMOUNT: issue */
int cmd_voucher(struct args *a)
{
    int cents;

    if (a->n > 1) {
        TRY(parse_money(a->v[1], &cents));
        return issue_voucher(a->v[0], cents);
    }
    cents = db_int_or(-1, "SELECT balance_cents FROM voucher WHERE code = %Q", a->v[0]);
    if (cents < 0)
        return E_NOTFOUND;
    printf("%s\n", money(cents));
    return 0;
}

int cmd_balance(struct args *a)
{
    if (a->n > 0) {
        printf("%s\n", money(balance(a->v[0])));
        return 0;
    }
    return db_each(print_row, NULL, "SELECT account, sum(debit_cents) AS debit_cents,"
                   " sum(credit_cents) AS credit_cents FROM ledger GROUP BY account ORDER BY account");
}

/* --- reports ---------------------------------------------------------------------------- */

static int rep_sales(struct args *a, time_t from, time_t to)
{
    char first[16], last[16];

    (void)a;
    return sales_table(fmt_day(from, first, sizeof first), fmt_day(to - 1, last, sizeof last), print_row, NULL);
}

static int rep_top(struct args *a, time_t from, time_t to)
{
    struct sb out;
    int rc;

    sb_init(&out);
    rc = top_products(from, to, opt_str(a, "qty", NULL) != NULL, opt_int(a, "max", 10), &out);
    print_sb(&out);
    return rc;
}

static int rep_customers(struct args *a, time_t from, time_t to)
{
    struct sb out;
    int rc;

    (void)from;
    (void)to;
    sb_init(&out);
    rc = rank_customers(opt_int(a, "max", 10), &out);
    print_sb(&out);
    return rc;
}

static int rep_stock(struct args *a, time_t from, time_t to)
{
    (void)from;
    (void)to;
    printf("total\t%s\n", money(stock_value(print_row, NULL, opt_str(a, "category", NULL))));
    return 0;
}

static int rep_aging(struct args *a, time_t from, time_t to)
{
    static const char *const names[] = { "today", "1-2 days", "3-6 days", "older" };
    long long cents[4];
    int n[4], i;

    (void)a;
    (void)from;
    (void)to;
    TRY(aging(n, cents));
    for (i = 0; i < 4; i++)
        printf("%s\t%d\t%s\n", names[i], n[i], money(cents[i]));
    return 0;
}

static int rep_tax(struct args *a, time_t from, time_t to)
{
    (void)a;
    return tax_report(from, to, print_row, NULL);
}

static const struct {
    const char *name;
    int       (*fn)(struct args *a, time_t from, time_t to);
} report_kinds[] = {
    { "sales", rep_sales },
    { "top", rep_top },
    { "customers", rep_customers },
    { "stock", rep_stock },
    { "aging", rep_aging },
    { "tax", rep_tax },
};

/* --from and --to are days, both included */
int do_report(struct args *a)
{
    time_t from, to;
    size_t i;

    TRY(opt_day(a, "from", 0, &from));
    TRY(opt_day(a, "to", clock_now(), &to));
    to = day_start(to) + DAY_SECS;
    for (i = 0; i < ARRAY_LEN(report_kinds); i++)
        if (STREQ(report_kinds[i].name, a->v[0]))
            return report_kinds[i].fn(a, from, to);
    return E_NOTFOUND;
}

int do_export(struct args *a)
{
    struct sb out;
    int rc;

    sb_init(&out);
    rc = export_csv(a->v[0], &out);
    if (rc >= 0 && opt_str(a, "file", NULL))
        rc = file_write(opt_str(a, "file", NULL), sb_str(&out), out.len);
    else if (rc >= 0)
        fputs(sb_str(&out), stdout);
    sb_free(&out);
    return rc;
}

/* builds the figures of one day again */
int cmd_summary(struct args *a)
{
    time_t day;

    TRY(parse_when(a->v[0], &day));
    return build_summary(day);
}
