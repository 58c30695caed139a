/* Which subject a word means. In: a name or key as a user types it. Out: subjects, or near names.
 *
 * Keys carry their kind in front (table:orders), since a table, a service and a function may share a name. */
#include "advise/explain_rows.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const words[EXPLAIN_KIND_COUNT] = {"function", "global", "table", "column", "service"};

const char *
explain_word(enum explain_kind kind)
{
	return words[kind];
}

/* ---- all subjects ---- */

static void
add(struct explain *x, enum explain_kind kind, size_t row, const char *key, const char *name, const char *file, int64_t line)
{
	key = arena_printf(&x->arena, "%s:%s", words[kind], key);
	vec_push(&x->subjects, (struct explain_subject){kind, (uint32_t)row, key, name, file, line});
}

static int
compare_keys(const void *a, const void *b)
{
	const struct explain_subject *p = a, *q = b;
	int order = strcmp(p->key, q->key);
	return order ? order : (p->row > q->row) - (p->row < q->row);
}

static void
list_subjects(struct explain *x)
{
	if (x->subjects.count)
		return;
	for (size_t i = 0; i < x->function.count; i++) {
		const struct row_function *f = &x->function.at[i];
		add(x, EXPLAIN_FUNCTION, i, f->key, f->name, f->file, f->line);
	}
	for (size_t i = 0; i < x->global.count; i++) {
		const struct row_global *g = &x->global.at[i];
		add(x, EXPLAIN_GLOBAL, i, g->key, g->name, g->file, g->line);
	}
	for (size_t i = 0; i < x->table.count; i++) {
		const struct row_table *t = &x->table.at[i];
		const struct row_member *m = x->member_of[MEMBER_TABLE][i];
		add(x, EXPLAIN_TABLE, i, m ? m->key : t->name, t->name, t->file, t->line);
	}
	for (size_t i = 0; i < x->columns.count; i++) {
		const struct explain_column *c = &x->columns.at[i];
		const char *name = arena_printf(&x->arena, "%s.%s", c->table, c->name);
		add(x, EXPLAIN_COLUMN, i, name, name, c->row ? c->row->file : NULL, c->row ? c->row->line : 0);
	}
	for (size_t i = 0; i < x->service.count; i++) {
		const struct row_service *s = &x->service.at[i];
		add(x, EXPLAIN_SERVICE, i, s->slug ? s->slug : s->name, s->name, NULL, 0);
	}
	vec_sort(&x->subjects, compare_keys);
}

/* ---- ways to mean one ---- */

static const char *
bare_key(const struct explain_subject *s)
{
	return s->key + strlen(words[s->kind]) + 1;
}

static bool
has_files(const struct explain_subject *s)
{
	return s->kind == EXPLAIN_FUNCTION || s->kind == EXPLAIN_GLOBAL;
}

/* A bare `orders` is a name, not a key: a function may be called so too. */
static bool
by_key(const struct explain_subject *s, const char *word)
{
	return !strcmp(s->key, word) || (has_files(s) && !strcmp(bare_key(s), word));
}

/* A variable inside a function is also meant with the function in front: rep_aging.names. */
static bool
by_name(const struct explain_subject *s, const char *word)
{
	if (!strcmp(s->name, word) || (!has_files(s) && !strcmp(bare_key(s), word)))
		return true;
	const char *last = s->kind == EXPLAIN_GLOBAL ? strrchr(s->key, ':') : NULL;
	return last && !strcmp(last + 1, word);
}

static bool
by_any_case(const struct explain_subject *s, const char *word)
{
	return !strcasecmp(s->name, word) || (!has_files(s) && !strcasecmp(bare_key(s), word));
}

static bool
by_end_of_key(const struct explain_subject *s, const char *word)
{
	size_t n = strlen(s->key), m = strlen(word);
	return has_files(s) && strchr(word, ':') && n > m && s->key[n - m - 1] == '/' && !strcmp(s->key + n - m, word);
}

static bool
by_column(const struct explain_subject *s, const char *word)
{
	const char *dot = s->kind == EXPLAIN_COLUMN ? strrchr(s->name, '.') : NULL;
	return dot && !strcasecmp(dot + 1, word);
}

