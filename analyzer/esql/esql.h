/* Embedded SQL: Pro*C and ECPG sources → C that libclang reads, line by line where it was. Pure: text in, text out.
 *
 * Each EXEC SQL statement becomes one C statement that calls a function described in rules/database.json, with the SQL
 * text as a literal and the host variables as arguments (by address where the database writes them):
 *   EXEC SQL SELECT name INTO :n FROM t WHERE id = :id;
 *   → { extern int __exec_sql_oracle(const char *, ...); __exec_sql_oracle("SELECT name FROM t WHERE id = $1", &(n), (id)); }
 * Declarations are kept as C, VARCHAR becomes the structure the precompilers make of it, WHENEVER a test behind each
 * statement that follows it. The text of a cursor counts where the cursor is opened, as it does for the database. */
#ifndef ESQL_ESQL_H
#define ESQL_ESQL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum esql_dialect { ESQL_ORACLE /* Pro*C */, ESQL_POSTGRESQL /* ECPG */ };

struct esql_note { /* what was not understood; line counts from 1 */
	unsigned line;
	const char *text;
};

struct esql_result {
	const char *c;     /* as many lines as the source; NUL-terminated, length beside it */
	size_t length;
	size_t statements; /* that reach the database */
	struct esql_note *notes; /* in order of lines */
	size_t note_count;
};

/* Does the text hold EXEC SQL outside of comments and literals? */
bool esql_holds(const char *text, size_t length);

/* Translates a source or a header; never fails, what it does not know is a note. Results live in the arena; time is
 * linear in the text but for cursors, which are searched by name. */
void esql_translate(struct arena *a, enum esql_dialect dialect, const char *text, size_t length, struct esql_result *out);

#endif
