#!/usr/bin/env python3
"""Turns a log of `meson test` into lines and counts.

usage: collect.py TESTLOG.json PREFIX [LOG]

Each meson test is one check, unless what it printed ends with `N passed, N failed[, N skipped]`: then those
count. A test that fails shows the end of its output. LOG is shown when meson ran no test at all, which is a
failure. The last line is `N passed, N failed, N skipped`.
"""
import json
import pathlib
import re
import sys

COUNTS = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$")
SHOWN = 40  # lines of a failing test's output


def last_counts(text):
    for line in reversed(text.splitlines()):
        if line.strip():
            match = COUNTS.match(line.strip())
            return [int(n or 0) for n in match.groups()] if match else None
    return None


def judge(test, prefix):
    """(passed, failed, skipped, lines) of one entry of the log."""
    name = f"{prefix}/{test['name'].split(' / ')[-1]}"
    output = test.get("stdout") or ""
    shown = (output + (test.get("stderr") or "")).splitlines()
    tail = ["    " + line for line in shown[-SHOWN:]]
    good = test["result"] in ("OK", "EXPECTEDFAIL")
    counts = last_counts(output)
    if test["result"] == "SKIP":
        reason = shown[-1] if shown else "the test says so"
        return 0, 0, 1, [f"SKIPPED {name}: {reason}"]
    if not counts:
        return int(good), int(not good), 0, [f"ok {name}"] if good else [f"FAILED {name}: {test['result']}"] + tail
    passed, failed, skipped = counts
    if not good and not failed:
        failed = 1
    lines = [f"SKIPPED {name}/{line.split(' ', 1)[1]}" for line in shown if line.startswith("SKIPPED ")]
    told = ", ".join(f"{n} {word}" for n, word in zip(counts, ("passed", "failed", "skipped")))
    if failed:
        return passed, failed, skipped, lines + [f"FAILED {name} ({told}): {test['result']}"] + tail
    return passed, failed, skipped, lines + [f"ok {name} ({told})"] * bool(passed or not skipped)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    log, prefix = pathlib.Path(sys.argv[1]), sys.argv[2]
    tests = [json.loads(line) for line in log.read_text().splitlines() if line] if log.is_file() else []
    total = [0, 0, 0]
    for test in sorted(tests, key=lambda t: t["name"]):
        *counts, lines = judge(test, prefix)
        total = [a + b for a, b in zip(total, counts)]
        print(*lines, sep="\n")
    if not tests:
        print(f"FAILED {prefix}: meson ran no test")
        if len(sys.argv) == 4:
            print(*("    " + line for line in pathlib.Path(sys.argv[3]).read_text().splitlines()[-SHOWN:]), sep="\n")
        total[1] = 1
    print("{} passed, {} failed, {} skipped".format(*total))


if __name__ == "__main__":
    main()
