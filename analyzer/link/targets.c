/* Solved flow → targets. In: a node of the call. Out: the functions defined in a link set that the body belongs to.
 * Where nothing was found, functions of the same type: a guess, made only where something may have been missed. A
 * value that cannot be followed may be any function whose address is taken; a place that nothing is known to reach
 * may hold a function that was lost on its way; one that only ever gets a null pointer calls nobody. */
#include "link/targets.h"

#include "link/meeting.h"

static str_id
spelling_of_taken(const struct places *c, uint32_t function)
{
	uint32_t type = carry_function_type(c->p, map_get(&c->function_type, function));
	return type == PROGRAM_NONE ? 0 : c->p->types.at[type].spelling;
}

void
targets_init(struct target_search *t, struct places *places)
{
	*t = (struct target_search){.places = places};
}

void
targets_finish(struct target_search *t)
{
	vec_finish(&t->found);
}

/* Whether the function may be called from the body: some process has both. Plugins of one program get each other's
 * functions by way of void pointers that hold everybody's: only those of the call's own type are meant. */
static bool
may_meet(const struct places *c, uint32_t body, uint32_t function, str_id type)
{
	const struct program *p = c->p;
	enum meeting_degree degree = meeting_of(p, p->bodies.at[body].set, p->symbols.at[function].set);
	return degree == MEETING_ALWAYS || (degree == MEETING_BY_TYPE && type && spelling_of_taken(c, function) == type);
}

static struct targets
held_at(struct target_search *t, uint32_t body, uint32_t node, str_id type)
{
	const struct program *p = t->places->p;
	struct targets r = {.outside = PROGRAM_NONE};
	size_t n;
	const uint32_t *held = flow_holds(t->places->flow, node, &n);
	t->found.count = 0;
	for (size_t i = 0; i < n; i++) {
		if (held[i] == PLACES_NULL(p))
			r.null = true;
		else if (held[i] == PLACES_UNKNOWN(p))
			r.unknown = true;
		else if (!p->symbols.at[held[i]].is_defined)
			r.outside = r.outside == PROGRAM_NONE ? held[i] : r.outside;
		else if (may_meet(t->places, body, held[i], type))
			vec_push(&t->found, held[i]);
	}
	r.functions = t->found.at;
	r.count = t->found.count;
	return r;
}

struct targets
targets_of_node(struct target_search *t, uint32_t body, uint32_t node)
{
	return held_at(t, body, node, 0);
}

struct targets
targets_of_call(struct target_search *t, uint32_t body, uint32_t callee, uint32_t node)
{
	const struct program *p = t->places->p;
	uint32_t type = carry_function_type(p, p->bodies.at[body].values[callee].type);
	struct targets r = held_at(t, body, node, type == PROGRAM_NONE ? 0 : p->types.at[type].spelling);
	if (r.count || r.outside != PROGRAM_NONE || (r.null && !r.unknown) || type == PROGRAM_NONE ||
	    !carry_class(&t->places->types, type))
		return r;
	if (!r.unknown && objects_part(t->places->objects, body, callee, true) != OBJECT_NONE)
		return r; /* a field that only its object's name leads to: nothing is lost on the way */
	size_t n = t->places->taken.count;
	const uint32_t *list = t->places->taken.at;
	if (!r.unknown)
		list = flow_holds(t->places->flow, t->places->lost_node, &n);
	for (size_t i = 0; i < n; i++)
		if (list[i] < p->symbols.count && p->symbols.at[list[i]].is_defined &&
		    spelling_of_taken(t->places, list[i]) == p->types.at[type].spelling && may_meet(t->places, body, list[i], p->types.at[type].spelling))
			vec_push(&t->found, list[i]);
	r.same_type = t->found.count;
	r.by_type = r.same_type && r.same_type <= TARGETS_BY_TYPE_LIMIT;
	r.functions = t->found.at;
	r.count = r.by_type ? r.same_type : 0;
	return r;
}
