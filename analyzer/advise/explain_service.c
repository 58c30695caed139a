/* One service: what is in it, what it offers, what ties it to the others, and of what it is least sure. */
#include "advise/explain_parts.h"

#include <stdlib.h>
#include <string.h>

struct service_telling {
	struct explain *x;
	struct sheet *out;
	const struct row_service *service;
	const struct model *model;
	const struct model_service *modelled; /* NULL: the model does not hold it */
};

static void
add_facts(struct service_telling *t)
{
	const struct row_service *r = t->service;
	struct sheet *s = t->out;
	bool shared = r->kind == SERVICE_SHARED;
	int64_t lines = 0, globals = 0;
	for (size_t i = 0; i < t->x->member.count; i++) {
		const struct row_member *m = &t->x->member.at[i];
		uint32_t f = m->service == r->id && m->kind == MEMBER_FUNCTION ? explain_function_at(t->x, m->row) : EXPLAIN_NONE;
		globals += m->service == r->id && m->kind == MEMBER_GLOBAL;
		if (f != EXPLAIN_NONE && t->x->function.at[f].end_line >= t->x->function.at[f].line)
			lines += t->x->function.at[f].end_line - t->x->function.at[f].line + 1;
	}
	s->head = arena_printf(s->arena, shared ? "%s: the shared library, a part of every service that uses it" : "%s: service", r->name);
	sheet_add(s, "name", NULL, sheet_text(r->name));
	sheet_add(s, "slug", "slug", sheet_text(r->slug));
	sheet_add(s, "service_kind", NULL, sheet_text(service_kind_word((enum service_kind)r->kind)));
	sheet_add(s, "functions", NULL, sheet_number(r->functions));
	sheet_add(s, "globals", NULL, sheet_number(globals));
	sheet_add(s, "tables", NULL, sheet_number(r->tables));
	sheet_add(s, "entry_points", NULL, sheet_number(r->entry_points));
	sheet_add(s, "lines", NULL, sheet_number(lines));
	sheet_add(s, NULL, "holds", sheet_text(arena_printf(s->arena, "%s of %lld lines, %s, %s, %s",
	          part_count(s->arena, (size_t)r->functions, "function", "functions"), (long long)lines,
	          part_count(s->arena, (size_t)r->tables, "table", "tables"), part_count(s->arena, (size_t)globals, "global", "globals"),
	          part_count(s->arena, (size_t)r->entry_points, "entry point", "entry points"))));
	sheet_add(s, "cohesion", shared ? NULL : "cohesion", sheet_share(r->cohesion));
	sheet_add(s, "coupling", shared ? NULL : "coupling", sheet_share(r->coupling));
	sheet_add(s, "stability", "stability", sheet_share(r->stability));
}

/* ---- ties ---- */

/* Heaviest first. */
static int
compare_edges(const void *a, const void *b)
{
	const struct model_edge *p = *(const struct model_edge *const *)a, *q = *(const struct model_edge *const *)b;
	if (p->weight > q->weight || p->weight < q->weight)
		return p->weight > q->weight ? -1 : 1;
	return (p > q) - (p < q);
}

static void
put_edges(struct service_telling *t, const char *key, const char *title, bool outward)
{
	static const struct sheet_column columns[] = {
		{"service", "service", false}, {"weight", "weight", false}, {"calls", "calls", false}, {"tables", "tables", false},
		{"globals", "globals", false}, {"joins", "joins", false}, {"transactions", "transactions", false},
		{"foreign_keys", "foreign keys", false}};
	struct sheet_section *section = SHEET_SECTION(t->out, key, title, columns);
	VEC(const struct model_edge *) edges = {0};
	for (size_t i = 0; t->model && i < t->model->edge_count; i++)
		if ((outward ? t->model->edges[i].from.v : t->model->edges[i].to.v) == t->service->id)
			vec_push(&edges, &t->model->edges[i]);
	vec_sort(&edges, compare_edges);
	for (size_t i = 0; i < edges.count; i++) {
		const struct model_edge *e = edges.at[i];
		uint32_t other = outward ? e->to.v : e->from.v;
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(explain_service_name(t->x, other)), sheet_share(e->weight), sheet_number((int64_t)e->calls), sheet_number((int64_t)e->tables),
			sheet_number((int64_t)e->globals), sheet_number((int64_t)e->joins), sheet_number((int64_t)e->transactions),
			sheet_number((int64_t)e->foreign_keys)});
	}
	vec_finish(&edges);
}

