/* What a set of functions reaches through calls, or is reached from, by nearest paths. Private to the explain files. */
#ifndef ADVISE_EXPLAIN_REACH_H
#define ADVISE_EXPLAIN_REACH_H

#include "advise/explain_rows.h"

enum reach_way { REACH_CALLEES, REACH_CALLERS };

struct reach {
	enum reach_way way;
	uint32_t *via;   /* by function: the call row it was reached by, EXPLAIN_NONE for the start and what is not reached */
	uint32_t *hops;  /* EXPLAIN_NONE: not reached */
	uint8_t *doubt;  /* of the path: its least sure call */
	uint32_t *order; /* functions, the start first, then by certainty and hops */
	size_t count, sure; /* in `order`; of these, so many without an uncertain call */
};

/* Paths of sure calls are taken first, however long; others are looked for only to what these do not reach.
 * Memory of the arena. */
void reach_init(struct reach *r, struct explain *x, struct arena *a, enum reach_way way, const uint32_t *starts, size_t count);

/* The path between the start and a function in the order of calls, a call's place at each but the first. */
struct sheet_value reach_path(const struct reach *r, const struct explain *x, struct arena *a, uint32_t function);

#endif
