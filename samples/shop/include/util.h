/* SPDX-License-Identifier: MIT */
/*
 * util.h - everything that is not about the shop as such: strings, log,
 * clock, files, hash table, JSON output, settings.
 */
#ifndef UTIL_H
#define UTIL_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ARRAY_LEN(a)  (sizeof(a) / sizeof((a)[0]))
#define STREQ(a, b)   (strcmp((a), (b)) == 0)
#define NVL(s)        ((s) ? (s) : "")
#define MAX(a, b)     ((a) > (b) ? (a) : (b))
#define MIN(a, b)     ((a) < (b) ? (a) : (b))

/* leave the function with the callee's error code */
#define TRY(expr)                     \
    do {                              \
        int try_rc_ = (expr);         \
        if (try_rc_ < 0)              \
            return try_rc_;           \
    } while (0)

#define DAY_SECS   86400

/* All functions returning int give >= 0 when it worked and one of these when not. */
enum shop_err {
    E_OK       = 0,
    E_FAIL     = -1,
    E_NOTFOUND = -2,
    E_EXISTS   = -3,
    E_INVALID  = -4,
    E_STOCK    = -5,
    E_STATE    = -6,
    E_PAID     = -7,
    E_DB       = -8,
    E_BLOCKED  = -9,
    E_LIMIT    = -10,
    E_DENIED   = -11
};

const char *err_text(int code);

/* --- log ---------------------------------------------------------------- */

enum { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_setup(const char *path, int level);
void log_close(void);
void log_msg(int level, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
int  log_rotate(int keep);
int  log_level_parse(const char *name);

#define log_debug(...) log_msg(LOG_DEBUG, __FILE__, __LINE__, __VA_ARGS__)
#define log_info(...)  log_msg(LOG_INFO, __FILE__, __LINE__, __VA_ARGS__)
#define log_warn(...)  log_msg(LOG_WARN, __FILE__, __LINE__, __VA_ARGS__)
#define log_error(...) log_msg(LOG_ERROR, __FILE__, __LINE__, __VA_ARGS__)

/* --- clock -------------------------------------------------------------- */

int    clock_set(const char *when);          /* epoch seconds or YYYY-MM-DD[ HH:MM:SS] */
time_t clock_now(void);
int    parse_when(const char *s, time_t *out);
char  *fmt_time(time_t t, char *buf, size_t n);
char  *fmt_day(time_t t, char *buf, size_t n);
time_t day_start(time_t t);

/* --- string builder ------------------------------------------------------ */

struct sb {
    char  *buf;
    size_t len;
    size_t cap;
};

void        sb_init(struct sb *b);
void        sb_free(struct sb *b);
void        sb_reset(struct sb *b);
void        sb_addn(struct sb *b, const char *s, size_t n);
void        sb_add(struct sb *b, const char *s);
void        sb_addc(struct sb *b, char c);
void        sb_addf(struct sb *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void        sb_add_html(struct sb *b, const char *s);
void        sb_add_csv(struct sb *b, const char *s);
const char *sb_str(const struct sb *b);

/* --- strings -------------------------------------------------------------- */

char *str_trim(char *s);
void  str_lower(char *s);
int   str_copy(char *dst, size_t n, const char *src);
int   str_starts(const char *s, const char *prefix);
int   str_split(char *s, char sep, char **out, int max);
void  slugify(const char *title, char *buf, size_t n);
int   parse_int(const char *s, int *out);
int   parse_id(const char *s, long long *out);
int   parse_money(const char *s, int *cents);
const char *money(long long cents);
void  url_decode(char *s);
void *xmalloc(size_t n);
char *xstrdup(const char *s);

/* --- JSON output ----------------------------------------------------------- */

struct js {
    struct sb *out;
    int        first;
};

void js_begin(struct js *j, struct sb *out);
void js_open(struct js *j, const char *key, char bracket);
void js_close(struct js *j, char bracket);
void js_str(struct js *j, const char *key, const char *val);
void js_int(struct js *j, const char *key, long long val);
void js_money(struct js *j, const char *key, long long cents);
void js_rows(struct js *j, char **v, char **names, int n);

/* --- hash table, string key ------------------------------------------------ */

struct hash;

struct hash *ht_new(void (*free_val)(void *));
void  ht_free(struct hash *h);
void  ht_clear(struct hash *h);
void *ht_get(const struct hash *h, const char *key);
void  ht_put(struct hash *h, const char *key, void *val);
int   ht_del(struct hash *h, const char *key);
int   ht_count(const struct hash *h);

/* --- files ------------------------------------------------------------------ */

char *file_read(const char *path, size_t *len);      /* malloced, NUL-terminated, or NULL */
int   file_write(const char *path, const char *data, size_t len);
int   make_dir(const char *path);
int   data_path(char *buf, size_t n, const char *sub, const char *name);
void  set_data_dir(const char *dir);

/* --- settings ----------------------------------------------------------------- */

const char *conf_get(const char *key);
int         conf_int(const char *key);
int         conf_set(const char *key, const char *value);
int         conf_known(const char *key);
void        conf_forget(void);
void        conf_each(void (*fn)(const char *key, const char *value, void *arg), void *arg);

/* a line in the audit log */
void audit(const char *who, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int  audit_trim(int days);

#endif
