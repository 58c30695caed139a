/* Variables of a makefile that hold compiler flags → flags of targets and folders. In: the makefile as read; out: words,
 * each expanded by itself, so that one that is not known does not cost the others. */
#include <string.h>

#include "compdb/hints.h"

enum { DEPTH_MAX = 16, WORK_MAX = 1000000 };

struct reading {
	struct hints *h;
	struct makefile *m;
	struct flag_use use;
	const char *before; /* "-D" or "-I" that stands alone, NULL */
};

/* Where a word of make ends: blanks within quotes and brackets belong to it. */
static size_t
word_length(const char *p)
{
	size_t n = 0;
	int depth = 0;
	char quote = '\0';
	for (; p[n] && (quote || depth > 0 || !strchr(" \t\n", p[n])); n++) {
		if (p[n] == '\\' && p[n + 1])
			n++;
		else if (quote)
			quote = p[n] == quote ? '\0' : quote;
		else if (p[n] == '"' || p[n] == '\'')
			quote = p[n];
		else
			depth += (p[n] == '(' || p[n] == '{') - (p[n] == ')' || p[n] == '}');
	}
	return n;
}

static void
take_flag(struct reading *r, const char *word)
{
	if (r->before)
		word = arena_printf(&r->m->arena, "%s%s", r->before, word);
	r->before = !strcmp(word, "-D") || !strcmp(word, "-I") ? word : NULL;
	if (!r->before)
		hints_flag(r->h, &r->use, word);
}

/* The variable that is the whole word: $(NAME). */
static const struct make_variable *
variable_of(struct reading *r, const char *word, size_t n)
{
	bool is_one = n > 3 && word[0] == '$' && (word[1] == '(' || word[1] == '{') && strcspn(word + 2, " :,$)}") == n - 3;
	return is_one ? make_find(r->m, word + 2, n - 3) : NULL;
}

static void
take_text(struct reading *r, const char *text, unsigned depth)
{
	struct makefile *m = r->m;
	for (const char *p = text; *(p += strspn(p, " \t\n")) && r->h->flag_work++ < WORK_MAX;) {
		size_t n = word_length(p);
		const struct make_variable *v = variable_of(r, p, n);
		word_list words = {0};
		const char *word = arena_strndup(&m->arena, p, n);
		p += n;
		if (v && depth < DEPTH_MAX) {
			bool before = r->use.is_guessed;
			r->use.is_guessed = before || v->is_guessed;
			take_text(r, arena_strdup(&m->arena, v->value), depth + 1);
			r->use.is_guessed = before;
			continue;
		}
		m->is_unknown = false;
		bool known = words_split(&m->arena, make_expand(m, word), &words) && !m->is_unknown;
		for (size_t i = 0; known && i < words.count; i++)
			take_flag(r, words.at[i]);
		if (!known)
			r->before = NULL;
		vec_finish(&words);
	}
}

void
make_flags(struct hints *h, struct makefile *m, size_t target, const char *name)
{
	const struct make_variable *v = make_find(m, name, strlen(name));
	if (!v)
		return;
	struct reading r = {.h = h, .m = m, .use = {.folder = m->folder, .target = target, .is_guessed = v->is_guessed, .place = v->place}};
	take_text(&r, arena_strdup(&m->arena, v->value), 0);
}
