#!/usr/bin/env python3
"""Holds the result of samples/shop against the output contract, with a checker kept outside.

usage: contract.py --splitter BIN --source TOP

The checker is $SPLITTER_EVAL/check_contract.py; without SPLITTER_EVAL this is skipped.
"""
import os
import pathlib
import re
import sys

from harness import Checks, analyzed_shop, options, run, workplace


def hold(checks, name, out, source):
    """Adds the counts of check_contract.py over one result."""
    folder = os.environ.get("SPLITTER_EVAL")
    if not folder:
        checks.skip(f"{name} against the contract", "SPLITTER_EVAL is not set")
        return
    script = pathlib.Path(folder) / "check_contract.py"
    if not script.is_file():
        checks.check(False, f"{name} against the contract", f"{script} is not there")
        return
    ran = run([sys.executable, script, out, source])
    last = re.search(r"^(\d+) passed, (\d+) failed$", ran.stdout, re.M)
    if not last:
        checks.check(False, f"{name} against the contract", ran.stdout + ran.stderr)
        return
    passed, failed = map(int, last.groups())
    checks.passed += passed
    checks.failed += failed
    print("FAILED" if failed else "ok", f"{name} against the contract: {last.group()}")
    if failed:
        print(*("    " + line for line in ran.stdout.splitlines()[:40]), sep="\n")


def main():
    opts = options(__doc__)
    checks = Checks()
    if not os.environ.get("SPLITTER_EVAL"):
        checks.skip("samples/shop against the contract", "SPLITTER_EVAL is not set")
        checks.finish()
    with workplace() as place:
        shop, _, out = analyzed_shop(opts, place)
        hold(checks, "samples/shop", out, shop)
    checks.finish()


if __name__ == "__main__":
    main()
