/* SPDX-License-Identifier: MIT */
/*
 * The HTTP front: takes requests apart, finds the handler, serves files.
 * libmicrohttpd calls us from one thread only, so there is no locking.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "web.h"

static struct MHD_Daemon *httpd;
static unsigned long served;

/* --- for the handlers --------------------------------------------------------- */

/* posted form first, then the query string */
const char *req_param(struct req *r, const char *name)
{
    int i;

    for (i = 0; i < r->nfields; i++)
        if (STREQ(r->field[i], name))
            return r->value[i];
    return MHD_lookup_connection_value(r->conn, MHD_GET_ARGUMENT_KIND, name);
}

int req_int(struct req *r, const char *name, int dflt)
{
    const char *s = req_param(r, name);
    int v;

    return s && parse_int(s, &v) >= 0 ? v : dflt;
}

/* the :id in the path */
int req_id(struct req *r, long long *id)
{
    if (r->nparts < 1 || parse_id(r->part[0], id) < 0 || *id <= 0)
        return E_NOTFOUND;
    return 0;
}

/* leaves *cents alone when the field is not there */
int req_money(struct req *r, const char *name, int *cents)
{
    const char *s = req_param(r, name);

    return s ? parse_money(s, cents) : 0;
}

/* {"ok":1} or {"ok":1,"id":17} */
int say_ok(struct req *r, const char *key, long long id)
{
    struct js j;

    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_int(&j, "ok", 1);
    if (key)
        js_int(&j, key, id);
    js_close(&j, '}');
    return key && STREQ(r->method, "POST") ? MHD_HTTP_CREATED : MHD_HTTP_OK;
}

int js_row_cb(void *arg, int n, char **v, char **names)
{
    js_rows(arg, v, names, n);
    return 0;
}

void list_open(struct req *r, struct js *j)
{
    js_begin(j, &r->out);
    js_open(j, NULL, '[');
}

int list_close(struct js *j, int rc)
{
    TRY(rc);
    js_close(j, ']');
    return MHD_HTTP_OK;
}

/* --- static files -------------------------------------------------------------- */

static const char *content_type(const char *name)
{
    static const struct { const char *ext, *type; } types[] = {
        { ".html", "text/html; charset=utf-8" },
        { ".css",  "text/css" },
        { ".svg",  "image/svg+xml" },
        { ".txt",  "text/plain; charset=utf-8" },
    };
    const char *dot = strrchr(name, '.');
    size_t i;

    for (i = 0; dot && i < ARRAY_LEN(types); i++)
        if (STREQ(types[i].ext, dot))
            return types[i].type;
    return "application/octet-stream";
}

static int send_file(struct req *r, const char *name)
{
    char path[512], *data;
    size_t len;

    if (strstr(name, "..") || strchr(name, '/') || name[0] == '.')
        return E_DENIED;
    TRY(data_path(path, sizeof path, "static", name));
    data = file_read(path, &len);
    if (!data)
        return E_NOTFOUND;
    sb_addn(&r->out, data, len);
    free(data);
    r->ctype = content_type(name);
    return MHD_HTTP_OK;
}

static int serve_index(struct req *r)
{
    return send_file(r, "index.html");
}

static int serve_static(struct req *r)
{
    return send_file(r, r->part[0]);
}

static int serve_health(struct req *r)
{
    struct js j;

    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_str(&j, "status", "ok");
    js_int(&j, "schema", schema_version());
    js_int(&j, "served", (long long)served);
    js_close(&j, '}');
    return MHD_HTTP_OK;
}

/* --- routes ---------------------------------------------------------------------- */

