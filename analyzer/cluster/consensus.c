/* Consensus: the graph of active nodes → communities that do not hang on one weight, one resolution or one start.
 *
 * Each run partitions the graph with other weights (every signal as a whole by up to a quarter, every tie by up to
 * another) at one of three resolutions. Two nodes that are tied are then tied by the share of runs in which they
 * came together, and that graph is partitioned (Poulin, Théberge: Ensemble Clustering for Graphs, 2018, after the
 * evidence accumulation of Fred and Jain, 2005). One partition alone moved by up to ten points of ARI with the order
 * of its nodes; what the runs agree on moves by less than one. */
#include "consensus.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "partition.h"

enum { PLAIN = 1000, FLOOR = 50, SPREAD = 250 };

static uint64_t
mix(uint64_t x)
{
	/* SplitMix64 (Steele, Lea, Flood 2014) */
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

/* 1000 ± SPREAD, the same for the same number. */
static int64_t
about_one(uint64_t number)
{
	return PLAIN - SPREAD + (int64_t)(mix(number) % (2 * SPREAD + 1));
}

/* Of a tie: by what it ties, not by numbers, so that one function more changes no other tie's weight. */
static uint64_t
sign_of(const struct survey *s, const struct tie *t)
{
	return mix(s->nodes[t->a].sign) + s->nodes[t->b].sign;
}

/* The graph of one run; run 0 has the weights as they are. */
static void
make_graph(const struct survey *s, const bool *active, unsigned run, struct graph *g)
{
	VEC(struct graph_edge) edges = {0};
	for (size_t i = 0; i < s->ties.count; i++) {
		const struct tie *t = &s->ties.at[i];
		uint32_t a = s->nodes[t->a].group, b = s->nodes[t->b].group;
		if (!active[t->a] || !active[t->b] || a == b)
			continue;
		int64_t weight = t->weight * PLAIN;
		if (run)
			weight = t->weight * about_one(MAP_PAIR(t->kind, run)) / PLAIN * about_one(sign_of(s, t) ^ mix(run * 64 + t->kind));
		if (weight > 0)
			vec_push(&edges, (struct graph_edge){a, b, weight});
	}
	graph_init(g, s->count, edges.at, edges.count, GRAPH_UNDIRECTED);
	vec_finish(&edges);
}

/* Weights become the share of runs in which both ends came together. */
static void
count_together(const struct consensus *c, struct graph *together)
{
	uint32_t n = c->ties.nodes;
	VEC(struct graph_edge) edges = {0};
	for (uint32_t i = 0; i < n; i++)
		for (size_t e = c->ties.first[i]; e < c->ties.first[i + 1]; e++) {
			uint32_t j = c->ties.to[e];
			int64_t times = 0;
			if (j < i)
				continue;
			for (unsigned r = 0; r < c->runs; r++)
				times += c->run[(size_t)r * n + i] == c->run[(size_t)r * n + j];
			vec_push(&edges, (struct graph_edge){i, j, FLOOR + (PLAIN - FLOOR) * times / c->runs});
		}
	graph_init(together, n, edges.at, edges.count, GRAPH_UNDIRECTED);
	vec_finish(&edges);
}

void
consensus_find(const struct survey *s, const bool *active, int64_t scale, unsigned runs, struct consensus *out)
{
	static const int64_t resolutions[] = {700, 1000, 1500};
	*out = (struct consensus){.runs = runs};
	out->run = mem_alloc((size_t)runs * s->count * sizeof *out->run);
	out->community = mem_alloc(s->count * sizeof *out->community);
	for (unsigned r = 0; r < runs; r++) {
		struct graph g;
		make_graph(s, active, r + 1, &g);
		partition_find(&g, resolutions[r % 3] * scale / PLAIN, &s->apart, out->run + (size_t)r * s->count);
		graph_finish(&g);
	}
	make_graph(s, active, 0, &out->ties);
	struct graph together;
	count_together(out, &together);
	out->count = partition_find(&together, PLAIN, &s->apart, out->community);
	graph_finish(&together);
	for (uint32_t i = 0; i < s->count; i++) {
		out->community[i] = out->community[s->nodes[i].group];
		for (unsigned r = 0; r < runs; r++)
			out->run[(size_t)r * s->count + i] = out->run[(size_t)r * s->count + s->nodes[i].group];
	}
}

void
consensus_finish(struct consensus *c)
{
	graph_finish(&c->ties);
	free(c->run);
	free(c->community);
}

int64_t
consensus_likeness(const struct consensus *c, const bool *mask, const uint32_t *community)
{
	int64_t sum = 0;
	for (unsigned r = 0; r < c->runs; r++)
		sum += partition_likeness(c->ties.nodes, mask, community, c->run + (size_t)r * c->ties.nodes);
	return c->runs ? sum / c->runs : PLAIN;
}
