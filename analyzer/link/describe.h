/* Values in words, for people. Private to link. */
#ifndef LINK_DESCRIBE_H
#define LINK_DESCRIBE_H

#include "facts/program.h"

/* About what the source says: `server.db->type`, `table[].handler`, `f()`; at most some 200 bytes. */
const char *describe_value(const struct program *p, struct arena *a, const struct program_body *body, uint32_t value);

/* Why a call through the value has no target, by what it is. */
const char *describe_reason(const struct program *p, const struct program_body *body, uint32_t value);

#endif
