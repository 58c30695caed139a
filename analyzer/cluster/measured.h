/* Measured: who called whom when the program ran. Private to cluster. */
#ifndef CLUSTER_MEASURED_H
#define CLUSTER_MEASURED_H

#include "signals/profile.h"
#include "survey.h"

/* Ties functions that called each other in a profile, TIE_PROFILE; says how much of it is about this program. `p` NULL: nothing. */
void measured_tie(struct survey *s, const struct profile *p, struct diag_queue *diags);

#endif
