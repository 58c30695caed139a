typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *db, const char *sql, void *f, void *arg, char **error);

int
add(sqlite3 *db) /* café: this file is Latin-1 */
{
	return sqlite3_exec(db, "INSERT INTO places (name) VALUES ('café')", 0, 0, 0);
}
