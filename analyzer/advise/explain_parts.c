/* Sections that several explanations have: homes, calls, ways in, cuts, transactions, statements, doubts.
 *
 * Rows come out in an order of what they are about, certain ones first, never in one of arrival. */
#include "advise/explain_parts.h"

#include <stdlib.h>
#include <string.h>

void
part_home(const struct explain *x, const struct row_member *member, struct sheet *out)
{
	const char *service = member ? explain_service_name(x, member->service) : NULL;
	sheet_add(out, "service", NULL, sheet_text(service));
	sheet_add(out, NULL, "service", sheet_text(service ? service : "in none"));
	sheet_add(out, "reason", "why there", sheet_text(member ? member->reason : NULL));
	const char *runner_up = member && member->runner_up ? explain_service_name(x, member->runner_up) : NULL;
	double margin = member ? member->margin : -1;
	sheet_add(out, "runner_up", NULL, sheet_text(runner_up));
	sheet_add(out, "margin", NULL, sheet_share(margin));
	if (margin >= 0)
		sheet_add(out, NULL, "next best", sheet_text(runner_up ? arena_printf(out->arena, "%s, by a margin of %.2f (0: a draw, 1: no contest)", runner_up, margin)
		                                                       : "no other service has a tie to it"));
	sheet_add(out, "stability", "stability", sheet_share(member ? member->stability : -1));
}

/* ---- calls ---- */

static const struct sheet_column call_columns[] = {
	{"function", "function", false}, {"key", NULL, false},          {"service", "service", false},
	{"kinds", "kind", false},        {"confidence", "sure", false}, {"results", "result", false},
	{"loop_depth", "loop", false},   {"sites", "sites", false},     {"places", "where", false},
	{"how", NULL, false},
};

struct call_order {
	const struct explain *x;
	enum reach_way way;
};

static int
compare_places(const struct sheet_place *p, const struct sheet_place *q)
{
	int order = strcmp(p->file ? p->file : "", q->file ? q->file : "");
	return order ? order : (p->line > q->line) - (p->line < q->line);
}

/* Callees in the order of the source, callers by key; uncertain ones last. */
static int
compare_calls(const void *a, const void *b, void *arg)
{
	const struct call_order *o = arg;
	const struct group *p = a, *q = b;
	bool sure = p->doubt <= EXPLAIN_DOUBT_LAST_SURE, other = q->doubt <= EXPLAIN_DOUBT_LAST_SURE;
	if (sure != other)
		return sure ? -1 : 1;
	if (o->way == REACH_CALLEES && p->places.count && q->places.count) {
		int order = compare_places(&p->places.at[0], &q->places.at[0]);
		if (order)
			return order;
	}
	if (p->of == EXPLAIN_NONE || q->of == EXPLAIN_NONE)
		return (p->of == EXPLAIN_NONE) - (q->of == EXPLAIN_NONE);
	return strcmp(o->x->function.at[p->of].key, o->x->function.at[q->of].key);
}

static void
put_call(struct explain *x, const struct group *g, struct sheet_section *section, struct sheet *out)
{
	const struct row_function *f = g->of == EXPLAIN_NONE ? NULL : &x->function.at[g->of];
	struct group results = {.modes = g->results};
	sheet_row(out, section, (struct sheet_value[]){
		sheet_text(f ? f->name : "(outside the tree)"), sheet_text(f ? f->key : NULL),
		sheet_text(explain_service_of(x, MEMBER_FUNCTION, g->of)), group_modes(out, g, CALL_KIND_COUNT, part_call),
		sheet_text(explain_doubt_word(g->doubt)), group_modes(out, &results, RESULT_USE_COUNT, part_result),
		sheet_number(g->loop), sheet_number((int64_t)g->rows), group_places(out, g), group_hows(out, g)});
}

