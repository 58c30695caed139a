/* Objects told apart: named records and arrays that nobody else can point into, and functions that return what
 * they are given. Private to link. */
#ifndef LINK_OBJECTS_H
#define LINK_OBJECTS_H

#include "link/carry.h"

#define OBJECT_NONE UINT32_MAX

struct objects;

struct objects *objects_create(const struct program *p, struct carry_types *types);
void objects_destroy(struct objects *o);

/* The part of an object that a place names, the same number for the same path of fields and constant indexes;
 * OBJECT_NONE when its fields must be taken for those of all records alike. `whole`: all elements of its arrays as
 * one. Numbers count from 0 and are below objects_count. */
uint32_t objects_part(struct objects *o, uint32_t body, uint32_t place, bool whole);
uint32_t objects_count(const struct objects *o);

/* Whether others may read it through a pointer: a constant table whose address is taken. */
bool objects_is_shared(const struct objects *o, uint32_t body, uint32_t place);

/* The parameter (from 1) that the function always returns, unchanged; 0: none. */
uint32_t objects_returned_parameter(const struct objects *o, uint32_t function);

#endif
