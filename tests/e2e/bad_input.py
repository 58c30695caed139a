#!/usr/bin/env python3
"""Bad input and bad luck: a clear message, the right exit code, and the old result whole.

usage: bad_input.py --splitter BIN --source TOP

Exit codes: 1 partial under --strict, 2 usage, 3 failed with nothing replaced, 130 interrupted. Every case
that fails has a result from before in OUT, which must have the same bytes afterwards, with nothing left
beside it. Message means: stderr is not empty and names the path it is about.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

from harness import (Checks, analyzed_shop, contents, differences, must, options, rows, run, workplace)

GOOD_C = """#include <stdio.h>

static int twice(int n)
{
	return 2 * n;
}

int main(void)
{
	printf("%d\\n", twice(21));
	return 0;
}
"""
BAD_C = """#include "nowhere/to_be_found.h"

int answer(struct unheard_of *u)
{
	return 42;
}
"""


class Shop:
    """The good result that every failing run is tried against."""

    def __init__(self, opts, place, checks):
        self.splitter, self.place, self.checks = opts.splitter, place, checks
        self.dir, self.build, self.good = analyzed_shop(opts, place)
        entries = json.loads((self.build / "compile_commands.json").read_text())
        files = (pathlib.Path(e["directory"], e["file"]).resolve() for e in entries)
        self.unit = min(str(f.relative_to(self.dir)) for f in files if f.is_relative_to(self.dir))

    def old_result(self, name):
        """A folder of its own holding a copy of the good result and nothing else."""
        out = self.place / name.replace(" ", "-") / "out"
        out.parent.mkdir()
        shutil.copytree(self.good, out)
        return out

    def complains(self, ran, code, about, name):
        """Exit code, a message that names what it is about, and no sign of a crash."""
        self.checks.equal(ran.returncode, code, f"{name}: exit code {code}", ran.stderr)
        self.checks.check(str(about) in ran.stderr, f"{name}: the message names {pathlib.Path(str(about)).name}",
                          ran.stderr or "stderr is empty")

    def whole(self, out, name, cache=True):
        """OUT is what it was, and beside it lies nothing but its cache."""
        same = differences(contents(self.good), contents(out))
        self.checks.check(not same, f"{name}: the old result is whole", same)
        beside = sorted(p.name for p in out.parent.iterdir() if p.name not in (out.name, f"{out.name}.cache"))
        self.checks.check(not beside, f"{name}: nothing is left beside it", beside)

    def fails(self, name, command, code, about, **keywords):
        """One failing run of `analyze` with `command` as further words, against an old result."""
        out = self.old_result(name)
        ran = run([self.splitter, "analyze", *command, "-o", out], **keywords)
        self.complains(ran, code, about, name)
        self.whole(out, name)
        fresh = out.parent / "fresh"
        run([self.splitter, "analyze", *command, "-o", fresh], **keywords)
        self.checks.check(not fresh.exists(), f"{name}: no new result appears")


def folders(shop):
    nowhere = shop.place / "no-such-folder"
    shop.fails("no such directory", [nowhere], 3, nowhere)
    empty = shop.place / "empty"
    empty.mkdir()
    shop.fails("empty directory", [empty], 3, empty)
    text = shop.place / "only-text"
    text.mkdir()
    (text / "README").write_text("no C here\n")
    shop.fails("no C in it", [text], 3, text)
    shop.fails("a file instead of a directory", [text / "README"], 3, text / "README")


def databases(shop):
    text = (shop.build / "compile_commands.json").read_text()
    broken = {
        "broken JSON": '[{"directory": "/", "file": }]',
        "truncated JSON": text[:len(text) * 2 // 3],
        "JSON of another shape": '{"units": 3}',
        "empty database": "[]",
        "empty file as database": "",
        "bytes as database": "\x00\x01\x02[[[[",
    }
    for name, content in broken.items():
        folder = shop.place / f"db-{name.replace(' ', '-')}"
        folder.mkdir()
        path = folder / "compile_commands.json"
        path.write_text(content)
        shop.fails(name, [shop.dir, "-p", folder], 3, path)
    shop.fails("deep JSON", [shop.dir, "-p", deep_json(shop.place / "db-deep")], 3, "compile_commands.json")
    gone = shop.place / "no-such-build"
    shop.fails("no such database", [shop.dir, "-p", gone], 3, gone)
    one = shop.place / "db-file-gone"
    one.mkdir()
    entries = json.loads(text)
    entries.append({"directory": str(shop.dir), "file": "src/gone_since.c", "command": "cc -c src/gone_since.c"})
    (one / "compile_commands.json").write_text(json.dumps(entries))
    out = shop.place / "out-file-gone"
    ran = run([shop.splitter, "analyze", shop.dir, "-p", one, "-o", out])
    shop.checks.equal(ran.returncode, 0, "entry whose file is gone: exit code 0", ran.stderr)
    lost = rows(out, "SELECT status, reason FROM v_unit WHERE file LIKE '%gone_since.c'") if out.exists() else []
    shop.checks.check(lost and lost[0][0] == "skipped" and lost[0][1],
                      "entry whose file is gone: skipped with a reason", lost)


def descriptions(shop):
    """Descriptions of builds and their logs, hostile or no text at all: a warning at most, and the unit is read."""
    hostile = {
        "endless variables": "A = $(B)$(B)\nB = $(A)$(A)\nC = $(call C,$(C))$(call C)\nall: $(C)\n\t$(C) -o $@\n",
        "endless includes": "include Makefile\ninclude $(wildcard *)\n" * 50,
        "deep brackets": "all: " + "$(if x," * 50000 + "\n\tcc -o all all.o\n",
        "doubling": "V0 = xxxxxxxx\n" + "".join(f"V{i + 1} = $(V{i}) $(V{i})\n" for i in range(60)) + "p: $(V60)\n\tcc -o $@ $^\n",
        "bytes": "\x00\x01\xff\n" * 100,
    }
    for name, text in hostile.items():
        tree = shop.place / f"description-{name.replace(' ', '-')}"
        tree.mkdir()
        (tree / "all.c").write_text("int main(void) { return 0; }\n")
        for file in ("Makefile", "CMakeLists.txt", "meson.build", "config.h.in"):
            (tree / file).write_text(text)
        out = shop.place / f"{tree.name}-out"
        ran = run([shop.splitter, "analyze", tree, "-o", out])
        shop.checks.equal(ran.returncode, 0, f"description with {name}: exit code 0", ran.stderr)
        found = rows(out, "SELECT name FROM v_function") if out.exists() else []
        shop.checks.equal(found, [("main",)], f"description with {name}: the unit is read")
    pipes = shop.place / "description-pipes"
    pipes.mkdir()
    (pipes / "all.c").write_text("int main(void) { return 0; }\n")
    for file in ("Makefile", "CMakeLists.txt", "meson.build", "config.h.in", "x.log"):
        os.mkfifo(pipes / file)
    ran = run([shop.splitter, "analyze", pipes, "-o", shop.place / "pipes-out"])
    shop.checks.equal(ran.returncode, 0, "descriptions that are pipes: exit code 0", ran.stderr)
    for name in (pipes / "x.log", pipes / "gone.log", pipes / "all.c"):
        shop.fails(f"build log {name.name}", [pipes, "--build-log", name], 3, name)


def deep_json(folder):
    folder.mkdir()
    (folder / "compile_commands.json").write_text("[" * 200000)
    return folder


def usage(shop):
    wrong = {
        "unknown option": ["analyze", shop.dir, "--no-such-option"],
        "unknown command": ["analyse", shop.dir],
        "option without its value": ["analyze", shop.dir, "-o"],
        "too many folders": ["analyze", shop.dir, shop.build, "-o", shop.place / "never"],
        "no number of workers": ["analyze", shop.dir, "-j", "many", "-o", shop.place / "never"],
        "negative number of workers": ["analyze", shop.dir, "-j", "-3", "-o", shop.place / "never"],
    }
    for name, words in wrong.items():
        ran = run([shop.splitter, *words], cwd=shop.place)
        shop.checks.equal(ran.returncode, 2, f"{name}: exit code 2", ran.stderr)
        shop.checks.check(ran.stderr.strip() and not ran.stdout, f"{name}: a message on stderr", ran.stdout)
    shop.checks.check(not (shop.place / "never").exists(), "usage errors write nothing")
    ran = run([shop.splitter, "link", shop.place / "no-such-out"])
    shop.complains(ran, 3, "no-such-out", "link without a result")


def missing_headers(shop):
    tree = shop.place / "holes"
    tree.mkdir()
    (tree / "good.c").write_text(GOOD_C)
    (tree / "bad.c").write_text(BAD_C)
    commands = [{"directory": str(tree), "file": name, "arguments": ["cc", "-c", name]} for name in ("good.c", "bad.c")]
    (tree / "compile_commands.json").write_text(json.dumps(commands))
    out = shop.place / "holes-out"
    ran = run([shop.splitter, "analyze", tree, "-o", out])
    name = "unit with missing headers"
    shop.checks.equal(ran.returncode, 0, f"{name}: exit code 0", ran.stderr)
    shop.checks.check("partial" in ran.stderr, f"{name}: counted aloud", ran.stderr or "stderr is empty")
    units = dict(rows(out, "SELECT file, status FROM v_unit")) if out.exists() else {}
    shop.checks.equal(units, {"bad.c": "partial", "good.c": "ok"}, f"{name}: status")
    why = rows(out, "SELECT reason FROM v_unit WHERE file = 'bad.c'") if out.exists() else []
    shop.checks.check(why and "to_be_found.h" in (why[0][0] or ""), f"{name}: the reason names the header", why)
    strict = shop.place / "holes-strict"
    ran = run([shop.splitter, "analyze", tree, "--strict", "-o", strict])
    shop.checks.equal(ran.returncode, 1, f"{name}, --strict: exit code 1", ran.stderr)
    shop.checks.equal(differences(contents(out, (".splitter",)), contents(strict, (".splitter",))) if out.exists() else "",
                      "", f"{name}, --strict: the same result")
    clean = run([shop.splitter, "analyze", shop.dir, "-p", shop.build, "--strict", "-o", shop.place / "strict-out"])
    shop.checks.equal(clean.returncode, 0, "--strict with all units ok: exit code 0", clean.stderr)


def foreign_folder(shop):
    name = "somebody else's folder"
    place = shop.place / "foreign"
    out = place / "out"
    (out / "deep").mkdir(parents=True)
    (out / "thesis.txt").write_text("ten years of work\n")
    (out / "deep" / "model.json").write_text("{}\n")
    before = contents(out)
    ran = run([shop.splitter, "analyze", shop.dir, "-p", shop.build, "-o", out])
    shop.complains(ran, 3, out, name)
    shop.checks.equal(contents(out), before, f"{name}: it is as it was")
    beside = [p.name for p in place.iterdir() if p.name not in ("out", "out.cache")]
    shop.checks.check(not beside, f"{name}: nothing is left beside it", beside)
    plain = place / "file"
    plain.write_text("a file\n")
    ran = run([shop.splitter, "analyze", shop.dir, "-p", shop.build, "-o", plain])
    shop.complains(ran, 3, plain, "a file where OUT should be")
    shop.checks.check(plain.is_file() and plain.read_text() == "a file\n", "a file where OUT should be: it is as it was")
    ran = run([shop.splitter, "analyze", shop.dir, "-p", shop.build, "-o", shop.dir])
    shop.complains(ran, 3, shop.dir, "OUT is the sources")
    shop.checks.check((shop.dir / "domains.rsf").exists() or list(shop.dir.iterdir()), "OUT is the sources: they are there")


def unwritable(shop):
    name = "unwritable OUT"
    if os.geteuid():
        command = []
    elif shutil.which("setpriv"):
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    else:
        shop.checks.skip(name, "root writes everywhere and there is no setpriv", missing_tool=True)
        return
    # the binary may lie where the other user cannot go; what it loads at run time lies beside the sources
    if run([*command, shop.splitter, "--version"]).returncode:
        shop.checks.skip(name, "another user cannot run the binary where it lies")
        return
    out = shop.old_result(name)
    os.chmod(out.parent, 0o555)
    for path in [out, *out.rglob("*")]:
        os.chmod(path, 0o555 if path.is_dir() else 0o444)
    for which in (out, out.parent / "fresh"):
        ran = run([*command, shop.splitter, "analyze", shop.dir, "-p", shop.build, "-o", which],
                  env={"HOME": "/nonexistent"}, cwd="/")
        shop.complains(ran, 3, which.name, f"{name} ({which.name})")
    os.chmod(out.parent, 0o755)
    shop.whole(out, name)
    if not os.geteuid():
        secret = shop.place / "unreadable"
        secret.mkdir(mode=0o700)
        (secret / "main.c").write_text(GOOD_C)
        ran = run([*command, shop.splitter, "analyze", secret, "-o", "/tmp/splitter-never"], cwd="/",
                  env={"HOME": "/nonexistent"})
        shop.complains(ran, 3, secret, "unreadable DIR")


def worker_faults(shop):
    """A worker that dies costs exactly the unit it was at."""
    everything = set(rows(shop.good, "SELECT file, status FROM v_unit"))
    for kind, status in (("crash", {"crashed"}), ("oom", {"oom"}), ("garbage", {"crashed"}), ("hang", {"timeout"})):
        name = f"worker fault {kind}"
        out = shop.place / f"fault-{kind}" / "out"
        out.parent.mkdir()
        command = [shop.splitter, "analyze", shop.dir, "-p", shop.build, f"--force-worker-fault={kind}:{shop.unit}"]
        try:
            ran = run([*command, "-o", out], timeout=400)
        except subprocess.TimeoutExpired:
            shop.checks.check(False, f"{name}: ends", "still running after 400 s")
            continue
        if not shop.checks.equal(ran.returncode, 0, f"{name}: exit code 0", ran.stderr):
            continue
        found = set(rows(out, "SELECT file, status FROM v_unit"))
        lost = {(f, s) for f, s in found if f == shop.unit}
        shop.checks.check(lost and {s for _, s in lost} <= status, f"{name}: the unit is {'/'.join(status)}", lost)
        others = {(f, s) for f, s in everything if f != shop.unit}
        shop.checks.equal(found - lost, others, f"{name}: every other unit as before")
        reason = rows(out, "SELECT reason FROM v_unit WHERE file = ?", shop.unit)
        shop.checks.check(reason and reason[0][0], f"{name}: a reason is given", reason)
        shop.checks.check(shop.unit in ran.stderr, f"{name}: said aloud", ran.stderr or "stderr is empty")
        if kind == "crash":
            ran = run([*command, "--strict", "-o", out.parent / "strict"])
            shop.checks.equal(ran.returncode, 1, f"{name}, --strict: exit code 1", ran.stderr)
            ran = run([shop.splitter, "analyze", shop.dir, "-p", shop.build, "-o", out])
            shop.checks.equal(differences(contents(out, (".splitter",)), contents(shop.good, (".splitter",))), "",
                              f"{name}: the next run heals it")


def members_of(session):
    """The processes of a session, zombies aside."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[3]) == session:
            found.append(int(stat.parent.name))
    return found


