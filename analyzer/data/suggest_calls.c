/* Functions and members that are given the names of tables: bulk_insert(&b, "hosts", "name", …). A position is
 * proposed when at least two thirds of the texts given there are tables' names and more than one sign speaks for it: several
 * calls, several tables, columns of that very table behind the name, an operation in the function's name.
 *
 * Not proposed: names that reach a driver (the statement says it all), functions that only hand the name on to one that is
 * proposed or to a wrapper of a driver. What returns text may only make a name or value safe: said as a doubt. */
#include <string.h>

#include "data/suggest_find.h"

enum { POSITIONS = 16, SEEN_MOST = 400 };

struct candidate {
	str_id name;
	bool member;
	unsigned position;
	unsigned texts, fitting;  /* calls with a text there, with a table's name there */
	unsigned columns_at[POSITIONS];
	VEC(const char *) tables; /* different ones */
	VEC(struct suggest_site) seen;
	uint32_t function;        /* symbol, PROGRAM_NONE of a member */
	bool out;
};

struct search {
	struct suggester *s;
	struct map by_place; /* name and position → candidate */
	VEC(struct candidate) list;
	unsigned char *is_wrapper; /* [symbol] */
};

static struct candidate *
candidate_at(struct search *f, str_id name, unsigned position)
{
	uint32_t i = map_add(&f->by_place, MAP_PAIR(name, position), (uint32_t)f->list.count);
	if (i == f->list.count)
		vec_push(&f->list, (struct candidate){.name = name, .position = position, .function = PROGRAM_NONE});
	return &f->list.at[i];
}

static void
add_table(struct candidate *c, const char *table)
{
	for (size_t i = 0; i < c->tables.count; i++)
		if (!strcasecmp(c->tables.at[i], table))
			return;
	vec_push(&c->tables, table);
}

/* The columns of the table that an argument names: itself, or in an array. */
static const char *
columns_named(struct suggester *s, uint32_t body, uint32_t event, uint32_t value, const char *table)
{
	struct arena *a = &s->d->p->arena;
	const char *one = suggest_literal(s, body, event, value), *all = NULL;
	if (one)
		return known_column(s, table, one) ? one : NULL;
	struct name_list names = {0};
	if (suggest_names(s, body, event, value, &names))
		for (size_t i = 0; i < names.list.count; i++)
			if (known_column(s, table, names.list.at[i]))
				all = all ? arena_printf(a, "%s, %s", all, names.list.at[i]) : names.list.at[i];
	vec_finish(&names.list);
	return all;
}

/* The first argument behind the name that names a column counts as where columns begin. */
static const char *
note_columns(struct suggester *s, struct candidate *c, uint32_t body, uint32_t event, const char *table)
{
	const struct program_body *b = &s->d->p->bodies.at[body];
	const char *all = NULL;
	unsigned first = 0;
	uint32_t value;
	for (unsigned i = c->position + 1; i < POSITIONS && (value = program_argument(b, event, i)); i++) {
		const char *named = columns_named(s, body, event, value, table);
		first = named && !first ? i : first;
		if (named)
			all = all ? arena_printf(&s->d->p->arena, "%s, %s", all, named) : named;
	}
	c->columns_at[first] += first != 0;
	return all;
}

static void
note_text(struct search *f, str_id name, bool member, unsigned position, uint32_t body, uint32_t event, const char *text)
{
	struct program *p = f->s->d->p;
	const struct program_event *e = &p->bodies.at[body].events[event];
	struct candidate *c = candidate_at(f, name, position);
	c->texts++;
	c->member = member;
	c->function = program_callee(&p->bodies.at[body], e);
	if (!known_table(f->s, text))
		return;
	c->fitting++;
	add_table(c, text);
	const char *columns = note_columns(f->s, c, body, event, text);
	if (c->seen.count < SEEN_MOST)
		vec_push(&c->seen, (struct suggest_site){program_text(p, e->file), e->line,
		                                         columns ? arena_printf(&p->arena, "%s (%s)", text, columns) : text});
}

static void
look_at_call(struct search *f, uint32_t body, uint32_t event)
{
	const struct program_body *b = &f->s->d->p->bodies.at[body];
	bool member;
	str_id name = suggest_callee(f->s, b, event, &member);
	uint32_t value;
	for (unsigned i = 1; name && i < POSITIONS && (value = program_argument(b, event, i)); i++) {
		const char *text = suggest_literal(f->s, body, event, value);
		if (text)
			note_text(f, name, member, i, body, event, text);
		text_reader_rest(&f->s->d->reader);
	}
}

/* ---- who only hands the name on ---- */

static bool
is_param(const struct program_body *b, uint32_t value, unsigned position)
{
	const struct program_value *v = program_strip(b, value);
	return v->op == VALUE_LOCAL && v->a + 1 == position && b->locals[v->a].kind == 0;
}

