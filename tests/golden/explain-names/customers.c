/* Customers: their table, and a static function that orders.c has too. */
#include "db.h"

int customers_seen;

static int note(const char *text) { return text[0] != 0; }

int customer_check(int id)
{
	customers_seen++;
	return db_run("SELECT name FROM customer WHERE id = %d", id);
}

int customer_rename(int id, const char *name)
{
	return note(name) || db_run("UPDATE customer SET name = %Q, changed = %ld WHERE id = %d", name, time(0), id);
}

int customer_command(int id, const char *name) { return customer_check(id) || customer_rename(id, name); }
