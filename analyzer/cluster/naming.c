/* Naming: what a service's tables and functions are called → its name. In: homes. Out: a unique word each.
 *
 * A word counts by how often it names something of the service (a table it owns twice, and twice for each of its
 * functions that touch it; in the table's spelling) and by how few services have it; the pair of service and word that counts most is settled first. */
#include "naming.h"

#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "terms.h"

struct candidate {
	uint32_t home, word;   /* word: stem */
	int64_t count;         /* then: score */
	uint32_t form;         /* spelling to show */
	int64_t form_count;    /* a table's spelling beats all functions' */
};

struct naming {
	struct survey *s;
	struct intern words;
	VEC(struct candidate) list;
	uint32_t home;
	int64_t times, form_times;
};

static void
add_word(void *arg, const char *word)
{
	struct naming *n = arg;
	char stem[64];
	snprintf(stem, sizeof stem, "%s", word);
	terms_stem(stem);
	if (strlen(stem) < 3 || rules_is_stop_word(n->s->rules, word) || rules_is_stop_word(n->s->rules, stem))
		return;
	vec_push(&n->list, (struct candidate){n->home, intern_text(&n->words, stem), n->times, intern_text(&n->words, word),
	                                      n->form_times});
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
		before->count += c.count;
		if (form_count > best_form) {
			before->form = c.form;
			best_form = form_count;
		}
	}
	n->list.count = kept;
}

/* count · log2((1 + services) / services with the word): what everybody has names nobody. */
static void
score(struct naming *n, uint32_t services)
{
	uint32_t *with = mem_alloc(n->words.count * sizeof *with);
	for (size_t i = 0; i < n->list.count; i++)
		with[n->list.at[i].word]++;
	for (size_t i = 0; i < n->list.count; i++) {
		struct candidate *c = &n->list.at[i];
		int64_t rarity = ties_log2(1 + services) - ties_log2(with[c->word]);
		c->count = c->count * (rarity > 1 ? rarity : 1);
	}
	free(with);
}

static struct intern *sort_words; /* qsort has no argument; only one naming runs at a time */

static int
compare_scores(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
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

static void
collect(struct naming *n, const struct home *homes)
{
	enum { TABLE_TIMES = 2, USER_TIMES = 2, FORM_TIMES = 1000 };
	struct survey *s = n->s;
	uint32_t *users = mem_alloc(s->count * sizeof *users);
	for (size_t i = 0; i < s->uses.count; i++)
		users[s->uses.at[i].table] += homes[s->uses.at[i].function].service == homes[s->uses.at[i].table].service;
	for (uint32_t i = 0; i < s->count; i++) {
		if (homes[i].service < HOME_FIRST || s->nodes[i].kind == MEMBER_GLOBAL)
			continue;
		n->home = homes[i].service;
		bool is_table = s->nodes[i].kind == MEMBER_TABLE;
		n->times = is_table ? TABLE_TIMES + USER_TIMES * users[i] : 1;
		n->form_times = is_table ? FORM_TIMES : 1;
		terms_split(s->nodes[i].name, add_word, n);
	}
	free(users);
}

void
naming_find(struct survey *s, const struct home *homes, uint32_t count, const char **names)
{
	struct naming n = {.s = s};
	intern_init(&n.words);
	name_pinned(s, homes, names);
	collect(&n, homes);
	unite(&n);
	score(&n, count - HOME_FIRST);
	sort_words = &n.words;
	vec_sort(&n.list, compare_scores);
	for (size_t i = 0; i < n.list.count; i++) {
		const struct candidate *c = &n.list.at[i];
		const char *name = intern_get(&n.words, c->form);
		if (!names[c->home] && !is_taken(names, count, name))
			names[c->home] = arena_strdup(&s->arena, name);
	}
	for (uint32_t h = HOME_FIRST, number = 1; h < count; h++)
		while (!names[h]) {
			const char *name = arena_printf(&s->arena, "part-%u", number++);
			if (!is_taken(names, count, name))
				names[h] = name;
		}
	vec_finish(&n.list);
	intern_finish(&n.words);
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
