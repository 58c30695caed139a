/* SPDX-License-Identifier: MIT */
/*
 * shopctl - the office's command line.
 */
#include <stdlib.h>

#include "ctl.h"

int parse_args(struct args *a, int argc, char **argv)
{
    static const char *const flags[] = { "all", "default", "off", "qty" };
    int i, literal = 0;
    size_t f;

    memset(a, 0, sizeof *a);
    for (i = 0; i < argc; i++) {
        if (literal || !str_starts(argv[i], "--")) {
            if (a->n == MAX_ARGS)
                return E_LIMIT;
            a->v[a->n++] = argv[i];
            continue;
        }
        if (!argv[i][2]) {
            literal = 1;
            continue;
        }
        if (a->nopts == MAX_ARGS)
            return E_LIMIT;
        a->key[a->nopts] = argv[i] + 2;
        a->val[a->nopts] = "1";
        for (f = 0; f < ARRAY_LEN(flags); f++)
            if (STREQ(flags[f], argv[i] + 2))
                break;
        if (f == ARRAY_LEN(flags)) {
            if (++i == argc)
                return E_INVALID;
            a->val[a->nopts] = argv[i];
        }
        a->nopts++;
    }
    return 0;
}

const char *opt_str(const struct args *a, const char *key, const char *dflt)
{
    int i;

    for (i = 0; i < a->nopts; i++)
        if (STREQ(a->key[i], key))
            return a->val[i];
    return dflt;
}

int opt_int(const struct args *a, const char *key, int dflt)
{
    const char *s = opt_str(a, key, NULL);
    int v;

    return s && parse_int(s, &v) >= 0 ? v : dflt;
}

int opt_day(const struct args *a, const char *key, time_t dflt, time_t *out)
{
    const char *s = opt_str(a, key, NULL);

    *out = dflt;
    return s ? parse_when(s, out) : 0;
}

/* tabs between the columns; amounts as money; arg, when given, is printed first */
int print_row(void *arg, int n, char **v, char **names)
{
    int i;

    if (arg)
        printf("%s\t", (const char *)arg);
    for (i = 0; i < n; i++) {
        size_t len = strlen(names[i]);
        int cents = (len > 6 && STREQ(names[i] + len - 6, "_cents"));

        printf("%s%s", i ? "\t" : "", cents ? money(atoll(COL(i))) : COL(i));
    }
    putchar('\n');
    return 0;
}

void print_sb(struct sb *b)
{
    fputs(sb_str(b), stdout);
    sb_free(b);
}

/* --- commands about the system itself ---------------------------------------- */

static int cmd_init(struct args *a)
{
    (void)a;
    TRY(schema_init());
    printf("schema version %d\n", schema_version());
    return 0;
}

static int cmd_migrate(struct args *a)
{
    int n = schema_migrate();

    (void)a;
    TRY(n);
    printf("%d migrations, schema version %d\n", n, schema_version());
    return 0;
}

static void print_setting(const char *key, const char *value, void *arg)
{
    (void)arg;
    printf("%s = %s\n", key, value);
}

/* config; config KEY; config KEY VALUE */
static int cmd_config(struct args *a)
{
    if (a->n == 0)
        conf_each(print_setting, NULL);
    else if (!conf_known(a->v[0]))
        return E_NOTFOUND;
    else if (a->n == 1)
        printf("%s\n", conf_get(a->v[0]));
    else
        return conf_set(a->v[0], a->v[1]);
    return 0;
}

static int cmd_nightly(struct args *a)
{
    struct sb report;
    int rc;

    (void)a;
    sb_init(&report);
    rc = run_nightly(&report);
    print_sb(&report);
    return rc;
}

static int cmd_audit(struct args *a)
{
    return db_each(print_row, NULL, "SELECT datetime(at, 'unixepoch') AS at, who, what FROM audit_log"
                   " ORDER BY id DESC LIMIT %d", opt_int(a, "max", 20));
}

static int cmd_help(struct args *a);

