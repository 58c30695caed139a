/* Cuts: facts and homes → what crosses from one service into another, each with its place and a first remedy.
 *
 * A cut is found once per kind, source, target, file and line; what several rows say about it is united.
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

struct found {
	struct row_cut row;
	bool writes;   /* table, global: the source changes the target */
	bool used;     /* call: its result is looked at somewhere */
	bool in_loop;  /* call */
	bool constant; /* global */
	bool makes;    /* table: the source creates or alters it */
};

struct facts {
	struct arena *arena;
	const struct homes *homes;
	const char *const *names;
	STORE_ROWS(function) functions;
	STORE_ROWS(global) globals;
	STORE_ROWS(statement) statements;
	VEC(struct found) cuts;
};

/* A row by id; the arrays are in order of id. */
#define BY_ID(name, type) \
	static int compare_##name##_id(const void *id, const void *row) \
	{ \
		int64_t a = *(const int64_t *)id, b = ((const struct row_##type *)row)->id; \
		return (a > b) - (a < b); \
	} \
	static const struct row_##type *name##_by_id(const struct facts *f, int64_t id) \
	{ \
		return bsearch(&id, f->name.at, f->name.count, sizeof *f->name.at, compare_##name##_id); \
	}
BY_ID(functions, function)
BY_ID(globals, global)
BY_ID(statements, statement)

static void
add(struct facts *f, struct found cut)
{
	if (!cut.row.from_service || !cut.row.to_service || cut.row.from_service == cut.row.to_service)
		return;
	if (cut.row.line < 1)
		cut.row.file = NULL;
	vec_push(&f->cuts, cut);
}

static const char *
keep(struct facts *f, const char *text)
{
	return text ? arena_strdup(f->arena, text) : NULL;
}

static bool
see_call(void *arg, const void *row)
{
	struct facts *f = arg;
	const struct row_call *c = row;
	uint32_t from = homes_service(f->homes, MEMBER_FUNCTION, c->caller);
	uint32_t to = homes_service(f->homes, MEMBER_FUNCTION, c->callee);
	if (!from || !to || from == to)
		return true;
	const struct row_function *a = functions_by_id(f, c->caller), *b = functions_by_id(f, c->callee);
	add(f, (struct found){
		.row = {.from_service = from, .to_service = to, .kind = CUT_CALL, .source = a->name, .source_file = a->file,
		        .target = b->name, .target_file = b->file, .file = keep(f, c->file),
		        .line = c->line, .weight = c->weight},
		.used = c->result_use != RESULT_IGNORED, .in_loop = c->loop_depth > 0});
	return true;
}

static bool
see_table(void *arg, const void *row)
{
	struct facts *f = arg;
	const struct row_table_access *a = row;
	const struct row_table *t = homes_table(f->homes, a->table_name, a->store);
	const struct row_function *g = functions_by_id(f, a->function);
	if (!t || !g || (a->derived && a->mode == TABLE_READ)) /* what a key or view looks up is the key's or view's own cut */
		return true;
	add(f, (struct found){
		.row = {.from_service = homes_service(f->homes, MEMBER_FUNCTION, a->function),
		        .to_service = homes_service(f->homes, MEMBER_TABLE, t->id), .kind = CUT_TABLE, .source = g->name,
		        .source_file = g->file, .target = t->name, .target_file = t->file,
		        .file = keep(f, a->file), .line = a->line},
		.writes = a->mode != TABLE_READ && a->mode != TABLE_DDL, .makes = a->mode == TABLE_DDL});
	return true;
}

static bool
see_global(void *arg, const void *row)
{
	struct facts *f = arg;
	const struct row_global_access *a = row;
	const struct row_global *v = globals_by_id(f, a->global);
	const struct row_function *g = functions_by_id(f, a->function);
	if (!v || !g || a->confidence != CONFIDENCE_EXACT) /* an address taken is a cut already */
		return true;
	add(f, (struct found){
		.row = {.from_service = homes_service(f->homes, MEMBER_FUNCTION, a->function),
		        .to_service = homes_service(f->homes, MEMBER_GLOBAL, v->id), .kind = CUT_GLOBAL, .source = g->name,
		        .source_file = g->file, .target = v->name, .target_file = v->file,
		        .file = keep(f, a->file), .line = a->line},
		.writes = a->mode != ACCESS_READ, .constant = v->is_const != 0});
	return true;
}

static void
add_between_tables(struct facts *f, enum cut_kind kind, const struct row_table *a, const struct row_table *b,
                   uint32_t first, const char *file, int64_t line)
{
	if (first && first == homes_service(f->homes, MEMBER_TABLE, b->id)) {
		const struct row_table *other = a;
		a = b;
		b = other;
	}
	add(f, (struct found){
		.row = {.from_service = homes_service(f->homes, MEMBER_TABLE, a->id),
		        .to_service = homes_service(f->homes, MEMBER_TABLE, b->id), .kind = (int64_t)kind, .source = a->name,
		        .source_file = a->file, .target = b->name, .target_file = b->file, .file = file, .line = line}});
}

/* A join begins at the table of the service that asks, when it owns one of the two. */
static bool
see_join(void *arg, const void *row)
{
	struct facts *f = arg;
	const struct row_join *j = row;
	const struct row_statement *s = statements_by_id(f, j->statement_id);
	const struct row_table *a = homes_table(f->homes, j->table_a, NULL), *b = homes_table(f->homes, j->table_b, NULL);
	if (a && b && s)
		add_between_tables(f, CUT_JOIN, a, b, homes_service(f->homes, MEMBER_FUNCTION, s->function), s->file, s->line);
	return true;
}

static bool
see_key(void *arg, const void *row)
{
	struct facts *f = arg;
	const struct row_key *k = row;
	if (k->kind != KEY_FOREIGN)
		return true;
	const struct row_table *a = homes_table(f->homes, k->table_name, NULL), *b = homes_table(f->homes, k->ref_table, NULL);
	if (a && b)
		add_between_tables(f, CUT_FOREIGN_KEY, a, b, 0, a->file, a->line);
	return true;
}

/* A transaction over tables of several owners: one cut to each owner beside the one it begins in. */
static bool
see_transaction(void *arg, const void *row)
{
	struct facts *f = arg;
	const struct row_transaction *t = row;
	const struct row_function *g = functions_by_id(f, t->function);
	VEC(const struct row_table *) tables = {0};
	char *text = arena_strdup(f->arena, t->tables ? t->tables : ""), *rest = NULL;
	uint32_t from = homes_service(f->homes, MEMBER_FUNCTION, t->function), first = 0;
	bool several = false;
	for (char *name = strtok_r(text, ", ", &rest); name; name = strtok_r(NULL, ", ", &rest)) {
		const struct row_table *table = homes_table(f->homes, name, NULL);
		uint32_t owner = table ? homes_service(f->homes, MEMBER_TABLE, table->id) : 0;
		if (!owner)
			continue;
		vec_push(&tables, table);
		several |= first && owner != first;
		first = first ? first : owner;
	}
	for (size_t i = 0; several && g && i < tables.count; i++)
		add(f, (struct found){
			.row = {.from_service = from ? from : first,
			        .to_service = homes_service(f->homes, MEMBER_TABLE, tables.at[i]->id), .kind = CUT_TRANSACTION,
			        .source = g->name, .source_file = g->file, .target = tables.at[i]->name,
			        .target_file = tables.at[i]->file, .file = keep(f, t->file),
			        .line = t->line}});
	vec_finish(&tables);
	return true;
}

static int
compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int
compare_cuts(const void *a, const void *b)
{
	const struct row_cut *x = &((const struct found *)a)->row, *y = &((const struct found *)b)->row;
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

/* Unites what is found several times; leaves the weight of calls as their sum. */
static void
unite(struct facts *f)
{
	vec_sort(&f->cuts, compare_cuts);
	size_t n = 0;
	for (size_t i = 0; i < f->cuts.count; i++) {
		struct found *cut = &f->cuts.at[i], *before = n ? &f->cuts.at[n - 1] : NULL;
		if (before && compare_cuts(before, cut) == 0) {
			before->row.weight += cut->row.weight;
			before->writes |= cut->writes;
			before->makes |= cut->makes;
			before->used |= cut->used;
			before->in_loop |= cut->in_loop;
		} else {
			f->cuts.at[n++] = *cut;
		}
	}
	f->cuts.count = n;
}

static double
weight_of(const struct found *cut)
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

static const char *
remedy_of(struct facts *f, const struct found *cut)
{
	const char *to = f->names[cut->row.to_service - 1], *target = cut->row.target;
	struct arena *a = f->arena;
	switch ((enum cut_kind)cut->row.kind) {
	case CUT_CALL:
		if (cut->in_loop)
			return arena_printf(a, "call %s of %s once for the whole loop: give it a list", target, to);
		if (!cut->used)
			return arena_printf(a, "nobody looks at the result: send %s a message instead of waiting for %s", to, target);
		return arena_printf(a, "call the operation %s of %s, with a time limit and an answer for its failure", target, to);
	case CUT_TABLE:
		if (cut->writes)
			return arena_printf(a, "move this write into an operation of %s, which owns %s", to, target);
		if (cut->makes)
			return arena_printf(a, "let %s make and change its own table %s", to, target);
		return arena_printf(a, "read %s through an operation of %s, or keep a copy that %s feeds", target, to, to);
	case CUT_GLOBAL:
		if (cut->constant)
			return arena_printf(a, "%s never changes: copy it", target);
		if (cut->writes)
			return arena_printf(a, "let %s own %s and change it through an operation", to, target);
		return arena_printf(a, "pass the value of %s along, or ask %s for it", target, to);
	case CUT_JOIN:
		return arena_printf(a, "read %s, then ask %s for the rows of %s, or keep a copy of the columns needed",
		                    cut->row.source, to, target);
	case CUT_TRANSACTION:
		return arena_printf(a, "saga: commit here first, then ask %s to change %s, with a step that undoes it", to, target);
	case CUT_FOREIGN_KEY:
		return arena_printf(a, "keep the id, drop the constraint on %s, and ask %s when it is written", target, to);
	case CUT_KIND_COUNT:
		break;
	}
	BUG("cut of kind %d", (int)cut->row.kind);
}

bool
cuts_find(struct evidence *facts, const struct homes *homes, const char *const *names, struct arena *arena,
          struct row_cut **cuts, size_t *count)
{
	struct facts f = {.arena = arena, .homes = homes, .names = names};
	bool ok = store_load(facts, FUNCTION, arena, &f.functions) && store_load(facts, GLOBAL, arena, &f.globals) &&
	          store_load(facts, STATEMENT, arena, &f.statements) && evidence_each(facts, ROW_CALL_KIND, see_call, &f) &&
	          evidence_each(facts, ROW_TABLE_ACCESS_KIND, see_table, &f) &&
	          evidence_each(facts, ROW_GLOBAL_ACCESS_KIND, see_global, &f) &&
	          evidence_each(facts, ROW_JOIN_KIND, see_join, &f) && evidence_each(facts, ROW_KEY_KIND, see_key, &f) &&
	          evidence_each(facts, ROW_TRANSACTION_KIND, see_transaction, &f);
	unite(&f);
	*cuts = arena_array(arena, struct row_cut, f.cuts.count);
	*count = f.cuts.count;
	for (size_t i = 0; i < f.cuts.count; i++) {
		(*cuts)[i] = f.cuts.at[i].row;
		(*cuts)[i].weight = weight_of(&f.cuts.at[i]);
		(*cuts)[i].remedy = remedy_of(&f, &f.cuts.at[i]);
	}
	vec_finish(&f.cuts);
	return ok;
}
