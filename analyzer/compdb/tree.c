/* The files below DIR. In: the folder and what is left out of it; out: sources, headers and SQL scripts by
 * name, sorted. Entered are neither hidden folders, nor results of ours, nor what builds leave behind. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/sink.h"
#include "compdb/builder.h"
#include "compdb/command.h"

/* Folders that a build system keeps for itself. */
static const char *const build_folders[] = {"CMakeFiles", "meson-private", "meson-info", "meson-logs", "autom4te.cache"};

static const char *const included_suffixes[] = {"h", "c", "inc", "def", "tbl", "x", "hpp", "hh", "pgh"};

enum { EMBEDDED_BYTES = 64 << 20 };

struct walking {
	struct builder *builder;
	const char *out, *out_cache; /* absolute */
};

static bool
is_build_folder(const struct builder *b, const char *path)
{
	for (size_t i = 0; i < sizeof build_folders / sizeof *build_folders; i++)
		if (!strcmp(path_base(path), build_folders[i]))
			return true;
	for (size_t i = 0; i < b->db->build_count; i++)
		if (!strcmp(path, b->db->builds[i]))
			return true;
	return false;
}

static bool
is_entered(const struct walking *w, const char *name)
{
	struct arena a;
	arena_init(&a);
	const char *path = path_join(&a, w->builder->db->root, name);
	bool is_out = w->out && (!strcmp(path, w->out) || !strcmp(path, w->out_cache));
	bool entered = path_base(name)[0] != '.' && !is_out && !is_build_folder(w->builder, path) && !sink_is_ours(path);
	arena_finish(&a);
	return entered;
}

/* A .pc may be pkg-config's, an .ec somebody's data: only those with embedded SQL are sources. */
static bool
holds_sql(struct builder *b, const char *name)
{
	struct arena a;
	size_t size;
	arena_init(&a);
	char *text = path_read(path_join(&a, b->db->root, name), EMBEDDED_BYTES, &size);
	bool holds = false;
	for (const char *p = text; p && !holds && (p = strcasestr(p, "exec")); p += 4)
		holds = !strncasecmp(p + 4 + strspn(p + 4, " \t\r\n"), "sql", 3);
	free(text);
	arena_finish(&a);
	return holds;
}

/* How the tree is built, as text. What automake or configure make of a file is not read beside it. */
static const char *const description_names[] = {"Makefile.am", "GNUmakefile", "makefile", "Makefile", "Makefile.in",
                                                "CMakeLists.txt", "meson.build"};

static void
note_file(struct builder *b, const char *name)
{
	bool is_source;
	const char *suffix = path_suffix(name);
	command_refusal_by_name(name, &is_source);
	is_source = is_source && (!compdb_is_embedded(name) || holds_sql(b, name));
	const char *kept = NULL;
	for (size_t i = 0; i < sizeof description_names / sizeof *description_names; i++)
		if (!strcmp(path_base(name), description_names[i]))
			vec_push(&b->tree.descriptions, arena_strdup(&b->db->arena, name));
	if (!strcmp(path_base(name), "configure.ac") || !strcmp(path_base(name), "configure.in"))
		vec_push(&b->tree.configures, arena_strdup(&b->db->arena, name));
	if (is_source) {
		kept = arena_strdup(&b->db->arena, name);
		vec_push(&b->tree.sources, kept);
	}
	for (size_t i = 0; i < sizeof included_suffixes / sizeof *included_suffixes; i++) {
		if (!strcmp(suffix, included_suffixes[i])) {
			vec_push(&b->tree.headers, kept ? kept : arena_strdup(&b->db->arena, name));
			return;
		}
	}
	const char *front = strstr(path_base(name), ".h.");
	if (front && (!strcmp(suffix, "in") || !strcmp(suffix, "cmake") || !strcmp(suffix, "meson")))
		vec_push(&b->tree.templates, arena_strdup(&b->db->arena, name));
	if (!strcmp(suffix, "sql") || !strcmp(suffix, "SQL") || !strcmp(suffix, "ddl"))
		vec_push(&b->tree.scripts, arena_strdup(&b->db->arena, name));
}

static bool
visit(void *arg, const char *name, bool is_folder)
{
	struct walking *w = arg;
	if (is_folder)
		return is_entered(w, name);
	if (path_base(name)[0] != '.')
		note_file(w->builder, name);
	return true;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
tree_walk(struct builder *b)
{
	struct walking w = {.builder = b};
	struct arena *a = &b->db->arena;
	if (b->options->out) {
		char *here = path_real(a, ".");
		w.out = names_real(b->names, here ? here : "/", b->options->out);
		w.out_cache = arena_printf(a, "%s.cache", w.out);
	}
	path_walk(b->db->root, visit, &w);
	vec_sort(&b->tree.sources, by_text);
	vec_sort(&b->tree.headers, by_text);
	vec_sort(&b->tree.scripts, by_text);
	vec_sort(&b->tree.descriptions, by_text);
	vec_sort(&b->tree.configures, by_text);
	vec_sort(&b->tree.templates, by_text);
}

void
tree_finish(struct tree *t)
{
	vec_finish(&t->sources);
	vec_finish(&t->headers);
	vec_finish(&t->scripts);
	vec_finish(&t->descriptions);
	vec_finish(&t->configures);
	vec_finish(&t->templates);
}
