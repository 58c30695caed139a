/* SPDX-License-Identifier: MIT */
/*
 * Everything that ends up as text for somebody to read: mails, papers in
 * the parcel, files for the accountant, the page on the office screen.
 */
#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#include "shop.h"

static struct hash *tpl_cache;          /* name -> text */

/* mails a customer may refuse; the others belong to the contract */
static const char *const optional_mails[] = { "welcome", "payment_reminder" };

void forget_templates(void)
{
    ht_free(tpl_cache);
    tpl_cache = NULL;
}

static const char *tpl_load(const char *name)
{
    char path[512], file[64], *text = ht_get(tpl_cache, name);
    size_t len;

    if (text)
        return text;
    snprintf(file, sizeof file, "%s.txt", name);
    if (data_path(path, sizeof path, "mail", file) < 0)
        return NULL;
    text = file_read(path, &len);
    if (!text) {
        log_error("no mail template %s", path);
        return NULL;
    }
    if (!tpl_cache)
        tpl_cache = ht_new(free);
    ht_put(tpl_cache, name, text);
    return text;
}

static const char *tpl_value(const char *name, size_t n, const struct tpl_var *vars, int nvars)
{
    int i;

    for (i = 0; i < nvars; i++)
        if (strlen(vars[i].name) == n && strncmp(vars[i].name, name, n) == 0)
            return vars[i].value;
    if (n == 4 && strncmp(name, "shop", 4) == 0)
        return conf_get("shop_name");
    if (n == 6 && strncmp(name, "office", 6) == 0)
        return conf_get("office_mail");
    return NULL;
}

/* replaces {{name}}; an unknown name is an error, better no mail than a silly one */
int expand(const char *tpl, const struct tpl_var *vars, int nvars, struct sb *out)
{
    const char *open, *close, *value;

    while ((open = strstr(tpl, "{{")) != NULL) {
        close = strstr(open, "}}");
        if (!close)
            return E_INVALID;
        sb_addn(out, tpl, (size_t)(open - tpl));
        value = tpl_value(open + 2, (size_t)(close - open - 2), vars, nvars);
        if (!value) {
            log_error("template uses unknown name %.*s", (int)(close - open - 2), open + 2);
            return E_INVALID;
        }
        sb_add(out, value);
        tpl = close + 2;
    }
    sb_add(out, tpl);
    return 0;
}

int opted_out(const char *email)
{
    return db_exists("SELECT 1 FROM mail_optout WHERE email = lower(%Q)", email);
}

int opt_out(const char *email, int on)
{
    if (!valid_email(email))
        return E_INVALID;
    if (on)
        return db_exec("INSERT OR IGNORE INTO mail_optout(email, since) VALUES (lower(%Q), %lld)",
                       email, (long long)clock_now());
    return db_change("DELETE FROM mail_optout WHERE email = lower(%Q)", email);
}

static int may_send(const char *rcpt, const char *name)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(optional_mails); i++)
        if (STREQ(optional_mails[i], name))
            return !opted_out(rcpt);
    return 1;
}

/* The first line of a template is "Subject: ...", then an empty one, then the text. */
int queue_mail(const char *rcpt, const char *name, const struct tpl_var *vars, int nvars)
{
    const char *tpl, *body;
    struct sb all;
    char subject[160];
    int rc;

    if (!may_send(rcpt, name)) {
        log_info("%s does not want %s", rcpt, name);
        return 0;
    }
    tpl = tpl_load(name);
    if (!tpl)
        return E_FAIL;
    sb_init(&all);
    rc = expand(tpl, vars, nvars, &all);
    body = strstr(sb_str(&all), "\n\n");
    if (rc >= 0 && (!body || !str_starts(sb_str(&all), "Subject: ")))
        rc = E_INVALID;
    if (rc >= 0) {
        snprintf(subject, sizeof subject, "%.*s", (int)(body - sb_str(&all)) - 9, sb_str(&all) + 9);
        rc = db_exec("INSERT INTO outbox(rcpt, template, subject, body, created_at)"
                     " VALUES (%Q, %Q, %Q, %Q, %lld)",
                     rcpt, name, subject, body + 2, (long long)clock_now());
    }
    sb_free(&all);
    return rc;
}

