/* One function: where it is and why, who calls it, what it calls, its signature, statements, resources and cuts. */
#include "advise/explain_function.h"

#include <string.h>

/* ---- facts ---- */

static void
add_programs(struct function_telling *t)
{
	struct group g = {0};
	for (size_t i = 0; i < t->x->program_member.count; i++)
		if (explain_same(t->x->program_member.at[i].key, t->function->key) && t->x->program_member.at[i].program)
			group_see_column(&g, t->x->program_member.at[i].program);
	sheet_add(t->out, "programs", "programs", group_columns(t->out, &g));
	vec_finish(&g.columns);
}

static void
add_nature(struct function_telling *t)
{
	const struct row_function *f = t->function;
	const char *notes[4];
	size_t n = 0;
	if (f->is_static)
		notes[n++] = "static";
	if (f->in_header)
		notes[n++] = "defined in a header";
	if (f->stateless)
		notes[n++] = "touches no global, table or resource itself";
	if (f->sql_wrapper)
		notes[n++] = "hands its caller's SQL on";
	sheet_add(t->out, "notes", "notes", sheet_words(arena_copy(t->out->arena, notes, n * sizeof *notes), n));
	sheet_add(t->out, "dead", NULL, sheet_flag(f->dead != 0));
	sheet_add(t->out, NULL, "dead", sheet_text(f->dead ? "yes: no entry point leads to it" : "no"));
	for (size_t i = 0; i < t->x->duplicate.count; i++) {
		const struct row_duplicate *d = &t->x->duplicate.at[i];
		if (explain_same(d->key, f->key))
			sheet_add(t->out, NULL, "copy", sheet_text(arena_printf(t->out->arena, "in %s: %s",
			          explain_service_name(t->x, d->service), d->reason ? d->reason : "on purpose")));
	}
}

/* The nearest way back to itself; none unless recursive. */
static void
add_recursion(struct function_telling *t)
{
	struct explain *x = t->x;
	uint32_t best = EXPLAIN_NONE;
	bool sure = false;
	for (uint32_t i = x->callers_of.first[t->at]; i < x->callers_of.first[t->at + 1]; i++) {
		uint32_t call = x->callers_of.at[i], from = x->caller[call];
		if (from == EXPLAIN_NONE || t->below.hops[from] == EXPLAIN_NONE)
			continue;
		bool is_sure = explain_is_sure(x->call.at[call].confidence) && t->below.doubt[from] <= EXPLAIN_DOUBT_LAST_SURE;
		if (best == EXPLAIN_NONE || (is_sure == sure ? t->below.hops[from] < t->below.hops[x->caller[best]] : is_sure)) {
			best = call;
			sure = is_sure;
		}
	}
	sheet_add(t->out, "recursive", NULL, sheet_flag(sure));
	if (best == EXPLAIN_NONE) {
		sheet_add(t->out, "recursion", NULL, sheet_path(NULL, 0));
		return;
	}
	struct sheet_value path = reach_path(&t->below, x, t->out->arena, x->caller[best]);
	struct sheet_place *places = arena_array(t->out->arena, struct sheet_place, path.count + 1);
	memcpy(places, path.places, path.count * sizeof *places);
	places[path.count] = (struct sheet_place){.name = t->function->name, .key = t->function->key, .file = x->call.at[best].file,
	                                          .line = x->call.at[best].line};
	sheet_add(t->out, "recursion", sure ? "recursive" : "recursive?", sheet_path(places, path.count + 1));
}

static void
add_reach(struct function_telling *t)
{
	const struct reach *r = &t->below;
	struct arena *a = t->out->arena;
	size_t all = r->count - 1, unsure = r->count - r->sure;
	struct group services = {0};
	for (size_t i = 0; i < r->count; i++) {
		const char *s = explain_service_of(t->x, MEMBER_FUNCTION, r->order[i]);
		if (s)
			group_see_column(&services, s);
	}
	sheet_add(t->out, "reaches", NULL, sheet_number((int64_t)all));
	sheet_add(t->out, "reaches_uncertain", NULL, sheet_number((int64_t)unsure));
	sheet_add(t->out, "reaches_services", NULL, group_columns(t->out, &services));
	const char *text = part_count(a, all, "function", "functions");
	if (unsure)
		text = arena_printf(a, "%s, %zu of them only through uncertain calls", text, unsure);
	enum { NAMED = 6 };
	for (size_t i = 0; i < services.columns.count && i < NAMED; i++)
		text = arena_printf(a, "%s%s%s", text, i ? ", " : "; in ", services.columns.at[i]);
	if (services.columns.count > NAMED)
		text = arena_printf(a, "%s and %s", text, part_count(a, services.columns.count - NAMED, "more service", "more services"));
	sheet_add(t->out, NULL, "reaches", all ? sheet_text(text) : (struct sheet_value){0});
	vec_finish(&services.columns);
}

static void
add_facts(struct function_telling *t)
{
	const struct row_function *f = t->function;
	struct sheet *s = t->out;
	const char *kind = function_kind_word((enum function_kind)f->kind);
	s->head = arena_printf(s->arena, "%s: %s, %s:%lld-%lld", f->name, kind, f->file ? f->file : "?", (long long)f->line, (long long)f->end_line);
	sheet_add(s, "name", NULL, sheet_text(f->name));
	sheet_add(s, "file", NULL, sheet_text(f->file));
	sheet_add(s, "line", NULL, sheet_number(f->line));
	sheet_add(s, "end_line", NULL, sheet_number(f->end_line));
	bool elsewhere = f->physical_file && !explain_same(f->physical_file, f->file);
	sheet_add(s, "written_in", "written in", elsewhere ? sheet_place(s->arena, f->physical_file, f->physical_line) : (struct sheet_value){0});
	sheet_add(s, "origin", "origin", sheet_text(origin_word((enum origin)f->origin)));
	sheet_add(s, "configs", "only in", sheet_text(f->configs));
	add_programs(t);
	part_home(t->x, t->x->member_of[MEMBER_FUNCTION][t->at], s);
	add_nature(t);
	add_recursion(t);
	add_reach(t);
}

