/* Loading: rows of facts → members, tied pairs, uses of tables. In: evidence. Out: struct score_program.
 *
 * Members and pairs are sorted by key, so that nothing depends on the order of rows. */
#include "score.h"

#include <stdlib.h>
#include <string.h>

#include "graph/graph.h"

struct loading {
	struct score_program *p;
	struct arena bulk;
	STORE_ROWS(function) functions;
	STORE_ROWS(global) globals;
	STORE_ROWS(table) tables;
	STORE_ROWS(call) calls;
	STORE_ROWS(global_access) global_accesses;
	STORE_ROWS(table_access) accesses;
	struct dense rows[MEMBER_KIND_COUNT];      /* ids of the rows of a kind */
	uint32_t *number[MEMBER_KIND_COUNT];       /* dense row → member; globals stand behind the members */
	VEC(struct graph_edge) links;              /* for the components: globals too */
};

static const char *
copy(struct loading *l, const char *text)
{
	return arena_strdup(&l->p->arena, text ? text : "");
}

static int
compare_members(const void *a, const void *b)
{
	const struct score_member *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = strcmp(x->key, y->key);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void
make_members(struct loading *l)
{
	struct score_program *p = l->p;
	p->members = arena_array(&p->arena, struct score_member, l->functions.count + l->tables.count + 1);
	for (size_t i = 0; i < l->functions.count; i++) {
		const struct row_function *f = &l->functions.at[i];
		p->members[p->count++] = (struct score_member){MEMBER_FUNCTION, f->id, copy(l, f->key), copy(l, f->name), copy(l, f->file), ""};
	}
	p->functions = p->count;
	for (size_t i = 0; i < l->tables.count; i++) {
		const struct row_table *t = &l->tables.at[i];
		const char *name = copy(l, t->name);
		p->members[p->count++] = (struct score_member){MEMBER_TABLE, t->id, name, name, copy(l, t->file), copy(l, t->store)};
	}
	qsort(p->members, p->count, sizeof *p->members, compare_members);
}

static void
number_kind(struct loading *l, enum member_kind kind, const int64_t *ids, size_t count)
{
	dense_init(&l->rows[kind], ids, count);
	l->number[kind] = mem_alloc((count + 1) * sizeof(uint32_t));
}

static void
number_rows(struct loading *l)
{
	struct score_program *p = l->p;
	int64_t *ids = mem_alloc((l->globals.count + p->count + 1) * sizeof *ids);
	for (uint32_t i = 0; i < p->count; i++)
		ids[i] = p->members[i].row;
	number_kind(l, MEMBER_FUNCTION, ids, p->functions);
	number_kind(l, MEMBER_TABLE, ids + p->functions, p->count - p->functions);
	for (size_t i = 0; i < l->globals.count; i++)
		ids[i] = l->globals.at[i].id;
	number_kind(l, MEMBER_GLOBAL, ids, l->globals.count);
	for (uint32_t i = 0; i < p->count; i++) {
		enum member_kind kind = p->members[i].kind;
		l->number[kind][dense_of(&l->rows[kind], p->members[i].row)] = i;
	}
	for (uint32_t i = 0; i < l->rows[MEMBER_GLOBAL].count; i++)
		l->number[MEMBER_GLOBAL][i] = p->count + i;
	free(ids);
}

static uint32_t
node_of(const struct loading *l, enum member_kind kind, int64_t row)
{
	uint32_t dense = row ? dense_of(&l->rows[kind], row) : DENSE_NONE;
	return dense == DENSE_NONE ? SCORE_NONE : l->number[kind][dense];
}

/* Tables are named by accesses, not numbered. */
static uint32_t
table_of(const struct loading *l, const char *name, const char *store)
{
	const struct score_program *p = l->p;
	uint32_t low = p->functions, high = p->count;
	while (name && low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (strcmp(p->members[middle].key, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; name && low < p->count && !strcmp(p->members[low].key, name); low++)
		if (!strcmp(p->members[low].store, store ? store : ""))
			return low;
	return SCORE_NONE;
}

static void
tie(struct loading *l, uint32_t a, uint32_t b)
{
	vec_push(&l->p->pairs, (struct score_pair){a < b ? a : b, a < b ? b : a, 1});
}

static void
connect(struct loading *l, uint32_t a, uint32_t b)
{
	if (a != SCORE_NONE && b != SCORE_NONE)
		vec_push(&l->links, (struct graph_edge){a, b, 1});
}

static void
tie_members(struct loading *l)
{
	for (size_t i = 0; i < l->calls.count; i++) {
		const struct row_call *c = &l->calls.at[i];
		uint32_t a = node_of(l, MEMBER_FUNCTION, c->caller), b = node_of(l, MEMBER_FUNCTION, c->callee);
		connect(l, a, b);
		if (a != SCORE_NONE && b != SCORE_NONE && c->confidence != CONFIDENCE_GUESSED)
			tie(l, a, b);
	}
	for (size_t i = 0; i < l->global_accesses.count; i++)
		connect(l, node_of(l, MEMBER_FUNCTION, l->global_accesses.at[i].function),
		        node_of(l, MEMBER_GLOBAL, l->global_accesses.at[i].global));
	for (size_t i = 0; i < l->accesses.count; i++) {
		const struct row_table_access *t = &l->accesses.at[i];
		uint32_t a = node_of(l, MEMBER_FUNCTION, t->function), b = table_of(l, t->table_name, t->store);
		if (t->derived || a == SCORE_NONE || b == SCORE_NONE)
			continue;
		connect(l, a, b);
		if (!t->column_name) {
			tie(l, a, b);
			vec_push(&l->p->uses, (struct score_use){a, b, t->mode != TABLE_READ});
		}
	}
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct score_pair *x = a, *y = b;
	return x->a != y->a ? (x->a < y->a ? -1 : 1) : (x->b > y->b) - (x->b < y->b);
}

static void
unite_pairs(struct score_program *p)
{
	size_t n = 0;
	vec_sort(&p->pairs, compare_pairs);
	for (size_t i = 0; i < p->pairs.count; i++)
		if (n && !compare_pairs(&p->pairs.at[n - 1], &p->pairs.at[i]))
			p->pairs.at[n - 1].volume += p->pairs.at[i].volume;
		else
			p->pairs.at[n++] = p->pairs.at[i];
	p->pairs.count = n;
}

static int
compare_uses(const void *a, const void *b)
{
	const struct score_use *x = a, *y = b;
	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	return (x->function > y->function) - (x->function < y->function);
}

static void
unite_uses(struct score_program *p)
{
	size_t n = 0;
	vec_sort(&p->uses, compare_uses);
	for (size_t i = 0; i < p->uses.count; i++)
		if (n && !compare_uses(&p->uses.at[n - 1], &p->uses.at[i]))
			p->uses.at[n - 1].writes |= p->uses.at[i].writes;
		else
			p->uses.at[n++] = p->uses.at[i];
	p->uses.count = n;
}

static void
find_components(struct loading *l)
{
	struct graph g;
	uint32_t nodes = l->p->count + l->rows[MEMBER_GLOBAL].count;
	l->p->component = arena_array(&l->p->arena, uint32_t, (size_t)nodes + 1);
	graph_init(&g, nodes, l->links.at, l->links.count, GRAPH_UNDIRECTED);
	graph_components(&g, l->p->component);
	graph_finish(&g);
}

/* ---- the group of tables a function works on most ---- */

struct use_of_word { uint32_t function; const char *word; };

static int
compare_words(const void *a, const void *b)
{
	const struct use_of_word *x = a, *y = b;
	return x->function != y->function ? (x->function < y->function ? -1 : 1) : strcmp(x->word, y->word);
}

static void
choose_words(struct score_program *p, const struct use_of_word *uses, size_t count)
{
	size_t best = 0;
	for (size_t i = 0, from = 0; i < count; i++) {
		if (i + 1 < count && !compare_words(&uses[i], &uses[i + 1]))
			continue;
		size_t run = i + 1 - from;
		if (!p->table_words[uses[i].function] || run > best) {
			p->table_words[uses[i].function] = uses[i].word;
			best = run;
		}
		from = i + 1;
	}
}

static void
find_table_words(struct loading *l)
{
	struct score_program *p = l->p;
	VEC(struct use_of_word) uses = {0};
	p->table_words = arena_array(&p->arena, const char *, (size_t)p->count + 1);
	for (size_t i = 0; i < l->accesses.count; i++) {
		const struct row_table_access *t = &l->accesses.at[i];
		uint32_t f = node_of(l, MEMBER_FUNCTION, t->function);
		if (f != SCORE_NONE && !t->derived && !t->column_name && t->table_name)
			vec_push(&uses, (struct use_of_word){f, score_first_word(&p->arena, t->table_name)});
	}
	vec_sort(&uses, compare_words);
	choose_words(p, uses.at, uses.count);
	for (uint32_t i = 0; i < p->count; i++)
		if (p->members[i].kind == MEMBER_TABLE)
			p->table_words[i] = score_first_word(&p->arena, p->members[i].name);
		else if (!p->table_words[i])
			p->table_words[i] = "";
	vec_finish(&uses);
}

static bool
load_rows(struct loading *l, struct evidence *facts)
{
	return store_load(facts, FUNCTION, &l->bulk, &l->functions) && store_load(facts, GLOBAL, &l->bulk, &l->globals) &&
	       store_load(facts, TABLE, &l->bulk, &l->tables) && store_load(facts, CALL, &l->bulk, &l->calls) &&
	       store_load(facts, GLOBAL_ACCESS, &l->bulk, &l->global_accesses) &&
	       store_load(facts, TABLE_ACCESS, &l->bulk, &l->accesses);
}

bool
score_load(struct score_program *p, struct evidence *facts)
{
	struct loading l = {.p = p};
	*p = (struct score_program){0};
	arena_init(&p->arena);
	arena_init(&l.bulk);
	bool ok = load_rows(&l, facts);
	if (ok) {
		make_members(&l);
		number_rows(&l);
		tie_members(&l);
		unite_pairs(p);
		unite_uses(p);
		find_components(&l);
		find_table_words(&l);
	}
	for (int kind = 0; kind < MEMBER_KIND_COUNT; kind++) {
		dense_finish(&l.rows[kind]);
		free(l.number[kind]);
	}
	vec_finish(&l.links);
	arena_finish(&l.bulk);
	return ok;
}

void
score_finish(struct score_program *p)
{
	vec_finish(&p->pairs);
	vec_finish(&p->uses);
	arena_finish(&p->arena);
}
