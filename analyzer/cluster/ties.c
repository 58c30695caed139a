/* Ties: how strongly two nodes belong together, by structure. In: a survey. Out: its ties, integers.
 *
 * A thing that many share ties each of them less: the weight of a call falls with the square of log2(1 + callers) of
 * the callee, which was the largest single gain in our measurements (notes in DECISIONS.md), a read of a table with
 * that of its readers, a write only with the logarithm of its writers, since writers decide who owns a table.
 * Weights come from rules/weights.json (a call is 10) and are thousandths of a call to a function that nobody else
 * calls from here on. */
#include "survey.h"

#include <stdlib.h>
#include <string.h>

#include "folders.h"

/* A weight of rules/weights.json, where a call is 10. */
int64_t
ties_weight(const struct survey *s, const char *name, int64_t otherwise)
{
	return rules_weight(s->rules, name, otherwise) * 100;
}

int64_t
ties_log2(uint64_t x)
{
	int whole = 63 - __builtin_clzll(x);
	/* the fraction bit by bit: squaring doubles the logarithm */
	uint64_t y = whole > 30 ? x >> (whole - 30) : x << (30 - whole); /* 1…2 in 30 bits */
	int64_t result = (int64_t)whole << 10;
	for (int64_t bit = 512; bit; bit >>= 1) {
		y = y * y >> 30;
		if (y >> 31) {
			y >>= 1;
			result += bit;
		}
	}
	return result;
}

int64_t
ties_damp(int64_t weight, uint64_t n, int power)
{
	int64_t log = ties_log2(1 + (n ? n : 1));
	for (; power > 0; power--)
		weight = weight * 1024 / log;
	return weight;
}

void
ties_add(struct survey *s, enum tie_kind kind, uint32_t a, uint32_t b, int64_t weight)
{
	if (a != b && weight > 0 && s->nodes[a].in_play && s->nodes[b].in_play)
		vec_push(&s->ties, (struct tie){a, b, kind, weight});
}

static uint64_t
callers_in_play(const struct survey *s, uint32_t f)
{
	uint64_t n = 0;
	for (size_t e = s->callers.first[f]; e < s->callers.first[f + 1]; e++)
		n += s->nodes[s->callers.to[e]].in_play;
	return n;
}

static void
tie_calls(struct survey *s)
{
	int64_t call = ties_weight(s, "call", 10);
	for (uint32_t to = 0; to < s->callers.nodes; to++) {
		uint64_t callers = callers_in_play(s, to);
		for (size_t e = s->callers.first[to]; e < s->callers.first[to + 1]; e++)
			ties_add(s, TIE_CALL, s->callers.to[e], to, ties_damp(call * s->callers.weight[e] / 1000, callers, 2));
	}
}

struct loop_list {
	struct survey *s;
	VEC(struct graph_edge) edges;
};

static bool
see_loop(void *arg, const void *row)
{
	enum { DEEPEST = 3 };
	struct loop_list *list = arg;
	const struct row_call *c = row;
	uint32_t from = survey_node(list->s, MEMBER_FUNCTION, c->caller), to = survey_node(list->s, MEMBER_FUNCTION, c->callee);
	if (from == DENSE_NONE || to == DENSE_NONE || from == to || c->loop_depth <= 0)
		return true;
	int64_t depth = c->loop_depth < DEEPEST ? c->loop_depth : DEEPEST, part = (int64_t)(c->weight * 1000 + 0.5);
	vec_push(&list->edges, (struct graph_edge){from, to, depth * (part < 1000 ? part : 1000)});
	return true;
}

/* What a call weighs more for the loops around it: at most that of one call three loops deep, like calls themselves. */
static bool
tie_loops(struct survey *s, struct evidence *facts)
{
	enum { MOST = 3000 };
	struct loop_list list = {.s = s};
	struct graph callers;
	int64_t loop = ties_weight(s, "call_loop", 0);
	bool ok = evidence_each(facts, ROW_CALL_KIND, see_loop, &list);
	graph_init(&callers, s->count, list.edges.at, list.edges.count, GRAPH_REVERSED);
	for (uint32_t to = 0; to < s->count; to++) {
		uint64_t n = callers_in_play(s, to);
		for (size_t e = callers.first[to]; e < callers.first[to + 1]; e++) {
			int64_t most = callers.weight[e] < MOST ? callers.weight[e] : MOST;
			ties_add(s, TIE_CALL, callers.to[e], to, ties_damp(loop * most / 1000, n, 2));
		}
	}
	graph_finish(&callers);
	vec_finish(&list.edges);
	return ok;
}

