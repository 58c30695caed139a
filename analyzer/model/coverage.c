/* Coverage and uses: what was understood, what not and what to do about it; which service touches which table.
 * In: rows of a result. Out: counts; causes grouped by kind and reason, the largest first. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "load.h"

static const char *
advice_for(enum unresolved_kind kind)
{
	switch (kind) {
	case UNRESOLVED_CALL:
		return "name the targets in the rules (callbacks), or add the units that store the function pointer";
	case UNRESOLVED_SQL:
		return "read the statement where it is put together; if a wrapper of yours makes it, add a rule for the wrapper";
	case UNRESOLVED_TEXT:
		return "if it is sent to a database, add a rule for the function that takes it; else nothing is missing";
	case UNRESOLVED_TABLE:
		return "add the schema (.sql files) to the folder, or name the table in the rules";
	case UNRESOLVED_INCLUDE:
		return "install the header or add its folder to the compile database";
	case UNRESOLVED_TYPE:
		return "add the header that defines the type";
	case UNRESOLVED_COUNT:
		break;
	}
	BUG("unresolved of kind %d", (int)kind);
}

static int
compare_causes(const void *a, const void *b)
{
	const struct model_unknown *x = a, *y = b;
	int order = strcmp(x->kind, y->kind);
	if (!order)
		order = strcmp(x->reason, y->reason);
	if (!order)
		order = strcmp(x->example_file, y->example_file);
	return order ? order : (x->example_line > y->example_line) - (x->example_line < y->example_line);
}

static int
compare_counts(const void *a, const void *b)
{
	const struct model_unknown *x = a, *y = b;
	return x->count != y->count ? (x->count < y->count ? 1 : -1) : compare_causes(a, b);
}

/* Groups by kind and reason; the first place in order of file and line is the example. */
static size_t
group(struct model_unknown *u, size_t count)
{
	size_t n = 0;
	qsort(u, count, sizeof *u, compare_causes);
	for (size_t i = 0; i < count; i++) {
		if (n && !strcmp(u[n - 1].kind, u[i].kind) && !strcmp(u[n - 1].reason, u[i].reason))
			u[n - 1].count++;
		else
			u[n++] = u[i];
	}
	qsort(u, n, sizeof *u, compare_counts);
	return n;
}

static struct model_unknown
unknown(const char *kind, const char *reason, const char *file, int64_t line, const char *advice)
{
	return (struct model_unknown){
		.kind = kind, .reason = reason ? reason : "", .count = 1, .example_file = file ? file : "",
		.example_line = line > 0 ? (unsigned)line : 0, .advice = advice};
}

static void
count_unit(struct model_coverage *c, const struct row_unit *u)
{
	c->units++;
	c->lost += (size_t)(u->lost > 0 ? u->lost : 0);
	c->units_ok += u->status == UNIT_OK;
	c->units_partial += u->status == UNIT_PARTIAL;
	c->units_skipped += u->status == UNIT_SKIPPED;
	c->units_failed += u->status == UNIT_CRASHED || u->status == UNIT_TIMEOUT || u->status == UNIT_OOM;
}

static void
count_unresolved(struct model_coverage *c, const struct row_unresolved *u)
{
	c->unresolved++;
	c->call_sites_unresolved += u->kind == UNRESOLVED_CALL;
	c->texts_unresolved += u->kind == UNRESOLVED_TEXT;
}

static bool
count_statement(void *arg, const void *row)
{
	struct model_coverage *c = arg;
	c->statements++;
	c->statements_unresolved += !((const struct row_statement *)row)->resolved;
	return true;
}

bool
load_coverage(struct loading *l)
{
	struct model *m = l->model;
	STORE_ROWS(unit) units;
	STORE_ROWS(unresolved) unresolved;
	if (!store_load(l->result, UNIT, l->arena, &units) || !store_load(l->result, UNRESOLVED, l->arena, &unresolved))
		return false;
	m->unknowns = arena_array(l->arena, struct model_unknown, units.count + unresolved.count);
	for (size_t i = 0; i < units.count; i++) {
		const struct row_unit *u = &units.at[i];
		count_unit(&m->coverage, u);
		if (u->status != UNIT_OK)
			m->unknowns[m->unknown_count++] = unknown(
				"unit", arena_printf(l->arena, "%s: %s", unit_status_word((enum unit_status)u->status), u->reason ? u->reason : ""),
				u->file, 0, "look at the unit's flags with splitter units; headers that are missing cost what they declare");
	}
	for (size_t i = 0; i < unresolved.count; i++) {
		const struct row_unresolved *u = &unresolved.at[i];
		count_unresolved(&m->coverage, u);
		m->unknowns[m->unknown_count++] = unknown(unresolved_word((enum unresolved_kind)u->kind), u->reason, u->file,
		                                          u->line, advice_for((enum unresolved_kind)u->kind));
	}
	m->unknown_count = group(m->unknowns, m->unknown_count);
	m->coverage.functions = l->functions.count;
	m->coverage.globals = evidence_count(l->result, ROW_GLOBAL_KIND);
	m->coverage.tables = l->homes.tables.count;
	for (size_t i = 0; i < l->calls.count; i++)
		m->coverage.calls += l->calls.at[i].callee != 0;
	m->coverage.assumptions = evidence_count(l->result, ROW_ASSUMPTION_KIND);
	return evidence_each(l->result, ROW_STATEMENT_KIND, count_statement, &m->coverage);
}

static int
compare_uses(const void *a, const void *b)
{
	const struct model_table_use *x = a, *y = b;
	int order = strcmp(x->table_name, y->table_name);
	if (order)
		return order;
	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	return (x->service.v > y->service.v) - (x->service.v < y->service.v);
}

static struct model_table_use
use_of(struct loading *l, const struct row_table_access *a)
{
	const struct row_table *t = homes_table(&l->homes, a->table_name, a->store);
	uint32_t service = homes_get(&l->homes, MEMBER_FUNCTION, a->function);
	if (!t || !service || a->column_name)
		return (struct model_table_use){0};
	return (struct model_table_use){
		.table = (uint32_t)t->id, .table_name = t->name, .service = {service},
		.owner = {homes_get(&l->homes, MEMBER_TABLE, t->id)}, .creates = a->mode == TABLE_CREATE,
		.reads = a->mode == TABLE_READ, .updates = a->mode == TABLE_UPDATE, .deletes = a->mode == TABLE_DELETE,
		.ddl = a->mode == TABLE_DDL};
}

bool
load_uses(struct loading *l)
{
	struct model *m = l->model;
	size_t n = 0;
	m->uses = arena_array(l->arena, struct model_table_use, l->accesses.count);
	for (size_t i = 0; i < l->accesses.count; i++) {
		struct model_table_use use = use_of(l, &l->accesses.at[i]);
		if (use.table) {
			use.table_name = arena_strdup(l->arena, use.table_name);
			m->uses[n++] = use;
		}
	}
	qsort(m->uses, n, sizeof *m->uses, compare_uses);
	for (size_t i = 0; i < n; i++) {
		struct model_table_use *u = &m->uses[i], *before = m->use_count ? &m->uses[m->use_count - 1] : NULL;
		if (!before || compare_uses(before, u)) {
			m->uses[m->use_count++] = *u;
			continue;
		}
		before->creates += u->creates;
		before->reads += u->reads;
		before->updates += u->updates;
		before->deletes += u->deletes;
		before->ddl += u->ddl;
	}
	return true;
}
