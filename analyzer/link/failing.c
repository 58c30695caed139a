/* Error paths. In: the events of one body. Out: which of them are run only after something has failed:
 *
 * - from there the function can only fail: every way on ends in a return of a failure (a negative number, NULL, a
 *   constant named like an error) or in a call that does not return, while elsewhere it may succeed;
 * - or it lies under a test that found the result of a call to be a failure: below 0, -1, named like an error, or
 *   NULL where the rules say that NULL is a failure.
 *
 * The first is a search backwards from the exits over the ways between events; ways that no run takes only make it
 * say less. */
#include "link/failing.h"

#include <string.h>

struct search {
	const struct program *p;
	const struct rules *rules;
	const struct program_body *b;
	uint32_t n;
	uint32_t *partner; /* of an ENTER its LEAVE and the other way round */
	uint32_t *out;     /* of a jump the event it leads to or behind; n: not known */
	uint32_t *label;   /* per number of a label its event, n: none */
	uint32_t *call;    /* per local: 1 + the first call whose result it is assigned, 0 none */
	bool *succeeds;    /* some way from here ends well */
	bool *tested;      /* under a test that says that something failed */
	bool null_fails;   /* a result of NULL is a failure */
};

static const struct program_event *
event_at(const struct search *s, uint32_t i)
{
	return &s->b->events[i];
}

/* ---- what is a failure ---- */

static bool
is_pointer_type(const struct program *p, uint32_t type)
{
	return type != PROGRAM_NONE && p->types.at[type].kind == TYPE_POINTER;
}

static bool
names_error(const struct search *s, const struct program_value *v, const struct program_event *e)
{
	if (v->op != VALUE_INTEGER)
		return false;
	if (v->text)
		return program_names_error(program_text(s->p, v->text));
	return program_constant(s->p, e->file, e->line, v->n, program_names_error) != 0;
}

enum { DEPTH_MOST = 100 /* of an expression; deeper is not known */ };

static bool
is_failure(const struct search *s, uint32_t value, const struct program_event *e, unsigned depth)
{
	const struct program_value *v = program_strip(s->b, value);
	if (v->op == VALUE_EITHER)
		return depth < DEPTH_MOST && is_failure(s, v->a, e, depth + 1) && is_failure(s, v->b, e, depth + 1);
	if (v->op == VALUE_UNARY)
		return v->n == OPERATOR_MINUS;
	bool null = v->op == VALUE_INTEGER && !v->n && s->null_fails;
	return null || (v->op == VALUE_INTEGER && v->n < 0) || names_error(s, v, e);
}

static const struct rule_function *
library_rule(const struct search *s, uint32_t callee)
{
	const struct program_symbol *f = &s->p->symbols.at[callee];
	return f->first_body == PROGRAM_NONE ? rules_function(s->rules, program_text(s->p, f->name)) : NULL;
}

static bool
ends_program(const struct search *s, uint32_t call)
{
	uint32_t callee = program_callee(s->b, event_at(s, call));
	if (callee == PROGRAM_NONE)
		return false;
	const struct program_symbol *f = &s->p->symbols.at[callee];
	const struct rule_function *rule = library_rule(s, callee);
	return strstr(program_text(s->p, f->attributes), "noreturn") ||
	       (rule && (rule->result == GIVES_NOTHING || rule->result == GIVES_FAILURE));
}

/* exit(0) is no failure, nor is a program that another one replaces. */
static bool
ends_well(const struct search *s, uint32_t call)
{
	const struct rule_function *rule = library_rule(s, program_callee(s->b, event_at(s, call)));
	if (rule && rule->result == GIVES_FAILURE)
		return true;
	uint32_t code = program_argument(s->b, call, 1);
	const struct program_value *v = code ? program_strip(s->b, code) : NULL;
	return v && v->op == VALUE_INTEGER && !v->n;
}

/* ---- tests of results ---- */

static const struct program_event *
call_of(const struct search *s, const struct program_value *v)
{
	return event_at(s, s->b->call_event[v->n]);
}

/* The call whose result the value is, or a local that was assigned one; NULL when there is none. */
static const struct program_event *
call_behind(const struct search *s, const struct program_value *v)
{
	if (v->op == VALUE_CALL)
		return call_of(s, v);
	uint32_t call = v->op == VALUE_LOCAL ? s->call[v->a] : 0;
	return call ? event_at(s, call - 1) : NULL;
}

static void
find_calls(struct search *s)
{
	for (uint32_t i = s->n; i-- > 0;) {
		const struct program_event *e = event_at(s, i);
		if (e->op != EVENT_ASSIGN || !e->a || !e->b)
			continue;
		const struct program_value *to = program_strip(s->b, e->a), *from = program_strip(s->b, e->b);
		if (to->op == VALUE_LOCAL && from->op == VALUE_CALL)
			s->call[to->a] = s->b->call_event[from->n] + 1;
	}
}

