/* Store: the only SQL of ours. Writes splitter.db fresh (one schema script, rows in key order, one transaction)
 * and reads it as evidence. Same rows in the same order, same bytes. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>

#include "base/arena.h"
#include "splitter/diag.h"
#include "splitter/evidence.h"

struct store;

/* Creates a fresh database file (it must not exist); NULL with an error queued. */
struct store *store_create(const char *path, struct diag_queue *diags);

/* Appends one row; `row` is the struct row_* of the kind. Errors are kept and told by store_finish. */
void store_put(struct store *s, enum row_kind kind, const void *row);
#define STORE_PUT(s, upper, lower, ...) \
	store_put((s), ROW_##upper##_KIND, &(struct row_##lower){__VA_ARGS__})

/* Copies all rows that link put from another result, in their order; not the meta rows named split.*, which are
 * put with each split. */
bool store_copy_facts(struct store *s, struct evidence *from);

/* All rows of a kind as an array of struct row_*, texts and all in memory of the arena; never NULL but when the
 * file cannot be read to the end (an error is queued then). */
void *store_rows(struct evidence *e, enum row_kind kind, struct arena *keep, size_t *count);

/* An array of rows and its loading: STORE_ROWS(call) calls; store_load(e, CALL, &arena, &calls). */
#define STORE_ROWS(lower) \
	struct { \
		struct row_##lower *at; \
		size_t count; \
	}
#define store_load(e, upper, keep, rows) \
	(((rows)->at = store_rows((e), ROW_##upper##_KIND, (keep), &(rows)->count)) != NULL)

/* Commits, checks, closes and frees. False with an error queued, the file removed. NULL-safe. */
bool store_finish(struct store *s);

/* Rolls back, removes the file and frees. NULL-safe. */
void store_abort(struct store *s);

/* Runs the user's own SQL read-only over a result and prints rows as TSV with a header (or JSON lines).
 * False with an error queued. */
bool store_query(const char *path, const char *sql, bool json, FILE *out, struct diag_queue *diags);

/* Version of the SQLite library. */
const char *store_library(void);

#endif
