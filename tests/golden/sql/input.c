/* Each class of SQL construction the first issue promises, and text that must not give a row. */
#include "db.h"
#define COLUMNS "id, name"
static const char *const schema =
	"CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);"
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id) ON DELETE CASCADE, total INTEGER);";

int create(sqlite3 *db) { return sqlite3_exec(db, schema, 0, 0, 0); }

int direct(sqlite3 *db) { return sqlite3_exec(db, "DELETE FROM orders WHERE id = 7", 0, 0, 0); }

int prepared(sqlite3 *db)
{
	sqlite3_stmt *st;
	return sqlite3_prepare_v2(db, "SELECT " COLUMNS " FROM customer WHERE city = ? ORDER BY name", -1, &st, 0);
}

int wrapped(sqlite3 *db, int id, int total) { return db_run(db, "UPDATE orders SET total = %d WHERE id = %d", total, id); }

int buffer(sqlite3 *db, int id)
{
	char sql[200];
	snprintf(sql, sizeof sql, "INSERT INTO orders (customer_id, total) VALUES (%d, 0)", id);
	sqlite3_exec(db, sql, 0, 0, 0);
	snprintf(sql, sizeof sql, "SELECT o.total FROM orders o JOIN customer c ON c.id = o.customer_id WHERE c.id = %d", id);
	return sqlite3_exec(db, sql, 0, 0, 0);
}

int built(sqlite3 *db, int all)
{
	char sql[200];
	strcpy(sql, "SELECT name FROM customer");
	if (!all)
		strcat(sql, " WHERE city = 'Bern'");
	return sqlite3_exec(db, sql, 0, 0, 0);
}

int chosen(sqlite3 *db, int which) { return db_run(db, "DELETE FROM %s", which ? "orders" : "customer"); }

static int count_rows(sqlite3 *db, const char *table) { return db_run(db, "SELECT count(*) FROM %s", table); }
int count_both(sqlite3 *db) { return count_rows(db, "orders") + count_rows(db, "customer"); }

int typed_in(sqlite3 *db, const char **lines) { return sqlite3_exec(db, lines[0], 0, 0, 0); }

int place_order(sqlite3 *db)
{
	db_begin(db);
	db_run(db, "INSERT INTO orders (total) VALUES (1)");
	db_run(db, "UPDATE customer SET name = 'x' WHERE id = 1");
	return db_commit(db);
}

int prose(void)
{
	puts("Select a customer from the list");
	puts("update of orders failed");
	return puts("SELECT name FROM customer");
}
