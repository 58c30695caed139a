#!/usr/bin/env python3
"""Files to C arrays: embed.py FILE… OUT.c defines `const unsigned char page_NAME[]` and `page_NAME_size`."""
import pathlib
import sys

*inputs, output = sys.argv[1:]
parts = ["/* Made by embed.py from " + ", ".join(pathlib.Path(i).name for i in inputs) + ". */",
         '#include "reports/page/page.h"']
for path in map(pathlib.Path, inputs):
    name = "page_" + path.name.replace(".", "_")
    data = path.read_bytes()
    parts.append(f"const unsigned char {name}[] = {{")
    parts += ["\t" + ", ".join(map(str, data[i:i + 32])) + "," for i in range(0, len(data), 32)]
    parts += ["\t0};", f"const size_t {name}_size = {len(data)};"]
pathlib.Path(output).write_text("\n".join(parts) + "\n")
