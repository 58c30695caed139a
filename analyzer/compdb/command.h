/* One compile command → what it compiles and the flags that matter for reading it. */
#ifndef COMPDB_COMMAND_H
#define COMPDB_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"
#include "compdb/names.h"
#include "compdb/words.h"

struct command_source {
	const char *path;    /* as written */
	const char *refusal; /* why it is not read ("C++ is not read"), NULL: it is C */
	bool needs_language; /* C by -x, not by its suffix */
};

struct command {
	word_list flags;     /* allow-listed, include paths absolute */
	VEC(struct command_source) sources;
	const char *output;  /* as written, NULL */
	const char *compiler;/* base name */
	const char *language;/* of -x, NULL: by suffix */
	size_t dropped;      /* flags left out, warnings and what concerns the output not counted */
};

/* Reads the words of a command that runs in `folder` (absolute). Texts live in the arena or in names. */
void command_read(struct arena *a, struct names *names, const char *folder, const word_list *words, struct command *out);
void command_finish(struct command *c);

/* Why a source of this name is not read when compiled by the command; NULL: it is C. */
const char *command_refusal(const struct command *c, const char *path);

/* The same for a file found without any command: NULL for C; *is_source tells whether it is a source at all. */
const char *command_refusal_by_name(const char *path, bool *is_source);

#endif