/* ---- sections of rows about the function itself ---- */

static void
add_entries(struct function_telling *t)
{
	static const struct sheet_column columns[] = {
		{"name", "name", false}, {"kind", "kind", false}, {"confidence", "sure", false}, {"place", "where", false},
		{"how", "how", false}};
	struct sheet_section *section = SHEET_SECTION(t->out, "entries", "Entry point", columns);
	for (size_t i = 0; i < t->x->entry.count; i++) {
		const struct row_entry *e = &t->x->entry.at[i];
		if (e->function == t->function->id)
			sheet_row(t->out, section, (struct sheet_value[]){
				sheet_text(e->name), sheet_text(entry_kind_word((enum entry_kind)e->kind)),
				sheet_text(confidence_word((enum confidence)e->confidence)), sheet_place(t->out->arena, e->file, e->line), sheet_text(e->how)});
	}
}

static void
add_signature(struct function_telling *t)
{
	static const struct sheet_column columns[] = {
		{"position", NULL, false}, {"name", "name", false}, {"type", "type", false}, {"direction", "direction", false},
		{"pairs_with", NULL, false}, {NULL, "length in", false}, {"nullable", "nullable", false}, {"confidence", "sure", false}, {"how", "how", false}};
	struct sheet_section *section = SHEET_SECTION(t->out, "signature", "Signature", columns);
	for (size_t i = 0; i < t->x->signature.count; i++) {
		const struct row_signature *g = &t->x->signature.at[i];
		if (g->function != t->function->id)
			continue;
		const char *name = g->position == 0 ? "(result)" : *g->name ? g->name : "(unnamed)";
		sheet_row(t->out, section, (struct sheet_value[]){
			sheet_number(g->position), sheet_text(name), sheet_text(g->type), sheet_text(direction_word((enum direction)g->direction)),
			g->pairs_with ? sheet_number(g->pairs_with) : (struct sheet_value){0},
			g->pairs_with ? sheet_text(arena_printf(t->out->arena, "parameter %lld", (long long)g->pairs_with)) : (struct sheet_value){0},
			sheet_flag(g->nullable != 0), sheet_text(confidence_word((enum confidence)g->confidence)), sheet_text(g->how)});
	}
}

/* ---- all of it ---- */

static bool
is_own_cut(const void *arg, const struct row_cut *c)
{
	const struct row_function *f = arg;
	bool source = explain_same(c->source, f->name) && explain_same(c->source_file, f->file) && c->kind != CUT_JOIN && c->kind != CUT_FOREIGN_KEY;
	return source || (c->kind == CUT_CALL && explain_same(c->target, f->name) && explain_same(c->target_file, f->file));
}

static bool
is_own_transaction(const void *arg, const struct row_transaction *t)
{
	return t->function == ((const struct row_function *)arg)->id;
}

struct around {
	const struct function_telling *telling;
	struct reach above;
	struct group tables; /* that the function touches itself */
};

static bool
is_around(const void *arg, const struct row_transaction *t)
{
	const struct around *a = arg;
	uint32_t f = explain_function_at(a->telling->x, t->function);
	if (f == EXPLAIN_NONE || f == a->telling->at || a->above.hops[f] == EXPLAIN_NONE)
		return false;
	for (size_t i = 0; i < a->tables.columns.count; i++)
		if (explain_lists(t->tables, a->tables.columns.at[i]))
			return true;
	return false;
}

/* Which of its calls lie between begin and end only link knew: the tables say it, as far as they do. */
static void
add_transactions_around(struct function_telling *t)
{
	struct around a = {.telling = t};
	reach_init(&a.above, t->x, t->out->arena, REACH_CALLERS, &t->at, 1);
	for (size_t i = 0; i < t->x->table_access.count; i++)
		if (t->x->table_access.at[i].function == t->function->id)
			group_see_column(&a.tables, t->x->table_access.at[i].table_name);
	part_transactions(t->x, is_around, &a, "transactions_around", "Transactions of its callers over tables it touches", t->out);
	vec_finish(&a.tables.columns);
}

static bool
is_own_statement(const void *arg, const struct row_statement *s)
{
	return s->function == ((const struct row_function *)arg)->id;
}

void
explain_tell_function(struct explain *x, uint32_t at, struct sheet *out)
{
	struct function_telling t = {.x = x, .out = out, .at = at, .function = &x->function.at[at]};
	reach_init(&t.below, x, out->arena, REACH_CALLEES, &at, 1);
	add_facts(&t);
	add_entries(&t);
	add_signature(&t);
	part_calls(x, REACH_CALLERS, at, out);
	part_calls(x, REACH_CALLEES, at, out);
	function_tables(&t);
	function_globals(&t);
	part_statements(x, is_own_statement, t.function, false, out);
	part_transactions(x, is_own_transaction, t.function, "transactions", "Transactions it begins", out);
	add_transactions_around(&t);
	function_resources(&t);
	part_cuts(x, is_own_cut, t.function, out);
	part_ways_in(x, &at, 1, out);
	function_doubts(&t);
}
