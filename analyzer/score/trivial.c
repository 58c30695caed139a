/* Trivial partitions: by file, folder, first words, connection, and all in one. In: members. Out: partitions.
 *
 * A clustering that does not beat them says nothing about a program. */
#include <ctype.h>
#include <string.h>

#include "base/intern.h"
#include "score.h"

const char *
score_first_word(struct arena *a, const char *text)
{
	size_t begin = 0;
	while (text[begin] && !isalpha((unsigned char)text[begin]))
		begin++;
	size_t end = begin;
	while (isalpha((unsigned char)text[end]) &&
	       (end == begin || !isupper((unsigned char)text[end]) || !islower((unsigned char)text[end - 1])))
		end++;
	char *word = arena_strndup(a, text + begin, end - begin);
	for (char *c = word; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return word;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

struct grouping {
	struct score_program *p;
	struct intern names;
	struct arena scratch;
};

typedef const char *group_f(struct grouping *g, uint32_t member);

static const char *
by_file(struct grouping *g, uint32_t member)
{
	return g->p->members[member].file;
}

static const char *
by_folder(struct grouping *g, uint32_t member)
{
	const char *file = g->p->members[member].file, *base = base_name(file);
	return arena_strndup(&g->scratch, file, base == file ? 0 : (size_t)(base - file) - 1);
}

static const char *
by_stem(struct grouping *g, uint32_t member)
{
	return score_first_word(&g->scratch, base_name(g->p->members[member].file));
}

static const char *
by_name(struct grouping *g, uint32_t member)
{
	return score_first_word(&g->scratch, g->p->members[member].name);
}

static const char *
by_table(struct grouping *g, uint32_t member)
{
	return g->p->table_words[member];
}

static const char *
by_component(struct grouping *g, uint32_t member)
{
	return arena_printf(&g->scratch, "%u", g->p->component[member]);
}

static const char *
as_one(struct grouping *g, uint32_t member)
{
	(void)g, (void)member;
	return "";
}

void
score_trivial(struct score_program *p, struct score_partition *out)
{
	static const struct { const char *name; group_f *group; } kinds[SCORE_TRIVIAL] = {
		{"file", by_file}, {"folder", by_folder}, {"file_stem", by_stem}, {"name_prefix", by_name},
		{"table_prefix", by_table}, {"components", by_component}, {"one_cluster", as_one}};
	for (int k = 0; k < SCORE_TRIVIAL; k++) {
		struct grouping g = {.p = p};
		intern_init(&g.names);
		arena_init(&g.scratch);
		out[k] = score_empty(p, kinds[k].name);
		for (uint32_t i = 0; i < p->count; i++)
			out[k].cluster[i] = intern_text(&g.names, kinds[k].group(&g, i));
		arena_finish(&g.scratch);
		intern_finish(&g.names);
	}
}
