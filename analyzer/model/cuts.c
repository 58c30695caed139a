/* Cuts: facts and homes → what crosses from one service into another, each with its place.
 *
 * A cut is found once per kind, source, target, file and line; what several rows say about it is united. What a
 * statement brings about through a routine is the routine's: the call of the routine is the cut, and the routine's own
 * accesses are, so the access derived through it is none. What a key or view looks up is the key's or view's.
 * The shared library is a part of every service that uses it, so nothing that begins or ends in it is a cut.
 *
 * Weights put the kinds beside each other in an edge of the diagrams: a call site counts 1 (a target of an
 * indirect call its part), making a foreign table 1, reading it 2, writing it or a global 4,
 * a join three times, a foreign key twice, a transaction over two services eight times, since it is what costs
 * most to replace. */
#include "cuts.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

struct finding {
	struct split *s;
	VEC(struct split_cut) cuts;
	VEC(const struct row_call *) routines; /* calls of routines, by caller, file and line */
};

static void
add(struct finding *f, struct split_cut cut)
{
	if (!cut.row.from_service || !cut.row.to_service || cut.row.from_service == cut.row.to_service)
		return;
	if (cut.row.line < 1)
		cut.row.file = NULL;
	vec_push(&f->cuts, cut);
}

static uint32_t
home(const struct finding *f, enum member_kind kind, int64_t row)
{
	return homes_service(&f->s->homes, kind, row);
}

static void
see_call(struct finding *f, const struct row_call *c)
{
	uint32_t from = home(f, MEMBER_FUNCTION, c->caller), to = home(f, MEMBER_FUNCTION, c->callee);
	if (!from || !to || from == to)
		return;
	const struct row_function *a = split_function(f->s, c->caller), *b = split_function(f->s, c->callee);
	add(f, (struct split_cut){
		.row = {.from_service = from, .to_service = to, .kind = CUT_CALL, .source = a->name, .source_file = a->file,
		        .target = b->name, .target_file = b->file, .file = c->file, .line = c->line, .weight = c->weight,
		        .loop_depth = c->loop_depth},
		.source = a->id, .target = b->id, .used = c->result_use != RESULT_IGNORED, .in_loop = c->loop_depth > 0});
}

