/* Stores without SQL: table-driven interfaces, key-value stores, command stores, as the rules declare. Private to data. */
#ifndef DATA_STORES_H
#define DATA_STORES_H

#include "data/statements.h"

/* RECORD.FIELD of the member a call goes through, NULL when it goes through none. Lives in the program. */
const char *member_called(struct program *p, const struct program_body *b, uint32_t event);

/* Accesses of one command of a store: its verb says what it does to its key. */
void store_command(struct data *d, const struct statement *s);

/* Access rows of all calls that the rules declare. */
void stores_rows(struct data *d);

#endif
