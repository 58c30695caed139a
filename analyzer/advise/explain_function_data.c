/* The tables, globals and resources that a function touches, itself and through everything it calls.
 *
 * A use through callees shows the nearest path to it: certain calls before uncertain ones, then fewest calls. */
#include "advise/explain_function.h"

#include <stdlib.h>
#include <string.h>

static const struct sheet_column table_columns[] = {
	{"table", "table", false},      {"service", "owner", false}, {"modes", "modes", false},
	{"confidence", "sure", false},  {"places", "where", false},  {"columns", "columns", true}, {"how", NULL, false}};
static const struct sheet_column reached_columns[] = {
	{"name", "name", false},        {"key", NULL, false},       {"service", "owner", false}, {"modes", "modes", false},
	{"functions", "functions", false}, {"confidence", "sure", false}, {"place", "nearest", false}, {"path", "by", true}};
static const struct sheet_column global_columns[] = {
	{"global", "global", false},    {"key", NULL, false},       {"type", "type", false},     {"service", "owner", false},
	{"modes", "modes", false},      {"confidence", "sure", false}, {"places", "where", false}};

/* Certain ones by hops, then the others. */
static int
compare_reached(const void *a, const void *b, void *arg)
{
	const struct reach *r = arg;
	const struct group *p = a, *q = b;
	bool sure = p->nearest_doubt <= EXPLAIN_DOUBT_LAST_SURE, other = q->nearest_doubt <= EXPLAIN_DOUBT_LAST_SURE;
	if (sure != other)
		return sure ? -1 : 1;
	uint32_t hops = r->hops[p->nearest], more = r->hops[q->nearest];
	if (hops != more)
		return hops < more ? -1 : 1;
	return (p->of > q->of) - (p->of < q->of);
}

static void
put_reached(struct function_telling *t, struct groups *groups, struct sheet_section *section, bool tables)
{
	struct explain *x = t->x;
	struct sheet *s = t->out;
	if (groups->list.count)
		qsort_r(groups->list.at, groups->list.count, sizeof *groups->list.at, compare_reached, &t->below);
	for (size_t i = 0; i < groups->list.count; i++) {
		const struct group *g = &groups->list.at[i];
		const char *name = tables ? x->table.at[g->of].name : x->global.at[g->of].name;
		sheet_row(s, section, (struct sheet_value[]){
			sheet_text(name), sheet_text(tables ? NULL : x->global.at[g->of].key),
			sheet_text(explain_service_of(x, tables ? MEMBER_TABLE : MEMBER_GLOBAL, g->of)),
			tables ? group_modes(s, g, TABLE_MODE_COUNT, part_table_mode) : group_modes(s, g, ACCESS_MODE_COUNT, part_access),
			sheet_number((int64_t)g->functions), sheet_text(explain_doubt_word(g->nearest_doubt)),
			sheet_place(s->arena, g->nearest_place.file, g->nearest_place.line), reach_path(&t->below, x, s->arena, g->nearest)});
	}
}

/* Counts a function once for each group: rows come in order of functions. */
static void
see_reached(struct function_telling *t, struct group *g, uint32_t f, uint32_t *last, int64_t confidence, const char *file, int64_t line)
{
	group_see_reached(g, &t->below, f, confidence, file, line);
	if (last[g->of] != f)
		g->functions++;
	last[g->of] = f;
}

static uint32_t *
nobody(struct arena *a, size_t count)
{
	uint32_t *last = arena_array(a, uint32_t, count ? count : 1);
	memset(last, 0xff, count * sizeof *last);
	return last;
}

void
function_tables(struct function_telling *t)
{
	struct explain *x = t->x;
	struct groups own, reached;
	groups_init(&own);
	groups_init(&reached);
	uint32_t *last = nobody(t->out->arena, x->table.count);
	for (size_t i = 0; i < x->table_access.count; i++) {
		const struct row_table_access *a = &x->table_access.at[i];
		uint32_t f = explain_function_at(x, a->function);
		if (f == EXPLAIN_NONE || t->below.hops[f] == EXPLAIN_NONE)
			continue;
		const struct row_table *table = explain_table(x, a->table_name, a->store);
		if (!table)
			continue;
		uint32_t at = (uint32_t)(table - x->table.at);
		struct group *g = groups_get(f == t->at ? &own : &reached, at, at);
		group_see(g, (unsigned)a->mode, a->confidence, a->file, a->line, a->how);
		if (a->column_name)
			group_see_column(g, a->column_name);
		if (f != t->at)
			see_reached(t, g, f, last, a->confidence, a->file, a->line);
	}
	struct sheet_section *section = SHEET_SECTION(t->out, "tables", "Tables it touches itself", table_columns);
	for (size_t i = 0; i < own.list.count; i++) {
		const struct group *g = &own.list.at[i];
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(x->table.at[g->of].name), sheet_text(explain_service_of(x, MEMBER_TABLE, g->of)),
			group_modes(t->out, g, TABLE_MODE_COUNT, part_table_mode), sheet_text(explain_doubt_word(g->doubt)),
			group_places(t->out, g), group_columns(t->out, g), group_hows(t->out, g)});
	}
	put_reached(t, &reached, SHEET_SECTION(t->out, "tables_reached", "Tables it touches through what it calls", reached_columns), true);
	groups_finish(&own);
	groups_finish(&reached);
}

