/* History: what `git log` wrote into a file → commits and the files they changed. Git itself is never run. */
#ifndef SIGNALS_HISTORY_H
#define SIGNALS_HISTORY_H

#include "base/intern.h"
#include "base/vec.h"
#include "splitter/diag.h"

struct history_rename { str_id from, to; };

struct history {
	const char *path; /* as the user named it */
	struct intern names;
	VEC(str_id) changed;                /* names of all commits in a row; a name may repeat in a commit */
	VEC(size_t) ends;                   /* of each commit, in `changed` */
	VEC(struct history_rename) renames; /* in any order; may repeat and run in circles */
};

/* Reads the output of git log with --name-only, --name-status or --numstat and any --format. False with an error queued when
 * the file cannot be read; what is no such output gives no commits. `path` has to outlive `out`. */
bool history_load(const char *path, struct history *out, struct diag_queue *diags);

/* The same from memory. */
void history_parse(const char *text, size_t size, struct history *out);
void history_finish(struct history *h);

#endif
