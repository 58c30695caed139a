#!/usr/bin/env python3
"""splitter read by splitter: its modules call each other in no circle.

usage: self.py --splitter BIN --source TOP [--build BUILD]

Analyses our own sources with the compile database of the build (default: the folder of BIN), takes the direct
calls between the folders of analyzer/ and reports/ (the files of analyzer/ itself are the program on top), and fails on
a circle. Ends with `N passed, N failed`.
"""
import argparse
import pathlib
import sqlite3
import subprocess
import sys
import tempfile


def module(path):
    parts = path.split("/")
    if parts[0] == "reports":
        return "reports"
    return parts[1] if parts[0] == "analyzer" and len(parts) > 2 else "program" if parts[0] == "analyzer" else None


def circles(edges):
    """Groups of modules that reach each other, by transitive closure (there are some twenty modules)."""
    reach = {m: set(edges.get(m, ())) for m in set(edges) | {t for s in edges.values() for t in s}}
    for middle in reach:
        for start in reach:
            if middle in reach[start]:
                reach[start] |= reach[middle]
    return {frozenset(n for n in reach if m in reach[n] and n in reach[m]) for m in reach if m in reach[m]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--splitter", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--build")
    options = parser.parse_args()
    binary = pathlib.Path(options.splitter).resolve()
    build = options.build or binary.parent
    passed = failed = 0

    def check(ok, what, why=""):
        nonlocal passed, failed
        passed, failed = passed + bool(ok), failed + (not ok)
        print("ok" if ok else "FAILED", what)
        if not ok and why:
            print("   ", why)

    with tempfile.TemporaryDirectory() as place:
        out = f"{place}/out"
        ran = subprocess.run([binary, "analyze", options.source, "-p", build, "--include", "analyzer/*", "--include", "reports/*",
                              "-o", out, "-q"], capture_output=True, text=True)
        check(ran.returncode == 0, "splitter reads itself", ran.stderr)
        if ran.returncode == 0:
            db = sqlite3.connect(f"file:{out}/splitter.db?mode=ro", uri=True)
            edges, example = {}, {}
            for caller, callee, line in db.execute("SELECT caller_file, callee_file, line FROM v_call WHERE kind = 'direct' ORDER BY 1, 2, 3"):
                a, b = module(caller), module(callee)
                if a and b and a != b:
                    edges.setdefault(a, set()).add(b)
                    example.setdefault((a, b), f"{caller}:{line} calls {callee}")
            check(len(edges) > 8, "the modules call each other", sorted(edges))
            found = circles(edges)
            check(not found, "no circle among the modules",
                  "; ".join(e for c in found for (a, b), e in sorted(example.items()) if a in c and b in c))
            units = db.execute("SELECT count(*), sum(status = 'ok') FROM v_unit WHERE status != 'skipped'").fetchone()
            check(units[0] == units[1] and units[0] > 50, "every unit of ours is understood whole", units)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
