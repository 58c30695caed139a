/* Variables that hold text. A definition sets or appends; the last one that every path to the point passes hides the
 * ones before it, definitions in branches add alternatives. Elements of arrays of pointers are alternatives. A field or
 * global without a definition in the body takes what the whole program assigns to it. */
#include "data/buffer.h"

#include <string.h>

enum variable_kind { VARIABLE_NONE, VARIABLE_LOCAL, VARIABLE_GLOBAL, VARIABLE_FIELD };

struct variable {
	enum variable_kind kind;
	uint32_t id;
	bool offset;    /* the place lies behind the start: writing there appends */
	bool element;   /* an element, not the whole */
	int64_t index;  /* of the element, -1 not constant */
};

static struct variable
variable_of(const struct program_body *b, uint32_t value)
{
	struct variable v = {.index = -1};
	for (int depth = 0; value && depth < 32; depth++) {
		const struct program_value *x = program_strip(b, value);
		switch (x->op) {
		case VALUE_LOCAL: v.kind = VARIABLE_LOCAL; v.id = x->a; return v;
		case VALUE_GLOBAL: v.kind = VARIABLE_GLOBAL; v.id = x->a; return v;
		case VALUE_FIELD:
			if (x->b != PROGRAM_NONE) {
				v.kind = VARIABLE_FIELD;
				v.id = x->b;
			}
			return v;
		case VALUE_ELEMENT:
			v.element = true;
			v.index = x->n;
			v.offset |= x->n != 0;
			break;
		case VALUE_BINARY:
			if (x->n != OPERATOR_POINTER_ADD)
				return v;
			v.offset = true;
			break;
		case VALUE_DEREF:
			v.element = true;
			break;
		case VALUE_ADDRESS: break;
		default: return v;
		}
		value = x->a;
	}
	return v;
}

static bool
same(const struct variable *a, const struct variable *b)
{
	return a->kind == b->kind && a->kind != VARIABLE_NONE && a->id == b->id;
}

/* ---- nesting ---- */

static const uint32_t *
nest_of(struct text_reader *r, uint32_t body)
{
	if (r->nest[body])
		return r->nest[body];
	const struct program_body *b = &r->p->bodies.at[body];
	uint32_t *in = arena_array(r->arena, uint32_t, (size_t)b->event_count + 1), top = 0;
	for (uint32_t i = 0; i < b->event_count; i++) {
		if (b->events[i].op == EVENT_LEAVE && top)
			top = in[top - 1];
		in[i] = top;
		if (b->events[i].op == EVENT_ENTER)
			top = i + 1;
	}
	in[b->event_count] = top;
	return r->nest[body] = in;
}

/* Does every way to `to` from the start of `from`'s nest pass `from`? True when the nest of `from` encloses `to`. */
static bool
encloses(const uint32_t *nest, uint32_t from, uint32_t to)
{
	uint32_t outer = nest[from];
	for (uint32_t n = nest[to];; n = nest[n - 1]) {
		if (n == outer)
			return true;
		if (!n)
			return false;
	}
}

/* ---- definitions in a body ---- */

enum definition_kind { DEFINITION_NONE, DEFINITION_SET, DEFINITION_APPEND, DEFINITION_ELEMENT };

struct definition {
	enum definition_kind kind;
	uint32_t event, value;        /* value: what is assigned, 0 for a call */
	const struct rule_text *rule; /* of a call */
};

static bool
holds_pointers(const struct program *p, const struct program_body *b, const struct variable *v)
{
	uint32_t type = v->kind == VARIABLE_LOCAL    ? b->locals[v->id].type
	                : v->kind == VARIABLE_GLOBAL ? p->symbols.at[v->id].type
	                                             : p->fields.at[v->id].type;
	if (type == PROGRAM_NONE || p->types.at[type].element == PROGRAM_NONE)
		return false;
	enum type_kind of = p->types.at[p->types.at[type].element].kind;
	return of == TYPE_POINTER || of == TYPE_ARRAY || of == TYPE_RECORD;
}

