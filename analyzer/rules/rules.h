/* Rules: what is known about libraries and conventions, read from the JSON files of rules/ and the user's.
 * Later wins by name. Data only: a mistake is named with file and place, and the entry is left out. */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "splitter/diag.h"
#include "splitter/vocab.h"

/* rules/database.json: how SQL text reaches a driver. Positions count from 1, 0: none. */
enum rule_driver_kind {
	DRIVER_EXECUTE, /* the text is a statement (prepare counts as the access) */
	DRIVER_BEGIN, DRIVER_COMMIT, DRIVER_ROLLBACK /* transaction calls without SQL text */
};

struct rule_driver {
	const char *function; /* sqlite3_exec, PQexecParams … */
	const char *library;  /* sqlite, postgresql, mysql …: the dialect */
	enum rule_driver_kind kind;
	unsigned text;        /* position of the SQL text */
	bool is_format;       /* the text is a printf format with arguments after it */
	bool is_va_list;      /* those arguments are a va_list */
	unsigned off;         /* of DRIVER_BEGIN: position of a switch that ends the transaction when it is not 0 */
	bool is_implicit;     /* a statement begins a transaction when none is open: nothing is committed by itself */
	const char *field;    /* the text is in this field of the record that `text` points to, NULL: is it */
	const char *store;    /* "sql", or the store whose commands the text is made of: redis */
};

/* rules/database.json: calls that name a table without SQL text: table-driven interfaces, key-value stores */
struct rule_table {
	const char *function; /* a function, or RECORD.FIELD: called through that member */
	const char *store;    /* "sql" when not said */
	enum table_mode mode; /* TABLE_MODE_COUNT: not known; such calls are listed as not understood */
	bool is_use;          /* names the table of the calls that follow in the function */
	bool is_key;          /* the name is a key: what stands before its first hole is the table */
	unsigned table;       /* position of the name, or of a handle that was opened with it; 0: of the latest use */
	unsigned columns;     /* position of the first column's name or of an array of them, 0 none */
	unsigned keys;        /* likewise of the columns compared with */
	unsigned command;     /* position of an array of words: verb, key, … */
};

/* rules/database.json: verbs of command stores: what they do to their key */
enum { VERB_TOUCHES_NOTHING = 100 };
struct rule_verb { const char *verb; int mode; /* enum table_mode or VERB_TOUCHES_NOTHING */ };

/* rules/text.json: functions that make text out of text */
enum rule_text_kind {
	TEXT_FORMAT, /* writes or returns format(args): snprintf, asprintf, sqlite3_mprintf, g_strdup_printf */
	TEXT_APPEND, /* appends source to destination: strcat; with `arguments` the result is made of the source and \
	                all further arguments up to NULL: g_strconcat */
	TEXT_COPY,   /* copies source to destination or result: strcpy, strdup */
	TEXT_STREAM, /* the result is a stream into the text that source points to: open_memstream */
};

struct rule_text {
	const char *function;
	enum rule_text_kind kind;
	unsigned destination; /* position of the buffer (or pointer to it), 0: the result */
	unsigned source;      /* position of the text or format */
	unsigned arguments;   /* first variable argument, or the va_list, of a format; 0 none */
	bool is_va_list;
	bool appends;         /* a format appended to the destination */
	bool through_pointer; /* destination is char **: asprintf */
};

/* rules/utilities.json: names of functions that belong into the shared library whatever the calls say */
struct rule_utility { const char *pattern; /* glob over names */ const char *reason; };

/* rules/callbacks.json: library functions that call what they are given */
struct rule_callback { const char *function; unsigned position; enum entry_kind entry; bool is_entry; const char *library; };

/* rules/resources.json: library functions that touch the outside */
struct rule_resource { const char *function; enum resource_kind kind; unsigned name; /* position of the name or path */
	unsigned mode_position; const char *mode; };

/* rules/functions.json: what library functions do with their arguments, and what they give back */
enum rule_use { ARGUMENT_UNUSED, ARGUMENT_READ, ARGUMENT_WRITTEN, ARGUMENT_CHANGED, ARGUMENT_ENDED /* freed, closed */ };

struct rule_argument {
	enum rule_use use;
	bool optional;    /* NULL is allowed */
	unsigned length;  /* position of the number of its elements or bytes, 0 none */
};

