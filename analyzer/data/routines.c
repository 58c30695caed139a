/* Routines. In: the statements that create them; out: a function row each, of kind `routine`, the accesses of its body, and
 * calls: of the C functions whose statements call it, of other routines, of triggers that fire.
 *
 * A name created twice in one file is one routine (drop and create again); one created in several files is several, and a
 * call may mean each of them. */
#include "data/routines.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "data/schema.h"

static bool
creates_routine(const struct sql_statement *q)
{
	return (q->verb == SQL_CREATE_ROUTINE || q->verb == SQL_CREATE_TRIGGER) && q->object && !strchr(q->object, SQL_HOLE_BEGIN);
}

static struct routine *
in_file(struct data *d, const char *name, const char *file)
{
	for (size_t i = 0; i < d->routines.count; i++)
		if (!strcasecmp(d->routines.at[i].name, name) && !strcmp(d->routines.at[i].file, file))
			return &d->routines.at[i];
	return NULL;
}

bool
routine_is_meant(const char *called, const char *routine)
{
	const char *own = text_last_part(routine), *member = text_last_part(called);
	size_t length = strlen(own), front = (size_t)(member - called);
	if (!strcasecmp(member, own))
		return true;
	bool ends = front > length && !strncasecmp(member - 1 - length, own, length);
	return ends && (front == length + 1 || member[-2 - (ptrdiff_t)length] == '.');
}

/* The next routine behind `last` (NULL: the first) that a statement means by the name; NULL: no more. */
static const struct routine *
next_meant(const struct data *d, const char *called, const struct routine *last)
{
	for (size_t i = last ? (size_t)(last - d->routines.at) + 1 : 0; i < d->routines.count; i++)
		if (!d->routines.at[i].is_trigger && routine_is_meant(called, d->routines.at[i].name))
			return &d->routines.at[i];
	return NULL;
}

const struct routine *
routine_trigger(const struct data *d, const char *name)
{
	for (size_t i = 0; i < d->routines.count; i++)
		if (d->routines.at[i].is_trigger && !strcasecmp(d->routines.at[i].name, name))
			return &d->routines.at[i];
	return NULL;
}

static uint32_t
lines_in(const char *text, size_t length)
{
	uint32_t n = 0;
	for (size_t i = 0; i < length; i++)
		n += text[i] == '\n';
	return n;
}

/* Lines are told apart in files; the literals of C have the one they begin on. */
static uint32_t
line_of(const struct statement *s, const struct sql_statement *q)
{
	return s->line + (s->symbol == PROGRAM_NONE ? q->line : 0);
}

static const char *
words_of(struct data *d, const struct sql_statement *q)
{
	struct words w = {.arena = &d->scratch};
	struct arena_mark mark = arena_mark(&d->scratch);
	words_add(&w, q->object);
	for (size_t i = 0; i < q->body_count; i++)
		for (size_t k = 0; k < q->body[i].table_count; k++)
			words_add(&w, q->body[i].tables[k].name);
	const char *text = words_text(&w, &d->p->arena);
	words_finish(&w);
	arena_pop(&d->scratch, mark);
	return text;
}

static void
put_function(struct data *d, const struct statement *s, const struct sql_statement *q, int64_t number)
{
	const char *key = arena_printf(&d->p->arena, s->symbol == PROGRAM_NONE ? "%s:%s" : "%s:%s@sql", s->file, q->object);
	uint32_t line = line_of(s, q);
	uint32_t end = line + (s->symbol == PROGRAM_NONE ? lines_in(s->text + q->begin, q->end - q->begin) : 0);
	ROW_ADD(d->rows, FUNCTION, function, .id = number, .key = key, .name = program_text(d->p, intern_text(&d->p->text, q->object)),
	        .file = s->file, .line = line, .end_line = end, .kind = FUNCTION_ROUTINE, .origin = ORIGIN_OWN,
	        .physical_file = s->file, .physical_line = line, .physical_end_line = end, .words = words_of(d, q),
	        .hangs_on = q->on_table ? table_shown(d, q->on_table, strchr(q->on_table, SQL_HOLE_BEGIN) != NULL) : NULL);
}

static int64_t
sites_known(const struct rows *rows)
{
	int64_t most = 0;
	for (size_t i = 0; i < rows_count(rows, ROW_CALL_KIND); i++) {
		const struct row_call *c = rows_at(rows, ROW_CALL_KIND, i);
		most = c->site > most ? c->site : most;
	}
	return most;
}

