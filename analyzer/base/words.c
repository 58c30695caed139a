/* Words of identifiers. In: identifiers; out: their parts, counted. */
#include "base/words.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
add_part(struct words *w, const char *s, size_t n)
{
	if (n < 3 || n > 40)
		return;
	char *word = arena_strndup(w->arena, s, n);
	for (char *c = word; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	vec_push(&w->list, word);
}

void
words_add(struct words *w, const char *identifier)
{
	const char *start = identifier;
	for (const char *c = identifier;; c++) {
		bool letter = isalpha((unsigned char)*c);
		bool hump = letter && c > start && isupper((unsigned char)*c) && islower((unsigned char)c[-1]);
		if (letter && !hump)
			continue;
		add_part(w, start, (size_t)(c - start));
		start = letter ? c : c + 1;
		if (!*c)
			return;
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

const char *
words_text(struct words *w, struct arena *a)
{
	char *text = NULL;
	size_t size;
	vec_sort(&w->list, by_text);
	FILE *out = open_memstream(&text, &size);
	if (!out)
		return "";
	for (size_t i = 0, end; i < w->list.count; i = end) {
		for (end = i; end < w->list.count && !strcmp(w->list.at[end], w->list.at[i]); end++)
			;
		fprintf(out, "%s%s", i ? " " : "", w->list.at[i]);
		if (end - i > 1)
			fprintf(out, "*%zu", end - i);
	}
	fclose(out);
	const char *result = arena_strdup(a, text);
	free(text);
	return result;
}

void
words_finish(struct words *w)
{
	vec_finish(&w->list);
}
