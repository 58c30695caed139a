/* SPDX-License-Identifier: MIT */
/*
 * db.h - our wrappers around sqlite3.  The fmt arguments are those of
 * sqlite3_mprintf, so use %Q for strings that come from outside.
 */
#ifndef DB_H
#define DB_H

#include <sqlite3.h>
#include <stddef.h>

typedef int (*row_fn)(void *arg, int n, char **v, char **names);

int       db_open(const char *path);
void      db_close(void);
const char *db_path(void);
int       db_script(const char *sql);

int       db_exec(const char *fmt, ...);
int       db_change(const char *fmt, ...);     /* E_NOTFOUND when no row was touched */
int       db_int(const char *fmt, ...);
int       db_int_or(int dflt, const char *fmt, ...);
long long db_int64(const char *fmt, ...);
int       db_text(char *buf, size_t n, const char *fmt, ...);
int       db_exists(const char *fmt, ...);
int       db_each(row_fn cb, void *arg, const char *fmt, ...);
long long db_insert(const char *fmt, ...);

int       db_count(const char *table, const char *where);
int       db_set_field(const char *table, long long id, const char *col, const char *val);
int       db_drop_row(const char *table, long long id);

sqlite3_stmt *db_prep(const char *sql);
int       db_done(sqlite3_stmt *st);
void      db_col_text(sqlite3_stmt *st, int col, char *buf, size_t n);

int       db_begin(void);
int       db_end(int rc);       /* commit when rc >= 0, else roll back; hands rc on */

int       db_changed_outside(void);

int       schema_init(void);
int       schema_migrate(void);
int       schema_version(void);

#define COL(i) (v[i] ? v[i] : "")

#endif
