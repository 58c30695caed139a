/* Calls. In: bodies with bound references. Out: a row a call and target: direct ones as the compiler says,
 * indirect ones by flow (analyzer/flow), callbacks given to libraries by rules; what has no target is
 * unresolved. Places of the flow are fields (one a record and field, all objects alike), globals, locals and
 * results; arrays and pointers stand for what they hold, and an address passed or stored flows both ways, so that
 * out-parameters work. */
#include "link/calls.h"

#include <stdlib.h>
#include <string.h>

#include "flow/flow.h"
#include "link/describe.h"
#include "link/unite.h"

struct pending { /* a call that waits for the solution */
	uint32_t body, event, node;
	const struct rule_callback *rule; /* NULL: a call through the node */
	const char *given_to;
};

struct calls {
	struct program *p;
	const struct rules *rules;
	struct rows *rows;
	struct flow *flow;
	uint32_t *symbol_node, *field_node, *result_node, *local_base, *call_base;
	VEC(struct pending) pending;
	struct map site_ids;
	int64_t sites;
	struct arena scratch;
};

/* ---- places ---- */

static uint32_t
lazy(struct calls *c, uint32_t *slot)
{
	if (*slot == FLOW_NONE)
		*slot = flow_node(c->flow);
	return *slot;
}

static void connect(struct calls *c, uint32_t body, uint32_t value, uint32_t to);

static uint32_t
result_of_call(struct calls *c, uint32_t body, uint32_t call)
{
	const struct program_body *b = &c->p->bodies.at[body];
	uint32_t f = program_callee(b, &b->events[b->call_event[call]]);
	if (f != PROGRAM_NONE)
		return c->p->symbols.at[f].is_defined ? lazy(c, &c->result_node[f]) : FLOW_NONE;
	return c->call_base[body] + call;
}

static uint32_t
place(struct calls *c, uint32_t body, uint32_t value)
{
	const struct program_body *b = &c->p->bodies.at[body];
	const struct program_value *v = program_strip(b, value);
	switch (v->op) {
	case VALUE_LOCAL: return c->local_base[body] + v->a;
	case VALUE_GLOBAL: return lazy(c, &c->symbol_node[v->a]);
	case VALUE_FIELD: return v->b == PROGRAM_NONE ? FLOW_NONE : lazy(c, &c->field_node[v->b]);
	case VALUE_ELEMENT:
	case VALUE_DEREF:
	case VALUE_ADDRESS:
	case VALUE_VA_ARG: return place(c, body, v->a);
	case VALUE_CALL: return result_of_call(c, body, (uint32_t)v->n);
	case VALUE_BINARY:
		if (v->n == OPERATOR_COMMA)
			return place(c, body, v->b);
		return v->n == OPERATOR_POINTER_ADD ? place(c, body, v->a) : FLOW_NONE;
	case VALUE_EITHER:
	case VALUE_FUNCTION: {
		uint32_t n = flow_node(c->flow);
		connect(c, body, value, n);
		return n;
	}
	default: return FLOW_NONE;
	}
}

static void
connect(struct calls *c, uint32_t body, uint32_t value, uint32_t to)
{
	const struct program_body *b = &c->p->bodies.at[body];
	const struct program_value *v = program_strip(b, value);
	if (to == FLOW_NONE)
		return;
	switch (v->op) {
	case VALUE_FUNCTION:
		if (c->p->symbols.at[v->a].is_defined)
			flow_source(c->flow, to, v->a);
		break;
	case VALUE_EITHER:
		connect(c, body, v->a, to);
		connect(c, body, v->b, to);
		break;
	case VALUE_ADDRESS: {
		const struct program_value *inner = program_strip(b, v->a);
		if (inner->op == VALUE_FUNCTION) {
			connect(c, body, v->a, to);
			break;
		}
		uint32_t from = place(c, body, v->a);
		flow_edge(c->flow, from, to);
		flow_edge(c->flow, to, from);
		break;
	}
	default: {
		const struct program_value *inner = v->op == VALUE_DEREF ? program_strip(b, v->a) : v;
		if (inner->op == VALUE_FUNCTION && inner != v)
			connect(c, body, v->a, to);
		else
			flow_edge(c->flow, place(c, body, value), to);
	}
	}
}

/* ---- building ---- */

