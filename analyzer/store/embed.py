#!/usr/bin/env python3
"""Turn text files into C strings.  usage: embed.py OUT.c NAME=FILE…"""
import sys


def literal(text):
    for line in text.splitlines(keepends=True):
        quoted = line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
        yield f'\n\t"{quoted}"'


with open(sys.argv[1], "w", encoding="utf-8") as out:
    for pair in sys.argv[2:]:
        name, path = pair.split("=", 1)
        with open(path, encoding="utf-8") as source:
            print(f"extern const char {name}[];\nconst char {name}[] =" + "".join(literal(source.read())) + ";", file=out)
