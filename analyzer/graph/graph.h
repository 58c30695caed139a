/* Graph: dense nodes 0 … n-1 and weighted edges as compressed sparse rows. Pure; equal input, equal output. */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct graph_edge {
	uint32_t from, to;
	int64_t weight;
};

/* Edges of node i: to[first[i] … first[i + 1] - 1], sorted by target, each target once. */
struct graph {
	uint32_t nodes;
	size_t edges;
	size_t *first;
	uint32_t *to;
	int64_t *weight;
};

enum graph_shape {
	GRAPH_DIRECTED,
	GRAPH_REVERSED,  /* every edge turned round */
	GRAPH_UNDIRECTED /* every edge in both rows; a loop once */
};

/* Builds from a list in any order; edges between the same nodes become one, weights added. */
void graph_init(struct graph *g, uint32_t nodes, const struct graph_edge *edges, size_t count, enum graph_shape shape);
void graph_finish(struct graph *g);

size_t graph_degree(const struct graph *g, uint32_t node);

/* Weight of the edge, 0 when there is none. */
int64_t graph_weight(const struct graph *g, uint32_t from, uint32_t to);

/* Strongly connected components (Tarjan 1972, without recursion): component[i] counts from 0, callees before
 * callers (an edge never leads to a higher number). Returns their number. */
uint32_t graph_components(const struct graph *g, uint32_t *component);

/* Marks every node that can be reached from the marked ones, these included. */
void graph_reach(const struct graph *g, bool *marked);

/* Dense numbers for ids that have gaps: the position of an id among the sorted ones. */
struct dense {
	int64_t *ids;
	uint32_t count;
};

#define DENSE_NONE UINT32_MAX

/* Copies and sorts; ids that repeat count once. */
void dense_init(struct dense *d, const int64_t *ids, size_t count);
void dense_finish(struct dense *d);
uint32_t dense_of(const struct dense *d, int64_t id); /* DENSE_NONE when there is none */

#endif
