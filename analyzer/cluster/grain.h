/* Grain: how many services, and which community is one. Private to cluster. */
#ifndef CLUSTER_GRAIN_H
#define CLUSTER_GRAIN_H

#include "parts.h"

struct grain {
	uint32_t *community;  /* by node; PART_NONE for none */
	uint32_t count;
	int64_t scale;        /* of the resolutions, in thousandths */
	double *stability;    /* by node: share of the consensus' runs in which it stayed; NULL: not computed */
};

/* Communities of the active nodes at one scale; crumbs are absorbed. Memory of the arena. */
struct grain grain_at(const struct survey *s, const bool *active, int64_t scale, unsigned runs, struct arena *a);

/* The same with the scale found, or asked for, or with as many communities as asked for (0: found). */
struct grain grain_find(const struct survey *s, const bool *active, const struct cluster_options *options,
                        unsigned services, struct arena *a);

#endif
