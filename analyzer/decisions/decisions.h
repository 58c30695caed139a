/* Decisions: splitter.json, the architect's edits. Entries that match nothing are reported by line, never dropped.
 * The walking skeleton reads title, services (a number, or members by name), services_count, shared, ignored,
 * origins; more is added later. */
#ifndef DECISIONS_DECISIONS_H
#define DECISIONS_DECISIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "splitter/diag.h"
#include "splitter/vocab.h"

struct decision_pin { const char *key; /* function:…, table:…, file:… (glob) */ const char *service; /* "shared": the shared library */
	const char *reason; unsigned line; };

struct decision_origin { const char *glob; /* over file names */ enum origin origin; unsigned line; };

struct decisions {
	struct arena arena;
	const char *path;  /* NULL: no file */
	const char *title; /* "" when none */
	unsigned services; /* 0: not said */
	struct decision_pin *pins;
	size_t pin_count;
	const char **ignored; /* globs over file names */
	size_t ignored_count;
	struct decision_origin *origins; /* whose files are, in order: the last that matches holds */
	size_t origin_count;
};

/* `path` NULL or missing with `required` false: empty decisions. False with errors queued on a broken file. */
bool decisions_load(const char *path, bool required, struct decisions *out, struct diag_queue *diags);

/* The same from memory; `name` is for messages. */
bool decisions_parse(const char *text, size_t size, const char *name, struct decisions *out, struct diag_queue *diags);
void decisions_finish(struct decisions *d);

#endif
