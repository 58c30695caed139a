/* SQLite as the judge: it prepares each statement against a real schema with an authorizer, which tells what the
 * statement touches; the parser, with the schema it learned from the same text, must say the same. Tables with
 * direction must agree in all statements, columns nearly (what differs is listed when run with -v).
 * Not compared: columns of INSERT (SQLite has none), the update in our REPLACE, what views do inside; columns of
 * statements marked "tables only", where SQLite reads all columns of joined tables into a temporary one. */
#include <ctype.h>
#include <sqlite3.h>

#include "unit/check.h"
#include "unit/sql_summary.h"

static const char schema[] =
	"CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT, age INT, manager_id INT "
	"REFERENCES users(id), active INT DEFAULT 1);\n"
	"CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INT NOT NULL REFERENCES users(id) ON DELETE "
	"CASCADE, status TEXT, total REAL, created INT, note TEXT);\n"
	"CREATE TABLE items (order_id INT, product_id INT, qty INT, price REAL, PRIMARY KEY (order_id, product_id)) "
	"WITHOUT ROWID;\n"
	"CREATE TABLE products (sku TEXT PRIMARY KEY, id INT UNIQUE, title TEXT, price REAL, category INT, \"desc\" TEXT);\n"
	"CREATE TABLE categories (id INTEGER PRIMARY KEY, parent INT, name TEXT);\n"
	"CREATE TABLE log (ts INT, msg TEXT, level INT);\n"
	"CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT, filter TEXT);\n"
	"CREATE TABLE \"odd name\" (\"a b\" INT, [c d] INT);\n"
	"CREATE TEMP TABLE scratch (id INT, x INT, y INT);\n"
	"CREATE TABLE ok (rid INTEGER PRIMARY KEY);\n"
	"CREATE TABLE aux.remote (id INT, val TEXT);\n"
	"CREATE VIEW active_users AS SELECT id, email, name FROM users WHERE active = 1;\n"
	"CREATE VIEW order_totals (oid, sum) AS SELECT order_id, sum(qty * price) FROM items GROUP BY order_id;\n";

static const char *const statements[] = {
#include "unit/sql_oracle_statements.h"
};

/* "table/mode" and "table.column/mode", lower case, sorted. */
struct facts {
	char *at[512];
	size_t count;
};

static void
fact_add(struct facts *f, const char *text)
{
	char *copy = mem_strdup(text);
	for (char *c = copy; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	for (size_t i = 0; i < f->count; i++) {
		if (!strcmp(f->at[i], copy)) {
			free(copy);
			return;
		}
	}
	if (f->count < sizeof f->at / sizeof *f->at)
		f->at[f->count++] = copy;
	else
		free(copy);
}

static void
facts_clear(struct facts *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->at[i]);
	f->count = 0;
}

static bool
facts_have(const struct facts *f, const char *text)
{
	for (size_t i = 0; i < f->count; i++) {
		if (!strcmp(f->at[i], text))
			return true;
	}
	return false;
}

struct oracle {
	sqlite3 *db;
	struct facts tables, columns;
	bool ddl;
};

static bool
is_ours(const char *table)
{
	static const char *const others[] = {"sqlite_", "json_each", "json_tree", "pragma_", "generate_series"};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (!strncmp(table, others[i], strlen(others[i])))
			return false;
	}
	return *table;
}

static void
note(struct oracle *o, const char *database, const char *table, const char *column, const char *mode)
{
	char text[256];
	bool own = !database || !strcmp(database, "main") || !strcmp(database, "temp");
	if (!table || !is_ours(table))
		return;
	snprintf(text, sizeof text, "%s%s%s/%s", own ? "" : database, own ? "" : ".", table, mode);
	fact_add(&o->tables, text);
	if (!column || !*column)
		return;
	snprintf(text, sizeof text, "%s%s%s.%s/%s", own ? "" : database, own ? "" : ".", table, column, mode);
	fact_add(&o->columns, text);
}

static int
authorize(void *data, int action, const char *a, const char *b, const char *database, const char *inside)
{
	struct oracle *o = data;
	if (inside && (!strcmp(inside, "active_users") || !strcmp(inside, "order_totals")))
		return SQLITE_OK; /* else it is the name of a CTE */
	switch (action) {
	case SQLITE_READ:
		note(o, database, a, b, "read");
		break;
	case SQLITE_INSERT:
		note(o, database, a, NULL, "create");
		break;
	case SQLITE_UPDATE:
		note(o, database, a, b, "update");
		break;
	case SQLITE_DELETE:
		note(o, database, a, NULL, "delete");
		break;
	case SQLITE_CREATE_TABLE: case SQLITE_CREATE_TEMP_TABLE: case SQLITE_CREATE_VIEW: case SQLITE_CREATE_TEMP_VIEW:
	case SQLITE_DROP_TABLE: case SQLITE_DROP_TEMP_TABLE: case SQLITE_DROP_VIEW:
		o->ddl = true;
		note(o, NULL, a, NULL, "ddl");
		break;
	case SQLITE_CREATE_INDEX: case SQLITE_CREATE_TRIGGER: case SQLITE_CREATE_TEMP_INDEX: case SQLITE_ALTER_TABLE:
		o->ddl = true;
		note(o, NULL, b, NULL, "ddl");
		break;
	default:
		break;
	}
	return SQLITE_OK;
}

/* Of DDL only the ddl counts: SQLite also asks to read for an index and to delete for a DROP. */
static bool
counts(const struct oracle *o, const char *fact)
{
	const char *mode = strrchr(fact, '/');
	return !o->ddl || !strcmp(mode, "/ddl");
}

