/* Private to parse: what the supervisor and its workers share. */
#ifndef PARSE_WORKER_H
#define PARSE_WORKER_H

#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "parse/parse.h"

enum { REASON_MAX = 400, LANES_MAX = 256 };

struct slot { /* one a unit, written by the worker that has it in hand */
	atomic_bool done;
	bool has_facts, cached;
	int status;
	unsigned errors, lost;
	char reason[REASON_MAX];
	char facts[56];
	int64_t size;        /* of the fact file as it was saved */
};

struct lane { /* one a worker */
	atomic_int unit;     /* in hand, -1: none */
	atomic_int thread;   /* id of the parsing thread, 0: not there yet */
};

struct pool_memory { /* shared by all processes */
	atomic_uint next;    /* into order */
	atomic_bool failed;  /* facts cannot be written: stop */
	char failure[REASON_MAX];
	struct lane lanes[LANES_MAX];
	struct slot *slots;
	unsigned *order;     /* units, the largest first */
	unsigned count;
};

/* The life of a worker: units from the shared list, or the one unit `only` (-1: the list). Does not return. */
_Noreturn void worker_run(const struct compdb *db, const struct parse_options *options, struct pool_memory *memory,
                          unsigned lane, int only);

#endif
