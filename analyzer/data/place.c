/* From a value to the place it names. Local pointers that only ever point into one object (`char *end = buf + n`,
 * `struct buffer *b = &c->out`) are other names of it. */
#include "data/place.h"

static const struct alias *alias_of(struct text_reader *r, uint32_t body, uint32_t local);

static uint32_t
local_itself(const struct program_body *b, uint32_t value)
{
	const struct program_value *x = value ? program_strip(b, value) : NULL;
	return x && x->op == VALUE_LOCAL ? x->a : PROGRAM_NONE;
}

/* a[i] = f(b[i]) read for one element of a: i is that element in b, too. */
static int64_t
assumed_index(const struct text_reader *r, uint32_t body, uint32_t index)
{
	if (r->index.at < 0 || r->index.body != body)
		return -1;
	return local_itself(&r->p->bodies.at[body], index) == r->index.local ? r->index.at : -1;
}

static unsigned
folders_shared(const char *a, const char *b)
{
	unsigned folders = 0;
	for (; *a && *a == *b; a++, b++)
		folders += *a == '/';
	return folders;
}

/* A name that several units define: the nearest folder's, if there is one such. */
static uint32_t
nearest_definition(const struct program *p, const struct program_body *b, uint32_t symbol)
{
	const struct program_symbol *s = &p->symbols.at[symbol];
	if (s->is_defined || s->is_static)
		return symbol;
	const char *from = program_text(p, b->file);
	uint32_t best = symbol;
	unsigned most = 0;
	bool twice = false;
	for (uint32_t d = map_get(&p->external_first, MAP_PAIR(s->name, s->is_function)); d != PROGRAM_NONE; d = p->external_next.at[d]) {
		unsigned near = 1 + folders_shared(from, program_text(p, p->symbols.at[d].file));
		twice = near == most || (twice && near < most);
		best = near > most ? d : best;
		most = near > most ? near : most;
	}
	return twice ? symbol : best;
}

uint32_t
place_callee(const struct program *p, const struct program_body *b, const struct program_event *call)
{
	uint32_t callee = program_callee(b, call);
	return callee == PROGRAM_NONE ? callee : nearest_definition(p, b, callee);
}

struct place
place_of(struct text_reader *r, uint32_t body, uint32_t value)
{
	const struct program_body *b = &r->p->bodies.at[body];
	struct place v = {.index = -1};
	for (int depth = 0; value && depth < 32; depth++) {
		const struct program_value *x = program_strip(b, value);
		const struct alias *alias = NULL;
		switch (x->op) {
		case VALUE_LOCAL:
			alias = alias_of(r, body, x->a);
			if (alias->value) {
				v.offset |= alias->offset && !v.field;
				value = alias->value;
				continue;
			}
			v.root = PLACE_LOCAL;
			v.id = x->a;
			return v;
		case VALUE_GLOBAL: v.root = PLACE_GLOBAL; v.id = nearest_definition(r->p, b, x->a); return v;
		case VALUE_FIELD:
			if (x->b == PROGRAM_NONE)
				return v;
			if (!v.field)
				v.field = x->b + 1;
			else if (!v.within)
				v.within = x->b + 1;
			break;
		case VALUE_ELEMENT:
			if (!v.field) {
				v.element = true;
				v.levels++;
				v.offset |= x->n != 0;
			}
			if (v.index < 0)
				v.index = x->n >= 0 ? x->n : assumed_index(r, body, x->b);
			break;
		case VALUE_BINARY:
			if (x->n != OPERATOR_POINTER_ADD)
				goto out;
			v.offset |= !v.field;
			break;
		case VALUE_DEREF:
			v.element |= !v.field;
			v.levels += !v.field;
			break;
		case VALUE_ADDRESS: break;
		default: goto out;
		}
		value = x->a;
	}
out:
	if (v.field) {
		v.root = PLACE_FIELD;
		v.id = v.field - 1;
	}
	return v;
}

bool
place_same(const struct place *a, const struct place *b, bool loosely)
{
	if (a->root == PLACE_NONE || b->root == PLACE_NONE || a->field != b->field)
		return false;
	if (a->index >= 0 && b->index >= 0 && a->field && a->index != b->index)
		return false;
	if (loosely && a->field)
		return a->within == b->within;
	return a->root == b->root && a->id == b->id;
}

uint32_t
place_type(const struct program *p, const struct program_body *b, const struct place *place)
{
	if (place->field)
		return p->fields.at[place->field - 1].type;
	return place->root == PLACE_LOCAL    ? b->locals[place->id].type
	       : place->root == PLACE_GLOBAL ? p->symbols.at[place->id].type
	                                     : PROGRAM_NONE;
}

