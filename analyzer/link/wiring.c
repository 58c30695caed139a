/* Bodies → flow. In: events: assignments, calls, returns. Out: the solved flow; what is called through which node,
 * by the program itself or by libraries that were given a function: as an argument that a rule names, or in a field
 * of a library's own record. */
#include "link/wiring.h"

#include <stdlib.h>
#include <string.h>

enum { PORTS = 64, REST_PORTS = 16 };

/* ---- ends of functions and calls ---- */

struct ports { /* of a function or a call: of what goes in and out, by position */
	uint32_t in[1 + 2 * PORTS], out[2 + PORTS];
	size_t count;
};

static void
port_push(struct ports *p, uint32_t is, uint32_t reads, uint32_t writes)
{
	p->in[1 + 2 * p->count] = is;
	p->in[2 + 2 * p->count] = reads;
	p->out[2 + p->count++] = writes;
}

static struct flow_ports
ports_done(struct ports *p, struct spot result)
{
	p->out[0] = result.out;
	p->out[1] = result.reads;
	p->in[0] = result.writes;
	return (struct flow_ports){p->in, p->out, 1 + 2 * p->count, 2 + p->count};
}

static uint32_t
param_count(const struct program_body *b)
{
	uint32_t n = 0;
	while (n < b->local_count && b->locals[n].kind == 0)
		n++;
	return n;
}

/* The lists of variable arguments in a body get what callers pass after the parameters. */
static void
fill_lists(struct wiring *c, uint32_t body)
{
	const struct program *p = c->p;
	const struct program_body *b = &p->bodies.at[body];
	for (uint32_t i = param_count(b); i < b->local_count; i++) {
		uint32_t type = b->locals[i].type;
		if (type != PROGRAM_NONE && p->types.at[type].kind == TYPE_VA_LIST)
			spot_into(c->flow, places_rest(&c->places, b->symbol), places_local(&c->places, body, i));
	}
}

static void
describe_function(struct wiring *c, uint32_t s)
{
	const struct program *p = c->p;
	uint32_t first = p->symbols.at[s].first_body, count = param_count(&p->bodies.at[first]);
	bool variadic = p->symbols.at[s].flags & FUNCTION_VARIADIC;
	struct ports ports = {.count = 0};
	for (uint32_t i = 0; i < count && ports.count < PORTS; i++) {
		struct spot at = places_local(&c->places, first, i);
		port_push(&ports, at.in, at.reads, at.writes);
	}
	for (uint32_t i = 0; variadic && i < REST_PORTS && ports.count < PORTS; i++) {
		struct spot at = places_rest(&c->places, s);
		port_push(&ports, at.in, at.reads, at.writes);
	}
	struct flow_ports done = ports_done(&ports, places_result(&c->places, s));
	flow_function(c->flow, s, &done);
	for (uint32_t o = first; o != PROGRAM_NONE; o = p->bodies.at[o].next) {
		for (uint32_t i = 0; o != first && i < count && i < p->bodies.at[o].local_count; i++)
			spot_into(c->flow, places_local(&c->places, first, i), places_local(&c->places, o, i));
		if (variadic)
			fill_lists(c, o);
	}
}

/* ---- calls and stores ---- */

static uint32_t
before_casts(const struct program_body *b, uint32_t value)
{
	while (b->values[value].op == VALUE_CAST)
		value = b->values[value].a;
	return value;
}

/* memcpy and its like hand on contents, whatever the type. */
static bool
build_copy(struct wiring *c, uint32_t body, uint32_t event, const char *name)
{
	static const char *const copies[] = {"memcpy", "memmove", "__builtin_memcpy", "__builtin_memmove", "__builtin_va_copy",
	                                     "__builtin___memcpy_chk", "__builtin___memmove_chk"};
	const struct program_body *b = &c->p->bodies.at[body];
	uint32_t to = program_argument(b, event, 1), from = program_argument(b, event, 2);
	for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
		if (strcmp(name, copies[i]) || !to || !from)
			continue;
		struct held t = places_value(&c->places, body, before_casts(b, to));
		struct held f = places_value(&c->places, body, before_casts(b, from));
		flow_edge(c->flow, f.reads, t.writes);
		flow_edge(c->flow, f.is, t.is); /* lists of arguments */
		return true;
	}
	return false;
}

