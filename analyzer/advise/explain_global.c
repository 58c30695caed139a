/* One global or static local: who reads it, who writes it, from which services. */
#include "advise/explain_parts.h"

#include <stdlib.h>
#include <string.h>

struct global_telling {
	struct explain *x;
	struct sheet *out;
	uint32_t at;
	const struct row_global *global;
};

static void
add_facts(struct global_telling *t)
{
	const struct row_global *g = t->global;
	struct sheet *s = t->out;
	s->head = arena_printf(s->arena, "%s: %s, %s:%lld", g->name, g->function ? "static variable of a function" : "global variable",
	                       g->file ? g->file : "?", (long long)g->line);
	sheet_add(s, "name", NULL, sheet_text(g->name));
	sheet_add(s, "type", "type", sheet_text(g->type));
	sheet_add(s, "file", NULL, sheet_text(g->file));
	sheet_add(s, "line", NULL, sheet_number(g->line));
	sheet_add(s, "function", "inside", g->function ? sheet_text(explain_function_name(t->x, g->function)) : (struct sheet_value){0});
	sheet_add(s, "static", "static", sheet_flag(g->is_static != 0));
	sheet_add(s, "const", "const", sheet_flag(g->is_const != 0));
	part_home(t->x, t->x->member_of[MEMBER_GLOBAL][t->at], s);
}

/* Writers first, then by service, then by key. */
static int
compare_users(const void *a, const void *b, void *arg)
{
	const struct explain *x = arg;
	const struct group *p = a, *q = b;
	unsigned write = 1u << ACCESS_WRITE;
	if ((p->modes & write) != (q->modes & write))
		return p->modes & write ? -1 : 1;
	if (p->of == EXPLAIN_NONE || q->of == EXPLAIN_NONE)
		return (p->of == EXPLAIN_NONE) - (q->of == EXPLAIN_NONE);
	const char *s = explain_service_of(x, MEMBER_FUNCTION, p->of), *t = explain_service_of(x, MEMBER_FUNCTION, q->of);
	int order = strcmp(s ? s : "~", t ? t : "~");
	return order ? order : strcmp(x->function.at[p->of].key, x->function.at[q->of].key);
}

static void
put_users(struct global_telling *t, struct groups *users)
{
	static const struct sheet_column columns[] = {
		{"function", "function", false}, {"key", NULL, false}, {"service", "service", false}, {"modes", "modes", false},
		{"confidence", "sure", false}, {"places", "where", false}, {"how", NULL, false}};
	struct explain *x = t->x;
	if (users->list.count)
		qsort_r(users->list.at, users->list.count, sizeof *users->list.at, compare_users, x);
	struct sheet_section *section = SHEET_SECTION(t->out, "accesses", "Read and written by", columns);
	size_t writers = 0;
	for (size_t i = 0; i < users->list.count; i++) {
		const struct group *g = &users->list.at[i];
		const struct row_function *f = g->of == EXPLAIN_NONE ? NULL : &x->function.at[g->of];
		writers += (g->modes & 1u << ACCESS_WRITE) != 0;
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(f ? f->name : "(outside functions)"), sheet_text(f ? f->key : NULL), sheet_text(explain_service_of(x, MEMBER_FUNCTION, g->of)),
			group_modes(t->out, g, ACCESS_MODE_COUNT, part_access), sheet_text(explain_doubt_word(g->doubt)), group_places(t->out, g),
			group_hows(t->out, g)});
	}
	section->note = part_count(t->out->arena, writers, "function writes it", "functions write it");
}

static bool
cuts_global(const void *arg, const struct row_cut *c)
{
	const struct row_global *g = arg;
	return c->kind == CUT_GLOBAL && explain_same(c->target, g->name) && explain_same(c->target_file, g->file);
}

void
explain_tell_global(struct explain *x, uint32_t at, struct sheet *out)
{
	struct global_telling t = {.x = x, .out = out, .at = at, .global = &x->global.at[at]};
	uint32_t *functions = arena_array(out->arena, uint32_t, x->global_access.count);
	size_t n = 0;
	struct groups users;
	groups_init(&users);
	add_facts(&t);
	for (size_t i = 0; i < x->global_access.count; i++) {
		const struct row_global_access *a = &x->global_access.at[i];
		if (a->global != t.global->id)
			continue;
		uint32_t f = explain_function_at(x, a->function);
		group_see(groups_get(&users, f, f), (unsigned)a->mode, a->confidence, a->file, a->line, a->how);
		if (f != EXPLAIN_NONE)
			functions[n++] = f;
	}
	put_users(&t, &users);
	groups_finish(&users);
	part_cuts(x, cuts_global, t.global, out);
	part_ways_in(x, functions, n, out);
	struct sheet_section *doubts = part_doubts(out);
	for (size_t i = 0; i < x->global_access.count; i++) {
		const struct row_global_access *a = &x->global_access.at[i];
		if (a->global == t.global->id && !explain_is_sure(a->confidence))
			part_doubt(out, doubts, access_mode_word((enum access_mode)a->mode), explain_function_name(x, a->function), explain_doubt(a->confidence),
			           a->how, &(struct sheet_place){.file = a->file, .line = a->line});
	}
}
