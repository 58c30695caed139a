/* C calls in place of statements. In: r->tokens; out: text on one line, which is a block of its own:
 *   { extern int __exec_sql_oracle(const char *, ...); __exec_sql_oracle("…", &(out), (in)); if (…) goto failed; } */
#include "esql/reader.h"

struct argument { struct span expression; bool written; };

struct call {
	struct reader *reader;
	VEC(struct argument) arguments;
};

static void
char_escape(struct reader *r, char c)
{
	char octal[] = {'\\', (char)('0' + (((unsigned char)c >> 6) & 7)), (char)('0' + (((unsigned char)c >> 3) & 7)),
	                (char)('0' + ((unsigned char)c & 7)), '\0'};
	if (c == '"' || c == '\\' || c == '?')
		out_text(r, (char[]){'\\', c, '\0'});
	else if ((unsigned char)c < ' ')
		out_text(r, octal);
	else
		out_text(r, (char[]){c, '\0'});
}

static void
escape(struct reader *r, struct span s)
{
	for (size_t i = s.begin; i < s.end; i++)
		char_escape(r, r->text[i]);
}

static void
argument_add(struct call *c, struct span expression, bool written)
{
	if (expression.end > expression.begin)
		vec_push(&c->arguments, (struct argument){expression, written});
}

static void
host_add(struct call *c, const struct esql_token *t, bool written)
{
	argument_add(c, t->name, written);
	argument_add(c, t->indicator, written);
}

static const char *
sql_function(const struct reader *r)
{
	return r->dialect == ESQL_ORACLE ? "__exec_sql_oracle" : "__exec_sql_postgresql";
}

static void
call_begin(struct call *c, struct reader *r, const char *function)
{
	*c = (struct call){.reader = r};
	out_text(r, "{ extern int ");
	out_text(r, function);
	out_text(r, "(const char *, ...); ");
	out_text(r, function);
	out_text(r, "(");
}

static void
arguments_write(struct call *c)
{
	for (size_t i = 0; i < c->arguments.count; i++) {
		out_text(c->reader, c->arguments.at[i].written ? ", &(" : ", (");
		out_flat(c->reader, c->arguments.at[i].expression);
		out_text(c->reader, ")");
	}
}

static void
whenever_write(struct reader *r)
{
	static const char *const tests[] = {[WHENEVER_ERROR] = "< 0", [WHENEVER_WARNING] = "== 1", [WHENEVER_NOT_FOUND] = "== 100"};
	bool declared = false;
	for (int i = 0; i < WHENEVER_COUNT; i++) {
		if (!r->whenever[i])
			continue;
		out_text(r, declared ? " if (__exec_sql_state() " : " extern int __exec_sql_state(void); if (__exec_sql_state() ");
		out_text(r, tests[i]);
		out_text(r, ") { ");
		out_text(r, r->whenever[i]);
		out_text(r, " }");
		declared = true;
	}
}

static void
call_end(struct call *c)
{
	arguments_write(c);
	out_text(c->reader, ");");
	whenever_write(c->reader);
	out_text(c->reader, " }");
	vec_finish(&c->arguments);
}

/* Is token i the INTO of host variables? */
static bool
into_ahead(const struct reader *r, size_t i)
{
	return esql_token_in(r, i, " INTO ") && esql_token(r, i + 1)->kind == ESQL_HOST;
}

/* Behind the list of host variables whose INTO is token i; they are what the statement writes. */
static size_t
into_read(struct call *c, size_t i, size_t last)
{
	const struct reader *r = c->reader;
	i++;
	while (i < last && esql_token(r, i)->kind == ESQL_HOST) {
		host_add(c, esql_token(r, i), true);
		const struct esql_token *next = esql_token(r, i + 1);
		bool more = i + 2 < last && next->kind == ESQL_MARK && r->text[next->span.begin] == ',';
		i += more ? 2 : 1;
		if (!more)
			break;
	}
	return i;
}

