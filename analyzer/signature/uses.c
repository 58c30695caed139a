/* Uses: one body, in the order of its events. In: its values and events, origins of its locals. Out: what is read
 * and written of each parameter's object, whether NULL is expected, what becomes of the pointer.
 *
 * `written` is what the function has surely written so far, by parameter and field. Branches: what both sides write
 * is written behind them, a side that leaves (return, break, abort) counts for neither; a loop counts as run; a side
 * entered because the pointer is there counts as if it always were. */
#include <string.h>

#include "signature/body.h"

enum { CHAIN_MOST = 8, DEPTH_MOST = 2000 };

struct nest {
	enum nest_kind kind;
	bool conditional, left;     /* left: ends in a jump */
	size_t mark;                /* of `written` at its start */
	uint64_t about;             /* pointers that the decision tests */
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

static void read_value(struct walk *w, uint32_t value);

/* ---- marks ---- */

static void
mark_set(struct walk *w, uint64_t set, uint32_t bits)
{
	for (; set; set &= set - 1)
		w->y.f->params[__builtin_ctzll(set)].bits |= bits;
}

/* The parameter (from 0) that a pointer value is as it came in, or a plain copy of it; PROGRAM_NONE. */
static uint32_t
parameter_of(struct walk *w, uint32_t value)
{
	uint32_t local = local_of(w->y.b, value);
	if (local == PROGRAM_NONE || !is_pointer(w->y.p, w->y.b->locals[local].type))
		return PROGRAM_NONE;
	if (local < w->y.f->count && !(w->y.flags[local] & LOCAL_ASSIGNED))
		return local;
	struct provenance o = provenance_of(&w->y, value);
	return o.kinds & (KIND_ZERO | KIND_MAY_FAIL | KIND_INSIDE) ? PROGRAM_NONE : provenance_sole(o);
}

static void
needs_pointer(struct walk *w, uint32_t value)
{
	uint32_t i = parameter_of(w, value);
	if (i == PROGRAM_NONE || w->conditional)
		return;
	uint32_t *bits = &w->y.f->params[i].bits;
	if (!(*bits & (USE_TESTED | USE_ASSERTED)))
		*bits |= w->returned ? USE_MOSTLY_USED : USE_NEVER_NULL;
}

static void
tests_pointer(struct walk *w, uint32_t value)
{
	uint32_t local = local_of(w->y.b, value), i = parameter_of(w, value);
	if (local != PROGRAM_NONE && is_pointer(w->y.p, w->y.b->locals[local].type))
		w->y.flags[local] |= LOCAL_TESTED;
	if (i != PROGRAM_NONE && !(w->y.f->params[i].bits & USE_NEVER_NULL))
		w->y.f->params[i].bits |= USE_TESTED;
}

/* Parameters that a decision compares with NULL; *truth as in struct nest. */
static uint64_t
decided_on(struct walk *w, uint32_t value, int *truth)
{
	if (!value)
		return 0;
	const struct program_value *v = program_strip(w->y.b, value);
	uint64_t found = 0;
	if (v->op == VALUE_LOCAL && is_pointer(w->y.p, v->type)) {
		uint32_t i = parameter_of(w, value);
		found = i == PROGRAM_NONE ? 0 : UINT64_C(1) << i;
		*truth = 1;
	} else if (v->op == VALUE_UNARY && v->n == OPERATOR_NOT) {
		found = decided_on(w, v->a, truth);
		*truth = -*truth;
	} else if (v->op == VALUE_BINARY && (v->n == OPERATOR_EQ || v->n == OPERATOR_NE) && is_null(w->y.b, v->b)) {
		found = decided_on(w, v->a, truth);
		*truth = v->n == OPERATOR_EQ ? -*truth : *truth;
	} else if (v->op == VALUE_BINARY && (v->n == OPERATOR_LAND || v->n == OPERATOR_LOR)) {
		/* one side of && says both are there, one side of || says both are not; the other sides say nothing */
		int left = 0, right = 0, wanted = v->n == OPERATOR_LAND ? 1 : -1;
		uint64_t l = decided_on(w, v->a, &left), r = decided_on(w, v->b, &right);
		found = (left == wanted ? l : 0) | (right == wanted ? r : 0);
		*truth = wanted;
	}
	return found;
}

/* ---- what is written so far ---- */

/* Fields between a place and the pointer it is reached by, innermost first. */
static unsigned
field_chain(const struct body *y, uint32_t value, uint32_t *out)
{
	unsigned n = 0;
	for (;;) {
		const struct program_value *v = program_strip(y->b, value);
		if (v->op == VALUE_FIELD && n < CHAIN_MOST)
			out[n++] = v->b == PROGRAM_NONE ? UINT32_MAX : v->b + 1;
		bool inside = (v->op == VALUE_FIELD && !v->n) || (v->op == VALUE_ELEMENT && !element_through_pointer(y->p, y->b, v));
		if (!inside)
			return n;
		value = v->a;
	}
}

static bool
is_written(const struct walk *w, uint32_t param, const uint32_t *chain, unsigned n)
{
	for (size_t i = 0; i < w->written.count; i++) {
		uint64_t key = w->written.at[i];
		if (key >> 32 != param)
			continue;
		if (!(uint32_t)key)
			return true;
		for (unsigned k = 0; k < n; k++)
			if ((uint32_t)key == chain[k])
				return true;
	}
	return false;
}

static void
add_written(struct walk *w, uint32_t param, uint32_t field)
{
	uint64_t key = MAP_PAIR(param, field);
	for (size_t i = 0; i < w->written.count; i++)
		if (w->written.at[i] == key)
			return;
	vec_push(&w->written, key);
}

/* ---- accesses ---- */

static void
add_field(struct walk *w, struct fields *list, uint32_t field)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (list->at[i] == field)
			return;
	if (!list->at)
		list->at = arena_array(&w->y.s->arena, uint32_t, FIELDS_MOST);
	if (list->count < FIELDS_MOST)
		list->at[list->count++] = field;
}

