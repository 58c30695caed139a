/* build.ninja as text → link sets. In: the file and the objects of the units; out: for each thing that is linked
 * the units in it, through archives and shared libraries. Nothing is run, no other file is read.
 *
 * An edge links when one of its explicit inputs is a unit's object or an archive, and its output is neither. A
 * shared library that something else links is part of that, and no program of its own. Read tolerantly: a line
 * that is not understood is no edge. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/path.h"
#include "compdb/builder.h"

struct edge {
	bool is_phony;
	size_t first_output, output_count;
	size_t first_input, explicit_count, input_count; /* implicit ones behind the explicit */
};

struct variable {
	const char *name, *value;
};

struct ninja {
	struct arena arena;
	const char *at, *end, *folder;
	struct intern nodes;         /* absolute paths */
	VEC(struct edge) edges;
	VEC(str_id) paths;           /* outputs and inputs of all edges */
	VEC(struct variable) variables;
	struct map maker;            /* node → edge */
	struct map object;           /* node → unit */
	VEC(bool) is_inside;         /* per edge: part of another link set */
};

enum { NAME_MAX_LENGTH = 4096, VARIABLES_MAX = 4096 };

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

static const char *
lookup(const struct ninja *n, const char *name, size_t length)
{
	for (size_t i = n->variables.count; i--;)
		if (strlen(n->variables.at[i].name) == length && !memcmp(n->variables.at[i].name, name, length))
			return n->variables.at[i].value;
	return "";
}

struct text {
	char at[NAME_MAX_LENGTH];
	size_t length;
};

static void
put(struct text *t, const char *bytes, size_t length)
{
	if (length < sizeof t->at - t->length) {
		memcpy(t->at + t->length, bytes, length);
		t->length += length;
	}
	t->at[t->length] = '\0';
}

static void
skip_blanks(struct ninja *n)
{
	while (n->at < n->end && (*n->at == ' ' || (n->end - n->at > 1 && n->at[0] == '$' && n->at[1] == '\n')))
		n->at += *n->at == ' ' ? 1 : 2;
}

/* Behind a `$`. */
static void
take_escape(struct ninja *n, struct text *out)
{
	if (n->at == n->end)
		return;
	char c = *n->at;
	if (c == '\n') {
		n->at++;
		while (n->at < n->end && *n->at == ' ')
			n->at++;
	} else if (c == '{' || is_name_char(c)) {
		const char *name = n->at += c == '{';
		while (n->at < n->end && is_name_char(*n->at) && (c == '{' || *n->at != '.'))
			n->at++;
		const char *value = lookup(n, name, (size_t)(n->at - name));
		put(out, value, strlen(value));
		n->at += c == '{' && n->at < n->end && *n->at == '}';
	} else {
		put(out, &c, 1);
		n->at++;
	}
}

/* Text up to one of `stops` or the line's end. */
static void
take_text(struct ninja *n, const char *stops, struct text *out)
{
	out->length = 0;
	out->at[0] = '\0';
	while (n->at < n->end && *n->at != '\n' && *n->at && !strchr(stops, *n->at)) {
		if (*n->at == '$') {
			n->at++;
			take_escape(n, out);
		} else {
			put(out, n->at++, 1);
		}
	}
}

static void
skip_line(struct ninja *n)
{
	while (n->at < n->end && *n->at != '\n')
		n->at += *n->at == '$' && n->end - n->at > 1 ? 2 : 1;
	n->at += n->at < n->end;
}

static str_id
node(struct ninja *n, const char *path)
{
	struct arena_mark mark = arena_mark(&n->arena);
	const char *whole = path_clean(&n->arena, path_join(&n->arena, n->folder, path));
	str_id id = intern_text(&n->nodes, whole);
	arena_pop(&n->arena, mark);
	return id;
}

