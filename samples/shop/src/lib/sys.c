/* SPDX-License-Identifier: MIT */
/*
 * Log, clock, files, error texts.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util.h"

static FILE *log_fp;
static char  log_path[512];
static int   log_min = LOG_WARN;

static time_t fixed_now;          /* 0: use the machine's clock */
static char   data_dir[400] = "data";

static const struct {
    int         code;
    const char *text;
} err_texts[] = {
    { E_OK,       "ok" },
    { E_FAIL,     "failed" },
    { E_NOTFOUND, "not found" },
    { E_EXISTS,   "already exists" },
    { E_INVALID,  "invalid input" },
    { E_STOCK,    "out of stock" },
    { E_STATE,    "wrong state" },
    { E_PAID,     "already paid" },
    { E_DB,       "database error" },
    { E_BLOCKED,  "customer is blocked" },
    { E_LIMIT,    "limit exceeded" },
    { E_DENIED,   "not allowed" },
};

const char *err_text(int code)
{
    size_t i;

    for (i = 0; i < ARRAY_LEN(err_texts); i++)
        if (err_texts[i].code == code)
            return err_texts[i].text;
    return "unknown error";
}

/* ------------------------------------------------------------------------ */

int log_level_parse(const char *name)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    size_t i;

    for (i = 0; i < ARRAY_LEN(names); i++)
        if (STREQ(names[i], name))
            return (int)i;
    return LOG_WARN;
}

void log_setup(const char *path, int level)
{
    log_min = level;
    if (log_fp)
        fclose(log_fp);
    log_fp = NULL;
    log_path[0] = 0;
    if (path && *path) {
        str_copy(log_path, sizeof log_path, path);
        log_fp = fopen(log_path, "a");
        if (!log_fp)
            fprintf(stderr, "cannot write log %s: %s\n", log_path, strerror(errno));
    }
}

void log_close(void)
{
    if (log_fp)
        fclose(log_fp);
    log_fp = NULL;
}

void log_msg(int level, const char *file, int line, const char *fmt, ...)
{
    static const char letter[] = "DIWE";
    const char *base = strrchr(file, '/');
    char text[1024], when[32];
    va_list ap;

    if (level < log_min)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    fmt_time(clock_now(), when, sizeof when);
    if (log_fp) {
        fprintf(log_fp, "%s %c %s:%d %s\n", when, letter[level], base ? base + 1 : file, line, text);
        fflush(log_fp);
    }
    if (!log_fp || level >= LOG_ERROR)
        fprintf(stderr, "%c %s\n", letter[level], text);
}

/* shop.log -> shop.log.1 -> ... -> shop.log.keep; returns the number of files moved */
int log_rotate(int keep)
{
    char from[600], to[600];
    int i, moved = 0;

    if (!log_path[0])
        return 0;
    log_close();
    for (i = keep; i >= 1; i--) {
        snprintf(to, sizeof to, "%s.%d", log_path, i);
        if (i > 1)
            snprintf(from, sizeof from, "%s.%d", log_path, i - 1);
        else
            str_copy(from, sizeof from, log_path);
        if (rename(from, to) == 0)
            moved++;
    }
    log_fp = fopen(log_path, "a");
    return moved;
}

/* ------------------------------------------------------------------------ */

int parse_when(const char *s, time_t *out)
{
    struct tm tm = { 0 };
    long long secs;
    const char *rest;

    if (!s)
        return E_INVALID;
    if (strlen(s) > 8 && parse_id(s, &secs) == 0) {
        *out = (time_t)secs;
        return 0;
    }
    rest = strptime(s, "%Y-%m-%d", &tm);
    if (!rest)
        return E_INVALID;
    if (*rest == ' ' || *rest == 'T') {
        rest = strptime(rest + 1, "%H:%M:%S", &tm);
        if (!rest)
            return E_INVALID;
    }
    if (*rest)
        return E_INVALID;
    *out = timegm(&tm);
    return 0;
}

int clock_set(const char *when)
{
    time_t t;

    TRY(parse_when(when, &t));
    fixed_now = t;
    return 0;
}

time_t clock_now(void)
{
    return fixed_now ? fixed_now : time(NULL);
}

char *fmt_time(time_t t, char *buf, size_t n)
{
    struct tm tm;

    gmtime_r(&t, &tm);
    if (strftime(buf, n, "%Y-%m-%d %H:%M:%S", &tm) == 0 && n)
        buf[0] = 0;
    return buf;
}

char *fmt_day(time_t t, char *buf, size_t n)
{
    struct tm tm;

    gmtime_r(&t, &tm);
    if (strftime(buf, n, "%Y-%m-%d", &tm) == 0 && n)
        buf[0] = 0;
    return buf;
}

time_t day_start(time_t t)
{
    return t - t % DAY_SECS;
}

/* ------------------------------------------------------------------------ */

void set_data_dir(const char *dir)
{
    str_copy(data_dir, sizeof data_dir, dir);
}

int data_path(char *buf, size_t n, const char *sub, const char *name)
{
    int len = snprintf(buf, n, "%s/%s%s%s", data_dir, sub, *sub ? "/" : "", name);

    return len < 0 || (size_t)len >= n ? E_LIMIT : 0;
}

char *file_read(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    struct stat st;
    char *buf;

    if (!f)
        return NULL;
    if (fstat(fileno(f), &st) < 0 || !S_ISREG(st.st_mode)) {
        fclose(f);
        return NULL;
    }
    buf = xmalloc((size_t)st.st_size + 1);
    *len = fread(buf, 1, (size_t)st.st_size, f);
    buf[*len] = 0;
    fclose(f);
    return buf;
}

/* by way of a temporary name, so that a reader never sees half a file */
int file_write(const char *path, const char *data, size_t len)
{
    char tmp[700];
    FILE *f;
    int bad;

    snprintf(tmp, sizeof tmp, "%s.tmp", path);
    f = fopen(tmp, "wb");
    if (!f) {
        log_error("cannot write %s: %s", tmp, strerror(errno));
        return E_FAIL;
    }
    bad = fwrite(data, 1, len, f) != len;
    bad |= fclose(f) != 0;
    if (bad || rename(tmp, path) < 0) {
        log_error("writing %s failed: %s", path, strerror(errno));
        unlink(tmp);
        return E_FAIL;
    }
    return 0;
}

int make_dir(const char *path)
{
    if (mkdir(path, 0775) < 0 && errno != EEXIST) {
        log_error("mkdir %s: %s", path, strerror(errno));
        return E_FAIL;
    }
    return 0;
}