static void
read_object(struct walk *w, struct provenance o, const uint32_t *chain, unsigned n)
{
	for (uint64_t set = o.direct; set; set &= set - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(set);
		struct param_use *u = &w->y.f->params[i];
		if (is_written(w, i, chain, n))
			continue;
		u->bits |= provenance_is_sole(o) ? USE_READ : USE_MAY_READ;
		if (n && !(o.kinds & KIND_INSIDE) && u->read.count < FIELDS_MOST)
			add_field(w, &u->read, chain[n - 1]);
		else
			u->bits |= USE_READ_WHOLE;
	}
}

/* here: USE_WRITE_BEHIND_HERE when it is no callee that writes */
static void
write_object(struct walk *w, struct provenance o, const uint32_t *chain, unsigned n, uint32_t here)
{
	bool sole = provenance_is_sole(o), inside = o.kinds & KIND_INSIDE;
	for (uint64_t set = o.direct; set; set &= set - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(set);
		struct param_use *u = &w->y.f->params[i];
		u->bits |= !sole ? USE_MAY_WRITE : n || inside ? USE_WRITE : USE_WRITE | USE_WHOLE;
		if (n && !inside && sole)
			add_field(w, &u->written, chain[0]);
		if (sole && (n || !inside))
			add_written(w, i, n ? chain[0] : 0);
	}
	mark_set(w, o.behind, sole ? USE_WRITE_BEHIND | here : USE_MAY_WRITE);
}

/* The pointer by which a place is reached; 0 when it is a variable itself. */
static uint32_t
pointer_of(const struct body *y, uint32_t value)
{
	for (;;) {
		const struct program_value *v = program_strip(y->b, value);
		bool arrow = v->op == VALUE_DEREF || (v->op == VALUE_FIELD && v->n) ||
		             (v->op == VALUE_ELEMENT && element_through_pointer(y->p, y->b, v));
		if (arrow)
			return v->a;
		if (v->op != VALUE_FIELD && v->op != VALUE_ELEMENT)
			return 0;
		value = v->a;
	}
}

/* Counting who holds an object is no change of what is in it. */
static bool
counts_holders(const struct walk *w, uint32_t value)
{
	const struct program_value *v = program_strip(w->y.b, value);
	if (v->op != VALUE_FIELD || v->b == PROGRAM_NONE)
		return false;
	const char *name = program_text(w->y.p, w->y.p->fields.at[v->b].name);
	return strcasestr(name, "refcount") || strcasestr(name, "refcnt") || strcasestr(name, "ref_count");
}

