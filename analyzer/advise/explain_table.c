/* One table: who owns it, what it is made of, and all code that touches it, by service and function. */
#include "advise/explain_parts.h"

#include <stdlib.h>
#include <string.h>

struct table_telling {
	struct explain *x;
	struct sheet *out;
	uint32_t at;
	const struct row_table *table;
};

static bool
is_of(const struct table_telling *t, const struct row_table_access *a)
{
	return explain_table(t->x, a->table_name, a->store) == t->table;
}

static void
add_facts(struct table_telling *t)
{
	const struct row_table *r = t->table;
	struct sheet *s = t->out;
	const char *kind = table_kind_word((enum table_kind)r->kind);
	s->head = r->file ? arena_printf(s->arena, "%s: %s, %s:%lld", r->name, kind, r->file, (long long)r->line)
	                  : arena_printf(s->arena, "%s: %s, no definition found", r->name, kind);
	sheet_add(s, "name", NULL, sheet_text(r->name));
	sheet_add(s, "table_kind", NULL, sheet_text(kind));
	sheet_add(s, "store", "store", sheet_text(r->store));
	sheet_add(s, "temporary", NULL, sheet_flag(r->temporary != 0));
	sheet_add(s, NULL, "temporary", sheet_text(r->temporary ? "yes: it never decides where something belongs" : NULL));
	sheet_add(s, "file", NULL, sheet_text(r->file));
	sheet_add(s, "line", NULL, r->file ? sheet_number(r->line) : (struct sheet_value){0});
	part_home(t->x, t->x->member_of[MEMBER_TABLE][t->at], s);
}

/* ---- columns and keys ---- */

static const char *
column_keys(struct table_telling *t, const char *column)
{
	const char *text = NULL;
	for (size_t i = 0; i < t->x->key.count; i++) {
		const struct row_key *k = &t->x->key.at[i];
		if (strcmp(k->table_name, t->table->name) != 0 || !explain_lists(k->columns, column))
			continue;
		const char *word = k->kind == KEY_FOREIGN ? arena_printf(t->out->arena, "→ %s", k->ref_table ? k->ref_table : "?")
		                                          : key_kind_word((enum key_kind)k->kind);
		text = text ? arena_printf(t->out->arena, "%s, %s", text, word) : word;
	}
	return text;
}

struct uses {
	size_t readers, writers; /* functions */
};

static struct uses
column_uses(struct table_telling *t, const char *column)
{
	struct uses u = {0};
	int64_t reader = 0, writer = 0; /* rows come in order of functions */
	for (size_t i = 0; i < t->x->table_access.count; i++) {
		const struct row_table_access *a = &t->x->table_access.at[i];
		if (!a->column_name || strcmp(a->column_name, column) != 0 || a->mode == TABLE_DDL || !is_of(t, a))
			continue;
		int64_t *last = a->mode == TABLE_READ ? &reader : &writer;
		if (a->mode == TABLE_READ)
			u.readers += *last != a->function;
		else
			u.writers += *last != a->function;
		*last = a->function;
	}
	return u;
}

static void
add_columns(struct table_telling *t)
{
	static const struct sheet_column columns[] = {
		{"name", "column", false}, {"type", "type", false}, {"nullable", "nullable", false}, {"keys", "keys", false},
		{"readers", "readers", false}, {"writers", "writers", false}, {"place", "where", false}};
	struct sheet_section *section = SHEET_SECTION(t->out, "columns", "Columns", columns);
	section->note = "readers and writers are functions";
	for (size_t i = 0; i < t->x->columns.count; i++) {
		const struct explain_column *c = &t->x->columns.at[i];
		if (strcmp(c->table, t->table->name) != 0)
			continue;
		struct uses u = column_uses(t, c->name);
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(c->name), sheet_text(c->row ? c->row->type : "(only used)"), c->row ? sheet_flag(c->row->nullable != 0) : (struct sheet_value){0},
			sheet_text(column_keys(t, c->name)), sheet_number((int64_t)u.readers), sheet_number((int64_t)u.writers),
			c->row ? sheet_place(t->out->arena, c->row->file, c->row->line) : (struct sheet_value){0}});
	}
}

