/* Statements kept for later: arrays of records that a function of the project makes, a handle that remembers its query, a
 * connection that remembers the array. Who gives the text is who has the access. */
#include "db.h"
struct sqlite3_stmt;
int sqlite3_prepare_v2(sqlite3 *, const char *, int, struct sqlite3_stmt **, const char **);
sqlite3 *db;

struct prepared { const char *name, *sql; struct sqlite3_stmt **statement; };
struct prepared prepared_make(const char *name, const char *sql, struct sqlite3_stmt **statement) { struct prepared p = {.name = name, .sql = sql, .statement = statement}; return p; }
struct prepared prepared_end(void) { struct prepared end = {.sql = 0}; return end; }
int
prepare_all(const struct prepared *list)
{
	int rc = 0;
	for (unsigned i = 0; list[i].sql; i++)
		rc |= sqlite3_prepare_v2(db, list[i].sql, -1, list[i].statement, 0);
	return rc;
}
struct sqlite3_stmt *insert, *find, *drop;
int
setup(void)
{
	struct prepared list[] = {
		prepared_make("insert", "INSERT INTO blocks (query, block) VALUES (?, ?)", &insert),
		prepared_make("find", "SELECT block FROM blocks WHERE query = ?", &find),
		prepared_end()};
	return prepare_all(list);
}

/* the array goes through a connection first */
struct step { const char *sql; int ignore; };
struct connection { sqlite3 *db; struct step *steps; };
struct step step_try(const char *sql) { struct step s = {.sql = sql, .ignore = 1}; return s; }
struct connection *
connect(const struct step *steps, unsigned n)
{
	struct connection *c = malloc(sizeof *c);
	c->steps = malloc(n * sizeof *steps);
	memcpy(c->steps, steps, n * sizeof *steps);
	return c;
}
int
reconnect(struct connection *c)
{
	int rc = 0;
	for (unsigned i = 0; c->steps[i].sql; i++)
		rc |= sqlite3_exec(c->db, c->steps[i].sql, 0, 0, 0);
	return rc;
}
struct connection *
open_store(void)
{
	struct step steps[] = {step_try("CREATE TABLE records (zone TEXT, label TEXT)"), step_try("DELETE FROM records WHERE zone = ''"), {0}};
	return connect(steps, 3);
}

/* a handle that is prepared when it is first used */
struct handle { struct handle *next; char *query; struct sqlite3_stmt *statement; };
struct handle *handle_new(const char *query) { struct handle *h = malloc(sizeof *h); h->query = strdup(query); h->statement = 0; return h; }
static int handle_ready(struct handle *h) { return h->statement ? 0 : sqlite3_prepare_v2(db, h->query, -1, &h->statement, 0); }
int handle_run(struct handle *h) { return handle_ready(h); }
struct handle *remember(void) { return handle_new("UPDATE counters SET n = n + 1"); }
int go(struct handle *h) { return handle_run(h); }

/* a field of the same name in another record never reaches a driver */
struct search { char *query; };
void search_new(struct search *s, const char *query) { s->query = strdup(query); }
void searched(struct search *s) { search_new(s, "SELECT a star from the sky"); }
