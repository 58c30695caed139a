/* Entries: what each entry point pays for the split. Private to plan. */
#ifndef PLAN_ENTRIES_H
#define PLAN_ENTRIES_H

#include "model/split.h"

/* Puts an entry_cost row for every entry point in a service. */
void entries_put(struct split *s, struct store *out);

#endif
