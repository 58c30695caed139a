/* Apart: who must not come together. A rule has sides; nodes on different sides of one rule never share a place. Pure.
 * Private to cluster. */
#ifndef CLUSTER_APART_H
#define CLUSTER_APART_H

#include <stdbool.h>

#include "base/map.h"
#include "base/vec.h"

struct apart_mark { uint32_t rule, side; };

struct apart_claim { uint32_t node; struct apart_mark mark; };

/* Marks of node i: marks[first[i] … first[i + 1] - 1], sorted by rule, one a rule. first NULL: nobody is kept apart. */
struct apart {
	size_t *first;
	struct apart_mark *marks;
};

/* From a list in any order. A node that claims two sides of a rule gets the lower one. */
void apart_init(struct apart *a, uint32_t nodes, const struct apart_claim *claims, size_t count);

/* The marks of places, united from those of the nodes in them (place[i] UINT32_MAX: in none). */
void apart_gather(const struct apart *a, uint32_t nodes, const uint32_t *place, uint32_t places, struct apart *out);
void apart_finish(struct apart *a);

static inline bool
apart_has(const struct apart *a, uint32_t node)
{
	return a->first && a->first[node] != a->first[node + 1];
}

struct seat { uint32_t side, nodes; };

/* Seats: which sides sit in which place, while nodes come and go. */
struct seats {
	const struct apart *apart;
	struct map at;                                 /* rule, place → taken */
	VEC(struct seat) taken;
};

void seats_init(struct seats *s, const struct apart *a);
void seats_finish(struct seats *s);

/* Whether the node may come; it must not sit there already. */
bool seats_allow(const struct seats *s, uint32_t node, uint32_t place);
void seats_enter(struct seats *s, uint32_t node, uint32_t place);
void seats_leave(struct seats *s, uint32_t node, uint32_t place);

/* Sets of marks that only grow together: parts that are merged. */
struct apart_sets {
	uint32_t count;
	struct apart_set { struct apart_mark *marks; size_t count; } *sets; /* NULL: nobody is kept apart */
};

void apart_sets_init(struct apart_sets *s, const struct apart *a, uint32_t nodes, const uint32_t *place, uint32_t places);
void apart_sets_finish(struct apart_sets *s);
bool apart_sets_clash(const struct apart_sets *s, uint32_t one, uint32_t other);
void apart_sets_unite(struct apart_sets *s, uint32_t from, uint32_t into);

#endif
