/* Decisions: splitter.json, the architect's edits. Every entry keeps its line: what matches nothing or contradicts
 * another is reported by those who find out (cluster, link), never dropped. */
#ifndef DECISIONS_DECISIONS_H
#define DECISIONS_DECISIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "splitter/diag.h"
#include "splitter/vocab.h"

struct decision_pin { const char *key; /* function:…, table:…, file:… (glob) */ const char *service; /* "shared": the shared library */
	const char *reason; unsigned line; };

struct decision_key { const char *key; unsigned line; };

/* Keys that go together (one set), or sets that stay apart (sides: set of each key, from 0). */
struct decision_group { struct decision_key *keys; uint32_t *sides; size_t count; const char *reason; unsigned line; };

struct decision_glob { const char *glob; /* over file names */ unsigned line; };

struct decision_entry { const char *key; /* function:… (glob) */ enum entry_kind kind; const char *name; /* NULL: the function's */
	const char *reason; unsigned line; };

struct decision_origin { const char *glob; /* over file names */ enum origin origin; unsigned line; };

struct decisions {
	struct arena arena;
	const char *path;  /* NULL: no file */
	const char *title; /* "" when none */
	unsigned services; /* 0: not said */
	unsigned services_line;
	struct decision_pin *pins;
	size_t pin_count;
	struct decision_group *together, *apart;
	size_t together_count, apart_count;
	struct decision_glob *ignored;
	size_t ignored_count;
	struct decision_entry *entries;
	size_t entry_count;
	struct decision_key *signatures; /* corrections of signatures: kept, not applied yet */
	size_t signature_count;
	struct decision_origin *origins; /* whose files are, in order: the last that matches holds */
	size_t origin_count;
};

/* `path` NULL or missing with `required` false: empty decisions. False with errors queued on a broken file. */
bool decisions_load(const char *path, bool required, struct decisions *out, struct diag_queue *diags);

/* The same from memory; `name` is for messages. */
bool decisions_parse(const char *text, size_t size, const char *name, struct decisions *out, struct diag_queue *diags);
void decisions_finish(struct decisions *d);

#endif
