#!/usr/bin/env python3
"""samples/shop where neither a compile database nor a header of a database driver is found: the accesses of both.

usage: no_headers.py --splitter BIN --source TOP

The headers are hidden by mounting a folder without them over /usr/include, in a mount namespace of its own. Where
that may not be done the test is skipped.
"""
import os
import pathlib
import shlex

from harness import Checks, analyzed_shop, options, rows, run, workplace

INCLUDE = pathlib.Path("/usr/include")
LEAST = 0.95
ACCESSES = "SELECT DISTINCT function, function_file, lower(table_name), mode FROM v_table_access"


def drivers(top):
    """What we have declarations for, as names directly below a folder of headers."""
    return {path.relative_to(top / "rules" / "headers").parts[0] for path in (top / "rules" / "headers").rglob("*.h")}


def hide(place, hidden):
    """Shell text that takes the hidden names out of /usr/include: links to all the others lie over it."""
    real, rest = place / "include", place / "rest"
    real.mkdir()
    rest.mkdir()
    for name in sorted(set(os.listdir(INCLUDE)) - hidden):
        (rest / name).symlink_to(real / name)
    return f"mount --bind {INCLUDE} {real} && mount --bind {rest} {INCLUDE}"


def unshared(script):
    """Runs shell text in a mount namespace of its own, as root there."""
    become_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    return run(["unshare", "--mount", *become_root, "sh", "-c", script])


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        hidden = drivers(opts.source)
        hiding = hide(place, hidden)
        gone = " && ".join(f"! test -e {INCLUDE / name}" for name in sorted(hidden))
        try:
            may = unshared(f"{hiding} && {gone} && test -e {INCLUDE}/stdio.h")
        except FileNotFoundError:
            may = None
        if not may or may.returncode:
            checks.skip("accesses without headers", may.stderr.strip() if may else "there is no unshare")
            checks.finish()
        shop, _, out = analyzed_shop(opts, place)
        bare = place / "bare"
        command = shlex.join(map(str, [opts.splitter, "analyze", shop, "-o", bare]))
        ran = unshared(f"{hiding} && {command}")
        if checks.check(ran.returncode == 0, "analyze without database and headers works", ran.stderr):
            both, without = (set(rows(o, ACCESSES)) for o in (out, bare))
            share = len(both & without) / max(len(both), 1)
            checks.check(both and share >= LEAST, f"{len(both & without)} of {len(both)} accesses, {share:.1%}, {len(without - both)} more",
                         "\n".join(map(str, sorted(both - without, key=str))))
            told = rows(bare, "SELECT count(*) FROM v_assumption WHERE kind = 'stand_in'")[0][0]
            checks.check(told, "v_assumption says which declarations stood in")
    checks.finish()


if __name__ == "__main__":
    main()
