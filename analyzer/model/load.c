/* Load: the rows of a result → the model. In: splitter.db. Out: immutable arrays, sorted as model.h says.
 *
 * Invariant: whatever the file says, no index leaves its array: a member or cut of a service that is not there
 * is an error, not a crash. */
#include "load.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "model/model_build.h"

struct model_memory {
	struct model model; /* first: a pointer to it is a pointer to this */
	struct arena arena;
};

static bool
load_services(struct loading *l)
{
	STORE_ROWS(service) rows;
	if (!store_load(l->result, SERVICE, l->arena, &rows))
		return false;
	struct model *m = l->model;
	m->services = arena_array(l->arena, struct model_service, rows.count);
	m->service_count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		const struct row_service *r = &rows.at[i];
		if (r->id != (int64_t)i + 1 || !r->name || !r->slug)
			return false;
		m->services[i] = (struct model_service){
			.id = {(uint32_t)r->id}, .name = r->name, .slug = r->slug, .kind = (enum service_kind)r->kind,
			.functions = (size_t)r->functions, .tables = (size_t)r->tables, .entry_points = (size_t)r->entry_points,
			.cohesion = r->cohesion, .coupling = r->coupling, .stability = r->stability};
		if (r->kind == SERVICE_SHARED)
			l->homes.shared = (uint32_t)r->id;
	}
	return true;
}

/* Where a member is defined: the line, 0 when unknown. */
static unsigned
line_of(struct loading *l, const struct row_member *r)
{
	struct row_function f;
	struct row_global g;
	struct row_table t;
	if (r->kind == MEMBER_FUNCTION)
		return evidence_get(l->result, ROW_FUNCTION_KIND, r->row, &f) ? (unsigned)f.line : 0;
	if (r->kind == MEMBER_GLOBAL)
		return evidence_get(l->result, ROW_GLOBAL_KIND, r->row, &g) ? (unsigned)g.line : 0;
	return evidence_get(l->result, ROW_TABLE_KIND, r->row, &t) ? (unsigned)t.line : 0;
}

static bool
load_members(struct loading *l)
{
	STORE_ROWS(member) rows;
	if (!store_load(l->result, MEMBER, l->arena, &rows))
		return false;
	struct model *m = l->model;
	m->members = arena_array(l->arena, struct model_member, rows.count);
	m->member_count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		const struct row_member *r = &rows.at[i];
		if (r->service < 1 || r->service > (int64_t)m->service_count || r->runner_up < 0 ||
		    r->runner_up > (int64_t)m->service_count || (i && r->service < rows.at[i - 1].service) ||
		    !homes_put(&l->homes, (enum member_kind)r->kind, r->row, (uint32_t)r->service))
			return false;
		m->members[i] = (struct model_member){
			.service = {(uint32_t)r->service}, .kind = (enum member_kind)r->kind, .row = (uint32_t)r->row,
			.key = r->key, .name = r->name, .file = r->file, .line = line_of(l, r), .stability = r->stability,
			.margin = r->margin, .runner_up = {(uint32_t)r->runner_up}, .reason = r->reason};
		struct model_service *s = &m->services[r->service - 1];
		if (!s->member_count++)
			s->first_member = i;
		s->globals += r->kind == MEMBER_GLOBAL;
	}
	return true;
}

static bool
load_cuts(struct loading *l)
{
	STORE_ROWS(cut) rows;
	if (!store_load(l->result, CUT, l->arena, &rows))
		return false;
	struct model *m = l->model;
	m->cuts = arena_array(l->arena, struct model_cut, rows.count);
	m->cut_count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		const struct row_cut *r = &rows.at[i];
		if (r->from_service < 1 || r->to_service < 1 || r->from_service > (int64_t)m->service_count ||
		    r->to_service > (int64_t)m->service_count || r->from_service == r->to_service)
			return false;
		m->cuts[i] = (struct model_cut){
			.from = {(uint32_t)r->from_service}, .to = {(uint32_t)r->to_service}, .kind = (enum cut_kind)r->kind,
			.source = r->source, .source_file = r->source_file, .target = r->target, .target_file = r->target_file,
			.file = r->file, .line = (unsigned)r->line, .weight = r->weight, .remedy = r->remedy,
			.remedy_kind = (enum remedy_kind)r->remedy_kind, .reason = r->reason, .loop_depth = (unsigned)r->loop_depth};
	}
	return true;
}

