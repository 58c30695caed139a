/* Partition: modularity with a resolution, by the Leiden algorithm (Traag, Waltman, van Eck: From Louvain to Leiden,
 * Sci. Rep. 9, 2019): move nodes, refine each community so that it hangs together, aggregate, repeat; and all that
 * again from what it found, until nothing is gained.
 *
 * In: an undirected graph with integer weights, who is kept apart. Out: a community per node, each in one piece. Where
 * Leiden draws lots we take the best, and of equals the lowest number: the same graph always gives the same answer. A
 * gain is 2m·1000·k(i→C) − resolution·k(i)·K(C), compared exactly in 128 bits. */
#include "partition.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

__extension__ typedef __int128 gain;

enum { PASSES = 3 };

struct level {
	const struct graph *g;
	int64_t *strength;  /* sum of a node's weights, loops twice */
	struct apart apart; /* of the level's nodes */
	struct seats seats; /* … in their communities */
	int64_t total;      /* sum of all strengths: 2m */
	int64_t resolution;
	uint32_t *community;
	int64_t *sum;       /* strength of a community */
	uint32_t *size;     /* nodes in it */
	VEC(uint32_t) empty; /* communities without a node */
	/* scratch: weights from one node to the communities around it */
	int64_t *to;
	uint32_t *around;
	uint32_t around_count;
};

static void
level_init(struct level *l, const struct graph *g, int64_t resolution)
{
	size_t n = g->nodes;
	*l = (struct level){.g = g, .resolution = resolution};
	l->strength = mem_alloc(n * sizeof *l->strength);
	l->community = mem_alloc(n * sizeof *l->community);
	l->sum = mem_alloc(n * sizeof *l->sum);
	l->size = mem_alloc(n * sizeof *l->size);
	l->to = mem_alloc(n * sizeof *l->to);
	l->around = mem_alloc(n * sizeof *l->around);
	for (uint32_t i = 0; i < n; i++) {
		for (size_t e = g->first[i]; e < g->first[i + 1]; e++)
			l->strength[i] += g->to[e] == i ? 2 * g->weight[e] : g->weight[e];
		l->total += l->strength[i];
	}
}

static void
level_finish(struct level *l)
{
	free(l->strength);
	free(l->community);
	free(l->sum);
	free(l->size);
	vec_finish(&l->empty);
	seats_finish(&l->seats);
	apart_finish(&l->apart);
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
	seats_finish(&l->seats);
	seats_init(&l->seats, &l->apart);
	l->empty.count = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = l->community[i] = community ? community[i] : i;
		l->sum[c] += l->strength[i];
		l->size[c]++;
		seats_enter(&l->seats, i, c);
	}
	for (uint32_t c = 0; c < n; c++)
		if (!l->size[c])
			vec_push(&l->empty, c);
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

static void
move(struct level *l, uint32_t i, uint32_t to)
{
	uint32_t from = l->community[i];
	l->sum[from] -= l->strength[i];
	seats_leave(&l->seats, i, from);
	if (!--l->size[from])
		vec_push(&l->empty, from);
	l->sum[to] += l->strength[i];
	l->size[to]++;
	seats_enter(&l->seats, i, to);
	l->community[i] = to;
}

/* The best community for i among those around it; its own when nothing is better, none when all cost something. */
static uint32_t
best_for(struct level *l, uint32_t i)
{
	uint32_t best = l->community[i];
	gain best_gain = gain_of(l, i, best);
	for (uint32_t k = 0; k < l->around_count; k++) {
		uint32_t c = l->around[k];
		if (c == l->community[i] || !seats_allow(&l->seats, i, c))
			continue;
		gain g = gain_of(l, i, c);
		if (g > best_gain || (g == best_gain && c < best && best != l->community[i])) {
			best = c;
			best_gain = g;
		}
	}
	return best_gain < 0 && l->empty.count ? vec_last(&l->empty) : best;
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
		if (!l->size[best])
			l->empty.count--;
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
	const struct graph *graph; /* the original one */
	const struct apart *apart;
	int64_t resolution;
	uint32_t *place;      /* original node → node of the present level */
	uint32_t *community;  /* out */
};

/* The parts as nodes of the next level: their graph, where they start, and which original node is in which. */
static void
go_up(struct search *s, const struct graph *g, uint32_t *whole, const uint32_t *part, uint32_t parts, uint32_t **start,
      struct graph *next)
{
	aggregate(g, part, parts, next);
	free(*start);
	*start = mem_alloc(parts * sizeof **start);
	partition_renumber(g->nodes, whole);
	for (uint32_t i = 0; i < g->nodes; i++)
		(*start)[part[i]] = whole[i];
	for (uint32_t i = 0; i < s->graph->nodes; i++)
		s->place[i] = part[s->place[i]];
}

