/* Provenance: which parameters' objects a pointer may point into, and what a returned value can be. In: the assignments
 * of a body. Out: an origin a local, for all of the body at once: what it may hold anywhere in it. A pointer that
 * steps stays in its object; a load from a parameter's object leads behind it. */
#include <string.h>

#include "signature/body.h"

enum { DEPTH_MOST = 100 /* of an expression; deeper is not known */ };

uint32_t
provenance_sole(struct provenance o)
{
	return o.direct && !o.behind && provenance_is_sole(o) ? (uint32_t)__builtin_ctzll(o.direct) : PROGRAM_NONE;
}

/* ---- places ---- */

/* A parameter that was not assigned yet is still what the caller gave. */
static struct provenance
of_local(const struct body *y, uint32_t local)
{
	struct provenance o = y->locals[local];
	uint64_t own = local < y->f->count ? UINT64_C(1) << local : 0;
	if (!y->in_order || !(o.direct & own) || y->flags[local] & LOCAL_ASSIGNED)
		return o;
	return (struct provenance){.direct = own, .behind = o.behind & own};
}

static struct place
behind_pointer(struct body *y, uint32_t pointer)
{
	struct place at = {.in = provenance_of(y, pointer), .local = PROGRAM_NONE};
	at.inside = at.in.kinds & KIND_INSIDE;
	return at;
}

struct place
provenance_place(struct body *y, uint32_t value)
{
	const struct program_value *v = program_strip(y->b, value);
	struct place at = {.local = PROGRAM_NONE};
	switch (v->op) {
	case VALUE_LOCAL:
		if (is_array_parameter(y->p, y->b, v))
			at.in = of_local(y, v->a);
		else
			at.local = v->a;
		return at;
	case VALUE_GLOBAL: at.in.kinds = KIND_STATIC; return at;
	case VALUE_FIELD:
		at = v->n ? behind_pointer(y, v->a) : provenance_place(y, v->a);
		at.inside = true;
		return at;
	case VALUE_ELEMENT: return element_through_pointer(y->p, y->b, v) ? behind_pointer(y, v->a) : provenance_place(y, v->a);
	case VALUE_DEREF: return behind_pointer(y, v->a);
	default: at.in.kinds = KIND_OTHER; return at;
	}
}

static bool
holds_pointers(const struct program *p, uint32_t type)
{
	if (type == PROGRAM_NONE)
		return true;
	enum type_kind k = p->types.at[type].kind;
	return k == TYPE_POINTER || k == TYPE_RECORD || k == TYPE_ARRAY || k == TYPE_OTHER;
}

/* What is read from a place. */
static struct provenance
load(struct body *y, const struct program_value *v, uint32_t value)
{
	if (!holds_pointers(y->p, v->type))
		return (struct provenance){.kinds = KIND_OTHER};
	struct place at = provenance_place(y, value);
	if (at.local != PROGRAM_NONE)
		return y->locals[at.local];
	struct provenance o = {.behind = at.in.direct | at.in.behind};
	if (at.in.direct && !at.in.behind && !at.inside && v->op != VALUE_FIELD)
		o.kinds |= KIND_HELD;
	if (at.in.kinds & (KIND_GLOBAL | KIND_STATIC))
		o.kinds |= KIND_GLOBAL;
	if (at.in.kinds & (KIND_OWNED | KIND_OTHER | KIND_LOCAL))
		o.kinds |= KIND_OTHER;
	return o;
}

/* ---- values ---- */

static struct provenance
of_address(struct body *y, const struct program_value *v)
{
	struct place at = provenance_place(y, v->a);
	if (at.local != PROGRAM_NONE)
		return (struct provenance){.kinds = KIND_LOCAL};
	at.in.kinds |= at.inside ? KIND_INSIDE : 0;
	at.in.kinds &= ~(uint32_t)(KIND_ZERO | KIND_MAY_FAIL);
	return at.in;
}

/* A macro's name is not in the value, but in the line of the event. */
static struct provenance
of_integer(const struct body *y, const struct program_value *v)
{
	struct provenance o = {.kinds = v->n == 0    ? KIND_ZERO
	                            : v->n == 1  ? KIND_ONE
	                            : v->n == -1 ? KIND_MINUS_ONE
	                            : v->n < 0   ? KIND_NEGATIVE
	                                         : KIND_POSITIVE};
	str_id name = v->text && program_names_error(program_text(y->p, v->text)) ? v->text : 0;
	if (!name && !v->text && y->at)
		name = program_constant(y->p, y->at->file, y->at->line, v->n, program_names_error);
	if (name) {
		o.kinds |= v->n < 0 ? KIND_ERROR_MINUS : KIND_ERROR_NAME;
		o.code = v->n < 0 ? NULL : program_text(y->p, name);
	}
	return o;
}

