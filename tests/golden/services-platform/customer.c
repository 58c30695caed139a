#include "all.h"

int
customer_check(const char *name)
{
	return text_length(name) > conf_number("customer_length") && text_hash(name) != 0 && !text_same(name, "customer");
}

int
customer_remember(int id, const char *text)
{
	return sqlite3_exec(db, "INSERT INTO customer_note (customer_id, text) VALUES (1, 'x')", 0, 0, 0) + id + customer_check(text);
}

int
customer_add(const char *name)
{
	if (!customer_check(name) || sqlite3_exec(db, "INSERT INTO customer (name, state) VALUES ('x', 1)", 0, 0, 0))
		return 1;
	mail_queue(conf_text("customer_mail"), name);
	return customer_remember(1, name);
}

int
customer_drop(int id)
{
	customer_remember(id, "dropped");
	return sqlite3_exec(db, "DELETE FROM customer WHERE id = 1", 0, 0, 0);
}

int
customer_list(void)
{
	return sqlite3_exec(db, "SELECT d.name, e.text FROM customer d JOIN customer_note e ON e.customer_id = d.id", 0, 0, 0);
}
