/* Call rows, callbacks and the entries they make. Private to link. */
#ifndef LINK_CALLS_H
#define LINK_CALLS_H

#include "facts/program.h"
#include "rules/rules.h"
#include "store/rows.h"

/* Functions must be numbered. Texts of the rows live in the program. */
void calls_rows(struct program *p, const struct rules *rules, struct rows *out);

#endif
