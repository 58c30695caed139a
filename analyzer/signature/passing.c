/* Passing: what callees do with arguments. In: the effect on one argument (calls.c). Out: the same on the objects it
 * points into, or, when a local's address is handed over, on what the local holds. */
#include "signature/walk.h"

/* The pointer local that a value is, or whose address it is, or whose object's member it is the address of. */
uint32_t
pass_local_under(const struct body *y, uint32_t value)
{
	const struct program_value *v = program_strip(y->b, value);
	if (v->op == VALUE_BINARY && v->n == OPERATOR_POINTER_ADD)
		return pass_local_under(y, v->a);
	if (v->op != VALUE_ADDRESS)
		return local_of(y->b, value);
	uint32_t pointer = access_pointer(y, v->a);
	return local_of(y->b, pointer ? pointer : v->a);
}

/* The parameter objects behind an argument: of a pointer, or of what a local holds whose address it is. */
static struct provenance
reached_by(struct walk *w, uint32_t value, bool *by_local)
{
	const struct program_value *v = program_strip(w->y.b, value);
	uint32_t local = v->op == VALUE_ADDRESS ? provenance_place(&w->y, v->a).local : PROGRAM_NONE;
	*by_local = local != PROGRAM_NONE;
	bool whole = *by_local && program_strip(w->y.b, v->a)->op == VALUE_LOCAL;
	return whole ? provenance_of(&w->y, v->a) : *by_local ? w->y.locals[local] : provenance_of(&w->y, value);
}

static unsigned
chain_of_argument(struct walk *w, uint32_t value, uint32_t *chain)
{
	const struct program_value *v = program_strip(w->y.b, value);
	return v->op == VALUE_ADDRESS ? access_chain(&w->y, v->a, chain) : 0;
}

/* Of a member's address: the way from the pointer to the member is in the chain. */
static void
forget_way(struct walk *w, uint32_t value, struct provenance *o)
{
	uint32_t pointer = access_pointer(&w->y, program_strip(w->y.b, value)->a);
	if (!pointer || !(provenance_of(&w->y, pointer).kinds & KIND_INSIDE))
		o->kinds &= ~(uint32_t)KIND_INSIDE;
}

static void
pass_reads(struct walk *w, uint32_t value, struct provenance o, struct effect e, const uint32_t *chain, unsigned n)
{
	if (e.bits & (USE_NEVER_NULL | USE_MOSTLY_USED))
		null_needs(w, value);
	if (!(e.bits & (USE_READ | USE_MAY_READ)))
		return;
	if (n || !e.read || e.bits & USE_READ_WHOLE) {
		access_read(w, o, chain, n);
		return;
	}
	for (uint32_t i = 0; i < e.read->count; i++)
		access_read(w, o, &e.read->at[i], 1);
}

/* The object ends, or what it holds does. */
static void
pass_ends(struct walk *w, struct provenance o, uint32_t bits)
{
	uint32_t always = bits & USE_FREED_ALWAYS && null_only_if_there(w, o.direct) ? USE_FREED_ALWAYS : 0;
	uint32_t held = bits & USE_FREED_HELD_ALWAYS && null_only_if_there(w, o.direct) ? USE_FREED_HELD_ALWAYS : 0;
	if (bits & USE_FREED) {
		walk_mark(w, o.behind, bits & USE_FREED_ALWAYS ? USE_WRITE_BEHIND : 0);
		walk_mark(w, o.direct, USE_FREED | always);
	}
	if (bits & USE_FREED_HELD)
		walk_mark(w, o.direct, USE_FREED_HELD | held);
	if (bits & USE_FREED && o.kinds & KIND_HELD && !o.direct)
		walk_mark(w, o.behind, USE_FREED_HELD | (bits & USE_FREED_ALWAYS && null_only_if_held(w, o.behind) ? USE_FREED_HELD_ALWAYS : 0));
}

