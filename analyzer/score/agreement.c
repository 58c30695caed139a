/* Agreement of two partitions. In: clusters of the same members. Out: ARI, MoJoFM.
 *
 * Both work on the cells of the table of intersections, sorted by cluster found, then cluster known. */
#include <stdlib.h>

#include "score.h"

struct cell { uint32_t found, truth, members; };

struct cells {
	VEC(struct cell) list; /* sorted, distinct */
	uint32_t members;
};

static int
compare_cells(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	return x->found != y->found ? (x->found < y->found ? -1 : 1) : (x->truth > y->truth) - (x->truth < y->truth);
}

/* Of the members that both hold. */
static struct cells
cross(const struct score_clusters *found, const struct score_clusters *truth, uint32_t members)
{
	struct cells c = {0};
	size_t n = 0;
	for (uint32_t i = 0; i < members; i++)
		if (found->of[i] != SCORE_NONE && truth->of[i] != SCORE_NONE)
			vec_push(&c.list, (struct cell){found->of[i], truth->of[i], 1});
	c.members = (uint32_t)c.list.count;
	vec_sort(&c.list, compare_cells);
	for (size_t i = 0; i < c.list.count; i++)
		if (n && !compare_cells(&c.list.at[n - 1], &c.list.at[i]))
			c.list.at[n - 1].members++;
		else
			c.list.at[n++] = c.list.at[i];
	c.list.count = n;
	return c;
}

/* Sizes of the clusters on the members that both hold; the caller frees. */
static uint32_t *
sizes(const struct cells *c, uint32_t clusters, bool of_truth)
{
	uint32_t *size = mem_alloc(((size_t)clusters + 1) * sizeof *size);
	for (uint32_t i = 0; i < clusters; i++)
		size[i] = 0;
	for (size_t i = 0; i < c->list.count; i++)
		size[of_truth ? c->list.at[i].truth : c->list.at[i].found] += c->list.at[i].members;
	return size;
}

static double
pairs(uint64_t n)
{
	return n ? (double)(n * (n - 1) / 2) : 0;
}

static double
pairs_within(const struct cells *c, uint32_t clusters, bool of_truth)
{
	uint32_t *size = sizes(c, clusters, of_truth);
	double sum = 0;
	for (uint32_t i = 0; i < clusters; i++)
		sum += pairs(size[i]);
	free(size);
	return sum;
}

double
score_ari(const struct score_clusters *found, const struct score_clusters *truth, uint32_t members)
{
	struct cells c = cross(found, truth, members);
	double both = 0, all = pairs(c.members);
	for (size_t i = 0; i < c.list.count; i++)
		both += pairs(c.list.at[i].members);
	double in_found = pairs_within(&c, found->count, false), in_truth = pairs_within(&c, truth->count, true);
	double expected = all > 0 ? in_found * in_truth / all : 0, best = (in_found + in_truth) / 2;
	vec_finish(&c.list);
	return best > expected || best < expected ? 100 * (both - expected) / (best - expected) : 0;
}

/* ---- moves and joins ---- */

struct matching {
	const struct cells *cells;
	size_t *first;      /* found cluster → its cells */
	uint32_t *most;     /* found cluster → its largest intersection */
	uint32_t *tag;      /* found cluster → its known cluster */
	uint32_t *owner;    /* known cluster → found cluster that has it as its tag */
	uint32_t *parent;   /* known cluster → found cluster it was reached from */
	uint32_t *seen;     /* known cluster → last search that reached it, from 1 */
	uint32_t *queue;    /* found clusters */
};

/* The path that ends at a tag nobody has: every cluster on it moves on to the tag that it reached. */
static void
turn_path(struct matching *m, uint32_t tag)
{
	while (tag != SCORE_NONE) {
		uint32_t cluster = m->parent[tag], before = m->tag[cluster];
		m->owner[tag] = cluster;
		m->tag[cluster] = tag;
		tag = before;
	}
}

/* A tag for one more cluster, breadth first (Kuhn 1955). */
static bool
find_tag(struct matching *m, uint32_t start)
{
	size_t head = 0, tail = 0;
	m->queue[tail++] = start;
	while (head < tail) {
		uint32_t cluster = m->queue[head++];
		for (size_t i = m->first[cluster]; i < m->first[cluster + 1]; i++) {
			const struct cell *cell = &m->cells->list.at[i];
			if (cell->members != m->most[cluster] || m->seen[cell->truth] == start + 1)
				continue;
			m->seen[cell->truth] = start + 1;
			m->parent[cell->truth] = cluster;
			if (m->owner[cell->truth] == SCORE_NONE) {
				turn_path(m, cell->truth);
				return true;
			}
			m->queue[tail++] = m->owner[cell->truth];
		}
	}
	return false;
}

static void
index_cells(struct matching *m, uint32_t found)
{
	const struct cells *c = m->cells;
	size_t at = 0;
	for (uint32_t f = 0; f < found; f++) {
		m->first[f] = at;
		m->most[f] = 0;
		for (; at < c->list.count && c->list.at[at].found == f; at++)
			if (c->list.at[at].members > m->most[f])
				m->most[f] = c->list.at[at].members;
	}
	m->first[found] = at;
}

static struct matching
matching_of(const struct cells *c, uint32_t found, uint32_t truth)
{
	size_t of_found = (size_t)found + 1, of_truth = (size_t)truth + 1;
	struct matching m = {.cells = c, .first = mem_alloc(of_found * sizeof *m.first),
	                     .most = mem_alloc(3 * (of_found + of_truth) * sizeof *m.most)};
	m.tag = m.most + of_found;
	m.queue = m.tag + of_found;
	m.owner = m.queue + of_found;
	m.parent = m.owner + of_truth;
	m.seen = m.parent + of_truth;
	for (uint32_t f = 0; f < found; f++)
		m.tag[f] = SCORE_NONE;
	for (uint32_t t = 0; t < truth; t++) {
		m.owner[t] = SCORE_NONE;
		m.seen[t] = 0;
	}
	index_cells(&m, found);
	return m;
}

/* mno(A, B): members outside their cluster's tag, and clusters that share a tag with another. */
static uint64_t
moves_and_joins(const struct cells *c, uint32_t found, uint32_t truth)
{
	struct matching m = matching_of(c, found, truth);
	uint64_t moves = c->members, joins = 0;
	for (uint32_t f = 0; f < found; f++)
		if (m.most[f]) {
			moves -= m.most[f];
			joins += !find_tag(&m, f);
		}
	free(m.first);
	free(m.most);
	return moves + joins;
}

static int
compare_sizes(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* How many clusters of the truth the worst partition could have a tag in. */
static uint32_t
groups_most(const struct cells *c, uint32_t truth)
{
	uint32_t *size = sizes(c, truth, true), groups = 0;
	qsort(size, truth, sizeof *size, compare_sizes);
	for (uint32_t i = 0; i < truth; i++)
		groups += groups < size[i];
	free(size);
	return groups;
}

double
score_mojofm(const struct score_clusters *found, const struct score_clusters *truth, uint32_t members)
{
	struct cells c = cross(found, truth, members);
	uint32_t groups = groups_most(&c, truth->count);
	double worst = (double)c.members - groups;
	double value = worst > 0 ? 100 * (1 - (double)moves_and_joins(&c, found->count, truth->count) / worst) : 100;
	vec_finish(&c.list);
	return value;
}
