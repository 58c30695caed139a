/* Loading: evidence → rows in memory, calls by caller and by callee, who is in which service, all columns.
 *
 * Invariant: rows of a kind with an id are in order of it, so a row is found by halving. Equal texts are kept once. */
#include "advise/explain_rows.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- loading ---- */

/* Names and keys are never NULL here, so that a result made by somebody else cannot break a comparison; the words
 * of a function's body explain nothing and are the bulk of the texts. */
static const char *
keep(struct explain *x, const char *field, const char *text)
{
	if (!strcmp(field, "words"))
		return NULL;
	if (!text && (!strcmp(field, "name") || !strcmp(field, "key") || !strcmp(field, "table_name")))
		return "";
	return text ? intern_get(&x->texts, intern_text(&x->texts, text)) : NULL;
}

#define KEEP_T(name) r.name = keep(x, #name, r.name);
#define KEEP_N(name)
#define KEEP_R(name)
#define LOADER(upper, lower) \
	static bool load_##lower(void *arg, const void *row) \
	{ \
		struct explain *x = arg; \
		struct row_##lower r = *(const struct row_##lower *)row; \
		ROW_##upper(KEEP_T, KEEP_N, KEEP_R) \
		vec_push(&x->lower, r); \
		return true; \
	}
EXPLAIN_ROWS(LOADER)

#define LOAD(upper, lower) && evidence_each(e, ROW_##upper##_KIND, load_##lower, x)
#define FINISH(upper, lower) vec_finish(&x->lower);

/* ---- look-ups ---- */

#define POSITION(name, vec) \
	static uint32_t name(const struct explain *x, int64_t id) \
	{ \
		size_t low = 0, high = x->vec.count; \
		while (low < high) { \
			size_t middle = low + (high - low) / 2; \
			if (x->vec.at[middle].id < id) \
				low = middle + 1; \
			else \
				high = middle; \
		} \
		return low < x->vec.count && x->vec.at[low].id == id ? (uint32_t)low : EXPLAIN_NONE; \
	}
POSITION(function_at, function)
POSITION(global_at, global)
POSITION(table_at, table)
POSITION(statement_at, statement)
POSITION(transaction_at, transaction)
POSITION(service_at, service)

uint32_t
explain_function_at(const struct explain *x, int64_t id)
{
	return function_at(x, id);
}

uint32_t
explain_global_at(const struct explain *x, int64_t id)
{
	return global_at(x, id);
}

const struct row_statement *
explain_statement(const struct explain *x, int64_t id)
{
	uint32_t at = statement_at(x, id);
	return at == EXPLAIN_NONE ? NULL : &x->statement.at[at];
}

const struct row_transaction *
explain_transaction(const struct explain *x, int64_t id)
{
	uint32_t at = transaction_at(x, id);
	return at == EXPLAIN_NONE ? NULL : &x->transaction.at[at];
}

