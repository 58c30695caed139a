/* Headers that are asked for by a folder the tree does not have: an install, or a link made by the build, gives
 * another folder that name. In: the names that were not found, the tree; out: the header each of them stands for.
 *
 * A folder NAME/ is the folder of the tree that holds the most of what is asked for below NAME, at least two headers
 * and at least half of them. */
#include <string.h>

#include "base/map.h"
#include "base/path.h"
#include "compdb/builder.h"

enum { LEAST_HEADERS = 2, MOST_NAMESAKES = 64 };

struct candidate {
	str_id front, folder;
	unsigned holds;
};

struct searching {
	const struct tree *tree;
	struct intern bases, fronts, folders;
	VEC(uint32_t) first, next; /* chains of headers by base name */
	VEC(unsigned) asked;       /* by front: how many names */
	VEC(struct candidate) list;
	struct map numbers;        /* front and folder → position in list */
};

static void
index_headers(struct searching *s)
{
	for (size_t i = 0; i < s->tree->headers.count; i++) {
		str_id base = intern_text(&s->bases, path_base(s->tree->headers.at[i]));
		while (s->first.count <= base)
			vec_push(&s->first, MAP_NONE);
		vec_push(&s->next, s->first.at[base]);
		s->first.at[base] = (uint32_t)i;
	}
}

static void
count_folder(struct searching *s, str_id front, const char *folder, size_t length)
{
	struct candidate c = {front, intern_bytes(&s->folders, folder, length), 0};
	uint32_t at = map_add(&s->numbers, MAP_PAIR(front, c.folder), (uint32_t)s->list.count);
	if (at == s->list.count)
		vec_push(&s->list, c);
	s->list.at[at].holds++;
}

/* Counts each folder of the tree that holds the rest of the name. Names that half of a tree has tell nothing. */
static void
count_name(struct searching *s, const char *include)
{
	const char *rest = strchr(include, '/') + 1;
	size_t n = strlen(rest), tried = 0;
	str_id front = intern_bytes(&s->fronts, include, (size_t)(rest - include - 1));
	str_id base = intern_text(&s->bases, path_base(rest));
	while (s->asked.count <= front)
		vec_push(&s->asked, 0);
	s->asked.at[front]++;
	if (base >= s->first.count)
		return;
	for (uint32_t i = s->first.at[base]; i != MAP_NONE && tried < MOST_NAMESAKES; i = s->next.at[i], tried++) {
		const char *name = s->tree->headers.at[i];
		size_t length = strlen(name);
		if (length > n && name[length - n - 1] == '/' && !strcmp(name + length - n, rest))
			count_folder(s, front, name, length - n - 1);
	}
}

static bool
is_better(const struct searching *s, const struct candidate *c, const struct candidate *than)
{
	if (c->holds != than->holds)
		return c->holds > than->holds;
	const char *name = intern_get(&s->folders, c->folder), *other = intern_get(&s->folders, than->folder);
	size_t n = strlen(name), m = strlen(other);
	return n != m ? n < m : strcmp(name, other) < 0;
}

/* By front: the position of the best folder in the list, MAP_NONE when none is good enough. */
static uint32_t *
choose(const struct searching *s, struct arena *a)
{
	uint32_t *best = arena_alloc(a, (s->asked.count + 1) * sizeof *best);
	memset(best, 0xff, (s->asked.count + 1) * sizeof *best);
	for (size_t i = 0; i < s->list.count; i++) {
		const struct candidate *c = &s->list.at[i];
		bool enough = c->holds >= LEAST_HEADERS && 2 * c->holds >= s->asked.at[c->front];
		if (enough && (best[c->front] == MAP_NONE || is_better(s, c, &s->list.at[best[c->front]])))
			best[c->front] = (uint32_t)i;
	}
	return best;
}

const char **
elsewhere_find(struct arena *a, const struct tree *tree, const char *const *includes, size_t count)
{
	struct searching s = {.tree = tree};
	const char **found = arena_alloc(a, (count + 1) * sizeof *found);
	intern_init(&s.bases);
	intern_init(&s.fronts);
	intern_init(&s.folders);
	map_init(&s.numbers);
	index_headers(&s);
	for (size_t i = 0; i < count; i++)
		count_name(&s, includes[i]);
	const uint32_t *best = choose(&s, a);
	for (size_t i = 0; i < count; i++) {
		size_t front = strcspn(includes[i], "/");
		uint32_t at = best[intern_bytes(&s.fronts, includes[i], front)];
		found[i] = at == MAP_NONE ? NULL : path_join(a, intern_get(&s.folders, s.list.at[at].folder), includes[i] + front + 1);
	}
	intern_finish(&s.bases);
	intern_finish(&s.fronts);
	intern_finish(&s.folders);
	map_finish(&s.numbers);
	vec_finish(&s.first);
	vec_finish(&s.next);
	vec_finish(&s.asked);
	vec_finish(&s.list);
	return found;
}
