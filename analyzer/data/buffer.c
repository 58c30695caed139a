/* Variables that hold text. A definition sets or appends; the last one that every path to the point passes hides the
 * ones before it, definitions in branches add alternatives. Elements of arrays of pointers are alternatives. A call of a
 * builder (builders.c) defines what is behind its arguments. A field or global without a definition in the body takes
 * what the whole program assigns to it; else a parameter's text is its callers'. */
#include "data/buffer.h"

#include <string.h>

#include "data/builders.h"
#include "data/settings.h"

/* ---- nesting ---- */

static const uint32_t *
nest_of(struct text_reader *r, uint32_t body)
{
	if (r->nest[body])
		return r->nest[body];
	const struct program_body *b = &r->p->bodies.at[body];
	uint32_t *in = arena_array(r->keep, uint32_t, (size_t)b->event_count + 1), top = 0;
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

/* Of each label and case the first event from where control may come to it, passing over what stands between; of every
 * other event itself. */
static const uint32_t *
jumps_of(struct text_reader *r, uint32_t body)
{
	if (r->jumps[body])
		return r->jumps[body];
	const struct program_body *b = &r->p->bodies.at[body];
	const uint32_t *nest = nest_of(r, body);
	uint32_t *from = arena_array(r->keep, uint32_t, (size_t)b->event_count + 1);
	struct map first; /* label → first goto */
	map_init(&first);
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		from[i] = i;
		if (e->op == EVENT_JUMP && e->n == 2)
			(void)map_add(&first, e->b, i);
		else if (e->op == EVENT_LABEL && map_has(&first, e->b))
			from[i] = map_get(&first, e->b);
		else if (e->op == EVENT_CASE && nest[i])
			from[i] = nest[i] - 1;
	}
	map_finish(&first);
	return r->jumps[body] = from;
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

/* The nest of the if whose else this one is, 0 none. */
static uint32_t
then_of(const struct program_body *b, uint32_t nest)
{
	uint32_t at = nest - 1;
	int depth = 0;
	if (b->events[at].n != NEST_ELSE || !at || b->events[at - 1].op != EVENT_LEAVE)
		return 0;
	while (at-- > 0) {
		depth += (b->events[at].op == EVENT_LEAVE) - (b->events[at].op == EVENT_ENTER);
		if (!depth)
			return b->events[at].n == NEST_THEN ? at + 1 : 0;
	}
	return 0;
}

/* ---- definitions in a body ---- */

struct definition {
	enum definition_kind kind;
	uint32_t event, value;        /* value: what is assigned, 0 for a call */
	uint32_t field;               /* the text is in this field (+ 1) of what is assigned */
	const struct rule_text *rule; /* of a call of a library function */
	struct effect effect;         /* of a call of a builder */
	bool passed_over;             /* a goto or case may lead past it */
};

struct search {
	struct text_reader *r;
	uint32_t body;
	const struct program_body *b;
	const struct place *want;
	bool loosely;      /* a field of any object of the type */
	bool behind;       /* only what is behind the pointer: the caller's */
};

/* The place without its field is the object that the field lies in. */
static bool
is_object_of(const struct place *object, const struct place *want)
{
	return want->field && object->field == want->within && object->root == want->root && object->id == want->id &&
	       object->root != PLACE_NONE && object->root != PLACE_FIELD;
}

static struct definition
by_assignment(const struct search *s, uint32_t event)
{
	const struct program_event *e = &s->b->events[event];
	struct definition d = {.event = event, .value = e->b};
	if (!e->a || !e->b || (e->n != OPERATOR_NONE && e->n != OPERATOR_INIT))
		return d;
	if (place_is_alias(s->r, s->body, e->a))
		return d;
	struct place v = place_of(s->r, s->body, e->a);
	if (is_object_of(&v, s->want) && !v.element && !s->behind) {
		d.kind = DEFINITION_SET;
		d.field = s->want->field;
		return d;
	}
	if (!place_same(&v, s->want, s->loosely))
		return d;
	bool first = v.element && v.index <= 0 && !v.offset;
	if (v.element && place_holds_pointers(s->r->p, s->b, s->want)) {
		if (v.levels > 1)
			return d; /* a character of one of the texts */
		if (s->want->index < 0 || v.index < 0 || s->want->index == v.index)
			d.kind = s->behind && first ? DEFINITION_SET : DEFINITION_ELEMENT;
	} else if (!v.element) {
		d.kind = s->behind && !s->want->field ? DEFINITION_NONE : DEFINITION_SET;
	} else if (!v.offset && program_strip(s->b, e->b)->op == VALUE_INTEGER && program_strip(s->b, e->b)->n == 0) {
		d.kind = DEFINITION_SET; /* buf[0] = 0 */
		d.value = 0;
	}
	return d;
}

static struct definition
by_library(const struct search *s, uint32_t event, uint32_t callee)
{
	struct definition d = {.event = event};
	const struct rule_text *rule = s->r->rule_of[callee];
	if (!rule || !rule->destination)
		return d;
	struct place v = place_of(s->r, s->body, program_argument(s->b, event, rule->destination));
	if (!place_same(&v, s->want, s->loosely) && !is_object_of(&v, s->want))
		return d;
	d.rule = rule;
	d.kind = rule->appends || rule->kind == TEXT_APPEND || v.offset ? DEFINITION_APPEND : DEFINITION_SET;
	return d;
}

/* Memory that is got or grown says nothing about the text in it. */
static bool
is_allocator(const struct program *p, uint32_t function)
{
	return strstr(program_text(p, p->symbols.at[function].name), "alloc") != NULL;
}

static struct definition
by_builder(const struct search *s, uint32_t event, uint32_t callee)
{
	struct definition d = {.event = event};
	for (uint32_t i = event + 1; i < s->b->event_count && s->b->events[i].op == EVENT_ARGUMENT; i++) {
		const struct program_event *e = &s->b->events[i];
		if (!e->a || e->b != s->b->events[event].b)
			break;
		struct place v = place_of(s->r, s->body, e->a);
		bool itself = place_same(&v, s->want, s->loosely), object = !itself && is_object_of(&v, s->want);
		if (!itself && !object)
			continue;
		struct effect effect = builder_effect(s->r, callee, (uint32_t)e->n, object ? s->want->field : 0);
		if (effect.kind == DEFINITION_NONE || (!text_is_known(&effect.texts) && is_allocator(s->r->p, callee)))
			continue;
		d.effect = effect;
		d.kind = v.offset && effect.kind == DEFINITION_SET ? DEFINITION_APPEND : effect.kind;
		return d;
	}
	return d;
}

static struct definition
definition_at(const struct search *s, uint32_t event)
{
	uint8_t op = s->b->events[event].op;
	if (op == EVENT_ASSIGN)
		return by_assignment(s, event);
	uint32_t callee = op == EVENT_CALL ? place_callee(s->r->p, s->b, &s->b->events[event]) : PROGRAM_NONE;
	if (callee == PROGRAM_NONE)
		return (struct definition){0};
	return s->r->p->symbols.at[callee].is_defined ? by_builder(s, event, callee) : by_library(s, event, callee);
}

struct texts
buffer_library_text(struct text_reader *r, uint32_t body, uint32_t event, const struct rule_text *rule)
{
	uint32_t source = program_argument(&r->p->bodies.at[body], event, rule->source);
	struct texts t = source ? text_of(r, body, event, source) : texts_one(r, (struct piece){.kind = PIECE_UNKNOWN});
	if (rule->kind == TEXT_FORMAT)
		t = text_format(r, &t, body, event, rule->is_va_list ? 0 : rule->arguments);
	return t;
}

static struct texts
definition_text(struct text_reader *r, uint32_t body, const struct definition *d)
{
	const struct program_body *b = &r->p->bodies.at[body];
	if (d->effect.kind != DEFINITION_NONE) {
		uint32_t callee = place_callee(r->p, b, &b->events[d->event]);
		struct texts out = {.cut = d->effect.texts.cut};
		for (uint32_t i = 0; i < d->effect.texts.count; i++)
			out = texts_union(r, out, text_substitute(r, &d->effect.texts.at[i], body, d->event, r->p->symbols.at[callee].param_count));
		return out;
	}
	if (!d->rule)
		return d->value ? text_in(r, body, d->event, d->value, d->field) : texts_empty(r);
	return buffer_library_text(r, body, d->event, d->rule);
}

/* v = f(v, …) that says nothing of its own: moved or grown, the text stays. */
static bool
keeps_text(const struct search *s, const struct definition *d, uint32_t call)
{
	const struct program_event *e = &s->b->events[call];
	bool given = false;
	for (uint32_t i = call + 1; i < s->b->event_count && s->b->events[i].op == EVENT_ARGUMENT && s->b->events[i].b == e->b; i++) {
		struct place v = place_of(s->r, s->body, s->b->events[i].a);
		given |= place_same(&v, s->want, false) && !v.offset;
	}
	if (!given)
		return false;
	struct texts t = definition_text(s->r, s->body, d);
	return !text_is_known(&t);
}

/* A definition that says nothing about the text: NULL, memory to be filled, the same text in another place. */
static bool
is_empty(const struct search *s, const struct definition *d)
{
	if (!d->value || d->rule)
		return false;
	const struct program_value *v = program_strip(s->b, d->value);
	if (v->op == VALUE_INTEGER)
		return true;
	if (v->op != VALUE_CALL)
		return false;
	uint32_t call = s->b->call_event[v->n], callee = place_callee(s->r->p, s->b, &s->b->events[call]);
	if (callee == PROGRAM_NONE)
		return false;
	return is_allocator(s->r->p, callee) || keeps_text(s, d, call);
}

struct walk {
	VEC(struct definition) list; /* latest first */
	bool closed;                 /* a definition on every path was found */
	bool sets;                   /* some definition sets */
};

/* Does `event` lie in the else of an if in whose other branch `from` lies? Then no way leads from one to the other but round a
 * loop. */
static bool
other_branch(const struct program_body *b, const uint32_t *nest, uint32_t from, uint32_t event)
{
	for (uint32_t n = event < b->event_count ? nest[event] : 0; n; n = nest[n - 1]) {
		uint32_t then = then_of(b, n);
		for (uint32_t m = then ? nest[from] : 0; m; m = nest[m - 1])
			if (m == then)
				return true;
	}
	return false;
}

static struct walk
definitions_before(const struct search *s, uint32_t event)
{
	const uint32_t *nest = nest_of(s->r, s->body), *from = jumps_of(s->r, s->body);
	struct walk w = {0};
	uint32_t over = event; /* what stands behind this event may be jumped over */
	for (uint32_t i = event < s->b->event_count ? event : s->b->event_count; i-- > 0 && !w.closed;) {
		over = from[i] < over ? from[i] : over;
		struct definition d = definition_at(s, i);
		if (d.kind == DEFINITION_NONE || other_branch(s->b, nest, i, event))
			continue;
		if (d.kind == DEFINITION_SET && is_empty(s, &d)) {
			w.closed = encloses(nest, i, event) && i <= over && w.list.count && program_strip(s->b, d.value)->op == VALUE_INTEGER;
			continue;
		}
		d.passed_over = i > over;
		vec_push(&w.list, d);
		w.sets |= d.kind != DEFINITION_APPEND;
		w.closed = d.kind == DEFINITION_SET && encloses(nest, i, event) && i <= over && (d.effect.kind == DEFINITION_NONE || d.effect.closed);
	}
	return w;
}

/* ---- putting definitions together ---- */

struct assembly {
	const struct search *s;
	const uint32_t *nest;
	const struct walk *w;
	size_t left;     /* of the list, which runs backwards: the definitions not yet put in */
	bool exclusive;  /* a definition that sets hides what was there; in loops and switches it is one more alternative */
};

static struct texts
apply(const struct assembly *a, const struct definition *d, struct texts out)
{
	struct text_reader *r = a->s->r;
	struct texts t = definition_text(r, a->s->body, d);
	if (d->kind == DEFINITION_APPEND)
		return texts_append(r, out.count ? out : texts_empty(r), t);
	bool hides = a->exclusive && !d->passed_over && d->kind == DEFINITION_SET && (d->effect.kind == DEFINITION_NONE || d->effect.closed);
	return hides ? t : texts_union(r, out, t);
}

/* The nest within `outer` (ENTER event + 1, 0 the body) that the event lies in; `outer` itself when it lies in none. */
static uint32_t
nest_within(const uint32_t *nest, uint32_t outer, uint32_t event)
{
	uint32_t n = nest[event], inner = outer;
	for (; n && n != outer; n = nest[n - 1])
		inner = n;
	return n == outer ? inner : UINT32_MAX;
}

/* Does any of the definitions to come within the nest set? */
static bool
sets_within(const struct assembly *a, uint32_t inner)
{
	for (size_t i = a->left; i-- > 0;) {
		const struct definition *d = &a->w->list.at[i];
		uint32_t n = a->nest[d->event];
		while (n && n != inner)
			n = a->nest[n - 1];
		if (n != inner)
			return false;
		if (d->kind != DEFINITION_APPEND)
			return true;
	}
	return false;
}

static struct texts assemble_nest(struct assembly *a, uint32_t outer, struct texts out);

/* One of two branches: what one adds never stands behind what the other adds. */
static struct texts
assemble_else(struct assembly *a, uint32_t other, struct texts before, struct texts then, bool sets)
{
	struct text_reader *r = a->s->r;
	bool plain = !sets && !sets_within(a, other);
	struct texts otherwise = assemble_nest(a, other, plain ? texts_empty(r) : before);
	return plain ? texts_append(r, before.count ? before : texts_empty(r), texts_union(r, then, otherwise)) : texts_union(r, then, otherwise);
}

static struct texts
assemble_inner(struct assembly *a, uint32_t outer, uint32_t inner, struct texts out)
{
	struct text_reader *r = a->s->r;
	const struct program_body *b = a->s->b;
	bool exclusive = a->exclusive, branch = b->events[inner - 1].n == NEST_THEN || b->events[inner - 1].n == NEST_ELSE;
	bool sets = sets_within(a, inner);
	size_t left = a->left;
	a->exclusive = branch && exclusive;
	struct texts in = assemble_nest(a, inner, sets ? out : texts_empty(r));
	uint32_t next = a->left ? nest_within(a->nest, outer, a->w->list.at[a->left - 1].event) : UINT32_MAX;
	if (left != a->left && next != UINT32_MAX && next != outer && then_of(b, next) == inner) {
		if (!sets && sets_within(a, next)) /* what this branch adds stands behind what was there */
			in = texts_append(r, out.count ? out : texts_empty(r), in), sets = true;
		out = assemble_else(a, next, out, in, sets);
	} else {
		out = sets ? texts_union(r, out, in) : texts_append(r, out.count ? out : texts_empty(r), in);
	}
	a->exclusive = exclusive;
	return out;
}

static struct texts
assemble_nest(struct assembly *a, uint32_t outer, struct texts out)
{
	while (a->left) {
		const struct definition *d = &a->w->list.at[a->left - 1];
		uint32_t inner = nest_within(a->nest, outer, d->event);
		if (inner == UINT32_MAX)
			break;
		if (inner != outer) {
			out = assemble_inner(a, outer, inner, out);
			continue;
		}
		a->left--;
		out = apply(a, d, out);
	}
	return out;
}

/* Puts the definitions together in source order, behind what was there before. */
static struct texts
assemble(const struct search *s, const struct walk *w, struct texts before)
{
	struct assembly a = {.s = s, .nest = nest_of(s->r, s->body), .w = w, .left = w->list.count, .exclusive = true};
	return assemble_nest(&a, 0, before);
}

/* if (*out) append(*out, text); else *out = text; — appends, whichever way it goes. The text, none when they differ. */
static struct texts
appended_either_way(struct text_reader *r, uint32_t body, const struct walk *w)
{
	struct texts all = {0}, appended = {0};
	for (size_t i = 0; i < w->list.count; i++) {
		struct texts t = definition_text(r, body, &w->list.at[i]);
		all = texts_union(r, all, t);
		if (w->list.at[i].kind == DEFINITION_APPEND)
			appended = texts_union(r, appended, t);
	}
	return appended.count && all.count == appended.count ? appended : (struct texts){0};
}

struct effect
buffer_effect(struct text_reader *r, uint32_t body, const struct place *want)
{
	struct search s = {.r = r, .body = body, .b = &r->p->bodies.at[body], .want = want, .behind = true};
	struct walk w = definitions_before(&s, s.b->event_count);
	struct effect e = {.closed = w.closed};
	if (w.list.count) {
		e.kind = w.sets ? DEFINITION_SET : DEFINITION_APPEND;
		struct texts either = w.sets && !w.closed ? appended_either_way(r, body, &w) : (struct texts){0};
		if (either.count)
			e.kind = DEFINITION_APPEND;
		e.texts = either.count ? either : assemble(&s, &w, (struct texts){0});
	}
	vec_finish(&w.list);
	return e;
}

/* ---- reading ---- */

/* Is the place a parameter's own, so that its text may be the caller's? */
static bool
is_callers(const struct program_body *b, const struct place *want)
{
	return want->root == PLACE_LOCAL && b->locals[want->id].kind == 0 && (want->field || !want->element) && !want->within;
}

static struct texts
callers_text(struct text_reader *r, const struct place *want)
{
	return texts_one(r, (struct piece){.kind = PIECE_PARAM, .param = want->id + 1, .field = want->field});
}

/* A record of the function's own: what others assign to their records of the type is not in it. */
static bool
is_own_record(const struct search *s)
{
	if (s->want->root != PLACE_LOCAL || !s->want->field || s->want->within || s->b->locals[s->want->id].kind == 0)
		return false;
	uint32_t type = s->b->locals[s->want->id].type;
	return type != PROGRAM_NONE && s->r->p->types.at[type].kind == TYPE_RECORD;
}

/* Without a definition in the body: what the caller has, where there is one; else what the program assigns. */
static struct texts
text_from_outside(const struct search *s)
{
	bool callers = is_callers(s->b, s->want);
	if (is_own_record(s))
		return (struct texts){0};
	if (callers && map_has(&s->r->sites->first, s->b->symbol))
		return callers_text(s->r, s->want);
	struct texts out = settings_text(s->r, s->want);
	return out.count || !callers ? out : callers_text(s->r, s->want);
}

/* Is the object one that other names may reach, not a variable of its own? */
static bool
is_behind_pointer(const struct search *s)
{
	if (s->want->root == PLACE_FIELD)
		return true;
	uint32_t type = s->want->root == PLACE_LOCAL ? s->b->locals[s->want->id].type : PROGRAM_NONE;
	return type != PROGRAM_NONE && s->r->p->types.at[type].kind == TYPE_POINTER;
}

/* The place was surely set to "". */
static bool
is_set_empty(const struct walk *w, const struct texts *t)
{
	if (!w->closed || t->cut || !t->count)
		return false;
	for (uint32_t i = 0; i < t->count; i++)
		for (uint32_t k = 0; k < t->at[i].count; k++)
			if (t->at[i].pieces[k].kind != PIECE_LITERAL || t->at[i].pieces[k].length)
				return false;
	return true;
}

static struct texts
place_text(struct search *s, uint32_t event)
{
	struct walk w = definitions_before(s, event);
	if (!w.list.count && s->want->field && is_behind_pointer(s)) {
		s->loosely = true;
		w = definitions_before(s, event);
	}
	struct texts out = {0};
	bool callers = !w.closed && is_callers(s->b, s->want);
	if (w.list.count) {
		out = assemble(s, &w, callers && !w.sets ? callers_text(s->r, s->want) : (struct texts){0});
		if (callers && w.sets && !s->want->field)
			out = texts_union(s->r, out, callers_text(s->r, s->want));
	}
	if (!out.count || (s->want->field && !text_is_known(&out) && !is_set_empty(&w, &out)))
		out = text_from_outside(s);
	vec_finish(&w.list);
	return out;
}

/* A record read as text, as str and GString are: its field of text. */
static uint32_t
text_field_of(const struct text_reader *r, uint32_t body, const struct place *place)
{
	const struct program *p = r->p;
	uint32_t type = place_type(p, &p->bodies.at[body], place);
	for (int depth = 0; depth < 3 && type != PROGRAM_NONE; depth++) {
		if (p->types.at[type].kind == TYPE_RECORD)
			return p->types.at[type].record == PROGRAM_NONE ? 0 : r->text_field[p->types.at[type].record];
		if (p->types.at[type].kind != TYPE_POINTER)
			return 0;
		type = p->types.at[type].element;
	}
	return 0;
}

struct texts
buffer_element(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value, int64_t index)
{
	struct place want = place_of(r, body, value);
	if (want.root == PLACE_NONE)
		return (struct texts){0};
	want.element = true;
	want.index = index;
	struct search s = {.r = r, .body = body, .b = &r->p->bodies.at[body], .want = &want};
	return place_text(&s, event);
}

struct texts
buffer_text(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value, uint32_t field)
{
	struct place want = place_of(r, body, value);
	struct texts unknown = texts_one(r, (struct piece){.kind = PIECE_UNKNOWN});
	if (want.root == PLACE_NONE)
		return unknown;
	if (!field && !want.field)
		field = text_field_of(r, body, &want);
	if (field) {
		want.within = want.field;
		want.field = field;
		want.element = false;
	}
	struct search s = {.r = r, .body = body, .b = &r->p->bodies.at[body], .want = &want};
	struct texts out = place_text(&s, event);
	return out.count ? out : unknown;
}