static int
compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int
compare_routines(const void *a, const void *b)
{
	const struct row_call *x = *(const struct row_call *const *)a, *y = *(const struct row_call *const *)b;
	if (x->caller != y->caller)
		return x->caller < y->caller ? -1 : 1;
	int order = compare_text(x->file, y->file);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static bool
calls_routine(const struct finding *f, const struct row_table_access *a)
{
	const struct row_call wanted = {.caller = a->function, .file = a->file, .line = a->line}, *key = &wanted;
	return f->routines.count && bsearch(&key, f->routines.at, f->routines.count, sizeof *f->routines.at, compare_routines);
}

static void
see_table(struct finding *f, const struct row_table_access *a)
{
	const struct row_table *t = homes_table(&f->s->homes, a->table_name, a->store);
	const struct row_function *g = split_function(f->s, a->function);
	if (!t || !g || (a->derived && (a->mode == TABLE_READ || calls_routine(f, a))))
		return;
	const struct row_statement *q = split_statement(f->s, a->statement_id);
	bool writes = a->mode != TABLE_READ && a->mode != TABLE_DDL;
	add(f, (struct split_cut){
		.row = {.from_service = home(f, MEMBER_FUNCTION, g->id), .to_service = home(f, MEMBER_TABLE, t->id), .kind = CUT_TABLE,
		        .source = g->name, .source_file = g->file, .target = t->name, .target_file = t->file, .file = a->file, .line = a->line},
		.source = g->id, .target = t->id, .statement = a->statement_id, .transaction = q && writes ? q->transaction_id : 0,
		.writes = writes, .changes = writes && a->mode != TABLE_CREATE, .makes = a->mode == TABLE_DDL});
}

static void
see_global(struct finding *f, const struct row_global_access *a)
{
	const struct row_global *v = split_global(f->s, a->global);
	const struct row_function *g = split_function(f->s, a->function);
	if (!v || !g || a->confidence != CONFIDENCE_EXACT) /* an address taken is a cut already */
		return;
	add(f, (struct split_cut){
		.row = {.from_service = home(f, MEMBER_FUNCTION, g->id), .to_service = home(f, MEMBER_GLOBAL, v->id), .kind = CUT_GLOBAL,
		        .source = g->name, .source_file = g->file, .target = v->name, .target_file = v->file, .file = a->file, .line = a->line},
		.source = g->id, .target = v->id, .writes = a->mode != ACCESS_READ, .constant = split_is_constant(v)});
}

static void
add_between_tables(struct finding *f, struct split_cut cut, const struct row_table *a, const struct row_table *b, uint32_t first)
{
	if (first && first == home(f, MEMBER_TABLE, b->id)) {
		const struct row_table *other = a;
		a = b;
		b = other;
	}
	cut.source = a->id;
	cut.target = b->id;
	cut.row.from_service = home(f, MEMBER_TABLE, a->id);
	cut.row.to_service = home(f, MEMBER_TABLE, b->id);
	cut.row.source = a->name;
	cut.row.source_file = a->file;
	cut.row.target = b->name;
	cut.row.target_file = b->file;
	add(f, cut);
}

/* A join begins at the table of the service that asks, when it owns one of the two. */
static void
see_join(struct finding *f, const struct row_join *j)
{
	const struct row_statement *q = split_statement(f->s, j->statement_id);
	const struct row_table *a = homes_table(&f->s->homes, j->table_a, NULL), *b = homes_table(&f->s->homes, j->table_b, NULL);
	if (a && b && q)
		add_between_tables(f, (struct split_cut){.row = {.kind = CUT_JOIN, .file = q->file, .line = q->line}, .statement = q->id}, a, b,
		                   home(f, MEMBER_FUNCTION, q->function));
}

static void
see_key(struct finding *f, const struct row_key *k)
{
	if (k->kind != KEY_FOREIGN)
		return;
	const struct row_table *a = homes_table(&f->s->homes, k->table_name, NULL), *b = homes_table(&f->s->homes, k->ref_table, NULL);
	bool cascades = k->on_delete && (strcasestr(k->on_delete, "cascade") || strcasestr(k->on_delete, "set"));
	if (a && b)
		add_between_tables(f, (struct split_cut){.row = {.kind = CUT_FOREIGN_KEY, .file = a->file, .line = a->line}, .cascades = cascades}, a, b, 0);
}

struct spanned {
	VEC(const struct row_table *) tables;
	uint32_t first;
	bool several;
};

static void
see_spanned(void *arg, const struct row_table *table, uint32_t owner)
{
	struct spanned *s = arg;
	vec_push(&s->tables, table);
	s->several |= s->first && owner != s->first;
	s->first = s->first ? s->first : owner;
}

/* A transaction over tables of several owners: one cut to each foreign table beside the service it begins in. */
static void
see_transaction(struct finding *f, const struct row_transaction *t)
{
	const struct row_function *g = split_function(f->s, t->function);
	struct spanned all = {0};
	split_transaction_tables(f->s, t, see_spanned, &all);
	uint32_t from = home(f, MEMBER_FUNCTION, t->function);
	for (size_t i = 0; all.several && g && i < all.tables.count; i++)
		add(f, (struct split_cut){
			.row = {.from_service = from ? from : all.first, .to_service = home(f, MEMBER_TABLE, all.tables.at[i]->id),
			        .kind = CUT_TRANSACTION, .source = g->name, .source_file = g->file, .target = all.tables.at[i]->name,
			        .target_file = all.tables.at[i]->file, .file = t->file, .line = t->line},
			.source = g->id, .target = all.tables.at[i]->id, .transaction = t->id});
	vec_finish(&all.tables);
}

static int
compare_cuts(const void *a, const void *b)
{
	const struct row_cut *x = &((const struct split_cut *)a)->row, *y = &((const struct split_cut *)b)->row;
	int64_t numbers[] = {x->from_service - y->from_service, x->to_service - y->to_service, x->kind - y->kind};
	for (int i = 0; i < 3; i++)
		if (numbers[i])
			return numbers[i] < 0 ? -1 : 1;
	int order = compare_text(x->file, y->file);
	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	if (!order)
		order = compare_text(x->source, y->source);
	if (!order)
		order = compare_text(x->target, y->target);
	if (!order)
		order = compare_text(x->source_file, y->source_file);
	return order ? order : compare_text(x->target_file, y->target_file);
}

/* Also what one cut says more than another of its like, so that the order never depends on who came first. */
static int
compare_found(const void *a, const void *b)
{
	const struct split_cut *x = a, *y = b;
	int order = compare_cuts(a, b);
	int64_t numbers[] = {x->transaction - y->transaction, x->statement - y->statement, x->source - y->source, x->target - y->target};
	for (int i = 0; i < 4 && !order; i++)
		order = (numbers[i] > 0) - (numbers[i] < 0);
	return order ? order : (x->row.weight > y->row.weight) - (x->row.weight < y->row.weight);
}

/* Unites what is found several times; leaves the weight of calls as their sum. */
static void
unite(struct finding *f)
{
	vec_sort(&f->cuts, compare_found);
	size_t n = 0;
	for (size_t i = 0; i < f->cuts.count; i++) {
		struct split_cut *cut = &f->cuts.at[i], *before = n ? &f->cuts.at[n - 1] : NULL;
		if (before && compare_cuts(before, cut) == 0) {
			before->row.weight += cut->row.weight;
			before->writes |= cut->writes;
			before->changes |= cut->changes;
			before->transaction = before->transaction ? before->transaction : cut->transaction;
			before->cascades |= cut->cascades;
			before->makes |= cut->makes;
			before->used |= cut->used;
			before->in_loop |= cut->in_loop;
			if (cut->row.loop_depth > before->row.loop_depth)
				before->row.loop_depth = cut->row.loop_depth;
		} else {
			f->cuts.at[n++] = *cut;
		}
	}
	f->cuts.count = n;
}

static double
weight_of(const struct split_cut *cut)
{
	switch ((enum cut_kind)cut->row.kind) {
	case CUT_CALL: return cut->row.weight;
	case CUT_TABLE: return cut->writes ? 4 : cut->makes ? 1 : 2;
	case CUT_GLOBAL: return cut->constant ? 0.5 : cut->writes ? 4 : 2;
	case CUT_JOIN: return 3;
	case CUT_TRANSACTION: return 8;
	case CUT_FOREIGN_KEY: return 2;
	case CUT_KIND_COUNT: break;
	}
	BUG("cut of kind %d", (int)cut->row.kind);
}

static void
index_routines(struct finding *f)
{
	for (size_t i = 0; i < f->s->calls.count; i++)
		if (f->s->calls.at[i].kind == CALL_ROUTINE)
			vec_push(&f->routines, &f->s->calls.at[i]);
	vec_sort(&f->routines, compare_routines);
}

static void
see_all(struct finding *f)
{
	struct split *s = f->s;
	for (size_t i = 0; i < s->calls.count; i++)
		see_call(f, &s->calls.at[i]);
	for (size_t i = 0; i < s->uses.count; i++)
		see_table(f, &s->uses.at[i]);
	for (size_t i = 0; i < s->accesses.count; i++)
		see_global(f, &s->accesses.at[i]);
	for (size_t i = 0; i < s->joins.count; i++)
		see_join(f, &s->joins.at[i]);
	for (size_t i = 0; i < s->keys.count; i++)
		see_key(f, &s->keys.at[i]);
	for (size_t i = 0; i < s->transactions.count; i++)
		see_transaction(f, &s->transactions.at[i]);
}

void
cuts_find(struct split *s)
{
	struct finding f = {.s = s};
	index_routines(&f);
	see_all(&f);
	unite(&f);
	for (size_t i = 0; i < f.cuts.count; i++)
		f.cuts.at[i].row.weight = weight_of(&f.cuts.at[i]);
	remedies_choose(s, f.cuts.at, f.cuts.count);
	s->cuts = arena_copy(&s->arena, f.cuts.at, f.cuts.count * sizeof *f.cuts.at);
	s->cut_count = f.cuts.count;
	vec_finish(&f.cuts);
	vec_finish(&f.routines);
}
