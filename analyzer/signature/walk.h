/* The walk over the events of one body, and the ideas it is made of. Private to signature. */
#ifndef SIGNATURE_WALK_H
#define SIGNATURE_WALK_H

#include "signature/body.h"

enum { CHAIN_MOST = 8 /* fields of a place that are told apart */ };

struct nest {
	enum nest_kind kind;
	bool conditional, left;     /* left: ends in a jump */
	size_t mark;                /* of `written` at its start */
	uint64_t about;             /* pointers that the decision tests */
	uint64_t about_held;        /* parameters whose objects hold a pointer that it tests */
	int truth;                  /* of those: 1 there is one when the decision is true, -1 when false */
	bool otherwise;             /* the second arm of ?: */
	uint32_t decided;
	uint64_t pointers, lengths; /* parameters that step in the loop */
	size_t then_mark;           /* NEST_ELSE: where what THEN wrote is kept in `aside` */
	bool then_left;
};

struct walk {
	struct body y;
	VEC(struct nest) nests;
	VEC(uint64_t) written;
	VEC(uint64_t) aside;
	unsigned conditional; /* nests that may not be run */
	bool returned;        /* a return or goto was seen */
	size_t then_mark;     /* what the THEN that just ended wrote, in `aside` */
	bool then_left;
	uint32_t arm_decided; /* the decision of the arm that ended last */
	unsigned depth;
};

static inline void
walk_mark(struct walk *w, uint64_t set, uint32_t bits)
{
	for (; set; set &= set - 1)
		w->y.f->params[__builtin_ctzll(set)].bits |= bits;
}

/* ---- branches: what has surely been written so far ---- */

/* Of parameter `param` the object, or the innermost of the fields `chain`. */
bool written_has(const struct walk *w, uint32_t param, const uint32_t *chain, unsigned n);
/* field: 1 + number, 0 the whole object. */
void written_add(struct walk *w, uint32_t param, uint32_t field);

void branch_enter(struct walk *w, uint32_t event);
void branch_leave(struct walk *w, uint32_t event);
/* A case begins with what was written before the switch. */
void branch_case(struct walk *w);
/* The innermost nest ends in a jump: nothing comes behind it. */
void branch_leave_region(struct walk *w);

/* ---- null: is a pointer expected to be there? ---- */

/* The parameter (from 0) that a pointer value is as it came in, or a plain copy of it; PROGRAM_NONE. */
uint32_t null_parameter(struct walk *w, uint32_t value);
void null_needs(struct walk *w, uint32_t value);
void null_tests(struct walk *w, uint32_t value);
/* Parameters that a decision compares with NULL; *truth as in struct nest. */
uint64_t null_decided_on(struct walk *w, uint32_t value, int *truth);
/* The decision that led here says that the pointer is not there, and the function gives up. */
void null_give_up(struct walk *w);
/* Is the code run on every way to the end, unless the pointers are NULL? */
bool null_only_if_there(const struct walk *w, uint64_t pointers);
/* Likewise, unless the pointers that their objects hold are NULL? */
bool null_only_if_held(const struct walk *w, uint64_t pointers);
/* Parameters whose objects hold the pointer that a decision finds not NULL. */
uint64_t null_held(struct walk *w, uint32_t value);

/* ---- accesses: reads and writes of objects ---- */

/* Fields between a place and the pointer it is reached by, innermost first; at most CHAIN_MOST. */
unsigned access_chain(const struct body *y, uint32_t value, uint32_t *out);
/* The pointer by which a place is reached; 0 when it is a variable itself. */
uint32_t access_pointer(const struct body *y, uint32_t value);
void access_read(struct walk *w, struct provenance o, const uint32_t *chain, unsigned n);
/* here: USE_WRITE_BEHIND_HERE when it is no callee that writes */
void access_write(struct walk *w, struct provenance o, const uint32_t *chain, unsigned n, uint32_t here);
void access_place(struct walk *w, uint32_t value, bool write);

/* ---- passing: what callees do with arguments ---- */

/* The pointer local that a value is, or whose address it is, or whose object's member it is the address of. */
uint32_t pass_local_under(const struct body *y, uint32_t value);
/* Applies the effect on one argument: its reads, or with `writes` the rest. */
void pass_argument(struct walk *w, const struct program_event *a, struct effect e, bool writes);

#endif