/* One level: moves, then says whether there is another one, with its graph and start. */
static bool
climb(struct search *s, const struct graph *g, uint32_t **start, struct graph *next)
{
	struct level l;
	level_init(&l, g, s->resolution);
	apart_gather(s->apart, s->graph->nodes, s->place, g->nodes, &l.apart);
	level_assign(&l, *start);
	move_nodes(&l);
	uint32_t n = g->nodes;
	uint32_t *whole = mem_alloc(n * sizeof *whole), *part = mem_alloc(n * sizeof *part);
	memcpy(whole, l.community, n * sizeof *whole);
	for (uint32_t i = 0; i < s->graph->nodes; i++)
		s->community[i] = whole[s->place[i]];
	refine(&l, whole);
	memcpy(part, l.community, n * sizeof *part);
	uint32_t parts = partition_renumber(n, part);
	bool more = parts < n;
	if (more)
		go_up(s, g, whole, part, parts, start, next);
	free(whole);
	free(part);
	level_finish(&l);
	return more;
}

/* What hangs together only through others is several communities: that never costs anything. */
static void
split_pieces(const struct graph *g, uint32_t *community)
{
	uint32_t *piece = mem_alloc(g->nodes * sizeof *piece), *stack = mem_alloc(g->nodes * sizeof *stack), count = 0;
	for (uint32_t i = 0; i < g->nodes; i++) {
		if (piece[i])
			continue;
		uint32_t depth = 0;
		piece[i] = ++count;
		stack[depth++] = i;
		while (depth) {
			uint32_t k = stack[--depth];
			for (size_t e = g->first[k]; e < g->first[k + 1]; e++)
				if (!piece[g->to[e]] && community[g->to[e]] == community[k]) {
					piece[g->to[e]] = count;
					stack[depth++] = g->to[e];
				}
		}
	}
	for (uint32_t i = 0; i < g->nodes; i++)
		community[i] = piece[i] - 1;
	free(piece);
	free(stack);
}

/* Leiden once, from communities or (NULL) from every node alone; takes `start`. */
static void
find_once(struct search *s, uint32_t *start)
{
	struct graph level = {0}, next;
	for (uint32_t i = 0; i < s->graph->nodes; i++)
		s->place[i] = i;
	while (climb(s, level.first ? &level : s->graph, &start, &next)) {
		graph_finish(&level);
		level = next;
	}
	graph_finish(&level);
	free(start);
	split_pieces(s->graph, s->community);
}

/* The objective times (2m)²·1000, less what is the same for all: exact. */
static gain
quality(const struct graph *g, int64_t resolution, const uint32_t *community)
{
	int64_t *sum = mem_alloc(g->nodes * sizeof *sum), inside = 0, total = 0;
	gain squares = 0;
	for (uint32_t i = 0; i < g->nodes; i++)
		for (size_t e = g->first[i]; e < g->first[i + 1]; e++) {
			int64_t w = g->to[e] == i ? 2 * g->weight[e] : g->weight[e];
			sum[community[i]] += w;
			total += w;
			inside += community[i] == community[g->to[e]] ? w : 0;
		}
	for (uint32_t c = 0; c < g->nodes; c++)
		squares += (gain)sum[c] * sum[c];
	free(sum);
	return (gain)total * 1000 * inside - (gain)resolution * squares;
}

uint32_t
partition_find(const struct graph *g, int64_t resolution, const struct apart *apart, uint32_t *community)
{
	static const struct apart nobody;
	size_t bytes = g->nodes * sizeof *community;
	struct search s = {.graph = g, .apart = apart ? apart : &nobody, .resolution = resolution, .community = community};
	uint32_t *best = mem_alloc(bytes);
	s.place = mem_alloc(bytes);
	find_once(&s, NULL);
	gain before = quality(g, resolution, community);
	for (int pass = 1; pass < PASSES; pass++) {
		uint32_t *start = mem_alloc(bytes);
		memcpy(best, community, bytes);
		memcpy(start, community, bytes);
		find_once(&s, start);
		gain now = quality(g, resolution, community);
		if (now <= before) {
			memcpy(community, best, bytes);
			break;
		}
		before = now;
	}
	free(best);
	free(s.place);
	return partition_renumber(g->nodes, community);
}
