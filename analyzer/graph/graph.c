/* Graph: a list of edges → compressed sparse rows. In: edges in any order. Out: rows sorted by target.
 *
 * Invariant: the result depends on the set of edges alone, not on their order: two passes of counting sort,
 * by target and then (stably) by source, bring equal edges together, whose weights are added. */
#include "graph/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static size_t *
count_by(uint32_t nodes, const struct graph_edge *edges, size_t count, bool by_target)
{
	size_t *first = mem_alloc(((size_t)nodes + 1) * sizeof *first);
	for (size_t i = 0; i < count; i++)
		first[(by_target ? edges[i].to : edges[i].from) + 1]++;
	for (uint32_t i = 0; i < nodes; i++)
		first[i + 1] += first[i];
	return first;
}

/* Stable counting sort of `edges` into `sorted` by one end. */
static void
sort_by(uint32_t nodes, const struct graph_edge *edges, size_t count, bool by_target, struct graph_edge *sorted)
{
	size_t *next = count_by(nodes, edges, count, by_target);
	for (size_t i = 0; i < count; i++)
		sorted[next[by_target ? edges[i].to : edges[i].from]++] = edges[i];
	free(next);
}

/* The edges as the shape wants them; returns their number. */
static size_t
shape_edges(struct graph_edge *out, const struct graph_edge *edges, size_t count, enum graph_shape shape)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		struct graph_edge e = edges[i], turned = {e.to, e.from, e.weight};
		if (shape != GRAPH_REVERSED)
			out[n++] = e;
		if (shape == GRAPH_REVERSED || (shape == GRAPH_UNDIRECTED && e.from != e.to))
			out[n++] = turned;
	}
	return n;
}

void
graph_init(struct graph *g, uint32_t nodes, const struct graph_edge *edges, size_t count, enum graph_shape shape)
{
	struct graph_edge *a = mem_alloc(2 * count * sizeof *a), *b = mem_alloc(2 * count * sizeof *b);
	size_t n = shape_edges(a, edges, count, shape);
	sort_by(nodes, a, n, true, b);
	sort_by(nodes, b, n, false, a);
	*g = (struct graph){.nodes = nodes};
	g->first = mem_alloc(((size_t)nodes + 1) * sizeof *g->first);
	g->to = mem_alloc(n * sizeof *g->to);
	g->weight = mem_alloc(n * sizeof *g->weight);
	for (size_t i = 0; i < n; i++) {
		bool again = i && a[i].from == a[i - 1].from && a[i].to == a[i - 1].to;
		size_t at = again ? g->edges - 1 : g->edges++;
		g->to[at] = a[i].to;
		g->weight[at] += a[i].weight;
		g->first[a[i].from + 1] = g->edges;
	}
	for (uint32_t i = 0; i < nodes; i++)
		if (g->first[i + 1] < g->first[i])
			g->first[i + 1] = g->first[i];
	free(a);
	free(b);
}

void
graph_finish(struct graph *g)
{
	free(g->first);
	free(g->to);
	free(g->weight);
	*g = (struct graph){0};
}

size_t
graph_degree(const struct graph *g, uint32_t node)
{
	return g->first[node + 1] - g->first[node];
}

int64_t
graph_weight(const struct graph *g, uint32_t from, uint32_t to)
{
	size_t low = g->first[from], high = g->first[from + 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (g->to[middle] == to)
			return g->weight[middle];
		if (g->to[middle] < to)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

static int
compare_ids(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

void
dense_init(struct dense *d, const int64_t *ids, size_t count)
{
	d->ids = mem_alloc(count * sizeof *d->ids);
	d->count = 0;
	if (count) {
		memcpy(d->ids, ids, count * sizeof *ids);
		qsort(d->ids, count, sizeof *d->ids, compare_ids);
	}
	for (size_t i = 0; i < count; i++)
		if (!d->count || d->ids[i] != d->ids[d->count - 1])
			d->ids[d->count++] = d->ids[i];
}

void
dense_finish(struct dense *d)
{
	free(d->ids);
	*d = (struct dense){0};
}

uint32_t
dense_of(const struct dense *d, int64_t id)
{
	if (!d->count)
		return DENSE_NONE;
	const int64_t *found = bsearch(&id, d->ids, d->count, sizeof *d->ids, compare_ids);
	return found ? (uint32_t)(found - d->ids) : DENSE_NONE;
}
