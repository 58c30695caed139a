/* Makefiles as text: variables and rules, read for hints and never run. Private to compdb.
 *
 * Like make itself: deferred and immediate variables, +=, include, text functions. Unlike it: $(shell …) and names
 * that are never set are empty and unknown, and a conditional that asks for something unknown has both its
 * branches read, what they set being added to what is there. */
#ifndef COMPDB_MAKE_H
#define COMPDB_MAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "compdb/words.h"

struct make_place {
	const char *file; /* relative to DIR */
	unsigned line;
};

struct make_variable {
	const char *name, *value; /* value as written, or expanded when immediate */
	bool is_immediate;
	bool is_expanding;        /* a variable that needs itself has no value */
	bool is_guessed;          /* set within a conditional that could not be decided */
	struct make_place place;  /* of what set it first */
};

struct make_rule {
	const char *targets, *inputs; /* as written, colon taken away */
	size_t first_line, line_count;/* in makefile.recipes */
	bool is_guessed;
	struct make_place place;
};

/* What the reader asks of its surroundings; files are named relative to DIR. */
struct make_files {
	void *arg;
	const char *(*text)(void *arg, const char *file);                    /* NULL: there is none */
	void (*match)(void *arg, const char *pattern, word_list *out);       /* sources that a glob means */
};

struct makefile {
	struct arena arena;
	const struct make_files *files;
	const char *file;   /* the makefile itself */
	const char *folder; /* where make would run, relative to DIR, "" for DIR */
	struct intern names;
	VEC(struct make_variable) variables; /* by order of first setting; names - 1 */
	struct map by_name;
	VEC(struct make_rule) rules;
	VEC(const char *) recipes; /* lines without their tab, as written */
	VEC(const char *) arguments; /* $(1) … of the calls being expanded, nine a call */
	unsigned depth, includes;
	size_t work;        /* bytes expanded: hostile files end */
	bool is_unknown;    /* the latest expansion met something that is not known */
	bool keeps_unknown; /* what is not known stays in the text, as @?@ */
};

/* Reads the makefile and what it includes. */
void makefile_read(struct makefile *m, const struct make_files *files, const char *name);
void makefile_finish(struct makefile *m);

/* Expanded text, in the makefile's arena. */
const char *make_expand(struct makefile *m, const char *text);

/* The expanded value; "" when it is not set. */
const char *make_value(struct makefile *m, const char *name);

/* Private to the reader. */
struct make_variable *make_find(struct makefile *m, const char *name, size_t length);
void make_set(struct makefile *m, const char *name, const char *value, bool immediate, bool add, struct make_place place);

#endif
