/* Targets as descriptions of builds name them. In: words of a description; out: sources of the tree, by number,
 * and names of what is linked. Nothing is run, and a word that means nothing in the tree is passed over. */
#include "compdb/hints.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

enum { TEXT_BYTES = 4 << 20, TARGETS_MAX = 20000, WORK_MAX = 1 << 29, LINKS_MAX = 4096 };

static const char *
text_of(void *arg, const char *file)
{
	return hints_text(arg, file);
}

static void
match(void *arg, const char *pattern, word_list *out)
{
	hints_match(arg, pattern, out);
}

void
hints_init(struct hints *h, struct builder *b)
{
	*h = (struct hints){.builder = b};
	h->files = (struct make_files){h, text_of, match};
	arena_init(&h->arena);
	intern_init(&h->paths);
	intern_init(&h->bases);
	intern_init(&h->texts);
	map_init(&h->source_of);
	for (size_t i = 0; i < b->tree.sources.count; i++) {
		map_put(&h->source_of, intern_text(&h->paths, b->tree.sources.at[i]), (uint32_t)i);
		str_id base = intern_text(&h->bases, path_base(b->tree.sources.at[i]));
		while (h->first_of_base.count <= base)
			vec_push(&h->first_of_base, MAP_NONE);
		vec_push(&h->next_of_base, h->first_of_base.at[base]);
		h->first_of_base.at[base] = (uint32_t)i;
	}
}

void
hints_finish(struct hints *h)
{
	for (size_t i = 0; i < h->targets.count; i++) {
		vec_finish(&h->targets.at[i].names);
		vec_finish(&h->targets.at[i].sources);
		vec_finish(&h->targets.at[i].units);
		vec_finish(&h->targets.at[i].links);
	}
	for (size_t i = 0; i < h->text.count; i++)
		free((char *)(uintptr_t)h->text.at[i]);
	for (size_t i = 0; i < h->flags.count; i++)
		vec_finish(&h->flags.at[i].words);
	for (size_t i = 0; i < h->flags_of.count; i++)
		vec_finish(&h->flags_of.at[i]);
	vec_finish(&h->flags);
	vec_finish(&h->flags_of);
	vec_finish(&h->targets);
	vec_finish(&h->text);
	vec_finish(&h->first_of_base);
	vec_finish(&h->next_of_base);
	intern_finish(&h->paths);
	intern_finish(&h->bases);
	intern_finish(&h->texts);
	map_finish(&h->source_of);
	arena_finish(&h->arena);
}

const char *
hints_text(struct hints *h, const char *file)
{
	uint32_t before = h->texts.count;
	str_id id = intern_text(&h->texts, file);
	while (h->text.count <= id)
		vec_push(&h->text, NULL);
	if (id >= before) {
		struct arena a;
		size_t size;
		arena_init(&a);
		h->text.at[id] = path_read(path_join(&a, h->builder->db->root, file), TEXT_BYTES, &size);
		arena_finish(&a);
	}
	return h->text.at[id];
}

void
hints_match(struct hints *h, const char *pattern, word_list *out)
{
	size_t literal = strcspn(pattern, "*?[\\");
	for (size_t i = 0; i < h->builder->tree.sources.count; i++) {
		const char *name = h->builder->tree.sources.at[i];
		if (!strncmp(name, pattern, literal) && !fnmatch(pattern, name, FNM_PATHNAME | FNM_PERIOD))
			vec_push(out, name);
	}
}

/* ---- descriptions ---- */

/* Whether the folder of the description holds one that says more. */
static bool
is_outdone(struct hints *h, const char *file)
{
	static const char *const order[] = {"Makefile.am", "GNUmakefile", "makefile", "Makefile", "Makefile.in"};
	const char *base = path_base(file);
	for (size_t i = 0; i < sizeof order / sizeof *order && strcmp(order[i], base); i++) {
		const char *other = arena_printf(&h->arena, "%.*s%s", (int)(base - file), file, order[i]);
		for (size_t k = 0; k < h->builder->tree.descriptions.count; k++)
			if (!strcmp(h->builder->tree.descriptions.at[k], other))
				return true;
	}
	return false;
}

void
hints_describe(struct hints *h)
{
	const struct tree *tree = &h->builder->tree;
	for (size_t i = 0; i < tree->descriptions.count; i++) {
		const char *file = tree->descriptions.at[i], *base = path_base(file);
		if ((*base == 'M' || *base == 'm' || *base == 'G') && strcmp(base, "meson.build") && h->work < WORK_MAX && !is_outdone(h, file))
			make_links(h, file);
	}
	cmake_targets(h);
	meson_targets(h);
}

