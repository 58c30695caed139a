#!/usr/bin/env python3
"""Builds samples/shop and runs its own test suite, which works from outside (CLI and HTTP).

usage: shop_suite.py --splitter BIN --source TOP
"""
import json

from harness import Checks, must, options, run, workplace


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        build = place / "build"
        must(["meson", "setup", build, opts.source / "samples" / "shop"])
        built = run(["ninja", "-C", build])
        if not checks.check(built.returncode == 0, "samples/shop builds", built.stdout):
            checks.finish()
        checks.check("warning:" not in built.stdout, "samples/shop builds without a warning", built.stdout)
        ran = run(["meson", "test", "-C", build, "--no-rebuild", "--print-errorlogs"])
        log = build / "meson-logs" / "testlog.json"
        tests = [json.loads(line) for line in log.read_text().splitlines() if line] if log.is_file() else []
        checks.check(tests, "samples/shop has tests", ran.stdout + ran.stderr)
        for test in tests:
            output = (test.get("stdout") or "") + (test.get("stderr") or "")
            checks.check(test["result"] == "OK", f"samples/shop: {test['name']}", output)
    checks.finish()


if __name__ == "__main__":
    main()