static void
build_library_call(struct wiring *c, uint32_t body, uint32_t event, const struct program_symbol *s)
{
	const struct program_body *b = &c->p->bodies.at[body];
	const char *name = program_text(c->p, s->name);
	const struct rule_callback *rule;
	size_t n = rules_callbacks(c->rules, name, &rule);
	for (size_t i = 0; i < n; i++) {
		uint32_t value = program_argument(b, event, rule[i].position);
		uint32_t node = value ? places_value(&c->places, body, value).is : FLOW_NONE;
		vec_push(&c->pending, (struct pending){body, event, node, &rule[i], name});
	}
	if (build_copy(c, body, event, name))
		return;
	for (uint32_t i = event + 1; i < b->event_count && b->events[i].op == EVENT_ARGUMENT; i++)
		if (b->events[i].a)
			flow_edge(c->flow, c->places.unknown_node, places_value(&c->places, body, b->events[i].a).writes);
}

static bool
is_function_pointer(const struct program *p, uint32_t type)
{
	return type != PROGRAM_NONE && p->types.at[type].kind == TYPE_POINTER && carry_function_type(p, type) != PROGRAM_NONE;
}

static void
pass_arguments(struct wiring *c, uint32_t body, uint32_t event, uint32_t callee)
{
	struct program *p = c->p;
	uint32_t first = p->symbols.at[callee].first_body;
	const struct program_body *b = &p->bodies.at[body], *called = &p->bodies.at[first];
	bool variadic = p->symbols.at[callee].flags & FUNCTION_VARIADIC;
	for (uint32_t i = event + 1; i < b->event_count && b->events[i].op == EVENT_ARGUMENT; i++) {
		uint32_t value = b->events[i].a;
		int64_t at = b->events[i].n - 1;
		if (!value || at < 0)
			continue;
		if (at >= called->local_count || called->locals[at].kind != 0) {
			if (variadic)
				places_store(&c->places, body, value, places_rest(&c->places, callee), PROGRAM_NONE);
			continue;
		}
		uint32_t type = called->locals[at].type;
		places_store(&c->places, body, value, places_local(&c->places, first, (uint32_t)at), type);
		if (is_function_pointer(p, type))
			vec_push(&c->given, (struct given){callee, (uint32_t)at, b->symbol, places_value(&c->places, body, value).is});
	}
}

static void
build_direct(struct wiring *c, uint32_t body, uint32_t event, uint32_t callee)
{
	uint32_t found[PLACES_CANDIDATES];
	size_t n = places_definitions(c->p, body, callee, found);
	for (size_t i = 0; i < n; i++)
		pass_arguments(c, body, event, found[i]);
	if (!n)
		build_library_call(c, body, event, &c->p->symbols.at[callee]);
}

static void
build_indirect(struct wiring *c, uint32_t body, uint32_t event)
{
	const struct program_body *b = &c->p->bodies.at[body];
	struct ports ports = {.count = 0};
	for (uint32_t i = event + 1; i < b->event_count && b->events[i].op == EVENT_ARGUMENT && ports.count < PORTS; i++) {
		struct held h = {FLOW_NONE, FLOW_NONE, FLOW_NONE};
		if (b->events[i].a)
			h = places_value(&c->places, body, b->events[i].a);
		port_push(&ports, h.is, h.reads, h.writes);
	}
	uint32_t node = places_callee(&c->places, body, b->events[event].a);
	struct flow_ports done = ports_done(&ports, places_call(&c->places, body, b->events[event].b));
	flow_site(c->flow, node, &done);
	vec_push(&c->pending, (struct pending){body, event, node, NULL, NULL});
}

/* The name of a library's record and its field, "sigaction.sa_handler", NULL when the place is none. */
static const char *
library_field(struct wiring *c, const struct program_body *b, uint32_t place)
{
	struct program *p = c->p;
	const struct program_value *v = program_strip(b, place);
	if (v->op != VALUE_FIELD || v->b == PROGRAM_NONE || !is_function_pointer(p, p->fields.at[v->b].type))
		return NULL;
	const char *field = program_text(p, p->fields.at[v->b].name);
	const struct program_record *outer = NULL;
	for (; v->op == VALUE_FIELD && v->b != PROGRAM_NONE; v = program_strip(b, v->a)) {
		const struct program_record *r = &p->records.at[p->fields.at[v->b].record];
		if (strncmp(program_text(p, r->file), "<sys>/", 6))
			break;
		outer = r;
	}
	return outer ? arena_printf(&p->arena, "%s.%s", program_text(p, outer->name), field) : NULL;
}