static void
describe_functions(struct calls *c)
{
	struct program *p = c->p;
	for (uint32_t b = 0; b < p->bodies.count; b++) {
		c->local_base[b] = flow_node(c->flow);
		for (uint32_t i = 1; i < p->bodies.at[b].local_count + 1; i++)
			flow_node(c->flow);
		c->call_base[b] = flow_node(c->flow);
		for (uint32_t i = 0; i < p->bodies.at[b].call_count; i++)
			flow_node(c->flow);
	}
	for (uint32_t s = 0; s < p->symbols.count; s++) {
		uint32_t first = p->symbols.at[s].first_body;
		if (!p->symbols.at[s].is_function || first == PROGRAM_NONE)
			continue;
		uint32_t count = 0, params[64];
		const struct program_body *b = &p->bodies.at[first];
		while (count < b->local_count && count < 64 && b->locals[count].kind == 0) {
			params[count] = c->local_base[first] + count;
			count++;
		}
		flow_function(c->flow, s, params, count, lazy(c, &c->result_node[s]));
		for (uint32_t o = b->next; o != PROGRAM_NONE; o = p->bodies.at[o].next)
			for (uint32_t i = 0; i < count && i < p->bodies.at[o].local_count; i++)
				flow_edge(c->flow, params[i], c->local_base[o] + i);
	}
}

static uint32_t
held_by_argument(struct calls *c, uint32_t body, uint32_t event, uint32_t position)
{
	uint32_t value = program_argument(&c->p->bodies.at[body], event, position);
	uint32_t node = flow_node(c->flow);
	if (value)
		connect(c, body, value, node);
	return node;
}

static void
build_library_call(struct calls *c, uint32_t body, uint32_t event, const struct program_symbol *s)
{
	const struct rule_callback *rule;
	size_t n = rules_callbacks(c->rules, program_text(c->p, s->name), &rule);
	for (size_t i = 0; i < n; i++)
		vec_push(&c->pending, (struct pending){body, event, held_by_argument(c, body, event, rule[i].position), &rule[i],
		                                       program_text(c->p, s->name)});
}

static void
build_direct(struct calls *c, uint32_t body, uint32_t event, uint32_t callee)
{
	struct program *p = c->p;
	uint32_t first = p->symbols.at[callee].first_body;
	if (first == PROGRAM_NONE) {
		build_library_call(c, body, event, &p->symbols.at[callee]);
		return;
	}
	const struct program_body *b = &p->bodies.at[body];
	for (uint32_t i = event + 1; i < b->event_count && b->events[i].op == EVENT_ARGUMENT; i++) {
		int64_t at = b->events[i].n - 1;
		if (at >= 0 && at < p->bodies.at[first].local_count && p->bodies.at[first].locals[at].kind == 0)
			connect(c, body, b->events[i].a, c->local_base[first] + (uint32_t)at);
	}
}

static void
build_indirect(struct calls *c, uint32_t body, uint32_t event)
{
	const struct program_body *b = &c->p->bodies.at[body];
	uint32_t arguments[64], count = 0;
	for (uint32_t i = event + 1; i < b->event_count && b->events[i].op == EVENT_ARGUMENT && count < 64; i++) {
		arguments[count] = flow_node(c->flow);
		connect(c, body, b->events[i].a, arguments[count++]);
	}
	uint32_t node = place(c, body, b->events[event].a);
	flow_site(c->flow, node, arguments, count, c->call_base[body] + b->events[event].b);
	vec_push(&c->pending, (struct pending){body, event, node, NULL, NULL});
}

static void
build_body(struct calls *c, uint32_t body)
{
	const struct program_body *b = &c->p->bodies.at[body];
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		if (e->op == EVENT_ASSIGN && e->a && e->b && (e->n == OPERATOR_NONE || e->n == OPERATOR_INIT)) {
			connect(c, body, e->b, place(c, body, e->a));
		} else if (e->op == EVENT_RETURN && e->a) {
			connect(c, body, e->a, lazy(c, &c->result_node[b->symbol]));
		} else if (e->op == EVENT_CALL) {
			uint32_t callee = program_callee(b, e);
			if (callee == PROGRAM_NONE)
				build_indirect(c, body, i);
			else
				build_direct(c, body, i, callee);
		}
	}
}

/* ---- what happens to results ---- */

enum { USE_USED = 1, USE_CHECKED = 2 };

static bool
is_comparison(const struct program_value *v)
{
	return (v->op == VALUE_BINARY && v->n >= OPERATOR_EQ && v->n <= OPERATOR_LOR) ||
	       (v->op == VALUE_UNARY && v->n == OPERATOR_NOT);
}

static void
mark(const struct program_body *b, unsigned char *uses, uint32_t value, int use)
{
	if (!value)
		return;
	const struct program_value *v = program_strip(b, value);
	if (v->op == VALUE_CALL)
		uses[v->n] |= (unsigned char)use;
}

