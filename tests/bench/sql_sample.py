#!/usr/bin/env python3
"""Draws accesses of a result to be read by hand, each with its source lines.

usage: sql_sample.py SPLITTER.db --source DIR [--count 20] [--seed N] [--lines 12] [--how GLOB]
       sql_sample.py SPLITTER.db --source DIR --silent [--count 20] [--seed N]

An access here is one (function, table, mode) at row level, each as likely as any other; the seed is printed, and
the same seed draws the same ones from the same result. Under each stand the statement, how it is known, and the
source around the line; the reader counts how many are right. Definitions in .sql files are not drawn.

--silent draws functions that got no access although the name of a known SQL table stands as a word in one of their
string literals; the reader counts how many rightly got none. Shown are the literals, with their lines.
"""
import argparse
import pathlib
import random
import re
import sqlite3
import sys
import time

QUERY = """
SELECT a.function, a.function_file, a.store, a.table_name, a.mode, a.confidence, a.how, a.file, a.line, s.sql, min(printf('%s:%09d:%s', a.file, a.line, s.sql))
FROM v_table_access a LEFT JOIN v_statement s ON s.id = a.statement_id
WHERE a.column_name IS NULL AND a.function IS NOT NULL AND a.how GLOB ?
GROUP BY a.function, a.function_file, a.store, a.table_name, a.mode
ORDER BY 1, 2, 3, 4, 5
"""

FUNCTIONS = """
SELECT name, file, line, end_line FROM v_function f
WHERE origin = 'own' AND kind = 'function' AND NOT EXISTS (
    SELECT 1 FROM v_table_access a WHERE a.function = f.name AND a.function_file = f.file)
ORDER BY file, line, name
"""
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"((?:\\.|[^"\\])*)"|\'(?:\\.|[^\'\\\n])+\'|.', re.S)
WORD = re.compile(r"[A-Za-z_]\w*")


def literals(text):
    """Yields (line, text) of each string literal."""
    line = 1
    for match in TOKEN.finditer(text):
        if match.group(1) is not None:
            yield line, match.group(1)
        line += match.group().count("\n")


def silent_functions(db, source):
    """[(name, file, line, [(line, literal)])] of the functions without access that spell a known table."""
    names = {n for (n,) in db.execute("SELECT name FROM v_table WHERE ifnull(store, 'sql') IN ('sql', '')")}
    tables = {t for t in (WORD.findall(n)[-1] for n in names if WORD.search(n)) if len(t) > 2}  # schema.name, *_family
    found, spelt = [], {}
    for name, file, line, end in db.execute(FUNCTIONS).fetchall():
        if file not in spelt:
            path = source / file
            spelt[file] = [(at, text) for at, text in literals(path.read_text(errors="replace"))
                           if tables.intersection(WORD.findall(text))] if path.is_file() else []
        inside = [(at, text) for at, text in spelt[file] if line <= at <= (end or line)]
        if inside:
            found.append((name, file, line, inside))
    return found


def show_silent(db, source, count, seed):
    found = silent_functions(db, source)
    if not found:
        sys.exit("sql_sample.py: no function spells a table without an access")
    print(f"seed {seed}, {min(count, len(found))} of {len(found)} functions without access that spell a known table")
    for n, (name, file, line, inside) in enumerate(random.Random(seed).sample(found, min(count, len(found))), 1):
        print(f"\n== {n}. {name} ({file}:{line})")
        for at, text in inside[:6]:
            print(f"   {at:5} {text[:160]}")


def source_lines(path, line, around):
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError as error:
        return [f"      ({error.strerror}: {path})"]
    first = max(0, line - 1 - around)
    return [f"{'>' if i + 1 == line else ' '} {i + 1:5} {lines[i]}" for i in range(first, min(len(lines), line + around // 3))]


def main():
    parser = argparse.ArgumentParser(description="Draws accesses to be read by hand.")
    parser.add_argument("db")
    parser.add_argument("--source", required=True, type=pathlib.Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--lines", type=int, default=12, help="source lines before the place")
    parser.add_argument("--how", default="*", help="only accesses known this way, e.g. 'trigger*'")
    parser.add_argument("--silent", action="store_true", help="functions that spell a table and got no access")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else int(time.time())
    db = sqlite3.connect(f"file:{options.db}?mode=ro", uri=True)
    if options.silent:
        show_silent(db, options.source, options.count, seed)
        return
    rows = db.execute(QUERY, (options.how,)).fetchall()
    if not rows:
        sys.exit("sql_sample.py: the result has no such access")
    print(f"seed {seed}, {min(options.count, len(rows))} of {len(rows)} accesses")
    for n, row in enumerate(random.Random(seed).sample(rows, min(options.count, len(rows))), 1):
        function, function_file, store, table, mode, confidence, how, file, line, sql = row
        print(f"\n== {n}. {function} ({function_file}): {mode} {table} [{store}], {confidence}: {how}")
        if sql:
            print("   " + " ".join(sql.split()))
        print(f"   {file}:{line}")
        print("\n".join(source_lines(options.source / file, line, options.lines)))


if __name__ == "__main__":
    main()
