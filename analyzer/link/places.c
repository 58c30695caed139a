/* Bodies' values → nodes. In: values of the facts. Out: nodes, and the edges that hold whatever the program does.
 *
 * A variable, a field (one a record and field, all objects alike, unless objects.h can tell them apart), a result is
 * a slot of up to three nodes, as its type allows: the functions it may be, and for pointers the contents of what they
 * point to, as read and as written. Contents flow with the pointer when they are read and against it when they are
 * written, so that a function stored through an out-parameter reaches the caller's variable, while one caller's
 * variable does not reach another's through the same parameter. */
#include "link/places.h"

#include <stdlib.h>
#include <string.h>

#include "link/unite.h"

struct slot {
	uint32_t type, is, reads, writes;
};

static const struct held nothing = {FLOW_NONE, FLOW_NONE, FLOW_NONE};
static const struct spot nowhere = {FLOW_NONE, FLOW_NONE, FLOW_NONE, FLOW_NONE};

/* ---- slots ---- */

static uint32_t
slot_add(struct places *c, uint32_t type)
{
	if (c->slot_count == c->slot_room) {
		c->slot_room = c->slot_room ? 2 * c->slot_room : 1024;
		c->slots = mem_grow(c->slots, c->slot_room * sizeof *c->slots);
	}
	c->slots[c->slot_count] = (struct slot){type, FLOW_NONE, FLOW_NONE, FLOW_NONE};
	return (uint32_t)c->slot_count++;
}

static uint32_t
slot_lazy(struct places *c, uint32_t *known, uint32_t type)
{
	if (*known == FLOW_NONE)
		*known = slot_add(c, type);
	return *known;
}

static struct spot
spot_of(struct places *c, uint32_t number)
{
	struct slot *s = &c->slots[number];
	unsigned bits = carry_of(&c->types, s->type);
	if (bits & CARRY_FUNCTION && s->is == FLOW_NONE)
		s->is = flow_node(c->flow);
	if (bits & CARRY_CONTENTS && s->reads == FLOW_NONE) {
		s->reads = flow_node(c->flow);
		s->writes = flow_node(c->flow);
		flow_edge(c->flow, s->writes, s->reads);
	}
	return (struct spot){s->is, s->is, s->reads, s->writes};
}

static struct spot
masked(struct places *c, struct spot s, uint32_t type)
{
	unsigned bits = carry_of(&c->types, type);
	if (!(bits & CARRY_FUNCTION))
		s.in = s.out = FLOW_NONE;
	if (!(bits & CARRY_CONTENTS))
		s.reads = s.writes = FLOW_NONE;
	return s;
}

struct spot
places_local(struct places *c, uint32_t body, uint32_t local)
{
	return spot_of(c, c->local_slot[body] + local);
}

struct spot
places_result(struct places *c, uint32_t function)
{
	return spot_of(c, slot_lazy(c, &c->result_slot[function], c->p->symbols.at[function].type));
}

struct spot
places_rest(struct places *c, uint32_t function)
{
	return spot_of(c, slot_lazy(c, &c->rest_slot[function], PROGRAM_NONE));
}

struct spot
places_call(struct places *c, uint32_t body, uint32_t call)
{
	uint32_t slot = c->call_slot[body] + call;
	return c->slots[slot].type == PROGRAM_NONE ? nowhere : spot_of(c, slot);
}

/* ---- places ---- */

/* A variable; one whose name means several definitions is all of them. */
static struct spot
global_spot(struct places *c, uint32_t symbol)
{
	const struct program *p = c->p;
	const struct program_symbol *s = &p->symbols.at[symbol];
	bool is_new = c->global_slot[symbol] == FLOW_NONE;
	struct spot at = spot_of(c, slot_lazy(c, &c->global_slot[symbol], s->type));
	if (!is_new || s->is_defined || s->is_static)
		return at;
	for (uint32_t d = map_get(&p->external_first, MAP_PAIR(s->name, false)); d != PROGRAM_NONE; d = p->external_next.at[d]) {
		struct spot other = spot_of(c, slot_lazy(c, &c->global_slot[d], p->symbols.at[d].type));
		flow_edge(c->flow, at.in, other.in);
		flow_edge(c->flow, other.in, at.in);
		flow_edge(c->flow, at.reads, other.reads);
		flow_edge(c->flow, other.reads, at.reads);
		flow_edge(c->flow, at.writes, other.writes);
		flow_edge(c->flow, other.writes, at.writes);
	}
	return at;
}

static struct spot place_within(struct places *c, uint32_t body, uint32_t value, bool whole);