static void
add_keys(struct table_telling *t)
{
	static const struct sheet_column columns[] = {
		{"kind", "kind", false}, {"table", "table", false}, {"columns", "columns", false}, {"ref_table", "refers to", false},
		{"ref_columns", "its columns", false}, {"on_delete", "on delete", false}, {"service", "owner of the other", false}};
	struct sheet_section *section = SHEET_SECTION(t->out, "keys", "Keys, and foreign keys of others to it", columns);
	const char *name = t->table->name;
	for (int in = 0; in < 2; in++)
		for (size_t i = 0; i < t->x->key.count; i++) {
			const struct row_key *k = &t->x->key.at[i];
			bool own = !strcmp(k->table_name, name);
			if (in ? own || !explain_same(k->ref_table, name) : !own)
				continue;
			const char *other = in ? k->table_name : k->ref_table;
			sheet_row(t->out, section, (struct sheet_value[]){
				sheet_text(key_kind_word((enum key_kind)k->kind)), sheet_text(k->table_name), sheet_text(k->columns), sheet_text(k->ref_table),
				sheet_text(k->ref_columns), sheet_text(k->on_delete), sheet_text(other ? explain_owner(t->x, other, NULL) : NULL)});
		}
}

/* ---- who touches it ---- */

static void
add_services(struct table_telling *t)
{
	static const struct sheet_column columns[] = {
		{"service", "service", false}, {"owner", "owner", false}, {"functions", "functions", false}, {"create", "inserts", false},
		{"read", "reads", false}, {"update", "updates", false}, {"delete", "deletes", false}, {"ddl", "defines", false}};
	struct explain *x = t->x;
	size_t n = x->service.count + 1; /* the last: code that is in none */
	size_t (*counts)[TABLE_MODE_COUNT + 1] = arena_alloc(t->out->arena, n * sizeof *counts);
	int64_t *last = arena_array(t->out->arena, int64_t, n);
	for (size_t i = 0; i < x->table_access.count; i++) {
		const struct row_table_access *a = &x->table_access.at[i];
		if (a->column_name || !is_of(t, a))
			continue;
		uint32_t f = explain_function_at(x, a->function);
		const struct row_member *m = f == EXPLAIN_NONE ? NULL : x->member_of[MEMBER_FUNCTION][f];
		size_t at = m && m->service >= 1 && m->service < (int64_t)n ? (size_t)m->service - 1 : n - 1;
		counts[at][a->mode]++;
		counts[at][TABLE_MODE_COUNT] += f != EXPLAIN_NONE && last[at] != a->function;
		last[at] = a->function;
	}
	const char *owner = explain_service_of(x, MEMBER_TABLE, t->at);
	struct sheet_section *section = SHEET_SECTION(t->out, "services", "Services that touch it", columns);
	section->note = "inserts to defines count places in the code";
	for (size_t i = 0; i < n; i++) {
		size_t *c = counts[i], sum = c[TABLE_CREATE] + c[TABLE_READ] + c[TABLE_UPDATE] + c[TABLE_DELETE] + c[TABLE_DDL];
		const char *name = i + 1 < n ? x->service.at[i].name : "(code in no service)";
		if (sum)
			sheet_row(t->out, section, (struct sheet_value[]){
				sheet_text(name), sheet_flag(explain_same(owner, name)), sheet_number((int64_t)c[TABLE_MODE_COUNT]),
				sheet_number((int64_t)c[TABLE_CREATE]), sheet_number((int64_t)c[TABLE_READ]), sheet_number((int64_t)c[TABLE_UPDATE]),
				sheet_number((int64_t)c[TABLE_DELETE]), sheet_number((int64_t)c[TABLE_DDL])});
	}
}

static int
compare_users(const void *a, const void *b, void *arg)
{
	const struct explain *x = arg;
	const struct group *p = a, *q = b;
	if (p->of == EXPLAIN_NONE || q->of == EXPLAIN_NONE)
		return (p->of == EXPLAIN_NONE) - (q->of == EXPLAIN_NONE);
	const char *s = explain_service_of(x, MEMBER_FUNCTION, p->of), *t = explain_service_of(x, MEMBER_FUNCTION, q->of);
	int order = strcmp(s ? s : "~", t ? t : "~");
	return order ? order : strcmp(x->function.at[p->of].key, x->function.at[q->of].key);
}

