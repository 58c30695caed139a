#!/usr/bin/env python3
"""Has an outside validator read every API specification of samples/shop.

usage: specs.py --splitter BIN --source TOP

Uses openapi-spec-validator of the environment in $SPLITTER_VENV (default TOP/build/venv), which
scripts/test makes from requirements.txt.
"""
import json
import os
import pathlib

from harness import Checks, analyzed_shop, options, run, workplace

# one document that must be refused, so that a validator that accepts anything does not pass
WRONG = {"openapi": "3.1.0", "info": {"title": "no version"}, "paths": {"/a": {"get": {"responses": 3}}}}


def main():
    opts = options(__doc__)
    checks = Checks()
    venv = pathlib.Path(os.environ.get("SPLITTER_VENV") or opts.source / "build" / "venv")
    validator = venv / "bin" / "openapi-spec-validator"
    if not validator.is_file():
        checks.skip("specs", f"no openapi-spec-validator in {venv}; scripts/test makes it", missing_tool=True)
        checks.finish()
    with workplace() as place:
        _, _, out = analyzed_shop(opts, place)
        wrong = place / "wrong.json"
        wrong.write_text(json.dumps(WRONG))
        checks.check(run([validator, wrong]).returncode, "the validator refuses a wrong document")
        specs = sorted((out / "specs").glob("*.json"))
        checks.check(specs, "there are specs")
        for spec in specs:
            ran = run([validator, spec])
            checks.check(ran.returncode == 0, f"{spec.name} is valid", ran.stdout + ran.stderr)
    checks.finish()


if __name__ == "__main__":
    main()
