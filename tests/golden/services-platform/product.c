#include "all.h"

int
product_check(const char *name)
{
	return text_length(name) > conf_number("product_length") && text_hash(name) != 0 && !text_same(name, "product");
}

int
product_remember(int id, const char *text)
{
	return sqlite3_exec(db, "INSERT INTO product_tag (product_id, text) VALUES (1, 'x')", 0, 0, 0) + id + product_check(text);
}

int
product_add(const char *name)
{
	if (!product_check(name) || sqlite3_exec(db, "INSERT INTO product (name, state) VALUES ('x', 1)", 0, 0, 0))
		return 1;
	mail_queue(conf_text("product_mail"), name);
	return product_remember(1, name);
}

int
product_drop(int id)
{
	product_remember(id, "dropped");
	return sqlite3_exec(db, "DELETE FROM product WHERE id = 1", 0, 0, 0);
}

int
product_list(void)
{
	return sqlite3_exec(db, "SELECT d.name, e.text FROM product d JOIN product_tag e ON e.product_id = d.id", 0, 0, 0);
}
