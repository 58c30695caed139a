/* The two formats of profiles. Private to signals. */
#ifndef SIGNALS_PROFILE_FORMATS_H
#define SIGNALS_PROFILE_FORMATS_H

#include "signals/lines.h"
#include "signals/profile.h"

void profile_callgrind(struct span text, struct profile *out);
void profile_perf(struct span text, struct profile *out);

/* The name of a function in the source: without what compilers (.isra.0, .part.1), linkers (@plt) and callgrind ('2: a cycle)
 * put behind it. 0 when nothing is left. */
str_id profile_name(struct profile *p, struct span symbol);

/* Enters a call unless an end is unknown or both are one. */
void profile_add(struct profile *p, struct profile_function caller, struct profile_function callee, int64_t count);

#endif
