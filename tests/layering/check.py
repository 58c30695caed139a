#!/usr/bin/env python3
"""Who may include what: holds every #include of analyzer/, reports/ and include/ against the table.

usage: check.py [--source TOP] [--selftest]

The table is section 3 of the design page, spelled out in MODULES, RESTRICTED and LIBRARIES below.
Own headers are found as the compiler finds them: beside the file, then below analyzer/ ("base/arena.h"),
below the top ("reports/dot.h"), below include/ ("splitter/facts.h"). Only direct includes count: a module's
header may carry what it was built on. Tests and fuzz targets may include anything and are not read.

Each file read is one check, and "no cycle among the modules" is one more. --selftest plants one violation
of each rule in a temporary tree and proves that it is found.
"""
import argparse
import pathlib
import re
import sys
import tempfile

# Module -> the modules it may include beside itself. "commands" are the files right below analyzer/.
MODULES = {
    "base": "",
    "facts": "base",
    "graph": "base",
    "sqltext": "base",
    "flow": "base",
    "esql": "base sqltext",
    "compdb": "base rules",
    "rules": "base",
    "decisions": "base",
    "signals": "base",
    "parse": "base compdb esql facts",
    "store": "base",
    "link": "base facts flow graph rules sqltext store",
    "data": "base facts flow graph rules sqltext store",
    "signature": "base facts flow graph rules sqltext store",
    "cluster": "base decisions graph rules signals store",
    "model": "base cluster decisions graph store",
    "readiness": "base graph model rules store",
    "plan": "base graph model rules store",
    "score": "base graph store",
    "advise": "base decisions rules",
    "compare": "base decisions rules",
    "reports": "base advise compare",
    "open": "",  # include/splitter
}
MODULES = {name: set(row.split()) for name, row in MODULES.items()}

# Open header -> who may include it. The other files of include/splitter are open to all.
RESTRICTED = {
    "facts.h": {"facts", "store"},
    "model.h": {"model", "advise", "compare", "reports"},
    "evidence.h": {"store", "advise", "compare", "reports"},
}

# Header pattern -> (library, who may include it).
LIBRARIES = [
    (r"clang-c/.*", "libclang", {"parse"}),
    (r"sqlite3(ext)?\.h", "sqlite3", {"store"}),
    (r"(graphviz/)?(cgraph|gvc|gvplugin\w*|types|pack|cdt|xdot|pathplan)\.h", "graphviz", {"reports"}),
    (r"(cjson/)?cJSON(_Utils)?\.h", "cJSON",
     {"compdb", "rules", "decisions", "signals", "reports", "commands"}),
    (r"(uthash|utarray|utlist|utringbuffer|utstack|utstring|khash)\.h", "the hash", {"base"}),
]

LIBC = set("""
    assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg
    stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings tgmath threads time uchar wchar
    wctype aio alloca byteswap cpio dirent dlfcn endian err error execinfo fcntl features fmtmsg fnmatch ftw
    getopt glob grp iconv ifaddrs langinfo libgen link malloc memory mntent monetary mqueue netdb nl_types
    paths poll pthread pty pwd regex sched search semaphore spawn stdio_ext sysexits syslog termios
    ucontext ulimit unistd utime utmpx wait wordexp
""".split())
LIBC_FOLDERS = {"sys", "linux", "asm", "net", "netinet", "arpa", "bits"}

INCLUDE = re.compile(r'^\s*#\s*include(?:_next)?\s*[<"]([^>"\n]+)[>"]', re.M)
SUFFIXES = {".c", ".h", ".inc", ".def"}