void
function_globals(struct function_telling *t)
{
	struct explain *x = t->x;
	struct groups own, reached;
	groups_init(&own);
	groups_init(&reached);
	uint32_t *last = nobody(t->out->arena, x->global.count);
	for (size_t i = 0; i < x->global_access.count; i++) {
		const struct row_global_access *a = &x->global_access.at[i];
		uint32_t f = explain_function_at(x, a->function), at = explain_global_at(x, a->global);
		if (f == EXPLAIN_NONE || at == EXPLAIN_NONE || t->below.hops[f] == EXPLAIN_NONE)
			continue;
		struct group *g = groups_get(f == t->at ? &own : &reached, at, at);
		group_see(g, (unsigned)a->mode, a->confidence, a->file, a->line, a->how);
		if (f != t->at)
			see_reached(t, g, f, last, a->confidence, a->file, a->line);
	}
	struct sheet_section *section = SHEET_SECTION(t->out, "globals", "Globals it touches itself", global_columns);
	for (size_t i = 0; i < own.list.count; i++) {
		const struct group *g = &own.list.at[i];
		const struct row_global *v = &x->global.at[g->of];
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(v->name), sheet_text(v->key), sheet_text(v->type), sheet_text(explain_service_of(x, MEMBER_GLOBAL, g->of)),
			group_modes(t->out, g, ACCESS_MODE_COUNT, part_access), sheet_text(explain_doubt_word(g->doubt)), group_places(t->out, g)});
	}
	put_reached(t, &reached, SHEET_SECTION(t->out, "globals_reached", "Globals it touches through what it calls", reached_columns), false);
	groups_finish(&own);
	groups_finish(&reached);
}

/* One row for each kind, name and mode: its own uses, then the nearest through callees. */
void
function_resources(struct function_telling *t)
{
	static const struct sheet_column columns[] = {
		{"kind", "kind", false}, {"mode", "mode", false}, {"name", "name", false}, {"functions", "functions", false},
		{"confidence", "sure", false}, {"place", "nearest", false}, {"how", "how", false}, {"path", "by", true}};
	struct explain *x = t->x;
	struct groups groups;
	struct intern keys;
	groups_init(&groups);
	intern_init(&keys);
	for (size_t i = 0; i < x->resource.count; i++) {
		const struct row_resource *r = &x->resource.at[i];
		uint32_t f = explain_function_at(x, r->function);
		if (f == EXPLAIN_NONE || t->below.hops[f] == EXPLAIN_NONE)
			continue;
		const char *key = arena_printf(t->out->arena, "%d\n%s\n%s", (int)r->kind, r->mode ? r->mode : "", r->name);
		struct group *g = groups_get(&groups, intern_text(&keys, key), (uint32_t)i);
		uint32_t before = g->nearest;
		group_see_reached(g, &t->below, f, r->confidence, r->file, r->line);
		g->of = g->nearest != before ? (uint32_t)i : g->of;
		bool counted = false;
		for (size_t k = 0; k < g->columns.count && !counted; k++)
			counted = g->columns.at[k] == x->function.at[f].key;
		if (!counted)
			vec_push(&g->columns, x->function.at[f].key);
	}
	if (groups.list.count)
		qsort_r(groups.list.at, groups.list.count, sizeof *groups.list.at, compare_reached, &t->below);
	struct sheet_section *section = SHEET_SECTION(t->out, "resources", "Resources, itself or through calls", columns);
	for (size_t i = 0; i < groups.list.count; i++) {
		const struct group *g = &groups.list.at[i];
		const struct row_resource *r = &x->resource.at[g->of];
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(resource_word((enum resource_kind)r->kind)), sheet_text(r->mode), sheet_text(r->name),
			sheet_number((int64_t)g->columns.count), sheet_text(explain_doubt_word(g->nearest_doubt)),
			sheet_place(t->out->arena, r->file, r->line), sheet_text(r->how),
			g->nearest == t->at ? sheet_path(NULL, 0) : reach_path(&t->below, x, t->out->arena, g->nearest)});
	}
	groups_finish(&groups);
	intern_finish(&keys);
}
