/* Wrappers of any depth, argument lists, "%s" formats, arrays of statements, handles, pointers; and functions that only look like them. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
char *sqlite3_vmprintf(const char *, __builtin_va_list);
int printf(const char *, ...);
sqlite3 *db;

int create(void) { return sqlite3_exec(db, "CREATE TABLE account (id INTEGER, owner TEXT, balance INTEGER)", 0, 0, 0); }

static int run_list(const char *fmt, __builtin_va_list ap) { return sqlite3_exec(db, sqlite3_vmprintf(fmt, ap), 0, 0, 0); }
static int run_format(const char *fmt, ...) {
	__builtin_va_list ap;
	__builtin_va_start(ap, fmt);
	int rc = run_list(fmt, ap);
	__builtin_va_end(ap);
	return rc;
}
static int run_text(const char *sql) { return run_format("%s", sql); }
static int run_checked(const char *what, const char *sql) { printf("%s", what); return run_text(sql); }

int depth_one(int id) { return run_format("SELECT balance FROM account WHERE id = %d", id); }
int depth_three(void) { return run_checked("delete from account was asked for", "UPDATE account SET balance = 0"); }
int bare(void) { return run_format("%s", "DELETE FROM account"); }
int quoted(const char *table) { return run_format("SELECT id FROM account WHERE owner = '%s'", table); }

/* statements with descriptions: only the first column reaches the driver */
static const struct step { const char *sql, *what; } steps[] = {
	{"INSERT INTO account (id) VALUES (1)", "insert into account the first row"},
	{"UPDATE account SET owner = 'x' WHERE id = 1", "update account set the owner"},
};
int all_steps(void) {
	for (int i = 0; i < 2; i++) {
		printf("%s", steps[i].what);
		run_text(steps[i].sql);
	}
	return 0;
}

/* prepared handles in a table */
enum { FIND, DROP };
static struct handle { const char *sql; void *st; } handles[] = {[FIND] = {"SELECT owner FROM account WHERE id = ?", 0}, [DROP] = {"DELETE FROM account WHERE id = ?", 0}};
int use_find(void) { return run_text(handles[FIND].sql); }
int use_any(int which) { return run_text(handles[which].sql); }

/* plain arrays */
static const char *const setup[] = {"CREATE INDEX account_owner ON account(owner)", "DELETE FROM account WHERE id < 0"};
int all_setup(void) { for (int i = 0; i < 2; i++) run_text(setup[i]); return 0; }

/* a back end behind pointers */
struct backend { int (*query)(const char *sql); int (*log)(const char *text); };
static int log_text(const char *text) { return printf("%s", text); }
static const struct backend backend = {run_text, log_text};
int through_pointer(void) { return backend.query("SELECT id FROM account WHERE balance < 0"); }
int not_through_pointer(void) { return backend.log("SELECT id FROM account WHERE balance > 0"); }
