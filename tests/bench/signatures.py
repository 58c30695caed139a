#!/usr/bin/env python3
"""Draws functions of a result and prints their signatures beside their source, to be read by hand.

usage: signatures.py --seed N [--count 50] [--own-file GLOB] OUT DIR

OUT is what `splitter analyze` left, DIR where the sources are. Only own functions with at least one pointer among
parameters and result are drawn: the others have nothing to decide. Prints the seed, then for each function the rows
of v_signature and its lines, long bodies cut; at the end how many rows of each confidence there are to judge.
"""
import argparse
import collections
import fnmatch
import pathlib
import random
import sqlite3

LINES_MOST = 60


def functions(db, pattern):
    rows = db.execute("""
        SELECT name, file, line, end_line FROM v_function f
        WHERE origin = 'own' AND kind = 'function' AND EXISTS (
            SELECT 1 FROM v_signature s WHERE s.function = f.name AND s.function_file = f.file AND s.type LIKE '%*%')
        ORDER BY file, line, name""").fetchall()
    return [r for r in rows if fnmatch.fnmatch(r[1], pattern)]


def signature(db, name, file):
    return db.execute("""
        SELECT position, name, type, direction, pairs_with, nullable, confidence, how FROM v_signature
        WHERE function = ? AND function_file = ? ORDER BY position""", (name, file)).fetchall()


def source(folder, file, line, end_line):
    path = folder / file
    if not path.is_file():
        return ["(no such file here)"]
    lines = path.read_text(errors="replace").splitlines()[line - 1:end_line]
    return lines if len(lines) <= LINES_MOST else lines[:LINES_MOST] + [f"… {len(lines) - LINES_MOST} more lines"]


def main():
    parser = argparse.ArgumentParser(description="Draws functions and prints signatures beside the source.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--own-file", default="*", metavar="GLOB")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    db = sqlite3.connect(f"file:{options.out / 'splitter.db'}?mode=ro", uri=True)
    found = functions(db, options.own_file)
    drawn = random.Random(options.seed).sample(found, min(options.count, len(found)))
    counts = collections.Counter()
    print(f"seed {options.seed}: {len(drawn)} of {len(found)} functions with pointers")
    for number, (name, file, line, end_line) in enumerate(drawn, 1):
        print(f"\n==== {number}. {name}  {file}:{line}")
        for position, param, kind, direction, pair, nullable, confidence, how in signature(db, name, file):
            counts[confidence] += 1
            pairs = f" pairs {pair}" if pair else ""
            null = " null" if nullable else ""
            print(f"  {position} {param or '(result)'}: {kind}\n      {direction}{pairs}{null} [{confidence}] {how}")
        print("\n".join("    | " + text for text in source(options.folder, file, line, end_line)))
    print(f"\nrows: {', '.join(f'{n} {c}' for c, n in sorted(counts.items()))}")


if __name__ == "__main__":
    main()
