/* Text put together: producers, buffers, string builders of the project's own, and text that is built for something else. */
#include "db.h"
sqlite3 *db;
int run(const char *sql) { return sqlite3_exec(db, sql, 0, 0, 0); }

int create(void) { return run("CREATE TABLE orders (id INTEGER, state TEXT, city TEXT); CREATE TABLE stock (item INTEGER, n INTEGER);"); }

/* producers */
static const char *query_for(int all) { return all ? "SELECT id FROM orders" : "SELECT id FROM orders WHERE state = 'open'"; }
int produced(int all) { return run(query_for(all)); }
static void query_into(char **out, int n) { asprintf(out, "DELETE FROM stock WHERE n = %d", n); }
int produced_out(int n) { char *sql; query_into(&sql, n); return run(sql); }
static void add_condition(char *sql) { strcat(sql, " WHERE city = 'Bern'"); }
int appended_in_callee(void) { char sql[100]; strcpy(sql, "SELECT state FROM orders"); add_condition(sql); return run(sql); }
static char *copy_of(const char *text) { char *c = malloc(strlen(text) + 1); strcpy(c, text); return c; }
int copied(void) { char *sql = copy_of("UPDATE stock SET n = 0"); return run(sql); }

/* buffers */
int at_offset(int id) {
	char sql[200];
	int off = sprintf(sql, "SELECT id, state");
	off += sprintf(sql + off, " FROM orders");
	if (id)
		sprintf(&sql[off], " WHERE id = %d", id);
	return run(sql);
}
int moving_end(int id) {
	char sql[200], *end = sql;
	end += sprintf(end, "UPDATE orders");
	end += sprintf(end, " SET state = 'sent' WHERE id = %d", id);
	return run(sql);
}
int chained(void) {
	char *a, *b;
	asprintf(&a, "FROM %s", "stock");
	asprintf(&b, "SELECT n %s WHERE item = 1", a);
	free(a);
	return run(b);
}

/* a builder of the project's own: format and append into a struct */
struct out { char *text; unsigned long used, size; int lines; };
static void out_room(struct out *o, unsigned long n) { if (o->used + n >= o->size) o->text = realloc(o->text, o->size += n + 64); }
static void out_add(struct out *o, const char *s) { out_room(o, strlen(s)); memcpy(o->text + o->used, s, strlen(s) + 1); o->used += strlen(s); }
static void out_addf(struct out *o, const char *fmt, ...) {
	__builtin_va_list ap;
	out_room(o, 500);
	__builtin_va_start(ap, fmt);
	o->used += vsnprintf(o->text + o->used, o->size - o->used, fmt, ap);
	__builtin_va_end(ap);
}
static const char *out_text(struct out *o) { return o->text; }
int by_builder(int id) {
	struct out o = {0};
	out_add(&o, "SELECT item, n FROM stock");
	out_addf(&o, " WHERE item = %d", id);
	return run(o.text);
}
int by_builder_accessor(struct out *o) {
	out_addf(o, "INSERT INTO orders (id, state) VALUES (%d, 'new')", 7);
	return run(out_text(o));
}
static int out_run(struct out *o) { return run(o->text); }
int by_builder_runner(void) {
	struct out o = {0};
	out_add(&o, "DELETE FROM orders");
	out_add(&o, " WHERE state = 'gone'");
	return out_run(&o);
}
int only_logged(void) { struct out o = {0}; out_add(&o, "SELECT city FROM orders"); return (int)o.used; }

/* a string that is handed back longer */
static char *text_cat(char *s, const char *t) { s = realloc(s, strlen(s) + strlen(t) + 1); memcpy(s + strlen(s), t, strlen(t) + 1); return s; }
int grown(void) {
	char *sql = strdup("SELECT city");
	sql = text_cat(sql, " FROM orders");
	return run(sql);
}

/* variable arguments joined by the project itself */
static char *join_all(const char *first, ...) {
	__builtin_va_list ap;
	char *s = strdup(first), *next;
	__builtin_va_start(ap, first);
	while ((next = __builtin_va_arg(ap, char *)))
		strcat(s, next);
	__builtin_va_end(ap);
	return s;
}
int joined(const char *city) { return run(join_all("SELECT id FROM orders WHERE city = '", city, "'", (char *)0)); }
static int run_each(int n, ...) {
	__builtin_va_list ap;
	__builtin_va_start(ap, n);
	for (const char *sql; (sql = __builtin_va_arg(ap, const char *));)
		run(sql);
	__builtin_va_end(ap);
	return n;
}
int each(void) { return run_each(2, "DELETE FROM orders", "DELETE FROM stock", (char *)0); }

int by_gstring(int id) {
	GString *s = g_string_new("UPDATE stock ");
	g_string_append(s, "SET n = n - 1 ");
	g_string_append_printf(s, "WHERE item = %d", id);
	return run(s->str);
}
