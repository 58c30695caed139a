/* Ties: calls and accesses → where the counterparts of each function and global lie. In: the split's facts and homes.
 * Out: totals by function and global.
 *
 * A counterpart counts once, however often it is called or accessed; what lies in the shared library counts for nobody,
 * since every service has it. */
#include "ties.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

enum { TIES_LEAST = 3 }; /* with fewer, one more or less says nothing */

struct pair {
	enum member_kind kind, other_kind;
	uint32_t row, service, other;
};

struct pairs { VEC(struct pair) list; };

static void
add(struct split *s, struct pairs *p, enum member_kind kind, int64_t row, enum member_kind other_kind, int64_t other)
{
	uint32_t service = homes_service(&s->homes, other_kind, other);
	uint32_t at = dense_of(&s->homes.rows[kind], row);
	if (service && at != DENSE_NONE && homes_service(&s->homes, kind, row) && (kind != other_kind || row != other))
		vec_push(&p->list, (struct pair){kind, other_kind, at, service, dense_of(&s->homes.rows[other_kind], other)});
}

static void
collect(struct split *s, struct pairs *p)
{
	for (size_t i = 0; i < s->calls.count; i++) {
		const struct row_call *c = &s->calls.at[i];
		if (!c->caller || c->confidence == CONFIDENCE_GUESSED)
			continue;
		add(s, p, MEMBER_FUNCTION, c->caller, MEMBER_FUNCTION, c->callee);
		add(s, p, MEMBER_FUNCTION, c->callee, MEMBER_FUNCTION, c->caller);
	}
	for (size_t i = 0; i < s->accesses.count; i++) {
		const struct row_global_access *a = &s->accesses.at[i];
		const struct row_global *g = split_global(s, a->global);
		if (!g || split_is_constant(g))
			continue;
		add(s, p, MEMBER_FUNCTION, a->function, MEMBER_GLOBAL, a->global);
		add(s, p, MEMBER_GLOBAL, a->global, MEMBER_FUNCTION, a->function);
	}
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct row_table_access *a = &s->uses.at[i];
		const struct row_table *t = a->derived ? NULL : homes_table(&s->homes, a->table_name, a->store);
		if (t)
			add(s, p, MEMBER_FUNCTION, a->function, MEMBER_TABLE, t->id);
	}
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	uint32_t left[] = {x->kind, x->row, x->service, x->other_kind, x->other}, right[] = {y->kind, y->row, y->service, y->other_kind, y->other};
	for (int i = 0; i < 5; i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

static void
count(struct ties *t, const struct pairs *p)
{
	for (size_t i = 0, end; i < p->list.count; i = end) {
		const struct pair *first = &p->list.at[i];
		uint32_t here = 0;
		for (end = i; end < p->list.count && p->list.at[end].kind == first->kind && p->list.at[end].row == first->row &&
		              p->list.at[end].service == first->service; end++)
			here += end == i || compare_pairs(&p->list.at[end - 1], &p->list.at[end]) != 0;
		struct tie *tie = &t->of[first->kind][first->row];
		tie->total += here;
		if (here > tie->there) {
			tie->there = here;
			tie->service = first->service;
		}
	}
}

/* The only counterpart that lies elsewhere. */
static void
name_others(struct ties *t, const struct pairs *p)
{
	for (size_t i = 0; i < p->list.count; i++) {
		struct tie *tie = &t->of[p->list.at[i].kind][p->list.at[i].row];
		if (p->list.at[i].service != tie->service) {
			tie->other = p->list.at[i].other;
			tie->other_kind = p->list.at[i].other_kind;
		}
	}
}

static void
mark_decided(struct split *s, struct ties *t)
{
	for (size_t i = 0; i < s->member_count; i++) {
		const struct row_member *m = &s->members[i];
		if (m->kind != MEMBER_TABLE && m->reason && !strncmp(m->reason, "decided", strlen("decided")))
			t->of[m->kind][dense_of(&s->homes.rows[m->kind], m->row)].decided = true;
	}
}

void
ties_count(struct split *s, struct ties *out)
{
	struct pairs p = {0};
	*out = (struct ties){0};
	for (int kind = MEMBER_FUNCTION; kind <= MEMBER_GLOBAL; kind++)
		out->of[kind] = arena_array(&s->arena, struct tie, s->homes.rows[kind].count);
	collect(s, &p);
	vec_sort(&p.list, compare_pairs);
	count(out, &p);
	name_others(out, &p);
	mark_decided(s, out);
	vec_finish(&p.list);
}

const struct tie *
ties_movable(const struct split *s, const struct ties *t, enum member_kind kind, int64_t row, uint32_t service)
{
	uint32_t at = kind == MEMBER_TABLE ? DENSE_NONE : dense_of(&s->homes.rows[kind], row);
	const struct tie *tie = at == DENSE_NONE ? NULL : &t->of[kind][at];
	if (!tie || tie->decided || tie->total < TIES_LEAST || tie->service != service || tie->there + 1 < tie->total ||
	    homes_service(&s->homes, kind, row) == service)
		return NULL;
	return tie;
}
