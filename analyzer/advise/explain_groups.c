/* Groups: many rows about one thing → one row that names their places, modes and least certainty. */
#include "advise/explain_parts.h"

#include <string.h>

void
groups_init(struct groups *g)
{
	*g = (struct groups){0};
	map_init(&g->index);
}

void
groups_finish(struct groups *g)
{
	for (size_t i = 0; i < g->list.count; i++) {
		vec_finish(&g->list.at[i].places);
		vec_finish(&g->list.at[i].columns);
		vec_finish(&g->list.at[i].hows);
	}
	vec_finish(&g->list);
	map_finish(&g->index);
}

struct group *
groups_get(struct groups *g, uint64_t key, uint32_t of)
{
	uint32_t at = map_add(&g->index, key, (uint32_t)g->list.count);
	if (at == g->list.count)
		vec_push(&g->list, (struct group){.of = of, .nearest = EXPLAIN_NONE});
	return &g->list.at[at];
}

void
group_see(struct group *g, unsigned mode, int64_t confidence, const char *file, int64_t line, const char *how)
{
	int doubt = explain_doubt(confidence);
	g->modes |= 1u << mode;
	g->rows++;
	if (doubt > g->doubt)
		g->doubt = doubt;
	bool old = !file;
	for (size_t i = 0; i < g->places.count && !old; i++)
		old = g->places.at[i].line == line && explain_same(g->places.at[i].file, file);
	if (!old)
		vec_push(&g->places, (struct sheet_place){.file = file, .line = line});
	old = !how;
	for (size_t i = 0; i < g->hows.count && !old; i++)
		old = explain_same(g->hows.at[i], how);
	if (!old)
		vec_push(&g->hows, how);
}

void
group_see_column(struct group *g, const char *column)
{
	for (size_t i = 0; i < g->columns.count; i++)
		if (explain_same(g->columns.at[i], column))
			return;
	vec_push(&g->columns, column);
}

void
group_see_reached(struct group *g, const struct reach *r, uint32_t function, int64_t confidence, const char *file, int64_t line)
{
	int doubt = explain_doubt(confidence);
	if (r->doubt[function] > doubt)
		doubt = r->doubt[function];
	bool sure = doubt <= EXPLAIN_DOUBT_LAST_SURE, was_sure = g->nearest_doubt <= EXPLAIN_DOUBT_LAST_SURE;
	if (g->nearest != EXPLAIN_NONE && (sure == was_sure ? r->hops[function] >= r->hops[g->nearest] : was_sure))
		return;
	g->nearest = function;
	g->nearest_doubt = doubt;
	g->nearest_place = (struct sheet_place){.file = file, .line = line};
}

struct sheet_value
group_modes(const struct sheet *s, const struct group *g, int count, const char *(*word)(int mode))
{
	const char **words = arena_array(s->arena, const char *, (size_t)count);
	size_t n = 0;
	for (int i = 0; i < count; i++)
		if (g->modes & 1u << i)
			words[n++] = word(i);
	return sheet_words(words, n);
}

struct sheet_value
group_places(const struct sheet *s, const struct group *g)
{
	return g->places.count ? sheet_places(arena_copy(s->arena, g->places.at, g->places.count * sizeof *g->places.at), g->places.count)
	                       : sheet_places(NULL, 0);
}

static struct sheet_value
texts(const struct sheet *s, const char *const *list, size_t count)
{
	return count ? sheet_words(arena_copy(s->arena, list, count * sizeof *list), count) : sheet_words(NULL, 0);
}

struct sheet_value
group_columns(const struct sheet *s, const struct group *g)
{
	return texts(s, g->columns.at, g->columns.count);
}

struct sheet_value
group_hows(const struct sheet *s, const struct group *g)
{
	return texts(s, g->hows.at, g->hows.count);
}

const char *
part_table_mode(int mode)
{
	return table_mode_word((enum table_mode)mode);
}

const char *
part_access(int mode)
{
	return access_mode_word((enum access_mode)mode);
}

const char *
part_call(int kind)
{
	return call_kind_word((enum call_kind)kind);
}

const char *
part_result(int use)
{
	return result_use_word((enum result_use)use);
}

const char *
part_count(struct arena *a, size_t n, const char *one, const char *many)
{
	return arena_printf(a, "%zu %s", n, n == 1 ? one : many);
}