static struct spot
field_spot(struct places *c, uint32_t field)
{
	return spot_of(c, slot_lazy(c, &c->field_slot[field], c->p->fields.at[field].type));
}

/* The slot of a part of an object, linked to what it is a case of when it is new. */
static struct spot
part_spot(struct places *c, uint32_t body, uint32_t value, uint32_t part, uint32_t type)
{
	const struct program_value *v = program_strip(&c->p->bodies.at[body], value);
	uint32_t slot = map_add(&c->part_slot, part, (uint32_t)c->slot_count);
	if (slot != c->slot_count)
		return spot_of(c, slot);
	slot_add(c, type);
	if (v->op == VALUE_ELEMENT) {
		spot_into(c->flow, spot_of(c, slot), masked(c, place_within(c, body, v->a, true), type));
	} else {
		uint32_t whole = objects_part(c->objects, body, value, true);
		if (whole != part)
			spot_into(c->flow, spot_of(c, slot), part_spot(c, body, value, whole, type));
		else if (objects_is_shared(c->objects, body, value))
			spot_into(c->flow, spot_of(c, slot), field_spot(c, v->b));
	}
	return spot_of(c, slot);
}

static struct spot
through_pointer(struct places *c, uint32_t body, uint32_t pointer)
{
	struct held h = places_value(c, body, pointer);
	return (struct spot){h.writes, h.reads, h.reads, h.writes};
}

/* `whole`: all elements of arrays on the way as one. */
static struct spot
place_within(struct places *c, uint32_t body, uint32_t value, bool whole)
{
	const struct program *p = c->p;
	const struct program_body *b = &p->bodies.at[body];
	const struct program_value *v = program_strip(b, value);
	uint32_t type = v->type;
	if (!carry_of(&c->types, type))
		return nowhere;
	switch (v->op) {
	case VALUE_LOCAL: return places_local(c, body, v->a);
	case VALUE_GLOBAL: return global_spot(c, v->a);
	case VALUE_FIELD: {
		if (v->b == PROGRAM_NONE)
			return nowhere;
		uint32_t part = objects_part(c->objects, body, value, whole);
		return part == OBJECT_NONE ? field_spot(c, v->b) : part_spot(c, body, value, part, p->fields.at[v->b].type);
	}
	case VALUE_ELEMENT: {
		uint32_t base = b->values[v->a].type;
		if (base == PROGRAM_NONE || p->types.at[base].kind != TYPE_ARRAY)
			return masked(c, through_pointer(c, body, v->a), type);
		uint32_t part = whole || v->n < 0 ? OBJECT_NONE : objects_part(c->objects, body, value, false);
		if (part != OBJECT_NONE && part != objects_part(c->objects, body, value, true))
			return part_spot(c, body, value, part, type);
		return masked(c, place_within(c, body, v->a, whole), type);
	}
	case VALUE_DEREF: return masked(c, through_pointer(c, body, v->a), type);
	default: return nowhere;
	}
}

struct spot
places_place(struct places *c, uint32_t body, uint32_t value)
{
	return place_within(c, body, value, false);
}

/* ---- values ---- */

static uint32_t
either(struct places *c, uint32_t a, uint32_t b)
{
	if (a == b || b == FLOW_NONE)
		return a;
	if (a == FLOW_NONE)
		return b;
	uint32_t n = flow_node(c->flow);
	flow_edge(c->flow, a, n);
	flow_edge(c->flow, b, n);
	return n;
}

/* What is written goes to both. */
static uint32_t
both(struct places *c, uint32_t a, uint32_t b)
{
	if (a == b || b == FLOW_NONE)
		return a;
	if (a == FLOW_NONE)
		return b;
	uint32_t n = flow_node(c->flow);
	flow_edge(c->flow, n, a);
	flow_edge(c->flow, n, b);
	return n;
}

static uint32_t
function_node(struct places *c, uint32_t function, uint32_t type)
{
	uint32_t *n = &c->function_node[function];
	if (*n != FLOW_NONE)
		return *n;
	*n = flow_node(c->flow);
	uint32_t class = carry_class(&c->types, carry_function_type(c->p, type));
	if (class)
		flow_class(c->flow, function, class);
	flow_source(c->flow, *n, function);
	map_put(&c->function_type, function, type);
	vec_push(&c->taken, function);
	return *n;
}

static struct held
from_spot(struct spot s)
{
	return (struct held){s.out, s.reads, s.writes};
}

