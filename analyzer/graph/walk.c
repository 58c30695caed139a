/* Walks over a graph: strongly connected components and reachability. In: a graph. Out: a mark per node.
 *
 * Both keep their own stack, since call chains of real programs are deeper than a thread's. Components: Tarjan,
 * Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2), 1972. */
#include <stdlib.h>

#include "base/arena.h"
#include "graph/graph.h"

struct tarjan {
	const struct graph *g;
	uint32_t *order, *low; /* 0: not seen */
	size_t *edge;          /* next edge to look at */
	uint32_t *open;        /* nodes whose component is not closed yet */
	uint32_t *path;        /* the walk's own stack */
	uint32_t open_count, depth, seen, components;
	uint32_t *component;
};

static void
enter(struct tarjan *t, uint32_t node)
{
	t->order[node] = t->low[node] = ++t->seen;
	t->edge[node] = t->g->first[node];
	t->open[t->open_count++] = node;
	t->path[t->depth++] = node;
}

static void
lower(struct tarjan *t, uint32_t node, uint32_t to)
{
	if (to < t->low[node])
		t->low[node] = to;
}

static void
leave(struct tarjan *t, uint32_t node)
{
	t->depth--;
	if (t->depth)
		lower(t, t->path[t->depth - 1], t->low[node]);
	if (t->low[node] != t->order[node])
		return;
	uint32_t member;
	do {
		member = t->open[--t->open_count];
		t->component[member] = t->components;
	} while (member != node);
	t->components++;
}

static void
walk_from(struct tarjan *t, uint32_t start)
{
	enter(t, start);
	while (t->depth) {
		uint32_t node = t->path[t->depth - 1];
		if (t->edge[node] == t->g->first[node + 1]) {
			leave(t, node);
			continue;
		}
		uint32_t to = t->g->to[t->edge[node]++];
		if (!t->order[to])
			enter(t, to);
		else if (t->component[to] == UINT32_MAX)
			lower(t, node, t->order[to]);
	}
}

uint32_t
graph_components(const struct graph *g, uint32_t *component)
{
	size_t n = g->nodes;
	struct tarjan t = {
		.g = g,
		.order = mem_alloc(n * sizeof *t.order),
		.low = mem_alloc(n * sizeof *t.low),
		.edge = mem_alloc(n * sizeof *t.edge),
		.open = mem_alloc(n * sizeof *t.open),
		.path = mem_alloc(n * sizeof *t.path),
		.component = component,
	};
	for (uint32_t i = 0; i < g->nodes; i++)
		component[i] = UINT32_MAX;
	for (uint32_t i = 0; i < g->nodes; i++)
		if (!t.order[i])
			walk_from(&t, i);
	free(t.order);
	free(t.low);
	free(t.edge);
	free(t.open);
	free(t.path);
	return t.components;
}

void
graph_reach(const struct graph *g, bool *marked)
{
	uint32_t *open = mem_alloc((size_t)g->nodes * sizeof *open), count = 0;
	for (uint32_t i = 0; i < g->nodes; i++)
		if (marked[i])
			open[count++] = i;
	while (count) {
		uint32_t node = open[--count];
		for (size_t i = g->first[node]; i < g->first[node + 1]; i++)
			if (!marked[g->to[i]]) {
				marked[g->to[i]] = true;
				open[count++] = g->to[i];
			}
	}
	free(open);
}
