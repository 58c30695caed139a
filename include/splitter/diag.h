/* Diagnostics: what every stage has to say, queued with a position and printed in one place.
 *
 * A diagnostic never stops the run; the function that queues an error returns false, and its caller
 * decides. BUG() is for broken invariants, die() for commands and allocators only. */
#ifndef SPLITTER_DIAG_H
#define SPLITTER_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

struct diag {
	enum diag_severity severity;
	char *file;         /* NULL: about no file */
	unsigned line, col; /* 0: unknown */
	char *text;
	char *id;           /* short stable word, e.g. "compdb-json" */
};

struct diag_queue {
	struct diag *list;
	size_t count, capacity;
	size_t errors;
};

void diag_init(struct diag_queue *q);
void diag_finish(struct diag_queue *q);

/* Queues one message. file may be NULL; strings are copied. The text says what and where, and what to do. */
void diag_add(struct diag_queue *q, enum diag_severity severity, const char *id, const char *file,
              unsigned line, unsigned col, const char *format, ...)
	__attribute__((format(printf, 7, 8)));

/* Prints all queued messages as `file:line:col: severity: text [id]`, control characters escaped, and
 * empties the queue. Messages equal in all parts are printed once with their count. */
void diag_print(struct diag_queue *q, FILE *out);

/* A broken invariant of ours: aborts with the place. */
#define BUG(...) diag_bug(__FILE_NAME__, __LINE__, __VA_ARGS__)
_Noreturn void diag_bug(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Cannot go on: prints `splitter: text` and exits with the status. Only for commands and allocators. */
_Noreturn void die(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

enum exit_status {
	EXIT_OK = 0,
	EXIT_FOUND = 1,        /* violations or differences found, or partial under --strict */
	EXIT_USAGE = 2,        /* usage, an unknown name included */
	EXIT_FAILED = 3,       /* nothing replaced */
	EXIT_INTERRUPTED = 130
};

#ifndef __FILE_NAME__
#define __FILE_NAME__ __FILE__
#endif

#endif
