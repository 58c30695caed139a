/* Naming: what a service's members are called, and where they lie → its name. In: homes. Out: a unique name each.
 *
 * Candidates are the words, and the pairs of neighbouring words, of what the service has: tables it owns (by how many of
 * its functions touch them), names of its functions (by how many call them), of its commands and routes, of their files
 * and folders. Invariant: a name says what a service is about: no verbs but a table's own, no word that fewer than a
 * tenth of the functions have. A candidate scores by its share of the service times the service's share of it, so that
 * what everybody has names nobody; the service and word that score most are settled first. */
#include "naming.h"

#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/path.h"
#include "terms.h"

enum { NAME_MASS = 4, FILE_MASS = 4, FOLDER_MASS = 3, ENTRY_MASS = 4, FULL_MASS = NAME_MASS + FILE_MASS, WORD_ROOM = 64 };

struct candidate {
	uint32_t home, word;  /* word: stem, or two with a line between them */
	int64_t mass;         /* then: score */
	uint32_t functions;   /* how many have it */
	uint32_t form;        /* spelling to show */
	int64_t form_count;   /* a table's spelling beats all functions' */
	bool of_table;
	bool last_resort;     /* the stem of a file, and too common a word to name anything else */
};

struct naming {
	struct survey *s;
	struct intern words;
	VEC(struct candidate) list;
	VEC(uint32_t) seen;    /* by word: the last node that had it, + 1 */
	uint32_t home, node;
	bool is_table, last_resort;
	int64_t mass, form_count;
	char stem[WORD_ROOM], form[WORD_ROOM]; /* the word before, "" none */
	int64_t *whole;        /* by home: the mass of a word that everything in it has */
	uint32_t *functions;   /* by home */
	uint32_t *callers;     /* by node */
};

static void
push(struct naming *n, const char *stem, const char *form, int64_t mass)
{
	uint32_t word = intern_text(&n->words, stem), shown = intern_text(&n->words, form);
	while (n->seen.count < n->words.count)
		vec_push(&n->seen, 0);
	bool again = n->is_table || n->seen.at[word] == n->node + 1;
	if (!n->is_table)
		n->seen.at[word] = n->node + 1;
	vec_push(&n->list, (struct candidate){n->home, word, mass, !again, shown, n->form_count, n->is_table, n->last_resort});
}

static bool
says_something(const struct naming *n, const char *word, const char *stem)
{
	const struct rules *r = n->s->rules;
	return strlen(stem) >= 3 && !rules_is_stop_word(r, word) && !rules_is_stop_word(r, stem) &&
	       (n->is_table || (!rules_is_action(r, word) && !rules_is_action(r, stem)));
}

/* What nobody can say aloud is mostly a prefix. */
static bool
is_spoken(const char *word)
{
	return strpbrk(word, "aeiouy") != NULL;
}

static void
add_word(void *arg, const char *word)
{
	struct naming *n = arg;
	char stem[WORD_ROOM], pair[2 * WORD_ROOM], form[2 * WORD_ROOM];
	snprintf(stem, sizeof stem, "%s", word);
	terms_stem(stem);
	if (!says_something(n, word, stem)) {
		*n->stem = 0;
		return;
	}
	push(n, stem, word, is_spoken(stem) ? n->mass : n->mass * 3 / 4);
	if (*n->stem && strcmp(n->stem, stem)) {
		snprintf(pair, sizeof pair, "%s-%s", n->stem, stem);
		snprintf(form, sizeof form, "%s-%s", n->form, word);
		push(n, pair, form, is_spoken(stem) && is_spoken(n->stem) ? n->mass : n->mass * 3 / 4);
	}
	snprintf(n->stem, sizeof n->stem, "%s", stem);
	snprintf(n->form, sizeof n->form, "%s", word);
}

static void
add_text(struct naming *n, const char *text, int64_t mass)
{
	n->mass = mass;
	*n->stem = 0;
	terms_split(text, add_word, n);
}

static int
compare_words(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	if (x->home != y->home)
		return x->home < y->home ? -1 : 1;
	return (x->form > y->form) - (x->form < y->form);
}

