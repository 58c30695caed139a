#include "all.h"

int
stock_check(const char *name)
{
	return text_length(name) > conf_number("stock_length") && text_hash(name) != 0 && !text_same(name, "stock");
}

int
stock_remember(int id, const char *text)
{
	return sqlite3_exec(db, "INSERT INTO stock_move (stock_id, text) VALUES (1, 'x')", 0, 0, 0) + id + stock_check(text);
}

int
stock_add(const char *name)
{
	if (!stock_check(name) || sqlite3_exec(db, "INSERT INTO stock (name, state) VALUES ('x', 1)", 0, 0, 0))
		return 1;
	mail_queue(conf_text("stock_mail"), name);
	return stock_remember(1, name);
}

int
stock_drop(int id)
{
	stock_remember(id, "dropped");
	return sqlite3_exec(db, "DELETE FROM stock WHERE id = 1", 0, 0, 0);
}

int
stock_list(void)
{
	return sqlite3_exec(db, "SELECT d.name, e.text FROM stock d JOIN stock_move e ON e.stock_id = d.id", 0, 0, 0);
}
