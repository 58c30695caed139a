#!/usr/bin/env python3
"""Planted splits: two unrelated programs made one. Does the clustering find them again?

usage: planted.py --splitter BIN [--pairs A+B …] [--work DIR] [--json]

Each program is a folder of SPLITTER_PROGRAMS with a compile_commands.json; what is not there is SKIPPED. All units of a pair
are copied into one folder under names that tell nothing (u001.c …, in order of their contents' hashes); headers stay where
they are, outside. One main() calls the mains of both. Memory, texts and logging of both go through one set of shared
functions (-Dstrdup=shared_strdup …), names that both define are told apart in the second program by a -D likewise.

Every function's program is the truth, shared code aside. Printed: with --services 2 the ARI over functions that are in a
service; as many services as splitter finds, how many hold functions of both programs, and the share of functions that
are with strangers. A pair passes at an ARI of FLOOR. Ends with `N passed, N failed, N skipped`.
"""
import argparse
import collections
import hashlib
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

import partitions

FLOOR = 90
PAIRS = ("minidlna+vnstat", "minidlna+slony1-2", "proftpd-dfsg+pmacct")
SHARED = {  # name: its declaration and body in the shared file
    "strdup": "char *{0}(const char *s) {{ return note(s), (char *)s; }}",
    "malloc": "void *{0}(unsigned long n) {{ return n ? note(0) : 0; }}",
    "free": "void {0}(void *p) {{ note(p); }}",
    "strcasecmp": "int {0}(const char *a, const char *b) {{ return note(a) != note(b); }}",
    "strncpy": "char *{0}(char *to, const char *from, unsigned long n) {{ note(from); return n ? to : 0; }}",
    "syslog": "void {0}(int level, const char *format, ...) {{ note(format); (void)level; }}",
    "exit": "void {0}(int status) {{ note(0); (void)status; for (;;) ; }}",
}


def units(program):
    """(source, flags, folder) of each file of the compile database, once."""
    seen = {}
    for entry in json.loads((program / "compile_commands.json").read_text()):
        source = (pathlib.Path(entry["directory"]) / entry["file"]).resolve()
        words = entry.get("arguments") or shlex.split(entry["command"])
        if source.suffix == ".c" and source.is_file():
            seen.setdefault(source, (source, words, pathlib.Path(entry["directory"])))
    return [seen[source] for source in sorted(seen)]


def kept_flags(words, folder, source):
    """Macros and header folders, absolute; the source's own folder for "header.h"."""
    flags, words = ["-iquote", str(source.parent)], words[1:]
    while words:
        word = words.pop(0)
        if word in ("-I", "-D", "-U", "-include", "-isystem", "-iquote") and words:
            word += words.pop(0)
        for option in ("-include", "-isystem", "-iquote", "-I"):
            if word.startswith(option):
                flags += [option, str((folder / word[len(option):]).resolve())]
                break
        else:
            if word[:2] in ("-D", "-U") or word.startswith(("-std=", "-f")) and "=" not in word[2:]:
                flags.append(word)
    return flags


def external_names(sources):
    """Functions and variables that units define for others."""
    ran = subprocess.run(["ctags", "--options=NONE", "--languages=C", "--kinds-C=fv", "--extras=-F", "-x", "--_xformat=%N",
                          "-L", "-"], input="\n".join(map(str, sources)), capture_output=True, text=True, errors="replace",
                         check=True)
    return {name for name in ran.stdout.split() if name.isidentifier()}


def make_program(first, second, top):
    """The united tree in top/src with its compile database. Returns unit's name -> program."""
    tree = top / "src"
    shutil.rmtree(top, ignore_errors=True)
    tree.mkdir(parents=True)
    both = [(0, *unit) for unit in units(first)] + [(1, *unit) for unit in units(second)]
    names = [external_names([source for which, source, _, _ in both if which == program]) for program in (0, 1)]
    clashes = sorted((names[0] & names[1]) - {"main"} - SHARED.keys())
    both.sort(key=lambda unit: hashlib.sha256(unit[1].read_bytes()).hexdigest())
    entries, home, mains = [], {}, []
    for number, (which, source, words, folder) in enumerate(both, 1):
        name = f"u{number:03}.c"
        shutil.copyfile(source, tree / name)
        home[name] = which
        defines = [f"-D{shared}=shared_{shared}" for shared in SHARED] + [f"-Dmain=run_{number:03}"]
        defines += [f"-D{clash}={clash}2" for clash in clashes] if which else []
        if "main" in external_names([source]):
            mains.append(f"run_{number:03}")
        entries.append([name, kept_flags(words, folder, source) + defines])
    (tree / "whole.c").write_text("".join(f"int {main}(int, char **);\n" for main in mains) +
                                  "int main(int n, char **words)\n{\n\tswitch (n) {\n" +
                                  "".join(f"\tcase {i}: return {main}(n, words);\n" for i, main in enumerate(mains)) +
                                  "\t}\n\treturn 0;\n}\n")
    (tree / "base.c").write_text("static const void *last;\nstatic void *note(const void *p) { last = p; return (void *)last; }\n" +
                                 "".join(body.format("shared_" + name) + "\n" for name, body in SHARED.items()))
    entries += [["whole.c", []], ["base.c", []]]
    (top / "compile_commands.json").write_text(json.dumps(
        [{"directory": str(tree), "file": name, "arguments": ["cc", *flags, "-c", name]} for name, flags in entries], indent=1))
    return home, len(clashes)


