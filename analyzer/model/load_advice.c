/* Load: findings, plan and entry points of a result → the model. A service that is not there is an error. */
#include "load.h"

static bool
is_service(const struct loading *l, int64_t service)
{
	return service >= 1 && service <= (int64_t)l->model->service_count;
}

static bool
load_findings(struct loading *l)
{
	STORE_ROWS(finding) rows;
	struct model *m = l->model;
	if (!store_load(l->result, FINDING, l->arena, &rows))
		return false;
	m->findings = arena_array(l->arena, struct model_finding, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct row_finding *r = &rows.at[i];
		if (!is_service(l, r->service) || !r->rule)
			return false;
		m->findings[m->finding_count++] = (struct model_finding){
			{(uint32_t)r->service}, r->rule, (enum severity)r->severity, r->subject, r->file, (unsigned)r->line, r->message, r->remedy};
	}
	return true;
}

static bool
load_steps(struct loading *l)
{
	STORE_ROWS(plan) rows;
	STORE_ROWS(plan_need) needs;
	struct model *m = l->model;
	if (!store_load(l->result, PLAN, l->arena, &rows) || !store_load(l->result, PLAN_NEED, l->arena, &needs))
		return false;
	m->steps = arena_array(l->arena, struct model_step, rows.count);
	m->needs = arena_array(l->arena, struct model_need, needs.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct row_plan *r = &rows.at[i];
		if (r->step != (int64_t)i + 1 || !is_service(l, r->service) || !r->action)
			return false;
		struct model_step *s = &m->steps[m->step_count++];
		*s = (struct model_step){{(uint32_t)r->service}, r->action, (long long)r->cost, (long long)r->benefit, r->needs, r->reason, m->need_count, 0};
		for (; m->need_count < needs.count && needs.at[m->need_count].step == r->step; s->need_count++) {
			const struct row_plan_need *n = &needs.at[m->need_count];
			m->needs[m->need_count++] = (struct model_need){
				(enum cut_kind)n->kind, (enum remedy_kind)n->remedy_kind, n->what, (size_t)n->places, n->cost, n->file, (unsigned)n->line};
		}
	}
	return m->need_count == needs.count;
}

static bool
load_entries(struct loading *l)
{
	STORE_ROWS(entry_cost) rows;
	struct model *m = l->model;
	if (!store_load(l->result, ENTRY_COST, l->arena, &rows))
		return false;
	m->entries = arena_array(l->arena, struct model_entry_cost, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct row_entry_cost *r = &rows.at[i];
		uint32_t f = load_function(l, r->function);
		if (!is_service(l, r->service) || f == DENSE_NONE)
			return false;
		m->entries[m->entry_count++] = (struct model_entry_cost){
			.name = r->name, .function = l->functions.at[f].name, .kind = (enum entry_kind)r->kind, .service = {(uint32_t)r->service}, .file = r->file,
			.line = (unsigned)r->line, .depth = (size_t)r->depth, .remote_calls = (size_t)r->remote_calls, .remote_depth = (size_t)r->remote_depth,
			.in_loop = (size_t)r->in_loop, .recursive = r->recursive != 0, .loop_file = r->loop_file, .loop_line = (unsigned)r->loop_line,
			.loop_depth = (unsigned)r->loop_depth};
	}
	return true;
}

bool
load_advice(struct loading *l)
{
	return load_findings(l) && load_steps(l) && load_entries(l);
}
