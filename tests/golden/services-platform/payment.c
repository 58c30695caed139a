#include "all.h"

int
payment_check(const char *name)
{
	return text_length(name) > conf_number("payment_length") && text_hash(name) != 0 && !text_same(name, "payment");
}

int
payment_remember(int id, const char *text)
{
	return sqlite3_exec(db, "INSERT INTO payment_event (payment_id, text) VALUES (1, 'x')", 0, 0, 0) + id + payment_check(text);
}

int
payment_add(const char *name)
{
	if (!payment_check(name) || sqlite3_exec(db, "INSERT INTO payment (name, state) VALUES ('x', 1)", 0, 0, 0))
		return 1;
	mail_queue(conf_text("payment_mail"), name);
	return payment_remember(1, name);
}

int
payment_drop(int id)
{
	payment_remember(id, "dropped");
	return sqlite3_exec(db, "DELETE FROM payment WHERE id = 1", 0, 0, 0);
}

int
payment_list(void)
{
	return sqlite3_exec(db, "SELECT d.name, e.text FROM payment d JOIN payment_event e ON e.payment_id = d.id", 0, 0, 0);
}
