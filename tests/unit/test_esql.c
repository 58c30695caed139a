/* esql: what each kind of EXEC SQL statement becomes. Whole lines are compared: they are what libclang reads. */
#include <string.h>

#include "check.h"
#include "esql/esql.h"

static struct arena memory;

static struct esql_result
translated(enum esql_dialect dialect, const char *text)
{
	struct esql_result r;
	esql_translate(&memory, dialect, text, strlen(text), &r);
	return r;
}

static const char *
oracle(const char *text)
{
	return translated(ESQL_ORACLE, text).c;
}

static const char *
postgresql(const char *text)
{
	return translated(ESQL_POSTGRESQL, text).c;
}

static size_t
lines_of(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += *text == '\n';
	return n;
}

#define ORACLE "{ extern int __exec_sql_oracle(const char *, ...); __exec_sql_oracle("
#define POSTGRESQL "{ extern int __exec_sql_postgresql(const char *, ...); __exec_sql_postgresql("

static void
test_statements(void)
{
	CHECK_TEXT(oracle("EXEC SQL DELETE FROM t WHERE id = :id;"), ORACLE "\"DELETE FROM t WHERE id = $1\", (id)); }");
	CHECK_TEXT(oracle("if (x) exec sql commit work release; else f();"), "if (x) " ORACLE "\"commit work release\"); } else f();");
	CHECK_TEXT(oracle("EXEC SQL AT :db FOR :n INSERT INTO t VALUES (:a:ia, :b INDICATOR :ib);"),
	           ORACLE "\"INSERT INTO t VALUES ($1, $2)\", (a), (ia), (b), (ib)); }");
	CHECK_TEXT(postgresql("EXEC SQL UPDATE \"T\" SET a = 'it''s; :no' WHERE b = :s->f[3].g::int;"),
	           POSTGRESQL "\"UPDATE \\\"T\\\" SET a = 'it''s; :no' WHERE b = $1::int\", (s->f[3].g)); }");
}

static void
test_into(void)
{
	CHECK_TEXT(oracle("EXEC SQL SELECT a, b INTO :x:ix, :y FROM t WHERE c = :c;"),
	           ORACLE "\"SELECT a, b FROM t WHERE c = $1\", &(x), &(ix), &(y), (c)); }");
	CHECK_TEXT(oracle("EXEC SQL INSERT INTO t (a) VALUES (:a) RETURNING id INTO :id;"),
	           ORACLE "\"INSERT INTO t (a) VALUES ($1) RETURNING id\", (a), &(id)); }");
	CHECK_TEXT(oracle("EXEC SQL INSERT INTO t SELECT a FROM s;"), ORACLE "\"INSERT INTO t SELECT a FROM s\"); }");
}

static void
test_lines(void)
{
	const char *text = "int f(void)\n{\n\tEXEC SQL SELECT a -- the first; of all\n\t  INTO :x /* in\n two */ FROM t\n\t;\n\treturn 0;\n}\n";
	const char *c = oracle(text);
	CHECK_TEXT(c, "int f(void)\n{\n\t" ORACLE "\"SELECT a FROM t\", &(x)); }\n\n\n\n\treturn 0;\n}\n");
	CHECK(lines_of(c) == lines_of(text));
	CHECK_TEXT(oracle("/* EXEC SQL COMMIT; */ char *s = \"EXEC SQL COMMIT;\"; // EXEC SQL COMMIT;\n#define C EXEC SQL COMMIT;\nint EXEC, my_EXEC;"),
	           "/* EXEC SQL COMMIT; */ char *s = \"EXEC SQL COMMIT;\"; // EXEC SQL COMMIT;\n#define C EXEC SQL COMMIT;\nint EXEC, my_EXEC;");
}

static void
test_cursors(void)
{
	CHECK_TEXT(oracle("EXEC SQL DECLARE c CURSOR FOR SELECT a FROM t WHERE b > :b; EXEC SQL OPEN c; EXEC SQL FETCH c INTO :x; EXEC SQL CLOSE c;"),
	           " " ORACLE "\"SELECT a FROM t WHERE b > $1\", (b)); }"
	           " { extern int __exec_sql_fetch(const char *, ...); __exec_sql_fetch(\"FETCH\", &(x)); }"
	           " { extern int __exec_sql_call(const char *, ...); __exec_sql_call(\"CLOSE\"); }");
	CHECK_TEXT(oracle("EXEC SQL OPEN C; EXEC SQL DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT a FROM t;"),
	           ORACLE "\"SELECT a FROM t\"); } ");
	struct esql_result r = translated(ESQL_ORACLE, "\nEXEC SQL DECLARE lost CURSOR FOR SELECT a FROM t;");
	CHECK(r.statements == 0 && r.note_count == 1 && r.notes[0].line == 2);
	CHECK_TEXT(r.notes[0].text, "the cursor lost is opened nowhere in this file");
	CHECK_TEXT(oracle("EXEC SQL PREPARE s FROM :text; EXEC SQL DECLARE d CURSOR FOR s; EXEC SQL OPEN d USING :a;"),
	           ORACLE "(const char *)(text)); }  { extern int __exec_sql_call(const char *, ...); __exec_sql_call(\"OPEN\", (a)); }");
}

