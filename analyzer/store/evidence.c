/* Evidence: reads splitter.db. In: a file that anybody may have made. Out: rows as structs, one at a time.
 *
 * Invariant: nothing is written, no code of the file runs (trusted_schema off, defensive), and what does not fit
 * the schema is an error, not a guess. */
#include "splitter/evidence.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "columns.h"
#include "database.h"
#include "statement.h"
#include "store/store.h"

struct evidence {
	struct arena texts; /* of rows handed out by evidence_get */
	char *path;
	struct diag_queue *diags;
	sqlite3 *db;
	sqlite3_stmt *by_id[ROW_KIND_COUNT];
};

/* A path as an SQLite URI; immutable: the file is only ever exchanged as a whole. */
static char *
uri_of(struct arena *a, const char *path)
{
	char *uri = arena_alloc(a, 3 * strlen(path) + sizeof "file:?immutable=1");
	char *p = uri + strlen(strcpy(uri, "file:"));
	for (; *path; path++)
		p += sprintf(p, strchr("%?# ", *path) ? "%%%02X" : "%c", (unsigned char)*path);
	strcpy(p, "?immutable=1");
	return uri;
}

static bool
is_regular(const char *path, struct diag_queue *diags)
{
	struct stat st;
	if (stat(path, &st)) {
		diag_add(diags, DIAG_ERROR, "store-open", path, 0, 0, "cannot read the result: %s; run splitter analyze first",
		         strerror(errno));
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		diag_add(diags, DIAG_ERROR, "store-open", path, 0, 0, "not a file; name the splitter.db of a result");
		return false;
	}
	return true;
}

static bool
is_ours(sqlite3 *db, const char *path, struct diag_queue *diags)
{
	int64_t id = statement_number(db, "PRAGMA application_id", -1);
	int64_t version = statement_number(db, "PRAGMA user_version", -1);
	if (id < 0)
		diag_add(diags, DIAG_ERROR, "store-damaged", path, 0, 0, "not a result of splitter, or damaged (%s); run splitter analyze again",
		         sqlite3_errmsg(db));
	else if (id != DATABASE_ID)
		diag_add(diags, DIAG_ERROR, "store-foreign", path, 0, 0, "a database, but not a result of splitter");
	else if (version > STORE_VERSION)
		diag_add(diags, DIAG_ERROR, "store-newer", path, 0, 0, "made by a newer splitter (format %d, this one reads %d); use that one",
		         (int)version, (int)STORE_VERSION);
	else if (version != STORE_VERSION)
		diag_add(diags, DIAG_ERROR, "store-older", path, 0, 0, "made by an older splitter (format %d, this one reads %d); run splitter analyze again",
		         (int)version, (int)STORE_VERSION);
	else
		return true;
	return false;
}

sqlite3 *
database_open(const char *path, struct diag_queue *diags)
{
	if (!is_regular(path, diags))
		return NULL;
	struct arena scratch;
	arena_init(&scratch);
	sqlite3 *db = NULL;
	int rc = sqlite3_open_v2(uri_of(&scratch, path), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	arena_finish(&scratch);
	if (rc != SQLITE_OK)
		diag_add(diags, DIAG_ERROR, "store-open", path, 0, 0, "cannot read the result: %s", sqlite3_errmsg(db));
	bool ok = rc == SQLITE_OK;
	if (ok) {
		sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		sqlite3_exec(db, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
		ok = is_ours(db, path, diags);
	}
	if (!ok) {
		sqlite3_close(db);
		return NULL;
	}
	return db;
}

struct evidence *
evidence_open(const char *path, struct diag_queue *diags)
{
	sqlite3 *db = database_open(path, diags);
	if (!db)
		return NULL;
	struct evidence *e = mem_alloc(sizeof *e);
	arena_init(&e->texts);
	e->path = mem_strdup(path);
	e->diags = diags;
	e->db = db;
	return e;
}

void
evidence_close(struct evidence *e)
{
	if (!e)
		return;
	for (int i = 0; i < ROW_KIND_COUNT; i++)
		statement_close(&e->by_id[i]);
	sqlite3_close(e->db);
	arena_finish(&e->texts);
	free(e->path);
	free(e);
}

static bool
damaged(struct evidence *e, enum row_kind kind, const char *why)
{
	diag_add(e->diags, DIAG_ERROR, "store-damaged", e->path, 0, 0, "cannot read the table %s: %s; run splitter analyze again",
	         columns_table(kind).name, why);
	return false;
}

static sqlite3_stmt *
select_open(struct evidence *e, enum row_kind kind, const char *rest)
{
	struct arena scratch;
	arena_init(&scratch);
	sqlite3_stmt *s = statement_open(e->db, columns_select(&scratch, kind, rest));
	arena_finish(&scratch);
	return s;
}

bool
evidence_each(struct evidence *e, enum row_kind kind, evidence_row_f *f, void *arg)
{
	STATEMENT *s = select_open(e, kind, "ORDER BY rowid");
	if (!s)
		return damaged(e, kind, sqlite3_errmsg(e->db));
	max_align_t row[32]; /* larger than any struct row_* */
	if (columns_table(kind).row_size > sizeof row)
		BUG("row of %s", columns_table(kind).name);
	int rc;
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		if (!statement_get_row(s, kind, row, NULL))
			return damaged(e, kind, "a word that is not of its vocabulary");
		if (!f(arg, row))
			return true;
	}
	return rc == SQLITE_DONE || damaged(e, kind, sqlite3_errmsg(e->db));
}

void *
store_rows(struct evidence *e, enum row_kind kind, struct arena *keep, size_t *count)
{
	size_t size = columns_table(kind).row_size, room = evidence_count(e, kind), n = 0;
	char *rows = arena_alloc(keep, (room ? room : 1) * size);
	STATEMENT *s = select_open(e, kind, "ORDER BY rowid");
	int rc = SQLITE_ERROR;
	bool ok = s != NULL;
	while (ok && n < room && (rc = sqlite3_step(s)) == SQLITE_ROW)
		ok = statement_get_row(s, kind, rows + n++ * size, keep);
	*count = n;
	if (ok && (n == room || rc == SQLITE_DONE))
		return rows;
	damaged(e, kind, ok ? sqlite3_errmsg(e->db) : "a word that is not of its vocabulary");
	return NULL;
}

size_t
evidence_count(struct evidence *e, enum row_kind kind)
{
	struct arena scratch;
	arena_init(&scratch);
	char *sql = arena_printf(&scratch, "SELECT count(*) FROM \"%s\"", columns_table(kind).name);
	int64_t n = statement_number(e->db, sql, 0);
	arena_finish(&scratch);
	return n > 0 ? (size_t)n : 0;
}

bool
evidence_get(struct evidence *e, enum row_kind kind, int64_t id, void *out)
{
	sqlite3_stmt **s = &e->by_id[kind];
	if (!*s)
		*s = select_open(e, kind, "WHERE id = ?");
	if (!*s)
		BUG("no id in %s", columns_table(kind).name);
	statement_bind_number(*s, 1, id);
	bool found = sqlite3_step(*s) == SQLITE_ROW && statement_get_row(*s, kind, out, &e->texts);
	sqlite3_reset(*s);
	return found;
}
