/* Child processes: a function of ours run in a fork with limits, its output read through a pipe. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum process_end { PROCESS_OK, PROCESS_EXIT, PROCESS_CRASHED, PROCESS_CPU, PROCESS_MEMORY, PROCESS_FAILED };

struct process_limits {
	unsigned cpu_seconds;  /* 0: none; RLIMIT_CPU */
	uint64_t memory_bytes; /* 0: none; RLIMIT_AS */
};

struct process_result {
	enum process_end end;
	int status;   /* exit status or signal number */
	char *output; /* what the child wrote, NUL added; free() it */
	size_t size;
};

/* Runs f(arg, out) in a forked child; its return value is the exit status (0 is success). Standard output and
 * error of the child go nowhere. Fork before loading much: its cost grows with the parent's memory. */
struct process_result process_run(int (*f)(void *arg, FILE *out), void *arg, struct process_limits limits);

#endif
