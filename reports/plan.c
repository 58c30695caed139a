/* plan.md: the migration plan. In: the model. Out: the order first, on one screen; then what entry points pay; then each step
 * with what it needs and where. Things that repeat are grouped by what they are about, with their number and first places. */
#include <stdlib.h>
#include <string.h>

#include "reports/markdown.h"
#include "reports/reports.h"
#include "reports/text.h"

enum { NEEDS = 12, PLACES = 3, ENTRIES = 15, LOOPS = 20 };

/* ---- the order ---- */

static void
put_ratio(struct markdown *m, const struct model_step *s)
{
	long long tenths = s->benefit > 0 ? s->cost * 10 / s->benefit : 0;
	fprintf(m->out, "%lld.%lld", tenths / 10, tenths % 10);
}

static void
put_order(struct markdown *m)
{
	fputs("| step | service | action | cost | benefit | cost per benefit | needs first |\n|---:|---|---|---:|---:|---:|---|\n", m->out);
	for (size_t i = 0; i < m->model->step_count; i++) {
		const struct model_step *s = &m->model->steps[i];
		const struct model_need *first = s->need_count ? &m->model->needs[s->first_need] : NULL;
		fprintf(m->out, "| %zu | %s | %s | %lld | %lld | ", i + 1, markdown_service(m, s->service), markdown_text(m, s->action), s->cost, s->benefit);
		put_ratio(m, s);
		fprintf(m->out, " | %s%s |\n", first ? markdown_text(m, first->what) : "nothing",
		        s->need_count > 1 ? arena_printf(&m->arena, "; %zu more", s->need_count - 1) : "");
	}
	fputs("\nCost: points for every place that crosses to a service not yet taken out, each place once at its dearest kind; what the service "
	      "needs of those counts double, since it would call back into the monolith. Benefit: points for its functions, tables and entry "
	      "points. Both are printed with each step; the points are in rules/weights.json (plan_*). After every step all is computed "
	      "again.\n\n", m->out);
}

/* ---- entry points ---- */

static int
compare_entries(const void *a, const void *b)
{
	const struct model_entry_cost *x = *(const struct model_entry_cost *const *)a, *y = *(const struct model_entry_cost *const *)b;
	if (x->remote_calls != y->remote_calls)
		return x->remote_calls > y->remote_calls ? -1 : 1;
	if (x->remote_depth != y->remote_depth)
		return x->remote_depth > y->remote_depth ? -1 : 1;
	return (x > y) - (x < y);
}

static void
put_entry(struct markdown *m, const struct model_entry_cost *e)
{
	fprintf(m->out, "| %s | %s | %s | %s | %zu%s | 0 → %zu | 0 → %zu | %zu | %s |\n", markdown_text(m, e->name), entry_kind_word(e->kind),
	        markdown_service(m, e->service), markdown_place(m, e->file, e->line), e->depth, e->recursive ? " +" : "", e->remote_calls,
	        e->remote_depth, e->in_loop,
	        e->loop_file ? arena_printf(&m->arena, "%s, depth %u", markdown_place(m, e->loop_file, e->loop_line), e->loop_depth) : "");
}

static void
put_entries(struct markdown *m)
{
	const struct model *model = m->model;
	const struct model_entry_cost **order = arena_array(&m->arena, const struct model_entry_cost *, model->entry_count);
	size_t shown = model->entry_count < ENTRIES ? model->entry_count : ENTRIES, none = 0;
	for (size_t i = 0; i < model->entry_count; i++) {
		order[i] = &model->entries[i];
		none += !model->entries[i].remote_calls;
	}
	fputs("## Entry points, before and after\n\n", m->out);
	if (!shown) {
		fputs("No entry point lies in a service.\n\n", m->out);
		return;
	}
	qsort(order, model->entry_count, sizeof *order, compare_entries);
	fprintf(m->out, "%zu of %zu stay without remote calls. Bounds: every call that may be made counts once; + marks a cycle of calls, whose "
	        "chains have no bound.\n\n| entry point | kind | service | where | longest chain of calls | remote call sites | longest chain of them | "
	        "in a loop | deepest loop |\n|---|---|---|---|---:|---:|---:|---:|---|\n", none, model->entry_count);
	for (size_t i = 0; i < shown; i++)
		put_entry(m, order[i]);
	if (model->entry_count > shown)
		fprintf(m->out, "\n%zu more are in report.html and v_entry_cost.\n", model->entry_count - shown);
	fputs("\n", m->out);
}

