/* What a call may reach once the flow is solved. Private to link. */
#ifndef LINK_TARGETS_H
#define LINK_TARGETS_H

#include "link/places.h"

struct targets {
	const uint32_t *functions; /* defined ones; valid until the next question */
	size_t count;
	bool by_type;              /* by signature alone: no flow was found */
	size_t same_type;          /* when nothing flows: how many functions of the type it may be */
	bool null;                 /* a null pointer flows there */
	uint32_t outside;          /* a function that is defined in no unit and flows there, PROGRAM_NONE */
	bool unknown;              /* something that could not be followed flows there */
};

enum { TARGETS_BY_TYPE_LIMIT = 16 };

struct target_search {
	struct places *places;
	VEC(uint32_t) found;
};

void targets_init(struct target_search *t, struct places *places);
void targets_finish(struct target_search *t);

/* Functions that flow reaches at the node, of the link sets of the body. */
struct targets targets_of_node(struct target_search *t, uint32_t body, uint32_t node);

/* Likewise for a call through the value `callee`; where flow found nothing, functions of exactly the type, when
 * something was lost and they are not too many. */
struct targets targets_of_call(struct target_search *t, uint32_t body, uint32_t callee, uint32_t node);

#endif
