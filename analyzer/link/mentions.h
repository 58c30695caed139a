/* Mentions: which functions a body names without calling them, and which records it works with. Private to link. */
#ifndef LINK_MENTIONS_H
#define LINK_MENTIONS_H

#include "facts/program.h"
#include "store/rows.h"

typedef void mentions_f(void *arg, uint32_t function, const struct program_event *at);

/* Calls f for every function whose address the body stores, passes or returns, at that event. */
void mentions_each(const struct program_body *b, mentions_f *f, void *arg);

/* Adds `reference` and `type_use` rows. Functions are numbered already. */
void mentions_rows(struct program *p, struct rows *out);

#endif
