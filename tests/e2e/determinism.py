#!/usr/bin/env python3
"""Same input, same bytes, whatever the number of workers, place, locale, time zone, order or history.

usage: determinism.py --splitter BIN --source TOP

Analyses samples/shop once, then again in other ways; every file of OUT but the mark must be the same.
"""
import os
import random
import shutil
import sys

from harness import (MARK, Checks, analyze, contents, copy_sample, differences, must, options, run,
                     shop_database, workplace)

# Serves the entries of a directory in reverse. Only direct calls of readdir are caught; what libc's own
# scandir, glob and nftw read is not, which is why a tree with files made in another order is tried too.
SHUFFLER = r"""
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

struct listing {
	DIR *dir;
	struct dirent **entry;
	size_t count;
	struct listing *next;
};

static _Thread_local struct listing *listings;

static struct listing *listing_of(DIR *dir)
{
	struct listing *l;
	struct dirent *(*real)(DIR *) = (struct dirent *(*)(DIR *))dlsym(RTLD_NEXT, "readdir");
	struct dirent *e;

	for (l = listings; l; l = l->next)
		if (l->dir == dir)
			return l;
	l = calloc(1, sizeof *l);
	l->dir = dir;
	while ((e = real(dir))) {
		l->entry = realloc(l->entry, (l->count + 1) * sizeof *l->entry);
		l->entry[l->count] = malloc(sizeof **l->entry);
		memcpy(l->entry[l->count++], e, e->d_reclen);
	}
	l->next = listings;
	return listings = l;
}

struct dirent *readdir(DIR *dir)
{
	struct listing *l = listing_of(dir);

	return l->count ? l->entry[--l->count] : NULL;
}

struct dirent64 *readdir64(DIR *dir)
{
	return (struct dirent64 *)readdir(dir);
}

static void forget(DIR *dir)
{
	struct listing **at;

	for (at = &listings; *at; at = &(*at)->next) {
		if ((*at)->dir == dir) {
			struct listing *gone = *at;
			*at = gone->next;
			free(gone->entry);
			free(gone);
			return;
		}
	}
}

void rewinddir(DIR *dir)
{
	void (*real)(DIR *) = (void (*)(DIR *))dlsym(RTLD_NEXT, "rewinddir");

	forget(dir);
	real(dir);
}

int closedir(DIR *dir)
{
	int (*real)(DIR *) = (int (*)(DIR *))dlsym(RTLD_NEXT, "closedir");

	forget(dir);
	return real(dir);
}
"""


class Determinism:
    """The first result, and the comparison of every other one with it."""

    def __init__(self, opts, place, checks):
        self.splitter, self.top = opts.splitter, opts.source
        self.place, self.checks = place, checks
        self.shop = copy_sample(opts.source, place / "shop")
        self.build = shop_database(self.shop, place / "build")
        self.first = None

    def same(self, ran, out, name):
        if not self.checks.check(ran.returncode == 0, f"{name}: analyze works", ran.stderr):
            return
        found = contents(out, without=(MARK,))
        if self.first is None:
            self.first = found
        self.checks.check(found and found == self.first, f"{name}: same bytes", differences(self.first, found))

    def analyze(self, name, *more, shop=None, build=None, env=None, out=None):
        out = out or self.place / name.replace(" ", "-") / "out"
        out.parent.mkdir(exist_ok=True)
        ran = analyze(self.splitter, shop or self.shop, build or self.build, out, *more, env=env)
        self.same(ran, out, name)
        return out


