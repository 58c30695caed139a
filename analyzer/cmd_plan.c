/* splitter plan OUT: the migration plan of a result. */
#include <stdio.h>

#include "base/path.h"
#include "commands.h"
#include "model/model_build.h"
#include "reports/reports.h"
#include "splitter/diag.h"

static int
print_plan(struct evidence *e, const struct options *o, struct diag_queue *diags)
{
	struct model *m = model_load(e, diags);
	if (!m)
		return EXIT_FAILED;
	bool ok = o->json ? plan_write_json(stdout, m) : plan_write(stdout, m);
	model_destroy(m);
	return ok ? EXIT_OK : EXIT_FAILED;
}

int
cmd_plan(const struct options *o)
{
	if (o->words.count != 1) {
		fprintf(stderr, "splitter: plan wants OUT, a folder that splitter wrote; see splitter plan --help\n");
		return EXIT_USAGE;
	}
	struct arena a;
	struct diag_queue diags;
	arena_init(&a);
	diag_init(&diags);
	struct evidence *e = evidence_open(path_join(&a, o->words.at[0], "splitter.db"), &diags);
	int status = e ? print_plan(e, o, &diags) : EXIT_FAILED;
	evidence_close(e);
	diag_print(&diags, stderr);
	diag_finish(&diags);
	arena_finish(&a);
	return status;
}
