/* Transactions: text, driver calls, wrappers, savepoints, callees between; and bodies that only look like one. */
typedef struct MYSQL MYSQL;
int mysql_query(MYSQL *, const char *);
int mysql_commit(MYSQL *);
int mysql_rollback(MYSQL *);
int mysql_autocommit(MYSQL *, char);
MYSQL *db;
static int run(const char *sql) { return mysql_query(db, sql); }
static int begin(void) { return run("START TRANSACTION"); }
static int finish(int ok) { return ok ? mysql_commit(db) : mysql_rollback(db); }

int by_text(void) {
	run("BEGIN");
	run("INSERT INTO orders (id) VALUES (1)");
	run("UPDATE stock SET n = n - 1 WHERE item = 1");
	return run("COMMIT");
}
int by_driver(void) {
	mysql_autocommit(db, 0);
	run("DELETE FROM orders WHERE id = 1");
	if (run("DELETE FROM invoice WHERE order_id = 1"))
		return mysql_rollback(db);
	return mysql_commit(db);
}
static int book(int item) { return run(item ? "INSERT INTO booking (item) VALUES (1)" : "INSERT INTO booking (item) VALUES (0)"); }
static int log_it(void) { return run("INSERT INTO log (what) VALUES ('booked')"); }
int with_callees(int item) {
	run("SELECT n FROM stock"); /* before */
	begin();
	int rc = book(item);
	rc |= log_it();
	finish(!rc);
	return run("SELECT n FROM report"); /* after */
}
int with_savepoint(void) {
	begin();
	run("INSERT INTO orders (id) VALUES (2)");
	run("SAVEPOINT part");
	if (run("INSERT INTO invoice (order_id) VALUES (2)"))
		run("ROLLBACK TO SAVEPOINT part");
	run("RELEASE SAVEPOINT part");
	return finish(1);
}
int never_ends(void) { begin(); return run("DELETE FROM log"); }
int only_ends(void) { run("DELETE FROM booking"); return mysql_commit(db); }
int back_to_auto(void) { return mysql_autocommit(db, 1); }
int no_transaction(void) { return run("SELECT id FROM orders"); }