/* Is the argument served by the callee: a candidate of its own, a wrapper of a driver, or a function with a rule? */
static bool
is_served(struct search *f, const struct program_body *b, uint32_t event, unsigned position)
{
	struct program *p = f->s->d->p;
	bool member;
	uint32_t callee = program_callee(b, &b->events[event]);
	str_id name = suggest_callee(f->s, b, event, &member);
	if (name) {
		uint32_t i = map_get(&f->by_place, MAP_PAIR(name, position));
		return (i != MAP_NONE && f->list.at[i].fitting) || (callee != PROGRAM_NONE && f->is_wrapper[callee]);
	}
	const char *known = callee == PROGRAM_NONE ? NULL : program_text(p, p->symbols.at[callee].name);
	const struct rule_text *text = known ? rules_text(f->s->d->rules, known) : NULL;
	return (text && text->arguments && position >= text->arguments) || (known && rules_table(f->s->d->rules, known)) ||
	       (known && rules_driver(f->s->d->rules, known));
}

static bool
hands_on(struct search *f, uint32_t body, unsigned position)
{
	const struct program_body *b = &f->s->d->p->bodies.at[body];
	for (uint32_t i = 0; i < b->event_count; i++) {
		uint32_t value;
		if (b->events[i].op != EVENT_CALL)
			continue;
		for (unsigned k = 1; k < POSITIONS && (value = program_argument(b, i, k)); k++)
			if (is_param(b, value, position) && is_served(f, b, i, k))
				return true;
	}
	return false;
}

static void
leave_out_middlemen(struct search *f)
{
	struct program *p = f->s->d->p;
	for (size_t i = 0; i < f->list.count; i++) {
		struct candidate *c = &f->list.at[i];
		if (!c->fitting || c->function == PROGRAM_NONE)
			continue;
		for (uint32_t body = p->symbols.at[c->function].first_body; body != PROGRAM_NONE; body = p->bodies.at[body].next)
			c->out |= hands_on(f, body, c->position);
	}
}

/* ---- judging ---- */

static unsigned
column_position(const struct candidate *c)
{
	unsigned best = 0;
	for (unsigned i = 1; i < POSITIONS; i++)
		if (c->columns_at[i] > c->columns_at[best])
			best = i;
	return best;
}

static bool
returns_text(const struct program *p, uint32_t function)
{
	uint32_t type = function == PROGRAM_NONE ? PROGRAM_NONE : p->symbols.at[function].type;
	uint32_t to = type == PROGRAM_NONE || p->types.at[type].kind != TYPE_POINTER ? PROGRAM_NONE : p->types.at[type].element;
	return to != PROGRAM_NONE && p->types.at[to].kind == TYPE_CHAR;
}

/* set_table("orders"): the work is done by calls behind it. */
static bool
only_sets_table(const char *name)
{
	return suggest_has_word(name, "table") && (suggest_has_word(name, "set") || suggest_has_word(name, "use"));
}

static const char *
doubt_about(struct search *f, const struct candidate *c, int mode)
{
	if (returns_text(f->s->d->p, c->function))
		return "it returns text: perhaps it only makes a name or value safe and touches nothing";
	if (mode == SUGGEST_UNKNOWN)
		return "its name does not say what it does: read the function, then say the mode";
	if (c->fitting < c->texts)
		return "some of its calls have a text there that is no known table";
	return NULL;
}

static void
judge(struct search *f, struct candidate *c)
{
	struct program *p = f->s->d->p;
	const char *name = program_text(p, c->name);
	int mode = suggest_operation(name, false);
	unsigned columns = column_position(c);
	unsigned signs = (c->fitting > 1) + (c->tables.count > 1) + (columns != 0) + (mode != SUGGEST_UNKNOWN);
	if (c->out || !c->fitting || 3 * c->fitting < 2 * c->texts || signs < 2)
		return;
	bool use = only_sets_table(name);
	const char *doubt = use ? "no call behind it is known that works on the table: give those a mode" : doubt_about(f, c, mode);
	vec_push(&f->s->out->list, (struct suggestion){
		.name = name, .is_use = use, .likely = !doubt && signs > 2, .mode = mode, .table = c->position, .columns = columns, .calls = c->texts,
		.fitting = c->fitting, .doubt = doubt, .sites = arena_copy(&p->arena, c->seen.at, c->seen.count * sizeof *c->seen.at),
		.site_count = c->seen.count});
}

void
suggest_calls(struct suggester *s)
{
	struct search f = {.s = s};
	struct program *p = s->d->p;
	map_init(&f.by_place);
	f.is_wrapper = mem_alloc(p->symbols.count + 1);
	for (size_t i = 0; i < s->d->sinks.wrappers.count; i++)
		f.is_wrapper[s->d->sinks.wrappers.at[i]] = 1;
	for (uint32_t b = 0; b < p->bodies.count; b++)
		for (uint32_t i = 0; p->symbols.at[p->bodies.at[b].symbol].is_function && i < p->bodies.at[b].event_count; i++)
			if (p->bodies.at[b].events[i].op == EVENT_CALL)
				look_at_call(&f, b, i);
	leave_out_middlemen(&f);
	for (size_t i = 0; i < f.list.count; i++) {
		judge(&f, &f.list.at[i]);
		vec_finish(&f.list.at[i].tables);
		vec_finish(&f.list.at[i].seen);
	}
	vec_finish(&f.list);
	map_finish(&f.by_place);
	free(f.is_wrapper);
}
