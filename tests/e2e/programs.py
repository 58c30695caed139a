#!/usr/bin/env python3
"""Analyses the programs in SPLITTER_PROGRAMS and measures against what is known of them.

usage: programs.py --splitter BIN --source TOP [--program NAME]…

Per program: at least 98 % of the units ok and a reason for each of the rest, diagrams that can be read, and
with SPLITTER_EVAL the contract, recall of direct calls (redis) and first figures of data access (minidlna).
"""
import os
import pathlib
import re
import sys

from contract import hold
from diagrams import check_diagrams
from harness import Checks, options, rows, run, workplace

LEAST_OK = 0.98
LEAST_DIRECT_RECALL = 0.99


def check_units(checks, name, out):
    states = rows(out, "SELECT status, count(*) FROM v_unit WHERE status != 'skipped' GROUP BY status ORDER BY 2 DESC")
    total, good = sum(n for _, n in states), dict(states).get("ok", 0)
    checks.check(total and good / total >= LEAST_OK, f"{name}: {good} of {total} units ok", states)
    silent = rows(out, "SELECT file, status FROM v_unit WHERE status != 'ok' AND coalesce(reason, '') = ''")
    checks.check(not silent, f"{name}: every other unit has its reason", silent)


def score(checks, name, script, out, *truths):
    """What a scorer of SPLITTER_EVAL prints, or None if it is not there."""
    folder = os.environ.get("SPLITTER_EVAL")
    if not folder:
        checks.skip(f"{name}: {script}", "SPLITTER_EVAL is not set")
        return None
    ran = run([sys.executable, pathlib.Path(folder) / script, out / "splitter.db",
               *(pathlib.Path(folder) / truth for truth in truths)])
    if not checks.check(ran.returncode == 0, f"{name}: {script} runs", ran.stderr):
        return None
    print(*("    " + line for line in ran.stdout.splitlines()[:8]), sep="\n")
    return ran.stdout


def score_redis(checks, out):
    text = score(checks, "redis", "score_calls.py", out, "calls/redis.tsv.gz")
    found = text and re.search(r"direct .* recall ([\d.]+)", text)
    if text:
        checks.check(found and float(found.group(1)) >= LEAST_DIRECT_RECALL,
                     f"redis: recall of direct calls at least {LEAST_DIRECT_RECALL}", text)


def score_minidlna(checks, out):
    score(checks, "minidlna", "score_access.py", out, "data-access/minidlna.tsv", "data-access/minidlna-columns.tsv")


SCORES = {"redis": score_redis, "minidlna": score_minidlna}


def check_program(checks, opts, folder, place):
    name, out = folder.name, place / folder.name
    ran = run([opts.splitter, "analyze", folder / "src", "-p", folder / "compile_commands.json", "-o", out])
    if not checks.check(ran.returncode == 0, f"{name}: analyze works", ran.stderr):
        return
    check_units(checks, name, out)
    check_diagrams(checks, out, f"{name}: ")
    hold(checks, name, out, folder / "src")
    if name in SCORES:
        SCORES[name](checks, out)


def main():
    opts = options(__doc__, ("--program", {"action": "append", "metavar": "NAME"}))
    checks = Checks()
    place = os.environ.get("SPLITTER_PROGRAMS")
    if not place:
        checks.skip("programs", "SPLITTER_PROGRAMS is not set (scripts/programs fills it)")
        checks.finish()
    folders = [f for f in sorted(pathlib.Path(place).iterdir()) if (f / "compile_commands.json").is_file()]
    if opts.program:
        folders = [f for f in folders if f.name in opts.program]
    checks.check(folders, "there are programs in SPLITTER_PROGRAMS", place)
    with workplace() as temp:
        for folder in folders:
            check_program(checks, opts, folder, temp)
    checks.finish()


if __name__ == "__main__":
    main()
