/* Terms: identifiers → ties of kinship. In: the words of functions (body and name), of tables (name and columns), of
 * globals. Out: for each node a tie to the nodes that are most alike.
 *
 * Likeness is the cosine of TF-IDF vectors (Salton, Buckley 1988) in integers: a word weighs (1 + log2 n)·log2(N/df).
 * Words in more than an eighth of the nodes, or in one, say nothing and are left out; so are verbs: services are cut by
 * what code is about, not by what it does to it (add_user and add_account lie apart). Words alone tie nobody: two
 * programs in one tree both have a config_read; either the file or structure has to bring them near. */
#include "terms.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"

enum { KEEP = 6, LEAST = 150, MOST_NODES = 400, WORD_LENGTH = 64 };

struct term {
	uint32_t node, word;
	int64_t times; /* then: weight */
};

struct vectors {
	struct survey *s;
	struct intern words;
	VEC(struct term) terms; /* sorted by node, word */
	uint32_t node;          /* whose words are being read */
	int64_t times;
};

void
terms_stem(char *word)
{
	size_t n = strlen(word);
	if (n > 4 && !strcmp(word + n - 3, "ies"))
		strcpy(word + n - 3, "y");
	else if (n > 4 && (!strcmp(word + n - 4, "sses") || !strcmp(word + n - 3, "xes") || !strcmp(word + n - 4, "shes") ||
	                   !strcmp(word + n - 4, "ches")))
		word[n - 2] = 0;
	else if (n > 3 && word[n - 1] == 's' && word[n - 2] != 's' && word[n - 2] != 'u' && word[n - 2] != 'i')
		word[n - 1] = 0;
}

void
terms_split(const char *p, terms_f *f, void *arg)
{
	char word[WORD_LENGTH];
	while (*p) {
		size_t n = 0;
		while (*p && !isalpha((unsigned char)*p))
			p++;
		while (isalpha((unsigned char)*p)) {
			bool upper = isupper((unsigned char)*p) != 0;
			bool after_lower = n && islower((unsigned char)p[-1]);
			bool before_lower = n && isupper((unsigned char)p[-1]) && islower((unsigned char)p[1]);
			if (upper && (after_lower || before_lower))
				break;
			if (n + 1 < sizeof word)
				word[n++] = (char)tolower((unsigned char)*p);
			p++;
		}
		word[n] = 0;
		if (n >= 2)
			f(arg, word);
	}
}

static void
add_word(void *arg, const char *word)
{
	struct vectors *v = arg;
	char stem[WORD_LENGTH];
	snprintf(stem, sizeof stem, "%s", word);
	terms_stem(stem);
	if (strlen(stem) > 2 && !rules_is_action(v->s->rules, word) && !rules_is_action(v->s->rules, stem))
		vec_push(&v->terms, (struct term){v->node, intern_text(&v->words, stem), v->times});
}

/* "order save*2": words with how often they occur. */
static void
add_counted(struct vectors *v, const char *words)
{
	char one[WORD_LENGTH];
	while (words && *words) {
		size_t n = strcspn(words, " *");
		snprintf(one, sizeof one, "%.*s", (int)(n < sizeof one ? n : sizeof one - 1), words);
		words += n;
		v->times = *words == '*' ? strtoll(words + 1, NULL, 10) : 1;
		v->times = v->times < 1 ? 1 : v->times > 1000 ? 1000 : v->times;
		terms_split(one, add_word, v);
		words += strcspn(words, " ");
		words += *words == ' ';
	}
}

static bool
see_column(void *arg, const void *row)
{
	struct vectors *v = arg;
	const struct row_column *c = row;
	for (uint32_t i = 0; i < v->s->count; i++) {
		const struct node *n = &v->s->nodes[i];
		if (n->kind != MEMBER_TABLE || !n->in_play || strcmp(n->name, c->table_name ? c->table_name : ""))
			continue;
		v->node = i;
		v->times = 1;
		terms_split(c->name ? c->name : "", add_word, v);
	}
	return true;
}

static int
compare_terms(const void *a, const void *b)
{
	const struct term *x = a, *y = b;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return (x->word > y->word) - (x->word < y->word);
}

