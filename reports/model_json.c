/* model.json: the whole model as data, for scripts and other tools; schemas/model.schema.json describes it. In: the
 * model. Out: services by slug with all that belongs to them referring to each other by slug and key, never by
 * number, so that two analyses can be compared. Keys and names keep their characters; invisible ones are escaped. */
#include "reports/json_write.h"
#include "reports/plan_json.h"
#include "reports/reports.h"
#include "reports/text.h"

struct writer {
	struct json json;
	const struct model *model;
};

static const char *
slug(const struct writer *w, service_id id)
{
	return id.v && id.v <= w->model->service_count ? w->model->services[id.v - 1].slug : NULL;
}

static void
put_count(struct writer *w, const char *key, size_t n)
{
	json_int(&w->json, key, (int64_t)n);
}

/* 0…1, null when it was not computed. */
static void
put_share(struct writer *w, const char *key, double value)
{
	if (value < 0)
		json_text(&w->json, key, NULL);
	else
		json_real(&w->json, key, value);
}

static void
put_place(struct writer *w, const char *file, unsigned line)
{
	json_text(&w->json, "file", file && *file ? file : NULL);
	if (line)
		json_int(&w->json, "line", line);
	else
		json_text(&w->json, "line", NULL);
}

static void
put_coverage(struct writer *w)
{
	const struct model_coverage *c = &w->model->coverage;
	json_begin(&w->json, "coverage", '{');
	put_count(w, "units", c->units);
	put_count(w, "units_ok", c->units_ok);
	put_count(w, "units_partial", c->units_partial);
	put_count(w, "units_failed", c->units_failed);
	put_count(w, "units_skipped", c->units_skipped);
	put_count(w, "lost", c->lost);
	put_count(w, "functions", c->functions);
	put_count(w, "globals", c->globals);
	put_count(w, "tables", c->tables);
	put_count(w, "calls", c->calls);
	put_count(w, "call_sites_unresolved", c->call_sites_unresolved);
	put_count(w, "statements", c->statements);
	put_count(w, "statements_unresolved", c->statements_unresolved);
	put_count(w, "texts_unresolved", c->texts_unresolved);
	put_count(w, "assumptions", c->assumptions);
	put_count(w, "unresolved", c->unresolved);
	json_end(&w->json, '{');
}

static void
put_unknowns(struct writer *w)
{
	json_begin(&w->json, "unknowns", '[');
	for (size_t i = 0; i < w->model->unknown_count; i++) {
		const struct model_unknown *u = &w->model->unknowns[i];
		json_begin(&w->json, NULL, '{');
		json_text(&w->json, "kind", u->kind);
		json_text(&w->json, "reason", u->reason);
		put_count(w, "count", u->count);
		put_place(w, u->example_file, u->example_line);
		json_text(&w->json, "advice", u->advice);
		json_end(&w->json, '{');
	}
	json_end(&w->json, '[');
}

static void
put_members(struct writer *w, const struct model_service *s)
{
	json_begin(&w->json, "members", '[');
	for (size_t i = s->first_member; i < s->first_member + s->member_count; i++) {
		const struct model_member *m = &w->model->members[i];
		json_begin(&w->json, NULL, '{');
		json_text(&w->json, "kind", member_kind_word(m->kind));
		json_text(&w->json, "key", m->key);
		json_text(&w->json, "name", m->name);
		put_place(w, m->file, m->line);
		put_share(w, "stability", m->stability);
		json_text(&w->json, "runner_up", slug(w, m->runner_up));
		json_real(&w->json, "margin", m->margin);
		json_text(&w->json, "reason", m->reason);
		json_end(&w->json, '{');
	}
	json_end(&w->json, '[');
}

static void
put_parameters(struct writer *w, const struct model_operation *o)
{
	json_begin(&w->json, "parameters", '[');
	for (size_t i = 0; i < o->parameter_count; i++) {
		const struct model_parameter *p = &o->parameters[i];
		json_begin(&w->json, NULL, '{');
		json_text(&w->json, "name", p->name);
		json_text(&w->json, "type", p->type);
		json_text(&w->json, "direction", direction_word(p->direction));
		put_count(w, "pairs_with", p->pairs_with);
		json_bool(&w->json, "nullable", p->nullable);
		json_text(&w->json, "confidence", confidence_word(p->confidence));
		json_end(&w->json, '{');
	}
	json_end(&w->json, '[');
}

