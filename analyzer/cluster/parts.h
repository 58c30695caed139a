/* Parts: communities of the active nodes at one resolution. Private to cluster. */
#ifndef CLUSTER_PARTS_H
#define CLUSTER_PARTS_H

#include "survey.h"

#define PART_NONE UINT32_MAX /* not active, or loose: tied to nothing that is a community */

struct part {
	uint32_t functions, into; /* into: the part it joined, itself at first */
	uint32_t reaching;        /* functions that reach a table */
	bool pinned, owns, absorb;
};

/* Fills community by node and returns the number of communities. run 0: weights as they are; others: each changed by
 * up to a fifth, the same way in every call with that run. */
uint32_t parts_find(const struct survey *s, const bool *active, int64_t resolution, unsigned run, uint32_t *community);

/* Sizes of communities; free() it. */
struct part *parts_measure(const struct survey *s, const bool *active, const uint32_t *community, uint32_t count);

#endif
