/* Apart: lists of who is on which side of what → may these come together? In: claims. Out: answers. Most nodes claim
 * nothing, and asking for them costs nothing. */
#include "apart.h"

#include <stdlib.h>
#include <string.h>

static int
compare_claims(const void *a, const void *b)
{
	const struct apart_claim *x = a, *y = b;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	if (x->mark.rule != y->mark.rule)
		return x->mark.rule < y->mark.rule ? -1 : 1;
	return (x->mark.side > y->mark.side) - (x->mark.side < y->mark.side);
}

void
apart_init(struct apart *a, uint32_t nodes, const struct apart_claim *claims, size_t count)
{
	*a = (struct apart){0};
	if (!count)
		return;
	struct apart_claim *sorted = mem_alloc(count * sizeof *sorted);
	memcpy(sorted, claims, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, compare_claims);
	a->first = mem_alloc(((size_t)nodes + 1) * sizeof *a->first);
	a->marks = mem_alloc(count * sizeof *a->marks);
	size_t n = 0, at = 0;
	for (uint32_t i = 0; i < nodes; i++) {
		a->first[i] = n;
		for (; at < count && sorted[at].node == i; at++)
			if (n == a->first[i] || a->marks[n - 1].rule != sorted[at].mark.rule)
				a->marks[n++] = sorted[at].mark;
	}
	a->first[nodes] = n;
	free(sorted);
}

void
apart_gather(const struct apart *a, uint32_t nodes, const uint32_t *place, uint32_t places, struct apart *out)
{
	VEC(struct apart_claim) claims = {0};
	for (uint32_t i = 0; a->first && i < nodes; i++)
		for (size_t k = a->first[i]; place[i] != UINT32_MAX && k < a->first[i + 1]; k++)
			vec_push(&claims, (struct apart_claim){place[i], a->marks[k]});
	apart_init(out, places, claims.at, claims.count);
	vec_finish(&claims);
}

void
apart_finish(struct apart *a)
{
	free(a->first);
	free(a->marks);
	*a = (struct apart){0};
}

void
seats_init(struct seats *s, const struct apart *a)
{
	*s = (struct seats){.apart = a};
	map_init(&s->at);
}

void
seats_finish(struct seats *s)
{
	map_finish(&s->at);
	vec_finish(&s->taken);
}

bool
seats_allow(const struct seats *s, uint32_t node, uint32_t place)
{
	const struct apart *a = s->apart;
	if (!apart_has(a, node))
		return true;
	for (size_t k = a->first[node]; k < a->first[node + 1]; k++) {
		uint32_t seat = map_get(&s->at, MAP_PAIR(a->marks[k].rule, place));
		if (seat != MAP_NONE && s->taken.at[seat].nodes && s->taken.at[seat].side != a->marks[k].side)
			return false;
	}
	return true;
}

void
seats_enter(struct seats *s, uint32_t node, uint32_t place)
{
	const struct apart *a = s->apart;
	if (!apart_has(a, node))
		return;
	for (size_t k = a->first[node]; k < a->first[node + 1]; k++) {
		uint32_t seat = map_add(&s->at, MAP_PAIR(a->marks[k].rule, place), (uint32_t)s->taken.count);
		if (seat == s->taken.count)
			vec_push(&s->taken, (struct seat){0});
		s->taken.at[seat].side = a->marks[k].side;
		s->taken.at[seat].nodes++;
	}
}

void
seats_leave(struct seats *s, uint32_t node, uint32_t place)
{
	const struct apart *a = s->apart;
	if (!apart_has(a, node))
		return;
	for (size_t k = a->first[node]; k < a->first[node + 1]; k++)
		s->taken.at[map_get(&s->at, MAP_PAIR(a->marks[k].rule, place))].nodes--;
}

void
apart_sets_init(struct apart_sets *s, const struct apart *a, uint32_t nodes, const uint32_t *place, uint32_t places)
{
	struct apart gathered;
	*s = (struct apart_sets){.count = places};
	apart_gather(a, nodes, place, places, &gathered);
	if (!gathered.first)
		return;
	s->sets = mem_alloc(places * sizeof *s->sets);
	for (uint32_t i = 0; i < places; i++) {
		size_t n = gathered.first[i + 1] - gathered.first[i];
		if (!n)
			continue;
		s->sets[i] = (struct apart_set){mem_alloc(n * sizeof *s->sets[i].marks), n};
		memcpy(s->sets[i].marks, gathered.marks + gathered.first[i], n * sizeof *s->sets[i].marks);
	}
	apart_finish(&gathered);
}

void
apart_sets_finish(struct apart_sets *s)
{
	for (uint32_t i = 0; s->sets && i < s->count; i++)
		free(s->sets[i].marks);
	free(s->sets);
	*s = (struct apart_sets){0};
}

bool
apart_sets_clash(const struct apart_sets *s, uint32_t one, uint32_t other)
{
	if (!s->sets)
		return false;
	const struct apart_set *a = &s->sets[one], *b = &s->sets[other];
	for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
		if (a->marks[i].rule == b->marks[k].rule && a->marks[i].side != b->marks[k].side)
			return true;
		uint32_t x = a->marks[i].rule, y = b->marks[k].rule;
		i += x <= y;
		k += y <= x;
	}
	return false;
}

void
apart_sets_unite(struct apart_sets *s, uint32_t from, uint32_t into)
{
	if (!s->sets || !s->sets[from].count)
		return;
	const struct apart_set a = s->sets[from], b = s->sets[into];
	struct apart_set both = {mem_alloc((a.count + b.count) * sizeof *both.marks), 0};
	for (size_t i = 0, k = 0; i < a.count || k < b.count;) {
		bool mine = k == b.count || (i < a.count && a.marks[i].rule <= b.marks[k].rule);
		bool same = mine && k < b.count && a.marks[i].rule == b.marks[k].rule;
		both.marks[both.count++] = mine ? a.marks[i] : b.marks[k];
		k += !mine || same;
		i += mine;
	}
	free(a.marks);
	free(b.marks);
	s->sets[from] = (struct apart_set){0};
	s->sets[into] = both;
}
