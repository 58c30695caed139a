/* Assign: the final home of every node, with reasons, margins and scores. Private to cluster. */
#ifndef CLUSTER_ASSIGN_H
#define CLUSTER_ASSIGN_H

#include "grain.h"

enum { HOME_NONE, HOME_SHARED, HOME_FIRST /* community 0 of the partition */ };

struct home {
	uint32_t service; /* HOME_NONE, HOME_SHARED or HOME_FIRST + community */
	uint32_t runner_up;
	double margin;    /* < 0: not computed */
	const char *reason;
};

/* homes: one a node, zeroed, memory of the caller. shared: reasons of shared nodes. */
void assign_homes(struct survey *s, const struct grain *g, const char *const *shared, struct home *homes);

struct score { double cohesion, coupling; };

/* Scores of each home by calls and data, indexed as homes number them (HOME_FIRST + communities entries). */
void assign_scores(const struct survey *s, const struct home *homes, uint32_t count, struct score *scores);

#endif
