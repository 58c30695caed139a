#include "all.h"

int
parcel_check(const char *name)
{
	return text_length(name) > conf_number("parcel_length") && text_hash(name) != 0 && !text_same(name, "parcel");
}

int
parcel_remember(int id, const char *text)
{
	return sqlite3_exec(db, "INSERT INTO parcel_stop (parcel_id, text) VALUES (1, 'x')", 0, 0, 0) + id + parcel_check(text);
}

int
parcel_add(const char *name)
{
	if (!parcel_check(name) || sqlite3_exec(db, "INSERT INTO parcel (name, state) VALUES ('x', 1)", 0, 0, 0))
		return 1;
	mail_queue(conf_text("parcel_mail"), name);
	return parcel_remember(1, name);
}

int
parcel_drop(int id)
{
	parcel_remember(id, "dropped");
	return sqlite3_exec(db, "DELETE FROM parcel WHERE id = 1", 0, 0, 0);
}

int
parcel_list(void)
{
	return sqlite3_exec(db, "SELECT d.name, e.text FROM parcel d JOIN parcel_stop e ON e.parcel_id = d.id", 0, 0, 0);
}
