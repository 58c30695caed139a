/* Link: the facts of all units → one program: symbols by (name, file), references resolved within link sets;
 * and the rows of the store that follow from it. */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdbool.h>

#include "facts/program.h"
#include "rules/rules.h"
#include "splitter/diag.h"
#include "store/rows.h"

/* Reads `cache`/index.facts and the fact files it names. False with errors queued when the index is missing or
 * damaged; a damaged unit file costs that unit, loudly. */
bool link_load(const char *cache, struct program *out, struct diag_queue *diags);

/* Labels the files of that name (a glob), and what is in them; false: there are none. */
bool link_label(struct program *p, const char *glob, enum origin origin);

/* Numbers functions and globals (symbol.number) in the order of their keys: before any row refers to them. */
void link_number(struct program *p);

/* Adds units, functions, globals, calls, accesses, entries and what was not understood. */
void link_rows(struct program *p, const struct rules *rules, struct rows *out);

/* Adds an entry that was decided: functions whose key matches the glob, `name` NULL: by their own name; false: there are
 * none. Before link_finish, which asks what entries reach. */
bool link_entry(struct program *p, const char *glob, enum entry_kind kind, const char *name, const char *how, struct rows *out);

/* Once all rows are there (data's too): which functions hold no state, which no entry reaches. */
void link_finish(const struct program *p, struct rows *rows);

#endif
