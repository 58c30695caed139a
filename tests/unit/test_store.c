/* Store: rows survive the trip, same rows give the same bytes, strangers' files are refused, queries only read. */
#include "store/store.h"

#include <stdlib.h>
#include <unistd.h>

#include "check.h"

static char folder[] = "/tmp/test_store.XXXXXX";
static char path_a[64], path_b[64], path_c[64];

static void
put_some(struct store *s)
{
	STORE_PUT(s, FUNCTION, function, .id = 1, .key = "a.c:f", .name = "f", .file = "a.c", .line = 3, .end_line = 9,
	          .origin = ORIGIN_OWN, .words = "order save*2");
	STORE_PUT(s, FUNCTION, function, .id = 2, .key = "b.c:g", .name = "g\t\"\x1b", .file = "b.c", .line = 1, .end_line = 2,
	          .origin = ORIGIN_TEST, .configs = "debug");
	STORE_PUT(s, CALL, call, .site = 1, .caller = 1, .callee = 2, .kind = CALL_INDIRECT, .file = "a.c", .line = 4, .col = 2,
	          .result_use = RESULT_CHECKED, .weight = 0.5, .confidence = CONFIDENCE_FAMILY, .how = "table");
	STORE_PUT(s, CALL, call, .site = 2, .caller = 0, .callee = 1, .kind = CALL_CALLBACK, .file = "a.c", .line = 5,
	          .weight = 1);
	STORE_PUT(s, TABLE, table, .id = 1, .name = "orders", .store = "sql", .kind = TABLE_KIND_TABLE, .file = "s.sql", .line = 2);
	STORE_PUT(s, SERVICE, service, .id = 1, .name = "orders", .slug = "orders", .stability = -1);
	STORE_PUT(s, MEMBER, member, .service = 1, .kind = MEMBER_FUNCTION, .key = "a.c:f", .name = "f", .file = "a.c", .row = 1,
	          .stability = 0.25, .margin = -1);
}

static void
write_file(const char *path)
{
	struct diag_queue diags;
	diag_init(&diags);
	struct store *s = store_create(path, &diags);
	CHECK(s != NULL);
	put_some(s);
	CHECK(store_finish(s));
	CHECK(diags.count == 0);
	diag_finish(&diags);
}

static bool
same_bytes(const char *a, const char *b)
{
	FILE *f = fopen(a, "rb"), *g = fopen(b, "rb");
	int c = 0, d = 0;
	while (f && g && c != EOF && c == d)
		c = getc(f), d = getc(g);
	bool same = f && g && c == d;
	fclose(f);
	fclose(g);
	return same;
}

static bool
see_call(void *arg, const void *row)
{
	const struct row_call *c = row;
	size_t *seen = arg;
	if (++*seen == 1) {
		CHECK(c->kind == CALL_INDIRECT && c->caller == 1 && c->callee == 2 && c->result_use == RESULT_CHECKED);
		CHECK(c->weight == 0.5 && c->confidence == CONFIDENCE_FAMILY && c->configs == NULL);
		CHECK_TEXT(c->how, "table");
	}
	return true;
}

static void
test_read(void)
{
	struct diag_queue diags;
	diag_init(&diags);
	struct evidence *e = evidence_open(path_a, &diags);
	CHECK(e != NULL);
	size_t seen = 0;
	CHECK(evidence_each(e, ROW_CALL_KIND, see_call, &seen));
	CHECK(seen == 2 && evidence_count(e, ROW_CALL_KIND) == 2 && evidence_count(e, ROW_PLAN_KIND) == 0);
	struct row_function f, g;
	CHECK(evidence_get(e, ROW_FUNCTION_KIND, 1, &f));
	CHECK(evidence_get(e, ROW_FUNCTION_KIND, 2, &g));
	CHECK(!evidence_get(e, ROW_FUNCTION_KIND, 3, &g));
	CHECK_TEXT(f.words, "order save*2");
	CHECK_TEXT(g.name, "g\t\"\x1b");
	CHECK(g.origin == ORIGIN_TEST && f.line == 3);

	struct store *s = store_create(path_c, &diags);
	CHECK(store_copy_facts(s, e));
	CHECK(store_finish(s));
	evidence_close(e);
	e = evidence_open(path_c, &diags);
	CHECK(evidence_count(e, ROW_CALL_KIND) == 2 && evidence_count(e, ROW_SERVICE_KIND) == 0);
	evidence_close(e);
	CHECK(diags.errors == 0);
	diag_finish(&diags);
}

