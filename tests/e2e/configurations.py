#!/usr/bin/env python3
"""Three configurations of one program: the union holds what each holds, and says which.

usage: configurations.py --splitter BIN --source TOP

The program chooses its database by a macro; each choice has its own compile database, tables and functions.
"""
import json

from harness import Checks, must, options, rows, run, workplace

STORE = r"""
#include "store.h"

#if defined(WITH_SQLITE)
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *db, const char *sql, void *cb, void *arg, char **error);
static sqlite3 *db;
static void execute(const char *sql) { sqlite3_exec(db, sql, 0, 0, 0); }
void vacuum(void) { execute("DELETE FROM sqlite_leftovers"); }
#elif defined(WITH_MYSQL)
typedef struct st_mysql MYSQL;
int mysql_query(MYSQL *db, const char *sql);
static MYSQL *db;
static void execute(const char *sql) { mysql_query(db, sql); }
void optimize(void) { execute("DELETE FROM mysql_leftovers"); }
#elif defined(WITH_PGSQL)
typedef struct pg_conn PGconn;
void *PQexec(PGconn *db, const char *sql);
static PGconn *db;
static void execute(const char *sql) { PQexec(db, sql); }
void analyse(void) { execute("UPDATE statistics SET fresh = 1"); }
#else
#error "choose a database"
#endif

void save(int n) { (void)n; execute("INSERT INTO orders (id) VALUES (1)"); }
"""
HEADER = "void save(int n);\n"
MAIN = """
#include "store.h"
#ifdef WITH_PGSQL
void analyse(void);
#endif

int
main(void)
{
	save(1);
#ifdef WITH_PGSQL
	analyse();
#endif
	return 0;
}
"""
CONFIGS = {"sqlite": "WITH_SQLITE", "mysql": "WITH_MYSQL", "pgsql": "WITH_PGSQL"}
COMPARED = {
    "v_function": "key, name, file",
    "v_call": "caller_key, callee_key, kind, file, line",
    "v_table_access": "function_key, table_name, column_name, mode, file, line",
    "v_global": "key, name, file",
}


def make(place):
    tree = place / "tree"
    tree.mkdir()
    (tree / "store.c").write_text(STORE)
    (tree / "store.h").write_text(HEADER)
    (tree / "main.c").write_text(MAIN)
    for name, macro in CONFIGS.items():
        build = place / name
        build.mkdir()
        entries = [{"directory": str(tree), "file": f"{stem}.c", "command": f"cc -D{macro} -c {stem}.c"} for stem in ("main", "store")]
        (build / "compile_commands.json").write_text(json.dumps(entries))
    return tree


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        tree = make(place)
        alone = {}
        for name in CONFIGS:
            alone[name] = place / f"out-{name}"
            must([opts.splitter, "analyze", tree, "-p", place / name, "-o", alone[name]])
        whole = place / "out"
        must([opts.splitter, "analyze", tree, "-o", whole, *(f"-p{name}={place / name}" for name in CONFIGS)])
        for view, columns in COMPARED.items():
            united = set(rows(whole, f"SELECT {columns} FROM {view}"))
            each = {name: set(rows(out, f"SELECT {columns} FROM {view}")) for name, out in alone.items()}
            checks.check(united == set().union(*each.values()), f"{view}: the union holds what each holds, and no more",
                         sorted(map(str, united ^ set().union(*each.values()))))
            check_told(checks, whole, view, columns, each)
        units = rows(whole, "SELECT file, config FROM v_unit ORDER BY 1, 2")
        checks.equal(units, sorted((f, c) for f in ("main.c", "store.c") for c in CONFIGS), "v_unit has a row a unit and configuration")
        check_inactive(checks, whole, alone)
        ran = run([opts.splitter, "analyze", tree, "-o", place / "bad", f"-p{'x'}={place / 'nowhere'}"])
        checks.check(ran.returncode in (2, 3) and "nowhere" in ran.stderr, "a configuration that is not there is named", ran.stderr)
    checks.finish()


def check_inactive(checks, whole, alone):
    """Switched-off blocks are those of each configuration, counted and told under its name."""
    columns = "file, line, end_line, condition, sql, driver_calls"
    for name, out in alone.items():
        own = rows(out, f"SELECT {columns} FROM v_inactive ORDER BY 1, 2")
        told = rows(whole, f"SELECT {columns} FROM v_inactive WHERE config = ? ORDER BY 1, 2", name)
        checks.check(own and own == told, f"v_inactive: the blocks of {name}", f"{own}\n{told}")
    texts = [text for (text,) in rows(whole, "SELECT text FROM v_assumption WHERE kind = 'inactive'")]
    counts = [text for text in texts if "switched off by the preprocessor" in text]
    checks.check(len(counts) == len(CONFIGS) and all(any(f"configuration {n}:" in c for c in counts) for n in CONFIGS),
                 "v_assumption counts the blocks of each configuration", counts)
    for name, table in (("mysql", "sqlite_leftovers"), ("sqlite", "mysql_leftovers")):
        checks.check(any(t.startswith(f"configuration {name}: inactive block holds SQL: DELETE FROM {table};") for t in texts),
                     f"v_assumption tells the statement that {name} does not hold", texts)


def check_told(checks, whole, view, columns, each):
    """`configs` is NULL for what all have, else the names."""
    if "configs" not in [name for (_, name, *_) in rows(whole, f"PRAGMA table_info({view})")]:
        return
    told = {}
    for *row, configs in rows(whole, f"SELECT {columns}, configs FROM {view}"):
        told.setdefault(tuple(row), set()).update(configs.split(",") if configs else CONFIGS)
    for row, names in told.items():
        have = {name for name, found in each.items() if row in found}
        if names != have:
            checks.check(False, f"{view} {row}: in {sorted(have)}", f"configs says {sorted(names)}")
            return
    checks.check(True, f"{view}: configs names the configurations of each row")


if __name__ == "__main__":
    main()
