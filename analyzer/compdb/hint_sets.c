/* Targets → link sets. In: targets with their sources and what they link; out: the units that make up each program,
 * library or plugin, with the place that says so, and which of them meet in one process.
 *
 * What is linked by something else is part of that. A shared object that nothing links is loaded at run time: it
 * meets the programs that load, or all when none is seen to, and other plugins only where its sources say so, by
 * including a header that lies among theirs. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "compdb/hints.h"

enum { SOURCE_BYTES = 32 << 20 };

struct sets {
	struct hints *h;
	struct compdb *db;
	struct intern names;             /* paths and base names of targets */
	VEC(uint32_t) first, next_target, next; /* chains of targets by name: position, target */
	VEC(uint32_t) unit_of_source;    /* first unit of each source, MAP_NONE */
	VEC(bool) is_linked;             /* per target: something else links it */
	VEC(char) loading;               /* per unit: it calls what loads objects: '?' not asked yet, 'y', 'n' */
	VEC(size_t) units;               /* of the set being made */
	VEC(uint32_t) members;           /* targets of the set being made */
};

/* ---- names of targets ---- */

static void
name_target(struct sets *s, const char *name, uint32_t target)
{
	str_id id = intern_text(&s->names, name);
	while (s->first.count <= id)
		vec_push(&s->first, MAP_NONE);
	for (uint32_t at = s->first.at[id]; at != MAP_NONE; at = s->next.at[at])
		if (s->next_target.at[at] == target)
			return;
	vec_push(&s->next, s->first.at[id]);
	vec_push(&s->next_target, target);
	s->first.at[id] = (uint32_t)s->next.count - 1;
}

/* libNAME.so.1, libNAME.a, NAME.la … → NAME */
static const char *
library_name(struct arena *a, const char *path)
{
	const char *base = path_base(path);
	base += !strncmp(base, "lib", 3) ? 3 : 0;
	return arena_strndup(a, base, strcspn(base, "."));
}

static void
name_targets(struct sets *s)
{
	struct hints *h = s->h;
	for (uint32_t i = 0; i < h->targets.count; i++) {
		for (size_t k = 0; k < h->targets.at[i].names.count; k++) {
			const char *name = h->targets.at[i].names.at[k];
			name_target(s, name, i);
			if (h->targets.at[i].kind != TARGET_PROGRAM || !strchr(path_base(name), '.'))
				name_target(s, arena_printf(&h->arena, "-l%s", library_name(&h->arena, name)), i);
		}
	}
}

static uint32_t
named(struct sets *s, const char *name)
{
	uint32_t before = s->names.count;
	str_id id = intern_text(&s->names, name);
	return id < before && id < s->first.count ? s->first.at[id] : MAP_NONE;
}

/* The chain of targets a link means: the path it is made under, or its library's name when that is one alone. */
static uint32_t
linked(struct sets *s, const char *link)
{
	if (*link == '-')
		return named(s, arena_printf(&s->h->arena, "-l%s", library_name(&s->h->arena, link + 2)));
	uint32_t found = named(s, link);
	if (found != MAP_NONE)
		return found;
	const char *suffix = path_suffix(link);
	bool is_library = !strcmp(suffix, "a") || !strcmp(suffix, "la") || strstr(path_base(link), ".so");
	if (!is_library && strchr(path_base(link), '.'))
		return MAP_NONE;
	found = named(s, arena_printf(&s->h->arena, "-l%s", library_name(&s->h->arena, link)));
	/* another folder's library of the same name only when there is no second */
	return found != MAP_NONE && s->next.at[found] == MAP_NONE ? found : MAP_NONE;
}

/* ---- units of a target ---- */

static void
find_units(struct sets *s)
{
	struct tree *tree = &s->h->builder->tree;
	size_t k = 0;
	for (size_t i = 0; i < tree->sources.count; i++) { /* both sorted by name */
		while (k < s->db->unit_count && strcmp(s->db->units[k].name, tree->sources.at[i]) < 0)
			k++;
		bool found = k < s->db->unit_count && !strcmp(s->db->units[k].name, tree->sources.at[i]);
		vec_push(&s->unit_of_source, found ? (uint32_t)k : MAP_NONE);
	}
}

static void
add_units(struct sets *s, const struct target *t)
{
	for (size_t i = 0; i < t->units.count; i++)
		vec_push(&s->units, t->units.at[i]);
	for (size_t i = 0; i < t->sources.count; i++) {
		uint32_t unit = s->unit_of_source.at[t->sources.at[i]];
		for (; unit != MAP_NONE && unit < s->db->unit_count; unit++) {
			if (strcmp(s->db->units[unit].name, s->h->builder->tree.sources.at[t->sources.at[i]]))
				break;
			vec_push(&s->units, unit);
		}
	}
}

