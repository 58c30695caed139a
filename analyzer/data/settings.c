/* Assignments to fields and globals of the whole program, initialisers included: what a variable may hold that no
 * definition in the body at hand says. Only literals through and through, and statements with holes,
 * are taken from elsewhere. */
#include "data/settings.h"

#include "data/buffer.h"

static void
index_setting(struct text_reader *r, struct map *first, uint64_t id, uint32_t body, uint32_t event)
{
	uint32_t before = map_get(first, id);
	map_put(first, id, (uint32_t)r->settings.count);
	vec_push(&r->settings, (struct setting){body, event});
	vec_push(&r->setting_next, before);
}

static void
index_place(struct text_reader *r, const struct place *v, uint32_t body, uint32_t event)
{
	if (v->field && v->root == PLACE_GLOBAL)
		index_setting(r, &r->global_first, MAP_PAIR(v->field, v->id), body, event);
	if (v->field)
		index_setting(r, &r->field_first, v->field - 1, body, event);
	else if (v->root == PLACE_GLOBAL)
		index_setting(r, &r->global_first, v->id, body, event);
}

static void
index_event(struct text_reader *r, uint32_t body, uint32_t event)
{
	const struct program_body *b = &r->p->bodies.at[body];
	const struct program_event *e = &b->events[event];
	if (e->op == EVENT_ASSIGN && e->a && e->b && (e->n == OPERATOR_NONE || e->n == OPERATOR_INIT)) {
		uint8_t from = program_strip(b, e->b)->op;
		if (from == VALUE_INTEGER || from == VALUE_HOLE || from == VALUE_FLOAT || place_is_alias(r, body, e->a))
			return;
		struct place v = place_of(r, body, e->a);
		index_place(r, &v, body, event);
	} else if (e->op == EVENT_CALL) { /* asprintf(&names[i], …) */
		uint32_t callee = program_callee(b, e);
		const struct rule_text *rule = callee == PROGRAM_NONE ? NULL : r->rule_of[callee];
		if (!rule || !rule->through_pointer)
			return;
		struct place v = place_of(r, body, program_argument(b, event, rule->destination));
		if (v.root == PLACE_GLOBAL && v.element)
			index_place(r, &v, body, event);
	}
}

void
settings_index(struct text_reader *r)
{
	for (uint32_t body = (uint32_t)r->p->bodies.count; body-- > 0;)
		for (uint32_t i = r->p->bodies.at[body].event_count; i-- > 0;)
			index_event(r, body, i);
}

static bool
is_literal(const struct text *t)
{
	return t->count == 1 && t->pieces[0].kind == PIECE_LITERAL && t->pieces[0].length;
}

/* First setting of what may be the place; of a global's field, those of that very global. */
static uint32_t
first_setting(const struct text_reader *r, const struct place *want)
{
	if (!want->field)
		return map_get(&r->global_first, want->id);
	return want->root == PLACE_GLOBAL ? map_get(&r->global_first, MAP_PAIR(want->field, want->id)) : map_get(&r->field_first, want->field - 1);
}

/* The place a setting sets: the assigned one, or a call's destination. */
static uint32_t
target_of(struct text_reader *r, const struct setting *set)
{
	const struct program_body *b = &r->p->bodies.at[set->body];
	const struct program_event *e = &b->events[set->event];
	return e->op == EVENT_ASSIGN ? e->a : program_argument(b, set->event, r->rule_of[program_callee(b, e)]->destination);
}

bool
settings_of_field(const struct text_reader *r, uint32_t field, struct setting *out, size_t room, size_t *count)
{
	*count = 0;
	for (uint32_t s = map_get(&r->field_first, field); s != MAP_NONE; s = r->setting_next.at[s]) {
		if (*count == room)
			return false;
		out[(*count)++] = r->settings.at[s];
	}
	return true;
}

