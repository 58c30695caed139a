/* Compile database, or bare tree → units, programs, clean argument lists. Nothing is ever executed. */
#ifndef COMPDB_COMPDB_H
#define COMPDB_COMPDB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "splitter/diag.h"
#include "splitter/vocab.h"

struct names;

struct compdb_options {
	const char *folder;          /* DIR */
	const char **builds;         /* -p [NAME=]BUILD, in order; none: looked for, else inferred */
	size_t build_count;
	const char **build_logs;     /* [NAME=]FILE: what a build printed, from DIR on */
	size_t build_log_count;
	const char **includes, **excludes; /* --include/--exclude globs over names relative to DIR */
	size_t include_count, exclude_count;
	const char *program;         /* --program, NULL: all */
	const char **path_maps;      /* OLD=NEW */
	size_t path_map_count;
	const char *out;             /* the output folder, left out of the walk */
	const char *headers;         /* our own declarations of libraries, looked at last; NULL: none */
	const char *stand_ins;       /* where stand-ins for headers are going to be written, absolute; NULL: nowhere */
};

struct compdb_unit { /* sorted by name, config, arguments; duplicates removed; sources that no entry names come last */
	const char *name;            /* relative to DIR, <build>/… or <sys>/… outside it: as shown everywhere */
	const char *path;            /* absolute */
	const char *folder;          /* absolute working folder of the command */
	const char *config;          /* "" for the only one */
	const char **arguments;      /* clean: allow-listed, absolute include paths, without compiler and source */
	size_t argument_count;
	enum origin origin;
	bool skipped;                /* not C, left out by option …: not parsed */
	const char *reason;          /* why skipped, or why it was labelled */
	size_t bytes;                /* size of the source, for scheduling */
	const char *output;          /* object file named in the database, NULL */
};

struct compdb_program { /* link set: from outputs, else one program for the tree */
	const char *name;
	enum program_kind kind;
	size_t *units; /* indexes of units */
	size_t unit_count;
	const char *file; /* that says so, with its line; NULL: a build does */
	unsigned line;
	enum confidence confidence; /* exact: from a build */
};

struct compdb_meeting { size_t program, other; }; /* in one process, though linked apart */

struct compdb_assumption { enum assumption_kind kind; const char *file; unsigned line; const char *text; };
struct compdb_stand_in { const char *name, *text; }; /* a header that a build would make, as #include lines name it */
struct compdb_script { const char *name, *path; enum origin origin; }; /* .sql files, sorted by name */

struct compdb {
	struct arena arena;
	char *root;       /* absolute real path of DIR */
	char **builds;    /* absolute real build folders, shown as <build>/… */
	size_t build_count;
	bool inferred;    /* no database: flags are guesses */
	struct compdb_unit *units;
	size_t unit_count;
	struct compdb_program *programs;
	size_t program_count;
	struct compdb_meeting *meetings; /* sorted */
	size_t meeting_count;
	struct compdb_assumption *assumptions; /* sorted by kind, file, line, text */
	size_t assumption_count;
	struct compdb_script *scripts;
	size_t script_count;
	struct compdb_stand_in *stand_ins; /* sorted by name */
	size_t stand_in_count;
	const char *headers, *stand_in_folder; /* folders to be searched last, absolute; NULL: none */
	size_t dropped_flags; /* flags removed from all units */
	struct names *names;  /* remembered names, private */
};

/* False with errors queued: no such folder, unreadable or broken database, no unit at all. */
bool compdb_load(const struct compdb_options *options, struct compdb *out, struct diag_queue *diags);
void compdb_finish(struct compdb *db);

/* Is it, by its suffix, a source of embedded SQL: Pro*C, ECPG? (A .pc may as well be pkg-config's: compdb_load looks.) */
bool compdb_is_embedded(const char *path);

/* The shown name of an absolute path: relative to DIR, <build>/… or <sys>/… . Same place, same name.
 * Remembered: the text is valid until compdb_finish. */
const char *compdb_name(const struct compdb *db, struct arena *a, const char *absolute_path);

#endif
