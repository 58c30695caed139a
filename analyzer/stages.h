/* The stages: index, link, cluster, report. Each reads what the one before left in the cache folder, and
 * analyze is nothing but the four in a row. Only for main.c and cmd_*.c. */
#ifndef STAGES_H
#define STAGES_H

#include <stdbool.h>

#include "options.h"
#include "rules/rules.h"
#include "splitter/diag.h"

struct run {
	const struct options *options;
	const char *folder;     /* DIR; NULL for stages that start from OUT */
	const char *out, *cache;
	struct arena arena;
	struct diag_queue diags;
	unsigned units, partial, failed, skipped; /* counted by index */
	volatile int *interrupted;
};

/* `folder` may be NULL: then the cache tells where the sources are. False with an error queued. */
bool run_init(struct run *r, const struct options *o, const char *folder, const char *out);
void run_finish(struct run *r);

/* The built-in rules and the user's. False with errors queued. */
bool run_rules(struct run *r, struct rules *out);

/* Each returns the exit status; messages are queued in r->diags. */
int stage_index(struct run *r);
int stage_link(struct run *r);
int stage_cluster(struct run *r);
int stage_report(struct run *r);

/* Runs the stages of a list in a row, prints messages, and returns the exit status of the first that failed. */
typedef int stage_f(struct run *r);
int stages_run(struct run *r, stage_f *const *stages, size_t count);

extern volatile int stages_interrupted; /* set by SIGINT and SIGTERM */

#endif