def interrupted(shop):
    """A unit that hangs holds the run in its middle; then the signal comes."""
    for sent, name in ((signal.SIGINT, "SIGINT"), (signal.SIGTERM, "SIGTERM"), (signal.SIGKILL, "SIGKILL")):
        out = shop.old_result(name)
        command = [shop.splitter, "analyze", shop.dir, "-p", shop.build, "-j2", "-o", out,
                   f"--force-worker-fault=hang:{shop.unit}"]
        child = subprocess.Popen([str(w) for w in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(2.0)
        if not shop.checks.check(child.poll() is None, f"{name}: it comes in the middle"):
            continue
        child.send_signal(sent)
        code = child.wait(timeout=60)
        deadline = time.time() + 20
        while members_of(child.pid) and time.time() < deadline:
            time.sleep(0.1)
        left = members_of(child.pid)
        shop.checks.check(not left, f"{name}: no worker stays", left)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        if sent == signal.SIGKILL:
            same = differences(contents(shop.good), contents(out))
            shop.checks.check(not same, f"{name}: the old result is whole", same)
            ran = run([shop.splitter, "analyze", shop.dir, "-p", shop.build, "-o", out])
            shop.checks.equal(ran.returncode, 0, f"{name}: the next run works", ran.stderr)
            shop.whole(out, f"{name}, next run")
        else:
            expected = 130 if sent == signal.SIGINT else code
            shop.checks.equal(code, expected, f"{name}: exit code {expected}")
            shop.whole(out, name)


def disk_full(shop):
    name = "disk full"
    if os.geteuid():
        shop.checks.skip(name, "mounting a small tmpfs needs root")
        return
    disk = shop.place / "disk"
    disk.mkdir()
    mounted = run(["mount", "-t", "tmpfs", "-o", "size=32m,mode=755", "splitter-test", disk])
    if mounted.returncode:
        shop.checks.skip(name, f"no tmpfs can be mounted here: {mounted.stderr.strip()}")
        return
    try:
        out = disk / "out"
        shutil.copytree(shop.good, out)
        with open(disk / "filler", "wb", buffering=0) as filler:
            fill(filler)
        before = contents(disk)
        for where, more in (("OUT", ["--cache", shop.place / "disk-cache"]), ("OUT and cache", [])):
            ran = run([shop.splitter, "analyze", shop.dir, "-p", shop.build, "-o", out, *more])
            shop.complains(ran, 3, disk, f"{name} ({where})")
            same = differences(contents(shop.good), contents(out))
            shop.checks.check(not same, f"{name} ({where}): the old result is whole", same)
            if more:
                left = differences(before, contents(disk))
                shop.checks.check(not left, f"{name} ({where}): nothing is left beside it", left)
            shutil.rmtree(disk / "out.cache", ignore_errors=True)
        os.unlink(disk / "filler")
        ran = run([shop.splitter, "analyze", shop.dir, "-p", shop.build, "-o", out])
        shop.checks.equal(ran.returncode, 0, f"{name}: with room again it works", ran.stderr)
    finally:
        must(["umount", disk])
    full = pathlib.Path("/dev/full")
    if full.exists():
        with open(full, "w") as sink:
            ran = subprocess.run([shop.splitter, "--help"], stdout=sink, stderr=subprocess.PIPE, check=False)
        shop.checks.equal(ran.returncode, 3, "stdout full: exit code 3", ran.stderr.decode(errors="replace"))


def fill(filler):
    """Takes all but 64 kB of the disk a file lies on."""
    written = 0
    try:
        while True:
            written += filler.write(bytes(1 << 14))
    except OSError:
        filler.truncate(max(0, written - (1 << 16)))


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        shop = Shop(opts, place, checks)
        for part in (folders, databases, descriptions, usage, missing_headers, foreign_folder, unwritable, worker_faults,
                     interrupted, disk_full):
            part(shop)
    checks.finish()


if __name__ == "__main__":
    main()
