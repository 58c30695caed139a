/* Which functions may call themselves. Private to link. */
#ifndef LINK_RECURSION_H
#define LINK_RECURSION_H

#include "store/rows.h"

/* Sets `recursive` of the function rows, which are sorted by id; calls must be there. */
void recursion_mark(struct rows *rows);

#endif
