/* Cuts: everything that crosses from one service into another. Private to model. */
#ifndef MODEL_CUTS_H
#define MODEL_CUTS_H

#include "model/split.h"

struct found {
	struct row_cut row;
	int64_t source, target; /* row ids: of a function or table; of a function, table or global */
	int64_t transaction;    /* transaction: its id; table: of the statement, 0 none */
	int64_t statement;      /* table, join */
	bool writes;            /* table, global: the source changes the target */
	bool changes;           /* table: not only by adding rows */
	bool used;              /* call: its result is looked at somewhere */
	bool in_loop;           /* call */
	bool constant;          /* global */
	bool makes;             /* table: the source creates or alters it */
	bool cascades;          /* foreign key: a delete there deletes or changes here */
};

/* Finds all cuts of a split that has its facts, services and members. */
void cuts_find(struct split *s);

/* What replaces each cut, and why: fills remedy, remedy_kind and reason. */
void remedies_choose(struct split *s, struct found *cuts, size_t count);

#endif
