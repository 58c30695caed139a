/* Partition: modularity with a resolution, by the Leiden algorithm (Traag, Waltman, van Eck: From Louvain to Leiden,
 * Sci. Rep. 9, 2019): move nodes, refine each community so that it hangs together, aggregate, repeat.
 *
 * In: an undirected graph with integer weights. Out: a community per node. Where Leiden draws lots we take the best,
 * and of equals the lowest number: the same graph always gives the same answer. A gain is
 * 2m·1000·k(i→C) − resolution·k(i)·K(C), compared exactly in 128 bits. */
#include "partition.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"

__extension__ typedef __int128 gain;

struct level {
	const struct graph *g;
	int64_t *strength;  /* sum of a node's weights, loops twice */
	uint32_t *label;
	int64_t total;      /* sum of all strengths: 2m */
	int64_t resolution;
	uint32_t *community;
	int64_t *sum;       /* strength of a community */
	uint32_t *size;     /* nodes in it */
	uint32_t *mark;     /* label of a community, 0: none */
	/* scratch: weights from one node to the communities around it */
	int64_t *to;
	uint32_t *around;
	uint32_t around_count;
};

static void
level_init(struct level *l, const struct graph *g, int64_t resolution, const uint32_t *label)
{
	size_t n = g->nodes;
	*l = (struct level){.g = g, .resolution = resolution};
	l->strength = mem_alloc(n * sizeof *l->strength);
	l->label = mem_alloc(n * sizeof *l->label);
	l->community = mem_alloc(n * sizeof *l->community);
	l->sum = mem_alloc(n * sizeof *l->sum);
	l->size = mem_alloc(n * sizeof *l->size);
	l->mark = mem_alloc(n * sizeof *l->mark);
	l->to = mem_alloc(n * sizeof *l->to);
	l->around = mem_alloc(n * sizeof *l->around);
	for (uint32_t i = 0; i < n; i++) {
		l->label[i] = label ? label[i] : 0;
		for (size_t e = g->first[i]; e < g->first[i + 1]; e++)
			l->strength[i] += g->to[e] == i ? 2 * g->weight[e] : g->weight[e];
		l->total += l->strength[i];
	}
}

static void
level_finish(struct level *l)
{
	free(l->strength);
	free(l->label);
	free(l->community);
	free(l->sum);
	free(l->size);
	free(l->mark);
	free(l->to);
	free(l->around);
}

/* Takes communities given per node (numbers below the number of nodes). */
static void
level_assign(struct level *l, const uint32_t *community)
{
	size_t n = l->g->nodes;
	memset(l->sum, 0, n * sizeof *l->sum);
	memset(l->size, 0, n * sizeof *l->size);
	memset(l->mark, 0, n * sizeof *l->mark);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = l->community[i] = community ? community[i] : i;
		l->sum[c] += l->strength[i];
		l->size[c]++;
		if (l->label[i])
			l->mark[c] = l->label[i];
	}
}

/* Weights from node i to the communities around it; `within` NULL, or only over nodes of i's group. */
static void
look_around(struct level *l, uint32_t i, const uint32_t *within)
{
	const struct graph *g = l->g;
	l->around_count = 0;
	for (size_t e = g->first[i]; e < g->first[i + 1]; e++) {
		uint32_t j = g->to[e];
		if (j == i || (within && within[j] != within[i]))
			continue;
		uint32_t c = l->community[j];
		if (!l->to[c])
			l->around[l->around_count++] = c;
		l->to[c] += g->weight[e];
	}
}

static void
forget_around(struct level *l)
{
	while (l->around_count)
		l->to[l->around[--l->around_count]] = 0;
}

static gain
gain_of(const struct level *l, uint32_t i, uint32_t c)
{
	int64_t others = l->sum[c] - (l->community[i] == c ? l->strength[i] : 0);
	return (gain)l->total * 1000 * l->to[c] - (gain)l->resolution * l->strength[i] * others;
}

