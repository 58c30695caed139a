/* Calls. In: bodies with bound references. Out: a row a call and target: direct ones as the compiler says,
 * indirect ones by flow (wiring.h, places.h, analyzer/flow), callbacks given to libraries; what has no target is
 * unresolved. `how` says "flow into …" where the value was followed and "by type alone" where only the signature
 * speaks for it. */
#include "facts/configs.h"
#include "link/calls.h"

#include <string.h>

#include "link/describe.h"
#include "link/failing.h"
#include "link/targets.h"
#include "link/unite.h"
#include "link/uses.h"
#include "link/wiring.h"

struct calls {
	struct program *p;
	const struct rules *rules;
	struct rows *rows;
	struct wiring wiring;
	struct target_search search;
	struct map site_ids;
	int64_t sites;
	struct arena scratch;
};

struct site { /* what all rows of one call share */
	const struct program_body *body;
	const struct program_event *event;
	uint32_t number_of_body;
	int64_t number, loop_depth;
	enum result_use use;
	bool failing;
	bool guessed; /* what is called was declared by guess */
};

static void
put_call(struct calls *c, const struct site *s, enum call_kind kind, uint32_t callee, double weight,
         enum confidence confidence, const char *how)
{
	struct program *p = c->p;
	if (s->guessed)
		how = arena_printf(&p->arena, "%s" GUESSED_HOW, how);
	ROW_ADD(c->rows, CALL, call, .site = s->number, .caller = p->symbols.at[s->body->symbol].number,
	        .callee = p->symbols.at[callee].number, .kind = kind, .file = program_text(p, s->event->file),
	        .line = s->event->line, .col = s->event->col, .loop_depth = s->loop_depth, .result_use = s->use,
	        .weight = weight, .configs = configs_text(p, configs_of_body(p, s->number_of_body)), 
	        .confidence = program_less_sure(confidence, s->guessed), .how = how, .error_path = s->failing);
}

static void
put_unresolved(struct calls *c, const struct site *s, const char *reason, const char *what)
{
	struct program *p = c->p;
	ROW_ADD(c->rows, UNRESOLVED, unresolved, .kind = UNRESOLVED_CALL, .function = p->symbols.at[s->body->symbol].number,
	        .file = program_text(p, s->event->file), .line = s->event->line, .reason = reason, .text = what);
}