class Tree:
    """The files to read, the modules they belong to, and what was found wrong with them."""

    def __init__(self, top):
        self.top = pathlib.Path(top)
        self.violations = {}  # file -> [text]
        self.edges = {}       # module -> {module: "file:line" of the first include}

    def files(self):
        for folder in ("analyzer", "reports", "include"):
            for path in sorted((self.top / folder).rglob("*")):
                # templates are text of the services that export writes, not code of ours
                if path.suffix in SUFFIXES and "templates" not in path.parts:
                    yield path

    def module_of(self, path):
        parts = path.relative_to(self.top).parts
        if parts[0] == "analyzer":
            return "commands" if len(parts) == 2 else parts[1]
        return {"reports": "reports", "include": "open"}[parts[0]]

    def resolve(self, path, name):
        """The module a header belongs to and, for an open header, its name; (None, None) if not ours."""
        for base in (path.parent, self.top / "analyzer", self.top, self.top / "include"):
            found = base / name
            if found.is_file():
                found = pathlib.Path(found.resolve())
                try:
                    parts = found.relative_to(self.top.resolve()).parts
                except ValueError:
                    continue
                if parts[0] in ("analyzer", "reports", "include"):
                    module = self.module_of(self.top / found.relative_to(self.top.resolve()))
                    return module, parts[-1]
        first = name.split("/")[0]
        if first == "splitter":
            return "open", name.split("/")[-1]
        if "/" in name and first in MODULES:  # not there (yet), but no doubt whose
            return first, name.split("/")[-1]
        return None, None

    def judge(self, module, path, name):
        """Why this include is not allowed, or None; records the edge between modules."""
        for pattern, library, allowed in LIBRARIES:
            if re.fullmatch(pattern, name) and self.resolve(path, name)[0] is None:
                return None if module in allowed else f"{library} is for {', '.join(sorted(allowed))} only"
        target, header = self.resolve(path, name)
        if target is None:
            stem = name.removesuffix(".h")
            folder = name.split("/")[0] if "/" in name else None
            if stem in LIBC or folder in LIBC_FOLDERS or name.startswith("generated/"):
                return None
            if "/" not in name and (path.parent / name).suffix == ".h" and self.quoted(path, name):
                return None  # made by the build
            return "neither ours nor libc's"
        if ".." in pathlib.PurePath(name).parts:
            return "headers are named from the include root, without .."
        if target == "open":
            allowed = RESTRICTED.get(header)
            if allowed and module not in allowed and module != "commands":
                return f"{header} is for {', '.join(sorted(allowed))} only"
            return None
        if target == module:
            return None
        if target == "commands":
            return "nobody includes what lies right below analyzer/"
        self.edges.setdefault(module, {}).setdefault(target, path)
        if module == "commands":
            return None
        if module == "open":
            return "the open headers stand on libc alone"
        if target not in MODULES[module]:
            may = ", ".join(sorted(MODULES[module])) or "nothing of ours"
            return f"{module} may include {may}"
        return None

    @staticmethod
    def quoted(path, name):
        return f'"{name}"' in path.read_text(errors="replace")

    def read(self, path):
        module = self.module_of(path)
        found = []
        if module != "commands" and module not in MODULES:
            found.append(f"{path.relative_to(self.top)}: analyzer/{module}/ has no row in the table")
        else:
            text = path.read_text(errors="replace")
            for match in INCLUDE.finditer(text):
                reason = self.judge(module, path, match.group(1))
                if reason:
                    line = text.count("\n", 0, match.start(1)) + 1
                    found.append(f"{path.relative_to(self.top)}:{line}: includes {match.group(1)}: {reason}")
        self.violations[path] = found

    def cycle(self):
        """One cycle of modules as a list, or None: depth-first with the path kept."""
        done, path = set(), []

        def visit(module):
            if module in path:
                return path[path.index(module):] + [module]
            if module in done:
                return None
            path.append(module)
            for target in sorted(self.edges.get(module, {})):
                found = visit(target)
                if found:
                    return found
            path.pop()
            done.add(module)
            return None

        for module in sorted(self.edges):
            found = visit(module)
            if found:
                return found
        return None

    def check(self):
        """Reads everything; (checks passed, lines to print, one per violation)."""
        passed, lines = 0, []
        for path in self.files():
            self.read(path)
            passed += not self.violations[path]
            lines += self.violations[path]
        cycle = self.cycle()
        if cycle:
            lines.append("cycle among modules: " + " -> ".join(cycle))
        else:
            passed += 1
        failed = sum(bool(v) for v in self.violations.values()) + bool(cycle)
        return passed, failed, lines