void
part_calls(struct explain *x, enum reach_way way, uint32_t function, struct sheet *out)
{
	const struct explain_calls *e = way == REACH_CALLEES ? &x->calls_of : &x->callers_of;
	struct groups groups;
	groups_init(&groups);
	size_t sites = e->first[function + 1] - e->first[function];
	for (uint32_t i = e->first[function]; i < e->first[function + 1]; i++) {
		const struct row_call *c = &x->call.at[e->at[i]];
		uint32_t other = way == REACH_CALLEES ? x->callee[e->at[i]] : x->caller[e->at[i]];
		struct group *g = groups_get(&groups, other, other);
		group_see(g, (unsigned)c->kind, c->confidence, c->file, c->line, c->how);
		g->results |= 1u << c->result_use;
		if (c->loop_depth > g->loop)
			g->loop = c->loop_depth;
	}
	struct call_order order = {x, way};
	if (groups.list.count)
		qsort_r(groups.list.at, groups.list.count, sizeof *groups.list.at, compare_calls, &order);
	struct sheet_section *section = way == REACH_CALLEES ? SHEET_SECTION(out, "callees", "Calls", call_columns)
	                                                     : SHEET_SECTION(out, "callers", "Called by", call_columns);
	if (sites != groups.list.count)
		section->note = part_count(out->arena, sites, "call", "calls");
	for (size_t i = 0; i < groups.list.count; i++)
		put_call(x, &groups.list.at[i], section, out);
	groups_finish(&groups);
}

/* ---- ways in ---- */

static const struct sheet_column way_columns[] = {
	{"entry", "entry point", false}, {"kind", "kind", false},       {"function", "function", false}, {"key", NULL, false},
	{"service", "service", false},   {"confidence", "sure", false}, {"hops", "hops", false},         {"path", "by", true},
};

struct way {
	const struct row_entry *entry;
	uint32_t function, hops;
	int doubt;
};

static int
compare_ways(const void *a, const void *b)
{
	const struct way *p = a, *q = b;
	bool sure = p->doubt <= EXPLAIN_DOUBT_LAST_SURE, other = q->doubt <= EXPLAIN_DOUBT_LAST_SURE;
	if (sure != other)
		return sure ? -1 : 1;
	if (p->hops != q->hops)
		return p->hops < q->hops ? -1 : 1;
	int order = strcmp(p->entry->name, q->entry->name);
	return order ? order : (p->entry > q->entry) - (p->entry < q->entry);
}

/* A handler may stand beside its name in more than one table. */
static bool
same_way(const struct way *a, const struct way *b)
{
	return a->function == b->function && a->entry->kind == b->entry->kind && !strcmp(a->entry->name, b->entry->name);
}

void
part_ways_in(struct explain *x, const uint32_t *functions, size_t count, struct sheet *out)
{
	struct reach r;
	reach_init(&r, x, out->arena, REACH_CALLERS, functions, count);
	VEC(struct way) ways = {0};
	for (size_t i = 0; i < x->entry.count; i++) {
		uint32_t f = explain_function_at(x, x->entry.at[i].function);
		/* how sure the way is; that a handler is one is a doubt of its own, told where it is explained */
		if (f != EXPLAIN_NONE && r.hops[f] != EXPLAIN_NONE)
			vec_push(&ways, (struct way){&x->entry.at[i], f, r.hops[f], r.doubt[f]});
	}
	vec_sort(&ways, compare_ways);
	size_t n = 0;
	for (size_t i = 0; i < ways.count; i++)
		if (!n || !same_way(&ways.at[n - 1], &ways.at[i]))
			ways.at[n++] = ways.at[i];
	ways.count = n;
	struct sheet_section *section = SHEET_SECTION(out, "reached_from", "Entry points that lead here", way_columns);
	for (size_t i = 0; i < ways.count; i++) {
		const struct way *w = &ways.at[i];
		const struct row_function *f = &x->function.at[w->function];
		struct sheet_value path = w->hops ? reach_path(&r, x, out->arena, w->function) : sheet_path(NULL, 0);
		sheet_row(out, section, (struct sheet_value[]){
			sheet_text(*w->entry->name ? w->entry->name : f->name), sheet_text(entry_kind_word((enum entry_kind)w->entry->kind)),
			sheet_text(f->name), sheet_text(f->key), sheet_text(explain_service_of(x, MEMBER_FUNCTION, w->function)),
			sheet_text(explain_doubt_word(w->doubt)), sheet_number(w->hops), path});
	}
	vec_finish(&ways);
}

/* ---- cuts ---- */

static const struct sheet_column cut_columns[] = {
	{"kind", "kind", false},     {"from_service", "from", false}, {"to_service", "to", false}, {"source", "source", false},
	{"target", "target", false}, {"weight", "weight", false},     {"places", "where", false},  {"remedy", "remedy:", true},
	{"remedy_kind", NULL, false}, {"reason", "because:", true},
};

