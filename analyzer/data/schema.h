/* Schema: tables created anywhere, tables only used, columns, keys. Private to data. */
#ifndef DATA_SCHEMA_H
#define DATA_SCHEMA_H

#include "data/statements.h"

/* Learns every CREATE and ALTER of the statements, in order. */
void schema_learn(struct data *d);

/* The name as created, case aside; NULL when no CREATE is known. */
const char *schema_name(struct data *d, const char *name);

/* The created family that ends in the name, when no table of that name is created; else NULL. */
const char *schema_family(struct data *d, const char *name);

/* A table is used: it gets a row even when no CREATE is known. */
void schema_used(struct data *d, const char *shown, const struct statement *s, bool is_family);

/* A table of another store is used. */
void schema_stored(struct data *d, const char *store, const char *name);

/* Table, column and key rows. */
void schema_rows(struct data *d);

#endif
