/* Grain: the communities of the active nodes, at a scale that holds. In: a survey, who is active. Out: a community per
 * node, how stable each is.
 *
 * Found how: at each of a few scales the consensus is compared (adjusted Rand index) with the partitions it came from;
 * the one they differ from least wins, of those that have neither one blob nor more parts than a page can show.
 * Invariant: a community has some functions or a pin; crumbs are absorbed by whom they are tied to most. */
#include "grain.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

enum { MOST_SERVICES = 30 };

static struct grain
settle(const struct survey *s, const bool *active, const struct consensus *c, int64_t scale, struct arena *a)
{
	struct grain g = {.scale = scale, .community = arena_array(a, uint32_t, s->count)};
	g.count = parts_find(s, active, c, g.community);
	return g;
}

struct grain
grain_at(const struct survey *s, const bool *active, int64_t scale, unsigned runs, struct arena *a)
{
	struct consensus c;
	consensus_find(s, active, scale, runs, &c);
	struct grain g = settle(s, active, &c, scale, a);
	consensus_finish(&c);
	return g;
}

/* For each community of a run the community it overlaps most, by functions; then who stayed. */
static void
count_stays(const struct survey *s, const struct grain *g, const uint32_t *other, double part, double *stays)
{
	struct map overlap, best;
	map_init(&overlap);
	map_init(&best);
	for (uint32_t i = 0; i < s->count; i++) {
		if (g->community[i] == PART_NONE || s->nodes[i].kind != MEMBER_FUNCTION)
			continue;
		uint64_t key = MAP_PAIR(other[i], g->community[i]);
		uint32_t n = map_get(&overlap, key);
		map_put(&overlap, key, n == MAP_NONE ? 1 : n + 1);
	}
	for (uint32_t i = 0; i < s->count; i++) {
		if (g->community[i] == PART_NONE || s->nodes[i].kind != MEMBER_FUNCTION)
			continue;
		uint32_t n = map_get(&overlap, MAP_PAIR(other[i], g->community[i])), now = map_get(&best, other[i]);
		uint32_t before = now == MAP_NONE ? 0 : map_get(&overlap, MAP_PAIR(other[i], now));
		if (now == MAP_NONE || n > before || (n == before && g->community[i] < now))
			map_put(&best, other[i], g->community[i]);
	}
	for (uint32_t i = 0; i < s->count; i++)
		if (g->community[i] != PART_NONE)
			stays[i] += map_get(&best, other[i]) == g->community[i] ? part : 0;
	map_finish(&overlap);
	map_finish(&best);
}

static void
find_stability(const struct survey *s, const struct consensus *c, struct grain *g, struct arena *a)
{
	g->stability = arena_array(a, double, s->count);
	for (unsigned r = 0; r < c->runs; r++)
		count_stays(s, g, c->run + (size_t)r * s->count, 1.0 / c->runs, g->stability);
}

/* Mean likeness to the runs, in thousandths. */
static int64_t
steadiness(const struct survey *s, const struct consensus *c, const struct grain *g)
{
	bool *functions = mem_alloc(s->count);
	for (uint32_t i = 0; i < s->count; i++)
		functions[i] = g->community[i] != PART_NONE && s->nodes[i].kind == MEMBER_FUNCTION;
	int64_t mean = consensus_likeness(c, functions, g->community);
	free(functions);
	return mean;
}

/* Share of the largest community among the functions, in thousandths. */
static int64_t
largest_share(const struct survey *s, const struct grain *g)
{
	int64_t *sizes = mem_alloc((g->count + 1) * sizeof *sizes), all = 0, most = 0;
	for (uint32_t i = 0; i < s->count; i++)
		if (g->community[i] != PART_NONE && s->nodes[i].kind == MEMBER_FUNCTION) {
			int64_t n = ++sizes[g->community[i]];
			most = n > most ? n : most;
			all++;
		}
	free(sizes);
	return all ? most * 1000 / all : 1000;
}

static struct grain
as_asked(const struct survey *s, const bool *active, int64_t scale, struct arena *a)
{
	struct consensus c;
	consensus_find(s, active, scale, CONSENSUS_RUNS, &c);
	struct grain g = settle(s, active, &c, scale, a);
	find_stability(s, &c, &g, a);
	consensus_finish(&c);
	return g;
}

static int64_t
worth(const struct survey *s, const bool *active, int64_t scale)
{
	enum { BLOB = 500 };
	struct consensus c;
	struct arena scratch;
	arena_init(&scratch);
	consensus_find(s, active, scale, CONSENSUS_FEW_RUNS, &c);
	struct grain g = settle(s, active, &c, scale, &scratch);
	int64_t share = largest_share(s, &g), score = steadiness(s, &c, &g);
	if (share > BLOB)
		score = score * BLOB / share;
	if (g.count < 2 || g.count > MOST_SERVICES)
		score /= 10;
	consensus_finish(&c);
	arena_finish(&scratch);
	return score;
}

/* The first scale, by how usual it is, that is worth about as much as the best: a small change of the program must not
 * change the grain of all of it. */
