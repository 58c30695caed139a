/* Remedies: what replaces a cut, and why. In: cuts, ties, transactions, who writes which table. Out: one of six kinds each,
 * with a text that names what to do and the facts that made the choice.
 *
 * Asked in this order: is one end in the wrong service (move); do two services share more transactions, with nobody else, than
 * they have of their own (merge); does a transaction span both (saga); else what the cut itself is: a table that is seldom written can be
 * copied (read model), what nobody waits for can be told (event), the rest is asked for (API call). */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "cuts.h"
#include "sagas.h"
#include "ties.h"

enum { SELDOM_MOST = 2, /* places that write */ MERGE_LEAST = 2 /* transactions over both */ };

struct table_facts { uint32_t writes, reads, foreign_writes; };
struct joined { uint32_t a, b, transactions; };

struct choosing {
	struct split *s;
	struct ties ties;
	struct sagas sagas;
	struct table_facts *tables;      /* by dense row */
	uint32_t *inside;                /* transactions within one service, by its number */
	VEC(struct joined) pairs;        /* a < b, sorted */
	VEC(int64_t) spanning;           /* transactions over tables of several owners, ascending */
	VEC(uint64_t) reads;             /* function << 32 | table, dense, ascending */
	bool *returns, *gives_back;      /* by dense function: has a result; writes through a parameter */
	bool *holds;                     /* by dense function: begins a transaction over several services */
};

#define SAY(c, ...) arena_printf(&(c)->s->arena, __VA_ARGS__)

/* ---- facts ---- */

