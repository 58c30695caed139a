/* Text made harmless. In: any bytes (identifiers, SQL, paths as the sources spell them). Out: UTF-8 without
 * control or bidirectional characters, escaped for its target. Nothing here fails: what cannot be shown shows as
 * U+FFFD, so that a hostile name is visible as such and never acts. */
#include "reports/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

#define REPLACEMENT 0xFFFDu

struct buffer {
	char *at;
	size_t count, capacity;
};

static void
put_bytes(struct buffer *b, const char *bytes, size_t n)
{
	vec_reserve(b, b->count + n);
	memcpy(b->at + b->count, bytes, n);
	b->count += n;
}

static void
put_text(struct buffer *b, const char *text)
{
	put_bytes(b, text, strlen(text));
}

static void
put_char(struct buffer *b, unsigned c)
{
	char out[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = n; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(lead[n] | c);
	put_bytes(b, out, n);
}

static char *
take(struct buffer *b, struct arena *a)
{
	char *text = arena_strndup(a, b->count ? b->at : "", b->count);
	vec_finish(b);
	return text;
}

unsigned
text_next(const char **p, bool *valid)
{
	const unsigned char *s = (const unsigned char *)*p;
	unsigned c = s[0], n = c < 0x80 ? 1 : (c & 0xE0) == 0xC0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : (c & 0xF8) == 0xF0 ? 4 : 0;
	static const unsigned least[5] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned value = n < 2 ? c : c & (0x7Fu >> n);
	bool good = n > 0;
	for (unsigned i = 1; good && i < n; i++) {
		good = (s[i] & 0xC0) == 0x80;
		value = value << 6 | (s[i] & 0x3F);
	}
	good = good && value >= least[n] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
	*p += !c ? 0 : good ? n : 1;
	if (valid)
		*valid = good;
	return good ? value : REPLACEMENT;
}

char *
text_utf8(struct arena *a, const char *text)
{
	struct buffer b = {0};
	const char *p = text ? text : "";
	for (unsigned c; (c = text_next(&p, NULL));)
		put_char(&b, c);
	return take(&b, a);
}

static bool
is_harmful(unsigned c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

static unsigned
next_shown(const char **p)
{
	unsigned c = text_next(p, NULL);
	return c && is_harmful(c) ? c == '\t' || c == '\n' ? ' ' : REPLACEMENT : c;
}

char *
text_show(struct arena *a, const char *text, size_t limit)
{
	struct buffer b = {0};
	const char *p = text ? text : "";
	size_t shown = 0;
	for (unsigned c; (c = next_shown(&p)); shown++) {
		if (b.count > TEXT_LIMIT - 8 || (limit && shown + 1 >= limit && *p)) {
			put_text(&b, "…");
			break;
		}
		put_char(&b, c);
	}
	return take(&b, a);
}

static char *
escape(struct arena *a, const char *text, const char *(*replace)(unsigned char))
{
	struct buffer b = {0};
	for (const char *p = text; *p; p++) {
		const char *r = replace((unsigned char)*p);
		if (r)
			put_text(&b, r);
		else
			put_bytes(&b, p, 1);
	}
	return take(&b, a);
}

static const char *
replace_xml(unsigned char c)
{
	return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : c == '\'' ? "&#39;" : NULL;
}

char *
text_xml(struct arena *a, const char *text, size_t limit)
{
	return escape(a, text_show(a, text, limit), replace_xml);
}

/* Entities, because a backslash inside a table cell means different things to different renderers. */
static const char *
replace_markdown(unsigned char c)
{
	static const char special[] = "\\`*[]<>|&~#!{}";
	static const char *const entity[] = {"&#92;", "&#96;", "&#42;", "&#91;", "&#93;", "&lt;", "&gt;", "&#124;",
	                                     "&amp;", "&#126;", "&#35;", "&#33;", "&#123;", "&#125;"};
	const char *at = c ? strchr(special, c) : NULL;
	return at ? entity[at - special] : NULL;
}

/* An underscore inside a word is plain; one at its edge would start emphasis. */
static char *
escape_underscores(struct arena *a, const char *text)
{
	struct buffer b = {0};
	for (const char *p = text; *p; p++) {
		bool edge = p == text || p[-1] == ' ' || p[-1] == '_' || !p[1] || p[1] == ' ' || p[1] == '_';
		put_text(&b, *p == '_' && edge ? "&#95;" : (char[]){*p, 0});
	}
	return take(&b, a);
}

char *
text_markdown(struct arena *a, const char *text, size_t limit)
{
	return escape_underscores(a, escape(a, text_show(a, text, limit), replace_markdown));
}

char *
text_fragment(struct arena *a, const char *text)
{
	struct buffer b = {0};
	const char *shown = text_show(a, text, 0);
	for (const char *p = shown; *p; p++) {
		char hex[4];
		bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
		             strchr("-_.", *p);
		snprintf(hex, sizeof hex, "%%%02X", (unsigned char)*p);
		put_text(&b, plain ? (char[]){*p, 0} : hex);
	}
	return take(&b, a);
}

char *
text_count(struct arena *a, size_t n, const char *one, const char *many)
{
	return n ? arena_printf(a, "%zu %s", n, n == 1 ? one : many) : arena_printf(a, "no %s", many);
}

char *
text_place(struct arena *a, const char *file, unsigned line)
{
	return !file || !*file ? arena_strdup(a, "") : line ? arena_printf(a, "%s:%u", file, line) : arena_strdup(a, file);
}

char *
text_base64(struct arena *a, const void *data, size_t size)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = data;
	char *out = arena_alloc(a, (size + 2) / 3 * 4 + 1), *o = out;
	for (size_t i = 0; i < size; i += 3) {
		uint32_t v = (uint32_t)in[i] << 16 | (i + 1 < size ? in[i + 1] : 0u) << 8 | (i + 2 < size ? in[i + 2] : 0u);
		*o++ = digits[v >> 18];
		*o++ = digits[v >> 12 & 63];
		*o++ = i + 1 < size ? digits[v >> 6 & 63] : '=';
		*o++ = i + 2 < size ? digits[v & 63] : '=';
	}
	return out;
}
