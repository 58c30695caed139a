/* SQL text through what the language offers: macros, tables, choices, jumps, recursion, casts; and definitions that are overwritten. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
int snprintf(char *, unsigned long, const char *, ...);
static sqlite3 *db;
/* X-macros, token pasting, generated tables */
#define TABLES(X) X(apple, "id, weight") X(pear, "id, color")
#define CREATE(name, cols) "CREATE TABLE " #name " (" cols ");"
static const char schema[] = TABLES(CREATE);
#define COUNT(name, cols) int count_##name(void) { return sqlite3_exec(db, "SELECT count(*) FROM " #name, 0, 0, 0); }
TABLES(COUNT)
#define ENTRY(name, cols) {#name, "INSERT INTO " #name " VALUES (?, ?)"},
static const struct { const char *name, *insert; } statements[] = {TABLES(ENTRY)};
int create(void) { return sqlite3_exec(db, schema, 0, 0, 0); }
int insert(int k) { return sqlite3_exec(db, statements[k].insert, 0, 0, 0); }
/* enum-indexed two-dimensional text, sizeof-bounded loop, pointer walk to NULL */
static const char *const steps[][2] = {{"DELETE FROM apple", "DELETE FROM pear"}, {"UPDATE apple SET weight = 1", 0}};
int all(void) { int r = 0; for (unsigned i = 0; i < 2; i++) for (unsigned k = 0; k < 2 && steps[i][k]; k++) r += sqlite3_exec(db, steps[i][k], 0, 0, 0); return r; }
static const char *list[] = {"DROP TABLE apple", "DROP TABLE pear", 0};
int drop(void) { for (const char **p = list; *p; p++) sqlite3_exec(db, *p, 0, 0, 0); return 0; }
/* conditional at compile and run time, statement expression, comma, generic selection */
int chosen(int x) { const char *q; q = x > 1 ? "SELECT id FROM apple" : x ? "SELECT id FROM pear" : "SELECT weight FROM apple"; return sqlite3_exec(db, q, 0, 0, 0); }
#define Q(s) ({ const char *s_ = (s); sqlite3_exec(db, s_, 0, 0, 0); })
int expression(void) { return Q("SELECT color FROM pear"); }
int comma(void) { const char *q = (0, "UPDATE pear SET color = 1"); return sqlite3_exec(db, q, 0, 0, 0); }
int generic(int x) { return sqlite3_exec(db, _Generic(x, int: "DELETE FROM pear WHERE id = 1", default: "DELETE FROM apple"), 0, 0, 0); }
/* recursion, mutual; text handed down and changed on the way */
static int down(const char *q, int n) { return n ? down(q, n - 1) : sqlite3_exec(db, q, 0, 0, 0); }
int recursive(void) { return down("SELECT id FROM pear WHERE id = 2", 3); }
static int limited(const char *q, int n) { char b[200]; snprintf(b, sizeof b, "%s LIMIT %d", q, n); return sqlite3_exec(db, b, 0, 0, 0); }
int with_limit(void) { return limited("SELECT weight FROM apple ORDER BY id", 5); }
static int where(const char *table, const char *cond) { char b[200]; snprintf(b, sizeof b, "SELECT * FROM %s WHERE %s", table, cond); return sqlite3_exec(db, b, 0, 0, 0); }
int with_where(void) { return where("apple", "weight > 3 AND id IN (SELECT id FROM pear)"); }
int two(void) { return where("pear", "color = 'apple'"); }
/* K&R, inline, static in a header-like block, goto */
int old(q) char *q; { return sqlite3_exec(db, q, 0, 0, 0); }
int by_old(void) { return old("UPDATE apple SET id = 3"); }
int jumped(int x) { const char *q = "SELECT id FROM apple"; if (x) goto run; q = "DELETE FROM apple WHERE id = 9"; run: return sqlite3_exec(db, q, 0, 0, 0); }
int switched(int x) { const char *q = 0; switch (x) { case 1: q = "SELECT color FROM pear"; break; case 2: q = "UPDATE apple SET weight = 0"; /* fall through */ default: break; } return q ? sqlite3_exec(db, q, 0, 0, 0) : 0; }
/* char array initialised and patched; text through a union and void pointer */
int patched(void) { char q[] = "SELECT id FROM apple"; q[0] = 's'; return sqlite3_exec(db, q, 0, 0, 0); }
union any { const char *text; long n; };
int through_union(void) { union any a; a.text = "SELECT id, color FROM pear"; return sqlite3_exec(db, a.text, 0, 0, 0); }
int through_void(void) { void *p = "DELETE FROM pear WHERE color = 2"; return sqlite3_exec(db, (const char *)p, 0, 0, 0); }
static void *job(void *q) { sqlite3_exec(db, q, 0, 0, 0); return 0; }
int pthread_create(unsigned long *, const void *, void *(*)(void *), void *);
int through_thread(void) { unsigned long t; return pthread_create(&t, 0, job, "UPDATE pear SET id = 4"); }
int no_way_around(int x) { const char *q; if (x) goto end; q = "DELETE FROM pear WHERE id = 5"; q = "SELECT id FROM pear WHERE id = 6"; sqlite3_exec(db, q, 0, 0, 0); end: return x; }
