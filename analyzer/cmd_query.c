/* splitter query OUT SQL: the user's own question to the result, read-only. */
#include <stdio.h>

#include "base/path.h"
#include "commands.h"
#include "splitter/diag.h"
#include "store/store.h"

int
cmd_query(const struct options *o)
{
	if (o->words.count != 2) {
		fprintf(stderr, "splitter: query wants OUT and one SQL text; see splitter query --help\n");
		return EXIT_USAGE;
	}
	struct arena a;
	struct diag_queue diags;
	arena_init(&a);
	diag_init(&diags);
	bool ok = store_query(path_join(&a, o->words.at[0], "splitter.db"), o->words.at[1], o->json, stdout, &diags);
	diag_print(&diags, stderr);
	diag_finish(&diags);
	arena_finish(&a);
	return ok ? EXIT_OK : EXIT_FAILED;
}