/* Functions that do one of the modes, and the columns they do it to; `column` NULL: any. */
static void
add_users(struct table_telling *t, const char *key, const char *title, bool writers, const char *column)
{
	static const struct sheet_column columns[] = {
		{"service", "service", false}, {"function", "function", false}, {"key", NULL, false}, {"modes", "modes", false},
		{"confidence", "sure", false}, {"places", "where", false}, {"columns", "columns", true}, {"how", NULL, false}};
	struct explain *x = t->x;
	struct groups users;
	groups_init(&users);
	for (size_t i = 0; i < x->table_access.count; i++) {
		const struct row_table_access *a = &x->table_access.at[i];
		if ((a->mode != TABLE_READ) != writers || !is_of(t, a) || (column && !explain_same(a->column_name, column)))
			continue;
		uint32_t f = explain_function_at(x, a->function);
		struct group *g = groups_get(&users, f, f);
		group_see(g, (unsigned)a->mode, a->confidence, a->file, a->line, a->how);
		if (a->column_name && !column)
			group_see_column(g, a->column_name);
	}
	if (users.list.count)
		qsort_r(users.list.at, users.list.count, sizeof *users.list.at, compare_users, x);
	struct sheet_section *section = SHEET_SECTION(t->out, key, title, columns);
	for (size_t i = 0; i < users.list.count; i++) {
		const struct group *g = &users.list.at[i];
		const struct row_function *f = g->of == EXPLAIN_NONE ? NULL : &x->function.at[g->of];
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(explain_service_of(x, MEMBER_FUNCTION, g->of)), sheet_text(f ? f->name : "(outside functions)"), sheet_text(f ? f->key : NULL),
			group_modes(t->out, g, TABLE_MODE_COUNT, part_table_mode), sheet_text(explain_doubt_word(g->doubt)), group_places(t->out, g),
			group_columns(t->out, g), group_hows(t->out, g)});
	}
	groups_finish(&users);
}

/* `column` NULL: joins over any. */
static void
add_joins(struct table_telling *t, const char *column)
{
	static const struct sheet_column columns[] = {
		{"column", "column", false}, {"with_table", "with", false}, {"with_column", "its column", false}, {"service", "owner", false},
		{"function", "in function", false}, {"place", "where", false}};
	struct sheet_section *section = SHEET_SECTION(t->out, "joins", "Joins", columns);
	for (size_t i = 0; i < t->x->join.count; i++) {
		const struct row_join *j = &t->x->join.at[i];
		bool left = explain_same(j->table_a, t->table->name) && (!column || explain_same(j->column_a, column));
		bool right = explain_same(j->table_b, t->table->name) && (!column || explain_same(j->column_b, column));
		if (!left && !right)
			continue;
		const struct row_statement *s = explain_statement(t->x, j->statement_id);
		const char *with = left ? j->table_b : j->table_a;
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(left ? j->column_a : j->column_b), sheet_text(with), sheet_text(left ? j->column_b : j->column_a),
			sheet_text(explain_owner(t->x, with, NULL)), sheet_text(s ? explain_function_name(t->x, s->function) : NULL),
			s ? sheet_place(t->out->arena, s->file, s->line) : (struct sheet_value){0}});
	}
}

static bool
holds_table(const void *arg, const struct row_transaction *t)
{
	return explain_lists(t->tables, ((const struct row_table *)arg)->name);
}

static bool
cuts_table(const void *arg, const struct row_cut *c)
{
	const struct row_table *t = arg;
	if (c->kind == CUT_CALL || c->kind == CUT_GLOBAL)
		return false;
	bool between = c->kind == CUT_JOIN || c->kind == CUT_FOREIGN_KEY;
	return explain_same(c->target, t->name) || (between && explain_same(c->source, t->name));
}

/* Entry points from which code that touches the table is reached. */
static void
add_ways_in(struct table_telling *t, const char *column)
{
	struct explain *x = t->x;
	uint32_t *functions = arena_array(t->out->arena, uint32_t, x->table_access.count);
	size_t n = 0;
	for (size_t i = 0; i < x->table_access.count; i++) {
		const struct row_table_access *a = &x->table_access.at[i];
		uint32_t f = is_of(t, a) && (!column || explain_same(a->column_name, column)) ? explain_function_at(x, a->function) : EXPLAIN_NONE;
		if (f != EXPLAIN_NONE && (n == 0 || functions[n - 1] != f))
			functions[n++] = f;
	}
	part_ways_in(x, functions, n, t->out);
}

