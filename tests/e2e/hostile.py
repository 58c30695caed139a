#!/usr/bin/env python3
"""Hostile input: each costs at most its own unit, healthy units keep their facts, nothing outside OUT is written.

usage: hostile.py --splitter BIN --source TOP [--depth N] [--megabytes N] [--doublings N] [--quick]

Five healthy units are read alone, then beside a corpus made here: what overflows stacks, memory, time and names,
includes of what is no file, and flags of the compile database that write files, load plugins or run programs.
One run holds all of it; --depth, --megabytes and --doublings say how deep and big its
inputs are; those that run into the limit of CPU time cost two minutes each. strace tells what was opened for writing, renamed, removed or executed; without it, the
tree is compared, and a run as another user on a tree that is read-only must come to the same facts. --quick leaves out
second inputs of a kind that only wait: a unit that waits for a FIFO costs 20 seconds, one that reads a device without
end as long as it takes to fill the memory a unit may have.
"""
import json
import os
import pathlib
import re
import resource
import shutil

from harness import Checks, contents, must, options, rows, run, workplace

HEALTHY = 5
STATUS = {"ok", "partial", "crashed", "timeout", "oom", "skipped"}
DEATHS = {"crashed", "timeout", "oom"}


def healthy(number):
    """A unit with calls, a global, and SQL; each calls the next one."""
    later = (number + 1) % HEALTHY
    return f"""#include "healthy.h"
static int state{number};
int healthy{number}(sqlite3 *db, int n)
{{
	state{number} += n;
	sqlite3_exec(db, "UPDATE table{number} SET n = n + 1", 0, 0, 0);
	return n > 0 ? healthy{later}(db, n - 1) : state{number};
}}
"""


HEALTHY_H = "typedef struct sqlite3 sqlite3;\nint sqlite3_exec(sqlite3 *, const char *, void *, void *, char **);\n" + "".join(
    f"int healthy{n}(sqlite3 *db, int n);\n" for n in range(HEALTHY))


def nested(n):
    """Depth: stacks are what runs out."""
    function = "int f(int x, int *p) { return %s; }\n"
    return {
        "parentheses": function % ("(" * n + "x" + ")" * n),
        "braces": "int f(void) {" + "{" * n + "}" * n + "}\n",
        "initialisers": "int a[1] = " + "{" * n + "1" + "}" * n + ";\n",
        "not": function % ("!" * n + "x"),
        "casts": function % ("(int)" * n + "x"),
        "address": function % ("*&" * n + "x"),
        "sizeof": function % ("sizeof " * n + "x"),
        "assignment": function % ("x=" * n + "1"),
        "sum": function % ("x+" * n + "1"),
        "comma": function % ("x," * n + "1"),
        "ternary": function % ("x?1:" * n + "2"),
        "index": function % ("p[" * n + "0" + "]" * n),
        "call": "int f(int);\nint g(int x) { return " + "f(" * n + "x" + ")" * n + "; }\n",
        "else-if": "int f(int x) { if (x) ; " + "else if (x) ; " * n + "return 0; }\n",
        "for": "int f(int x) { " + "for (;;) " * n + "; }\n",
        "labels": "int f(int x) { " + "".join(f"l{i}: " for i in range(n)) + "; return x; }\n",
        "blocks-of-gnu": "int f(int x) { return " + "({" * n + "x;" + "})" * n + "; }\n",
        "records": "struct s {" * n + "int x;" + "} a;" * n + "\n",
        "pointers": "int " + "*" * n + "p;\n",
        "declarators": "int " + "(" * n + "p" + ")" * n + ";\n",
        "arrays": "int a" + "[1]" * n + ";\n",
        "functions": "void " + "(*" * n + "f" + ")(void)" * n + ";\n",
        "if-directives": "#if 1\n" * n + "int x;\n" + "#endif\n" * n,
        "if-not": "#if " + "!" * n + "1\nint x;\n#endif\n",
        "if-open": "#if " + "(" * n + "1\nint x;\n#endif\n",
        "strings": "const char *s = " + '"a" ' * n + ";\n",
        "attributes": "__attribute__((" * n + "\n",
        "generic": "int x = " + "_Generic(1, int: " * n + "1" + ")" * n + ";\n",
        "typeof": "__typeof__(" * n + "int" + ")" * n + " x;\n",
    }


