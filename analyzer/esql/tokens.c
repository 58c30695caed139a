/* One statement's text → tokens. In: where it lies; out: r->tokens, host variables told apart from casts. */
#include <ctype.h>

#include "esql/reader.h"

enum { SUBSCRIPT_LIMIT = 1024 }; /* bytes; what is longer is no subscript */

/* [ … ] or nothing */
static size_t
subscript_end(const struct reader *r, size_t at, size_t end)
{
	int depth = 0;
	size_t start = at;
	if (at >= end || r->text[at] != '[')
		return at;
	for (; at < end && at - start < SUBSCRIPT_LIMIT; at++) {
		depth += r->text[at] == '[' ? 1 : r->text[at] == ']' ? -1 : 0;
		if (!depth)
			return at + 1;
	}
	return start;
}

static size_t
word_end(const struct reader *r, size_t at, size_t end)
{
	while (at < end && is_word_char(r->text[at]))
		at++;
	return at;
}

/* name, name.member, name->member, name[3].member; `at` is on the name. */
static size_t
expression_end(const struct reader *r, size_t at, size_t end)
{
	at = word_end(r, at, end);
	for (;;) {
		size_t next = subscript_end(r, at, end);
		size_t mark = next < end && r->text[next] == '.' ? 1 : next + 1 < end && r->text[next] == '-' && r->text[next + 1] == '>' ? 2 : 0;
		if (next > at && !mark) {
			at = next;
			continue;
		}
		if (!mark || next + mark >= end || isdigit((unsigned char)r->text[next + mark]) || !is_word_char(r->text[next + mark]))
			return next;
		at = word_end(r, next + mark, end);
	}
}

/* Where a host variable's name begins when a colon at `at` introduces one, else 0. */
static size_t
host_name(const struct reader *r, size_t at, size_t end)
{
	bool cast = at + 1 < end && r->text[at + 1] == ':';
	if (r->text[at] != ':' || cast || (at && r->text[at - 1] == ':'))
		return 0;
	size_t name = blanks_skip(r, at + 1, end);
	return name < end && is_word_char(r->text[name]) && !isdigit((unsigned char)r->text[name]) ? name : 0;
}

/* Behind a host variable: ":indicator" or "INDICATOR :indicator". */
static void
indicator_read(const struct reader *r, struct esql_token *t, size_t end)
{
	size_t at = blanks_skip(r, t->span.end, end);
	size_t stop = word_end(r, at, end);
	if (span_is(r, (struct span){at, stop}, "INDICATOR"))
		at = blanks_skip(r, stop, end);
	size_t name = at < end ? host_name(r, at, end) : 0;
	if (!name)
		return;
	t->indicator = (struct span){name, expression_end(r, name, end)};
	t->span.end = t->indicator.end;
}

static struct esql_token
token_read(const struct reader *r, size_t at, size_t end)
{
	size_t stop = sql_literal_end(r, at), name;
	if (stop > at) {
		enum esql_token_kind kind = r->text[at] == '"' ? ESQL_QUOTED : ESQL_STRING;
		return (struct esql_token){.kind = kind, .span = {at, stop < end ? stop : end}};
	}
	if (is_word_char(r->text[at]))
		return (struct esql_token){.kind = ESQL_WORD, .span = {at, word_end(r, at, end)}};
	if (!(name = host_name(r, at, end)))
		return (struct esql_token){.kind = ESQL_MARK, .span = {at, at + 1}};
	struct esql_token t = {.kind = ESQL_HOST, .name = {name, expression_end(r, name, end)}};
	t.span = (struct span){at, t.name.end};
	indicator_read(r, &t, end);
	return t;
}

void
esql_tokens(struct reader *r, struct span s)
{
	r->tokens.count = 0;
	for (size_t at = s.begin; (at = blanks_skip(r, at, s.end)) < s.end;) {
		if (is_comment(r, at, true)) {
			at = sql_literal_end(r, at);
			continue;
		}
		struct esql_token t = token_read(r, at, s.end);
		vec_push(&r->tokens, t);
		at = t.span.end;
	}
}

const struct esql_token *
esql_token(const struct reader *r, size_t i)
{
	static const struct esql_token none = {.kind = ESQL_MARK};
	return i < r->tokens.count ? &r->tokens.at[i] : &none;
}

bool
esql_token_in(const struct reader *r, size_t i, const char *list)
{
	return esql_token(r, i)->kind == ESQL_WORD && span_in(r, esql_token(r, i)->span, list);
}