bool
place_holds_pointers(const struct program *p, const struct program_body *b, const struct place *place)
{
	uint32_t type = place_type(p, b, place);
	if (type == PROGRAM_NONE || p->types.at[type].element == PROGRAM_NONE)
		return false;
	enum type_kind of = p->types.at[p->types.at[type].element].kind;
	return of == TYPE_POINTER || of == TYPE_ARRAY || of == TYPE_RECORD;
}

/* ---- other names ---- */

/* What a pointer may stand for: an array, a parameter, a field, an object whose address is taken. */
static bool
is_object(const struct program_body *b, uint32_t value)
{
	for (int depth = 0; value && depth < 32; depth++) {
		const struct program_value *x = program_strip(b, value);
		if (x->op == VALUE_ADDRESS)
			return true;
		if (x->op == VALUE_LOCAL)
			return b->locals[x->a].kind == 0;
		if (x->op != VALUE_BINARY || x->n != OPERATOR_POINTER_ADD)
			return false;
		value = x->a;
	}
	return false;
}

static bool
is_moved(const struct program_body *b, uint32_t value)
{
	const struct program_value *x = program_strip(b, value);
	return x->op == VALUE_BINARY;
}

/* Is the value the pointer itself, moved? p = p + n */
static bool
moves_itself(const struct program_body *b, uint32_t value, uint32_t local)
{
	const struct program_value *x = program_strip(b, value);
	return x->op == VALUE_BINARY && x->n == OPERATOR_POINTER_ADD && local_itself(b, x->a) == local;
}

#define ALIAS_BROKEN UINT32_MAX

/* f = open_memstream(&text, &n): what is written to f is added to the text. The value of &text, 0: no such call. */
static uint32_t
streamed_text(const struct text_reader *r, const struct program_body *b, uint32_t value)
{
	const struct program_value *x = value ? program_strip(b, value) : NULL;
	if (!x || x->op != VALUE_CALL)
		return 0;
	uint32_t call = b->call_event[x->n], callee = program_callee(b, &b->events[call]);
	const struct rule_text *rule = callee == PROGRAM_NONE ? NULL : r->rule_of[callee];
	return rule && rule->kind == TEXT_STREAM ? program_argument(b, call, rule->source) : 0;
}

static void
note_assignment(const struct text_reader *r, const struct program_body *b, const struct program_event *e, struct alias *all)
{
	uint32_t local = local_itself(b, e->a);
	if (local == PROGRAM_NONE || b->locals[local].kind == 0)
		return;
	struct alias *a = &all[local];
	bool plain = e->n == OPERATOR_NONE || e->n == OPERATOR_INIT;
	if (!plain || !e->b || moves_itself(b, e->b, local)) {
		a->offset = true;
		return;
	}
	uint32_t text = streamed_text(r, b, e->b), value = text ? text : e->b;
	a->value = a->value || !is_object(b, value) ? (uint32_t)ALIAS_BROKEN : value;
	a->offset |= text || is_moved(b, value);
}

/* A pointer assigned once, a parameter's name only when that is never assigned. */
static void
find_aliases(const struct text_reader *r, const struct program_body *b, struct alias *all)
{
	const struct program *p = r->p;
	unsigned char *assigned = mem_alloc((size_t)b->local_count + 1);
	for (uint32_t i = 0; i < b->event_count; i++)
		if (b->events[i].op == EVENT_ASSIGN) {
			uint32_t local = local_itself(b, b->events[i].a);
			if (local != PROGRAM_NONE)
				assigned[local] = 1;
			note_assignment(r, b, &b->events[i], all);
		}
	for (uint32_t i = 0; i < b->local_count; i++) {
		uint32_t type = b->locals[i].type;
		bool pointer = type != PROGRAM_NONE && p->types.at[type].kind == TYPE_POINTER;
		uint32_t of = all[i].value && all[i].value != ALIAS_BROKEN ? local_itself(b, all[i].value) : PROGRAM_NONE;
		if (!pointer || all[i].value == ALIAS_BROKEN || of == i || (of != PROGRAM_NONE && assigned[of]))
			all[i].value = 0;
	}
	free(assigned);
}

static const struct alias *
alias_of(struct text_reader *r, uint32_t body, uint32_t local)
{
	if (!r->aliases[body]) {
		const struct program_body *b = &r->p->bodies.at[body];
		struct alias *all = arena_array(r->keep, struct alias, (size_t)b->local_count + 1);
		find_aliases(r, b, all);
		r->aliases[body] = all;
	}
	return &r->aliases[body][local];
}

bool
place_is_alias(struct text_reader *r, uint32_t body, uint32_t value)
{
	uint32_t local = local_itself(&r->p->bodies.at[body], value);
	return local != PROGRAM_NONE && alias_of(r, body, local)->value;
}
