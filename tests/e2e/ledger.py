#!/usr/bin/env python3
"""samples/ledger: embedded SQL as splitter reads it, as its author knows it, and as PostgreSQL receives it.

usage: ledger.py --splitter BIN --source TOP

Runs the ECPG half against a PostgreSQL server of its own (a Unix socket in a temporary folder) that logs each statement.
"""
import contextlib
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import time

from harness import Checks, analyze, must, options, rows, run, workplace

SESSION = re.compile(r"(fetch|move|close|deallocate|begin|start transaction)\b")  # ecpg's own, and those that name no table
ACCESSES = ("SELECT DISTINCT function, table_name, mode FROM v_table_access WHERE derived = 0 AND column_name IS NULL"
            " AND function IS NOT NULL AND mode <> 'ddl'")


def expected(sample):
    lines = (sample / "accesses.tsv").read_text().splitlines()
    return {tuple(line.split("\t")) for line in lines if line and not line.startswith("#")}


def check_accesses(checks, sample, out):
    """The table of the sample's author."""
    found = set(rows(out, ACCESSES))
    want = expected(sample)
    checks.check(not want - found, "every access the author knows is found", sorted(want - found))
    checks.check(not found - want, "no other access is found", sorted(found - want))


def check_details(checks, out):
    units = rows(out, "SELECT file, status, reason FROM v_unit WHERE status <> 'ok'")
    checks.check(not units, "every unit is understood whole", units)
    calls = set(rows(out, "SELECT caller, callee FROM v_call WHERE kind = 'routine'"))
    for pair in (("post", "book"), ("transfer", "charge"), ("charge", "book"), ("pay_interest", "interest"),
                 ("entry_noted", "note_entry"), ("undo_last", "book")):
        there = pair in calls
        checks.check(there == (pair[0] != "undo_last"), f"{pair[0]} {'calls' if pair[0] != 'undo_last' else 'does not call'} {pair[1]}")
    tables = dict(rows(out, "SELECT function, tables FROM v_transaction"))
    checks.equal(set((tables.get("transfer") or "").split(",")) >= {"account", "entry"}, True,
                 "transfer's transaction holds account and entry", tables)


def normal(sql):
    """One spelling of a statement: parameters as ?, blanks and case aside."""
    sql = re.sub(r"\$\d+|\?", "?", " ".join(sql.split()).lower())
    sql = re.sub(r"^declare \w+ .*?cursor .*?for ", "", sql)
    sql = re.sub(r"\s*(::|[(),;=<>+-])\s*", r"\1", sql).rstrip(";")
    return re.sub(r"\bwork\b", "", sql).strip()


def logged(text):
    """The statements of a server's log, in order."""
    entry, found = None, []
    for line in text.splitlines():
        start = re.search(r"LOG:  (?:statement|execute [^:]*|execute fetch from [^:]*): (.*)", line)
        if start:
            found.append(start.group(1))
            entry = True
        elif line.startswith("\t") and entry:
            found[-1] += " " + line.strip()
        else:
            entry = False
    return found


@contextlib.contextmanager
def server(place, programs):
    """A PostgreSQL server of our own, without the network; yields (socket folder, log)."""
    data, log = place / "data", place / "postgres.log"
    user = []
    if os.geteuid() == 0:
        user = ["runuser", "-u", "postgres", "--"]
        place.mkdir(parents=True, exist_ok=True)
        shutil.chown(place, "postgres")
    place.chmod(0o755)
    must([*user, programs / "initdb", "-D", data, "-A", "trust", "-U", "ledger", "--no-sync", "-E", "UTF8"])
    with open(log, "w") as out:
        process = subprocess.Popen([*user, programs / "postgres", "-D", data, "-k", place, "-c", "listen_addresses=", "-c",
                                    "log_statement=all", "-c", "fsync=off"], stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        try:
            for _ in range(300):
                if run([programs / "pg_isready", "-h", place, "-U", "ledger"]).returncode == 0:
                    break
                time.sleep(0.1)
            yield place, log
        finally:
            process.terminate()
            process.wait(60)


def check_generated(checks, opts, sample, built, place):
    """The C that ecpg makes says the same; with a database that names it, its sources are read in its place."""
    tree, generated = place / "sources", place / "generated"
    shutil.copytree(built, tree)
    shutil.copy(sample / "schema.sql", tree)
    shutil.copytree(tree, generated, ignore=shutil.ignore_patterns("*.pgc"))
    units = [{"directory": str(tree), "file": f"{name.stem}.c", "command": f"cc -I/usr/include/postgresql -c {name.stem}.c"}
             for name in sorted(tree.glob("*.pgc"))]
    (tree / "compile_commands.json").write_text(json.dumps(units))
    first, second = place / "out-sources", place / "out-generated"
    if not checks.check(analyze(opts.splitter, tree, tree, first).returncode == 0 and
                        analyze(opts.splitter, generated, None, second).returncode == 0, "generated C: analyze works"):
        return
    names = [f for (f,) in rows(first, "SELECT file FROM v_unit ORDER BY 1")]
    checks.equal(names, sorted(p.name for p in tree.glob("*.pgc")), "generated C of a database: its sources are read in its place")
    checks.equal(set(rows(second, ACCESSES)), set(rows(first, ACCESSES)), "generated C alone: the same accesses")


def check_run(checks, opts, sample, out, place):
    """What the program sends is what was found, and the other way round."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not folders or not shutil.which("ecpg"):
        checks.skip("the running program", "ecpg or PostgreSQL's server is not installed", missing_tool=True)
        return
    built = place / "ecpg"
    shutil.copytree(sample / "ecpg", built)
    must(["make", "-C", built])
    check_generated(checks, opts, sample, built, place)
    programs = pathlib.Path(folders[-1])
    with server(place / "pg", programs) as (socket, log):
        env = {"PGHOST": str(socket), "PGUSER": "ledger"}
        must([programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-f", sample / "schema.sql"], env=env)
        before = len(logged(log.read_text()))
        ran = run([built / "ledger", "postgres"], env=env)
        checks.check(ran.returncode == 0 and "left" in ran.stdout, "the program runs to its end", ran.stdout + ran.stderr)
        sent = {normal(s) for s in logged(log.read_text())[before:]}
    found = {normal(s) for (s,) in rows(out, "SELECT sql FROM v_statement WHERE file LIKE 'ecpg/%'")}
    sent = {s for s in sent if not SESSION.match(s)}
    found = {s for s in found if not SESSION.match(s)}
    checks.check(len(sent) >= 20, f"the program sends {len(sent)} different statements", sent)
    checks.check(not sent - found, "every statement sent is found", "\n".join(sorted(sent - found)))
    never = {"rollback", "rollback to savepoint before_fee"}  # the run meets no error
    checks.equal(found - sent, never, "every statement found is sent, but those for errors")


def main():
    opts = options(__doc__)
    checks = Checks()
    sample = opts.source / "samples/ledger"
    with workplace() as place:
        out = place / "out"
        tree = place / "ledger"
        shutil.copytree(sample, tree)
        ran = analyze(opts.splitter, tree, None, out)
        if checks.check(ran.returncode == 0, "analyze works", ran.stderr):
            check_accesses(checks, sample, out)
            check_details(checks, out)
            check_run(checks, opts, sample, out, place)
    checks.finish()


if __name__ == "__main__":
    main()
