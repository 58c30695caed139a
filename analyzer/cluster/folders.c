/* Folders: who laid files into a folder of its own said that they belong together. In: a survey. Out: ties of functions.
 *
 * A folder with most of the functions says nothing (src/), one with many files little. Not every pair is tied: the functions
 * of a folder stand in a circle, by file and line, and each is tied to those a quarter, a third and a half of the circle
 * away. So ties grow with functions, and every part of the folder hangs on every other, as all pairs would have it. */
#include "folders.h"

#include <string.h>

struct place {
	uint32_t node;
	size_t length; /* of its file's folder */
};

static int
compare_folders(const struct survey *s, const struct place *a, const struct place *b)
{
	const char *x = s->nodes[a->node].file, *y = s->nodes[b->node].file;
	int order = memcmp(x, y, a->length < b->length ? a->length : b->length);
	return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int
compare_places(const void *a, const void *b, void *arg)
{
	const struct survey *s = arg;
	const struct place *x = a, *y = b;
	const struct node *m = &s->nodes[x->node], *n = &s->nodes[y->node];
	int order = compare_folders(s, x, y);
	if (!order)
		order = strcmp(m->file, n->file);
	if (!order)
		order = (m->line > n->line) - (m->line < n->line);
	return order ? order : (x->node > y->node) - (x->node < y->node);
}

static void
tie_folder(struct survey *s, const struct place *at, size_t count, int64_t weight)
{
	uint64_t files = 1;
	for (size_t i = 1; i < count; i++)
		files += strcmp(s->nodes[at[i - 1].node].file, s->nodes[at[i].node].file) != 0;
	if (files < 2)
		return;
	for (size_t part = 2; part <= 4; part++)
		for (size_t i = 0, step = count / part; step && i < (part == 2 && count % 2 == 0 ? step : count); i++) {
			uint32_t a = at[i].node, b = at[(i + step) % count].node;
			if (strcmp(s->nodes[a].file, s->nodes[b].file))
				ties_add(s, TIE_FOLDER, a, b, ties_damp(weight, files, 2));
		}
}

void
folders_tie(struct survey *s)
{
	int64_t weight = ties_weight(s, "same_folder", 0);
	VEC(struct place) list = {0};
	for (uint32_t i = 0; i < s->count; i++) {
		const struct node *n = &s->nodes[i];
		const char *slash = strrchr(n->file, '/');
		if (n->kind == MEMBER_FUNCTION && n->in_play)
			vec_push(&list, (struct place){i, slash ? (size_t)(slash - n->file) : 0});
	}
	if (list.count)
		qsort_r(list.at, list.count, sizeof *list.at, compare_places, s);
	for (size_t i = 0, end; i < list.count; i = end) {
		for (end = i + 1; end < list.count && !compare_folders(s, &list.at[i], &list.at[end]);)
			end++;
		if ((end - i) * 2 <= list.count)
			tie_folder(s, list.at + i, end - i, weight);
	}
	vec_finish(&list);
}
