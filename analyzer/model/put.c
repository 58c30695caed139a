/* Put: a clustering → rows of the split. In: facts and who is where. Out: service, member and cut rows.
 *
 * Invariant: service i of the store is services[i - 1] of the clustering; sizes are counted from the members that
 * are put, so that they cannot disagree. */
#include <stdlib.h>
#include <string.h>

#include "cuts.h"
#include "homes.h"
#include "model/model_build.h"

struct putting {
	struct arena arena;
	const struct clustering *clustering;
	struct homes homes;
	struct row_service *services;
	struct row_member *members;
	size_t member_count;
	STORE_ROWS(entry) entries;
};

static void
init_services(struct putting *p)
{
	const struct clustering *c = p->clustering;
	p->services = arena_array(&p->arena, struct row_service, c->service_count);
	for (size_t i = 0; i < c->service_count; i++) {
		const struct cluster_service *s = &c->services[i];
		p->services[i] = (struct row_service){
			.id = (int64_t)i + 1, .name = s->name, .slug = s->slug, .kind = s->kind,
			.cohesion = s->cohesion, .coupling = s->coupling, .stability = s->stability};
		if (s->kind == SERVICE_SHARED)
			p->homes.shared = (uint32_t)i + 1;
	}
}

/* Key, name and file of a member from its row; false when there is none. */
static bool
name_member(struct putting *p, struct evidence *facts, struct row_member *m)
{
	struct row_function f;
	struct row_global g;
	struct row_table t;
	switch ((enum member_kind)m->kind) {
	case MEMBER_FUNCTION:
		if (!evidence_get(facts, ROW_FUNCTION_KIND, m->row, &f))
			return false;
		m->key = f.key, m->name = f.name, m->file = f.file;
		p->services[m->service - 1].functions++;
		return true;
	case MEMBER_GLOBAL:
		if (!evidence_get(facts, ROW_GLOBAL_KIND, m->row, &g))
			return false;
		m->key = g.key, m->name = g.name, m->file = g.file;
		return true;
	case MEMBER_TABLE:
		if (!evidence_get(facts, ROW_TABLE_KIND, m->row, &t))
			return false;
		m->key = m->name = t.name, m->file = t.file;
		p->services[m->service - 1].tables++;
		return true;
	case MEMBER_KIND_COUNT:
		break;
	}
	BUG("member of kind %d", (int)m->kind);
}

static void
init_members(struct putting *p, struct evidence *facts)
{
	const struct clustering *c = p->clustering;
	p->members = arena_array(&p->arena, struct row_member, c->member_count);
	for (size_t i = 0; i < c->member_count; i++) {
		const struct cluster_member *from = &c->members[i];
		if (!from->service)
			continue;
		struct row_member *m = &p->members[p->member_count];
		*m = (struct row_member){
			.service = from->service, .kind = from->kind, .row = from->row, .stability = from->stability,
			.reason = from->reason, .runner_up = from->runner_up, .margin = from->margin};
		if (!homes_put(&p->homes, from->kind, from->row, from->service) || !name_member(p, facts, m))
			BUG("no %s %lld", member_kind_word(from->kind), (long long)from->row);
		p->member_count++;
	}
}

/* Tables of the same name in two stores need keys that differ. */
static void
separate_tables(struct putting *p)
{
	const struct homes *h = &p->homes;
	for (size_t i = 0; i + 1 < h->tables.count; i++) {
		if (strcmp(h->tables.at[i].name, h->tables.at[i + 1].name))
			continue;
		for (size_t k = 0; k < p->member_count; k++)
			if (p->members[k].kind == MEMBER_TABLE && p->members[k].row == h->tables.at[i + 1].id)
				p->members[k].key = arena_printf(&p->arena, "%s:%s", h->tables.at[i + 1].store, h->tables.at[i + 1].name);
	}
}

static int
compare_members(const void *a, const void *b)
{
	const struct row_member *x = a, *y = b;
	if (x->service != y->service)
		return x->service < y->service ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = strcmp(x->key, y->key);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void
count_entries(struct putting *p)
{
	for (size_t i = 0; i < p->entries.count; i++) {
		uint32_t service = homes_get(&p->homes, MEMBER_FUNCTION, p->entries.at[i].function);
		if (service)
			p->services[service - 1].entry_points++;
	}
}

static bool
put_cuts(struct putting *p, struct evidence *facts, struct store *out)
{
	const char **names = arena_array(&p->arena, const char *, p->clustering->service_count);
	for (size_t i = 0; i < p->clustering->service_count; i++)
		names[i] = p->services[i].name;
	struct row_cut *cuts;
	size_t count;
	if (!cuts_find(facts, &p->homes, names, &p->arena, &cuts, &count))
		return false;
	for (size_t i = 0; i < count; i++)
		store_put(out, ROW_CUT_KIND, &cuts[i]);
	return true;
}

bool
model_put(struct evidence *facts, const struct clustering *clustering, const struct decisions *decisions,
          struct store *out, struct diag_queue *diags)
{
	(void)diags; /* what goes wrong here is queued by the evidence */
	struct putting p = {.clustering = clustering};
	arena_init(&p.arena);
	bool ok = homes_init(&p.homes, facts) && store_load(facts, ENTRY, &p.arena, &p.entries);
	if (ok) {
		init_services(&p);
		init_members(&p, facts);
		separate_tables(&p);
		qsort(p.members, p.member_count, sizeof *p.members, compare_members);
		count_entries(&p);
		if (decisions && decisions->title && *decisions->title)
			STORE_PUT(out, META, meta, .name = "split.title", .value = decisions->title);
		for (size_t i = 0; i < clustering->service_count; i++)
			store_put(out, ROW_SERVICE_KIND, &p.services[i]);
		for (size_t i = 0; i < p.member_count; i++)
			store_put(out, ROW_MEMBER_KIND, &p.members[i]);
		ok = put_cuts(&p, facts, out);
	}
	homes_finish(&p.homes);
	arena_finish(&p.arena);
	return ok;
}
