/* A worker. In: units from the shared list; out: fact files in the cache, results in shared memory.
 *
 * Everything runs on one thread with a big stack of its own, so that deeply nested code costs time and not the
 * process; what libclang does not survive kills the worker, and the supervisor knows the unit in hand. CPU time
 * and memory are limited by the kernel. */
#include "parse/worker.h"

#include <clang-c/Index.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "parse/unit.h"

static const size_t STACK_SIZE = (size_t)1 << 30;
enum { STACK_GUARD = 1 << 16, FAULT_CHUNK = 1 << 24 };

struct worker {
	const struct compdb *db;
	const struct parse_options *options;
	struct pool_memory *memory;
	struct lane *lane;
	int only;
	struct sources sources;
	struct unit unit;
	struct cache cache;
	CXIndex index;
};

/* ---- limits ---- */

static void
set_limit(int resource, rlim_t soft)
{
	struct rlimit limit;
	if (getrlimit(resource, &limit))
		return;
	limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
	setrlimit(resource, &limit);
}

static void
limit_cpu(const struct worker *w)
{
	struct rusage used;
	unsigned seconds = w->options->cpu_seconds ? w->options->cpu_seconds : PARSE_CPU_SECONDS;
	if (!getrusage(RUSAGE_SELF, &used))
		set_limit(RLIMIT_CPU, (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + seconds + 1);
}

static void
limit_memory(const struct worker *w)
{
	unsigned long long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");
	if (f && fscanf(f, "%llu", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	size_t bytes = w->options->memory_bytes ? w->options->memory_bytes : PARSE_MEMORY;
	if (pages)
		set_limit(RLIMIT_AS, (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + bytes);
}

/* What the user's surroundings would change about the result is taken away; libclang reports to nobody. */
static void
prepare_process(const char *cache)
{
	static const char *const variables[] = {"CPATH", "C_INCLUDE_PATH", "CCC_OVERRIDE_OPTIONS", "COMPILER_PATH",
	                                        "CCC_ADD_ARGS", "CLANG_CONFIG_FILE_SYSTEM_DIR", "LIBCLANG_TIMING"};
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		unsetenv(variables[i]);
	setenv("SOURCE_DATE_EPOCH", "0", 1);
	setenv("TZ", "UTC", 1);
	setenv("TMPDIR", cache, 1); /* #pragma clang module build makes a file */
	setenv("LIBCLANG_NOTHREADS", "1", 1);
	setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	set_limit(RLIMIT_CORE, 0);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGXCPU, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
}

/* ---- one unit ---- */

/* The hidden switch KIND:FILE, for tests of what a failing worker costs. */
static const char *
fault_of(const struct worker *w, const struct compdb_unit *unit)
{
	const char *fault = w->options->fault, *colon = fault ? strchr(fault, ':') : NULL;
	if (!colon)
		return "";
	size_t have = strlen(unit->name), want = strlen(colon + 1);
	return have >= want && !strcmp(unit->name + have - want, colon + 1) ? fault : "";
}

static bool
is_fault(const char *fault, const char *kind)
{
	return !strncmp(fault, kind, strlen(kind)) && fault[strlen(kind)] == ':';
}

static void
commit_fault(const char *fault)
{
	if (is_fault(fault, "crash"))
		raise(SIGSEGV);
	while (is_fault(fault, "hang"))
		pause();
	while (is_fault(fault, "oom")) {
		volatile char *chunk = malloc(FAULT_CHUNK); /* volatile: a compiler may drop memory that nobody reads */
		if (!chunk)
			abort();
		for (size_t i = 0; i < FAULT_CHUNK; i += 4096)
			chunk[i] = 1;
	}
}

static void
put_reason(struct slot *s, const char *reason)
{
	snprintf(s->reason, sizeof s->reason, "%s", reason ? reason : "");
	size_t n = strlen(s->reason);
	if (reason && reason[n]) /* cut between characters of UTF-8 */
		while (n && ((unsigned char)s->reason[n - 1] & 0xc0) == 0x80)
			s->reason[--n] = '\0';
}

static void
put_result(struct slot *s, const struct cached *entry, bool cached)
{
	s->status = (int)entry->status;
	s->errors = entry->errors;
	s->lost = entry->lost;
	put_reason(s, entry->reason);
	s->has_facts = entry->facts[0];
	snprintf(s->facts, sizeof s->facts, "%s", entry->facts);
	s->cached = cached;
	atomic_store(&s->done, true);
}

static void
fail(struct worker *w, struct diag_queue *diags)
{
	if (!atomic_exchange(&w->memory->failed, true))
		snprintf(w->memory->failure, sizeof w->memory->failure, "%s", diags->count ? diags->list[0].text : "disk error");
}

static int64_t
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* Saves the facts and says how long they are; with a fault, damages them afterwards. */
static void
save(struct worker *w, struct slot *slot, struct cached *entry, int64_t started, const char *fault)
{
	struct diag_queue diags;
	diag_init(&diags);
	cache_name(&w->cache, &w->unit, entry->facts);
	const char *path = path_join(&w->unit.arena, w->options->cache, entry->facts);
	struct stat st = {0};
	if (!fact_writer_save(w->unit.out, path, &diags) || stat(path, &st))
		fail(w, &diags);
	else if (is_fault(fault, "garbage"))
		path_write(path, "garbage", 7);
	else
		cache_store(&w->cache, &w->unit, entry, started);
	slot->size = st.st_size;
	diag_finish(&diags);
}

static void
read_unit(struct worker *w, const struct compdb_unit *unit, struct slot *slot)
{
	struct cached entry = {0};
	const char *fault = fault_of(w, unit);
	if (!path_is_file(unit->path)) {
		entry.status = UNIT_CRASHED;
		entry.reason = "not a regular file";
		put_result(slot, &entry, false);
		return;
	}
	if (!*fault && cache_find(&w->cache, unit, &w->unit.arena, &entry)) {
		put_result(slot, &entry, true);
		unit_close(&w->unit);
		return;
	}
	int64_t started = now();
	entry = (struct cached){0};
	commit_fault(fault);
	struct unit_outcome o = unit_read(&w->unit, w->index, unit);
	entry = (struct cached){.status = o.status, .errors = o.errors, .lost = o.lost, .reason = o.reason};
	if (o.status != UNIT_CRASHED)
		save(w, slot, &entry, started, fault);
	put_result(slot, &entry, false);
	unit_close(&w->unit);
}

/* A worker that grew big is replaced once its unit is done: freed memory does not all go back. */
static bool
has_grown(const struct worker *w)
{
	struct rusage used;
	size_t bytes = w->options->memory_bytes ? w->options->memory_bytes : PARSE_MEMORY;
	return !getrusage(RUSAGE_SELF, &used) && (size_t)used.ru_maxrss * 1024 > bytes / 2;
}

static int
next_unit(struct worker *w)
{
	if (w->only >= 0) {
		int unit = w->only;
		w->only = -2;
		return unit;
	}
	if (w->only == -2 || atomic_load(&w->memory->failed) || has_grown(w))
		return -1;
	unsigned i = atomic_fetch_add(&w->memory->next, 1);
	return i < w->memory->count ? (int)w->memory->order[i] : -1;
}

static void *
run(void *arg)
{
	struct worker *w = arg;
	atomic_store(&w->lane->thread, gettid());
	limit_memory(w);
	sources_init(&w->sources, w->db);
	cache_init(&w->cache, w->options->cache, &w->sources);
	unit_init(&w->unit, &w->sources);
	w->index = clang_createIndex(0, 0);
	for (int i; (i = next_unit(w)) >= 0;) {
		atomic_store(&w->lane->unit, i);
		limit_cpu(w);
		read_unit(w, &w->db->units[i], &w->memory->slots[i]);
		atomic_store(&w->lane->unit, -1);
	}
	_exit(0);
}

void
worker_run(const struct compdb *db, const struct parse_options *options, struct pool_memory *memory, unsigned lane, int only)
{
	struct worker w = {.db = db, .options = options, .memory = memory, .lane = &memory->lanes[lane], .only = only};
	pthread_attr_t attributes;
	pthread_t thread;
	prepare_process(w.options->cache);
	char *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (stack == MAP_FAILED || mprotect(stack, STACK_GUARD, PROT_NONE) || pthread_attr_init(&attributes) ||
	    pthread_attr_setstack(&attributes, stack + STACK_GUARD, STACK_SIZE - STACK_GUARD) ||
	    pthread_create(&thread, &attributes, run, &w))
		_exit(EXIT_FAILED);
	pthread_join(thread, NULL);
	_exit(EXIT_FAILED);
}
