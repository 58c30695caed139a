/* What a type lets through: function pointers themselves, and what it points to that holds some. Private to link. */
#ifndef LINK_CARRY_H
#define LINK_CARRY_H

#include "facts/program.h"

enum carry {
	CARRY_NOTHING,
	CARRY_FUNCTION = 1, /* a value of the type may be a function's address */
	CARRY_CONTENTS = 2  /* it may point to a place that holds one */
};

struct carry_types {
	const struct program *p;
	unsigned char *known; /* by type: enum carry + 1 */
	uint32_t *classes;    /* by type: class of the function type + 1 */
};

void carry_init(struct carry_types *t, const struct program *p, struct arena *arena);

/* Bits of enum carry; of an array: of its elements. PROGRAM_NONE: not known, so anything. */
unsigned carry_of(struct carry_types *t, uint32_t type);

/* The function type behind pointers and arrays, PROGRAM_NONE. */
uint32_t carry_function_type(const struct program *p, uint32_t type);

/* Whether the type is a pointer to void, through which a function pointer loses its type. */
bool carry_is_void_pointer(const struct program *p, uint32_t type);

/* A number for how functions of the type are called: how many parameters, which of them are records or floating
 * numbers. 0: not said by the type (no prototype). Functions that differ in it cannot stand for each other. */
uint32_t carry_class(struct carry_types *t, uint32_t function_type);

/* Whether it is a record or an array of things that carry: something that objects.h keeps apart. */
bool carry_is_aggregate(struct carry_types *t, uint32_t type);

#endif
