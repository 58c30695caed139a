/* The SQL parser against texts read by eye (sql_cases.h), prose that must not pass for SQL, schema learning, places,
 * and texts of a megabyte that must stay cheap. With arguments: prints what is read from each. */
#include <time.h>

#include "unit/check.h"
#include "unit/sql_summary.h"

static const struct {
	char mark;
	const char *sql, *summary;
} cases[] = {
#include "unit/sql_cases.h"
};

static const char *const prose[] = {
	"Select a file from the list", "Select a file from list", "select one of the following", "Select an item.",
	"Select all items from the menu", "Select name from users", "Selected rows from table", "select(): {t}. EXITING",
	"update table playlists failed", "Update the set of rules", "Update available", "update of {t} set failed",
	"delete from the list", "Delete from list", "delete from list failed", "Delete {t} from {t}?",
	"insert into the slot", "insert into list failed", "Insert into the database failed: {t}",
	"create index failed", "create table failed", "Create table", "create table", "Create view failed: {t}",
	"drop table failed", "drop the table", "alter table failed", "Drop table", "truncate file to zero",
	"begin with a capital letter", "end of file", "End", "end", "abort", "commit message missing", "rollback failed",
	"with a little help", "with {t}", "set to zero", "set value = 3", "values are wrong", "call me later",
	"explain the error", "select", "Select {t}", "call setup function first", "show this help", "use at your own risk",
	"lock file {t} exists", "release notes", "start the server", "analyze input", "merge into master",
	"replace the file with another", "grant access to {t}", "prepare to die", "EXEC without MULTI", "copy from {t} to {t}",
	"Can't create table: {t}", "", " ", "{t}", "SELECTED", "Do not update t set a = 1", "where a = 1", "<select name='x'>",
	"load data first", "declare victory", "attach to process {v}", "comment on this", "describe the problem",
};

static const char *const statements[] = {
	"SELECT 1", "select * from t", "SELECT id, name, ", "SELECT f(x)", "SELECT {t} FROM {t} WHERE {t}", "Select * from t where a=1",
	"\n\t SELECT a FROM b", "/* c */ SELECT a FROM b", "-- c\nSELECT a FROM b", ";SELECT 1", "(SELECT a FROM b) UNION SELECT 2",
	"insert into t values (1)", "INSERT INTO t", "INSERT INTO {t} {t}", "update t set a = 1", "UPDATE {t} SET {t}",
	"delete from t", "DELETE FROM {t}", "Delete from t where a = 1", "DROP TABLE t", "drop table if exists t", "CREATE TABLE t",
	"create table if not exists t (a int)", "create temp table x as select 1", "alter table t add a int", "truncate table t",
	"BEGIN", "begin;", "begin immediate transaction", "COMMIT", "commit", "rollback", "END", "END;", "ABORT;", "SAVEPOINT a",
	"release savepoint a", "start transaction", "set names utf8", "SET x = 1", "pragma user_version={v}", "PRAGMA optimize",
	"vacuum", "with a as (select 1) select * from a", "explain query plan select 1", "call f(1)", "EXEC SQL SELECT a FROM b",
	"replace into t values (1)", "merge into t using s on (t.a = s.a)", "attach database 'x' as y", "LOCK TABLE t",
	"create index i on t (a)", "create trigger tr after insert on t begin delete from u; end", "SELECT a.b, c FROM a",
};

static char *
read_summary(struct arena *a, const char *sql, const struct sql_schema *schema)
{
	const char *text = sql_encode(a, sql);
	struct sql_script script = sql_parse(a, text, strlen(text), schema);
	return sql_summary(&script);
}

static bool
looks(struct arena *a, const char *sql)
{
	const char *text = sql_encode(a, sql);
	return sql_looks_like_statement(text, strlen(text));
}

static void
test_cases(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a;
		arena_init(&a);
		char *summary = read_summary(&a, cases[i].sql, NULL);
		if (strcmp(summary, cases[i].summary) != 0 || looks(&a, cases[i].sql) != (cases[i].mark == '+'))
			fprintf(stderr, "in: %s\n", cases[i].sql);
		CHECK_TEXT(summary, cases[i].summary);
		CHECK(looks(&a, cases[i].sql) == (cases[i].mark == '+'));
		free(summary);
		arena_finish(&a);
	}
}

