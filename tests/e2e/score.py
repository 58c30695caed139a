#!/usr/bin/env python3
"""Holds `splitter score` against computations of its own, and against input nobody vouches for.

usage: score.py --splitter BIN --source TOP

ARI and MoJoFM of ours and of every trivial partition are worked out again from the views (tests/bench/partitions.py);
where SPLITTER_EVAL is set, its score_partition.py has to say the same of ours. What v_score holds is what the command says.
"""
import json
import os
import pathlib
import re
import sys

from harness import Checks, analyzed_shop, options, rows, run, workplace

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))
import partitions  # noqa: E402  pylint: disable=wrong-import-position


def scores(opts, out, *more):
    ran = run([opts.splitter, "score", out, *more, "--json"])
    return json.loads(ran.stdout) if ran.returncode == 0 else {"scores": [], "error": ran.stderr}


def check_agreement(opts, out, checks):
    """Every pair of figures against Python's."""
    known = opts.source / "samples" / "shop" / "domains.rsf"
    said = {s["partition"]: s for s in scores(opts, out, known)["scores"]}
    db = partitions.open_result(out / "splitter.db")
    truth, _ = partitions.known(db, partitions.read_rsf(known))
    ours = partitions.ours(db)
    truth = {member: cluster for member, cluster in truth.items() if member in ours}
    true = {"ours": ours, "given": truth,
            **{name.replace(" ", "_"): p for name, p in partitions.baselines(db, truth).items()}}
    checks.equal(set(said), set(true), "score names ours, given and the trivial partitions")
    for name in sorted(set(said) & set(true)):
        ari, mojofm, members, _ = partitions.agreement(true[name], truth)
        have = said[name]
        checks.check(abs(have["ari"] - ari) < 1e-5 and abs(have["mojofm"] - mojofm) < 1e-5 and have["members"] == members,
                     f"score: {name} agrees with the known partition as Python finds",
                     f"have {have['ari']} {have['mojofm']} {have['members']}, want {ari} {mojofm} {members}")


def check_oracle(opts, out, place, checks):
    """score_partition.py takes the last of several functions with one name: only names that one function has."""
    tool = pathlib.Path(os.environ.get("SPLITTER_EVAL", "")) / "score_partition.py"
    if not os.environ.get("SPLITTER_EVAL") or not tool.is_file():
        checks.skip("score agrees with score_partition.py", "SPLITTER_EVAL names no folder that has it")
        return
    known = partitions.read_rsf(opts.source / "samples" / "shop" / "domains.rsf")
    once = {name for name, in rows(out, "SELECT name FROM v_function GROUP BY name HAVING count(*) = 1")}
    path = place / "once.rsf"
    path.write_text("".join(f"contain {c} {n}\n" for n, c in known.items() if n in once or n.startswith("table:")))
    told = run([sys.executable, tool, path, out / "splitter.db"]).stdout
    want = re.match(r"found\s+MoJoFM\s+([\d.]+)\s+ARI\s+([\d.-]+)", told)
    have = next((s for s in scores(opts, out, path)["scores"] if s["partition"] == "ours"), {"mojofm": 0, "ari": 0})
    checks.check(want and abs(have["mojofm"] - float(want[1])) <= 0.0501 and abs(have["ari"] - float(want[2])) <= 0.0501,
                 "score agrees with score_partition.py", f"{have}\n{told}")


def check_view(opts, out, checks):
    stored = {(p, m): v for m, p, v in rows(out, "SELECT metric, partition, value FROM v_score")}
    said = {(s["partition"], m): v for s in scores(opts, out)["scores"] for m, v in s.items()
            if m != "partition" and v is not None}
    checks.equal(stored.keys(), said.keys(), "v_score has the rows that score says")
    checks.check(all(abs(stored[k] - said[k]) < 1e-6 for k in stored.keys() & said.keys()), "and their values")
    text = run([opts.splitter, "score", out])
    checks.check(text.returncode == 0 and "modularity" in text.stdout and "ari" not in text.stdout.split(),
                 "score as text, without agreement where nothing is known", text.stdout)


def check_hostile(opts, out, place, checks):
    """Counted, never an error, while one line can be used; exit 3 and a message when none can."""
    name, key = rows(out, "SELECT name, key FROM v_function WHERE service IS NOT NULL GROUP BY name HAVING count(*) = 1 "
                          "ORDER BY key LIMIT 1")[0]
    several = [row[0] for row in rows(out, "SELECT name FROM v_function GROUP BY name HAVING count(*) > 1 ORDER BY 1 LIMIT 1")]
    path = place / "odd.rsf"
    good = f'contain "a b" {name}\r\ncontain a function:{key}\n'.encode()
    odd = b"contain a nobody\ncontain a with blanks in it\nhello\ncontain\n\0\ncontain a " + b"y" * 300000 + b"\n\xff\xfe\n"
    path.write_bytes(good + odd + b"".join(f"contain a {n}\n".encode() for n in several))
    said = scores(opts, out, path).get("given", {})
    said.pop("file", None)
    checks.equal(said, {"members": 1, "unknown": 2, "ambiguous": len(several), "repeated": 1, "unreadable": 5},
                 "lines that say nothing are counted")
    ran = run([opts.splitter, "score", out, path])
    checks.check(ran.returncode == 0 and "nobody" in ran.stdout, "and told", ran.stdout + ran.stderr)
    path.write_bytes(odd)
    for what, file in (("nothing known", path), ("empty", place / "empty"), ("a folder", place), ("no such file", place / "none")):
        (place / "empty").write_bytes(b"")
        ran = run([opts.splitter, "score", out, file])
        checks.check(ran.returncode == 3 and str(file) in ran.stderr, f"score of {what} fails aloud", ran.stdout + ran.stderr)


def check_usage(opts, out, checks):
    for words, code in (([], 2), ([out, "a", "b"], 2), ([out, "--usual-size", "20-5"], 2), ([out, "--usual-size", "x"], 2),
                        ([out, "--usual-size", "-5-20"], 2), ([out, "--usual-size", "5-99999999999999999999"], 2),
                        ([out / "nowhere"], 3), ([out, "--usual-size", "1-100000"], 0)):
        ran = run([opts.splitter, "score", *words])
        checks.check(ran.returncode == code and (code == 0 or ran.stderr), f"score {' '.join(map(str, words[1:])) or len(words)}: exit {code}",
                     ran.stdout + ran.stderr)
    wide = scores(opts, out, "--usual-size", "1-100000")["scores"]
    checks.check(wide and all(s["ned"] == 0 for s in wide), "every size is usual when all are")


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        _, _, out = analyzed_shop(opts, place)
        check_agreement(opts, out, checks)
        check_oracle(opts, out, place, checks)
        check_view(opts, out, checks)
        check_hostile(opts, out, place, checks)
        check_usage(opts, out, checks)
    checks.finish()


if __name__ == "__main__":
    main()