void
hints_read(struct builder *b, struct link_sets *out)
{
	struct hints own, *h = b->hints;
	if (!h) {
		h = &own;
		hints_init(h, b);
		hints_describe(h);
	}
	if (h->targets.count)
		hint_sets(h, out);
	if (h == &own)
		hints_finish(h);
}

/* ---- words → sources ---- */

static uint32_t
find_path(struct hints *h, const char *path)
{
	uint32_t before = h->paths.count;
	str_id id = intern_text(&h->paths, path);
	return id < before ? map_get(&h->source_of, id) : MAP_NONE;
}

/* The place a word means, relative to DIR; an absolute one counts from DIR when it does not lie there. */
const char *
hints_place(struct hints *h, const char *folder, const char *word)
{
	struct arena *a = &h->arena;
	const char *root = h->builder->db->root;
	const char *path = path_clean(a, path_join(a, path_join(a, "/", folder), word));
	const char *below = *word == '/' ? path_below(path, root) : NULL;
	return below ? below : path + 1;
}

/* The only source of this base name below the folder, or in all of DIR. */
static uint32_t
find_base(struct hints *h, const char *folder, const char *base)
{
	uint32_t before = h->bases.count;
	str_id id = intern_text(&h->bases, base);
	if (id >= before || id >= h->first_of_base.count)
		return MAP_NONE;
	uint32_t found = MAP_NONE;
	for (uint32_t i = h->first_of_base.at[id]; i != MAP_NONE; i = h->next_of_base.at[i]) {
		if (*folder && !path_below(h->builder->tree.sources.at[i], folder))
			continue;
		if (found != MAP_NONE)
			return MAP_NONE;
		found = i;
	}
	return found;
}

static bool
is_object_suffix(const char *suffix)
{
	static const char *const suffixes[] = {"o", "lo", "obj", "xo", "os", "pico", "po", "so_o", "sho", "So"};
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (!strcmp(suffix, suffixes[i]))
			return true;
	return false;
}

/* An object's source: beside it, below the folder's way with leading folders taken away, or the only one so named. */
static uint32_t
find_object(struct hints *h, const char *folder, const char *place, bool *guessed)
{
	struct arena *a = &h->arena;
	static const char *const suffixes[] = {"c", "y", "l", "pc", "pgc"};
	const char *stem = arena_strndup(a, place, strlen(place) - strlen(path_suffix(place)) - 1);
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		uint32_t found = find_path(h, arena_printf(a, "%s.%s", stem, suffixes[i]));
		if (found != MAP_NONE)
			return found;
	}
	const char *rest = path_below(arena_printf(a, "/%s", stem), *folder ? arena_printf(a, "/%s", folder) : "/");
	for (const char *slash; rest && (slash = strchr(rest, '/'));) {
		rest = slash + 1;
		uint32_t found = find_path(h, path_join(a, folder, arena_printf(a, "%s.c", rest)));
		if (found != MAP_NONE)
			return found;
	}
	*guessed = true;
	return find_base(h, folder, arena_printf(a, "%s.c", path_base(stem)));
}

uint32_t
hints_source(struct hints *h, const char *folder, const char *word, bool *guessed)
{
	struct arena_mark mark = arena_mark(&h->arena);
	const char *place = hints_place(h, folder, word);
	uint32_t found = find_path(h, place);
	if (found == MAP_NONE && is_object_suffix(path_suffix(word)) && path_base(word)[0] != '.')
		found = find_object(h, folder, place, guessed);
	arena_pop(&h->arena, mark);
	return found;
}

/* ---- targets ---- */

struct target *
hints_target(struct hints *h, enum target_kind kind, const char *folder, const char *name, struct make_place place)
{
	if (h->targets.count >= TARGETS_MAX)
		h->targets.count--; /* hostile: the last place is used again */
	vec_push(&h->targets, (struct target){.kind = kind, .place = place});
	struct target *t = &vec_last(&h->targets);
	t->place.file = arena_strdup(&h->builder->db->arena, place.file);
	vec_push(&t->names, arena_strdup(&h->arena, hints_place(h, folder, name)));
	return t;
}

void
hints_input(struct hints *h, struct target *t, const char *folder, const char *word)
{
	bool guessed = false;
	if (word[0] == '-' && word[1] != 'l')
		return;
	uint32_t source = *word == '-' ? MAP_NONE : hints_source(h, folder, word, &guessed);
	if (source != MAP_NONE) {
		vec_push(&t->sources, source);
		t->is_guessed = t->is_guessed || guessed;
	} else if (t->links.count < LINKS_MAX) {
		vec_push(&t->links, arena_strdup(&h->arena, *word == '-' ? word : hints_place(h, folder, word)));
	}
}
