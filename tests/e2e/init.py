#!/usr/bin/env python3
"""`splitter init`: the file it writes is taken without a warning, changes nothing, and is never written over.

usage: init.py --splitter BIN --source TOP
"""
import json
import os
import shutil

from harness import Checks, must, options, rows, run, workplace

MEMBERS = "SELECT kind, key, name, file, service FROM v_member ORDER BY 1, 2, 3, 4"
ENTRIES = "SELECT function, function_file, kind, name FROM v_entry ORDER BY 1, 2, 3, 4"


class Init:
    def __init__(self, opts, place, checks):
        self.splitter, self.place, self.checks = opts.splitter, place, checks
        self.schema = json.loads((opts.source / "schemas" / "decisions.schema.json").read_text())

    def analyze(self, tree, out):
        return must([self.splitter, "analyze", tree, "-o", out, "-q"]).stderr

    def valid(self, path, name):
        try:
            import jsonschema
        except ImportError:
            self.checks.skip(f"{name}: schema", "python3-jsonschema is missing", missing_tool=True)
            return
        errors = [e.message for e in jsonschema.Draft202012Validator(self.schema).iter_errors(json.loads(path.read_text()))]
        self.checks.equal(errors, [], f"{name}: holds against the schema")

    def from_result(self, tree, name):
        out, path = self.place / f"{name}-out", tree / "splitter.json"
        self.analyze(tree, out)
        members, entries = rows(out, MEMBERS), rows(out, ENTRIES)
        ran = run([self.splitter, "init", tree, "-o", out])
        self.checks.check(ran.returncode == 0 and str(path) in ran.stdout, f"{name}: written, and said where", ran.stdout + ran.stderr)
        self.valid(path, name)
        written = json.loads(path.read_text())
        proposed = [r[0] for r in rows(out, "SELECT name FROM v_service WHERE kind = 'service' ORDER BY name")]
        self.checks.equal(sorted(written["services"]), proposed, f"{name}: every service proposed is there")
        self.checks.check(all(s["members"] and s["reason"] for s in written["services"].values()), f"{name}: with members and a reason")
        said = [line for line in self.analyze(tree, out).splitlines() if "splitter.json" in line or "decision" in line]
        self.checks.equal(said, [], f"{name}: the next run takes it without a warning")
        self.checks.equal(rows(out, MEMBERS), members, f"{name}: the same members")
        self.checks.equal(rows(out, ENTRIES), entries, f"{name}: the same entry points")
        first = path.read_bytes()
        path.unlink()
        self.analyze(tree, out)
        must([self.splitter, "init", tree, "-o", out, "-q"])
        self.checks.equal(path.read_bytes(), first, f"{name}: the same bytes again")
        return written

    def refuses(self, tree):
        path, out = tree / "splitter.json", self.place / "refuse-out"
        before = path.read_bytes()
        ran = run([self.splitter, "init", tree, "-o", out])
        self.checks.check(ran.returncode == 3 and f"{path}: error: is there already" in ran.stderr, "never writes over a file", ran.stderr)
        self.checks.equal(path.read_bytes(), before, "the file stays as it is")
        path.unlink()
        path.symlink_to(self.place / "nowhere")
        ran = run([self.splitter, "init", tree, "-o", out])
        self.checks.check(ran.returncode == 3 and not (self.place / "nowhere").exists(), "follows no dangling link", ran.stderr)
        path.unlink()

    def from_tree(self, tree):
        (tree / "tests").mkdir(exist_ok=True)
        (tree / "tests" / "test_x.c").write_text("int test_x(void) { return 0; }\n")
        ran = run([self.splitter, "init", tree, "-o", self.place / "no-such-out"])
        self.checks.check(ran.returncode == 0 and "tree alone" in ran.stdout, "from the tree alone, and said so", ran.stdout + ran.stderr)
        written = json.loads((tree / "splitter.json").read_text())
        self.valid(tree / "splitter.json", "tree")
        self.checks.equal(written["services"], {}, "from the tree: no services")
        self.checks.equal(written["origins"].get("tests/*"), "test", "from the tree: a labelled folder", )
        said = [line for line in self.analyze(tree, self.place / "tree-out").splitlines() if "splitter.json" in line]
        self.checks.equal(said, [], "from the tree: taken without a warning")

    def mistakes(self, tree):
        for words, code in (["init", tree, tree], 2), (["init", self.place / "gone"], 3), (["init", "--json"], 2), (["init", "--jobs", "2"], 2):
            ran = run([self.splitter, *words])
            self.checks.check(ran.returncode == code and ran.stderr, f"{' '.join(str(w) for w in words[:1])} {words[-1]}: exit {code}", ran.stderr)
        bad = self.place / "bad-out"
        bad.mkdir()
        (bad / "splitter.db").write_text("no database")
        (tree / "splitter.json").unlink(missing_ok=True)
        ran = run([self.splitter, "init", tree, "-o", bad])
        self.checks.check(ran.returncode == 3 and not (tree / "splitter.json").exists(), "a damaged result: exit 3, nothing written", ran.stderr)
        if os.geteuid():
            tree.chmod(0o555)
            ran = run([self.splitter, "init", tree, "-o", self.place / "no-such-out"])
            tree.chmod(0o755)
            self.checks.equal(ran.returncode, 3, "a folder that cannot be written: exit 3", ran.stderr)


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        init = Init(opts, place, checks)
        shop = place / "shop"
        shutil.copytree(opts.source / "samples" / "shop", shop)
        init.from_result(shop, "shop")
        own = place / "hostile"
        own.mkdir()
        for n, name in enumerate(['quo"te', "star*x", "br[a]ck", "back\\slash"]):
            (own / f"{name}.c").write_text("".join(f"int f{n}_{k}(void) {{ return {f'f{n}_{k - 1}()' if k else 1}; }}\n" for k in range(6)))
        init.from_result(own, "hostile")
        init.refuses(shop)
        init.from_tree(own if not (own / "splitter.json").unlink() else own)
        init.mistakes(shop)
        ran = run([opts.splitter, "init", "--help"])
        checks.check(ran.returncode == 0 and "splitter.json" in ran.stdout, "help", ran.stdout)
    checks.finish()


if __name__ == "__main__":
    main()
