/* Statement: rows in and out of SQLite. In: struct row_* of evidence.h. Out: bound parameters, read columns.
 *
 * Invariant: parameters and columns stand in the order of the ROWS macro (columns.c makes the text of both);
 * a column with a vocabulary holds its word in the file and its number in the struct. */
#include "statement.h"

#include <stdlib.h>
#include <string.h>

#include "columns.h"

sqlite3_stmt *
statement_open(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	return sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK ? s : NULL;
}

void
statement_close(sqlite3_stmt **s)
{
	sqlite3_finalize(*s);
	*s = NULL;
}

int
statement_utf8_length(const unsigned char *p, int left)
{
	int n = *p < 0x80 ? 1 : *p >= 0xc2 && *p < 0xe0 ? 2 : *p >= 0xe0 && *p < 0xf0 ? 3 : *p >= 0xf0 && *p < 0xf5 ? 4 : 0;
	if (n > left)
		return 0;
	for (int i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	bool bad = (*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) || (*p == 0xf0 && p[1] < 0x90) ||
	           (*p == 0xf4 && p[1] > 0x8f);
	return bad ? 0 : n;
}

/* Texts of a database are UTF-8, or readers in other languages stop at the row: what is none becomes U+FFFD. */
static int
bind_text(sqlite3_stmt *s, int position, const char *text)
{
	size_t size = text ? strlen(text) : 0, i = 0, n = 0;
	while (i < size && (text[i] & 0x80) == 0)
		i++;
	if (i == size)
		return sqlite3_bind_text(s, position, text, -1, SQLITE_STATIC);
	char *valid = mem_alloc(3 * size + 1);
	for (i = 0; i < size;) {
		int length = statement_utf8_length((const unsigned char *)text + i, (int)(size - i < 4 ? size - i : 4));
		memcpy(valid + n, length ? text + i : "\xef\xbf\xbd", length ? (size_t)length : 3);
		n += length ? (size_t)length : 3;
		i += length ? (size_t)length : 1;
	}
	int result = sqlite3_bind_text(s, position, valid, (int)n, SQLITE_TRANSIENT);
	free(valid);
	return result;
}

static int
bind_column(sqlite3_stmt *s, int position, const struct column *c, const char *row)
{
	const char *text;
	int64_t number;
	double real;
	switch (c->type) {
	case COLUMN_TEXT:
		memcpy(&text, row + c->offset, sizeof text);
		return bind_text(s, position, text);
	case COLUMN_REAL:
		memcpy(&real, row + c->offset, sizeof real);
		return sqlite3_bind_double(s, position, real);
	case COLUMN_NUMBER:
		break;
	}
	memcpy(&number, row + c->offset, sizeof number);
	return c->words ? sqlite3_bind_text(s, position, c->words->word(number), -1, SQLITE_STATIC)
	                : sqlite3_bind_int64(s, position, number);
}

int
statement_put_row(sqlite3_stmt *s, enum row_kind kind, const void *row)
{
	struct table t = columns_table(kind);
	int rc = SQLITE_OK;
	for (size_t i = 0; i < t.count && rc == SQLITE_OK; i++)
		rc = bind_column(s, (int)i + 1, &t.columns[i], row);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(s);
	int reset = sqlite3_reset(s);
	return rc == SQLITE_DONE ? reset : rc;
}

static bool
read_column(sqlite3_stmt *s, int position, const struct column *c, char *row, struct arena *keep)
{
	const char *text = NULL;
	const struct column_words *words = c->words;
	if (c->type == COLUMN_TEXT || words) {
		text = (const char *)sqlite3_column_text(s, position);
		if (text && keep && !words)
			text = arena_strdup(keep, text);
	}
	if (words) {
		int64_t value = text ? words->from(text) : -1;
		memcpy(row + c->offset, &value, sizeof value);
		return value >= 0;
	}
	if (c->type == COLUMN_TEXT) {
		memcpy(row + c->offset, &text, sizeof text);
	} else if (c->type == COLUMN_REAL) {
		double real = sqlite3_column_double(s, position);
		memcpy(row + c->offset, &real, sizeof real);
	} else {
		int64_t number = sqlite3_column_int64(s, position);
		memcpy(row + c->offset, &number, sizeof number);
	}
	return true;
}

bool
statement_get_row(sqlite3_stmt *s, enum row_kind kind, void *row, struct arena *keep)
{
	struct table t = columns_table(kind);
	for (size_t i = 0; i < t.count; i++)
		if (!read_column(s, (int)i, &t.columns[i], row, keep))
			return false;
	return true;
}

void
statement_bind_number(sqlite3_stmt *s, int position, int64_t value)
{
	sqlite3_bind_int64(s, position, value);
}

int64_t
statement_number(sqlite3 *db, const char *sql, int64_t otherwise)
{
	STATEMENT *s = statement_open(db, sql);
	return s && sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : otherwise;
}

char *
statement_text(sqlite3 *db, const char *sql, struct arena *keep)
{
	STATEMENT *s = statement_open(db, sql);
	if (!s || sqlite3_step(s) != SQLITE_ROW || !sqlite3_column_text(s, 0))
		return NULL;
	return arena_strdup(keep, (const char *)sqlite3_column_text(s, 0));
}
