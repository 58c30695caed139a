/* Blocks the preprocessor switched off: what they would do to data is told, the others are counted. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *db, const char *sql, int (*f)(void *, int, char **, char **), void *arg, char **error);

static int
db_run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, 0, 0, 0);
}

int
purge(sqlite3 *db)
{
#ifdef KEEP_OLD
	/* "DELETE FROM audit" is history */
	return db_run(db, "DELETE FROM "
	                  "orders WHERE\tid < \"100\"");
#else
	return db_run(db, "DELETE FROM orders");
#endif
}

#ifdef USE_POSTGRESQL
int
open_it(void *c, const char *text)
{
	return PQexec /* the driver */ (c, text) != 0;
}
#elif defined(USE_NOTHING)
int nothing(int PQexec);
#endif

#if 0
This isn't C: it's prose, and "an open quote
// "UPDATE prose SET a = 1"
/* "UPDATE prose SET b = 2",
   sqlite3_exec(db) */
#error "INSERT INTO prose VALUES (1)"
#if defined(sqlite3_exec)
#endif
"select"; 'UPDATE prose SET c = 3';
"Update your settings, please"
#endif

#ifdef BY_MACRO
#define TOUCH "UPDATE orders " \
              "SET seen = %d"
#endif
