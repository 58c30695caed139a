/* Sagas: statements of transactions → the statements that undo them. INSERT is undone by DELETE of the new key, UPDATE by
 * UPDATE back to the values read before, DELETE by marking instead of deleting, or INSERT of the row read before.
 *
 * A statement belongs to a transaction when it stands in it, or in a function that the transaction's function calls, directly
 * or by others. Conditions name the table's primary or unique key. */
#include "sagas.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

enum { COLUMNS_MOST = 6, STEPS_MOST = 4 };

static int
compare_steps(const void *a, const void *b)
{
	const struct saga_step *x = a, *y = b;
	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	int order = strcmp(x->file ? x->file : "", y->file ? y->file : "");
	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	if (!order)
		order = (int)x->mode - (int)y->mode;
	return order ? order : (x->statement > y->statement) - (x->statement < y->statement);
}

static void
find_steps(struct split *s, struct sagas *out)
{
	VEC(struct saga_step) steps = {0};
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct row_table_access *a = &s->uses.at[i];
		bool writes = a->mode == TABLE_CREATE || a->mode == TABLE_UPDATE || a->mode == TABLE_DELETE;
		const struct row_table *t = writes && !a->column_name && !a->derived ? homes_table(&s->homes, a->table_name, a->store) : NULL;
		const struct row_statement *q = t ? split_statement(s, a->statement_id) : NULL;
		if (q)
			vec_push(&steps, (struct saga_step){t->id, q->transaction_id, q->id, a->function, (enum table_mode)a->mode, a->file, a->line});
	}
	vec_sort(&steps, compare_steps);
	out->steps = arena_copy(&s->arena, steps.at, steps.count * sizeof *steps.at);
	out->count = steps.count;
	vec_finish(&steps);
}

static int
compare_updates(const void *a, const void *b)
{
	const struct row_table_access *x = *(const struct row_table_access *const *)a, *y = *(const struct row_table_access *const *)b;
	if (x->statement_id != y->statement_id)
		return x->statement_id < y->statement_id ? -1 : 1;
	int order = strcmp(x->column_name, y->column_name);
	return order ? order : strcmp(x->table_name, y->table_name);
}

static void
index_updates(struct split *s, struct sagas *out)
{
	out->updates = arena_array(&s->arena, const struct row_table_access *, s->uses.count);
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct row_table_access *a = &s->uses.at[i];
		if (a->mode == TABLE_UPDATE && a->column_name && a->table_name && !a->derived && a->statement_id)
			out->updates[out->update_count++] = a;
	}
	if (out->update_count)
		qsort(out->updates, out->update_count, sizeof *out->updates, compare_updates);
}

void
sagas_find(struct split *s, struct sagas *out)
{
	*out = (struct sagas){0};
	index_updates(s, out);
	find_steps(s, out);
	out->reached = arena_array(&s->arena, bool *, s->transactions.count);
}

/* "id", "order_id, line"; NULL when no key is known. */
static const char *
key_of(struct split *s, const struct row_table *t)
{
	const char *unique = NULL;
	for (size_t i = 0; i < s->keys.count; i++) {
		const struct row_key *k = &s->keys.at[i];
		if (!k->table_name || strcmp(k->table_name, t->name))
			continue;
		if (k->kind == KEY_PRIMARY)
			return k->columns;
		if (k->kind == KEY_UNIQUE && !unique)
			unique = k->columns;
	}
	return unique;
}

/* "id = ?" for one column, "a, b = ?" for several; "" when none is known. */
static const char *
where(struct split *s, const struct row_table *t)
{
	const char *key = key_of(s, t);
	return key && *key ? arena_printf(&s->arena, " WHERE %s = %s", key, strchr(key, ',') ? "the same" : "?") : "";
}

/* The columns of the table that a statement sets: "state, total". */
static const char *
columns_set(struct split *s, const struct sagas *g, const struct saga_step *step, const struct row_table *t)
{
	const char *text = "", *before = "";
	size_t low = 0, high = g->update_count, n = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (g->updates[middle]->statement_id < step->statement)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < g->update_count && g->updates[low]->statement_id == step->statement; low++) {
		const char *name = g->updates[low]->column_name;
		if (strcmp(g->updates[low]->table_name, t->name) || !strcmp(name, before))
			continue;
		before = name;
		if (n++ == COLUMNS_MOST)
			return arena_printf(&s->arena, "%s, …", text);
		text = *text ? arena_printf(&s->arena, "%s, %s", text, name) : name;
	}
	return text;
}

static const char *
undo(struct split *s, const struct sagas *g, const struct saga_step *step, const struct row_table *t)
{
	struct arena *a = &s->arena;
	const char *place = arena_printf(a, "%s:%lld", step->file ? step->file : "?", (long long)step->line);
	if (step->mode == TABLE_CREATE)
		return arena_printf(a, "INSERT at %s by DELETE FROM %s%s", place, t->name, *where(s, t) ? where(s, t) : " by the new row's key");
	if (step->mode == TABLE_DELETE)
		return arena_printf(a, "DELETE at %s by marking the rows of %s until all is done, or by INSERT of those read before", place, t->name);
	const char *columns = columns_set(s, g, step, t);
	return arena_printf(a, "UPDATE at %s by UPDATE %s SET %s back to what was read before%s", place, t->name, *columns ? columns : "the columns", where(s, t));
}

/* By dense function, itself included. */
static const bool *
reached_by(struct split *s, struct sagas *g, size_t transaction)
{
	uint32_t from = dense_of(&s->homes.rows[MEMBER_FUNCTION], s->transactions.at[transaction].function);
	if (!g->reached[transaction]) {
		g->reached[transaction] = arena_array(&s->arena, bool, s->graph.nodes + 1);
		if (from != DENSE_NONE) {
			g->reached[transaction][from] = true;
			graph_reach(&s->graph, g->reached[transaction]);
		}
	}
	return g->reached[transaction];
}

static size_t
first_step(const struct sagas *g, int64_t table)
{
	size_t low = 0, high = g->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (g->steps[middle].table < table)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Statements of the function itself belong to it only when they stand between its begin and end. */
static bool
belongs(struct split *s, const struct saga_step *step, size_t transaction, const bool *reached)
{
	const struct row_transaction *t = &s->transactions.at[transaction];
	if (step->transaction == t->id || step->function == t->function)
		return step->transaction == t->id;
	uint32_t f = dense_of(&s->homes.rows[MEMBER_FUNCTION], step->function);
	return f != DENSE_NONE && reached[f];
}

static bool
is_again(const struct saga_step *before, const struct saga_step *step)
{
	return before && before->mode == step->mode && before->line == step->line &&
	       !strcmp(before->file ? before->file : "", step->file ? step->file : "");
}

const char *
sagas_undo(struct split *s, struct sagas *g, size_t transaction, const struct row_table *table)
{
	const char *text = "";
	size_t told = 0;
	const struct saga_step *before = NULL;
	const bool *reached = reached_by(s, g, transaction);
	for (size_t i = first_step(g, table->id); i < g->count && g->steps[i].table == table->id; i++) {
		const struct saga_step *step = &g->steps[i];
		if (is_again(before, step) || !belongs(s, step, transaction, reached))
			continue;
		before = step;
		if (told++ == STEPS_MOST)
			return arena_printf(&s->arena, "%s; and more", text);
		text = arena_printf(&s->arena, "%s%s%s", text, *text ? "; " : "", undo(s, g, step, table));
	}
	return text;
}
