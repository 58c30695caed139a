/* JSON as tokens (RFC 8259). In: a file; out: one token at a time, with its line.
 *
 * Invariants: memory is bounded by the longest string and JSON_DEPTH; what RFC 8259 forbids is an error, and
 * so is \u0000, which no path or argument can hold. A byte-order mark is accepted. */
#include "base/json_stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

void
json_init(struct json_stream *s, FILE *in)
{
	memset(s, 0, sizeof *s);
	s->in = in;
	s->line = s->line_now = 1;
}

void
json_finish(struct json_stream *s)
{
	free(s->text);
	s->text = NULL;
}

static int
take(struct json_stream *s)
{
	int c = getc_unlocked(s->in);
	if (c != EOF)
		s->offset++;
	s->line_now += c == '\n';
	return c;
}

static void
give_back(struct json_stream *s, int c)
{
	if (c == EOF)
		return;
	ungetc(c, s->in);
	s->offset--;
	s->line_now -= c == '\n';
}

static enum json_token
fail(struct json_stream *s, const char *why)
{
	s->error = why;
	return s->token = JSON_ERROR;
}

static bool
put(struct json_stream *s, int c)
{
	if (s->length + 1 >= s->capacity) {
		if (s->capacity >= JSON_TEXT_MAX) {
			fail(s, "a string is longer than 64 MiB");
			return false;
		}
		s->capacity = s->capacity ? 2 * s->capacity : 256;
		s->text = mem_grow(s->text, s->capacity);
	}
	s->text[s->length++] = (char)c;
	s->text[s->length] = '\0';
	return true;
}

static bool
put_code_point(struct json_stream *s, uint32_t c)
{
	if (c < 0x80)
		return put(s, (int)c);
	if (c < 0x800)
		return put(s, (int)(0xc0 | c >> 6)) && put(s, (int)(0x80 | (c & 0x3f)));
	if (c < 0x10000)
		return put(s, (int)(0xe0 | c >> 12)) && put(s, (int)(0x80 | (c >> 6 & 0x3f))) && put(s, (int)(0x80 | (c & 0x3f)));
	return put(s, (int)(0xf0 | c >> 18)) && put(s, (int)(0x80 | (c >> 12 & 0x3f))) &&
	       put(s, (int)(0x80 | (c >> 6 & 0x3f))) && put(s, (int)(0x80 | (c & 0x3f)));
}

/* Four hex digits; -1 with the error set. */
static int32_t
take_hex(struct json_stream *s)
{
	int32_t n = 0;
	for (int i = 0; i < 4; i++) {
		int c = take(s);
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
		if (digit < 0) {
			fail(s, "\\u needs four hex digits");
			return -1;
		}
		n = n * 16 + digit;
	}
	return n;
}

/* Python writes a byte of a name that is no UTF-8 as the lone surrogate 0xdc00 + byte. */
static bool
is_escaped_byte(int32_t c)
{
	return c >= 0xdc80 && c <= 0xdcff;
}

static bool
take_unicode(struct json_stream *s)
{
	int32_t c = take_hex(s), low;
	if (c < 0)
		return false;
	if (!c) {
		fail(s, "\\u0000 cannot be part of a path or an argument");
		return false;
	}
	if (c < 0xd800 || c > 0xdfff)
		return put_code_point(s, (uint32_t)c);
	if (is_escaped_byte(c))
		return put(s, (char)(c - 0xdc00));
	if (c >= 0xdc00 || take(s) != '\\' || take(s) != 'u' || (low = take_hex(s)) < 0xdc00 || low > 0xdfff) {
		fail(s, "half of a surrogate pair");
		return false;
	}
	return put_code_point(s, 0x10000 + ((uint32_t)(c - 0xd800) << 10) + (uint32_t)(low - 0xdc00));
}

static bool
take_escape(struct json_stream *s)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	int c = take(s);
	if (c == 'u')
		return take_unicode(s);
	const char *at = c > 0 ? strchr(from, c) : NULL;
	if (!at) {
		fail(s, "an unknown escape in a string");
		return false;
	}
	return put(s, to[at - from]);
}

/* The rest of a string after its quote. */
static bool
take_string(struct json_stream *s)
{
	s->length = 0;
	for (;;) {
		int c = take(s);
		if (c == '"')
			return s->length || (put(s, 0) && (s->length = 0, true));
		if (c == EOF) {
			fail(s, "the file ends within a string: it is cut off");
			return false;
		}
		if (c < 0x20) {
			fail(s, "a control character in a string");
			return false;
		}
		if (c == '\\' ? !take_escape(s) : !put(s, c))
			return false;
	}
}

static bool
is_word_part(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '+' || c == '-' || c == '.' || c == 'E';
}

