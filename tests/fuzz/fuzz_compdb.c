/* Fuzz: the bytes as a compile database, a build.ninja, a build's log, a description of a build, a template of a header,
 * and a command line. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compdb/builder.h"
#include "compdb/command.h"
#include "compdb/hints.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
as_database(const uint8_t *data, size_t size)
{
	struct compdb db = {.root = (char[]){"/nowhere"}};
	struct compdb_options options = {.folder = "/nowhere"};
	struct diag_queue diags;
	arena_init(&db.arena);
	diag_init(&diags);
	struct builder b = {.options = &options, .db = &db, .names = names_create(), .diags = &diags};
	builder_begin(&b);
	vec_push(&b.builds, (struct build){.file = "fuzz", .folder = "/nowhere", .config = ""});
	FILE *in = fmemopen((void *)(uintptr_t)data, size, "r");
	bool ok = in && database_read(&b, 0, in);
	if (ok == (diags.errors > 0) && in)
		abort();
	if (in)
		fclose(in);
	builder_finish(&b);
	names_destroy(b.names);
	diag_finish(&diags);
	arena_finish(&db.arena);
}

static void
as_log(const uint8_t *data, size_t size)
{
	struct compdb db = {.root = (char[]){"/nowhere"}};
	struct compdb_options options = {.folder = "/nowhere"};
	struct diag_queue diags;
	struct link_sets sets = {0};
	arena_init(&db.arena);
	diag_init(&diags);
	struct builder b = {.options = &options, .db = &db, .names = names_create(), .diags = &diags};
	builder_begin(&b);
	vec_push(&b.builds, (struct build){.file = "fuzz", .folder = "/nowhere", .config = "", .is_log = true});
	FILE *in = fmemopen((void *)(uintptr_t)data, size, "r");
	if (in && build_log_read(&b, 0, in)) {
		db.units = arena_array(&db.arena, struct compdb_unit, b.units.count);
		db.unit_count = b.units.count;
		for (size_t i = 0; i < b.units.count; i++)
			db.units[i].name = db.units[i].path = b.units.at[i].path;
		build_links_read(&b, &sets);
	}
	if (in)
		fclose(in);
	vec_finish(&sets.programs);
	vec_finish(&sets.meetings);
	builder_finish(&b);
	names_destroy(b.names);
	diag_finish(&diags);
	arena_finish(&db.arena);
}

/* The text is what stands in the file. */
static void
plant(struct hints *h, const char *file, const char *text)
{
	str_id id = intern_text(&h->texts, file);
	while (h->text.count <= id)
		vec_push(&h->text, NULL);
	h->text.at[id] = mem_strdup(text);
}

static void
as_description(const char *text)
{
	static const char *const sources[] = {"a.c", "lib/b.c", "src/c.c", "src/main.c"};
	static const char *const files[] = {"CMakeLists.txt", "Makefile", "lib/Makefile.am", "meson.build", "sub/meson.build"};
	struct compdb_unit units[4] = {{.name = "a.c", .path = "/nowhere/a.c"}, {.name = "lib/b.c", .path = "/nowhere/lib/b.c"},
	                               {.name = "src/c.c", .path = "/nowhere/src/c.c"}, {.name = "src/main.c", .path = "/nowhere/src/main.c"}};
	struct compdb db = {.root = (char[]){"/nowhere"}, .units = units, .unit_count = 4};
	struct builder b = {.db = &db};
	struct hints h;
	struct link_sets sets = {0};
	arena_init(&db.arena);
	for (size_t i = 0; i < 4; i++)
		vec_push(&b.tree.sources, sources[i]);
	for (size_t i = 0; i < 5; i++)
		vec_push(&b.tree.descriptions, files[i]);
	hints_init(&h, &b);
	for (size_t i = 0; i < 5; i++)
		plant(&h, files[i], text);
	make_links(&h, "Makefile");
	make_links(&h, "lib/Makefile.am");
	cmake_targets(&h);
	meson_targets(&h);
	hint_sets(&h, &sets);
	for (size_t i = 0; i < sets.programs.count; i++)
		if (!sets.programs.at[i].unit_count || sets.programs.at[i].units[sets.programs.at[i].unit_count - 1] > 3)
			abort();
	stand_in_text(&db.arena, text);
	vec_finish(&sets.programs);
	vec_finish(&sets.meetings);
	vec_finish(&b.assumptions);
	vec_finish(&b.tree.sources);
	vec_finish(&b.tree.descriptions);
	hints_finish(&h);
	arena_finish(&db.arena);
}

static void
as_ninja(const char *text, size_t size)
{
	static const struct link_object objects[] = {{"/b/a.o", 0}, {"/b/b.o", 1}, {"/b/c.o", 1}};
	struct compdb_unit units[2] = {0};
	struct compdb db = {.units = units, .unit_count = 2};
	struct link_sets sets = {0};
	arena_init(&db.arena);
	ninja_read(&db, "/b", text, size, objects, 3, &sets);
	for (size_t i = 0; i < sets.programs.count; i++)
		if (!sets.programs.at[i].unit_count || sets.programs.at[i].units[sets.programs.at[i].unit_count - 1] > 1)
			abort();
	vec_finish(&sets.programs);
	arena_finish(&db.arena);
}

static void
as_words(const char *text)
{
	struct arena a;
	word_list words = {0};
	arena_init(&a);
	struct names *names = names_create();
	words_split_response(&a, text, &words);
	words.count = 0;
	if (words_split(&a, text, &words)) {
		struct command c;
		command_read(&a, names, "/nowhere", &words, &c);
		command_finish(&c);
	}
	names_destroy(names);
	vec_finish(&words);
	arena_finish(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_alloc(size + 1);
	if (size)
		memcpy(text, data, size);
	if (size)
		as_database(data, size);
	as_ninja(text, size);
	as_words(text);
	as_description(text);
	if (size)
		as_log(data, size);
	free(text);
	return 0;
}
