/* Child processes. In: a function of ours and its limits; out: what it wrote and how it ended.
 *
 * Invariants: the child never outlives the parent, never writes to its terminal, and leaves no core file.
 * Memory: under RLIMIT_AS an allocation fails, and the child ends in its own way (exit, abort, crash); it is
 * told from other ends by the memory it had in use, so a single huge request that failed counts as an exit. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

enum { READ_CHUNK = 64 * 1024 };

static void
limit(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit old;
	if (getrlimit(resource, &old))
		return;
	struct rlimit fresh = {soft, hard};
	if (old.rlim_max != RLIM_INFINITY && old.rlim_max < hard)
		fresh.rlim_max = old.rlim_max;
	if (fresh.rlim_cur > fresh.rlim_max)
		fresh.rlim_cur = fresh.rlim_max;
	setrlimit(resource, &fresh);
}

static void
silence(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int i = 0; i < 3 && fd >= 0; i++)
		if (fd != i)
			dup2(fd, i);
	if (fd > 2)
		close(fd);
}

static _Noreturn void
child(int (*f)(void *arg, FILE *out), void *arg, struct process_limits limits, int fd, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	silence();
	limit(RLIMIT_CORE, 0, 0);
	if (limits.cpu_seconds)
		limit(RLIMIT_CPU, limits.cpu_seconds, (rlim_t)limits.cpu_seconds + 1);
	if (limits.memory_bytes)
		limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
	FILE *out = fdopen(fd, "w");
	if (!out)
		_exit(EXIT_FAILURE);
	int status = f(arg, out);
	bool lost = ferror(out);
	lost = fclose(out) || lost;
	_exit(lost && !status ? EXIT_FAILURE : status);
}

/* Reads until the other end is closed; false with errno. */
static bool
collect(int fd, struct process_result *r)
{
	size_t capacity = 0;
	for (;;) {
		if (r->size + 1 >= capacity) {
			capacity = 2 * capacity + READ_CHUNK;
			r->output = mem_grow(r->output, capacity);
		}
		ssize_t n = read(fd, r->output + r->size, capacity - r->size - 1);
		if (n < 0 && errno == EINTR)
			continue;
		r->size += n > 0 ? (size_t)n : 0;
		r->output[r->size] = '\0';
		if (n <= 0)
			return !n;
	}
}

static double
cpu_of(const struct rusage *use)
{
	return (double)(use->ru_utime.tv_sec + use->ru_stime.tv_sec) +
	       (double)(use->ru_utime.tv_usec + use->ru_stime.tv_usec) / 1e6;
}

static enum process_end
judge(int status, const struct rusage *use, struct process_limits limits, int *out)
{
	bool exited = WIFEXITED(status);
	*out = exited ? WEXITSTATUS(status) : WTERMSIG(status);
	if (exited && !*out)
		return PROCESS_OK;
	bool spent = limits.cpu_seconds && cpu_of(use) >= limits.cpu_seconds;
	if (!exited && (*out == SIGXCPU || (*out == SIGKILL && spent)))
		return PROCESS_CPU;
	uint64_t most = (uint64_t)use->ru_maxrss * 1024;
	if ((limits.memory_bytes && most >= limits.memory_bytes / 4 * 3) || (!exited && *out == SIGKILL))
		return PROCESS_MEMORY;
	return exited ? PROCESS_EXIT : PROCESS_CRASHED;
}

struct process_result
process_run(int (*f)(void *arg, FILE *out), void *arg, struct process_limits limits)
{
	struct process_result r = {.end = PROCESS_FAILED};
	int ends[2];
	if (pipe2(ends, O_CLOEXEC)) {
		r.status = errno;
		r.output = mem_strdup("");
		return r;
	}
	pid_t parent = getpid(), pid = fork();
	if (!pid) {
		close(ends[0]);
		child(f, arg, limits, ends[1], parent);
	}
	r.status = pid < 0 ? errno : 0;
	close(ends[1]);
	bool whole = collect(ends[0], &r);
	close(ends[0]);
	if (pid < 0)
		return r;
	int status;
	struct rusage use;
	while (wait4(pid, &status, 0, &use) < 0)
		if (errno != EINTR)
			return r;
	if (whole)
		r.end = judge(status, &use, limits, &r.status);
	return r;
}