static void
ours(struct facts *tables, struct facts *columns, const struct sql_statement *s)
{
	char text[256];
	for (size_t i = 0; i < s->table_count; i++) {
		if (s->verb == SQL_REPLACE && s->tables[i].mode == TABLE_UPDATE)
			continue;
		snprintf(text, sizeof text, "%s/%s", s->tables[i].name, table_mode_word(s->tables[i].mode));
		fact_add(tables, text);
	}
	for (size_t i = 0; i < s->column_count; i++) {
		if (s->columns[i].mode == TABLE_CREATE)
			continue;
		snprintf(text, sizeof text, "%s.%s/%s", s->columns[i].table ? s->columns[i].table : "?", s->columns[i].column,
		         table_mode_word(s->columns[i].mode));
		fact_add(columns, text);
	}
}

struct score { unsigned both, only_ours, only_theirs; };

static void
compare(const struct oracle *o, const struct facts *have, const struct facts *want, struct score *score, const char *sql,
        bool talk)
{
	for (size_t i = 0; i < have->count; i++) {
		bool both = facts_have(want, have->at[i]);
		if (!both && !counts(o, have->at[i]))
			continue;
		score->both += both;
		score->only_ours += !both;
		if (!both && talk)
			fprintf(stderr, "only ours    %s: %s\n", have->at[i], sql);
	}
	for (size_t i = 0; i < want->count; i++) {
		bool missed = !facts_have(have, want->at[i]) && counts(o, want->at[i]);
		score->only_theirs += missed;
		if (missed && talk)
			fprintf(stderr, "only sqlite  %s: %s\n", want->at[i], sql);
	}
}

static double
share(unsigned part, unsigned rest)
{
	return part + rest ? (double)part / (part + rest) : 1;
}

static struct sql_schema *
schema_learn(struct arena *a)
{
	struct sql_schema *s = sql_schema_create();
	struct sql_script script = sql_parse(a, schema, strlen(schema), s);
	for (size_t i = 0; i < script.count; i++) {
		CHECK(script.statements[i].complete);
		script = sql_parse(a, schema, strlen(schema), s);
		sql_schema_learn(s, &script.statements[i]);
	}
	return s;
}

static void
judge(struct oracle *o, const struct sql_schema *s, const char *sql, struct score *tables, struct score *columns, bool talk)
{
	sqlite3_stmt *prepared = NULL;
	struct facts own_tables = {0}, own_columns = {0};
	struct arena a;
	arena_init(&a);
	o->ddl = false;
	if (sqlite3_prepare_v2(o->db, sql, -1, &prepared, NULL) != SQLITE_OK) {
		fprintf(stderr, "sqlite: %s: %s\n", sqlite3_errmsg(o->db), sql);
		check_failed++;
	}
	sqlite3_finalize(prepared);
	struct sql_script script = sql_parse(&a, sql, strlen(sql), s);
	for (size_t i = 0; i < script.count; i++)
		ours(&own_tables, &own_columns, &script.statements[i]);
	if (script.count != 1 || !script.statements[0].complete)
		fprintf(stderr, "not complete: %s\n", sql);
	CHECK(script.count == 1 && script.statements[0].complete);
	compare(o, &own_tables, &o->tables, tables, sql, talk);
	if (!strstr(sql, "/* tables only */"))
		compare(o, &own_columns, &o->columns, columns, sql, talk);
	facts_clear(&own_tables);
	facts_clear(&own_columns);
	facts_clear(&o->tables);
	facts_clear(&o->columns);
	arena_finish(&a);
}

int
main(int argc, char **argv)
{
	struct oracle o = {0};
	struct arena a;
	struct score tables = {0}, columns = {0}, blind_tables = {0}, blind_columns = {0};
	bool talk = argc > 1 && !strcmp(argv[1], "-v");
	size_t count = sizeof statements / sizeof *statements;
	arena_init(&a);
	struct sql_schema *s = schema_learn(&a);
	CHECK(sqlite3_open(":memory:", &o.db) == SQLITE_OK);
	CHECK(sqlite3_exec(o.db, "ATTACH ':memory:' AS aux", NULL, NULL, NULL) == SQLITE_OK);
	CHECK(sqlite3_exec(o.db, schema, NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_set_authorizer(o.db, authorize, &o);
	for (size_t i = 0; i < count; i++)
		judge(&o, s, statements[i], &tables, &columns, true);
	for (size_t i = 0; i < count; i++)
		judge(&o, NULL, statements[i], &blind_tables, &blind_columns, talk);
	sqlite3_close(o.db);
	printf("statements %zu\n", count);
	printf("tables                   precision %.4f  recall %.4f\n", share(tables.both, tables.only_ours),
	       share(tables.both, tables.only_theirs));
	printf("columns                  precision %.4f  recall %.4f\n", share(columns.both, columns.only_ours),
	       share(columns.both, columns.only_theirs));
	printf("tables, no schema        precision %.4f  recall %.4f\n", share(blind_tables.both, blind_tables.only_ours),
	       share(blind_tables.both, blind_tables.only_theirs));
	printf("columns, no schema       precision %.4f  recall %.4f\n", share(blind_columns.both, blind_columns.only_ours),
	       share(blind_columns.both, blind_columns.only_theirs));
	CHECK(count >= 120);
	CHECK(tables.only_ours == 0 && tables.only_theirs == 0);
	CHECK(blind_tables.only_ours == 0 && blind_tables.only_theirs == 0);
	CHECK(share(columns.both, columns.only_ours) >= 0.985);
	CHECK(share(columns.both, columns.only_theirs) >= 0.985);
	sql_schema_destroy(s);
	arena_finish(&a);
	return check_end();
}