/* "  2 x Garden spade                 49.90" for mails and papers */
static void put_lines(const struct order *o, struct sb *out)
{
    int i;

    for (i = 0; i < o->nlines; i++) {
        const struct line *l = &o->lines[i];

        sb_addf(out, "%3d x %-36.36s %10s\n", l->qty, l->title, money((long long)l->qty * l->unit));
    }
}

int notify_order(long long order_id, const char *tpl)
{
    struct order o;
    struct customer c;
    struct shipment s = { 0 };
    struct sb lines;
    char number[24], day[16];
    long long parcel = shipment_of(order_id);
    int rc;

    TRY(load_order(order_id, &o));
    TRY(get_customer(o.customer_id, &c));
    if (parcel > 0)
        TRY(get_shipment(parcel, &s));
    snprintf(number, sizeof number, "%lld", order_id);
    fmt_day(o.created, day, sizeof day);
    sb_init(&lines);
    put_lines(&o, &lines);
    {
        const struct tpl_var vars[] = {
            { "name", c.name },         { "order", number },
            { "day", day },             { "lines", sb_str(&lines) },
            { "total", money(o.total) }, { "discount", money(o.discount) },
            { "shipping", money(o.shipping) }, { "carrier", s.carrier },
            { "tracking", s.tracking },
        };

        rc = queue_mail(c.email, tpl, vars, ARRAY_LEN(vars));
    }
    sb_free(&lines);
    return rc;
}

int notify_customer(const struct customer *c, const char *tpl)
{
    char number[24];
    const struct tpl_var vars[] = {
        { "name", c->name },
        { "email", c->email },
        { "number", number },
        { "tier", tier_name(c->tier) },
    };

    snprintf(number, sizeof number, "%lld", c->id);
    return queue_mail(c->email, tpl, vars, ARRAY_LEN(vars));
}

static int low_line(void *arg, int n, char **v, char **names)
{
    (void)n;
    (void)names;
    sb_addf(arg, "%-24s %5s left, wanted %s\n", COL(0), COL(2), COL(3));
    return 0;
}

/* one mail to the office for all products; the number of mails */
int notify_low_stock(void)
{
    struct sb list;
    char day[16];
    int rc;

    sb_init(&list);
    rc = low_stock(low_line, &list);
    if (rc >= 0 && list.len > 0) {
        const struct tpl_var vars[] = { { "list", sb_str(&list) },
                                        { "day", fmt_day(clock_now(), day, sizeof day) } };

        rc = queue_mail(conf_get("office_mail"), "low_stock", vars, ARRAY_LEN(vars));
        if (rc >= 0)
            rc = 1;
    }
    sb_free(&list);
    return rc;
}

static int remind_one(void *arg, int n, char **v, char **names)
{
    int *sent = arg;

    (void)n;
    (void)names;
    if (notify_order(atoll(COL(0)), "payment_reminder") < 0)
        return 0;
    mark_reminded(atoll(COL(1)));
    ++*sent;
    return 0;
}

int remind_unpaid(void)
{
    int sent = 0;

    TRY(unpaid_orders(conf_int("reminder_hours"), remind_one, &sent));
    return sent;
}

/* --- the outbox ---------------------------------------------------------------- */

static void spool_name(long long id, const char *tpl, char *buf, size_t n)
{
    snprintf(buf, n, "%s.spool/%06lld-%s.eml", db_path(), id, tpl);
}

/* the mail server picks up whatever lies in the spool folder */
static int spool_mail(long long id, const char *rcpt, const char *tpl, const char *subject, const char *body)
{
    char path[700], dir[600];
    struct sb mail;
    int rc;

    if (!valid_email(rcpt))
        return E_INVALID;
    snprintf(dir, sizeof dir, "%s.spool", db_path());
    TRY(make_dir(dir));
    spool_name(id, tpl, path, sizeof path);
    sb_init(&mail);
    sb_addf(&mail, "From: %s <%s>\n", conf_get("shop_name"), conf_get("office_mail"));
    sb_addf(&mail, "To: %s\nSubject: %s\nX-Shop-Mail: %lld\n\n%s", rcpt, subject, id, body);
    rc = file_write(path, sb_str(&mail), mail.len);
    sb_free(&mail);
    return rc;
}

struct flush_job {
    int sent, failed;
};

