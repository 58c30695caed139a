/* Accesses: reads and writes of places, charged to the parameters whose objects they lie in. A read of what the
 * function has written itself is none; a write through a pointer that may point elsewhere is a doubtful one. */
#include <string.h>

#include "signature/walk.h"

/* Fields between a place and the pointer it is reached by, innermost first. */
unsigned
access_chain(const struct body *y, uint32_t value, uint32_t *out)
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

void
access_read(struct walk *w, struct provenance o, const uint32_t *chain, unsigned n)
{
	for (uint64_t set = o.direct; set; set &= set - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(set);
		struct param_use *u = &w->y.f->params[i];
		if (written_has(w, i, chain, n))
			continue;
		u->bits |= provenance_is_sole(o) ? USE_READ : USE_MAY_READ;
		if (n && !(o.kinds & KIND_INSIDE) && u->read.count < FIELDS_MOST)
			add_field(w, &u->read, chain[n - 1]);
		else
			u->bits |= USE_READ_WHOLE;
	}
}

/* here: USE_WRITE_BEHIND_HERE when it is no callee that writes */
void
access_write(struct walk *w, struct provenance o, const uint32_t *chain, unsigned n, uint32_t here)
{
	bool sole = provenance_is_sole(o), inside = o.kinds & KIND_INSIDE;
	for (uint64_t set = o.direct; set; set &= set - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(set);
		struct param_use *u = &w->y.f->params[i];
		u->bits |= !sole ? USE_MAY_WRITE : n || inside ? USE_WRITE : USE_WRITE | USE_WHOLE;
		if (n && !inside && sole)
			add_field(w, &u->written, chain[0]);
		if (sole && (n || !inside))
			written_add(w, i, n ? chain[0] : 0);
	}
	walk_mark(w, o.behind, sole ? USE_WRITE_BEHIND | here : USE_MAY_WRITE);
}

/* The pointer by which a place is reached; 0 when it is a variable itself. */
uint32_t
access_pointer(const struct body *y, uint32_t value)
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

void
access_place(struct walk *w, uint32_t value, bool write)
{
	uint32_t chain[CHAIN_MOST];
	struct place at = provenance_place(&w->y, value);
	if (!(at.in.direct | at.in.behind))
		return;
	unsigned n = access_chain(&w->y, value, chain);
	null_needs(w, access_pointer(&w->y, value));
	if (write && counts_holders(w, value) && provenance_is_sole(at.in))
		return;
	if (write)
		access_write(w, at.in, chain, n, USE_WRITE_BEHIND_HERE);
	else
		access_read(w, at.in, chain, n);
}
