typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
char *sqlite3_vmprintf(const char *, __builtin_va_list);
char *getenv(const char *name);
long time(long *t);

int db_run(const char *fmt, ...);
int db_begin(void);
int db_commit(void);
int customer_check(int id);
int customer_rename(int id, const char *name);
int customer_command(int id, const char *name);
int order_command(int id, const char *name);
