/* Private to sqltext: asking a schema. */
#ifndef SQLTEXT_SCHEMA_H
#define SQLTEXT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sql_schema;

struct schema_column {
	struct schema_column *next;
	const char *name;
};

struct schema_table {
	const char *name;
	struct schema_column *columns, *last;
	const char *row_id;  /* the column that SQLite's rowid is another name of, NULL: none */
	bool open;           /* there may be columns that nobody told us */
};

/* NULL when not known. A qualified name also finds what was learned without the qualifier, and the other way
 * round; system catalogs keep theirs. */
const struct schema_table *schema_find(const struct sql_schema *s, const char *table);
/* The column as the schema spells it, NULL when the table has none of that name. */
const char *schema_column(const struct sql_schema *s, const struct schema_table *t, const char *column);

/* FNV-1a of the text, letters in lower case, going on from `hash`. */
uint64_t hash_lower(uint64_t hash, const char *text);
#define HASH_START UINT64_C(14695981039346656037)
#define HASH_PRIME UINT64_C(1099511628211)

#endif