/* One term a node and word. */
static void
unite(struct vectors *v)
{
	vec_sort(&v->terms, compare_terms);
	size_t n = 0;
	for (size_t i = 0; i < v->terms.count; i++) {
		if (n && !compare_terms(&v->terms.at[n - 1], &v->terms.at[i]))
			v->terms.at[n - 1].times += v->terms.at[i].times;
		else
			v->terms.at[n++] = v->terms.at[i];
	}
	v->terms.count = n;
}

static bool
read_words(struct vectors *v, struct evidence *facts)
{
	enum { NAME_TIMES = 3 };
	struct survey *s = v->s;
	for (uint32_t i = 0; i < s->count; i++) {
		const struct node *n = &s->nodes[i];
		if (!n->in_play || n->kind == MEMBER_GLOBAL)
			continue;
		v->node = i;
		add_counted(v, n->words);
		v->times = NAME_TIMES;
		terms_split(n->name, add_word, v);
	}
	if (!evidence_each(facts, ROW_COLUMN_KIND, see_column, v))
		return false;
	unite(v);
	return true;
}

/* The words of the name alone: what the author says it is. */
static bool
read_names(struct vectors *v, struct evidence *facts)
{
	(void)facts;
	for (uint32_t i = 0; i < v->s->count; i++) {
		const struct node *n = &v->s->nodes[i];
		if (!n->in_play || n->kind == MEMBER_GLOBAL)
			continue;
		v->node = i;
		v->times = 1;
		terms_split(n->name, add_word, v);
	}
	unite(v);
	return true;
}

static bool
see_type(void *arg, const void *row)
{
	struct vectors *v = arg;
	const struct row_type_use *u = row;
	uint32_t node = survey_node(v->s, MEMBER_FUNCTION, u->function);
	if (node != DENSE_NONE && v->s->nodes[node].in_play)
		vec_push(&v->terms, (struct term){node, intern_text(&v->words, u->type), u->uses});
	return true;
}

static bool
read_types(struct vectors *v, struct evidence *facts)
{
	if (!evidence_each(facts, ROW_TYPE_USE_KIND, see_type, v))
		return false;
	unite(v);
	return true;
}

/* Turns counts into weights and drops words that say nothing. */
static void
weigh(struct vectors *v)
{
	uint32_t *nodes_with = mem_alloc(v->words.count * sizeof *nodes_with), documents = 0;
	for (size_t i = 0; i < v->terms.count; i++) {
		nodes_with[v->terms.at[i].word]++;
		documents += !i || v->terms.at[i].node != v->terms.at[i - 1].node;
	}
	uint32_t most = documents / 8 < MOST_NODES ? documents / 8 : MOST_NODES;
	most = most > 4 ? most : 4;
	size_t n = 0;
	for (size_t i = 0; i < v->terms.count; i++) {
		struct term t = v->terms.at[i];
		uint32_t with = nodes_with[t.word];
		if (with < 2 || with > most)
			continue;
		t.times = (1024 + ties_log2((uint64_t)t.times)) * (ties_log2(documents) - ties_log2(with)) >> 10;
		v->terms.at[n++] = t;
	}
	v->terms.count = n;
	free(nodes_with);
}