static void
access_place(struct walk *w, uint32_t value, bool write)
{
	uint32_t chain[CHAIN_MOST];
	struct place at = provenance_place(&w->y, value);
	if (!(at.in.direct | at.in.behind))
		return;
	unsigned n = field_chain(&w->y, value, chain);
	needs_pointer(w, pointer_of(&w->y, value));
	if (write && counts_holders(w, value) && provenance_is_sole(at.in))
		return;
	if (write)
		write_object(w, at.in, chain, n, USE_WRITE_BEHIND_HERE);
	else
		read_object(w, at.in, chain, n);
}

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
	case VALUE_DEREF: read_value(w, v->a); break;
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
		tests_pointer(w, v->a);
	if ((v->n == OPERATOR_EQ || v->n == OPERATOR_NE) && is_null(w->y.b, v->b))
		tests_pointer(w, v->a);
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
			tests_pointer(w, v->a);
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
	mark_set(w, o.direct & ~to.in.direct, USE_STORED);
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
		mark_set(w, w->y.locals[local].direct, USE_UNKNOWN);
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

/* The pointer local that a value is, or whose address it is, or whose object's member it is the address of. */
static uint32_t
local_under(const struct body *y, uint32_t value)
{
	const struct program_value *v = program_strip(y->b, value);
	if (v->op == VALUE_BINARY && v->n == OPERATOR_POINTER_ADD)
		return local_under(y, v->a);
	if (v->op != VALUE_ADDRESS)
		return local_of(y->b, value);
	uint32_t pointer = pointer_of(y, v->a);
	return local_of(y->b, pointer ? pointer : v->a);
}

/* The parameter objects behind an argument: of a pointer, or of what a local holds whose address it is. */
static struct provenance
reached_by(struct walk *w, uint32_t value, bool *by_local)
{
	const struct program_value *v = program_strip(w->y.b, value);
	uint32_t local = v->op == VALUE_ADDRESS ? provenance_place(&w->y, v->a).local : PROGRAM_NONE;
	*by_local = local != PROGRAM_NONE;
	return *by_local ? w->y.locals[local] : provenance_of(&w->y, value);
}

static unsigned
chain_of_argument(struct walk *w, uint32_t value, uint32_t *chain)
{
	const struct program_value *v = program_strip(w->y.b, value);
	return v->op == VALUE_ADDRESS ? field_chain(&w->y, v->a, chain) : 0;
}

static void
pass_reads(struct walk *w, uint32_t value, struct provenance o, struct effect e, const uint32_t *chain, unsigned n)
{
	if (e.bits & (USE_NEVER_NULL | USE_MOSTLY_USED))
		needs_pointer(w, value);
	if (!(e.bits & (USE_READ | USE_MAY_READ)))
		return;
	if (n || !e.read || e.bits & USE_READ_WHOLE) {
		read_object(w, o, chain, n);
		return;
	}
	for (uint32_t i = 0; i < e.read->count; i++)
		read_object(w, o, &e.read->at[i], 1);
}

/* Is the code run on every way to the end, unless the pointers are NULL? */
static bool
only_if_there(const struct walk *w, uint64_t pointers)
{
	unsigned guards = 0;
	for (size_t i = 0; i < w->nests.count; i++) {
		const struct nest *n = &w->nests.at[i];
		guards += n->kind == NEST_THEN && n->truth > 0 && (n->about & pointers) == pointers;
	}
	return w->conditional == guards;
}

static void
pass_writes(struct walk *w, struct provenance o, struct effect e, const uint32_t *chain, unsigned n)
{
	bool released = e.bits & USE_FREED && !(e.bits & USE_WRITE); /* a holder lets go: others may keep it as it is */
	if (e.bits & USE_FREED_ALWAYS || released) /* nobody sees what was written */
		e.bits &= ~(uint32_t)(USE_WRITE | USE_WRITE_BEHIND | USE_MAY_WRITE | USE_UNKNOWN | USE_UNKNOWN_BEHIND);
	if (e.bits & USE_WRITE && (n || !e.written || e.bits & USE_WHOLE || !e.written->count))
		write_object(w, o, chain, n, 0);
	for (uint32_t i = 0; !n && e.written && i < e.written->count && e.bits & USE_WRITE; i++)
		write_object(w, o, &e.written->at[i], 1, 0);
	uint64_t all = o.direct | o.behind;
	if (e.bits & USE_MAY_WRITE)
		mark_set(w, all, USE_MAY_WRITE);
	if (e.bits & USE_WRITE_BEHIND)
		mark_set(w, all, provenance_is_sole(o) ? USE_WRITE_BEHIND : USE_MAY_WRITE);
	mark_set(w, o.direct, e.bits & (USE_STORED | USE_UNKNOWN | USE_UNKNOWN_BEHIND));
	mark_set(w, o.behind, e.bits & (USE_UNKNOWN | USE_UNKNOWN_BEHIND) ? USE_UNKNOWN_BEHIND : 0);
	if (!(e.bits & USE_FREED) || !provenance_is_sole(o) || n)
		return;
	mark_set(w, o.behind, e.bits & USE_FREED_ALWAYS ? USE_WRITE_BEHIND : 0);
	mark_set(w, o.direct, USE_FREED | (only_if_there(w, o.direct) ? e.bits & USE_FREED_ALWAYS : 0));
}

