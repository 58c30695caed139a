/* Flags that descriptions of builds give → flags of sources. In: words of compile commands as the readers meet them, each
 * with the target or folder it is for; out: -D and -I of each source, and an assumption for each place that gave some.
 *
 * A -D counts when its value is known, a -I when the tree has headers below it. Every branch of a description is read, so
 * a macro that names another system is left out, HAVE_NAME in a branch that could not be decided, and HAVE_NAME_H unless the
 * tree has that header: one is an answer for each of the systems, the other of one's machine. A source of several targets is read as the one of the nearest description builds it: others, tests often, give it flags of their own. Of two
 * values of a macro the target's counts, then the nearest folder's. */
#include "compdb/hints.h"

#include <ctype.h>
#include <string.h>

#include "base/path.h"

enum { USES_MAX = 5000, WORDS_MAX = 200, WORD_MAX = 1000 };

/* ---- words ---- */

static size_t
name_length(const char *text)
{
	size_t n = 0;
	while (isalnum((unsigned char)text[n]) || text[n] == '_')
		n++;
	return isdigit((unsigned char)*text) ? 0 : n;
}

static bool
is_known_value(const char *value)
{
	size_t quotes = 0;
	for (const char *p = value; *p; p++)
		quotes += *p == '"';
	return *value && strcmp(value, "\"\"") && quotes % 2 == 0 && !strpbrk(value, "@$`\\\n");
}

/* Does HAVE_NAME_H, as autoconf makes it, ask for the header? */
static bool
asks_for(const char *macro, const char *header)
{
	macro += strlen("HAVE_");
	for (; *macro && *header; macro++, header++)
		if (*macro != (isalnum((unsigned char)*header) ? toupper((unsigned char)*header) : '_'))
			return false;
	return !*macro && !*header;
}

/* A header made by the build, or one of a system, is perhaps not there. */
static bool
asks_for_absent(const struct hints *h, const char *name)
{
	size_t n = strlen(name);
	if (n < 8 || strncmp(name, "HAVE_", 5) || strcmp(name + n - 2, "_H"))
		return false;
	for (size_t i = 0; i < h->builder->tree.headers.count; i++)
		if (asks_for(name, path_base(h->builder->tree.headers.at[i])))
			return false;
	return true;
}

/* -DNAME or -DNAME=VALUE; an empty value is as often one that was not known. */
static bool
is_macro(struct hints *h, const char *word, bool guessed)
{
	static const char *const others[] = {"HAVE_CONFIG_H", "_GNU_SOURCE", /* said by infer.c */
	                                     "WINDOWS", "_WINDOWS", "MSVC", "APPLE", "__APPLE__"};
	size_t n = name_length(word + 2);
	const char *name = arena_strndup(&h->arena, word + 2, n);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (!strcmp(name, others[i]))
			return false;
	if (guessed && !strncmp(name, "HAVE_", 5))
		return false;
	return n && !origin_names_system(name) && !asks_for_absent(h, name) &&
	       (!word[2 + n] || (word[2 + n] == '=' && is_known_value(word + 3 + n)));
}

static bool
has_headers(const struct hints *h, const char *folder)
{
	for (size_t i = 0; i < h->builder->tree.headers.count; i++)
		if (!*folder || path_below(h->builder->tree.headers.at[i], folder))
			return true;
	return false;
}

static struct flag_use *
use_at(struct hints *h, const struct flag_use *use)
{
	for (size_t i = h->flags.count; i-- > 0 && i + 4 > h->flags.count;) {
		struct flag_use *had = &h->flags.at[i];
		if (had->target == use->target && had->place.line == use->place.line && !strcmp(had->place.file, use->place.file))
			return had;
	}
	if (h->flags.count >= USES_MAX)
		return NULL;
	vec_push(&h->flags, *use);
	struct flag_use *new = &vec_last(&h->flags);
	new->folder = arena_strdup(&h->arena, use->folder);
	new->place.file = arena_strdup(&h->arena, use->place.file);
	return new;
}

void
hints_flag(struct hints *h, const struct flag_use *use, const char *word)
{
	struct arena *a = &h->arena;
	if (*word != '-' || strlen(word) > WORD_MAX)
		return;
	if (word[1] == 'I' && word[2] && !strpbrk(word, "@$\n")) {
		const char *folder = hints_place(h, use->folder, word + 2);
		if (!has_headers(h, folder))
			return;
		word = arena_printf(a, "-I%s", folder);
	} else if (word[1] != 'D' || !is_macro(h, word, use->is_guessed)) {
		return;
	}
	struct flag_use *at = use_at(h, use);
	if (!at || at->words.count >= WORDS_MAX)
		return;
	for (size_t i = 0; i < at->words.count; i++)
		if (!strcmp(at->words.at[i], word))
			return;
	vec_push(&at->words, arena_strdup(a, word));
}

