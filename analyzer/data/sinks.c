/* Sink inference. The drivers of the rules are the first sinks; each call of a sink has its text read back, and when
 * that leads to a parameter of the calling function, the function is a sink for that parameter, and its callers
 * are looked at next. Ends because there are finitely many (function, parameter, is-format) sinks. */
#include "data/sinks.h"

#include <string.h>

#include "data/place.h"
#include "data/settings.h"
#include "data/stores.h"
#include "sqltext/sqltext.h"

struct sink_param {
	uint32_t function, param;
	uint32_t field; /* + 1: the text is in this field of what the parameter points to, 0: the parameter */
	bool is_format, is_rest;
	uint32_t arguments; /* first argument of the format, 0 not known */
	const char *dialect, *store;
	unsigned wrappers;
	const char *field_name; /* of a driver that is given a record: the field that holds the text */
	const char *member; /* RECORD.FIELD of a driver that is called through a member */
	bool guessed; /* a call on the way is of something declared by guess */
	const struct text *around; /* the statement with the parameter in its midst, NULL: the parameter alone */
};

struct finder {
	struct text_reader *r;
	const struct call_sites *sites;
	struct sinks *out;
	VEC(struct sink_param) queue;
	struct map known; /* function × param × format */
	struct map fields; /* whose setters are known */
};

enum { AROUND_MOST = 8 }; /* statements one function builds around its parameters */

static void
add_sink(struct finder *f, struct sink_param s)
{
	uint64_t key = MAP_PAIR(s.function, s.field * 1024 + s.param * 8 + s.is_format + 2 * (s.around != NULL) + 4 * s.is_rest);
	uint32_t times = map_get(&f->known, key);
	if (times != MAP_NONE && (!s.around || times >= AROUND_MOST))
		return;
	map_put(&f->known, key, times == MAP_NONE ? 1 : times + 1);
	vec_push(&f->queue, s);
}

