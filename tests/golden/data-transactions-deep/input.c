/* Transactions as a program of several layers has them; and what only looks like one. */
typedef struct sqlite3 sqlite3; typedef struct pg PGconn;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
void *PQexec(PGconn *, const char *);
int puts(const char *);
static sqlite3 *db; static PGconn *pg;
static int run(const char *sql) { return sqlite3_exec(db, sql, 0, 0, 0); }
/* wrappers, two deep, with a switch, with state */
static int tx(const char *what) { return run(what); }
static int tx_begin(void) { return tx("BEGIN IMMEDIATE"); }
static int tx_end(int good) { return tx(good ? "COMMIT" : "ROLLBACK"); }
static int depth;
static void enter(void) { if (depth++ == 0) tx_begin(); }
static void leave(int good) { if (--depth == 0) tx_end(good); }
static int add_a(int n) { return run(n ? "INSERT INTO a (n) VALUES (1)" : "INSERT INTO a (n) VALUES (0)"); }
static int add_b(void) { return run("INSERT INTO b (a_id) VALUES (1)"); }
static int note(void) { return run("INSERT INTO c (n) VALUES (1)"); }
static int read_d(void) { return run("SELECT n FROM d"); }

int two_deep(void) { tx_begin(); add_a(1); add_b(); return tx_end(1); }
int counted(void) { enter(); add_a(0); note(); leave(1); return 0; }
int nested(void) { enter(); counted(); add_b(); leave(1); return 0; }
int early(int x) { tx_begin(); if (add_a(x)) { tx_end(0); return -1; } if (!x) { tx_end(0); return 0; } add_b(); return tx_end(1); }
int jump(int x) { tx_begin(); if (add_a(x)) goto bad; if (note()) goto bad; return tx_end(1); bad: tx_end(0); return read_d(); }
int looped(int n) { for (int i = 0; i < n; i++) { tx_begin(); add_a(i); note(); tx_end(1); } return read_d(); }
int twice(void) { tx_begin(); add_a(1); tx_end(1); read_d(); tx_begin(); add_b(); note(); return tx_end(1); }
int savepoints(void) { run("SAVEPOINT one"); add_a(1); run("SAVEPOINT two"); note(); run("ROLLBACK TO two"); run("RELEASE one"); return read_d(); }
int in_one_text(void) { return run("BEGIN; INSERT INTO a (n) VALUES (3); DELETE FROM c; COMMIT; SELECT n FROM d"); }
static int body_of(void) { add_a(1); return add_b(); }
static int with_tx(int (*body)(void)) { tx_begin(); int r = body(); tx_end(!r); return r; }
int by_callback(void) { return with_tx(body_of); }
void *pg_block(void) { PQexec(pg, "BEGIN ISOLATION LEVEL SERIALIZABLE"); PQexec(pg, "UPDATE a SET n = 2"); PQexec(pg, "DELETE FROM c"); return PQexec(pg, "END"); }
int starts_elsewhere(void) { return tx_begin(); }
int ends_elsewhere(void) { note(); return tx_end(1); }
int cascades(void) { tx_begin(); run("DELETE FROM a WHERE id = 1"); note(); return tx_end(1); }
/* none */
int only_reads(void) { return read_d(); }
int words(void) { return puts("BEGIN") + puts("COMMIT"); }
int trigger(void) { return run("CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO d (n) VALUES (1); END"); }
int one_statement(void) { return run("DELETE FROM c"); }
