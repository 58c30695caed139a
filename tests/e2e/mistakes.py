#!/usr/bin/env python3
"""Rules and decisions: the schemas and the readers agree, and a mistake is named with file and line.

usage: mistakes.py --splitter BIN --source TOP

Every built-in file and every example of the README holds against its schema. Each document below is given to the
program and to the schema: what one refuses, the other refuses too; the program names the file and the line.
"""
import json
import re

from harness import Checks, options, rows, run, workplace

SOURCE = """typedef struct sqlite3 sqlite3;
int own_run(sqlite3 *, const char *);
int main(void) { return own_run(0, "DELETE FROM orders"); }
"""

# document, line of the mistake (0: it is right). MARK stands on the line that is wrong.
DECISIONS = [
    ('{"title": "x", "services": 3, "comment": "y", "$schema": "z"}', 0),
    ('{"services": {"a": ["function:main.c:main"], "b": {"members": ["file:*.c"], "reason": "r", "comment": "c"}}, "services_count": 2}', 0),
    ('{"shared": {"members": ["function:main.c:main"], "comment": "c"}, "ignored": ["x/*"], "ignore": ["y/*"]}', 0),
    ('{"origins": {"main.c": "own", "*.c": "own"}}', 0),
    ('{"keep_together": [["function:main.c:main"], {"members": ["file:*.c"], "reason": "r", "comment": "c"}]}', 0),
    ('{"keep_apart": [["table:orders", ["function:main.c:main", "file:main.c"]]]}', 0),
    ('{"entry_points": {"function:main.c:main": "job", "function:*:main": {"kind": "route", "name": "/x", "reason": "r", "comment": "c"}}}', 0),
    ('{\n"title": 3}', 2),
    ('{"keep_together":\n {}}', 2),
    ('{"keep_together": [["table:orders"],\n []]}', 2),
    ('{"keep_together": [\n["orders"]]}', 2),
    ('{"keep_together": [{"members": ["table:orders"],\n "owner": "me"}]}', 2),
    ('{"keep_apart": [\n["table:orders"]]}', 2),
    ('{"keep_apart": [{\n"reason": "r"}]}', 1),
    ('{"keep_apart": [["table:orders",\n [3]]]}', 2),
    ('{"entry_points": []}', 1),
    ('{"entry_points": {"function:main.c:main":\n "door"}}', 2),
    ('{"entry_points": {\n"table:orders": "job"}}', 2),
    ('{"entry_points": {"function:main.c:main": {\n"name": "x"}}}', 1),
    ('{"signatures":\n []}', 2),
    ('[\n]', 1),
    ('{"services":\n 0}', 2),
    ('{"services": 1001}', 1),
    ('{"services": "three"}', 1),
    ('{"services": {"a":\n\n ["orders"]}}', 3),
    ('{"services": {"shared": []}}', 1),
    ('{"services": {"": []}}', 1),
    ('{"services": {"a": {"members": 3}}}', 1),
    ('{"services": {"a": {\n"owner": "me"}}}', 2),
    ('{"services_count": 2.5}', 1),
    ('{"shared": "table:x"}', 1),
    ('{"ignored": "x"}', 1),
    ('{"ignored": [\n"a", ""]}', 2),
    ('{"origins": ["own"]}', 1),
    ('{"origins": {"a": "own",\n"b": "mine"}}', 2),
    ('{"origins": {"a": 1}}', 1),
    ('{\n\n\n"colour": 1}', 4),
]
RULES = [
    ('{"comment": "x", "drivers": {"own_run": {"library": "sqlite", "text": 2}}}', 0),
    ('{"drivers": {"own_run": null, "b": {"library": "sqlite", "kind": "begin"}}}', 0),
    ('{"tables": {"f": {"mode": "read", "table": 1}, "e.use": {"use": true, "table": 2}}}', 0),
    ('[\n]', 1),
    ('{"drivers":\n []}', 2),
    ('{"drivers": {\n"f": 3}}', 2),
    ('{"drivers": {"f": {"library": "sqlite",\n "text": 65}}}', 2),
    ('{"drivers": {"f": {"library": "sqlite",\n "text": -1}}}', 2),
    ('{"drivers": {"f": {"library": "sqlite",\n "text": "two"}}}', 2),
    ('{"drivers": {"f": {"library": "sqlite", "text": 1,\n "kind": "perhaps"}}}', 2),
    ('{"drivers": {"f": {"library": "sqlite", "text": 1,\n "format": 1}}}', 2),
    ('{"drivers": {"f": {"library": "sqlite", "text": 1,\n "colour": 1}}}', 2),
    ('{"tables": {"f": {"table": 1,\n "mode": "maybe"}}}', 2),
    ('{"tables": {"f": {"mode": "read",\n "table": 1000}}}', 2),
    ('{\n"colours": {}}', 2),
    ('{"weights": {\n"x": "heavy"}}', 2),
    ('{"texts": {\n"f": {"kind": "paint"}}}', 2),
    ('{"callbacks": {\n"f": {"position": 0}}}', 2),
    ('{"functions": {\n"f": {"result": "perhaps"}}}', 2),
    ('{"resources": {\n"f": {"kind": "moon"}}}', 2),
]
NO_JSON = [("", 0), ('{\n"a": }', 2), ('{"a": 1,\n}', 2), ('{\n"a": "\\q"}', 2), ("\n\n\x00", 3), ('{"a": 1} x', 1)]


