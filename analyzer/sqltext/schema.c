/* What is known of tables: which columns they have. In: statements of kind CREATE TABLE, CREATE VIEW, ALTER TABLE
 * ADD. Names compare without case; keys of the maps are 64-bit hashes of the lower-cased names.
 * A table named with a qualifier is also found by its bare name, unless a bare one was learned before. */
#include "sqltext/schema.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "sqltext/keywords.h"
#include "sqltext/parser.h"
#include "sqltext/sqltext.h"

struct sql_schema {
	struct arena arena;
	struct map tables;   /* hash of the name → index */
	struct map columns;  /* hash of table and column → index */
	VEC(struct schema_table *) table_list;
	VEC(const char *) column_list;
};

uint64_t
hash_lower(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (uint64_t)tolower((unsigned char)*text)) * HASH_PRIME;
	return (hash ^ 0xff) * HASH_PRIME;
}

struct sql_schema *
sql_schema_create(void)
{
	struct sql_schema *s = mem_alloc(sizeof *s);
	arena_init(&s->arena);
	map_init(&s->tables);
	map_init(&s->columns);
	return s;
}

void
sql_schema_destroy(struct sql_schema *s)
{
	if (!s)
		return;
	map_finish(&s->tables);
	map_finish(&s->columns);
	vec_finish(&s->table_list);
	vec_finish(&s->column_list);
	arena_finish(&s->arena);
	free(s);
}

static bool
is_catalog(const char *qualified)
{
	size_t n = strcspn(qualified, ".");
	return word_in(qualified, n, " INFORMATION_SCHEMA PG_CATALOG MYSQL PERFORMANCE_SCHEMA SYS ");
}

static struct schema_table *
find(const struct sql_schema *s, const char *name)
{
	uint32_t index = map_get(&s->tables, hash_lower(HASH_START, name));
	return index == MAP_NONE ? NULL : s->table_list.at[index];
}

static struct schema_table *
find_any(const struct sql_schema *s, const char *table)
{
	struct schema_table *t = find(s, table);
	const char *last = text_last_part(table);
	return t || last == table || is_catalog(table) ? t : find(s, last);
}

const struct schema_table *
schema_find(const struct sql_schema *s, const char *table)
{
	return s && table ? find_any(s, table) : NULL;
}

bool
sql_schema_has_table(const struct sql_schema *s, const char *table)
{
	return schema_find(s, table) != NULL;
}

static uint64_t
column_key(const struct schema_table *t, const char *column)
{
	return hash_lower(hash_lower(HASH_START, t->name), column);
}

const char *
schema_column(const struct sql_schema *s, const struct schema_table *t, const char *column)
{
	uint32_t index = map_get(&s->columns, column_key(t, column));
	return index == MAP_NONE ? NULL : s->column_list.at[index];
}

static struct schema_table *
table_enter(struct sql_schema *s, const char *name)
{
	struct schema_table *t = find(s, name);
	if (t && !strcasecmp(t->name, name))
		return t;
	t = arena_new(&s->arena, struct schema_table);
	t->name = arena_strdup(&s->arena, name);
	uint32_t index = (uint32_t)s->table_list.count;
	vec_push(&s->table_list, t);
	map_put(&s->tables, hash_lower(HASH_START, name), index);
	if (!is_catalog(name))
		map_add(&s->tables, hash_lower(HASH_START, text_last_part(name)), index);
	return t;
}

static void
column_enter(struct sql_schema *s, struct schema_table *t, const char *name)
{
	if (strchr(name, SQL_HOLE_BEGIN)) {
		t->open = true;
		return;
	}
	uint32_t index = (uint32_t)s->column_list.count;
	if (map_add(&s->columns, column_key(t, name), index) != index)
		return;
	struct schema_column *c = arena_new(&s->arena, struct schema_column);
	c->name = arena_strdup(&s->arena, name);
	vec_push(&s->column_list, c->name);
	if (t->last)
		t->last->next = c;
	else
		t->columns = c;
	t->last = c;
}

/* INTEGER PRIMARY KEY, alone: SQLite's rowid. */
static void
row_id_learn(struct sql_schema *s, struct schema_table *t, const struct sql_statement *st)
{
	for (size_t k = 0; k < st->key_count; k++) {
		if (st->keys[k].kind != KEY_PRIMARY || strchr(st->keys[k].columns, ','))
			continue;
		for (size_t i = 0; i < st->def_count; i++) {
			if (!strcasecmp(st->defs[i].name, st->keys[k].columns) && !strcasecmp(st->defs[i].type, "integer"))
				t->row_id = schema_column(s, t, st->defs[i].name);
		}
	}
}

/* ALTER TABLE a RENAME TO b: b has a's columns; a table of that name that was there before went. */
static void
rename_learn(struct sql_schema *s, const struct sql_statement *st)
{
	const struct schema_table *from = find_any(s, st->object);
	if (!from || find_any(s, st->new_name))
		return;
	struct schema_table *to = table_enter(s, st->new_name);
	for (const struct schema_column *c = from->columns; c; c = c->next)
		column_enter(s, to, c->name);
	to->open = from->open;
	to->row_id = from->row_id;
}

void
sql_schema_learn(struct sql_schema *s, const struct sql_statement *statement)
{
	if (statement->verb == SQL_ALTER && statement->object && statement->new_name)
		rename_learn(s, statement);
	bool creates = statement->verb == SQL_CREATE_TABLE || statement->verb == SQL_CREATE_VIEW;
	if (!(creates || (statement->verb == SQL_ALTER && statement->def_count)) || !statement->object)
		return;
	struct schema_table *t = creates ? NULL : find_any(s, statement->object);
	if (!t) {
		t = table_enter(s, statement->object);
		t->open |= !creates; /* the columns it was created with are not known */
	}
	for (size_t i = 0; i < statement->def_count; i++)
		column_enter(s, t, statement->defs[i].name);
	if (!statement->def_count || !statement->complete)
		t->open = true;
	row_id_learn(s, t, statement);
}
