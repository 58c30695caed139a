/* Rows of functions, globals and accesses to globals. Private to link. */
#ifndef LINK_FUNCTIONS_H
#define LINK_FUNCTIONS_H

#include "facts/program.h"
#include "store/rows.h"

void functions_rows(struct program *p, struct rows *out);
void access_rows(struct program *p, struct rows *out);

#endif
