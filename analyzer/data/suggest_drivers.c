/* SQL that reaches no driver: an undefined function, or a member that nobody is known to fill, which is given literals that
 * read like whole statements. Proposed as a driver; with conversions in the text and arguments behind it, as a format. */
#include <string.h>

#include "data/suggest_find.h"

enum { POSITIONS = 16, SEEN_MOST = 100, SHOWN = 60 };

struct driver {
	str_id name;
	unsigned position, texts, formats;
	VEC(struct suggest_site) seen;
};

struct search {
	struct suggester *s;
	struct map by_place;
	VEC(struct driver) list;
};

static bool
has_conversion(const char *text)
{
	for (const char *c = strchr(text, '%'); c && c[1]; c = strchr(c + 1, '%'))
		if (strchr("sdulixcqQf", c[1]))
			return true;
	return false;
}

static void
note(struct search *f, str_id name, unsigned position, uint32_t body, uint32_t event, const char *text)
{
	struct program *p = f->s->d->p;
	const struct program_event *e = &p->bodies.at[body].events[event];
	uint32_t i = map_add(&f->by_place, MAP_PAIR(name, position), (uint32_t)f->list.count);
	if (i == f->list.count)
		vec_push(&f->list, (struct driver){.name = name, .position = position});
	struct driver *d = &f->list.at[i];
	d->texts++;
	d->formats += has_conversion(text) && program_argument(&p->bodies.at[body], event, position + 1);
	if (d->seen.count < SEEN_MOST)
		vec_push(&d->seen, (struct suggest_site){program_text(p, e->file), e->line, arena_printf(&p->arena, "%.*s", SHOWN, text)});
}

static void
look_at_call(struct search *f, uint32_t body, uint32_t event)
{
	struct program *p = f->s->d->p;
	const struct program_body *b = &p->bodies.at[body];
	bool member;
	uint32_t callee = program_callee(b, &b->events[event]), value;
	str_id name = suggest_callee(f->s, b, event, &member);
	if (!name || (callee != PROGRAM_NONE && p->symbols.at[callee].is_defined))
		return;
	for (unsigned i = 1; i < POSITIONS && (value = program_argument(b, event, i)); i++) {
		const char *text = suggest_literal(f->s, body, event, value);
		if (text && sql_looks_like_statement(text, strlen(text)))
			note(f, name, i, body, event, text);
		text_reader_rest(&f->s->d->reader);
	}
}

void
suggest_drivers(struct suggester *s)
{
	struct search f = {.s = s};
	struct program *p = s->d->p;
	map_init(&f.by_place);
	for (uint32_t b = 0; b < p->bodies.count; b++)
		for (uint32_t i = 0; i < p->bodies.at[b].event_count; i++)
			if (p->bodies.at[b].events[i].op == EVENT_CALL)
				look_at_call(&f, b, i);
	for (size_t i = 0; i < f.list.count; i++) {
		struct driver *d = &f.list.at[i];
		vec_push(&s->out->list, (struct suggestion){
			.name = program_text(p, d->name), .is_driver = true, .is_format = d->formats != 0, .likely = d->texts > 1,
			.text = d->position, .calls = d->texts, .fitting = d->texts,
			.sites = arena_copy(&p->arena, d->seen.at, d->seen.count * sizeof *d->seen.at), .site_count = d->seen.count});
		vec_finish(&d->seen);
	}
	vec_finish(&f.list);
	map_finish(&f.by_place);
}
