/* Survey: rows of the facts → nodes and what they do to each other. In: facts, decisions. Out: struct survey.
 *
 * In play is code of the program itself: own and not ignored. Tests, examples, generated and other systems' code
 * are in no service; vendored code is decided on in shared.c. Tables are in play unless temporary. */
#include "survey.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"

#include "constraints.h"

struct raw {
	struct survey *s;
	STORE_ROWS(function) functions;
	STORE_ROWS(global) globals;
	STORE_ROWS(table) tables;
};

static bool
is_ignored(const struct decisions *d, const char *file)
{
	for (size_t i = 0; d && file && i < d->ignored_count; i++)
		if (!fnmatch(d->ignored[i].glob, file, 0))
			return true;
	return false;
}

static struct node
function_node(const struct survey *s, const struct row_function *f)
{
	bool own = f->origin == ORIGIN_OWN;
	return (struct node){
		.kind = MEMBER_FUNCTION, .row = f->id, .key = f->key, .name = f->name, .file = f->file, .words = f->words,
		.line = f->line, .in_play = own && !is_ignored(s->decisions, f->file), .vendored = f->origin == ORIGIN_VENDORED,
		.is_static = f->is_static != 0, .stateless = f->stateless != 0, .sql_wrapper = f->sql_wrapper != 0, .migration = f->migration != 0, .dead = f->dead != 0,
		.is_main = !strcmp(f->name, "main"), .hangs_on = f->hangs_on};
}

