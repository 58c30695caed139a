/* Query: the user's own SQL over a result. In: a path and one SELECT. Out: TSV with a header, or JSON lines.
 *
 * Invariant: the file is opened read-only, an authorizer lets nothing through but reading, and what is printed
 * cannot steer a terminal: control characters are escaped (TSV: \t \n \\ \xNN; an empty cell is NULL or ''). */
#include "store/store.h"

#include <ctype.h>
#include <string.h>

#include "database.h"
#include "statement.h"

static int
only_reading(void *arg, int action, const char *a, const char *b, const char *c, const char *d)
{
	static const char *const pragmas[] = {"table_info", "table_xinfo", "table_list", "index_list", "index_info"};
	(void)arg, (void)c, (void)d;
	if (action == SQLITE_FUNCTION)
		return b && !strcmp(b, "load_extension") ? SQLITE_DENY : SQLITE_OK;
	if (action == SQLITE_PRAGMA)
		for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
			if (!strcmp(a, pragmas[i]))
				return SQLITE_OK;
	return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE ? SQLITE_OK : SQLITE_DENY;
}

static void
put_tsv(FILE *out, const char *text, int size)
{
	for (int i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == '\t' || c == '\n' || c == '\\')
			fprintf(out, "\\%c", c == '\t' ? 't' : c == '\n' ? 'n' : '\\');
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\x%02x", c);
		else
			putc(c, out);
	}
}

static void
put_json_text(FILE *out, const char *text, int size)
{
	putc('"', out);
	for (int i = 0; i < size;) {
		const unsigned char *p = (const unsigned char *)text + i;
		int n = statement_utf8_length(p, size - i);
		if (n == 0)
			fputs("\\ufffd", out);
		else if (n > 1)
			fwrite(p, 1, (size_t)n, out);
		else if (*p == '"' || *p == '\\')
			fprintf(out, "\\%c", *p);
		else if (*p < 0x20 || *p == 0x7f)
			fprintf(out, "\\u%04x", *p);
		else
			putc(*p, out);
		i += n ? n : 1;
	}
	putc('"', out);
}

static void
put_json_row(FILE *out, sqlite3_stmt *s)
{
	int n = sqlite3_column_count(s);
	for (int i = 0; i < n; i++) {
		const char *name = sqlite3_column_name(s, i);
		fputs(i ? ", " : "{", out);
		put_json_text(out, name, (int)strlen(name));
		fputs(": ", out);
		int type = sqlite3_column_type(s, i);
		const char *text = (const char *)sqlite3_column_text(s, i);
		if (type == SQLITE_NULL)
			fputs("null", out);
		else if (type == SQLITE_INTEGER || (type == SQLITE_FLOAT && !isalpha((unsigned char)text[text[0] == '-'])))
			fputs(text, out);
		else
			put_json_text(out, text ? text : "", sqlite3_column_bytes(s, i));
	}
	fputs("}\n", out);
}

static void
put_tsv_row(FILE *out, sqlite3_stmt *s)
{
	for (int i = 0; i < sqlite3_column_count(s); i++) {
		if (i)
			putc('\t', out);
		const char *text = (const char *)sqlite3_column_text(s, i);
		put_tsv(out, text ? text : "", sqlite3_column_bytes(s, i));
	}
	putc('\n', out);
}

static void
put_header(FILE *out, sqlite3_stmt *s)
{
	for (int i = 0; i < sqlite3_column_count(s); i++) {
		const char *name = sqlite3_column_name(s, i);
		if (i)
			putc('\t', out);
		put_tsv(out, name, (int)strlen(name));
	}
	putc('\n', out);
}

/* The statement of the user's text; NULL with an error queued. */
static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql, struct diag_queue *diags)
{
	sqlite3_stmt *s = NULL;
	const char *rest = sql;
	int rc = sqlite3_prepare_v2(db, sql, -1, &s, &rest);
	if (rc == SQLITE_AUTH)
		diag_add(diags, DIAG_ERROR, "query-writes", NULL, 0, 0, "a query may only read: %s", sqlite3_errmsg(db));
	else if (rc != SQLITE_OK)
		diag_add(diags, DIAG_ERROR, "query-sql", NULL, 0, 0, "%s", sqlite3_errmsg(db));
	else if (!s)
		diag_add(diags, DIAG_ERROR, "query-sql", NULL, 0, 0, "there is no statement in the query");
	else if (rest[strspn(rest, " \t\r\n;")])
		diag_add(diags, DIAG_ERROR, "query-sql", NULL, 0, 0, "one statement at a time; after the first comes: %.40s", rest);
	else if (!sqlite3_stmt_readonly(s))
		diag_add(diags, DIAG_ERROR, "query-writes", NULL, 0, 0, "a query may only read");
	else
		return s;
	sqlite3_finalize(s);
	return NULL;
}

bool
store_query(const char *path, const char *sql, bool json, FILE *out, struct diag_queue *diags)
{
	sqlite3 *db = database_open(path, diags);
	if (!db)
		return false;
	sqlite3_set_authorizer(db, only_reading, NULL);
	sqlite3_stmt *s = prepare(db, sql, diags);
	int rc = SQLITE_ERROR;
	if (s) {
		if (!json)
			put_header(out, s);
		while ((rc = sqlite3_step(s)) == SQLITE_ROW)
			json ? put_json_row(out, s) : put_tsv_row(out, s);
		if (rc != SQLITE_DONE)
			diag_add(diags, DIAG_ERROR, "query-sql", NULL, 0, 0, "%s", sqlite3_errmsg(db));
	}
	sqlite3_finalize(s);
	sqlite3_close(db);
	return rc == SQLITE_DONE;
}
