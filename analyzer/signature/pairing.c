/* Pairs: which parameter says how long another is. Evidence, strongest first: an index compared with a length selects
 * an element, or a pointer runs to pointer + length; both go together into a call that pairs them; both step in one
 * loop; the length of a copy into it. What a local counts is forgotten when it starts anew. */
#include "signature/body.h"

static uint64_t
bit(uint32_t position)
{
	return UINT64_C(1) << (position - 1);
}

static void
add_pair(struct body *y, uint32_t param, uint32_t length, enum pair_strength strength)
{
	struct param_use *u = &y->f->params[param];
	if (length == param + 1 || length > y->f->count)
		return;
	if (strength > u->strength) {
		u->pair = length;
		u->strength = strength;
		u->disputed = false;
	} else if (strength == u->strength && length != u->pair) {
		u->disputed = true;
		if (length == param + 2)
			u->pair = length;
	}
}

static void
add_pairs(struct body *y, uint64_t params, uint64_t lengths, enum pair_strength strength)
{
	for (; params; params &= params - 1)
		for (uint64_t l = lengths; l; l &= l - 1)
			add_pair(y, (uint32_t)__builtin_ctzll(params), (uint32_t)__builtin_ctzll(l) + 1, strength);
}

/* ---- what is a length ---- */

static bool
is_integer(const struct body *y, uint32_t type)
{
	return type != PROGRAM_NONE && y->p->types.at[type].kind == TYPE_INTEGER;
}

static uint32_t
length_of_local(const struct body *y, uint32_t local)
{
	const struct program_local *l = &y->b->locals[local];
	if (!is_integer(y, l->type))
		return 0;
	if (l->kind == 0)
		return local < y->f->count ? local + 1 : 0;
	return y->flags[local] & LOCAL_COPIED ? 0 : y->pairing[local].length_of;
}

static bool
is_constant(const struct body *y, uint32_t value)
{
	return program_strip(y->b, value)->op == VALUE_INTEGER;
}

uint32_t
pairing_length(const struct body *y, uint32_t value)
{
	const struct program_value *v = program_strip(y->b, value);
	if (v->op == VALUE_LOCAL)
		return length_of_local(y, v->a);
	if (v->op == VALUE_DEREF) {
		uint32_t local = local_of(y->b, v->a);
		bool counts = local != PROGRAM_NONE && is_integer(y, v->type) && y->b->locals[local].kind == 0;
		return counts && local < y->f->count ? local + 1 : 0;
	}
	if (v->op != VALUE_BINARY || (v->n != OPERATOR_ADD && v->n != OPERATOR_SUB && v->n != OPERATOR_MUL))
		return 0;
	if (is_constant(y, v->b))
		return pairing_length(y, v->a);
	return is_constant(y, v->a) && v->n != OPERATOR_SUB ? pairing_length(y, v->b) : 0;
}

/* The local behind `i`, `i + 1`, `i - 1`. */
static uint32_t
counting_local(const struct body *y, uint32_t value)
{
	const struct program_value *v = program_strip(y->b, value);
	if (v->op == VALUE_BINARY && (v->n == OPERATOR_ADD || v->n == OPERATOR_SUB) && is_constant(y, v->b))
		v = program_strip(y->b, v->a);
	return v->op == VALUE_LOCAL && is_integer(y, y->b->locals[v->a].type) ? v->a : PROGRAM_NONE;
}

/* The parameter a pointer local points into and the length that was added to it. */
static bool
is_end(struct body *y, uint32_t value, uint64_t *pointer, uint64_t *length)
{
	const struct program_value *v = program_strip(y->b, value);
	if (v->op == VALUE_LOCAL) {
		*pointer = y->pairing[v->a].end_of;
		*length = y->pairing[v->a].end_by;
	} else if (v->op == VALUE_BINARY && v->n == OPERATOR_POINTER_ADD && local_of(y->b, v->a) != PROGRAM_NONE) {
		uint32_t p = provenance_sole(provenance_of(y, v->a)), n = pairing_length(y, v->b);
		*pointer = p == PROGRAM_NONE ? 0 : bit(p + 1);
		*length = n ? bit(n) : 0;
	} else {
		return false;
	}
	return *pointer && *length;
}

/* ---- evidence ---- */

