#!/usr/bin/env python3
"""Reads every diagram of samples/shop back: DOT and SVG agree, and system.svg can be read by people.

usage: diagrams.py --splitter BIN --source TOP
       diagrams.py --selftest --splitter BIN --source TOP    the overlap check on planted pictures

Each .dot is accepted by `dot -Tcanon`; each SVG is XML with as many nodes as its .dot has visible ones.
system.svg has at most 40 nodes, no two labels that overlap, no two nodes that overlap, and a text that
counts the edges that are not drawn. A label's box is estimated from its anchor, font size and letters.
"""
import argparse
import pathlib
import re
import shutil
import xml.etree.ElementTree

from harness import Checks, analyzed_shop, options, run, workplace

MOST_NODES = 40
TOUCH = 1.0  # points by which boxes may run into each other
SVG = "{http://www.w3.org/2000/svg}"
HIDDEN = re.compile(r"\d[^.]*\b(hidden|not shown|not drawn|left out|omitted)\b", re.I)
NARROW, WIDE = set("iljtfrI.,:;'|!()[]{}/\\ -"), set("mwMW@%")


def text_width(text, size):
    """About what a proportional sans or serif face needs, in points; rather less than more."""
    ems = sum(0.28 if c in NARROW else 0.78 if c in WIDE else 0.62 if c.isupper() else 0.48 for c in text)
    return ems * size


def label_box(element):
    """(left, top, right, bottom) of a <text>, whose y is the baseline."""
    text = "".join(element.itertext()).replace("\u00a0", " ").strip()
    size = float(re.match(r"[\d.]+", element.get("font-size", "14")).group())
    x, y = float(element.get("x", 0)), float(element.get("y", 0))
    width = text_width(text, size)
    left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", "start"), 0)
    return left, y - 0.72 * size, left + width, y + 0.2 * size


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)]


def shape_box(group):
    """The box around a node's outermost shape, or None."""
    boxes = []
    for element in group.iter():
        tag = element.tag.removeprefix(SVG)
        if tag == "ellipse":
            cx, cy, rx, ry = (float(element.get(k)) for k in ("cx", "cy", "rx", "ry"))
            boxes.append((cx - rx, cy - ry, cx + rx, cy + ry))
        elif tag in ("polygon", "polyline", "path"):
            values = numbers(element.get("points") or element.get("d") or "")
            if len(values) >= 4:
                xs, ys = values[0::2], values[1::2]
                boxes.append((min(xs), min(ys), max(xs), max(ys)))
    if not boxes:
        return None
    return tuple(f(b[i] for b in boxes) for i, f in enumerate((min, min, max, max)))