static void
test_prose(void)
{
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < sizeof prose / sizeof *prose; i++) {
		if (looks(&a, prose[i]))
			fprintf(stderr, "passes for SQL: %s\n", prose[i]);
		CHECK(!looks(&a, prose[i]));
	}
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		if (!looks(&a, statements[i]))
			fprintf(stderr, "passes for prose: %s\n", statements[i]);
		CHECK(looks(&a, statements[i]));
	}
	arena_finish(&a);
}

static void
learn(struct arena *a, struct sql_schema *s, const char *sql)
{
	struct sql_script script = sql_parse(a, sql, strlen(sql), s);
	for (size_t i = 0; i < script.count; i++)
		sql_schema_learn(s, &script.statements[i]);
}

static void
expect(struct arena *a, const struct sql_schema *s, const char *sql, const char *summary)
{
	char *have = read_summary(a, sql, s);
	CHECK_TEXT(have, summary);
	free(have);
}

static void
test_schema(void)
{
	struct arena a;
	struct sql_schema *s = sql_schema_create();
	arena_init(&a);
	learn(&a, s, "CREATE TABLE public.orders (id INTEGER PRIMARY KEY, cid INT, total INT); CREATE TABLE c (id INT, name TEXT)");
	learn(&a, s, "ALTER TABLE orders ADD COLUMN note TEXT");
	learn(&a, s, "CREATE VIEW v AS SELECT id AS vid, name FROM c");
	CHECK(sql_schema_has_table(s, "ORDERS") && sql_schema_has_table(s, "public.orders") && sql_schema_has_table(s, "v"));
	CHECK(!sql_schema_has_table(s, "information_schema.c") && !sql_schema_has_table(NULL, "c"));
	expect(&a, s, "SELECT name, total FROM orders, c WHERE cid = c.id AND note = 'x'",
	       "select orders(read) c(read) | c.name:read orders.total:read orders.cid:read c.id:read orders.note:read"
	       " | join orders.cid=c.id | equal orders.note");
	expect(&a, s, "SELECT * FROM c", "select c(read) | c.id:read c.name:read");
	expect(&a, s, "SELECT vid FROM v JOIN orders ON vid = cid", "select v(read) orders(read) | v.vid:read orders.cid:read"
	       " | join v.vid=orders.cid");
	expect(&a, s, "SELECT name FROM c NATURAL JOIN (SELECT id FROM orders) x", "select c(read) orders(read)"
	       " | c.name:read orders.id:read");
	expect(&a, s, "SELECT c.name FROM c NATURAL JOIN orders", "select c(read) orders(read) | c.name:read c.id:read"
	       " orders.id:read | join c.id=orders.id");
	expect(&a, s, "SELECT name FROM c WHERE name = \"text\" OR \"name\" = 1", "select c(read) | c.name:read | equal c.name");
	expect(&a, s, "SELECT rowid FROM orders", "select orders(read) | orders.id:read");
	expect(&a, s, "INSERT INTO c VALUES (1, 'x')", "insert c(create) | c.id:create c.name:create");
	expect(&a, s, " AND orders.total > {v}", "fragment! | orders.total:read | range orders.total");
	sql_schema_destroy(s);
	sql_schema_destroy(NULL);
	arena_finish(&a);
}

static void
test_places(void)
{
	static const char sql[] = "-- first\nSELECT 1;\n\nCREATE TABLE t (\n  a INT,\n\n  b TEXT\n);\n"
	                          "CREATE TRIGGER x AFTER INSERT ON t\nBEGIN\n  DELETE FROM u;\nEND;\n";
	struct arena a;
	arena_init(&a);
	struct sql_script script = sql_parse(&a, sql, strlen(sql), NULL);
	CHECK(script.count == 3);
	if (script.count == 3) {
		const struct sql_statement *s = script.statements;
		CHECK(s[0].line == 1 && s[0].begin == 9 && s[0].end == 17);
		CHECK(s[1].line == 3 && s[1].defs[0].line == 1 && s[1].defs[1].line == 3);
		CHECK(s[2].line == 8 && s[2].body_count == 1 && s[2].body[0].line == 10);
		CHECK(!strncmp(sql + s[2].body[0].begin, "DELETE FROM u", 13));
	}
	const char *holes = sql_encode(&a, "SELECT {v} FROM {t} WHERE a = '{t}'");
	CHECK_TEXT(sql_show(&a, holes, strlen(holes)), "SELECT {1} FROM {2} WHERE a = '{3}'");
	CHECK_TEXT(sql_show(&a, "a\n b", 4), "a\n b");
	arena_finish(&a);
}

