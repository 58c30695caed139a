/* Homes: rows → services. In: the ids of functions, globals and tables, and who put them where. Out: look-ups.
 *
 * Invariant: a row that was never put is in no service. */
#include "homes.h"

#include <stdlib.h>
#include <string.h>

static int
compare_tables(const void *a, const void *b)
{
	const struct row_table *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	if (!order && x->store && y->store)
		order = strcmp(x->store, y->store);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

struct id_list {
	int64_t *at;
	size_t count;
};

static bool
add_function(void *arg, const void *row)
{
	struct id_list *list = arg;
	list->at[list->count++] = ((const struct row_function *)row)->id;
	return true;
}

static bool
add_global(void *arg, const void *row)
{
	struct id_list *list = arg;
	list->at[list->count++] = ((const struct row_global *)row)->id;
	return true;
}

static bool
add_table(void *arg, const void *row)
{
	struct id_list *list = arg;
	list->at[list->count++] = ((const struct row_table *)row)->id;
	return true;
}

static bool
init_kind(struct homes *h, struct evidence *facts, enum member_kind kind, enum row_kind rows, evidence_row_f *add)
{
	struct arena_mark mark = arena_mark(&h->arena);
	struct id_list list = {arena_array(&h->arena, int64_t, evidence_count(facts, rows)), 0};
	if (!evidence_each(facts, rows, add, &list))
		return false;
	dense_init(&h->rows[kind], list.at, list.count);
	arena_pop(&h->arena, mark);
	h->service[kind] = mem_alloc(list.count * sizeof *h->service[kind]);
	return true;
}

bool
homes_init(struct homes *h, struct evidence *facts)
{
	*h = (struct homes){0};
	arena_init(&h->arena);
	if (!init_kind(h, facts, MEMBER_FUNCTION, ROW_FUNCTION_KIND, add_function) ||
	    !init_kind(h, facts, MEMBER_GLOBAL, ROW_GLOBAL_KIND, add_global) ||
	    !init_kind(h, facts, MEMBER_TABLE, ROW_TABLE_KIND, add_table) ||
	    !store_load(facts, TABLE, &h->arena, &h->tables))
		return false;
	qsort(h->tables.at, h->tables.count, sizeof *h->tables.at, compare_tables);
	return true;
}

void
homes_finish(struct homes *h)
{
	for (int kind = 0; kind < MEMBER_KIND_COUNT; kind++) {
		dense_finish(&h->rows[kind]);
		free(h->service[kind]);
	}
	arena_finish(&h->arena);
}

bool
homes_put(struct homes *h, enum member_kind kind, int64_t row, uint32_t service)
{
	uint32_t at = dense_of(&h->rows[kind], row);
	if (at != DENSE_NONE)
		h->service[kind][at] = service;
	return at != DENSE_NONE;
}

uint32_t
homes_get(const struct homes *h, enum member_kind kind, int64_t row)
{
	uint32_t at = row ? dense_of(&h->rows[kind], row) : DENSE_NONE;
	return at == DENSE_NONE ? 0 : h->service[kind][at];
}

uint32_t
homes_service(const struct homes *h, enum member_kind kind, int64_t row)
{
	uint32_t service = homes_get(h, kind, row);
	return service == h->shared ? 0 : service;
}

const struct row_table *
homes_table(const struct homes *h, const char *name, const char *store)
{
	size_t low = 0, high = h->tables.count;
	if (!name)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(h->tables.at[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	const struct row_table *first = NULL;
	for (; low < h->tables.count && !strcmp(h->tables.at[low].name, name); low++) {
		const struct row_table *t = &h->tables.at[low];
		if (!store || !t->store || !strcmp(t->store, store))
			return t;
		first = first ? first : t;
	}
	return first;
}

uint32_t
homes_owner(const struct homes *h, const char *name, const char *store)
{
	const struct row_table *t = homes_table(h, name, store);
	return t ? homes_service(h, MEMBER_TABLE, t->id) : 0;
}
