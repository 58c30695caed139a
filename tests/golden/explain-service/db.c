/* The shared wrapper: everything reaches the driver here. */
#include "db.h"

static sqlite3 *db;

int db_run(const char *fmt, ...)
{
	__builtin_va_list ap;
	__builtin_va_start(ap, fmt);
	char *sql = sqlite3_vmprintf(fmt, ap);
	__builtin_va_end(ap);
	return sqlite3_exec(db, sql, 0, 0, 0);
}

int db_begin(void) { return db_run("BEGIN"); }
int db_commit(void) { return db_run("COMMIT"); }