struct texts
setting_text(struct text_reader *r, const struct setting *set)
{
	const struct program_body *b = &r->p->bodies.at[set->body];
	const struct program_event *e = &b->events[set->event];
	return e->op == EVENT_ASSIGN ? text_of(r, set->body, set->event, e->b)
	                             : buffer_library_text(r, set->body, set->event, r->rule_of[program_callee(b, e)]);
}

/* The local that an array's element is chosen by, PROGRAM_NONE. */
static uint32_t
index_local(const struct program_body *b, uint32_t value)
{
	const struct program_value *v = program_strip(b, value);
	while (v->op == VALUE_ADDRESS)
		v = program_strip(b, v->a);
	if (v->op != VALUE_ELEMENT || v->n >= 0 || !v->b)
		return PROGRAM_NONE;
	v = program_strip(b, v->b);
	return v->op == VALUE_LOCAL ? v->a : PROGRAM_NONE;
}

/* A name made at run time around a literal: the parameters of another function are holes here. */
static struct texts
made_name(struct text_reader *r, const struct text *t)
{
	struct text *out = arena_copy(r->arena, t, sizeof *t);
	out->pieces = arena_copy(r->arena, t->pieces, t->count * sizeof *t->pieces);
	for (uint32_t i = 0; i < out->count; i++)
		if (out->pieces[i].kind != PIECE_LITERAL)
			out->pieces[i] = (struct piece){.kind = PIECE_UNKNOWN};
	return (struct texts){out, 1, false};
}

/* names[i] = prefix + raw[i], asked for one element. */
static struct texts
text_of_element(struct text_reader *r, const struct setting *set, const struct place *want)
{
	if (want->index < 0)
		return setting_text(r, set);
	r->index.body = set->body;
	r->index.local = index_local(&r->p->bodies.at[set->body], target_of(r, set));
	r->index.at = r->index.local == PROGRAM_NONE ? -1 : want->index;
	struct texts t = setting_text(r, set);
	r->index.at = -1;
	return t;
}

static struct texts
set_anywhere(struct text_reader *r, const struct place *want)
{
	struct texts out = {0};
	unsigned looked_at = 0;
	for (uint32_t s = first_setting(r, want); s != MAP_NONE; s = r->setting_next.at[s]) {
		const struct setting *set = &r->settings.at[s];
		struct place v = place_of(r, set->body, target_of(r, set));
		if ((want->index >= 0 && v.index >= 0 && want->index != v.index) || (want->within && v.within != want->within))
			continue;
		if (++looked_at > (out.count < TEXTS_MOST ? 4 * TEXTS_MOST : STATEMENTS_MOST)) {
			out.cut = true;
			break;
		}
		struct texts t = text_of_element(r, set, want);
		for (uint32_t i = 0; i < t.count; i++) {
			bool name = !want->field && want->element && text_is_known(&(struct texts){&t.at[i], 1, false});
			if (is_literal(&t.at[i]) || name || text_begins_statement(&t.at[i]))
				out = texts_union(r, out, made_name(r, &t.at[i]));
			else
				out.cut = true;
		}
	}
	return out;
}

struct texts
settings_text(struct text_reader *r, const struct place *want)
{
	if (want->root != PLACE_GLOBAL && !want->field)
		return (struct texts){0};
	if (want->index >= 0)
		return set_anywhere(r, want);
	uint64_t key = MAP_PAIR(want->field, want->root == PLACE_GLOBAL ? want->id : PROGRAM_NONE) ^ (uint64_t)want->element << 63 ^ (uint64_t)want->within << 40;
	uint32_t at = map_add(&r->set_of, key, (uint32_t)r->sets.count);
	if (at == r->sets.count) {
		vec_push(&r->sets, (struct texts){.cut = true}); /* until it is worked out */
		struct texts t = set_anywhere(r, want);
		r->sets.at[at] = text_keep(r, &t);
	}
	return r->sets.at[at];
}