static int
compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int
compare_keys(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static uint32_t
table_number(const struct choosing *c, int64_t table)
{
	return dense_of(&c->s->homes.rows[MEMBER_TABLE], table);
}

static uint32_t
function_number(const struct choosing *c, int64_t function)
{
	return dense_of(&c->s->homes.rows[MEMBER_FUNCTION], function);
}

/* Places, not rows: a statement on one line counts once. Rows are in order, so repeats stand together. */
static void
count_tables(struct choosing *c)
{
	const struct row_table_access *before = NULL;
	c->tables = arena_array(&c->s->arena, struct table_facts, c->s->homes.rows[MEMBER_TABLE].count);
	for (size_t i = 0; i < c->s->uses.count; i++) {
		const struct row_table_access *a = &c->s->uses.at[i];
		const struct row_table *t = a->column_name || a->mode == TABLE_DDL ? NULL : homes_table(&c->s->homes, a->table_name, a->store);
		bool again = before && t && before->function == a->function && before->mode == a->mode && before->line == a->line &&
		             !strcmp(before->table_name, a->table_name);
		if (!t || again)
			continue;
		before = a;
		struct table_facts *f = &c->tables[table_number(c, t->id)];
		uint32_t from = homes_service(&c->s->homes, MEMBER_FUNCTION, a->function), owner = homes_service(&c->s->homes, MEMBER_TABLE, t->id);
		f->reads += a->mode == TABLE_READ;
		f->writes += a->mode != TABLE_READ;
		f->foreign_writes += a->mode != TABLE_READ && from && from != owner;
		if (a->mode == TABLE_READ && !a->derived && function_number(c, a->function) != DENSE_NONE)
			vec_push(&c->reads, (uint64_t)function_number(c, a->function) << 32 | table_number(c, t->id));
	}
	vec_sort(&c->reads, compare_keys);
}

struct owners { uint32_t list[64]; size_t count; };

static void
add_owner(void *arg, const struct row_table *table, uint32_t owner)
{
	struct owners *o = arg;
	(void)table;
	for (size_t i = 0; i < o->count; i++)
		if (o->list[i] == owner)
			return;
	if (o->count < sizeof o->list / sizeof *o->list)
		o->list[o->count++] = owner;
}

static int
compare_joined(const void *a, const void *b)
{
	const struct joined *x = a, *y = b;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* A transaction over more than two services says nothing about any two of them; a migration says nothing at all. */
static void
count_transactions(struct choosing *c)
{
	c->inside = arena_array(&c->s->arena, uint32_t, c->s->service_count + 1);
	c->holds = arena_array(&c->s->arena, bool, c->s->homes.rows[MEMBER_FUNCTION].count);
	for (size_t i = 0; i < c->s->transactions.count; i++) {
		const struct row_function *f = split_function(c->s, c->s->transactions.at[i].function);
		struct owners o = {0};
		split_transaction_tables(c->s, &c->s->transactions.at[i], add_owner, &o);
		if (o.count > 1) {
			vec_push(&c->spanning, c->s->transactions.at[i].id);
			if (f)
				c->holds[function_number(c, f->id)] = true;
		}
		if (f && f->migration)
			continue;
		if (o.count == 1)
			c->inside[o.list[0]]++;
		bool turned = o.count == 2 && o.list[0] > o.list[1];
		if (o.count == 2)
			vec_push(&c->pairs, (struct joined){o.list[turned], o.list[!turned], 1});
	}
	vec_sort(&c->spanning, compare_ids);
	vec_sort(&c->pairs, compare_joined);
	size_t n = 0;
	for (size_t i = 0; i < c->pairs.count; i++) {
		if (n && compare_joined(&c->pairs.at[n - 1], &c->pairs.at[i]) == 0)
			c->pairs.at[n - 1].transactions++;
		else
			c->pairs.at[n++] = c->pairs.at[i];
	}
	c->pairs.count = n;
}

static uint32_t
transactions_over(const struct choosing *c, int64_t a, int64_t b)
{
	struct joined wanted = {(uint32_t)(a < b ? a : b), (uint32_t)(a < b ? b : a), 0};
	const struct joined *found = c->pairs.count ? bsearch(&wanted, c->pairs.at, c->pairs.count, sizeof wanted, compare_joined) : NULL;
	return found ? found->transactions : 0;
}

static bool
spans(const struct choosing *c, int64_t transaction)
{
	return transaction && c->spanning.count && bsearch(&transaction, c->spanning.at, c->spanning.count, sizeof transaction, compare_ids);
}

static bool
reads_table(const struct choosing *c, int64_t function, int64_t table)
{
	uint64_t key = (uint64_t)function_number(c, function) << 32 | table_number(c, table);
	return c->reads.count && bsearch(&key, c->reads.at, c->reads.count, sizeof key, compare_keys);
}

static void
read_signatures(struct choosing *c)
{
	uint32_t functions = c->s->homes.rows[MEMBER_FUNCTION].count;
	c->returns = arena_array(&c->s->arena, bool, functions);
	c->gives_back = arena_array(&c->s->arena, bool, functions);
	for (size_t i = 0; i < c->s->signatures.count; i++) {
		const struct row_signature *g = &c->s->signatures.at[i];
		uint32_t f = function_number(c, g->function);
		if (f == DENSE_NONE)
			continue;
		if (g->position == 0)
			c->returns[f] |= g->type && strcmp(g->type, "void");
		else
			c->gives_back[f] |= g->direction != DIRECTION_IN;
	}
}

/* ---- the choice ---- */

static void
choose(struct split_cut *cut, enum remedy_kind kind, const char *remedy, const char *reason)
{
	cut->row.remedy_kind = kind;
	cut->row.remedy = remedy;
	cut->row.reason = reason;
}

static const char *
name_of(const struct choosing *c, int64_t service)
{
	return c->s->services[service - 1].name;
}

static const char *
why_move(struct choosing *c, const struct tie *t, const char *name, int64_t there)
{
	const char *other = NULL;
	if (t->there < t->total) {
		int64_t id = c->s->homes.rows[t->other_kind].ids[t->other];
		const struct row_function *f = t->other_kind == MEMBER_FUNCTION ? split_function(c->s, id) : NULL;
		const struct row_global *g = t->other_kind == MEMBER_GLOBAL ? split_global(c->s, id) : NULL;
		other = f ? f->name : g ? g->name : "a table";
	}
	return other ? SAY(c, "%u of the %u things %s is tied to lie in %s; the other is %s", t->there, t->total, name, name_of(c, there), other)
	             : SAY(c, "all %u things %s is tied to lie in %s", t->total, name, name_of(c, there));
}

static bool
choose_move(struct choosing *c, struct split_cut *cut)
{
	enum cut_kind kind = (enum cut_kind)cut->row.kind;
	if (kind == CUT_JOIN || kind == CUT_FOREIGN_KEY)
		return false;
	int64_t from = cut->row.from_service, to = cut->row.to_service;
	const struct tie *t = ties_movable(c->s, &c->ties, MEMBER_FUNCTION, cut->source, (uint32_t)to);
	if (t) {
		choose(cut, REMEDY_MOVE, SAY(c, "move %s to %s", cut->row.source, name_of(c, to)), why_move(c, t, cut->row.source, to));
		return true;
	}
	enum member_kind target = kind == CUT_GLOBAL ? MEMBER_GLOBAL : kind == CUT_CALL ? MEMBER_FUNCTION : MEMBER_TABLE;
	t = target == MEMBER_TABLE ? NULL : ties_movable(c->s, &c->ties, target, cut->target, (uint32_t)from);
	if (t)
		choose(cut, REMEDY_MOVE, SAY(c, "move %s to %s", cut->row.target, name_of(c, from)), why_move(c, t, cut->row.target, from));
	return t != NULL;
}

static bool
choose_merge(struct choosing *c, struct split_cut *cut)
{
	int64_t from = cut->row.from_service, to = cut->row.to_service;
	uint32_t over = transactions_over(c, from, to), inside = c->inside[from] + c->inside[to];
	if (cut->row.kind != CUT_TRANSACTION || over < MERGE_LEAST || over <= inside)
		return false;
	choose(cut, REMEDY_MERGE, SAY(c, "merge %s and %s, or keep %s beside what is changed with it", name_of(c, from), name_of(c, to), cut->row.target),
	       SAY(c, "%u transactions change tables of both, %u those of one of them alone", over, inside));
	return true;
}

static const char *
how_written(struct choosing *c, const char *table, const struct table_facts *f)
{
	if (!f->writes)
		return SAY(c, "no statement of the program writes %s (%u places read it); how many rows it has the sources do not say", table, f->reads);
	return SAY(c, "%s is written at %u %s, %s by its owner, and read at %u; how many rows it has the sources do not say", table, f->writes,
	           f->writes == 1 ? "place" : "places", f->foreign_writes ? "not only" : "only", f->reads);
}

static bool
is_seldom_written(const struct table_facts *f)
{
	return f->writes <= SELDOM_MOST && !f->foreign_writes && f->reads >= f->writes;
}

static size_t
transaction_place(const struct choosing *c, int64_t id)
{
	size_t low = 0, high = c->s->transactions.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->s->transactions.at[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
choose_transaction(struct choosing *c, struct split_cut *cut)
{
	const char *to = name_of(c, cut->row.to_service), *target = cut->row.target;
	const struct row_function *f = split_function(c->s, cut->source);
	const struct row_table *t = homes_table(&c->s->homes, target, NULL);
	if (f && f->migration) {
		choose(cut, REMEDY_MOVE, SAY(c, "move the steps of this migration that concern %s to %s", target, to),
		       SAY(c, "%s brings the schema from one version to the next; each service brings its own", f->name));
		return;
	}
	const char *undo = sagas_undo(c->s, &c->sagas, transaction_place(c, cut->transaction), t);
	const struct table_facts *facts = &c->tables[table_number(c, cut->target)];
	if (*undo)
		choose(cut, REMEDY_SAGA, SAY(c, "saga: commit here, then ask %s to change %s; if a later step fails undo %s", to, target, undo),
		       SAY(c, "one transaction changes %s and touches tables of other services", target));
	else
		choose(cut, is_seldom_written(facts) ? REMEDY_READ_MODEL : REMEDY_API,
		       is_seldom_written(facts) ? SAY(c, "read a copy of %s that %s feeds; it may be a little old", target, to)
		                                : SAY(c, "ask %s for what is needed of %s before the transaction begins, and check again at its end", to, target),
		       SAY(c, "no statement within this transaction is seen to write %s", target));
}

static void
choose_table_write(struct choosing *c, struct split_cut *cut)
{
	const char *to = name_of(c, cut->row.to_service), *target = cut->row.target, *source = cut->row.source;
	if (spans(c, cut->transaction))
		choose(cut, REMEDY_SAGA, SAY(c, "make this write a step of the saga: an operation of %s, which owns %s", to, target),
		       SAY(c, "the statement is part of a transaction over several services"));
	else if (!reads_table(c, cut->source, cut->target))
		choose(cut, REMEDY_EVENT, SAY(c, "tell %s what happened and let it write its table %s", to, target),
		       SAY(c, "%s reads nothing of %s, so it need not wait; that the write may fail later must be fine with it", source, target));
	else
		choose(cut, REMEDY_API, SAY(c, "move this write into an operation of %s, which owns %s", to, target),
		       SAY(c, "%s also reads %s, so it needs the answer", source, target));
}

static void
choose_table(struct choosing *c, struct split_cut *cut)
{
	const char *to = name_of(c, cut->row.to_service), *target = cut->row.target;
	const struct table_facts *f = &c->tables[table_number(c, cut->target)];
	if (cut->writes)
		choose_table_write(c, cut);
	else if (cut->makes)
		choose(cut, REMEDY_MOVE, SAY(c, "move what makes and alters %s to %s", target, to), "only the owner of a table changes its schema");
	else if (is_seldom_written(f))
		choose(cut, REMEDY_READ_MODEL, SAY(c, "keep a copy of %s that %s feeds", target, to), how_written(c, target, f));
	else
		choose(cut, REMEDY_API, SAY(c, "read %s through an operation of %s", target, to), how_written(c, target, f));
}

static void
choose_join(struct choosing *c, struct split_cut *cut)
{
	const char *to = name_of(c, cut->row.to_service), *target = cut->row.target;
	const struct table_facts *f = &c->tables[table_number(c, cut->target)];
	if (is_seldom_written(f))
		choose(cut, REMEDY_READ_MODEL, SAY(c, "keep a copy of the columns of %s that are joined; %s feeds it", target, to), how_written(c, target, f));
	else
		choose(cut, REMEDY_API, SAY(c, "read %s, then ask %s once for all rows of %s needed", cut->row.source, to, target), how_written(c, target, f));
}

static void
choose_key(struct choosing *c, struct split_cut *cut)
{
	const char *to = name_of(c, cut->row.to_service), *target = cut->row.target;
	if (cut->cascades)
		choose(cut, REMEDY_EVENT, SAY(c, "keep the id, drop the constraint on %s, and let %s tell when a row goes", target, to),
		       SAY(c, "what is deleted in %s changes rows of %s", target, cut->row.source));
	else
		choose(cut, REMEDY_API, SAY(c, "keep the id, drop the constraint on %s, and ask %s when it is written", target, to),
		       SAY(c, "%s only says that the row of %s must be there", cut->row.source, target));
}

static void
choose_global(struct choosing *c, struct split_cut *cut)
{
	const char *to = name_of(c, cut->row.to_service), *target = cut->row.target;
	if (cut->constant)
		choose(cut, REMEDY_READ_MODEL, SAY(c, "%s never changes: copy it", target), "the variable is constant");
	else if (cut->writes)
		choose(cut, REMEDY_API, SAY(c, "let %s own %s and change it through an operation", to, target),
		       SAY(c, "%s changes it or gives its address away", cut->row.source));
	else
		choose(cut, REMEDY_API, SAY(c, "pass the value of %s along, or ask %s for it", target, to), SAY(c, "%s only reads it here", cut->row.source));
}

/* A trigger works only while its table and what it writes are in one database. */
static void
choose_trigger(struct choosing *c, struct split_cut *cut, const struct row_function *trigger)
{
	const struct row_table *t = homes_table(&c->s->homes, trigger->hangs_on, NULL);
	uint32_t owner = t ? homes_service(&c->s->homes, MEMBER_TABLE, t->id) : 0, home = homes_service(&c->s->homes, MEMBER_FUNCTION, trigger->id);
	choose(cut, REMEDY_EVENT,
	       SAY(c, "let %s tell %s when %s changes, and do there what the trigger does", owner ? name_of(c, owner) : name_of(c, cut->row.from_service),
	           home ? name_of(c, home) : name_of(c, cut->row.to_service), trigger->hangs_on),
	       SAY(c, "%s is a trigger on %s; a database fires it for its own tables only", trigger->name, trigger->hangs_on));
}

/* The trigger at one end of the cut, NULL when there is none. */
static const struct row_function *
trigger_of(const struct choosing *c, const struct split_cut *cut)
{
	const struct row_function *source = cut->row.kind == CUT_TABLE ? split_function(c->s, cut->source) : NULL;
	const struct row_function *target = cut->row.kind == CUT_CALL ? split_function(c->s, cut->target) : NULL;
	if (target && target->hangs_on)
		return target;
	return source && source->hangs_on && !strcmp(source->hangs_on, cut->row.target) ? source : NULL;
}

static void
choose_call(struct choosing *c, struct split_cut *cut)
{
	const char *to = name_of(c, cut->row.to_service), *target = cut->row.target;
	uint32_t callee = function_number(c, cut->target);
	bool answer = cut->used || c->gives_back[callee];
	if (!answer && c->holds[function_number(c, cut->source)])
		choose(cut, REMEDY_API, SAY(c, "call the operation %s of %s as a step of the saga, and look at its result", target, to),
		       SAY(c, "nobody looks at the result, but %s holds a transaction over several services", cut->row.source));
	else if (!answer)
		choose(cut, REMEDY_EVENT, SAY(c, "send %s a message instead of waiting for %s%s", to, target, cut->in_loop ? ", one for the whole loop" : ""),
		       c->returns[callee] ? SAY(c, "the result is not looked at here, and nothing comes back through parameters")
		                          : SAY(c, "%s has no result and gives nothing back through parameters", target));
	else if (cut->in_loop)
		choose(cut, REMEDY_API, SAY(c, "call %s of %s once for the whole loop: give it a list", target, to), "called in a loop, and the answer is used");
	else
		choose(cut, REMEDY_API, SAY(c, "call the operation %s of %s, with a time limit and an answer for its failure", target, to),
		       cut->used ? "the result is used here" : SAY(c, "%s gives something back through a parameter", target));
}

static void
choose_for(struct choosing *c, struct split_cut *cut)
{
	const struct row_function *trigger = trigger_of(c, cut);
	if (trigger)
		choose_trigger(c, cut, trigger);
	if (trigger || choose_move(c, cut) || choose_merge(c, cut))
		return;
	switch ((enum cut_kind)cut->row.kind) {
	case CUT_CALL: choose_call(c, cut); return;
	case CUT_TABLE: choose_table(c, cut); return;
	case CUT_GLOBAL: choose_global(c, cut); return;
	case CUT_JOIN: choose_join(c, cut); return;
	case CUT_TRANSACTION: choose_transaction(c, cut); return;
	case CUT_FOREIGN_KEY: choose_key(c, cut); return;
	case CUT_KIND_COUNT: break;
	}
	BUG("cut of kind %d", (int)cut->row.kind);
}

void
remedies_choose(struct split *s, struct split_cut *cuts, size_t count)
{
	struct choosing c = {.s = s};
	ties_count(s, &c.ties);
	sagas_find(s, &c.sagas);
	count_tables(&c);
	count_transactions(&c);
	read_signatures(&c);
	for (size_t i = 0; i < count; i++)
		choose_for(&c, &cuts[i]);
	vec_finish(&c.pairs);
	vec_finish(&c.spanning);
	vec_finish(&c.reads);
}
