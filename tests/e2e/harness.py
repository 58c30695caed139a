"""What the end-to-end tests share: counting checks, running splitter, the sample with its compile
database, and folders as bytes.

Each test is a script that takes --splitter BIN and --source TOP, prints `ok`, `FAILED` or `SKIPPED` a check
and ends with `N passed, N failed, N skipped`; it exits 1 if anything failed.
"""
import argparse
import contextlib
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

TIMEOUT = 900  # seconds for one run of splitter; a sanitizer on a busy machine is slow
MARK = ".splitter"


class Checks:
    """Counts and prints checks; finish() ends the script."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, good, name, detail=""):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        print("ok" if good else "FAILED", name, flush=True)
        if not good and detail:
            for line in str(detail).strip().splitlines()[-30:]:
                print("   ", line, flush=True)
        return bool(good)

    def equal(self, actual, expected, name, detail=""):
        return self.check(actual == expected, name, f"expected {expected}, got {actual}\n{detail}")

    def skip(self, name, reason, missing_tool=False):
        """A check that cannot run here; a tool that is missing is a failure in CI."""
        if missing_tool and os.environ.get("CI") == "true":
            self.check(False, f"{name}: {reason}")
            return
        self.skipped += 1
        print(f"SKIPPED {name}: {reason}", flush=True)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        sys.exit(self.failed > 0)


def options(description, *more):
    """The two options of every test; `more` are further (flag, keywords) pairs."""
    parser = argparse.ArgumentParser(description=description.strip().splitlines()[0])
    parser.add_argument("--splitter", required=True, type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--source", required=True, type=lambda p: pathlib.Path(p).resolve(),
                        help="top of the checkout")
    for flag, keywords in more:
        parser.add_argument(flag, **keywords)
    return parser.parse_args()


@contextlib.contextmanager
def workplace():
    """A temporary folder that others may enter (one test runs splitter as another user)."""
    with tempfile.TemporaryDirectory(prefix="splitter-e2e-") as name:
        os.chmod(name, 0o755)
        yield pathlib.Path(name).resolve()


def run(command, env=None, **keywords):
    """Runs a command without a terminal; the result has stdout and stderr as text."""
    keywords.setdefault("timeout", TIMEOUT)
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, errors="replace", env={**os.environ, **(env or {})}, **keywords)


def must(command, **keywords):
    """Runs a command that has to work for the test to make sense."""
    ran = run(command, **keywords)
    if ran.returncode:
        print(ran.stdout + ran.stderr)
        print(f"FAILED {' '.join(map(str, command))}: exit code {ran.returncode}")
        print("0 passed, 1 failed, 0 skipped")
        sys.exit(1)
    return ran


def copy_sample(top, place):
    """A copy of samples/shop, so that no test depends on where the checkout lies."""
    shutil.copytree(top / "samples" / "shop", place, symlinks=True,
                    ignore=shutil.ignore_patterns("__pycache__", "build*", "splitter-out*"))
    return place


def shop_database(shop, build):
    """The compile database of a copy of the shop: configured, not built."""
    must(["meson", "setup", build, shop])
    return build


def analyze(splitter, shop, build, out, *more, env=None):
    """`splitter analyze`; build None means without a compile database."""
    database = ["-p", build] if build else []
    return run([splitter, "analyze", shop, *database, "-o", out, *more], env=env)


def analyzed_shop(opts, place):
    """A result of the shop in `place`: (sources, build, OUT). The test cannot go on without."""
    shop = copy_sample(opts.source, place / "shop")
    build = shop_database(shop, place / "build")
    out = place / "out"
    must([opts.splitter, "analyze", shop, "-p", build, "-o", out], timeout=TIMEOUT)
    return shop, build, out


def contents(folder, without=()):
    """Relative path -> digest of every file below a folder."""
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and str(path.relative_to(folder)) not in without}


def differences(first, second):
    """Which files two contents() do not agree on, as text."""
    lines = []
    for name in sorted(first.keys() | second.keys()):
        if name not in second:
            lines.append(f"{name}: only in the first")
        elif name not in first:
            lines.append(f"{name}: only in the second")
        elif first[name] != second[name]:
            lines.append(f"{name}: differs")
    return "\n".join(lines)


def database(out):
    return sqlite3.connect(f"file:{out / 'splitter.db'}?mode=ro", uri=True)


def rows(out, sql, *values):
    """The rows of a query over a result."""
    connection = database(out)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()