const struct row_table *
explain_table(const struct explain *x, const char *name, const char *store)
{
	size_t low = 0, high = x->table.count;
	while (name && low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(x->tables[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; name && low < x->table.count && !strcmp(x->tables[low]->name, name); low++)
		if (!store || explain_same(x->tables[low]->store, store))
			return x->tables[low];
	return NULL;
}

const char *
explain_service_name(const struct explain *x, int64_t id)
{
	uint32_t at = service_at(x, id);
	return at == EXPLAIN_NONE ? NULL : x->service.at[at].name;
}

const char *
explain_service_of(const struct explain *x, enum member_kind kind, uint32_t at)
{
	const struct row_member *m = at == EXPLAIN_NONE ? NULL : x->member_of[kind][at];
	return m ? explain_service_name(x, m->service) : NULL;
}

const char *
explain_owner(const struct explain *x, const char *table, const char *store)
{
	const struct row_table *t = explain_table(x, table, store);
	return t ? explain_service_of(x, MEMBER_TABLE, (uint32_t)(t - x->table.at)) : NULL;
}

const char *
explain_function_name(const struct explain *x, int64_t id)
{
	uint32_t at = function_at(x, id);
	return at == EXPLAIN_NONE ? "(outside functions)" : x->function.at[at].name;
}

bool
explain_same(const char *a, const char *b)
{
	return a == b || !strcmp(a ? a : "", b ? b : "");
}

bool
explain_lists(const char *list, const char *name)
{
	size_t length = strlen(name);
	for (const char *p = list; p && *p;) {
		size_t n = strcspn(p, ",");
		size_t blanks = strspn(p, " ");
		if (n - blanks == length && !strncmp(p + blanks, name, length))
			return true;
		p += n + (p[n] == ',');
	}
	return false;
}

static bool
in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool
explain_mentions(const char *text, const char *name)
{
	size_t length = strlen(name);
	for (const char *p = text ? strcasestr(text, name) : NULL; p && length; p = strcasestr(p + 1, name))
		if ((p == text || !in_word(p[-1])) && !in_word(p[length]))
			return true;
	return false;
}

static const enum confidence trust[] = {CONFIDENCE_EXACT, CONFIDENCE_RESOLVED, CONFIDENCE_DECLARED, CONFIDENCE_FAMILY,
                                        CONFIDENCE_GUESSED};
_Static_assert(sizeof trust / sizeof *trust == CONFIDENCE_COUNT, "every confidence has its place");

int
explain_doubt(int64_t confidence)
{
	int i = 0;
	while (i + 1 < CONFIDENCE_COUNT && trust[i] != (enum confidence)confidence)
		i++;
	return i;
}

const char *
explain_doubt_word(int doubt)
{
	return confidence_word(trust[doubt]);
}

/* ---- what is derived ---- */

static void
place_members(struct explain *x)
{
	size_t counts[MEMBER_KIND_COUNT] = {x->function.count, x->global.count, x->table.count};
	for (int k = 0; k < MEMBER_KIND_COUNT; k++)
		x->member_of[k] = arena_array(&x->arena, const struct row_member *, counts[k]);
	for (size_t i = 0; i < x->member.count; i++) {
		const struct row_member *m = &x->member.at[i];
		uint32_t at = m->kind == MEMBER_FUNCTION ? function_at(x, m->row)
		            : m->kind == MEMBER_GLOBAL   ? global_at(x, m->row)
		                                         : table_at(x, m->row);
		if (at != EXPLAIN_NONE)
			x->member_of[m->kind][at] = m;
	}
}

/* Rows by the function that `end` gives, in their own order within it (counting sort). */
static void
sort_calls(struct explain *x, const uint32_t *end, struct explain_calls *out)
{
	size_t n = x->function.count;
	out->first = arena_array(&x->arena, uint32_t, n + 1);
	out->at = arena_array(&x->arena, uint32_t, x->call.count);
	uint32_t *next = arena_array(&x->arena, uint32_t, n + 1);
	for (size_t i = 0; i < x->call.count; i++)
		if (end[i] != EXPLAIN_NONE)
			out->first[end[i] + 1]++;
	for (size_t i = 0; i < n; i++)
		out->first[i + 1] += out->first[i];
	memcpy(next, out->first, n * sizeof *next);
	for (size_t i = 0; i < x->call.count; i++)
		if (end[i] != EXPLAIN_NONE)
			out->at[next[end[i]]++] = (uint32_t)i;
}

static void
link_calls(struct explain *x)
{
	x->caller = arena_array(&x->arena, uint32_t, x->call.count);
	x->callee = arena_array(&x->arena, uint32_t, x->call.count);
	for (size_t i = 0; i < x->call.count; i++) {
		x->caller[i] = function_at(x, x->call.at[i].caller);
		x->callee[i] = function_at(x, x->call.at[i].callee);
	}
	sort_calls(x, x->caller, &x->calls_of);
	sort_calls(x, x->callee, &x->callers_of);
}

static int
compare_tables(const void *a, const void *b)
{
	const struct row_table *p = *(const struct row_table *const *)a, *q = *(const struct row_table *const *)b;
	int order = strcmp(p->name, q->name);
	return order ? order : (p > q) - (p < q);
}

static void
sort_tables(struct explain *x)
{
	x->tables = arena_array(&x->arena, const struct row_table *, x->table.count);
	for (size_t i = 0; i < x->table.count; i++)
		x->tables[i] = &x->table.at[i];
	qsort(x->tables, x->table.count, sizeof *x->tables, compare_tables);
}

static int
compare_columns(const void *a, const void *b)
{
	const struct explain_column *p = a, *q = b;
	int order = strcmp(p->table, q->table);
	if (!order)
		order = strcmp(p->name, q->name);
	return order ? order : (p->row == NULL) - (q->row == NULL);
}

/* Columns that are defined, and those that only a statement names. */
static void
gather_columns(struct explain *x)
{
	for (size_t i = 0; i < x->column.count; i++) {
		const struct row_column *c = &x->column.at[i];
		if (*c->name)
			vec_push(&x->columns, (struct explain_column){c->table_name, c->name, c});
	}
	for (size_t i = 0; i < x->table_access.count; i++) {
		const struct row_table_access *a = &x->table_access.at[i];
		if (a->column_name)
			vec_push(&x->columns, (struct explain_column){a->table_name, a->column_name, NULL});
	}
	vec_sort(&x->columns, compare_columns);
	size_t n = 0;
	for (size_t i = 0; i < x->columns.count; i++) {
		struct explain_column c = x->columns.at[i];
		if (!n || strcmp(x->columns.at[n - 1].table, c.table) != 0 || strcmp(x->columns.at[n - 1].name, c.name) != 0)
			x->columns.at[n++] = c;
	}
	x->columns.count = n;
}

struct explain *
explain_load(struct evidence *e)
{
	struct explain *x = mem_alloc(sizeof *x);
	arena_init(&x->arena);
	intern_init(&x->texts);
	bool ok = true EXPLAIN_ROWS(LOAD);
	if (!ok) {
		explain_destroy(x);
		return NULL;
	}
	place_members(x);
	sort_tables(x);
	link_calls(x);
	gather_columns(x);
	return x;
}

void
explain_destroy(struct explain *x)
{
	if (!x)
		return;
	EXPLAIN_ROWS(FINISH)
	vec_finish(&x->columns);
	vec_finish(&x->subjects);
	vec_finish(&x->found);
	intern_finish(&x->texts);
	arena_finish(&x->arena);
	free(x);
}
