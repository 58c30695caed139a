/* Code that lives in the database: routines defined in literals and files, called in statements; and statements that embedded
 * SQL's compilers leave behind. */
typedef struct pg PGconn;
void *PQexec(PGconn *, const char *);
static PGconn *pg;
static void *sql(const char *s) { return PQexec(pg, s); }
void define(void)
{
	sql("CREATE OR REPLACE FUNCTION task_severity (integer) RETURNS real AS $$ SELECT max(severity) FROM report WHERE task = $1; $$ LANGUAGE SQL");
	sql("CREATE FUNCTION next_task() RETURNS integer AS $body$ BEGIN UPDATE task SET state = 1 WHERE state = 0; PERFORM log_it('next'); RETURN 1; END; $body$ LANGUAGE plpgsql");
	sql("CREATE FUNCTION log_it(w text) RETURNS void AS $$ BEGIN INSERT INTO history (what) VALUES (w); END $$ LANGUAGE plpgsql");
	sql("CREATE PROCEDURE wipe() LANGUAGE sql AS $$ DELETE FROM task; DELETE FROM history $$");
	sql("CREATE VIEW worst AS SELECT id, task_severity(id) AS s FROM task");
}
void *in_select(void) { return sql("SELECT task_severity(id) FROM task WHERE owner = 1"); }
void *in_condition(void) { return sql("DELETE FROM task WHERE task_severity(id) > 5"); }
void *alone(void) { return sql("SELECT next_task()"); }
void *from_routine(void) { return sql("SELECT * FROM file_function(3) AS f"); }
void *called(void) { return sql("CALL wipe()"); }
void *by_view(void) { return sql("SELECT s FROM worst"); }
void *library(void) { return sql("SELECT max(id), lower(name), coalesce(name, 'log_it(x)') FROM owner GROUP BY 2"); }
/* what Pro*C leaves */
struct sqlexd { unsigned long sqlvsn; unsigned int arrsiz, iters, offset; unsigned short selerr, sqlety; unsigned int occurs; short *cud;
	unsigned char *sqlest; const char *stmt; void *sqladtp; };
struct sqlcxp { unsigned short fillen; char filnam[12]; };
static struct sqlcxp sqlfpn = {11, "orders.pc"};
static unsigned int sqlctx = 1234;
static struct sqlexd sqlstm = {13, 4};
extern void sqlcxt(void **, unsigned int *, struct sqlexd *, const struct sqlcxp *);
extern void sqlcx2t(void **, unsigned int *, struct sqlexd *, const struct sqlcxp *);
void proc_update(void)
{
	/* EXEC SQL UPDATE owner SET name = :n WHERE id = :i; */
	sqlstm.arrsiz = 2;
	sqlstm.stmt = "update owner  set name=:b0 where id=:b1";
	sqlstm.iters = 1;
	sqlstm.cud = 0;
	sqlcxt(0, &sqlctx, &sqlstm, &sqlfpn);
}
void proc_cursor(void)
{
	struct sqlexd sqlstm = {13, 4};
	sqlstm.stmt = "select id ,state from task where owner=:b0 ";
	sqlcxt((void **)0, &sqlctx, &sqlstm, &sqlfpn);
	sqlstm.stmt = "";
	sqlcxt((void **)0, &sqlctx, &sqlstm, &sqlfpn);
}
/* what ecpg leaves */
int ECPGdo(int, int, int, const char *, int, int, const char *, ...);
int ECPGtrans(int, const char *, const char *);
int ecpg_open(int o) { return ECPGdo(1, 0, 1, 0, 0, 0, "declare c cursor for select name from owner where id = $1 ", 1, &o); }
int ecpg_commit(void) { ECPGdo(1, 0, 1, 0, 0, 0, "begin"); ECPGdo(1, 0, 1, 0, 0, 0, "delete from history"); return ECPGtrans(1, 0, "commit"); }
void proc_fetch(void)
{
	struct sqlexd sqlstm;
	sqlstm.iters = 1;
	sqlcxt((void **)0, &sqlctx, &sqlstm, &sqlfpn);
}
