/* Store: writes splitter.db. In: rows, sorted by whoever puts them. Out: one SQLite file.
 *
 * Invariant: the same rows in the same order give the same bytes: page size, encoding and schema are fixed here,
 * there is one transaction, and indexes are made when all rows are in. The file lies in a folder that is
 * exchanged whole by the sink, so no journal is kept; a writer that dies leaves a temporary, never half a result. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "columns.h"
#include "database.h"
#include "statement.h"

extern const char store_views[];
extern const char store_indexes[];

struct store {
	struct arena arena;
	char *path;
	struct diag_queue *diags;
	sqlite3 *db;
	sqlite3_stmt *insert[ROW_KIND_COUNT];
	char *error; /* the first one */
};

static void
fail(struct store *s, const char *what)
{
	if (!s->error)
		s->error = arena_printf(&s->arena, "%s: %s", what, sqlite3_errmsg(s->db));
}

static bool
run(struct store *s, const char *sql, const char *what)
{
	if (s->error)
		return false;
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail(s, what);
	return !s->error;
}

/* Closes the database and frees, the file stays. */
static void
destroy(struct store *s)
{
	for (int i = 0; i < ROW_KIND_COUNT; i++)
		statement_close(&s->insert[i]);
	sqlite3_close(s->db);
	arena_finish(&s->arena);
	free(s);
}

/* Claims the name first, so that a file that is there is never written into. */
static bool
claim(struct store *s)
{
	int fd = open(s->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0) {
		diag_add(s->diags, DIAG_ERROR, "store-create", s->path, 0, 0, "cannot create the database: %s", strerror(errno));
		return false;
	}
	close(fd);
	return true;
}

static bool
begin(struct store *s)
{
	int rc = sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK) {
		fail(s, "cannot open");
		return false;
	}
	char *start = arena_printf(&s->arena,
	                           "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = NONE;"
	                           "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
	                           "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;"
	                           "PRAGMA application_id = %d; PRAGMA user_version = %d; BEGIN EXCLUSIVE",
	                           (int)DATABASE_ID, (int)STORE_VERSION);
	if (!run(s, start, "cannot begin") || !run(s, columns_schema(&s->arena), "cannot make the tables") ||
	    !run(s, store_views, "cannot make the views"))
		return false;
	for (int kind = 0; kind < ROW_KIND_COUNT; kind++) {
		s->insert[kind] = statement_open(s->db, columns_insert(&s->arena, (enum row_kind)kind));
		if (!s->insert[kind])
			fail(s, "cannot prepare");
	}
	return !s->error;
}

struct store *
store_create(const char *path, struct diag_queue *diags)
{
	struct store *s = mem_alloc(sizeof *s);
	arena_init(&s->arena);
	s->path = arena_strdup(&s->arena, path);
	s->diags = diags;
	if (!claim(s)) {
		destroy(s);
		return NULL;
	}
	if (!begin(s)) {
		diag_add(diags, DIAG_ERROR, "store-create", path, 0, 0, "%s", s->error);
		store_abort(s);
		return NULL;
	}
	return s;
}

void
store_put(struct store *s, enum row_kind kind, const void *row)
{
	if (!s->error && statement_put_row(s->insert[kind], kind, row) != SQLITE_OK)
		fail(s, columns_table(kind).name);
}

struct copy {
	struct store *to;
	enum row_kind kind;
};

static bool
copy_row(void *arg, const void *row)
{
	struct copy *c = arg;
	const struct row_meta *meta = row;
	if (c->kind == ROW_META_KIND && !strncmp(meta->name, "split.", strlen("split.")))
		return true;
	store_put(c->to, c->kind, row);
	return !c->to->error;
}

bool
store_copy_facts(struct store *s, struct evidence *from)
{
#define LINK_KIND(upper, lower) ROW_##upper##_KIND,
	static const enum row_kind kinds[] = {ROWS_OF_LINK(LINK_KIND)};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct copy copy = {s, kinds[i]};
		if (!evidence_each(from, kinds[i], copy_row, &copy) && !s->error)
			s->error = arena_printf(&s->arena, "cannot copy the table %s", columns_table(kinds[i]).name);
	}
	return !s->error;
}

/* SQLite was told not to sync; the sink's exchange needs the bytes on disk. */
static bool
sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = fsync(fd) == 0;
	return close(fd) == 0 && ok;
}

static bool
is_whole(struct store *s)
{
	if (s->error)
		return false;
	char *answer = statement_text(s->db, "PRAGMA quick_check(1)", &s->arena);
	if (!answer || strcmp(answer, "ok"))
		s->error = arena_printf(&s->arena, "damaged while it was written: %s", answer ? answer : sqlite3_errmsg(s->db));
	return !s->error;
}

bool
store_finish(struct store *s)
{
	if (!s)
		return false;
	bool ok = run(s, store_indexes, "cannot make the indexes") && run(s, "COMMIT", "cannot commit") && is_whole(s);
	for (int i = 0; i < ROW_KIND_COUNT; i++)
		statement_close(&s->insert[i]);
	if (sqlite3_close(s->db) != SQLITE_OK && ok)
		BUG("a statement is still open");
	s->db = NULL;
	if (ok && !sync_file(s->path)) {
		ok = false;
		s->error = arena_printf(&s->arena, "cannot sync: %s", strerror(errno));
	}
	if (!ok) {
		diag_add(s->diags, DIAG_ERROR, "store-write", s->path, 0, 0, "cannot write the database: %s", s->error);
		unlink(s->path);
	}
	destroy(s);
	return ok;
}

void
store_abort(struct store *s)
{
	if (!s)
		return;
	unlink(s->path);
	destroy(s);
}

const char *
store_library(void)
{
	return sqlite3_libversion();
}
