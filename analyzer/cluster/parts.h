/* Parts: communities of the active nodes at one resolution. Private to cluster. */
#ifndef CLUSTER_PARTS_H
#define CLUSTER_PARTS_H

#include "consensus.h"

#define PART_NONE UINT32_MAX /* not active, or loose: tied to nothing that is a community */

struct part {
	uint32_t functions, live, into; /* into: the part it joined, itself at first */
	uint32_t reaching;        /* functions that reach a table */
	bool pinned, decided, owns, absorb; /* decided: a decision names somebody in it */
};

/* Fills community by node and returns the number of communities. */
uint32_t parts_find(const struct survey *s, const bool *active, const struct consensus *agreed, uint32_t *community);

/* Sizes of communities; free() it. */
struct part *parts_measure(const struct survey *s, const bool *active, const uint32_t *community, uint32_t count);

#endif