def big(depth, size, doublings):
    """Size: memory and time are what runs out."""
    doubling = "".join(f"#define M{i + 1} M{i} M{i}\n" for i in range(doublings))
    summing = "".join(f"#define S{i + 1} S{i} S{i}\n" for i in range(20))
    return {
        "one-line": "int f(int x) { " + "x++; " * (size // 5) + "return x; }\n",
        "one-name": "int " + "a" * size + ";\n",
        "one-string": 'const char *s = "' + "a" * size + '";\n',
        "one-comment": "/*" + "*" * size + "/\nint x;\n",
        "macro-bomb": "#define M0 x;\n" + doubling + f"int x; int f(void) {{ M{doublings} return 0; }}\n",
        "macro-sum": "#define S0 +1\n" + summing + "int x = 0 S20;\n",
        "macro-arguments": "#define T(x) x x\nint y; int f(void) { return " + "T(" * doublings + "+y" + ")" * doublings + "; }\n",
        "macro-self": "#define A B A\n#define B A B\nint x = A;\n",
        "enumeration": "enum e { " + "".join(f"e{i}, " for i in range(size // 50)) + "};\n",
        "cases": "int f(int x) { switch (x) { " + "".join(f"case {i}: " for i in range(size // 200)) + "return 1; } return 0; }\n",
        "array": "char a[0x7fffffffffffffff]; char b[1ull << 62][1ull << 62];\nint c[] = {[0x7ffffffe] = 1};\n",
        "globals": "".join(f"int g{i};\n" for i in range(size // 100)),
        "line": '#line 2147483647 "x.c"\nint x;\n#line 4294967296\nint y;\n',
        "counter": "int x = " + "__COUNTER__ + " * depth + "0;\n",
    }


def broken():
    """What is not whole, and what libclang is told to do to itself."""
    open_ends = {"comment": "int x; /* ", "string": 'char *s = "', "character": "int c = '", "brace": "int f(void) {",
                 "bracket": "int a[", "parenthesis": "int f(", "directive": "#if 1\nint x;", "include": "#include <",
                 "define": "#define F(", "continuation": "int x = 1 \\", "initialiser": "int a[] = {1, {2, ",
                 "pragma": "_Pragma(", "trigraph": "??/", "universal": "int \\u", "raw": 'char *s = R"('}
    made = {f"open-{name}": text for name, text in open_ends.items()}
    made.update({
        "empty": "", "one-byte": "\x00", "nul": "int x;\x00int y;\x00\nint f(void)\x00{ return 0; }\n",
        "marks": "\ufeffint \u202ex; int \u00e9\u200b;\n", "latin": b"int x; /* \xe9\xff\xfe */ char *s = \"\xff\xfe\";\n",
        "utf16": "int x;\n".encode("utf-16"), "bytes": bytes(range(256)) * 256, "old-mac": "int x;\rint y;\r",
        "module": "#pragma clang module import nowhere\n#pragma clang module build m\nmodule m {}\n#pragma clang module contents\n"
                  "int x;\n#pragma clang module endbuild\n@import nowhere;\n",
        "pragmas": "#pragma clang __debug overflow_stack\n#pragma once\n#pragma push_macro(\"A\")\n#pragma GCC poison int\nint x;\n"
                   "#pragma comment(lib, \"x\")\n#pragma clang attribute push(__attribute__((used)), apply_to = function)\n",
        "crash": "#pragma clang __debug crash\n", "crash-parser": "#pragma clang __debug parser_crash\n",
        "crash-assert": "#pragma clang __debug assert\n", "crash-fatal": "#pragma clang __debug llvm_fatal_error\n",
        "crash-unreachable": "#pragma clang __debug llvm_unreachable\n",
        "asm-labels": 'int f(void) __asm__("\\n\\"\\x01<script>../../x");\nint f(void) { return 0; }\n',
        "line-names": '#line 1 "../../../../etc/passwd"\nint a;\n#line 1 "\\n\\"<script>\\x01"\nint b;\n#line 1 ""\nint c;\n',
        "embed": "const char a[] = {\n#embed \"/dev/zero\" limit(10)\n};\nconst char b[] = {\n#embed \"/etc/passwd\"\n};\n",
        "self-once": '#pragma once\n#include "self-once.c"\nint x;\n', "self": '#include "self.c"\nint x;\n',
        "self-twice": '#include "self-twice.c"\n#include "self-twice.c"\nint x;\n',
        "include-next": '#include_next <include-next.c>\n#include __FILE__\n',
        "has-include": '#if __has_include("fifo")\n#error fifo\n#endif\nint x;\n',
    })
    return made


def includes():
    """Includes of what is no file, or of none of ours."""
    made = {name: f'#include "{name}"\nint after_{name.replace("-", "_")};\n'
            for name in ("fifo", "folder", "dangling", "loop", "outside", "socket")}
    for name in ("zero", "random", "stdin", "full", "tty"):
        made[f"device-{name}"] = f'#include "/dev/{name}"\nint x;\n'
    made["process"] = '#include "/proc/self/mem"\n#include "/proc/self/environ"\nint x;\n'
    return {f"include-{name}": text for name, text in made.items()}


NAMES = [b'new\nline.c', b'quote".c', b"apostrophe'.c", b'back\\slash.c', b'<script>.c', b'$(touch owned).c', b'-o owned.c',
         b'@owned.c', b'not-utf8-\xff\xfe.c', b'bell\x07esc\x1b[31m.c', b'percent%s%n.c', b' .c', b"]]>.c"]


def flags(place):
    """Flags that write, load or run, each aimed at a file that must not change or appear."""
    victim, plugin = str(place / "victim"), str(place / "plugin.so")
    lists = {
        "output": ["-o", victim], "MF": ["-MD", "-MF", victim], "MF-joined": ["-MMD", f"-MF{victim}"], "MJ": ["-MJ", victim],
        "Wp": [f"-Wp,-MD,{victim}"], "save-temps": ["-save-temps"], "save-temps-object": ["-save-temps=obj", "-o", victim],
        "plugin": [f"-fplugin={plugin}"], "pass-plugin": [f"-fpass-plugin={plugin}"], "load": ["-Xclang", "-load", "-Xclang", plugin],
        "add-plugin": ["-Xclang", "-add-plugin", "-Xclang", "x"], "mllvm": ["-mllvm", f"-load={plugin}"],
        "config": ["--config", str(place / "flags")], "config-joined": [f"--config={place / 'flags'}"],
        "response": [f"@{place / 'flags'}"], "response-missing": ["@/nonexistent/flags"], "response-fifo": [f"@{place / 'tree' / 'fifo'}"],
        "response-self": [f"@{place / 'self-flags'}"], "stdin": ["-include", "/dev/stdin"], "stdin-dash": ["-include", "-"],
        "include-zero": ["-include", "/dev/zero"], "include-fifo": ["-include", str(place / "tree" / "fifo")],
        "imacros": ["-imacros", str(place / "tree" / "fifo")], "pch": ["-include-pch", victim], "emit-pch": ["-emit-pch", "-o", victim],
        "dependency": ["-Xclang", "-dependency-file", "-Xclang", victim], "headers": ["-Xclang", "-header-include-file", "-Xclang", victim],
        "diagnostics": ["--serialize-diagnostics", victim], "time-trace": [f"-ftime-trace={victim}"], "profile": [f"-fprofile-generate={victim}"],
        "crash-folder": [f"-fcrash-diagnostics-dir={place}", "-gen-reproducer"], "modules": ["-fmodules", f"-fmodules-cache-path={victim}"],
        "module-map": [f"-fmodule-map-file={place / 'tree' / 'fifo'}"], "index-store": ["-index-store-path", victim],
        "gcc-specs": [f"-specs={victim}"], "wrapper": ["-wrapper", f"touch,{victim}"], "prefix": [f"-B{place}"], "stats": [f"-save-stats={victim}"],
        "overlay": ["-ivfsoverlay", str(place / "tree" / "fifo")], "sysroot": [f"--sysroot={place / 'tree' / 'fifo'}"],
        "folder-fifo": ["-I", str(place / "tree" / "fifo")], "define": ["-Dmain=/*", "-D", "-U", "-D=", "-D(", "-DX=\n#include \"fifo\""],
        "language": ["-x", "c++", "-x", "none"], "standard": ["-std=c++98"], "target": ["--target=bpf", "-m16"], "many": ["-Dx"] * 5000,
        "unknown": ["--no-such-flag", "-", "--", "-Q"], "limit": ["-ftemplate-depth=0", "-fbracket-depth=1000000", "-ferror-limit=0"],
        "color": ["-fcolor-diagnostics", "-fansi-escape-codes"],
    }
    return {f"flag-{name}": words for name, words in lists.items()}


# Of each of these kinds another input is left.
SLOW = {"flag-imacros.c", "has-include.c", "flag-include-zero.c", "include-device-full.c", "include-device-random.c", "embed.c",
        "pragmas.c"}


class Corpus:
    """The tree with its compile database, and the same with healthy units only."""

    def __init__(self, place, opts):
        self.place, self.tree, self.plain = place, place / "tree", place / "plain"
        self.entries, self.hostile, self.quick = [], [], opts.quick
        for folder in (self.tree, self.plain):
            folder.mkdir()
            (folder / "healthy.h").write_text(HEALTHY_H)
            for n in range(HEALTHY):
                (folder / f"healthy{n}.c").write_text(healthy(n))
            (folder / "compile_commands.json").write_text(json.dumps([entry(folder, f"healthy{n}.c") for n in range(HEALTHY)]))
        (place / "victim").write_text("must stay\n")
        (place / "plugin.so").write_text("no library\n")
        (place / "flags").write_text(f"-o {place / 'victim'}\n-MF {place / 'victim'}\n")
        (place / "self-flags").write_text(f"@{place / 'self-flags'}\n@{place / 'self-flags'}\n")
        (place / "secret.h").write_text("int secret;\n")
        self.odd_files()
        for texts in (nested(opts.depth), big(opts.depth, opts.megabytes << 20, opts.doublings), broken(), includes()):
            for name, text in texts.items():
                self.add(f"{name}.c", text)
        for name in NAMES:
            self.add(os.fsdecode(name), "int named_oddly;\n")
        for name, words in flags(place).items():
            self.add(f"{name}.c", "int flagged;\n", words)
        self.add("compiler.c", "int x;\n", compiler=str(place / "tree" / "owned.sh"))
        self.add("vanished.c", "int x;\n")
        (self.tree / "vanished.c").unlink()
        for name in ("fifo", "folder", "outside.c", "zero.c"):
            self.entries.append(entry(self.tree, name))
            self.hostile.append(name)
        for n in range(HEALTHY):
            self.entries.append(entry(self.tree, f"healthy{n}.c"))
        (self.tree / "compile_commands.json").write_text(json.dumps(self.entries))

    def odd_files(self):
        os.mkfifo(self.tree / "fifo")
        (self.tree / "folder").mkdir()
        for link, target in (("dangling", "nowhere"), ("loop", "loop"), ("outside", self.place / "secret.h"),
                             ("outside.c", self.place / "secret.h"), ("zero.c", "/dev/zero"), ("up", "..")):
            (self.tree / link).symlink_to(target)
        script = self.tree / "owned.sh"
        script.write_text(f"#!/bin/sh\ntouch {self.place / 'owned'}\n")
        script.chmod(0o755)

    def add(self, name, text, words=(), compiler="cc"):
        if self.quick and name in SLOW:
            return
        (self.tree / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
        self.entries.append(entry(self.tree, name, words, compiler))
        self.hostile.append(name)


def entry(folder, name, words=(), compiler="cc"):
    return {"directory": str(folder), "file": name, "arguments": [compiler, *words, "-c", name]}


VIEWS = {
    "v_function": "key, name, file, line, end_line, is_static, kind",
    "v_call": "caller_key, callee_key, kind, file, line, confidence",
    "v_table_access": "function_key, table_name, column_name, mode, file, line, confidence",
    "v_global_access": "function_key, variable_key, mode, file, line, confidence",
    "v_statement": "function, file, line, sql, resolved",
}


def healthy_facts(out):
    return {view: set(rows(out, f"SELECT {columns} FROM {view} WHERE file LIKE 'healthy%'")) for view, columns in VIEWS.items()}


WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
CHANGES = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink", "symlinkat",
           "truncate", "chmod", "fchmodat", "chown", "fchownat", "mknod", "mknodat", "utimensat", "creat", "setxattr")
ALLOWED = ("/dev/null", "/dev/tty", "/dev/shm/", "/memfd:")


def traced_changes(trace, out):
    """Lines of the trace that change something outside OUT and its cache, and programs run."""
    changes, runs = [], 0
    for line in trace.read_text(errors="replace").splitlines():
        call = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if not call or " = -1 " in line:
            continue
        name = call.group(1)
        runs += name in ("execve", "execveat")
        if name not in CHANGES and not (name in ("open", "openat", "openat2") and WRITES.search(line)):
            continue
        base = re.search(r"\(\d+<([^>]*)>", line) or re.search(r"AT_FDCWD<([^>]*)>", line)
        for path in QUOTED.findall(line):
            path = os.path.normpath(os.path.join(base.group(1) if base else "/", path))
            if not path.startswith((f"{out}/", f"{out}.", f"{out.parent}/.{out.name}.", *ALLOWED)) and path != str(out):
                changes.append(line)
                break
    return changes, runs


def tracer(place):
    """The words that run a command under strace; none where it is missing or not allowed."""
    trace = place / "trace"
    words = ["strace", "-f", "-y", "-qq", "-s", "4096", "-o", trace,
             "-e", "trace=execve,execveat,open,openat,openat2," + ",".join(f"?{c}" for c in CHANGES)]
    works = shutil.which("strace") and run([*words, "true"]).returncode == 0
    return (words, trace) if works else ([], None)


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def together(opts, place, corpus, checks, alone):
    """The one run with everything in it."""
    words, trace = tracer(place)
    out = place / "result" / "out"
    out.parent.mkdir()
    before = contents_of_files(corpus)
    ran = run([*words, opts.splitter, "analyze", corpus.tree, "-o", out, "-j2"], cwd=corpus.tree, timeout=3600)
    if not checks.equal(ran.returncode, 0, "everything at once: exit code 0", ran.stderr):
        return
    status_of_each(checks, corpus, out)
    for view, expected in alone.items():
        checks.equal(healthy_facts(out)[view], expected, f"{view}: healthy units as alone")
    checks.equal(contents_of_files(corpus), before, "sources and what the flags aim at are as they were")
    checks.equal([p.name for p in (place / "result" / "out.cache").rglob("*.pcm")], [], "no module is left in the cache")
    beside = sorted(p.name for p in out.parent.iterdir())
    checks.equal(beside, ["out", "out.cache"], "nothing appears beside OUT and its cache")
    checks.check(not (place / "owned").exists(), "no program of the database was run")
    if trace:
        changes, runs = traced_changes(trace, out)
        checks.check(not changes, "strace: nothing outside OUT is opened for writing, made, renamed or removed", "\n".join(changes[:20]))
        checks.equal(runs, 1, "strace: nothing is executed")
    else:
        missing = not shutil.which("strace")
        checks.skip("strace", "it is not installed" if missing else "it may not trace here", missing_tool=missing)


def contents_of_files(corpus):
    """Names and bytes of all regular files of the tree and of its surroundings."""
    found = {}
    for path in [*corpus.tree.rglob("*"), *corpus.place.iterdir()]:
        if path.is_symlink() or not path.is_file():
            found[str(path)] = os.readlink(path) if path.is_symlink() else "not a file"
        elif path.name != "trace":
            found[str(path)] = (path.stat().st_size, path.stat().st_mtime_ns)
    found.pop(str(corpus.place / "result"), None)
    return found


def status_of_each(checks, corpus, out):
    units = rows(out, "SELECT file, status, reason FROM v_unit")
    count = {}
    for _, status, _ in units:
        count[status] = count.get(status, 0) + 1
    print("   ", ", ".join(f"{n} {status}" for status, n in sorted(count.items())))
    for file, status, reason in units:
        if status in DEATHS:
            print("   ", status, file, "-", reason)
    checks.check({status for _, status, _ in units} <= STATUS, "every unit has a status that is known", units)
    checks.equal(sum(f.startswith("healthy") and s == "ok" for f, s, _ in units), HEALTHY, "healthy units are ok")
    silent = [f for f, s, r in units if s != "ok" and not r]
    checks.check(not silent, "every other unit says why", silent)
    told = len(units) + rows(out, "SELECT count(*) FROM v_assumption WHERE kind = 'left_out'")[0][0]
    checks.check(told >= len(corpus.hostile), "every input is listed", f"{told} of {len(corpus.hostile)}")


def fifo_alone(opts, place, checks):
    """A unit that waits for a FIFO waits: it burns nothing."""
    tree = place / "waiting"
    tree.mkdir()
    os.mkfifo(tree / "fifo")
    (tree / "waits.c").write_text('#include "fifo"\nint x;\n')
    (tree / "compile_commands.json").write_text(json.dumps([entry(tree, "waits.c")]))
    before = cpu_of_children()
    ran = run([opts.splitter, "analyze", tree, "-o", place / "waiting-out"])
    used = cpu_of_children() - before
    checks.equal(ran.returncode, 0, "a FIFO as an include: exit code 0", ran.stderr)
    checks.check(used < 5, "a FIFO as an include burns no CPU", f"{used:.2f} s")
    print(f"    {used:.2f} CPU seconds")
    checks.equal(rows(place / "waiting-out", "SELECT file, status FROM v_unit"), [("waits.c", "timeout")], "its unit is a timeout")


def read_only(opts, place, corpus, checks, alone):
    """As another user, on a tree where nothing can be written."""
    name = "another user, read-only tree"
    if os.geteuid() or not shutil.which("setpriv"):
        checks.skip(name, "needs root and setpriv")
        return
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if run([*command, opts.splitter, "--version"]).returncode:
        checks.skip(name, "another user cannot run the binary where it lies")
        return
    own = place / "own"
    own.mkdir()
    os.chown(own, 65534, 65534)
    flagged = [e for e in corpus.entries if e["file"].startswith(("flag-", "healthy", "compiler"))]
    folder = place / "flagged"
    folder.mkdir()
    (folder / "compile_commands.json").write_text(json.dumps(flagged))
    ran = run([*command, opts.splitter, "analyze", corpus.tree, "-p", folder, "-o", own / "out"], cwd="/", env={"HOME": "/nonexistent", "TMPDIR": "/nonexistent"})
    if checks.equal(ran.returncode, 0, f"{name}: exit code 0", ran.stderr):
        checks.equal(healthy_facts(own / "out"), alone, f"{name}: healthy units as alone")
        checks.equal(sorted(p.name for p in own.iterdir()), ["out", "out.cache"], f"{name}: nothing beside OUT and its cache")


def main():
    opts = options(__doc__, ("--depth", {"type": int, "default": 2000}), ("--megabytes", {"type": int, "default": 4}),
                   ("--doublings", {"type": int, "default": 30}), ("--quick", {"action": "store_true"}))
    checks = Checks()
    with workplace() as place:
        corpus = Corpus(place, opts)
        must([opts.splitter, "analyze", corpus.plain, "-o", place / "plain-out"])
        alone = healthy_facts(place / "plain-out")
        checks.check(all(alone.values()), "healthy units alone have facts of every kind", alone)
        shutil.rmtree(place / "plain-out.cache")
        together(opts, place, corpus, checks, alone)
        fifo_alone(opts, place, checks)
        read_only(opts, place, corpus, checks, alone)
    checks.finish()


if __name__ == "__main__":
    main()