const struct route routes[] = {
    { "GET",    "/",                             serve_index },
    { "GET",    "/static/:file",                 serve_static },
    { "GET",    "/health",                       serve_health },

    { "GET",    "/api/customers",                get_customers },
    { "POST",   "/api/customers",                post_customer },
    { "GET",    "/api/customers/:ref",           get_one_customer },
    { "PUT",    "/api/customers/:ref",           put_customer },
    { "DELETE", "/api/customers/:ref",           delete_customer },
    { "POST",   "/api/customers/:ref/addresses", post_address },
    { "POST",   "/api/customers/:ref/notes",     post_note },

    { "GET",    "/api/products",                 get_products },
    { "POST",   "/api/products",                 post_product },
    { "GET",    "/api/products/:sku",            get_one_product },
    { "DELETE", "/api/products/:sku",            delete_product },
    { "PUT",    "/api/products/:sku/price",      put_price },
    { "GET",    "/api/products/:sku/prices",     get_prices },
    { "GET",    "/api/categories",               get_categories },
    { "POST",   "/api/categories",               post_category },

    { "GET",    "/api/stock",                    get_low_stock },
    { "GET",    "/api/stock/:sku",               get_stock },
    { "POST",   "/api/stock/:sku",               post_stock },
    { "GET",    "/api/stock/:sku/moves",         get_stock_moves },

    { "GET",    "/api/orders",                   get_orders },
    { "POST",   "/api/orders",                   post_order },
    { "POST",   "/api/quote",                    post_quote },
    { "GET",    "/api/orders/:id",               get_order },
    { "POST",   "/api/orders/:id/cancel",        post_cancel },
    { "POST",   "/api/orders/:id/pick",          post_pick },
    { "POST",   "/api/orders/:id/return",        post_return },
    { "GET",    "/api/orders/:id/events",        get_events },
    { "GET",    "/api/coupons/:code",            get_coupon },
    { "GET",    "/orders/:id/invoice",           page_invoice },

    { "POST",   "/api/orders/:id/pay",           post_payment },
    { "POST",   "/api/orders/:id/refund",        post_refund },
    { "GET",    "/api/orders/:id/payments",      get_payments },
    { "GET",    "/api/accounts/:name",           get_account },
    { "GET",    "/api/vouchers/:code",           get_voucher },
    { "POST",   "/api/vouchers",                 post_voucher },

    { "POST",   "/api/orders/:id/ship",          post_shipment },
    { "GET",    "/api/shipments/:id",            get_one_shipment },
    { "POST",   "/api/shipments/:id/dispatch",   post_dispatch },
    { "POST",   "/api/shipments/:id/delivered",  post_delivered },
    { "GET",    "/shipments/:id/slip",           page_slip },
    { "GET",    "/api/track/:code",              get_track },
    { "GET",    "/api/postage",                  get_postage },

    { "GET",    "/api/outbox",                   get_outbox },
    { "POST",   "/api/outbox/flush",             post_flush },
    { "POST",   "/api/outbox/:id/requeue",       post_requeue },
    { "POST",   "/api/optout",                   post_optout },
    { "GET",    "/api/optout/:email",            get_optout },

    { "GET",    "/api/reports/sales",            api_sales },
    { "GET",    "/api/reports/top",              api_top },
    { "GET",    "/api/reports/customers",        api_best_customers },
    { "GET",    "/api/reports/stock",            api_stock_value },
    { "GET",    "/api/reports/aging",            api_aging },
    { "GET",    "/api/reports/dashboard",        api_dashboard },
    { "GET",    "/reports/daily",                page_report },
    { "GET",    "/export/:what",                 page_export },
};

const int nroutes = ARRAY_LEN(routes);

/* path has been split into words; the :parts are left in r */
static int route_fits(const struct route *rt, char **word, int nwords, struct req *r)
{
    char pattern[128], *want[MAX_PARTS];
    int n, i;

    str_copy(pattern, sizeof pattern, rt->path + 1);
    n = str_split(pattern, '/', want, MAX_PARTS);
    if (n != nwords)
        return 0;
    r->nparts = 0;
    for (i = 0; i < n; i++) {
        if (want[i][0] == ':' && word[i][0])
            r->part[r->nparts++] = word[i];
        else if (!STREQ(want[i], word[i]))
            return 0;
    }
    return 1;
}

static int http_status(int code)
{
    switch (code) {
    case E_NOTFOUND: return MHD_HTTP_NOT_FOUND;
    case E_INVALID:  return MHD_HTTP_BAD_REQUEST;
    case E_EXISTS:
    case E_STATE:
    case E_STOCK:
    case E_PAID:     return MHD_HTTP_CONFLICT;
    case E_DENIED:
    case E_BLOCKED:  return MHD_HTTP_FORBIDDEN;
    case E_LIMIT:    return 422;
    default:         return MHD_HTTP_INTERNAL_SERVER_ERROR;
    }
}

static int say_error(struct req *r, int status, const char *text)
{
    struct js j;

    sb_reset(&r->out);
    r->ctype = "application/json";
    js_begin(&j, &r->out);
    js_open(&j, NULL, '{');
    js_str(&j, "error", text);
    js_close(&j, '}');
    return status;
}

