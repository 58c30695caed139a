/* Fuzz: the bytes as a compile database, as a build.ninja, and as a command line. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compdb/builder.h"
#include "compdb/command.h"

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
	free(text);
	return 0;
}
