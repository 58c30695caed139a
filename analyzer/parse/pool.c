/* The supervisor. In: the units of the compile database; out: a result a unit.
 *
 * Long-lived workers take units from a shared list, the largest first. The supervisor only watches: a worker that
 * dies costs the unit in hand, which is tried once more alone in a fresh worker; so does one that outgrows its
 * memory, or that neither uses CPU nor waits for a disk for IDLE_SECONDS (an included FIFO). CPU time is
 * limited by the kernel (RLIMIT_CPU), so a busy machine changes nothing. */
#include "parse/parse.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "base/vec.h"
#include "parse/worker.h"

enum { TICK_MS = 100, IDLE_SECONDS = 10, DEATHS_MAX = 8 };

struct watched { /* a worker process */
	pid_t pid;          /* 0: none */
	int pipe;           /* reads end of file when the worker is gone */
	int unit;           /* in hand when last looked, -1 none */
	int only;           /* retried alone, -1: works on the list */
	enum unit_status killed; /* why we killed it; UNIT_OK: we did not */
	unsigned long long cpu;  /* ticks, when they last moved */
	int64_t moved;           /* milliseconds, when they last moved */
};

struct pool {
	const struct compdb *db;
	const struct parse_options *options;
	struct pool_memory *memory;
	size_t memory_size;
	struct watched watched[LANES_MAX];
	unsigned lanes;
	unsigned char *tries;    /* per unit */
	bool *checked;           /* per unit: its facts were looked at */
	unsigned idle_deaths;    /* workers that died without a unit */
	double cpu_used;
	VEC(int) retries;
	struct diag_queue *diags;
};

static int64_t
milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static size_t
memory_limit(const struct pool *p)
{
	return p->options->memory_bytes ? p->options->memory_bytes : PARSE_MEMORY;
}

/* ---- shared memory ---- */

static int
by_size(const void *a, const void *b, void *arg)
{
	const struct compdb *db = arg;
	unsigned i = *(const unsigned *)a, k = *(const unsigned *)b;
	const struct compdb_unit *x = &db->units[i], *y = &db->units[k];
	if (x->bytes != y->bytes)
		return x->bytes > y->bytes ? -1 : 1;
	return i < k ? -1 : i > k;
}

static bool
share(struct pool *p)
{
	size_t n = p->db->unit_count;
	p->memory_size = sizeof *p->memory + n * (sizeof(struct slot) + sizeof(unsigned));
	p->memory = mmap(NULL, p->memory_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->memory == MAP_FAILED)
		return false;
	p->memory->slots = (struct slot *)(p->memory + 1);
	p->memory->order = (unsigned *)(p->memory->slots + n);
	for (size_t i = 0; i < n; i++)
		if (!p->db->units[i].skipped)
			p->memory->order[p->memory->count++] = (unsigned)i;
	qsort_r(p->memory->order, p->memory->count, sizeof *p->memory->order, by_size, (void *)(uintptr_t)p->db);
	return true;
}

/* ---- workers ---- */

static bool
start(struct pool *p, unsigned lane, int only)
{
	int ends[2];
	struct watched *w = &p->watched[lane];
	*w = (struct watched){.unit = -1, .only = only, .pipe = -1};
	atomic_store(&p->memory->lanes[lane].unit, -1);
	atomic_store(&p->memory->lanes[lane].thread, 0);
	if (pipe2(ends, O_CLOEXEC))
		return false;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		for (unsigned i = 0; i < p->lanes; i++)
			if (p->watched[i].pipe >= 0)
				close(p->watched[i].pipe);
		worker_run(p->db, p->options, p->memory, lane, only);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return false;
	}
	w->pid = pid;
	w->pipe = ends[0];
	w->moved = milliseconds();
	return true;
}

static bool
work_is_left(const struct pool *p)
{
	return atomic_load(&p->memory->next) < p->memory->count && !atomic_load(&p->memory->failed);
}

