/* From a pointer to the global it points to: &g and what lies in it, a local assigned once, the result of a function whose
 * every return is the same global's address. In: bodies and summaries. Out: rows of global accesses, `resolved`; those that
 * name the global are link's. Pointers that may point to several objects are left alone. */
#include "signature/globals.h"

enum { DEPTH_MOST = 16 };

#define NOT_ASKED (PROGRAM_NONE - 1)

struct pointing {
	const struct solver *s;
	struct program *p;
	struct rows *rows;
	const struct program_body *b;
	bool guessed;        /* the row at hand rests on something declared by guess */
	uint32_t *assigned;  /* [local] of the body: the one value assigned, 0 none or several */
	uint32_t *returned;  /* [function]: the global whose address it returns, PROGRAM_NONE, NOT_ASKED */
};

static uint32_t pointed_to(struct pointing *g, uint32_t value, int depth);

/* The global that a place lies in; `through`: by way of a pointer. */
static uint32_t
global_of_place(struct pointing *g, uint32_t value, bool *through, int depth)
{
	for (; value && depth < DEPTH_MOST; depth++) {
		const struct program_value *v = program_strip(g->b, value);
		uint32_t base = v->op == VALUE_ELEMENT || v->op == VALUE_FIELD ? program_strip(g->b, v->a)->type : PROGRAM_NONE;
		bool pointer = v->op == VALUE_DEREF || (v->op == VALUE_FIELD && v->n) ||
		               (v->op == VALUE_ELEMENT && base != PROGRAM_NONE && g->p->types.at[base].kind == TYPE_POINTER);
		if (v->op == VALUE_GLOBAL)
			return v->a;
		if (pointer) {
			*through = true;
			return pointed_to(g, v->a, depth + 1);
		}
		if (v->op != VALUE_FIELD && v->op != VALUE_ELEMENT)
			return PROGRAM_NONE;
		value = v->a;
	}
	return PROGRAM_NONE;
}

/* ---- functions that return the address of a global ---- */

static void note_assigned(struct pointing *g);

static uint32_t
returned_by_body(struct pointing *g, uint32_t body, int depth)
{
	struct pointing inner = *g;
	uint32_t all = NOT_ASKED;
	inner.b = &g->p->bodies.at[body];
	note_assigned(&inner);
	for (uint32_t i = 0; i < inner.b->event_count && all != PROGRAM_NONE; i++) {
		const struct program_event *e = &inner.b->events[i];
		if (e->op != EVENT_RETURN)
			continue;
		uint32_t one = e->a ? pointed_to(&inner, e->a, depth + 1) : PROGRAM_NONE;
		all = all == NOT_ASKED || all == one ? one : PROGRAM_NONE;
	}
	free(inner.assigned);
	return all == NOT_ASKED ? PROGRAM_NONE : all;
}

static uint32_t
returned_by(struct pointing *g, uint32_t function, int depth)
{
	if (g->returned[function] != NOT_ASKED)
		return g->returned[function];
	uint32_t all = NOT_ASKED;
	g->returned[function] = PROGRAM_NONE; /* while it is being asked */
	for (uint32_t b = g->p->symbols.at[function].first_body; b != PROGRAM_NONE && depth < DEPTH_MOST; b = g->p->bodies.at[b].next) {
		uint32_t one = returned_by_body(g, b, depth);
		all = all == NOT_ASKED || all == one ? one : PROGRAM_NONE;
	}
	return g->returned[function] = all == NOT_ASKED ? PROGRAM_NONE : all;
}

/* ---- pointers ---- */

static uint32_t
pointed_to(struct pointing *g, uint32_t value, int depth)
{
	bool through = false;
	const struct program_value *v = program_strip(g->b, value);
	if (depth >= DEPTH_MOST)
		return PROGRAM_NONE;
	switch (v->op) {
	case VALUE_ADDRESS:
		return global_of_place(g, v->a, &through, depth + 1);
	case VALUE_LOCAL:
		return g->assigned[v->a] ? pointed_to(g, g->assigned[v->a], depth + 1) : PROGRAM_NONE;
	case VALUE_BINARY:
		return v->n == OPERATOR_POINTER_ADD ? pointed_to(g, v->a, depth + 1) : PROGRAM_NONE;
	case VALUE_CALL: {
		uint32_t callee = program_callee(g->b, &g->b->events[g->b->call_event[v->n]]);
		return callee == PROGRAM_NONE ? PROGRAM_NONE : returned_by(g, callee, depth);
	}
	default:
		return PROGRAM_NONE;
	}
}