/* Does the call give NULL when it fails? */
static bool
null_is_failure(const struct search *s, const struct program_event *call)
{
	uint32_t callee = program_callee(s->b, call);
	const struct rule_function *f = callee == PROGRAM_NONE ? NULL : library_rule(s, callee);
	return f && (f->result == GIVES_NEW || f->result == GIVES_RENEWED);
}

/* The comparison turned so that the constant stands on the right. */
static int64_t
turned(int64_t op)
{
	switch (op) {
	case OPERATOR_LT: return OPERATOR_GT;
	case OPERATOR_GT: return OPERATOR_LT;
	case OPERATOR_LE: return OPERATOR_GE;
	case OPERATOR_GE: return OPERATOR_LE;
	default: return op;
	}
}

/* Does `x op c`, being true or false as told, say that the call behind x failed? */
static bool
compares_failure(const struct search *s, const struct program_value *x, int64_t op, const struct program_value *c,
                 bool truth, const struct program_event *e)
{
	const struct program_event *call = c->op == VALUE_INTEGER ? call_behind(s, x) : NULL;
	if (!call)
		return false;
	bool null = !c->n && is_pointer_type(s->p, x->type) && null_is_failure(s, call);
	bool code = c->n < 0 || null || names_error(s, c, e);
	switch (op) {
	case OPERATOR_LT: return truth && c->n == 0;
	case OPERATOR_LE: return truth && c->n == -1;
	case OPERATOR_GE: return !truth && c->n == 0;
	case OPERATOR_GT: return !truth && c->n == -1;
	case OPERATOR_EQ: return truth && code;
	case OPERATOR_NE: return !truth && code;
	default: return false;
	}
}

static bool
says_failure(const struct search *s, uint32_t value, bool truth, const struct program_event *e, unsigned depth)
{
	const struct program_value *v = program_strip(s->b, value);
	if (depth > DEPTH_MOST)
		return false;
	if (v->op == VALUE_UNARY && v->n == OPERATOR_NOT)
		return says_failure(s, v->a, !truth, e, depth + 1);
	if (v->op == VALUE_BINARY && (v->n == OPERATOR_LAND || v->n == OPERATOR_LOR)) {
		bool both_hold = (v->n == OPERATOR_LAND) == truth;
		bool left = says_failure(s, v->a, truth, e, depth + 1), right = says_failure(s, v->b, truth, e, depth + 1);
		return both_hold ? left || right : left && right;
	}
	if (v->op == VALUE_BINARY && v->n >= OPERATOR_EQ && v->n <= OPERATOR_GE) {
		const struct program_value *l = program_strip(s->b, v->a), *r = program_strip(s->b, v->b);
		return r->op == VALUE_INTEGER ? compares_failure(s, l, v->n, r, truth, e) : compares_failure(s, r, turned(v->n), l, truth, e);
	}
	const struct program_event *call = !truth && is_pointer_type(s->p, v->type) ? call_behind(s, v) : NULL;
	return call && null_is_failure(s, call);
}

/* ---- the ways between events ---- */

/* The nest that a break or continue ends: a continue leads to its LEAVE, a break behind it. */
static uint32_t
jump_out(const struct search *s, const uint32_t *open, uint32_t depth, bool is_continue)
{
	while (depth-- > 0) {
		int64_t kind = event_at(s, open[depth])->n;
		if (kind == NEST_LOOP || kind == NEST_ONCE || (kind == NEST_SWITCH && !is_continue))
			return s->partner[open[depth]] + !is_continue;
	}
	return s->n;
}

static void
find_partners(struct search *s, uint32_t *open)
{
	uint32_t depth = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		s->partner[i] = s->out[i] = s->label[i] = s->n;
		if (event_at(s, i)->op == EVENT_ENTER) {
			open[depth++] = i;
		} else if (event_at(s, i)->op == EVENT_LEAVE && depth) {
			s->partner[i] = open[--depth];
			s->partner[open[depth]] = i;
		}
	}
}

static void
find_jumps(struct search *s, uint32_t *open)
{
	uint32_t depth = 0;
	for (uint32_t i = 0; i < s->n; i++)
		if (event_at(s, i)->op == EVENT_LABEL && event_at(s, i)->b < s->n)
			s->label[event_at(s, i)->b] = i;
	for (uint32_t i = 0; i < s->n; i++) {
		const struct program_event *e = event_at(s, i);
		if (e->op == EVENT_ENTER)
			open[depth++] = i;
		else if (e->op == EVENT_LEAVE && depth)
			depth--;
		else if (e->op == EVENT_JUMP && e->n < 2)
			s->out[i] = jump_out(s, open, depth, e->n == 1);
		else if (e->op == EVENT_JUMP && e->n == 2 && e->b < s->n)
			s->out[i] = s->label[e->b];
	}
}

static bool
succeeds_from(const struct search *s, uint32_t i)
{
	return i >= s->n || s->succeeds[i];
}

