/* Orders: a transaction over two services, SQL in a loop, a statement of a chosen table, a hook nobody fills. */
#include "db.h"

extern int customers_seen;
static int orders_today;
static struct { int (*fn)(int id); } hook;

static void note(int id) { orders_today += id; }

static int order_line_add(int id, int lines)
{
	for (int i = 0; i < lines; i++)
		db_run("INSERT INTO order_line (order_id, amount) VALUES (%d, %d)", id, i);
	return 0;
}

int order_place(int customer, int lines)
{
	if (customer_check(customer))
		return -1;
	db_begin();
	db_run("INSERT INTO orders (customer_id, total) VALUES (%d, 0)", customer);
	customer_rename(customer, "placed");
	order_line_add(customers_seen, lines);
	db_commit();
	note(1);
	return hook.fn ? hook.fn(customer) : 0;
}

int order_total(int id)
{
	return db_run("SELECT sum(l.amount) FROM order_line l JOIN orders o ON o.id = l.order_id WHERE o.id = %d ORDER BY o.id", id);
}

int order_tree(int id) { return id > 0 && order_place(id, 1) ? order_tree(id - 1) : order_total(id); }

int order_clear(int which) { return db_run("DELETE FROM %s", which ? "orders" : "order_line"); }

int order_forgotten(void) { return order_clear(0); }

int order_command(int id, const char *name)
{
	const char *mode = getenv("ORDER_MODE");
	return mode && name ? order_tree(id) : order_clear(id);
}
