#!/usr/bin/env python3
"""Draws accesses of a result to be read by hand, each with its source lines.

usage: sql_sample.py SPLITTER.db --source DIR [--count 20] [--seed N] [--lines 12] [--how GLOB]

An access here is one (function, table, mode) at row level, each as likely as any other; the seed is printed, and
the same seed draws the same ones from the same result. Under each stand the statement, how it is known, and the
source around the line; the reader counts how many are right. Definitions in .sql files are not drawn.
"""
import argparse
import pathlib
import random
import sqlite3
import sys
import time

QUERY = """
SELECT a.function, a.function_file, a.store, a.table_name, a.mode, a.confidence, a.how, min(a.file), min(a.line), min(s.sql)
FROM v_table_access a LEFT JOIN v_statement s ON s.id = a.statement_id
WHERE a.column_name IS NULL AND a.function IS NOT NULL AND a.how GLOB ?
GROUP BY a.function, a.function_file, a.store, a.table_name, a.mode
ORDER BY 1, 2, 3, 4, 5
"""


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
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else int(time.time())
    rows = sqlite3.connect(f"file:{options.db}?mode=ro", uri=True).execute(QUERY, (options.how,)).fetchall()
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
