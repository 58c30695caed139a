/* Stores without SQL text: commands, handles, table-driven and function-pointer interfaces; and calls that are none of these. */
typedef struct redisContext redisContext;
void *redisCommand(redisContext *, const char *, ...);
void *redisvCommand(redisContext *, const char *, __builtin_va_list);
void *redisCommandArgv(redisContext *, int, const char **, const unsigned long *);
typedef struct gdbm *GDBM_FILE;
typedef struct { char *dptr; int dsize; } datum;
GDBM_FILE gdbm_open(const char *, int, int, int, void (*)(const char *));
int gdbm_store(GDBM_FILE, datum, datum, int);
datum gdbm_fetch(GDBM_FILE, datum);
typedef unsigned MDB_dbi;
int mdb_dbi_open(void *, const char *, unsigned, MDB_dbi *);
int mdb_put(void *, MDB_dbi, void *, void *, unsigned);
int memcached_set(void *, const char *, unsigned long, const char *, unsigned long, long, unsigned);
redisContext *redis;

/* commands */
void set_user(int id, const char *name) { redisCommand(redis, "HSET user:%d name %s", id, name); }
void read_users(const char *key) { redisCommand(redis, "GET %s", "config"); redisCommand(redis, "HGETALL %s", key); }
static void command(const char *fmt, ...) { __builtin_va_list ap; __builtin_va_start(ap, fmt); redisvCommand(redis, fmt, ap); __builtin_va_end(ap); }
void drop_session(const char *id) { command("DEL session:%s", id); }
void ping(void) { command("PING"); }
void words(const char *member) { const char *argv[3]; argv[0] = "SADD"; argv[1] = "online"; argv[2] = member; redisCommandArgv(redis, 3, argv, 0); }

/* handles */
static GDBM_FILE cache;
void open_cache(void) { cache = gdbm_open("cache.db", 0, 0, 0600, 0); }
void put_cache(datum k, datum v) { gdbm_store(cache, k, v, 0); }
datum other(datum k) { GDBM_FILE f = gdbm_open("other.db", 0, 0, 0, 0); return gdbm_fetch(f, k); }
void lmdb(void *txn) { MDB_dbi dbi; mdb_dbi_open(txn, "events", 0, &dbi); mdb_put(txn, dbi, 0, 0, 0); }
void remember(void *m, int id) { (void)id; memcached_set(m, "page:front", 10, "x", 1, 0, 0); }

/* a table-driven interface of the project's own */
void bulk_prepare(void *b, const char *table, ...) { (void)b; (void)table; }
void bulk(void) { int b; bulk_prepare(&b, "hosts", "hostid", "name", (char *)0); }
void escape(const char *table, const char *column) { (void)table; (void)column; }
void not_bulk(void) { escape("hosts", "name"); }

/* function pointers */
typedef struct { char *s; int len; } str;
typedef str *key_t_;
struct store_api { int (*use)(const str *); int (*find)(key_t_ *, key_t_ *); int (*put)(key_t_ *); int (*raw)(const str *); int (*close)(void); };
extern struct store_api api;
static str dialogs = {"dialog", 6}, col_id = {"hash_id", 7}, col_state = {"state", 5}, col_to = {"to_uri", 6};
int find_dialog(void) {
	key_t_ keys[1] = {&col_id}, cols[2];
	cols[0] = &col_state;
	cols[1] = &col_to;
	if (api.use(&dialogs) < 0)
		return -1;
	return api.find(keys, cols);
}
static int use_table(const str *table) { return api.use(table); }
int put_dialog(void) { key_t_ keys[] = {&col_id, &col_state}; use_table(&dialogs); return api.put(keys); }
static int put_in(const str *table) { key_t_ keys[] = {&col_to}; api.use(table); return api.put(keys); }
static str locations = {"location", 8};
int put_location(void) { return put_in(&locations); }
int raw(void) { static str q = {"DELETE FROM dialog WHERE state = 5", 0}; return api.raw(&q); }
int closed(void) { return api.close(); }
static int use_dialogs(void) { return api.use(&dialogs) < 0 ? -1 : 0; }
int find_in_dialogs(void) { key_t_ cols[1] = {&col_to}; if (use_dialogs() < 0) return -1; return api.find(0, cols); }
