#!/usr/bin/env python3
"""Source trees as they were unpacked: what splitter finds of them without a compile database.

usage: trees.py --splitter BIN [--out DIR] [--with-database] [--show N] NAME…

Each NAME is a folder of SPLITTER_PROGRAMS with the tree in NAME/src. Its functions are held against those of
universal-ctags, by name and file: one counts as found that splitter lists, that lies in a block it lists as switched
off, or whose name is a macro's where splitter lists a function at the same place. --with-database compares the
(function, file, table, mode) set with that of a run with NAME/compile_commands.json over NAME/built, or over NAME/src
where the build was made there. --out keeps the results in DIR/NAME; what lies there is measured again without a new
run. --show lists that many of what was not found. Ends with `N passed, N failed, N skipped`.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

LEAST_FUNCTIONS = 0.97
LEAST_ACCESSES = 0.90
SOURCES = (".c", ".h")
STATES = ("ok", "partial", "failed", "skipped")
ACCESSES = "SELECT DISTINCT function, function_file, lower(table_name), mode FROM v_table_access WHERE derived = 0"


def lines_of_c(tree):
    """Lines of C sources and headers, links not followed."""
    return sum(path.read_bytes().count(b"\n") for path in tree.rglob("*")
               if path.suffix in SOURCES and path.is_file() and not path.is_symlink())


def is_hidden(path):
    return any(part.startswith(".") for part in pathlib.PurePath(path).parts)


def ctags_functions(tree):
    """What universal-ctags sees in the C sources: (name, file, first line, last line) of each function, and the
    names that are macros there. Hidden folders are nobody's sources (quilt keeps unpatched copies in one)."""
    command = ["ctags", "--options=NONE", "--languages=C", "--langmap=C:.c.h", "--kinds-C=fd", "--fields=+ne", "-R",
               "--links=no", "--output-format=json", "-o", "-", "."]
    ran = subprocess.run(command, cwd=tree, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                         check=True)
    tags = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
    kept = {(tag["name"], os.path.normpath(tag["path"]), tag["line"], tag.get("end", tag["line"])) for tag in tags
            if tag.get("kind") == "function"}
    return ({tag for tag in kept if tag[1].endswith(".c") and not is_hidden(tag[1])},
            {tag["name"] for tag in tags if tag.get("kind") == "macro"})


def analyze(options, tree, database, out):
    """Runs splitter unless its result is there; None where it failed."""
    if not (out / "splitter.db").is_file():
        out.parent.mkdir(parents=True, exist_ok=True)
        command = [options.splitter, "analyze", tree, "-o", out, "-q", "-j", str(options.jobs),
                   "--timings", f"{out}.timings", *(["-p", database] if database else [])]
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                             check=False)
        if ran.returncode:
            print(ran.stderr[-2000:])
            return None
    return sqlite3.connect(f"file:{out / 'splitter.db'}?mode=ro", uri=True)


def switched_off(database):
    """File -> the ranges of lines that no unit was read with."""
    blocks = collections.defaultdict(list)
    for file, first, last in database.execute("SELECT file, line, end_line FROM v_inactive"):
        blocks[file].append((first, last))
    return blocks


def functions(database, tags, macros):
    """The functions that ctags names: found by name, found by place, in a block switched off, and the rest. Place
    decides where the name is a macro's: ctags does not expand, and takes `FUNC(name) {` for a function FUNC."""
    names, places = set(), collections.defaultdict(list)
    for name, *spots in database.execute("SELECT name, file, line, end_line, physical_file, physical_line, physical_end_line"
                                         " FROM v_function WHERE file IS NOT NULL"):
        for file, first, last in (spots[:3], spots[3:]):
            names.add((name, file))
            places[file].append((first or 0, last or 0))
    blocks = switched_off(database)
    found, placed, off, lost = [], [], [], []
    for tag in sorted(tags):
        name, file, first, end = tag
        if (name, file) in names:
            found.append(tag)
        elif name in macros and any(start <= end and first <= last for start, last in places[file]):
            placed.append(tag)
        elif any(start <= first <= last for start, last in blocks.get(file, ())):
            off.append(tag)
        else:
            lost.append(tag)
    return found, placed, off, lost