/* another process, shopctl most likely, may have changed things under us */
static void caches_refresh(void)
{
    if (db_changed_outside()) {
        forget_products();
        forget_templates();
        conf_forget();
    }
}

static int token_ok(struct req *r)
{
    const char *want = conf_get("api_token");
    const char *got = MHD_lookup_connection_value(r->conn, MHD_HEADER_KIND, "X-Shop-Token");

    if (!*want || STREQ(r->method, "GET"))
        return 1;
    return got && STREQ(got, want);
}

static void parse_form(struct req *r)
{
    char *p = r->body.buf;

    while (p && *p && r->nfields < MAX_FIELDS) {
        char *next = strchr(p, '&'), *eq;

        if (next)
            *next++ = 0;
        eq = strchr(p, '=');
        if (eq) {
            *eq = 0;
            url_decode(p);
            url_decode(eq + 1);
            r->field[r->nfields] = p;
            r->value[r->nfields++] = str_trim(eq + 1);
        }
        p = next;
    }
}

static int dispatch_request(struct req *r)
{
    char path[256], *word[MAX_PARTS];
    int n, i, known = 0, rc;

    if (r->too_big)
        return say_error(r, MHD_HTTP_CONTENT_TOO_LARGE, "too large");
    caches_refresh();
    str_copy(path, sizeof path, r->path + 1);
    n = str_split(path, '/', word, MAX_PARTS);
    for (i = 0; i < nroutes; i++) {
        if (!route_fits(&routes[i], word, n, r))
            continue;
        known = 1;
        if (STREQ(routes[i].method, r->method))
            break;
    }
    if (i == nroutes)
        return known ? say_error(r, MHD_HTTP_METHOD_NOT_ALLOWED, "method not allowed")
                     : say_error(r, MHD_HTTP_NOT_FOUND, "no such page");
    if (!token_ok(r))
        return say_error(r, MHD_HTTP_UNAUTHORIZED, "token missing");
    parse_form(r);
    rc = routes[i].fn(r);
    return rc < 0 ? say_error(r, http_status(rc), err_text(rc)) : rc;
}

/* --- libmicrohttpd --------------------------------------------------------------- */

static enum MHD_Result reply(struct req *r, int status)
{
    struct MHD_Response *resp;
    enum MHD_Result ok;

    resp = MHD_create_response_from_buffer(r->out.len, (void *)sb_str(&r->out), MHD_RESPMEM_MUST_COPY);
    if (!resp)
        return MHD_NO;
    MHD_add_response_header(resp, "Content-Type", r->ctype);
    MHD_add_response_header(resp, "X-Content-Type-Options", "nosniff");
    ok = MHD_queue_response(r->conn, (unsigned)status, resp);
    MHD_destroy_response(resp);
    served++;
    log_info("%s %s %d", r->method, r->path, status);
    return ok;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *conn, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state)
{
    struct req *r = *state;

    (void)cls;
    (void)version;
    if (!r) {
        r = xmalloc(sizeof *r);
        memset(r, 0, sizeof *r);
        r->conn = conn;
        r->method = method;
        r->ctype = "application/json";
        if (str_copy(r->path, sizeof r->path, url) < 0)
            r->too_big = 1;
        *state = r;
        return MHD_YES;
    }
    if (*upload_size > 0) {
        if (r->body.len + *upload_size > MAX_BODY)
            r->too_big = 1;
        else
            sb_addn(&r->body, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    return reply(r, dispatch_request(r));
}

static void on_done(void *cls, struct MHD_Connection *conn, void **state, enum MHD_RequestTerminationCode why)
{
    struct req *r = *state;

    (void)cls;
    (void)conn;
    (void)why;
    if (!r)
        return;
    sb_free(&r->body);
    sb_free(&r->out);
    free(r);
    *state = NULL;
}

int http_start(int port)
{
    struct sockaddr_in addr = { 0 };

    addr.sin_family = AF_INET;
    addr.sin_port = htons((unsigned short)port);
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    httpd = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, (unsigned short)port, NULL, NULL,
                             on_request, NULL,
                             MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&addr,
                             MHD_OPTION_NOTIFY_COMPLETED, on_done, NULL,
                             MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_END);
    return httpd ? 0 : E_FAIL;
}

void http_stop(void)
{
    if (httpd)
        MHD_stop_daemon(httpd);
    httpd = NULL;
}
