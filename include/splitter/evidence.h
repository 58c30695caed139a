/* Evidence: the rows behind a result. One table of rows for writers (store) and readers (read-only cursors):
 * the columns below are the columns of the tables in splitter.db; the views of the output contract are
 * defined over them in analyzer/store/views.sql.
 *
 * T: text (NULL allowed unless said), N: integer, R: real. `function`, `global` fields are ids of rows of
 * those tables (0: none). Rows are put sorted, so ids and order are the same for the same input. */
#ifndef SPLITTER_EVIDENCE_H
#define SPLITTER_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "splitter/diag.h"
#include "splitter/vocab.h"

enum { STORE_VERSION = 2 };

/* Facts, put by link. */
#define ROW_META(T, N, R) T(name) T(value)
#define ROW_UNIT(T, N, R) T(file) T(config) N(origin) N(status) N(errors) N(lost) T(reason)
#define ROW_ASSUMPTION(T, N, R) N(kind) T(file) N(line) T(text)
#define ROW_INACTIVE(T, N, R) /* a block that the preprocessor switched off */ \
	T(config) T(file) N(line) N(end_line) T(condition) N(sql) N(driver_calls)
#define ROW_FILE(T, N, R) /* content hashes of own files */ T(path) T(hash) N(origin)
#define ROW_FUNCTION(T, N, R) \
	N(id) T(key) T(name) T(file) N(line) N(end_line) N(is_static) N(kind) N(origin) T(configs) N(dead) \
	T(physical_file) N(physical_line) N(physical_end_line) N(stateless) /* touches no global, table or resource */ \
	N(in_header) N(sql_wrapper) /* hands its caller's SQL text to a driver, or only begins or ends a transaction */ T(words) /* identifier words of its body, blank separated, sorted, with repeats as word*n */ \
	N(recursive) /* it may call itself, directly or by others, by calls that are exact or resolved */ \
	N(migration) /* brings the schema from one version to the next */ T(hangs_on) /* table of a trigger */
#define ROW_PROGRAM_MEMBER(T, N, R) T(program) T(key) N(kind) N(confidence) T(how)
#define ROW_GLOBAL(T, N, R) N(id) T(key) T(name) T(file) N(line) T(type) N(is_static) N(is_const) N(function)
#define ROW_CALL(T, N, R) \
	N(site) N(caller) N(callee) N(kind) T(file) N(line) N(col) N(loop_depth) N(result_use) R(weight) T(configs) \
	N(confidence) T(how) N(error_path) /* made only after something has failed */
#define ROW_GLOBAL_ACCESS(T, N, R) N(function) N(global) N(mode) T(file) N(line) T(configs) N(confidence) T(how)
#define ROW_STATEMENT(T, N, R) \
	N(id) N(function) T(file) N(line) T(sql) T(dialect) N(resolved) N(transaction_id) T(configs)
#define ROW_TABLE_ACCESS(T, N, R) /* column_name NULL: row level */ \
	N(function) T(store) T(table_name) T(column_name) N(mode) T(file) N(line) N(statement_id) T(configs) \
	N(confidence) T(how) N(derived) /* brought by a trigger, view, key or routine, not named by the statement */
#define ROW_JOIN(T, N, R) N(statement_id) T(table_a) T(column_a) T(table_b) T(column_b)
#define ROW_PREDICATE(T, N, R) N(statement_id) T(table_name) T(column_name) N(role)
#define ROW_TRANSACTION(T, N, R) N(id) N(function) T(file) N(line) T(tables) N(confidence) T(how)
#define ROW_TABLE(T, N, R) N(id) T(name) T(store) N(kind) N(temporary) T(file) N(line)
#define ROW_COLUMN(T, N, R) T(table_name) T(name) T(type) N(nullable) T(file) N(line)
#define ROW_KEY(T, N, R) T(table_name) T(name) N(kind) T(columns) T(ref_table) T(ref_columns) T(on_delete)
#define ROW_SIGNATURE(T, N, R) \
	N(function) N(position) T(name) T(type) N(direction) N(pairs_with) /* position, 0 none */ N(nullable) \
	N(confidence) T(how)
#define ROW_ENTRY(T, N, R) N(function) N(kind) T(name) T(file) N(line) T(configs) N(confidence) T(how)
#define ROW_RESOURCE(T, N, R) \
	N(function) N(kind) T(name) T(mode) T(file) N(line) N(confidence) T(how) N(loop_depth) /* loops around it in its function */
#define ROW_LOOP(T, N, R) /* a loop without a condition that can end it */ \
	N(function) T(file) N(line) N(exits) /* other ways out that are seen in it: break, goto, return */
#define ROW_UNRESOLVED(T, N, R) N(kind) N(function) T(file) N(line) T(reason) T(text)
#define ROW_REFERENCE(T, N, R) /* function stores, passes or returns the address of target */ \
	N(function) N(target) T(file) N(line)