static const char *
sink_name(const struct finder *f, const struct sink_param *s)
{
	return s->member ? s->member : program_text(f->r->p, f->r->p->symbols.at[s->function].name);
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

enum { FIELD_WRAPPERS_MOST = 4 };

/* Is the piece a text that a caller may give: of character type, in an object of no more than a few levels of callers? */
static bool
may_be_given(const struct program *p, const struct sink_param *s, const struct program_body *b, const struct piece *piece)
{
	if (piece->is_rest)
		return true;
	if (piece->field)
		return s->wrappers < FIELD_WRAPPERS_MOST && is_text_type(p, p->fields.at[piece->field - 1].type);
	return piece->param <= b->local_count && is_text_type(p, b->locals[piece->param - 1].type);
}

/* The parameter becomes a sink of the function the call stands in. */
static void
add_wrapper(struct finder *f, const struct sink_param *s, uint32_t body, const struct piece *piece, struct text *around)
{
	struct program *p = f->r->p;
	const struct program_body *b = &p->bodies.at[body];
	const struct program_symbol *sym = &p->symbols.at[b->symbol];
	if (!may_be_given(p, s, b, piece))
		return;
	if (!piece->field)
		vec_push(&f->out->wrappers, b->symbol);
	bool variadic = (sym->flags & FUNCTION_VARIADIC) != 0;
	uint32_t params = 0;
	while (params < b->local_count && b->locals[params].kind == 0)
		params++;
	add_sink(f, (struct sink_param){.function = b->symbol, .param = piece->param, .field = piece->field, .is_format = piece->is_format,
	                                .is_rest = piece->is_rest, .arguments = piece->is_format && variadic ? params + 1 : 0,
	                                .dialect = s->dialect, .store = s->store, .wrappers = s->wrappers + 1, .guessed = s->guessed,
	                                .around = around ? text_keep(f->r, &(struct texts){around, 1, false}).at : NULL});
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

static bool
has_literals(const struct texts *t)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (has_literal(&t->at[i]))
			return true;
	return false;
}

/* What an object holds already, or a prefix nobody knows, and then a statement from its first word on. */
static bool
begins_own_statement(const struct text *t)
{
	const struct piece *first = t->pieces;
	if (t->count < 2 || first[0].in_quotes || (first[0].kind != PIECE_UNKNOWN && !(first[0].kind == PIECE_PARAM && first[0].field)))
		return false;
	struct text behind = {t->pieces + 1, t->count - 1, false};
	return text_begins_statement(&behind);
}

/* An object's field that the program sets to statements, wherever it does: these are the texts, not what a caller may give.
 * None when the field holds anything else, too. */
static struct texts
set_elsewhere(struct finder *f, const struct text *t)
{
	if (t->pieces[0].kind != PIECE_PARAM || !t->pieces[0].field || t->pieces[0].in_quotes)
		return (struct texts){0};
	struct texts all = text_settle(f->r, t);
	for (uint32_t i = 0; i < all.count; i++)
		if (!text_begins_statement(&all.at[i]))
			return (struct texts){0};
	return all;
}

/* Is a caller's argument a record of its own? Then it is that one's text that reaches the driver, not what others set. */
static bool
is_given_own(struct finder *f, uint32_t function, uint32_t param)
{
	const struct program *p = f->r->p;
	SITES_EACH(f->sites, function, c) {
		struct call_site at = f->sites->list.at[c];
		const struct program_body *b = &p->bodies.at[at.body];
		uint32_t value = program_argument(b, at.event, param);
		struct place v = value ? place_of(f->r, at.body, value) : (struct place){0};
		if (!value || v.root != PLACE_LOCAL || b->locals[v.id].kind == 0)
			continue;
		uint32_t type = b->locals[v.id].type;
		if (type != PROGRAM_NONE && p->types.at[type].kind == TYPE_RECORD)
			return true;
	}
	return false;
}

static void
found(struct finder *f, const struct sink_param *s, struct call_site at, struct text *t)
{
	struct text own;
	if (!t->count)
		return;
	if (begins_own_statement(t)) {
		own = (struct text){t->pieces + 1, t->count - 1, t->chosen};
		t = &own;
	}
	struct texts set = set_elsewhere(f, t);
	if (set.count && is_given_own(f, f->r->p->bodies.at[at.body].symbol, t->pieces[0].param))
		set.count = 0;
	for (uint32_t i = 0; i < set.count; i++)
		found(f, s, at, &set.at[i]);
	if (set.count)
		return;
	bool called = map_has(&f->sites->first, f->r->p->bodies.at[at.body].symbol);
	if (t->pieces[0].kind == PIECE_PARAM && !t->pieces[0].in_quotes && (called || t->count == 1)) {
		add_wrapper(f, s, at.body, &t->pieces[0], t->count > 1 ? t : NULL);
		return;
	}
	const struct piece *inside = format_inside(t);
	if (inside && called) {
		add_wrapper(f, s, at.body, inside, t);
		return;
	}
	const char *through = sink_name(f, s);
	if (has_literal(t))
		vec_push(&f->out->statements, (struct found_statement){at.body, at.event, *text_keep(f->r, &(struct texts){t, 1, false}).at, s->dialect, s->store, s->wrappers, through, s->guessed});
	else
		vec_push(&f->out->holes, (struct found_hole){at.body, at.event, "the SQL text comes from where it could not be followed", through});
}

enum { SETTERS_MOST = 16 }; /* a field set in more places is no place for statements: str.s, buffer.data */

/* The text that reaches a driver lies in a field that the program sets from a parameter elsewhere, as those do that keep
 * statements to prepare them later: who sets it hands it to the driver. False: nobody does. */
static bool
setters_are_sinks(struct finder *f, const struct sink_param *s, uint32_t field)
{
	struct text_reader *r = f->r;
	struct setting sets[SETTERS_MOST];
	size_t count;
	uint32_t known = map_get(&f->fields, field);
	if (known != MAP_NONE)
		return known;
	bool any = false;
	if (!is_text_type(r->p, r->p->fields.at[field].type) || !settings_of_field(r, field, sets, SETTERS_MOST, &count))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct texts t = setting_text(r, &sets[i]);
		for (uint32_t k = 0; k < t.count; k++) {
			const struct piece *first = t.at[k].count == 1 ? t.at[k].pieces : NULL;
			if (first && first->kind == PIECE_PARAM && !first->field && !first->is_rest) {
				add_wrapper(f, s, sets[i].body, first, NULL);
				any = true;
			}
		}
	}
	map_put(&f->fields, field, any);
	return any;
}

/* The field (from 0) that holds the text, PROGRAM_NONE. */
static uint32_t
field_of(struct text_reader *r, const struct sink_param *s, uint32_t body, uint32_t value)
{
	if (s->field)
		return s->field - 1;
	struct place v = place_of(r, body, value);
	return v.field ? v.field - 1 : PROGRAM_NONE;
}

