/* SPDX-License-Identifier: MIT */
/*
 * String builder, string odds and ends, JSON output.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "util.h"

void *xmalloc(size_t n)
{
    void *p = malloc(n ? n : 1);

    if (!p) {
        fputs("out of memory\n", stderr);
        exit(70);
    }
    return p;
}

char *xstrdup(const char *s)
{
    size_t n = strlen(s) + 1;

    return memcpy(xmalloc(n), s, n);
}

/* ------------------------------------------------------------------------ */

void sb_init(struct sb *b)
{
    b->buf = NULL;
    b->len = 0;
    b->cap = 0;
}

void sb_free(struct sb *b)
{
    free(b->buf);
    sb_init(b);
}

void sb_reset(struct sb *b)
{
    b->len = 0;
    if (b->buf)
        b->buf[0] = 0;
}

static void sb_grow(struct sb *b, size_t more)
{
    size_t cap = b->cap ? b->cap : 128;

    if (b->len + more + 1 <= b->cap)
        return;
    while (cap < b->len + more + 1)
        cap *= 2;
    b->buf = realloc(b->buf, cap);
    if (!b->buf) {
        fputs("out of memory\n", stderr);
        exit(70);
    }
    b->cap = cap;
}

void sb_addn(struct sb *b, const char *s, size_t n)
{
    sb_grow(b, n);
    if (n)
        memcpy(b->buf + b->len, s, n);
    b->len += n;
    b->buf[b->len] = 0;
}

void sb_add(struct sb *b, const char *s)
{
    sb_addn(b, s, strlen(s));
}

void sb_addc(struct sb *b, char c)
{
    sb_addn(b, &c, 1);
}