static struct provenance
of_operation(struct body *y, const struct program_value *v)
{
	if (v->op == VALUE_UNARY)
		return (struct provenance){.kinds = v->n == OPERATOR_NOT     ? KIND_ZERO | KIND_ONE | KIND_BOOLEAN
		                                : v->n == OPERATOR_MINUS ? KIND_NEGATIVE
		                                                         : KIND_OTHER};
	if (v->n == OPERATOR_POINTER_ADD)
		return provenance_of(y, v->a);
	if (v->n == OPERATOR_COMMA)
		return provenance_of(y, v->b);
	bool truth = v->n >= OPERATOR_EQ && v->n <= OPERATOR_LOR;
	return (struct provenance){.kinds = truth ? KIND_ZERO | KIND_ONE | KIND_BOOLEAN : KIND_OTHER};
}

static struct provenance
of_callback(void *arg, uint32_t value)
{
	return provenance_of(arg, value);
}

/* The local whose address an argument is; PROGRAM_NONE. */
static uint32_t
local_given(struct body *y, uint32_t value)
{
	const struct program_value *v = program_strip(y->b, value);
	return v->op == VALUE_ADDRESS ? provenance_place(y, v->a).local : PROGRAM_NONE;
}

struct provenance
provenance_held(struct body *y, uint32_t value)
{
	uint32_t local = local_given(y, value);
	if (local == PROGRAM_NONE) {
		struct provenance o = provenance_of(y, value);
		return (struct provenance){.behind = o.direct | o.behind, .kinds = o.kinds, .maker = o.maker, .code = o.code};
	}
	struct provenance o = y->locals[local];
	bool record = !is_pointer(y->p, y->b->locals[local].type) || y->p->types.at[y->b->locals[local].type].kind == TYPE_ARRAY;
	o.behind |= o.direct;
	o.kinds |= record ? KIND_OTHER : 0;
	return o;
}

static struct provenance
held_callback(void *arg, uint32_t value)
{
	return provenance_held(arg, value);
}

static struct provenance
dispatch(struct body *y, const struct program_value *v, uint32_t value)
{
	struct provenance o = {0};
	switch (v->op) {
	case VALUE_LOCAL: return of_local(y, v->a);
	case VALUE_GLOBAL:
	case VALUE_FIELD:
	case VALUE_ELEMENT:
	case VALUE_DEREF: return load(y, v, value);
	case VALUE_ADDRESS: return of_address(y, v);
	case VALUE_FUNCTION:
	case VALUE_TEXT: return (struct provenance){.kinds = KIND_STATIC};
	case VALUE_INTEGER: return of_integer(y, v);
	case VALUE_CALL: return call_result(y->s, y->b, y->b->call_event[v->n], of_callback, held_callback, y);
	case VALUE_EITHER:
		o = provenance_of(y, v->a);
		provenance_add(&o, provenance_of(y, v->b));
		return o;
	case VALUE_UNARY:
	case VALUE_BINARY: return of_operation(y, v);
	default: return (struct provenance){.kinds = KIND_OTHER};
	}
}

struct provenance
provenance_of(struct body *y, uint32_t value)
{
	if (y->depth >= DEPTH_MOST)
		return (struct provenance){.kinds = KIND_OTHER};
	y->depth++;
	const struct program_value *v = program_strip(y->b, value);
	struct provenance o = dispatch(y, v, (uint32_t)(v - y->b->values));
	y->depth--;
	return o;
}

/* ---- assignments ---- */

static bool
assign(struct body *y, const struct program_event *e)
{
	struct place to = provenance_place(y, e->a);
	if (to.local == PROGRAM_NONE)
		return false;
	bool plain = e->n == OPERATOR_NONE || e->n == OPERATOR_INIT;
	uint32_t type = y->b->values[e->a].type;
	bool pointers = holds_pointers(y->p, type), member = to.inside || program_strip(y->b, e->a)->op != VALUE_LOCAL;
	if (member && !pointers)
		return false;
	if (plain)
		return provenance_add(&y->locals[to.local], provenance_of(y, e->b));
	return !pointers && provenance_add(&y->locals[to.local], (struct provenance){.kinds = KIND_OTHER});
}