static void
add_doubts(struct table_telling *t, const char *column)
{
	struct explain *x = t->x;
	struct sheet_section *doubts = part_doubts(t->out);
	for (size_t i = 0; i < x->table_access.count; i++) {
		const struct row_table_access *a = &x->table_access.at[i];
		if (explain_is_sure(a->confidence) || !is_of(t, a) || !explain_same(a->column_name, column))
			continue;
		const char *who = explain_function_name(x, a->function);
		part_doubt(t->out, doubts, table_mode_word((enum table_mode)a->mode), who, explain_doubt(a->confidence), a->how,
		           &(struct sheet_place){.file = a->file, .line = a->line});
	}
	for (size_t i = 0; i < x->unresolved.count; i++) {
		const struct row_unresolved *u = &x->unresolved.at[i];
		bool sql = u->kind == UNRESOLVED_SQL || u->kind == UNRESOLVED_TEXT || u->kind == UNRESOLVED_TABLE;
		if (sql && explain_mentions(u->text, t->table->name) && (!column || explain_mentions(u->text, column)))
			part_unresolved(t->out, doubts, "may name it", u);
	}
}

void
explain_tell_table(struct explain *x, uint32_t at, struct sheet *out)
{
	struct table_telling t = {.x = x, .out = out, .at = at, .table = &x->table.at[at]};
	add_facts(&t);
	add_columns(&t);
	add_keys(&t);
	add_services(&t);
	add_users(&t, "writers", "Written by", true, NULL);
	add_users(&t, "readers", "Read by", false, NULL);
	add_joins(&t, NULL);
	part_transactions(x, holds_table, t.table, "transactions", "Transactions that hold it", out);
	part_cuts(x, cuts_table, t.table, out);
	add_ways_in(&t, NULL);
	add_doubts(&t, NULL);
}

/* ---- one column ---- */

static void
add_column_facts(struct table_telling *t, const struct explain_column *c)
{
	struct sheet *s = t->out;
	s->head = c->row ? arena_printf(s->arena, "%s.%s: column, %s:%lld", c->table, c->name, c->row->file ? c->row->file : "?", (long long)c->row->line)
	                 : arena_printf(s->arena, "%s.%s: column, no definition found", c->table, c->name);
	sheet_add(s, "name", NULL, sheet_text(c->name));
	sheet_add(s, "table", "table", sheet_text(c->table));
	sheet_add(s, "type", "type", sheet_text(c->row ? c->row->type : NULL));
	sheet_add(s, "nullable", "nullable", c->row ? sheet_flag(c->row->nullable != 0) : (struct sheet_value){0});
	sheet_add(s, "keys", "keys", sheet_text(column_keys(t, c->name)));
	sheet_add(s, "file", NULL, sheet_text(c->row ? c->row->file : NULL));
	sheet_add(s, "line", NULL, c->row ? sheet_number(c->row->line) : (struct sheet_value){0});
	const char *owner = explain_owner(t->x, c->table, NULL);
	sheet_add(s, "service", "owner", sheet_text(owner));
}

static void
add_predicates(struct table_telling *t, const char *column)
{
	static const struct sheet_column columns[] = {
		{"role", "compared", false}, {"service", "service", false}, {"function", "in function", false}, {"place", "where", false},
		{"sql", "", true}};
	struct sheet_section *section = SHEET_SECTION(t->out, "predicates", "Conditions, orders and groups", columns);
	for (size_t i = 0; i < t->x->predicate.count; i++) {
		const struct row_predicate *p = &t->x->predicate.at[i];
		const struct row_statement *s = explain_statement(t->x, p->statement_id);
		if (!s || !explain_same(p->table_name, t->table->name) || !explain_same(p->column_name, column))
			continue;
		uint32_t f = explain_function_at(t->x, s->function);
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_text(predicate_word((enum predicate_role)p->role)), sheet_text(explain_service_of(t->x, MEMBER_FUNCTION, f)),
			sheet_text(explain_function_name(t->x, s->function)), sheet_place(t->out->arena, s->file, s->line), sheet_text(s->sql)});
	}
}

void
explain_tell_column(struct explain *x, uint32_t at, struct sheet *out)
{
	const struct explain_column *c = &x->columns.at[at];
	const struct row_table *table = explain_table(x, c->table, NULL);
	struct row_table unknown = {.name = c->table, .kind = TABLE_KIND_TABLE};
	struct table_telling t = {.x = x, .out = out, .table = table ? table : &unknown};
	add_column_facts(&t, c);
	add_users(&t, "writers", "Written by", true, c->name);
	add_users(&t, "readers", "Read by", false, c->name);
	add_predicates(&t, c->name);
	add_joins(&t, c->name);
	add_ways_in(&t, c->name);
	add_doubts(&t, c->name);
}
