/* Source → C. In: a text; out: the same text with its EXEC SQL statements translated, line for line.
 * Two passes: cursors are opened before or after they are declared, so the first one notes them. */
#include <string.h>

#include "esql/reader.h"

/* Steps over [r->at, end) and gives it out as it is. */
static void
copy_until(struct reader *r, size_t end)
{
	for (; r->at < end; r->at++) {
		r->line += r->text[r->at] == '\n';
		if (!r->collecting)
			vec_push(&r->out, r->text[r->at]);
	}
}

/* Steps over [r->at, end) and gives out its line ends. */
static void
blank_until(struct reader *r, size_t end)
{
	for (; r->at < end; r->at++) {
		bool line = r->text[r->at] == '\n';
		r->line += line;
		if (line && !r->collecting)
			vec_push(&r->out, '\n');
	}
}

static struct span
word_at(const struct reader *r, size_t at)
{
	size_t end = at;
	while (end < r->length && is_word_char(r->text[end]))
		end++;
	return (struct span){at, end};
}

/* Behind EXEC SQL, EXEC ORACLE … when r->at is on such words, else 0. */
static size_t
exec_ahead(const struct reader *r, bool *sql)
{
	struct span exec = word_at(r, r->at);
	if (!span_is(r, exec, "EXEC"))
		return 0;
	struct span what = word_at(r, blanks_skip(r, exec.end, r->length));
	*sql = span_is(r, what, "SQL");
	return *sql || span_in(r, what, " ORACLE TOOLS IAF ") ? what.end : 0;
}

/* CREATE PROCEDURE …, BEGIN …, DECLARE … BEGIN: their semicolons do not end them, END-EXEC does. */
static bool
is_block(const struct reader *r, size_t at)
{
	struct span a = word_at(r, blanks_skip(r, at, r->length));
	while (span_in(r, a, " AT FOR OR REPLACE CREATE EXECUTE ")) {
		bool names = span_in(r, a, " AT FOR ");
		size_t next = blanks_skip(r, a.end, r->length);
		if (names && next < r->length && r->text[next] == ':')
			next = blanks_skip(r, next + 1, r->length);
		a = word_at(r, names ? blanks_skip(r, word_at(r, next).end, r->length) : next);
	}
	struct span b = word_at(r, blanks_skip(r, a.end, r->length));
	if (span_is(r, a, "BEGIN"))
		return b.end > b.begin && !span_in(r, b, " DECLARE WORK TRANSACTION ");
	return r->dialect == ESQL_ORACLE && span_in(r, a, " DECLARE PROCEDURE FUNCTION PACKAGE TRIGGER ");
}

/* Does an END-EXEC come before the next EXEC SQL? */
static bool
end_exec_at(const struct reader *r, size_t at)
{
	struct span end = word_at(r, at);
	return span_is(r, end, "END") && end.end < r->length && r->text[end.end] == '-' && span_is(r, word_at(r, end.end + 1), "EXEC");
}

/* Where the END-EXEC of a block stands; 0: there is none before the next EXEC SQL. */
static size_t
block_end(const struct reader *r, size_t at)
{
	while (at < r->length) {
		size_t next = sql_literal_end(r, at);
		struct span word = word_at(r, at);
		if (end_exec_at(r, at))
			return at;
		if (span_is(r, word, "EXEC") && span_is(r, word_at(r, blanks_skip(r, word.end, r->length)), "SQL"))
			return 0;
		at = next > at ? next : word.end > at ? word.end : at + 1;
	}
	return 0;
}

/* Where the semicolon of a statement stands, or the end of the text. */
static size_t
semicolon_after(const struct reader *r, size_t at)
{
	while (at < r->length && r->text[at] != ';') {
		size_t next = sql_literal_end(r, at);
		at = next > at ? next : at + 1;
	}
	return at;
}