static void
put_operations(struct writer *w, const struct model_service *s)
{
	json_begin(&w->json, "operations", '[');
	for (size_t i = s->first_operation; i < s->first_operation + s->operation_count; i++) {
		const struct model_operation *o = &w->model->operations[i];
		json_begin(&w->json, NULL, '{');
		json_text(&w->json, "slug", o->slug);
		json_text(&w->json, "key", o->key);
		json_text(&w->json, "name", o->name);
		put_place(w, o->file, o->line);
		json_text(&w->json, "result_type", o->result_type);
		put_parameters(w, o);
		put_count(w, "callers", o->callers);
		json_bool(&w->json, "is_entry", o->is_entry);
		json_bool(&w->json, "writes", o->writes);
		json_end(&w->json, '{');
	}
	json_end(&w->json, '[');
}

static void
put_services(struct writer *w)
{
	json_begin(&w->json, "services", '[');
	for (size_t i = 0; i < w->model->service_count; i++) {
		const struct model_service *s = &w->model->services[i];
		json_begin(&w->json, NULL, '{');
		json_text(&w->json, "slug", s->slug);
		json_text(&w->json, "name", s->name);
		json_text(&w->json, "kind", service_kind_word(s->kind));
		put_count(w, "functions", s->functions);
		put_count(w, "globals", s->globals);
		put_count(w, "tables", s->tables);
		put_count(w, "entry_points", s->entry_points);
		put_share(w, "cohesion", s->cohesion);
		put_share(w, "coupling", s->coupling);
		put_share(w, "stability", s->stability);
		put_members(w, s);
		put_operations(w, s);
		json_end(&w->json, '{');
	}
	json_end(&w->json, '[');
}

static void
put_edges(struct writer *w)
{
	json_begin(&w->json, "edges", '[');
	for (size_t i = 0; i < w->model->edge_count; i++) {
		const struct model_edge *e = &w->model->edges[i];
		json_begin(&w->json, NULL, '{');
		json_text(&w->json, "from", slug(w, e->from));
		json_text(&w->json, "to", slug(w, e->to));
		json_real(&w->json, "weight", e->weight);
		put_count(w, "calls", e->calls);
		put_count(w, "tables", e->tables);
		put_count(w, "globals", e->globals);
		put_count(w, "joins", e->joins);
		put_count(w, "transactions", e->transactions);
		put_count(w, "foreign_keys", e->foreign_keys);
		json_end(&w->json, '{');
	}
	json_end(&w->json, '[');
}

static void
put_cuts(struct writer *w)
{
	json_begin(&w->json, "cuts", '[');
	for (size_t i = 0; i < w->model->cut_count; i++) {
		const struct model_cut *c = &w->model->cuts[i];
		json_begin(&w->json, NULL, '{');
		json_text(&w->json, "from", slug(w, c->from));
		json_text(&w->json, "to", slug(w, c->to));
		json_text(&w->json, "kind", cut_word(c->kind));
		json_text(&w->json, "source", c->source);
		json_text(&w->json, "source_file", c->source_file);
		json_text(&w->json, "target", c->target);
		json_text(&w->json, "target_file", c->target_file);
		put_place(w, c->file, c->line);
		json_real(&w->json, "weight", c->weight);
		json_text(&w->json, "remedy", c->remedy);
		json_text(&w->json, "remedy_kind", remedy_word(c->remedy_kind));
		json_text(&w->json, "reason", c->reason);
		put_count(w, "loop_depth", c->loop_depth);
		json_end(&w->json, '{');
	}
	json_end(&w->json, '[');
}

static void
put_uses(struct writer *w)
{
	json_begin(&w->json, "table_uses", '[');
	for (size_t i = 0; i < w->model->use_count; i++) {
		const struct model_table_use *u = &w->model->uses[i];
		json_begin(&w->json, NULL, '{');
		json_text(&w->json, "table", u->table_name);
		json_text(&w->json, "service", slug(w, u->service));
		json_text(&w->json, "owner", slug(w, u->owner));
		put_count(w, "creates", u->creates);
		put_count(w, "reads", u->reads);
		put_count(w, "updates", u->updates);
		put_count(w, "deletes", u->deletes);
		put_count(w, "ddl", u->ddl);
		json_end(&w->json, '{');
	}
	json_end(&w->json, '[');
}

bool
report_model(const struct report_options *options, const struct model *model, struct evidence *evidence, struct sink *sink,
             struct diag_queue *diags)
{
	(void)evidence, (void)diags;
	FILE *out = sink_open(sink, "model.json");
	if (!out)
		return false;
	struct writer w = {.json = {.out = out}, .model = model};
	json_begin(&w.json, NULL, '{');
	json_text(&w.json, "schema", "splitter:model:1");
	json_text(&w.json, "version", options->version ? options->version : "");
	json_text(&w.json, "title", model->title);
	put_coverage(&w);
	put_unknowns(&w);
	put_services(&w);
	put_edges(&w);
	put_cuts(&w);
	put_uses(&w);
	plan_json_steps(&w.json, model);
	plan_json_findings(&w.json, model);
	json_end(&w.json, '{');
	return sink_close(sink, out);
}
