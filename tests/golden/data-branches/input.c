/* Text whose parts stand in branches: what one branch adds never stands behind what the other adds; and statements kept in a
 * field of an object that another function hands to the driver. */
#include "db.h"
sqlite3 *db;
int strcmp(const char *, const char *);

int
either_table(int all)
{
	char sql[200];
	strcpy(sql, "SELECT state FROM ");
	if (all)
		strcat(sql, "orders");
	else
		strcat(sql, "open_orders");
	strcat(sql, " WHERE id = 1");
	return sqlite3_exec(db, sql, 0, 0, 0);
}

/* a chain of else if, each with a statement of its own, all run behind it */
int
chain(const char *what, int id)
{
	char sql[500] = "";
	if (strcmp(what, "ship") == 0) {
		sprintf(sql + strlen(sql), "UPDATE parcels SET sent = 1 WHERE id = %d;", id);
	} else if (strcmp(what, "drop") == 0) {
		sprintf(sql + strlen(sql), "DELETE FROM parcels WHERE id = %d;", id);
	} else {
		sprintf(sql + strlen(sql), "INSERT INTO journal (id) VALUES (%d);", id);
	}
	return sqlite3_exec(db, sql, 0, 0, 0);
}

/* one branch sets anew, the other adds */
int
anew(int fresh)
{
	char sql[200];
	strcpy(sql, "SELECT name FROM customers");
	if (fresh) {
		strcpy(sql, "SELECT name FROM newcomers");
		strcat(sql, " WHERE seen = 0");
	} else {
		strcat(sql, " WHERE seen = 1");
	}
	return sqlite3_exec(db, sql, 0, 0, 0);
}

/* run within the branch: the other branch's part is not in it */
int
run_inside(int id)
{
	char sql[200];
	strcpy(sql, "DELETE FROM stock");
	if (id) {
		strcat(sql, " WHERE item = 1");
	} else {
		strcat(sql, " WHERE n = 0");
		return sqlite3_exec(db, sql, 0, 0, 0);
	}
	return 0;
}

/* an if without else adds or not */
int
maybe(int id)
{
	char sql[200];
	strcpy(sql, "SELECT n FROM stock");
	if (id)
		strcat(sql, " WHERE item = 2");
	return sqlite3_exec(db, sql, 0, 0, 0);
}

/* a loop adds again and again */
int
loop(const int *ids, int n)
{
	char sql[500];
	strcpy(sql, "DELETE FROM visits WHERE id IN (");
	for (int i = 0; i < n; i++)
		if (i)
			sprintf(sql + strlen(sql), ", %d", ids[i]);
		else
			sprintf(sql + strlen(sql), "%d", ids[i]);
	strcat(sql, ")");
	return sqlite3_exec(db, sql, 0, 0, 0);
}

/* kept in an object, run elsewhere */
struct cursor { char *select, *count; int at; };
static char *query_of(const char *what, int seller) { char *s; asprintf(&s, "SELECT %s FROM sellers WHERE id = %d", what, seller); return s; }
void
cursor_setup(struct cursor *c, int seller)
{
	c->select = query_of("name", seller);
	c->count = query_of("count(*)", seller);
}
int
cursor_step(struct cursor *c, int start)
{
	char *sql;
	asprintf(&sql, "%s AND id > %d", c->select, start);
	return sqlite3_exec(db, sql, 0, 0, 0);
}
int cursor_count(struct cursor *c) { return sqlite3_exec(db, c->count, 0, 0, 0); }
int first_step(struct cursor *c) { return cursor_step(c, 0); }
int second_step(struct cursor *c) { return cursor_step(c, 1) + cursor_count(c); }

/* begun empty, or with what nobody knows */
GString *g_string_sized_new(unsigned long);
int
begun_empty(int id)
{
	GString *s = g_string_new(0);
	g_string_append(s, "INSERT INTO ");
	g_string_append_printf(s, "journal (id) VALUES (%d)", id);
	return sqlite3_exec(db, s->str, 0, 0, 0);
}
int
begun_with_room(int id)
{
	GString *s = g_string_sized_new(200);
	g_string_append(s, "UPDATE ");
	g_string_append_printf(s, "sellers SET seen = 1 WHERE id = %d", id);
	return sqlite3_exec(db, s->str, 0, 0, 0);
}

/* no SQL: a calendar entry, a word of a protocol */
const char *entry = "BEGIN:VEVENT\nSUMMARY;LANGUAGE=en:select\nEND:VEVENT", *word = "BEGIN";

/* a format that reaches no driver, and one that is no SQL */
void note(const char *, ...);
void only_noted(const char *schema, int n) { note("select log_id, log_text from %s.log_1 where log_id = %d", schema, n); note("Select %s from the menu, then press %d", schema, n); }
