/* Rows collected in memory, sorted by all their columns and put into the store without repeats: whoever
 * finds a row, and when, does not show. Texts are not copied; they must live until rows_put. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/vec.h"
#include "store/store.h"

struct rows {
	VEC(unsigned char) of[ROW_KIND_COUNT]; /* structs one after the other */
};

void rows_init(struct rows *r);
void rows_finish(struct rows *r);
void rows_add(struct rows *r, enum row_kind kind, const void *row);
#define ROW_ADD(r, upper, lower, ...) rows_add((r), ROW_##upper##_KIND, &(struct row_##lower){__VA_ARGS__})
size_t rows_count(const struct rows *r, enum row_kind kind);
void *rows_at(const struct rows *r, enum row_kind kind, size_t i);

/* Sorts by all columns in order and drops repeats. */
void rows_sort(struct rows *r, enum row_kind kind);

/* Sorts every kind and puts it, kind after kind. */
void rows_put(struct rows *r, struct store *s);

#endif
