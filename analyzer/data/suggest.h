/* Suggestions: rules for database interfaces of the project's own, which no rule declares yet. What flow cannot decide is
 * proposed with the places that speak for it; a person reads it, keeps what is right, and gives it back by --rules. */
#ifndef DATA_SUGGEST_H
#define DATA_SUGGEST_H

#include "facts/program.h"
#include "rules/rules.h"
#include "store/rows.h"

struct suggest_site { const char *file; uint32_t line; const char *text; };

struct suggestion {
	const char *name;     /* a function, or RECORD.FIELD */
	const char *store;    /* NULL: sql */
	bool is_driver;       /* of the section "drivers", else of "tables" */
	bool is_format, is_use, likely;
	int mode;             /* enum table_mode or SUGGEST_UNKNOWN */
	unsigned table, columns, keys; /* positions, 0 none */
	unsigned text;        /* of a driver */
	unsigned calls, fitting; /* calls with a text there, and those whose text fits */
	const char *doubt;    /* what speaks against it, NULL nothing */
	struct suggest_site *sites;
	size_t site_count;
};

enum { SUGGEST_UNKNOWN = -1 };

struct suggestions { VEC(struct suggestion) list; };

/* Reads the data of the program as data_rows does, then proposes, likely ones first. Texts live in the program. */
void data_suggest(struct program *p, const struct rules *rules, struct rows *rows, struct suggestions *out);
void suggestions_finish(struct suggestions *s);

#endif
