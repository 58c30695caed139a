/* Mentions. In: bodies. Out: rows that tell what a function is about besides what it calls: the functions it hands on
 * (a callback belongs to who registers it rather than to the library that calls it), and the records whose fields it
 * uses or that its parameters and locals are. */
#include "link/mentions.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

void
mentions_each(const struct program_body *b, mentions_f *f, void *arg)
{
	for (uint32_t e = 0; e < b->event_count; e++) {
		const struct program_event *ev = &b->events[e];
		uint32_t value = ev->op == EVENT_ASSIGN ? ev->b : ev->op == EVENT_ARGUMENT || ev->op == EVENT_RETURN ? ev->a : 0;
		for (const struct program_value *v = value ? program_strip(b, value) : NULL; v;) {
			if (v->op == VALUE_FUNCTION)
				f(arg, v->a, ev);
			if (v->op == VALUE_EITHER && program_strip(b, v->b)->op == VALUE_FUNCTION)
				f(arg, program_strip(b, v->b)->a, ev);
			v = v->op == VALUE_EITHER || v->op == VALUE_ADDRESS ? program_strip(b, v->a) : NULL;
		}
	}
}

struct mentioning {
	struct program *p;
	struct rows *out;
	const struct program_symbol *from;
	uint32_t *uses;       /* by record, of the function at hand */
	VEC(uint32_t) records; /* those with uses */
};

static void
see_reference(void *arg, uint32_t function, const struct program_event *at)
{
	struct mentioning *m = arg;
	const struct program_symbol *to = &m->p->symbols.at[function];
	if (to->number && to != m->from)
		ROW_ADD(m->out, REFERENCE, reference, .function = m->from->number, .target = to->number,
		        .file = program_text(m->p, at->file), .line = at->line);
}

static void
see_record(struct mentioning *m, uint32_t record)
{
	if (record == PROGRAM_NONE)
		return;
	if (!m->uses[record]++)
		vec_push(&m->records, record);
}

/* The record that a type is, points to, or has many of. */
static uint32_t
record_of(const struct program *p, uint32_t type)
{
	enum { DEPTH = 4 };
	for (int depth = 0; depth < DEPTH && type != PROGRAM_NONE; depth++) {
		const struct program_type *t = &p->types.at[type];
		if (t->kind == TYPE_RECORD)
			return t->record;
		if (t->kind != TYPE_POINTER && t->kind != TYPE_ARRAY)
			break;
		type = t->element;
	}
	return PROGRAM_NONE;
}

static void
records_of_body(struct mentioning *m, const struct program_body *b)
{
	const struct program *p = m->p;
	for (uint32_t i = 0; i < b->local_count; i++)
		see_record(m, record_of(p, b->locals[i].type));
	for (uint32_t i = 1; i <= b->value_count; i++)
		if (b->values[i].op == VALUE_FIELD && b->values[i].b != PROGRAM_NONE)
			see_record(m, p->fields.at[b->values[i].b].record);
}

static bool
is_named(const char *name)
{
	return *name && !strchr(name, '(') && !strchr(name, ' ');
}

static void
put_records(struct mentioning *m)
{
	for (size_t i = 0; i < m->records.count; i++) {
		const struct program_record *r = &m->p->records.at[m->records.at[i]];
		const char *name = program_text(m->p, r->name), *file = program_text(m->p, r->file);
		if (is_named(name) && strncmp(file, "<sys>", 5))
			ROW_ADD(m->out, TYPE_USE, type_use, .function = m->from->number, .type = name, .type_file = file,
			        .uses = m->uses[m->records.at[i]]);
		m->uses[m->records.at[i]] = 0;
	}
	m->records.count = 0;
}

void
mentions_rows(struct program *p, struct rows *out)
{
	struct mentioning m = {.p = p, .out = out, .uses = mem_alloc((p->records.count + 1) * sizeof *m.uses)};
	for (size_t i = 0; i < p->symbols.count; i++) {
		m.from = &p->symbols.at[i];
		if (!m.from->is_function || !m.from->number)
			continue;
		for (uint32_t b = m.from->first_body; b != PROGRAM_NONE; b = p->bodies.at[b].next) {
			mentions_each(&p->bodies.at[b], see_reference, &m);
			records_of_body(&m, &p->bodies.at[b]);
		}
		put_records(&m);
	}
	vec_finish(&m.records);
	free(m.uses);
}
