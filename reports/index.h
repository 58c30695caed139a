/* Index: the rows of the evidence an emitter draws or lists, joined to the members of the model. */
#ifndef REPORTS_INDEX_H
#define REPORTS_INDEX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "splitter/diag.h"
#include "splitter/evidence.h"
#include "splitter/model.h"

/* Members are numbered by their place in model->members; INDEX_NONE: not a member. */
enum { INDEX_NONE = -1 };

struct index_call { /* one per pair of members, sorted */
	uint32_t caller, callee;
	unsigned sites;
	const char *file; /* of the first site */
	unsigned line;
};

struct index_access { /* one per function and table, sorted */
	uint32_t function, table;
	unsigned modes; /* bit 1 << enum table_mode */
	const char *file;
	unsigned line;
};

struct index_entry { /* in stored order */
	uint32_t function;
	enum entry_kind kind;
	const char *name;
};

struct index {
	const struct model *model;
	struct arena arena;
	struct map functions;    /* row of the function table → member */
	struct intern names;     /* of tables */
	struct map tables;       /* name → member */
	VEC(struct index_call) calls;
	VEC(struct index_access) accesses;
	VEC(struct index_entry) entries;
};

/* False with an error queued when the evidence cannot be read; finish it all the same. */
bool index_init(struct index *x, const struct model *model, struct evidence *evidence, struct diag_queue *diags);
void index_finish(struct index *x);

/* A member's number, INDEX_NONE when there is none. */
int index_function(const struct index *x, int64_t row);
int index_table(struct index *x, const char *name);

/* Of rows: who makes or alters a table (a migration, mostly) does not compete for its rows. */
#define INDEX_WRITES (1u << TABLE_CREATE | 1u << TABLE_UPDATE | 1u << TABLE_DELETE)
#define INDEX_ROWS (INDEX_WRITES | 1u << TABLE_READ)

/* "CRUD" of a set of modes: e.g. "CR", "RU+ddl". */
const char *index_letters(struct arena *a, unsigned modes);

/* Modes of a table use of the model. */
unsigned index_modes(const struct model_table_use *use);

/* Service number v of the model, and whether it is the shared library. */
const struct model_service *index_service(const struct model *m, service_id id);
bool index_is_shared(const struct model *m, service_id id);

#endif
