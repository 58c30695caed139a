/* The fixed point: functions in the order of the call graph's components, callees first; a component that calls
 * itself is gone over until nothing is added. Summaries only grow, so it ends. */
#include <stdlib.h>

#include "graph/graph.h"
#include "signature/body.h"
#include "signature/library.h"

enum { ROUNDS_MOST = 30 };

/* ---- targets of indirect calls ---- */

static void
read_sites(struct solver *s, struct rows *rows)
{
	const struct program *p = s->p;
	uint32_t functions = 0;
	for (size_t i = 0; i < p->symbols.count; i++)
		if (p->symbols.at[i].is_function && p->symbols.at[i].number > functions)
			functions = p->symbols.at[i].number;
	uint32_t *symbol = arena_array(&s->arena, uint32_t, functions + 1);
	for (uint32_t i = 0; i < p->symbols.count; i++)
		if (p->symbols.at[i].is_function && p->symbols.at[i].number)
			symbol[p->symbols.at[i].number] = i;
	for (size_t i = rows_count(rows, ROW_CALL_KIND); i-- > 0;) {
		const struct row_call *r = rows_at(rows, ROW_CALL_KIND, i);
		if (r->kind != CALL_INDIRECT || r->caller <= 0 || r->callee <= 0 || r->caller > functions || r->callee > functions)
			continue;
		uint64_t key = MAP_PAIR(symbol[r->caller], (uint32_t)r->line);
		uint32_t next = map_get(&s->sites, key);
		map_put(&s->sites, key, (uint32_t)s->targets.count);
		vec_push(&s->targets, (struct call_target){symbol[r->callee], next, (uint32_t)r->line, (uint32_t)r->col, r->file});
	}
}

/* ---- the order ---- */

struct edges {
	VEC(struct graph_edge) list;
	uint32_t from;
};

static void
add_edge(void *arg, uint32_t symbol)
{
	struct edges *e = arg;
	vec_push(&e->list, (struct graph_edge){e->from, symbol, 1});
}

static void
collect_edges(struct solver *s, struct edges *edges)
{
	for (size_t i = 0; i < s->p->bodies.count; i++) {
		const struct program_body *b = &s->p->bodies.at[i];
		if (!s->of[b->symbol])
			continue;
		edges->from = b->symbol;
		for (uint32_t c = 1; c <= b->call_count; c++)
			call_targets(s, b, b->call_event[c], add_edge, edges);
	}
}

static bool
same_use(const struct param_use *a, const struct param_use *b)
{
	return a->bits == b->bits && a->pair == b->pair && a->strength == b->strength && a->disputed == b->disputed &&
	       a->read.count == b->read.count && a->written.count == b->written.count;
}

static uint32_t
parameters_of(const struct program_body *b)
{
	uint32_t n = 0;
	while (n < b->local_count && n < SIGNATURE_PARAMS && b->locals[n].kind == 0)
		n++;
	return n;
}

static struct function_use *
new_use(struct solver *s, uint32_t symbol)
{
	struct function_use *f = arena_new(&s->arena, struct function_use);
	f->symbol = symbol;
	f->count = parameters_of(&s->p->bodies.at[s->p->symbols.at[symbol].first_body]);
	f->params = arena_array(&s->arena, struct param_use, f->count + 1);
	return f;
}

static void
use_bodies(struct solver *s, struct function_use *f)
{
	for (uint32_t b = s->p->symbols.at[f->symbol].first_body; b != PROGRAM_NONE; b = s->p->bodies.at[b].next)
		if (parameters_of(&s->p->bodies.at[b]) == f->count) /* else of another configuration */
			uses_of_body(s, &s->p->bodies.at[b], f);
}