static bool
is_record_address(const struct walk *w, uint32_t value)
{
	const struct program_value *v = program_strip(w->y.b, value);
	uint32_t type = w->y.b->values[v->a].type;
	return type != PROGRAM_NONE && w->y.p->types.at[type].kind != TYPE_POINTER;
}

/* The address of a local was handed over: what the callee reaches behind it is what the local points to. Behind a
 * record it may be something else just as well. */
static struct effect
effect_through_local(struct effect e, bool record)
{
	struct effect through = {.bits = e.bits & (USE_READ | USE_MAY_READ | USE_UNKNOWN | USE_MAY_WRITE)};
	through.bits |= USE_READ_WHOLE;
	if (record && through.bits & USE_MAY_WRITE)
		through.bits ^= USE_MAY_WRITE | USE_UNKNOWN_BEHIND;
	if (e.bits & (USE_WRITE_BEHIND | USE_UNKNOWN_BEHIND))
		through.bits |= record ? USE_UNKNOWN_BEHIND : USE_WRITE;
	return through;
}

static void
pass_on(struct walk *w, const struct program_event *a, struct effect e, bool writes)
{
	uint32_t chain[CHAIN_MOST];
	bool by_local;
	struct provenance o = reached_by(w, a->a, &by_local);
	if (!(o.direct | o.behind))
		return;
	unsigned n = by_local ? 0 : chain_of_argument(w, a->a, chain);
	if (by_local) {
		if (e.copies)
			mark_set(w, o.direct, USE_STORED);
		e = effect_through_local(e, is_record_address(w, a->a));
		o.kinds |= KIND_INSIDE;
	}
	if (writes)
		pass_writes(w, o, e, chain, n);
	else
		pass_reads(w, a->a, o, e, chain, n);
}

static void
leave_region(struct walk *w)
{
	if (w->nests.count)
		vec_last(&w->nests).left = true;
}

/* The decision that led here says that the pointer is not there, and the function gives up. */
static void
give_up(struct walk *w)
{
	leave_region(w);
	for (size_t i = w->nests.count; i-- > 0;) {
		const struct nest *n = &w->nests.at[i];
		bool otherwise = n->kind == NEST_ELSE || (n->kind == NEST_ARM && n->otherwise);
		bool null_side = otherwise ? n->truth > 0 : n->kind == NEST_THEN && n->truth < 0;
		if (null_side && n->about)
			mark_set(w, n->about, USE_ASSERTED);
		if (n->kind == NEST_LOOP || n->kind == NEST_THEN || n->kind == NEST_ELSE)
			return;
	}
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
			uint32_t copied = e.copies ? local_under(&w->y, a->a) : PROGRAM_NONE;
			if (writes && e.bits & USE_STORED && local != PROGRAM_NONE)
				w->y.flags[local] |= LOCAL_STORED;
			if (copied != PROGRAM_NONE)
				w->y.flags[copied] |= LOCAL_STORED;
			pass_on(w, a, e, writes);
		}
	pairing_call(&w->y, event);
	if (call_never_returns(w->y.s, w->y.b, event))
		give_up(w);
}

/* ---- nesting ---- */

static void
enter(struct walk *w, uint32_t event)
{
	const struct program_event *e = &w->y.b->events[event];
	struct nest n = {.kind = (enum nest_kind)e->n, .mark = w->written.count};
	n.otherwise = e->a && w->arm_decided == e->a && event && e[-1].op == EVENT_LEAVE && e[-1].n == NEST_ARM;
	n.decided = e->a;
	n.conditional = n.kind != NEST_LOOP && n.kind != NEST_ONCE;
	n.about = decided_on(w, e->a, &n.truth);
	if (n.kind == NEST_ELSE) {
		n.then_mark = w->then_mark;
		n.then_left = w->then_left;
	} else if (n.kind == NEST_THEN) {
		n.then_mark = w->aside.count;
	}
	w->conditional += n.conditional;
	vec_push(&w->nests, n);
}

