/* base: paths, child processes, output folders, JSON. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/process.h"
#include "base/sink.h"
#include "base/vec.h"
#include "check.h"
#include "scratch.h"

static void
test_path_text(struct arena *a)
{
	static const char *const clean[][2] = {
		{"/a/./b//c/", "/a/b/c"}, {"/a/../../b", "/b"}, {"/..", "/"}, {"a/..", "."}, {"../a/../..", "../.."}, {"", "."},
		{"a/b/../../../c", "../c"}, {"/", "/"}, {"./a", "a"}, {"..", ".."}, {"a/.../b", "a/.../b"}, {"../..", "../.."},
	};
	for (size_t i = 0; i < sizeof clean / sizeof *clean; i++)
		CHECK_TEXT(path_clean(a, clean[i][0]), clean[i][1]);
	CHECK_TEXT(path_join(a, "/a", "b"), "/a/b");
	CHECK_TEXT(path_join(a, "/a/", "b"), "/a/b");
	CHECK_TEXT(path_join(a, "/a", "/b"), "/b");
	CHECK_TEXT(path_join(a, "", "b"), "b");
	CHECK_TEXT(path_join(a, "/a", ""), "/a");
	CHECK_TEXT(path_below("/a/b/c", "/a"), "b/c");
	CHECK_TEXT(path_below("/a", "/a"), "");
	CHECK_TEXT(path_below("/a", "/"), "a");
	CHECK(!path_below("/ab", "/a"));
	CHECK_TEXT(path_base("/a/b.c"), "b.c");
	CHECK_TEXT(path_suffix("/a.d/b"), "");
	CHECK_TEXT(path_suffix("x.tar.gz"), "gz");
}

struct visits {
	struct arena *arena;
	const char *names;
};

static bool
visit(void *arg, const char *name, bool is_folder)
{
	struct visits *v = arg;
	v->names = arena_printf(v->arena, "%s%s%s ", v->names, name, is_folder ? "/" : "");
	return strcmp(name, "skip");
}

static void
test_path_files(struct scratch *s)
{
	size_t size;
	scratch_put(s, "t/b.c", "b");
	scratch_put(s, "t/a/z.c", "hello");
	scratch_put(s, "t/a.c", "");
	scratch_put(s, "t/skip/x.c", "x");
	CHECK(!symlink("/etc", scratch_path(s, "t/link")));
	struct visits v = {&s->arena, ""};
	CHECK(path_walk(scratch_path(s, "t"), visit, &v));
	CHECK_TEXT(v.names, "a/ a/z.c a.c b.c skip/ ");
	CHECK(!path_walk(scratch_path(s, "nowhere"), visit, &v));
	char *text = path_read(scratch_path(s, "t/a/z.c"), 0, &size);
	CHECK_TEXT(text, "hello");
	CHECK(size == 5);
	free(text);
	CHECK(!path_read(scratch_path(s, "t/a/z.c"), 4, &size) && errno == EFBIG);
	CHECK(!path_read(scratch_path(s, "t"), 0, &size) && errno == EISDIR);
	CHECK(!path_read("/dev/zero", 0, &size) && errno == EINVAL);
	CHECK(!mkfifo(scratch_path(s, "fifo"), 0600));
	CHECK(!path_read(scratch_path(s, "fifo"), 0, &size) && errno == EINVAL);
	text = path_read(scratch_path(s, "t/a.c"), 0, &size);
	CHECK(text && !size);
	free(text);
	CHECK(path_make_folders(scratch_path(s, "m/n/o")) && path_is_folder(scratch_path(s, "m/n/o")));
	CHECK(!path_make_folders(scratch_path(s, "t/b.c/x")) && errno == ENOTDIR);
	CHECK(path_remove_tree(scratch_path(s, "t")) && !path_is_folder(scratch_path(s, "t")) && path_is_folder("/etc"));
	CHECK(path_remove_tree(scratch_path(s, "nowhere")));
	CHECK(!path_write(scratch_path(s, "nowhere/x"), "x", 1) && errno == ENOENT);
}

static int
child_writes(void *arg, FILE *out)
{
	fputs(arg, out);
	puts("this goes nowhere");
	return 0;
}

static int
child_exits(void *arg, FILE *out)
{
	(void)out;
	return *(int *)arg;
}

static int
child_crashes(void *arg, FILE *out)
{
	(void)arg;
	(void)out;
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
	return 0;
}

static int
child_spins(void *arg, FILE *out)
{
	(void)out;
	for (volatile unsigned long n = 0;; n++)
		if (arg)
			return (int)n;
}

static void
test_process(void)
{
	struct process_result r = process_run(child_writes, (void *)(uintptr_t)"hello", (struct process_limits){0});
	CHECK(r.end == PROCESS_OK && r.size == 5);
	CHECK_TEXT(r.output, "hello");
	free(r.output);
	size_t size = 3 << 20;
	char *big = mem_alloc(size + 1);
	memset(big, 'x', size);
	r = process_run(child_writes, big, (struct process_limits){0});
	CHECK(r.end == PROCESS_OK && r.size == size && !memcmp(r.output, big, size));
	free(r.output);
	free(big);
	int status = 3;
	r = process_run(child_exits, &status, (struct process_limits){0});
	CHECK(r.end == PROCESS_EXIT && r.status == 3);
	free(r.output);
	r = process_run(child_crashes, NULL, (struct process_limits){0});
	CHECK((r.end == PROCESS_CRASHED && r.status == SIGSEGV) || r.end == PROCESS_EXIT /* under a sanitizer */);
	free(r.output);
	r = process_run(child_spins, NULL, (struct process_limits){.cpu_seconds = 1});
	CHECK(r.end == PROCESS_CPU);
	free(r.output);
}

