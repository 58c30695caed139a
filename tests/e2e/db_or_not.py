#!/usr/bin/env python3
"""samples/shop with and without its compile database: the same functions, calls and accesses.

usage: db_or_not.py --splitter BIN --source TOP
"""
import collections

from harness import Checks, analyze, analyzed_shop, options, rows, workplace

# what must not depend on where the flags came from; ids, configurations and services may
COMPARED = {
    "v_function": "key, name, file, line, end_line, is_static, kind, origin",
    "v_call": "caller, caller_file, callee, callee_file, kind, file, line, col, loop_depth, result_use",
    "v_table_access": "function, function_file, store, table_name, column_name, mode, file, line",
    "v_global_access": "function, function_file, variable, variable_file, mode, file, line",
}
SHOWN = 10  # rows of each side in a message


def difference(first, second):
    """The rows that only one side has, as text."""
    lines = []
    for name, left, right in (("only with", first, second), ("only without", second, first)):
        extra = sorted((left - right).elements(), key=str)
        lines += [f"{name} the database ({len(extra)}):"] * bool(extra)
        lines += [f"  {row}" for row in extra[:SHOWN]]
    return "\n".join(lines)


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        shop, _, out = analyzed_shop(opts, place)
        bare = place / "bare"
        ran = analyze(opts.splitter, shop, None, bare)
        if checks.check(ran.returncode == 0, "analyze without a database works", ran.stderr):
            for view, columns in COMPARED.items():
                with_database, without = (collections.Counter(rows(o, f"SELECT {columns} FROM {view}"))
                                          for o in (out, bare))
                checks.check(with_database, f"{view} has rows")
                checks.check(with_database == without, f"{view} has the same rows", difference(with_database, without))
            told = rows(bare, "SELECT count(*) FROM v_assumption WHERE kind = 'guessed'")[0][0]
            checks.check(told, "without a database: v_assumption says what was guessed")
            loud = "compile" in ran.stderr.lower() or "flags" in ran.stderr.lower()
            checks.check(loud, "without a database: said aloud", ran.stderr or "stderr is empty")
    checks.finish()


if __name__ == "__main__":
    main()