static void
compare_sides(struct body *y, uint32_t left, uint32_t right)
{
	uint32_t local = counting_local(y, left), length = pairing_length(y, right);
	uint64_t pointer, by;
	if (local != PROGRAM_NONE && length && length != local + 1) {
		y->pairing[local].limits |= bit(length);
	} else if (is_end(y, right, &pointer, &by)) {
		uint32_t p = provenance_sole(provenance_of(y, left));
		if (p != PROGRAM_NONE && pointer == bit(p + 1))
			add_pairs(y, pointer, by, PAIR_LOOP);
	}
}

void
pairing_compare(struct body *y, const struct program_value *v)
{
	compare_sides(y, v->a, v->b);
	compare_sides(y, v->b, v->a);
}

/* `pointer[index]` is used. */
static void
note_indexed(struct body *y, uint32_t pointer, uint32_t index)
{
	uint32_t local = index ? counting_local(y, index) : PROGRAM_NONE;
	uint32_t param = local == PROGRAM_NONE || local_of(y->b, pointer) == PROGRAM_NONE ? PROGRAM_NONE
	                                                                                : provenance_sole(provenance_of(y, pointer));
	if (param != PROGRAM_NONE)
		y->pairing[local].indexed |= bit(param + 1);
}

void
pairing_element(struct body *y, const struct program_value *v)
{
	if (element_through_pointer(y->p, y->b, v))
		note_indexed(y, v->a, v->b);
}

void
pairing_deref(struct body *y, const struct program_value *v)
{
	const struct program_value *at = program_strip(y->b, v->a);
	if (at->op == VALUE_BINARY && at->n == OPERATOR_POINTER_ADD)
		note_indexed(y, at->a, at->b);
}

static void
conclude(struct body *y, uint32_t local)
{
	struct local_pairing *l = &y->pairing[local];
	add_pairs(y, l->indexed, l->limits, PAIR_LOOP);
	uint32_t length = length_of_local(y, local);
	if (length && y->flags[local] & LOCAL_STEPPED_DOWN)
		add_pairs(y, l->indexed, bit(length), PAIR_LOOP);
	l->indexed = l->limits = 0;
}

void
pairing_assign(struct body *y, const struct program_event *e)
{
	uint32_t local = local_of(y->b, e->a);
	if (local == PROGRAM_NONE)
		return;
	if (e->n == OPERATOR_DECREMENT || e->n == OPERATOR_SUB)
		y->flags[local] |= LOCAL_STEPPED_DOWN;
	if (e->n != OPERATOR_NONE && e->n != OPERATOR_INIT)
		return;
	struct local_pairing *l = &y->pairing[local];
	conclude(y, local);
	uint64_t pointer, by;
	if (is_pointer(y->p, y->b->locals[local].type)) {
		if (program_strip(y->b, e->b)->op == VALUE_BINARY && is_end(y, e->b, &pointer, &by)) {
			l->end_of |= pointer;
			l->end_by |= by;
		}
		return;
	}
	uint32_t length = pairing_length(y, e->b);
	if (!length || (l->length_of && l->length_of != length))
		y->flags[local] |= LOCAL_COPIED;
	l->length_of = length;
}

void
pairing_call(struct body *y, uint32_t event)
{
	const struct program_event *end = y->b->events + y->b->event_count;
	for (const struct program_event *a = &y->b->events[event + 1]; a < end && a->op == EVENT_ARGUMENT; a++) {
		uint32_t local = local_of(y->b, a->a);
		if (local == PROGRAM_NONE || !is_pointer(y->p, y->b->locals[local].type))
			continue;
		uint32_t param = provenance_sole(y->locals[local]);
		if (param == PROGRAM_NONE || y->locals[local].kinds & KIND_INSIDE)
			continue;
		struct effect e = call_effect(y->s, y->b, event, (uint32_t)a->n);
		uint32_t value = e.pair ? program_argument(y->b, event, e.pair) : 0;
		uint32_t length = value ? pairing_length(y, value) : 0;
		if (length)
			add_pair(y, param, length, e.strength);
	}
}

void
pairing_steps(struct body *y, uint64_t pointers, uint64_t lengths)
{
	if (lengths && !(lengths & (lengths - 1)))
		add_pairs(y, pointers, lengths, PAIR_STEP);
}

void
pairing_conclude(struct body *y)
{
	for (uint32_t i = 0; i < y->b->local_count; i++)
		conclude(y, i);
}
