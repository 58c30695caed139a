#!/usr/bin/env python3
"""Stability under change: how many members move, and how many names change, when a little code does.

usage: churn.py --splitter BIN [--places N] [--seed S] [--max PERCENT] [--resolution R] [--history NAME] [TREE[=DATABASE]…]

To each tree one function is added at N random places, one after the other, each time to the tree as it was; it calls two
functions of its file. Members are compared by key; services are matched one to one by most members in common. Without trees: samples/shop
and, from SPLITTER_PROGRAMS, redis. `--history NAME`: ten random commits of SPLITTER_PROGRAMS/NAME/.git beside
their parents, analysed without a compile database. Ends with `N passed, N failed, N skipped`; a tree passes when the mean is at most
`--max` (1 %) and no name changes.
"""
import argparse
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]


def analyze(splitter, tree, database, out, cache):
    words = ["-p", database] if database else []
    subprocess.run([*splitter, "analyze", tree, *words, "-o", out, "--cache", cache, "-q"], check=True, stderr=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL)
    db = sqlite3.connect(f"file:{out}/splitter.db?mode=ro", uri=True)
    members = dict(((kind, key), service or "") for kind, key, service in db.execute("SELECT kind, key, service FROM v_member"))
    names = {name for (name,) in db.execute("SELECT name FROM v_service")}
    db.close()
    return members, names


def match(before, after):
    """Service of `after` by service of `before`: the pairs with most members in common first."""
    common = {}
    for key in before.keys() & after.keys():
        pair = (before[key], after[key])
        common[pair] = common.get(pair, 0) + 1
    pairs, taken = {}, set()
    for (a, b), _ in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    return pairs


def churn(first, second):
    """Percent of common members that moved; names that came or went; services that were matched under another name."""
    (before, names), (after, others) = first, second
    pairs = match(before, after)
    common = before.keys() & after.keys()
    moved = sum(pairs.get(before[k]) != after[k] for k in common)
    return 100 * moved / max(len(common), 1), len(names ^ others), sum(a != b for a, b in pairs.items())


def functions_by_file(out):
    db = sqlite3.connect(f"file:{out}/splitter.db?mode=ro", uri=True)
    found = {}
    for name, file in db.execute("SELECT name, file FROM v_function WHERE origin = 'own' AND kind = 'function' AND name <> 'main' "
                                 "AND service IS NOT NULL ORDER BY file, line"):
        if file.endswith(".c"):
            found.setdefault(file, []).append(name)
    db.close()
    return {file: names for file, names in found.items() if len(names) >= 4}


def report(name, results, limit):
    mean = sum(r[0] for r in results) / len(results)
    ok = mean <= limit and not any(r[1] for r in results)
    print(f"{'ok' if ok else 'FAILED'} churn/{name}: {len(results)} changes; members moved: mean {mean:.2f} %, worst {max(r[0] for r in results):.2f} %, "
          f"none in {sum(not r[0] for r in results)}; names come or gone: {sum(r[1] for r in results)} in all, in {sum(r[1] > 0 for r in results)} changes; "
          f"services renamed: {sum(r[2] for r in results)}", flush=True)
    return ok


def added(options, name, tree, database):
    dice, results = random.Random(options.seed), []
    with tempfile.TemporaryDirectory() as place:
        here = pathlib.Path(place) / "tree"
        shutil.copytree(tree, here, symlinks=True)
        if database:  # made where the tree was
            words = pathlib.Path(database).read_text().replace(str(pathlib.Path(tree).resolve()), str(here))
            database = pathlib.Path(place) / "compile_commands.json"
            database.write_text(words)
        first = analyze(options.splitter, here, database, f"{place}/out", f"{place}/cache")
        files = functions_by_file(f"{place}/out")
        for _ in range(options.places):
            file = dice.choice(sorted(files))
            at, callees = here / file, dice.sample(files[file], 2)
            text = at.read_bytes()
            at.write_bytes(text + call_of(callees))
            second = analyze(options.splitter, here, database, f"{place}/out2", f"{place}/cache")
            at.write_bytes(text)
            results.append(churn(first, second))
    return report(name, results, options.max)


def call_of(callees):
    """A function that takes the addresses of two others and calls through them, whatever their parameters are."""
    return "\nvoid added_by_churn(void) {{ ((void (*)(void)){})(); ((void (*)(void)){})(); }}\n".format(*callees).encode()


def git(repository, *words):
    return subprocess.run(["git", "-C", repository, *words], check=True, capture_output=True, text=True).stdout


def history(options, name):
    repository = pathlib.Path(os.environ["SPLITTER_PROGRAMS"]) / name
    commits = git(repository, "log", "--no-merges", "--format=%H", "--min-parents=1", "--", "*.c", "*.h").split()
    results = []
    for commit in random.Random(options.seed).sample(commits, min(10, len(commits))):
        with tempfile.TemporaryDirectory() as place:
            sides = []
            for side in (f"{commit}^", commit):
                tree = pathlib.Path(place) / "tree"
                shutil.rmtree(tree, ignore_errors=True)
                tree.mkdir()
                archive = subprocess.Popen(["git", "-C", repository, "archive", side], stdout=subprocess.PIPE)
                subprocess.run(["tar", "-x", "-C", tree], stdin=archive.stdout, check=True)
                archive.wait()
                sides.append(analyze(options.splitter, tree, None, f"{place}/out", f"{place}/cache"))
            results.append(churn(*sides))
    return report(f"{name} (history)", results, options.max)


def trees_of(options):
    for word in options.trees:
        tree, _, database = word.partition("=")
        yield pathlib.Path(tree).resolve().name, tree, database or None
    if not options.trees and not options.history:
        yield "shop", TOP / "samples" / "shop", None
        programs = os.environ.get("SPLITTER_PROGRAMS")
        redis = pathlib.Path(programs or "/") / "redis"
        if programs and (redis / "src").is_dir():
            yield "redis", redis / "src", redis / "compile_commands.json"
        else:
            yield "redis", None, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splitter", required=True)
    parser.add_argument("--places", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max", type=float, default=1.0)
    parser.add_argument("--resolution", type=float, help="a fixed grain, to tell its search from the partition")
    parser.add_argument("--history", metavar="NAME")
    parser.add_argument("trees", nargs="*", metavar="TREE[=DATABASE]")
    options = parser.parse_args()
    program = str(pathlib.Path(options.splitter).resolve())
    options.splitter = [program]
    if options.resolution:  # analyze's own search for a grain left out
        options.splitter = ["sh", "-c", f'exec "$0" "$@" --resolution {options.resolution}', program]
    counts = [0, 0, 0]
    for name, tree, database in trees_of(options):
        if tree is None:
            print(f"SKIPPED churn/{name}: not in SPLITTER_PROGRAMS")
            counts[2] += 1
        else:
            counts[not added(options, name, tree, database)] += 1
    if options.history:
        programs = os.environ.get("SPLITTER_PROGRAMS")
        if programs and (pathlib.Path(programs) / options.history / ".git").exists():
            counts[not history(options, options.history)] += 1
        else:
            print(f"SKIPPED churn/{options.history}: no .git in SPLITTER_PROGRAMS")
            counts[2] += 1
    print("{} passed, {} failed, {} skipped".format(*counts))
    sys.exit(counts[1] > 0)


main()