static struct grain
search(const struct survey *s, const bool *active, struct arena *a)
{
	enum { TRIES = 4, MARGIN = 50 };
	static const int64_t scales[TRIES] = {1400, 1000, 2000, 700};
	int64_t worths[TRIES], best = INT64_MIN;
	for (int i = 0; i < TRIES; i++) {
		worths[i] = worth(s, active, scales[i]);
		best = worths[i] > best ? worths[i] : best;
	}
	int i = 0;
	while (worths[i] < best - MARGIN)
		i++;
	return as_asked(s, active, scales[i], a);
}

__extension__ typedef unsigned __int128 product;

struct merging {
	const struct survey *s;
	struct grain *g;
	struct apart_sets sets;
	struct graph between;   /* communities */
	int64_t *sums;          /* weight of a community's ties */
	uint32_t *functions;
};

static void
merging_init(struct merging *m, const struct survey *s, struct grain *g)
{
	VEC(struct graph_edge) edges = {0};
	*m = (struct merging){.s = s, .g = g};
	m->sums = mem_alloc((g->count + 1) * sizeof *m->sums);
	m->functions = mem_alloc((g->count + 1) * sizeof *m->functions);
	for (size_t i = 0; i < s->ties.count; i++) {
		const struct tie *t = &s->ties.at[i];
		uint32_t a = g->community[t->a], b = g->community[t->b];
		if (a == PART_NONE || b == PART_NONE)
			continue;
		m->sums[a] += t->weight;
		m->sums[b] += t->weight;
		if (a != b)
			vec_push(&edges, (struct graph_edge){a, b, t->weight});
	}
	for (uint32_t i = 0; i < s->count; i++)
		if (g->community[i] != PART_NONE)
			m->functions[g->community[i]] += s->nodes[i].kind == MEMBER_FUNCTION;
	graph_init(&m->between, g->count, edges.at, edges.count, GRAPH_UNDIRECTED);
	apart_sets_init(&m->sets, &s->apart, s->count, g->community, g->count);
	vec_finish(&edges);
}

static void
merging_finish(struct merging *m)
{
	graph_finish(&m->between);
	apart_sets_finish(&m->sets);
	free(m->sums);
	free(m->functions);
}

/* A pair is worth the resolution below which modularity wants it to be one: its weight over the product of its sums
 * (Bonald et al.: Hierarchical Graph Clustering using Node Pair Sampling, 2018); of equals, the smaller one. */
struct pair {
	uint32_t to, from;
	int64_t weight;
	product sums;
};

static bool
is_better(const struct pair *a, const struct pair *b)
{
	product x = (product)a->weight * b->sums, y = (product)b->weight * a->sums;
	return x != y ? x > y : a->sums < b->sums;
}

/* The best pair, of those with a splinter when there is one. */
static bool
find_pair(const struct merging *m, uint32_t splinter, struct pair *best)
{
	bool any = false;
	for (uint32_t c = 0; c < m->g->count; c++)
		for (uint32_t d = c + 1; d < m->g->count; d++) {
			struct pair p = {c, d, graph_weight(&m->between, c, d), (product)(m->sums[c] + 1) * (product)(m->sums[d] + 1)};
			if ((splinter && m->functions[c] > splinter && m->functions[d] > splinter) || apart_sets_clash(&m->sets, c, d))
				continue;
			if (any && !is_better(&p, best))
				continue;
			*best = p;
			any = true;
		}
	return any;
}

/* Merges the two communities that are tied most for their sizes; splinters first, or they would be left over. */
static bool
merge_closest(const struct survey *s, unsigned services, struct grain *g)
{
	enum { SPLINTER = 20 };
	struct merging m;
	struct pair p;
	uint32_t functions = 0;
	merging_init(&m, s, g);
	for (uint32_t c = 0; c < g->count; c++)
		functions += m.functions[c];
	bool any = find_pair(&m, functions / (SPLINTER * services) + 1, &p) || find_pair(&m, 0, &p);
	for (uint32_t i = 0; any && i < s->count; i++)
		if (g->community[i] != PART_NONE)
			g->community[i] = g->community[i] == p.from ? p.to : g->community[i] - (g->community[i] > p.from);
	g->count -= any;
	merging_finish(&m);
	return any;
}

static struct grain
with_count(const struct survey *s, const bool *active, unsigned services, struct arena *a)
{
	struct grain g = {0};
	for (int64_t scale = 300; scale < 100000 && (!g.community || g.count < services); scale = scale * 5 / 4) {
		struct consensus c;
		consensus_find(s, active, scale, CONSENSUS_FEW_RUNS, &c);
		struct grain next = settle(s, active, &c, scale, a);
		if (!g.community || next.count > g.count) {
			g = next;
			find_stability(s, &c, &g, a);
		}
		consensus_finish(&c);
	}
	while (g.count > services && merge_closest(s, services, &g))
		;
	return g;
}

struct grain
grain_find(const struct survey *s, const bool *active, const struct cluster_options *options, unsigned services,
           struct arena *a)
{
	if (services)
		return with_count(s, active, services, a);
	if (options->resolution > 0)
		return as_asked(s, active, (int64_t)(options->resolution * 1000 + 0.5), a);
	return search(s, active, a);
}
