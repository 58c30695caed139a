/* The rows of a result in memory, with what explanations look up in them. Private to the explain files. */
#ifndef ADVISE_EXPLAIN_ROWS_H
#define ADVISE_EXPLAIN_ROWS_H

#include "advise/explain.h"
#include "base/intern.h"
#include "base/vec.h"

#define EXPLAIN_ROWS(X) \
	X(UNIT, unit) X(FUNCTION, function) X(PROGRAM_MEMBER, program_member) X(GLOBAL, global) X(CALL, call) \
	X(GLOBAL_ACCESS, global_access) X(STATEMENT, statement) X(TABLE_ACCESS, table_access) X(JOIN, join) \
	X(PREDICATE, predicate) X(TRANSACTION, transaction) X(TABLE, table) X(COLUMN, column) X(KEY, key) \
	X(SIGNATURE, signature) X(ENTRY, entry) X(RESOURCE, resource) X(UNRESOLVED, unresolved) X(SERVICE, service) \
	X(MEMBER, member) X(DUPLICATE, duplicate) X(CUT, cut) X(FINDING, finding)

#define EXPLAIN_NONE UINT32_MAX

struct explain_column { /* a column that is defined or used */
	const char *table, *name;
	const struct row_column *row; /* NULL: no definition was found */
};

struct explain_calls { /* of function i: rows at[first[i] … first[i + 1] - 1] of call */
	uint32_t *first, *at;
};

#define EXPLAIN_VEC(upper, lower) VEC(struct row_##lower) lower;
struct explain {
	struct arena arena;
	struct intern texts;
	EXPLAIN_ROWS(EXPLAIN_VEC)
	const struct row_member **member_of[MEMBER_KIND_COUNT]; /* by position of function, global, table; NULL: in none */
	uint32_t *caller, *callee; /* positions of functions, by position of the call; EXPLAIN_NONE: outside the tree */
	struct explain_calls calls_of, callers_of;
	const struct row_table **tables;             /* sorted by name */
	VEC(struct explain_column) columns;          /* sorted by table, name */
	VEC(struct explain_subject) subjects;
	VEC(struct explain_subject) found;           /* of the last explain_find */
};

/* Position of the row with that id, EXPLAIN_NONE when there is none. */
uint32_t explain_function_at(const struct explain *x, int64_t id);
uint32_t explain_global_at(const struct explain *x, int64_t id);
const struct row_statement *explain_statement(const struct explain *x, int64_t id); /* NULL: none */
const struct row_transaction *explain_transaction(const struct explain *x, int64_t id);
const struct row_table *explain_table(const struct explain *x, const char *name, const char *store); /* store NULL: any */

/* Name of the service a row is in, NULL when in none. */
const char *explain_service_of(const struct explain *x, enum member_kind kind, uint32_t at);
const char *explain_service_name(const struct explain *x, int64_t id);
const char *explain_owner(const struct explain *x, const char *table, const char *store);

/* The name of a function row by id: "(outside functions)" for 0. */
const char *explain_function_name(const struct explain *x, int64_t id);

bool explain_same(const char *a, const char *b); /* NULL equals "" */

/* Whether a comma-separated list names the table; whether a text holds a name as a whole word. */
bool explain_lists(const char *list, const char *name);
bool explain_mentions(const char *text, const char *name);

/* 0 exact … 4 guessed, in the order of trust, and back. */
int explain_doubt(int64_t confidence);
const char *explain_doubt_word(int doubt);
enum { EXPLAIN_DOUBT_LAST_SURE = 2 }; /* exact, resolved, declared */
static inline bool
explain_is_sure(int64_t confidence)
{
	return explain_doubt(confidence) <= EXPLAIN_DOUBT_LAST_SURE;
}

#endif