#define ROW_TYPE_USE(T, N, R) /* a record of the program that a function works with; uses: fields, parameters, locals */ \
	N(function) T(type) T(type_file) N(uses)
/* The split, put by cluster and model. service: id of a service row, 0 none. */
#define ROW_SERVICE(T, N, R) \
	N(id) T(name) T(slug) N(kind) N(functions) N(tables) N(entry_points) R(cohesion) R(coupling) R(stability)
#define ROW_MEMBER(T, N, R) \
	N(service) N(kind) T(key) T(name) T(file) R(stability) T(reason) N(runner_up) R(margin) N(row) /* id in its table */
#define ROW_DUPLICATE(T, N, R) N(service) T(key) T(name) T(file) N(lines) T(reason)
#define ROW_CUT(T, N, R) \
	N(from_service) N(to_service) N(kind) T(source) T(source_file) T(target) T(target_file) T(file) N(line) \
	R(weight) T(remedy) N(remedy_kind) /* of VOCAB_REMEDY */ T(reason) N(loop_depth) /* of a call */
#define ROW_FINDING(T, N, R) N(service) T(rule) N(severity) T(subject) T(file) N(line) T(message) T(remedy)
#define ROW_PLAN(T, N, R) N(step) N(service) T(action) R(cost) R(benefit) T(needs) T(reason)
#define ROW_PLAN_NEED(T, N, R) /* what a step needs first, the dearest first: cuts of one remedy about one thing */ \
	N(step) N(service) N(kind) /* of cut */ N(remedy_kind) T(what) N(places) N(cost) T(file) N(line)
#define ROW_ENTRY_COST(T, N, R) /* an entry point before and after the split; static bounds */ \
	N(function) N(kind) T(name) T(file) N(line) N(service) N(depth) /* longest chain of calls, a cycle counts once */ \
	N(remote_calls) /* distinct call sites within reach that become remote; before the split: none */ \
	N(remote_depth) /* the most of them in one chain */ N(in_loop) /* of them called in a loop */ \
	N(recursive) /* a cycle of calls is within reach: the chains have no bound */ T(loop_file) N(loop_line) /* the deepest such loop */ \
	N(loop_depth)
#define ROW_SCORE(T, N, R) /* measures of our split and of the trivial ones */ T(metric) T(partition) R(value)

#define ROWS_OF_LINK(X) \
	X(META, meta) X(UNIT, unit) X(ASSUMPTION, assumption) X(INACTIVE, inactive) X(FILE, file) X(FUNCTION, function) \
	X(PROGRAM_MEMBER, program_member) X(GLOBAL, global) X(CALL, call) X(GLOBAL_ACCESS, global_access) \
	X(STATEMENT, statement) X(TABLE_ACCESS, table_access) X(JOIN, join) X(PREDICATE, predicate) \
	X(TRANSACTION, transaction) X(TABLE, table) X(COLUMN, column) X(KEY, key) X(SIGNATURE, signature) \
	X(ENTRY, entry) X(RESOURCE, resource) X(UNRESOLVED, unresolved) \
	X(LOOP, loop) X(REFERENCE, reference) X(TYPE_USE, type_use)
#define ROWS_OF_SPLIT(X) \
	X(SERVICE, service) X(MEMBER, member) X(DUPLICATE, duplicate) X(CUT, cut) X(FINDING, finding) X(PLAN, plan) \
	X(PLAN_NEED, plan_need) X(ENTRY_COST, entry_cost) X(SCORE, score)
#define ROWS(X) ROWS_OF_LINK(X) ROWS_OF_SPLIT(X)

#define ROW_ENUM(upper, lower) ROW_##upper##_KIND,
enum row_kind { ROWS(ROW_ENUM) ROW_KIND_COUNT };

/* struct row_function { int64_t id; const char *key; … } */
#define ROW_T(name) const char *name;
#define ROW_N(name) int64_t name;
#define ROW_R(name) double name;
#define ROW_STRUCT(upper, lower) struct row_##lower { ROW_##upper(ROW_T, ROW_N, ROW_R) };
ROWS(ROW_STRUCT)

/* A read-only cursor over a result; implemented by store. */
struct evidence;

/* NULL with an error queued: no such file, not ours, newer than this program, damaged. */
struct evidence *evidence_open(const char *path, struct diag_queue *diags);
void evidence_close(struct evidence *e);

/* Calls f for every row of a table in stored order; `row` is the struct row_* of the kind, valid during the call.
 * f returns false to stop. False when the file cannot be read to the end. */
typedef bool evidence_row_f(void *arg, const void *row);
bool evidence_each(struct evidence *e, enum row_kind kind, evidence_row_f *f, void *arg);

/* Number of rows. */
size_t evidence_count(struct evidence *e, enum row_kind kind);

/* A single row by id, for tables that have one (function, global, table, statement, transaction, service);
 * copied into `out`, texts valid until evidence_close. False when there is none. */
bool evidence_get(struct evidence *e, enum row_kind kind, int64_t id, void *out);

#endif