/* Paths up to a colon, a bar or the line's end; how many. */
static size_t
take_paths(struct ninja *n, struct text *t)
{
	size_t count = 0;
	for (;;) {
		skip_blanks(n);
		take_text(n, " :|", t);
		if (!t->length)
			return count;
		vec_push(&n->paths, node(n, t->at));
		count++;
	}
}

static bool
take_char(struct ninja *n, char c)
{
	skip_blanks(n);
	if (n->at == n->end || *n->at != c)
		return false;
	n->at++;
	return true;
}

/* build OUTPUTS [| OUTPUTS] : RULE INPUTS [| IMPLICIT] [|| ORDER] */
static void
take_edge(struct ninja *n, struct text *t)
{
	struct edge e = {.first_output = n->paths.count};
	e.output_count = take_paths(n, t);
	if (take_char(n, '|'))
		e.output_count += take_paths(n, t);
	if (!take_char(n, ':') || !e.output_count)
		return;
	skip_blanks(n);
	take_text(n, " |", t);
	e.is_phony = !strcmp(t->at, "phony");
	e.first_input = n->paths.count;
	e.explicit_count = e.input_count = take_paths(n, t);
	if (take_char(n, '|') && n->at < n->end && *n->at != '|' && *n->at != '@')
		e.input_count += take_paths(n, t);
	for (size_t i = 0; i < e.output_count; i++)
		map_add(&n->maker, n->paths.at[e.first_output + i], (uint32_t)n->edges.count);
	vec_push(&n->edges, e);
	vec_push(&n->is_inside, false);
}

static void
take_variable(struct ninja *n, struct text *t)
{
	const char *name = n->at;
	while (n->at < n->end && is_name_char(*n->at))
		n->at++;
	size_t length = (size_t)(n->at - name);
	if (!length || !take_char(n, '=') || n->variables.count == VARIABLES_MAX)
		return;
	skip_blanks(n);
	take_text(n, "", t);
	vec_push(&n->variables, (struct variable){arena_strndup(&n->arena, name, length), arena_strdup(&n->arena, t->at)});
}

static void
parse(struct ninja *n)
{
	struct text *t = mem_alloc(sizeof *t);
	while (n->at < n->end) {
		if ((size_t)(n->end - n->at) > 6 && !memcmp(n->at, "build ", 6)) {
			n->at += 6;
			take_edge(n, t);
		} else if (is_name_char(*n->at)) {
			take_variable(n, t);
		}
		skip_line(n);
	}
	free(t);
}

static bool
ends_in(const char *text, const char *tail)
{
	size_t n = strlen(text), m = strlen(tail);
	return n > m && !strcmp(text + n - m, tail);
}

static bool
is_archive(const struct ninja *n, str_id id)
{
	return ends_in(intern_get(&n->nodes, id), ".a");
}

static bool
links(const struct ninja *n, const struct edge *e)
{
	str_id output = n->paths.at[e->first_output];
	if (e->is_phony || is_archive(n, output) || map_has(&n->object, output) ||
	    ends_in(intern_get(&n->nodes, output), ".o") || ends_in(intern_get(&n->nodes, output), ".symbols"))
		return false;
	for (size_t i = 0; i < e->explicit_count; i++) {
		str_id input = n->paths.at[e->first_input + i];
		if (map_has(&n->object, input) || (is_archive(n, input) && map_has(&n->maker, input)))
			return true;
	}
	return false;
}

static bool
is_library(const struct ninja *n, str_id id)
{
	const char *base = path_base(intern_get(&n->nodes, id));
	return strstr(base, ".so") || ends_in(base, ".dylib") || ends_in(base, ".dll");
}

static int
by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	return (x > y) - (x < y);
}

