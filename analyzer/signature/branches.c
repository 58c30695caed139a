/* Branches: `written` is what the function has surely written so far, by parameter and field. What both sides of a
 * decision write is written behind them, a side that leaves (return, break, abort) counts for neither; a loop counts
 * as run; a side entered because the pointer is there counts as if it always were. */
#include "signature/walk.h"

bool
written_has(const struct walk *w, uint32_t param, const uint32_t *chain, unsigned n)
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

void
written_add(struct walk *w, uint32_t param, uint32_t field)
{
	uint64_t key = MAP_PAIR(param, field);
	for (size_t i = 0; i < w->written.count; i++)
		if (w->written.at[i] == key)
			return;
	vec_push(&w->written, key);
}

/* ---- branches ---- */

void
branch_leave_region(struct walk *w)
{
	if (w->nests.count)
		vec_last(&w->nests).left = true;
}

void
branch_enter(struct walk *w, uint32_t event)
{
	const struct program_event *e = &w->y.b->events[event];
	struct nest n = {.kind = (enum nest_kind)e->n, .mark = w->written.count};
	n.otherwise = e->a && w->arm_decided == e->a && event && e[-1].op == EVENT_LEAVE && e[-1].n == NEST_ARM;
	n.decided = e->a;
	n.conditional = n.kind != NEST_LOOP && n.kind != NEST_ONCE;
	n.about = null_decided_on(w, e->a, &n.truth);
	n.about_held = n.kind == NEST_THEN && e->a ? null_held(w, e->a) : 0;
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
		branch_leave_region(w);
}

void
branch_leave(struct walk *w, uint32_t event)
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

/* A case begins with what was written before the switch. */
void
branch_case(struct walk *w)
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
