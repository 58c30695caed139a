/* Purity: whether a table is worked on by one cluster, and how evenly sizes are. In: uses of tables, clusters. */
#include <math.h>
#include <stdlib.h>

#include "score.h"

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Entropy, in nats, of the distribution of equal numbers. */
static double
entropy(uint32_t *labels, size_t count)
{
	double sum = 0;
	qsort(labels, count, sizeof *labels, compare_numbers);
	for (size_t i = 0, from = 0; i < count; i++)
		if (i + 1 == count || labels[i + 1] != labels[i]) {
			double share = (double)(i + 1 - from) / (double)count;
			sum -= share * log(share);
			from = i + 1;
		}
	return sum;
}

double
score_purity(const struct score_program *p, const struct score_clusters *c, bool writes_only)
{
	VEC(uint32_t) labels = {0};
	double sum = 0;
	size_t tables = 0;
	for (size_t i = 0; i < p->uses.count; i++) {
		const struct score_use *u = &p->uses.at[i];
		if (c->of[u->table] != SCORE_NONE && c->of[u->function] != SCORE_NONE && (u->writes || !writes_only))
			vec_push(&labels, c->of[u->function]);
		if (i + 1 < p->uses.count && p->uses.at[i + 1].table == u->table)
			continue;
		if (labels.count) {
			sum += entropy(labels.at, labels.count);
			tables++;
		}
		labels.count = 0;
	}
	vec_finish(&labels);
	if (!tables)
		return NAN;
	return c->count > 1 ? 1 - sum / (double)tables / log(c->count) : 1;
}

double
score_ned(const struct score_clusters *c, struct score_range usual)
{
	uint64_t members = 0;
	for (uint32_t i = 0; i < c->count; i++)
		if (c->size[i] >= usual.least && c->size[i] <= usual.most)
			members += c->size[i];
	return c->members ? 1 - (double)members / c->members : NAN;
}
