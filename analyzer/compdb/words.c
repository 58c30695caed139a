/* Words of a command line. In: text; out: its words. Nothing is expanded or run: `$x` and backquotes stay as
 * they are written. Response files are limited in depth, size and number of words, so no input blows up. */
#include "compdb/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

enum { RESPONSE_DEPTH = 8, RESPONSE_BYTES = 16 << 20, WORDS_MAX = 1 << 20 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/* Copies the quoted part that begins at *p (a quote) to out; false when it is not closed. */
static bool
take_quoted(const char **p, char **out, bool gnu)
{
	char quote = *(*p)++;
	for (; **p && **p != quote; (*p)++) {
		if (**p == '\\' && (quote == '"' || gnu)) {
			char next = (*p)[1];
			bool quotes = gnu ? next != '\0' : next && strchr("\"\\$`\n", next);
			if (quotes && next == '\n' && !gnu) {
				(*p)++;
				continue;
			}
			*p += quotes;
		}
		*(*out)++ = **p;
	}
	if (!**p)
		return false;
	(*p)++;
	return true;
}

static bool
split(struct arena *a, const char *p, word_list *out, bool gnu)
{
	/* no word is longer than what it was made of, and a blank or the end makes room for its NUL */
	char *w = arena_alloc(a, strlen(p) + 1);
	for (;;) {
		while (is_blank(*p) || (p[0] == '\\' && p[1] == '\n'))
			p += *p == '\\' ? 2 : 1;
		if (!*p)
			return true;
		const char *word = w;
		while (*p && !is_blank(*p)) {
			if (*p == '"' || *p == '\'') {
				if (!take_quoted(&p, &w, gnu))
					return false;
				continue;
			}
			if (p[0] == '\\' && p[1] == '\n') {
				p += 2;
				continue;
			}
			if (*p == '\\' && p[1])
				p++;
			*w++ = *p++;
		}
		*w++ = '\0';
		vec_push(out, word);
	}
}

bool
words_split(struct arena *a, const char *text, word_list *out)
{
	return split(a, text, out, false);
}

bool
words_split_response(struct arena *a, const char *text, word_list *out)
{
	return split(a, text, out, true);
}

struct expansion {
	struct arena *arena;
	const char *folder;
	word_list *out;
	size_t bytes, lost;
};

static void expand(struct expansion *x, const word_list *words, int depth);

static void
expand_file(struct expansion *x, const char *name, int depth)
{
	word_list words = {0};
	size_t size;
	size_t room = RESPONSE_BYTES - x->bytes;
	char *text = depth < RESPONSE_DEPTH && room ? path_read(path_join(x->arena, x->folder, name), room, &size) : NULL;
	if (!text || memchr(text, 0, size) || !words_split_response(x->arena, text, &words)) {
		x->lost++;
	} else {
		x->bytes += size;
		expand(x, &words, depth + 1);
	}
	vec_finish(&words);
	free(text);
}

static void
expand(struct expansion *x, const word_list *words, int depth)
{
	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->at[i];
		if (word[0] == '@' && word[1])
			expand_file(x, word + 1, depth);
		else if (x->out->count < WORDS_MAX)
			vec_push(x->out, word);
		else
			x->lost++;
	}
}

size_t
words_expand(struct arena *a, const char *folder, word_list *words)
{
	word_list out = {0};
	struct expansion x = {.arena = a, .folder = folder, .out = &out};
	expand(&x, words, 0);
	vec_finish(words);
	words->at = out.at;
	words->count = out.count;
	words->capacity = out.capacity;
	return x.lost;
}