static bool
cuts_service(const void *arg, const struct row_cut *c)
{
	int64_t id = ((const struct row_service *)arg)->id;
	return c->from_service == id || c->to_service == id;
}

/* ---- what is in it ---- */

static void
add_operations(struct service_telling *t)
{
	static const struct sheet_column columns[] = {
		{"operation", "operation", false}, {"function", "function", false}, {"key", NULL, false}, {"callers", "callers", false},
		{"entry", "entry point", false}, {"writes", "writes", false}, {"place", "where", false}};
	struct sheet_section *section = SHEET_SECTION(t->out, "operations", "Operations it offers", columns);
	section->note = "callers are functions of other services";
	for (size_t i = 0; t->modelled && i < t->modelled->operation_count; i++) {
		const struct model_operation *o = &t->model->operations[t->modelled->first_operation + i];
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(o->slug), sheet_text(o->name), sheet_text(o->key), sheet_number((int64_t)o->callers), sheet_flag(o->is_entry),
			sheet_flag(o->writes), sheet_place(t->out->arena, o->file, o->line)});
	}
}

static void
add_table_uses(struct service_telling *t)
{
	static const struct sheet_column columns[] = {
		{"table", "table", false}, {"owner", "owner", false}, {"create", "inserts", false}, {"read", "reads", false},
		{"update", "updates", false}, {"delete", "deletes", false}, {"ddl", "defines", false}, {"others", "others that touch it", false}};
	struct sheet_section *section = SHEET_SECTION(t->out, "tables_touched", "Tables it owns or touches", columns);
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; t->model && i < t->model->use_count; i++) {
			const struct model_table_use *u = &t->model->uses[i];
			bool owns = (int64_t)u->owner.v == t->service->id;
			if ((int64_t)u->service.v != t->service->id || owns != own)
				continue;
			struct group others = {0};
			for (size_t k = 0; k < t->model->use_count; k++) {
				const struct model_table_use *v = &t->model->uses[k];
				const char *name = v->table == u->table && v->service.v != u->service.v ? explain_service_name(t->x, v->service.v) : NULL;
				if (name)
					group_see_column(&others, name);
			}
			sheet_row(t->out, section, (struct sheet_value[]){
				sheet_text(u->table_name), sheet_text(explain_service_name(t->x, u->owner.v)), sheet_number(u->creates), sheet_number(u->reads),
				sheet_number(u->updates), sheet_number(u->deletes), sheet_number(u->ddl), group_columns(t->out, &others)});
			vec_finish(&others.columns);
		}
}

static int
compare_files(const void *a, const void *b)
{
	const struct group *p = a, *q = b;
	if (p->rows != q->rows)
		return p->rows > q->rows ? -1 : 1;
	return strcmp(p->columns.at[0], q->columns.at[0]);
}

static void
add_files(struct service_telling *t)
{
	static const struct sheet_column columns[] = {{"file", "file", false}, {"members", "functions and globals", false}};
	struct intern names;
	struct groups files;
	intern_init(&names);
	groups_init(&files);
	for (size_t i = 0; i < t->x->member.count; i++) {
		const struct row_member *m = &t->x->member.at[i];
		if (m->service != t->service->id || m->kind == MEMBER_TABLE || !m->file)
			continue;
		str_id id = intern_text(&names, m->file);
		struct group *g = groups_get(&files, id, id);
		g->rows++;
		group_see_column(g, m->file);
	}
	vec_sort(&files.list, compare_files);
	struct sheet_section *section = SHEET_SECTION(t->out, "files", "Files its code comes from", columns);
	for (size_t i = 0; i < files.list.count; i++)
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(files.list.at[i].columns.at[0]), sheet_number((int64_t)files.list.at[i].rows)});
	groups_finish(&files);
	intern_finish(&names);
}

