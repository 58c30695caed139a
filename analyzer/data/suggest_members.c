/* Interfaces of function pointers that set the table first: api.use_table(h, &name); api.query(h, keys, …). A member is taken
 * for one that sets the table when its name says "table" and the text it is given may be a name, or when the text is a
 * known table; and only if behind it, in the same function and on the same object, a member is called whose name begins
 * with an operation and that is given an array of names, or is that one word alone. */
#include <string.h>

#include "data/place.h"
#include "data/suggest_find.h"

enum { POSITIONS = 16, SEEN_MOST = 100 };

struct member {
	str_id name;
	unsigned calls, after_use;       /* in the program, behind a call that sets the table */
	unsigned table_at[POSITIONS];    /* texts that may be a table's name */
	unsigned known_at[POSITIONS];    /* of these known tables */
	unsigned names_at[POSITIONS];    /* arrays of names */
	unsigned followed;
	VEC(struct suggest_site) seen;
};

struct called { uint32_t body, event, member; struct place object; }; /* member: index into the list */

struct search {
	struct suggester *s;
	struct map by_name;
	VEC(struct member) list;
	VEC(struct called) in_body;
};

static uint32_t
member_index(struct search *f, str_id name)
{
	uint32_t i = map_add(&f->by_name, name, (uint32_t)f->list.count);
	if (i == f->list.count)
		vec_push(&f->list, (struct member){.name = name});
	return i;
}

static const char *
name_of(const struct search *f, const struct member *m)
{
	return program_text(f->s->d->p, m->name);
}

static bool
is_name(const char *text, size_t shortest)
{
	size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
	return n >= shortest && !text[n];
}

/* ---- the calls of a body ---- */

static struct place
object_called(struct search *f, uint32_t body, uint32_t event)
{
	const struct program_body *b = &f->s->d->p->bodies.at[body];
	const struct program_value *v = program_strip(b, b->events[event].a);
	while (v->op == VALUE_DEREF)
		v = program_strip(b, v->a);
	return place_of(&f->s->d->reader, body, v->a);
}

static void
see(struct search *f, struct member *m, uint32_t body, uint32_t event, const char *text)
{
	struct program *p = f->s->d->p;
	const struct program_event *e = &p->bodies.at[body].events[event];
	const struct suggest_site *last = m->seen.count ? &vec_last(&m->seen) : NULL;
	if (m->seen.count < SEEN_MOST && (!last || last->line != e->line || strcmp(last->file, program_text(p, e->file)) != 0))
		vec_push(&m->seen, (struct suggest_site){program_text(p, e->file), e->line, text});
}

/* False when the argument is no array. */
static bool
note_names(struct search *f, struct member *m, unsigned position, uint32_t body, uint32_t event, uint32_t value)
{
	struct name_list names = {0};
	const char *all = NULL;
	struct arena *a = &f->s->d->p->arena;
	bool is_array = suggest_names(f->s, body, event, value, &names);
	for (size_t i = 0; i < names.list.count; i++)
		if (is_name(names.list.at[i], 1))
			all = all ? arena_printf(a, "%s, %s", all, names.list.at[i]) : names.list.at[i];
	vec_finish(&names.list);
	m->names_at[position] += all != NULL;
	if (all)
		see(f, m, body, event, all);
	return is_array;
}

static void
note_text(struct search *f, struct member *m, unsigned position, uint32_t body, uint32_t event, uint32_t value)
{
	const char *text = suggest_literal(f->s, body, event, value);
	if (!text || !is_name(text, 2))
		return;
	m->table_at[position]++;
	m->known_at[position] += known_table(f->s, text);
	see(f, m, body, event, text);
}

static void
note_call(struct search *f, str_id name, uint32_t body, uint32_t event)
{
	const struct program_body *b = &f->s->d->p->bodies.at[body];
	uint32_t i = member_index(f, name), value;
	struct member *m = &f->list.at[i];
	m->calls++;
	vec_push(&f->in_body, (struct called){body, event, i, object_called(f, body, event)});
	for (unsigned k = 1; k < POSITIONS && (value = program_argument(b, event, k)); k++) {
		if (!note_names(f, m, k, body, event, value))
			note_text(f, m, k, body, event, value);
		text_reader_rest(&f->s->d->reader);
	}
}

/* ---- which follows which ---- */

static unsigned
best_position(const unsigned *at)
{
	unsigned best = 0;
	for (unsigned i = 1; i < POSITIONS; i++)
		if (at[i] > at[best])
			best = i;
	return best;
}