static bool
is_number(const char *p)
{
	p += *p == '-';
	size_t digits = strspn(p, "0123456789");
	if (!digits || (*p == '0' && digits > 1))
		return false;
	p += digits;
	if (*p == '.') {
		digits = strspn(++p, "0123456789");
		if (!digits)
			return false;
		p += digits;
	}
	if (*p == 'e' || *p == 'E') {
		p++;
		p += *p == '+' || *p == '-';
		digits = strspn(p, "0123456789");
		if (!digits)
			return false;
		p += digits;
	}
	return !*p;
}

static enum json_token
take_word(struct json_stream *s, int c)
{
	s->length = 0;
	for (; is_word_part(c) && s->length < 64; c = take(s))
		if (!put(s, c))
			return JSON_ERROR;
	give_back(s, c);
	if (!s->length)
		return fail(s, "this is no JSON value");
	if (!strcmp(s->text, "true") || !strcmp(s->text, "false") || !strcmp(s->text, "null"))
		return s->token = JSON_WORD;
	return is_number(s->text) ? (s->token = JSON_NUMBER) : fail(s, "this is no JSON value");
}

static int
take_after_blanks(struct json_stream *s)
{
	int c;
	do
		c = take(s);
	while (c == ' ' || c == '\t' || c == '\n' || c == '\r');
	return c;
}

/* Skips UTF-8's byte-order mark. */
static bool
skip_mark(struct json_stream *s)
{
	int c = take(s);
	if (c != 0xef) {
		give_back(s, c);
		return true;
	}
	if (take(s) == 0xbb && take(s) == 0xbf)
		return true;
	fail(s, "this is no JSON value");
	return false;
}

static enum json_token
open_level(struct json_stream *s, int c)
{
	if (s->depth == JSON_DEPTH)
		return fail(s, "too deeply nested");
	s->kinds[s->depth++] = (unsigned char)c;
	s->after_value = s->after_key = false;
	return s->token = c == '{' ? JSON_OBJECT : JSON_ARRAY;
}

static enum json_token
close_level(struct json_stream *s, int c)
{
	if (!s->depth || s->kinds[s->depth - 1] != (c == '}' ? '{' : '['))
		return fail(s, "a closing bracket without its opening one");
	s->depth--;
	s->after_value = true;
	return s->token = c == '}' ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static enum json_token
take_key(struct json_stream *s, int c)
{
	if (c != '"')
		return fail(s, "a member's name must be a string");
	if (!take_string(s))
		return JSON_ERROR;
	if (take_after_blanks(s) != ':')
		return fail(s, "a colon must follow a member's name");
	s->after_value = false;
	s->after_key = true;
	return s->token = JSON_KEY;
}

static enum json_token
take_value(struct json_stream *s, int c)
{
	if (c == '{' || c == '[')
		return open_level(s, c);
	s->after_value = true;
	s->after_key = false;
	if (c != '"')
		return take_word(s, c);
	return take_string(s) ? (s->token = JSON_STRING) : JSON_ERROR;
}

static enum json_token
at_end(struct json_stream *s)
{
	if (ferror(s->in))
		return fail(s, "the file cannot be read to its end");
	if (!s->started)
		return fail(s, "the file is empty");
	if (s->depth || !s->after_value)
		return fail(s, "the file ends too early: it is cut off");
	return s->token = JSON_END;
}

enum json_token
json_next(struct json_stream *s)
{
	if (s->error || (s->started && s->token == JSON_END))
		return s->token;
	if (!s->offset && !skip_mark(s))
		return JSON_ERROR;
	int c = take_after_blanks(s);
	s->line = s->line_now;
	if (c == EOF)
		return at_end(s);
	s->started = true;
	bool in_object = s->depth && s->kinds[s->depth - 1] == '{';
	if (!s->depth && s->after_value)
		return fail(s, "something follows the end of the JSON text");
	bool first = s->token == JSON_OBJECT || s->token == JSON_ARRAY;
	if ((c == '}' || c == ']') && (s->after_value || first))
		return close_level(s, c);
	if (s->after_value) {
		if (c != ',')
			return fail(s, "a comma or a closing bracket is missing");
		s->after_value = false;
		c = take_after_blanks(s);
		s->line = s->line_now;
		if (c == EOF)
			return at_end(s);
	}
	return in_object && !s->after_key ? take_key(s, c) : take_value(s, c);
}

bool
json_skip(struct json_stream *s)
{
	if (s->token != JSON_OBJECT && s->token != JSON_ARRAY)
		return s->token != JSON_ERROR;
	for (unsigned depth = s->depth; s->depth >= depth;)
		if (json_next(s) == JSON_ERROR)
			return false;
	return true;
}
