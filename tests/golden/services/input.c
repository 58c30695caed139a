/* Two domains in one file, over a shared wrapper and a shared logger: two services, one shared library, the cuts between. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
char *sqlite3_vmprintf(const char *, __builtin_va_list);

static sqlite3 *db;
static int orders_today;

void log_line(const char *text) { (void)text; }

int db_run(const char *fmt, ...)
{
	__builtin_va_list ap;
	__builtin_va_start(ap, fmt);
	char *sql = sqlite3_vmprintf(fmt, ap);
	__builtin_va_end(ap);
	return sqlite3_exec(db, sql, 0, 0, 0);
}

int customer_check(int id) { log_line("check"); return db_run("SELECT name FROM customer WHERE id = %d", id); }
int customer_add(const char *name) { log_line("add"); return db_run("INSERT INTO customer (name) VALUES (%Q)", name); }
int customer_note(int id, const char *text) { return customer_check(id) || db_run("INSERT INTO customer_note VALUES (%d, %Q)", id, text); }
int customer_rename(int id, const char *name) { return customer_check(id) || db_run("UPDATE customer SET name = %Q WHERE id = %d", name, id); }
int customer_drop(int id) { log_line("drop"); return db_run("DELETE FROM customer WHERE id = %d", id); }
int customer_command(int id, const char *name)
{
	return customer_add(name) || customer_note(id, name) || customer_rename(id, name) || customer_drop(id);
}

static int order_total(int id) { return db_run("SELECT sum(amount) FROM order_line WHERE order_id = %d", id); }
int order_line_add(int id, const char *product, int amount) { return db_run("INSERT INTO order_line VALUES (%d, %Q, %d)", id, product, amount); }
int order_close(int id) { log_line("close"); return db_run("UPDATE orders SET total = %d WHERE id = %d", order_total(id), id); }
int order_cancel(int id) { log_line("cancel"); return order_total(id) || db_run("DELETE FROM orders WHERE id = %d", id); }
int order_place(int customer, const char *product)
{
	if (customer_check(customer))
		return -1;
	db_run("BEGIN");
	db_run("INSERT INTO orders (customer_id) VALUES (%d)", customer);
	db_run("UPDATE customer SET name = name WHERE id = %d", customer);
	db_run("COMMIT");
	orders_today++;
	return order_line_add(1, product, 1) || order_close(1);
}
int order_command(int customer, const char *product) { return order_place(customer, product) || order_cancel(orders_today); }

int main(int argc, char **argv) { return argc > 1 ? customer_command(argc, argv[1]) : order_command(argc, argv[0]); }
