/* Uses: one body, in the order of its events. In: its values and events, origins of its locals. Out: what is read
 * and written of each parameter's object, whether NULL is expected, what becomes of the pointer. */
#include <string.h>

#include "signature/walk.h"

enum { DEPTH_MOST = 2000 };

static void read_value(struct walk *w, uint32_t value);

/* ---- values ---- */

/* Naming a place reads the pointers and indexes on the way to it. */
static void
read_way(struct walk *w, uint32_t value)
{
	const struct program_value *v = program_strip(w->y.b, value);
	switch (v->op) {
	case VALUE_LOCAL:
	case VALUE_GLOBAL: break;
	case VALUE_FIELD: v->n ? read_value(w, v->a) : read_way(w, v->a); break;
	case VALUE_ELEMENT:
		if (v->b)
			read_value(w, v->b);
		pairing_element(&w->y, v);
		element_through_pointer(w->y.p, w->y.b, v) ? read_value(w, v->a) : read_way(w, v->a);
		break;
	case VALUE_DEREF:
		pairing_deref(&w->y, v);
		read_value(w, v->a);
		break;
	default: read_value(w, (uint32_t)(v - w->y.b->values)); break;
	}
}

static void
read_if(struct walk *w, uint32_t value)
{
	w->conditional++;
	read_value(w, value);
	w->conditional--;
}

static void
read_binary(struct walk *w, const struct program_value *v)
{
	bool logical = v->n == OPERATOR_LAND || v->n == OPERATOR_LOR;
	if (logical)
		null_tests(w, v->a);
	if ((v->n == OPERATOR_EQ || v->n == OPERATOR_NE) && is_null(w->y.b, v->b))
		null_tests(w, v->a);
	if (v->n >= OPERATOR_EQ && v->n <= OPERATOR_GE)
		pairing_compare(&w->y, v);
	read_value(w, v->a);
	logical ? read_if(w, v->b) : read_value(w, v->b);
}

static void
read_value(struct walk *w, uint32_t value)
{
	const struct program_value *v = &w->y.b->values[value];
	if (!value || w->y.seen[value] || w->depth >= DEPTH_MOST)
		return;
	w->y.seen[value] = true;
	w->depth++;
	switch (v->op) {
	case VALUE_FIELD:
	case VALUE_ELEMENT:
	case VALUE_DEREF:
		read_way(w, value);
		access_place(w, value, false);
		break;
	case VALUE_ADDRESS: read_way(w, v->a); break;
	case VALUE_EITHER:
		read_if(w, v->a);
		read_if(w, v->b);
		break;
	case VALUE_BINARY: read_binary(w, v); break;
	case VALUE_UNARY:
		if (v->n == OPERATOR_NOT)
			null_tests(w, v->a);
		read_value(w, v->a);
		break;
	case VALUE_CAST:
	case VALUE_VA_ARG: read_value(w, v->a); break;
	default: break;
	}
	w->depth--;
}

/* ---- events ---- */

/* A pointer that comes to lie in a place which is no local of this call. */
static void
store(struct walk *w, const struct program_event *e)
{
	struct place to = provenance_place(&w->y, e->a);
	if (to.local != PROGRAM_NONE || (e->n != OPERATOR_NONE && e->n != OPERATOR_INIT))
		return;
	struct provenance o = provenance_of(&w->y, e->b);
	walk_mark(w, o.direct & ~to.in.direct, USE_STORED);
	walk_mark(w, o.behind & ~(to.in.direct | to.in.behind), USE_STORED_BEHIND | (to.in.kinds & KIND_OWNED ? USE_LED_AWAY : 0));
	uint32_t local = local_of(w->y.b, e->b);
	if (local != PROGRAM_NONE)
		w->y.flags[local] |= LOCAL_STORED;
}

/* The address of a pointer is kept: what is done through it is not followed. */
static void
lose_address(struct walk *w, uint32_t value)
{
	const struct program_value *v = program_strip(w->y.b, value);
	uint32_t local = v->op == VALUE_ADDRESS ? provenance_place(&w->y, v->a).local : PROGRAM_NONE;
	if (local != PROGRAM_NONE)
		walk_mark(w, w->y.locals[local].direct, USE_UNKNOWN);
}

/* In a loop: a pointer that moves on, a length that runs down, a counter that runs up to one. */
static void
note_step(struct walk *w, const struct program_event *e, uint32_t local)
{
	struct nest *loop = NULL;
	for (size_t i = w->nests.count; i-- > 0 && !loop;)
		if (w->nests.at[i].kind == NEST_LOOP)
			loop = &w->nests.at[i];
	if (!loop)
		return;
	uint32_t pointer = provenance_sole(w->y.locals[local]), length = pairing_length(&w->y, e->a);
	if (pointer != PROGRAM_NONE && (e->n == OPERATOR_INCREMENT || e->n == OPERATOR_POINTER_ADD))
		loop->pointers |= UINT64_C(1) << pointer;
	else if (e->n == OPERATOR_INCREMENT)
		loop->lengths |= w->y.pairing[local].limits;
	if (length && (e->n == OPERATOR_DECREMENT || e->n == OPERATOR_SUB))
		loop->lengths |= UINT64_C(1) << (length - 1);
}

