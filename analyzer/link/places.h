/* Places and values of bodies as nodes of the flow. Private to link. */
#ifndef LINK_PLACES_H
#define LINK_PLACES_H

#include "flow/flow.h"
#include "link/carry.h"
#include "link/objects.h"

/* A value: functions it may be, and contents of what it may point to: read from there, written to there. */
struct held {
	uint32_t is, reads, writes; /* nodes, FLOW_NONE: nothing */
};

/* A place: where a store goes, what a load gets, and the contents of what is stored in it. */
struct spot {
	uint32_t in, out, reads, writes;
};

/* What one place holds, the other may hold. */
static inline void
spot_into(struct flow *flow, struct spot from, struct spot to)
{
	flow_edge(flow, from.out, to.in);
	flow_edge(flow, from.reads, to.reads);
	flow_edge(flow, to.writes, from.writes);
}

struct places {
	const struct program *p;
	struct flow *flow;
	struct arena arena;
	struct carry_types types;
	struct objects *objects;
	struct slot *slots;
	size_t slot_count, slot_room;
	uint32_t *local_slot, *call_slot; /* by body: of its first local and first call */
	uint32_t *global_slot, *result_slot, *rest_slot, *field_slot, *function_node;
	struct map part_slot;
	uint32_t null_node, unknown_node, lost_node; /* lost: holds functions stored where they cannot be followed */
	VEC(uint32_t) taken; /* functions whose address is a value somewhere */
	struct map function_type; /* function → its type as its address says */
};

/* What stands for values that are no functions of the program: a null pointer, and what cannot be followed. */
#define PLACES_NULL(p) ((uint32_t)(p)->symbols.count)
#define PLACES_UNKNOWN(p) ((uint32_t)(p)->symbols.count + 1)

enum { PLACES_CANDIDATES = 16 };

/* The functions with a body that a name in the body may mean; `out` has room for PLACES_CANDIDATES. */
size_t places_definitions(const struct program *p, uint32_t body, uint32_t function, uint32_t *out);

void places_init(struct places *c, const struct program *p, struct flow *flow);
void places_finish(struct places *c);

struct held places_value(struct places *c, uint32_t body, uint32_t value);
struct spot places_place(struct places *c, uint32_t body, uint32_t value);

/* The place of a parameter, local, of a function's result, of what it gets after its parameters, of the result of a
 * call that is not direct. */
struct spot places_local(struct places *c, uint32_t body, uint32_t local);
struct spot places_result(struct places *c, uint32_t function);
struct spot places_rest(struct places *c, uint32_t function);
struct spot places_call(struct places *c, uint32_t body, uint32_t call);

/* What the value holds goes into the place. `value` and `type`, the place's, tell whether a function pointer gets
 * its type back from void *: then only functions of that class pass. */
void places_store(struct places *c, uint32_t body, uint32_t value, struct spot to, uint32_t type);

/* The node of functions that a call through the value may reach. */
uint32_t places_callee(struct places *c, uint32_t body, uint32_t value);

/* The type that the value has before it is cast. */
uint32_t places_type_before_casts(const struct program_body *b, uint32_t value);

#endif