static bool
may_join(const struct level *l, uint32_t i, uint32_t c)
{
	return !l->label[i] || !l->mark[c] || l->mark[c] == l->label[i];
}

static void
move(struct level *l, uint32_t i, uint32_t to)
{
	uint32_t from = l->community[i];
	l->sum[from] -= l->strength[i];
	if (!--l->size[from] || l->label[i])
		l->mark[from] = 0;
	l->sum[to] += l->strength[i];
	l->size[to]++;
	if (l->label[i])
		l->mark[to] = l->label[i];
	l->community[i] = to;
}

/* The best community for i among those around it; its own when nothing is better. */
static uint32_t
best_for(struct level *l, uint32_t i)
{
	uint32_t best = l->community[i];
	gain best_gain = gain_of(l, i, best);
	for (uint32_t k = 0; k < l->around_count; k++) {
		uint32_t c = l->around[k];
		if (c == l->community[i] || !may_join(l, i, c))
			continue;
		gain g = gain_of(l, i, c);
		if (g > best_gain || (g == best_gain && c < best && best != l->community[i])) {
			best = c;
			best_gain = g;
		}
	}
	return best;
}

/* Moves nodes until none gains (a queue: only the neighbours of a moved node are looked at again). The number of
 * looks is bounded, so that the end never depends on a proof. */
static void
move_nodes(struct level *l)
{
	const struct graph *g = l->g;
	size_t n = g->nodes, first = 0, count = n, looks = 0;
	uint32_t *queue = mem_alloc(n * sizeof *queue);
	bool *queued = mem_alloc(n);
	for (uint32_t i = 0; i < n; i++) {
		queue[i] = i;
		queued[i] = true;
	}
	while (count && looks++ < 200 * n) {
		uint32_t i = queue[first];
		first = (first + 1) % n;
		count--;
		queued[i] = false;
		look_around(l, i, NULL);
		uint32_t best = best_for(l, i);
		forget_around(l);
		if (best == l->community[i])
			continue;
		move(l, i, best);
		for (size_t e = g->first[i]; e < g->first[i + 1]; e++) {
			uint32_t j = g->to[e];
			if (queued[j] || l->community[j] == best)
				continue;
			queue[(first + count++) % n] = j;
			queued[j] = true;
		}
	}
	free(queue);
	free(queued);
}

/* Splits each community of `whole` into parts that hang together: every node alone at first, then joined to the
 * part of its own community it gains most by. */
static void
refine(struct level *l, const uint32_t *whole)
{
	level_assign(l, NULL);
	for (uint32_t i = 0; i < l->g->nodes; i++) {
		if (l->size[l->community[i]] > 1)
			continue;
		look_around(l, i, whole);
		uint32_t best = best_for(l, i);
		forget_around(l);
		if (best != l->community[i])
			move(l, i, best);
	}
}

uint32_t
partition_renumber(uint32_t nodes, uint32_t *community)
{
	struct map seen;
	map_init(&seen);
	uint32_t count = 0;
	for (uint32_t i = 0; i < nodes; i++) {
		uint32_t c = map_add(&seen, community[i], count);
		count += c == count;
		community[i] = c;
	}
	map_finish(&seen);
	return count;
}

/* The graph of the parts: weights between them added, weights inside as loops. */
static void
aggregate(const struct graph *g, const uint32_t *part, uint32_t parts, struct graph *out)
{
	struct graph_edge *edges = mem_alloc(g->edges * sizeof *edges);
	size_t n = 0;
	for (uint32_t i = 0; i < g->nodes; i++)
		for (size_t e = g->first[i]; e < g->first[i + 1]; e++)
			if (g->to[e] >= i)
				edges[n++] = (struct graph_edge){part[i], part[g->to[e]], g->weight[e]};
	graph_init(out, parts, edges, n, GRAPH_UNDIRECTED);
	free(edges);
}

