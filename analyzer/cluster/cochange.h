/* Co-change: files that are changed together belong together. Private to cluster. */
#ifndef CLUSTER_COCHANGE_H
#define CLUSTER_COCHANGE_H

#include "signals/history.h"
#include "survey.h"

/* Ties functions of files that commits changed together, TIE_HISTORY; says how much of the history is about this program.
 * `h` NULL: nothing. */
void cochange_tie(struct survey *s, const struct history *h, struct diag_queue *diags);

#endif
