/* parse_all on a small tree: results, the cache and what makes it fail to hold, and what a failing worker costs. */
#include "parse/parse.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "facts/facts_file.h"
#include "unit/check.h"

static char root[] = "/tmp/splitter-test-parse-XXXXXX";
static struct arena arena;

static void
put(const char *name, const char *text)
{
	CHECK(path_write(path_join(&arena, root, name), text, strlen(text)));
}

struct run {
	struct compdb db;
	struct parse_result *results;
	bool ok;
};

static struct run
run(const char *fault, unsigned jobs)
{
	struct run r = {0};
	struct diag_queue diags;
	diag_init(&diags);
	struct compdb_options options = {.folder = path_join(&arena, root, "tree")};
	struct parse_options parse = {.cache = path_join(&arena, root, "cache"), .jobs = jobs, .fault = fault,
	                              .memory_bytes = (size_t)400 << 20};
	r.ok = compdb_load(&options, &r.db, &diags) && parse_all(&r.db, &parse, &arena, &r.results, &diags);
	CHECK(r.ok);
	diag_finish(&diags);
	return r;
}

static const struct parse_result *
of(const struct run *r, const char *name)
{
	static const struct parse_result none = {.status = UNIT_STATUS_COUNT};
	for (size_t i = 0; r->ok && i < r->db.unit_count; i++)
		if (!strcmp(r->db.units[i].name, name))
			return &r->results[i];
	return &none;
}

static char *
facts_path(const struct parse_result *r)
{
	return path_join(&arena, path_join(&arena, root, "cache"), r->facts ? r->facts : "none");
}

/* How many records of a kind the facts of a unit hold. */
static unsigned
count(const struct parse_result *result, enum fact_kind kind)
{
	struct diag_queue diags;
	struct fact fact;
	unsigned n = 0;
	diag_init(&diags);
	struct fact_reader *r = fact_reader_open(facts_path(result), &diags);
	CHECK(r != NULL);
	while (r && fact_next(r, &fact))
		n += fact.kind == kind;
	fact_reader_destroy(r);
	diag_finish(&diags);
	return n;
}

static void
test_results(void)
{
	struct run r = run(NULL, 2);
	CHECK(of(&r, "a.c")->status == UNIT_OK);
	CHECK(of(&r, "a.c")->facts && !of(&r, "a.c")->cached && !of(&r, "a.c")->reason);
	CHECK(count(of(&r, "a.c"), FACT_FUNCTION) == 1);
	CHECK(of(&r, "b.c")->status == UNIT_OK);
	CHECK(of(&r, "partial.c")->status == UNIT_PARTIAL);
	CHECK(of(&r, "partial.c")->errors == 2 && of(&r, "partial.c")->lost == 0);
	CHECK_TEXT(of(&r, "partial.c")->reason, "'later.h' file not found (2 errors, 1 with the declarations that were guessed)");
	compdb_finish(&r.db);
}

static void
test_cache(void)
{
	struct run r = run(NULL, 1);
	CHECK(of(&r, "a.c")->cached && of(&r, "b.c")->cached && of(&r, "partial.c")->cached);
	CHECK_TEXT(of(&r, "partial.c")->reason, "'later.h' file not found (2 errors, 1 with the declarations that were guessed)");
	compdb_finish(&r.db);

	put("tree/b.h", "#define B 2\nint b(int n);\n"); /* another time, the same bytes */
	r = run(NULL, 1);
	CHECK(of(&r, "b.c")->cached);
	compdb_finish(&r.db);

	put("tree/b.h", "#define B 3\nint b(int n);\n");
	r = run(NULL, 1);
	CHECK(of(&r, "a.c")->cached && !of(&r, "b.c")->cached);
	CHECK(of(&r, "b.c")->status == UNIT_OK);
	const char *damaged = facts_path(of(&r, "b.c")), *gone = facts_path(of(&r, "a.c"));
	compdb_finish(&r.db);

	CHECK(path_write(damaged, "x", 1));
	CHECK(!unlink(gone));
	r = run(NULL, 2);
	CHECK(!of(&r, "a.c")->cached && !of(&r, "b.c")->cached);
	CHECK(count(of(&r, "a.c"), FACT_FUNCTION) == 1 && count(of(&r, "b.c"), FACT_FUNCTION) == 1);
	compdb_finish(&r.db);

	put("tree/later.h", "typedef int later;\n");
	r = run(NULL, 2);
	CHECK(of(&r, "partial.c")->status == UNIT_OK && !of(&r, "partial.c")->cached);
	compdb_finish(&r.db);
}

static void
test_sweep(void)
{
	struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
	struct run r = run(NULL, 2);
	put("cache/stale.facts", "x");
	put("cache/young.facts", "x");
	const char *used = facts_path(of(&r, "a.c")), *stale = path_join(&arena, root, "cache/stale.facts");
	CHECK(!utimensat(AT_FDCWD, used, old, 0) && !utimensat(AT_FDCWD, stale, old, 0));
	parse_sweep(path_join(&arena, root, "cache"), r.results, r.db.unit_count);
	CHECK(path_is_file(used) && !path_is_file(stale) && path_is_file(path_join(&arena, root, "cache/young.facts")));
	compdb_finish(&r.db);
}

static void
test_failing(const char *fault, enum unit_status status, const char *reason)
{
	struct run r = run(fault, 2);
	CHECK(of(&r, "b.c")->status == status && !of(&r, "b.c")->facts);
	CHECK_TEXT(of(&r, "b.c")->reason, reason);
	CHECK(of(&r, "a.c")->status == UNIT_OK && count(of(&r, "a.c"), FACT_FUNCTION) == 1);
	compdb_finish(&r.db);
}

int
main(void)
{
	arena_init(&arena);
	if (!mkdtemp(root) || !path_make_folders(path_join(&arena, root, "tree")))
		return 1;
	put("tree/a.c", "int b(int n);\nint a(void)\n{\n\treturn b(1);\n}\n");
	put("tree/b.h", "#define B 2\nint b(int n);\n");
	put("tree/b.c", "#include \"b.h\"\nint b(int n)\n{\n\treturn n + B;\n}\n");
	put("tree/partial.c", "#include \"later.h\"\nlater x;\nint y;\n");
	test_results();
	test_cache();
	test_sweep();
	test_failing("crash:b.c", UNIT_CRASHED, "the parser died of signal 11 (Segmentation fault), twice");
	test_failing("garbage:b.c", UNIT_CRASHED, "the parser left damaged facts, twice");
	test_failing("oom:b.c", UNIT_OOM, "parsing took more than 400 MiB of memory, twice");
	CHECK(*parse_library());
	CHECK(path_remove_tree(root));
	arena_finish(&arena);
	return check_end();
}
