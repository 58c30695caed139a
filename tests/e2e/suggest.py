#!/usr/bin/env python3
"""`splitter rules suggest` from the proposal to its use, and every way to call it wrongly.

usage: suggest.py --splitter BIN --source TOP

What is proposed is valid by schemas/rules.schema.json, the same at every run, says where it was seen, and, given back by
--rules as it stands, alone or in a folder, finds the accesses that were missing. The sample shop needs no rule, so none is
likely there. Mistakes have a message that says what, where and what to do.
"""
import json
import pathlib
import shutil

from harness import Checks, analyzed_shop, must, options, rows, run, workplace

CASE = pathlib.Path("tests/golden/rules-suggest")


def accesses(out):
    return rows(out, "SELECT function, table_name, column_name, mode FROM v_table_access WHERE function <> '' ORDER BY 1, 2, 3, 4")


class Suggest:
    def __init__(self, opts, place, checks):
        self.splitter, self.place, self.checks, self.top = opts.splitter, place, checks, opts.source
        self.source = place / "source"
        shutil.copytree(opts.source / CASE, self.source, ignore=shutil.ignore_patterns("expected.*", "cmd", "*.sql"))
        shutil.copy(opts.source / CASE / "schema.sql", self.source)
        self.out = place / "out"
        must([opts.splitter, "analyze", self.source, "-o", self.out, "-q"])

    def ask(self, *words):
        return run([self.splitter, "rules", *words])

    def proposes(self):
        ran, again = self.ask("suggest", self.out), self.ask("suggest", self.out)
        self.checks.equal(ran.returncode, 0, "suggest: exit code 0", ran.stderr)
        self.checks.equal(ran.stdout, again.stdout, "suggest: the same at every run")
        self.rules = json.loads(ran.stdout)
        entries = {**self.rules["drivers"], **self.rules["tables"]}
        unsaid = [n for n, e in entries.items() if not e["evidence"] or not e["comment"].startswith(("likely: ", "possible: "))]
        self.checks.check(not unsaid, "suggest: each entry has its places and says how likely it is", unsaid)
        lines = (self.source / "input.c").read_text().splitlines()
        places = [(n, e.split(":")) for n, entry in entries.items() for e in entry["evidence"]]
        wrong = [p for p in places if p[0].split(".")[-1] not in lines[int(p[1][1]) - 1]]
        self.checks.check(not wrong, "suggest: each place is a call of it", wrong)
        self.valid()

    def valid(self):
        try:
            import jsonschema
        except ImportError:
            self.checks.skip("suggest: valid by the schema of rules", "jsonschema is not installed", missing_tool=True)
            return
        schema = json.loads((self.top / "schemas" / "rules.schema.json").read_text())
        errors = [e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(self.rules)]
        self.checks.check(not errors, "suggest: valid by the schema of rules", errors)

    def is_used(self):
        before = accesses(self.out)
        folder = self.place / "rules"
        folder.mkdir()
        file = folder / "proposed.json"
        file.write_text(json.dumps(self.rules))
        found = []
        for more in (file, folder):
            out = self.place / f"with-{more.name}"
            ran = run([self.splitter, "analyze", self.source, "-o", out, "--rules", more, "-q"])
            self.checks.check(ran.returncode == 0 and "rules]" not in ran.stderr, f"use: --rules {more.name} reads without a complaint", ran.stderr)
            found.append(accesses(out))
        self.checks.equal(found[0], found[1], "use: a file or its folder, the same")
        self.checks.check(set(before) < set(found[0]), "use: more accesses than before, none lost")
        added = {(f, m) for f, _, _, m in set(found[0]) - set(before)}
        self.checks.check({("add_host", "create"), ("drop_host", "delete"), ("find_dialog", "read")} <= added, "use: those that were missing", added)
        after = self.ask("suggest", self.out, "--rules", file)
        left = json.loads(after.stdout)
        self.checks.check(not left["tables"] and not left["drivers"], "use: what has a rule is not proposed again", after.stdout)

    def complains(self, name, ran, code, *about):
        self.checks.equal(ran.returncode, code, f"{name}: exit code {code}", ran.stderr)
        missing = [a for a in about if str(a) not in ran.stderr]
        self.checks.check(not missing, f"{name}: the message says what, where, what to do", f"lacks {missing}: {ran.stderr}")
        self.checks.check(not ran.stdout, f"{name}: nothing on standard output", ran.stdout)

    def usage(self):
        self.complains("no word", self.ask(), 2, "suggest", "--help")
        self.complains("another word", self.ask("propose", self.out), 2, "propose", "--help")
        self.complains("no OUT", self.ask("suggest"), 2, "OUT", "--help")
        self.complains("two results", self.ask("suggest", self.out, self.out), 2, "OUT", "--help")
        self.complains("unknown option", self.ask("suggest", self.out, "--ruls", "x"), 2, "--ruls", "--rules")
        self.complains("option of another command", self.ask("suggest", self.out, "--services", "3"), 2, "--services")
        told = self.ask("--help")
        self.checks.check(told.returncode == 0 and "--rules FILE" in told.stdout and "suggest out >" in told.stdout, "help: options and an example", told.stdout)

    def no_result(self):
        nowhere = self.place / "nowhere"
        self.complains("OUT that is not there", self.ask("suggest", nowhere), 3, nowhere, "splitter analyze DIR -o")
        self.complains("OUT that is no result", self.ask("suggest", self.source), 3, self.source, "splitter analyze DIR -o")
        bare = self.place / "bare"
        shutil.copytree(self.out, bare)
        self.complains("facts deleted", self.ask("suggest", bare), 3, f"{bare}.cache", "splitter analyze DIR -o", "--cache")
        named = self.ask("suggest", bare, "--cache", f"{self.out}.cache")
        self.checks.equal(named.returncode, 0, "facts elsewhere: --cache names them", named.stderr)
        torn = self.place / "torn"
        shutil.copytree(f"{self.out}.cache", f"{torn}.cache")
        index = pathlib.Path(f"{torn}.cache/index.facts")
        index.write_bytes(index.read_bytes()[:-20])
        self.complains("torn facts", self.ask("suggest", torn), 3, "index.facts")

    def rules_file(self, name, text):
        path = self.place / name
        path.write_text(text)
        return path

    def bad_rules(self):
        gone = self.place / "gone.json"
        self.complains("rules not there", self.ask("suggest", self.out, "--rules", gone), 3, gone, "name a .json file")
        torn = self.rules_file("torn.json", '{\n\t"tables": {\n\t\t"put": {"mode": "create"\n')
        self.complains("rules that are no JSON", self.ask("suggest", self.out, "--rules", torn), 3, f"{torn}:")
        listed = self.rules_file("list.json", "[1, 2]\n")
        self.complains("rules that are a list", self.ask("suggest", self.out, "--rules", listed), 3, f"{listed}:1", "object")
        for name, entry, about in (("mode", '{"mode": "make", "table": 1}', "must be one of create"),
                                   ("position", '{"mode": "read", "table": "first"}', "position of a parameter"),
                                   ("nothing", "{}", "lacks \"mode\""), ("kind", "7", "must be an object")):
            path = self.rules_file(f"{name}.json", f'{{\n"tables": {{\n"row_delete": {entry}}}}}\n')
            ran = self.ask("suggest", self.out, "--rules", path)
            self.checks.check(ran.returncode == 0 and f"{path}:3: warning" in ran.stderr and about in ran.stderr,
                              f"a mistake in an entry ({name}) costs that entry, with its line", ran.stderr)
            self.checks.check("row_delete" in ran.stdout, f"a mistake in an entry ({name}): the interface is proposed still", ran.stdout)


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        suggest = Suggest(opts, place, checks)
        suggest.proposes()
        suggest.is_used()
        suggest.usage()
        suggest.no_result()
        suggest.bad_rules()
        _, _, out = analyzed_shop(opts, place / "shop")
        ran = run([opts.splitter, "rules", "suggest", out])
        likely = [n for n, e in json.loads(ran.stdout)["tables"].items() if e["comment"].startswith("likely")]
        checks.check(not likely, "the sample shop: nothing is likely where all is understood", likely)
    checks.finish()


main()