/* Cuts are sorted by from and to, so each edge is a run of them. */
static void
load_edges(struct loading *l)
{
	struct model *m = l->model;
	m->edges = arena_array(l->arena, struct model_edge, m->cut_count);
	for (size_t i = 0; i < m->cut_count; i++) {
		const struct model_cut *c = &m->cuts[i];
		struct model_edge *e = m->edge_count ? &m->edges[m->edge_count - 1] : NULL;
		if (!e || e->from.v != c->from.v || e->to.v != c->to.v) {
			e = &m->edges[m->edge_count++];
			e->from = c->from;
			e->to = c->to;
		}
		size_t *counts[CUT_KIND_COUNT] = {&e->calls, &e->tables, &e->globals, &e->joins, &e->transactions,
		                                  &e->foreign_keys};
		++*counts[c->kind];
		e->weight += c->weight;
	}
}

static bool
find_title(void *arg, const void *row)
{
	struct loading *l = arg;
	const struct row_meta *r = row;
	if (!strcmp(r->name, "split.title"))
		l->model->title = arena_strdup(l->arena, r->value);
	return true;
}

uint32_t
load_function(const struct loading *l, int64_t id)
{
	return dense_of(&l->homes.rows[MEMBER_FUNCTION], id);
}

char *
load_slug(struct arena *a, const char *name)
{
	char *slug = arena_alloc(a, 64), *p = slug;
	for (; *name && p < slug + 60; name++) {
		unsigned char c = (unsigned char)*name;
		if (c >= 'A' && c <= 'Z') {
			/* placeOrder → place-order, HTTPGet → http-get */
			unsigned char before = (unsigned char)(p > slug ? name[-1] : '_'), after = (unsigned char)name[1];
			bool word = (before >= 'a' && before <= 'z') || (before >= '0' && before <= '9') ||
			            (before >= 'A' && before <= 'Z' && after >= 'a' && after <= 'z');
			if (word && p[-1] != '-')
				*p++ = '-';
			*p++ = (char)(c + 'a' - 'A');
		} else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			*p++ = (char)c;
		} else if (p > slug && p[-1] != '-') {
			*p++ = '-';
		}
	}
	while (p > slug && p[-1] == '-')
		*--p = 0;
	return *slug ? slug : strcpy(slug, "x");
}

static bool
load_all(struct loading *l)
{
	l->model->title = "";
	if (!homes_init(&l->homes, l->result) || !store_load(l->result, FUNCTION, l->arena, &l->functions) ||
	    !store_load(l->result, CALL, &l->bulk, &l->calls) ||
	    !store_load(l->result, TABLE_ACCESS, &l->bulk, &l->accesses) || !load_services(l) || !load_members(l) ||
	    !load_cuts(l))
		return false;
	load_edges(l);
	return evidence_each(l->result, ROW_META_KIND, find_title, l) && load_coverage(l) && load_uses(l) &&
	       load_operations(l) && load_advice(l);
}

struct model *
model_load(struct evidence *result, struct diag_queue *diags)
{
	struct model_memory *m = mem_alloc(sizeof *m);
	arena_init(&m->arena);
	struct loading l = {.arena = &m->arena, .result = result, .model = &m->model};
	arena_init(&l.bulk);
	bool ok = load_all(&l);
	homes_finish(&l.homes);
	arena_finish(&l.bulk);
	if (ok)
		return &m->model;
	diag_add(diags, DIAG_ERROR, "model-load", NULL, 0, 0,
	         "the result does not hold a whole model; run splitter analyze again");
	model_destroy(&m->model);
	return NULL;
}

void
model_destroy(struct model *m)
{
	struct model_memory *memory = (struct model_memory *)m;
	if (!m)
		return;
	arena_finish(&memory->arena);
	free(memory);
}
