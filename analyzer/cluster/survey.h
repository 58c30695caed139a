/* Survey: what is to be put into services, and what ties it together. Private to cluster. */
#ifndef CLUSTER_SURVEY_H
#define CLUSTER_SURVEY_H

#include "apart.h"
#include "base/vec.h"
#include "cluster/cluster.h"
#include "graph/graph.h"

enum tie_kind {
	TIE_CALL, TIE_TABLE, TIE_GLOBAL, TIE_SCHEMA, TIE_WORDS, TIE_NEAR, TIE_TYPES, TIE_NAMES, TIE_CALLBACK, TIE_FOLDER, TIE_HISTORY,
	TIE_PROFILE, TIE_KIND_COUNT
};

/* Nodes are numbered from 0 in order of kind, key, row: never by where a row stood in the store. */
struct node {
	enum member_kind kind;
	int64_t row;
	uint64_t sign;       /* of kind and key: the same in another run, whatever was added */
	const char *key, *name, *file, *words;
	int64_t line;
	bool in_play;        /* to be put into a service */
	const char *hangs_on;     /* of a trigger: its table, NULL */
	bool vendored, is_const, is_static, stateless, sql_wrapper, migration, dead, is_main;
	bool related;        /* table: a key or a join ties it to another */
	bool platform;       /* table: no domain's own (platform.c) */
	bool shell;          /* function: starts the program (platform.c) */
	bool has_table;      /* function: touches a table itself, the platform's aside */
	bool reaches_table;  /* function: it or what it calls directly, in turn, touches a table */
	uint32_t owner;      /* static local: its function's node + 1 */
	/* what decisions say of it (constraints.c) */
	bool ignored;
	bool decided;         /* a decision names it: no rule moves it out of its group or into the shared library */
	uint32_t pin;         /* 0, PIN_SHARED, or number of a pinned service + 1 */
	uint32_t group;       /* the node that stands for all that must be in one service; mostly itself */
	const char *decision; /* reason to show, NULL */
};

#define PIN_SHARED UINT32_MAX

struct tie {
	uint32_t a, b;
	enum tie_kind kind;
	int64_t weight; /* 1000: one call to a function that nobody else calls */
};

struct use { /* one a function and table */
	uint32_t function, table;
	uint32_t writes, reads, ddl; /* access rows */
};

struct touch { /* one a function and global */
	uint32_t function, global;
	uint32_t writes, reads;
};

struct survey {
	struct arena arena;
	const struct rules *rules;
	const struct decisions *decisions;
	struct node *nodes;
	uint32_t count;
	struct dense rows[MEMBER_KIND_COUNT];
	uint32_t *node_of[MEMBER_KIND_COUNT]; /* by dense row */
	struct graph calls, callers;          /* among functions; weight in thousandths of a call, at most 1000 */
	struct graph direct_callers;          /* the same without indirect calls */
	VEC(struct use) uses;                 /* sorted by function, table */
	VEC(struct touch) touches;            /* sorted by function, global */
	VEC(struct tie) ties;
	VEC(const char *) pinned;             /* names of pinned services */
	struct apart apart;                   /* who must not come together: marks of groups */
};

/* Loads nodes, calls, uses, touches; applies decisions, saying which cannot be. False with an error queued. */
bool survey_init(struct survey *s, struct evidence *facts, const struct rules *rules,
                 const struct decisions *decisions, struct diag_queue *diags);
void survey_finish(struct survey *s);

/* Finds has_table and reaches_table. */
void survey_reach(struct survey *s);

/* Node of a row, DENSE_NONE when it is none. */
uint32_t survey_node(const struct survey *s, enum member_kind kind, int64_t row);

/* Adds the ties of structure (calls, tables, globals, schema, nearness in a file); false with an error queued. */
bool ties_find(struct survey *s, struct evidence *facts);

/* Adds a tie unless it is nothing. */
void ties_add(struct survey *s, enum tie_kind kind, uint32_t a, uint32_t b, int64_t weight);

/* A weight of the rules in thousandths of a call; `otherwise` in the rules' unit, tenths of a call. */
int64_t ties_weight(const struct survey *s, const char *name, int64_t otherwise);

/* weight / log2(1 + n)^power in integers: what n share ties each less. */
int64_t ties_damp(int64_t weight, uint64_t n, int power);

/* 1024 · log2(x), x ≥ 1. */
int64_t ties_log2(uint64_t x);

#endif
