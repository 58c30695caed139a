/* Characters of a source. In: places in the text; out: where literals and comments end, words compared, output. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "esql/reader.h"

bool
is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

bool
span_is(const struct reader *r, struct span s, const char *word)
{
	size_t n = strlen(word);
	return s.end - s.begin == n && !strncasecmp(r->text + s.begin, word, n);
}

bool
span_in(const struct reader *r, struct span s, const char *list)
{
	size_t n = s.end - s.begin;
	for (const char *p = list + 1; n && *p;) {
		size_t word = strcspn(p, " ");
		if (word == n && !strncasecmp(p, r->text + s.begin, n))
			return true;
		p += word + (p[word] == ' ');
	}
	return false;
}

const char *
span_lower(struct reader *r, struct span s)
{
	char *text = arena_strndup(r->arena, r->text + s.begin, s.end - s.begin);
	for (char *p = text; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return text;
}

size_t
blanks_skip(const struct reader *r, size_t at, size_t end)
{
	while (at < end && isspace((unsigned char)r->text[at]))
		at++;
	return at;
}

static bool
starts(const struct reader *r, size_t at, const char *mark)
{
	size_t n = strlen(mark);
	return r->length - at >= n && !memcmp(r->text + at, mark, n);
}

static size_t
behind(const struct reader *r, size_t at, const char *mark)
{
	size_t n = strlen(mark);
	const char *hit = r->length > at ? memmem(r->text + at, r->length - at, mark, n) : NULL;
	return hit ? (size_t)(hit - r->text) + n : r->length;
}

bool
is_comment(const struct reader *r, size_t at, bool in_sql)
{
	return starts(r, at, "/*") || starts(r, at, in_sql ? "--" : "//");
}

/* Up to the end of the line, without it. */
static size_t
line_end(const struct reader *r, size_t at)
{
	const char *hit = r->length > at ? memchr(r->text + at, '\n', r->length - at) : NULL;
	return hit ? (size_t)(hit - r->text) : r->length;
}

/* A C literal that is not closed ends with its line. */
static size_t
c_quote_end(const struct reader *r, size_t at)
{
	char quote = r->text[at++];
	while (at < r->length && r->text[at] != quote && r->text[at] != '\n')
		at += r->text[at] == '\\' && at + 1 < r->length ? 2 : 1;
	return at < r->length && r->text[at] == quote ? at + 1 : at;
}

size_t
c_literal_end(const struct reader *r, size_t at)
{
	if (starts(r, at, "/*"))
		return behind(r, at + 2, "*/");
	if (starts(r, at, "//"))
		return line_end(r, at);
	return r->text[at] == '"' || r->text[at] == '\'' ? c_quote_end(r, at) : at;
}

/* $tag$ … $tag$ */
static size_t
dollar_end(const struct reader *r, size_t at)
{
	size_t stop = at + 1;
	while (stop < r->length && r->text[stop] != '$' && is_word_char(r->text[stop]))
		stop++;
	if (stop >= r->length || r->text[stop] != '$' || isdigit((unsigned char)r->text[at + 1]))
		return at;
	const char *tag = arena_strndup(r->arena, r->text + at, stop + 1 - at);
	return behind(r, stop + 1, tag);
}

size_t
sql_literal_end(const struct reader *r, size_t at)
{
	char c = r->text[at];
	if (starts(r, at, "/*"))
		return behind(r, at + 2, "*/");
	if (starts(r, at, "--"))
		return line_end(r, at);
	if (c == '$' && r->dialect == ESQL_POSTGRESQL && at + 1 < r->length)
		return dollar_end(r, at);
	if (c != '\'' && c != '"')
		return at;
	for (at++; at < r->length; at++)
		if (r->text[at] == c && (at + 1 == r->length || r->text[++at] != c))
			return at < r->length ? at : r->length;
	return r->length;
}

void
out_text(struct reader *r, const char *text)
{
	for (; *text && !r->collecting; text++)
		vec_push(&r->out, *text);
}

void
out_span(struct reader *r, struct span s)
{
	for (size_t i = s.begin; i < s.end && !r->collecting; i++)
		vec_push(&r->out, r->text[i]);
}

const char *
span_flat(struct reader *r, struct span s)
{
	char *text = arena_alloc(r->arena, s.end - s.begin + 1);
	size_t n = 0;
	for (size_t i = s.begin, next; i < s.end; i = next) {
		size_t literal = c_literal_end(r, i);
		next = literal > i ? literal : i + 1;
		next = next < s.end ? next : s.end;
		bool blank = literal > i && is_comment(r, i, false);
		for (size_t k = i; k < (blank ? i + 1 : next); k++)
			text[n++] = blank || isspace((unsigned char)r->text[k]) || !r->text[k] ? ' ' : r->text[k];
	}
	return text;
}

void
out_flat(struct reader *r, struct span s)
{
	if (!r->collecting)
		out_text(r, span_flat(r, s));
}

void
note_add(struct reader *r, unsigned line, const char *text)
{
	if (!r->collecting)
		vec_push(&r->notes, (struct esql_note){line, text});
}
