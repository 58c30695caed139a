/* SPDX-License-Identifier: MIT */
/*
 * The one place that talks to the driver, apart from a few prepared
 * statements elsewhere.  There is a single connection per process.
 */
#include <stdlib.h>

#include "db.h"
#include "util.h"

static sqlite3 *dbh;
static char     dbh_path[512];
static int      tx_depth;
static int      tx_broken;      /* an inner part failed, the outer one cannot commit */

const char *db_path(void)
{
    return dbh_path;
}

int db_open(const char *path)
{
    if (sqlite3_open(path, &dbh) != SQLITE_OK) {
        log_error("cannot open %s: %s", path, sqlite3_errmsg(dbh));
        sqlite3_close(dbh);
        dbh = NULL;
        return E_DB;
    }
    str_copy(dbh_path, sizeof dbh_path, path);
    sqlite3_busy_timeout(dbh, 5000);
    return db_script("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = OFF");
}

void db_close(void)
{
    if (!dbh)
        return;
    if (tx_depth > 0)
        log_warn("closing the database inside a transaction");
    sqlite3_close(dbh);
    dbh = NULL;
    tx_depth = 0;
}

static int db_fail(const char *sql)
{
    int code = sqlite3_errcode(dbh);

    if (code == SQLITE_CONSTRAINT) {
        int ext = sqlite3_extended_errcode(dbh);

        log_debug("constraint: %s", sqlite3_errmsg(dbh));
        if (ext == SQLITE_CONSTRAINT_UNIQUE || ext == SQLITE_CONSTRAINT_PRIMARYKEY)
            return E_EXISTS;
        if (ext == SQLITE_CONSTRAINT_FOREIGNKEY)
            return E_STATE;
        return E_INVALID;
    }
    log_error("sql error: %s in: %.300s", sqlite3_errmsg(dbh), sql);
    return E_DB;
}

/* several statements without arguments, as read from a file */
int db_script(const char *sql)
{
    if (sqlite3_exec(dbh, sql, NULL, NULL, NULL) != SQLITE_OK)
        return db_fail(sql);
    return 0;
}

static int db_vexec(const char *fmt, va_list ap)
{
    char *sql = sqlite3_vmprintf(fmt, ap);
    int rc;

    if (!sql)
        return E_DB;
    log_debug("sql: %s", sql);
    rc = db_script(sql);
    sqlite3_free(sql);
    return rc;
}

int db_exec(const char *fmt, ...)
{
    va_list ap;
    int rc;

    va_start(ap, fmt);
    rc = db_vexec(fmt, ap);
    va_end(ap);
    return rc;
}

int db_change(const char *fmt, ...)
{
    va_list ap;
    int rc;

    va_start(ap, fmt);
    rc = db_vexec(fmt, ap);
    va_end(ap);
    if (rc < 0)
        return rc;
    return sqlite3_changes(dbh) > 0 ? 0 : E_NOTFOUND;
}

long long db_insert(const char *fmt, ...)
{
    va_list ap;
    int rc;

    va_start(ap, fmt);
    rc = db_vexec(fmt, ap);
    va_end(ap);
    return rc < 0 ? rc : sqlite3_last_insert_rowid(dbh);
}

/* first row of a query, NULL when there is none; the caller finalizes */
static sqlite3_stmt *db_vfirst(const char *fmt, va_list ap)
{
    char *sql = sqlite3_vmprintf(fmt, ap);
    sqlite3_stmt *st = NULL;

    if (!sql)
        return NULL;
    log_debug("sql: %s", sql);
    if (sqlite3_prepare_v2(dbh, sql, -1, &st, NULL) != SQLITE_OK) {
        db_fail(sql);
        st = NULL;
    } else if (sqlite3_step(st) != SQLITE_ROW) {
        sqlite3_finalize(st);
        st = NULL;
    }
    sqlite3_free(sql);
    return st;
}

static long long db_vint64(long long dflt, const char *fmt, va_list ap)
{
    sqlite3_stmt *st = db_vfirst(fmt, ap);
    long long v = dflt;

    if (!st)
        return dflt;
    if (sqlite3_column_type(st, 0) != SQLITE_NULL)
        v = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return v;
}