static void
give_up(struct pool *p, int unit, enum unit_status status, const char *reason)
{
	struct slot *s = &p->memory->slots[unit];
	s->status = (int)status;
	s->has_facts = s->cached = false;
	s->errors = s->lost = 0;
	snprintf(s->reason, sizeof s->reason, "%s", reason);
	atomic_store(&s->done, true);
}

/* ---- what a death means ---- */

static enum unit_status
verdict(const struct pool *p, const struct watched *w, int status, const struct rusage *used)
{
	if (w->killed != UNIT_OK)
		return w->killed;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return UNIT_TIMEOUT;
	bool aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT; /* a request for the double of what is in use */
	if ((size_t)used->ru_maxrss * 1024 > memory_limit(p) / 4 * (aborted ? 1 : 3))
		return UNIT_OOM;
	return UNIT_CRASHED;
}

static void
describe(const struct pool *p, enum unit_status status, const struct watched *w, int ended, char *out, size_t size)
{
	unsigned seconds = p->options->cpu_seconds ? p->options->cpu_seconds : PARSE_CPU_SECONDS;
	if (status == UNIT_TIMEOUT && w->killed == UNIT_TIMEOUT)
		snprintf(out, size, "the parser waited %d s without using CPU (an included FIFO?), twice", (int)IDLE_SECONDS);
	else if (status == UNIT_TIMEOUT)
		snprintf(out, size, "parsing took more than %u s of CPU, twice", seconds);
	else if (status == UNIT_OOM)
		snprintf(out, size, "parsing took more than %zu MiB of memory, twice", memory_limit(p) >> 20);
	else if (WIFSIGNALED(ended))
		snprintf(out, size, "the parser died of signal %d (%s), twice", WTERMSIG(ended), sigdescr_np(WTERMSIG(ended)));
	else
		snprintf(out, size, "the parser ended with status %d, twice", WEXITSTATUS(ended));
}

static void
buried(struct pool *p, unsigned lane, int status, const struct rusage *used)
{
	struct watched *w = &p->watched[lane];
	int unit = atomic_load(&p->memory->lanes[lane].unit);
	p->cpu_used += (double)used->ru_utime.tv_sec + (double)used->ru_stime.tv_sec +
	               1e-6 * (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec);
	close(w->pipe);
	w->pipe = -1;
	w->pid = 0;
	if (unit < 0 || atomic_load(&p->memory->slots[unit].done)) {
		p->idle_deaths += !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		if (w->only >= 0 && unit < 0 && !atomic_load(&p->memory->slots[w->only].done))
			vec_push(&p->retries, w->only);
		return;
	}
	if (!p->tries[unit]++) {
		vec_push(&p->retries, unit);
		return;
	}
	char reason[REASON_MAX];
	enum unit_status verdict_now = verdict(p, w, status, used);
	describe(p, verdict_now, w, status, reason, sizeof reason);
	give_up(p, unit, verdict_now, reason);
}

/* ---- watching ---- */

