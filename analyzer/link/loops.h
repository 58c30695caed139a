/* Loops without a condition. Private to link. */
#ifndef LINK_LOOPS_H
#define LINK_LOOPS_H

#include "facts/program.h"
#include "store/rows.h"

/* A row for every loop of a function that no condition of its own can end, with the number of other ways out of it. */
void loops_rows(const struct program *p, struct rows *out);

#endif