static void
tie_tables(struct survey *s)
{
	int64_t write = ties_weight(s, "table_write", 20), read = ties_weight(s, "table_read", 8);
	uint32_t *writers = mem_alloc(s->count * sizeof *writers), *readers = mem_alloc(s->count * sizeof *readers);
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct use *u = &s->uses.at[i];
		bool counts = s->nodes[u->function].in_play;
		writers[u->table] += counts && u->writes;
		readers[u->table] += counts && u->reads;
	}
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct use *u = &s->uses.at[i];
		int64_t weight = u->writes ? ties_damp(write, writers[u->table], 1) : 0;
		if (u->reads)
			weight += ties_damp(read, readers[u->table], 2);
		ties_add(s, TIE_TABLE, u->function, u->table, weight);
	}
	free(writers);
	free(readers);
}

static void
tie_globals(struct survey *s)
{
	int64_t write = ties_weight(s, "global_write", 8), read = ties_weight(s, "global_read", 4);
	uint32_t *users = mem_alloc(s->count * sizeof *users);
	for (size_t i = 0; i < s->touches.count; i++)
		users[s->touches.at[i].global] += s->nodes[s->touches.at[i].function].in_play;
	for (size_t i = 0; i < s->touches.count; i++) {
		const struct touch *t = &s->touches.at[i];
		ties_add(s, TIE_GLOBAL, t->function, t->global, ties_damp(t->writes ? write : read, users[t->global], 2));
	}
	free(users);
}

/* Functions that stand together in a file were often written together. */
static int
compare_places(const void *a, const void *b)
{
	const struct node *x = *(const struct node *const *)a, *y = *(const struct node *const *)b;
	int order = strcmp(x->file, y->file);
	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	return order ? order : (x > y) - (x < y);
}

static void
tie_neighbours(struct survey *s)
{
	enum { REACH = 4 };
	int64_t near = ties_weight(s, "same_file", 4);
	VEC(const struct node *) list = {0};
	for (uint32_t i = 0; i < s->count; i++)
		if (s->nodes[i].kind == MEMBER_FUNCTION && s->nodes[i].in_play)
			vec_push(&list, &s->nodes[i]);
	vec_sort(&list, compare_places);
	for (size_t i = 0; i < list.count; i++)
		for (size_t k = 1; k <= REACH && i + k < list.count && !strcmp(list.at[i]->file, list.at[i + k]->file); k++)
			ties_add(s, TIE_NEAR, (uint32_t)(list.at[i] - s->nodes), (uint32_t)(list.at[i + k] - s->nodes),
			         near / (int64_t)k);
	vec_finish(&list);
}

/* Tables named by rows of the schema and of statements. */
struct schema {
	struct survey *s;
	struct { const char *name; uint32_t node; } *names; /* sorted by name */
	size_t count;
	VEC(struct graph_edge) joins, keys, transactions;
};

