/* Schema: tables created anywhere, tables only used, columns, keys. Private to data. */
#ifndef DATA_SCHEMA_H
#define DATA_SCHEMA_H

#include "data/statements.h"

/* Learns every CREATE and ALTER of the statements, in order. */
void schema_learn(struct data *d);

/* The name as created, case aside, and the qualifier when only one of the two has one (shop.orders is orders, unless several
 * created tables end that way); NULL when no CREATE is known. */
const char *schema_name(struct data *d, const char *name);

/* Of a name that nobody creates: the created family that ends in it, or the created table that a family's name ends in;
 * else NULL. */
const char *schema_counterpart(struct data *d, const char *shown);

/* The name of a family as used, or of the created family that holds all of its names: "*.jobs" for "_*.jobs". */
const char *schema_family(struct data *d, const char *shown);

/* A table is used: it gets a row even when no CREATE is known. */
void schema_used(struct data *d, const char *shown, const struct statement *s, bool is_family);

/* A table of another store is used. */
void schema_stored(struct data *d, const char *store, const char *name);

/* Table, column and key rows. */
void schema_rows(struct data *d);

#endif
