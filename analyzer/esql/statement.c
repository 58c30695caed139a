/* What a statement becomes, told by its first words. In: r->tokens without EXEC SQL and semicolon; out: C on one line,
 * or nothing: declarations concern only the precompiler. */
#include <string.h>

#include "esql/reader.h"

struct cursor *
cursor_find(struct reader *r, struct span name)
{
	struct cursor *found = NULL;
	for (size_t i = 0; i < r->cursors.count; i++)
		if (span_is(r, name, r->cursors.at[i].name))
			if (!found || r->cursors.at[i].line <= r->statement_line)
				found = &r->cursors.at[i];
	return found;
}

/* INCLUDE sqlca; INCLUDE "x.h"; INCLUDE x */
static void
include_write(struct reader *r)
{
	const struct esql_token *t = esql_token(r, 1);
	bool alone = true;
	for (size_t i = r->statement_begin; alone && i > 0 && r->text[i - 1] != '\n'; i--)
		alone = r->text[i - 1] == ' ' || r->text[i - 1] == '\t';
	if (!alone || r->tokens.count < 2) {
		note_add(r, r->statement_line, "an INCLUDE that does not stand on a line of its own is left out");
		return;
	}
	out_text(r, "#include ");
	if (t->kind == ESQL_WORD) {
		struct span name = {t->span.begin, vec_last(&r->tokens).span.end};
		bool suffix = memchr(r->text + name.begin, '.', name.end - name.begin) != NULL;
		bool known = span_in(r, name, " SQLCA SQLDA ORACA SQLCPR ");
		out_text(r, "\"");
		out_text(r, known ? span_lower(r, name) : span_flat(r, name));
		out_text(r, suffix ? "\"" : ".h\"");
	} else if (t->kind == ESQL_STRING) {
		out_text(r, "\"");
		out_flat(r, (struct span){t->span.begin + 1, t->span.end - 1});
		out_text(r, "\"");
	} else {
		out_flat(r, (struct span){t->span.begin, vec_last(&r->tokens).span.end});
	}
}

/* Token i: CONTINUE, STOP, GOTO label, DO BREAK, DO f(x), CALL f(x), SQLPRINT → C, NULL for CONTINUE. */
static const char *
action_read(struct reader *r, size_t i)
{
	struct span rest = {esql_token(r, i + 1)->span.begin, r->tokens.count ? vec_last(&r->tokens).span.end : 0};
	size_t length = rest.end > rest.begin && i + 1 < r->tokens.count ? rest.end - rest.begin : 0;
	const char *text = span_flat(r, (struct span){rest.begin, rest.begin + length});
	length = strlen(text);
	if (esql_token_in(r, i, " CONTINUE "))
		return NULL;
	if (esql_token_in(r, i, " STOP "))
		return "{ extern void exit(int); exit(1); }";
	if (esql_token_in(r, i, " SQLPRINT "))
		return "{ extern void __exec_sql_print(void); __exec_sql_print(); }";
	if (esql_token_in(r, i, " GO ") && esql_token_in(r, i + 1, " TO "))
		return action_read(r, i + 1);
	if (esql_token_in(r, i, " GOTO TO "))
		return arena_printf(r->arena, "goto %s;", *text == ':' ? text + 1 : text);
	if (esql_token_in(r, i, " DO ") && esql_token_in(r, i + 1, " BREAK CONTINUE "))
		return arena_printf(r->arena, "%s;", span_lower(r, esql_token(r, i + 1)->span));
	if (esql_token_in(r, i, " DO CALL ")) {
		bool called = length && text[length - 1] == ')';
		return arena_printf(r->arena, called ? "%s;" : "%s();", text);
	}
	note_add(r, r->statement_line, "a WHENEVER whose action is not known");
	return NULL;
}

void
whenever_read(struct reader *r)
{
	if (esql_token_in(r, 1, " SQLERROR "))
		r->whenever[WHENEVER_ERROR] = action_read(r, 2);
	else if (esql_token_in(r, 1, " SQLWARNING "))
		r->whenever[WHENEVER_WARNING] = action_read(r, 2);
	else if (esql_token_in(r, 1, " NOT ") && esql_token_in(r, 2, " FOUND "))
		r->whenever[WHENEVER_NOT_FOUND] = action_read(r, 3);
	else
		note_add(r, r->statement_line, "a WHENEVER whose condition is not known");
}