/* Takes a kind off the front of the word: EXPLAIN_KIND_COUNT when it has none. */
static enum explain_kind
take_kind(const char **word)
{
	int kind = 0;
	for (; kind < EXPLAIN_KIND_COUNT; kind++) {
		size_t n = strlen(words[kind]);
		if (!strncmp(*word, words[kind], n) && (*word)[n] == ':') {
			*word += n + 1;
			break;
		}
	}
	return (enum explain_kind)kind;
}

size_t
explain_find(struct explain *x, const char *word, const struct explain_subject **out)
{
	static bool (*const ways[])(const struct explain_subject *, const char *) = {by_name, by_any_case, by_end_of_key, by_column};
	list_subjects(x);
	x->found.count = 0;
	const char *rest = word;
	enum explain_kind kind = take_kind(&rest);
	for (size_t i = 0; i < x->subjects.count; i++)
		if (by_key(&x->subjects.at[i], word) && !x->found.count)
			vec_push(&x->found, x->subjects.at[i]);
	for (size_t w = 0; !x->found.count && w < sizeof ways / sizeof *ways; w++)
		for (size_t i = 0; i < x->subjects.count; i++) {
			const struct explain_subject *s = &x->subjects.at[i];
			if (kind == EXPLAIN_KIND_COUNT ? ways[w](s, word) : s->kind == kind && ways[w](s, rest))
				vec_push(&x->found, *s);
		}
	*out = x->found.at;
	return x->found.count;
}

/* ---- near names ---- */

/* Changes that turn a into b, letters in any case (Levenshtein 1966); more than `most` counts as most + 1. */
static unsigned
distance(const char *a, const char *b, unsigned most)
{
	enum { LONGEST = 128 };
	unsigned row[LONGEST + 1];
	size_t m = strlen(a), n = strlen(b);
	if (m > LONGEST || n > LONGEST || (m > n ? m - n : n - m) > most)
		return most + 1;
	for (unsigned j = 0; j <= n; j++)
		row[j] = j;
	for (unsigned i = 1; i <= m; i++) {
		unsigned diagonal = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= n; j++) {
			unsigned change = diagonal + (strncasecmp(a + i - 1, b + j - 1, 1) != 0);
			diagonal = row[j];
			unsigned shorter = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
			row[j] = change < shorter ? change : shorter;
		}
	}
	return row[n] <= most ? row[n] : most + 1;
}

/* How far a subject is from the word: mistyped counts by letters, then names that hold the word as a part. */
static unsigned
farness(const struct explain_subject *s, const char *word)
{
	size_t n = strlen(word);
	unsigned most = n < 6 ? 2 : (unsigned)n / 3, d = distance(word, s->name, most);
	const char *dot = s->kind == EXPLAIN_COLUMN ? strrchr(s->name, '.') : NULL;
	unsigned short_name = dot && !strchr(word, '.') ? distance(word, dot + 1, most) : most + 1;
	if (short_name < d)
		d = short_name;
	if (d <= most)
		return d;
	size_t length = strlen(s->name);
	return n >= 3 && strcasestr(s->name, word) ? 100 + (unsigned)(length - n) : EXPLAIN_NONE;
}

size_t
explain_suggest(struct explain *x, const char *word, const struct explain_subject **out, size_t room)
{
	list_subjects(x);
	enum explain_kind kind = take_kind(&word);
	const char *colon = strrchr(word, ':');
	word = colon ? colon + 1 : word;
	unsigned *far = mem_alloc((room + 1) * sizeof *far);
	size_t count = 0;
	for (size_t i = 0; i < x->subjects.count; i++) {
		const struct explain_subject *s = &x->subjects.at[i];
		unsigned f = kind == EXPLAIN_KIND_COUNT || s->kind == kind ? farness(s, word) : EXPLAIN_NONE;
		if (f == EXPLAIN_NONE)
			continue;
		size_t at = count;
		for (; at > 0 && far[at - 1] > f; at--)
			if (at < room) {
				far[at] = far[at - 1];
				out[at] = out[at - 1];
			}
		if (at < room) {
			far[at] = f;
			out[at] = s;
			count += count < room;
		}
	}
	free(far);
	return count;
}
