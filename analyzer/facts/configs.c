/* Configurations of bodies. In: units with the name of their configuration; out: sets, and their names. */
#include "facts/configs.h"

#include <stdlib.h>
#include <string.h>

enum { CONFIGS_MOST = 64 };

static int
by_name(const void *a, const void *b, void *program)
{
	return strcmp(program_text(program, *(const str_id *)a), program_text(program, *(const str_id *)b));
}

void
configs_number(struct program *p)
{
	for (size_t i = 0; i < p->units.count; i++) {
		size_t k = 0;
		while (k < p->configs.count && p->configs.at[k] != p->units.at[i].config)
			k++;
		if (k == p->configs.count)
			vec_push(&p->configs, p->units.at[i].config);
	}
	if (p->configs.count)
		qsort_r(p->configs.at, p->configs.count, sizeof *p->configs.at, by_name, p);
}

static uint64_t
all(const struct program *p)
{
	return p->configs.count < CONFIGS_MOST ? (UINT64_C(1) << p->configs.count) - 1 : ~UINT64_C(0);
}

uint64_t
configs_of_body(const struct program *p, uint32_t body)
{
	uint64_t set = 0;
	if (p->configs.count < 2 || p->configs.count > CONFIGS_MOST)
		return all(p);
	for (uint32_t at = p->bodies.at[body].first_unit; at != PROGRAM_NONE; at = p->body_units.at[at].next)
		for (size_t k = 0; k < p->configs.count; k++)
			if (p->configs.at[k] == p->units.at[p->body_units.at[at].unit].config)
				set |= UINT64_C(1) << k;
	return set;
}

uint64_t
configs_of_symbol(const struct program *p, uint32_t symbol)
{
	uint64_t set = 0;
	if (p->configs.count < 2 || p->symbols.at[symbol].first_body == PROGRAM_NONE)
		return all(p);
	for (uint32_t b = p->symbols.at[symbol].first_body; b != PROGRAM_NONE; b = p->bodies.at[b].next)
		set |= configs_of_body(p, b);
	return set;
}

const char *
configs_text(struct program *p, uint64_t set)
{
	const char *text = "";
	if (p->configs.count < 2 || p->configs.count > CONFIGS_MOST || !set || set == all(p))
		return NULL;
	struct arena scratch;
	arena_init(&scratch);
	for (size_t k = 0; k < p->configs.count; k++)
		if (set >> k & 1)
			text = *text ? arena_printf(&scratch, "%s,%s", text, program_text(p, p->configs.at[k])) : program_text(p, p->configs.at[k]);
	text = program_text(p, intern_text(&p->text, text));
	arena_finish(&scratch);
	return text;
}
