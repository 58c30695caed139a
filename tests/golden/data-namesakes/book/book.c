#include "../db.h"
sqlite3 *book;
int
book_create(void)
{
	return sqlite3_exec(book, "PRAGMA foreign_keys = ON", 0, 0, 0) +
	       sqlite3_exec(book, "CREATE TABLE folders (folder_id TEXT PRIMARY KEY)", 0, 0, 0) +
	       sqlite3_exec(book, "CREATE TABLE keys (key TEXT, folder_id TEXT REFERENCES folders)", 0, 0, 0);
}
int book_delete(void) { return sqlite3_exec(book, "DELETE FROM folders WHERE folder_id = 'old'", 0, 0, 0); }
int book_key(void) { return sqlite3_exec(book, "INSERT INTO keys (key, folder_id) VALUES ('a', 'b')", 0, 0, 0); }
int sprintf(char *, const char *, ...);
int book_nodes(const char *cluster) { char sql[200]; sprintf(sql, "SELECT no_id FROM \"_%s\".sl_node", cluster); return sqlite3_exec(book, sql, 0, 0, 0); }
int book_paths(const char *schema) { char sql[200]; sprintf(sql, "DELETE FROM %s.sl_path", schema); return sqlite3_exec(book, sql, 0, 0, 0); }
