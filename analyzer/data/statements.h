/* Statements of the program, read with the schema. Private to data. */
#ifndef DATA_STATEMENTS_H
#define DATA_STATEMENTS_H

#include "data/sinks.h"
#include "sqltext/sqltext.h"
#include "store/rows.h"

struct statement {
	int64_t id;
	uint32_t symbol;      /* function, PROGRAM_NONE: of a script */
	uint32_t body, event;
	const char *file;
	uint32_t line;
	char *text;           /* holes encoded */
	size_t length;
	const char *dialect, *through;
	const char *store;    /* "sql", or the store whose command the text is */
	unsigned wrappers;
	bool chosen, filled;
	bool guessed;         /* a call on its way was of something declared by guess */
	struct sql_script script;
	int64_t transaction;  /* 0 none */
	uint64_t configs;     /* facts/configs.h */
};

struct known_table {
	const char *name, *store;
	enum table_kind kind;
	bool temporary, created;
	const char *renamed_from; /* no CREATE makes it, an ALTER … RENAME TO does */
	const char *file; /* of its CREATE or RENAME, NULL when none is known */
	uint32_t line;
};

#define TABLE_SEVERAL (UINT32_MAX - 1)

struct schema_tables {
	VEC(struct known_table) list;
	struct map by_name; /* name without case → place in the list */
	struct map by_last; /* created: name without case and qualifier → place in the list, TABLE_SEVERAL */
};

struct routine;

struct data {
	struct program *p;
	const struct rules *rules;
	struct rows *rows;
	struct arena scratch, texts;
	struct text_reader reader;
	struct call_sites sites;
	struct sinks sinks;
	unsigned char **read; /* [body][value]: the literal is part of a statement */
	VEC(struct statement) statements;
	struct sql_schema *schema;
	struct schema_tables tables;
	VEC(struct routine) routines; /* of the database */
	int64_t sites_used;           /* the highest number of a call's site */
};

/* Does a literal look like SQL, as it stands or as a format with its conversions as holes? */
bool data_looks_like_sql(struct arena *a, const char *text, size_t length);

/* Adds the text at the place where `f` was found; filled: callers' arguments stand in it. */
void statements_add(struct data *d, const struct found_statement *f, const struct text *t, bool filled);

/* Parses all texts with the schema learned. */
void statements_read(struct data *d);

/* Leaves out alternatives that name a family's ending as a table of its own. */
void statements_drop_shadows(struct data *d);

/* Is the text SQL, not a command of another store? */
bool statement_is_sql(const struct statement *s);

/* Configurations it is part of, as rows name them; NULL: all. */
const char *statement_configs(struct data *d, const struct statement *s);

/* Statement, access, join and predicate rows. */
void statements_rows(struct data *d);

/* The name of a table as shown: as created when it is known (case aside), a family's holes as *; NULL when it is no
 * name at all. `has_hole` of the parser's use. */
const char *table_shown(struct data *d, const char *name, bool has_hole);

/* Tables of the database system itself. */
bool table_is_catalog(const char *name);

#endif