static bool
in_list(const uint64_t *list, size_t n, uint64_t key)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == key)
			return true;
	return false;
}

/* THEN is over: what it wrote goes aside, in case there is an ELSE; without one only pointers it is about keep it. */
static void
leave_then(struct walk *w, const struct nest *n, bool has_else)
{
	w->then_mark = w->aside.count;
	w->then_left = n->left;
	size_t keep = n->mark;
	for (size_t i = n->mark; i < w->written.count; i++) {
		uint64_t key = w->written.at[i];
		if (has_else)
			vec_push(&w->aside, key);
		else if (!n->left && n->about >> (key >> 32) & 1)
			w->written.at[keep++] = key;
	}
	w->written.count = keep;
}

static void
leave_else(struct walk *w, const struct nest *n)
{
	size_t count = w->aside.count - n->then_mark, keep = n->mark;
	const uint64_t *then = count ? w->aside.at + n->then_mark : NULL;
	if (n->left)
		w->written.count = n->mark;
	for (size_t i = n->mark; i < w->written.count; i++) {
		uint64_t key = w->written.at[i];
		if (n->then_left || in_list(then, count, key))
			w->written.at[keep++] = key;
	}
	w->written.count = keep;
	for (size_t i = 0; n->left && !n->then_left && i < count; i++)
		vec_push(&w->written, then[i]);
	w->aside.count = n->then_mark;
	if (n->left && n->then_left)
		leave_region(w);
}

static void
leave(struct walk *w, uint32_t event)
{
	if (!w->nests.count)
		return;
	struct nest n = vec_pop(&w->nests);
	w->conditional -= n.conditional;
	const struct program_event *next = event + 1 < w->y.b->event_count ? &w->y.b->events[event + 1] : NULL;
	switch (n.kind) {
	case NEST_THEN: leave_then(w, &n, next && next->op == EVENT_ENTER && next->n == NEST_ELSE); break;
	case NEST_ELSE: leave_else(w, &n); break;
	case NEST_ARM:
		w->written.count = n.mark;
		w->arm_decided = n.decided;
		break;
	case NEST_LOOP: pairing_steps(&w->y, n.pointers, n.lengths); break;
	default: break;
	}
}

static void
test(struct walk *w, const struct program_event *e)
{
	tests_pointer(w, e->a);
	read_value(w, e->a);
	if (w->nests.count && vec_last(&w->nests).kind == NEST_LOOP && !vec_last(&w->nests).conditional) {
		vec_last(&w->nests).conditional = true;
		w->conditional++;
	}
}

/* A case begins with what was written before the switch. */
static void
begin_case(struct walk *w)
{
	for (size_t i = w->nests.count; i-- > 0;) {
		struct nest *n = &w->nests.at[i];
		if (n->kind != NEST_SWITCH)
			continue;
		n->left = false;
		if (i + 1 == w->nests.count)
			w->written.count = n->mark;
		return;
	}
}

static void
returns(struct walk *w, const struct program_event *e)
{
	struct body *y = &w->y;
	if (e->a) {
		read_value(w, e->a);
		struct provenance o = provenance_of(y, e->a);
		uint32_t local = local_under(y, e->a);
		if (local != PROGRAM_NONE && y->flags[local] & LOCAL_TESTED)
			o.kinds &= ~(uint32_t)KIND_MAY_FAIL;
		if (local != PROGRAM_NONE && y->flags[local] & LOCAL_STORED && o.kinds & KIND_OWNED)
			o.kinds |= KIND_KEPT;
		y->f->returns_null |= is_null(y->b, e->a);
		provenance_add(&y->f->result, o);
	}
	leave_region(w);
	w->returned = true;
}

static void
walk_events(struct walk *w)
{
	for (uint32_t i = 0; i < w->y.b->event_count; i++) {
		const struct program_event *e = &w->y.b->events[i];
		switch (e->op) {
		case EVENT_ASSIGN: assign(w, e); break;
		case EVENT_CALL: call(w, i); break;
		case EVENT_RETURN: returns(w, e); break;
		case EVENT_TEST: test(w, e); break;
		case EVENT_ENTER: enter(w, i); break;
		case EVENT_LEAVE: leave(w, i); break;
		case EVENT_CASE: begin_case(w); break;
		case EVENT_LABEL:
			if (w->nests.count)
				vec_last(&w->nests).left = false;
			break;
		case EVENT_JUMP:
			leave_region(w);
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
