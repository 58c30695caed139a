/* Each way to put SQL together that the other cases do not show (see tests/golden/README.md), and text that never gets to a driver. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef struct sqlite3 sqlite3; typedef struct sqlite3_stmt sqlite3_stmt; typedef struct pg PGconn; typedef struct my MYSQL;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
int sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
int sqlite3_step(sqlite3_stmt *);
char *sqlite3_mprintf(const char *, ...);
char *sqlite3_snprintf(int, char *, const char *, ...);
void *PQexecParams(PGconn *, const char *, int, const unsigned *, const char *const *, const int *, const int *, int);
void *PQprepare(PGconn *, const char *, const char *, int, const unsigned *);
void *PQexecPrepared(PGconn *, const char *, int, const char *const *, const int *, const int *, int);
int mysql_real_query(MYSQL *, const char *, unsigned long);
int ECPGdo(int, int, int, const char *, int, int, const char *, ...);
static sqlite3 *db; static PGconn *pg; static MYSQL *my;
static int run(const char *sql) { return sqlite3_exec(db, sql, 0, 0, 0); }

/* 1 wrapper: macro around it, struct handle whose method is the wrapper, wrapper that gets a struct with text */
#define RUN(sql) do { if (run(sql)) abort(); } while (0)
void by_macro(void) { RUN("UPDATE job SET state = 1"); }
#define FROM_JOB " FROM job"
#define SELECT_OF(c) "SELECT " #c FROM_JOB
int by_stringizing(void) { return run(SELECT_OF(name)); }
struct request { const char *text; int flags; };
static int submit(const struct request *r) { return run(r->text); }
int by_struct(void) { struct request r = {.text = "DELETE FROM step", .flags = 1}; return submit(&r); }
int by_compound(void) { return submit(&(struct request){"SELECT n FROM step", 0}); }
static int log_only(const struct request *r) { return printf("%s", r->text); }
int not_by_struct(void) { struct request r = {"DELETE FROM node", 0}; return log_only(&r); }

/* 2 variable arguments: a v-function beside the plain one; arguments fill holes only */
static int runv(const char *f, va_list ap) { char b[500]; vsnprintf(b, sizeof b, f, ap); return run(b); }
static int runf(const char *f, ...) { va_list ap; va_start(ap, f); int r = runv(f, ap); va_end(ap); return r; }
int by_list(int n) { return runf("INSERT INTO step (n) VALUES (%d)", n); }
int value_of_list(void) { return runf("SELECT id FROM job WHERE name = '%s'", "DELETE FROM node"); }

/* 3 %s first */
int by_percent(const char *w) { return runf("%s WHERE id = %d AND name = '%s'", "UPDATE job SET state = 2", 1, w); }

/* 4 producers: returned, static buffer, out-parameter, returned from a switch, by a table of text */
static const char *pick(int k) { switch (k) { case 0: return "SELECT id FROM node"; case 1: return "SELECT up FROM node"; } return NULL; }
int by_switch(int k) { return run(pick(k)); }
static char *in_static(int id) { static char b[100]; sprintf(b, "DELETE FROM node WHERE id = %d", id); return b; }
int by_static(int id) { return run(in_static(id)); }
static int into(char *out, size_t n, int id) { return snprintf(out, n, "SELECT up FROM node WHERE id = %d", id); }
int by_out(int id) { char b[99]; into(b, sizeof b, id); return run(b); }

/* 5 builders: loop over columns, conditional clauses, strncat, stpcpy, snprintf at an offset in a loop, open_memstream */
int by_loop(int n) {
	char b[999]; size_t at = 0;
	at += snprintf(b + at, sizeof b - at, "INSERT INTO step (job_id, n) VALUES ");
	for (int i = 0; i < n; i++)
		at += snprintf(b + at, sizeof b - at, "%s(%d, %d)", i ? "," : "", 1, i);
	return run(b);
}
int by_clauses(const char *name, int state) {
	char b[500];
	strcpy(b, "SELECT id FROM job WHERE 1=1");
	if (name) { strcat(b, " AND name = '"); strcat(b, name); strcat(b, "'"); }
	if (state) strncat(b, " AND state > 0", 20);
	return run(b);
}
int by_stream(int id) {
	char *text; size_t n;
	FILE *f = open_memstream(&text, &n);
	fprintf(f, "UPDATE node SET up = 0 ");
	fprintf(f, "WHERE id = %d", id);
	fclose(f);
	return run(text);
}
int by_stpcpy(void) { char b[99], *e = stpcpy(b, "DELETE FROM step"); stpcpy(e, " WHERE n = 0"); return run(b); }

/* 6 names: strings from an enum switch, two-dimensional arrays, struct arrays, a name kept in an object */
struct kind { const char *table, *key; };
static const struct kind kinds[] = {{"job", "id"}, {"node", "id"}};
int by_kind(int k) { return runf("DELETE FROM %s WHERE %s = 1", kinds[k].table, kinds[k].key); }
static const char names[][8] = {"step", "node"};
int by_char_array(int k) { return runf("SELECT count(*) FROM %s", names[k]); }
struct cursor { const char *table; int open; };
static void cursor_init(struct cursor *c, const char *table) { c->table = table; c->open = 1; }
static int cursor_count(struct cursor *c) { return runf("SELECT count(*) FROM %s", c->table); }
int by_object(void) { struct cursor c; cursor_init(&c, "job"); return cursor_count(&c); }
static const char *table_of(int k) { return k == 1 ? "job" : k == 2 ? "step" : "node"; }
int by_function(int k) { return runf("UPDATE %s SET id = id", table_of(k)); }

/* 10 prepared: named statements, kept handles, prepared at start and stepped elsewhere */
static sqlite3_stmt *find_stmt;
void prepare_all(void) { sqlite3_prepare_v2(db, "SELECT state FROM job WHERE id = ?1", -1, &find_stmt, 0); }
int step_it(void) { return sqlite3_step(find_stmt); }
void prepare_pg(void) { PQprepare(pg, "drop_step", "DELETE FROM step WHERE n = $1", 1, 0); }
void *execute_pg(const char *const *v) { return PQexecPrepared(pg, "drop_step", 1, v, 0, 0, 0); }
void *params_pg(const char *const *v) { return PQexecParams(pg, "UPDATE node SET up = $1 WHERE id = $2", 2, 0, v, 0, 0, 0); }
int real_query(void) { static const char q[] = "SELECT id FROM step"; return mysql_real_query(my, q, sizeof q - 1); }

/* 12 what ecpg makes */
int embedded(int id) { return ECPGdo(__LINE__, 0, 1, NULL, 0, 0, "update job set state = $1 where id = $2", 1, &id, 2, &id); }

/* concatenated, line-broken, escaped, wide and raw pieces */
int broken(void) { return run("SELECT id,\n"
	"\tname -- the name of the job FROM node\n"
	"FROM job /* JOIN node */ WHERE name = 'it''s \"x\"'"); }

/* 11: several statements in one text */
int script(void) { return run("BEGIN; INSERT INTO node (id) VALUES (1); UPDATE job SET name = ';' WHERE id = 2; COMMIT;"); }

/* text that never gets there */
int unused(void) { const char *q = "DELETE FROM job"; return q[0]; }
int overwritten(void) { const char *q = "DELETE FROM job"; q = "SELECT id FROM job"; return run(q); }
int usage(void) { return puts("usage: delete from <table> where <key>") + printf("Update the node first, then select a job from the list\n"); }
int compare(const char *q) { return !strcmp(q, "SELECT id FROM node"); }
