/* Text → statements. A text is split at its semicolons, but not within a routine's BEGIN … END; a block without a
 * name (BEGIN x; y; END, DO $$ … $$) is not a statement but those within it. Each statement is read by a parser
 * of its own; tokens, arenas and the count of lines are shared. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

#define RESULT_COPY(p, field, number) \
	((number) = (p)->field.count, \
	 (p)->field.count ? arena_copy((p)->arena, (p)->field.at, (p)->field.count * sizeof *(p)->field.at) : NULL)

static int
by_place(const void *a, const void *b)
{
	const struct table_note *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* In order of appearance, though what an UPDATE writes is known late. */
static void
tables_copy(struct parser *p, struct sql_statement *s)
{
	vec_sort(&p->tables, by_place);
	s->table_count = p->tables.count;
	s->tables = p->tables.count ? arena_array(p->arena, struct sql_table_use, p->tables.count) : NULL;
	for (size_t i = 0; i < p->tables.count; i++)
		s->tables[i] = p->tables.at[i].use;
}

/* Columns of a fragment that nobody knows are no news. */
static void
unknown_columns_drop(struct parser *p)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->columns.count; i++) {
		if (p->columns.at[i].table)
			p->columns.at[kept++] = p->columns.at[i];
	}
	p->columns.count = kept;
}

void
statement_finish(struct parser *p)
{
	struct sql_statement *s = p->statement;
	resolve_all(p);
	if (!p->tables.count)
		unknown_columns_drop(p);
	tables_copy(p, s);
	s->columns = RESULT_COPY(p, columns, s->column_count);
	s->joins = RESULT_COPY(p, joins, s->join_count);
	s->predicates = RESULT_COPY(p, predicates, s->predicate_count);
	s->defs = RESULT_COPY(p, defs, s->def_count);
	s->keys = RESULT_COPY(p, keys, s->key_count);
	s->calls = RESULT_COPY(p, calls, s->call_count);
	s->complete = !p->broken && !p->tokens->broken;
	vec_finish(&p->tables);
	vec_finish(&p->columns);
	vec_finish(&p->joins);
	vec_finish(&p->predicates);
	vec_finish(&p->defs);
	vec_finish(&p->keys);
	vec_finish(&p->calls);
	vec_finish(&p->refs);
	vec_finish(&p->compared);
	vec_finish(&p->joined);
	map_finish(p->seen);
}

static bool
is_do_block(const struct token_list *tokens, size_t at, size_t end)
{
	const struct token *t = &tokens->list.at[at];
	return token_is(t, KEYWORD_DO) && at + 1 < end && (t[1].kind == TOKEN_BODY || t[1].kind == TOKEN_STRING ||
	                                                   token_is(&t[1], KEYWORD_LANGUAGE));
}

static void
do_block_read(const struct parser *context, size_t at, size_t end, struct statements *out)
{
	for (size_t i = at; i < end; i++) {
		if (context->list[i].kind == TOKEN_BODY || context->list[i].kind == TOKEN_STRING)
			body_text_read(context, &context->list[i], out);
	}
}

static void
one_read(const struct parser *context, size_t at, size_t end, struct statements *out)
{
	struct parser routine = *context;
	routine.in_routine = true;
	if (is_do_block(context->tokens, at, end)) {
		do_block_read(&routine, at, end, out);
	} else if (block_ahead(context->tokens, at)) {
		body_read(&routine, at, end, out);
	} else {
		struct arena_mark mark = arena_mark(context->scratch);
		struct sql_statement s;
		statement_read(context, at, end, &s);
		arena_pop(context->scratch, mark);
		vec_push(&out->list, s);
	}
}

struct sql_script
sql_parse(struct arena *a, const char *text, size_t length, const struct sql_schema *schema)
{
	if (length > UINT32_MAX / 2)
		length = UINT32_MAX / 2; /* token offsets are 32 bits */
	struct token_list tokens = {0};
	struct arena scratch;
	struct text_state state = {.length = length};
	struct statements found = {0};
	arena_init(&scratch);
	(void)arena_alloc(&scratch, 1); /* marks keep the first block */
	tokens_read(&tokens, text, 0, length);
	struct parser context = {.arena = a, .scratch = &scratch, .tokens = &tokens, .text = text, .list = tokens.list.at,
	                         .schema = schema, .state = &state};
	size_t count = tokens.list.count - 1;
	for (size_t at = 0; at < count;) {
		size_t end = statement_end(&tokens, at, count);
		if (end > at)
			one_read(&context, at, end, &found);
		at = end + 1;
	}
	struct sql_script script = {.count = found.list.count};
	script.statements = arena_copy(a, found.list.at, found.list.count * sizeof *found.list.at);
	vec_finish(&found.list);
	tokens_finish(&tokens);
	arena_finish(&scratch);
	free(state.copy);
	return script;
}