static char *
slurp(struct scratch *s, const char *name)
{
	size_t size;
	char *text = path_read(scratch_path(s, name), 0, &size);
	char *copy = text ? arena_strdup(&s->arena, text) : NULL;
	free(text);
	return copy;
}

static size_t
count_entries(struct scratch *s, const char *name)
{
	struct visits v = {&s->arena, ""};
	size_t n = 0;
	path_walk(scratch_path(s, name), visit, &v);
	for (const char *p = v.names; *p; p++)
		n += *p == ' ';
	return n;
}

static void
test_sink(struct scratch *s)
{
	struct diag_queue q;
	diag_init(&q);
	const char *target = scratch_path(s, "deep/er/out");
	struct sink *k = sink_create(target, &q);
	CHECK(k && !q.errors && path_is_folder(sink_folder(k)) && !path_is_folder(target));
	CHECK(sink_put(k, "a/b.txt", "one", 3));
	CHECK(sink_commit(k));
	CHECK_TEXT(slurp(s, "deep/er/out/a/b.txt"), "one");
	CHECK(sink_is_ours(target));

	k = sink_create(target, &q);
	CHECK(k && sink_put(k, "c.txt", "two", 3));
	CHECK_TEXT(slurp(s, "deep/er/out/a/b.txt"), "one");
	sink_abort(k);
	CHECK_TEXT(slurp(s, "deep/er/out/a/b.txt"), "one");

	k = sink_create(target, &q);
	CHECK(k && sink_put(k, "c.txt", "two", 3) && sink_commit(k));
	CHECK_TEXT(slurp(s, "deep/er/out/c.txt"), "two");
	CHECK(!slurp(s, "deep/er/out/a/b.txt"));
	CHECK(count_entries(s, "deep/er") == 3); /* out, its mark, c.txt: nothing is left beside */
	CHECK(!q.count);

	scratch_put(s, "theirs/x", "x");
	CHECK(!sink_create(scratch_path(s, "theirs"), &q) && diag_says(&q, DIAG_ERROR, "not written by splitter"));
	CHECK(!sink_create(scratch_path(s, "theirs/x"), &q) && diag_says(&q, DIAG_ERROR, "must be a folder"));
	CHECK(!sink_create("/proc/no/out", &q) && diag_says(&q, DIAG_ERROR, "cannot make"));
	CHECK(!sink_create("/", &q));
	CHECK_TEXT(slurp(s, "theirs/x"), "x");

	CHECK(path_make_folders(scratch_path(s, "empty")));
	k = sink_create(scratch_path(s, "empty/"), &q);
	CHECK(k && sink_put(k, "y", "y", 1) && sink_commit(k));
	CHECK_TEXT(slurp(s, "empty/y"), "y");

	CHECK(!symlink("empty", scratch_path(s, "linked")));
	k = sink_create(scratch_path(s, "linked"), &q);
	CHECK(k && sink_put(k, "z", "z", 1) && sink_commit(k));
	CHECK_TEXT(slurp(s, "empty/z"), "z");
	CHECK(!access(scratch_path(s, "linked"), F_OK));
	diag_finish(&q);
}

