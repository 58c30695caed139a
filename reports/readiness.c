/* Readiness for serverless in summary.md: one line a rule, the worst first. */
#include "reports/readiness.h"

#include <stdlib.h>
#include <string.h>

#include "reports/text.h"

enum { PLACES = 3 };

struct rule_group {
	const char *rule;
	size_t count[SEVERITY_COUNT];
	const struct model_finding *first[PLACES];
	size_t told, services;
	service_id latest;
};

static int
compare_rules(const void *a, const void *b)
{
	const struct rule_group *x = a, *y = b;
	for (int i = 0; i < SEVERITY_COUNT; i++)
		if (x->count[i] != y->count[i])
			return x->count[i] > y->count[i] ? -1 : 1;
	return strcmp(x->rule, y->rule);
}

/* Places of the severest findings first. */
static void
see(struct rule_group *g, const struct model_finding *f)
{
	g->count[f->severity]++;
	g->services += f->service.v != g->latest.v;
	g->latest = f->service;
	if (g->told < PLACES) {
		g->first[g->told++] = f;
		return;
	}
	for (size_t i = 0; i < PLACES; i++)
		if (g->first[i]->severity > f->severity) {
			g->first[i] = f;
			return;
		}
}

static void
put_rule(struct markdown *m, const struct rule_group *g)
{
	const char *places = "";
	for (size_t i = 0; i < g->told; i++)
		places = arena_printf(&m->arena, "%s%s%s (%s)", places, i ? ", " : "", markdown_place(m, g->first[i]->file, g->first[i]->line),
		                      markdown_text(m, g->first[i]->subject));
	fprintf(m->out, "| %s | %zu | %zu | %zu | %zu | %s | %s |\n", markdown_text(m, g->rule), g->count[SEVERITY_HIGH], g->count[SEVERITY_MEDIUM],
	        g->count[SEVERITY_LOW], g->services, places, markdown_text(m, g->first[0]->remedy));
}

void
readiness_summary(struct markdown *m)
{
	const struct model *model = m->model;
	struct rule_group *groups = arena_array(&m->arena, struct rule_group, model->finding_count);
	size_t n = 0;
	fputs("## Readiness for serverless\n\n", m->out);
	if (!model->finding_count) {
		fputs("Nothing was found that keeps a service from running as a function.\n\n", m->out);
		return;
	}
	for (size_t i = 0; i < model->finding_count; i++) {
		size_t at = 0;
		while (at < n && strcmp(groups[at].rule, model->findings[i].rule))
			at++;
		if (at == n)
			groups[n++].rule = model->findings[i].rule;
		see(&groups[at], &model->findings[i]);
	}
	qsort(groups, n, sizeof *groups, compare_rules);
	fprintf(m->out, "%s; each is in report.html and v_finding. High: does not work as a function; medium: works at a price; low: only at start, "
	        "or to be known.\n\n| rule | high | medium | low | services | first places | remedy |\n|---|---:|---:|---:|---:|---|---|\n",
	        text_count(&m->arena, model->finding_count, "finding", "findings"));
	for (size_t i = 0; i < n; i++)
		put_rule(m, &groups[i]);
	fputs("\n", m->out);
}
