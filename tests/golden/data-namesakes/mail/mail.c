/* Two databases in one tree, each with a table folders: the keys of one say nothing of the other. */
#include "../db.h"
sqlite3 *mail;
int mail_create(void) { return sqlite3_exec(mail, "CREATE TABLE folders (name TEXT, unread INTEGER)", 0, 0, 0); }
int mail_delete(void) { return sqlite3_exec(mail, "DELETE FROM folders WHERE name = 'old'", 0, 0, 0); }
