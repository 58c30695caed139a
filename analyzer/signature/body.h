/* One body under analysis. Private to signature. */
#ifndef SIGNATURE_BODY_H
#define SIGNATURE_BODY_H

#include "signature/summary.h"

enum local_flag {
	LOCAL_TESTED = 1, /* compared with NULL somewhere */
	LOCAL_STORED = 2, /* its value is kept in a place that is no local */
	LOCAL_COPIED = 4, /* `length_of` was assigned more than one thing */
	LOCAL_STEPPED_DOWN = 8,
	LOCAL_ASSIGNED = 16, /* so far */
	LOCAL_LENT = 32 /* a callee keeps its value, perhaps no longer than this call runs */
};

/* What pairs are found from: bit i stands for parameter i + 1. */
struct local_pairing {
	uint64_t indexed;        /* whose element it selects */
	uint64_t limits;         /* compared with them */
	uint64_t end_of, end_by; /* it is a pointer parameter plus a length */
	uint32_t length_of;      /* it is a copy of this parameter (from 1), 0 */
};

struct body {
	struct solver *s;
	const struct program *p;
	const struct program_body *b;
	struct function_use *f;
	struct provenance *locals;          /* what a local may hold; of arrays and records, what their members may */
	struct local_pairing *pairing;  /* per local */
	uint8_t *flags;                 /* enum local_flag, per local */
	bool *seen;                     /* per value: has been read */
	const struct program_event *at; /* being looked at */
	unsigned depth;
	bool in_order;                  /* events are walked: a parameter not assigned yet is what came in */
};

/* ---- provenance ---- */

struct place {
	struct provenance in; /* objects it lies in; of a global KIND_STATIC */
	uint32_t local;   /* the local it lies in, PROGRAM_NONE */
	bool inside;      /* it is a field of the object */
};

/* Follows every assignment of the body, as often as loops need. */
void provenance_find(struct body *y);
struct provenance provenance_of(struct body *y, uint32_t value);
/* What can be loaded from where a pointer points to: behind it, or what lies in the local whose address it is. */
struct provenance provenance_held(struct body *y, uint32_t value);
struct place provenance_place(struct body *y, uint32_t value);

/* The only parameter (from 0) whose object the pointer points into; PROGRAM_NONE. */
uint32_t provenance_sole(struct provenance o);

/* ---- pairs ---- */

void pairing_compare(struct body *y, const struct program_value *comparison);
void pairing_element(struct body *y, const struct program_value *element);
/* As an element, when it is written *(p + i). */
void pairing_deref(struct body *y, const struct program_value *deref);
void pairing_assign(struct body *y, const struct program_event *assign);
void pairing_call(struct body *y, uint32_t event);
/* A loop in which both parameters step. */
void pairing_steps(struct body *y, uint64_t pointers, uint64_t lengths);
/* After the walk: what the locals tell together. */
void pairing_conclude(struct body *y);
/* The integer parameter (from 1) that a value is, up to a constant; 0 when there is none. */
uint32_t pairing_length(const struct body *y, uint32_t value);

/* ---- uses ---- */

/* Adds what one body of the function does. */
void uses_of_body(struct solver *s, const struct program_body *b, struct function_use *f);

#endif