static void
result_uses(const struct program_body *b, unsigned char *uses)
{
	for (uint32_t i = 1; i <= b->value_count; i++) {
		const struct program_value *v = &b->values[i];
		int use = is_comparison(v) ? USE_CHECKED : USE_USED;
		if (v->op == VALUE_CAST || v->op == VALUE_LOCAL || v->op == VALUE_GLOBAL || v->op == VALUE_FUNCTION || v->op == VALUE_CALL)
			continue;
		mark(b, uses, v->a, use);
		if (v->op == VALUE_EITHER || v->op == VALUE_BINARY || v->op == VALUE_ELEMENT)
			mark(b, uses, v->b, use);
	}
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		if (e->op == EVENT_TEST || e->op == EVENT_ENTER)
			mark(b, uses, e->a, USE_CHECKED);
		else if (e->op == EVENT_ASSIGN)
			mark(b, uses, e->b, USE_USED);
		else if (e->op == EVENT_ARGUMENT || e->op == EVENT_RETURN || e->op == EVENT_CALL)
			mark(b, uses, e->a, USE_USED);
	}
}

static enum result_use
result_word(unsigned char use)
{
	return use & USE_USED ? RESULT_USED : use & USE_CHECKED ? RESULT_CHECKED : RESULT_IGNORED;
}

/* ---- rows ---- */

struct site { /* what all rows of one call share */
	const struct program_body *body;
	const struct program_event *event;
	int64_t number, loop_depth;
	enum result_use use;
};

static void
put_call(struct calls *c, const struct site *s, enum call_kind kind, uint32_t callee, double weight,
         enum confidence confidence, const char *how)
{
	struct program *p = c->p;
	ROW_ADD(c->rows, CALL, call, .site = s->number, .caller = p->symbols.at[s->body->symbol].number,
	        .callee = p->symbols.at[callee].number, .kind = kind, .file = program_text(p, s->event->file),
	        .line = s->event->line, .col = s->event->col, .loop_depth = s->loop_depth, .result_use = s->use,
	        .weight = weight, .confidence = confidence, .how = how);
}

static void
put_unresolved(struct calls *c, const struct site *s, const char *reason, const char *what)
{
	struct program *p = c->p;
	ROW_ADD(c->rows, UNRESOLVED, unresolved, .kind = UNRESOLVED_CALL, .function = p->symbols.at[s->body->symbol].number,
	        .file = program_text(p, s->event->file), .line = s->event->line, .reason = reason, .text = what);
}

/* Known to the rules, or the compiler's own. */
static bool
is_library(const struct rules *rules, const char *name)
{
	const struct rule_callback *first;
	static const char *const builtin[] = {"__builtin_", "__sync_", "__atomic_", "__c11_"};
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		if (!strncmp(name, builtin[i], strlen(builtin[i])))
			return true;
	return rules_driver(rules, name) || rules_text(rules, name) || rules_resource(rules, name) ||
	       rules_callbacks(rules, name, &first);
}

static void
put_direct(struct calls *c, const struct site *s, uint32_t callee)
{
	struct program *p = c->p;
	uint32_t found[16];
	bool nearest;
	size_t n = link_candidates(p, s->body, callee, found, 16, &nearest);
	if (!n && !p->symbols.at[callee].is_system && p->symbols.at[callee].file && !is_library(c->rules, program_text(p, p->symbols.at[callee].name)))
		put_unresolved(c, s, "function defined in no unit that was read", program_text(p, p->symbols.at[callee].name));
	bool exact = n == 1 && !nearest;
	for (size_t i = 0; i < n; i++)
		put_call(c, s, CALL_DIRECT, found[i], 1.0 / (double)n, exact ? CONFIDENCE_EXACT : CONFIDENCE_GUESSED,
		         exact ? "direct call" : nearest ? "several definitions of the name: the nearest folder's"
		                                         : "several definitions of the name: any of them");
}

static void
put_pending(struct calls *c, const struct site *s, const struct pending *w)
{
	struct program *p = c->p;
	size_t n;
	const uint32_t *held = flow_holds(c->flow, w->node, &n);
	const char *what = describe_value(p, &p->arena, s->body, s->event->a);
	if (w->rule) {
		for (size_t i = 0; i < n; i++) {
			put_call(c, s, CALL_CALLBACK, held[i], 1.0 / (double)n, n == 1 ? CONFIDENCE_RESOLVED : CONFIDENCE_FAMILY,
			         arena_printf(&p->arena, "given to %s as argument %u", w->given_to, w->rule->position));
			if (w->rule->is_entry)
				ROW_ADD(c->rows, ENTRY, entry, .function = p->symbols.at[held[i]].number, .kind = w->rule->entry,
				        .name = w->given_to, .file = program_text(p, s->event->file), .line = s->event->line,
				        .confidence = n == 1 ? CONFIDENCE_RESOLVED : CONFIDENCE_FAMILY,
				        .how = arena_printf(&p->arena, "given to %s", w->given_to));
		}
		return;
	}
	for (size_t i = 0; i < n; i++)
		put_call(c, s, CALL_INDIRECT, held[i], 1.0 / (double)n, n == 1 ? CONFIDENCE_RESOLVED : CONFIDENCE_FAMILY,
		         arena_printf(&p->arena, "flow into %s", what));
	if (!n)
		put_unresolved(c, s, describe_reason(p, s->body, s->event->a), what);
}