static uint64_t
square_root(uint64_t x)
{
	uint64_t low = 0, high = UINT32_MAX;
	while (low < high) {
		uint64_t middle = low + (high - low + 1) / 2;
		if (middle * middle <= x)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

struct match {
	uint32_t node;
	int64_t likeness; /* thousandths */
};

static int
compare_matches(const void *a, const void *b)
{
	const struct match *x = a, *y = b;
	if (x->likeness != y->likeness)
		return x->likeness < y->likeness ? 1 : -1;
	return (x->node > y->node) - (x->node < y->node);
}

struct index {
	size_t *first;    /* terms of a node */
	size_t *posting;  /* postings of a word */
	struct term *by_word;
	uint64_t *length; /* of a node's vector */
};

static void
index_init(struct index *x, const struct vectors *v)
{
	uint32_t nodes = v->s->count, words = v->words.count;
	x->first = mem_alloc(((size_t)nodes + 1) * sizeof *x->first);
	x->posting = mem_alloc(((size_t)words + 2) * sizeof *x->posting);
	x->by_word = mem_alloc(v->terms.count * sizeof *x->by_word);
	x->length = mem_alloc(nodes * sizeof *x->length);
	for (size_t i = 0; i < v->terms.count; i++) {
		const struct term *t = &v->terms.at[i];
		x->first[t->node + 1]++;
		x->posting[t->word + 2]++;
		x->length[t->node] += (uint64_t)(t->times * t->times);
	}
	for (uint32_t i = 0; i < nodes; i++) {
		x->first[i + 1] += x->first[i];
		x->length[i] = square_root(x->length[i]);
	}
	for (uint32_t i = 0; i < words; i++)
		x->posting[i + 2] += x->posting[i + 1];
	for (size_t i = 0; i < v->terms.count; i++)
		x->by_word[x->posting[v->terms.at[i].word + 1]++] = v->terms.at[i];
}

static void
index_finish(struct index *x)
{
	free(x->first);
	free(x->posting);
	free(x->by_word);
	free(x->length);
}

/* Does structure tie them: is what one is tied to the other, or tied to the other? What many are tied to tells nothing. */
static bool
hang_together(const struct graph *g, uint32_t a, uint32_t b)
{
	enum { HUB = 24 };
	size_t i = g->first[a], j = g->first[b];
	if (graph_weight(g, a, b))
		return true;
	while (i < g->first[a + 1] && j < g->first[b + 1]) {
		if (g->to[i] < g->to[j])
			i++;
		else if (g->to[i] > g->to[j])
			j++;
		else if (graph_degree(g, g->to[i]) <= HUB)
			return true;
		else
			i++, j++;
	}
	return false;
}

static void
graph_of_structure(const struct survey *s, struct graph *out)
{
	VEC(struct graph_edge) edges = {0};
	for (size_t i = 0; i < s->ties.count; i++)
		if (s->ties.at[i].kind != TIE_NEAR && s->ties.at[i].kind < TIE_WORDS)
			vec_push(&edges, (struct graph_edge){s->ties.at[i].a, s->ties.at[i].b, s->ties.at[i].weight});
	graph_init(out, s->count, edges.at, edges.count, GRAPH_UNDIRECTED);
	vec_finish(&edges);
}

static void
tie_alike(struct vectors *v, enum tie_kind kind, int64_t weight)
{
	struct graph structure;
	graph_of_structure(v->s, &structure);
	struct survey *s = v->s;
	struct index x;
	index_init(&x, v);
	int64_t *product = mem_alloc(s->count * sizeof *product);
	VEC(struct match) matches = {0};
	for (uint32_t i = 0; i < s->count; i++) {
		matches.count = 0;
		for (size_t t = x.first[i]; t < x.first[i + 1]; t++) {
			uint32_t word = v->terms.at[t].word;
			for (size_t p = x.posting[word]; p < x.posting[word + 1]; p++) {
				uint32_t j = x.by_word[p].node;
				if (!product[j])
					vec_push(&matches, (struct match){j, 0});
				product[j] += v->terms.at[t].times * x.by_word[p].times;
			}
		}
		for (size_t k = 0; k < matches.count; k++) {
			struct match *m = &matches.at[k];
			uint64_t lengths = x.length[i] * x.length[m->node];
			m->likeness = m->node == i || !lengths ? 0 : product[m->node] * 1000 / (int64_t)lengths;
			product[m->node] = 0;
		}
		vec_sort(&matches, compare_matches);
		for (size_t k = 0; k < matches.count && k < KEEP && matches.at[k].likeness >= LEAST; k++) {
			uint32_t j = matches.at[k].node;
			if (!strcmp(s->nodes[i].file, s->nodes[j].file) || hang_together(&structure, i, j))
				ties_add(s, kind, i, j, weight * matches.at[k].likeness / 2000);
		}
	}
	vec_finish(&matches);
	free(product);
	index_finish(&x);
	graph_finish(&structure);
}

static bool
tie_by(struct survey *s, struct evidence *facts, bool (*read)(struct vectors *, struct evidence *), enum tie_kind kind, int64_t weight)
{
	struct vectors v = {.s = s};
	intern_init(&v.words);
	bool ok = read(&v, facts);
	if (ok) {
		weigh(&v);
		tie_alike(&v, kind, weight);
	}
	vec_finish(&v.terms);
	intern_finish(&v.words);
	return ok;
}

bool
terms_tie(struct survey *s, struct evidence *facts)
{
	return tie_by(s, facts, read_words, TIE_WORDS, ties_weight(s, "shared_words", 4)) &&
	       tie_by(s, facts, read_names, TIE_NAMES, ties_weight(s, "shared_names", 0)) &&
	       tie_by(s, facts, read_types, TIE_TYPES, ties_weight(s, "shared_types", 4));
}
