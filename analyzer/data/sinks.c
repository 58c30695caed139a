/* Sink inference. The drivers of the rules are the first sinks; each call of a sink has its text read back, and when
 * that leads to a parameter of the calling function, the function is a sink for that parameter, and its callers
 * are looked at next. Ends because there are finitely many (function, parameter, is-format) sinks. */
#include "data/sinks.h"

#include <string.h>

struct sink_param {
	uint32_t function, param;
	bool is_format;
	uint32_t arguments; /* first argument of the format, 0 not known */
	const char *dialect;
	unsigned wrappers;
	const struct text *around; /* the statement with the parameter in its midst, NULL: the parameter alone */
};

struct call_place { uint32_t body, event; };

struct finder {
	struct text_reader *r;
	struct sinks *out;
	VEC(struct sink_param) queue;
	struct map known; /* function × param × format */
	struct map first_call; /* function → first call place */
	VEC(struct call_place) calls;
	VEC(uint32_t) next_call;
};

static void
index_calls(struct finder *f)
{
	struct program *p = f->r->p;
	for (uint32_t body = (uint32_t)p->bodies.count; body-- > 0;) {
		const struct program_body *b = &p->bodies.at[body];
		if (!p->symbols.at[b->symbol].is_function)
			continue;
		for (uint32_t i = b->event_count; i-- > 0;) {
			uint32_t callee = b->events[i].op == EVENT_CALL ? program_callee(b, &b->events[i]) : PROGRAM_NONE;
			if (callee == PROGRAM_NONE)
				continue;
			vec_push(&f->next_call, map_get(&f->first_call, callee));
			map_put(&f->first_call, callee, (uint32_t)f->calls.count);
			vec_push(&f->calls, (struct call_place){body, i});
		}
	}
}

enum { AROUND_MOST = 8 }; /* statements one function builds around its parameters */

static void
add_sink(struct finder *f, struct sink_param s)
{
	uint64_t key = MAP_PAIR(s.function, s.param * 4 + s.is_format + 2 * (s.around != NULL));
	uint32_t times = map_get(&f->known, key);
	if (times != MAP_NONE && (!s.around || times >= AROUND_MOST))
		return;
	map_put(&f->known, key, times == MAP_NONE ? 1 : times + 1);
	vec_push(&f->queue, s);
}

static bool
is_text_type(const struct program *p, uint32_t type)
{
	if (type == PROGRAM_NONE || (p->types.at[type].kind != TYPE_POINTER && p->types.at[type].kind != TYPE_ARRAY))
		return false;
	uint32_t to = p->types.at[type].element;
	return to != PROGRAM_NONE && (p->types.at[to].kind == TYPE_CHAR || p->types.at[to].kind == TYPE_VOID ||
	                              (p->types.at[to].kind == TYPE_INTEGER && p->types.at[to].size == 1));
}

/* The parameter becomes a sink of the function the call stands in. */
static void
add_wrapper(struct finder *f, const struct sink_param *s, uint32_t body, const struct piece *piece, const struct text *around)
{
	struct program *p = f->r->p;
	const struct program_body *b = &p->bodies.at[body];
	const struct program_symbol *sym = &p->symbols.at[b->symbol];
	if (piece->param > b->local_count || !is_text_type(p, b->locals[piece->param - 1].type))
		return;
	vec_push(&f->out->wrappers, b->symbol);
	bool variadic = (sym->flags & FUNCTION_VARIADIC) != 0;
	uint32_t params = 0;
	while (params < b->local_count && b->locals[params].kind == 0)
		params++;
	add_sink(f, (struct sink_param){.function = b->symbol, .param = piece->param, .is_format = piece->is_format,
	                                .arguments = piece->is_format && variadic ? params + 1 : 0, .dialect = s->dialect,
	                                .wrappers = s->wrappers + 1, .around = around});
}