static int
compare_nodes(const void *a, const void *b)
{
	const struct node *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = strcmp(x->key, y->key);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static const char *
text(const char *t)
{
	return t ? t : "";
}

static void
make_nodes(struct raw *r)
{
	struct survey *s = r->s;
	uint32_t n = 0;
	s->nodes = arena_array(&s->arena, struct node, r->functions.count + r->globals.count + r->tables.count);
	for (size_t i = 0; i < r->functions.count; i++)
		s->nodes[n++] = function_node(s, &r->functions.at[i]);
	for (size_t i = 0; i < r->globals.count; i++) {
		const struct row_global *g = &r->globals.at[i];
		s->nodes[n++] = (struct node){
			.kind = MEMBER_GLOBAL, .row = g->id, .key = g->key, .name = g->name, .file = g->file, .line = g->line,
			.in_play = !is_ignored(s->decisions, g->file), .is_const = g->is_const != 0, .is_static = g->is_static != 0};
	}
	for (size_t i = 0; i < r->tables.count; i++) {
		const struct row_table *t = &r->tables.at[i];
		s->nodes[n++] = (struct node){.kind = MEMBER_TABLE, .row = t->id, .key = t->name, .name = t->name,
		                              .file = t->file, .line = t->line, .in_play = !t->temporary};
	}
	s->count = n;
	for (uint32_t i = 0; i < n; i++) {
		s->nodes[i].key = text(s->nodes[i].key);
		s->nodes[i].name = text(s->nodes[i].name);
		s->nodes[i].file = text(s->nodes[i].file);
		s->nodes[i].sign = checksum(s->nodes[i].key, strlen(s->nodes[i].key)) + s->nodes[i].kind;
		s->nodes[i].ignored = s->nodes[i].kind != MEMBER_TABLE && is_ignored(s->decisions, s->nodes[i].file);
	}
	qsort(s->nodes, n, sizeof *s->nodes, compare_nodes);
}

static void
number_rows(struct survey *s)
{
	int64_t *ids = mem_alloc(s->count * sizeof *ids);
	for (int kind = 0; kind < MEMBER_KIND_COUNT; kind++) {
		size_t n = 0;
		for (uint32_t i = 0; i < s->count; i++)
			if ((int)s->nodes[i].kind == kind)
				ids[n++] = s->nodes[i].row;
		dense_init(&s->rows[kind], ids, n);
		s->node_of[kind] = arena_array(&s->arena, uint32_t, n);
		for (uint32_t i = 0; i < s->count; i++)
			if ((int)s->nodes[i].kind == kind)
				s->node_of[kind][dense_of(&s->rows[kind], s->nodes[i].row)] = i;
	}
	free(ids);
}

uint32_t
survey_node(const struct survey *s, enum member_kind kind, int64_t row)
{
	uint32_t at = dense_of(&s->rows[kind], row);
	return at == DENSE_NONE ? DENSE_NONE : s->node_of[kind][at];
}

/* A static local belongs to its function; a global of code that is not ours is not ours either. */
static void
place_globals(struct raw *r)
{
	struct survey *s = r->s;
	for (size_t i = 0; i < r->globals.count; i++) {
		const struct row_global *g = &r->globals.at[i];
		uint32_t node = survey_node(s, MEMBER_GLOBAL, g->id), f = survey_node(s, MEMBER_FUNCTION, g->function);
		if (g->function && f != DENSE_NONE) {
			s->nodes[node].owner = f + 1;
			s->nodes[node].in_play &= s->nodes[f].in_play || s->nodes[f].vendored;
		}
	}
}

/* Files that hold functions, but none in play, hold no globals in play: a test's fixtures, vendored tables. */
static int
compare_file(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
leave_out_foreign_globals(struct survey *s)
{
	VEC(const char *) ours = {0}, foreign = {0};
	for (uint32_t i = 0; i < s->count; i++)
		if (s->nodes[i].kind == MEMBER_FUNCTION && s->nodes[i].in_play)
			vec_push(&ours, s->nodes[i].file);
		else if (s->nodes[i].kind == MEMBER_FUNCTION)
			vec_push(&foreign, s->nodes[i].file);
	vec_sort(&ours, compare_file);
	vec_sort(&foreign, compare_file);
	for (uint32_t i = 0; i < s->count; i++) {
		struct node *n = &s->nodes[i];
		if (n->kind != MEMBER_GLOBAL || n->owner || !foreign.count)
			continue;
		bool is_foreign = bsearch(&n->file, foreign.at, foreign.count, sizeof *foreign.at, compare_file);
		bool is_ours = ours.count && bsearch(&n->file, ours.at, ours.count, sizeof *ours.at, compare_file);
		n->in_play &= !is_foreign || is_ours;
	}
	vec_finish(&ours);
	vec_finish(&foreign);
}

struct call_list {
	struct survey *s;
	VEC(struct graph_edge) all, direct;
};

static bool
see_call(void *arg, const void *row)
{
	struct call_list *list = arg;
	const struct row_call *c = row;
	uint32_t from = survey_node(list->s, MEMBER_FUNCTION, c->caller);
	uint32_t to = survey_node(list->s, MEMBER_FUNCTION, c->callee);
	if (from == DENSE_NONE || to == DENSE_NONE || from == to)
		return true;
	int64_t part = (int64_t)(c->weight * 1000 + 0.5);
	struct graph_edge e = {from, to, part < 1 ? 1 : part};
	vec_push(&list->all, e);
	if (c->kind == CALL_DIRECT || c->kind == CALL_ROUTINE)
		vec_push(&list->direct, e);
	return true;
}

void
survey_reach(struct survey *s)
{
	bool *reach = mem_alloc(s->count);
	for (uint32_t i = 0; i < s->count; i++)
		s->nodes[i].has_table = false;
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct use *u = &s->uses.at[i];
		if (!s->nodes[u->table].platform)
			s->nodes[u->function].has_table = reach[u->function] = true;
	}
	graph_reach(&s->direct_callers, reach);
	for (uint32_t i = 0; i < s->count; i++)
		s->nodes[i].reaches_table = reach[i];
	free(reach);
}

static bool
load_calls(struct survey *s, struct evidence *facts)
{
	struct call_list list = {.s = s};
	bool ok = evidence_each(facts, ROW_CALL_KIND, see_call, &list);
	graph_init(&s->calls, s->count, list.all.at, list.all.count, GRAPH_DIRECTED);
	graph_init(&s->callers, s->count, list.all.at, list.all.count, GRAPH_REVERSED);
	for (size_t i = 0; i < s->calls.edges; i++) {
		s->calls.weight[i] = s->calls.weight[i] < 1000 ? s->calls.weight[i] : 1000;
		s->callers.weight[i] = s->callers.weight[i] < 1000 ? s->callers.weight[i] : 1000;
	}
	graph_init(&s->direct_callers, s->count, list.direct.at, list.direct.count, GRAPH_REVERSED);
	survey_reach(s);
	vec_finish(&list.all);
	vec_finish(&list.direct);
	return ok;
}

struct table_name {
	const char *name, *store;
	uint32_t node;
};

static int
compare_names(const void *a, const void *b)
{
	const struct table_name *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->store, y->store);
}

struct use_list {
	struct survey *s;
	struct table_name *names;
	size_t count;
};

static uint32_t
table_named(const struct use_list *u, const char *name, const char *store)
{
	struct table_name key = {text(name), text(store), 0};
	const struct table_name *found =
		u->count ? bsearch(&key, u->names, u->count, sizeof *u->names, compare_names) : NULL;
	for (size_t i = 0; !found && i < u->count; i++)
		if (!strcmp(u->names[i].name, key.name))
			found = &u->names[i];
	return found ? found->node : DENSE_NONE;
}

