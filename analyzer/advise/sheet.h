/* Sheet: what is told about one thing, as facts and sections of rows; printed for people or for machines from the
 * same values. Built in memory of one arena, which owns all of it. */
#ifndef ADVISE_SHEET_H
#define ADVISE_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/vec.h"

struct sheet_place {
	const char *name; /* of a path: the function that is reached here */
	const char *key;  /* of a path: its key */
	const char *file; /* NULL: no place */
	int64_t line;
};

enum sheet_kind {
	SHEET_NONE, /* "-", null */
	SHEET_TEXT,
	SHEET_NUMBER,
	SHEET_SHARE,
	SHEET_FLAG,
	SHEET_WORDS,  /* texts */
	SHEET_PLACE,  /* one place */
	SHEET_PLACES,
	SHEET_PATH    /* functions, each with the place of the call that leads to it; the first has none */
};

struct sheet_value {
	enum sheet_kind kind;
	const char *text;
	int64_t number;
	double share;
	const char *const *words;
	const struct sheet_place *places;
	size_t count; /* of words or places */
};

/* A NULL or empty text and a place without a file are SHEET_NONE. */
struct sheet_value sheet_text(const char *text);
struct sheet_value sheet_number(int64_t number);
struct sheet_value sheet_share(double share); /* below 0: SHEET_NONE */
struct sheet_value sheet_flag(bool flag);
struct sheet_value sheet_words(const char *const *words, size_t count);
struct sheet_value sheet_place(struct arena *a, const char *file, int64_t line);
struct sheet_value sheet_places(const struct sheet_place *places, size_t count);
struct sheet_value sheet_path(const struct sheet_place *places, size_t count);

struct sheet_fact {
	const char *key, *title; /* a key of NULL: only for people; a title of NULL: only for machines */
	struct sheet_value value;
};

struct sheet_column {
	const char *key, *title;
	bool below; /* for people: on a line of its own below the row, its title in front */
};

struct sheet_section {
	const char *key, *title;
	const char *note; /* what all rows have in common, or their sums; NULL: none */
	const struct sheet_column *columns;
	size_t column_count;
	VEC(const struct sheet_value *) rows;
};

struct sheet {
	struct arena *arena;
	const char *head; /* first line for people */
	VEC(struct sheet_fact) facts;
	VEC(struct sheet_section *) sections;
};

/* Nothing to show: SHEET_NONE or an empty list. */
bool sheet_is_empty(const struct sheet_value *v);

void sheet_init(struct sheet *s, struct arena *a);
void sheet_finish(struct sheet *s);

void sheet_add(struct sheet *s, const char *key, const char *title, struct sheet_value value);

/* Columns are kept as given, not copied. */
struct sheet_section *sheet_section(struct sheet *s, const char *key, const char *title,
                                    const struct sheet_column *columns, size_t count);
#define SHEET_SECTION(s, key, title, columns) \
	sheet_section((s), (key), (title), (columns), sizeof(columns) / sizeof *(columns))

/* Copies the values, one a column. */
void sheet_row(struct sheet *s, struct sheet_section *section, const struct sheet_value *values);

/* For people: aligned, at most `limit` rows a section and what is left out said aloud (0: everything); control
 * characters, bytes that are not UTF-8 and marks that turn the writing direction show as \xNN. */
void sheet_print(const struct sheet *s, size_t limit, FILE *out);

/* For machines: one JSON object, everything in it. */
void sheet_print_json(const struct sheet *s, FILE *out);

/* A text as both print it. */
void sheet_put_text(const char *text, FILE *out);
void sheet_put_json_text(const char *text, FILE *out);

/* Length of the UTF-8 sequence at p (RFC 3629), 0 when it is none. */
size_t sheet_utf8(const char *p);

#endif
