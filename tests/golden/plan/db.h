typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
extern sqlite3 *db;
static inline int db_run(const char *sql) { return sqlite3_exec(db, sql, 0, 0, 0); }
int stock_take(int id, int n);
int stock_level(int id, int *level);
void stock_seen(int id);
extern int stock_open;
extern const int stock_most;
