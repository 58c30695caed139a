/* Statement: the one place that binds values and reads columns. Private to store. */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/arena.h"
#include "splitter/evidence.h"

/* NULL when SQLite refuses; sqlite3_errmsg of the database says why. Finalize with statement_close. */
sqlite3_stmt *statement_open(sqlite3 *db, const char *sql);
void statement_close(sqlite3_stmt **s);
#define STATEMENT __attribute__((cleanup(statement_close))) sqlite3_stmt

/* Binds a whole struct row_* and runs the statement once; an SQLite result code. Texts are not copied. */
int statement_put_row(sqlite3_stmt *s, enum row_kind kind, const void *row);

/* Reads the current row into a struct row_*. Texts belong to the statement until its next step, or to the
 * arena when one is given. False when a word is not of its vocabulary. */
bool statement_get_row(sqlite3_stmt *s, enum row_kind kind, void *row, struct arena *keep);

/* Length of the well-formed UTF-8 sequence at p, 0 when it is none (RFC 3629). */
int statement_utf8_length(const unsigned char *p, int left);

void statement_bind_number(sqlite3_stmt *s, int position, int64_t value);

/* The first column of the first row as a number; `otherwise` when there is none or SQLite refuses. */
int64_t statement_number(sqlite3 *db, const char *sql, int64_t otherwise);

/* The single text of a statement in memory of the arena, NULL when there is none. */
char *statement_text(sqlite3 *db, const char *sql, struct arena *keep);

#endif
