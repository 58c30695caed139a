/* Index of the evidence by member. In: calls, table accesses and entries as rows. Out: one record per pair of
 * members with its number of sites and its first place; rows of functions that are in no service are left out.
 * Order: by member, and members are sorted by the model, so no order depends on ids. */
#include "reports/index.h"

#include <stdlib.h>
#include <string.h>

static int
compare_calls(const void *a, const void *b)
{
	const struct index_call *x = a, *y = b;
	int files = x->caller != y->caller || x->callee != y->callee ? 0 : strcmp(x->file, y->file);
	return x->caller != y->caller ? (x->caller < y->caller ? -1 : 1)
	       : x->callee != y->callee ? (x->callee < y->callee ? -1 : 1)
	       : files ? files
	       : (x->line > y->line) - (x->line < y->line);
}

static int
compare_accesses(const void *a, const void *b)
{
	const struct index_access *x = a, *y = b;
	int files = x->function != y->function || x->table != y->table ? 0 : strcmp(x->file, y->file);
	return x->function != y->function ? (x->function < y->function ? -1 : 1)
	       : x->table != y->table ? (x->table < y->table ? -1 : 1)
	       : files ? files
	       : (x->line > y->line) - (x->line < y->line);
}

static const char *
keep(struct index *x, const char *text)
{
	return intern_get(&x->names, intern_text(&x->names, text ? text : ""));
}

static bool
add_call(void *arg, const void *data)
{
	struct index *x = arg;
	const struct row_call *row = data;
	int caller = index_function(x, row->caller), callee = index_function(x, row->callee);
	if (caller != INDEX_NONE && callee != INDEX_NONE && caller != callee)
		vec_push(&x->calls, (struct index_call){(uint32_t)caller, (uint32_t)callee, 1, keep(x, row->file),
		                                        (unsigned)row->line});
	return true;
}

static bool
add_access(void *arg, const void *data)
{
	struct index *x = arg;
	const struct row_table_access *row = data;
	int function = index_function(x, row->function), table = row->table_name ? index_table(x, row->table_name) : INDEX_NONE;
	if (function != INDEX_NONE && table != INDEX_NONE)
		vec_push(&x->accesses, (struct index_access){(uint32_t)function, (uint32_t)table, 1u << row->mode,
		                                             keep(x, row->file), (unsigned)row->line});
	return true;
}

static bool
add_entry(void *arg, const void *data)
{
	struct index *x = arg;
	const struct row_entry *row = data;
	int function = index_function(x, row->function);
	if (function != INDEX_NONE)
		vec_push(&x->entries, (struct index_entry){(uint32_t)function, (enum entry_kind)row->kind, keep(x, row->name)});
	return true;
}

static void
unite_calls(struct index *x)
{
	size_t n = 0;
	vec_sort(&x->calls, compare_calls);
	for (size_t i = 0; i < x->calls.count; i++) {
		struct index_call *last = n ? &x->calls.at[n - 1] : NULL, *c = &x->calls.at[i];
		if (last && last->caller == c->caller && last->callee == c->callee)
			last->sites++;
		else
			x->calls.at[n++] = *c;
	}
	x->calls.count = n;
}

static void
unite_accesses(struct index *x)
{
	size_t n = 0;
	vec_sort(&x->accesses, compare_accesses);
	for (size_t i = 0; i < x->accesses.count; i++) {
		struct index_access *last = n ? &x->accesses.at[n - 1] : NULL, *c = &x->accesses.at[i];
		if (last && last->function == c->function && last->table == c->table)
			last->modes |= c->modes;
		else
			x->accesses.at[n++] = *c;
	}
	x->accesses.count = n;
}

bool
index_init(struct index *x, const struct model *model, struct evidence *evidence, struct diag_queue *diags)
{
	*x = (struct index){.model = model};
	arena_init(&x->arena);
	intern_init(&x->names);
	map_init(&x->functions);
	map_init(&x->tables);
	for (uint32_t i = 0; i < model->member_count; i++) {
		const struct model_member *m = &model->members[i];
		if (m->kind == MEMBER_FUNCTION)
			map_put(&x->functions, m->row, i);
		else if (m->kind == MEMBER_TABLE)
			map_add(&x->tables, intern_text(&x->names, m->name), i);
	}
	bool ok = evidence_each(evidence, ROW_CALL_KIND, add_call, x) &&
	          evidence_each(evidence, ROW_TABLE_ACCESS_KIND, add_access, x) &&
	          evidence_each(evidence, ROW_ENTRY_KIND, add_entry, x);
	if (!ok)
		diag_add(diags, DIAG_ERROR, "report-evidence", NULL, 0, 0, "the result cannot be read to its end; analyse again");
	unite_calls(x);
	unite_accesses(x);
	return ok;
}

void
index_finish(struct index *x)
{
	vec_finish(&x->calls);
	vec_finish(&x->accesses);
	vec_finish(&x->entries);
	map_finish(&x->functions);
	map_finish(&x->tables);
	intern_finish(&x->names);
	arena_finish(&x->arena);
}

int
index_function(const struct index *x, int64_t row)
{
	uint32_t member = row > 0 ? map_get(&x->functions, (uint64_t)row) : MAP_NONE;
	return member == MAP_NONE ? INDEX_NONE : (int)member;
}

int
index_table(struct index *x, const char *name)
{
	uint32_t member = map_get(&x->tables, intern_text(&x->names, name));
	return member == MAP_NONE ? INDEX_NONE : (int)member;
}

const char *
index_letters(struct arena *a, unsigned modes)
{
	return arena_printf(a, "%s%s%s%s%s", modes & 1u << TABLE_CREATE ? "C" : "", modes & 1u << TABLE_READ ? "R" : "",
	                    modes & 1u << TABLE_UPDATE ? "U" : "", modes & 1u << TABLE_DELETE ? "D" : "",
	                    !(modes & 1u << TABLE_DDL) ? "" : modes == 1u << TABLE_DDL ? "ddl" : "+ddl");
}

unsigned
index_modes(const struct model_table_use *use)
{
	return (use->creates ? 1u << TABLE_CREATE : 0) | (use->reads ? 1u << TABLE_READ : 0) |
	       (use->updates ? 1u << TABLE_UPDATE : 0) | (use->deletes ? 1u << TABLE_DELETE : 0) |
	       (use->ddl ? 1u << TABLE_DDL : 0);
}

const struct model_service *
index_service(const struct model *m, service_id id)
{
	return id.v && id.v <= m->service_count ? &m->services[id.v - 1] : NULL;
}

bool
index_is_shared(const struct model *m, service_id id)
{
	const struct model_service *s = index_service(m, id);
	return s && s->kind == SERVICE_SHARED;
}