static void
assign(struct walk *w, const struct program_event *e)
{
	read_value(w, e->b);
	read_way(w, e->a);
	if (e->n != OPERATOR_NONE && e->n != OPERATOR_INIT)
		access_place(w, e->a, false);
	access_place(w, e->a, true);
	pairing_assign(&w->y, e);
	store(w, e);
	lose_address(w, e->b);
	uint32_t local = local_of(w->y.b, e->a);
	if (local == PROGRAM_NONE)
		return;
	if (e->n == OPERATOR_NONE)
		w->y.flags[local] |= LOCAL_ASSIGNED;
	note_step(w, e, local);
}

static void
call(struct walk *w, uint32_t event)
{
	const struct program_event *first = &w->y.b->events[event + 1], *end = w->y.b->events + w->y.b->event_count;
	const struct program_event *a;
	read_value(w, w->y.b->events[event].a);
	for (a = first; a < end && a->op == EVENT_ARGUMENT; a++)
		read_value(w, a->a);
	for (int writes = 0; writes < 2; writes++)
		for (a = first; a < end && a->op == EVENT_ARGUMENT; a++) {
			uint32_t type = w->y.b->values[a->a].type;
			if (type != PROGRAM_NONE && !is_pointer(w->y.p, type) && w->y.p->types.at[type].kind != TYPE_OTHER)
				continue;
			struct effect e = call_effect(w->y.s, w->y.b, event, (uint32_t)a->n);
			uint32_t local = local_of(w->y.b, a->a);
			uint32_t copied = e.copies ? pass_local_under(&w->y, a->a) : PROGRAM_NONE;
			if (writes && e.bits & USE_STORED && local != PROGRAM_NONE)
				w->y.flags[local] |= LOCAL_LENT;
			if (copied != PROGRAM_NONE)
				w->y.flags[copied] |= LOCAL_STORED;
			pass_argument(w, a, e, writes);
		}
	pairing_call(&w->y, event);
	if (call_never_returns(w->y.s, w->y.b, event))
		null_give_up(w);
}

/* ---- nesting ---- */

static void
test(struct walk *w, const struct program_event *e)
{
	null_tests(w, e->a);
	read_value(w, e->a);
	if (w->nests.count && vec_last(&w->nests).kind == NEST_LOOP && !vec_last(&w->nests).conditional) {
		vec_last(&w->nests).conditional = true;
		w->conditional++;
	}
}

static void
returns(struct walk *w, const struct program_event *e)
{
	struct body *y = &w->y;
	if (e->a) {
		read_value(w, e->a);
		struct provenance o = provenance_of(y, e->a);
		uint32_t local = pass_local_under(y, e->a);
		if (local != PROGRAM_NONE && y->flags[local] & LOCAL_TESTED)
			o.kinds &= ~(uint32_t)KIND_MAY_FAIL;
		uint32_t kept = local == PROGRAM_NONE ? 0 : y->flags[local] & (LOCAL_STORED | LOCAL_LENT);
		if (kept && o.kinds & KIND_OWNED)
			o.kinds |= kept & LOCAL_STORED ? KIND_KEPT : KIND_KEPT | KIND_PERHAPS_KEPT;
		y->f->returns_null |= is_null(y->b, e->a);
		provenance_add(&y->f->result, o);
	}
	branch_leave_region(w);
	w->returned = true;
}

static void
walk_events(struct walk *w)
{
	for (uint32_t i = 0; i < w->y.b->event_count; i++) {
		const struct program_event *e = w->y.at = &w->y.b->events[i];
		switch (e->op) {
		case EVENT_ASSIGN: assign(w, e); break;
		case EVENT_CALL: call(w, i); break;
		case EVENT_RETURN: returns(w, e); break;
		case EVENT_TEST: test(w, e); break;
		case EVENT_ENTER: branch_enter(w, i); break;
		case EVENT_LEAVE: branch_leave(w, i); break;
		case EVENT_CASE: branch_case(w); break;
		case EVENT_LABEL:
			if (w->nests.count)
				vec_last(&w->nests).left = false;
			break;
		case EVENT_JUMP:
			branch_leave_region(w);
			w->returned |= e->n >= 2;
			break;
		case EVENT_ACCESS:
			if (e->n == ACCESS_READ && program_strip(w->y.b, e->a)->op == VALUE_FIELD)
				read_value(w, e->a);
			break;
		default: break;
		}
	}
}

void
uses_of_body(struct solver *s, const struct program_body *b, struct function_use *f)
{
	struct arena_mark mark = arena_mark(&s->scratch);
	struct walk w = {.y = {.s = s, .p = s->p, .b = b, .f = f}};
	w.y.locals = arena_array(&s->scratch, struct provenance, b->local_count + 1);
	w.y.pairing = arena_array(&s->scratch, struct local_pairing, b->local_count + 1);
	w.y.flags = arena_array(&s->scratch, uint8_t, b->local_count + 1);
	w.y.seen = arena_array(&s->scratch, bool, b->value_count + 1);
	provenance_find(&w.y);
	w.y.in_order = true;
	walk_events(&w);
	pairing_conclude(&w.y);
	vec_finish(&w.nests);
	vec_finish(&w.written);
	vec_finish(&w.aside);
	arena_pop(&s->scratch, mark);
}
