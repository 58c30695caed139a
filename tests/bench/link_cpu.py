#!/usr/bin/env python3
"""CPU of link (symbols, calls, flow, SQL) as a ratio to that of index, in one run on each tree.

usage: link_cpu.py --splitter BIN [--max R] [--runs N] TREE=DATABASE…

Runs index from a cold cache, then link, and takes the least CPU seconds (user and system, workers included)
of N runs of each stage. Ends with `N passed, N failed`.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--splitter", required=True)
    parser.add_argument("--max", type=float, default=0.15)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("trees", nargs="+", metavar="TREE=DATABASE")
    options = parser.parse_args()
    failed = 0
    for pair in options.trees:
        tree, _, database = pair.partition("=")
        least = {}
        for _ in range(options.runs):
            with tempfile.TemporaryDirectory() as place:
                for stage in (["index", tree, "-p", database, "-o", f"{place}/out"], ["link", f"{place}/out"]):
                    subprocess.run([options.splitter, *stage, "-q", "--timings", f"{place}/timings"], check=True,
                                   stderr=subprocess.DEVNULL)
                    name, cpu, _wall = pathlib.Path(f"{place}/timings").read_text().split()
                    least[name] = min(least.get(name, 1e9), float(cpu))
        ratio = least["link"] / least["index"]
        ok = ratio <= options.max
        failed += not ok
        print(f"{'ok' if ok else 'FAILED'} {tree}: link {least['link']:.2f} s, index {least['index']:.2f} s, ratio {ratio:.3f}")
    print(f"{len(options.trees) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