static void
test_dynamic(void)
{
	CHECK_TEXT(oracle("EXEC SQL EXECUTE IMMEDIATE :text;"), ORACLE "(const char *)(text)); }");
	CHECK_TEXT(oracle("EXEC SQL EXECUTE IMMEDIATE 'DELETE FROM t WHERE n = ''x''';"), ORACLE "\"DELETE FROM t WHERE n = 'x'\"); }");
	CHECK_TEXT(oracle("EXEC SQL EXECUTE s INTO :r USING :a;"),
	           "{ extern int __exec_sql_call(const char *, ...); __exec_sql_call(\"EXECUTE\", &(r), (a)); }");
	CHECK_TEXT(oracle("VARCHAR q[80]; EXEC SQL PREPARE s FROM :q;"),
	           "struct { unsigned short len; unsigned char arr[80]; } q; " ORACLE "(const char *)(q).arr); }");
}

static void
test_blocks(void)
{
	CHECK_TEXT(oracle("EXEC SQL EXECUTE BEGIN UPDATE t SET a = :a; SELECT b INTO :b FROM u; :r := 1; END; END-EXEC; f();"),
	           ORACLE "\"BEGIN UPDATE t SET a = $1; SELECT b INTO $2 FROM u; $3 := 1; END;\", (a), &(b), &(r)); } f();");
	CHECK_TEXT(postgresql("EXEC SQL BEGIN; EXEC SQL BEGIN WORK;"), POSTGRESQL "\"BEGIN\"); } " POSTGRESQL "\"BEGIN WORK\"); }");
}

static void
test_whenever(void)
{
	const char *call = ORACLE "\"DELETE FROM t\");";
	CHECK_TEXT(oracle("EXEC SQL WHENEVER SQLERROR GOTO failed; EXEC SQL WHENEVER NOT FOUND DO BREAK; EXEC SQL DELETE FROM t;"
	                  "EXEC SQL WHENEVER SQLERROR CONTINUE; EXEC SQL WHENEVER NOT FOUND CONTINUE; EXEC SQL DELETE FROM t;"),
	           arena_printf(&memory, "  %s extern int __exec_sql_state(void); if (__exec_sql_state() < 0) { goto failed; }"
	                        " if (__exec_sql_state() == 100) { break; } }  %s }", call, call));
	CHECK_TEXT(oracle("EXEC SQL WHENEVER SQLERROR DO die(\"x\"); EXEC SQL DELETE FROM t;"),
	           arena_printf(&memory, " %s extern int __exec_sql_state(void); if (__exec_sql_state() < 0) { die(\"x\"); } }", call));
}

static void
test_declarations(void)
{
	CHECK_TEXT(oracle("EXEC SQL BEGIN DECLARE SECTION;\nint id;\nVARCHAR name[20], *p, many[3][LEN + 1];\nEXEC SQL END DECLARE SECTION;\n"),
	           "\nint id;\nstruct { unsigned short len; unsigned char arr[20]; } name; struct { unsigned short len; unsigned char arr[1]; } *p; "
	           "struct { unsigned short len; unsigned char arr[LEN + 1]; } many[3];\n\n");
	CHECK_TEXT(postgresql("varchar a[3]; EXEC SQL BEGIN DECLARE SECTION; varchar b[3]; EXEC SQL END DECLARE SECTION;"),
	           "varchar a[3];  struct { int len; char arr[3]; } b; ");
	CHECK_TEXT(oracle("  EXEC SQL INCLUDE SQLCA;\nEXEC SQL INCLUDE \"own.h\";\nEXEC SQL INCLUDE types.h;\n"),
	           "  #include \"sqlca.h\"\n#include \"own.h\"\n#include \"types.h\"\n");
	CHECK_TEXT(oracle("EXEC ORACLE OPTION (HOLD_CURSOR=YES); EXEC SQL VAR x IS STRING(10);"), " ");
}

static void
test_bad(void)
{
	struct esql_result r = translated(ESQL_ORACLE, "f();\nEXEC SQL DELETE FROM t");
	CHECK(r.note_count == 1 && r.notes[0].line == 2 && r.statements == 1);
	r = translated(ESQL_ORACLE, "EXEC SQL ;");
	CHECK(r.note_count == 1 && r.statements == 0);
	r = translated(ESQL_ORACLE, "EXEC SQL WHENEVER SOMETHING ELSE;");
	CHECK(r.note_count == 1);
	CHECK(!esql_holds("/* EXEC SQL */ \"EXEC SQL\" EXECSQL", 33));
	CHECK(esql_holds("\texec\n sql commit;", 18));
}

int
main(void)
{
	arena_init(&memory);
	test_statements();
	test_into();
	test_lines();
	test_cursors();
	test_dynamic();
	test_blocks();
	test_whenever();
	test_declarations();
	test_bad();
	arena_finish(&memory);
	return check_end();
}