def accesses(database):
    return set(database.execute(ACCESSES))


def compare(options, name, folder, place, without, checks):
    """The share of the accesses that a run with the compile database finds."""
    given = folder / "compile_commands.json"
    if not given.is_file():
        checks["skipped"] += 1
        print(f"SKIPPED {name}: no compile database")
        return
    built = folder / "built"
    database = analyze(options, built if built.is_dir() else folder / "src", given, place / f"{name}-with")
    both = accesses(database) if database else set()
    if not both:
        checks["skipped"] += 1
        print(f"SKIPPED {name}: no access with the compile database")
        return
    share = len(both & without) / len(both)
    good = share >= LEAST_ACCESSES
    checks["passed" if good else "failed"] += 1
    print(f"{'ok' if good else 'FAILED'} {name}: {len(both & without)} of {len(both)} accesses with a database are found"
          f" without, {share:.1%}; {len(without - both)} only without")
    for access in sorted(both - without, key=str)[:options.show]:
        print("    not found:", *access)


def measure(options, name, folder, place, checks):
    """One row of figures."""
    tree = folder / "src"
    if not tree.is_dir():
        checks["skipped"] += 1
        print(f"SKIPPED {name}: no {tree}")
        return
    database = analyze(options, tree, None, place / name)
    if not database:
        checks["failed"] += 1
        print(f"FAILED {name}: analyze")
        return
    count = lambda sql: database.execute(sql).fetchone()[0]
    states = dict(database.execute("SELECT status, count(*) FROM v_unit GROUP BY status"))
    tags, macros = ctags_functions(tree)
    found, placed, off, lost = functions(database, tags, macros)
    share = 1 - len(lost) / max(len(tags), 1)
    timings = dict(line.split()[:2] for line in pathlib.Path(f"{place / name}.timings").read_text().splitlines())
    good = share >= LEAST_FUNCTIONS
    checks["passed" if good else "failed"] += 1
    print(f"{'ok' if good else 'FAILED'} {name}: {lines_of_c(tree)} lines,"
          f" units {' / '.join(str(states.get(s, 0)) for s in STATES)},"
          f" functions {len(found)} + {len(placed)} by place + {len(off)} off of {len(tags)}, {share:.2%},"
          f" statements lost {count('SELECT coalesce(sum(lost), 0) FROM v_unit')},"
          f" SQL {count('SELECT count(*) FROM v_statement')}, tables {count('SELECT count(*) FROM v_table')},"
          f" accesses {len(accesses(database))}, CPU {timings['index']} + {timings['link']} s", flush=True)
    where = collections.Counter(file for _, file, *_ in lost)
    for file, number in where.most_common(options.show):
        print(f"    not found: {number} in {file}, e.g. {next(t[0] for t in lost if t[1] == file)}")
    if options.with_database:
        compare(options, name, folder, place, accesses(database), checks)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splitter", required=True, type=os.path.abspath)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--with-database", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("names", nargs="+", metavar="NAME")
    options = parser.parse_args()
    programs = os.environ.get("SPLITTER_PROGRAMS")
    checks = collections.Counter()
    if not programs or not shutil.which("ctags"):
        print("SKIPPED trees:", "universal-ctags is missing" if programs else "SPLITTER_PROGRAMS is not set")
        checks["skipped"] += 1
    else:
        print("units: " + " / ".join(STATES))
        with tempfile.TemporaryDirectory(prefix="splitter-trees-") as temporary:
            for name in options.names:
                measure(options, name, pathlib.Path(programs) / name, options.out or pathlib.Path(temporary), checks)
    print(f"{checks['passed']} passed, {checks['failed']} failed, {checks['skipped']} skipped")
    sys.exit(checks["failed"] > 0)


if __name__ == "__main__":
    main()
