/* Effects of the schema: what views, triggers, foreign keys and routines do behind a statement. Private to data. */
#ifndef DATA_EFFECTS_H
#define DATA_EFFECTS_H

#include "data/statements.h"

/* Adds the access rows that no statement spells out. Statements must be read, tables learned. */
void effects_rows(struct data *d);

#endif
