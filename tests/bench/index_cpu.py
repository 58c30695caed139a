#!/usr/bin/env python3
"""CPU of `splitter index` as a share of what clang needs to check the same units.

usage: index_cpu.py --splitter BIN --tree DIR --db FILE [--max 0.70] [--rounds 3] [--clang clang-19]

Each round runs `splitter index` with a fresh cache, then `clang -fsyntax-only` once per entry of the database
with the entry's own arguments less those that write files; user and system time of all processes, the least
of the rounds. Both use one worker at a time. Fails if the ratio is above --max, or if either did not read
what it should. Ends with `N passed, N failed`.
"""
import argparse
import json
import os
import pathlib
import resource
import shlex
import subprocess
import sys
import tempfile

# arguments that make a compiler write files: with a value of their own, alone or joined to it
WITH_VALUE = {"-o", "-MF", "-MT", "-MQ", "-MJ"}
ALONE = {"-c", "-S", "-E", "-MD", "-MMD", "-MP", "-MG", "-pipe"}
JOINED = ("-o", "-MF", "-MT", "-MQ", "-Wp,-MD,", "-Wp,-MMD,", "-save-temps")
LAUNCHERS = {"ccache", "distcc", "sccache", "icecc"}


def checking_arguments(entry):
    """The entry's arguments without compiler and outputs."""
    words = entry.get("arguments") or shlex.split(entry["command"])
    while pathlib.PurePath(words[0]).name in LAUNCHERS:
        words = words[1:]
    kept, skip = [], False
    for word in words[1:]:
        if skip:
            skip = False
        elif word in WITH_VALUE:
            skip = True
        elif word not in ALONE and not word.startswith(JOINED):
            kept.append(word)
    return kept


def cpu_of(work):
    """User and system seconds of the processes that `work` starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, result


def index(options):
    with tempfile.TemporaryDirectory(prefix="index-cpu-") as place:
        command = [options.splitter, "index", options.tree, "-p", options.db, "-j1", "-q",
                   "-o", f"{place}/out", "--cache", f"{place}/cache"]
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        facts = sum(p.is_file() for p in pathlib.Path(place, "cache").rglob("facts/*"))
        return ran.returncode, facts, ran.stderr


def check_all(clang, entries):
    """Runs clang on each entry; how many it could not check."""
    failed = 0
    for entry in entries:
        ran = subprocess.run([clang, "-fsyntax-only", *checking_arguments(entry)], cwd=entry["directory"],
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        failed += ran.returncode != 0
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splitter", required=True, type=os.path.abspath)
    parser.add_argument("--tree", required=True, help="the sources")
    parser.add_argument("--db", required=True, help="their compile_commands.json")
    parser.add_argument("--max", type=float, default=0.70)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clang", default="clang-19")
    options = parser.parse_args()
    entries = json.loads(pathlib.Path(options.db).read_text())
    entries = [e for e in entries if e["file"].endswith(".c")]
    ours, theirs, failed = [], [], 0
    for _ in range(options.rounds):
        cpu, (code, facts, errors) = cpu_of(lambda: index(options))
        if code or not facts:
            print(errors, f"FAILED index: exit code {code}, {facts} fact files", "0 passed, 1 failed", sep="\n")
            sys.exit(1)
        ours.append(cpu)
        cpu, refused = cpu_of(lambda: check_all(options.clang, entries))
        theirs.append(cpu)
    ratio = min(ours) / min(theirs)
    print(f"units {len(entries)}, fact files {facts}, units clang refuses {refused}")
    print(f"splitter index {min(ours):.2f} s, clang -fsyntax-only {min(theirs):.2f} s, ratio {ratio:.3f}")
    for good, name in ((ratio <= options.max, f"ratio {ratio:.3f} at most {options.max}"),
                       (refused <= len(entries) // 50, f"clang accepts the units ({refused} refused)"),
                       (facts >= len(entries) * 0.98, f"facts of {facts} of {len(entries)} units")):
        print("ok" if good else "FAILED", name)
        failed += not good
    print(f"{3 - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
