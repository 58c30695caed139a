#!/usr/bin/env python3
"""SQLite's authorizer as oracle over the statements of real programs.

usage: sql_oracle.py [--list] OUT…          OUT: folders made by splitter analyze

For each result the tables of its CREATE statements are made in memory; every other statement is prepared
there, holes as parameters, and what SQLite says it reads and writes is held against v_table_access of that
statement: tables with read or write, columns with read or write. Statements that SQLite does not accept (another
dialect, a table it does not know, a hole where none can stand) are counted and left out, and so are accesses that
only a trigger, view or key brings. Prints figures per program and together; exits 1 if tables fall below 0.999
precision or 1.0 recall, or columns below 0.985 each.
"""
import collections
import pathlib
import re
import sqlite3
import sys

WRITE = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
CREATE = re.compile(r"\s*CREATE\s+(TEMP\w*\s+)?(VIRTUAL\s+)?(TABLE|VIEW)", re.I)
DEFINES = re.compile(r"\s*(CREATE|ALTER|DROP|REINDEX|VACUUM|PRAGMA)\b", re.I)  # SQLite asks READ for an index
DERIVED = ("trigger", "view", "foreign key", "cascade", "routine")


def prepared(db, sql):
    """What SQLite says of the statement: {(table, R|W)}, {(table, column, R|W)}, and both of what it says from inside a view,
    trigger or common table expression, where either answer is right; None when it refuses."""
    outer, inside = (set(), set()), (set(), set())

    def authorize(action, first, second, _database, inner):
        tables, columns = inside if inner else outer
        if action == sqlite3.SQLITE_READ:
            tables.add((first.lower(), "R"))
            if second:
                columns.add((first.lower(), second.lower(), "R"))
        elif action in WRITE:
            tables.add((first.lower(), "W"))
            if action == sqlite3.SQLITE_UPDATE:
                columns.add((first.lower(), second.lower(), "W"))
        return sqlite3.SQLITE_OK

    db.set_authorizer(authorize)
    try:
        # EXPLAIN prepares and runs nothing; parameters stay unbound
        names = set(re.findall(r"[:@$](\w+)", re.sub(r"'(?:[^']|'')*'", "", sql)))
        numbered = sql.count("?")
        db.execute("EXPLAIN " + sql, {n: None for n in names} if names else [None] * numbered)
    except (sqlite3.Error, sqlite3.Warning, ValueError):
        return None
    finally:
        db.set_authorizer(None)
    return outer, inside


def hole_as_parameter(sql):
    outside = re.split(r"('(?:[^']|'')*')", sql)
    return "".join(part if i % 2 else re.sub(r"(?<![\w.])\{\d+\}(?![\w.])", "?", part) for i, part in enumerate(outside))


def shown(name):
    """A name with holes as v_table_access shows it: a family."""
    return re.sub(r"(\*|\{\d+\})+", "*", name)


def schema_of(rows):
    db = sqlite3.connect(":memory:")
    made = [r for r in rows if CREATE.match(r[1])]
    for _ in range(3):  # views before their tables
        for _, sql in made:
            for one in sql.split(";"):
                try:
                    if CREATE.match(one):
                        db.execute(one)
                except sqlite3.Error:
                    continue
    return db


def compare(out, total, listing):
    result = sqlite3.connect(f"file:{pathlib.Path(out) / 'splitter.db'}?mode=ro", uri=True)
    rows = result.execute("SELECT id, sql FROM v_statement WHERE sql IS NOT NULL ORDER BY id").fetchall()
    db = schema_of(rows)
    known = {shown(n.lower()) for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = collections.defaultdict(lambda: (set(), set()))
    brought = collections.defaultdict(set)  # by a view, trigger or key: SQLite names some of these, so either is right
    for statement, table, column, mode, how in result.execute(
            "SELECT statement_id, table_name, column_name, mode, how FROM v_table_access"):
        op = "R" if mode == "read" else "W"
        if mode == "ddl" or any(w in (how or "") for w in DERIVED):
            brought[statement].add((table.lower(), op))
            continue
        if column is None:
            ours[statement][0].add((table.lower(), op))
        elif mode in ("read", "update"):
            ours[statement][1].add((table.lower(), column.lower(), op))
    count = collections.Counter()
    for statement, sql in rows:
        if DEFINES.match(sql) or ";" in sql.rstrip().rstrip(";"):
            continue
        said = prepared(db, hole_as_parameter(sql))
        if said is None:
            count["refused"] += 1
            continue
        (tables, columns), (tables_inside, columns_inside) = (
            ({(shown(t[0]), *t[1:]) for t in half} for half in one) for one in said)
        either = brought[statement] | tables_inside
        tables = {t for t in tables if t[0] in known and (t not in either or t in ours[statement][0])}
        columns = {c for c in columns if c[0] in known and c[1] not in ("rowid", "")}
        have = {t for t in ours[statement][0] if t[0] in known and (t in tables or t not in either)}
        have_columns = {c for c in ours[statement][1] if c[0] in known and c[1] not in ("rowid", "oid", "_rowid_") and
                        (c in columns or c not in columns_inside)}
        count["statements"] += 1
        for name, want, got in (("table", tables, have), ("column", columns, have_columns)):
            if name == "column" and re.search(r"(?<![\w)])\*", sql.replace("count(*)", "")):
                # a star reads every column; v_table_access names those that are written out
                continue
            count[name + " hit"] += len(want & got)
            count[name + " missed"] += len(want - got)
            count[name + " extra"] += len(got - want)
            if listing and want ^ got:
                print(f"{name.upper()} missed {sorted(want - got)} extra {sorted(got - want)}\n    {' '.join(sql.split())[:300]}")
    show(pathlib.Path(out).name, count)
    total.update(count)


def shares(count, name):
    hit, missed, extra = (count[f"{name} {w}"] for w in ("hit", "missed", "extra"))
    return hit / max(1, hit + extra), hit / max(1, hit + missed)


def show(name, count):
    tables, columns = shares(count, "table"), shares(count, "column")
    print(f"{name:24} statements {count['statements']:5} (refused by SQLite {count['refused']})  "
          f"tables P {tables[0]:.4f} R {tables[1]:.4f}  columns P {columns[0]:.4f} R {columns[1]:.4f}")


def main():
    outs = [a for a in sys.argv[1:] if a != "--list"]
    if not outs:
        sys.exit(__doc__)
    total = collections.Counter()
    for out in outs:
        compare(out, total, "--list" in sys.argv)
    show("together", total)
    tables, columns = shares(total, "table"), shares(total, "column")
    ok = total["statements"] and tables[0] >= 0.999 and tables[1] >= 1.0 and min(columns) >= 0.985
    print(f"{int(bool(ok))} passed, {int(not ok)} failed")
    sys.exit(not ok)


main()