static void
statement_read(struct reader *r, size_t begin, bool sql)
{
	size_t block = is_block(r, begin) ? block_end(r, begin) : 0;
	size_t end = block ? block : semicolon_after(r, begin), after = block ? semicolon_after(r, block) : end;
	r->statement_begin = r->at;
	r->statement_line = r->line;
	if (end == r->length)
		note_add(r, r->line, "a statement without a semicolon");
	if (sql) {
		esql_tokens(r, (struct span){begin, end});
		statement_translate(r);
	}
	blank_until(r, after < r->length ? after + 1 : r->length);
}

/* A line of the preprocessor, with those that continue it. */
static size_t
directive_end(const struct reader *r, size_t at)
{
	while (at < r->length && r->text[at] != '\n') {
		size_t next = r->text[at] == '/' && is_comment(r, at, false) ? c_literal_end(r, at) : at;
		if (next > at)
			at = next;
		else
			at += r->text[at] == '\\' && at + 1 < r->length ? 2 : 1;
	}
	return at < r->length ? at : r->length;
}

static void
word_read(struct reader *r)
{
	bool sql;
	struct span word = word_at(r, r->at);
	size_t begin = exec_ahead(r, &sql);
	bool varchar = span_is(r, word, "VARCHAR") && (r->dialect == ESQL_ORACLE || r->declaring);
	unsigned line = r->line;
	size_t from = r->at;
	if (begin) {
		statement_read(r, begin, sql);
	} else if (varchar && varchar_translate(r)) {
		size_t end = r->at;
		r->at = from;
		r->line = line;
		blank_until(r, end);
	} else {
		copy_until(r, word.end);
	}
}

static void
pass(struct reader *r, bool collecting)
{
	bool fresh = true; /* only blanks since the line began */
	r->collecting = collecting;
	r->at = 0;
	r->line = 1;
	r->declaring = false;
	memset(r->whenever, 0, sizeof r->whenever);
	while (r->at < r->length) {
		char c = r->text[r->at];
		size_t literal = c_literal_end(r, r->at);
		if (c == '#' && fresh)
			copy_until(r, directive_end(r, r->at));
		else if (literal > r->at)
			copy_until(r, literal);
		else if (is_word_char(c))
			word_read(r);
		else
			copy_until(r, r->at + 1);
		fresh = c == '\n' || (fresh && (c == ' ' || c == '\t'));
	}
}

static void
unopened_note(struct reader *r)
{
	for (size_t i = 0; i < r->cursors.count; i++)
		if (!r->cursors.at[i].opened)
			note_add(r, r->cursors.at[i].line, arena_printf(r->arena, "the cursor %s is opened nowhere in this file",
			                                                r->cursors.at[i].name));
}

static int
by_line(const void *a, const void *b)
{
	const struct esql_note *x = a, *y = b;
	return x->line != y->line ? (x->line < y->line ? -1 : 1) : strcmp(x->text, y->text);
}

void
esql_translate(struct arena *a, enum esql_dialect dialect, const char *text, size_t length, struct esql_result *out)
{
	struct reader r = {.arena = a, .dialect = dialect, .text = text, .length = length};
	pass(&r, true);
	pass(&r, false);
	unopened_note(&r);
	vec_sort(&r.notes, by_line);
	vec_push(&r.out, '\0');
	out->c = arena_copy(a, r.out.at, r.out.count);
	out->length = r.out.count - 1;
	out->statements = r.statements;
	out->notes = arena_copy(a, r.notes.at, r.notes.count * sizeof *r.notes.at);
	out->note_count = r.notes.count;
	vec_finish(&r.cursors);
	vec_finish(&r.varchars);
	vec_finish(&r.out);
	vec_finish(&r.notes);
	vec_finish(&r.tokens);
}

bool
esql_holds(const char *text, size_t length)
{
	struct reader r = {.text = text, .length = length};
	bool sql;
	while (r.at < length) {
		size_t literal = c_literal_end(&r, r.at);
		struct span word = word_at(&r, r.at);
		if (exec_ahead(&r, &sql))
			return true;
		r.at = literal > r.at ? literal : word.end > r.at ? word.end : r.at + 1;
	}
	return false;
}
