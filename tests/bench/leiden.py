#!/usr/bin/env python3
"""Our partition beside igraph's Leiden: the objective of both, judged by one function, and CPU.

usage: leiden.py --splitter BIN --partition-run BIN [--igraph PYTHON] [--runs N] [--edges N] [--resolution R]… [NAME…]

Graphs: the ties of redis, proftpd-dfsg, kamailio and slurm-wlm (or NAME…) from SPLITTER_PROGRAMS, analysed here, and two
made by seed: communities planted in the manner of LFR (sizes and degrees by power laws, a third of each node's edges
leave), and one grown by preferential attachment. igraph (Debian's python3-igraph 0.10, a process of its own) runs to
rest from N seeds; its best counts. Ours may fall behind it by half a percent. Ends with `N passed, N failed, N skipped`.
"""
import argparse
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

NAMES = ["redis", "proftpd-dfsg", "kamailio", "slurm-wlm"]
BEHIND = 0.005
OUTSIDER = """
import random, resource, sys, igraph
path, resolution, runs = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
rows = [line.split() for line in open(path)]
g = igraph.Graph(edges=[(int(a), int(b)) for a, b, _ in rows])
g.es["w"] = [float(w) for _, _, w in rows]
g = g.simplify(combine_edges="sum")
for run in range(runs):
    random.seed(run + 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    found = g.community_leiden("modularity", weights="w", resolution_parameter=resolution, n_iterations=-1)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_utime - before, *found.membership)
"""


def edges_of(path):
    """Weight by pair of nodes; no loops."""
    edges = {}
    for line in open(path):
        a, b, w = map(int, line.split())
        if a != b and w > 0:
            pair = (a, b) if a < b else (b, a)
            edges[pair] = edges.get(pair, 0) + w
    return edges


def modularity(edges, community, resolution):
    """Exact until the last division: sum over communities of inside / m - resolution * (strength / 2m)^2."""
    inside, strength, total = 0, {}, 0
    for (a, b), w in edges.items():
        total += w
        inside += w * (community[a] == community[b])
        for node in (a, b):
            strength[community[node]] = strength.get(community[node], 0) + w
    squares = sum(s * s for s in strength.values())
    thousandths = round(resolution * 1000)
    return (inside * 4 * total * 1000 - thousandths * squares) / (4 * total * total * 1000)


def pieces(edges, community):
    """Communities that do not hang together."""
    root = list(range(len(community)))

    def find(i):
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i
    for a, b in edges:
        if community[a] == community[b]:
            root[find(a)] = find(b)
    seen = {}
    for i, c in enumerate(community):
        seen.setdefault(c, set()).add(find(i))
    return sum(len(s) > 1 for s in seen.values())


def power(dice, least, most, exponent):
    u, e = dice.random(), 1 - exponent
    return int((u * (most ** e - least ** e) + least ** e) ** (1 / e))


def planted(path, count):
    """Stubs of each node, a third of them for anybody, the rest for its own community."""
    dice, near, far, node = random.Random(1), [], [], 0
    while sum(map(len, near)) + len(far) < 2 * count:
        stubs = []
        for _ in range(power(dice, 30, 600, 1.5)):
            for _ in range(power(dice, 8, 120, 2.5)):
                (far if dice.random() < 1 / 3 else stubs).append(node)
            node += 1
        near.append(stubs)
    with open(path, "w") as out:
        for stubs in near + [far]:
            dice.shuffle(stubs)
            for a, b in zip(stubs[::2], stubs[1::2]):
                if a != b:
                    print(a, b, dice.randint(1, 1000), file=out)


