/* A header of the configuration that the tree has no template for: autoheader would write one, or meson the header.
 * In: the questions that conditionals ask, and what configure.ac tells; out: the text of such a template. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "compdb/builder.h"

enum {
	LINE_BYTES = 512,  /* as far back as a comment's beginning is looked for */
	LIST_BYTES = 4096, /* of headers that one configure.ac makes */
};

/* What autoconf and meson set for themselves, asked for or not. */
static const char always[] = "#undef PACKAGE\n#undef PACKAGE_BUGREPORT\n#undef PACKAGE_NAME\n#undef PACKAGE_STRING\n"
                             "#undef PACKAGE_TARNAME\n#undef PACKAGE_URL\n#undef PACKAGE_VERSION\n#undef VERSION\n";

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool
is_configured(const char *name, size_t length)
{
	static const char *const fronts[] = {"HAVE_", "WITH_", "USE_", "ENABLE_", "SIZEOF_", "STDC_HEADERS"};
	for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
		if (length >= strlen(fronts[i]) && !memcmp(name, fronts[i], strlen(fronts[i])))
			return length != strlen("HAVE_CONFIG_H") || memcmp(name, "HAVE_CONFIG_H", length);
	return false;
}

void
config_note_questions(struct intern *names, const char *p)
{
	p += strspn(p, " \t");
	if (strncmp(p, "if", 2) && strncmp(p, "elif", 4))
		return;
	while (*p && *p != '\n' && strncmp(p, "/*", 2) && strncmp(p, "//", 2)) {
		size_t n = 0;
		while (is_word(p[n]))
			n++;
		if (is_configured(p, n))
			intern_bytes(names, p, n);
		p += n ? n : 1;
	}
}

/* ---- configure.ac ---- */

/* Does m4 read the macro at p, or is it part of a longer name or a comment? */
static bool
is_called(const char *text, const char *p)
{
	if (p > text && is_word(p[-1]))
		return false;
	const char *line = p;
	while (line > text && line[-1] != '\n' && p - line < LINE_BYTES)
		line--;
	line += strspn(line, " \t");
	return *line != '#' && strncmp(line, "dnl", 3);
}

/* Behind the `(` of the next call of a macro from p on; NULL when there is none. */
static const char *
next_call(const char *text, const char *p, const char *macro)
{
	while ((p = strstr(p, macro))) {
		const char *open = p + strlen(macro);
		if (*open == '(' && is_called(text, p))
			return open + 1;
		p = open;
	}
	return NULL;
}

/* Walks over the argument at *p, to its comma, `)` or end; writes it without its outer quotes unless text is NULL. */
static size_t
read_argument(const char **p, char *text)
{
	const char *at = *p;
	size_t n = 0, quotes = 0, open = 0;
	for (; *at && (quotes || open || (*at != ',' && *at != ')')); at++) {
		quotes -= *at == ']' && quotes;
		bool outer = !quotes && (*at == '[' || *at == ']');
		quotes += *at == '[';
		open += !quotes && *at == '(';
		open -= !quotes && *at == ')' && open;
		if (!outer && text)
			text[n] = *at;
		n += !outer;
	}
	*p = at;
	return n;
}

/* The argument at *p; *p moves behind its comma, or to the `)` or end. */
static const char *
argument(struct arena *a, const char **p)
{
	*p += strspn(*p, " \t\n");
	const char *end = *p;
	size_t n = read_argument(&end, NULL);
	char *text = arena_alloc(a, n + 1);
	read_argument(p, text);
	text[n] = '\0';
	*p += **p == ',';
	return text;
}

const char *
config_headers(struct arena *a, const char *configure)
{
	static const char *const macros[] = {"AC_CONFIG_HEADERS", "AC_CONFIG_HEADER", "AM_CONFIG_HEADER"};
	const char *list = "";
	for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
		for (const char *p = configure; strlen(list) < LIST_BYTES && (p = next_call(configure, p, macros[i]));)
			list = arena_printf(a, "%s %s", list, argument(a, &p));
	return list;
}

bool
config_lists(const char *list, const char *header)
{
	size_t want = strlen(header);
	for (const char *p = list + strspn(list, " \t\n"); *p; p += strspn(p, " \t\n")) {
		size_t n = strcspn(p, " \t\n"), name = strcspn(p, " \t\n:");
		if (name >= want && !memcmp(p + name - want, header, want) && (name == want || p[name - want - 1] == '/'))
			return true;
		p += n;
	}
	return false;
}

/* The texts that a macro gives as its last argument, each on lines of its own. */
static void
put_texts(struct arena *a, const char *configure, const char *macro, bool has_key, FILE *out)
{
	for (const char *p = configure; (p = next_call(configure, p, macro));) {
		struct arena_mark mark = arena_mark(a);
		if (has_key)
			argument(a, &p);
		fprintf(out, "%s\n", argument(a, &p));
		arena_pop(a, mark);
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *
config_template(struct arena *a, const struct intern *names, const char *configure)
{
	VEC(const char *) sorted = {0};
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		die(EXIT_FAILED, "out of memory");
	for (str_id id = 1; id < names->count; id++)
		vec_push(&sorted, intern_get(names, id));
	vec_sort(&sorted, by_text);
	put_texts(a, configure, "AH_TOP", false, out);
	fputs(always, out);
	for (size_t i = 0; i < sorted.count; i++)
		fprintf(out, "#undef %s\n", sorted.at[i]);
	put_texts(a, configure, "AH_VERBATIM", true, out);
	put_texts(a, configure, "AH_BOTTOM", false, out);
	vec_finish(&sorted);
	if (fclose(out))
		die(EXIT_FAILED, "out of memory");
	const char *kept = arena_strndup(a, text, size);
	free(text);
	return kept;
}
