/* plan.md: the first page of a migration plan. In: the model. Out: the services ordered by what holds them back, the
 * fewest places to cut first, each with its first evidence. Costs and benefits are not computed, and it says so. */
#include <stdlib.h>
#include <string.h>

#include "reports/markdown.h"
#include "reports/reports.h"
#include "reports/text.h"

enum { EXAMPLES = 3 };

struct step {
	const struct model_service *service;
	size_t out, in;
};

static int
compare_steps(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	size_t all_x = x->out + x->in, all_y = y->out + y->in;
	return all_x != all_y ? (all_x < all_y ? -1 : 1)
	       : x->out != y->out ? (x->out < y->out ? -1 : 1)
	       : (x->service->id.v > y->service->id.v) - (x->service->id.v < y->service->id.v);
}

static size_t
collect(struct markdown *m, struct step **out)
{
	size_t n = 0;
	struct step *steps = arena_array(&m->arena, struct step, m->model->service_count);
	for (size_t i = 0; i < m->model->service_count; i++) {
		const struct model_service *s = &m->model->services[i];
		if (s->kind == SERVICE_SERVICE)
			steps[n++] = (struct step){s, markdown_cuts_out(m->model, s->id), markdown_cuts_in(m->model, s->id)};
	}
	if (n)
		qsort(steps, n, sizeof *steps, compare_steps);
	*out = steps;
	return n;
}

/* The heaviest cuts that leave the service, ties in the order of the model. */
static void
put_examples(struct markdown *m, const struct model_service *s)
{
	bool *used = arena_array(&m->arena, bool, m->model->cut_count);
	for (size_t n = 0; n < EXAMPLES; n++) {
		size_t best = m->model->cut_count;
		for (size_t i = 0; i < m->model->cut_count; i++) {
			const struct model_cut *c = &m->model->cuts[i];
			if (c->from.v == s->id.v && !used[i] && (best == m->model->cut_count || c->weight > m->model->cuts[best].weight))
				best = i;
		}
		if (best == m->model->cut_count)
			return;
		const struct model_cut *c = &m->model->cuts[best];
		used[best] = true;
		fprintf(m->out, "   - to %s, %s: %s → %s at %s%s%s\n", markdown_service(m, c->to), cut_word(c->kind), markdown_text(m, c->source),
		        markdown_text(m, c->target), markdown_place(m, c->file, c->line), c->remedy && *c->remedy ? "; " : "",
		        markdown_text(m, c->remedy));
	}
}

static void
put_steps(struct markdown *m)
{
	struct step *steps;
	size_t n = collect(m, &steps);
	if (!n)
		fputs("No service was found, so there is nothing to plan.\n", m->out);
	for (size_t i = 0; i < n; i++) {
		const struct model_service *s = steps[i].service;
		fprintf(m->out, "%zu. **%s** — %s to cut on its way out, %s on the way in; takes %s along\n", i + 1, markdown_text(m, s->name),
		        text_count(&m->arena, steps[i].out, "place", "places"), text_count(&m->arena, steps[i].in, "place", "places"),
		        text_count(&m->arena, s->tables, "table", "tables"));
		put_examples(m, s);
	}
}

bool
report_plan(const struct report_options *options, const struct model *model, struct evidence *evidence, struct sink *sink,
            struct diag_queue *diags)
{
	(void)options, (void)evidence, (void)diags;
	struct markdown m = {.out = sink_open(sink, "plan.md"), .model = model};
	if (!m.out)
		return false;
	arena_init(&m.arena);
	fputs("# Order of migration\n\nServices with the fewest places to cut come first. Costs and benefits are not computed, and no "
	      "step accounts for the ones before it: read this as a list to start from, not as a schedule.\n\n", m.out);
	put_steps(&m);
	arena_finish(&m.arena);
	return sink_close(sink, m.out);
}