static struct definition
by_assignment(struct text_reader *r, const struct program_body *b, uint32_t event, const struct variable *want)
{
	const struct program_event *e = &b->events[event];
	struct definition d = {.event = event, .value = e->b};
	if (!e->a || !e->b || (e->n != OPERATOR_NONE && e->n != OPERATOR_INIT))
		return d;
	struct variable v = variable_of(b, e->a);
	if (!same(&v, want))
		return d;
	if (v.element && holds_pointers(r->p, b, want)) {
		if (want->index < 0 || v.index < 0 || want->index == v.index)
			d.kind = DEFINITION_ELEMENT;
	} else if (!v.element) {
		d.kind = DEFINITION_SET;
	} else if (!v.offset && program_strip(b, e->b)->op == VALUE_INTEGER && program_strip(b, e->b)->n == 0) {
		d.kind = DEFINITION_SET; /* buf[0] = 0 */
		d.value = 0;
	}
	return d;
}

static struct definition
by_call(struct text_reader *r, const struct program_body *b, uint32_t event, const struct variable *want)
{
	struct definition d = {.event = event};
	uint32_t callee = program_callee(b, &b->events[event]);
	if (callee == PROGRAM_NONE || r->p->symbols.at[callee].is_defined)
		return d;
	const struct rule_text *rule = rules_text(r->rules, program_text(r->p, r->p->symbols.at[callee].name));
	if (!rule || !rule->destination)
		return d;
	struct variable v = variable_of(b, program_argument(b, event, rule->destination));
	if (!same(&v, want))
		return d;
	d.rule = rule;
	d.kind = rule->appends || rule->kind == TEXT_APPEND || v.offset ? DEFINITION_APPEND : DEFINITION_SET;
	return d;
}

static struct definition
definition_at(struct text_reader *r, const struct program_body *b, uint32_t event, const struct variable *want)
{
	uint8_t op = b->events[event].op;
	if (op == EVENT_ASSIGN)
		return by_assignment(r, b, event, want);
	if (op == EVENT_CALL)
		return by_call(r, b, event, want);
	return (struct definition){0};
}

static struct texts
definition_text(struct text_reader *r, uint32_t body, const struct definition *d)
{
	const struct program_body *b = &r->p->bodies.at[body];
	if (!d->rule)
		return d->value ? text_of(r, body, d->event, d->value) : texts_empty(r);
	uint32_t source = program_argument(b, d->event, d->rule->source);
	struct texts t = source ? text_of(r, body, d->event, source) : texts_one(r, (struct piece){.kind = PIECE_UNKNOWN});
	if (d->rule->kind == TEXT_FORMAT)
		t = text_format(r, &t, body, d->event, d->rule->is_va_list ? 0 : d->rule->arguments);
	return t;
}

/* A definition that says nothing about the text: NULL, or memory to be filled. */
static bool
is_empty(const struct program *p, const struct program_body *b, const struct definition *d)
{
	if (!d->value)
		return false;
	const struct program_value *v = program_strip(b, d->value);
	if (v->op == VALUE_INTEGER)
		return true;
	if (v->op != VALUE_CALL)
		return false;
	uint32_t callee = program_callee(b, &b->events[b->call_event[v->n]]);
	if (callee == PROGRAM_NONE)
		return false;
	const char *name = program_text(p, p->symbols.at[callee].name);
	return strstr(name, "alloc") != NULL;
}

struct walk {
	VEC(struct definition) list; /* latest first */
	bool closed;                 /* a definition on every path was found */
};

static struct walk
definitions_before(struct text_reader *r, uint32_t body, uint32_t event, const struct variable *want)
{
	const struct program_body *b = &r->p->bodies.at[body];
	const uint32_t *nest = nest_of(r, body);
	struct walk w = {0};
	for (uint32_t i = event < b->event_count ? event : b->event_count; i-- > 0 && !w.closed;) {
		struct definition d = definition_at(r, b, i, want);
		if (d.kind == DEFINITION_NONE)
			continue;
		if (d.kind == DEFINITION_SET && is_empty(r->p, b, &d)) {
			w.closed = encloses(nest, i, event) && w.list.count;
			continue;
		}
		vec_push(&w.list, d);
		w.closed = d.kind == DEFINITION_SET && encloses(nest, i, event);
	}
	return w;
}

