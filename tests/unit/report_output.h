/* What the reports wrote for a fixture, in a folder of its own, read back by tests. */
#ifndef UNIT_REPORT_OUTPUT_H
#define UNIT_REPORT_OUTPUT_H

#include <stdbool.h>

#include "base/arena.h"
#include "report_fixture.h"
#include "splitter/diag.h"

struct output {
	struct arena arena;
	struct fixture *fixture;
	char *folder;
	struct diag_queue diags;
	bool ok;
};

/* Runs report_all into a fresh temporary folder. */
void output_init(struct output *o, enum fixture_kind kind);
void output_finish(struct output *o);

/* A file's text, "" when there is none; lives as long as the output. */
char *output_read(struct output *o, const char *name);

/* Calls f for each file, sorted. */
void output_each(struct output *o, void (*f)(struct output *o, const char *name));

/* Runs a command over the file ("%s" is its path): its exit status, or -1 when the tool is missing. */
int output_run(struct output *o, const char *tool, const char *command, const char *name);

size_t output_count(const char *text, const char *word);

#endif