/* ---- calls in loops ---- */

struct loop_group { const struct model_cut *first; size_t places; };

static int
compare_loops(const void *a, const void *b)
{
	const struct model_cut *x = *(const struct model_cut *const *)a, *y = *(const struct model_cut *const *)b;
	int order = (int)x->to.v - (int)y->to.v;
	if (!order)
		order = strcmp(x->target ? x->target : "", y->target ? y->target : "");
	if (!order)
		order = (x->loop_depth < y->loop_depth) - (x->loop_depth > y->loop_depth);
	return order ? order : (x > y) - (x < y);
}

static int
compare_loop_groups(const void *a, const void *b)
{
	const struct loop_group *x = a, *y = b;
	if (x->first->loop_depth != y->first->loop_depth)
		return x->first->loop_depth > y->first->loop_depth ? -1 : 1;
	if (x->places != y->places)
		return x->places > y->places ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

static void
put_loops(struct markdown *m)
{
	const struct model *model = m->model;
	const struct model_cut **cuts = arena_array(&m->arena, const struct model_cut *, model->cut_count);
	struct loop_group *groups = arena_array(&m->arena, struct loop_group, model->cut_count);
	size_t count = 0, n = 0;
	for (size_t i = 0; i < model->cut_count; i++)
		if (model->cuts[i].kind == CUT_CALL && model->cuts[i].loop_depth)
			cuts[count++] = &model->cuts[i];
	fputs("## Calls in loops that would become remote\n\n", m->out);
	if (!count) {
		fputs("None.\n\n", m->out);
		return;
	}
	qsort(cuts, count, sizeof *cuts, compare_loops);
	for (size_t i = 0; i < count; i++) {
		bool same = i && cuts[i]->to.v == cuts[i - 1]->to.v && !strcmp(cuts[i]->target, cuts[i - 1]->target);
		if (!same)
			groups[n++] = (struct loop_group){cuts[i], 0};
		groups[n - 1].places++;
	}
	qsort(groups, n, sizeof *groups, compare_loop_groups);
	fputs("| called | of | places | deepest: where | loops around it | remedy |\n|---|---|---:|---|---:|---|\n", m->out);
	for (size_t i = 0; i < n && i < LOOPS; i++) {
		const struct model_cut *c = groups[i].first;
		fprintf(m->out, "| %s | %s | %zu | %s | %u | %s |\n", markdown_text(m, c->target), markdown_service(m, c->to), groups[i].places,
		        markdown_place(m, c->file, c->line), c->loop_depth, markdown_text(m, c->remedy));
	}
	if (n > LOOPS)
		fprintf(m->out, "\n%zu more functions are called in loops; see v_cut where loop\\_depth > 0.\n", n - LOOPS);
	fputs("\n", m->out);
}

/* ---- a step ---- */

static void
put_needs(struct markdown *m, const struct model_step *s)
{
	size_t shown = s->need_count < NEEDS ? s->need_count : NEEDS;
	if (!s->need_count)
		fputs("Nothing is needed first.\n", m->out);
	for (size_t i = 0; i < shown; i++) {
		const struct model_need *n = &m->model->needs[s->first_need + i];
		const char *place = markdown_place(m, n->file, n->line);
		fprintf(m->out, "- %s (%s): %s, cost %lld%s%s\n", markdown_text(m, n->what), remedy_word(n->remedy_kind),
		        text_count(&m->arena, n->places, "place", "places"), n->cost, *place ? ", first " : "", place);
	}
	if (s->need_count > shown)
		fprintf(m->out, "- %s, see v\\_plan\\_need\n", text_count(&m->arena, s->need_count - shown, "smaller need", "smaller needs"));
	fputs("\n", m->out);
}

/* The cuts of a step by kind: those to and from services that are taken out later. */
static void
put_kinds(struct markdown *m, const struct model_step *s, const size_t *step_of, size_t step)
{
	bool any = false;
	for (int kind = 0; kind < CUT_KIND_COUNT; kind++) {
		size_t out = 0, in = 0, told = 0;
		const char *places = "";
		for (size_t i = 0; i < m->model->cut_count; i++) {
			const struct model_cut *c = &m->model->cuts[i];
			bool leaves = c->from.v == s->service.v && step_of[c->to.v] > step, comes = c->to.v == s->service.v && step_of[c->from.v] > step;
			if ((int)c->kind != kind || (!leaves && !comes))
				continue;
			out += leaves;
			in += comes;
			if (told++ < PLACES)
				places = arena_printf(&m->arena, "%s%s%s", places, *places ? ", " : "", markdown_place(m, c->file, c->line));
		}
		if (!out && !in)
			continue;
		if (!any)
			fputs("| cuts | out | in | first places |\n|---|---:|---:|---|\n", m->out);
		any = true;
		fprintf(m->out, "| %s | %zu | %zu | %s |\n", cut_word((enum cut_kind)kind), out, in, places);
	}
	fputs(any ? "\n" : "", m->out);
}

/* Callers that ignore a failure: the service cannot degrade there. */
static void
put_ignored(struct markdown *m, service_id service)
{
	size_t n = 0;
	for (size_t i = 0; i < m->model->finding_count; i++) {
		const struct model_finding *f = &m->model->findings[i];
		if (f->service.v != service.v || strcmp(f->rule, "ignored-result"))
			continue;
		if (n++ < PLACES)
			fprintf(m->out, "%s%s at %s", n == 1 ? "It cannot degrade where a failure is ignored: " : ", ", markdown_text(m, f->subject),
			        markdown_place(m, f->file, f->line));
	}
	if (n)
		fprintf(m->out, "%s.\n\n", n > PLACES ? arena_printf(&m->arena, "; %zu more", n - PLACES) : "");
}

static void
put_steps(struct markdown *m)
{
	size_t *step_of = arena_array(&m->arena, size_t, m->model->service_count + 1);
	for (size_t i = 0; i < m->model->step_count; i++)
		step_of[m->model->steps[i].service.v] = i + 1;
	for (size_t i = 0; i < m->model->step_count; i++) {
		const struct model_step *s = &m->model->steps[i];
		fprintf(m->out, "## %zu. %s\n\n%s.\n\n", i + 1, markdown_service(m, s->service), text_markdown(&m->arena, s->reason, 400));
		put_kinds(m, s, step_of, i + 1);
		put_needs(m, s);
		put_ignored(m, s->service);
	}
}

bool
plan_write(FILE *out, const struct model *model)
{
	struct markdown m = {.out = out, .model = model};
	arena_init(&m.arena);
	fputs("# Migration plan\n\n", m.out);
	if (!model->step_count) {
		fputs("No service was found, so there is nothing to plan.\n", m.out);
	} else {
		put_order(&m);
		put_entries(&m);
		put_loops(&m);
		put_steps(&m);
	}
	arena_finish(&m.arena);
	return !ferror(out);
}

bool
report_plan(const struct report_options *options, const struct model *model, struct evidence *evidence, struct sink *sink,
            struct diag_queue *diags)
{
	(void)options, (void)evidence, (void)diags;
	FILE *out = sink_open(sink, "plan.md");
	return out && plan_write(out, model) && sink_close(sink, out);
}
