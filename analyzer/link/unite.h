/* One unit's fact file added to the united program. Private to link. */
#ifndef LINK_UNITE_H
#define LINK_UNITE_H

#include <stdbool.h>
#include <stdint.h>

#include "facts/program.h"
#include "splitter/diag.h"

/* `number`: of the unit in p->units. False with an error queued: unreadable file. */
bool unite_unit(struct program *p, const char *path, uint32_t number, str_id config, struct diag_queue *diags);

/* Binds references to external names to their definitions: within the body's link sets, else to the only
 * one there is. What stays ambiguous keeps its undefined symbol. */
void link_bind(struct program *p);

/* Leading folders two paths share. */
unsigned link_closeness(const char *a, const char *b);

/* The definitions a reference of the body may mean, nearest first when `nearest` comes back true for a single
 * choice by folder. Returns how many (0: defined nowhere); at most `room` are written. */
size_t link_candidates(const struct program *p, const struct program_body *body, uint32_t symbol, uint32_t *out,
                          size_t room, bool *nearest);

#endif