void sb_addf(struct sb *b, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    sb_grow(b, (size_t)n);
    va_start(ap, fmt);
    vsnprintf(b->buf + b->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

const char *sb_str(const struct sb *b)
{
    return b->buf ? b->buf : "";
}

void sb_add_html(struct sb *b, const char *s)
{
    for (; *s; s++) {
        switch (*s) {
        case '<':  sb_add(b, "&lt;"); break;
        case '>':  sb_add(b, "&gt;"); break;
        case '&':  sb_add(b, "&amp;"); break;
        case '"':  sb_add(b, "&quot;"); break;
        default:   sb_addc(b, *s);
        }
    }
}

/* one CSV field, quoted only when it must be */
void sb_add_csv(struct sb *b, const char *s)
{
    if (!strpbrk(s, ",;\"\r\n")) {
        sb_add(b, s);
        return;
    }
    sb_addc(b, '"');
    for (; *s; s++) {
        if (*s == '"')
            sb_addc(b, '"');
        sb_addc(b, *s);
    }
    sb_addc(b, '"');
}

/* ------------------------------------------------------------------------ */

char *str_trim(char *s)
{
    char *e;

    while (isspace((unsigned char)*s))
        s++;
    e = s + strlen(s);
    while (e > s && isspace((unsigned char)e[-1]))
        e--;
    *e = 0;
    return s;
}

void str_lower(char *s)
{
    for (; *s; s++)
        *s = (char)tolower((unsigned char)*s);
}

/* strlcpy with a verdict: -1 when it had to cut */
int str_copy(char *dst, size_t n, const char *src)
{
    size_t len = strlen(src);

    if (n == 0)
        return -1;
    if (len >= n) {
        memcpy(dst, src, n - 1);
        dst[n - 1] = 0;
        return -1;
    }
    memcpy(dst, src, len + 1);
    return 0;
}

int str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* splits in place, returns the number of parts, at most max */
int str_split(char *s, char sep, char **out, int max)
{
    int n = 0;

    while (n < max) {
        char *p = strchr(s, sep);

        out[n++] = s;
        if (!p || n == max)
            break;
        *p = 0;
        s = p + 1;
    }
    return n;
}

/* "Garden Tools & More" -> "garden-tools-more" */
void slugify(const char *title, char *buf, size_t n)
{
    size_t i = 0;
    int dash = 0;

    for (; *title && i + 2 < n; title++) {
        if (isalnum((unsigned char)*title)) {
            if (dash && i > 0)
                buf[i++] = '-';
            dash = 0;
            buf[i++] = (char)tolower((unsigned char)*title);
        } else {
            dash = 1;
        }
    }
    buf[i] = 0;
}

int parse_id(const char *s, long long *out)
{
    char *end;
    long long v;

    if (!s || !*s)
        return E_INVALID;
    errno = 0;
    v = strtoll(s, &end, 10);
    if (errno || *end)
        return E_INVALID;
    *out = v;
    return 0;
}

int parse_int(const char *s, int *out)
{
    long long v;

    if (parse_id(s, &v) < 0 || v > INT_MAX || v < INT_MIN)
        return E_INVALID;
    *out = (int)v;
    return 0;
}

/* "12", "12.5" and "12.50" are all fine, "12.505" and "-1" are not */
int parse_money(const char *s, int *cents)
{
    long whole = 0;
    int frac = 0, digits = 0;

    if (!s || !isdigit((unsigned char)*s))
        return E_INVALID;
    for (; isdigit((unsigned char)*s); s++) {
        whole = whole * 10 + (*s - '0');
        if (whole > 10000000)
            return E_INVALID;
    }
    if (*s == '.') {
        for (s++; isdigit((unsigned char)*s); s++) {
            if (++digits > 2)
                return E_INVALID;
            frac = frac * 10 + (*s - '0');
        }
        if (digits == 0)
            return E_INVALID;
        if (digits == 1)
            frac *= 10;
    }
    if (*s)
        return E_INVALID;
    *cents = (int)(whole * 100 + frac);
    return 0;
}

/* For printf arguments.  Eight results live at the same time, then it wraps. */
const char *money(long long cents)
{
    static char bufs[8][32];
    static unsigned next;
    char *b = bufs[next++ % 8];
    long long a = cents < 0 ? -cents : cents;

    snprintf(b, sizeof bufs[0], "%s%lld.%02d", cents < 0 ? "-" : "", a / 100, (int)(a % 100));
    return b;
}

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = tolower(c);
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

void url_decode(char *s)
{
    char *w = s;

    for (; *s; s++) {
        if (*s == '+') {
            *w++ = ' ';
        } else if (*s == '%' && hex_digit((unsigned char)s[1]) >= 0
                   && hex_digit((unsigned char)s[2]) >= 0) {
            int c = hex_digit((unsigned char)s[1]) * 16 + hex_digit((unsigned char)s[2]);

            if (c)
                *w++ = (char)c;
            s += 2;
        } else {
            *w++ = *s;
        }
    }
    *w = 0;
}

/* ------------------------------------------------------------------------ */

void js_begin(struct js *j, struct sb *out)
{
    j->out = out;
    j->first = 1;
}

static void js_quote(struct sb *b, const char *s)
{
    sb_addc(b, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c == '"' || c == '\\') {
            sb_addc(b, '\\');
            sb_addc(b, *s);
        } else if (c == '\n') {
            sb_add(b, "\\n");
        } else if (c < 0x20) {
            sb_addf(b, "\\u%04x", c);
        } else {
            sb_addc(b, *s);
        }
    }
    sb_addc(b, '"');
}

static void js_key(struct js *j, const char *key)
{
    if (!j->first)
        sb_addc(j->out, ',');
    j->first = 0;
    if (key) {
        js_quote(j->out, key);
        sb_addc(j->out, ':');
    }
}

void js_open(struct js *j, const char *key, char bracket)
{
    js_key(j, key);
    sb_addc(j->out, bracket);
    j->first = 1;
}

void js_close(struct js *j, char bracket)
{
    sb_addc(j->out, bracket);
    j->first = 0;
}

void js_str(struct js *j, const char *key, const char *val)
{
    js_key(j, key);
    js_quote(j->out, NVL(val));
}

void js_int(struct js *j, const char *key, long long val)
{
    js_key(j, key);
    sb_addf(j->out, "%lld", val);
}

/* amounts go out as strings, the shop's JavaScript must not do float sums */
void js_money(struct js *j, const char *key, long long cents)
{
    js_str(j, key, money(cents));
}

/* sqlite3_exec hands over strings only; these stay strings whatever is in them */
static int text_column(const char *name)
{
    static const char *const names[] = {
        "zip", "city", "line1", "name", "title", "customer", "body", "author", "ref", "reason",
        "subject", "sku", "code",
    };
    size_t i;

    for (i = 0; i < ARRAY_LEN(names); i++)
        if (STREQ(names[i], name))
            return 1;
    return 0;
}

static int looks_like_number(const char *s)
{
    if (*s == '-')
        s++;
    if (!isdigit((unsigned char)*s) || (*s == '0' && s[1]))
        return 0;
    while (isdigit((unsigned char)*s))
        s++;
    return *s == 0;
}

/* a database row as an object; columns called *_cents become money strings */
void js_rows(struct js *j, char **v, char **names, int n)
{
    int i;

    js_open(j, NULL, '{');
    for (i = 0; i < n; i++) {
        const char *val = NVL(v[i]);
        size_t len = strlen(names[i]);

        if (len > 6 && STREQ(names[i] + len - 6, "_cents")) {
            char key[64];

            snprintf(key, sizeof key, "%.*s", (int)MIN(len - 6, sizeof key - 1), names[i]);
            js_money(j, key, atoll(val));
        } else if (!text_column(names[i]) && looks_like_number(val)) {
            js_key(j, names[i]);
            sb_add(j->out, val);
        } else {
            js_str(j, names[i], val);
        }
    }
    js_close(j, '}');
}
