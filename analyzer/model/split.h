/* Split: the facts, who is in which service, and what crosses: what the plan and the readiness are made of. */
#ifndef MODEL_SPLIT_H
#define MODEL_SPLIT_H

#include "model/homes.h"

struct split_cut { /* a cut and what its remedy and price are chosen by */
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

struct split {
	struct arena arena;
	struct homes homes;
	struct row_service *services; /* service i is services[i - 1] */
	size_t service_count;
	struct row_member *members;   /* sorted by service, kind, key */
	size_t member_count;
	struct split_cut *cuts;       /* sorted by services, kind, place; none begins or ends in the shared library */
	size_t cut_count;
	STORE_ROWS(function) functions; /* these in order of id */
	STORE_ROWS(global) globals;
	STORE_ROWS(statement) statements;
	STORE_ROWS(call) calls;
	STORE_ROWS(global_access) accesses;
	STORE_ROWS(table_access) uses;
	STORE_ROWS(transaction) transactions;
	STORE_ROWS(join) joins;
	STORE_ROWS(key) keys;
	STORE_ROWS(signature) signatures;
	STORE_ROWS(entry) entries;
	struct graph graph;             /* caller → callee by dense function, what is only guessed left out */
};

/* Everything that follows from a clustering; false with an error queued. Call split_finish in any case. */
bool split_init(struct split *s, struct evidence *facts, const struct clustering *clustering);
void split_finish(struct split *s);

/* Puts service, member and cut rows, and the title of the decisions (may be NULL). */
void split_put(const struct split *s, const struct decisions *decisions, struct store *out);

/* Rows by id; NULL when there is none. */
const struct row_function *split_function(const struct split *s, int64_t id);
const struct row_global *split_global(const struct split *s, int64_t id);
const struct row_statement *split_statement(const struct split *s, int64_t id);

/* Can it never change? Of an array, when its elements cannot. */
bool split_is_constant(const struct row_global *g);

/* The owners of a transaction's tables: calls f for each table that a service owns, in the order of the text. */
typedef void split_table_f(void *arg, const struct row_table *table, uint32_t owner);
void split_transaction_tables(const struct split *s, const struct row_transaction *t, split_table_f *f, void *arg);

#endif
