/* The data of report.html. In: model and evidence. Out: one JSON object, rows as arrays in the order app.js names
 * them, every text an index into "strings" (distinct texts once, fit to be shown). Rows of the evidence beyond
 * ROW_LIMIT are counted, not listed. */
#include "reports/html.h"

#include "base/arena.h"
#include "base/intern.h"
#include "reports/json_write.h"
#include "reports/text.h"

enum { ROW_LIMIT = 20000, TEXT_SHOWN = 300 };

struct data {
	struct json json;
	struct arena scratch;
	struct intern strings;
	const struct model *model;
	size_t rows, left_out;
};

static void
put_text(struct data *d, const char *text)
{
	struct arena_mark mark = arena_mark(&d->scratch);
	json_int(&d->json, NULL, intern_text(&d->strings, text_show(&d->scratch, text, TEXT_SHOWN)));
	arena_pop(&d->scratch, mark);
}

static void
put_number(struct data *d, size_t n)
{
	json_int(&d->json, NULL, (int64_t)n);
}

static void
row_begin(struct data *d)
{
	json_begin(&d->json, NULL, '[');
}

static void
row_end(struct data *d)
{
	json_end(&d->json, '[');
}

static void
put_services(struct data *d)
{
	json_begin(&d->json, "services", '[');
	for (size_t i = 0; i < d->model->service_count; i++) {
		const struct model_service *s = &d->model->services[i];
		row_begin(d);
		put_text(d, s->slug);
		put_text(d, s->name);
		put_number(d, s->kind == SERVICE_SHARED);
		put_number(d, s->functions);
		put_number(d, s->globals);
		put_number(d, s->tables);
		put_number(d, s->entry_points);
		json_real(&d->json, NULL, s->cohesion);
		json_real(&d->json, NULL, s->coupling);
		row_end(d);
	}
	json_end(&d->json, '[');
}

static void
put_members(struct data *d)
{
	json_begin(&d->json, "members", '[');
	for (size_t i = 0; i < d->model->member_count; i++) {
		const struct model_member *m = &d->model->members[i];
		row_begin(d);
		put_number(d, m->service.v);
		put_text(d, member_kind_word(m->kind));
		put_text(d, m->name);
		put_text(d, m->key);
		put_text(d, m->file);
		put_number(d, m->line);
		put_text(d, m->reason);
		put_number(d, m->runner_up.v);
		json_real(&d->json, NULL, m->margin);
		row_end(d);
	}
	json_end(&d->json, '[');
}

static void
put_cuts(struct data *d)
{
	json_begin(&d->json, "cuts", '[');
	for (size_t i = 0; i < d->model->cut_count; i++) {
		const struct model_cut *c = &d->model->cuts[i];
		row_begin(d);
		put_number(d, c->from.v);
		put_number(d, c->to.v);
		put_text(d, cut_word(c->kind));
		put_text(d, c->source);
		put_text(d, c->target);
		put_text(d, c->file);
		put_number(d, c->line);
		json_real(&d->json, NULL, c->weight);
		put_text(d, c->remedy);
		put_text(d, remedy_word(c->remedy_kind));
		put_text(d, c->reason);
		row_end(d);
	}
	json_end(&d->json, '[');
}

static void
put_step(struct data *d, const struct model_step *s)
{
	row_begin(d);
	put_number(d, s->service.v);
	put_text(d, s->action);
	json_int(&d->json, NULL, s->cost);
	json_int(&d->json, NULL, s->benefit);
	put_text(d, s->reason);
	json_begin(&d->json, NULL, '[');
	for (size_t i = 0; i < s->need_count; i++) {
		const struct model_need *n = &d->model->needs[s->first_need + i];
		row_begin(d);
		put_text(d, n->what);
		put_text(d, remedy_word(n->remedy_kind));
		put_number(d, n->places);
		json_int(&d->json, NULL, n->cost);
		put_text(d, n->file);
		put_number(d, n->line);
		row_end(d);
	}
	json_end(&d->json, '[');
	row_end(d);
}

static void
put_plan(struct data *d)
{
	json_begin(&d->json, "plan", '[');
	for (size_t i = 0; i < d->model->step_count; i++)
		put_step(d, &d->model->steps[i]);
	json_end(&d->json, '[');
	json_begin(&d->json, "entries", '[');
	for (size_t i = 0; i < d->model->entry_count; i++) {
		const struct model_entry_cost *e = &d->model->entries[i];
		row_begin(d);
		put_text(d, e->name);
		put_text(d, entry_kind_word(e->kind));
		put_number(d, e->service.v);
		put_text(d, e->file);
		put_number(d, e->line);
		put_number(d, e->depth);
		put_number(d, e->recursive);
		put_number(d, e->remote_calls);
		put_number(d, e->remote_depth);
		put_number(d, e->in_loop);
		row_end(d);
	}
	json_end(&d->json, '[');
}

static void
put_findings(struct data *d)
{
	json_begin(&d->json, "findings", '[');
	for (size_t i = 0; i < d->model->finding_count; i++) {
		const struct model_finding *f = &d->model->findings[i];
		row_begin(d);
		put_number(d, f->service.v);
		put_text(d, f->rule);
		put_text(d, severity_word(f->severity));
		put_text(d, f->subject);
		put_text(d, f->file);
		put_number(d, f->line);
		put_text(d, f->message);
		put_text(d, f->remedy);
		row_end(d);
	}
	json_end(&d->json, '[');
}

