/* Call sites by callee, made once. Calls through pointers, and of names with several definitions, have the targets that
 * link's call rows give them; a pointer with very many targets says too little to follow. */
#include "data/sites.h"

#include <stdlib.h>
#include <string.h>

enum { TARGETS_MOST = 24 };

struct target { int64_t caller, line, col; const char *file; uint32_t callee; enum call_kind kind; };

struct targets { VEC(struct target) list; };

static int
by_place(const void *a, const void *b)
{
	const struct target *x = a, *y = b;
	if (x->caller != y->caller)
		return x->caller < y->caller ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	int c = strcmp(x->file, y->file);
	return c ? c : (x->callee > y->callee) - (x->callee < y->callee);
}

static void
collect(struct targets *t, const struct program *p, struct rows *rows)
{
	uint32_t *symbol = mem_alloc((p->symbols.count + 2) * sizeof *symbol);
	for (uint32_t i = 0; i < p->symbols.count; i++)
		if (p->symbols.at[i].is_function && p->symbols.at[i].number)
			symbol[p->symbols.at[i].number] = i;
	for (size_t i = 0; i < rows_count(rows, ROW_CALL_KIND); i++) {
		const struct row_call *c = rows_at(rows, ROW_CALL_KIND, i);
		if ((c->kind == CALL_INDIRECT || (c->kind == CALL_DIRECT && c->confidence == CONFIDENCE_GUESSED)) && c->weight * TARGETS_MOST >= 1)
			vec_push(&t->list, (struct target){c->caller, c->line, c->col, c->file, symbol[c->callee], (enum call_kind)c->kind});
	}
	vec_sort(&t->list, by_place);
	free(symbol);
}

static void
add(struct call_sites *s, uint32_t callee, uint32_t body, uint32_t event)
{
	vec_push(&s->next, map_get(&s->first, callee));
	map_put(&s->first, callee, (uint32_t)s->list.count);
	vec_push(&s->list, (struct call_site){body, event});
}

static void
add_targets(struct call_sites *s, const struct targets *t, const struct program *p, uint32_t body, uint32_t event, uint32_t callee)
{
	const struct program_body *b = &p->bodies.at[body];
	const struct program_event *e = &b->events[event];
	struct target key = {p->symbols.at[b->symbol].number, e->line, e->col, program_text(p, e->file), 0, CALL_DIRECT};
	size_t lo = 0, hi = t->list.count;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (by_place(&t->list.at[mid], &key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	uint32_t last = PROGRAM_NONE;
	for (; lo < t->list.count; lo++) {
		const struct target *x = &t->list.at[lo];
		if (x->caller != key.caller || x->line != key.line || x->col != key.col || strcmp(x->file, key.file) != 0)
			return;
		bool fits = callee == PROGRAM_NONE ? x->kind == CALL_INDIRECT
		                                   : x->kind == CALL_DIRECT && p->symbols.at[x->callee].name == p->symbols.at[callee].name;
		if (fits && x->callee != last)
			add(s, last = x->callee, body, event);
	}
}

void
sites_index(struct call_sites *s, struct program *p, struct rows *rows)
{
	struct targets t = {0};
	*s = (struct call_sites){0};
	map_init(&s->first);
	collect(&t, p, rows);
	for (uint32_t body = (uint32_t)p->bodies.count; body-- > 0;) {
		const struct program_body *b = &p->bodies.at[body];
		if (!p->symbols.at[b->symbol].is_function)
			continue;
		for (uint32_t i = b->event_count; i-- > 0;) {
			if (b->events[i].op != EVENT_CALL)
				continue;
			uint32_t callee = program_callee(b, &b->events[i]);
			if (callee != PROGRAM_NONE)
				add(s, callee, body, i);
			if (callee == PROGRAM_NONE || !p->symbols.at[callee].is_defined)
				add_targets(s, &t, p, body, i, callee);
		}
	}
	vec_finish(&t.list);
}

void
sites_finish(struct call_sites *s)
{
	map_finish(&s->first);
	vec_finish(&s->list);
	vec_finish(&s->next);
}