struct cut_group {
	const struct row_cut *first; /* the heaviest; its remedy is told */
	double weight;
	struct group places;
};

static bool
same_cut(const struct row_cut *a, const struct row_cut *b)
{
	return a->kind == b->kind && a->from_service == b->from_service && a->to_service == b->to_service &&
	       explain_same(a->source, b->source) && explain_same(a->source_file, b->source_file) &&
	       explain_same(a->target, b->target) && explain_same(a->target_file, b->target_file);
}

static int
compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* What is one cut at several places lies side by side, in the order of the rows, which is that of the places. */
static int
compare_cuts(const void *a, const void *b)
{
	const struct row_cut *p = *(const struct row_cut *const *)a, *q = *(const struct row_cut *const *)b;
	int64_t numbers[] = {p->kind - q->kind, p->from_service - q->from_service, p->to_service - q->to_service};
	for (int i = 0; i < 3; i++)
		if (numbers[i])
			return numbers[i] < 0 ? -1 : 1;
	int order = compare_texts(p->source, q->source);
	if (!order)
		order = compare_texts(p->source_file, q->source_file);
	if (!order)
		order = compare_texts(p->target, q->target);
	if (!order)
		order = compare_texts(p->target_file, q->target_file);
	return order ? order : (p > q) - (p < q);
}

/* Heaviest first. */
static int
compare_cut_groups(const void *a, const void *b)
{
	const struct cut_group *p = a, *q = b;
	if (p->weight > q->weight || p->weight < q->weight)
		return p->weight > q->weight ? -1 : 1;
	return compare_cuts(&p->first, &q->first);
}

void
part_cuts(struct explain *x, part_cut_f *wanted, const void *arg, struct sheet *out)
{
	VEC(const struct row_cut *) cuts = {0};
	VEC(struct cut_group) groups = {0};
	double sum = 0;
	for (size_t i = 0; i < x->cut.count; i++)
		if (wanted(arg, &x->cut.at[i]))
			vec_push(&cuts, &x->cut.at[i]);
	vec_sort(&cuts, compare_cuts);
	for (size_t i = 0; i < cuts.count; i++) {
		const struct row_cut *c = cuts.at[i];
		if (!groups.count || !same_cut(vec_last(&groups).first, c))
			vec_push(&groups, (struct cut_group){.first = c});
		if (c->weight > vec_last(&groups).first->weight)
			vec_last(&groups).first = c;
		vec_last(&groups).weight += c->weight;
		group_see(&vec_last(&groups).places, 0, CONFIDENCE_EXACT, c->file, c->line, NULL);
		sum += c->weight;
	}
	vec_sort(&groups, compare_cut_groups);
	struct sheet_section *section = SHEET_SECTION(out, "cuts", "Cuts it takes part in", cut_columns);
	section->note = arena_printf(out->arena, "weight %.1f together", sum);
	for (size_t i = 0; i < groups.count; i++) {
		const struct row_cut *c = groups.at[i].first;
		sheet_row(out, section, (struct sheet_value[]){
			sheet_text(cut_word((enum cut_kind)c->kind)), sheet_text(explain_service_name(x, c->from_service)),
			sheet_text(explain_service_name(x, c->to_service)), sheet_text(c->source), sheet_text(c->target),
			sheet_share(groups.at[i].weight), group_places(out, &groups.at[i].places), sheet_text(c->remedy),
			sheet_text(remedy_word((enum remedy_kind)c->remedy_kind)), sheet_text(c->reason)});
		vec_finish(&groups.at[i].places.places);
	}
	vec_finish(&groups);
	vec_finish(&cuts);
}

/* ---- transactions and statements ---- */

static const struct sheet_column transaction_columns[] = {
	{"function", "begun by", false}, {"key", NULL, false},          {"service", "service", false}, {"place", "where", false},
	{"confidence", "sure", false},   {"services", "spans", true},   {"tables", "tables", true},    {"how", NULL, false},
};

/* The table names of a comma-separated list and the services that own them, each once. */
static void
read_tables(const struct explain *x, const char *list, struct arena *a, struct group *tables, struct group *owners)
{
	char *rest = NULL, *text = arena_strdup(a, list ? list : "");
	for (char *name = strtok_r(text, ", ", &rest); name; name = strtok_r(NULL, ", ", &rest)) {
		const char *owner = explain_owner(x, name, NULL);
		group_see_column(tables, name);
		if (owner)
			group_see_column(owners, owner);
	}
}