/* THEN is over: an ELSE of the same decision is jumped over. */
static uint32_t
behind_else(const struct search *s, uint32_t i)
{
	const struct program_event *next = i + 1 < s->n ? event_at(s, i + 1) : NULL;
	bool other = next && event_at(s, i)->n == NEST_THEN && next->op == EVENT_ENTER && next->n == NEST_ELSE;
	return other ? s->partner[i + 1] + 1 : i + 1;
}

static bool
succeeds_in_switch(const struct search *s, uint32_t enter)
{
	for (uint32_t i = enter + 1; i < s->partner[enter] && i < s->n; i++)
		if (event_at(s, i)->op == EVENT_CASE && s->succeeds[i])
			return true;
	return succeeds_from(s, s->partner[enter] + 1);
}

static bool
way_succeeds(const struct search *s, uint32_t i)
{
	const struct program_event *e = event_at(s, i);
	switch (e->op) {
	case EVENT_RETURN: return !e->a || !is_failure(s, e->a, e, 0);
	case EVENT_CALL: return ends_program(s, i) ? ends_well(s, i) : succeeds_from(s, i + 1);
	case EVENT_JUMP: return e->n == 3 || succeeds_from(s, s->out[i]);
	case EVENT_ENTER:
		if (e->n == NEST_SWITCH && succeeds_in_switch(s, i))
			return true;
		if (e->n == NEST_ELSE || e->n == NEST_ONCE)
			return succeeds_from(s, i + 1);
		return succeeds_from(s, i + 1) || succeeds_from(s, s->partner[i] + 1);
	case EVENT_LEAVE:
		if (e->n == NEST_LOOP && s->partner[i] < s->n && s->succeeds[s->partner[i]])
			return true;
		return succeeds_from(s, behind_else(s, i));
	default: return succeeds_from(s, i + 1);
	}
}

static void
find_success(struct search *s)
{
	bool changed = true;
	while (changed) {
		changed = false;
		for (uint32_t i = s->n; i-- > 0;)
			if (!s->succeeds[i] && way_succeeds(s, i))
				changed = s->succeeds[i] = true;
	}
}

/* ---- together ---- */

/* The test that led into a THEN or ELSE: its line is the decision's. */
static const struct program_event *
test_before(const struct search *s, uint32_t enter)
{
	uint32_t value = event_at(s, enter)->a;
	for (uint32_t i = enter; i-- > 0;) {
		const struct program_event *e = event_at(s, i);
		if (e->op == EVENT_TEST && e->a == value)
			return e;
		if (e->op == EVENT_LEAVE && s->partner[i] < i)
			i = s->partner[i];
	}
	return event_at(s, enter);
}

static void
find_tested(struct search *s)
{
	for (uint32_t i = 0; i < s->n; i++) {
		const struct program_event *e = event_at(s, i);
		bool arm = e->op == EVENT_ENTER && e->a && (e->n == NEST_THEN || e->n == NEST_ELSE);
		if (arm && !s->tested[i] && says_failure(s, e->a, e->n == NEST_THEN, test_before(s, i), 0))
			for (uint32_t k = i + 1; k < s->partner[i] && k < s->n; k++)
				s->tested[k] = true;
	}
}

/* Not where the result is a message: a text is returned, or anything but NULL after a failure. */
static bool
null_fails(const struct search *s)
{
	if (!is_pointer_type(s->p, s->p->symbols.at[s->b->symbol].type))
		return false;
	for (uint32_t i = 0; i < s->n; i++) {
		const struct program_event *e = event_at(s, i);
		const struct program_value *v = e->op == EVENT_RETURN && e->a ? program_strip(s->b, e->a) : NULL;
		if (v && (v->op == VALUE_TEXT || (v->op == VALUE_ADDRESS && program_strip(s->b, v->a)->op == VALUE_TEXT)))
			return false;
		if (v && s->tested[i] && !(v->op == VALUE_INTEGER && !v->n))
			return false;
	}
	return true;
}

const bool *
failing_events(const struct program *p, const struct rules *rules, const struct program_body *b, struct arena *a)
{
	struct search s = {.p = p, .rules = rules, .b = b, .n = b->event_count};
	uint32_t *open = arena_array(a, uint32_t, s.n + 1);
	s.partner = arena_array(a, uint32_t, s.n + 1);
	s.out = arena_array(a, uint32_t, s.n + 1);
	s.label = arena_array(a, uint32_t, s.n + 1);
	s.call = arena_array(a, uint32_t, b->local_count + 1);
	s.succeeds = arena_array(a, bool, s.n + 1);
	s.tested = arena_array(a, bool, s.n + 1);
	find_partners(&s, open);
	find_jumps(&s, open);
	find_calls(&s);
	find_tested(&s);
	s.null_fails = null_fails(&s);
	find_success(&s);
	for (uint32_t i = 0; i < s.n && s.succeeds[0]; i++)
		s.tested[i] |= !s.succeeds[i];
	return s.tested;
}