static int
by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	return (x > y) - (x < y);
}

/* The target and what it links, into s->units and s->members. */
static void
collect(struct sets *s, uint32_t target)
{
	struct map seen;
	map_init(&seen);
	s->units.count = s->members.count = 0;
	vec_push(&s->members, target);
	map_put(&seen, target, 1);
	for (size_t i = 0; i < s->members.count; i++) {
		const struct target *t = &s->h->targets.at[s->members.at[i]];
		add_units(s, t);
		for (size_t k = 0; k < t->links.count; k++)
			for (uint32_t at = linked(s, t->links.at[k]); at != MAP_NONE; at = s->next.at[at]) {
				uint32_t other = s->next_target.at[at];
				if (map_has(&seen, other) || (s->h->targets.at[other].kind == TARGET_PROGRAM && i))
					continue;
				map_put(&seen, other, 1);
				vec_push(&s->members, other);
			}
	}
	map_finish(&seen);
	vec_sort(&s->units, by_number);
	size_t kept = 0;
	for (size_t i = 0; i < s->units.count; i++)
		if (!kept || s->units.at[kept - 1] != s->units.at[i])
			s->units.at[kept++] = s->units.at[i];
	s->units.count = kept;
}

/* ---- what sources say ---- */

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Does the text call the function? */
static bool
calls(const char *text, const char *function)
{
	size_t n = strlen(function);
	for (const char *p = text; (p = strstr(p, function)); p += n)
		if ((p == text || !is_word_char(p[-1])) && p[n + strspn(p + n, " \t")] == '(')
			return true;
	return false;
}

static bool
unit_loads(struct sets *s, size_t unit)
{
	static const char *const loaders[] = {"dlopen", "dlmopen", "lt_dlopen", "lt_dlopenext", "g_module_open", "LoadLibrary"};
	while (s->loading.count <= unit)
		vec_push(&s->loading, '?');
	if (s->loading.at[unit] != '?')
		return s->loading.at[unit] == 'y';
	size_t size;
	char *text = path_read(s->db->units[unit].path, SOURCE_BYTES, &size);
	s->loading.at[unit] = 'n';
	for (size_t k = 0; text && k < sizeof loaders / sizeof *loaders; k++)
		if (calls(text, loaders[k]))
			s->loading.at[unit] = 'y';
	free(text);
	return s->loading.at[unit] == 'y';
}

static bool
loads(struct sets *s, const struct compdb_program *p)
{
	for (size_t i = 0; i < p->unit_count; i++)
		if (unit_loads(s, p->units[i]))
			return true;
	return false;
}

/* ---- sets ---- */

static enum program_kind
kind_of(const struct target *t)
{
	return t->kind == TARGET_PROGRAM ? PROGRAM_EXECUTABLE : t->kind == TARGET_ARCHIVE ? PROGRAM_LIBRARY : PROGRAM_PLUGIN;
}

static void
add_set(struct sets *s, uint32_t target, struct link_sets *out)
{
	const struct target *t = &s->h->targets.at[target];
	struct arena *a = &s->db->arena;
	const char *name = t->names.at[0];
	collect(s, target);
	if (!s->units.count)
		return;
	vec_push(&out->programs, (struct compdb_program){
		.name = arena_strdup(a, name), .kind = kind_of(t), .unit_count = s->units.count,
		.units = arena_copy(a, s->units.at, s->units.count * sizeof *s->units.at),
		.file = t->place.file, .line = t->place.line,
		.confidence = t->is_guessed ? CONFIDENCE_GUESSED : CONFIDENCE_DECLARED,
	});
}

/* Is every unit of x one of y's? Both sorted. */
static bool
is_within(const struct compdb_program *x, const struct compdb_program *y)
{
	size_t k = 0;
	for (size_t i = 0; i < x->unit_count; i++) {
		while (k < y->unit_count && y->units[k] < x->units[i])
			k++;
		if (k == y->unit_count || y->units[k] != x->units[i])
			return false;
	}
	return true;
}

/* Libraries that are part of a program, made a second time for others to link, are no sets of their own. */
static void
drop_contained(struct link_sets *out, size_t programs)
{
	size_t kept = programs;
	for (size_t i = programs; i < out->programs.count; i++) {
		bool inside = false;
		for (size_t k = 0; k < kept && !inside; k++)
			inside = is_within(&out->programs.at[i], &out->programs.at[k]);
		if (!inside)
			out->programs.at[kept++] = out->programs.at[i];
	}
	out->programs.count = kept;
}

