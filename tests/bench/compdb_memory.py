#!/usr/bin/env python3
"""Peak memory of reading a compile database of 130 MB: `splitter units` less what the program needs to start.

usage: compdb_memory.py --splitter FILE

The database is made here: 33,000 entries over 50,000 names, a hundred flags each, half of the entries for 200 files that
exist. Fails when the reader needs 64 MB or more.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

DATABASE_BYTES = 130_000_000
LIMIT_KB = 64 * 1024


def peak(*command):
    """Peak resident kilobytes of one run."""
    pid = os.fork()
    if not pid:
        with open(os.devnull, "w") as null:
            os.dup2(null.fileno(), 1)
            os.dup2(null.fileno(), 2)
        os.execv(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"FAILED {' '.join(command)}: status {status}")
    return usage.ru_maxrss


def make(top):
    flags = " ".join([f"-I/some/long/path/to/include/folder/number/{i}" for i in range(60)] +
                     [f"-DSOME_MACRO_{i}={i}" for i in range(40)])
    (top / "src").mkdir()
    for i in range(200):
        (top / f"src/f{i}.c").write_text(f"int f{i}(void) {{ return 0; }}\n")
    written = entries = 0
    with open(top / "compile_commands.json", "w") as out:
        out.write("[\n")
        while written < DATABASE_BYTES:
            name = f"src/f{entries % 200 if entries % 2 else entries % 50000}.c"
            entry = json.dumps({"directory": str(top), "file": name, "command": f"gcc {flags} -c {name} -o o/{entries}.o"})
            out.write((",\n" if entries else "") + entry)
            written += len(entry)
            entries += 1
        out.write("]\n")
    return entries


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splitter", required=True)
    splitter = str(pathlib.Path(parser.parse_args().splitter).resolve())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        entries = make(top)
        start = peak(splitter, "--version")
        whole = peak(splitter, "units", str(top), "-p", str(top))
    print(f"{entries} entries, {DATABASE_BYTES // 1_000_000} MB: {(whole - start) / 1024:.1f} MB more than the {start / 1024:.1f} MB of --version")
    failed = whole - start >= LIMIT_KB
    print(f"{int(not failed)} passed, {int(failed)} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
