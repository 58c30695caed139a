/* Nullness: which parameters a body tests for NULL, which it needs. In: the walk. Out: marks of the parameters. A test
 * behind the first use says nothing any more; a use that not every call comes to does not say that it is needed. */
#include "signature/walk.h"

/* The parameter (from 0) that a pointer value is as it came in, or a plain copy of it; PROGRAM_NONE. */
uint32_t
null_parameter(struct walk *w, uint32_t value)
{
	uint32_t local = local_of(w->y.b, value);
	if (local == PROGRAM_NONE || !is_pointer(w->y.p, w->y.b->locals[local].type))
		return PROGRAM_NONE;
	if (local < w->y.f->count && !(w->y.flags[local] & LOCAL_ASSIGNED))
		return local;
	struct provenance o = provenance_of(&w->y, value);
	return o.kinds & (KIND_ZERO | KIND_MAY_FAIL | KIND_INSIDE) ? PROGRAM_NONE : provenance_sole(o);
}

/* The pointer that must be there for an address in its object: of p->next in &p->next + 1, of p in p + 1. */
static uint32_t
base_of(const struct walk *w, uint32_t value)
{
	const struct program_value *v = program_strip(w->y.b, value);
	if (v->op == VALUE_BINARY && v->n == OPERATOR_POINTER_ADD)
		return base_of(w, v->a);
	bool array = v->op == VALUE_FIELD && v->type != PROGRAM_NONE && w->y.p->types.at[v->type].kind == TYPE_ARRAY;
	return v->op == VALUE_ADDRESS ? access_pointer(&w->y, v->a) : array ? access_pointer(&w->y, value) : value;
}

void
null_needs(struct walk *w, uint32_t value)
{
	uint32_t i = null_parameter(w, base_of(w, value));
	if (i == PROGRAM_NONE || w->conditional)
		return;
	uint32_t *bits = &w->y.f->params[i].bits;
	if (!(*bits & (USE_TESTED | USE_ASSERTED)))
		*bits |= w->returned ? USE_MOSTLY_USED : USE_NEVER_NULL;
}

void
null_tests(struct walk *w, uint32_t value)
{
	uint32_t local = local_of(w->y.b, value), i = null_parameter(w, value);
	if (local != PROGRAM_NONE && is_pointer(w->y.p, w->y.b->locals[local].type))
		w->y.flags[local] |= LOCAL_TESTED;
	if (i != PROGRAM_NONE && !(w->y.f->params[i].bits & USE_NEVER_NULL))
		w->y.f->params[i].bits |= USE_TESTED;
}

/* Parameters that a decision compares with NULL; *truth as in struct nest. */
uint64_t
null_decided_on(struct walk *w, uint32_t value, int *truth)
{
	if (!value)
		return 0;
	const struct program_value *v = program_strip(w->y.b, value);
	uint64_t found = 0;
	if (v->op == VALUE_LOCAL && is_pointer(w->y.p, v->type)) {
		uint32_t i = null_parameter(w, value);
		found = i == PROGRAM_NONE ? 0 : UINT64_C(1) << i;
		*truth = 1;
	} else if (v->op == VALUE_UNARY && v->n == OPERATOR_NOT) {
		found = null_decided_on(w, v->a, truth);
		*truth = -*truth;
	} else if (v->op == VALUE_BINARY && (v->n == OPERATOR_EQ || v->n == OPERATOR_NE) && is_null(w->y.b, v->b)) {
		found = null_decided_on(w, v->a, truth);
		*truth = v->n == OPERATOR_EQ ? -*truth : *truth;
	} else if (v->op == VALUE_BINARY && (v->n == OPERATOR_LAND || v->n == OPERATOR_LOR)) {
		/* one side of && says both are there, one side of || says both are not; the other sides say nothing */
		int left = 0, right = 0, wanted = v->n == OPERATOR_LAND ? 1 : -1;
		uint64_t l = null_decided_on(w, v->a, &left), r = null_decided_on(w, v->b, &right);
		found = (left == wanted ? l : 0) | (right == wanted ? r : 0);
		*truth = wanted;
	}
	return found;
}

/* The decision that led here says that the pointer is not there, and the function gives up. */
void
null_give_up(struct walk *w)
{
	branch_leave_region(w);
	for (size_t i = w->nests.count; i-- > 0;) {
		const struct nest *n = &w->nests.at[i];
		bool otherwise = n->kind == NEST_ELSE || (n->kind == NEST_ARM && n->otherwise);
		bool null_side = otherwise ? n->truth > 0 : n->kind == NEST_THEN && n->truth < 0;
		if (null_side && n->about)
			walk_mark(w, n->about, USE_ASSERTED);
		if (n->kind == NEST_LOOP || n->kind == NEST_THEN || n->kind == NEST_ELSE)
			return;
	}
}

/* Is the code run on every way to the end, unless the pointers are NULL? */
bool
null_only_if_there(const struct walk *w, uint64_t pointers)
{
	unsigned guards = 0;
	for (size_t i = 0; i < w->nests.count; i++) {
		const struct nest *n = &w->nests.at[i];
		guards += n->kind == NEST_THEN && n->truth > 0 && (n->about & pointers) == pointers;
	}
	return w->conditional == guards;
}

uint64_t
null_held(struct walk *w, uint32_t value)
{
	const struct program_value *v = program_strip(w->y.b, value);
	if (v->op == VALUE_BINARY && v->n == OPERATOR_NE && is_null(w->y.b, v->b))
		return null_held(w, v->a);
	struct provenance o = is_pointer(w->y.p, v->type) ? provenance_of(&w->y, value) : (struct provenance){0};
	return o.kinds & KIND_HELD && provenance_is_sole(o) ? o.behind : 0;
}

bool
null_only_if_held(const struct walk *w, uint64_t pointers)
{
	unsigned guards = 0;
	for (size_t i = 0; i < w->nests.count; i++)
		guards += pointers && w->nests.at[i].about_held == pointers;
	return w->conditional == guards;
}
