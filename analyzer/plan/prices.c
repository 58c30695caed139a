/* Prices. A call site costs more with each parameter that must be carried and in a loop; data costs more to write than to read;
 * a transaction over services costs most.
 *
 * A place is paid once, at its dearest kind: the table that a statement reads and joins is paid as a join. What is a step of a
 * saga is paid by the transaction. Prices are whole numbers, so that no tie can flip. */
#include "prices.h"

#include <stdlib.h>
#include <string.h>

struct scale { int64_t call, parameter, loop, table_read, table_write, ddl, global_read, global_write, constant, join, transaction, key; };

static struct scale
read_scale(const struct rules *r)
{
	return (struct scale){
		.call = rules_weight(r, "plan_call", 10), .parameter = rules_weight(r, "plan_parameter", 1), .loop = rules_weight(r, "plan_call_loop", 20),
		.table_read = rules_weight(r, "plan_table_read", 20), .table_write = rules_weight(r, "plan_table_write", 40),
		.ddl = rules_weight(r, "plan_table_ddl", 10), .global_read = rules_weight(r, "plan_global_read", 15),
		.global_write = rules_weight(r, "plan_global_write", 40), .constant = rules_weight(r, "plan_global_constant", 2),
		.join = rules_weight(r, "plan_join", 30), .transaction = rules_weight(r, "plan_transaction", 80), .key = rules_weight(r, "plan_foreign_key", 20)};
}

static uint32_t *
count_parameters(struct split *s)
{
	uint32_t *count = arena_array(&s->arena, uint32_t, s->homes.rows[MEMBER_FUNCTION].count + 1);
	for (size_t i = 0; i < s->signatures.count; i++) {
		uint32_t f = dense_of(&s->homes.rows[MEMBER_FUNCTION], s->signatures.at[i].function);
		if (f != DENSE_NONE && s->signatures.at[i].position > 0)
			count[f]++;
	}
	return count;
}

static int64_t
price_of(const struct scale *k, const struct split_cut *c, const struct split *s, const uint32_t *parameters)
{
	switch ((enum cut_kind)c->row.kind) {
	case CUT_CALL: return k->call + k->parameter * parameters[dense_of(&s->homes.rows[MEMBER_FUNCTION], c->target)] + (c->in_loop ? k->loop : 0);
	case CUT_TABLE: return c->row.remedy_kind == REMEDY_SAGA ? 0 : c->writes ? k->table_write : c->makes ? k->ddl : k->table_read;
	case CUT_GLOBAL: return c->constant ? k->constant : c->writes ? k->global_write : k->global_read;
	case CUT_JOIN: return k->join;
	case CUT_TRANSACTION: return k->transaction;
	case CUT_FOREIGN_KEY: return k->key;
	case CUT_KIND_COUNT: break;
	}
	BUG("cut of kind %d", (int)c->row.kind);
}

static int
compare_places(const void *a, const void *b, void *prices)
{
	const struct prices *p = prices;
	const struct split_cut *x = &p->s->cuts[*(const size_t *)a], *y = &p->s->cuts[*(const size_t *)b];
	if (x->row.from_service != y->row.from_service)
		return x->row.from_service < y->row.from_service ? -1 : 1;
	if (x->row.to_service != y->row.to_service)
		return x->row.to_service < y->row.to_service ? -1 : 1;
	int order = strcmp(x->row.file ? x->row.file : "", y->row.file ? y->row.file : "");
	if (!order)
		order = (x->row.line > y->row.line) - (x->row.line < y->row.line);
	return order ? order : strcmp(x->row.target ? x->row.target : "", y->row.target ? y->row.target : "");
}

static int
compare_prices(const void *a, const void *b, void *prices)
{
	const struct prices *p = prices;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order = compare_places(a, b, prices);
	if (!order)
		order = (p->of[x] < p->of[y]) - (p->of[x] > p->of[y]);
	return order ? order : (x > y) - (x < y);
}

/* Leaves the dearest of the cuts of one place. */
static void
pay_once(struct prices *p)
{
	size_t *order = arena_array(&p->s->arena, size_t, p->s->cut_count + 1);
	for (size_t i = 0; i < p->s->cut_count; i++)
		order[i] = i;
	qsort_r(order, p->s->cut_count, sizeof *order, compare_prices, p);
	for (size_t i = 1; i < p->s->cut_count; i++)
		if (!compare_places(&order[i - 1], &order[i], p))
			p->of[order[i]] = 0;
}

int64_t
prices_between(const struct prices *p, int64_t from, int64_t to)
{
	return p->between[(size_t)from * (p->s->service_count + 1) + (size_t)to];
}

void
prices_find(struct prices *p, struct split *s, const struct rules *rules)
{
	struct scale scale = read_scale(rules);
	uint32_t *parameters = count_parameters(s);
	size_t n = s->service_count + 1;
	*p = (struct prices){.s = s, .back = rules_weight(rules, "plan_back", 2), .function = rules_weight(rules, "plan_function", 2),
	                     .table = rules_weight(rules, "plan_owned_table", 20), .entry = rules_weight(rules, "plan_entry", 10)};
	p->of = arena_array(&s->arena, int64_t, s->cut_count + 1);
	p->between = arena_array(&s->arena, int64_t, n * n);
	p->benefit = arena_array(&s->arena, int64_t, n);
	for (size_t i = 0; i < s->cut_count; i++)
		p->of[i] = price_of(&scale, &s->cuts[i], s, parameters);
	pay_once(p);
	for (size_t i = 0; i < s->cut_count; i++)
		p->between[(size_t)s->cuts[i].row.from_service * n + (size_t)s->cuts[i].row.to_service] += p->of[i];
	for (size_t i = 1; i < n; i++) {
		const struct row_service *r = &s->services[i - 1];
		int64_t benefit = p->function * r->functions + p->table * r->tables + p->entry * r->entry_points;
		p->benefit[i] = benefit > 0 ? benefit : 1;
	}
}
