/* Split: a clustering → services, members and cuts. In: facts and who is where. Out: struct split, and its rows.
 *
 * Invariant: service i of the store is services[i - 1] of the clustering; sizes are counted from the members that
 * are put, so that they cannot disagree. */
#include "model/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "cuts.h"

static void
init_services(struct split *p, const struct clustering *c)
{
	p->service_count = c->service_count;
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
name_member(struct split *p, struct evidence *facts, struct row_member *m)
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
init_members(struct split *p, struct evidence *facts, const struct clustering *c)
{
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
separate_tables(struct split *p)
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
count_entries(struct split *p)
{
	for (size_t i = 0; i < p->entries.count; i++) {
		uint32_t service = homes_get(&p->homes, MEMBER_FUNCTION, p->entries.at[i].function);
		if (service)
			p->services[service - 1].entry_points++;
	}
}

/* A row by id; the arrays are in order of id. */
#define BY_ID(name, list, type) \
	static int compare_##name(const void *id, const void *row) \
	{ \
		int64_t a = *(const int64_t *)id, b = ((const struct row_##type *)row)->id; \
		return (a > b) - (a < b); \
	} \
	const struct row_##type *split_##name(const struct split *s, int64_t id) \
	{ \
		return bsearch(&id, s->list.at, s->list.count, sizeof *s->list.at, compare_##name); \
	}
BY_ID(function, functions, function)
BY_ID(global, globals, global)
BY_ID(statement, statements, statement)

/* `const int[9]` and `char *const[9]` are constant, `const char *[9]` is not. */
bool
split_is_constant(const struct row_global *g)
{
	const char *array = g->type ? strchr(g->type, '[') : NULL;
	if (g->is_const || !array || memchr(g->type, '(', (size_t)(array - g->type)))
		return g->is_const != 0;
	const char *pointer = memrchr(g->type, '*', (size_t)(array - g->type)), *element = pointer ? pointer + 1 : g->type;
	return !strncmp(element, "const", strlen("const")) && (element[5] == ' ' || element[5] == '[');
}

void
split_transaction_tables(const struct split *s, const struct row_transaction *t, split_table_f *f, void *arg)
{
	char *text = strdup(t->tables ? t->tables : ""), *rest = NULL;
	for (char *name = strtok_r(text, ", ", &rest); name; name = strtok_r(NULL, ", ", &rest)) {
		const struct row_table *table = homes_table(&s->homes, name, NULL);
		uint32_t owner = table ? homes_service(&s->homes, MEMBER_TABLE, table->id) : 0;
		if (owner)
			f(arg, table, owner);
	}
	free(text);
}

static bool
load(struct split *s, struct evidence *facts)
{
	struct arena *a = &s->arena;
	return store_load(facts, FUNCTION, a, &s->functions) && store_load(facts, GLOBAL, a, &s->globals) &&
	       store_load(facts, STATEMENT, a, &s->statements) && store_load(facts, CALL, a, &s->calls) &&
	       store_load(facts, GLOBAL_ACCESS, a, &s->accesses) && store_load(facts, TABLE_ACCESS, a, &s->uses) &&
	       store_load(facts, TRANSACTION, a, &s->transactions) && store_load(facts, JOIN, a, &s->joins) &&
	       store_load(facts, KEY, a, &s->keys) && store_load(facts, SIGNATURE, a, &s->signatures) &&
	       store_load(facts, ENTRY, a, &s->entries);
}

static void
init_graph(struct split *s)
{
	VEC(struct graph_edge) edges = {0};
	const struct dense *functions = &s->homes.rows[MEMBER_FUNCTION];
	for (size_t i = 0; i < s->calls.count; i++) {
		const struct row_call *c = &s->calls.at[i];
		uint32_t from = c->caller ? dense_of(functions, c->caller) : DENSE_NONE, to = dense_of(functions, c->callee);
		if (c->confidence != CONFIDENCE_GUESSED && from != DENSE_NONE && to != DENSE_NONE)
			vec_push(&edges, (struct graph_edge){from, to, 1});
	}
	graph_init(&s->graph, functions->count, edges.at, edges.count, GRAPH_DIRECTED);
	vec_finish(&edges);
}

bool
split_init(struct split *s, struct evidence *facts, const struct clustering *clustering)
{
	*s = (struct split){0};
	arena_init(&s->arena);
	if (!homes_init(&s->homes, facts) || !load(s, facts))
		return false;
	init_graph(s);
	init_services(s, clustering);
	init_members(s, facts, clustering);
	separate_tables(s);
	qsort(s->members, s->member_count, sizeof *s->members, compare_members);
	count_entries(s);
	cuts_find(s);
	return true;
}

void
split_finish(struct split *s)
{
	homes_finish(&s->homes);
	graph_finish(&s->graph);
	arena_finish(&s->arena);
	*s = (struct split){0};
}

void
split_put(const struct split *s, const struct decisions *decisions, struct store *out)
{
	if (decisions && decisions->title && *decisions->title)
		STORE_PUT(out, META, meta, .name = "split.title", .value = decisions->title);
	for (size_t i = 0; i < s->service_count; i++)
		store_put(out, ROW_SERVICE_KIND, &s->services[i]);
	for (size_t i = 0; i < s->member_count; i++)
		store_put(out, ROW_MEMBER_KIND, &s->members[i]);
	for (size_t i = 0; i < s->cut_count; i++)
		store_put(out, ROW_CUT_KIND, &s->cuts[i].row);
}
