/* Columns: what the ROWS tables say, as arrays. In: the X-macros of evidence.h. Out: names, types and offsets,
 * and the SQL text that follows from them.
 *
 * Invariant: columns stand in the order of the macro in every statement, so bind and read need no names.
 * A column `id` is the rowid itself: rows are found by it without an index. */
#include "columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS(type, last, prefix, LIST) \
	static const char *type##_of(int64_t value) { return prefix##_word((enum type)value); } \
	static const struct column_words type##_words = {type##_of, prefix##_from};
VOCAB_ALL(WORDS)

static const struct {
	enum row_kind kind;
	const char *column;
	const struct column_words *words;
} worded[] = {
	{ROW_UNIT_KIND, "origin", &origin_words},
	{ROW_UNIT_KIND, "status", &unit_status_words},
	{ROW_ASSUMPTION_KIND, "kind", &assumption_kind_words},
	{ROW_FILE_KIND, "origin", &origin_words},
	{ROW_FUNCTION_KIND, "kind", &function_kind_words},
	{ROW_FUNCTION_KIND, "origin", &origin_words},
	{ROW_PROGRAM_MEMBER_KIND, "kind", &program_kind_words},
	{ROW_CALL_KIND, "kind", &call_kind_words},
	{ROW_CALL_KIND, "result_use", &result_use_words},
	{ROW_GLOBAL_ACCESS_KIND, "mode", &access_mode_words},
	{ROW_TABLE_ACCESS_KIND, "mode", &table_mode_words},
	{ROW_PREDICATE_KIND, "role", &predicate_role_words},
	{ROW_TABLE_KIND, "kind", &table_kind_words},
	{ROW_KEY_KIND, "kind", &key_kind_words},
	{ROW_SIGNATURE_KIND, "direction", &direction_words},
	{ROW_ENTRY_KIND, "kind", &entry_kind_words},
	{ROW_RESOURCE_KIND, "kind", &resource_kind_words},
	{ROW_UNRESOLVED_KIND, "kind", &unresolved_kind_words},
	{ROW_SERVICE_KIND, "kind", &service_kind_words},
	{ROW_MEMBER_KIND, "kind", &member_kind_words},
	{ROW_CUT_KIND, "kind", &cut_kind_words},
	{ROW_CUT_KIND, "remedy_kind", &remedy_kind_words},
	{ROW_FINDING_KIND, "severity", &severity_words},
	{ROW_PLAN_NEED_KIND, "kind", &cut_kind_words},
	{ROW_PLAN_NEED_KIND, "remedy_kind", &remedy_kind_words},
	{ROW_ENTRY_COST_KIND, "kind", &entry_kind_words},
};

static const struct column_words *
words_of(enum row_kind kind, const char *column)
{
	if (!strcmp(column, "confidence"))
		return &confidence_words;
	for (size_t i = 0; i < sizeof worded / sizeof *worded; i++)
		if (worded[i].kind == kind && !strcmp(worded[i].column, column))
			return worded[i].words;
	return NULL;
}

/* Once a kind: rows are many. */
static void
set_words(enum row_kind kind, struct column *columns, size_t count)
{
	static bool set[ROW_KIND_COUNT];
	for (size_t i = 0; !set[kind] && i < count; i++)
		columns[i].words = words_of(kind, columns[i].name);
	set[kind] = true;
}

#define COLUMN_T(field) {#field, COLUMN_TEXT, offsetof(row, field), NULL},
#define COLUMN_N(field) {#field, COLUMN_NUMBER, offsetof(row, field), NULL},
#define COLUMN_R(field) {#field, COLUMN_REAL, offsetof(row, field), NULL},
#define TABLE_CASE(upper, lower) \
	case ROW_##upper##_KIND: { \
		typedef struct row_##lower row; \
		static struct column columns[] = {ROW_##upper(COLUMN_T, COLUMN_N, COLUMN_R)}; \
		set_words(kind, columns, sizeof columns / sizeof *columns); \
		return (struct table){#lower, columns, sizeof columns / sizeof *columns, sizeof(row)}; \
	}

struct table
columns_table(enum row_kind kind)
{
	switch (kind) {
		ROWS(TABLE_CASE)
	case ROW_KIND_COUNT:
		break;
	}
	BUG("row kind %d", (int)kind);
}

static const char *
declared_type(const struct column *c)
{
	if (!strcmp(c->name, "id"))
		return "INTEGER PRIMARY KEY";
	if (c->type == COLUMN_TEXT || c->words)
		return "TEXT";
	return c->type == COLUMN_REAL ? "REAL" : "INTEGER";
}

/* Copies what was written to a stream into the arena and frees it. */
static char *
keep(struct arena *a, FILE *f, char **text)
{
	if (fclose(f))
		die(EXIT_FAILED, "out of memory");
	char *kept = arena_strdup(a, *text);
	free(*text);
	return kept;
}

static FILE *
text_open(char **text, size_t *size)
{
	FILE *f = open_memstream(text, size);
	if (!f)
		die(EXIT_FAILED, "out of memory");
	return f;
}

char *
columns_schema(struct arena *a)
{
	char *text;
	size_t size;
	FILE *f = text_open(&text, &size);
	for (int kind = 0; kind < ROW_KIND_COUNT; kind++) {
		struct table t = columns_table((enum row_kind)kind);
		fprintf(f, "CREATE TABLE \"%s\" (", t.name);
		for (size_t i = 0; i < t.count; i++)
			fprintf(f, "%s\"%s\" %s", i ? ", " : "", t.columns[i].name, declared_type(&t.columns[i]));
		fputs(");\n", f);
	}
	return keep(a, f, &text);
}

char *
columns_insert(struct arena *a, enum row_kind kind)
{
	char *text;
	size_t size;
	FILE *f = text_open(&text, &size);
	struct table t = columns_table(kind);
	fprintf(f, "INSERT INTO \"%s\" VALUES (", t.name);
	for (size_t i = 0; i < t.count; i++)
		fputs(i ? ", ?" : "?", f);
	fputs(")", f);
	return keep(a, f, &text);
}

char *
columns_select(struct arena *a, enum row_kind kind, const char *rest)
{
	char *text;
	size_t size;
	FILE *f = text_open(&text, &size);
	struct table t = columns_table(kind);
	for (size_t i = 0; i < t.count; i++)
		fprintf(f, "%s\"%s\"", i ? ", " : "SELECT ", t.columns[i].name);
	fprintf(f, " FROM \"%s\" %s", t.name, rest);
	return keep(a, f, &text);
}