/* One candidate a home and word, with the spelling that occurs most. */
static void
unite(struct naming *n)
{
	size_t kept = 0;
	int64_t form_count = 0, best_form = 0;
	uint32_t last_form = 0;
	vec_sort(&n->list, compare_words);
	for (size_t i = 0; i < n->list.count; i++) {
		struct candidate c = n->list.at[i], *before = kept ? &n->list.at[kept - 1] : NULL;
		bool same = before && before->word == c.word && before->home == c.home;
		form_count = same && last_form == c.form ? form_count + c.form_count : c.form_count;
		last_form = c.form;
		if (!same) {
			n->list.at[kept++] = c;
			best_form = form_count;
			continue;
		}
		before->mass += c.mass;
		before->functions += c.functions;
		before->of_table |= c.of_table;
		before->last_resort &= c.last_resort;
		if (form_count > best_form) {
			before->form = c.form;
			best_form = form_count;
		}
	}
	n->list.count = kept;
}

/* Share of the service · share of the word, in 2^-24; two words must say more than one. */
static void
score(struct naming *n)
{
	enum { ONE = 4096, PAIR_OF_TEN = 7, LEAST = 10, MOST = 2, LAST = 64 };
	int64_t *all = mem_alloc((n->words.count + 1) * sizeof *all);
	size_t kept = 0;
	for (size_t i = 0; i < n->list.count; i++)
		all[n->list.at[i].word] += n->list.at[i].mass;
	for (size_t i = 0; i < n->list.count; i++) {
		struct candidate c = n->list.at[i];
		uint32_t share = c.last_resort ? MOST : LEAST;
		if (c.home < HOME_FIRST || (!c.of_table && c.functions * share < n->functions[c.home]))
			continue;
		bool pair = strchr(intern_get(&n->words, c.word), '-') != NULL;
		int64_t here = c.mass * ONE / (n->whole[c.home] + 1), ours = c.mass * ONE / (all[c.word] + 1);
		c.mass = here * ours * (pair ? PAIR_OF_TEN : 10) / (c.last_resort ? 10 * LAST : 10);
		n->list.at[kept++] = c;
	}
	n->list.count = kept;
	free(all);
}

static struct intern *sort_words; /* qsort has no argument; only one naming runs at a time */

static int
compare_scores(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->mass != y->mass)
		return x->mass < y->mass ? 1 : -1;
	if (x->home != y->home)
		return x->home < y->home ? -1 : 1;
	return strcmp(intern_get(sort_words, x->form), intern_get(sort_words, y->form));
}

static bool
is_taken(const char *const *names, uint32_t count, const char *name)
{
	bool taken = !strcmp(name, "shared");
	for (uint32_t h = HOME_FIRST; h < count && !taken; h++)
		taken = names[h] && !strcmp(names[h], name);
	return taken;
}

static void
name_pinned(struct survey *s, const struct home *homes, const char **names)
{
	for (uint32_t i = 0; i < s->count; i++) {
		uint32_t pin = s->nodes[i].pin;
		if (pin && pin != PIN_SHARED && homes[i].service >= HOME_FIRST)
			names[homes[i].service] = s->pinned.at[pin - 1];
	}
}

/* 2 for a function that nobody calls, 6 for one that many do. */
static int64_t
importance(const struct naming *n, uint32_t node)
{
	enum { FEWEST = 2, MOST = 6 };
	int64_t size = FEWEST;
	for (uint32_t c = n->callers[node]; c > 1 && size < MOST; c /= 2)
		size++;
	return size;
}

static void
keep_last(void *arg, const char *word)
{
	snprintf(arg, WORD_ROOM, "%s", word);
}

/* A stem of common words alone (config.c, mod_sql.c) still names a service that mostly lies there. */
static void
add_common_stem(struct naming *n, const char *stem_of_file, int64_t size)
{
	char word[WORD_ROOM] = "", stem[WORD_ROOM];
	terms_split(stem_of_file, keep_last, word);
	snprintf(stem, sizeof stem, "%s", word);
	terms_stem(stem);
	if (strlen(stem) < 3 || says_something(n, word, stem))
		return;
	n->last_resort = true;
	push(n, stem, word, FILE_MASS * size);
	n->last_resort = false;
}

