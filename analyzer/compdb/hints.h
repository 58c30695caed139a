/* What the descriptions of a build say about link sets and flags: targets, the sources in each, the targets each links.
 * Private to compdb. Names of files and folders are relative to DIR. */
#ifndef COMPDB_HINTS_H
#define COMPDB_HINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "compdb/builder.h"
#include "compdb/make.h"

enum target_kind { TARGET_PROGRAM, TARGET_ARCHIVE, TARGET_SHARED, TARGET_PLUGIN };

struct target {
	enum target_kind kind;
	word_list names;        /* paths it is made under; the first is shown */
	VEC(uint32_t) sources;  /* numbers of tree.sources */
	VEC(size_t) units;      /* known without a name: of an object that a build tells */
	word_list links;        /* paths, "-lNAME", or names of targets */
	struct make_place place;
	bool is_guessed;        /* sources that no description names one by one */
};

struct flag_use { /* compiler flags, and what they are for */
	const char *folder; /* that paths are seen from */
	size_t target;      /* number of the target + 1; 0: sources of the folder */
	bool is_deep;       /* and of those below it */
	bool is_guessed;    /* given in a branch that could not be decided */
	struct make_place place;
	word_list words;
	bool is_given;      /* to a source at least */
};

struct hints {
	struct builder *builder;
	struct arena arena;
	VEC(struct target) targets;
	struct intern paths;      /* sources of the tree */
	struct map source_of;     /* path → number */
	struct intern bases;      /* base names */
	VEC(uint32_t) first_of_base, next_of_base; /* chains of source numbers, MAP_NONE ends */
	struct intern texts;      /* files that were read */
	VEC(const char *) text;   /* NULL: there is none */
	struct make_files files;
	size_t work, flag_work;   /* spent on makefiles */
	VEC(struct flag_use) flags;
	VEC(word_list) flags_of;  /* by number of source: -DNAME[=VALUE], -IFOLDER relative to DIR */
};

void hints_init(struct hints *h, struct builder *b);
void hints_finish(struct hints *h);

/* Reads all descriptions of the tree. */
void hints_describe(struct hints *h);

/* The number of the source that a word of a description in `folder` means: a source, or the object made of it.
 * MAP_NONE: none. *guessed when only its base name speaks for it. */
uint32_t hints_source(struct hints *h, const char *folder, const char *word, bool *guessed);

/* A new target made as `name`, seen from `folder`; the pointer is valid until the next one is made. */
struct target *hints_target(struct hints *h, enum target_kind kind, const char *folder, const char *name,
                            struct make_place place);

/* Adds what the word means to the target: a source, an object's source, or something to link. */
void hints_input(struct hints *h, struct target *t, const char *folder, const char *word);

/* The place a word of a description in `folder` means, relative to DIR. */
const char *hints_place(struct hints *h, const char *folder, const char *word);

/* Keeps a word of a compile command when it is a -D or -I that says something; `use` has no words yet. */
void hints_flag(struct hints *h, const struct flag_use *use, const char *word);

/* The text of a file, NULL when there is none; kept until hints_finish. */
const char *hints_text(struct hints *h, const char *file);

/* Sources that a glob means, relative to DIR; `**` is not known. */
void hints_match(struct hints *h, const char *pattern, word_list *out);

/* Readers of descriptions: add targets. */
void make_links(struct hints *h, const char *file);
void automake_targets(struct hints *h, struct makefile *m);
void make_flags(struct hints *h, struct makefile *m, size_t target, const char *name);
void cmake_targets(struct hints *h);
void meson_targets(struct hints *h);

/* hint_flags.c: flags as given → flags of each source, told as assumptions. */
void hint_flags(struct hints *h);

/* hint_sets.c: targets → link sets, and which of them meet in one process. */
void hint_sets(struct hints *h, struct link_sets *out);

#endif