def readable(schema, document):
    import jsonschema
    validator = jsonschema.Draft202012Validator(schema)
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(document)]


def complaints(ran, path):
    """Line numbers (0 without one) of what is said about the file."""
    return [int(line or 0) for line in re.findall(re.escape(str(path)) + r"(?::(\d+))?(?::\d+)?: (?:error|warning)", ran.stderr)]


def against(checks, opts, place, kind, option, schema, documents):
    """What the program and the schema say of each document."""
    tree = place / "tree"
    for number, (text, line) in enumerate(documents):
        path = place / f"{kind}-{number}.json"
        path.write_text(text)
        ran = run([opts.splitter, "analyze", tree, option, path, "-o", place / "out", "-q"])
        said = complaints(ran, path)
        wrong = readable(schema, json.loads(text))
        shown = " ".join(text.split())
        if line:
            checks.check(line in said, f"{kind}: {shown}: named with line {line}", f"{said}\n{ran.stderr}")
            checks.check(wrong, f"{kind}: {shown}: refused by the schema")
        else:
            said = [line for line in ran.stderr.splitlines() if str(path) in line and "[decision-" not in line] # it need not fit the tree
            checks.check(not said and not ran.returncode, f"{kind}: {shown}: taken", ran.stderr)
            checks.check(not wrong, f"{kind}: {shown}: taken by the schema", wrong)


def no_json(checks, opts, place, kind, option):
    for number, (text, line) in enumerate(NO_JSON):
        path = place / f"{kind}-broken-{number}.json"
        path.write_text(text)
        ran = run([opts.splitter, "analyze", place / "tree", option, path, "-o", place / "out", "-q"])
        checks.check(ran.returncode == 3 and line in complaints(ran, path), f"{kind}: {text!r} is no JSON: named with line {line}", ran.stderr)


def hold(checks, top, schemas):
    """What is shipped and what is shown holds against the schemas."""
    files = sorted((top / "rules").glob("*.json"))
    checks.check(len(files) >= 5, "built-in rules are there", files)
    for path in files:
        checks.equal(readable(schemas["rules"], json.loads(path.read_text())), [], f"rules/{path.name} holds against the schema")
    for path in sorted((top / "samples").rglob("splitter.json")):
        checks.equal(readable(schemas["decisions"], json.loads(path.read_text())), [], f"{path.relative_to(top)} holds against the schema")
    for number, text in enumerate(re.findall(r"```json\n(.*?)```", (top / "README.md").read_text(), re.S)):
        document = json.loads(text)
        kind = "rules" if document.keys() & {"drivers", "tables"} else "decisions"
        checks.equal(readable(schemas[kind], document), [], f"README, example {number + 1} ({kind}) holds against the schema")


def main():
    opts = options(__doc__)
    checks = Checks()
    try:
        import jsonschema  # noqa: F401
    except ImportError:
        checks.skip("schemas", "python3-jsonschema is missing", missing_tool=True)
        checks.finish()
    schemas = {name: json.loads((opts.source / "schemas" / f"{name}.schema.json").read_text()) for name in ("rules", "decisions")}
    hold(checks, opts.source, schemas)
    with workplace() as place:
        (place / "tree").mkdir()
        (place / "tree" / "main.c").write_text(SOURCE)
        against(checks, opts, place, "decisions", "--decisions", schemas["decisions"], DECISIONS)
        against(checks, opts, place, "rules", "--rules", schemas["rules"], RULES)
        no_json(checks, opts, place, "decisions", "--decisions")
        no_json(checks, opts, place, "rules", "--rules")
        ran = run([opts.splitter, "analyze", place / "tree", "--rules", place / "rules-0.json", "-o", place / "out", "-q"])
        checks.check(not ran.returncode and rows(place / "out", "SELECT 1 FROM v_table_access WHERE table_name = 'orders'"),
                     "a rule that is taken is used", ran.stderr)
    checks.finish()


if __name__ == "__main__":
    main()