def run(*command):
    ran = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                         errors="replace", check=False)
    if ran.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit status {ran.returncode}\n{ran.stderr[-2000:]}")


def clustered(splitter, out, home, *more):
    """Function -> (service, program), and how many of each program are in the shared library."""
    run(splitter, "cluster", out, "-q", *more)
    db = partitions.open_result(out.with_name(out.name + ".cache") / "result.db")
    rows = db.execute("SELECT m.key, m.service, m.file, s.kind FROM v_member m JOIN v_service s ON s.name = m.service "
                      "WHERE m.kind = 'function'").fetchall()
    placed = {key: (service, home[file]) for key, service, file, kind in rows if file in home and kind == "service"}
    apart = collections.Counter(home[file] for _, _, file, kind in rows if file in home and kind != "service")
    return placed, apart


def score(splitter, out, home):
    two, _ = clustered(splitter, out, home, "--services", "2")
    found, apart = clustered(splitter, out, home)
    services = collections.defaultdict(collections.Counter)
    for service, program in found.values():
        services[service][program] += 1
    strangers = sum(min(count[0], count[1]) for count in services.values())
    ari, mojofm, members, clusters = partitions.agreement({k: s for k, (s, _) in two.items()}, {k: p for k, (_, p) in two.items()})
    return {"ari_of_two": ari, "mojofm_of_two": mojofm, "members": members, "clusters_of_two": clusters, "services": len(services),
            "mixed": sum(bool(count[0] and count[1]) for count in services.values()),
            "strangers": 100 * strangers / (len(found) or 1), "in_shared": [apart[0], apart[1]]}


def plant(options, pair, work):
    programs = os.environ.get("SPLITTER_PROGRAMS")
    first, second = (pathlib.Path(programs or "") / name for name in pair.split("+"))
    missing = [p.name for p in (first, second) if not programs or not (p / "compile_commands.json").is_file()]
    if missing:
        print(f"SKIPPED {pair}: SPLITTER_PROGRAMS has no {' and no '.join(missing)} with a compile database")
        return None
    home, clashes = make_program(first, second, work / pair)
    out = work / pair / "out"
    run(options.splitter, "index", work / pair / "src", "-p", work / pair / "compile_commands.json", "-q", "-o", out)
    run(options.splitter, "link", out, "-q")
    result = {"pair": pair, "units": [list(home.values()).count(0), list(home.values()).count(1)], "clashes": clashes,
              **score(options.splitter, out, home)}
    if not options.json:
        print("{pair:20} units {units[0]:3}+{units[1]:<3} names told apart {clashes:3} | two services: ARI {ari_of_two:5.1f} MoJoFM "
              "{mojofm_of_two:5.1f} of {members} functions in {clusters_of_two} | found: {services} services, {mixed} of them mixed, "
              "{strangers:.1f} % of functions with strangers; in the shared library {in_shared[0]}+{in_shared[1]}".format(**result),
              flush=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splitter", required=True, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--pairs", nargs="+", default=PAIRS, metavar="A+B")
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = (options.work or pathlib.Path(scratch)).resolve()
        results = [plant(options, pair, work) for pair in options.pairs]
    if options.json:
        print(json.dumps([result for result in results if result], indent=1))
        return
    done = [result for result in results if result]
    failed = [result for result in done if result["ari_of_two"] < FLOOR]
    for result in failed:
        print(f"FAILED {result['pair']}: ARI {result['ari_of_two']:.1f}, at least {FLOOR} is asked for")
    print(f"{len(done) - len(failed)} passed, {len(failed)} failed, {len(results) - len(done)} skipped")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