static char *
query(const char *sql, bool json, bool expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct diag_queue diags;
	diag_init(&diags);
	CHECK(store_query(path_a, sql, json, out, &diags) == expected);
	CHECK((diags.errors > 0) == !expected);
	diag_finish(&diags);
	fclose(out);
	return text;
}

static void
check_query(const char *sql, bool json, const char *want)
{
	char *text = query(sql, json, true);
	CHECK_TEXT(text, want);
	free(text);
}

static void
test_query(void)
{
	check_query("SELECT caller, callee, kind FROM v_call ORDER BY site", false,
	            "caller\tcallee\tkind\nf\tg\\t\"\\x1b\tindirect\n\tf\tcallback\n");
	check_query("SELECT name, service, 1.5 AS x FROM v_function WHERE id = 2;  ", true,
	            "{\"name\": \"g\\u0009\\\"\\u001b\", \"service\": null, \"x\": 1.5}\n");
	check_query("SELECT service, stability, margin FROM v_member", true,
	            "{\"service\": \"orders\", \"stability\": 0.25, \"margin\": null}\n");
	static const char *const refused[] = {
		"DELETE FROM function", "ATTACH 'x.db' AS x", "PRAGMA user_version = 9", "SELECT 1; SELECT 2", "", "SELEC",
		"SELECT load_extension('x')", "CREATE TABLE t (a)", "VACUUM INTO '/tmp/stolen.db'",
	};
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		free(query(refused[i], false, false));
}

static bool
opens(const char *path)
{
	struct diag_queue diags;
	diag_init(&diags);
	struct evidence *e = evidence_open(path, &diags);
	CHECK((e == NULL) == (diags.errors == 1));
	evidence_close(e);
	diag_finish(&diags);
	return e != NULL;
}

static void
test_strangers(void)
{
	CHECK(opens(path_a));
	CHECK(!opens("/nonexistent/splitter.db"));
	CHECK(!opens(folder));
	FILE *f = fopen(path_b, "r+b");
	fseek(f, 60, SEEK_SET); /* user_version, big-endian */
	fwrite("\0\0\0\xff", 1, 4, f);
	fclose(f);
	CHECK(!opens(path_b));
	f = fopen(path_b, "wb");
	fputs("no database at all, whatever its name says; long enough for a header of one hundred bytes, to be sure.", f);
	fclose(f);
	CHECK(!opens(path_b));

	struct diag_queue diags;
	diag_init(&diags);
	CHECK(store_create(path_a, &diags) == NULL); /* is there already */
	CHECK(diags.errors == 1);
	struct store *s = store_create("/nonexistent/x.db", &diags);
	CHECK(s == NULL && diags.errors == 2);
	unlink(path_b);
	s = store_create(path_b, &diags);
	put_some(s);
	STORE_PUT(s, FUNCTION, function, .id = 1, .key = "again"); /* an id twice */
	CHECK(!store_finish(s));
	CHECK(diags.errors == 3 && access(path_b, F_OK) != 0);
	diag_finish(&diags);
}

int
main(void)
{
	if (!mkdtemp(folder))
		return 1;
	snprintf(path_a, sizeof path_a, "%s/a.db", folder);
	snprintf(path_b, sizeof path_b, "%s/b ?#%%.db", folder);
	snprintf(path_c, sizeof path_c, "%s/c.db", folder);
	write_file(path_a);
	write_file(path_b);
	CHECK(same_bytes(path_a, path_b));
	CHECK(opens(path_b));
	test_read();
	test_query();
	test_strangers();
	unlink(path_a);
	unlink(path_b);
	unlink(path_c);
	rmdir(folder);
	return check_end();
}