void
routines_find(struct data *d)
{
	int64_t number = 0;
	d->sites_used = sites_known(d->rows);
	for (size_t i = 0; i < rows_count(d->rows, ROW_FUNCTION_KIND); i++) {
		const struct row_function *f = rows_at(d->rows, ROW_FUNCTION_KIND, i);
		number = f->id > number ? f->id : number;
	}
	for (size_t i = 0; i < d->statements.count; i++) {
		const struct statement *s = &d->statements.at[i];
		for (size_t k = 0; k < s->script.count; k++) {
			const struct sql_statement *q = &s->script.statements[k];
			if (!creates_routine(q) || in_file(d, q->object, s->file))
				continue;
			const char *name = program_text(d->p, intern_text(&d->p->text, q->object));
			vec_push(&d->routines, (struct routine){name, ++number, s->file, q->verb == SQL_CREATE_TRIGGER});
			put_function(d, s, q, number);
		}
	}
}

static void
put_access(struct data *d, const struct statement *s, const struct sql_statement *q, const struct routine *r, const char *table,
           const char *column, enum table_mode mode)
{
	if (!table || table_is_catalog(table))
		return;
	ROW_ADD(d->rows, TABLE_ACCESS, table_access, .function = r->number, .store = "sql", .table_name = table,
	        .column_name = column ? program_text(d->p, intern_text(&d->p->text, column)) : NULL, .mode = mode, .file = s->file,
	        .line = line_of(s, q), .statement_id = s->id, .confidence = CONFIDENCE_EXACT,
	        .how = q->verb == SQL_CREATE_TRIGGER ? "the trigger hangs on it" : r->is_trigger ? "body of the trigger" : "body of the routine");
	schema_used(d, table, s, false);
}

static void
put_call(struct data *d, int64_t caller, int64_t callee, const char *file, uint32_t line, const char *configs, const char *how)
{
	if (!caller || caller == callee)
		return;
	ROW_ADD(d->rows, CALL, call, .site = ++d->sites_used, .caller = caller, .callee = callee, .kind = CALL_ROUTINE, .file = file,
	        .line = line, .result_use = RESULT_USED, .weight = 1, .configs = configs, .confidence = CONFIDENCE_RESOLVED, .how = how);
}

void
routine_call(struct data *d, const struct statement *from, const struct routine *to, const char *how)
{
	if (from->symbol != PROGRAM_NONE)
		put_call(d, d->p->symbols.at[from->symbol].number, to->number, from->file, from->line, statement_configs(d, from), how);
}

static void
put_calls_of(struct data *d, const struct statement *s, const struct sql_statement *q, const struct routine *r, const char *called)
{
	for (const struct routine *to = NULL; (to = next_meant(d, called, to));)
		put_call(d, r->number, to->number, s->file, line_of(s, q), NULL, r->is_trigger ? "the trigger calls it" : "the routine calls it");
}

/* EXECUTE FUNCTION f() of a trigger names f only as the object. */
static void
put_calls(struct data *d, const struct statement *s, const struct sql_statement *q, const struct routine *r)
{
	const char *object = q->verb == SQL_CALL ? q->object : NULL;
	for (size_t i = 0; i < q->call_count; i++)
		if (!object || strcasecmp(q->calls[i], object))
			put_calls_of(d, s, q, r, q->calls[i]);
	if (object)
		put_calls_of(d, s, q, r, object);
}

static void
put_body(struct data *d, const struct statement *s, const struct sql_statement *body, size_t count, const struct routine *r)
{
	for (size_t i = 0; i < count; i++) {
		const struct sql_statement *q = &body[i];
		for (size_t k = 0; k < q->table_count; k++)
			put_access(d, s, q, r, table_shown(d, q->tables[k].name, q->tables[k].has_hole), NULL, q->tables[k].mode);
		for (size_t k = 0; k < q->column_count; k++)
			if (q->columns[k].table)
				put_access(d, s, q, r, table_shown(d, q->columns[k].table, strchr(q->columns[k].table, SQL_HOLE_BEGIN) != NULL),
				           q->columns[k].column, q->columns[k].mode);
		put_calls(d, s, q, r);
		put_body(d, s, q->body, q->body_count, r);
	}
}

static bool
is_definition(const struct sql_statement *q)
{
	return q->verb >= SQL_CREATE_TABLE && q->verb <= SQL_ALTER;
}

void
routines_rows(struct data *d)
{
	if (!d->routines.count)
		return;
	for (size_t i = 0; i < d->statements.count; i++) {
		const struct statement *s = &d->statements.at[i];
		for (size_t k = 0; k < s->script.count; k++) {
			const struct sql_statement *q = &s->script.statements[k];
			const struct routine *r = creates_routine(q) ? in_file(d, q->object, s->file) : NULL;
			if (r && q->on_table)
				put_access(d, s, q, r, table_shown(d, q->on_table, strchr(q->on_table, SQL_HOLE_BEGIN) != NULL), NULL, TABLE_READ);
			if (r)
				put_body(d, s, q->body, q->body_count, r);
			for (size_t n = 0; n < q->call_count && !is_definition(q); n++)
				for (const struct routine *to = NULL; (to = next_meant(d, q->calls[n], to));)
					routine_call(d, s, to, "the statement calls it");
		}
	}
}