/* COPY's data, psql's and mysql's own commands: a dump as it comes. */
static void
test_dumps(void)
{
	struct arena a;
	arena_init(&a);
	expect(&a, NULL, "\\connect x\nCOPY t (a, b) FROM stdin;\n1\tit's; 'x\n\\.\n\nSELECT a FROM t;\n",
	       "other t(create) | t.a:create t.b:create ;; select t(read) | t.a:read");
	expect(&a, NULL, "DELIMITER //\nCREATE PROCEDURE p() BEGIN DELETE FROM t; END//\nDELIMITER ;\nSELECT 1;",
	       "create routine p {delete t(delete)} ;; select");
	expect(&a, NULL, "CREATE PROCEDURE p IS BEGIN DELETE FROM t; END;\n/\nSELECT 1 FROM dual\n/\n",
	       "create routine p {delete t(delete)} ;; select");
	expect(&a, NULL, "/*!40101 SET NAMES utf8 */;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER x BEFORE INSERT "
	       "ON t FOR EACH ROW BEGIN INSERT INTO u VALUES (NEW.a); END */;",
	       "pragma NAMES ;; create trigger x on t insert t(ddl) {insert u(create) | t.a:read}");
	arena_finish(&a);
}

/* One megabyte of a pattern: linear time, whatever is nested or left open. The limit is generous: sanitizers. */
static void
test_linear(void)
{
	static const char *const patterns[] = {
		"(", "SELECT (", "NOT ", "a,", "a.", "WITH a AS (", "WITH a AS (SELECT x FROM a),", "CASE WHEN a THEN ", "'", "\"", "[",
		"$a$", "/*", "\x01t1\x02", "FROM a b,", "JOIN a ON a=b ", "UNION SELECT a FROM b ", ";", "BEGIN ", "x IN (", "a=b AND ",
		"CREATE TABLE t (", "CREATE VIEW v AS ", "CREATE TRIGGER t AFTER INSERT ON x BEGIN ", "CREATE FUNCTION f AS '",
		"SELECT * FROM (SELECT * FROM a) b,", "SELECT a FROM b;", "INSERT INTO t VALUES (1),", "IF a THEN ", "\\'", "-- \n",
	};
	enum { SIZE = 1 << 20, LIMIT = 20 };
	char *text = mem_alloc(SIZE + 1);
	double worst = 0;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct arena a;
		arena_init(&a);
		static const char head[] = "SELECT a FROM t WHERE ";
		size_t n = strlen(patterns[i]), begin = i % 2 ? sizeof head - 1 : 0;
		memcpy(text, head, begin);
		for (size_t k = begin; k < SIZE; k++)
			text[k] = patterns[i][(k - begin) % n];
		clock_t start = clock();
		(void)sql_parse(&a, text, SIZE, NULL);
		(void)sql_looks_like_statement(text, SIZE);
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		worst = seconds > worst ? seconds : worst;
		if (seconds > LIMIT)
			fprintf(stderr, "%.1f s for a megabyte of %s\n", seconds, patterns[i]);
		CHECK(seconds < LIMIT);
		arena_finish(&a);
	}
	free(text);
	printf("slowest megabyte %.2f s\n", worst);
}

static void
print_speed(void)
{
	enum { ROUNDS = 20 };
	size_t count = sizeof cases / sizeof *cases;
	clock_t start = clock();
	for (size_t i = 0; i < ROUNDS * count; i++) {
		struct arena a;
		arena_init(&a);
		(void)sql_parse(&a, cases[i % count].sql, strlen(cases[i % count].sql), NULL);
		arena_finish(&a);
	}
	printf("%.1f us a text\n", 1e6 * (double)(clock() - start) / CLOCKS_PER_SEC / (double)(ROUNDS * count));
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct arena a;
		arena_init(&a);
		char *summary = read_summary(&a, argv[i], NULL);
		printf("%c %s\n", looks(&a, argv[i]) ? '+' : '-', summary);
		free(summary);
		arena_finish(&a);
	}
	if (argc > 1)
		return 0;
	test_cases();
	test_prose();
	test_schema();
	test_places();
	test_dumps();
	test_linear();
	print_speed();
	return check_end();
}