/* The file's stem and the name of the folder it lies in. */
static void
add_file(struct naming *n, const char *file, int64_t size)
{
	char text[WORD_ROOM];
	const char *base = strrchr(file, '/'), *folder = base;
	base = base ? base + 1 : file;
	snprintf(text, sizeof text, "%.*s", (int)strcspn(base, "."), base);
	add_text(n, text, FILE_MASS * size);
	add_common_stem(n, text, size);
	while (folder && folder > file && folder[-1] != '/')
		folder--;
	if (folder) {
		snprintf(text, sizeof text, "%.*s", (int)(base - 1 - folder < WORD_ROOM ? base - 1 - folder : WORD_ROOM - 1), folder);
		add_text(n, text, FOLDER_MASS * size);
	}
}

static void
add_functions(struct naming *n, const struct home *homes)
{
	struct survey *s = n->s;
	for (uint32_t i = 0; i < s->count; i++) {
		if (homes[i].service < HOME_SHARED || s->nodes[i].kind != MEMBER_FUNCTION)
			continue;
		n->home = homes[i].service;
		n->node = i;
		int64_t size = importance(n, i);
		n->whole[n->home] += FULL_MASS * size;
		n->functions[n->home]++;
		add_text(n, s->nodes[i].name, NAME_MASS * size);
		add_file(n, s->nodes[i].file, size);
	}
}

/* Each function that touches a table has its words, and the table itself stands for an eighth of the service. */
static void
add_tables(struct naming *n, const struct home *homes)
{
	enum { TOUCH_SIZE = 4, SHARE = 8, FORM_COUNT = 1000 };
	struct survey *s = n->s;
	uint32_t *users = mem_alloc(s->count * sizeof *users);
	int64_t *all = mem_alloc((s->count + HOME_FIRST) * sizeof *all);
	for (size_t i = 0; i < s->uses.count; i++)
		users[s->uses.at[i].table] += homes[s->uses.at[i].function].service == homes[s->uses.at[i].table].service;
	for (uint32_t i = 0; i < s->count; i++)
		if (s->nodes[i].kind == MEMBER_TABLE)
			all[homes[i].service] += 1 + users[i];
	n->is_table = true;
	n->form_count = FORM_COUNT;
	for (uint32_t i = 0; i < s->count; i++) {
		if (homes[i].service < HOME_FIRST || s->nodes[i].kind != MEMBER_TABLE)
			continue;
		n->home = homes[i].service;
		n->node = i;
		int64_t whole = n->functions[n->home] ? n->whole[n->home] : FULL_MASS;
		add_text(n, s->nodes[i].name, FULL_MASS * TOUCH_SIZE * users[i] + whole * (1 + users[i]) / (SHARE * all[n->home]) + 1);
	}
	n->is_table = false;
	free(users);
	free(all);
}

struct entry_naming {
	struct naming *n;
	const struct home *homes;
};

static bool
see_entry(void *arg, const void *row)
{
	struct entry_naming *e = arg;
	const struct row_entry *r = row;
	uint32_t node = survey_node(e->n->s, MEMBER_FUNCTION, r->function);
	bool is_told = r->kind == ENTRY_COMMAND || r->kind == ENTRY_ROUTE || r->kind == ENTRY_JOB;
	if (node == DENSE_NONE || !is_told || !r->name || e->homes[node].service < HOME_FIRST)
		return true;
	e->n->home = e->homes[node].service;
	e->n->node = node;
	add_text(e->n, r->name, ENTRY_MASS * importance(e->n, node));
	return true;
}

static void
count_callers(struct naming *n)
{
	const struct survey *s = n->s;
	for (uint32_t i = 0; i < s->count; i++)
		n->callers[i] = s->callers.first ? (uint32_t)(s->callers.first[i + 1] - s->callers.first[i]) : 0;
}

