/* Phases. In: the call graph, entries, library calls that wait. Out: a phase a function.
 *
 * Served is what an entry point other than main reaches, and what is called inside a loop that waits for something: a loop
 * with a waiting library call in it, or with a call of a function that surely reaches one. What main reaches otherwise runs
 * when the process starts or ends: once an instance. A main that has such a loop itself counts as start. What nobody is
 * seen to call, and is not dead, may be served. */
#include "phases.h"

#include <string.h>

#include "base/vec.h"

struct phasing {
	struct split *s;
	STORE_ROWS(resource) resources;
	bool *main, *waits, *loops, *serving, *start;
};

static uint32_t
number(const struct phasing *p, int64_t function)
{
	return function ? dense_of(&p->s->homes.rows[MEMBER_FUNCTION], function) : DENSE_NONE;
}

/* Waiting for a child or a lock is no waiting for requests. */
static bool
is_waiting(const struct row_resource *r)
{
	bool waits = r->mode && (!strcmp(r->mode, "wait") || !strcmp(r->mode, "listen") || !strcmp(r->mode, "receive"));
	return waits && (r->kind == RESOURCE_SOCKET || r->kind == RESOURCE_QUEUE || r->kind == RESOURCE_SIGNAL || r->kind == RESOURCE_TIME);
}

/* Functions that surely reach a waiting call: what is one of a family, or done after a failure only, is not followed. */
static void
find_waiting(struct phasing *p)
{
	VEC(struct graph_edge) edges = {0};
	for (size_t i = 0; i < p->s->calls.count; i++) {
		const struct row_call *c = &p->s->calls.at[i];
		uint32_t from = number(p, c->caller), to = number(p, c->callee);
		if (from != DENSE_NONE && to != DENSE_NONE && !c->error_path && c->kind != CALL_CALLBACK &&
		    (c->confidence == CONFIDENCE_EXACT || c->confidence == CONFIDENCE_RESOLVED))
			vec_push(&edges, (struct graph_edge){from, to, 1});
	}
	struct graph back;
	graph_init(&back, p->s->graph.nodes, edges.at, edges.count, GRAPH_REVERSED);
	for (size_t i = 0; i < p->resources.count; i++) {
		uint32_t f = number(p, p->resources.at[i].function);
		if (f == DENSE_NONE || !is_waiting(&p->resources.at[i]))
			continue;
		p->waits[f] = true;
		p->loops[f] |= p->resources.at[i].loop_depth > 0;
	}
	graph_reach(&back, p->waits);
	graph_finish(&back);
	vec_finish(&edges);
}

static void
find_loops(struct phasing *p)
{
	for (size_t i = 0; i < p->s->calls.count; i++) {
		const struct row_call *c = &p->s->calls.at[i];
		uint32_t from = number(p, c->caller), to = number(p, c->callee);
		if (from != DENSE_NONE && to != DENSE_NONE && c->loop_depth > 0 && p->waits[to] && !c->error_path &&
		    (c->confidence == CONFIDENCE_EXACT || c->confidence == CONFIDENCE_RESOLVED))
			p->loops[from] = true;
	}
}

static void
find_serving(struct phasing *p)
{
	for (size_t i = 0; i < p->s->entries.count; i++) {
		const struct row_entry *e = &p->s->entries.at[i];
		uint32_t f = number(p, e->function);
		if (f == DENSE_NONE)
			continue;
		*(e->kind == ENTRY_MAIN ? &p->main[f] : &p->serving[f]) = true;
	}
	for (uint32_t f = 0; f < p->s->graph.nodes; f++)
		p->serving[f] |= p->loops[f] && !p->main[f];
	for (size_t i = 0; i < p->s->calls.count; i++) {
		const struct row_call *c = &p->s->calls.at[i];
		uint32_t from = number(p, c->caller), to = number(p, c->callee);
		if (from != DENSE_NONE && to != DENSE_NONE && p->loops[from] && c->loop_depth > 0 && c->confidence != CONFIDENCE_GUESSED)
			p->serving[to] = true;
	}
	graph_reach(&p->s->graph, p->serving);
	memcpy(p->start, p->main, p->s->graph.nodes * sizeof *p->start);
	graph_reach(&p->s->graph, p->start);
}

bool
phases_find(struct split *s, struct evidence *facts, unsigned char **phase)
{
	struct phasing p = {.s = s};
	uint32_t n = s->graph.nodes;
	if (!store_load(facts, RESOURCE, &s->arena, &p.resources))
		return false;
	bool **lists[] = {&p.main, &p.waits, &p.loops, &p.serving, &p.start};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		*lists[i] = arena_array(&s->arena, bool, n + 1);
	find_waiting(&p);
	find_loops(&p);
	find_serving(&p);
	*phase = arena_array(&s->arena, unsigned char, n + 1);
	for (uint32_t f = 0; f < n; f++) {
		const struct row_function *row = split_function(s, s->homes.rows[MEMBER_FUNCTION].ids[f]);
		bool serves = p.serving[f] && !(p.main[f] && p.loops[f]);
		(*phase)[f] = serves ? PHASE_SERVING : p.start[f] ? PHASE_START : row && row->dead ? PHASE_NEVER : PHASE_SERVING;
	}
	return true;
}
