/* Names of places. In: paths as commands and the parser write them; out: real paths, and names that are the
 * same wherever DIR lies. Every header of every unit comes through here, so both answers are remembered by text.
 *
 * Invariant: same place, same name. A link inside DIR that leads out of it keeps its place inside DIR. */
#include "compdb/names.h"

#include <string.h>

#include "base/intern.h"
#include "base/path.h"
#include "base/vec.h"

struct path_map {
	const char *from, *to;
};

struct names {
	struct arena arena;
	struct intern asked;      /* paths by text */
	VEC(const char *) real;   /* by id, NULL: not asked yet */
	VEC(const char *) shown;
	VEC(struct path_map) maps;
	VEC(struct path_map) places; /* folder → shown name */
	const char *root;
	char **builds;
	size_t build_count;
};

struct names *
names_create(void)
{
	struct names *n = mem_alloc(sizeof *n);
	arena_init(&n->arena);
	intern_init(&n->asked);
	return n;
}

void
names_destroy(struct names *n)
{
	if (!n)
		return;
	intern_finish(&n->asked);
	vec_finish(&n->real);
	vec_finish(&n->shown);
	vec_finish(&n->maps);
	vec_finish(&n->places);
	arena_finish(&n->arena);
	free(n);
}

bool
names_map(struct names *n, const char *old_and_new)
{
	const char *equals = strchr(old_and_new, '=');
	if (!equals || *old_and_new != '/' || equals[1] != '/')
		return false;
	struct arena *a = &n->arena;
	const char *from = path_clean(a, arena_strndup(a, old_and_new, (size_t)(equals - old_and_new)));
	vec_push(&n->maps, (struct path_map){from, path_clean(a, equals + 1)});
	return true;
}

void
names_place(struct names *n, const char *folder, const char *shown)
{
	char *real = path_real(&n->arena, folder);
	vec_push(&n->places, (struct path_map){real ? real : path_clean(&n->arena, folder), shown});
}

void
names_set_root(struct names *n, const char *root, char **builds, size_t build_count)
{
	n->root = root;
	n->builds = builds;
	n->build_count = build_count;
	for (size_t i = 0; i < n->shown.count; i++)
		n->shown.at[i] = NULL;
}

/* The id of a path, with room for both answers. */
static str_id
ask(struct names *n, const char *path)
{
	str_id id = intern_text(&n->asked, path);
	while (n->real.count <= id) {
		vec_push(&n->real, NULL);
		vec_push(&n->shown, NULL);
	}
	return id;
}

static const char *
mapped(struct names *n, const char *path)
{
	for (size_t i = 0; i < n->maps.count; i++) {
		const char *rest = path_below(path, n->maps.at[i].from);
		if (rest)
			return path_join(&n->arena, n->maps.at[i].to, rest);
	}
	return path;
}

static const char *
find_real(struct names *n, const char *path)
{
	char *real = path_real(&n->arena, path);
	if (real)
		return real;
	const char *clean = path_clean(&n->arena, path);
	const char *base = path_base(clean);
	if (base - clean <= 1 || !*base)
		return clean;
	char *parent = arena_strndup(&n->arena, clean, (size_t)(base - clean - 1));
	return path_join(&n->arena, names_real(n, "/", parent), base);
}

const char *
names_real(struct names *n, const char *folder, const char *path)
{
	struct arena_mark mark = arena_mark(&n->arena);
	const char *whole = path_join(&n->arena, folder, path);
	if (n->maps.count)
		whole = mapped(n, path_clean(&n->arena, whole));
	str_id id = ask(n, whole);
	if (n->real.at[id]) {
		arena_pop(&n->arena, mark);
		return n->real.at[id];
	}
	const char *real = find_real(n, whole);
	n->real.at[id] = real;
	return real;
}

/* The longest of DIR and the builds that holds the path: -1 DIR, else the build; -2 none. */
static int
holder(const struct names *n, const char *path)
{
	int best = -2;
	size_t longest = 0;
	if (n->root && path_below(path, n->root)) {
		best = -1;
		longest = strlen(n->root);
	}
	for (size_t i = 0; i < n->build_count; i++) {
		size_t length = strlen(n->builds[i]);
		if (path_below(path, n->builds[i]) && (best == -2 || length > longest)) {
			best = (int)i;
			longest = length;
		}
	}
	return best;
}

static const char *
find_shown(struct names *n, const char *path)
{
	const char *real = names_real(n, "/", path);
	for (size_t i = 0; i < n->places.count; i++) {
		const char *below = path_below(real, n->places.at[i].from);
		if (below)
			return arena_printf(&n->arena, "%s/%s", n->places.at[i].to, below);
	}
	int at = holder(n, real);
	if (at == -2) { /* a link that leads out of DIR */
		const char *text = path_clean(&n->arena, path);
		if (n->root && path_below(text, n->root) && *path_below(text, n->root))
			return path_below(text, n->root);
		return arena_printf(&n->arena, "<sys>/%s", real + (*real == '/'));
	}
	if (at == -1)
		return *path_below(real, n->root) ? path_below(real, n->root) : ".";
	const char *rest = path_below(real, n->builds[at]);
	if (!at)
		return arena_printf(&n->arena, "<build>/%s", rest);
	return arena_printf(&n->arena, "<build%d>/%s", at + 1, rest);
}

const char *
names_show(struct names *n, const char *path)
{
	str_id id = ask(n, path);
	if (!n->shown.at[id]) {
		const char *shown = find_shown(n, path); /* may ask for more, which moves the arrays */
		n->shown.at[id] = shown;
	}
	return n->shown.at[id];
}
