/* Needs. In: the cuts between a service and those not yet taken out. Out: one need for all cuts of one remedy about one thing:
 * a transaction to break, a table to copy or to ask for, a variable to move into a store, a function to move, operations. */
#include "needs.h"

#include <stdlib.h>
#include <string.h>

struct entry { const char *about; bool out; size_t cut; struct need need; };

static int
compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* What the need is about: the transaction's beginning, the thing to move, the table or variable, the service called. */
static const char *
about(const struct prices *p, const struct row_cut *c)
{
	if (c->remedy_kind == REMEDY_MOVE || c->remedy_kind == REMEDY_MERGE)
		return c->remedy;
	switch ((enum cut_kind)c->kind) {
	case CUT_CALL: return p->s->services[c->to_service - 1].name;
	case CUT_TRANSACTION: return arena_printf(&p->s->arena, "%s %s:%lld", c->source, c->file ? c->file : "", (long long)c->line);
	default: return c->target;
	}
}

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int numbers[] = {(int)x->need.kind - (int)y->need.kind, (int)x->need.remedy - (int)y->need.remedy, (int)x->out - (int)y->out};
	for (int i = 0; i < 3; i++)
		if (numbers[i])
			return numbers[i];
	int order = compare_text(x->about, y->about);
	return order ? order : (x->cut > y->cut) - (x->cut < y->cut);
}

static bool
same(const struct entry *a, const struct entry *b)
{
	return a->need.kind == b->need.kind && a->need.remedy == b->need.remedy && a->out == b->out && !compare_text(a->about, b->about);
}

/* The distinct targets of a group, three by name. */
static const char *
targets(const struct prices *p, const struct entry *first, size_t count, size_t *distinct)
{
	enum { NAMED = 3, SEEN = 256 };
	const char *seen[SEEN], *text = "";
	*distinct = 0;
	for (size_t i = 0; i < count && *distinct < SEEN; i++) {
		const char *name = p->s->cuts[first[i].cut].row.target;
		bool again = false;
		for (size_t k = 0; k < *distinct && !again; k++)
			again = !compare_text(seen[k], name);
		if (again)
			continue;
		if (*distinct < NAMED)
			text = arena_printf(&p->s->arena, "%s%s%s", text, *text ? ", " : "", name ? name : "?");
		seen[(*distinct)++] = name;
	}
	return *distinct > NAMED ? arena_printf(&p->s->arena, "%s, …", text) : text;
}

static const char *
words_of(const struct prices *p, const struct entry *first, size_t count)
{
	struct arena *a = &p->s->arena;
	const struct row_cut *c = &p->s->cuts[first->cut].row;
	const char *to = p->s->services[c->to_service - 1].name;
	size_t distinct;
	const char *names = targets(p, first, count, &distinct);
	if (c->remedy_kind == REMEDY_MOVE || c->remedy_kind == REMEDY_MERGE)
		return c->remedy;
	switch ((enum cut_kind)c->kind) {
	case CUT_CALL:
		return c->remedy_kind == REMEDY_EVENT
		       ? arena_printf(a, "events to %s instead of %zu %s: %s", to, distinct, distinct == 1 ? "call target" : "call targets", names)
		       : arena_printf(a, "%zu %s of %s: %s", distinct, distinct == 1 ? "operation" : "operations", to, names);
	case CUT_TRANSACTION:
		return c->remedy_kind == REMEDY_SAGA ? arena_printf(a, "break the transaction of %s into a saga; it also changes %s", c->source, names)
		       : arena_printf(a, "take %s out of the transaction of %s, which only reads it", names, c->source);
	case CUT_GLOBAL:
		return c->remedy_kind == REMEDY_READ_MODEL ? arena_printf(a, "copy the constant %s", c->target)
		                                           : arena_printf(a, "move the variable %s of %s into a store, or behind an operation", c->target, to);
	case CUT_FOREIGN_KEY:
		return arena_printf(a, "drop the foreign key of %s on %s of %s", c->source, c->target, to);
	default:
		return c->remedy_kind == REMEDY_READ_MODEL ? arena_printf(a, "replicate the table %s of %s", c->target, to)
		       : c->remedy_kind == REMEDY_EVENT    ? arena_printf(a, "an event that lets %s write its table %s", to, c->target)
		                                           : arena_printf(a, "an operation of %s for its table %s", to, c->target);
	}
}

static int
compare_needs(const void *a, const void *b)
{
	const struct need *x = a, *y = b;
	if (x->cost != y->cost)
		return x->cost > y->cost ? -1 : 1;
	if (x->places != y->places)
		return x->places > y->places ? -1 : 1;
	int order = compare_text(x->what, y->what);
	return order ? order : (int)x->kind - (int)y->kind;
}

void
needs_find(const struct prices *p, int64_t service, const bool *left, struct needs *out)
{
	VEC(struct entry) entries = {0};
	for (size_t i = 0; i < p->s->cut_count; i++) {
		const struct row_cut *c = &p->s->cuts[i].row;
		bool goes_out = c->from_service == service, comes_in = c->to_service == service;
		if ((!goes_out || !left[c->to_service]) && (!comes_in || !left[c->from_service]))
			continue;
		if (!p->of[i])
			continue; /* paid by another cut of the same place */
		vec_push(&entries, (struct entry){
			about(p, c), goes_out, i,
			{.kind = c->kind == CUT_JOIN ? CUT_TABLE : (enum cut_kind)c->kind, /* either way the table's rows are asked for */ .remedy = (enum remedy_kind)c->remedy_kind, .cost = p->of[i] * (goes_out ? p->back : 1)}});
	}
	vec_sort(&entries, compare_entries);
	for (size_t i = 0, end; i < entries.count; i = end) {
		const struct split_cut *first = &p->s->cuts[entries.at[i].cut];
		struct need need = entries.at[i].need;
		for (end = i + 1; end < entries.count && same(&entries.at[i], &entries.at[end]); end++)
			need.cost += entries.at[end].need.cost;
		need.places = (int64_t)(end - i);
		need.what = words_of(p, &entries.at[i], end - i);
		need.file = first->row.file;
		need.line = first->row.line;
		vec_push(&out->list, need);
	}
	vec_sort(&out->list, compare_needs);
	vec_finish(&entries);
}