static const struct command {
    const char *name;
    const char *usage;
    int         min, max;
    int       (*fn)(struct args *a);
} commands[] = {
    { "init",           "",                                             0, 0, cmd_init },
    { "migrate",        "",                                             0, 0, cmd_migrate },
    { "config",         "[KEY [VALUE]]",                                0, 2, cmd_config },
    { "nightly",        "",                                             0, 0, cmd_nightly },
    { "audit",          "[--max N]",                                    0, 0, cmd_audit },
    { "help",           "",                                             0, 0, cmd_help },

    { "customer-add",   "EMAIL NAME [--phone P]",                       2, 2, cmd_customer_add },
    { "customer",       "CUSTOMER",                                     1, 1, cmd_customer_show },
    { "customers",      "[--search S] [--tier N] [--sort name|newest]", 0, 0, do_customers },
    { "customer-set",   "CUSTOMER name|email|phone VALUE",              3, 3, cmd_customer_set },
    { "customer-del",   "CUSTOMER",                                     1, 1, cmd_customer_del },
    { "address",        "CUSTOMER LINE ZIP CITY [COUNTRY] [--default]", 4, 5, cmd_address },
    { "note",           "CUSTOMER TEXT [--author A]",                   2, 2, cmd_note },
    { "block",          "CUSTOMER [--off]",                             1, 1, do_block },
    { "merge",          "CUSTOMER INTO",                                2, 2, do_merge },

    { "product-add",    "SKU TITLE PRICE [--weight G] [--category C] [--tax T]", 3, 3, cmd_product_add },
    { "product",        "SKU [--at TIME]",                              1, 1, cmd_product_show },
    { "products",       "[--search S] [--category C] [--tag T] [--all] [--sort S]", 0, 0, do_products },
    { "price",          "SKU PRICE",                                    2, 2, adm_price },
    { "retire",         "SKU [--off]",                                  1, 1, adm_retire },
    { "product-del",    "SKU",                                          1, 1, adm_product_del },
    { "tag",            "SKU TAG [--off]",                              2, 2, adm_tag },
    { "category",       "[TITLE [--parent C]]",                         0, 1, cmd_category },
    { "import",         "FILE",                                         1, 1, do_import },

    { "receive",        "SKU QTY [--reason R]",                         2, 2, adm_receive },
    { "adjust",         "SKU DELTA REASON",                             3, 3, adm_adjust },
    { "stock",          "SKU",                                          1, 1, adm_stock },
    { "level",          "SKU LEVEL",                                    2, 2, adm_level },
    { "moves",          "SKU",                                          1, 1, do_moves },
    { "low",            "",                                             0, 0, do_low },
    { "restock",        "[propose | ID]",                               0, 1, do_restock },
    { "stock-check",    "",                                             0, 0, cmd_stock_check },

    { "place",          "CUSTOMER SKU[:QTY],... [--coupon C]",          2, 2, cmd_order_place },
    { "quote",          "CUSTOMER SKU[:QTY],... [--coupon C]",          2, 2, cmd_quote },
    { "order",          "ORDER",                                        1, 1, cmd_order_show },
    { "orders",         "[--state S] [--customer C] [--max N] [--sort newest|total]", 0, 0, do_orders },
    { "cancel",         "ORDER",                                        1, 1, cmd_order_cancel },
    { "pick",           "ORDER",                                        1, 1, cmd_pick },
    { "return",         "ORDER [--reason R]",                           1, 1, cmd_return },
    { "coupon",         "[CODE PERCENT [--min AMOUNT] [--uses N] [--until DAY]]", 0, 2, cmd_coupon },
    { "invoice",        "ORDER",                                        1, 1, do_invoice },

    { "pay",            "ORDER card|transfer|voucher|cash [REF] [--amount A]", 2, 3, cmd_pay },
    { "refund",         "ORDER [--amount A] [--reason R]",              1, 1, cmd_refund },
    { "voucher",        "CODE [AMOUNT]",                                1, 2, cmd_voucher },
    { "balance",        "[ACCOUNT]",                                    0, 1, cmd_balance },

    { "ship",           "ORDER [--carrier C]",                          1, 1, cmd_ship },
    { "dispatch",       "SHIPMENT",                                     1, 1, cmd_dispatch },
    { "delivered",      "SHIPMENT",                                     1, 1, cmd_delivered },
    { "track",          "TRACKING",                                     1, 1, do_track },
    { "slip",           "SHIPMENT",                                     1, 1, do_slip },
    { "rate",           "CARRIER home|eu|world MAX-GRAMS PRICE",        4, 4, adm_rate },
    { "rates",          "[COUNTRY GRAMS]",                              0, 2, do_rates },

    { "mails",          "[--state S] [--to EMAIL]",                     0, 0, cmd_mails },
    { "mail",           "ID",                                           1, 1, cmd_mail_show },
    { "flush",          "",                                             0, 0, cmd_flush },
    { "requeue",        "ID",                                           1, 1, cmd_requeue },
    { "optout",         "EMAIL [--off]",                                1, 1, adm_optout },

    { "report",         "sales|top|customers|stock|aging|tax [--from DAY] [--to DAY] [--max N] [--qty]",
                                                                        1, 1, do_report },
    { "export",         "orders|customers|products|ledger|summary [--file F]", 1, 1, do_export },
    { "summary",        "DAY",                                          1, 1, cmd_summary },
};