/* The same site of another body of the same function keeps its number. */
static int64_t
site_number(struct calls *c, const struct program_body *b, uint32_t event)
{
	const struct program_event *e = &b->events[event];
	struct program_symbol *s = &c->p->symbols.at[b->symbol];
	if (c->p->bodies.at[s->first_body].next == PROGRAM_NONE)
		return ++c->sites;
	unsigned ordinal = 0;
	for (uint32_t i = 0; i < event; i++)
		ordinal += b->events[i].op == EVENT_CALL && b->events[i].line == e->line && b->events[i].col == e->col;
	struct arena_mark mark = arena_mark(&c->scratch);
	const char *key = arena_printf(&c->scratch, "site %u %u %u %u %u", b->symbol, e->file, e->line, e->col, ordinal);
	str_id id = intern_text(&c->p->text, key);
	arena_pop(&c->scratch, mark);
	uint32_t number = map_add(&c->site_ids, id, (uint32_t)c->sites + 1);
	if (number == c->sites + 1)
		c->sites++;
	return number;
}

static void
rows_of_body(struct calls *c, uint32_t body, const uint32_t *first_pending)
{
	const struct program_body *b = &c->p->bodies.at[body];
	struct arena_mark scratch = arena_mark(&c->scratch);
	unsigned char *uses = arena_alloc(&c->scratch, (size_t)b->call_count + 1);
	result_uses(b, uses);
	int64_t depth = 0;
	size_t w = first_pending[body];
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		depth += e->op == EVENT_ENTER && e->n == NEST_LOOP;
		depth -= e->op == EVENT_LEAVE && e->n == NEST_LOOP;
		if (e->op != EVENT_CALL)
			continue;
		struct site s = {b, e, site_number(c, b, i), depth, result_word(uses[e->b])};
		uint32_t callee = program_callee(b, e);
		if (callee != PROGRAM_NONE)
			put_direct(c, &s, callee);
		for (; w < c->pending.count && c->pending.at[w].body == body && c->pending.at[w].event == i; w++)
			put_pending(c, &s, &c->pending.at[w]);
	}
	arena_pop(&c->scratch, scratch);
}

static uint32_t *
unset(struct calls *c, size_t n)
{
	uint32_t *list = arena_array(&c->scratch, uint32_t, n + 1);
	memset(list, 0xff, (n + 1) * sizeof *list);
	return list;
}

/* Functions in the order of their numbers, so that sites are numbered in the order of their callers. */
static void
rows_in_order(struct calls *c)
{
	struct program *p = c->p;
	uint32_t *first = unset(c, p->bodies.count), *by_number = unset(c, p->symbols.count);
	for (size_t i = c->pending.count; i-- > 0;)
		first[c->pending.at[i].body] = (uint32_t)i;
	for (uint32_t s = 0; s < p->symbols.count; s++)
		if (p->symbols.at[s].is_function && p->symbols.at[s].number)
			by_number[p->symbols.at[s].number] = s;
	for (uint32_t n = 1; n <= p->symbols.count; n++)
		if (by_number[n] != PROGRAM_NONE)
			for (uint32_t b = p->symbols.at[by_number[n]].first_body; b != PROGRAM_NONE; b = p->bodies.at[b].next)
				rows_of_body(c, b, first);
}

void
calls_rows(struct program *p, const struct rules *rules, struct rows *out)
{
	struct calls c = {.p = p, .rules = rules, .rows = out, .flow = flow_create()};
	arena_init(&c.scratch);
	map_init(&c.site_ids);
	c.symbol_node = unset(&c, p->symbols.count);
	c.result_node = unset(&c, p->symbols.count);
	c.field_node = unset(&c, p->fields.count);
	c.local_base = unset(&c, p->bodies.count);
	c.call_base = unset(&c, p->bodies.count);
	describe_functions(&c);
	for (uint32_t b = 0; b < p->bodies.count; b++)
		build_body(&c, b);
	flow_solve(c.flow);
	rows_in_order(&c);
	vec_finish(&c.pending);
	flow_destroy(c.flow);
	map_finish(&c.site_ids);
	arena_finish(&c.scratch);
}
