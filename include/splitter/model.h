/* Model: the proposed architecture, immutable once built: services, who owns what, what every cut costs.
 * Emitters read this and evidence.h, nothing else. Arrays are sorted as said and never changed; pointers stay
 * valid until model_destroy. Services are numbered from 1; index with services[id.v - 1]. */
#ifndef SPLITTER_MODEL_H
#define SPLITTER_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "splitter/ids.h"
#include "splitter/vocab.h"

struct model_service {
	service_id id;
	const char *name, *slug; /* slug: [a-z0-9-]{1,63}, unique */
	enum service_kind kind;
	size_t functions, globals, tables, entry_points;
	double cohesion, coupling, stability; /* 0…1; stability < 0: not computed */
	size_t first_member, member_count;       /* in members */
	size_t first_operation, operation_count; /* in operations */
};

struct model_member { /* sorted by service, kind, key */
	service_id service;
	enum member_kind kind;
	uint32_t row; /* id of its row in the function, global or table table of the evidence */
	const char *key, *name, *file;
	unsigned line; /* 0: unknown */
	double stability, margin;
	service_id runner_up; /* 0: none */
	const char *reason;
};

struct model_cut { /* sorted by from, to, kind, file, line, source, target */
	service_id from, to;
	enum cut_kind kind;
	const char *source, *source_file, *target, *target_file;
	const char *file;
	unsigned line;
	double weight;
	const char *remedy;
	enum remedy_kind remedy_kind;
	const char *reason;
	unsigned loop_depth; /* of a call */
};

struct model_edge { /* sorted by from, to; from != to; the shared library has no edges */
	service_id from, to;
	size_t calls, tables, globals, joins, transactions, foreign_keys; /* numbers of cuts of each kind */
	double weight; /* what the edge weighs beside the others */
};

struct model_table_use { /* sorted by table name, service: how a service touches a table */
	uint32_t table;      /* row id */
	const char *table_name;
	service_id service;
	service_id owner;
	unsigned creates, reads, updates, deletes, ddl; /* access rows at row level */
};

struct model_parameter {
	const char *name, *type;
	enum direction direction;
	unsigned pairs_with; /* position of the parameter with the length, 0 none */
	bool nullable;
	enum confidence confidence;
};

struct model_operation { /* a function of a service that other services or the outside call; sorted by service, name, file */
	service_id service;
	uint32_t function;
	const char *key, *name, *file;
	unsigned line;
	const char *slug; /* kebab-case, unique within the service */
	const char *result_type;
	struct model_parameter *parameters;
	size_t parameter_count;
	size_t callers;    /* functions of other services that call it */
	bool is_entry;     /* command, route, job …: called from outside the program */
	bool writes;       /* it or a function it calls inside the service writes an owned table */
};

struct model_unknown { /* sorted by count, largest first: what was not understood, by cause */
	const char *kind, *reason;
	size_t count;
	const char *example_file;
	unsigned example_line;
	const char *advice;
};

struct model_coverage {
	size_t units, units_ok, units_partial, units_failed, units_skipped;
	size_t lost;                     /* declarations and statements the parser dropped */
	size_t functions, globals, tables, calls, call_sites_unresolved;
	size_t statements, statements_unresolved, texts_unresolved;
	size_t assumptions, unresolved;
};

struct model_finding { /* sorted by service, rule, subject, place: what keeps a service from running as a function */
	service_id service;
	const char *rule;
	enum severity severity;
	const char *subject, *file;
	unsigned line;
	const char *message, *remedy;
};

struct model_need { /* sorted by step, dearest first */
	enum cut_kind kind;
	enum remedy_kind remedy_kind;
	const char *what;
	size_t places;
	long long cost;
	const char *file;
	unsigned line;
};

struct model_step { /* in order: a service taken out of the monolith */
	service_id service;
	const char *action;     /* extract, remain */
	long long cost, benefit;
	const char *needs, *reason; /* in words */
	size_t first_need, need_count;
};

struct model_entry_cost { /* an entry point after the split; bounds of what may be called */
	const char *name, *function;
	enum entry_kind kind;
	service_id service;
	const char *file;
	unsigned line;
	size_t depth, remote_calls, remote_depth, in_loop;
	bool recursive;
	const char *loop_file; /* the deepest loop around a remote call, NULL none */
	unsigned loop_line, loop_depth;
};

struct model {
	const char *title; /* from the decisions, "" when none: never the folder's name */
	struct model_coverage coverage;
	struct model_unknown *unknowns;
	size_t unknown_count;
	struct model_service *services;
	size_t service_count;
	struct model_member *members;
	size_t member_count;
	struct model_cut *cuts;
	size_t cut_count;
	struct model_edge *edges;
	size_t edge_count;
	struct model_table_use *uses;
	size_t use_count;
	struct model_operation *operations;
	size_t operation_count;
	struct model_finding *findings;
	size_t finding_count;
	struct model_need *needs;
	size_t need_count;
	struct model_step *steps;
	size_t step_count;
	struct model_entry_cost *entries;
	size_t entry_count;
};

#endif
