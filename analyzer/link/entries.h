/* Entry points and what they reach. Private to link. */
#ifndef LINK_ENTRIES_H
#define LINK_ENTRIES_H

#include "facts/program.h"
#include "store/rows.h"

void entry_rows(struct program *p, struct rows *out);

/* Sets `dead` in the function rows, from the call and entry rows and addresses taken. */
void entries_mark_dead(const struct program *p, struct rows *rows);

#endif
