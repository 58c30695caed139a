/* Rows of functions and globals: numbers, keys, words, accesses to globals, program members. */
#include "link/functions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "facts/configs.h"
#include "link/link.h"
#include "link/meeting.h"

/* ---- numbers ---- */

static int
by_key(const void *a, const void *b, void *arg)
{
	const struct program *p = arg;
	const struct program_symbol *x = &p->symbols.at[*(const uint32_t *)a], *y = &p->symbols.at[*(const uint32_t *)b];
	return strcmp(program_text(p, x->key), program_text(p, y->key));
}

void
link_number(struct program *p)
{
	for (int functions = 0; functions < 2; functions++) {
		VEC(uint32_t) list = {0};
		for (uint32_t i = 0; i < p->symbols.count; i++)
			if (p->symbols.at[i].is_defined && p->symbols.at[i].is_function == functions)
				vec_push(&list, i);
		if (list.count)
			qsort_r(list.at, list.count, sizeof *list.at, by_key, p);
		for (uint32_t i = 0; i < list.count; i++)
			p->symbols.at[list.at[i]].number = i + 1;
		vec_finish(&list);
	}
}

/* ---- words ---- */

static void
words_of_body(struct program *p, const struct program_body *b, struct words *w)
{
	for (uint32_t i = 0; i < b->local_count; i++)
		words_add(w, program_text(p, b->locals[i].name));
	for (uint32_t i = 1; i <= b->value_count; i++) {
		const struct program_value *v = &b->values[i];
		if (v->op == VALUE_GLOBAL || v->op == VALUE_FUNCTION) {
			if (!p->symbols.at[v->a].is_system)
				words_add(w, program_text(p, p->symbols.at[v->a].name));
		} else if (v->op == VALUE_FIELD && v->b != PROGRAM_NONE) {
			words_add(w, program_text(p, p->fields.at[v->b].name));
		}
	}
}

static const char *
words_of(struct program *p, const struct program_symbol *s)
{
	struct arena scratch;
	arena_init(&scratch);
	struct words w = {.arena = &scratch};
	words_add(&w, program_text(p, s->name));
	if (s->first_body != PROGRAM_NONE)
		words_of_body(p, &p->bodies.at[s->first_body], &w);
	const char *result = words_text(&w, &p->arena);
	words_finish(&w);
	arena_finish(&scratch);
	return result;
}

/* ---- function rows ---- */

static const char *
type_text(const struct program *p, uint32_t type)
{
	return type == PROGRAM_NONE ? "" : program_text(p, p->types.at[type].spelling);
}

static void
member_rows(struct program *p, const struct program_symbol *s, struct rows *out)
{
	for (uint32_t i = 0; i < p->programs.count; i++) {
		const struct program_linked *l = &p->programs.at[i];
		if (!meeting_holds(p, s->set, i))
			continue;
		bool listed = s->unit != PROGRAM_NONE && meeting_holds(p, p->units.at[s->unit].declared, i);
		ROW_ADD(out, PROGRAM_MEMBER, program_member, .program = program_text(p, l->name), .key = program_text(p, s->key),
		        .kind = l->kind, .confidence = listed ? l->confidence : CONFIDENCE_GUESSED,
		        .how = !listed ? "its unit defines what the program uses" :
		               l->file ? arena_printf(&p->arena, "%s:%u", program_text(p, l->file), l->line) :
		               l->confidence == CONFIDENCE_EXACT ? "linked by the build" : "nothing says what is linked");
	}
}

void
functions_rows(struct program *p, struct rows *out)
{
	for (size_t i = 0; i < p->symbols.count; i++) {
		const struct program_symbol *s = &p->symbols.at[i];
		if (!s->number)
			continue;
		if (!s->is_function) {
			ROW_ADD(out, GLOBAL, global, .id = s->number, .key = program_text(p, s->key), .name = program_text(p, s->name),
			        .file = program_text(p, s->file), .line = s->line, .type = type_text(p, s->type),
			        .is_static = s->is_static, .is_const = s->is_const,
			        .function = s->owner == PROGRAM_NONE ? 0 : p->symbols.at[s->owner].number);
			continue;
		}
		ROW_ADD(out, FUNCTION, function, .id = s->number, .key = program_text(p, s->key), .name = program_text(p, s->name),
		        .file = program_text(p, s->file), .line = s->line, .end_line = s->end_line,
		        .is_static = s->is_static, .kind = FUNCTION_C, .origin = s->origin,
		        .configs = configs_text(p, configs_of_symbol(p, (uint32_t)i)),
		        .physical_file = program_text(p, s->physical_file), .physical_line = s->physical_line,
		        .physical_end_line = s->physical_end_line, .stateless = 1, .in_header = s->in_header,
		        .words = words_of(p, s));
		member_rows(p, s, out);
	}
}

/* ---- accesses to globals ---- */

/* The global a place lies in, PROGRAM_NONE when it lies behind a pointer. */
static uint32_t
root_of(const struct program *p, const struct program_body *b, uint32_t value)
{
	for (;;) {
		const struct program_value *v = program_strip(b, value);
		if (v->op == VALUE_GLOBAL)
			return v->a;
		bool inside = (v->op == VALUE_FIELD && !v->n) || v->op == VALUE_ELEMENT;
		if (!inside)
			return PROGRAM_NONE;
		uint32_t type = program_strip(b, v->a)->type;
		if (v->op == VALUE_ELEMENT && type != PROGRAM_NONE && p->types.at[type].kind == TYPE_POINTER)
			return PROGRAM_NONE;
		value = v->a;
	}
}

static void
access_rows_of(struct program *p, const struct program_body *b, struct rows *out)
{
	const char *configs = configs_text(p, configs_of_body(p, (uint32_t)(b - p->bodies.at)));
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		uint32_t g = e->op == EVENT_ACCESS && e->a ? root_of(p, b, e->a) : PROGRAM_NONE;
		if (g == PROGRAM_NONE || !p->symbols.at[g].number || e->n < 0 || e->n >= ACCESS_MODE_COUNT)
			continue;
		ROW_ADD(out, GLOBAL_ACCESS, global_access, .function = p->symbols.at[b->symbol].number,
		        .global = p->symbols.at[g].number, .mode = e->n, .file = program_text(p, e->file), .line = e->line,
		        .configs = configs, .confidence = program_less_sure(CONFIDENCE_EXACT, program_is_guessed(b, e->a)),
		        .how = program_is_guessed(b, e->a) ? "named in the source" GUESSED_HOW : "named in the source");
	}
}

void
access_rows(struct program *p, struct rows *out)
{
	for (size_t i = 0; i < p->bodies.count; i++) {
		const struct program_body *b = &p->bodies.at[i];
		if (p->symbols.at[b->symbol].is_function && p->symbols.at[b->symbol].number)
			access_rows_of(p, b, out);
	}
}