static int cmd_help(struct args *a)
{
    size_t i;

    (void)a;
    printf("usage: shopctl [--db FILE] [--data DIR] [--now TIME] COMMAND ...\n");
    for (i = 0; i < ARRAY_LEN(commands); i++)
        printf("  %-14s %s\n", commands[i].name, commands[i].usage);
    return 0;
}

static const struct command *find_command(const char *name)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(commands); i++)
        if (STREQ(commands[i].name, name))
            return &commands[i];
    return NULL;
}

static int run_command(const struct command *cmd, struct args *a)
{
    int rc;

    if (cmd->fn != cmd_init && cmd->fn != cmd_help && schema_version() < 1) {
        fprintf(stderr, "error: no shop in %s, run init first\n", db_path());
        return 1;
    }
    log_setup(conf_get("log_file"), log_level_parse(conf_get("log_level")));
    rc = cmd->fn(a);
    if (rc < 0) {
        fflush(stdout);
        fprintf(stderr, "error: %s\n", err_text(rc));
        return 1;
    }
    return 0;
}

static const char *env_or(const char *name, const char *dflt)
{
    const char *v = getenv(name);

    return v && *v ? v : dflt;
}

int main(int argc, char **argv)
{
    const char *db = env_or("SHOP_DB", "shop.db"), *data = env_or("SHOP_DATA", "data");
    const char *now = env_or("SHOP_NOW", NULL);
    const struct command *cmd;
    struct args a;
    int i = 1, rc;

    for (; i + 1 < argc && str_starts(argv[i], "--"); i += 2) {
        if (STREQ(argv[i], "--db"))
            db = argv[i + 1];
        else if (STREQ(argv[i], "--data"))
            data = argv[i + 1];
        else if (STREQ(argv[i], "--now"))
            now = argv[i + 1];
        else
            break;
    }
    cmd = i < argc ? find_command(argv[i]) : NULL;
    if (!cmd) {
        fprintf(stderr, "usage: shopctl [--db FILE] [--data DIR] [--now TIME] COMMAND ...; try shopctl help\n");
        return 2;
    }
    if (parse_args(&a, argc - i - 1, argv + i + 1) < 0 || a.n < cmd->min || a.n > cmd->max) {
        fprintf(stderr, "usage: shopctl %s %s\n", cmd->name, cmd->usage);
        return 2;
    }
    if (now && clock_set(now) < 0) {
        fprintf(stderr, "error: what time is %s?\n", now);
        return 2;
    }
    set_data_dir(data);
    if (db_open(db) < 0)
        return 1;
    rc = run_command(cmd, &a);
    forget_products();
    forget_templates();
    conf_forget();
    db_close();
    log_close();
    return rc;
}
