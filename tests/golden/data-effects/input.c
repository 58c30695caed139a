/* What the schema does behind a statement: triggers, views, foreign keys, and the events that set nothing off. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
#define RUN(sql) sqlite3_exec(db, sql, 0, 0, 0)

int create(sqlite3 *db)
{
	return RUN("PRAGMA foreign_keys = ON;"
	           "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);"
	           "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id) ON DELETE CASCADE, total INTEGER);"
	           "CREATE TABLE line (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(id) ON DELETE CASCADE, item INTEGER"
	           " REFERENCES item(id) ON DELETE SET NULL, amount INTEGER);"
	           "CREATE TABLE item (id INTEGER PRIMARY KEY, label TEXT);"
	           "CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id));"
	           "CREATE TABLE audit (what TEXT, id INTEGER);"
	           "CREATE TABLE counter (name TEXT, n INTEGER);"
	           "CREATE TEMP TABLE scratch (id INTEGER);"
	           "CREATE TABLE best AS SELECT id, total FROM orders WHERE total > 100;"
	           "CREATE VIEW big_orders AS SELECT o.id, c.name FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.total > 1000;"
	           "CREATE VIEW big_names AS SELECT name FROM big_orders;"
	           "CREATE TRIGGER line_gone AFTER DELETE ON line BEGIN INSERT INTO audit(what, id) VALUES ('line', OLD.id); END;"
	           "CREATE TRIGGER audit_count AFTER INSERT ON audit BEGIN UPDATE counter SET n = n + 1 WHERE name = 'audit'; END;");
}

int read_view(sqlite3 *db) { return RUN("SELECT name FROM big_names"); }
int delete_line(sqlite3 *db) { return RUN("DELETE FROM line WHERE id = 1"); }
int update_line(sqlite3 *db) { return RUN("UPDATE line SET amount = 2 WHERE id = 1"); } /* fires nothing, checks nothing */
int move_line(sqlite3 *db) { return RUN("UPDATE line SET order_id = 2 WHERE id = 1"); }
int insert_order(sqlite3 *db) { return RUN("INSERT INTO orders (customer_id, total) VALUES (1, 2)"); }
int delete_item(sqlite3 *db) { return RUN("DELETE FROM item WHERE id = 1"); }
int delete_customer(sqlite3 *db) { return RUN("DELETE FROM customer WHERE id = 1"); }
int fill_scratch(sqlite3 *db) { return RUN("INSERT INTO scratch (id) SELECT id FROM line"); }
int read_counter(sqlite3 *db) { return RUN("SELECT n FROM counter"); }

/* Other systems than SQLite look for no parent when a child's row goes. */
typedef struct pg_conn PGconn;
void *PQexec(PGconn *, const char *);
void *delete_invoice(PGconn *pg) { return PQexec(pg, "DELETE FROM invoice WHERE id = 1"); }