size_t
places_definitions(const struct program *p, uint32_t body, uint32_t function, uint32_t *out)
{
	bool nearest;
	size_t n = link_candidates(p, &p->bodies.at[body], function, out, PLACES_CANDIDATES, &nearest), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (p->symbols.at[out[i]].first_body != PROGRAM_NONE)
			out[kept++] = out[i];
	return kept;
}

static struct held
merged(struct places *c, struct held x, struct held y)
{
	return (struct held){either(c, x.is, y.is), either(c, x.reads, y.reads), both(c, x.writes, y.writes)};
}

static struct held
result_of(struct places *c, uint32_t body, uint32_t call)
{
	const struct program_body *b = &c->p->bodies.at[body];
	uint32_t event = b->call_event[call], f = program_callee(b, &b->events[event]), found[PLACES_CANDIDATES];
	if (f == PROGRAM_NONE)
		return from_spot(places_call(c, body, call));
	size_t n = places_definitions(c->p, body, f, found);
	if (!n)
		return (struct held){c->unknown_node, FLOW_NONE, FLOW_NONE};
	uint32_t position = n == 1 ? objects_returned_parameter(c->objects, found[0]) : 0;
	uint32_t given = position ? program_argument(b, event, position) : 0;
	if (given)
		return places_value(c, body, given);
	struct held h = from_spot(places_result(c, found[0]));
	for (size_t i = 1; i < n; i++)
		h = merged(c, h, from_spot(places_result(c, found[i])));
	return h;
}

static struct held
address_of_function(struct places *c, uint32_t body, const struct program_value *v)
{
	uint32_t found[PLACES_CANDIDATES];
	size_t n = places_definitions(c->p, body, v->a, found);
	struct held h = {function_node(c, n ? found[0] : v->a, v->type), FLOW_NONE, FLOW_NONE};
	for (size_t i = 1; i < n; i++)
		h.is = either(c, h.is, function_node(c, found[i], v->type));
	return h;
}

static struct held
address_of(struct places *c, uint32_t body, uint32_t place)
{
	const struct program_body *b = &c->p->bodies.at[body];
	if (program_strip(b, place)->op == VALUE_FUNCTION)
		return places_value(c, body, place);
	struct spot s = places_place(c, body, place);
	return (struct held){FLOW_NONE, either(c, s.out, s.reads), both(c, s.in, s.writes)};
}

static struct held
value_before_casts(struct places *c, uint32_t body, uint32_t value)
{
	const struct program_body *b = &c->p->bodies.at[body];
	const struct program_value *v = program_strip(b, value);
	switch (v->op) {
	case VALUE_FUNCTION: return address_of_function(c, body, v);
	case VALUE_INTEGER: return (struct held){v->n ? FLOW_NONE : c->null_node, FLOW_NONE, FLOW_NONE};
	case VALUE_DEREF:
		if (v->type != PROGRAM_NONE && c->p->types.at[v->type].kind == TYPE_FUNCTION)
			return places_value(c, body, v->a);
		return from_spot(places_place(c, body, value));
	case VALUE_LOCAL:
	case VALUE_GLOBAL:
	case VALUE_FIELD:
	case VALUE_ELEMENT: return from_spot(places_place(c, body, value));
	case VALUE_ADDRESS: return address_of(c, body, v->a);
	case VALUE_CALL: return result_of(c, body, (uint32_t)v->n);
	case VALUE_VA_ARG: return places_value(c, body, v->a);
	case VALUE_EITHER: return merged(c, places_value(c, body, v->a), places_value(c, body, v->b));
	case VALUE_BINARY:
		if (v->n == OPERATOR_COMMA)
			return places_value(c, body, v->b);
		return v->n == OPERATOR_POINTER_ADD ? places_value(c, body, v->a) : nothing;
	default: return nothing;
	}
}

struct held
places_value(struct places *c, uint32_t body, uint32_t value)
{
	const struct program_body *b = &c->p->bodies.at[body];
	uint32_t type = b->values[value].type;
	unsigned bits = carry_of(&c->types, type);
	if (!bits)
		return nothing;
	struct held h = value_before_casts(c, body, value);
	if (!(bits & CARRY_FUNCTION))
		h.is = FLOW_NONE;
	else if (h.is == FLOW_NONE && carry_function_type(c->p, type) != PROGRAM_NONE && !(bits & CARRY_CONTENTS) &&
	         program_strip(b, value)->op != VALUE_INTEGER)
		h.is = c->unknown_node;
	if (!(bits & CARRY_CONTENTS))
		h.reads = h.writes = FLOW_NONE;
	return h;
}

/* ---- stores and calls ---- */

uint32_t
places_type_before_casts(const struct program_body *b, uint32_t value)
{
	return program_strip(b, value)->type;
}