/* What somebody else puts into the target during the run is never lost. */
static void
test_sink_races(struct scratch *s)
{
	struct diag_queue q;
	diag_init(&q);
	struct sink *k = sink_create(scratch_path(s, "race"), &q);
	CHECK(k && sink_put(k, "y", "y", 1));
	scratch_put(s, "race/mine", "precious");
	CHECK(!sink_commit(k) && q.errors);
	CHECK_TEXT(slurp(s, "race/mine"), "precious");
	diag_finish(&q);
}

static void
test_sink_full(struct scratch *s)
{
	struct diag_queue q;
	struct rlimit old, small;
	diag_init(&q);
	struct sink *k = sink_create(scratch_path(s, "full"), &q);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 4096;
	setrlimit(RLIMIT_FSIZE, &small);
	char big[10000] = {0};
	CHECK(!sink_put(k, "big", big, sizeof big));
	setrlimit(RLIMIT_FSIZE, &old);
	CHECK(q.errors == 1 && diag_says(&q, DIAG_ERROR, "free some space"));
	sink_abort(k);
	diag_finish(&q);
}

static void
test_sink_sweep(struct scratch *s)
{
	scratch_put(s, "w/.out.new-999999999-0001/.splitter", "x");
	scratch_put(s, "w/.out.old-999999999/.splitter", "x");
	scratch_put(s, "w/.out.old-999999999/result", "kept");
	scratch_put(s, "w/.other.new-999999999-0001/x", "x");
	struct diag_queue q;
	diag_init(&q);
	struct sink *k = sink_create(scratch_path(s, "w/out"), &q);
	sink_sweep(scratch_path(s, "w/out"));
	CHECK(!path_is_folder(scratch_path(s, "w/.out.new-999999999-0001")));
	CHECK(path_is_folder(scratch_path(s, "w/.other.new-999999999-0001")));
	CHECK_TEXT(slurp(s, "w/out/result"), "kept");
	CHECK(k && path_is_folder(sink_folder(k)));
	CHECK(k && sink_commit(k) && !q.count);
	diag_finish(&q);
}

static bool
parses(const char *text, size_t size)
{
	struct arena a;
	struct diag_queue q;
	arena_init(&a);
	diag_init(&q);
	bool ok = json_parse(&a, text, size, "t.json", "t", &q) != NULL;
	CHECK(ok == !q.errors);
	diag_finish(&q);
	arena_finish(&a);
	return ok;
}

static void
test_json(void)
{
	static const char *const good[] = {"{}", "[]", " [1, -0.5e+3, true, null, \"x\"] ", "\"\\u00e9\\ud83d\\ude00\"", "\"\\udcff\"", "0",
	                                   "\xef\xbb\xbf{\"a\": {\"b\": []}}"};
	static const char *const bad[] = {"", " ", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a: 1}", "[1 2]", "nul", "01", "1.", "+1",
	                                  "\"\\u0000\"", "\"\\ud800\"", "\"\\q\"", "\"a", "\"\n\"", "]", "[}", "{\"a\":1,}", "[1] x",
	                                  "1 2", "\xef\xbb", "[,1]", "{,}", "--1", "1e", "[1,,2]"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		CHECK(parses(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		CHECK(!parses(bad[i], strlen(bad[i])));
		if (parses(bad[i], strlen(bad[i])))
			fprintf(stderr, "accepted: %s\n", bad[i]);
	}
	CHECK(!parses("[\"a\0b\"]", 7));
	char deep[2000];
	memset(deep, '[', sizeof deep);
	CHECK(!parses(deep, sizeof deep));
	struct arena a;
	struct diag_queue q;
	arena_init(&a);
	diag_init(&q);
	static const char text[] = "{\n\"a\": [1,\n 2],\n\"a\": \"x\\ty\"}";
	const struct json *v = json_parse(&a, text, strlen(text), "t", "t", &q);
	CHECK(v && v->first->line == 2 && v->first->first->next->line == 3);
	CHECK(diag_says(&q, DIAG_WARNING, "said twice"));
	CHECK_TEXT(json_member(v, "a")->text, "x\ty");
	long long n;
	CHECK(json_integer(v->first->first, 0, 5, &n) && n == 1 && !json_integer(v->first->first, 2, 5, &n));
	diag_finish(&q);
	arena_finish(&a);
}

int
main(void)
{
	struct scratch s;
	scratch_init(&s);
	test_path_text(&s.arena);
	test_path_files(&s);
	test_process();
	test_sink(&s);
	test_sink_races(&s);
	test_sink_full(&s);
	test_sink_sweep(&s);
	test_json();
	scratch_finish(&s);
	return check_end();
}