static bool
gives_local(struct body *y, uint32_t event)
{
	const struct program_event *end = y->b->events + y->b->event_count;
	for (const struct program_event *e = &y->b->events[event + 1]; e < end && e->op == EVENT_ARGUMENT; e++)
		if (local_given(y, e->a) != PROGRAM_NONE)
			return true;
	return false;
}

/* May pointers lie in it, or is it all numbers and text? */
static bool
stores_pointers(const struct program *p, uint32_t type)
{
	while (type != PROGRAM_NONE && p->types.at[type].kind == TYPE_ARRAY)
		type = p->types.at[type].element;
	return holds_pointers(p, type);
}

/* Pointers that a copy of bytes brings: those that lie in the objects the source points to. */
static struct provenance
copied(struct body *y, uint32_t event)
{
	struct provenance in = {0};
	const struct program_event *end = y->b->events + y->b->event_count;
	for (const struct program_event *e = &y->b->events[event + 1]; e < end && e->op == EVENT_ARGUMENT; e++) {
		if (!call_effect(y->s, y->b, event, (uint32_t)e->n).copies)
			continue;
		uint32_t from = local_given(y, e->a);
		struct provenance o = from != PROGRAM_NONE ? y->locals[from] : provenance_of(y, e->a);
		provenance_add(&in, from != PROGRAM_NONE ? o : (struct provenance){.behind = o.direct | o.behind});
	}
	return in;
}

/* Of an argument: the parameters' objects that a callee has put somewhere. */
static struct provenance
stored(struct body *y, uint32_t value, uint32_t bits)
{
	struct provenance in = {0};
	if (bits & USE_STORED)
		provenance_add(&in, provenance_of(y, value));
	if (bits & USE_STORED_BEHIND)
		provenance_add(&in, provenance_held(y, value));
	return (struct provenance){.direct = in.direct, .behind = in.behind};
}

/* A local whose address is handed over may come back changed; and what the callee stores may now be in it. */
static bool
hand_over(struct body *y, uint32_t event)
{
	bool changed = false;
	if (!gives_local(y, event))
		return false;
	struct provenance kept = {0}, brought = copied(y, event);
	const struct program_event *first = &y->b->events[event + 1], *end = y->b->events + y->b->event_count;
	for (const struct program_event *e = first; e < end && e->op == EVENT_ARGUMENT; e++) {
		provenance_add(&kept, stored(y, e->a, call_effect(y->s, y->b, event, (uint32_t)e->n).bits));
	}
	for (const struct program_event *e = first; e < end && e->op == EVENT_ARGUMENT; e++) {
		uint32_t local = local_given(y, e->a);
		if (local == PROGRAM_NONE)
			continue;
		uint32_t type = y->b->locals[local].type;
		bool whole = type != PROGRAM_NONE && (y->p->types.at[type].kind == TYPE_RECORD || y->p->types.at[type].kind == TYPE_ARRAY);
		uint32_t bits = call_effect(y->s, y->b, event, (uint32_t)e->n).bits;
		struct provenance more = kept;
		bool copy = e->n == 1 && brought.direct | brought.behind;
		if (copy && stores_pointers(y->p, type))
			provenance_add(&more, brought);
		if (!whole && !(copy && stores_pointers(y->p, type)) && bits & (USE_WRITE | USE_MAY_WRITE | USE_WRITE_BEHIND | USE_UNKNOWN | USE_STORED))
			more.kinds |= KIND_OTHER;
		changed |= provenance_add(&y->locals[local], more);
	}
	return changed;
}

static bool
pass_over(struct body *y, bool *repeats)
{
	bool changed = false;
	for (uint32_t i = 0; i < y->b->event_count; i++) {
		const struct program_event *e = y->at = &y->b->events[i];
		if (e->op == EVENT_ASSIGN && e->a && e->b)
			changed |= assign(y, e);
		else if (e->op == EVENT_CALL && e->n)
			changed |= hand_over(y, i);
		else if (e->op == EVENT_LABEL || (e->op == EVENT_ENTER && e->n == NEST_LOOP))
			*repeats = true;
	}
	return changed;
}

void
provenance_find(struct body *y)
{
	enum { PASSES_MOST = 12 };
	bool repeats = false;
	for (uint32_t i = 0; i < y->b->local_count && y->b->locals[i].kind == 0; i++) {
		if (i < y->f->count && is_pointer(y->p, y->b->locals[i].type))
			y->locals[i].direct = UINT64_C(1) << i;
		else
			y->locals[i].kinds = KIND_OTHER;
	}
	for (int pass = 0; pass < PASSES_MOST && pass_over(y, &repeats) && repeats; pass++)
		;
}
