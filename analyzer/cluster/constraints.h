/* Constraints: the decisions as the survey's nodes see them. Private to cluster. */
#ifndef CLUSTER_CONSTRAINTS_H
#define CLUSTER_CONSTRAINTS_H

#include "assign.h"
#include "survey.h"

enum { RULE_PINS /* who is pinned to a service: its side is the pin */, RULE_FIRST /* keep_apart, in order */ };

/* Sets pins, groups and marks of the nodes. What matches nothing and what contradicts something else is reported with
 * its line and left out; the rest holds from here on. False with an error queued when the facts cannot be read. */
bool constraints_apply(struct survey *s, struct evidence *facts, struct diag_queue *diags);

/* Services that are named and have somebody in them. */
unsigned constraints_named(const struct survey *s);

/* Says of every decision that does not hold in the result that it does not. */
void constraints_check(const struct survey *s, const struct home *homes, uint32_t services, struct diag_queue *diags);

#endif
