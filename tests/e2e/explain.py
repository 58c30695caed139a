#!/usr/bin/env python3
"""Holds `splitter explain` against the views of the same result, and runs the questions of README.md.

usage: explain.py --splitter BIN --source TOP

What explain says of the sample is worked out again from the views: callers, callees, tables touched directly and
through callees (an own search), every step of every path, readers and writers of tables, members of services. The
questions in README.md (```sql blocks) must each give rows.
"""
import collections
import json
import re

from harness import Checks, analyzed_shop, options, rows, run, workplace

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u0080-\u009f\u202a-\u202e\u2066-\u2069]")


class Explained:
    def __init__(self, splitter, out):
        self.splitter, self.out, self.bad = splitter, out, []
        self.calls = collections.defaultdict(set)
        self.callers = collections.defaultdict(set)
        self.places = set()
        for caller, callee, file, line in rows(out, "SELECT caller_key, callee_key, file, line FROM v_call"):
            self.calls[caller].add(callee)
            self.callers[callee].add(caller)
            self.places.add((caller, callee, file, line))
        self.tables = collections.defaultdict(set)
        for key, table, mode in rows(out, "SELECT function_key, table_name, mode FROM v_table_access"):
            self.tables[key].add((table, mode))

    def ask(self, name, *more):
        return run([self.splitter, "explain", self.out, name, *more])

    def sheet(self, name):
        ran = self.ask(name, "--json")
        try:
            return json.loads(ran.stdout) if ran.returncode == 0 else self.fail(name, f"exit {ran.returncode}")
        except ValueError as error:
            return self.fail(name, f"not JSON: {error}")

    def fail(self, name, why):
        self.bad.append(f"{name}: {why}")
        return None

    def same(self, name, what, said, true):
        if said != true:
            self.fail(name, f"{what}: only said {sorted(said - true)[:4]}, only true {sorted(true - said)[:4]}")

    def reached(self, key):
        seen, todo = {key}, [key]
        while todo:
            for callee in self.calls[todo.pop()] - seen:
                seen.add(callee)
                todo.append(callee)
        return seen

    def path(self, name, path):
        for before, step in zip(path, path[1:]):
            if (before["key"], step["key"], step["file"], step["line"]) not in self.places:
                self.fail(name, f"no such call: {before['key']} → {step['key']} at {step['file']}:{step['line']}")

    def function(self, key):
        sheet = self.sheet(f"function:{key}")
        if not sheet:
            return
        self.same(key, "callers", {c["key"] for c in sheet["callers"]}, self.callers[key])
        self.same(key, "callees", {c["key"] for c in sheet["callees"]}, self.calls[key])
        self.same(key, "tables", {(t["table"], m) for t in sheet["tables"] for m in t["modes"]}, self.tables[key])
        signature = rows(self.out, "SELECT position, type, direction, confidence FROM v_signature g JOIN v_function f "
                         "ON f.name = g.function AND f.file = g.function_file WHERE f.key = ?", key)
        self.same(key, "signature", {(p["position"], p["type"], p["direction"], p["confidence"]) for p in sheet["signature"]},
                  set(signature))
        below = set().union(*(self.tables[f] for f in self.reached(key) - {key}))
        self.same(key, "tables reached", {(t["name"], m) for t in sheet["tables_reached"] for m in t["modes"]}, below)
        if sheet["reaches"] != len(self.reached(key)) - 1:
            self.fail(key, f"reaches {sheet['reaches']}, truly {len(self.reached(key)) - 1}")
        for row in sheet["tables_reached"] + sheet["globals_reached"]:
            self.path(key, row["path"])
            if row["path"][0]["key"] != key:
                self.fail(key, "a path that begins elsewhere")
        for row in sheet["reached_from"]:
            self.path(key, row["path"])
            if row["path"] and row["path"][-1]["key"] != key:
                self.fail(key, "a way in that ends elsewhere")

    def table(self, name):
        sheet = self.sheet(f"table:{name}")
        if not sheet:
            return
        for key, sql in (("readers", "mode = 'read'"), ("writers", "mode <> 'read'")):
            true = {f for f, in rows(self.out, f"SELECT function_key FROM v_table_access WHERE table_name = ? AND {sql}", name)}
            self.same(name, key, {r["key"] for r in sheet[key]}, true)
        columns = {c for c, in rows(self.out, "SELECT name FROM v_column WHERE table_name = ?", name)}
        self.same(name, "columns", {c["name"] for c in sheet["columns"] if c["place"]}, columns)

    def service(self, name, slug, functions, tables):
        sheet = self.sheet(f"service:{slug}")
        if sheet and (sheet["functions"], sheet["tables"]) != (functions, tables):
            self.fail(name, f"{sheet['functions']} functions and {sheet['tables']} tables, not {functions} and {tables}")
        if sheet:
            true = dict(rows(self.out, "SELECT to_service, sum(weight) FROM v_cut WHERE from_service = ? GROUP BY 1", name))
            self.same(name, "depends on", {(d["service"], round(d["weight"], 2)) for d in sheet["depends_on"]},
                      {(s, round(w, 2)) for s, w in true.items()})

    def text(self, name):
        for more in ([], ["--all"]):
            ran = self.ask(name, *more)
            if ran.returncode or CONTROL.search(ran.stdout):
                self.fail(name, f"exit {ran.returncode}, or control characters in the text")


def check_subjects(checks, opts, out):
    explained = Explained(opts.splitter, out)

    def done(what):
        checks.check(not explained.bad, what, "\n".join(explained.bad))
        explained.bad = []

    functions = [k for k, in rows(out, "SELECT key FROM v_function ORDER BY key")]
    for key in functions[::5]:
        explained.function(key)
    done(f"{len(functions[::5])} functions are explained as the views say")
    tables = [n for n, in rows(out, "SELECT name FROM v_table ORDER BY name")]
    for name in tables:
        explained.table(name)
    done(f"{len(tables)} tables are explained as the views say")
    for row in rows(out, "SELECT name, slug, functions, tables FROM v_service ORDER BY name"):
        explained.service(*row)
    done("services are explained as the views say")
    others = [f"column:{t}.{c}" for t, c in rows(out, "SELECT table_name, name FROM v_column ORDER BY 1, 2")][::12]
    others += [f"global:{k}" for k, in rows(out, "SELECT key FROM v_global ORDER BY key")][::6]
    for name in others:
        explained.sheet(name)
    for name in others[::3] + [f"table:{t}" for t in tables[::6]] + functions[::40]:
        explained.text(name)
    done("columns, globals and the texts can be read")
    first, second = explained.ask("table:orders", "--all"), explained.ask("table:orders", "--all")
    checks.equal(first.stdout, second.stdout, "the same question twice, the same bytes")
    cut = explained.ask("table:orders").stdout
    checks.check("more: --all" in cut and len(cut) < len(first.stdout), "what is left out is said")


def check_questions(checks, opts, out):
    readme = (opts.source / "README.md").read_text()
    questions = re.findall(r"^\*\*(.*?\?)\*\*\n\n```sql\n(.*?)^```", readme, re.M | re.S)
    checks.check(len(questions) >= 10, "README asks ten questions", f"{len(questions)} found")
    for name, sql in questions:
        ran = run([opts.splitter, "query", out, sql], timeout=60)
        checks.check(ran.returncode == 0 and len(ran.stdout.splitlines()) > 1, f"README: {name}", ran.stdout + ran.stderr)


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        _, _, out = analyzed_shop(opts, place)
        check_subjects(checks, opts, out)
        check_questions(checks, opts, out)
    checks.finish()


if __name__ == "__main__":
    main()
