/* SQL text, holes included → statements, tables, columns, joins, predicates, schema. Pure: text in, structs out.
 *
 * A tolerant parser over tokens, for SQLite, PostgreSQL, MySQL/MariaDB and Oracle at once: it never refuses a
 * text, it says how much it understood. A hole is a token of its own, never substituted:
 *   SQL_HOLE_BEGIN kind digits SQL_HOLE_END, kind 'v' a value (a number, a string quoted by the formatter),
 *   't' text of any kind (identifier, list, clause). Adjacent to identifier characters it is part of the name.
 * Bound parameters (?, ?1, :name, @name, $1) stay as they are. */
#ifndef SQLTEXT_SQLTEXT_H
#define SQLTEXT_SQLTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "splitter/vocab.h"

#define SQL_HOLE_BEGIN '\x01'
#define SQL_HOLE_END '\x02'

enum sql_verb {
	SQL_OTHER, SQL_SELECT, SQL_INSERT, SQL_UPDATE, SQL_DELETE, SQL_REPLACE, SQL_MERGE, SQL_TRUNCATE, SQL_CALL,
	SQL_CREATE_TABLE, SQL_CREATE_VIEW, SQL_CREATE_INDEX, SQL_CREATE_TRIGGER, SQL_CREATE_ROUTINE, SQL_DROP, SQL_ALTER,
	SQL_BEGIN, SQL_COMMIT, SQL_ROLLBACK, SQL_SAVEPOINT, SQL_RELEASE, SQL_PRAGMA /* PRAGMA, SET, ATTACH, VACUUM … */,
	SQL_FRAGMENT /* does not begin like a statement: a clause or part */
};

/* Names are as written, quotes removed, case kept, schema qualifier kept (`main.` dropped); a hole inside a
 * name is kept in its encoded form and `has_hole` set. */
struct sql_table_use { /* in order of appearance, one per (name, mode) */
	const char *name;
	enum table_mode mode;
	bool has_hole;
};

struct sql_column_use { /* table NULL: could not be told (several tables, no schema) */
	const char *table, *column;
	enum table_mode mode;
};

struct sql_join_use { const char *table_a, *column_a, *table_b, *column_b; };
struct sql_predicate_use { const char *table, *column; enum predicate_role role; };

struct sql_column_def {
	const char *name, *type; /* type: as written, "" when none */
	bool not_null;
	unsigned line;           /* offset in lines from the statement's start */
};

struct sql_key_def {
	enum key_kind kind;
	const char *table;       /* of CREATE INDEX, else NULL: the table defined */
	const char *name;        /* "" when none */
	const char *columns;     /* comma separated, in order */
	const char *ref_table, *ref_columns; /* foreign keys, else NULL; ref_columns "" = its primary key */
	const char *on_delete;   /* lower case: cascade, set null, restrict, no action …; NULL when not said */
};

struct sql_statement {
	enum sql_verb verb;
	size_t begin, end;       /* bytes of the text, without the semicolon */
	unsigned line;           /* lines before it in the text, 0-based */
	const char *object;      /* CREATE/DROP/ALTER …, CALL: the name of the table, view, index, trigger, routine */
	const char *new_name;    /* ALTER TABLE … RENAME TO, else NULL */
	const char *on_table;    /* CREATE TRIGGER, CREATE INDEX: the table it hangs on */
	bool temporary, if_not_exists;
	bool complete;           /* consumed without leftover, nothing guessed */
	struct sql_table_use *tables;
	size_t table_count;
	struct sql_column_use *columns;
	size_t column_count;
	struct sql_join_use *joins;
	size_t join_count;
	struct sql_predicate_use *predicates;
	size_t predicate_count;
	struct sql_column_def *defs; /* CREATE TABLE, ALTER TABLE ADD COLUMN, RENAME COLUMN (the new name, without a type) */
	size_t def_count;
	struct sql_key_def *keys;    /* CREATE TABLE, CREATE INDEX, ALTER TABLE ADD */
	size_t key_count;
	const char **calls;          /* functions and routines called, as written, in order of appearance, each once;
	                              * those of the database system among them; not those of `body` */
	size_t call_count;
	const char *trigger_event;   /* CREATE TRIGGER: "insert", "update" or "delete", else NULL */
	struct sql_statement *body;  /* CREATE TRIGGER, routine: its statements; CREATE VIEW: its select */
	size_t body_count;
};

struct sql_script {
	struct sql_statement *statements;
	size_t count;
};

/* Schema known so far, for telling whose an unqualified column is. */
struct sql_schema;
struct sql_schema *sql_schema_create(void);
void sql_schema_destroy(struct sql_schema *s);
/* Learns from CREATE TABLE, CREATE VIEW, ALTER TABLE ADD and RENAME; others are ignored. Table names compare without
 * case. */
void sql_schema_learn(struct sql_schema *s, const struct sql_statement *statement);
bool sql_schema_has_table(const struct sql_schema *s, const char *table);

/* Parses a text of one or more statements; schema may be NULL. Results live in the arena. Never fails;
 * time is linear in the text but for nesting (limit 200 levels, deeper is skipped and `complete` is false). */
struct sql_script sql_parse(struct arena *a, const char *text, size_t length, const struct sql_schema *schema);

/* Does the text begin like a statement (a leading verb with its companion words)? For telling SQL from prose. */
bool sql_looks_like_statement(const char *text, size_t length);

/* The text for people: holes as {1}, {2} numbered in order, white space as written. */
char *sql_show(struct arena *a, const char *text, size_t length);

const char *sql_verb_word(enum sql_verb verb);

#endif
