#include "db.h"
int db_run(sqlite3 *db, const char *fmt, ...)
{
	__builtin_va_list ap;
	__builtin_va_start(ap, fmt);
	char *sql = sqlite3_vmprintf(fmt, ap);
	__builtin_va_end(ap);
	return sqlite3_exec(db, sql, 0, 0, 0);
}
int db_begin(sqlite3 *db) { return db_run(db, "BEGIN"); }
int db_commit(sqlite3 *db) { return db_run(db, "COMMIT"); }
