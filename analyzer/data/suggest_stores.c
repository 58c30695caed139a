/* Key-value stores of the project's own: registry_put("dialplan", key, value), registry_get("dialplan", key, …). A family of
 * functions whose names differ in one operation word alone is proposed when one of them writes and another reads, both are
 * given the same literal at the same position, and a text that is no literal, the key, comes right behind it. Always only
 * possible: settings and messages look alike. */
#include <string.h>

#include "data/suggest_find.h"

enum { POSITIONS = 4, SEEN_MOST = 100, PARTS_MOST = 256 };

struct keyed { /* calls of one function with a literal at one position and a key behind it */
	str_id name, stem;
	unsigned position, calls;
	int mode;
	VEC(str_id) parts; /* different literals */
	VEC(struct suggest_site) seen;
	bool paired;
};

struct search {
	struct suggester *s;
	struct map by_place;
	VEC(struct keyed) list;
};

static bool
is_text(const struct program *p, uint32_t type)
{
	uint32_t to = type == PROGRAM_NONE ? PROGRAM_NONE : p->types.at[type].element;
	return to != PROGRAM_NONE && p->types.at[to].kind == TYPE_CHAR;
}

/* A text made at run time. */
static bool
is_key(const struct suggester *s, uint32_t body, uint32_t event, unsigned position)
{
	const struct program *p = s->d->p;
	const struct program_body *b = &p->bodies.at[body];
	uint32_t callee = program_callee(b, &b->events[event]), value = program_argument(b, event, position);
	if (!value || callee == PROGRAM_NONE || position > p->symbols.at[callee].param_count)
		return false;
	return is_text(p, p->symbols.at[callee].params[position - 1].type) && program_strip(b, value)->op != VALUE_TEXT;
}

static bool
is_part(const char *text)
{
	size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:");
	return n > 1 && !text[n];
}

static void
note(struct search *f, str_id name, unsigned position, uint32_t body, uint32_t event, const char *text)
{
	struct program *p = f->s->d->p;
	const char *stem = suggest_stem(&p->arena, program_text(p, name));
	if (!stem)
		return;
	uint32_t i = map_add(&f->by_place, MAP_PAIR(name, position), (uint32_t)f->list.count);
	if (i == f->list.count)
		vec_push(&f->list, (struct keyed){.name = name, .stem = intern_text(&p->text, stem), .position = position,
		                                  .mode = suggest_operation(program_text(p, name), false)});
	struct keyed *k = &f->list.at[i];
	const struct program_event *e = &p->bodies.at[body].events[event];
	k->calls++;
	if (k->parts.count < PARTS_MOST)
		vec_push(&k->parts, intern_text(&p->text, text));
	if (k->seen.count < SEEN_MOST)
		vec_push(&k->seen, (struct suggest_site){program_text(p, e->file), e->line, text});
}

static void
look_at_call(struct search *f, uint32_t body, uint32_t event)
{
	const struct program_body *b = &f->s->d->p->bodies.at[body];
	bool member;
	str_id name = suggest_callee(f->s, b, event, &member);
	for (unsigned i = 1; name && !member && i < POSITIONS; i++) {
		uint32_t value = program_argument(b, event, i);
		const char *text = value && is_key(f->s, body, event, i + 1) ? suggest_literal(f->s, body, event, value) : NULL;
		if (text && is_part(text) && !known_table(f->s, text))
			note(f, name, i, body, event, text);
		text_reader_rest(&f->s->d->reader);
	}
}

static bool
share_a_part(const struct keyed *a, const struct keyed *b)
{
	for (size_t i = 0; i < a->parts.count; i++)
		for (size_t k = 0; k < b->parts.count; k++)
			if (a->parts.at[i] == b->parts.at[k])
				return true;
	return false;
}

static void
pair_up(struct search *f)
{
	for (size_t i = 0; i < f->list.count; i++)
		for (size_t k = 0; k < f->list.count; k++) {
			struct keyed *reader = &f->list.at[i], *writer = &f->list.at[k];
			if (reader->mode == TABLE_READ && writer->mode != TABLE_READ && reader->stem == writer->stem &&
			    reader->position == writer->position && share_a_part(reader, writer))
				reader->paired = writer->paired = true;
		}
}

/* registry_*: registry */
static const char *
store_of(struct program *p, const struct keyed *k)
{
	const char *stem = program_text(p, k->stem);
	char *store = arena_alloc(&p->arena, strlen(stem) + 1), *to = store;
	for (; *stem; stem++)
		if (*stem != '*' && (*stem != '_' || (to > store && to[-1] != '_' && stem[1] && stem[1] != '*')))
			*to++ = *stem;
	return *store ? store : "store";
}

void
suggest_stores(struct suggester *s)
{
	struct search f = {.s = s};
	struct program *p = s->d->p;
	map_init(&f.by_place);
	for (uint32_t b = 0; b < p->bodies.count; b++)
		for (uint32_t i = 0; i < p->bodies.at[b].event_count; i++)
			if (p->bodies.at[b].events[i].op == EVENT_CALL)
				look_at_call(&f, b, i);
	pair_up(&f);
	for (size_t i = 0; i < f.list.count; i++) {
		struct keyed *k = &f.list.at[i];
		if (k->paired)
			vec_push(&s->out->list, (struct suggestion){
				.name = program_text(p, k->name), .store = store_of(p, k), .mode = k->mode, .table = k->position, .calls = k->calls,
				.fitting = k->calls, .doubt = "perhaps settings or messages and no store",
				.sites = arena_copy(&p->arena, k->seen.at, k->seen.count * sizeof *k->seen.at), .site_count = k->seen.count});
		vec_finish(&k->parts);
		vec_finish(&k->seen);
	}
	vec_finish(&f.list);
	map_finish(&f.by_place);
}