static int flush_one(void *arg, int n, char **v, char **names)
{
    struct flush_job *job = arg;
    long long id = atoll(COL(0));
    int tries = atoi(COL(5)) + 1;

    (void)n;
    (void)names;
    if (spool_mail(id, COL(1), COL(2), COL(3), COL(4)) >= 0) {
        db_exec("UPDATE outbox SET state = 'sent', tries = %d, sent_at = %lld WHERE id = %lld",
                tries, (long long)clock_now(), id);
        job->sent++;
    } else {
        db_exec("UPDATE outbox SET state = '%s', tries = %d WHERE id = %lld",
                tries >= conf_int("mail_max_tries") ? "failed" : "queued", tries, id);
        job->failed++;
    }
    return 0;
}

int flush_outbox(int *failed)
{
    struct flush_job job = { 0, 0 };

    TRY(db_begin());
    TRY(db_end(db_each(flush_one, &job, "SELECT id, rcpt, template, subject, body, tries FROM outbox"
                       " WHERE id IN (SELECT id FROM outbox WHERE state = 'queued') ORDER BY +id")));
    *failed = job.failed;
    return job.sent;
}

int requeue_mail(long long id)
{
    return db_change("UPDATE outbox SET state = 'queued', tries = 0 WHERE id = %lld AND state <> 'queued'", id);
}

int each_mail(const char *state, const char *rcpt, row_fn cb, void *arg)
{
    struct sb where;
    int rc;

    sb_init(&where);
    sb_add(&where, "1");
    if (state && *state) {
        char *part = sqlite3_mprintf(" AND state = %Q", state);

        sb_add(&where, part);
        sqlite3_free(part);
    }
    if (rcpt && *rcpt) {
        char *part = sqlite3_mprintf(" AND rcpt = %Q", rcpt);

        sb_add(&where, part);
        sqlite3_free(part);
    }
    rc = db_each(cb, arg, "SELECT id, rcpt, template, subject, state FROM outbox WHERE %s ORDER BY id",
                 sb_str(&where));
    sb_free(&where);
    return rc;
}

static int unspool(void *arg, int n, char **v, char **names)
{
    char path[700];

    (void)arg;
    (void)n;
    (void)names;
    spool_name(atoll(COL(0)), COL(1), path, sizeof path);
    unlink(path);
    return 0;
}

/* sent mails are kept for a while, in the table and in the spool folder */
int old_mails_away(int days)
{
    char where[80];
    int n;

    snprintf(where, sizeof where, "state = 'sent' AND sent_at < %lld",
             (long long)clock_now() - (long long)days * DAY_SECS);
    n = db_count("outbox", where);
    if (n > 0) {
        TRY(db_each(unspool, NULL, "SELECT id, template FROM outbox WHERE %s", where));
        TRY(db_exec("DELETE FROM outbox WHERE %s", where));
    }
    return n;
}

/* --- papers ---------------------------------------------------------------------- */

static void put_address(const struct customer *c, const struct address *a, struct sb *out)
{
    sb_addf(out, "%s\n%s\n%s %s\n%s\n", c->name, a->line1, a->zip, a->city, a->country);
}

int invoice(long long order_id, struct sb *out)
{
    struct order o;
    struct customer c;
    struct address a;
    char day[16];

    TRY(load_order(order_id, &o));
    if (o.state == ORD_NEW || o.state == ORD_EXPIRED)
        return E_STATE;
    TRY(get_customer(o.customer_id, &c));
    TRY(default_address(c.id, &a));
    sb_addf(out, "%s\n\n", conf_get("shop_name"));
    put_address(&c, &a, out);
    sb_addf(out, "\nInvoice R%06lld of %s\n\n", o.id, fmt_day(o.created, day, sizeof day));
    put_lines(&o, out);
    sb_addf(out, "%-42s %10s\n", "Goods", money(o.goods));
    if (o.discount > 0)
        sb_addf(out, "%-42s %10s\n", "Discount", money(-o.discount));
    sb_addf(out, "%-42s %10s\n", "Shipping", money(o.shipping));
    sb_addf(out, "%-42s %10s\n", "Total", money(o.total));
    sb_addf(out, "%-42s %10s\n", "Tax included", money(o.tax));
    sb_addf(out, "%-42s %10s\n", "Paid", money(paid_sum(o.id)));
    if (refunded_sum(o.id) > 0)
        sb_addf(out, "%-42s %10s\n", "Paid back", money(refunded_sum(o.id)));
    return 0;
}

