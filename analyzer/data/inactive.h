/* Blocks that the preprocessor switched off, and what they would do to data. Private to data. */
#ifndef DATA_INACTIVE_H
#define DATA_INACTIVE_H

#include "data/statements.h"

/* Inactive rows, one a block and configuration; an assumption a configuration with their number, and one for each
 * statement and driver call in them. Wrappers are known. */
void inactive_rows(struct data *d);

#endif
