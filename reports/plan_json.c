/* The plan, the entry points and the findings as JSON. Services by slug; a place that is not known is null. */
#include "reports/plan_json.h"

#include "reports/index.h"
#include "reports/reports.h"

static void
put_service(struct json *j, const struct model *model, service_id id)
{
	const struct model_service *s = index_service(model, id);
	json_text(j, "service", s ? s->slug : NULL);
}

static void
put_place(struct json *j, const char *file, unsigned line)
{
	json_text(j, "file", file);
	if (file && line)
		json_int(j, "line", line);
	else
		json_text(j, "line", NULL);
}

static void
put_needs(struct json *j, const struct model *model, const struct model_step *s)
{
	json_begin(j, "needs", '[');
	for (size_t i = 0; i < s->need_count; i++) {
		const struct model_need *n = &model->needs[s->first_need + i];
		json_begin(j, NULL, '{');
		json_text(j, "what", n->what);
		json_text(j, "kind", cut_word(n->kind));
		json_text(j, "remedy_kind", remedy_word(n->remedy_kind));
		json_int(j, "places", (int64_t)n->places);
		json_int(j, "cost", n->cost);
		put_place(j, n->file, n->line);
		json_end(j, '{');
	}
	json_end(j, '[');
}

static void
put_entry(struct json *j, const struct model *model, const struct model_entry_cost *e)
{
	json_begin(j, NULL, '{');
	json_text(j, "entry", e->name);
	json_text(j, "kind", entry_kind_word(e->kind));
	json_text(j, "function", e->function);
	put_service(j, model, e->service);
	put_place(j, e->file, e->line);
	json_int(j, "depth", (int64_t)e->depth);
	json_int(j, "remote_calls", (int64_t)e->remote_calls);
	json_int(j, "remote_depth", (int64_t)e->remote_depth);
	json_int(j, "in_loop", (int64_t)e->in_loop);
	json_bool(j, "recursive", e->recursive);
	json_end(j, '{');
}

void
plan_json_steps(struct json *j, const struct model *model)
{
	json_begin(j, "plan", '[');
	for (size_t i = 0; i < model->step_count; i++) {
		const struct model_step *s = &model->steps[i];
		json_begin(j, NULL, '{');
		json_int(j, "step", (int64_t)i + 1);
		put_service(j, model, s->service);
		json_text(j, "action", s->action);
		json_int(j, "cost", s->cost);
		json_int(j, "benefit", s->benefit);
		json_text(j, "reason", s->reason);
		put_needs(j, model, s);
		json_end(j, '{');
	}
	json_end(j, '[');
	json_begin(j, "entry_costs", '[');
	for (size_t i = 0; i < model->entry_count; i++)
		put_entry(j, model, &model->entries[i]);
	json_end(j, '[');
}

void
plan_json_findings(struct json *j, const struct model *model)
{
	json_begin(j, "findings", '[');
	for (size_t i = 0; i < model->finding_count; i++) {
		const struct model_finding *f = &model->findings[i];
		json_begin(j, NULL, '{');
		put_service(j, model, f->service);
		json_text(j, "rule", f->rule);
		json_text(j, "severity", severity_word(f->severity));
		json_text(j, "subject", f->subject);
		put_place(j, f->file, f->line);
		json_text(j, "message", f->message);
		json_text(j, "remedy", f->remedy);
		json_end(j, '{');
	}
	json_end(j, '[');
}

bool
plan_write_json(FILE *out, const struct model *model)
{
	struct json j = {.out = out};
	json_begin(&j, NULL, '{');
	plan_json_steps(&j, model);
	json_end(&j, '{');
	fputs("\n", out);
	return !ferror(out);
}