void
part_transactions(struct explain *x, part_transaction_f *wanted, const void *arg, const char *key, const char *title, struct sheet *out)
{
	struct sheet_section *section = SHEET_SECTION(out, key, title, transaction_columns);
	for (size_t i = 0; i < x->transaction.count; i++) {
		const struct row_transaction *t = &x->transaction.at[i];
		if (!wanted(arg, t))
			continue;
		uint32_t f = explain_function_at(x, t->function);
		struct group tables = {0}, owners = {0};
		read_tables(x, t->tables, out->arena, &tables, &owners);
		sheet_row(out, section, (struct sheet_value[]){
			sheet_text(explain_function_name(x, t->function)), sheet_text(f == EXPLAIN_NONE ? NULL : x->function.at[f].key),
			sheet_text(explain_service_of(x, MEMBER_FUNCTION, f)), sheet_place(out->arena, t->file, t->line),
			sheet_text(confidence_word((enum confidence)t->confidence)), group_columns(out, &owners),
			group_columns(out, &tables), sheet_text(t->how)});
		vec_finish(&tables.columns);
		vec_finish(&owners.columns);
	}
}

static const struct sheet_column statement_columns[] = {
	{"place", "where", false}, {"function", "function", false}, {"key", NULL, false},
	{"transaction", "in the transaction begun at", false}, {"resolved", "text whole", false}, {"sql", "", true},
};
static const struct sheet_column own_statement_columns[] = {
	{"place", "where", false}, {"function", NULL, false}, {"key", NULL, false},
	{"transaction", "in the transaction begun at", false}, {"resolved", "text whole", false}, {"sql", "", true},
};

void
part_statements(struct explain *x, part_statement_f *wanted, const void *arg, bool with_function, struct sheet *out)
{
	struct sheet_section *section = with_function ? SHEET_SECTION(out, "statements", "Statements", statement_columns)
	                                              : SHEET_SECTION(out, "statements", "Statements", own_statement_columns);
	for (size_t i = 0; i < x->statement.count; i++) {
		const struct row_statement *s = &x->statement.at[i];
		if (!wanted(arg, s))
			continue;
		uint32_t f = explain_function_at(x, s->function);
		const struct row_transaction *t = s->transaction_id ? explain_transaction(x, s->transaction_id) : NULL;
		sheet_row(out, section, (struct sheet_value[]){
			sheet_place(out->arena, s->file, s->line), sheet_text(explain_function_name(x, s->function)),
			sheet_text(f == EXPLAIN_NONE ? NULL : x->function.at[f].key),
			t ? sheet_place(out->arena, t->file, t->line) : (struct sheet_value){0}, sheet_flag(s->resolved != 0), sheet_text(s->sql)});
	}
}

/* ---- doubts ---- */

static const struct sheet_column doubt_columns[] = {
	{"what", "what", false}, {"about", "about", false}, {"confidence", "sure", false}, {"place", "where", false}, {"how", "", true},
};

struct sheet_section *
part_doubts(struct sheet *out)
{
	return SHEET_SECTION(out, "uncertain", "Doubts", doubt_columns);
}

void
part_doubt(struct sheet *out, struct sheet_section *doubts, const char *what, const char *about, int doubt,
           const char *how, const struct sheet_place *at)
{
	const struct sheet_value *last = doubts->rows.count ? vec_last(&doubts->rows) : NULL;
	if (last && explain_same(last[0].text, what) && explain_same(last[1].text, about) && explain_same(last[4].text, how) &&
	    at && last[3].count && last[3].places->line == at->line && explain_same(last[3].places->file, at->file))
		return; /* the same again, of another candidate text */
	sheet_row(out, doubts, (struct sheet_value[]){
		sheet_text(what), sheet_text(about), sheet_text(doubt < 0 ? NULL : explain_doubt_word(doubt)),
		at ? sheet_place(out->arena, at->file, at->line) : (struct sheet_value){0}, sheet_text(how)});
}

void
part_unresolved(struct sheet *out, struct sheet_section *doubts, const char *what, const struct row_unresolved *u)
{
	part_doubt(out, doubts, arena_printf(out->arena, "%s: %s", what, unresolved_word((enum unresolved_kind)u->kind)), u->text, -1,
	           u->reason, &(struct sheet_place){.file = u->file, .line = u->line});
}
