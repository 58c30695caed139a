/* All measures of one partition. In: a partition, perhaps a known one. Out: a value a measure. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "score.h"

#define NAME_ROW(upper, name, text) name,
#define TEXT_ROW(upper, name, text) text,

const char *
score_metric_name(enum score_metric m)
{
	static const char *const names[] = {SCORE_METRICS(NAME_ROW)};
	return names[m];
}

const char *
score_metric_text(enum score_metric m)
{
	static const char *const texts[] = {SCORE_METRICS(TEXT_ROW)};
	return texts[m];
}

struct score_partition
score_empty(struct score_program *p, const char *name)
{
	struct score_partition empty = {name, arena_array(&p->arena, uint32_t, (size_t)p->count + 1)};
	for (uint32_t i = 0; i < p->count; i++)
		empty.cluster[i] = SCORE_NONE;
	return empty;
}

static int
compare_rows(const void *a, const void *b)
{
	const struct score_row *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

struct score_partition
score_of_rows(struct score_program *p, const char *name, const struct score_row *rows, size_t count)
{
	struct score_partition out = score_empty(p, name);
	struct score_row *sorted = mem_alloc((count + 1) * sizeof *sorted);
	if (count)
		memcpy(sorted, rows, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, compare_rows);
	for (uint32_t i = 0; i < p->count; i++) {
		struct score_row key = {p->members[i].kind, p->members[i].row, 0};
		const struct score_row *found = bsearch(&key, sorted, count, sizeof *sorted, compare_rows);
		if (found)
			out.cluster[i] = found->cluster;
	}
	free(sorted);
	return out;
}

/* Clusters numbered by their first member, of what is among those asked for. */
static struct score_clusters
number_clusters(const struct score_program *p, const struct score_partition *from, const bool *among)
{
	struct score_clusters c = {.of = mem_alloc(((size_t)p->count + 1) * sizeof *c.of),
	                           .size = mem_alloc(((size_t)p->count + 1) * sizeof *c.size)};
	struct map numbers;
	map_init(&numbers);
	for (uint32_t i = 0; i < p->count; i++) {
		c.of[i] = SCORE_NONE;
		if (from->cluster[i] == SCORE_NONE || (among && !among[i]))
			continue;
		c.of[i] = map_add(&numbers, from->cluster[i], c.count);
		if (c.of[i] == c.count)
			c.size[c.count++] = 0;
		c.size[c.of[i]]++;
		c.members++;
	}
	map_finish(&numbers);
	return c;
}

static void
finish_clusters(struct score_clusters *c)
{
	free(c->of);
	free(c->size);
}

static double
largest_share(const struct score_clusters *c)
{
	uint32_t most = 0;
	for (uint32_t i = 0; i < c->count; i++)
		if (c->size[i] > most)
			most = c->size[i];
	return c->members ? (double)most / c->members : NAN;
}

void
score_measure(const struct score_program *p, const struct score_partition *found, const struct score_partition *truth,
              const bool *among, struct score_range usual, double values[SCORE_METRIC_COUNT])
{
	struct score_clusters c = number_clusters(p, found, among);
	for (int m = 0; m < SCORE_METRIC_COUNT; m++)
		values[m] = NAN;
	values[SCORE_MEMBERS] = c.members;
	values[SCORE_CLUSTERS] = c.count;
	values[SCORE_LARGEST] = largest_share(&c);
	values[SCORE_NED] = score_ned(&c, usual);
	values[SCORE_PURITY] = score_purity(p, &c, false);
	values[SCORE_WRITE_PURITY] = score_purity(p, &c, true);
	score_structure(p, &c, values);
	if (truth && c.members) {
		struct score_clusters t = number_clusters(p, truth, among);
		values[SCORE_ARI] = score_ari(&c, &t, p->count);
		values[SCORE_MOJOFM] = score_mojofm(&c, &t, p->count);
		finish_clusters(&t);
	}
	finish_clusters(&c);
}