/* Known to the rules, or the compiler's own, or what embedded SQL was translated to. */
static bool
is_library(const struct rules *rules, const char *name)
{
	const struct rule_callback *first;
	static const char *const builtin[] = {"__builtin_", "__sync_", "__atomic_", "__c11_", "__exec_sql_"};
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
put_callbacks(struct calls *c, const struct site *s, const struct pending *w)
{
	struct program *p = c->p;
	struct targets t = targets_of_node(&c->search, s->number_of_body, w->node);
	enum confidence confidence = t.count == 1 ? CONFIDENCE_RESOLVED : CONFIDENCE_FAMILY;
	bool stored = s->event->op == EVENT_ASSIGN;
	for (size_t i = 0; i < t.count; i++) {
		put_call(c, s, CALL_CALLBACK, t.functions[i], 1.0 / (double)t.count, confidence,
		         stored ? arena_printf(&p->arena, "stored in %s of a library", w->given_to)
		                : arena_printf(&p->arena, "given to %s as argument %u", w->given_to, w->rule->position));
		if (w->rule && w->rule->is_entry)
			ROW_ADD(c->rows, ENTRY, entry, .function = p->symbols.at[t.functions[i]].number, .kind = w->rule->entry,
			        .configs = configs_text(p, configs_of_body(p, s->number_of_body)),
			        .name = w->given_to, .file = program_text(p, s->event->file), .line = s->event->line,
			        .confidence = confidence,
			        .how = arena_printf(&p->arena, stored ? "stored in %s" : "given to %s", w->given_to));
	}
}

/* The parameter (from 0) that is called, -1: something else is. */
static int64_t
called_parameter(const struct site *s)
{
	const struct program_value *v = program_strip(s->body, s->event->a);
	while (v->op == VALUE_DEREF)
		v = program_strip(s->body, v->a);
	return v->op == VALUE_LOCAL && s->body->locals[v->a].kind == 0 ? (int64_t)v->a : -1;
}

/* A call through a parameter names who passes the function. */
static const char *
how_flow(struct calls *c, const struct site *s, const char *what, uint32_t function)
{
	int64_t position = called_parameter(s);
	const char *givers = position < 0 ? "" : wiring_givers(&c->wiring, s->body->symbol, (uint32_t)position, function);
	return arena_printf(&c->p->arena, "flow into %s%s%s", what, *givers ? ", given by" : "", givers);
}

/* Why a call has no target. */
static const char *
reason_of(struct calls *c, const struct site *s, const struct targets *t)
{
	struct program *p = c->p;
	if (t->outside != PROGRAM_NONE)
		return arena_printf(&p->arena, "call of a function defined in no unit that was read: %s",
		                    program_text(p, p->symbols.at[t->outside].name));
	if (t->null && !t->unknown)
		return arena_printf(&p->arena, "%s, only a null pointer", describe_reason(p, s->body, s->event->a));
	if (t->same_type)
		return arena_printf(&p->arena, "%s; %zu functions of its type could be meant", describe_reason(p, s->body, s->event->a), t->same_type);
	return describe_reason(p, s->body, s->event->a);
}

static void
put_indirect(struct calls *c, const struct site *s, const struct pending *w)
{
	struct program *p = c->p;
	struct targets t = targets_of_call(&c->search, s->number_of_body, s->event->a, w->node);
	const char *what = describe_value(p, &p->arena, s->body, s->event->a);
	enum confidence confidence = t.by_type ? CONFIDENCE_GUESSED : t.count == 1 ? CONFIDENCE_RESOLVED : CONFIDENCE_FAMILY;
	for (size_t i = 0; i < t.count; i++)
		put_call(c, s, CALL_INDIRECT, t.functions[i], 1.0 / (double)t.count, confidence,
		         t.by_type ? arena_printf(&p->arena, "by type alone: %s", what) : how_flow(c, s, what, t.functions[i]));
	if (!t.count)
		put_unresolved(c, s, reason_of(c, s, &t), what);
}

static void
put_pending(struct calls *c, const struct site *s, const struct pending *w)
{
	if (w->given_to)
		put_callbacks(c, s, w);
	else
		put_indirect(c, s, w);
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
		ordinal += b->events[i].op == e->op && b->events[i].line == e->line && b->events[i].col == e->col;
	struct arena_mark mark = arena_mark(&c->scratch);
	const char *key = arena_printf(&c->scratch, "site %u %u %u %u %u %u", e->op, b->symbol, e->file, e->line, e->col, ordinal);
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
	uses_of_results(b, uses);
	const bool *failing = failing_events(c->p, c->rules, b, &c->scratch);
	int64_t depth = 0;
	size_t w = first_pending[body];
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		depth += e->op == EVENT_ENTER && e->n == NEST_LOOP;
		depth -= e->op == EVENT_LEAVE && e->n == NEST_LOOP;
		bool waits = w < c->wiring.pending.count && c->wiring.pending.at[w].body == body && c->wiring.pending.at[w].event == i;
		if (e->op != EVENT_CALL && !waits)
			continue;
		struct site s = {b, e, body, site_number(c, b, i), depth, e->op == EVENT_CALL ? uses_word(uses[e->b]) : RESULT_IGNORED, failing[i],
		                 program_is_guessed(b, e->a)};
		uint32_t callee = e->op == EVENT_CALL ? program_callee(b, e) : PROGRAM_NONE;
		if (callee != PROGRAM_NONE)
			put_direct(c, &s, callee);
		for (; w < c->wiring.pending.count && c->wiring.pending.at[w].body == body && c->wiring.pending.at[w].event == i; w++)
			put_pending(c, &s, &c->wiring.pending.at[w]);
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
	for (size_t i = c->wiring.pending.count; i-- > 0;)
		first[c->wiring.pending.at[i].body] = (uint32_t)i;
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
	struct calls c = {.p = p, .rules = rules, .rows = out};
	arena_init(&c.scratch);
	map_init(&c.site_ids);
	wiring_init(&c.wiring, p, rules);
	targets_init(&c.search, &c.wiring.places);
	rows_in_order(&c);
	targets_finish(&c.search);
	wiring_finish(&c.wiring);
	map_finish(&c.site_ids);
	arena_finish(&c.scratch);
}
