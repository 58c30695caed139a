#!/usr/bin/env python3
"""Golden tests: runs each case and compares what comes out with the files beside it.

usage: run.py --splitter BIN --factdump BIN [--update] [-j N] [CASE…]

A case is a folder tests/golden/NAME/ with

  cmd                     a shell line; runs in a copy of the folder with $SPLITTER, $FACTDUMP and $OUT set
                          ($OUT does not exist yet)
  input*.c, …             whatever it reads
  expected.*              what must come out; the suffix says how the text is made:

  expected.stdout         what cmd prints; likewise expected.stderr, expected.exit (without it: 0)
  expected.facts          $FACTDUMP on each file in $OUT.cache/facts, the texts in sorted order
  expected.NAME.tsv       the rows of the query NAME.sql over $OUT/splitter.db, header first; NULL says NULL
  expected.file.PATH      the file PATH of $OUT, with each slash written as __

In stdout and stderr the folders' places read $OUT and $CASE. --update rewrites the expected files that
are there: create an empty one to begin. Ends with `N passed, N failed`.
"""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT = 120  # seconds a case


class Problem(Exception):
    """A case that cannot be run as it stands."""


class Run:
    """One case, run once in a folder of its own; produce() gives the text for each kind of expectation."""

    def __init__(self, case, temp, options):
        self.case, self.options = case, options
        self.work = temp / case.name
        self.out = temp / "out"
        shutil.copytree(case, self.work, ignore=shutil.ignore_patterns("expected.*", "cmd"))
        env = dict(os.environ, SPLITTER=options.splitter, FACTDUMP=options.factdump, OUT=str(self.out),
                   LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1")
        self.ran = subprocess.run(["sh", "-c", (case / "cmd").read_text()], cwd=self.work, env=env,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)

    def produce(self, stage):
        if stage == "stdout":
            return self.placeless(self.ran.stdout)
        if stage == "stderr":
            return self.placeless(self.ran.stderr)
        if stage == "exit":
            return f"{self.ran.returncode}\n"
        if stage == "facts":
            return self.facts()
        if stage.startswith("file."):
            return self.read(self.out / stage.removeprefix("file.").replace("__", "/"))
        if stage.endswith(".tsv"):
            return self.rows(self.case / (stage.removesuffix(".tsv") + ".sql"))
        raise Problem(f"expected.{stage}: no such kind of expectation")

    def placeless(self, data):
        text = data.decode(errors="replace")
        return text.replace(str(self.out), "$OUT").replace(str(self.work), "$CASE")

    def read(self, path):
        if not path.is_file():
            raise Problem(f"the run left no {path.relative_to(self.out)} in OUT")
        return path.read_text(errors="replace")

    def facts(self):
        folder = pathlib.Path(f"{self.out}.cache") / "facts"
        files = sorted(p for p in folder.rglob("*.facts") if p.is_file())
        if not files:
            raise Problem("the run left no fact files in OUT.cache/facts")
        texts = []
        for path in files:
            dump = subprocess.run([self.options.factdump, str(path)], capture_output=True, timeout=TIMEOUT)
            if dump.returncode:
                raise Problem(f"the fact dumper fails: {dump.stderr.decode(errors='replace').strip()}")
            lines = dump.stdout.decode(errors="replace").splitlines(keepends=True)
            texts.append("".join(line for line in lines if not line.startswith("# ")))  # "# ": the file's place
        return "".join(sorted(texts))

    def rows(self, query):
        if not query.is_file():
            raise Problem(f"{query.name} is missing beside its expected rows")
        database = self.out / "splitter.db"
        if not database.is_file():
            raise Problem("the run left no splitter.db in OUT")
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            cursor = connection.execute(query.read_text())
            lines = ["\t".join(column[0] for column in cursor.description)]
            lines += ["\t".join(map(cell, row)) for row in cursor]
        except sqlite3.Error as error:
            raise Problem(f"{query.name}: {error}") from error
        finally:
            connection.close()
        return "\n".join(lines) + "\n"


def cell(value):
    if value is None:
        return "NULL"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def compare(run, expected, update):
    """The lines to show for one expected file; none if it holds."""
    stage = expected.name.removeprefix("expected.")
    try:
        actual = run.produce(stage)
    except Problem as problem:
        return [str(problem)]
    wanted = expected.read_text(errors="replace")
    if actual == wanted:
        return []
    if update:
        expected.write_text(actual)
        print(f"rewrote {expected.relative_to(HERE)}")
        return []
    return list(difflib.unified_diff(wanted.splitlines(), actual.splitlines(), expected.name,
                                     "this run", n=2, lineterm=""))


def run_case(case, options):
    """(case, lines to show): no lines means that it passed."""
    expected = sorted(case.glob("expected.*"))
    if not (case / "cmd").is_file():
        return case, ["it has no cmd"]
    if not expected:
        return case, ["it expects nothing: create an expected.STAGE and run with --update"]
    lines = []
    with tempfile.TemporaryDirectory(prefix="golden-") as temp:
        try:
            run = Run(case, pathlib.Path(temp), options)
        except subprocess.TimeoutExpired:
            return case, [f"still running after {TIMEOUT} s"]
        for path in expected:
            lines += compare(run, path, options.update)
        if not (case / "expected.exit").exists() and run.ran.returncode != 0:
            lines.append(f"exit code {run.ran.returncode}, expected 0")
        if lines and not (case / "expected.stderr").exists():
            lines += ["stderr was:"] + run.placeless(run.ran.stderr).splitlines()[-20:]
    return case, lines


def cases(names):
    folders = sorted(p for p in HERE.iterdir() if p.is_dir() and not p.name.startswith(("_", ".")))
    if not names:
        return folders
    wanted = {name.rstrip("/").split("/")[-1] for name in names}
    unknown = wanted - {p.name for p in folders}
    if unknown:
        sys.exit(f"run.py: no such case: {', '.join(sorted(unknown))}")
    return [p for p in folders if p.name in wanted]


def main():
    parser = argparse.ArgumentParser(description="Runs the golden tests.")
    parser.add_argument("--splitter", required=True, type=os.path.abspath)
    parser.add_argument("--factdump", required=True, type=os.path.abspath)
    parser.add_argument("--update", action="store_true", help="rewrite the expected files")
    parser.add_argument("-j", type=int, default=os.cpu_count(), metavar="N")
    parser.add_argument("case", nargs="*")
    options = parser.parse_args()
    failed = total = 0
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        for case, lines in pool.map(lambda c: run_case(c, options), cases(options.case)):
            total += 1
            failed += bool(lines)
            print("FAILED" if lines else "ok", case.name)
            for line in lines:
                print("   ", line)
    print(f"{total - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
