/* summary.md: one page for a pull request. In: the model. Out: what was understood and what was not, the five
 * largest causes and what to do about each, the services, the heaviest cuts, the first steps, readiness, the alternatives. */
#include <stdlib.h>
#include <string.h>

#include "reports/markdown.h"
#include "reports/readiness.h"
#include "reports/reports.h"
#include "reports/text.h"

enum { CAUSES = 5, CUTS = 15, PER_PAIR = 2, STEPS = 5 };

static void
put_share(struct markdown *m, const char *what, size_t good, size_t all, const char *rest)
{
	fprintf(m->out, "| %s | %zu of %zu | %s | %s |\n", what, good, all, markdown_share(m, good, all), rest);
}

static size_t
less(size_t all, size_t bad)
{
	return all > bad ? all - bad : 0;
}

static size_t
placed(const struct model *model)
{
	size_t n = 0;
	for (size_t i = 0; i < model->service_count; i++)
		n += model->services[i].functions;
	return n;
}

static void
put_coverage(struct markdown *m)
{
	const struct model_coverage *c = &m->model->coverage;
	struct arena *a = &m->arena;
	fputs("## What was understood\n\n| | understood | share | the rest |\n|---|---:|---:|---|\n", m->out);
	put_share(m, "units read whole", c->units_ok, less(c->units, c->units_skipped),
	          arena_printf(a, "%zu in part (%zu declarations and statements lost), %zu failed, %zu skipped", c->units_partial,
	                       c->lost, c->units_failed, c->units_skipped));
	put_share(m, "functions placed in a service", placed(m->model), c->functions, "in no service: tests, other systems' code, dead code");
	put_share(m, "calls with a known target", c->calls, c->calls + c->call_sites_unresolved,
	          arena_printf(a, "%zu call sites whose target is not known", c->call_sites_unresolved));
	put_share(m, "SQL statements", less(c->statements, c->statements_unresolved), c->statements,
	          arena_printf(a, "%zu not resolved; %zu texts look like SQL and reach no driver", c->statements_unresolved,
	                       c->texts_unresolved));
	fprintf(m->out, "\n%s, %s, %s; %s made on the way, %s left unresolved.\n\n", text_count(a, c->functions, "function", "functions"),
	        text_count(a, c->globals, "global", "globals"), text_count(a, c->tables, "table", "tables"),
	        text_count(a, c->assumptions, "assumption", "assumptions"), text_count(a, c->unresolved, "place", "places"));
}

static void
put_causes(struct markdown *m)
{
	size_t n = m->model->unknown_count < CAUSES ? m->model->unknown_count : CAUSES;
	fputs("## What was not, and what to do\n\n", m->out);
	if (!n)
		fputs("Nothing was left unresolved.\n\n", m->out);
	for (size_t i = 0; i < n; i++) {
		const struct model_unknown *u = &m->model->unknowns[i];
		const char *place = markdown_place(m, u->example_file, u->example_line);
		fprintf(m->out, "%zu. **%s: %s** — %s%s%s. %s\n", i + 1, markdown_text(m, u->kind), markdown_text(m, u->reason),
		        text_count(&m->arena, u->count, "place", "places"), *place ? ", e.g. " : "", place,
		        u->advice && *u->advice ? arena_printf(&m->arena, "To do: %s.", markdown_text(m, u->advice)) : "");
	}
	if (n)
		fprintf(m->out, "\n%s\n\n", m->model->unknown_count > n
		        ? arena_printf(&m->arena, "%zu smaller causes are in report.html.", m->model->unknown_count - n)
		        : "These are all causes.");
}

static void
put_services(struct markdown *m)
{
	size_t services = markdown_service_count(m->model);
	fprintf(m->out, "## Services\n\n");
	if (!m->model->service_count) {
		fputs("No service was found.\n\n", m->out);
		return;
	}
	fprintf(m->out, "%s%s.\n\n", text_count(&m->arena, services, "service", "services"),
	        services < m->model->service_count ? " and the shared library" : "");
	fputs("| service | functions | tables | entry points | cohesion | coupling | cuts out | cuts in |\n"
	      "|---|---:|---:|---:|---:|---:|---:|---:|\n", m->out);
	for (size_t i = 0; i < m->model->service_count; i++) {
		const struct model_service *s = &m->model->services[i];
		bool shared = s->kind == SERVICE_SHARED;
		fprintf(m->out, "| %s%s | %zu | %zu | %zu | %s | %s | %zu | %zu |\n", markdown_text(m, s->name), shared ? " (library)" : "",
		        s->functions, s->tables, s->entry_points, shared ? "—" : arena_printf(&m->arena, "%.2f", s->cohesion),
		        shared ? "—" : arena_printf(&m->arena, "%.2f", s->coupling), markdown_cuts_out(m->model, s->id),
		        markdown_cuts_in(m->model, s->id));
	}
	fputs("\n", m->out);
}

