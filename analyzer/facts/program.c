/* The united program: lifecycle and the small questions everybody asks. */
#include "facts/program.h"

#include <stdlib.h>
#include <string.h>

void
program_init(struct program *p)
{
	*p = (struct program){0};
	arena_init(&p->arena);
	intern_init(&p->text);
	map_init(&p->type_ids);
	map_init(&p->record_ids);
	map_init(&p->field_ids);
	map_init(&p->symbol_ids);
	map_init(&p->file_ids);
	map_init(&p->note_ids);
	map_init(&p->external_first);
	map_init(&p->constant_first);
	map_init(&p->set_ids);
}

void
program_finish(struct program *p)
{
	map_finish(&p->type_ids);
	map_finish(&p->record_ids);
	map_finish(&p->field_ids);
	map_finish(&p->symbol_ids);
	map_finish(&p->file_ids);
	map_finish(&p->note_ids);
	map_finish(&p->external_first);
	map_finish(&p->constant_first);
	map_finish(&p->set_ids);
	vec_finish(&p->types);
	vec_finish(&p->records);
	vec_finish(&p->fields);
	vec_finish(&p->symbols);
	vec_finish(&p->bodies);
	vec_finish(&p->units);
	vec_finish(&p->files);
	vec_finish(&p->diagnostics);
	vec_finish(&p->inactive);
	vec_finish(&p->inactive_parts);
	vec_finish(&p->scripts);
	vec_finish(&p->assumptions);
	vec_finish(&p->programs);
	vec_finish(&p->constants);
	vec_finish(&p->members);
	vec_finish(&p->meetings);
	vec_finish(&p->body_units);
	vec_finish(&p->configs);
	vec_finish(&p->sets);
	vec_finish(&p->external_next);
	intern_finish(&p->text);
	arena_finish(&p->arena);
}

uint32_t
program_argument(const struct program_body *body, uint32_t event, uint32_t position)
{
	for (uint32_t i = event + 1; i < body->event_count && body->events[i].op == EVENT_ARGUMENT; i++)
		if (body->events[i].n == (int64_t)position)
			return body->events[i].a;
	return 0;
}

void
program_add_constant(struct program *p, str_id file, uint32_t line, str_id name, int64_t value)
{
	uint32_t first = map_get(&p->constant_first, MAP_PAIR(file, line));
	for (uint32_t i = first; i != PROGRAM_NONE; i = p->constants.at[i].next)
		if (p->constants.at[i].name == name && p->constants.at[i].value == value)
			return;
	map_put(&p->constant_first, MAP_PAIR(file, line), (uint32_t)p->constants.count);
	vec_push(&p->constants, (struct program_constant){name, value, first});
}

/* The names of a line by their spelling: units may meet them in any order. */
str_id
program_constant(const struct program *p, str_id file, uint32_t line, int64_t value, bool (*wanted)(const char *name))
{
	str_id found = 0;
	uint32_t i = map_get(&p->constant_first, MAP_PAIR(file, line));
	for (; i != PROGRAM_NONE; i = p->constants.at[i].next) {
		const struct program_constant *c = &p->constants.at[i];
		const char *name = program_text(p, c->name);
		if (c->value == value && wanted(name) && (!found || strcmp(name, program_text(p, found)) < 0))
			found = c->name;
	}
	return found;
}

bool
program_names_error(const char *name)
{
	static const char *const words[] = {"ERR", "FAIL", "INVALID", "BAD", "err", "fail", "Err", "Fail"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(name, words[i]))
			return true;
	return false;
}

bool
program_is_guessed(const struct program_body *body, uint32_t value)
{
	for (; value; value = body->values[value].a) {
		const struct program_value *v = &body->values[value];
		bool leads_on = v->op == VALUE_CAST || v->op == VALUE_FIELD || v->op == VALUE_ELEMENT || v->op == VALUE_DEREF ||
		                v->op == VALUE_ADDRESS;
		if (v->guessed || !leads_on)
			return v->guessed;
	}
	return false;
}
