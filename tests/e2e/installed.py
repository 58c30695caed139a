#!/usr/bin/env python3
"""The installed program finds its libraries and its rules without the source tree.

usage: installed.py --splitter BIN --source TOP

Installs the build that BIN is part of into a temporary folder, moves the source's rules out of reach by running
without SPLITTER_RULES from a copy of the binary's tree, and analyses a small program with SQL in it.
Ends with `N passed, N failed`.
"""
import argparse
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--splitter", required=True)
    parser.add_argument("--source", required=True)
    options = parser.parse_args()
    build = pathlib.Path(options.splitter).resolve().parent
    passed = failed = 0

    def check(ok, what, why=""):
        nonlocal passed, failed
        passed, failed = passed + bool(ok), failed + (not ok)
        print("ok" if ok else "FAILED", what)
        if not ok and why:
            print("   ", why)

    with tempfile.TemporaryDirectory() as place:
        ran = subprocess.run(["meson", "install", "-C", str(build), "--no-rebuild", "--destdir", place], capture_output=True, text=True)
        check(ran.returncode == 0, "meson install", ran.stderr)
        binary = next(pathlib.Path(place).rglob("bin/splitter"), None)
        check(binary is not None, "the program is installed")
        if binary:
            rules = binary.parent.parent / "share" / "splitter" / "rules"
            check((rules / "database.json").is_file(), "its rules are beside it", str(rules))
            check((rules / "headers" / "sqlite3.h").is_file(), "and the headers that stand in")
            env = {k: v for k, v in os.environ.items() if k not in ("SPLITTER_RULES", "LD_LIBRARY_PATH")}
            out = f"{place}/out"
            ran = subprocess.run([binary, "analyze", f"{options.source}/tests/golden/sql", "-o", out, "-q"], capture_output=True,
                                 text=True, env=env)
            check(ran.returncode == 0, "it runs from there", ran.stderr)
            if ran.returncode == 0:
                count = sqlite3.connect(f"file:{out}/splitter.db?mode=ro", uri=True).execute(
                    "SELECT count(*) FROM v_statement").fetchone()[0]
                check(count > 5, "and finds SQL by its rules", count)
            tree = pathlib.Path(place) / "tree"
            tree.mkdir()
            (tree / "main.c").write_text("#include <oci.h>\nOCIEnv *env;\nint main(void) { return env != 0; }\n")
            ran = subprocess.run([binary, "analyze", tree, "-o", f"{out}-2", "-q"], capture_output=True, text=True, env=env)
            check(ran.returncode == 0, "it runs without a driver's headers", ran.stderr)
            if ran.returncode == 0:
                told = sqlite3.connect(f"file:{out}-2/splitter.db?mode=ro", uri=True).execute(
                    "SELECT count(*) FROM v_assumption WHERE kind = 'stand_in' AND file LIKE '%oci.h'").fetchone()[0]
                check(told, "and its own stand in")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
