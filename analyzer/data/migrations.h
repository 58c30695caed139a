/* Migrations: functions that bring the schema from one version to the next. Private to data. */
#ifndef DATA_MIGRATIONS_H
#define DATA_MIGRATIONS_H

#include "data/statements.h"

/* Marks them in the rows of functions. Statements must be read and calls be there. */
void migrations_mark(struct data *d);

#endif
