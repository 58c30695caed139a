/* Shared: what belongs into the shared library, decided before and beside the partition. Private to cluster. */
#ifndef CLUSTER_SHARED_H
#define CLUSTER_SHARED_H

#include "grain.h"

/* What can be said without a partition: pins, vendored code that is called, names the rules know. Sets reason[i] of
 * the nodes that are shared; texts live in the survey's arena. */
void shared_begin(struct survey *s, const char **reason);

/* What a partition shows: functions used from many parts, dispatchers, and what only shared code uses. */
void shared_spread(struct survey *s, const struct grain *parts, const char **reason);

#endif
