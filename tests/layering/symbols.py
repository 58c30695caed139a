#!/usr/bin/env python3
"""No external name is defined twice among our libraries, and the program exports none of ours.

usage: symbols.py SPLITTER LIBRARY…

A static library's member is linked by the first one that has the name, without a word, so two modules
with a function of the same name call each other's. An exported name takes the place of a shared library's
own (graph_init is also Graphviz's). Ends with `N passed, N failed`.
"""
import collections
import subprocess
import sys


def names(path, *options):
    text = subprocess.run(["nm", *options, path], capture_output=True, text=True, check=True).stdout
    return {words[2] for words in map(str.split, text.splitlines()) if len(words) == 3 and words[1] in "TDBRVW"}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    homes = collections.defaultdict(set)
    for library in sys.argv[2:]:
        for name in names(library, "--defined-only"):
            homes[name].add(library.rsplit("/", 1)[-1])
    twice = {n: sorted(h) for n, h in homes.items() if len(h) > 1 and not n.startswith(("__asan", "__odr_asan", "__ubsan", "__sanitizer"))}
    ours = names(sys.argv[1], "-D", "--defined-only") & homes.keys()
    for name, where in sorted(twice.items()):
        print("DEFINED TWICE", name, *where)
    for name in sorted(ours):
        print("EXPORTED", name)
    print(f"{len(homes) - len(twice) - len(ours)} passed, {len(twice) + len(ours)} failed")
    sys.exit(bool(twice or ours))


main()
