/* Structure: how partition and ties agree. In: pairs, clusters. Out: SM, ICP, IFN, TurboMQ, Q.
 *
 * Counts are integers; each quotient is added in order of clusters, so that equal input gives equal bytes. */
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "score.h"

struct cluster_ties { uint64_t within, loops, across; };

struct counting {
	const struct score_clusters *c;
	struct cluster_ties *ties;
	struct map *index; /* pair of clusters → place in between */
	VEC(struct score_pair) between;
	uint64_t pairs;    /* without loops */
	uint64_t across;
	double weight, weight_across;
};

static void
count_across(struct counting *n, uint32_t a, uint32_t b)
{
	uint32_t low = a < b ? a : b, high = a < b ? b : a;
	uint32_t at = map_add(n->index, MAP_PAIR(low, high), (uint32_t)n->between.count);
	if (at == n->between.count)
		vec_push(&n->between, (struct score_pair){low, high, 0});
	n->between.at[at].volume++;
	n->ties[a].across++;
	n->ties[b].across++;
	n->across++;
}

static void
count_pair(struct counting *n, const struct score_pair *pair)
{
	uint32_t a = n->c->of[pair->a], b = n->c->of[pair->b];
	if (a == SCORE_NONE || b == SCORE_NONE)
		return;
	if (pair->a == pair->b) {
		n->ties[a].loops++;
		return;
	}
	double weight = log(pair->volume) + 1;
	n->pairs++;
	n->weight += weight;
	if (a == b) {
		n->ties[a].within++;
		return;
	}
	n->weight_across += weight;
	count_across(n, a, b);
}

static double
structural_modularity(const struct counting *n)
{
	const struct score_clusters *c = n->c;
	double cohesion = 0, coupling = 0, k = c->count;
	for (uint32_t i = 0; i < c->count; i++)
		cohesion += (double)(n->ties[i].within + n->ties[i].loops) / ((double)c->size[i] * c->size[i]);
	for (size_t i = 0; i < n->between.count; i++)
		coupling += n->between.at[i].volume / (2.0 * c->size[n->between.at[i].a] * c->size[n->between.at[i].b]);
	return cohesion / k - (c->count > 1 ? coupling / (k * (k - 1) / 2) : 0);
}

static double
turbo_mq(const struct counting *n)
{
	double sum = 0;
	for (uint32_t i = 0; i < n->c->count; i++)
		if (n->ties[i].within)
			sum += 2.0 * n->ties[i].within / (2.0 * n->ties[i].within + n->ties[i].across);
	return sum;
}

static double
modularity(const struct counting *n)
{
	double q = 0, m = n->pairs;
	for (uint32_t i = 0; i < n->c->count; i++) {
		double degree = 2.0 * n->ties[i].within + n->ties[i].across;
		q += n->ties[i].within / m - degree / (2 * m) * (degree / (2 * m));
	}
	return q;
}

void
score_structure(const struct score_program *p, const struct score_clusters *c, double values[SCORE_METRIC_COUNT])
{
	struct map index;
	struct counting n = {.c = c, .index = &index, .ties = calloc((size_t)c->count + 1, sizeof *n.ties)};
	if (!n.ties)
		die(EXIT_FAILED, "out of memory");
	map_init(&index);
	for (size_t i = 0; i < p->pairs.count; i++)
		count_pair(&n, &p->pairs.at[i]);
	if (c->count) {
		values[SCORE_SM] = structural_modularity(&n);
		values[SCORE_IFN] = (double)n.across / c->count;
		values[SCORE_TURBOMQ] = turbo_mq(&n);
		values[SCORE_TURBOMQ_MEAN] = turbo_mq(&n) / c->count;
	}
	if (n.pairs) {
		values[SCORE_ICP] = n.weight_across / n.weight;
		values[SCORE_MODULARITY] = modularity(&n);
	}
	map_finish(&index);
	vec_finish(&n.between);
	free(n.ties);
}