/* CPU ticks and state letter of a thread, resident bytes of its process. */
static bool
look(pid_t pid, int thread, unsigned long long *cpu, char *state, size_t *resident)
{
	char path[64], text[1024];
	unsigned long long user = 0, kernel = 0, pages = 0;
	snprintf(path, sizeof path, "/proc/%d/task/%d/stat", (int)pid, thread);
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
	if (f)
		fclose(f);
	text[n] = '\0';
	const char *behind = strrchr(text, ')');
	if (!behind || sscanf(behind + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", state, &user, &kernel) != 3)
		return false;
	snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
	f = fopen(path, "r");
	bool ok = f && fscanf(f, "%*u %llu", &pages) == 1;
	if (f)
		fclose(f);
	*cpu = user + kernel;
	*resident = (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
	return ok;
}

static void
watch(struct pool *p, unsigned lane)
{
	struct watched *w = &p->watched[lane];
	const struct lane *l = &p->memory->lanes[lane];
	int unit = atomic_load(&l->unit), thread = atomic_load(&l->thread);
	unsigned long long cpu;
	size_t resident;
	char state;
	if (unit < 0 || !thread || !look(w->pid, thread, &cpu, &state, &resident))
		return;
	if (unit != w->unit || cpu != w->cpu || state != 'S') {
		w->unit = unit;
		w->cpu = cpu;
		w->moved = milliseconds();
	}
	if (resident > memory_limit(p))
		w->killed = UNIT_OOM;
	else if (milliseconds() - w->moved > IDLE_SECONDS * 1000)
		w->killed = UNIT_TIMEOUT;
	if (w->killed != UNIT_OK)
		kill(w->pid, SIGKILL);
}

static void
reap(struct pool *p)
{
	for (unsigned i = 0; i < p->lanes; i++) {
		int status;
		struct rusage used;
		if (p->watched[i].pid && wait4(p->watched[i].pid, &status, WNOHANG, &used) == p->watched[i].pid)
			buried(p, i, status, &used);
	}
}

static void
kill_all(struct pool *p)
{
	for (unsigned i = 0; i < p->lanes; i++) {
		int status;
		struct rusage used;
		if (!p->watched[i].pid)
			continue;
		kill(p->watched[i].pid, SIGKILL);
		while (wait4(p->watched[i].pid, &status, 0, &used) < 0 && errno == EINTR)
			;
		close(p->watched[i].pipe);
		p->watched[i].pid = 0;
	}
}

/* Gives idle lanes work; the number of workers that run. */
static unsigned
staff(struct pool *p)
{
	unsigned running = 0;
	for (unsigned i = 0; i < p->lanes; i++) {
		if (!p->watched[i].pid && p->idle_deaths < DEATHS_MAX) {
			if (p->retries.count && !atomic_load(&p->memory->failed))
				start(p, i, vec_pop(&p->retries));
			else if (work_is_left(p))
				start(p, i, -1);
		}
		running += p->watched[i].pid != 0;
	}
	return running;
}

static void
show_progress(const struct pool *p, bool last)
{
	unsigned done = 0;
	if (!p->options->progress || !isatty(STDERR_FILENO))
		return;
	for (unsigned i = 0; i < p->memory->count; i++)
		done += atomic_load(&p->memory->slots[p->memory->order[i]].done);
	fprintf(stderr, last ? "\r\033[K" : "\rreading units: %u of %u", done, p->memory->count);
	fflush(stderr);
}

static bool
is_interrupted(const struct pool *p)
{
	return p->options->interrupted && *p->options->interrupted;
}

static void
wait_a_tick(const struct pool *p)
{
	struct pollfd fds[LANES_MAX];
	nfds_t n = 0;
	for (unsigned i = 0; i < p->lanes; i++)
		if (p->watched[i].pid)
			fds[n++] = (struct pollfd){.fd = p->watched[i].pipe, .events = POLLIN};
	poll(fds, n, TICK_MS);
}

/* ---- results ---- */

/* Are the facts still what the worker saved? A worker gone wrong costs its unit and nothing else; the reader's
 * checksum finds what a look at the size does not. */
static void
check_facts(struct pool *p, unsigned unit)
{
	struct slot *s = &p->memory->slots[unit];
	struct arena a;
	struct stat st;
	if (!s->has_facts || s->cached)
		return;
	arena_init(&a);
	const char *path = path_join(&a, p->options->cache, s->facts);
	if (stat(path, &st) || st.st_size != s->size) {
		unlink(path);
		if (p->tries[unit]++) {
			give_up(p, (int)unit, UNIT_CRASHED, "the parser left damaged facts, twice");
		} else {
			atomic_store(&s->done, false);
			vec_push(&p->retries, (int)unit);
		}
	}
	arena_finish(&a);
}

static void
check_finished(struct pool *p)
{
	for (unsigned i = 0; i < p->memory->count; i++) {
		unsigned unit = p->memory->order[i];
		if (!p->checked[unit] && atomic_load(&p->memory->slots[unit].done)) {
			check_facts(p, unit);
			p->checked[unit] = atomic_load(&p->memory->slots[unit].done);
		}
	}
}

static bool
supervise(struct pool *p)
{
	while (staff(p)) {
		wait_a_tick(p);
		if (is_interrupted(p))
			break;
		for (unsigned i = 0; i < p->lanes; i++)
			if (p->watched[i].pid)
				watch(p, i);
		reap(p);
		check_finished(p);
		show_progress(p, false);
	}
	show_progress(p, true);
	kill_all(p);
	if (is_interrupted(p)) {
		diag_add(p->diags, DIAG_ERROR, "interrupted", NULL, 0, 0, "interrupted");
		return false;
	}
	if (atomic_load(&p->memory->failed)) {
		diag_add(p->diags, DIAG_ERROR, "cache-write", p->options->cache, 0, 0, "%s", p->memory->failure);
		return false;
	}
	for (unsigned i = 0; i < p->memory->count; i++)
		if (!atomic_load(&p->memory->slots[p->memory->order[i]].done)) {
			diag_add(p->diags, DIAG_ERROR, "workers", NULL, 0, 0,
			         "workers die before they take a unit: is there memory for processes of 1 GiB address space?");
			return false;
		}
	return true;
}

/* Modules that libclang built in passing and left in the folder of facts. */
static void
sweep(const char *folder)
{
	DIR *d = opendir(folder);
	for (struct dirent *e; d && (e = readdir(d));)
		if (!strcmp(path_suffix(e->d_name), "pcm"))
			unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
}

static void
put_results(const struct pool *p, struct arena *a, struct parse_result *out)
{
	for (size_t i = 0; i < p->db->unit_count; i++) {
		const struct slot *s = &p->memory->slots[i];
		if (p->db->units[i].skipped) {
			out[i] = (struct parse_result){.status = UNIT_SKIPPED, .reason = p->db->units[i].reason};
			continue;
		}
		out[i] = (struct parse_result){.status = (enum unit_status)s->status, .errors = s->errors, .lost = s->lost,
		                               .reason = *s->reason ? arena_strdup(a, s->reason) : NULL,
		                               .facts = s->has_facts ? arena_strdup(a, s->facts) : NULL, .cached = s->cached};
	}
}

static unsigned
lanes_wanted(const struct parse_options *options, unsigned units)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned n = options->jobs ? options->jobs : processors > 0 ? (unsigned)processors : 1;
	n = n < units ? n : units;
	return n < LANES_MAX ? n : LANES_MAX;
}

bool
parse_all(const struct compdb *db, const struct parse_options *options, struct arena *a, struct parse_result **out,
          struct diag_queue *diags)
{
	struct pool p = {.db = db, .options = options, .diags = diags};
	struct parse_options resolved = *options;
	if (!path_make_folders(options->cache) || !(resolved.cache = path_real(a, options->cache))) {
		diag_add(diags, DIAG_ERROR, "cache-write", options->cache, 0, 0, "cannot make the folder of fact files: %s",
		         strerror(errno));
		return false;
	}
	if (!share(&p)) {
		diag_add(diags, DIAG_ERROR, "memory", NULL, 0, 0, "no memory to share with workers: %s", strerror(errno));
		return false;
	}
	p.options = &resolved;
	p.lanes = lanes_wanted(options, p.memory->count);
	p.tries = arena_array(a, unsigned char, db->unit_count + 1);
	p.checked = arena_array(a, bool, db->unit_count + 1);
	for (unsigned i = 0; i < LANES_MAX; i++)
		p.watched[i].pipe = -1;
	bool ok = supervise(&p);
	sweep(resolved.cache);
	*out = arena_array(a, struct parse_result, db->unit_count + 1);
	if (ok)
		put_results(&p, a, *out);
	if (options->cpu_used)
		*options->cpu_used = p.cpu_used;
	vec_finish(&p.retries);
	munmap(p.memory, p.memory_size);
	return ok;
}