/* DECLARE name … CURSOR … FOR query-or-name */
static void
declare_read(struct reader *r)
{
	size_t cursor = 2, from;
	while (cursor < r->tokens.count && !esql_token_in(r, cursor, " CURSOR TABLE STATEMENT DATABASE TYPE "))
		cursor++;
	if (!esql_token_in(r, cursor, " CURSOR ") || !r->collecting)
		return;
	for (from = cursor + 1; from < r->tokens.count && !esql_token_in(r, from, " FOR "); from++)
		;
	struct cursor c = {.name = span_lower(r, esql_token(r, 1)->span), .line = r->statement_line};
	if (esql_token_in(r, from + 1, " SELECT WITH VALUES TABLE EXECUTE CALL ") || esql_token(r, from + 1)->kind == ESQL_MARK)
		if (from + 1 < r->tokens.count)
			c.query = (struct span){esql_token(r, from + 1)->span.begin, vec_last(&r->tokens).span.end};
	vec_push(&r->cursors, c);
}

/* OPEN name …: the text of the cursor's query counts here. */
static void
open_write(struct reader *r, size_t first)
{
	struct cursor *c = esql_token(r, first + 1)->kind == ESQL_WORD ? cursor_find(r, esql_token(r, first + 1)->span) : NULL;
	if (c)
		c->opened = true;
	if (c && c->query.end)
		emit_sql(r, first, r->tokens.count, c);
	else
		emit_plain(r, "__exec_sql_call", first, r->tokens.count);
}

/* EXECUTE IMMEDIATE text; EXECUTE BEGIN … END; EXECUTE statement */
static void
execute_write(struct reader *r, size_t first)
{
	if (esql_token_in(r, first + 1, " IMMEDIATE "))
		emit_dynamic(r, first + 2);
	else if (esql_token_in(r, first + 1, " BEGIN DECLARE "))
		emit_sql(r, first + 1, r->tokens.count, NULL);
	else
		emit_plain(r, "__exec_sql_call", first, r->tokens.count);
}

/* PREPARE name FROM text; PREPARE name AS statement */
static void
prepare_write(struct reader *r, size_t first)
{
	if (esql_token_in(r, first + 2, " FROM "))
		emit_dynamic(r, first + 3);
	else
		emit_sql(r, first, r->tokens.count, NULL);
}

/* The first token behind AT connection and FOR count. */
static size_t
prefixes_skip(const struct reader *r)
{
	size_t first = 0;
	while (first + 2 < r->tokens.count && esql_token_in(r, first, " AT FOR "))
		first += 2;
	return first;
}

static const char precompiler_words[] =
	" VAR TYPE TYPEDEF OPTION CONTEXT REGISTER ENABLE IFDEF IFNDEF ELIF ELSE ENDIF DEFINE UNDEF ";

/* Statements about connections, descriptors, cursors: no SQL text. */
static const char session_words[] =
	" FETCH CLOSE DESCRIBE DISCONNECT DEALLOCATE ALLOCATE FREE GET LOB OBJECT COLLECTION CACHE MOVE ";

static void
executable_write(struct reader *r, size_t first)
{
	if (esql_token_in(r, first, " OPEN "))
		open_write(r, first);
	else if (esql_token_in(r, first, " EXECUTE "))
		execute_write(r, first);
	else if (esql_token_in(r, first, " PREPARE "))
		prepare_write(r, first);
	else if (esql_token_in(r, first, " CONNECT "))
		emit_plain(r, "__exec_sql_connect", first, r->tokens.count);
	else if (esql_token_in(r, first, " FETCH "))
		emit_plain(r, "__exec_sql_fetch", first, r->tokens.count);
	else if (esql_token_in(r, first, session_words) || (esql_token_in(r, first, " SET ") && esql_token_in(r, first + 1, " CONNECTION DESCRIPTOR AUTOCOMMIT ")))
		emit_plain(r, "__exec_sql_call", first, r->tokens.count);
	else
		emit_sql(r, first, r->tokens.count, NULL);
}

void
statement_translate(struct reader *r)
{
	size_t first = prefixes_skip(r);
	bool section = esql_token_in(r, 1, " DECLARE ") && esql_token_in(r, 2, " SECTION ");
	if (!r->tokens.count)
		note_add(r, r->statement_line, "an empty EXEC SQL");
	else if (section && esql_token_in(r, 0, " BEGIN END "))
		r->declaring = esql_token_in(r, 0, " BEGIN ");
	else if (esql_token_in(r, first, " INCLUDE "))
		include_write(r);
	else if (esql_token_in(r, first, " WHENEVER "))
		whenever_read(r);
	else if (esql_token_in(r, first, " DECLARE ") && first + 2 < r->tokens.count && esql_token(r, first + 1)->kind == ESQL_WORD)
		declare_read(r);
	else if (!esql_token_in(r, first, precompiler_words))
		executable_write(r, first);
}
