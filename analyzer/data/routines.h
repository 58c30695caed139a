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

/* Does a called name mean a routine: its own name, schemas and case aside, or that of a member of this package? */
bool routine_is_meant(const char *called, const char *routine);

/* NULL when no trigger of that name is created. */
const struct routine *routine_trigger(const struct data *d, const char *name);

/* Function rows, what the bodies access, and calls between routines and from C. */
void routines_rows(struct data *d);

/* A call row from the function of a statement; `how` says what makes it. */
void routine_call(struct data *d, const struct statement *from, const struct routine *to, const char *how);

#endif