static void
put_edges(struct data *d)
{
	json_begin(&d->json, "edges", '[');
	for (size_t i = 0; i < d->model->edge_count; i++) {
		const struct model_edge *e = &d->model->edges[i];
		row_begin(d);
		put_number(d, e->from.v);
		put_number(d, e->to.v);
		put_number(d, e->calls + e->tables + e->globals + e->joins + e->transactions + e->foreign_keys);
		row_end(d);
	}
	json_end(&d->json, '[');
}

static void
put_uses(struct data *d)
{
	json_begin(&d->json, "uses", '[');
	for (size_t i = 0; i < d->model->use_count; i++) {
		const struct model_table_use *u = &d->model->uses[i];
		row_begin(d);
		put_text(d, u->table_name);
		put_number(d, u->service.v);
		put_number(d, u->owner.v);
		put_number(d, u->creates);
		put_number(d, u->reads);
		put_number(d, u->updates);
		put_number(d, u->deletes);
		put_number(d, u->ddl);
		row_end(d);
	}
	json_end(&d->json, '[');
}

static char *
signature(struct arena *a, const struct model_operation *o)
{
	char *text = arena_strdup(a, "");
	for (size_t i = 0; i < o->parameter_count; i++) {
		const struct model_parameter *p = &o->parameters[i];
		text = arena_printf(a, "%s%s%s%s%s%s%s", text, i ? ", " : "",
		                    p->direction == DIRECTION_IN ? "" : direction_word(p->direction), p->direction == DIRECTION_IN ? "" : " ",
		                    p->type ? p->type : "?", p->name && *p->name ? " " : "", p->name ? p->name : "");
	}
	return text;
}

static void
put_operations(struct data *d)
{
	json_begin(&d->json, "operations", '[');
	for (size_t i = 0; i < d->model->operation_count; i++) {
		const struct model_operation *o = &d->model->operations[i];
		struct arena_mark mark = arena_mark(&d->scratch);
		row_begin(d);
		put_number(d, o->service.v);
		put_text(d, o->name);
		put_text(d, o->key);
		put_text(d, o->slug);
		put_text(d, o->file);
		put_number(d, o->line);
		put_text(d, o->result_type);
		put_text(d, signature(&d->scratch, o));
		put_number(d, o->callers);
		put_number(d, o->is_entry);
		put_number(d, o->writes);
		row_end(d);
		arena_pop(&d->scratch, mark);
	}
	json_end(&d->json, '[');
}

/* True while rows are still listed. */
static bool
has_room(struct data *d)
{
	if (d->rows++ < ROW_LIMIT)
		return true;
	d->left_out++;
	return false;
}

static bool
put_unit(void *arg, const void *data)
{
	struct data *d = arg;
	const struct row_unit *u = data;
	if (u->status == UNIT_OK || !has_room(d))
		return true;
	row_begin(d);
	put_text(d, u->file);
	put_text(d, unit_status_word((enum unit_status)u->status));
	put_number(d, (size_t)u->errors);
	put_number(d, (size_t)u->lost);
	put_text(d, u->reason);
	row_end(d);
	return true;
}

static bool
put_unresolved(void *arg, const void *data)
{
	struct data *d = arg;
	const struct row_unresolved *u = data;
	if (!has_room(d))
		return true;
	row_begin(d);
	put_text(d, unresolved_word((enum unresolved_kind)u->kind));
	put_text(d, u->reason);
	put_text(d, u->text);
	put_text(d, u->file);
	put_number(d, (size_t)u->line);
	row_end(d);
	return true;
}

static bool
put_assumption(void *arg, const void *data)
{
	struct data *d = arg;
	const struct row_assumption *u = data;
	if (!has_room(d))
		return true;
	row_begin(d);
	put_text(d, assumption_word((enum assumption_kind)u->kind));
	put_text(d, u->text);
	put_text(d, u->file);
	put_number(d, (size_t)u->line);
	row_end(d);
	return true;
}

static bool
put_rows(struct data *d, struct evidence *evidence, const char *key, enum row_kind kind, evidence_row_f *f)
{
	d->rows = 0;
	json_begin(&d->json, key, '[');
	bool ok = evidence_each(evidence, kind, f, d);
	json_end(&d->json, '[');
	return ok;
}

static void
put_strings(struct data *d)
{
	json_begin(&d->json, "strings", '[');
	for (str_id i = 0; i < d->strings.count; i++)
		json_text(&d->json, NULL, intern_get(&d->strings, i));
	json_end(&d->json, '[');
}

bool
html_data_write(FILE *out, const struct model *model, struct evidence *evidence)
{
	struct data d = {.json = {.out = out, .compact = true, .in_html = true}, .model = model};
	arena_init(&d.scratch);
	intern_init(&d.strings);
	json_begin(&d.json, NULL, '{');
	put_services(&d);
	put_members(&d);
	put_cuts(&d);
	put_edges(&d);
	put_uses(&d);
	put_operations(&d);
	put_plan(&d);
	put_findings(&d);
	bool ok = put_rows(&d, evidence, "units", ROW_UNIT_KIND, put_unit) &&
	          put_rows(&d, evidence, "unresolved", ROW_UNRESOLVED_KIND, put_unresolved) &&
	          put_rows(&d, evidence, "assumptions", ROW_ASSUMPTION_KIND, put_assumption);
	json_int(&d.json, "left_out", (int64_t)d.left_out);
	put_strings(&d);
	json_end(&d.json, '{');
	intern_finish(&d.strings);
	arena_finish(&d.scratch);
	return ok;
}