static int
compare_weights(const void *a, const void *b)
{
	const struct model_cut *x = *(const struct model_cut *const *)a, *y = *(const struct model_cut *const *)b;
	return x->weight != y->weight ? (x->weight > y->weight ? -1 : 1) : (x > y) - (x < y);
}

/* The heaviest first, but not all from the same two services. */
static size_t
choose_cuts(struct markdown *m, const struct model_cut *chosen[CUTS])
{
	const struct model *model = m->model;
	const struct model_cut **order = arena_array(&m->arena, const struct model_cut *, model->cut_count);
	size_t n = 0;
	for (size_t i = 0; i < model->cut_count; i++)
		order[i] = &model->cuts[i];
	qsort(order, model->cut_count, sizeof *order, compare_weights);
	for (size_t i = 0; i < model->cut_count && n < CUTS; i++) {
		size_t same = 0;
		for (size_t k = 0; k < n; k++)
			same += chosen[k]->from.v == order[i]->from.v && chosen[k]->to.v == order[i]->to.v;
		if (same < PER_PAIR)
			chosen[n++] = order[i];
	}
	return n;
}

static void
put_cuts(struct markdown *m)
{
	const struct model_cut *chosen[CUTS];
	fputs("## Heaviest cuts\n\n", m->out);
	if (!m->model->cut_count) {
		fputs("Nothing crosses a boundary.\n\n", m->out);
		return;
	}
	size_t n = choose_cuts(m, chosen);
	fprintf(m->out, "%zu of %zu, at most %d from one service to another; all are in report.html.\n\n| from | to | kind | what | where | remedy |\n"
	        "|---|---|---|---|---|---|\n", n, m->model->cut_count, PER_PAIR);
	for (size_t i = 0; i < n; i++)
		fprintf(m->out, "| %s | %s | %s | %s → %s | %s | %s |\n", markdown_service(m, chosen[i]->from), markdown_service(m, chosen[i]->to),
		        cut_word(chosen[i]->kind), markdown_text(m, chosen[i]->source), markdown_text(m, chosen[i]->target),
		        markdown_place(m, chosen[i]->file, chosen[i]->line), markdown_text(m, chosen[i]->remedy));
	fputs("\n", m->out);
}

static void
put_order(struct markdown *m)
{
	fputs("## Order of extraction\n\n", m->out);
	if (!m->model->step_count)
		fputs("Nothing to take out.\n\n", m->out);
	for (size_t i = 0; i < m->model->step_count && i < STEPS; i++) {
		const struct model_step *s = &m->model->steps[i];
		const struct model_need *n = s->need_count ? &m->model->needs[s->first_need] : NULL;
		fprintf(m->out, "%zu. **%s** — cost %lld, benefit %lld%s%s%s\n", i + 1, markdown_service(m, s->service), s->cost, s->benefit,
		        n ? "; first: " : "", n ? markdown_text(m, n->what) : "",
		        s->need_count > 1 ? arena_printf(&m->arena, "; %zu more", s->need_count - 1) : "");
	}
	if (m->model->step_count)
		fputs("\nThe whole plan with its places is in plan.md.\n\n", m->out);
}

bool
report_summary(const struct report_options *options, const struct model *model, struct evidence *evidence, struct sink *sink,
               struct diag_queue *diags)
{
	(void)options, (void)evidence, (void)diags;
	struct markdown m = {.out = sink_open(sink, "summary.md"), .model = model};
	if (!m.out)
		return false;
	arena_init(&m.arena);
	fprintf(m.out, "# %s\n\n", *model->title ? markdown_text(&m, model->title) : "Proposed services");
	put_coverage(&m);
	put_causes(&m);
	put_services(&m);
	put_cuts(&m);
	put_order(&m);
	readiness_summary(&m);
	fputs("## Alternatives\n\nNot computed: this run proposes one partition. For others run again with `--services N` or "
	      "`--resolution R` and compare.\n", m.out);
	arena_finish(&m.arena);
	return sink_close(sink, m.out);
}
