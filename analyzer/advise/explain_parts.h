/* Parts that several explanations have in common: rows grouped by what they are about, and the sections of calls,
 * cuts, transactions, ways in and doubts. Private to the explain files. */
#ifndef ADVISE_EXPLAIN_PARTS_H
#define ADVISE_EXPLAIN_PARTS_H

#include "advise/explain_reach.h"
#include "advise/explain_rows.h"
#include "base/map.h"

/* What all rows about one thing say together. */
struct group {
	uint32_t of;        /* position of the function, table, global … */
	unsigned modes;     /* bits of the kind of row: how it is accessed or called */
	unsigned results;   /* calls: bits of enum result_use */
	int doubt;          /* of the least sure row */
	int64_t loop;       /* calls: deepest loop */
	size_t rows;
	size_t functions;   /* reached: how many do it */
	uint32_t nearest;   /* reached: the first of them by certainty and hops */
	int nearest_doubt;  /* reached: of path and row together */
	struct sheet_place nearest_place;
	VEC(struct sheet_place) places;  /* each once, in order of rows */
	VEC(const char *) columns, hows; /* each once, in order of rows */
};

struct groups {
	struct map index;
	VEC(struct group) list;
};

void groups_init(struct groups *g);
void groups_finish(struct groups *g);
struct group *groups_get(struct groups *g, uint64_t key, uint32_t of);
void group_see(struct group *g, unsigned mode, int64_t confidence, const char *file, int64_t line, const char *how);
void group_see_column(struct group *g, const char *column);

/* Notes that a reached function does it; the nearest and surest of them is kept as the example. */
void group_see_reached(struct group *g, const struct reach *r, uint32_t function, int64_t confidence, const char *file, int64_t line);

/* Values of a group in memory of the sheet. */
struct sheet_value group_modes(const struct sheet *s, const struct group *g, int count, const char *(*word)(int mode));
struct sheet_value group_places(const struct sheet *s, const struct group *g);
struct sheet_value group_columns(const struct sheet *s, const struct group *g);
struct sheet_value group_hows(const struct sheet *s, const struct group *g);

/* Vocabulary words as functions of an int, for group_modes. */
const char *part_table_mode(int mode);
const char *part_access(int mode);
const char *part_call(int kind);
const char *part_result(int use);

/* Sums for a section's note. */
const char *part_count(struct arena *a, size_t n, const char *one, const char *many);

/* Facts: which service a member is in and why. `member` may be NULL. */
void part_home(const struct explain *x, const struct row_member *member, struct sheet *out);

/* Sections. */
void part_calls(struct explain *x, enum reach_way way, uint32_t function, struct sheet *out);
void part_ways_in(struct explain *x, const uint32_t *functions, size_t count, struct sheet *out);

typedef bool part_cut_f(const void *arg, const struct row_cut *cut);
void part_cuts(struct explain *x, part_cut_f *wanted, const void *arg, struct sheet *out);

typedef bool part_transaction_f(const void *arg, const struct row_transaction *t);
void part_transactions(struct explain *x, part_transaction_f *wanted, const void *arg, const char *key, const char *title,
                       struct sheet *out);

typedef bool part_statement_f(const void *arg, const struct row_statement *s);
void part_statements(struct explain *x, part_statement_f *wanted, const void *arg, bool with_function, struct sheet *out);

/* The section of what is not certain, and its rows. */
struct sheet_section *part_doubts(struct sheet *out);
void part_doubt(struct sheet *out, struct sheet_section *doubts, const char *what, const char *about, int doubt,
                const char *how, const struct sheet_place *at);
void part_unresolved(struct sheet *out, struct sheet_section *doubts, const char *what, const struct row_unresolved *u);

/* What the four kinds tell. */
void explain_tell_function(struct explain *x, uint32_t at, struct sheet *out);
void explain_tell_global(struct explain *x, uint32_t at, struct sheet *out);
void explain_tell_table(struct explain *x, uint32_t at, struct sheet *out);
void explain_tell_column(struct explain *x, uint32_t at, struct sheet *out);
void explain_tell_service(struct explain *x, uint32_t at, const struct model *model, struct sheet *out);

#endif
