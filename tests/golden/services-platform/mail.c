/* A queue of mails: everybody writes it, so it is a domain of its own. */
#include "all.h"

int
mail_queue(const char *to, const char *text)
{
	return sqlite3_exec(db, "INSERT INTO outbox (receiver, text) VALUES ('x', 'y')", 0, 0, 0) + text_same(to, text);
}

static int
mail_send(int id)
{
	return sqlite3_exec(db, "DELETE FROM outbox WHERE id = 1", 0, 0, 0) + id;
}

static int
mail_next(void)
{
	return sqlite3_exec(db, "SELECT id, receiver, text FROM outbox", 0, 0, 0);
}

int
mail_flush(void)
{
	int sent = 0;
	for (int id = mail_next(); id > 0; id = mail_next())
		sent += mail_send(id);
	return sent;
}