/* Locals that are assigned once, not counting moves along the object. */
static void
note_assigned(struct pointing *g)
{
	unsigned char *times = mem_alloc((size_t)g->b->local_count + 1);
	g->assigned = mem_alloc(((size_t)g->b->local_count + 1) * sizeof *g->assigned);
	for (uint32_t i = 0; i < g->b->event_count; i++) {
		const struct program_event *e = &g->b->events[i];
		const struct program_value *v = e->op == EVENT_ASSIGN && e->a ? program_strip(g->b, e->a) : NULL;
		bool plain = e->n == OPERATOR_NONE || e->n == OPERATOR_INIT;
		if (!v || v->op != VALUE_LOCAL || !plain)
			continue;
		times[v->a] += times[v->a] < 2;
		g->assigned[v->a] = e->b;
	}
	for (uint32_t i = 0; i < g->b->local_count; i++)
		if (times[i] != 1 || g->b->locals[i].kind == 0)
			g->assigned[i] = 0;
	free(times);
}

/* ---- rows ---- */

static void
put(struct pointing *g, uint32_t global, enum access_mode mode, const struct program_event *e, const char *how)
{
	const struct program_symbol *s = &g->p->symbols.at[global];
	if (s->is_function || !s->number)
		return;
	ROW_ADD(g->rows, GLOBAL_ACCESS, global_access, .function = g->p->symbols.at[g->b->symbol].number, .global = s->number, .mode = mode,
	        .file = program_text(g->p, e->file), .line = e->line, .confidence = program_less_sure(CONFIDENCE_RESOLVED, g->guessed),
	        .how = g->guessed ? arena_printf(&g->p->arena, "%s" GUESSED_HOW, how) : how);
}

static void
look_at_place(struct pointing *g, const struct program_event *e, enum access_mode mode)
{
	bool through = false;
	g->guessed = program_is_guessed(g->b, e->a);
	uint32_t global = global_of_place(g, e->a, &through, 0);
	if (global != PROGRAM_NONE && through)
		put(g, global, mode, e, "through a pointer to it");
}

static void
look_at_arguments(struct pointing *g, uint32_t event)
{
	uint32_t value, callee = program_callee(g->b, &g->b->events[event]);
	const char *name = callee == PROGRAM_NONE ? "a call through a pointer" : program_text(g->p, g->p->symbols.at[callee].name);
	for (uint32_t i = 1; (value = program_argument(g->b, event, i)); i++) {
		uint32_t global = pointed_to(g, value, 0);
		if (global == PROGRAM_NONE || !g->p->symbols.at[global].number)
			continue;
		struct effect effect = call_effect(g->s, g->b, event, i);
		g->guessed = program_is_guessed(g->b, value) || program_is_guessed(g->b, g->b->events[event].a);
		const char *how = arena_printf(&g->p->arena, "its address is given to %s", name);
		if (effect.bits & USE_READ)
			put(g, global, ACCESS_READ, &g->b->events[event], how);
		if (effect.bits & USE_WRITE)
			put(g, global, ACCESS_WRITE, &g->b->events[event], how);
	}
}

static void
look_at_event(struct pointing *g, uint32_t event)
{
	const struct program_event *e = &g->b->events[event];
	const struct program_value *v = e->a ? program_strip(g->b, e->a) : NULL;
	if (e->op == EVENT_CALL)
		look_at_arguments(g, event);
	else if (e->op == EVENT_ACCESS && e->a && e->n != ACCESS_ADDRESS)
		look_at_place(g, e, (enum access_mode)e->n);
	else if (e->op == EVENT_ASSIGN && v && (v->op == VALUE_DEREF || v->op == VALUE_ELEMENT))
		look_at_place(g, e, ACCESS_WRITE);
}

void
globals_rows(const struct solver *s, struct program *p, struct rows *rows)
{
	struct pointing g = {.s = s, .p = p, .rows = rows};
	g.returned = mem_alloc((p->symbols.count + 1) * sizeof *g.returned);
	for (size_t i = 0; i < p->symbols.count; i++)
		g.returned[i] = NOT_ASKED;
	for (size_t i = 0; i < p->bodies.count; i++) {
		g.b = &p->bodies.at[i];
		if (!p->symbols.at[g.b->symbol].is_function || !p->symbols.at[g.b->symbol].number)
			continue;
		note_assigned(&g);
		for (uint32_t k = 0; k < g.b->event_count; k++)
			look_at_event(&g, k);
		free(g.assigned);
	}
	free(g.returned);
}
