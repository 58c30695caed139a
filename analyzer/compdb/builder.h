/* What compdb_load gathers before names and order are settled. Private to the folder. */
#ifndef COMPDB_BUILDER_H
#define COMPDB_BUILDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/intern.h"
#include "base/vec.h"
#include "compdb/compdb.h"
#include "compdb/names.h"
#include "compdb/words.h"

struct build { /* a compile database */
	const char *file;   /* as the user may know it, for messages */
	const char *folder; /* real path of the folder it lies in */
	const char *config; /* "" for the only one */
	bool is_outside;    /* shown as <build>/… */
	bool is_log;        /* what it printed */
};

struct argument_list { const char **words; size_t count; const char *key; /* to sort by, NULL until asked for */ };

struct found_unit {
	const char *path, *folder; /* absolute */
	size_t build;              /* index into builds */
	const char **arguments;
	size_t argument_count;
	uint32_t list;             /* number of the list of arguments, set by builder_add */
	const char *refusal;       /* NULL: to be read */
	const char *replaced;      /* the C a precompiler made of it, which the command names; NULL */
	const char *output;        /* absolute, NULL */
};

struct link_object { /* an object file and the unit it is made of; equal commands of one unit make several */
	const char *path;
	size_t unit;
};

struct link_command;
struct hints;

struct build_link { /* a command that links, as a log or database tells; paths are absolute */
	const char *output;
	unsigned kind;          /* enum target_kind */
	const char **inputs;    /* paths, or -lNAME */
	size_t input_count, build;
	unsigned line;          /* of the log or database */
};

struct tree { /* files below DIR, names relative to it, sorted */
	VEC(const char *) sources;  /* C and other compiled languages */
	VEC(const char *) headers;  /* whatever may be included */
	VEC(const char *) scripts;  /* SQL */
	VEC(const char *) descriptions; /* of builds: makefiles and their like */
	VEC(const char *) configures;   /* configure.ac */
	VEC(const char *) templates;    /* of headers that a build makes: config.h.in */
};

struct builder {
	const struct compdb_options *options;
	struct compdb *db;
	struct names *names;
	struct diag_queue *diags;
	VEC(struct build) builds;
	VEC(struct found_unit) units;
	struct intern seen;         /* units by value: its ids from 1 are numbers in `units` from 0 */
	struct intern words, lists; /* arguments and paths; lists of arguments, as ids of words */
	VEC(const char *) text_of;  /* by id of words */
	VEC(struct argument_list) list_of; /* by id of lists, from 1 on */
	VEC(struct link_object) objects;
	VEC(struct build_link) links;
	VEC(struct compdb_assumption) assumptions;
	VEC(struct compdb_stand_in) stand_ins;
	struct tree tree;
	struct hints *hints;        /* of a tree without a database, NULL: not read yet */
};

/* The tree is finished apart. */
void builder_begin(struct builder *b);
void builder_finish(struct builder *b);

struct link_meeting { const char *program, *other; };
struct link_sets {
	VEC(struct compdb_program) programs; /* in order of the file */
	VEC(struct link_meeting) meetings;   /* by name */
};

/* Text lives in db->arena. */
void builder_assume(struct builder *b, enum assumption_kind kind, const char *file, const char *text);

/* Adds a unit unless an equal one is there; arguments are copied. */
void builder_add(struct builder *b, const struct found_unit *unit);

/* database.c: reads all entries of a build's database; false with an error queued. */
bool database_read(struct builder *b, size_t build, FILE *in);

/* build_log.c: likewise of what a build printed. */
bool build_log_read(struct builder *b, size_t build, FILE *in);

/* Keeps a link command that ran in `folder`. */
void builder_link(struct builder *b, size_t build, unsigned line, const char *folder, const struct link_command *c);

/* build_links.c: the link sets that kept commands tell of; units are settled. */
void build_links_read(struct builder *b, struct link_sets *out);

/* tree.c: lists DIR without hidden folders, results, build folders and what --exclude names. */
void tree_walk(struct builder *b);
void tree_finish(struct tree *t);

/* infer.c: units and flags of a tree without a database. */
void infer_units(struct builder *b);

/* precompiled.c: reads sources of embedded SQL in place of the C made of them. */
void precompiled_settle(struct builder *b);

/* ninja.c: appends the link sets that a build.ninja describes; objects are those of its build. */
void ninja_read(struct compdb *db, const char *folder, const char *text, size_t size,
                const struct link_object *objects, size_t object_count, struct link_sets *out);

/* hints.c: the link sets that the tree's own build descriptions tell of; b->db->units are settled. */
void hints_read(struct builder *b, struct link_sets *out);

/* stand_in.c: the header that a template stands for, as far as one can know without the build. */
const char *stand_in_text(struct arena *a, const char *template);

/* config_header.c: notes the names of a configuration that a conditional asks for; line: behind its `#`. */
void config_note_questions(struct intern *names, const char *line);

/* The headers that a configure.ac says it makes, each perhaps with its template, between blanks; and is one of them meant? */
const char *config_headers(struct arena *a, const char *configure);
bool config_lists(const char *list, const char *header);

/* The template that autoheader might write: the names, and what configure.ac adds ("" without one). */
const char *config_template(struct arena *a, const struct intern *names, const char *configure);

/* elsewhere.c: for each include FOLDER/REST that was not found the name that it has in the tree; NULL when no folder
 * of the tree is taken for FOLDER. The tree need not have the header found. */
const char **elsewhere_find(struct arena *a, const struct tree *tree, const char *const *includes, size_t count);

/* origin.c: whose file this is, by its shown name and its first lines; by_library: those of a library that is copied. */
enum origin origin_of(const char *name, const char *path, const char **reason, bool *by_library);
/* Is it named like another system's file? */
bool origin_names_system(const char *name);
enum origin origin_of_name(const char *name, const char **reason);

#endif