static void
note_linked(struct sets *s)
{
	for (size_t i = 0; i < s->h->targets.count; i++)
		vec_push(&s->is_linked, false);
	for (uint32_t i = 0; i < s->h->targets.count; i++)
		for (size_t k = 0; k < s->h->targets.at[i].links.count; k++)
			for (uint32_t at = linked(s, s->h->targets.at[i].links.at[k]); at != MAP_NONE; at = s->next.at[at])
				if (s->next_target.at[at] != i)
					s->is_linked.at[s->next_target.at[at]] = true;
}

/* Programs first, then plugins, shared libraries and archives that none of those before links. */
static void
make_sets(struct sets *s, struct link_sets *out)
{
	static const enum target_kind order[] = {TARGET_PROGRAM, TARGET_PLUGIN, TARGET_SHARED, TARGET_ARCHIVE};
	size_t programs = 0;
	note_linked(s);
	for (size_t o = 0; o < sizeof order / sizeof *order; o++) {
		for (uint32_t i = 0; i < s->h->targets.count; i++)
			if (s->h->targets.at[i].kind == order[o] && (o < 2 || !s->is_linked.at[i]))
				add_set(s, i, out);
		if (order[o] == TARGET_PROGRAM)
			programs = out->programs.count;
	}
	drop_contained(out, programs);
}

/* The base name, unless two sets share it: then the path. */
static void
shorten_names(struct link_sets *out)
{
	struct intern bases;
	VEC(uint32_t) times = {0};
	intern_init(&bases);
	for (size_t i = 0; i < out->programs.count; i++) {
		str_id id = intern_text(&bases, path_base(out->programs.at[i].name));
		while (times.count <= id)
			vec_push(&times, 0);
		bool again = false;
		for (size_t k = 0; k < i && !again; k++)
			again = !strcmp(out->programs.at[k].name, out->programs.at[i].name);
		times.at[id] += !again;
	}
	for (size_t i = 0; i < out->programs.count; i++) {
		const char *base = path_base(out->programs.at[i].name);
		if (times.at[intern_text(&bases, base)] == 1)
			out->programs.at[i].name = base;
	}
	intern_finish(&bases);
	vec_finish(&times);
}

static void
note_meetings(struct sets *s, struct link_sets *out)
{
	VEC(bool) is_host = {0};
	bool any = false, has_plugins = false;
	for (size_t i = 0; i < out->programs.count; i++)
		has_plugins = has_plugins || out->programs.at[i].kind == PROGRAM_PLUGIN;
	for (size_t i = 0; i < out->programs.count; i++) {
		vec_push(&is_host, has_plugins && out->programs.at[i].kind == PROGRAM_EXECUTABLE && loads(s, &out->programs.at[i]));
		any = any || vec_last(&is_host);
	}
	for (size_t i = 0; i < out->programs.count; i++)
		for (size_t k = 0; k < out->programs.count; k++)
			if (out->programs.at[i].kind == PROGRAM_PLUGIN && out->programs.at[k].kind == PROGRAM_EXECUTABLE &&
			    (!any || is_host.at[k]))
				vec_push(&out->meetings, (struct link_meeting){out->programs.at[i].name, out->programs.at[k].name});
	vec_finish(&is_host);
}

static void
tell(struct sets *s, const struct link_sets *out)
{
	static const char *const words[] = {[PROGRAM_EXECUTABLE] = "program", [PROGRAM_LIBRARY] = "library",
	                                    [PROGRAM_PLUGIN] = "shared object loaded at run time"};
	for (size_t i = 0; i < out->programs.count; i++) {
		const struct compdb_program *p = &out->programs.at[i];
		vec_push(&s->h->builder->assumptions, (struct compdb_assumption){
			ASSUMPTION_GUESSED, p->file, p->line, arena_printf(&s->db->arena, "link set %s: %s of %zu units", p->name,
			words[p->kind], p->unit_count)});
	}
}

void
hint_sets(struct hints *h, struct link_sets *out)
{
	struct sets s = {.h = h, .db = h->builder->db};
	intern_init(&s.names);
	name_targets(&s);
	find_units(&s);
	make_sets(&s, out);
	shorten_names(out);
	note_meetings(&s, out);
	tell(&s, out);
	intern_finish(&s.names);
	vec_finish(&s.first);
	vec_finish(&s.next);
	vec_finish(&s.next_target);
	vec_finish(&s.unit_of_source);
	vec_finish(&s.is_linked);
	vec_finish(&s.loading);
	vec_finish(&s.units);
	vec_finish(&s.members);
}
