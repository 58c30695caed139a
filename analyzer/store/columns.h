/* Columns: the tables of splitter.db as data, generated from the ROWS tables of evidence.h. Private to store. */
#ifndef STORE_COLUMNS_H
#define STORE_COLUMNS_H

#include <stddef.h>

#include "base/arena.h"
#include "splitter/evidence.h"

enum column_type { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_REAL };

/* One closed set of words; numbers in rows, words in the file, so that users of SQL read words. */
struct column_words {
	const char *(*word)(int64_t value);
	int (*from)(const char *word);
};

struct column {
	const char *name;
	enum column_type type;
	size_t offset;                    /* within struct row_* */
	const struct column_words *words; /* NULL: a plain number or text */
};

struct table {
	const char *name;
	const struct column *columns;
	size_t count;
	size_t row_size;
};

/* The table of a kind; BUG when there is no such kind. */
struct table columns_table(enum row_kind kind);

/* Statements as text: CREATE TABLE of all tables, INSERT and SELECT of one. Memory of the arena. */
char *columns_schema(struct arena *a);
char *columns_insert(struct arena *a, enum row_kind kind);
char *columns_select(struct arena *a, enum row_kind kind, const char *rest);

#endif
