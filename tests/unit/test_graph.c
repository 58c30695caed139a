/* Graph: rows, weights, components, reach, dense ids. */
#include "graph/graph.h"

#include <stdlib.h>

#include "check.h"

static const struct graph_edge edges[] = {
	{3, 0, 5}, {0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {0, 1, 2}, {3, 4, 1}, {4, 5, 7}, {5, 5, 9},
};
enum { EDGES = sizeof edges / sizeof *edges, NODES = 7 };

static void
test_rows(void)
{
	struct graph g, r, u;
	struct graph_edge turned[EDGES];
	for (int i = 0; i < EDGES; i++)
		turned[i] = edges[EDGES - 1 - i];
	graph_init(&g, NODES, edges, EDGES, GRAPH_DIRECTED);
	graph_init(&r, NODES, turned, EDGES, GRAPH_REVERSED);
	graph_init(&u, NODES, turned, EDGES, GRAPH_UNDIRECTED);
	CHECK(g.edges == 7 && r.edges == 7 && u.edges == 13);
	CHECK(graph_weight(&g, 0, 1) == 3 && graph_weight(&g, 1, 0) == 0);
	CHECK(graph_weight(&r, 1, 0) == 3 && graph_weight(&u, 1, 0) == 3 && graph_weight(&u, 0, 1) == 3);
	CHECK(graph_weight(&u, 5, 5) == 9 && graph_weight(&g, 6, 0) == 0);
	CHECK(graph_degree(&g, 3) == 2 && graph_degree(&g, 6) == 0 && graph_degree(&u, 0) == 3);
	CHECK(g.to[g.first[3]] == 0 && g.to[g.first[3] + 1] == 4);
	graph_finish(&g);
	graph_finish(&r);
	graph_finish(&u);
	graph_init(&g, 0, NULL, 0, GRAPH_DIRECTED);
	CHECK(g.edges == 0 && graph_components(&g, NULL) == 0);
	graph_finish(&g);
}

static void
test_components(void)
{
	struct graph g;
	uint32_t c[NODES];
	graph_init(&g, NODES, edges, EDGES, GRAPH_DIRECTED);
	CHECK(graph_components(&g, c) == 5);
	CHECK(c[0] == c[1] && c[1] == c[2] && c[3] != c[0] && c[4] != c[5] && c[6] != c[3]);
	for (int i = 0; i < EDGES; i++)
		CHECK(c[edges[i].from] >= c[edges[i].to]);
	graph_finish(&g);
}

static void
test_reach(void)
{
	struct graph g;
	bool marked[NODES] = {false};
	graph_init(&g, NODES, edges, EDGES, GRAPH_DIRECTED);
	marked[1] = true;
	graph_reach(&g, marked);
	CHECK(marked[0] && marked[1] && marked[2] && !marked[3] && !marked[4] && !marked[5] && !marked[6]);
	graph_finish(&g);
}

/* A chain longer than any stack would take: 0 → 1 → … → n-1 → 0. */
static void
test_long_chain(void)
{
	enum { LONG = 1000000 };
	struct graph_edge *chain = malloc(LONG * sizeof *chain);
	uint32_t *c = malloc(LONG * sizeof *c);
	for (uint32_t i = 0; i < LONG; i++)
		chain[i] = (struct graph_edge){i, (i + 1) % LONG, 1};
	struct graph g;
	graph_init(&g, LONG, chain, LONG - 1, GRAPH_DIRECTED);
	CHECK(graph_components(&g, c) == LONG && c[0] == LONG - 1 && c[LONG - 1] == 0);
	graph_finish(&g);
	graph_init(&g, LONG, chain, LONG, GRAPH_DIRECTED);
	CHECK(graph_components(&g, c) == 1);
	graph_finish(&g);
	free(chain);
	free(c);
}

static void
test_dense(void)
{
	static const int64_t ids[] = {40, 7, 7, 1000000000000, -2};
	struct dense d;
	dense_init(&d, ids, 5);
	CHECK(d.count == 4 && dense_of(&d, -2) == 0 && dense_of(&d, 7) == 1 && dense_of(&d, 40) == 2);
	CHECK(dense_of(&d, 1000000000000) == 3 && dense_of(&d, 8) == DENSE_NONE);
	dense_finish(&d);
	dense_init(&d, NULL, 0);
	CHECK(dense_of(&d, 0) == DENSE_NONE);
	dense_finish(&d);
}

int
main(void)
{
	test_rows();
	test_components();
	test_reach();
	test_long_chain();
	test_dense();
	return check_end();
}
