/* Which events of a body lie on an error path. Private to link. */
#ifndef LINK_FAILING_H
#define LINK_FAILING_H

#include "base/arena.h"
#include "facts/program.h"
#include "rules/rules.h"

/* A flag an event of the body, in the arena. */
const bool *failing_events(const struct program *p, const struct rules *rules, const struct program_body *b, struct arena *a);

#endif