long long db_int64(const char *fmt, ...)
{
    va_list ap;
    long long v;

    va_start(ap, fmt);
    v = db_vint64(0, fmt, ap);
    va_end(ap);
    return v;
}

int db_int(const char *fmt, ...)
{
    va_list ap;
    long long v;

    va_start(ap, fmt);
    v = db_vint64(0, fmt, ap);
    va_end(ap);
    return (int)v;
}

int db_int_or(int dflt, const char *fmt, ...)
{
    va_list ap;
    long long v;

    va_start(ap, fmt);
    v = db_vint64(dflt, fmt, ap);
    va_end(ap);
    return (int)v;
}

int db_text(char *buf, size_t n, const char *fmt, ...)
{
    va_list ap;
    sqlite3_stmt *st;

    buf[0] = 0;
    va_start(ap, fmt);
    st = db_vfirst(fmt, ap);
    va_end(ap);
    if (!st)
        return E_NOTFOUND;
    db_col_text(st, 0, buf, n);
    sqlite3_finalize(st);
    return 0;
}

/* fmt is a whole SELECT; says whether it has a row */
int db_exists(const char *fmt, ...)
{
    va_list ap;
    char *sql;
    int yes;

    va_start(ap, fmt);
    sql = sqlite3_vmprintf(fmt, ap);
    va_end(ap);
    if (!sql)
        return 0;
    yes = db_int("SELECT EXISTS(%s)", sql);
    sqlite3_free(sql);
    return yes;
}

int db_each(row_fn cb, void *arg, const char *fmt, ...)
{
    va_list ap;
    char *sql;
    int rc;

    va_start(ap, fmt);
    sql = sqlite3_vmprintf(fmt, ap);
    va_end(ap);
    if (!sql)
        return E_DB;
    log_debug("sql: %s", sql);
    rc = sqlite3_exec(dbh, sql, cb, arg, NULL);
    if (rc == SQLITE_ABORT)
        rc = 0;         /* the callback had seen enough */
    else if (rc != SQLITE_OK)
        rc = db_fail(sql);
    sqlite3_free(sql);
    return rc;
}

int db_count(const char *table, const char *where)
{
    return db_int("SELECT count(*) FROM %s WHERE %s", table, where && *where ? where : "1");
}

int db_set_field(const char *table, long long id, const char *col, const char *val)
{
    return db_change("UPDATE %s SET %s = %Q WHERE id = %lld", table, col, val, id);
}

int db_drop_row(const char *table, long long id)
{
    return db_change("DELETE FROM %s WHERE id = %lld", table, id);
}

/* ------------------------------------------------------------------------ */

sqlite3_stmt *db_prep(const char *sql)
{
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(dbh, sql, -1, &st, NULL) != SQLITE_OK) {
        db_fail(sql);
        return NULL;
    }
    return st;
}

/* runs a statement that gives no rows, and disposes of it */
int db_done(sqlite3_stmt *st)
{
    int rc = 0;

    if (!st)
        return E_DB;
    if (sqlite3_step(st) != SQLITE_DONE)
        rc = db_fail(sqlite3_sql(st));
    sqlite3_finalize(st);
    return rc;
}

void db_col_text(sqlite3_stmt *st, int col, char *buf, size_t n)
{
    const char *s = (const char *)sqlite3_column_text(st, col);

    str_copy(buf, n, NVL(s));
}

/* Transactions nest: only the outermost pair is real. */
int db_begin(void)
{
    if (tx_depth == 0) {
        TRY(db_script("BEGIN IMMEDIATE"));
        tx_broken = 0;
    }
    tx_depth++;
    return 0;
}

int db_end(int rc)
{
    if (tx_depth <= 0) {
        log_error("db_end without db_begin");
        return rc < 0 ? rc : E_DB;
    }
    if (rc < 0)
        tx_broken = 1;
    if (--tx_depth > 0)
        return rc;
    if (tx_broken) {
        db_script("ROLLBACK");
        return rc < 0 ? rc : E_FAIL;
    }
    if (db_script("COMMIT") < 0) {
        db_script("ROLLBACK");
        return E_DB;
    }
    return rc;
}

/* has another process written since we last asked? */
int db_changed_outside(void)
{
    static int seen = -1;
    int now = db_int("PRAGMA data_version");
    int changed = seen >= 0 && now != seen;

    seen = now;
    return changed;
}