struct search {
	int64_t resolution;
	uint32_t nodes;       /* of the original graph */
	uint32_t *place;      /* original node → node of the present level */
	uint32_t *community;  /* out */
};

/* One level: moves, then says whether there is another one, with its graph, labels and start. */
static bool
climb(struct search *s, const struct graph *g, const uint32_t *label, uint32_t **start, struct graph *next,
      uint32_t **next_label)
{
	struct level l;
	level_init(&l, g, s->resolution, label);
	level_assign(&l, *start);
	move_nodes(&l);
	uint32_t n = g->nodes;
	uint32_t *whole = mem_alloc(n * sizeof *whole), *part = mem_alloc(n * sizeof *part);
	memcpy(whole, l.community, n * sizeof *whole);
	for (uint32_t i = 0; i < s->nodes; i++)
		s->community[i] = whole[s->place[i]];
	refine(&l, whole);
	memcpy(part, l.community, n * sizeof *part);
	uint32_t parts = partition_renumber(n, part);
	bool more = parts < n;
	if (more) {
		aggregate(g, part, parts, next);
		free(*start);
		*start = mem_alloc(parts * sizeof **start);
		*next_label = mem_alloc(parts * sizeof **next_label);
		partition_renumber(n, whole);
		for (uint32_t i = 0; i < n; i++) {
			(*start)[part[i]] = whole[i];
			if (label && label[i])
				(*next_label)[part[i]] = label[i];
		}
		for (uint32_t i = 0; i < s->nodes; i++)
			s->place[i] = part[s->place[i]];
	}
	free(whole);
	free(part);
	level_finish(&l);
	return more;
}

uint32_t
partition_find(const struct graph *g, int64_t resolution, const uint32_t *label, uint32_t *community)
{
	struct search s = {.resolution = resolution, .nodes = g->nodes, .community = community};
	struct graph level = {0}, next;
	uint32_t *labels = NULL, *next_labels = NULL, *start = NULL;
	s.place = mem_alloc((size_t)g->nodes * sizeof *s.place);
	for (uint32_t i = 0; i < g->nodes; i++)
		s.place[i] = i;
	while (climb(&s, level.first ? &level : g, labels ? labels : label, &start, &next, &next_labels)) {
		graph_finish(&level);
		free(labels);
		level = next;
		labels = next_labels;
	}
	graph_finish(&level);
	free(labels);
	free(start);
	free(s.place);
	return partition_renumber(g->nodes, community);
}

static int64_t
pairs(int64_t n)
{
	return n * (n - 1) / 2;
}

int64_t
partition_likeness(uint32_t nodes, const bool *mask, const uint32_t *a, const uint32_t *b)
{
	struct map both;
	map_init(&both);
	uint32_t *in_a = mem_alloc(nodes * sizeof *in_a), *in_b = mem_alloc(nodes * sizeof *in_b), cells = 0;
	uint32_t *in_both = mem_alloc(nodes * sizeof *in_both);
	int64_t count = 0, same = 0, pairs_a = 0, pairs_b = 0;
	for (uint32_t i = 0; i < nodes; i++) {
		if (!mask[i])
			continue;
		uint32_t cell = map_add(&both, MAP_PAIR(a[i], b[i]), cells);
		cells += cell == cells;
		same += in_both[cell]++; /* pairs, counted one by one: n(n-1)/2 in the end */
		pairs_a += in_a[a[i]]++;
		pairs_b += in_b[b[i]]++;
		count++;
	}
	map_finish(&both);
	free(in_a);
	free(in_b);
	free(in_both);
	if (count < 2)
		return 1000;
	/* (same − expected) / (mean − expected), expected = pairs_a·pairs_b / pairs(count); all times 2·pairs(count) */
	gain all = pairs(count), expected = (gain)pairs_a * pairs_b;
	gain above = 2 * ((gain)same * all - expected), below = (gain)(pairs_a + pairs_b) * all - 2 * expected;
	return below ? (int64_t)(above * 1000 / below) : 1000;
}
