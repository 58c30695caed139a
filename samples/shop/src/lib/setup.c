/* SPDX-License-Identifier: MIT */
/*
 * Schema and settings.  data/schema.sql is what the shop started with; what
 * came later is in the migrations below and must never be edited afterwards.
 */
#include <stdlib.h>

#include "db.h"
#include "util.h"

static const char *const migrations[] = {
    /* 2: coupons */
    "CREATE TABLE coupon ("
    "  code      TEXT PRIMARY KEY,"
    "  percent   INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 90),"
    "  min_cents INTEGER NOT NULL DEFAULT 0,"
    "  max_uses  INTEGER NOT NULL DEFAULT 0,"
    "  used      INTEGER NOT NULL DEFAULT 0,"
    "  valid_to  INTEGER"
    ");"
    "ALTER TABLE orders ADD COLUMN coupon TEXT REFERENCES coupon(code);",

    /* 3: the accountant wants a ledger */
    "CREATE TABLE refund ("
    "  id         INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  payment_id INTEGER NOT NULL REFERENCES payment(id) ON DELETE CASCADE,"
    "  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),"
    "  reason     TEXT NOT NULL DEFAULT '',"
    "  created_at INTEGER NOT NULL"
    ");"
    "CREATE TABLE ledger ("
    "  id         INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  account    TEXT NOT NULL,"
    "  debit_cents  INTEGER NOT NULL DEFAULT 0,"
    "  credit_cents INTEGER NOT NULL DEFAULT 0,"
    "  ref        TEXT NOT NULL,"
    "  booked_at  INTEGER NOT NULL"
    ");"
    "CREATE INDEX ix_ledger_account ON ledger(account);"
    "CREATE TABLE voucher ("
    "  code          TEXT PRIMARY KEY,"
    "  balance_cents INTEGER NOT NULL CHECK (balance_cents >= 0),"
    "  issued_at     INTEGER NOT NULL"
    ");",

    /* 4: figures for the Monday meeting */
    "CREATE TABLE daily_summary ("
    "  day           TEXT PRIMARY KEY,"
    "  orders        INTEGER NOT NULL,"
    "  revenue_cents INTEGER NOT NULL,"
    "  refund_cents  INTEGER NOT NULL,"
    "  new_customers INTEGER NOT NULL,"
    "  built_at      INTEGER NOT NULL"
    ");"
    "CREATE VIEW v_order_sum AS"
    "  SELECT o.id, o.state, o.customer_id, c.name AS customer, o.total_cents,"
    "         (SELECT count(*) FROM order_line l WHERE l.order_id = o.id) AS lines,"
    "         (SELECT coalesce(sum(p.amount_cents), 0) FROM payment p"
    "           WHERE p.order_id = o.id AND p.state IN ('captured', 'refunded')) AS paid_cents,"
    "         o.created_at"
    "  FROM orders o JOIN customer c ON c.id = o.customer_id;"
    "CREATE VIEW v_stock_value AS"
    "  SELECT p.sku, p.title, coalesce(g.slug, '') AS category, s.on_hand, s.reserved,"
    "         s.on_hand * p.price_cents AS value_cents"
    "  FROM product p JOIN stock s ON s.product_id = p.id"
    "  LEFT JOIN category g ON g.id = p.category_id;",

    /* 5: notes, tags, and people who do not want our mails */
    "CREATE TABLE customer_note ("
    "  id          INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,"
    "  author      TEXT NOT NULL,"
    "  body        TEXT NOT NULL,"
    "  created_at  INTEGER NOT NULL"
    ");"
    "CREATE TABLE product_tag ("
    "  product_id INTEGER NOT NULL REFERENCES product(id) ON DELETE CASCADE,"
    "  tag        TEXT NOT NULL,"
    "  PRIMARY KEY (product_id, tag)"
    ");"
    "CREATE TABLE mail_optout ("
    "  email    TEXT PRIMARY KEY,"
    "  since    INTEGER NOT NULL"
    ");",

    /* 6: parcels are followed, goods are reordered */
    "CREATE TABLE shipment_event ("
    "  id          INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  shipment_id INTEGER NOT NULL REFERENCES shipment(id) ON DELETE CASCADE,"
    "  what        TEXT NOT NULL,"
    "  at          INTEGER NOT NULL"
    ");"
    "CREATE TRIGGER trg_shipment_state AFTER UPDATE OF state ON shipment"
    "  WHEN old.state <> new.state "
    "BEGIN"
    "  INSERT INTO shipment_event(shipment_id, what, at)"
    "  VALUES (new.id, old.state || ' > ' || new.state, new.touched_at); "
    "END;"
    "CREATE TABLE restock ("
    "  id         INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  product_id INTEGER NOT NULL REFERENCES product(id) ON DELETE CASCADE,"
    "  qty        INTEGER NOT NULL,"
    "  state      TEXT NOT NULL DEFAULT 'open',"
    "  created_at INTEGER NOT NULL"
    ");",

    /* 7: the list pages had become slow */
    "CREATE INDEX ix_orders_customer ON orders(customer_id);"
    "CREATE INDEX ix_orders_state ON orders(state, created_at);"
    "CREATE INDEX ix_line_order ON order_line(order_id);"
    "CREATE INDEX ix_move_product ON stock_move(product_id);"
    "CREATE INDEX ix_outbox_state ON outbox(state);",
};

