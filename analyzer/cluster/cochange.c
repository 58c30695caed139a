/* Co-change: commits → ties between functions of two files. In: a survey, a history. Out: ties.
 *
 * Two files that at least three commits changed together, and a quarter of the commits of the one that changes less, are tied by
 * the share of the commits of either that changed both (Jaccard), so that a file that every commit touches ties little
 * (logical coupling: Gall, Hajek, Jazayeri 1998; support and confidence: Zimmermann et al. 2004). A commit over more than
 * thirty of our files is no change of one thing. Inside a file history tells nothing: it knows files, not functions.
 *
 * Functions are tied, not all pairs of them: each file takes its six closest companions, and function number i of its n is
 * tied to number i·m/n of the m there. So ties grow with functions, and a file hangs on all parts of its companion alike, as
 * all pairs would have it. Counts do not depend on the order of commits. */
#include "cochange.h"

#include <string.h>

#include "base/map.h"

enum { MOST_FILES = 30, LEAST_TOGETHER = 3, LEAST_SHARE = 4, COMPANIONS = 6 };

#define NO_FILE UINT32_MAX

struct file {
	const char *name;
	size_t first, count; /* its functions */
	uint32_t changes;    /* commits that count */
};

struct together {
	uint32_t a, b; /* files, a < b */
	uint32_t times;
};

struct companion {
	uint32_t of, file;
	int64_t likeness; /* thousandths */
};

struct cochange {
	struct survey *s;
	const struct history *h;
	VEC(uint32_t) functions;   /* in play, by file, line */
	VEC(struct file) files;    /* by name */
	uint32_t *file_of;         /* by id of name, NO_FILE */
	struct map pairs;          /* of files → place in together */
	VEC(struct together) together;
	size_t commits, large;     /* that change a file of ours; of these too large */
};

static int
compare_functions(const void *a, const void *b, void *arg)
{
	const struct survey *s = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const struct node *m = &s->nodes[x], *n = &s->nodes[y];
	int order = strcmp(m->file, n->file);
	if (!order)
		order = (m->line > n->line) - (m->line < n->line);
	return order ? order : (x > y) - (x < y);
}

static void
list_files(struct cochange *c)
{
	struct survey *s = c->s;
	for (uint32_t i = 0; i < s->count; i++)
		if (s->nodes[i].kind == MEMBER_FUNCTION && s->nodes[i].in_play)
			vec_push(&c->functions, i);
	if (c->functions.count)
		qsort_r(c->functions.at, c->functions.count, sizeof *c->functions.at, compare_functions, s);
	for (size_t i = 0; i < c->functions.count; i++) {
		const char *name = s->nodes[c->functions.at[i]].file;
		if (!i || strcmp(vec_last(&c->files).name, name))
			vec_push(&c->files, (struct file){.name = name, .first = i});
		vec_last(&c->files).count++;
	}
}

static uint32_t
file_named(const struct cochange *c, const char *name)
{
	size_t low = 0, high = c->files.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(c->files.at[middle].name, name);
		if (!order)
			return (uint32_t)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NO_FILE;
}

/* Names in the log count from the top of the repository, ours from the folder that is analyzed. */
struct top {
	const char *folder; /* its bytes lie in a name of the log */
	size_t length, votes;
};

static int
compare_tops(const void *a, const void *b)
{
	const struct top *x = a, *y = b;
	int order = memcmp(x->folder, y->folder, x->length < y->length ? x->length : y->length);
	return order ? order : (x->length > y->length) - (x->length < y->length);
}

/* The folder of the log below which most of our files are found, the shorter of equals; what lies elsewhere is not ours. */
static struct top
find_top(const struct cochange *c)
{
	enum { DEEPEST = 16 };
	struct top best = {.folder = ""};
	VEC(struct top) list = {0};
	for (uint32_t id = 1; id < c->h->names.count; id++) {
		const char *name = intern_get(&c->h->names, id), *rest = name;
		for (int depth = 0; rest && depth < DEEPEST; depth++) {
			if (file_named(c, rest) != NO_FILE)
				vec_push(&list, (struct top){name, (size_t)(rest - name), 0});
			rest = strchr(rest, '/');
			if (rest)
				rest++;
		}
	}
	vec_sort(&list, compare_tops);
	for (size_t i = 0, end; i < list.count; i = end) {
		for (end = i; end < list.count && !compare_tops(&list.at[i], &list.at[end]);)
			end++;
		list.at[i].votes = end - i;
		bool more = list.at[i].votes > best.votes;
		if (more || (list.at[i].votes == best.votes && list.at[i].length < best.length))
			best = list.at[i];
	}
	vec_finish(&list);
	return best;
}

static void
find_present(struct cochange *c)
{
	struct top top = find_top(c);
	for (uint32_t id = 0; id < c->h->names.count; id++) {
		const char *name = intern_get(&c->h->names, id);
		c->file_of[id] = strncmp(name, top.folder, top.length) ? NO_FILE : file_named(c, name + top.length);
	}
}

