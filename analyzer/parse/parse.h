/* Parse: libclang, one unit → facts; and the pool of workers that does it for all. */
#ifndef PARSE_PARSE_H
#define PARSE_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "compdb/compdb.h"
#include "splitter/diag.h"

enum { PARSE_CPU_SECONDS = 60 };
#define PARSE_MEMORY ((size_t)4 << 30)

struct parse_options {
	const char *cache;      /* folder of fact files: OUT.cache/facts */
	unsigned jobs;          /* workers; 0: one a processor */
	unsigned cpu_seconds;   /* limit a unit, 0: 60 */
	size_t memory_bytes;    /* limit a worker, 0: 4 GiB without the stack */
	bool progress;          /* on stderr, when it is a terminal */
	const char *fault;      /* --force-worker-fault KIND:FILE (crash, hang, oom, garbage), NULL: none */
	double *cpu_used;       /* out, may be NULL: CPU seconds of all workers */
	const volatile int *interrupted; /* set by SIGINT: stop, kill workers, return false */
};

struct parse_result { /* one a unit of the compdb, same order */
	enum unit_status status;
	unsigned errors, lost;
	const char *reason;     /* NULL when ok */
	const char *facts;      /* file name in the cache folder, NULL when there is none */
	bool cached;            /* nothing was parsed: facts of an earlier run still hold */
};

/* Parses all units that are not skipped; results (count = db->unit_count) live in `a`. Crash, hang or memory
 * blow-up of a unit costs that unit, after one retry alone. False only when no work can be done at all
 * (cache not writable, interrupted), with an error queued. */
bool parse_all(const struct compdb *db, const struct parse_options *options, struct arena *a,
               struct parse_result **out, struct diag_queue *diags);

/* Removes from the cache what no result names and nothing younger than a day uses; call once the index that names
 * the facts is written. */
void parse_sweep(const char *cache, const struct parse_result *results, size_t count);

/* Version of libclang. */
const char *parse_library(void);

#endif
