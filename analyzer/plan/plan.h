/* Plan: in which order services are taken out of the monolith, what each needs first, and what entry points pay. */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "model/split.h"
#include "rules/rules.h"

/* Puts plan and entry_cost rows. */
bool plan_put(struct split *split, const struct rules *rules, struct store *out);

#endif
