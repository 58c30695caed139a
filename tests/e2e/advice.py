#!/usr/bin/env python3
"""Holds cuts, readiness and the plan of the sample against the views, worked out again here.

usage: advice.py --splitter BIN --source TOP

Cuts: each has a place, a remedy of the six and a reason; no place is told twice for a routine. Findings: each of a rule of
rules/readiness.json, at a line of a file that is there. Plan: every service once, the figures of the reason add up, each
step the least cost per benefit of those left (by an own count of points). Entry points: remote call sites by an own
search. `splitter plan` says the same as plan.md and model.json; what is damaged is refused.
"""
import collections
import json
import re
import shutil
import sqlite3

from harness import Checks, analyzed_shop, options, rows, run, workplace

REMEDIES = {"api call", "read model", "event", "saga", "move", "merge"}


def check_cuts(checks, out):
    cuts = rows(out, "SELECT kind, file, line, remedy, remedy_kind, reason, weight FROM v_cut")
    checks.check(cuts, "there are cuts")
    bad = [c for c in cuts if not (c[1] and c[2] and c[3] and c[4] in REMEDIES and c[5] and c[6] > 0)]
    checks.check(not bad, "every cut has a place, a weight, a remedy and a reason", bad[:5])
    twice = rows(out, """SELECT x.source, x.target, x.file, x.line FROM v_cut x JOIN v_call c ON c.caller = x.source AND c.file = x.file
        AND c.line = x.line AND c.kind = 'routine' JOIN v_table_access a ON a.function = x.source AND a.file = x.file AND a.line = x.line
        AND a.table_name = x.target WHERE x.kind = 'table' GROUP BY 1, 2, 3, 4 HAVING min(a.derived) = 1""")
    checks.check(not twice, "what comes through a routine is no second cut", twice[:5])


def check_ownership(checks, out):
    bad = rows(out, """SELECT o.* FROM v_ownership o WHERE o.evidence IS NULL OR NOT EXISTS (SELECT 1 FROM v_table_access a
        JOIN v_function f ON f.key = a.function_key WHERE a.table_name = o.table_name AND f.service = o.service
        AND a.file || ':' || a.line = o.evidence)""")
    checks.check(not bad, "every line of v_ownership has its access", bad[:5])
    touched = rows(out, """SELECT DISTINCT a.table_name, f.service FROM v_table_access a JOIN v_function f ON f.key = a.function_key
        JOIN v_table t ON t.name = a.table_name WHERE NOT a.derived AND a.mode <> 'ddl' AND f.service IS NOT NULL""")
    checks.equal(set(rows(out, "SELECT table_name, service FROM v_ownership")), set(touched), "v_ownership holds every table and service")


def check_findings(checks, out, shop, rules):
    findings = rows(out, "SELECT service, rule, severity, subject, file, line, message, remedy FROM v_finding")
    checks.check(findings, "there are findings")
    bad = [f for f in findings if f[1] not in rules or f[2] not in ("high", "medium", "low") or not all(f[i] for i in (0, 3, 6, 7))]
    checks.check(not bad, "every finding is of a rule and says what, where and what to do", bad[:5])
    bad = [f for f in findings if not (shop / f[4]).is_file() or not 1 <= f[5] <= len((shop / f[4]).read_text().splitlines())]
    checks.check(not bad, "every finding is at a line that is there", bad[:5])


def points(out):
    """Service pair -> points, one place once at its dearest, as the README says; from the views and rules alone."""
    parameters = dict(rows(out, "SELECT function_file || ':' || function, count(*) FROM v_signature WHERE position > 0 GROUP BY 1"))
    places = {}
    for a, b, kind, target, target_file, file, line, weight, remedy, loop, constant in rows(out, """SELECT c.from_service, c.to_service, c.kind, c.target,
            c.target_file, c.file, c.line, c.weight, c.remedy_kind, c.loop_depth, c.weight = 0.5 FROM v_cut c"""):
        price = {"call": 10 + parameters.get(f"{target_file}:{target}", 0) + 20 * (loop > 0), "join": 30, "transaction": 80, "foreign_key": 20,
                 "table": 0 if remedy == "saga" else {4: 40, 1: 10}.get(weight, 20),
                 "global": 2 if constant else 40 if weight == 4 else 15}[kind]
        at = (a, b, file, line, target)
        places[at] = max(places.get(at, 0), price)
    pairs = collections.Counter()
    for at, price in places.items():
        pairs[at[:2]] += price
    return pairs