static void
pass_writes(struct walk *w, struct provenance o, struct effect e, const uint32_t *chain, unsigned n)
{
	bool released = e.bits & USE_FREED && !(e.bits & USE_WRITE); /* a holder lets go: others may keep it as it is */
	if (e.bits & USE_FREED_ALWAYS || released) /* nobody sees what was written */
		e.bits &= ~(uint32_t)(USE_WRITE | USE_WRITE_BEHIND | USE_MAY_WRITE | USE_UNKNOWN | USE_UNKNOWN_BEHIND);
	if (e.bits & USE_WRITE && (n || !e.written || e.bits & USE_WHOLE || !e.written->count))
		access_write(w, o, chain, n, 0);
	for (uint32_t i = 0; !n && e.written && i < e.written->count && e.bits & USE_WRITE; i++)
		access_write(w, o, &e.written->at[i], 1, 0);
	uint64_t all = o.direct | o.behind;
	if (e.bits & USE_MAY_WRITE)
		walk_mark(w, all, USE_MAY_WRITE);
	if (e.bits & USE_WRITE_BEHIND)
		walk_mark(w, all, provenance_is_sole(o) ? USE_WRITE_BEHIND : USE_MAY_WRITE);
	walk_mark(w, o.direct, e.bits & (USE_STORED | USE_UNKNOWN | USE_UNKNOWN_BEHIND));
	walk_mark(w, o.behind, e.bits & (USE_UNKNOWN | USE_UNKNOWN_BEHIND) ? USE_UNKNOWN_BEHIND : 0);
	walk_mark(w, all, e.bits & (USE_STORED_BEHIND | USE_LED_AWAY));
	walk_mark(w, o.behind, e.bits & USE_STORED ? USE_STORED_BEHIND : 0);
	if (provenance_is_sole(o) && !n)
		pass_ends(w, o, e.bits);
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
	struct effect through = {.bits = e.bits & (USE_READ | USE_MAY_READ | USE_UNKNOWN | USE_MAY_WRITE | USE_STORED_BEHIND)};
	through.bits |= USE_READ_WHOLE;
	if (record && through.bits & USE_MAY_WRITE)
		through.bits ^= USE_MAY_WRITE | USE_UNKNOWN_BEHIND;
	if (e.bits & (USE_WRITE_BEHIND | USE_UNKNOWN_BEHIND))
		through.bits |= record ? USE_UNKNOWN_BEHIND : USE_WRITE;
	if (e.bits & USE_FREED_HELD && !record)
		through.bits |= USE_FREED | (e.bits & USE_FREED_HELD_ALWAYS ? USE_FREED_ALWAYS : 0);
	return through;
}

/* The callee has put something else into a local whose address it was given. */
static void
note_assigned(struct walk *w, uint32_t value, uint32_t bits)
{
	uint32_t local = local_of(w->y.b, program_strip(w->y.b, value)->a);
	if (local != PROGRAM_NONE && bits & USE_WRITE)
		w->y.flags[local] |= LOCAL_ASSIGNED;
}

void
pass_argument(struct walk *w, const struct program_event *a, struct effect e, bool writes)
{
	uint32_t chain[CHAIN_MOST];
	bool by_local;
	struct provenance o = reached_by(w, a->a, &by_local);
	uint32_t given = e.bits;
	if (!(o.direct | o.behind))
		return;
	unsigned n = by_local ? 0 : chain_of_argument(w, a->a, chain);
	if (n)
		forget_way(w, a->a, &o);
	if (by_local) {
		if (e.copies)
			walk_mark(w, o.direct, USE_STORED);
		e = effect_through_local(e, is_record_address(w, a->a));
		o.kinds |= KIND_INSIDE;
	}
	if (writes)
		pass_writes(w, o, e, chain, n);
	else
		pass_reads(w, a->a, o, e, chain, n);
	if (writes && by_local)
		note_assigned(w, a->a, given);
}
