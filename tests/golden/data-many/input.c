/* Arrays longer than the alternatives that are kept of one place: statements all run, one after the other, and all count; names
 * that fill a hole are alternatives, of which 24 are kept and the rest is said to be missing. */
#include <stdio.h>

typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *db, const char *sql, void *cb, void *arg, char **error);
static sqlite3 *db;

static const char *const steps[] = {
	"CREATE TABLE t00 (id INTEGER)",
	"CREATE TABLE t01 (id INTEGER)",
	"CREATE TABLE t02 (id INTEGER)",
	"CREATE TABLE t03 (id INTEGER)",
	"CREATE TABLE t04 (id INTEGER)",
	"CREATE TABLE t05 (id INTEGER)",
	"CREATE TABLE t06 (id INTEGER)",
	"CREATE TABLE t07 (id INTEGER)",
	"CREATE TABLE t08 (id INTEGER)",
	"CREATE TABLE t09 (id INTEGER)",
	"CREATE TABLE t10 (id INTEGER)",
	"CREATE TABLE t11 (id INTEGER)",
	"CREATE TABLE t12 (id INTEGER)",
	"CREATE TABLE t13 (id INTEGER)",
	"CREATE TABLE t14 (id INTEGER)",
	"CREATE TABLE t15 (id INTEGER)",
	"CREATE TABLE t16 (id INTEGER)",
	"CREATE TABLE t17 (id INTEGER)",
	"CREATE TABLE t18 (id INTEGER)",
	"CREATE TABLE t19 (id INTEGER)",
	"CREATE TABLE t20 (id INTEGER)",
	"CREATE TABLE t21 (id INTEGER)",
	"CREATE TABLE t22 (id INTEGER)",
	"CREATE TABLE t23 (id INTEGER)",
	"CREATE TABLE t24 (id INTEGER)",
	"CREATE TABLE t25 (id INTEGER)",
	"CREATE TABLE t26 (id INTEGER)",
	"CREATE TABLE t27 (id INTEGER)",
	"CREATE TABLE t28 (id INTEGER)",
	"CREATE TABLE t29 (id INTEGER)",
};

void
run_steps(void)
{
	for (int i = 0; i < 30; i++)
		sqlite3_exec(db, steps[i], 0, 0, 0);
}

static const char *const names[] = {
	"n00",
	"n01",
	"n02",
	"n03",
	"n04",
	"n05",
	"n06",
	"n07",
	"n08",
	"n09",
	"n10",
	"n11",
	"n12",
	"n13",
	"n14",
	"n15",
	"n16",
	"n17",
	"n18",
	"n19",
	"n20",
	"n21",
	"n22",
	"n23",
	"n24",
	"n25",
	"n26",
	"n27",
	"n28",
	"n29",
};

void
clear(int i)
{
	char sql[100];
	snprintf(sql, sizeof sql, "DELETE FROM %s", names[i]);
	sqlite3_exec(db, sql, 0, 0, 0);
}

int main(void) { run_steps(); clear(1); return 0; }