/* A name that is no more leads to the file it was renamed to; of several to the first by name. */
static void
follow_renames(struct cochange *c)
{
	enum { MOST_RENAMES = 8 };
	const struct history *h = c->h;
	uint32_t *next = mem_alloc(h->names.count * sizeof *next);
	bool *present = mem_alloc(h->names.count * sizeof *present);
	for (uint32_t id = 0; id < h->names.count; id++)
		present[id] = c->file_of[id] != NO_FILE;
	for (int round = 0; round < MOST_RENAMES; round++) {
		memcpy(next, c->file_of, h->names.count * sizeof *next);
		for (size_t i = 0; i < h->renames.count; i++) {
			struct history_rename r = h->renames.at[i];
			if (!present[r.from] && c->file_of[r.to] < next[r.from])
				next[r.from] = c->file_of[r.to];
		}
		memcpy(c->file_of, next, h->names.count * sizeof *next);
	}
	free(next);
	free(present);
}

static void
count_pair(struct cochange *c, uint32_t a, uint32_t b)
{
	uint32_t at = map_add(&c->pairs, MAP_PAIR(a, b), (uint32_t)c->together.count);
	if (at == c->together.count)
		vec_push(&c->together, (struct together){a, b, 0});
	c->together.at[at].times++;
}

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static void
count_commit(struct cochange *c, const str_id *names, size_t count)
{
	VEC(uint32_t) files = {0};
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (c->file_of[names[i]] != NO_FILE)
			vec_push(&files, c->file_of[names[i]]);
	vec_sort(&files, compare_numbers);
	for (size_t i = 0; i < files.count; i++)
		if (!i || files.at[i] != files.at[i - 1])
			files.at[n++] = files.at[i];
	c->commits += n > 0;
	c->large += n > MOST_FILES;
	for (size_t i = 0; i < n && n <= MOST_FILES; i++) {
		c->files.at[files.at[i]].changes++;
		for (size_t k = i + 1; k < n; k++)
			count_pair(c, files.at[i], files.at[k]);
	}
	vec_finish(&files);
}

static void
count_commits(struct cochange *c)
{
	size_t begin = 0;
	for (size_t i = 0; i < c->h->ends.count; i++) {
		count_commit(c, c->h->changed.at + begin, c->h->ends.at[i] - begin);
		begin = c->h->ends.at[i];
	}
}

/* The closest first. */
static int
compare_companions(const void *a, const void *b)
{
	const struct companion *x = a, *y = b;
	if (x->of != y->of)
		return x->of < y->of ? -1 : 1;
	if (x->likeness != y->likeness)
		return x->likeness < y->likeness ? 1 : -1;
	return (x->file > y->file) - (x->file < y->file);
}

static void
tie_files(struct cochange *c, const struct companion *m, int64_t weight)
{
	const struct file *a = &c->files.at[m->of], *b = &c->files.at[m->file];
	for (size_t i = 0; i < a->count; i++)
		ties_add(c->s, TIE_HISTORY, c->functions.at[a->first + i], c->functions.at[b->first + i * b->count / a->count],
		         weight * m->likeness / 1000);
}

static void
tie_companions(struct cochange *c)
{
	int64_t weight = ties_weight(c->s, "history", 0);
	VEC(struct companion) list = {0};
	for (size_t i = 0; i < c->together.count; i++) {
		const struct together *t = &c->together.at[i];
		uint32_t of_a = c->files.at[t->a].changes, of_b = c->files.at[t->b].changes, rarer = of_a < of_b ? of_a : of_b;
		if (t->times < LEAST_TOGETHER || (uint64_t)t->times * LEAST_SHARE < rarer)
			continue;
		int64_t likeness = (int64_t)t->times * 1000 / ((int64_t)of_a + of_b - t->times);
		vec_push(&list, (struct companion){t->a, t->b, likeness});
		vec_push(&list, (struct companion){t->b, t->a, likeness});
	}
	vec_sort(&list, compare_companions);
	for (size_t i = 0, taken = 0; i < list.count; i++) {
		taken = i && list.at[i].of == list.at[i - 1].of ? taken + 1 : 0;
		if (taken < COMPANIONS)
			tie_files(c, &list.at[i], weight);
	}
	vec_finish(&list);
}

static void
tell(const struct cochange *c, struct diag_queue *diags)
{
	size_t changed = 0, foreign = 0;
	for (size_t i = 0; i < c->files.count; i++)
		changed += c->files.at[i].changes > 0;
	for (uint32_t id = 1; id < c->h->names.count; id++)
		foreign += c->file_of[id] == NO_FILE;
	if (!c->commits)
		diag_add(diags, DIAG_WARNING, "history", c->h->path, 0, 0,
		         "no commit in it names a file with functions of this program (%zu commits, %zu other names); make it by git log "
		         "--relative --name-status in the folder that is analyzed", c->h->ends.count, foreign);
	else
		diag_add(diags, DIAG_NOTE, "history", c->h->path, 0, 0,
		         "%zu of its %zu commits change %zu of the %zu files with functions of this program; %zu of them are too large to tell "
		         "anything (more than %d files), and %zu names are no such file", c->commits, c->h->ends.count, changed, c->files.count,
		         c->large, MOST_FILES, foreign);
}

void
cochange_tie(struct survey *s, const struct history *h, struct diag_queue *diags)
{
	struct cochange c = {.s = s, .h = h};
	if (!h)
		return;
	map_init(&c.pairs);
	c.file_of = mem_alloc(h->names.count * sizeof *c.file_of);
	list_files(&c);
	find_present(&c);
	follow_renames(&c);
	count_commits(&c);
	tie_companions(&c);
	tell(&c, diags);
	free(c.file_of);
	map_finish(&c.pairs);
	vec_finish(&c.functions);
	vec_finish(&c.files);
	vec_finish(&c.together);
}