static uint32_t
table_node(const struct schema *c, const char *name)
{
	size_t low = 0, high = c->count;
	while (name && low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(c->names[middle].name, name);
		if (!order)
			return c->names[middle].node;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return DENSE_NONE;
}

static bool
see_join(void *arg, const void *row)
{
	struct schema *c = arg;
	const struct row_join *j = row;
	uint32_t a = table_node(c, j->table_a), b = table_node(c, j->table_b);
	if (a == DENSE_NONE || b == DENSE_NONE || a == b)
		return true;
	vec_push(&c->joins, (struct graph_edge){a, b, 1});
	c->s->nodes[a].related = c->s->nodes[b].related = true;
	return true;
}

enum { CASCADE = 1000000 }; /* more than the foreign keys between two tables */

/* A child that goes with its parent (ON DELETE CASCADE) is part of it. */
static bool
see_key(void *arg, const void *row)
{
	struct schema *c = arg;
	const struct row_key *k = row;
	uint32_t a = table_node(c, k->table_name), b = table_node(c, k->ref_table);
	bool cascades = k->on_delete && !strcasecmp(k->on_delete, "cascade");
	if (k->kind != KEY_FOREIGN || a == DENSE_NONE || b == DENSE_NONE || a == b)
		return true;
	vec_push(&c->keys, (struct graph_edge){a, b, cascades ? CASCADE : 1});
	c->s->nodes[a].related = c->s->nodes[b].related = true;
	return true;
}

/* The tables of a transaction hang together in a chain; more tables, less each. */
static bool
see_transaction(void *arg, const void *row)
{
	struct schema *c = arg;
	const struct row_transaction *t = row;
	VEC(uint32_t) tables = {0};
	char *copy = mem_strdup(t->tables ? t->tables : ""), *rest = NULL;
	for (char *name = strtok_r(copy, ", ", &rest); name; name = strtok_r(NULL, ", ", &rest))
		if (table_node(c, name) != DENSE_NONE)
			vec_push(&tables, table_node(c, name));
	for (size_t i = 0; i < tables.count; i++)
		for (size_t k = i + 1; k < tables.count; k++)
			vec_push(&c->transactions, (struct graph_edge){tables.at[i], tables.at[k], 1000 / (int64_t)(tables.count - 1)});
	vec_finish(&tables);
	free(copy);
	return true;
}

/* One tie a pair of tables, however many statements join them; a table that many refer to ties each less. */
static void
tie_tables_together(struct schema *c)
{
	struct survey *s = c->s;
	int64_t key = ties_weight(s, "foreign_key", 4), cascade = ties_weight(s, "cascade", 15);
	int64_t join = ties_weight(s, "join", 4), transaction = ties_weight(s, "transaction", 4);
	struct graph joins, keys, refs, transactions;
	graph_init(&joins, s->count, c->joins.at, c->joins.count, GRAPH_UNDIRECTED);
	graph_init(&keys, s->count, c->keys.at, c->keys.count, GRAPH_DIRECTED);
	graph_init(&refs, s->count, c->keys.at, c->keys.count, GRAPH_REVERSED);
	graph_init(&transactions, s->count, c->transactions.at, c->transactions.count, GRAPH_UNDIRECTED);
	for (uint32_t i = 0; i < s->count; i++) {
		for (size_t e = joins.first[i]; e < joins.first[i + 1]; e++) {
			size_t a = graph_degree(&joins, i), b = graph_degree(&joins, joins.to[e]);
			if (i < joins.to[e])
				ties_add(s, TIE_SCHEMA, i, joins.to[e], ties_damp(join, a > b ? a : b, 2));
		}
		for (size_t e = keys.first[i]; e < keys.first[i + 1]; e++)
			ties_add(s, TIE_SCHEMA, i, keys.to[e],
			         ties_damp(keys.weight[e] >= CASCADE ? cascade : key, graph_degree(&refs, keys.to[e]), 2));
		for (size_t e = transactions.first[i]; e < transactions.first[i + 1]; e++)
			if (i < transactions.to[e])
				ties_add(s, TIE_SCHEMA, i, transactions.to[e],
				         transaction * (transactions.weight[e] < 1000 ? transactions.weight[e] : 1000) / 1000);
	}
	graph_finish(&joins);
	graph_finish(&keys);
	graph_finish(&refs);
	graph_finish(&transactions);
}

static bool
tie_schema(struct survey *s, struct evidence *facts)
{
	struct schema c = {.s = s};
	c.names = mem_alloc(s->rows[MEMBER_TABLE].count * sizeof *c.names);
	for (uint32_t i = 0; i < s->count; i++) /* nodes are sorted by name already */
		if (s->nodes[i].kind == MEMBER_TABLE) {
			c.names[c.count].name = s->nodes[i].name;
			c.names[c.count++].node = i;
		}
	bool ok = evidence_each(facts, ROW_JOIN_KIND, see_join, &c) && evidence_each(facts, ROW_KEY_KIND, see_key, &c) &&
	          evidence_each(facts, ROW_TRANSACTION_KIND, see_transaction, &c);
	tie_tables_together(&c);
	vec_finish(&c.joins);
	vec_finish(&c.keys);
	vec_finish(&c.transactions);
	free(c.names);
	return ok;
}

struct reference_list {
	struct survey *s;
	VEC(struct graph_edge) edges;
};

static bool
see_reference(void *arg, const void *row)
{
	struct reference_list *list = arg;
	const struct row_reference *r = row;
	uint32_t from = survey_node(list->s, MEMBER_FUNCTION, r->function), to = survey_node(list->s, MEMBER_FUNCTION, r->target);
	if (from != DENSE_NONE && to != DENSE_NONE && from != to)
		vec_push(&list->edges, (struct graph_edge){from, to, 1});
	return true;
}

/* A callback belongs to who hands it on; who hands on many (a table of commands) belongs to none of them. */
static bool
tie_references(struct survey *s, struct evidence *facts)
{
	struct reference_list list = {.s = s};
	int64_t callback = ties_weight(s, "callback", 6);
	bool ok = evidence_each(facts, ROW_REFERENCE_KIND, see_reference, &list);
	struct graph from, to;
	graph_init(&from, s->count, list.edges.at, list.edges.count, GRAPH_DIRECTED);
	graph_init(&to, s->count, list.edges.at, list.edges.count, GRAPH_REVERSED);
	for (uint32_t i = 0; i < s->count; i++)
		for (size_t e = from.first[i]; e < from.first[i + 1]; e++) {
			size_t a = graph_degree(&from, i), b = graph_degree(&to, from.to[e]);
			ties_add(s, TIE_CALLBACK, i, from.to[e], ties_damp(callback, a > b ? a : b, 2));
		}
	graph_finish(&from);
	graph_finish(&to);
	vec_finish(&list.edges);
	return ok;
}

bool
ties_find(struct survey *s, struct evidence *facts)
{
	tie_calls(s);
	tie_tables(s);
	tie_globals(s);
	tie_neighbours(s);
	folders_tie(s);
	return tie_loops(s, facts) && tie_schema(s, facts) && tie_references(s, facts);
}
