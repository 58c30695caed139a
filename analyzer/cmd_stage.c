/* splitter index, link, cluster, report: one stage again, from what the last one left. */
#include <stdio.h>

#include "commands.h"
#include "splitter/diag.h"
#include "stages.h"

static int
index_folder(const struct options *o)
{
	static stage_f *const only[] = {stage_index};
	struct run r;
	int status = EXIT_FAILED;
	if (run_init(&r, o, o->words.count ? o->words.at[0] : ".", o->out ? o->out : "splitter-out"))
		status = stages_run(&r, only, 1);
	if (status == EXIT_OK && !o->quiet)
		printf("units       %u: %u ok, %u partial, %u failed, %u skipped\nnext        splitter link %s\n", r.units,
		       r.units - r.partial - r.failed - r.skipped, r.partial, r.failed, r.skipped, r.out);
	if (status == EXIT_OK && o->strict && r.partial + r.failed)
		status = EXIT_FOUND;
	run_finish(&r);
	return status;
}

static int
stage_of_result(const struct options *o)
{
	stage_f *stage = o->command == COMMAND_LINK ? stage_link : o->command == COMMAND_CLUSTER ? stage_cluster : stage_report;
	const char *out = o->words.count ? o->words.at[0] : "splitter-out";
	struct run r;
	int status = EXIT_FAILED;
	if (run_init(&r, o, NULL, out))
		status = stages_run(&r, &stage, 1);
	if (status == EXIT_OK && !o->quiet)
		printf(stage == stage_report ? "report      %s/report.html\n"
		       : stage == stage_link ? "next        splitter cluster %s\n"
		                             : "next        splitter report %s\n", r.out);
	run_finish(&r);
	return status;
}

int
cmd_stage(const struct options *o)
{
	if (o->words.count > 1) {
		fprintf(stderr, "splitter: one folder at a time; see --help\n");
		return EXIT_USAGE;
	}
	return o->command == COMMAND_INDEX ? index_folder(o) : stage_of_result(o);
}