# What is planted -> a word of the line that must come out. The clean tree stays around each.
CLEAN = {
    "include/splitter/ids.h": "#include <stdint.h>\n",
    "include/splitter/facts.h": '#include "splitter/ids.h"\n',
    "include/splitter/model.h": "#include <splitter/ids.h>\n",
    "include/splitter/evidence.h": "#include <splitter/ids.h>\n",
    "analyzer/base/arena.h": "#include <stddef.h>\n",
    "analyzer/base/map.c": '#include "base/arena.h"\n#include "arena.h"\n#include <uthash.h>\n',
    "analyzer/facts/writer.h": '#include "base/arena.h"\n#include "splitter/facts.h"\n',
    "analyzer/graph/graph.h": '#include "base/arena.h"\n',
    "analyzer/store/store.c": '#include <sqlite3.h>\n#include <splitter/evidence.h>\n',
    "analyzer/store/store.h": "",
    "analyzer/link/link.c": '#include "store/store.h"\n#include "graph/graph.h"\n',
    "analyzer/parse/parse.c": '#include <clang-c/Index.h>\n#include "facts/writer.h"\n',
    "analyzer/compdb/compdb.c": '#include <cjson/cJSON.h>\n#include <sys/stat.h>\n',
    "analyzer/commands.h": "",
    "analyzer/main.c": '#include "commands.h"\n#include "store/store.h"\n#include <cjson/cJSON.h>\n'
                       '#include "splitter/model.h"\n#include "version.h"\n',
    "reports/dot.h": "",
    "reports/dot.c": '#include "reports/dot.h"\n#include "dot.h"\n#include <graphviz/cgraph.h>\n'
                     '#include <cjson/cJSON.h>\n#include "base/arena.h"\n#include "splitter/model.h"\n',
    "reports/export/templates/service.c": "#include <curl/curl.h>\n",
}
PLANTED = [
    ("analyzer/base/bad.c", '#include "store/store.h"', "base may include nothing of ours"),
    ("analyzer/graph/bad.c", '#include "facts/writer.h"', "graph may include base"),
    ("analyzer/link/bad.c", '#include "parse/parse.h"', "link may include"),
    ("analyzer/link/bad.c", '#include "model/model.h"', "link may include"),
    ("analyzer/model/bad.c", '#include "link/link.h"', "model may include"),
    ("analyzer/advise/bad.c", '#include "store/store.h"', "advise may include"),
    ("analyzer/store/bad.c", '#include "facts/writer.h"', "store may include"),
    ("reports/bad.c", '#include "store/store.h"', "reports may include"),
    ("reports/bad.c", '#include "model/model.h"', "reports may include"),
    ("reports/bad.c", "#include <sqlite3.h>", "sqlite3 is for store"),
    ("reports/bad.c", "#include <clang-c/Index.h>", "libclang is for parse"),
    ("analyzer/link/bad.c", '#include "sqlite3.h"', "sqlite3 is for store"),
    ("analyzer/link/bad.c", "#include <cjson/cJSON.h>", "cJSON is for"),
    ("analyzer/model/bad.c", "#include <graphviz/gvc.h>", "graphviz is for reports"),
    ("analyzer/model/bad.c", "#include <gvc.h>", "graphviz is for reports"),
    ("analyzer/link/bad.c", "#include <uthash.h>", "the hash is for base"),
    ("analyzer/link/bad.c", '#include "splitter/facts.h"', "facts.h is for"),
    ("analyzer/cluster/bad.c", "#include <splitter/model.h>", "model.h is for"),
    ("analyzer/link/bad.c", "#include <splitter/evidence.h>", "evidence.h is for"),
    ("include/splitter/bad.h", '#include "base/arena.h"', "stand on libc alone"),
    ("include/splitter/bad.h", '#include "splitter/model.h"', "model.h is for"),
    ("analyzer/base/bad.c", '#include "commands.h"', "nobody includes"),
    ("reports/bad.c", '#include "reports/export/x.h"\n#include <glib.h>', "neither ours nor libc"),
    ("analyzer/link/bad.c", "#  include <curl/curl.h>", "neither ours nor libc"),
    ("analyzer/link/bad.c", '#include "../store/store.h"', "without .."),
    ("analyzer/misc/bad.c", "", "no row in the table"),
    ("analyzer/base/bad.c", '#include "facts/writer.h"', "cycle among modules: base -> facts -> base"),
]


def plant(top, files):
    for name, text in files.items():
        path = pathlib.Path(top) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def selftest():
    passed = failed = 0

    def check(ok, what):
        nonlocal passed, failed
        passed, failed = passed + bool(ok), failed + (not ok)
        print("ok" if ok else "FAILED", what)

    with tempfile.TemporaryDirectory() as top:
        plant(top, CLEAN)
        lines = Tree(top).check()[2]
        check(not lines, "a clean tree passes " + "; ".join(lines))
    for name, text, expected in PLANTED:
        with tempfile.TemporaryDirectory() as top:
            plant(top, CLEAN)
            plant(top, {name: text + "\n"})
            lines = Tree(top).check()[2]
            check(any(expected in line for line in lines),
                  f"{name} with {text.splitlines()[-1] if text else 'nothing'!r}: {expected}")
    return passed, failed


def main():
    parser = argparse.ArgumentParser(description="Checks who includes what.")
    parser.add_argument("--source", default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--selftest", action="store_true", help="prove that each rule catches a violation")
    options = parser.parse_args()
    if options.selftest:
        passed, failed = selftest()
    else:
        passed, failed, lines = Tree(options.source).check()
        print(*lines, sep="\n" if lines else "", end="\n" if lines else "")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
