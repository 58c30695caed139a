/* Rows in memory: every struct row_* is a sequence of 8-byte cells (text, integer or real), so sorting and
 * comparing are generic over the column letters of evidence.h. */
#include "store/rows.h"

#include <string.h>

#define LETTER_T(name) "T"
#define LETTER_N(name) "N"
#define LETTER_R(name) "R"
#define LETTERS(upper, lower) ROW_##upper(LETTER_T, LETTER_N, LETTER_R),
static const char *const letters[ROW_KIND_COUNT] = {ROWS(LETTERS)};

union cell {
	const char *text;
	int64_t integer;
	double real;
};

#define CHECK_SIZE(upper, lower) \
	_Static_assert(sizeof(struct row_##lower) == sizeof(union cell) * (sizeof(ROW_##upper(LETTER_T, LETTER_N, LETTER_R)) - 1), \
	               "rows are cells");
ROWS(CHECK_SIZE)

void
rows_init(struct rows *r)
{
	memset(r, 0, sizeof *r);
}

void
rows_finish(struct rows *r)
{
	for (int k = 0; k < ROW_KIND_COUNT; k++)
		vec_finish(&r->of[k]);
}

static size_t
row_size(enum row_kind kind)
{
	return strlen(letters[kind]) * sizeof(union cell);
}

void
rows_add(struct rows *r, enum row_kind kind, const void *row)
{
	size_t size = row_size(kind);
	vec_reserve(&r->of[kind], r->of[kind].count + size);
	memcpy(r->of[kind].at + r->of[kind].count, row, size);
	r->of[kind].count += size;
}

size_t
rows_count(const struct rows *r, enum row_kind kind)
{
	return r->of[kind].count / row_size(kind);
}

void *
rows_at(const struct rows *r, enum row_kind kind, size_t i)
{
	return r->of[kind].at + i * row_size(kind);
}

static int
compare_text(const char *a, const char *b)
{
	if (a == b)
		return 0;
	if (!a || !b)
		return a ? 1 : -1;
	return strcmp(a, b);
}

static int
compare(const void *a, const void *b, void *arg)
{
	const union cell *x = a, *y = b;
	for (const char *l = arg; *l; l++, x++, y++) {
		int c = *l == 'T'   ? compare_text(x->text, y->text)
		        : *l == 'N' ? (x->integer > y->integer) - (x->integer < y->integer)
		                    : (x->real > y->real) - (x->real < y->real);
		if (c)
			return c;
	}
	return 0;
}

void
rows_sort(struct rows *r, enum row_kind kind)
{
	size_t size = row_size(kind), n = rows_count(r, kind), kept = 0;
	char *order = (char *)(uintptr_t)letters[kind];
	if (!n)
		return;
	qsort_r(r->of[kind].at, n, size, compare, order);
	for (size_t i = 0; i < n; i++)
		if (!kept || compare(rows_at(r, kind, i), rows_at(r, kind, kept - 1), order)) {
			if (i != kept)
				memcpy(rows_at(r, kind, kept), rows_at(r, kind, i), size);
			kept++;
		}
	r->of[kind].count = kept * size;
}

void
rows_put(struct rows *r, struct store *s)
{
	for (int k = 0; k < ROW_KIND_COUNT; k++) {
		rows_sort(r, (enum row_kind)k);
		for (size_t i = 0; i < rows_count(r, (enum row_kind)k); i++)
			store_put(s, (enum row_kind)k, rows_at(r, (enum row_kind)k, i));
	}
}
