#!/usr/bin/env python3
"""A known partition from a split that a program's author made: where each function of the split files went.

usage: split_truth.py BEFORE AFTER --split FILE… [--among FOLDER] [--least N] [-o FILE.rsf]

BEFORE and AFTER are source trees; FILE is what was split, relative to BEFORE (globs allowed); FOLDER holds what it was
split into, relative to AFTER. Writes `contain FILE FUNCTION` lines, sorted.

A member is a function that BEFORE defines once. It is followed by its body: to the function of AFTER with the most token
trigrams in common (Jaccard; comments apart, literals by kind only), which must be at least one half, or a fifth where
the name is the same too. A tie between files says nothing, and files with fewer than --least functions neither. The
functions are those that universal-ctags sees.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

BY_BODY = 0.5
BY_NAME = 0.2
LEAST = 3
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|("(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')', re.S)
TOKEN = re.compile(r'[A-Za-z_]\w*|\d\w*|"|->|\+\+|--|<<|>>|&&|\|\||[<>=!+\-*/|&^%]=|[^\s\w]')


def tags_of(tree, files):
    """(name, file, first line, last line) of each function that has a body of its own."""
    command = ["ctags", "--options=NONE", "--languages=C", "--langmap=C:.c.h", "--kinds-C=f", "--fields=+ne",
               "--output-format=json", "-f", "-", "-L", "-"]
    ran = subprocess.run(command, cwd=tree, input="\n".join(files), capture_output=True, text=True, errors="replace",
                         check=True)
    for line in ran.stdout.splitlines():
        tag = json.loads(line) if line.startswith("{") else {}
        if tag.get("kind") == "function" and "end" in tag:
            yield tag["name"], tag["path"], tag["line"], tag["end"]


def trigrams(lines, first, last):
    """The body's runs of three tokens; a literal is one token, so that a changed message changes nothing."""
    text = "".join(lines[first - 1:last])
    text = COMMENT.sub(lambda match: ' " ' if match.group(1) else " ", text)
    tokens = TOKEN.findall(text[text.find("{"):])
    return frozenset(zip(tokens, tokens[1:], tokens[2:]))


def functions_of(tree, files):
    """(name, file, trigrams) in order of file and line; a body listed twice (branches of an #if) counts once."""
    texts = {}
    for name, file, first, last in sorted(set(tags_of(tree, files)), key=lambda tag: (tag[1], tag[2])):
        if file not in texts:
            texts[file] = (tree / file).read_text(errors="replace").splitlines(keepends=True)
        yield name, file, trigrams(texts[file], first, last)


def likeness(a, b):
    return len(a & b) / len(a | b) if a and b else 0.0


def place(name, grams, after, holders):
    """The file that holds what this function became, or None."""
    candidates = {index for gram in grams for index in holders.get(gram, ())}
    best = collections.defaultdict(float)
    for index in candidates:
        other, file, other_grams = after[index]
        value = likeness(grams, other_grams)
        if value >= BY_BODY or (other == name and value >= BY_NAME):
            best[file] = max(best[file], value + (1 if other == name and value >= BY_BODY else 0))
    top = max(best.values(), default=0.0)
    files = [file for file, value in best.items() if value == top]
    return files[0] if len(files) == 1 else None


def truth(before, after, split, among, least):
    files = sorted({str(path.relative_to(before)) for pattern in split for path in before.glob(pattern)})
    if not files:
        sys.exit(f"{before}: nothing like {' '.join(split)}")
    old = list(functions_of(before, files))
    times = collections.Counter(name for name, _, _ in old)
    new = list(functions_of(after, sorted(str(path.relative_to(after)) for path in (after / among).rglob("*.c"))))
    holders = collections.defaultdict(list)
    for index, (_, _, grams) in enumerate(new):
        for gram in grams:
            holders[gram].append(index)
    holders = {gram: found for gram, found in holders.items() if len(found) <= 200}
    home = {name: place(name, grams, new, holders) for name, _, grams in old if times[name] == 1}
    sizes = collections.Counter(home.values())
    return {name: file for name, file in home.items() if file and sizes[file] >= least}, len(old)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=pathlib.Path)
    parser.add_argument("after", type=pathlib.Path)
    parser.add_argument("--split", nargs="+", required=True)
    parser.add_argument("--among", default=".")
    parser.add_argument("--least", type=int, default=LEAST)
    parser.add_argument("-o", "--output", type=argparse.FileType("w"), default=sys.stdout)
    options = parser.parse_args()
    members, seen = truth(options.before, options.after, options.split, options.among, options.least)
    for name, file in sorted(members.items(), key=lambda item: (item[1], item[0])):
        print("contain", pathlib.PurePath(file).name, name, file=options.output)
    print(f"{len(members)} of {seen} functions in {len(set(members.values()))} files", file=sys.stderr)


main()
