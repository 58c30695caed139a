/* Consensus: what many partitions of slightly different graphs agree on. Private to cluster. */
#ifndef CLUSTER_CONSENSUS_H
#define CLUSTER_CONSENSUS_H

#include "survey.h"

struct consensus {
	struct graph ties;     /* among the active nodes; members of a group are one node, the first of them */
	uint32_t *run;         /* communities of run r: run[r · nodes + i] */
	unsigned runs;
	uint32_t *community;   /* what they agree on, by node, from 0 */
	uint32_t count;
};

/* The runs of a result, fewer on the way to it, fewest where only the drift matters. */
enum { CONSENSUS_RUNS = 36, CONSENSUS_SOME_RUNS = 24, CONSENSUS_FEW_RUNS = 9 };

/* `scale` in thousandths multiplies the resolutions of the runs. Nodes that are not active have communities of their own. */
void consensus_find(const struct survey *s, const bool *active, int64_t scale, unsigned runs, struct consensus *out);
void consensus_finish(struct consensus *c);

/* Mean likeness (adjusted Rand index, thousandths) of a partition to the runs, over the nodes whose `mask` is set. */
int64_t consensus_likeness(const struct consensus *c, const bool *mask, const uint32_t *community);

#endif
