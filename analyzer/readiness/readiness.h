/* Readiness: what keeps the services of a split from running as serverless functions. */
#ifndef READINESS_READINESS_H
#define READINESS_READINESS_H

#include "model/split.h"
#include "rules/rules.h"

/* Puts finding rows, by service, rule, subject and place; false with an error queued by the evidence. */
bool readiness_put(struct split *split, struct evidence *facts, const struct rules *rules, struct store *out);

#endif