def other_surroundings(test):
    out = test.analyze("one worker", "-j1")
    test.analyze("four workers", "-j4")
    test.analyze("again over the old result", out=out)
    shutil.rmtree(out)
    test.analyze("old cache and no old result", out=out)
    shutil.rmtree(f"{out}.cache")
    test.analyze("old result and no cache", out=out)
    test.analyze("cache elsewhere", "--cache", test.place / "some-cache")
    locales = run(["locale", "-a"]).stdout.split()
    other = next((name for name in locales if name.lower() in ("de_de.utf8", "tr_tr.utf8")), "C")
    test.analyze("another locale", env={"LC_ALL": other, "LANG": other})
    test.analyze("no locale at all", env={"LC_ALL": "no_SUCH.locale"})
    test.analyze("another time zone", env={"TZ": "Pacific/Chatham"})
    test.analyze("another home and user", env={"HOME": "/nonexistent", "USER": "somebody", "LOGNAME": "somebody"})


def other_place(test):
    shop = copy_sample(test.top, test.place / "else" / "where" / "monolith")
    build = shop_database(shop, test.place / "else" / "b")
    test.analyze("another place and name", shop=shop, build=build)
    inside = copy_sample(test.top, test.place / "inside")
    test.analyze("build folder inside", shop=inside, build=shop_database(inside, inside / "build"))


def relative_paths(test):
    """Started inside the sources with everything named relatively, OUT in the current folder."""
    out = test.shop / "splitter-out"
    ran = run([test.splitter, "analyze", ".", "-p", os.path.relpath(test.build, test.shop)], cwd=test.shop)
    test.same(ran, out, "relative names and default OUT inside")
    ran = run([test.splitter, "analyze", "-p", os.path.relpath(test.build, test.shop)], cwd=test.shop)
    test.same(ran, out, "no DIR, with a result of ours among the sources")
    shutil.rmtree(out, ignore_errors=True)
    shutil.rmtree(f"{out}.cache", ignore_errors=True)


def stage_by_stage(test):
    """The four stages in a row, then the last three, two and one again."""
    out = test.place / "stages" / "out"
    out.parent.mkdir()
    steps = [["index", test.shop, "-p", test.build, "-o", out], ["link", out], ["cluster", out], ["report", out]]
    for first in range(len(steps)):
        name = f"stage by stage from {steps[first][0]}"
        for step in steps[first:]:
            ran = run([test.splitter, *step])
            if ran.returncode:
                test.checks.check(False, f"{name}: {step[0]} works", ran.stderr)
                return
        test.same(ran, out, name)


def recreate(source, target, order):
    """A copy with its files made in another order."""
    files = [p for p in sorted(source.rglob("*")) if p.is_file()]
    order(files)
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    return target


def other_order(test):
    database = test.place / "order-build"
    for name, order in (("files made in reverse", list.reverse), ("files made shuffled", random.Random(7).shuffle)):
        shop = recreate(test.shop, test.place / name.replace(" ", "-") / "shop", order)
        test.analyze(name, shop=shop, build=shop_database(shop, database))
        shutil.rmtree(database)
    source = test.place / "shuffler.c"
    source.write_text(SHUFFLER)
    library = test.place / "shuffler.so"
    must(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"])
    listing = [sys.executable, "-c", "import os; print(*os.listdir('.'), sep='/')"]
    plain = must(listing, cwd=test.shop).stdout.strip().split("/")
    shuffled = must(listing, cwd=test.shop, env={"LD_PRELOAD": str(library)}).stdout.strip().split("/")
    test.checks.equal(shuffled, plain[::-1], "the readdir shuffler reverses")
    # a sanitizer would refuse to come second in the list of libraries
    env = {"LD_PRELOAD": str(library)}
    if "ASAN_OPTIONS" in os.environ:
        env["ASAN_OPTIONS"] = os.environ["ASAN_OPTIONS"] + ":verify_asan_link_order=0"
    test.analyze("directory entries in reverse", env=env)


def main():
    opts = options(__doc__)
    checks = Checks()
    with workplace() as place:
        test = Determinism(opts, place, checks)
        test.analyze("first run")
        other_surroundings(test)
        other_place(test)
        relative_paths(test)
        stage_by_stage(test)
        other_order(test)
    checks.finish()


if __name__ == "__main__":
    main()