/* The class that a function pointer taken from void * must have as `type`, 0: any. */
static uint32_t
class_regained(struct places *c, uint32_t body, uint32_t value, uint32_t type)
{
	const struct program *p = c->p;
	if (!carry_is_void_pointer(p, places_type_before_casts(&p->bodies.at[body], value)))
		return 0;
	return carry_class(&c->types, carry_function_type(p, type));
}

/* What goes where it cannot be followed: a function stored there may be reached by calls of its type; a place whose
 * address went there may get anything. */
static void
lose(struct places *c, uint32_t body, uint32_t value, bool function, bool contents)
{
	if (carry_function_type(c->p, places_type_before_casts(&c->p->bodies.at[body], value)) == PROGRAM_NONE)
		return;
	struct held h = value_before_casts(c, body, value);
	if (function && h.is != c->null_node && h.is != c->unknown_node)
		flow_edge(c->flow, h.is, c->lost_node);
	if (contents) {
		flow_edge(c->flow, h.reads, c->lost_node);
		flow_edge(c->flow, c->unknown_node, h.writes);
	}
}

void
places_store(struct places *c, uint32_t body, uint32_t value, struct spot to, uint32_t type)
{
	if (!value)
		return;
	struct held h = nothing;
	if (to.in != FLOW_NONE || to.reads != FLOW_NONE)
		h = places_value(c, body, value);
	bool function = to.in == FLOW_NONE || h.is == FLOW_NONE, contents = to.reads == FLOW_NONE || h.reads == FLOW_NONE;
	if (function || contents)
		lose(c, body, value, function, contents);
	flow_edge_of_class(c->flow, h.is, to.in, class_regained(c, body, value, type));
	flow_edge(c->flow, h.reads, to.reads);
	flow_edge(c->flow, to.writes, h.writes);
}

uint32_t
places_callee(struct places *c, uint32_t body, uint32_t value)
{
	struct held h = places_value(c, body, value);
	uint32_t class = class_regained(c, body, value, c->p->bodies.at[body].values[value].type);
	if (h.is == FLOW_NONE)
		return c->unknown_node;
	if (!class)
		return h.is;
	uint32_t n = flow_node(c->flow);
	flow_edge_of_class(c->flow, h.is, n, class);
	return n;
}

/* ---- lifecycle ---- */

static uint32_t *
unset(struct places *c, size_t n)
{
	uint32_t *list = arena_array(&c->arena, uint32_t, n + 1);
	memset(list, 0xff, (n + 1) * sizeof *list);
	return list;
}

static void
slots_of_body(struct places *c, uint32_t body)
{
	const struct program_body *b = &c->p->bodies.at[body];
	c->local_slot[body] = (uint32_t)c->slot_count;
	for (uint32_t i = 0; i < b->local_count; i++)
		slot_add(c, b->locals[i].type);
	c->call_slot[body] = (uint32_t)c->slot_count;
	for (uint32_t i = 0; i <= b->call_count; i++)
		slot_add(c, PROGRAM_NONE);
	for (uint32_t i = 1; i <= b->value_count; i++)
		if (b->values[i].op == VALUE_CALL)
			c->slots[c->call_slot[body] + b->values[i].n].type = b->values[i].type;
}

void
places_init(struct places *c, const struct program *p, struct flow *flow)
{
	*c = (struct places){.p = p, .flow = flow};
	arena_init(&c->arena);
	map_init(&c->part_slot);
	map_init(&c->function_type);
	carry_init(&c->types, p, &c->arena);
	c->objects = objects_create(p, &c->types);
	c->local_slot = unset(c, p->bodies.count);
	c->call_slot = unset(c, p->bodies.count);
	c->global_slot = unset(c, p->symbols.count);
	c->result_slot = unset(c, p->symbols.count);
	c->rest_slot = unset(c, p->symbols.count);
	c->function_node = unset(c, p->symbols.count);
	c->field_slot = unset(c, p->fields.count);
	for (uint32_t b = 0; b < p->bodies.count; b++)
		slots_of_body(c, b);
	c->null_node = flow_node(flow);
	c->unknown_node = flow_node(flow);
	c->lost_node = flow_node(flow);
	flow_source(flow, c->null_node, PLACES_NULL(p));
	flow_source(flow, c->unknown_node, PLACES_UNKNOWN(p));
}

void
places_finish(struct places *c)
{
	objects_destroy(c->objects);
	vec_finish(&c->taken);
	free(c->slots);
	map_finish(&c->part_slot);
	map_finish(&c->function_type);
	arena_finish(&c->arena);
}
