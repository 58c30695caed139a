/* Globals through pointers. Private to signature. */
#ifndef SIGNATURE_GLOBALS_H
#define SIGNATURE_GLOBALS_H

#include "signature/summary.h"

/* Adds the reads and writes of globals that no name shows: through a local pointer that only ever points to one, through the
 * result of a function that only ever returns one's address, by a callee that is given the address. */
void globals_rows(const struct solver *s, struct program *p, struct rows *rows);

#endif
