/* splitter analyze: the four stages in a row, then what an architect wants to know first. */
#include <stdio.h>

#include "base/path.h"
#include "commands.h"
#include "splitter/evidence.h"
#include "stages.h"

struct counts { size_t services, shared, units, by_status[UNIT_STATUS_COUNT]; };

static bool
count_service(void *arg, const void *row)
{
	struct counts *c = arg;
	const struct row_service *s = row;
	if (s->kind == SERVICE_SHARED)
		c->shared++;
	else
		c->services++;
	return true;
}

static bool
count_unit(void *arg, const void *row)
{
	struct counts *c = arg;
	c->units++;
	c->by_status[((const struct row_unit *)row)->status]++;
	return true;
}

static void
tell(struct run *r)
{
	struct evidence *e = evidence_open(path_join(&r->arena, r->out, "splitter.db"), &r->diags);
	if (!e)
		return;
	struct counts c = {0};
	evidence_each(e, ROW_SERVICE_KIND, count_service, &c);
	evidence_each(e, ROW_UNIT_KIND, count_unit, &c);
	size_t ok = c.by_status[UNIT_OK], partial = c.by_status[UNIT_PARTIAL], skipped = c.by_status[UNIT_SKIPPED];
	size_t failed = c.units - ok - partial - skipped;
	size_t functions = evidence_count(e, ROW_FUNCTION_KIND), statements = evidence_count(e, ROW_STATEMENT_KIND);
	size_t tables = evidence_count(e, ROW_TABLE_KIND), unknown = evidence_count(e, ROW_UNRESOLVED_KIND);
	size_t cuts = evidence_count(e, ROW_CUT_KIND);
	evidence_close(e);
	if (r->options->json) {
		printf("{\"units\": %zu, \"ok\": %zu, \"partial\": %zu, \"failed\": %zu, \"skipped\": %zu, \"functions\": %zu, "
		       "\"statements\": %zu, \"tables\": %zu, \"unresolved\": %zu, \"services\": %zu, \"cuts\": %zu}\n",
		       c.units, ok, partial, failed, skipped, functions, statements, tables, unknown, c.services, cuts);
		return;
	}
	printf("units       %zu: %zu ok, %zu partial, %zu failed, %zu skipped\n", c.units, ok, partial, failed, skipped);
	printf("found       %zu functions, %zu SQL statements, %zu tables; %zu things not understood\n", functions, statements, tables, unknown);
	printf("proposed    %zu services%s, %zu cuts between them\n", c.services, c.shared ? " and a shared library" : "", cuts);
	printf("report      %s/report.html\nsummary     %s/summary.md\n", r->out, r->out);
}

int
cmd_analyze(const struct options *o)
{
	static stage_f *const all[] = {stage_index, stage_link, stage_cluster, stage_report};
	if (o->words.count > 1) {
		fprintf(stderr, "splitter: analyze takes one folder; see splitter analyze --help\n");
		return EXIT_USAGE;
	}
	struct run r;
	int status = EXIT_FAILED;
	if (run_init(&r, o, o->words.count ? o->words.at[0] : ".", o->out ? o->out : "splitter-out"))
		status = stages_run(&r, all, 4);
	if (status == EXIT_OK && !o->quiet)
		tell(&r);
	if (status == EXIT_OK && o->strict && r.partial + r.failed)
		status = EXIT_FOUND;
	run_finish(&r);
	return status;
}
