/* Phases: which functions run while requests are served, which only when the process starts or ends. Private to readiness. */
#ifndef READINESS_PHASES_H
#define READINESS_PHASES_H

#include "model/split.h"

enum phase { PHASE_NEVER /* dead */, PHASE_START, PHASE_SERVING };

/* By dense function, memory of the split. False with an error queued. */
bool phases_find(struct split *s, struct evidence *facts, unsigned char **phase);

#endif