/* The units below an edge, sorted, in db->arena. */
static struct compdb_program
collect(struct ninja *n, struct compdb *db, size_t first)
{
	VEC(size_t) units = {0};
	VEC(uint32_t) stack = {0};
	struct map seen;
	map_init(&seen);
	vec_push(&stack, (uint32_t)first);
	while (stack.count) {
		uint32_t at = vec_pop(&stack);
		if (map_has(&seen, at))
			continue;
		map_put(&seen, at, 1);
		const struct edge *e = &n->edges.at[at];
		str_id output = n->paths.at[e->first_output];
		if (at != first && links(n, e)) {
			if (!is_library(n, output))
				continue; /* a tool that is run, not linked */
			n->is_inside.at[at] = true;
		}
		for (size_t i = 0; i < e->input_count; i++) {
			str_id input = n->paths.at[e->first_input + i];
			uint32_t unit = map_get(&n->object, input), maker = map_get(&n->maker, input);
			if (unit != MAP_NONE)
				vec_push(&units, unit);
			else if (maker != MAP_NONE)
				vec_push(&stack, maker);
		}
	}
	vec_sort(&units, by_number);
	size_t kept = 0;
	for (size_t i = 0; i < units.count; i++)
		if (!kept || units.at[kept - 1] != units.at[i])
			units.at[kept++] = units.at[i];
	struct compdb_program p = {
		.kind = PROGRAM_EXECUTABLE, .confidence = CONFIDENCE_EXACT,
		.name = arena_strdup(&db->arena, intern_get(&n->nodes, n->paths.at[n->edges.at[first].first_output])),
		.units = units.count ? arena_copy(&db->arena, units.at, kept * sizeof *units.at) : NULL, .unit_count = kept,
	};
	map_finish(&seen);
	vec_finish(&units);
	vec_finish(&stack);
	return p;
}

/* The base name, unless another program shares it: then the path below the build folder. */
static const char *
program_name(const struct ninja *n, struct compdb *db, const struct link_sets *all, size_t i)
{
	const char *path = all->programs.at[i].name, *below = path_below(path, n->folder);
	for (size_t k = 0; k < all->programs.count; k++)
		if (k != i && !strcmp(path_base(all->programs.at[k].name), path_base(path)) && below)
			return arena_strdup(&db->arena, below);
	return arena_strdup(&db->arena, path_base(path));
}

static void
find_programs(struct ninja *n, struct compdb *db, struct link_sets *out)
{
	VEC(size_t) edges = {0};
	struct link_sets found = {0}, kept = {0};
	for (size_t i = 0; i < n->edges.count; i++) {
		if (!links(n, &n->edges.at[i]))
			continue;
		vec_push(&found.programs, collect(n, db, i));
		vec_push(&edges, i);
	}
	for (size_t i = 0; i < found.programs.count; i++)
		if (found.programs.at[i].unit_count && !n->is_inside.at[edges.at[i]])
			vec_push(&kept.programs, found.programs.at[i]);
	for (size_t i = 0; i < kept.programs.count; i++) {
		struct compdb_program p = kept.programs.at[i];
		p.name = program_name(n, db, &kept, i);
		vec_push(&out->programs, p);
	}
	vec_finish(&found.programs);
	vec_finish(&kept.programs);
	vec_finish(&edges);
}

void
ninja_read(struct compdb *db, const char *folder, const char *text, size_t size,
           const struct link_object *objects, size_t object_count, struct link_sets *out)
{
	struct ninja n = {.at = text, .end = text + size, .folder = folder};
	arena_init(&n.arena);
	intern_init(&n.nodes);
	map_init(&n.maker);
	map_init(&n.object);
	for (size_t i = 0; i < object_count; i++)
		map_add(&n.object, intern_text(&n.nodes, objects[i].path), (uint32_t)objects[i].unit);
	parse(&n);
	find_programs(&n, db, out);
	map_finish(&n.maker);
	map_finish(&n.object);
	intern_finish(&n.nodes);
	vec_finish(&n.edges);
	vec_finish(&n.paths);
	vec_finish(&n.variables);
	vec_finish(&n.is_inside);
	arena_finish(&n.arena);
}
