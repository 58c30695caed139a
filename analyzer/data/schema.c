/* The schema. Tables are known by name without case; the first CREATE in the order of the statements names the place.
 * A table that no CREATE mentions still has a row, without a place: a placeholder that says so. */
#include "data/schema.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

static str_id
folded(struct data *d, const char *store, const char *name)
{
	struct arena_mark mark = arena_mark(&d->scratch);
	char *low = arena_printf(&d->scratch, "table %s %s", store, name);
	for (char *c = low; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	str_id id = intern_text(&d->p->text, low);
	arena_pop(&d->scratch, mark);
	return id;
}

static struct known_table *
table_entry(struct data *d, const char *store, const char *name)
{
	str_id key = folded(d, store, name);
	uint32_t i = map_add(&d->tables.by_name, key, (uint32_t)d->tables.list.count);
	if (i == d->tables.list.count)
		vec_push(&d->tables.list, (struct known_table){.name = name, .store = store});
	return &d->tables.list.at[i];
}

/* shop.orders where orders is created, or the other way round; two that have different qualifiers are different. */
static const char *
otherwise_qualified(struct data *d, const char *name)
{
	uint32_t i = table_is_catalog(name) ? MAP_NONE : map_get(&d->tables.by_last, folded(d, "sql", text_last_part(name)));
	if (i == MAP_NONE || i == TABLE_SEVERAL)
		return NULL;
	const char *created = d->tables.list.at[i].name;
	return (text_last_part(created) == created) == (text_last_part(name) == name) ? NULL : created;
}

const char *
schema_name(struct data *d, const char *name)
{
	uint32_t i = map_get(&d->tables.by_name, folded(d, "sql", name));
	return i == MAP_NONE || !d->tables.list.at[i].created ? otherwise_qualified(d, name) : d->tables.list.at[i].name;
}

static void
index_last_parts(struct data *d)
{
	for (uint32_t i = 0; i < d->tables.list.count; i++) {
		const struct known_table *t = &d->tables.list.at[i];
		str_id key = folded(d, "sql", text_last_part(t->name));
		if (t->created && map_add(&d->tables.by_last, key, i) != i)
			map_put(&d->tables.by_last, key, TABLE_SEVERAL);
	}
}

/* Does the family's name, "*_jobs", end in the table's? */
static bool
ends_in(const char *family, const char *table)
{
	size_t length = strlen(family), n = strlen(table);
	return *family == '*' && length > n && !strcasecmp(family + length - n, table) && strchr("*_", family[length - n - 1]);
}

const char *
schema_counterpart(struct data *d, const char *shown)
{
	if (!shown || schema_name(d, shown))
		return NULL;
	for (size_t i = 0; i < d->tables.list.count; i++) {
		const struct known_table *t = &d->tables.list.at[i];
		if (t->created && (ends_in(t->name, shown) || ends_in(shown, t->name)))
			return t->name;
	}
	return NULL;
}

/* Does the created family's name, "*.jobs", hold all names of the used one's, "_*.jobs"? */
static bool
covers(const char *created, const char *used)
{
	size_t length = strlen(used), n = strlen(created);
	return *created == '*' && n > 3 && length >= n - 1 && !strchr(created + 1, '*') && !strcasecmp(used + length - (n - 1), created + 1);
}

const char *
schema_family(struct data *d, const char *shown)
{
	const char *found = schema_name(d, shown);
	for (size_t i = 0; !found && strchr(shown, '*') && i < d->tables.list.count; i++) {
		const struct known_table *t = &d->tables.list.at[i];
		if (t->created && t->kind == TABLE_KIND_FAMILY && covers(t->name, shown))
			return t->name;
	}
	return found ? found : shown;
}

static void
create(struct data *d, const struct statement *s, const struct sql_statement *q)
{
	bool hole = strchr(q->object, SQL_HOLE_BEGIN) != NULL;
	const char *name = table_shown(d, q->object, hole);
	if (!name)
		return;
	struct known_table *t = table_entry(d, "sql", name);
	if (t->created) {
		t->temporary &= q->temporary; /* a temporary one of the same name hides it only for a while */
		return;
	}
	t->name = name;
	t->created = true;
	t->kind = hole ? TABLE_KIND_FAMILY : q->verb == SQL_CREATE_VIEW ? TABLE_KIND_VIEW : TABLE_KIND_TABLE;
	t->temporary = q->temporary;
	t->file = s->file;
	t->line = s->line;
}

/* ALTER TABLE a RENAME TO b makes b, unless a CREATE does. */
static void
rename_table(struct data *d, const struct statement *s, const struct sql_statement *q)
{
	const char *name = table_shown(d, q->new_name, false), *old = q->object ? schema_name(d, q->object) : NULL;
	struct known_table *t = name && old ? table_entry(d, "sql", name) : NULL;
	if (!t || t->created)
		return;
	t->created = true;
	t->renamed_from = old;
	t->file = s->file;
	t->line = s->line;
}

/* Once all tables that a CREATE makes are known. */
static void
learn_renames(struct data *d)
{
	for (size_t i = 0; i < d->statements.count; i++) {
		const struct statement *s = &d->statements.at[i];
		struct sql_script all = statement_is_sql(s) && strcasestr(s->text, "rename") ? sql_parse(&d->scratch, s->text, s->length, d->schema)
		                                                                             : (struct sql_script){0};
		for (size_t k = 0; k < all.count; k++)
			if (all.statements[k].new_name)
				rename_table(d, s, &all.statements[k]);
	}
}

void
schema_learn(struct data *d)
{
	map_init(&d->tables.by_name);
	map_init(&d->tables.by_last);
	for (size_t i = 0; i < d->statements.count; i++) {
		struct statement *s = &d->statements.at[i];
		if (!statement_is_sql(s))
			continue;
		struct sql_script all = sql_parse(&d->p->arena, s->text, s->length, d->schema);
		for (size_t k = 0; k < all.count; k++) {
			sql_schema_learn(d->schema, &all.statements[k]);
			if (all.statements[k].object && (all.statements[k].verb == SQL_CREATE_TABLE || all.statements[k].verb == SQL_CREATE_VIEW))
				create(d, s, &all.statements[k]);
		}
	}
	learn_renames(d);
	index_last_parts(d);
}

void
schema_used(struct data *d, const char *shown, const struct statement *s, bool is_family)
{
	(void)s;
	if (table_is_catalog(shown))
		return;
	struct known_table *t = table_entry(d, "sql", shown);
	if (!t->created && is_family)
		t->kind = TABLE_KIND_FAMILY;
}

void
schema_stored(struct data *d, const char *store, const char *name)
{
	if (table_is_catalog(name))
		return;
	struct known_table *t = table_entry(d, store, name);
	if (!t->created && strchr(name, '*'))
		t->kind = TABLE_KIND_FAMILY;
}

static void
put_definitions(struct data *d, const struct statement *s, const struct sql_statement *q)
{
	const char *object = q->verb == SQL_CREATE_INDEX ? q->on_table : q->object;
	const char *table = object ? table_shown(d, object, strchr(object, SQL_HOLE_BEGIN) != NULL) : NULL;
	if (!table)
		return;
	for (size_t i = 0; i < q->def_count; i++)
		ROW_ADD(d->rows, COLUMN, column, .table_name = table, .name = q->defs[i].name, .type = q->defs[i].type,
		        .nullable = !q->defs[i].not_null, .file = s->file,
		        .line = s->line + (s->symbol == PROGRAM_NONE ? q->defs[i].line : 0));
	for (size_t i = 0; i < q->key_count; i++) {
		const struct sql_key_def *k = &q->keys[i];
		const char *ref = k->ref_table ? table_shown(d, k->ref_table, strchr(k->ref_table, SQL_HOLE_BEGIN) != NULL) : NULL;
		ROW_ADD(d->rows, KEY, key, .table_name = table, .name = k->name, .kind = k->kind, .columns = k->columns, .ref_table = ref,
		        .ref_columns = k->ref_columns, .on_delete = k->on_delete);
	}
}

/* A renamed table has the columns of the old one. */
static void
put_renamed_columns(struct data *d)
{
	size_t count = rows_count(d->rows, ROW_COLUMN_KIND);
	for (size_t i = 0; i < d->tables.list.count; i++) {
		const struct known_table *t = &d->tables.list.at[i];
		for (size_t k = 0; t->renamed_from && k < count; k++) {
			struct row_column c = *(const struct row_column *)rows_at(d->rows, ROW_COLUMN_KIND, k);
			if (strcmp(c.table_name, t->renamed_from) != 0)
				continue;
			c.table_name = t->name;
			rows_add(d->rows, ROW_COLUMN_KIND, &c);
		}
	}
}

/* One row a column and table: the first definition's. */
static void
keep_first_columns(struct data *d)
{
	rows_sort(d->rows, ROW_COLUMN_KIND);
	size_t n = rows_count(d->rows, ROW_COLUMN_KIND), kept = 0;
	for (size_t i = 0; i < n; i++) {
		struct row_column *c = rows_at(d->rows, ROW_COLUMN_KIND, i);
		const struct row_column *last = kept ? rows_at(d->rows, ROW_COLUMN_KIND, kept - 1) : NULL;
		if (last && !strcmp(last->table_name, c->table_name) && !strcasecmp(last->name, c->name))
			continue;
		*(struct row_column *)rows_at(d->rows, ROW_COLUMN_KIND, kept++) = *c;
	}
	d->rows->of[ROW_COLUMN_KIND].count = kept * sizeof(struct row_column);
}

static int
by_name(const void *a, const void *b)
{
	const struct known_table *x = a, *y = b;
	int c = strcmp(x->name, y->name);
	return c ? c : strcmp(x->store, y->store);
}

void
schema_rows(struct data *d)
{
	for (size_t i = 0; i < d->statements.count; i++) {
		const struct statement *s = &d->statements.at[i];
		for (size_t k = 0; k < s->script.count; k++)
			put_definitions(d, s, &s->script.statements[k]);
	}
	put_renamed_columns(d);
	keep_first_columns(d);
	vec_sort(&d->tables.list, by_name);
	for (size_t i = 0; i < d->tables.list.count; i++) {
		const struct known_table *t = &d->tables.list.at[i];
		ROW_ADD(d->rows, TABLE, table, .id = (int64_t)i + 1, .name = t->name, .store = t->store, .kind = t->kind,
		        .temporary = t->temporary, .file = t->file, .line = t->line);
		if (!t->created && t->kind == TABLE_KIND_TABLE && !strcmp(t->store, "sql"))
			ROW_ADD(d->rows, ASSUMPTION, assumption, .kind = ASSUMPTION_GUESSED,
			        .text = arena_printf(&d->p->arena, "table %s: used by statements, created by none that was read", t->name));
	}
	vec_finish(&d->tables.list);
	map_finish(&d->tables.by_name);
	map_finish(&d->tables.by_last);
}