/* ---- sources ---- */

/* Length of the description's folder, when the source lies there or below; 0: elsewhere. */
static size_t
nearness(const struct target *t, const char *source)
{
	size_t n = (size_t)(path_base(t->place.file) - t->place.file);
	return strncmp(t->place.file, source, n) ? 0 : n + 1;
}

/* The number + 1 of the target that each source is read for, 0: of none. */
static size_t *
owners(struct hints *h)
{
	const struct tree *tree = &h->builder->tree;
	size_t *of = arena_array(&h->arena, size_t, tree->sources.count + 1);
	for (size_t i = 0; i < h->targets.count; i++) {
		const struct target *t = &h->targets.at[i];
		for (size_t k = 0; k < t->sources.count; k++) {
			const char *source = tree->sources.at[t->sources.at[k]];
			size_t *owner = &of[t->sources.at[k]];
			if (!*owner || nearness(t, source) > nearness(&h->targets.at[*owner - 1], source))
				*owner = i + 1;
		}
	}
	return of;
}

/* Is the macro or folder among the words? */
static bool
has(const word_list *words, const char *word)
{
	size_t n = word[1] == 'D' ? 2 + name_length(word + 2) : strlen(word);
	for (size_t i = 0; i < words->count; i++)
		if (!strncmp(words->at[i], word, n) && (!words->at[i][n] || (word[1] == 'D' && words->at[i][n] == '=')))
			return true;
	return false;
}

static void
give(struct hints *h, struct flag_use *use, size_t source)
{
	word_list *to = &h->flags_of.at[source];
	use->is_given = true;
	for (size_t i = 0; i < use->words.count; i++)
		if (!has(to, use->words.at[i]))
			vec_push(to, use->words.at[i]);
}

static bool
is_for(const struct flag_use *use, const char *source)
{
	const char *rest = *use->folder ? path_below(source, use->folder) : source;
	return rest && (use->is_deep || !strchr(rest, '/'));
}

static bool
is_same(const struct flag_use *x, const struct flag_use *y)
{
	if (x->place.line != y->place.line || x->words.count != y->words.count || strcmp(x->place.file, y->place.file))
		return false;
	for (size_t i = 0; i < x->words.count; i++)
		if (strcmp(x->words.at[i], y->words.at[i]))
			return false;
	return true;
}

/* What was taken, a row a place. */
static void
tell(struct hints *h, const struct flag_use *use)
{
	struct builder *b = h->builder;
	struct arena *a = &b->db->arena;
	const char *text = "compiler flags taken:";
	for (const struct flag_use *had = h->flags.at; had < use; had++)
		if (had->is_given && is_same(had, use))
			return;
	for (size_t i = 0; i < use->words.count; i++)
		text = arena_printf(a, "%s %s%s", text, use->words.at[i], strcmp(use->words.at[i], "-I") ? "" : ".");
	vec_push(&b->assumptions, (struct compdb_assumption){.kind = ASSUMPTION_GUESSED, .file = arena_strdup(a, use->place.file),
	                                                     .line = use->place.line, .text = text});
}

void
hint_flags(struct hints *h)
{
	const struct tree *tree = &h->builder->tree;
	const size_t *owner = owners(h);
	while (h->flags_of.count < tree->sources.count)
		vec_push(&h->flags_of, (word_list){0});
	for (size_t i = 0; i < h->flags.count; i++) {
		struct flag_use *use = &h->flags.at[i];
		const struct target *t = use->target && use->target <= h->targets.count ? &h->targets.at[use->target - 1] : NULL;
		for (size_t k = 0; t && k < t->sources.count; k++)
			if (owner[t->sources.at[k]] == use->target)
				give(h, use, t->sources.at[k]);
	}
	for (size_t i = h->flags.count; i-- > 0;) /* folders below others come later */
		for (size_t k = 0; !h->flags.at[i].target && k < tree->sources.count; k++)
			if (is_for(&h->flags.at[i], tree->sources.at[k]))
				give(h, &h->flags.at[i], k);
	for (size_t i = 0; i < h->flags.count; i++)
		if (h->flags.at[i].is_given)
			tell(h, &h->flags.at[i]);
}
