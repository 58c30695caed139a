/* Routines of the database are functions of kind `routine`; what calls them, and whom they call, are edges. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *db, const char *sql, void *cb, void *arg, char **error);

static sqlite3 *db;

static void
run(const char *sql)
{
	sqlite3_exec(db, sql, 0, 0, 0);
}

void book_selected(void) { run("SELECT book(1, 5)"); }
void book_called(void) { run("CALL charge(1)"); }
void book_from(void) { run("SELECT * FROM most_of(3) AS m"); }
void report(void) { run("BEGIN reports.monthly(7); END;"); }
void raise_limit(void) { run("UPDATE limits SET most = 10 WHERE owner = 1"); }
void move(void) { run("INSERT INTO movement (account, amount) VALUES (1, 2)"); }

/* A function of the database system, a column named like a routine, a name in a text: no edges. */
void counts(void) { run("SELECT count(*), upper(what) FROM audit"); }
void named(void) { run("SELECT book FROM (SELECT 1 AS book) x"); }
void quoted(void) { run("INSERT INTO audit VALUES ('CALL charge(1)')"); }

/* Created in C, and called. */
void install(void) { run("CREATE FUNCTION cleanup() RETURNS void AS 'DELETE FROM audit' LANGUAGE sql"); }
void clean(void) { run("SELECT cleanup()"); }

int
main(void)
{
	book_selected(), book_called(), book_from(), report(), raise_limit(), move(), counts(), named(), quoted(), install(), clean();
	return 0;
}