/* Goes over the bodies of a function once; false when nothing was new. */
static bool
analyse(struct solver *s, uint32_t symbol)
{
	struct function_use *f = s->of[symbol];
	struct arena_mark mark = arena_mark(&s->scratch);
	struct param_use *old = arena_copy(&s->scratch, f->params, f->count * sizeof *f->params + 1);
	struct provenance result = f->result;
	use_bodies(s, f);
	bool changed = result.direct != f->result.direct || result.behind != f->result.behind || result.kinds != f->result.kinds;
	for (uint32_t i = 0; i < f->count; i++)
		changed |= !same_use(&old[i], &f->params[i]);
	arena_pop(&s->scratch, mark);
	return changed;
}

/* While summaries grow, what is not yet known to be doubtful is taken for sure and stays so: once all is known, each
 * member is gone over again from nothing. */
static void
take_back(struct solver *s, const uint32_t *members, uint32_t count)
{
	struct arena_mark mark = arena_mark(&s->scratch);
	struct function_use **again = arena_array(&s->scratch, struct function_use *, count);
	for (uint32_t i = 0; i < count; i++) {
		if (!s->of[members[i]])
			continue;
		again[i] = new_use(s, members[i]);
		use_bodies(s, again[i]);
	}
	for (uint32_t i = 0; i < count; i++)
		if (again[i])
			s->of[members[i]] = again[i];
	arena_pop(&s->scratch, mark);
}

static void
solve_component(struct solver *s, const struct graph *g, const uint32_t *members, uint32_t count)
{
	bool repeats = count > 1 || graph_weight(g, members[0], members[0]);
	bool changed = true;
	for (int round = 0; changed && round < (repeats ? ROUNDS_MOST : 1); round++) {
		changed = false;
		for (uint32_t i = 0; i < count; i++)
			changed |= s->of[members[i]] && analyse(s, members[i]);
	}
	if (repeats)
		take_back(s, members, count);
}

static void
solve(struct solver *s)
{
	uint32_t n = (uint32_t)s->p->symbols.count;
	struct edges edges = {0};
	struct graph g;
	collect_edges(s, &edges);
	graph_init(&g, n, edges.list.at, edges.list.count, GRAPH_DIRECTED);
	uint32_t *component = arena_array(&s->arena, uint32_t, n + 1);
	uint32_t components = graph_components(&g, component);
	uint32_t *first = arena_array(&s->arena, uint32_t, components + 2), *order = arena_array(&s->arena, uint32_t, n + 1);
	for (uint32_t i = 0; i < n; i++)
		first[component[i] + 2]++;
	for (uint32_t c = 2; c <= components; c++)
		first[c] += first[c - 1];
	for (uint32_t i = 0; i < n; i++)
		order[first[component[i] + 1]++] = i;
	for (uint32_t c = 0; c < components; c++)
		solve_component(s, &g, order + first[c], first[c + 1] - first[c]);
	graph_finish(&g);
	vec_finish(&edges.list);
}

/* ---- lifecycle ---- */

void
solver_init(struct solver *s, const struct program *p, const struct rules *rules, struct rows *rows)
{
	*s = (struct solver){.p = p, .rules = rules};
	arena_init(&s->arena);
	arena_init(&s->scratch);
	map_init(&s->sites);
	s->of = arena_array(&s->arena, struct function_use *, p->symbols.count + 1);
	s->library = arena_array(&s->arena, const struct rule_function *, p->symbols.count + 1);
	for (uint32_t i = 0; i < p->symbols.count; i++) {
		const struct program_symbol *symbol = &p->symbols.at[i];
		if (!symbol->is_function)
			continue;
		if (symbol->first_body != PROGRAM_NONE)
			s->of[i] = new_use(s, i);
		else
			s->library[i] = library_find(rules, program_text(p, symbol->name));
	}
	read_sites(s, rows);
	solve(s);
}

void
solver_finish(struct solver *s)
{
	map_finish(&s->sites);
	vec_finish(&s->targets);
	arena_finish(&s->scratch);
	arena_finish(&s->arena);
}