static bool
see_use(void *arg, const void *row)
{
	struct use_list *u = arg;
	const struct row_table_access *a = row;
	uint32_t function = survey_node(u->s, MEMBER_FUNCTION, a->function);
	uint32_t table = table_named(u, a->table_name, a->store);
	if (a->column_name || function == DENSE_NONE || table == DENSE_NONE)
		return true;
	if (a->derived) /* the schema's doing: keys and triggers tie the tables themselves */
		return true;
	bool once = a->mode == TABLE_DDL || u->s->nodes[function].migration; /* not what the function is there for */
	vec_push(&u->s->uses, (struct use){function, table, !once && a->mode != TABLE_READ, !once && a->mode == TABLE_READ, once});
	return true;
}

static int
compare_uses(const void *a, const void *b)
{
	const struct use *x = a, *y = b;
	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	return (x->table > y->table) - (x->table < y->table);
}

static bool
load_uses(struct raw *r, struct evidence *facts)
{
	struct survey *s = r->s;
	struct use_list list = {s, arena_array(&s->arena, struct table_name, r->tables.count), r->tables.count};
	for (size_t i = 0; i < list.count; i++)
		list.names[i] = (struct table_name){text(r->tables.at[i].name), text(r->tables.at[i].store),
		                                    survey_node(s, MEMBER_TABLE, r->tables.at[i].id)};
	qsort(list.names, list.count, sizeof *list.names, compare_names);
	if (!evidence_each(facts, ROW_TABLE_ACCESS_KIND, see_use, &list))
		return false;
	vec_sort(&s->uses, compare_uses);
	size_t n = 0;
	for (size_t i = 0; i < s->uses.count; i++) {
		struct use *u = &s->uses.at[i];
		if (!n || compare_uses(&s->uses.at[n - 1], u)) {
			s->uses.at[n++] = *u;
			continue;
		}
		s->uses.at[n - 1].writes += u->writes;
		s->uses.at[n - 1].reads += u->reads;
		s->uses.at[n - 1].ddl += u->ddl;
	}
	s->uses.count = n;
	return true;
}

static bool
see_touch(void *arg, const void *row)
{
	struct survey *s = arg;
	const struct row_global_access *a = row;
	if (a->confidence != CONFIDENCE_EXACT) /* what is done behind an address that was taken: that was counted */
		return true;
	uint32_t function = survey_node(s, MEMBER_FUNCTION, a->function), global = survey_node(s, MEMBER_GLOBAL, a->global);
	if (function != DENSE_NONE && global != DENSE_NONE)
		vec_push(&s->touches, (struct touch){function, global, a->mode != ACCESS_READ, a->mode == ACCESS_READ});
	return true;
}

static int
compare_touches(const void *a, const void *b)
{
	const struct touch *x = a, *y = b;
	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	return (x->global > y->global) - (x->global < y->global);
}

static bool
load_touches(struct survey *s, struct evidence *facts)
{
	if (!evidence_each(facts, ROW_GLOBAL_ACCESS_KIND, see_touch, s))
		return false;
	vec_sort(&s->touches, compare_touches);
	size_t n = 0;
	for (size_t i = 0; i < s->touches.count; i++) {
		struct touch *t = &s->touches.at[i];
		if (!n || compare_touches(&s->touches.at[n - 1], t)) {
			s->touches.at[n++] = *t;
			continue;
		}
		s->touches.at[n - 1].writes += t->writes;
		s->touches.at[n - 1].reads += t->reads;
	}
	s->touches.count = n;
	return true;
}

bool
survey_init(struct survey *s, struct evidence *facts, const struct rules *rules, const struct decisions *decisions,
            struct diag_queue *diags)
{
	*s = (struct survey){.rules = rules, .decisions = decisions};
	struct raw r = {.s = s};
	if (!store_load(facts, FUNCTION, &s->arena, &r.functions) || !store_load(facts, GLOBAL, &s->arena, &r.globals) ||
	    !store_load(facts, TABLE, &s->arena, &r.tables))
		return false;
	make_nodes(&r);
	number_rows(s);
	place_globals(&r);
	leave_out_foreign_globals(s);
	return constraints_apply(s, facts, diags) && load_uses(&r, facts) && load_touches(s, facts) && load_calls(s, facts);
}

void
survey_finish(struct survey *s)
{
	for (int kind = 0; kind < MEMBER_KIND_COUNT; kind++)
		dense_finish(&s->rows[kind]);
	graph_finish(&s->calls);
	graph_finish(&s->callers);
	graph_finish(&s->direct_callers);
	vec_finish(&s->uses);
	vec_finish(&s->touches);
	vec_finish(&s->ties);
	vec_finish(&s->pinned);
	apart_finish(&s->apart);
	arena_finish(&s->arena);
}
