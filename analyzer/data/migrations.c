/* Migrations run once a version, so what they write says nothing of who owns a table. In: statements and calls. Out: a mark on
 * the functions' rows.
 *
 * A function is one when it alters a table that is not temporary; when it stands in one dispatch with those (steps[version]():
 * at least two, and a third of all, alter); and when nobody but migrations calls it. */
#include "data/migrations.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MOST = 20 };

static bool
is_temporary(const struct data *d, const char *table)
{
	for (size_t i = 0; i < rows_count(d->rows, ROW_TABLE_KIND); i++) {
		const struct row_table *t = rows_at(d->rows, ROW_TABLE_KIND, i);
		if (t->temporary && !strcasecmp(t->name, table))
			return true;
	}
	return false;
}

static bool
alters(const struct data *d, const struct statement *s)
{
	for (size_t i = 0; i < s->script.count; i++) {
		const struct sql_statement *q = &s->script.statements[i];
		if (q->verb == SQL_ALTER && q->table_count && !q->temporary && !is_temporary(d, q->tables[0].name))
			return true;
	}
	return false;
}

static void
mark_altering(const struct data *d, unsigned char *is)
{
	for (size_t i = 0; i < d->statements.count; i++) {
		const struct statement *s = &d->statements.at[i];
		if (s->symbol != PROGRAM_NONE && alters(d, s))
			is[d->p->symbols.at[s->symbol].number] = 1;
	}
}

/* ---- one dispatch ---- */

struct target { int64_t site, callee; };

struct targets { VEC(struct target) list; };

static int
by_site(const void *a, const void *b)
{
	const struct target *x = a, *y = b;
	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	return (x->callee > y->callee) - (x->callee < y->callee);
}

static void
mark_steps(const struct data *d, unsigned char *is)
{
	struct targets t = {0};
	for (size_t i = 0; i < rows_count(d->rows, ROW_CALL_KIND); i++) {
		const struct row_call *c = rows_at(d->rows, ROW_CALL_KIND, i);
		if (c->kind == CALL_INDIRECT)
			vec_push(&t.list, (struct target){c->site, c->callee});
	}
	vec_sort(&t.list, by_site);
	for (size_t i = 0, end; i < t.list.count; i = end) {
		size_t altering = 0;
		for (end = i; end < t.list.count && t.list.at[end].site == t.list.at[i].site; end++)
			altering += is[t.list.at[end].callee] == 1;
		for (size_t k = i; altering > 1 && 3 * altering >= end - i && k < end; k++)
			is[t.list.at[k].callee] |= 2;
	}
	vec_finish(&t.list);
}

/* ---- called by migrations alone ---- */

static bool
mark_helpers(const struct data *d, unsigned char *is, size_t functions)
{
	unsigned char *by = mem_alloc(functions + 1); /* 1: a migration calls it, 2: another function does */
	bool any = false;
	for (size_t i = 0; i < rows_count(d->rows, ROW_CALL_KIND); i++) {
		const struct row_call *c = rows_at(d->rows, ROW_CALL_KIND, i);
		if (c->caller != c->callee)
			by[c->callee] |= c->caller > 0 && is[c->caller] ? 1 : 2;
	}
	for (size_t i = 1; i <= functions; i++)
		if (!is[i] && by[i] == 1)
			is[i] = 1, any = true;
	free(by);
	return any;
}

void
migrations_mark(struct data *d)
{
	int64_t functions = 0; /* those of C, and the routines of the database behind them */
	for (size_t i = 0; i < rows_count(d->rows, ROW_FUNCTION_KIND); i++) {
		const struct row_function *f = rows_at(d->rows, ROW_FUNCTION_KIND, i);
		functions = f->id > functions ? f->id : functions;
	}
	unsigned char *is = mem_alloc((size_t)functions + 1);
	mark_altering(d, is);
	mark_steps(d, is);
	for (int round = 0; round < ROUNDS_MOST && mark_helpers(d, is, (size_t)functions); round++)
		;
	for (size_t i = 0; i < rows_count(d->rows, ROW_FUNCTION_KIND); i++) {
		struct row_function *f = rows_at(d->rows, ROW_FUNCTION_KIND, i);
		f->migration = is[f->id] != 0;
	}
	free(is);
}