static unsigned
table_position(const struct search *f, const struct member *m)
{
	unsigned known = best_position(m->known_at);
	return suggest_has_word(name_of(f, m), "table") ? best_position(m->table_at) : 2 * m->known_at[known] > m->calls ? known : 0;
}

static bool
sets_table(const struct search *f, const struct member *m)
{
	return suggest_operation(name_of(f, m), true) == SUGGEST_UNKNOWN && table_position(f, m) && !best_position(m->names_at);
}

static bool
works_on_table(const struct search *f, const struct member *m)
{
	const char *name = name_of(f, m);
	bool one_word = !strpbrk(strrchr(name, '.'), "_");
	return suggest_operation(name, true) != SUGGEST_UNKNOWN && (best_position(m->names_at) || one_word);
}

static bool
same_record(const struct search *f, const struct member *a, const struct member *b)
{
	const char *x = name_of(f, a), *y = name_of(f, b);
	size_t n = (size_t)(strrchr(x, '.') - x) + 1;
	return !strncmp(x, y, n);
}

static bool
same_object(const struct called *a, const struct called *b)
{
	return (a->object.root == PLACE_NONE && b->object.root == PLACE_NONE) || place_same(&a->object, &b->object, false);
}

static void
pair_body(struct search *f)
{
	for (size_t i = 0; i < f->in_body.count; i++) {
		const struct called *later = &f->in_body.at[i];
		struct member *m = &f->list.at[later->member];
		if (!works_on_table(f, m))
			continue;
		for (size_t k = i; k-- > 0;) {
			const struct called *use = &f->in_body.at[k];
			struct member *u = &f->list.at[use->member];
			if (!sets_table(f, u) || !same_record(f, u, m) || !same_object(use, later))
				continue;
			u->followed++;
			if (!m->after_use++ && !m->seen.count)
				see(f, m, later->body, later->event, arena_printf(&f->s->d->p->arena, "behind %s", name_of(f, u)));
			break;
		}
	}
}

/* Calls f for the member calls of each body, in order. */
static void
each_body(struct search *f, void (*at_end)(struct search *), bool counts)
{
	struct program *p = f->s->d->p;
	for (uint32_t body = 0; body < p->bodies.count; body++) {
		const struct program_body *b = &p->bodies.at[body];
		f->in_body.count = 0;
		for (uint32_t i = 0; i < b->event_count; i++) {
			bool member = false;
			str_id name = b->events[i].op == EVENT_CALL ? suggest_callee(f->s, b, i, &member) : 0;
			if (name && member && counts)
				note_call(f, name, body, i);
			else if (name && member)
				vec_push(&f->in_body, (struct called){body, i, member_index(f, name), object_called(f, body, i)});
		}
		if (at_end)
			at_end(f);
	}
}

/* ---- proposing ---- */

/* Two arrays of names: the keys compared with come first; one: what is written, or the keys of a delete. */
static void
set_columns(const struct member *m, struct suggestion *x)
{
	unsigned first = 0, second = 0;
	for (unsigned i = 1; i < POSITIONS; i++)
		if (m->names_at[i]) {
			second = first && !second ? i : second;
			first = first ? first : i;
		}
	x->keys = x->mode == TABLE_DELETE || second ? first : 0;
	x->columns = x->mode == TABLE_DELETE ? 0 : second ? second : first;
	if (x->mode == TABLE_CREATE) {
		x->keys = 0;
		x->columns = first;
	}
}

static void
propose(struct search *f, const struct member *m)
{
	struct program *p = f->s->d->p;
	struct suggestion x = {.name = name_of(f, m), .calls = m->calls, .sites = arena_copy(&p->arena, m->seen.at, m->seen.count * sizeof *m->seen.at),
	                       .site_count = m->seen.count};
	if (m->followed && sets_table(f, m)) {
		x.is_use = true;
		x.table = table_position(f, m);
		x.fitting = m->table_at[x.table];
		x.likely = m->followed > 1;
	} else if (m->after_use) {
		x.mode = suggest_operation(x.name, true);
		x.fitting = m->after_use;
		x.likely = m->after_use > 1 || best_position(m->names_at);
		set_columns(m, &x);
	} else {
		return;
	}
	vec_push(&f->s->out->list, x);
}

void
suggest_members(struct suggester *s)
{
	struct search f = {.s = s};
	map_init(&f.by_name);
	each_body(&f, NULL, true);
	each_body(&f, pair_body, false);
	for (size_t i = 0; i < f.list.count; i++) {
		propose(&f, &f.list.at[i]);
		vec_finish(&f.list.at[i].seen);
	}
	vec_finish(&f.list);
	vec_finish(&f.in_body);
	map_finish(&f.by_name);
}