/* A format that the function's callers give, in the midst of a statement: the statement is theirs. */
static const struct piece *
format_inside(const struct text *t)
{
	for (uint32_t i = 1; i < t->count; i++)
		if (t->pieces[i].kind == PIECE_PARAM && t->pieces[i].is_format && !t->pieces[i].in_quotes)
			return &t->pieces[i];
	return NULL;
}

static bool
has_literal(const struct text *t)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (t->pieces[i].kind == PIECE_LITERAL)
			return true;
	return false;
}

static void
found(struct finder *f, const struct sink_param *s, struct call_place at, const struct text *t)
{
	if (!t->count)
		return;
	if (t->pieces[0].kind == PIECE_PARAM && !t->pieces[0].in_quotes) {
		add_wrapper(f, s, at.body, &t->pieces[0], t->count > 1 ? t : NULL);
		return;
	}
	const struct piece *inside = format_inside(t);
	if (inside) {
		add_wrapper(f, s, at.body, inside, t);
		return;
	}
	struct program *p = f->r->p;
	const char *through = program_text(p, p->symbols.at[s->function].name);
	if (has_literal(t))
		vec_push(&f->out->statements, (struct found_statement){at.body, at.event, *t, s->dialect, s->wrappers, through});
	else
		vec_push(&f->out->holes, (struct found_hole){at.body, at.event, "the SQL text comes from where it could not be followed", through});
}

static void
look_at_call(struct finder *f, const struct sink_param *s, struct call_place at)
{
	struct text_reader *r = f->r;
	const struct program_body *b = &r->p->bodies.at[at.body];
	uint32_t value = program_argument(b, at.event, s->param);
	if (!value)
		return;
	const struct program_value *v = program_strip(b, value);
	if (v->op == VALUE_INTEGER)
		return; /* NULL */
	struct texts t;
	if (s->around)
		t = text_substitute(r, s->around, at.body, at.event, r->p->symbols.at[s->function].param_count);
	else
		t = text_of(r, at.body, at.event, value);
	if (s->is_format && !s->around)
		t = text_format(r, &t, at.body, at.event, s->arguments);
	for (uint32_t i = 0; i < t.count; i++)
		found(f, s, at, &t.at[i]);
	if (t.cut)
		vec_push(&f->out->holes, (struct found_hole){at.body, at.event, "more texts can arrive here than were followed",
		                                             program_text(r->p, r->p->symbols.at[s->function].name)});
}

static void
add_drivers(struct finder *f)
{
	struct program *p = f->r->p;
	for (uint32_t i = 0; i < p->symbols.count; i++) {
		const struct program_symbol *s = &p->symbols.at[i];
		const struct rule_driver *d = s->is_function && !s->is_defined ? rules_driver(f->r->rules, program_text(p, s->name)) : NULL;
		if (d && d->kind == DRIVER_EXECUTE && d->text)
			add_sink(f, (struct sink_param){.function = i, .param = d->text, .is_format = d->is_format,
			                                .arguments = d->is_format ? d->text + 1 : 0, .dialect = d->library});
	}
}

void
sinks_find(struct text_reader *r, struct sinks *out)
{
	struct finder f = {.r = r, .out = out};
	*out = (struct sinks){0};
	map_init(&f.known);
	map_init(&f.first_call);
	index_calls(&f);
	add_drivers(&f);
	for (size_t i = 0; i < f.queue.count; i++) {
		struct sink_param s = f.queue.at[i];
		for (uint32_t c = map_get(&f.first_call, s.function); c != MAP_NONE; c = f.next_call.at[c])
			look_at_call(&f, &s, f.calls.at[c]);
	}
	vec_finish(&f.queue);
	vec_finish(&f.calls);
	vec_finish(&f.next_call);
	map_finish(&f.known);
	map_finish(&f.first_call);
}

void
sinks_finish(struct sinks *s)
{
	vec_finish(&s->statements);
	vec_finish(&s->wrappers);
	vec_finish(&s->holes);
}