/* ":x :=" within a block */
static bool
is_assigned(const struct reader *r, size_t i)
{
	const struct esql_token *colon = esql_token(r, i + 1), *equals = esql_token(r, i + 2);
	return colon->kind == ESQL_MARK && equals->kind == ESQL_MARK && colon->span.end == equals->span.begin &&
	       equals->span.end > equals->span.begin && r->text[colon->span.begin] == ':' && r->text[equals->span.begin] == '=';
}

static void
number_write(struct reader *r, size_t number)
{
	out_text(r, arena_printf(r->arena, "$%zu", number));
}

/* Within a block an INTO list stays in the text: PL/SQL reads it. */
static void
text_write(struct call *c, size_t first, size_t last, bool block)
{
	struct reader *r = c->reader;
	size_t number = 0, end = 0;
	out_text(r, "\"");
	for (size_t i = first; i < last;) {
		const struct esql_token *t = esql_token(r, i);
		if (!block && into_ahead(r, i)) {
			i = into_read(c, i, last);
			continue;
		}
		if (end && t->span.begin > end)
			out_text(r, " ");
		end = t->span.end;
		if (t->kind == ESQL_HOST) {
			number_write(r, ++number);
			host_add(c, t, block && (is_assigned(r, i) || (i && into_ahead(r, i - 1))));
		} else {
			escape(r, t->span);
		}
		i++;
	}
	out_text(r, "\"");
}

/* BEGIN … END, DECLARE … BEGIN … END */
static bool
is_block(const struct reader *r, size_t first, size_t last)
{
	return esql_token_in(r, first, " BEGIN DECLARE ") && last > first + 2;
}

void
emit_sql(struct reader *r, size_t first, size_t last, const struct cursor *opened)
{
	struct call c;
	r->statements += !r->collecting;
	call_begin(&c, r, sql_function(r));
	if (opened) {
		for (size_t i = first; i < last; i++) /* OPEN c USING :a, :b */
			if (esql_token(r, i)->kind == ESQL_HOST)
				host_add(&c, esql_token(r, i), false);
		esql_tokens(r, opened->query);
		first = 0;
		last = r->tokens.count;
	}
	text_write(&c, first, last, is_block(r, first, last));
	call_end(&c);
}

static bool
is_varchar(struct reader *r, struct span name)
{
	for (size_t i = 0; i < r->varchars.count; i++)
		if (span_is(r, name, r->varchars.at[i]))
			return true;
	return false;
}

static void
literal_write(struct reader *r, struct span s)
{
	char quote = r->text[s.begin];
	out_text(r, "\"");
	for (size_t i = s.begin + 1; i + 1 < s.end; i++) {
		char_escape(r, r->text[i]);
		if (r->text[i] == quote && r->text[i + 1] == quote)
			i++;
	}
	out_text(r, "\"");
}

void
emit_dynamic(struct reader *r, size_t i)
{
	struct call c;
	const struct esql_token *t = esql_token(r, i);
	r->statements += !r->collecting;
	call_begin(&c, r, sql_function(r));
	if (t->kind == ESQL_HOST || t->kind == ESQL_WORD) {
		struct span name = t->kind == ESQL_HOST ? t->name : t->span;
		out_text(r, "(const char *)(");
		out_flat(r, name);
		out_text(r, is_varchar(r, name) ? ").arr" : ")");
	} else if (t->kind == ESQL_STRING || t->kind == ESQL_QUOTED) {
		literal_write(r, t->span);
	} else {
		out_text(r, "\"\"");
		note_add(r, r->statement_line, "the text of a dynamic statement was not found");
	}
	call_end(&c);
}

void
emit_plain(struct reader *r, const char *function, size_t first, size_t last)
{
	struct call c;
	bool written = false;
	call_begin(&c, r, function);
	out_text(r, "\"");
	escape(r, esql_token(r, first)->span);
	out_text(r, "\"");
	for (size_t i = first; i < last; i++) {
		written = esql_token_in(r, i, " INTO ") || (written && !esql_token_in(r, i, " USING "));
		if (esql_token(r, i)->kind == ESQL_HOST)
			host_add(&c, esql_token(r, i), written);
	}
	call_end(&c);
}
