/* Table names that are not in the format: from where they come, and how sure that is. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
char *sqlite3_mprintf(const char *, ...);
int snprintf(char *, unsigned long, const char *, ...);
sqlite3 *db;
static int run(const char *sql) { return sqlite3_exec(db, sql, 0, 0, 0); }

int create(const char *cluster) {
	run("CREATE TABLE fiveminute (n INTEGER); CREATE TABLE hour (n INTEGER); CREATE TABLE day (n INTEGER)");
	run(sqlite3_mprintf("CREATE TABLE %s_job_table (id INTEGER, state INTEGER)", cluster));
	return run(sqlite3_mprintf("CREATE TABLE %s_step_table (id INTEGER)", cluster));
}

int local_array(int i) {
	const char *names[] = {"hour", "day"};
	return run(sqlite3_mprintf("DELETE FROM %s WHERE n = %d", names[i], i));
}
int ternary(int i) { return run(sqlite3_mprintf("SELECT n FROM \"%s\"", i ? "hour" : "fiveminute")); }

static char *hour_table = "hour";
int global_name(void) { return run(sqlite3_mprintf("UPDATE %s SET n = 0", hour_table)); }

enum { T_HOUR, T_DAY };
static const char *const all[] = {"hour", "day"};
int constant_index(void) { return run(sqlite3_mprintf("SELECT n FROM %s", all[T_DAY])); }

static int count3(const char *table) { return run(sqlite3_mprintf("SELECT count(*) FROM %s", table)); }
static int count2(const char *table) { return count3(table); }
static int count1(const char *table) { return count2(table); }
int from_callers(void) { return count1("hour") + count1("fiveminute"); }

static char *job_table = "job_table";
int run_time_prefix(const char *cluster) { return run(sqlite3_mprintf("SELECT state FROM \"%s_%s\" WHERE id = 1", cluster, job_table)); }
int prefix_in_format(const char *cluster) { return run(sqlite3_mprintf("DELETE FROM %s_step_table", cluster)); }

int value_only(const char *word) { return run(sqlite3_mprintf("SELECT n FROM day WHERE n = '%s'", word)); } /* 'day' is no table here */
int typed(const char *table) { return run(sqlite3_mprintf("DELETE FROM %s", table)); }

static const char *raw[] = {"host", "service"};
static char *names[2];
void fill_names(const char *prefix) { for (int i = 0; i < 2; i++) names[i] = sqlite3_mprintf("%s%s", prefix, raw[i]); }
int filled_at_start(void) { return run(sqlite3_mprintf("SELECT id FROM %s", names[0])); }

static int archive(const char *prefix, const char *table) { return run(prefix ? sqlite3_mprintf("DELETE FROM %s_%s", prefix, table) : sqlite3_mprintf("DELETE FROM %s", table)); }
int archive_all(const char *prefix) { return archive(prefix, "job_table") + archive(0, "day"); } /* there is no job_table */