def grown(path, count, links=5):
    dice, ends = random.Random(2), list(range(links))
    with open(path, "w") as out:
        for node in range(links, count // links + links):
            for to in {dice.choice(ends) for _ in range(links)}:
                print(node, to, dice.randint(1, 1000), file=out)
                ends += [node, to]


def ours(options, path, resolution):
    ran = subprocess.run([options.partition_run, path, str(round(resolution * 1000))], check=True, capture_output=True, text=True)
    return float(ran.stderr), list(map(int, ran.stdout.split()))


def theirs(options, path, resolution):
    ran = subprocess.run([options.igraph, "-c", OUTSIDER, path, str(resolution), str(options.runs)], check=True,
                         capture_output=True, text=True)
    found = []
    for line in ran.stdout.splitlines():
        cpu, *community = line.split()
        found.append((float(cpu), list(map(int, community))))
    return found


def compare(options, name, path):
    failed, edges = 0, edges_of(path)
    for resolution in options.resolution or [1.0]:
        cpu, community = ours(options, path, resolution)
        runs = theirs(options, path, resolution)
        here = modularity(edges, community, resolution)
        there = [modularity(edges, c, resolution) for _, c in runs]
        cpus = sorted(c for c, _ in runs)
        split = pieces(edges, community)
        ok = here >= max(there) - abs(max(there)) * BEHIND and not split
        failed += not ok
        print(f"{'ok' if ok else 'FAILED'} leiden/{name} at {resolution}: {len(community)} nodes, {len(edges)} edges; ours {here:.6f} in "
              f"{cpu:.3f} s, {len(set(community))} communities, {split} in pieces; igraph's best {max(there):.6f}, mean "
              f"{sum(there) / len(there):.6f}, worst {min(there):.6f}, {cpus[len(cpus) // 2]:.3f} s a run; behind "
              f"{100 * (max(there) - here) / abs(max(there)):.3f} %, CPU ratio {cpu / max(cpus[len(cpus) // 2], 0.001):.2f}", flush=True)
    return failed


def ties_of(options, name, place):
    """The ties of a program as a list of edges; None when it is not there."""
    top = os.environ.get("SPLITTER_PROGRAMS")
    if not top or not (pathlib.Path(top) / name / "compile_commands.json").exists():
        return None
    result = pathlib.Path(options.results) / name if options.results else pathlib.Path(place) / name
    if not (result / "splitter.db").exists():
        subprocess.run([options.splitter, "analyze", f"{top}/{name}/src", "-p", f"{top}/{name}/compile_commands.json", "-o", result, "-q"],
                       check=True, stderr=subprocess.DEVNULL)
    path = f"{place}/{name}.edges"
    with open(path, "w") as out:
        subprocess.run([options.partition_run, "--ties", result / "splitter.db"], check=True, stdout=out)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splitter", required=True)
    parser.add_argument("--partition-run", required=True)
    parser.add_argument("--igraph", default="/usr/bin/python3", help="a Python that has igraph")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--resolution", type=float, action="append")
    parser.add_argument("--results", help="folder of results made before, by name")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    counts = [0, 0, 0]
    if subprocess.run([options.igraph, "-c", "import igraph"], capture_output=True).returncode:
        print("SKIPPED leiden: no igraph (Debian's python3-igraph); name its Python with --igraph\n0 passed, 0 failed, 1 skipped")
        return
    with tempfile.TemporaryDirectory() as place:
        graphs = [(name, lambda name=name: ties_of(options, name, place)) for name in options.names or NAMES]
        for name, make in [("planted", planted), ("grown", grown)]:
            path = f"{place}/{name}.edges"
            graphs.append((name, lambda make=make, path=path: make(path, options.edges) or path))
        for name, make in graphs if options.edges else graphs[:-2]:
            path = make()
            if not path:
                print(f"SKIPPED leiden/{name}: not in SPLITTER_PROGRAMS")
                counts[2] += 1
                continue
            failed = compare(options, name, path)
            counts[0] += len(options.resolution or [1.0]) - failed
            counts[1] += failed
    print("{} passed, {} failed, {} skipped".format(*counts))
    sys.exit(counts[1] > 0)


main()