static void
look_at_value(struct finder *f, const struct sink_param *s, struct call_site at, uint32_t value)
{
	struct text_reader *r = f->r;
	if (program_strip(&r->p->bodies.at[at.body], value)->op == VALUE_INTEGER)
		return; /* NULL */
	struct texts t;
	if (s->around)
		t = text_substitute(r, s->around, at.body, at.event, r->p->symbols.at[s->function].param_count);
	else
		t = text_in(r, at.body, at.event, value, s->field);
	if (s->is_format && !s->around)
		t = text_format(r, &t, at.body, at.event, s->arguments);
	uint32_t field = s->around || s->is_format ? PROGRAM_NONE : field_of(r, s, at.body, value);
	bool set = field != PROGRAM_NONE && !has_literals(&t) && setters_are_sinks(f, s, field);
	if ((s->field || set) && !text_is_known(&t))
		return; /* the object is made elsewhere: said once, where it reaches the driver */
	for (uint32_t i = 0; i < t.count; i++)
		found(f, s, at, &t.at[i]);
	if (t.cut)
		vec_push(&f->out->holes, (struct found_hole){at.body, at.event, "more texts can arrive here than were followed",
		                                             sink_name(f, s)});
}

/* The field + 1 of the record that the argument points to, 0 when it has none of that name. */
static uint32_t
field_named(const struct program *p, const struct program_body *b, uint32_t value, const char *name)
{
	uint32_t type = program_strip(b, value)->type;
	uint32_t to = type == PROGRAM_NONE || p->types.at[type].kind != TYPE_POINTER ? type : p->types.at[type].element;
	uint32_t record = to == PROGRAM_NONE ? PROGRAM_NONE : p->types.at[to].record;
	for (uint32_t i = 0; record != PROGRAM_NONE && i < p->fields.count; i++)
		if (p->fields.at[i].record == record && !strcmp(program_text(p, p->fields.at[i].name), name))
			return i + 1;
	return 0;
}

static void
look_at_call(struct finder *f, const struct sink_param *sink, struct call_site at)
{
	const struct program_body *b = &f->r->p->bodies.at[at.body];
	uint32_t value = program_argument(b, at.event, sink->param);
	struct sink_param with_field = *sink, *s = &with_field;
	s->guessed |= program_is_guessed(b, b->events[at.event].a);
	if (sink->field_name && value && !(with_field.field = field_named(f->r->p, b, value, sink->field_name)))
		return;
	for (uint32_t i = s->param; (value = program_argument(b, at.event, i)); i++) {
		look_at_value(f, s, at, value);
		text_reader_rest(f->r);
		if (!s->is_rest || s->around)
			return;
	}
}

static struct sink_param
driver_sink(uint32_t function, const struct rule_driver *d)
{
	return (struct sink_param){.function = function, .param = d->text, .is_format = d->is_format,
	                           .arguments = d->is_format && !d->is_va_list ? d->text + 1 : 0, .dialect = d->library, .store = d->store,
	                           .field_name = d->field};
}

static void
add_drivers(struct finder *f)
{
	struct program *p = f->r->p;
	for (uint32_t i = 0; i < p->symbols.count; i++) {
		const struct program_symbol *s = &p->symbols.at[i];
		const struct rule_driver *d = s->is_function && !s->is_defined ? rules_driver(f->r->rules, program_text(p, s->name)) : NULL;
		if (d && d->kind == DRIVER_EXECUTE && d->text)
			add_sink(f, driver_sink(i, d));
	}
}

/* Drivers that are called through a member: their calls have no function. */
static void
look_at_members(struct finder *f)
{
	struct program *p = f->r->p;
	for (uint32_t body = 0; body < p->bodies.count; body++) {
		const struct program_body *b = &p->bodies.at[body];
		for (uint32_t i = 0; i < b->event_count; i++) {
			if (b->events[i].op != EVENT_CALL || program_callee(b, &b->events[i]) != PROGRAM_NONE)
				continue;
			const char *member = member_called(p, b, i);
			const struct rule_driver *d = member ? rules_driver(f->r->rules, member) : NULL;
			if (!d || d->kind != DRIVER_EXECUTE || !d->text)
				continue;
			struct sink_param s = driver_sink(PROGRAM_NONE, d);
			s.member = d->function;
			look_at_call(f, &s, (struct call_site){body, i});
		}
	}
}

void
sinks_find(struct text_reader *r, struct sinks *out)
{
	struct finder f = {.r = r, .sites = r->sites, .out = out};
	*out = (struct sinks){0};
	map_init(&f.known);
	map_init(&f.fields);
	add_drivers(&f);
	look_at_members(&f);
	for (size_t i = 0; i < f.queue.count; i++) {
		struct sink_param s = f.queue.at[i];
		SITES_EACH(r->sites, s.function, c)
			look_at_call(&f, &s, r->sites->list.at[c]);
	}
	vec_finish(&f.queue);
	map_finish(&f.known);
	map_finish(&f.fields);
}

void
sinks_finish(struct sinks *s)
{
	vec_finish(&s->statements);
	vec_finish(&s->wrappers);
	vec_finish(&s->holes);
}
