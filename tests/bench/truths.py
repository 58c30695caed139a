#!/usr/bin/env python3
"""The clustering held against every known truth, beside the trivial partitions.

usage: truths.py --splitter BIN [--group GROUP | --only NAME…] [--work DIR] [--rules DIR | --weights FILE]
                 [--services N | --of-truth] [--ablate] [--check] [--json]

Programs are folders of SPLITTER_PROGRAMS, truths lie beside this script, in samples/ or in SPLITTER_EVAL; what is not there is
SKIPPED. Index and link run once a program (--work keeps what they leave, also from run to run), then only `splitter
cluster`. --weights FILE is a whole weights.json or {"call": 12, …}; --rules what splitter takes. --of-truth asks for as many
services as the truth has clusters. --ablate sets each weight of rules/weights.json (but the plan's) to 0 in turn. Groups: `in-view` (what is
tuned by), `held-out` (for reading alone: nothing is chosen by it). --check holds each truth against its floor, a good step below
what was measured, and ends with `N passed, N failed, N skipped`.

A function that shares its name with another of the files in question is no member. Where a truth holds only part of a
program, agreement is measured on that part.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import partitions

TOP = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
ENV_PROGRAMS, ENV_EVAL = "SPLITTER_PROGRAMS", "SPLITTER_EVAL"
MYSQL = "src/plugins/accounting_storage/mysql/*.c"
# name: (tree, truth, files that are units or () for all, files that hold the members or () for all); see truths.txt
TRUTHS = {
    "shop": ("samples/shop", "samples/shop/domains.rsf", (), ()),
    "redis2010": ("redis2010/src", "redis-2010-split.rsf", (), ("redis.c",)),
    "mpv2013": ("mpv2013-before/src", "truths/mpv2013.rsf", ("mpvcore/player/mplayer.c",), ("mpvcore/player/mplayer.c",)),
    "vim2016": ("vim2016-before/src", "truths/vim2016.rsf", ("src/eval.c",), ("src/eval.c",)),
    "slurm2010": ("slurm2010-before/src", "truths/slurm2010.rsf",
                  (MYSQL, "src/database/mysql_common.c", "src/common/x*.c"), (MYSQL,)),
    "xl2017": ("xl2017-before/src", "truths/xl2017.rsf", ("tools/libxl/xl_cmdimpl.c",), ("tools/libxl/xl_cmdimpl.c",)),
    "mydumper2022": ("mydumper2022-before/src", "truths/mydumper2022.rsf", ("mydumper.c", "myloader.c"),
                     ("mydumper.c", "myloader.c")),
    "lxc2015": ("lxc2015-before/src", "truths/lxc2015.rsf", ("src/lxc/bdev.c",), ("src/lxc/bdev.c",)),
    "netdata2015": ("netdata2015-before/src", "truths/netdata2015.rsf", ("netdata.c",), ("netdata.c",)),
}
GROUPS = {"in-view": ("shop", "redis2010", "mpv2013", "vim2016", "slurm2010"),
          "held-out": ("xl2017", "mydumper2022", "lxc2015", "netdata2015")}
FLOORS = {"shop": 70, "redis2010": 50, "mpv2013": 27, "vim2016": 13, "slurm2010": 27}  # ARI; a truth without one has no check
TRIVIAL = ("file", "folder", "file stem", "name prefix", "table prefix", "components", "one cluster")


def environment_path(variable, path):
    top = os.environ.get(variable)
    return pathlib.Path(top) / path if top else None


def find_program(name):
    """(tree, truth) where both are there, else why not."""
    tree, truth = TRUTHS[name][:2]
    tree = TOP / tree if tree.startswith("samples/") else environment_path(ENV_PROGRAMS, tree)
    if truth.startswith("samples/"):
        truth = TOP / truth
    else:
        truth = HERE / truth if truth.startswith("truths/") else environment_path(ENV_EVAL, truth)
    if tree is None or not tree.is_dir():
        return None, f"{ENV_PROGRAMS} has no {TRUTHS[name][0]}"
    if truth is None or not truth.is_file():
        return None, f"{ENV_EVAL} has no {TRUTHS[name][1]}"
    return (tree, truth), None


def run(command):
    ran = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                         errors="replace", check=False)
    if ran.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit status {ran.returncode}\n{ran.stderr[-2000:]}")


def prepare(splitter, name, tree, work):
    """Index and link, unless they are there. The folder that `cluster` takes."""
    out = work / name
    if (work / f"{name}.cache" / "link.db").is_file():
        return out
    database = []
    if name == "shop":
        run(["meson", "setup", work / "shop-build", tree])
        database = ["-p", work / "shop-build"]
    include = [word for glob in TRUTHS[name][2] for word in ("--include", glob)]
    run([splitter, "index", tree, "-q", "-o", out, *database, *include])
    run([splitter, "link", out, "-q"])
    return out


def cluster(splitter, out, *more):
    """Clusters and opens what came out."""
    run([splitter, "cluster", out, "-q", *more])
    return partitions.open_result(out.with_name(out.name + ".cache") / "result.db")


def weights_file(given, path):
    """A rules file of weights: `given` may be the bare object."""
    path.write_text(json.dumps({"weights": given.get("weights", given)}))
    return path


def score(db, name, truth_path):
    """ARI and MoJoFM of ours and of the trivial partitions, and the sizes."""
    truth, ambiguous = partitions.known(db, partitions.read_rsf(truth_path), TRUTHS[name][3])
    all_ours = partitions.ours(db)
    found = {member: all_ours[member] for member in truth if member in all_ours}
    rows = {"ours": found, **partitions.baselines(db, truth)}
    agreed = {label: partitions.agreement(rows[label], truth) for label in ("ours", *TRIVIAL)}
    return {"truth": name, "members": len(found), "known": len(truth), "ambiguous": ambiguous,
            "clusters": len(set(truth.values())), "services": len(set(found.values())),
            "all_services": len(set(all_ours.values())),
            "largest": round(100 * max(map(list(found.values()).count, set(found.values())), default=0) / (len(found) or 1)),
            "ari": {label: value[0] for label, value in agreed.items()},
            "mojofm": {label: value[1] for label, value in agreed.items()}}


def print_table(scores):
    print("ARI / MoJoFM; services: those that hold members of the truth, of all; largest: the share that the largest of them holds")
    print(f"{'truth':12} {'members':>9} {'true':>4} {'services':>8} {'largest':>7} | {'ours':>11} |" +
          "".join(f" {label:>12}" for label in TRIVIAL))
    for s in scores:
        cells = [f"{s['ari'][label]:5.1f}/{s['mojofm'][label]:5.1f}" for label in ("ours", *TRIVIAL)]
        print(f"{s['truth']:12} {s['members']:4}/{s['known']:<4} {s['clusters']:4} {s['services']:4}/{s['all_services']:<3} "
              f"{s['largest']:6}% | {cells[0]} |" + "".join(f" {cell:>12}" for cell in cells[1:]))
    print(f"mean over {len(scores)}: ARI {mean(scores, 'ari'):.2f}  MoJoFM {mean(scores, 'mojofm'):.2f}", flush=True)


def mean(scores, metric):
    return sum(s[metric]["ours"] for s in scores) / len(scores) if scores else 0.0


def ablation(options, programs, work, base):
    """ARI of each truth with each weight at 0 in turn, as a difference to the full set of weights."""
    weights = json.loads((TOP / "rules" / "weights.json").read_text())["weights"]
    print("\nARI with a weight at 0, and the difference to all of them")
    print(f"{'weight':14}" + "".join(f" {name:>13}" for name in programs) + f" {'mean':>13}")
    full = {s["truth"]: s["ari"]["ours"] for s in base}
    line("(all)", [(full[name], 0.0) for name in programs])
    for weight in sorted(name for name in weights if not name.startswith("plan_")):
        tried = weights_file({weight: 0}, work / "weights-ablated.json")
        values = []
        for name, (out, truth) in programs.items():
            db = cluster(options.splitter, out, *cluster_options(options, truth), "--rules", tried)
            value = score(db, name, truth)["ari"]["ours"]
            db.close()
            values.append((value, value - full[name]))
        line(weight, values)


def check(names, scores):
    """Each truth against its floor; the number that fell through it."""
    failed = 0
    for s in scores:
        floor = FLOORS.get(s["truth"], -100)
        failed += s["ari"]["ours"] < floor
        print(f"{'FAILED' if s['ari']['ours'] < floor else 'ok'} {s['truth']}: ARI {s['ari']['ours']:.1f}, at least {floor} is asked for")
    print(f"{len(scores) - failed} passed, {failed} failed, {len(names) - len(scores)} skipped")
    return failed


def line(label, values):
    values = values + [tuple(sum(column) / len(values) for column in zip(*values))]
    print(f"{label:14}" + "".join(f" {value:5.1f} ({delta:+5.1f})" for value, delta in values), flush=True)


def cluster_options(options, truth):
    more = ["--services", str(options.services)] if options.services else []
    if options.of_truth:
        more = ["--services", str(len(set(partitions.read_rsf(truth).values())))]
    for rules in options.rules:
        more += ["--rules", rules]
    return more


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splitter", required=True, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--group", choices=GROUPS, default="in-view")
    parser.add_argument("--only", nargs="+", choices=TRUTHS, metavar="NAME")
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("--rules", action="append", default=[], metavar="DIR")
    parser.add_argument("--weights", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--services", type=int, default=0, metavar="N")
    parser.add_argument("--of-truth", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as scratch:
        work = (options.work or pathlib.Path(scratch)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        if options.weights:
            options.rules.append(weights_file(json.loads(options.weights.read_text()), pathlib.Path(scratch) / "weights.json"))
        programs, scores = {}, []
        names = options.only or GROUPS[options.group]
        for name in names:
            found, why = find_program(name)
            if not found:
                print(f"SKIPPED {name}: {why}")
                continue
            out = prepare(options.splitter, name, found[0], work)
            programs[name] = (out, found[1])
            scores.append(score(cluster(options.splitter, out, *cluster_options(options, found[1])), name, found[1]))
        if options.json:
            print(json.dumps(scores, indent=1))
        else:
            print_table(scores)
        if options.ablate and scores:
            ablation(options, programs, pathlib.Path(scratch), scores)
        if options.check and check(names, scores):
            sys.exit(1)


if __name__ == "__main__":
    main()