int packing_slip(long long shipment_id, struct sb *out)
{
    struct shipment s;
    struct order o;
    struct customer c;
    struct address a;
    int i;

    TRY(get_shipment(shipment_id, &s));
    TRY(load_order(s.order_id, &o));
    TRY(get_customer(o.customer_id, &c));
    TRY(default_address(c.id, &a));
    sb_addf(out, "Packing slip %lld, order %lld, %s %s\n\n", s.id, o.id, s.carrier, s.tracking);
    put_address(&c, &a, out);
    sb_addc(out, '\n');
    for (i = 0; i < o.nlines; i++)
        sb_addf(out, "[ ] %3d  %-24s %s\n", o.lines[i].qty, o.lines[i].sku, o.lines[i].title);
    sb_addf(out, "\n%d g\n", s.weight);
    return 0;
}

/* --- for the accountant --------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *head;
    const char *sql;
} exports[] = {
    { "orders", "id,state,customer,total,paid",
      "SELECT id, state, customer, printf('%.2f', total_cents / 100.0),"
      " printf('%.2f', paid_cents / 100.0) FROM v_order_sum ORDER BY id" },
    { "customers", "id,email,name,tier",
      "SELECT id, email, name, tier FROM customer ORDER BY id" },
    { "products", "sku,title,price,on_hand",
      "SELECT p.sku, p.title, printf('%.2f', p.price_cents / 100.0), s.on_hand"
      " FROM product p JOIN stock s ON s.product_id = p.id ORDER BY p.sku" },
    { "ledger", "id,account,debit,credit,ref",
      "SELECT id, account, debit_cents, credit_cents, ref FROM ledger ORDER BY id" },
    { "summary", "day,orders,revenue,refunds,new_customers",
      "SELECT day, orders, revenue_cents, refund_cents, new_customers FROM daily_summary ORDER BY day" },
};

static int csv_row(void *arg, int n, char **v, char **names)
{
    int i;

    (void)names;
    for (i = 0; i < n; i++) {
        if (i > 0)
            sb_addc(arg, ',');
        sb_add_csv(arg, COL(i));
    }
    sb_addc(arg, '\n');
    return 0;
}

int export_csv(const char *what, struct sb *out)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(exports); i++) {
        if (STREQ(exports[i].name, what)) {
            sb_addf(out, "%s\n", exports[i].head);
            return db_each(csv_row, out, "%s", exports[i].sql);
        }
    }
    return E_NOTFOUND;
}

/* --- the office screen ------------------------------------------------------------------ */

static int html_row(void *arg, int n, char **v, char **names)
{
    int i;

    (void)names;
    sb_add(arg, "<tr>");
    for (i = 0; i < n; i++) {
        sb_add(arg, "<td>");
        sb_add_html(arg, COL(i));
        sb_add(arg, "</td>");
    }
    sb_add(arg, "</tr>\n");
    return 0;
}

void summary_page(struct sb *out, int days)
{
    char from[16];

    fmt_day(clock_now() - (time_t)days * DAY_SECS, from, sizeof from);
    sb_add(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    sb_add_html(out, conf_get("shop_name"));
    sb_add(out, "</title><link rel=\"stylesheet\" href=\"/static/shop.css\"></head><body>\n<h1>Last days</h1>\n"
                "<table><tr><th>Day</th><th>Orders</th><th>Revenue</th><th>Refunds</th>"
                "<th>New customers</th></tr>\n");
    db_each(html_row, out, "SELECT day, orders, printf('%%.2f', revenue_cents / 100.0),"
            " printf('%%.2f', refund_cents / 100.0), new_customers FROM daily_summary"
            " WHERE day >= %Q ORDER BY day DESC", from);
    sb_add(out, "</table>\n</body></html>\n");
}

/* the figures of the running day and what is waiting */
void dashboard(struct js *j)
{
    static const char *const states[] = { "new", "paid", "picked", "shipped" };
    struct figures f;
    size_t i;

    day_figures(clock_now(), &f);
    js_int(j, "orders_today", f.orders);
    js_money(j, "revenue_today", f.revenue);
    js_money(j, "refunds_today", f.refunds);
    js_int(j, "new_customers_today", f.new_customers);
    js_open(j, "waiting", '{');
    for (i = 0; i < ARRAY_LEN(states); i++)
        js_int(j, states[i], db_int("SELECT count(*) FROM orders WHERE state = %Q", states[i]));
    js_close(j, '}');
    js_int(j, "mails_queued", db_count("outbox", "state = 'queued'"));
    js_money(j, "stock_value", stock_value(NULL, NULL, NULL));
}
