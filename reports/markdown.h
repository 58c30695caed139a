/* Markdown: what summary.md and plan.md share. Private to their emitters. */
#ifndef REPORTS_MARKDOWN_H
#define REPORTS_MARKDOWN_H

#include <stdio.h>

#include "base/arena.h"
#include "splitter/model.h"

struct markdown {
	struct arena arena;
	FILE *out;
	const struct model *model;
};

/* Text of others, escaped for a line or cell; never a code span, which a backtick in a name would end. */
const char *markdown_text(struct markdown *m, const char *text);
const char *markdown_place(struct markdown *m, const char *file, unsigned line);
const char *markdown_service(struct markdown *m, service_id id);

/* "87 %", "100 %" only when nothing is missing, "—" of nothing. */
const char *markdown_share(struct markdown *m, size_t part, size_t whole);

/* Numbers of cuts into and out of a service. */
size_t markdown_cuts_out(const struct model *model, service_id id);
size_t markdown_cuts_in(const struct model *model, service_id id);

/* Services without the shared library. */
size_t markdown_service_count(const struct model *model);

#endif
