/* The schema, from files and literals: tables, columns, keys with actions, indexes, views, triggers, temporary ones, changes. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
static sqlite3 *db;
static int run(const char *sql) { return sqlite3_exec(db, sql, 0, 0, 0); }
#define SETTINGS_COLUMNS "name TEXT PRIMARY KEY, " "value TEXT"
int create(void) { return run("CREATE TABLE settings (" SETTINGS_COLUMNS ") WITHOUT ROWID") + run("CREATE TEMP TABLE seen (id INTEGER PRIMARY KEY)"); }
static int version(void) { return run("PRAGMA user_version"); }
static int to_1(void) { return run("ALTER TABLE settings ADD COLUMN kind INTEGER"); }
static int to_2(void) { return run("UPDATE settings SET kind = 0"); }
static int to_3(void) { return run("CREATE TABLE settings2 (name TEXT); INSERT INTO settings2 SELECT name FROM settings; DROP TABLE settings; ALTER TABLE settings2 RENAME TO settings"); }
static int (*const upgrades[])(void) = {to_1, to_2, to_3};
int upgrade(void) { for (int v = version(); v < 3; v++) upgrades[v](); return run("PRAGMA user_version = 3"); }
int read_view(void) { return run("SELECT who FROM open_orders"); }
int drop_order(void) { return run("DELETE FROM orders WHERE id = 1"); }
int fill(void) { return run("INSERT INTO seen SELECT id FROM orders"); }

/* Helpers that only upgrades call are part of them; what others call is not, nor the caller of all steps. */
static int copy_row(int n) { return run(n ? "INSERT INTO audit (what) VALUES ('x')" : "DELETE FROM audit"); }
static int shared_row(void) { return run("INSERT INTO audit (what) VALUES ('y')"); }
static int to_4(void) { return run("ALTER TABLE audit ADD COLUMN who TEXT") + copy_row(1) + shared_row(); }
int upgrade_last(void) { return to_4(); }
int work(void) { return shared_row() + run("ALTER TABLE seen ADD COLUMN n INTEGER"); } /* a temporary table */