enum rule_result {
	GIVES_ANYTHING,
	GIVES_NEW,       /* made for the caller; NULL on failure */
	GIVES_RENEWED,   /* made anew out of argument 1; NULL on failure */
	GIVES_STATIC,    /* the library's own memory */
	GIVES_ZERO,      /* 0, or -1 on failure */
	GIVES_NUMBER,    /* a number, or -1 on failure */
	GIVES_NOTHING,   /* never returns */
	GIVES_FAILURE    /* returns only when it failed */
};

struct rule_function {
	const char *function;
	const struct rule_argument *arguments;
	size_t argument_count;
	struct rule_argument rest;  /* all arguments behind them */
	enum rule_result result;
	unsigned points_into;       /* the result points into what this argument points to, 0 no */
	unsigned copies;            /* what this argument points to is copied to where argument 1 points, 0 no */
};

/* rules/weights.json: integer weights of the signals of clustering, by name */
struct rule_weight { const char *name; int64_t value; };

/* rules/readiness.json: what keeps a service from running as a serverless function */
enum readiness_on { ON_GLOBAL, ON_CONSTANT, ON_RESOURCE, ON_LOOP, ON_RESULT, ON_RUN_TIME };

struct rule_words { const char **at; size_t count; }; /* count 0: not said */

struct rule_readiness {
	const char *id;
	enum readiness_on on;
	enum severity severity, at_start; /* where requests are served; where the process only starts. SEVERITY_COUNT: no finding */
	const char *message, *remedy;     /* with {name}, {function}, {type}, {count}, {readers}, {users} */
	int kind;                         /* enum resource_kind, -1: any */
	bool local, changes_itself, constant_name, written, in_loop; /* false: does not matter */
	long long least;                  /* elements of a constant array */
	struct rule_words types, modes, calls, names, except; /* globs; modes and calls are words */
	unsigned narrow;                  /* number of narrowing fields: of rules that fit, the narrowest holds */
};

/* rules/naming.json: words that say nothing in a service's name (get, set, init …) */

struct rules {
	struct arena arena;
	struct rule_driver *drivers;       /* sorted by function */
	size_t driver_count;
	struct rule_table *tables;         /* sorted by function */
	size_t table_count;
	struct rule_verb *verbs;           /* sorted by verb */
	size_t verb_count;
	struct rule_text *texts;           /* sorted by function */
	size_t text_count;
	struct rule_utility *utilities;
	size_t utility_count;
	struct rule_callback *callbacks;   /* sorted by function, position */
	size_t callback_count;
	struct rule_resource *resources;   /* sorted by function */
	size_t resource_count;
	struct rule_weight *weights;       /* sorted by name */
	size_t weight_count;
	struct rule_function *functions;   /* sorted by function */
	size_t function_count;
	struct rule_readiness *readiness;  /* sorted by id */
	size_t readiness_count;
	const char **stop_words;           /* sorted */
	size_t stop_word_count;
	const char **actions;              /* sorted; words that say what is done, not to what */
	size_t action_count;
};

/* Loads the built-in folder, then each of `more`, folders or files. False with errors queued when one of them or a file
 * in it cannot be read or is no valid JSON. */
bool rules_load(const char *builtin, const char **more, size_t more_count, struct rules *out,
                struct diag_queue *diags);
void rules_finish(struct rules *r);

/* NULL when there is none. */
const struct rule_driver *rules_driver(const struct rules *r, const char *function);
const struct rule_table *rules_table(const struct rules *r, const char *function);
const struct rule_verb *rules_verb(const struct rules *r, const char *verb);
const struct rule_text *rules_text(const struct rules *r, const char *function);
const struct rule_resource *rules_resource(const struct rules *r, const char *function);
const struct rule_function *rules_function(const struct rules *r, const char *function);
/* Is the word among them; does one of the globs match? Both false when none is said or text is NULL. */
bool rules_has_word(const struct rule_words *words, const char *text);
bool rules_matches(const struct rule_words *globs, const char *text);
bool rules_is_utility(const struct rules *r, const char *function);
bool rules_is_stop_word(const struct rules *r, const char *word);
bool rules_is_action(const struct rules *r, const char *word);
int64_t rules_weight(const struct rules *r, const char *name, int64_t otherwise);

/* Calls f for every callback position of a library function. */
size_t rules_callbacks(const struct rules *r, const char *function, const struct rule_callback **first);

/* Where the built-in rules are: SPLITTER_RULES, else beside the binary's installation, else the source tree. */
const char *rules_builtin_folder(void);

#endif
