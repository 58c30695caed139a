/* What crosses from orders to stock, one function a remedy. */
#include "db.h"

int order_place(int id)
{
	db_run("BEGIN");
	db_run("INSERT INTO orders (id, total) VALUES (1, 2)");
	db_run("UPDATE item SET left = left - 1, seen = 1 WHERE id = 1");
	db_run("DELETE FROM hold WHERE item_id = 1");
	stock_take(id, 1);
	return db_run("COMMIT");
}

int order_tell(void) { return db_run("INSERT INTO hold (item_id) VALUES (3)"); } /* event: reads nothing of it */

int order_ask(void)
{
	db_run("SELECT left FROM item WHERE id = 1"); /* API call: often written */
	return db_run("UPDATE item SET left = 0 WHERE id = 1"); /* API call: reads it, too */
}

int order_copy(void) { return db_run("SELECT name FROM unit"); } /* read model: nobody writes it */
int order_join(void) { return db_run("SELECT u.name, o.total FROM orders o JOIN unit u ON u.id = o.unit_id"); }
int order_calls(int id)
{
	int level, sum = 0;
	for (int i = 0; i < 9; i++)
		sum += stock_take(i, 1); /* in a loop */
	stock_seen(id);              /* event: no result */
	stock_take(id, 0);           /* event: the result is not looked at */
	stock_level(id, &level);     /* API call: gives back through a parameter */
	return sum + level;
}
int order_globals(void) { stock_open = 1; return stock_most + stock_open; }
int order_trigger(void) { return db_run("UPDATE orders SET total = 3"); } /* the trigger is stock's: its own access, no second cut */
int order_clear(void) { return db_run("DELETE FROM orders WHERE id = 4") || db_run("SELECT total FROM orders"); }
int main(int argc, char **argv)
{
	(void)argv;
	return order_place(argc) + order_tell() + order_ask() + order_copy() + order_join() + order_calls(argc) + order_globals() +
	       order_trigger() + order_clear();
}