static bool
collect(struct naming *n, const struct home *homes, struct evidence *facts, uint32_t count)
{
	n->whole = mem_alloc(count * sizeof *n->whole);
	n->functions = mem_alloc(count * sizeof *n->functions);
	n->callers = mem_alloc(n->s->count * sizeof *n->callers);
	n->form_count = 1;
	count_callers(n);
	add_functions(n, homes);
	struct entry_naming entries = {n, homes};
	bool ok = evidence_each(facts, ROW_ENTRY_KIND, see_entry, &entries);
	add_tables(n, homes);
	return ok;
}

static void
naming_finish(struct naming *n)
{
	vec_finish(&n->list);
	vec_finish(&n->seen);
	intern_finish(&n->words);
	free(n->whole);
	free(n->functions);
	free(n->callers);
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The stem of the file that most of the service's functions lie in, of equals the first; NULL when it is taken. */
static const char *
stem_of_most(struct naming *n, const struct home *homes, uint32_t home, uint32_t count, const char *const *names)
{
	struct survey *s = n->s;
	VEC(const char *) files = {0};
	for (uint32_t i = 0; i < s->count; i++)
		if (homes[i].service == home && s->nodes[i].kind == MEMBER_FUNCTION)
			vec_push(&files, s->nodes[i].file);
	vec_sort(&files, compare_texts);
	const char *most = NULL;
	for (size_t i = 0, best = 0, same = 0; i < files.count; i++) {
		same = i && !strcmp(files.at[i], files.at[i - 1]) ? same + 1 : 1;
		if (same > best) {
			best = same;
			most = files.at[i];
		}
	}
	vec_finish(&files);
	const char *base = most ? path_base(most) : "";
	const char *stem = arena_printf(&s->arena, "%.*s", (int)strcspn(base, "."), base);
	return *stem && !is_taken(names, count, stem) ? stem : NULL;
}

/* The best free word each; then the file's name; then numbers. */
static void
settle(struct naming *n, const struct home *homes, uint32_t count, const char **names)
{
	struct survey *s = n->s;
	for (size_t i = 0; i < n->list.count; i++) {
		const struct candidate *c = &n->list.at[i];
		const char *name = intern_get(&n->words, c->form);
		bool taken = n->seen.at[c->word] != 0;
		if (names[c->home] || taken || is_taken(names, count, name))
			continue;
		names[c->home] = arena_strdup(&s->arena, name);
		n->seen.at[c->word] = 1;
	}
	for (uint32_t h = HOME_FIRST; h < count; h++)
		if (!names[h])
			names[h] = stem_of_most(n, homes, h, count, names);
	for (uint32_t h = HOME_FIRST, number = 1; h < count; h++)
		while (!names[h]) {
			const char *name = arena_printf(&s->arena, "part-%u", number++);
			if (!is_taken(names, count, name))
				names[h] = name;
		}
}

bool
naming_find(struct survey *s, struct evidence *facts, const struct home *homes, uint32_t count, const char **names)
{
	struct naming n = {.s = s};
	intern_init(&n.words);
	name_pinned(s, homes, names);
	bool ok = collect(&n, homes, facts, count);
	unite(&n);
	score(&n);
	sort_words = &n.words;
	vec_sort(&n.list, compare_scores);
	for (size_t i = 0; i < n.seen.count; i++)
		n.seen.at[i] = 0;
	settle(&n, homes, count, names);
	naming_finish(&n);
	return ok;
}

char *
naming_slug(struct arena *a, const char *name)
{
	char *slug = arena_alloc(a, 64), *p = slug;
	for (; *name && p < slug + 60; name++) {
		char c = *name >= 'A' && *name <= 'Z' ? (char)(*name + 'a' - 'A') : *name;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			*p++ = c;
		else if (p > slug && p[-1] != '-')
			*p++ = '-';
	}
	while (p > slug && p[-1] == '-')
		*--p = 0;
	return *slug ? slug : strcpy(slug, "service");
}
