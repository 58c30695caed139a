/* Interfaces of a project's own that no rule declares: what is proposed, and calls that name tables and are none of these. */
#include <stdio.h>
#include <string.h>
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
static sqlite3 *db;

/* the name is looked up in an array: flow stops */
struct definition { const char *name; int columns; };
static const struct definition definitions[] = {{"hosts", 3}, {"items", 3}, {"events", 2}};
struct bulk { const struct definition *table; int rows; };
static const struct definition *definition_of(const char *name)
{
	for (int i = 0; i < 3; i++)
		if (!strcmp(definitions[i].name, name))
			return &definitions[i];
	return 0;
}
void bulk_insert(struct bulk *b, const char *table, ...) { b->table = definition_of(table); }
void add_host(void) { struct bulk b; bulk_insert(&b, "hosts", "hostid", "name", (char *)0); }
void add_item(void) { struct bulk b; bulk_insert(&b, "items", "itemid", "hostid", "key_", (char *)0); }
void add_event(void) { struct bulk b; bulk_insert(&b, "events", "eventid", (char *)0); }

/* an operation without columns; wipe hands on, so the rule for row_delete is enough */
int row_delete(const char *table, long id) { return definition_of(table) != 0 && id; }
void drop_host(void) { row_delete("hosts", 1); }
void drop_item(void) { row_delete("items", 1); }
static void wipe(const char *table) { row_delete(table, 0); }
void wipe_events(void) { wipe("events"); wipe("items"); }

/* cannot be told from an access by its arguments: it only makes a value safe */
char *escape_field(const char *table, const char *column, const char *value) { return definition_of(table) && column ? (char *)value : 0; }
void escaped(void) { escape_field("hosts", "name", "x"); escape_field("items", "key_", "y"); }

/* no interface: prose that once is a table's name, a name that goes into SQL, a name that is a value in SQL, library calls */
void note(const char *what) { puts(what); }
void notes(void) { note("starting"); note("hosts"); note("stopping"); }
int count_rows(const char *table) { char q[99]; snprintf(q, sizeof q, "SELECT count(*) FROM %s", table); return sqlite3_exec(db, q, 0, 0, 0); }
int counts(void) { return count_rows("hosts") + count_rows("items"); }
int table_exists(const char *table) { char q[99]; snprintf(q, sizeof q, "SELECT 1 FROM sqlite_master WHERE name = '%s'", table); return sqlite3_exec(db, q, 0, 0, 0); }
int exist(void) { return table_exists("hosts") && table_exists("items"); }
int is_host(const char *s) { return !strcmp(s, "hosts") || !strcmp(s, "items"); }

/* function pointers: the table is set first, the calls behind it on the same object work on it */
typedef struct { const char *s; int len; } str;
typedef str *key_p;
struct connection;
struct engine {
	int (*use_table)(struct connection *, const str *);
	int (*query)(struct connection *, key_p *keys, int *values, key_p *columns, int n);
	int (*insert)(struct connection *, key_p *keys, int *values, int n);
	int (*delete)(struct connection *, key_p *keys, int *values, int n);
	int (*raw)(struct connection *, const str *);
	void (*close)(struct connection *);
};
extern struct engine engine;
extern struct connection *handle;
static str dialogs = {"dialog", 6}, col_id = {"hash_id", 7}, col_state = {"state", 5}, col_to = {"to_uri", 6};
int find_dialog(void)
{
	key_p keys[1] = {&col_id}, columns[2] = {&col_state, &col_to};
	int values[1] = {1};
	if (engine.use_table(handle, &dialogs) < 0)
		return -1;
	return engine.query(handle, keys, values, columns, 1);
}
int put_dialog(void)
{
	key_p keys[2] = {&col_id, &col_state};
	int values[2] = {1, 2};
	engine.use_table(handle, &dialogs);
	return engine.insert(handle, keys, values, 2);
}
int drop_dialog(void)
{
	key_p keys[1] = {&col_id};
	engine.use_table(handle, &dialogs);
	return engine.delete(handle, keys, 0, 1);
}
int raw(void) { static const str q = {"DELETE FROM dialog WHERE state = 5", 0}; return engine.raw(handle, &q); }
void stop(void) { engine.close(handle); }

/* the same words on another object say nothing of a table */
struct menu { void (*use_table)(const char *); void (*insert)(const char *); };
extern struct menu menu;
void show(void) { menu.insert("Insert a row"); menu.use_table("a list of all rows"); }

/* SQL that goes to a function which nobody defines and no rule knows */
int legacy_query(void *connection, const char *format, ...);
void legacy(int id) { legacy_query(0, "UPDATE hosts SET status = 1 WHERE hostid = %d", id); legacy_query(0, "DELETE FROM events"); }
void help(void) { printf("select from the menu\n"); }

/* a function that sets the table for calls behind it, which name none */
static const char *current;
void log_set_table(const char *name) { current = name; }
void logs(void) { log_set_table("events"); log_set_table("items"); }

/* a key-value store of the project's own: put, get and delete by a part and a key; and a pair that has no key */
int registry_put(const char *family, const char *key, const char *value) { return family && key && value; }
const char *registry_get(const char *family, const char *key) { return key ? family : key; }
int registry_del(const char *family, const char *key) { return family && key; }
void route(const char *user) { registry_put("routes", user, "here"); }
const char *route_of(const char *user) { return registry_get("routes", user); }
void forget(const char *user) { registry_del("routes", user); }
int setting_set(const char *name, const char *value) { return name && value; }
const char *setting_get(const char *name) { return name; }
const char *settings(const char *v) { setting_set("port", v); return setting_get("port"); }
