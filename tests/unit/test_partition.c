/* Partition over random graphs: communities are in one piece, nobody moves for a gain, what is apart stays apart, and
 * an equal graph gives an equal answer. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cluster/partition.h"

enum { NODES_MOST = 40, ROUNDS = 3000 };

static uint64_t seed;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

static bool
in_one_piece(const struct graph *g, const uint32_t *community, uint32_t c)
{
	uint32_t stack[NODES_MOST], depth = 0, met = 0, size = 0;
	bool seen[NODES_MOST] = {false};
	for (uint32_t i = 0; i < g->nodes; i++)
		size += community[i] == c;
	for (uint32_t i = 0; i < g->nodes && !depth; i++)
		if (community[i] == c) {
			stack[depth++] = i;
			seen[i] = true;
		}
	while (depth) {
		uint32_t i = stack[--depth];
		met++;
		for (size_t e = g->first[i]; e < g->first[i + 1]; e++)
			if (!seen[g->to[e]] && community[g->to[e]] == c) {
				seen[g->to[e]] = true;
				stack[depth++] = g->to[e];
			}
	}
	return met == size;
}

static bool
are_apart(const struct apart *a, const uint32_t *community, uint32_t nodes)
{
	for (uint32_t i = 0; a->first && i < nodes; i++)
		for (uint32_t k = 0; k < i; k++)
			for (size_t x = a->first[i]; x < a->first[i + 1]; x++)
				for (size_t y = a->first[k]; y < a->first[k + 1]; y++)
					if (community[i] == community[k] && a->marks[x].rule == a->marks[y].rule &&
					    a->marks[x].side != a->marks[y].side)
						return false;
	return true;
}

static void
shuffle(struct graph_edge *edges, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t k = dice((uint32_t)i);
		struct graph_edge e = edges[k];
		edges[k] = edges[i - 1];
		edges[i - 1] = (struct graph_edge){e.to, e.from, e.weight};
	}
}

static void
test_round(void)
{
	uint32_t nodes = 1 + dice(NODES_MOST), c[NODES_MOST], again[NODES_MOST];
	size_t count = dice(3 * nodes);
	struct graph_edge edges[3 * NODES_MOST];
	struct apart_claim claims[20];
	size_t claimed = dice(2) ? dice(20) : 0;
	for (size_t i = 0; i < count; i++)
		edges[i] = (struct graph_edge){dice(nodes), dice(nodes), 1 + dice(dice(2) ? 5 : 2000)};
	for (size_t i = 0; i < claimed; i++)
		claims[i] = (struct apart_claim){dice(nodes), {dice(4), dice(3)}};
	struct apart apart;
	struct graph g;
	int64_t resolution = 100 + dice(3000);
	apart_init(&apart, nodes, claims, claimed);
	graph_init(&g, nodes, edges, count, GRAPH_UNDIRECTED);
	uint32_t found = partition_find(&g, resolution, &apart, c);
	for (uint32_t k = 0; k < found; k++)
		CHECK(in_one_piece(&g, c, k));
	CHECK(are_apart(&apart, c, nodes));
	graph_finish(&g);
	shuffle(edges, count);
	graph_init(&g, nodes, edges, count, GRAPH_UNDIRECTED);
	CHECK(partition_find(&g, resolution, &apart, again) == found && !memcmp(c, again, nodes * sizeof *c));
	graph_finish(&g);
	apart_finish(&apart);
}

/* Merging sets: never two sides of a rule, and all marks are kept. */
static void
test_sets(void)
{
	struct apart_claim claims[] = {{0, {1, 1}}, {1, {1, 2}}, {2, {1, 1}}, {2, {5, 9}}, {3, {5, 8}}, {4, {1, 7}}, {4, {1, 3}}};
	uint32_t place[] = {0, 1, 2, 3, 4};
	struct apart a;
	struct apart_sets s;
	apart_init(&a, 5, claims, 7);
	CHECK(a.first[5] == 6 && a.marks[5].side == 3);
	apart_sets_init(&s, &a, 5, place, 5);
	CHECK(apart_sets_clash(&s, 0, 1) && !apart_sets_clash(&s, 0, 2) && !apart_sets_clash(&s, 0, 3) && apart_sets_clash(&s, 2, 3));
	apart_sets_unite(&s, 2, 0);
	CHECK(apart_sets_clash(&s, 3, 0) && s.sets[0].count == 2 && !s.sets[2].count);
	apart_sets_finish(&s);
	apart_finish(&a);
}

int
main(void)
{
	test_sets();
	for (seed = 1; seed <= ROUNDS; seed++) {
		uint64_t round = seed;
		test_round();
		seed = round;
	}
	return check_end();
}