/* Puts the definitions together in source order. */
static struct texts
assemble(struct text_reader *r, uint32_t body, const struct walk *w)
{
	struct texts out = {0};
	for (size_t i = w->list.count; i-- > 0;) {
		const struct definition *d = &w->list.at[i];
		struct texts t = definition_text(r, body, d);
		if (d->kind == DEFINITION_APPEND)
			out = texts_append(r, out.count ? out : texts_empty(r), t);
		else
			out = texts_union(r, out, t);
	}
	return out;
}

/* ---- the whole program's assignments ---- */

static void
index_setting(struct text_reader *r, struct map *first, uint32_t id, uint32_t body, uint32_t event)
{
	uint32_t before = map_get(first, id);
	map_put(first, id, (uint32_t)r->settings.count);
	vec_push(&r->settings, (struct setting){body, event});
	vec_push(&r->setting_next, before);
}

void
buffer_index(struct text_reader *r)
{
	struct program *p = r->p;
	for (uint32_t body = (uint32_t)p->bodies.count; body-- > 0;) {
		const struct program_body *b = &p->bodies.at[body];
		for (uint32_t i = b->event_count; i-- > 0;) {
			const struct program_event *e = &b->events[i];
			if (e->op != EVENT_ASSIGN || !e->a || !e->b || (e->n != OPERATOR_NONE && e->n != OPERATOR_INIT))
				continue;
			uint8_t from = program_strip(b, e->b)->op;
			if (from == VALUE_INTEGER || from == VALUE_HOLE || from == VALUE_FLOAT)
				continue;
			struct variable v = variable_of(b, e->a);
			if (v.kind == VARIABLE_FIELD)
				index_setting(r, &r->field_first, v.id, body, i);
			else if (v.kind == VARIABLE_GLOBAL)
				index_setting(r, &r->global_first, v.id, body, i);
		}
	}
}

static struct texts
elsewhere(struct text_reader *r, const struct variable *want)
{
	struct texts out = {0};
	unsigned looked_at = 0;
	const struct map *first = want->kind == VARIABLE_FIELD ? &r->field_first : &r->global_first;
	for (uint32_t s = map_get(first, want->id); s != MAP_NONE; s = r->setting_next.at[s]) {
		const struct setting *set = &r->settings.at[s];
		const struct program_body *b = &r->p->bodies.at[set->body];
		struct variable v = variable_of(b, b->events[set->event].a);
		if (want->index >= 0 && v.index >= 0 && want->index != v.index)
			continue;
		if (++looked_at > 4 * TEXTS_MOST) {
			out.cut = true;
			break;
		}
		struct texts t = text_of(r, set->body, set->event, b->events[set->event].b);
		for (uint32_t i = 0; i < t.count; i++) {
			bool literal = t.at[i].count == 1 && t.at[i].pieces[0].kind == PIECE_LITERAL;
			if (literal)
				out = texts_union(r, out, (struct texts){&t.at[i], 1, false});
			else
				out.cut = true;
		}
	}
	return out;
}

struct texts
buffer_text(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value)
{
	const struct program_body *b = &r->p->bodies.at[body];
	struct variable want = variable_of(b, value);
	struct texts unknown = texts_one(r, (struct piece){.kind = PIECE_UNKNOWN});
	if (want.kind == VARIABLE_NONE)
		return unknown;
	struct walk w = definitions_before(r, body, event, &want);
	struct texts out = assemble(r, body, &w);
	bool closed = w.closed, none = !w.list.count;
	vec_finish(&w.list);
	if (want.kind == VARIABLE_LOCAL && b->locals[want.id].kind == 0 && !closed && !want.element)
		return texts_union(r, out, texts_one(r, (struct piece){.kind = PIECE_PARAM, .param = want.id + 1}));
	if (want.kind != VARIABLE_LOCAL && none)
		out = elsewhere(r, &want);
	return out.count ? out : unknown;
}