static void
build_store(struct wiring *c, uint32_t body, uint32_t event)
{
	const struct program_body *b = &c->p->bodies.at[body];
	const struct program_event *e = &b->events[event];
	places_store(&c->places, body, e->b, places_place(&c->places, body, e->a), b->values[e->a].type);
	const char *name = b->is_initialiser ? NULL : library_field(c, b, e->a);
	if (!name)
		return;
	const struct rule_callback *rule = NULL;
	size_t n = rules_callbacks(c->rules, name, &rule);
	vec_push(&c->pending, (struct pending){body, event, places_value(&c->places, body, e->b).is, n ? rule : NULL, name});
}

static void
build_body(struct wiring *c, uint32_t body)
{
	const struct program_body *b = &c->p->bodies.at[body];
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		if (e->op == EVENT_ASSIGN && e->a && e->b && (e->n == OPERATOR_NONE || e->n == OPERATOR_INIT)) {
			build_store(c, body, i);
		} else if (e->op == EVENT_RETURN && e->a) {
			places_store(&c->places, body, e->a, places_result(&c->places, b->symbol), PROGRAM_NONE);
		} else if (e->op == EVENT_CALL) {
			uint32_t callee = program_callee(b, e);
			if (callee == PROGRAM_NONE)
				build_indirect(c, body, i);
			else
				build_direct(c, body, i, callee);
		}
	}
}

static int
by_parameter(const void *a, const void *b)
{
	const struct given *x = a, *y = b;
	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	if (x->caller != y->caller)
		return x->caller < y->caller ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

void
wiring_init(struct wiring *c, struct program *p, const struct rules *rules)
{
	*c = (struct wiring){.p = p, .rules = rules, .flow = flow_create()};
	places_init(&c->places, p, c->flow);
	for (uint32_t s = 0; s < p->symbols.count; s++)
		if (p->symbols.at[s].is_function && p->symbols.at[s].first_body != PROGRAM_NONE)
			describe_function(c, s);
	for (uint32_t b = 0; b < p->bodies.count; b++)
		build_body(c, b);
	vec_sort(&c->given, by_parameter);
	flow_solve(c->flow);
}

void
wiring_finish(struct wiring *c)
{
	vec_finish(&c->pending);
	vec_finish(&c->given);
	places_finish(&c->places);
	flow_destroy(c->flow);
}

/* ---- questions ---- */

bool
wiring_holds(const struct wiring *c, uint32_t node, uint32_t function)
{
	size_t n, lo = 0;
	const uint32_t *list = flow_holds(c->flow, node, &n);
	while (lo < n) {
		size_t mid = (lo + n) / 2;
		if (list[mid] == function)
			return true;
		if (list[mid] < function)
			lo = mid + 1;
		else
			n = mid;
	}
	return false;
}

const char *
wiring_givers(const struct wiring *c, uint32_t callee, uint32_t position, uint32_t function)
{
	enum { NAMED = 3 };
	struct program *p = c->p;
	struct given first = {callee, position, 0, 0};
	uint32_t callers[NAMED], count = 0, last = PROGRAM_NONE;
	size_t lo = 0, hi = c->given.count;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (by_parameter(&c->given.at[mid], &first) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < c->given.count && c->given.at[lo].function == callee && c->given.at[lo].position == position; lo++) {
		const struct given *g = &c->given.at[lo];
		if (g->caller == last || !wiring_holds(c, g->node, function))
			continue;
		last = g->caller;
		if (count++ < NAMED)
			callers[count - 1] = last;
	}
	if (count > NAMED)
		return arena_printf(&p->arena, " %u functions", count);
	const char *text = "";
	for (uint32_t i = 0; i < count; i++)
		text = arena_printf(&p->arena, "%s%s %s", text, i ? "," : "", program_text(p, p->symbols.at[callers[i]].name));
	return text;
}