/* ---- doubts ---- */

static int
compare_margins(const void *a, const void *b)
{
	const struct row_member *p = *(const struct row_member *const *)a, *q = *(const struct row_member *const *)b;
	if (p->margin < q->margin || p->margin > q->margin)
		return p->margin < q->margin ? -1 : 1;
	return (p > q) - (p < q);
}

/* The members that almost came to another service: those an architect looks at first. */
static void
add_close_calls(struct service_telling *t)
{
	static const struct sheet_column columns[] = {
		{"kind", "kind", false}, {"name", "name", false}, {"key", NULL, false}, {"margin", "margin", false},
		{"runner_up", "next best", false}, {"stability", "stability", false}, {"reason", "why here", false}};
	VEC(const struct row_member *) close = {0};
	for (size_t i = 0; i < t->x->member.count; i++) {
		const struct row_member *m = &t->x->member.at[i];
		if (m->service == t->service->id && m->runner_up && m->margin >= 0 && m->margin < 0.5)
			vec_push(&close, m);
	}
	vec_sort(&close, compare_margins);
	struct sheet_section *section = SHEET_SECTION(t->out, "least_sure", "Members that another service almost has", columns);
	section->note = "a margin below 0.50";
	for (size_t i = 0; i < close.count; i++) {
		const struct row_member *m = close.at[i];
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(member_kind_word((enum member_kind)m->kind)), sheet_text(m->name), sheet_text(m->key), sheet_share(m->margin),
			sheet_text(explain_service_name(t->x, m->runner_up)), sheet_share(m->stability), sheet_text(m->reason)});
	}
	vec_finish(&close);
}

static void
add_findings(struct service_telling *t)
{
	static const struct sheet_column columns[] = {
		{"severity", "severity", false}, {"rule", "rule", false}, {"subject", "subject", false}, {"place", "where", false},
		{"message", "", true}, {"remedy", "remedy:", true}};
	struct sheet_section *section = SHEET_SECTION(t->out, "findings", "Findings", columns);
	for (size_t i = 0; i < t->x->finding.count; i++) {
		const struct row_finding *f = &t->x->finding.at[i];
		if (f->service == t->service->id)
			sheet_row(t->out, section, (struct sheet_value[]){
				sheet_text(severity_word((enum severity)f->severity)), sheet_text(f->rule), sheet_text(f->subject), sheet_place(t->out->arena, f->file, f->line),
				sheet_text(f->message), sheet_text(f->remedy)});
	}
}

static void
add_doubts(struct service_telling *t)
{
	struct sheet_section *doubts = part_doubts(t->out);
	for (size_t i = 0; i < t->x->unresolved.count; i++) {
		const struct row_unresolved *u = &t->x->unresolved.at[i];
		uint32_t f = explain_function_at(t->x, u->function);
		const struct row_member *m = f == EXPLAIN_NONE ? NULL : t->x->member_of[MEMBER_FUNCTION][f];
		if (m && m->service == t->service->id)
			part_unresolved(t->out, doubts, arena_printf(t->out->arena, "not followed in %s", t->x->function.at[f].name), u);
	}
}

void
explain_tell_service(struct explain *x, uint32_t at, const struct model *model, struct sheet *out)
{
	struct service_telling t = {.x = x, .out = out, .service = &x->service.at[at], .model = model};
	if (model && t.service->id >= 1 && t.service->id <= (int64_t)model->service_count)
		t.modelled = &model->services[t.service->id - 1];
	add_facts(&t);
	add_table_uses(&t);
	add_operations(&t);
	put_edges(&t, "depends_on", "Depends on", true);
	put_edges(&t, "needed_by", "Needed by", false);
	part_cuts(x, cuts_service, t.service, out);
	add_files(&t);
	add_findings(&t);
	add_close_calls(&t);
	add_doubts(&t);
}