int schema_version(void)
{
    return db_int("PRAGMA user_version");
}

int schema_migrate(void)
{
    int at = schema_version(), done = 0;
    size_t i;

    if (at < 1)
        return E_STATE;
    for (i = 0; i < ARRAY_LEN(migrations); i++) {
        int target = (int)i + 2, rc;

        if (target <= at)
            continue;
        TRY(db_begin());
        rc = db_script(migrations[i]);
        if (rc >= 0)
            rc = db_exec("PRAGMA user_version = %d", target);
        TRY(db_end(rc));
        log_info("schema now at version %d", target);
        done++;
    }
    return done;
}

int schema_init(void)
{
    char path[512], *sql;
    size_t len;
    int rc;

    if (schema_version() > 0)
        return E_EXISTS;
    TRY(data_path(path, sizeof path, "", "schema.sql"));
    sql = file_read(path, &len);
    if (!sql) {
        log_error("cannot read %s", path);
        return E_NOTFOUND;
    }
    rc = db_begin();
    if (rc >= 0) {
        rc = db_script(sql);
        if (rc >= 0)
            rc = db_script("PRAGMA user_version = 1");
        rc = db_end(rc);
    }
    free(sql);
    TRY(rc);
    return schema_migrate();
}

/* ------------------------------------------------------------------------ */

static const struct {
    const char *key;
    const char *dflt;
} conf_defaults[] = {
    { "api_token",       "" },
    { "audit_days",      "365" },
    { "gold_cents",      "100000" },
    { "hold_hours",      "48" },
    { "log_file",        "" },
    { "log_keep",        "3" },
    { "log_level",       "warn" },
    { "mail_max_tries",  "3" },
    { "max_lines",       "20" },
    { "office_mail",     "office@hollowlane.example" },
    { "purge_days",      "90" },
    { "reminder_hours",  "24" },
    { "ship_free_cents", "10000" },
    { "shop_name",       "Hollow Lane Garden Supplies" },
    { "silver_cents",    "30000" },
};

static struct hash *conf_cache;

int conf_known(const char *key)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(conf_defaults); i++)
        if (STREQ(conf_defaults[i].key, key))
            return 1;
    return 0;
}

static const char *conf_default(const char *key)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(conf_defaults); i++)
        if (STREQ(conf_defaults[i].key, key))
            return conf_defaults[i].dflt;
    return "";
}

static int conf_load_row(void *arg, int n, char **v, char **names)
{
    (void)n;
    (void)names;
    ht_put(arg, COL(0), xstrdup(COL(1)));
    return 0;
}

static struct hash *conf_table(void)
{
    if (!conf_cache) {
        conf_cache = ht_new(free);
        if (schema_version() > 0)
            db_each(conf_load_row, conf_cache, "SELECT key, value FROM settings");
    }
    return conf_cache;
}

void conf_forget(void)
{
    ht_free(conf_cache);
    conf_cache = NULL;
}

const char *conf_get(const char *key)
{
    const char *v = ht_get(conf_table(), key);

    return v ? v : conf_default(key);
}

int conf_int(const char *key)
{
    int v;

    if (parse_int(conf_get(key), &v) < 0 && parse_int(conf_default(key), &v) < 0)
        return 0;
    return v;
}

int conf_set(const char *key, const char *value)
{
    if (!conf_known(key))
        return E_NOTFOUND;
    TRY(db_exec("INSERT INTO settings(key, value) VALUES (%Q, %Q) "
                "ON CONFLICT(key) DO UPDATE SET value = excluded.value", key, value));
    ht_put(conf_table(), key, xstrdup(value));
    return 0;
}

void conf_each(void (*fn)(const char *key, const char *value, void *arg), void *arg)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(conf_defaults); i++)
        fn(conf_defaults[i].key, conf_get(conf_defaults[i].key), arg);
}

/* ------------------------------------------------------------------------ */

void audit(const char *who, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    sqlite3_stmt *st;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    st = db_prep("INSERT INTO audit_log(who, what, at) VALUES (?, ?, ?)");
    if (!st)
        return;
    sqlite3_bind_text(st, 1, who, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 2, text, -1, SQLITE_STATIC);
    sqlite3_bind_int64(st, 3, clock_now());
    db_done(st);
}

int audit_trim(int days)
{
    long long limit = (long long)clock_now() - (long long)days * DAY_SECS;
    int n = db_int("SELECT count(*) FROM audit_log WHERE at < %lld", limit);

    if (n > 0)
        TRY(db_exec("DELETE FROM audit_log WHERE at < %lld", limit));
    return n;
}
