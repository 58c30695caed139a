#!/usr/bin/env python3
"""Leave-one-out: weights chosen by all truths in view but one, judged by the one left out.

usage: tune.py --splitter BIN [--rounds N] [--work DIR]

Weights of rules/weights.json that change no score when they are 0 are left alone. The others are searched one after the
other, from the default, over GRID times the default, for the mean ARI of the truths that stay; a value replaces another
only where it is better. Then the weights that every search moved the same way, by the least that any of them moved it,
are scored on all truths: a change of the defaults is worth a thought only where these agree.

Truths are those of truths.py's group `in-view`; what is held out is never read here.
"""
import argparse
import json
import pathlib
import sys
import tempfile

import partitions
import truths

GRID = (0.5, 1.5, 2)


class Bench:
    """Scores a set of weights on a truth, each pair once."""

    def __init__(self, splitter, work):
        self.splitter, self.rules = splitter, work / "weights-tried.json"
        self.default = {name: value for name, value in
                        json.loads((truths.TOP / "rules" / "weights.json").read_text())["weights"].items()
                        if not name.startswith("plan_")}
        self.programs, self.known, self.trivial, self.scores = {}, {}, {}, {}
        for name in truths.GROUPS["in-view"]:
            self.add(name, work)

    def add(self, name, work):
        found, why = truths.find_program(name)
        if not found:
            print(f"SKIPPED {name}: {why}")
            return
        self.programs[name] = truths.prepare(self.splitter, name, found[0], work)
        db = truths.cluster(self.splitter, self.programs[name])
        self.known[name] = partitions.known(db, partitions.read_rsf(found[1]), truths.TRUTHS[name][3])[0]
        ari = truths.score(db, name, found[1])["ari"]
        self.trivial[name] = max((ari[label], label) for label in truths.TRIVIAL)
        db.close()

    def ari(self, name, weights):
        key = (name, *weights.values())
        if key not in self.scores:
            truths.weights_file(weights, self.rules)
            db = truths.cluster(self.splitter, self.programs[name], "--rules", self.rules)
            ours, known = partitions.ours(db), self.known[name]
            self.scores[key] = partitions.agreement({m: ours[m] for m in known if m in ours}, known)[0]
            db.close()
        return self.scores[key]

    def mean(self, names, weights):
        return sum(self.ari(name, weights) for name in names) / len(names)

    def live(self):
        return [weight for weight in sorted(self.default)
                if any(self.ari(name, {**self.default, weight: 0}) != self.ari(name, self.default) for name in self.programs)]


def search(bench, live, names, rounds):
    """The best weights that a search along the axes finds."""
    best, top = dict(bench.default), bench.mean(names, bench.default)
    for _ in range(rounds):
        before = top
        for weight in live:
            for value in sorted({int(bench.default[weight] * factor + 0.5) for factor in (*GRID, 1)} - {best[weight]}):
                tried = {**best, weight: value}
                mean = bench.mean(names, tried)
                if mean > top + 1e-9:
                    best, top = tried, mean
        if top == before:
            break
    return best, top


def agreed(default, found):
    """The weights that every search moved the same way, by the least that one of them did."""
    moved = {}
    for weight, value in default.items():
        steps = [weights[weight] - value for weights in found]
        if all(step > 0 for step in steps) or all(step < 0 for step in steps):
            moved[weight] = value + min(steps, key=abs)
    return moved


def changes(default, weights):
    return " ".join(f"{name} {default[name]}->{value}" for name, value in weights.items() if value != default[name]) or "none"


def tune(bench, rounds):
    names, live, found, judged = list(bench.programs), bench.live(), [], []
    print(f"live: {' '.join(live)}\n")
    print(f"{'left out':10} {'chosen':>7} {'default':>7} {'trivial':>7}  the others' mean: default, chosen; weights chosen")
    for left in names:
        others = [name for name in names if name != left]
        weights, top = search(bench, live, others, rounds)
        found.append(weights)
        judged.append((bench.ari(left, weights), bench.ari(left, bench.default), bench.trivial[left][0]))
        print("{:10} {:7.1f} {:7.1f} {:7.1f}".format(left, *judged[-1]), f" {bench.mean(others, bench.default):5.1f} {top:5.1f};",
              f"{changes(bench.default, weights)} (trivial: {bench.trivial[left][1]})", flush=True)
    print("{:10} {:7.1f} {:7.1f} {:7.1f}".format("mean", *(sum(column) / len(judged) for column in zip(*judged))))
    common = {**bench.default, **agreed(bench.default, found)}
    print(f"\nmoved alike by all: {changes(bench.default, common)}")
    print("with these: " + ", ".join(f"{name} {bench.ari(name, common):.1f} ({bench.ari(name, common) - bench.ari(name, bench.default):+.1f})"
                                     for name in names) +
          f"; mean {bench.mean(names, common):.2f} ({bench.mean(names, common) - bench.mean(names, bench.default):+.2f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splitter", required=True, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--work", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = (options.work or pathlib.Path(scratch)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        bench = Bench(options.splitter, work)
        if len(bench.programs) < 3:
            sys.exit("fewer than three truths: nothing to choose by")
        tune(bench, options.rounds)


if __name__ == "__main__":
    main()