def check_plan(checks, out):
    plan = rows(out, "SELECT step, service, action, cost, benefit, needs, reason FROM v_plan ORDER BY step")
    services = {s: 2 * f + 20 * t + 10 * e for s, f, t, e in
                rows(out, "SELECT name, functions, tables, entry_points FROM v_service WHERE kind = 'service'")}
    checks.equal(sorted(p[1] for p in plan), sorted(services), "the plan takes out every service once")
    checks.equal([p[0] for p in plan], list(range(1, len(plan) + 1)), "steps are numbered")
    checks.equal([p[2] for p in plan], ["extract"] * (len(plan) - 1) + ["remain"], "the last one remains")
    pairs, left, bad = points(out), set(services), []
    for step, service, _, cost, benefit, _, reason in plan:
        costs = {s: sum(pairs[o, s] + 2 * pairs[s, o] for o in left if o != s) for s in left}
        if (cost, benefit) != (costs[service], services[service]):
            bad.append(f"{step} {service}: {cost}/{benefit}, by own count {costs[service]}/{services[service]}")
        if any(costs[s] * services[service] < costs[service] * services[s] for s in left):
            bad.append(f"{step} {service}: another one is cheaper")
        figures = re.match(r"cost (\d+) = (\d+) in \+ (\d+) × (\d+) back", reason)
        if figures and int(figures[1]) != int(figures[2]) + int(figures[3]) * int(figures[4]):
            bad.append(reason)
        left.discard(service)
    checks.check(not bad, "each step's figures are right, and it is the cheapest of those left", "\n".join(bad))
    sums = rows(out, "SELECT p.step, p.cost, coalesce((SELECT sum(n.cost) FROM v_plan_need n WHERE n.step = p.step), 0) FROM v_plan p")
    checks.check(all(c == n for _, c, n in sums), "a step costs what its needs cost", [s for s in sums if s[1] != s[2]])


def check_entries(checks, out):
    home = dict(rows(out, "SELECT key, service FROM v_function"))
    edges, remote = collections.defaultdict(set), collections.defaultdict(set)
    for caller, callee, site in rows(out, "SELECT caller_key, callee_key, site FROM v_call WHERE confidence <> 'guessed' AND caller_key IS NOT NULL"):
        edges[caller].add(callee)
        pair = {home.get(caller), home.get(callee)}
        if len(pair) == 2 and not pair & {None, "shared"}:
            remote[caller].add(site)
    bad = []
    for name, file, said in rows(out, "SELECT function, function_file, remote_calls FROM v_entry_cost"):
        seen, todo = {f"{file}:{name}"}, [f"{file}:{name}"]
        while todo:
            for callee in edges[todo.pop()] - seen:
                seen.add(callee)
                todo.append(callee)
        found = len(set().union(*(remote[f] for f in seen)))
        if found != said:
            bad.append(f"{name}: {said}, by own search {found}")
    checks.check(not bad, "remote call sites of every entry point", "\n".join(bad[:10]))


def check_command(checks, splitter, out, place):
    ran = run([splitter, "plan", out])
    checks.equal((ran.returncode, ran.stdout), (0, (out / "plan.md").read_text()), "splitter plan prints plan.md")
    ran = run([splitter, "plan", out, "--json"])
    model = json.loads((out / "model.json").read_text())
    said = json.loads(ran.stdout) if ran.returncode == 0 else {}
    checks.check(said.get("plan") == model["plan"] and said.get("entry_costs") == model["entry_costs"], "plan --json is the plan of model.json")
    checks.equal(len(model["findings"]), rows(out, "SELECT count(*) FROM v_finding")[0][0], "model.json holds every finding")
    checks.equal(run([splitter, "plan"]).returncode, 2, "plan without OUT is usage")
    checks.equal(run([splitter, "plan", place / "nowhere"]).returncode, 3, "plan of nothing fails")
    for name, sql in (("a step of no service", "UPDATE plan SET service = 99"), ("steps that repeat", "UPDATE plan SET step = 1"),
                      ("a word that is none", "UPDATE finding SET severity = 'worst'"), ("a finding of no service", "UPDATE finding SET service = -1"),
                      ("needs of no step", "UPDATE plan_need SET step = step + 1000"), ("an entry of no function", "UPDATE entry_cost SET function = 0"),
                      ("no plan at all", "DROP VIEW v_plan; DROP TABLE plan")):
        bad = place / "bad"
        shutil.copytree(out, bad)
        connection = sqlite3.connect(bad / "splitter.db")
        connection.executescript(sql)
        connection.close()
        ran = run([splitter, "plan", bad])
        checks.check(ran.returncode == 3 and ran.stderr, f"refused: {name}", f"{ran.returncode} {ran.stderr}")
        shutil.rmtree(bad)


def main():
    opts, checks = options(__doc__), Checks()
    with workplace() as place:
        shop, _, out = analyzed_shop(opts, place)
        rules = json.loads((opts.source / "rules" / "readiness.json").read_text())["readiness"]
        check_cuts(checks, out)
        check_ownership(checks, out)
        check_findings(checks, out, shop, rules)
        check_plan(checks, out)
        check_entries(checks, out)
        check_command(checks, opts.splitter, out, place)
    checks.finish()


if __name__ == "__main__":
    main()
