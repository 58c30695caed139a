#include "db.h"
sqlite3 *db;
int stock_open;
const int stock_most = 9;
int stock_take(int id, int n)
{
	return n > stock_open && id < stock_most ? db_run("UPDATE item SET left = left - 1 WHERE id = 2") : db_run("INSERT INTO hold VALUES (1)");
}
int stock_level(int id, int *level) { *level = id; return db_run("SELECT left FROM item") || db_run("SELECT name FROM unit"); }
void stock_seen(int id) { stock_open = id; db_run("UPDATE item SET seen = 1"); db_run("DELETE FROM hold"); }
