/* Data: what reaches a driver. Statements, accesses to tables, schema, joins, transactions, resources. */
#ifndef DATA_DATA_H
#define DATA_DATA_H

#include "facts/program.h"
#include "rules/rules.h"
#include "store/rows.h"

/* Functions must be numbered. Texts of the rows live in the program. */
void data_rows(struct program *p, const struct rules *rules, struct rows *out);

#endif
