/* Routines of the database: stored procedures, functions, packages and triggers as nodes of the call graph. Private to data. */
#ifndef DATA_ROUTINES_H
#define DATA_ROUTINES_H

#include "data/statements.h"

struct routine {
	const char *name;     /* as created */
	int64_t number;       /* of its function row */
	const char *file;
	bool is_trigger;
};

/* Finds the routines that statements create; numbers follow those of C functions. */
void routines_find(struct data *d);

/* The routine of that name, case and schema aside; NULL when none is created. A qualifier may name its package. */
const struct routine *routine_named(const struct data *d, const char *name);

const struct routine *routine_trigger(const struct data *d, const char *name);

/* Function rows, what the bodies access, and calls between routines and from C. */
void routines_rows(struct data *d);

/* A call row from the function of a statement; `how` says what makes it. */
void routine_call(struct data *d, const struct statement *from, const struct routine *to, const char *how);

#endif
