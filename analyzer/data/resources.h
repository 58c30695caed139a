/* What the program touches outside of itself and its databases: files, sockets, processes … Private to data. */
#ifndef DATA_RESOURCES_H
#define DATA_RESOURCES_H

#include "data/statements.h"

/* Resource rows of all calls that the rules declare. */
void resources_rows(struct data *d);

#endif