def overlap(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > TOUCH and min(a[3], b[3]) - max(a[1], b[1]) > TOUCH


class Picture:
    """An SVG by graphviz: nodes, and labels with the group (node, edge, cluster, graph) that owns them."""

    def __init__(self, text):
        root = xml.etree.ElementTree.fromstring(text)
        self.nodes, self.labels, self.edges = [], [], 0
        self.read(root, ("graph", ""))
        self.text = " ".join("".join(t.itertext()) for t in root.iter(f"{SVG}text"))

    def read(self, element, owner):
        kind = (element.get("class") or " ").split(" ")[0]  # themes add words behind it
        if element.tag == f"{SVG}g" and kind in ("node", "edge", "cluster"):
            owner = (kind, element.get("id") or element.findtext(f"{SVG}title", ""))
            if owner[0] == "node":
                self.nodes.append((owner[1], shape_box(element)))
            self.edges += owner[0] == "edge"
        for child in element:
            if child.tag == f"{SVG}text" and "".join(child.itertext()).strip():
                self.labels.append((owner, "".join(child.itertext()).strip(), label_box(child)))
            else:
                self.read(child, owner)

    def overlaps(self):
        """Pairs that run into each other, as text: labels of different owners, and nodes."""
        found = []
        for i, (owner, text, box) in enumerate(self.labels):
            found += [f"labels {text!r} and {other!r}" for whose, other, where in self.labels[i + 1:]
                      if overlap(box, where) and (whose != owner or owner[0] == "graph")]
        nodes = [node for node in self.nodes if node[1]]
        for i, (name, box) in enumerate(nodes):
            found += [f"nodes {name!r} and {other!r}" for other, where in nodes[i + 1:] if overlap(box, where)]
            found += [f"node {name!r} and label {text!r}" for owner, text, where in self.labels
                      if owner[0] == "edge" and overlap(box, where)]
        return found


# prints the number of visible nodes
COUNT_NODES = 'BEG_G { int n = 0 } N { if (!hasAttr($, "style") || index($.style, "invis") < 0) n++ } END_G { print(n) }'


def check_pair(checks, dot, name):
    """One .dot and its .svg; the picture, or None if it cannot be read."""
    svg = dot.with_suffix(".svg")
    ran = run(["dot", "-Tcanon", dot])
    checks.check(ran.returncode == 0 and not ran.stderr, f"{name}.dot: dot -Tcanon reads it", ran.stderr)
    if not checks.check(svg.is_file(), f"{name}.svg is there"):
        return None
    try:
        picture = Picture(svg.read_bytes())
    except xml.etree.ElementTree.ParseError as error:
        checks.check(False, f"{name}.svg is XML", error)
        return None
    wanted = run(["gvpr", COUNT_NODES, dot]).stdout.strip()
    checks.equal(str(len(picture.nodes)), wanted, f"{name}.svg: as many nodes as the .dot")
    return picture


def check_system(checks, picture, name):
    checks.check(0 < len(picture.nodes) <= MOST_NODES, f"{name}: at most {MOST_NODES} nodes", len(picture.nodes))
    found = picture.overlaps()
    checks.check(not found, f"{name}: nothing overlaps", "\n".join(found))
    checks.check(HIDDEN.search(picture.text), f"{name}: hidden edges are counted in a text", picture.text)


def check_diagrams(checks, out, label):
    """Everything about OUT/diagrams; `label` begins each check's name."""
    if not shutil.which("dot") or not shutil.which("gvpr"):
        checks.skip(f"{label}diagrams", "graphviz's programs are not installed", missing_tool=True)
        return
    dots = sorted((out / "diagrams").glob("*.dot"))
    checks.check({"system", "data"} <= {d.stem for d in dots}, f"{label}system and data are there", dots)
    for dot in dots:
        picture = check_pair(checks, dot, f"{label}{dot.stem}")
        if picture and dot.stem == "system":
            check_system(checks, picture, f"{label}system.svg")


def planted(*labels, nodes=()):
    """An SVG with edge labels (x, y, text) and node boxes."""
    groups = [f'<g class="edge"><title>e{i}</title><text text-anchor="middle" x="{x}" y="{y}" font-size="10">{t}</text></g>'
              for i, (x, y, t) in enumerate(labels)]
    groups += [f'<g class="node"><title>n{i}</title><polygon points="{l},{t} {r},{t} {r},{b} {l},{b}"/></g>'
               for i, (l, t, r, b) in enumerate(nodes)]
    return Picture(f'<svg xmlns="http://www.w3.org/2000/svg"><g class="graph">{"".join(groups)}</g></svg>')


def selftest(checks):
    checks.check(not planted((0, 0, "reads orders"), (0, 12, "reads stock")).overlaps(), "labels below each other")
    checks.check(planted((0, 0, "reads orders"), (20, 3, "reads stock")).overlaps(), "labels on each other")
    checks.check(not planted((0, 0, "one"), (40, 0, "two")).overlaps(), "labels beside each other")
    checks.check(planted(nodes=((0, 0, 50, 20), (40, 10, 90, 30))).overlaps(), "nodes on each other")
    checks.check(planted((25, 12, "calls"), nodes=((0, 0, 50, 20),)).overlaps(), "label on a node")
    checks.check(HIDDEN.search("7 weak edges hidden") and not HIDDEN.search("orders"), "text about hidden edges")
    with workplace() as place:
        dot = place / "x.dot"
        dot.write_text("digraph { rankdir=LR; a -> b [label=calls]; c [style=invis]; d [style=filled] }\n")
        run(["dot", "-Tsvg", "-o", place / "x.svg", dot])
        picture = check_pair(checks, dot, "x")
        checks.check(picture and not picture.overlaps(), "a picture by dot has no overlaps")


def main():
    opts = options(__doc__, ("--selftest", {"action": "store_true", "help": argparse.SUPPRESS}))
    checks = Checks()
    if opts.selftest:
        selftest(checks)
        checks.finish()
    with workplace() as place:
        out = pathlib.Path(analyzed_shop(opts, place)[2])
        check_diagrams(checks, out, "")
    checks.finish()


if __name__ == "__main__":
    main()
