/* Reach: breadth-first search over calls, twice: over sure calls from the start, then over all calls from
 * everything reached, level by level, so that each path is a nearest one of its certainty.
 *
 * Invariant: order of rows decides between equals, so equal input gives equal paths. */
#include "advise/explain_reach.h"

#include <string.h>

static const struct explain_calls *
edges(const struct reach *r, const struct explain *x)
{
	return r->way == REACH_CALLEES ? &x->calls_of : &x->callers_of;
}

static uint32_t
other_end(const struct reach *r, const struct explain *x, uint32_t call)
{
	return r->way == REACH_CALLEES ? x->callee[call] : x->caller[call];
}

static void
follow(struct reach *r, const struct explain *x, uint32_t from, bool only_sure)
{
	const struct explain_calls *e = edges(r, x);
	for (uint32_t i = e->first[from]; i < e->first[from + 1]; i++) {
		uint32_t call = e->at[i], to = other_end(r, x, call);
		int doubt = explain_doubt(x->call.at[call].confidence);
		if (to == EXPLAIN_NONE || r->hops[to] != EXPLAIN_NONE || (only_sure && doubt > EXPLAIN_DOUBT_LAST_SURE))
			continue;
		r->hops[to] = r->hops[from] + 1;
		r->via[to] = call;
		r->doubt[to] = (uint8_t)(doubt > r->doubt[from] ? doubt : r->doubt[from]);
		r->order[r->count++] = to;
	}
}

/* Everything reached so far stands at its level; what a level adds stands at the next one. */
static void
follow_all(struct reach *r, const struct explain *x, struct arena *a)
{
	struct arena_mark mark = arena_mark(a);
	bool *done = arena_array(a, bool, x->function.count);
	for (uint32_t level = 0, last = 0; level <= last; level++) {
		for (size_t i = 0; i < r->count; i++) {
			uint32_t f = r->order[i];
			if (r->hops[f] > last)
				last = r->hops[f];
			if (r->hops[f] != level || done[f])
				continue;
			done[f] = true;
			follow(r, x, f, false);
		}
	}
	arena_pop(a, mark);
}

void
reach_init(struct reach *r, struct explain *x, struct arena *a, enum reach_way way, const uint32_t *starts, size_t count)
{
	size_t n = x->function.count;
	*r = (struct reach){.way = way, .via = arena_array(a, uint32_t, n), .hops = arena_array(a, uint32_t, n),
	                    .doubt = arena_array(a, uint8_t, n), .order = arena_array(a, uint32_t, n)};
	memset(r->via, 0xff, n * sizeof *r->via);
	memset(r->hops, 0xff, n * sizeof *r->hops);
	for (size_t i = 0; i < count; i++)
		if (r->hops[starts[i]] == EXPLAIN_NONE) {
			r->hops[starts[i]] = 0;
			r->order[r->count++] = starts[i];
		}
	for (size_t i = 0; i < r->count; i++)
		follow(r, x, r->order[i], true);
	r->sure = r->count;
	follow_all(r, x, a);
}

static struct sheet_place
step(const struct explain *x, uint32_t function, uint32_t call)
{
	const struct row_function *f = &x->function.at[function];
	const struct row_call *c = call == EXPLAIN_NONE ? NULL : &x->call.at[call];
	return (struct sheet_place){.name = f->name, .key = f->key, .file = c ? c->file : NULL, .line = c ? c->line : 0};
}

struct sheet_value
reach_path(const struct reach *r, const struct explain *x, struct arena *a, uint32_t function)
{
	size_t n = (size_t)r->hops[function] + 1;
	struct sheet_place *places = arena_array(a, struct sheet_place, n);
	if (r->way == REACH_CALLERS) {
		/* from the function down to the start: the call that found a function is the one it makes */
		uint32_t before = EXPLAIN_NONE;
		for (size_t i = 0; i < n; i++) {
			places[i] = step(x, function, before);
			before = r->via[function];
			if (before != EXPLAIN_NONE)
				function = x->callee[before];
		}
	} else {
		for (size_t i = n; i-- > 0;) {
			places[i] = step(x, function, r->via[function]);
			if (r->via[function] != EXPLAIN_NONE)
				function = x->caller[r->via[function]];
		}
	}
	return sheet_path(places, n);
}
