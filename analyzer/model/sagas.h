/* Sagas: what undoes each statement of a transaction. Private to model. */
#ifndef MODEL_SAGAS_H
#define MODEL_SAGAS_H

#include "model/split.h"

struct saga_step { /* a statement that writes a table */
	int64_t table, transaction, statement, function;
	enum table_mode mode;
	const char *file;
	int64_t line;
};

struct sagas {
	struct saga_step *steps; /* sorted by table, file, line, mode */
	size_t count;
	const struct row_table_access **updates; /* of columns, by statement and column */
	size_t update_count;
	bool **reached;          /* by place of the transaction: functions that it runs, NULL: not yet asked for */
};

void sagas_find(struct split *s, struct sagas *out);

/* The writes of a transaction (numbered by its place among the split's) to a table and what undoes each, "" when it only
 * reads there. Memory of the split. */
const char *sagas_undo(struct split *s, struct sagas *g, size_t transaction, const struct row_table *table);

#endif
