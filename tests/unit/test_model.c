/* Model: cuts, operations, uses and sizes from a small split put by hand. */
#include "model/model_build.h"
#include "model/split.h"

#include <stdlib.h>
#include <unistd.h>

#include "check.h"

static char folder[] = "/tmp/test_model.XXXXXX";

/* 1 order_create, 2 order_total (orders), 3 item_take (stock), 4 log_line (shared), 5 test_it (none), 6 main (shared) */
static void
put_facts(struct store *s)
{
	static const char *const names[] = {"order_create", "orderTotal", "item_take", "log_line", "test_it", "main"};
	static const char *const files[] = {"o.c", "o.c", "i.c", "l.c", "t.c", "m.c"};
	static const char *const keys[] = {"o.c:order_create", "o.c:orderTotal", "i.c:item_take", "l.c:log_line", "t.c:test_it", "m.c:main"};
	STORE_PUT(s, UNIT, unit, .file = "o.c", .status = UNIT_OK);
	STORE_PUT(s, UNIT, unit, .file = "x.c", .status = UNIT_PARTIAL, .lost = 3, .reason = "1 error");
	for (int i = 0; i < 6; i++)
		STORE_PUT(s, FUNCTION, function, .id = i + 1, .key = keys[i], .name = names[i], .file = files[i],
		          .line = 10 * i + 1, .end_line = 10 * i + 9);
	STORE_PUT(s, GLOBAL, global, .id = 1, .key = "o.c:counter", .name = "counter", .file = "o.c", .line = 2);
	static const int calls[][3] = {{1, 2, 5}, {1, 3, 6}, {1, 3, 6}, {1, 4, 7}, {5, 1, 8}, {6, 1, 9}, {3, 2, 10}};
	for (int i = 0; i < 7; i++)
		STORE_PUT(s, CALL, call, .site = i + 1, .caller = calls[i][0], .callee = calls[i][1], .file = "o.c",
		          .line = calls[i][2], .weight = 1, .result_use = RESULT_USED);
	STORE_PUT(s, GLOBAL_ACCESS, global_access, .function = 3, .global = 1, .mode = ACCESS_WRITE, .file = "i.c", .line = 22);
	STORE_PUT(s, STATEMENT, statement, .id = 1, .function = 3, .file = "i.c", .line = 23, .sql = "SELECT", .resolved = 1, .transaction_id = 1);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 1, .store = "sql", .table_name = "orders", .mode = TABLE_CREATE, .file = "o.c", .line = 3, .statement_id = 2);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 3, .store = "sql", .table_name = "items", .mode = TABLE_UPDATE, .file = "i.c", .line = 23, .statement_id = 1);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 3, .store = "sql", .table_name = "orders", .mode = TABLE_READ, .file = "i.c", .line = 23, .statement_id = 1);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 3, .store = "sql", .table_name = "orders", .column_name = "id", .mode = TABLE_READ, .file = "i.c", .line = 23, .statement_id = 1);
	STORE_PUT(s, JOIN, join, .statement_id = 1, .table_a = "orders", .column_a = "id", .table_b = "items", .column_b = "order_id");
	STORE_PUT(s, TRANSACTION, transaction, .id = 1, .function = 3, .file = "i.c", .line = 21, .tables = "items, orders");
	STORE_PUT(s, TABLE, table, .id = 1, .name = "items", .store = "sql", .file = "s.sql", .line = 1);
	STORE_PUT(s, TABLE, table, .id = 2, .name = "orders", .store = "sql", .file = "s.sql", .line = 9);
	STORE_PUT(s, KEY, key, .table_name = "items", .kind = KEY_FOREIGN, .columns = "order_id", .ref_table = "orders", .ref_columns = "id");
	STORE_PUT(s, SIGNATURE, signature, .function = 3, .position = 0, .type = "int");
	STORE_PUT(s, SIGNATURE, signature, .function = 3, .position = 1, .name = "id", .type = "long", .direction = DIRECTION_IN);
	STORE_PUT(s, ENTRY, entry, .function = 2, .kind = ENTRY_ROUTE, .name = "GET /total", .file = "o.c", .line = 12);
	STORE_PUT(s, UNRESOLVED, unresolved, .kind = UNRESOLVED_CALL, .function = 1, .file = "o.c", .line = 4, .reason = "pointer from outside");
	STORE_PUT(s, UNRESOLVED, unresolved, .kind = UNRESOLVED_CALL, .function = 1, .file = "o.c", .line = 3, .reason = "pointer from outside");
}

static struct cluster_service services[] = {
	{"shared", "shared", SERVICE_SHARED, 0, 0, -1},
	{"orders", "orders", SERVICE_SERVICE, 0.5, 0.5, -1},
	{"stock", "stock", SERVICE_SERVICE, 0.5, 0.5, 1},
};

static struct cluster_member members[] = {
	{MEMBER_FUNCTION, 1, 2, 3, -1, 0.5, "calls"}, {MEMBER_FUNCTION, 2, 2, 0, -1, -1, "calls"},
	{MEMBER_FUNCTION, 3, 3, 2, -1, 0.5, "tables"}, {MEMBER_FUNCTION, 4, 1, 0, -1, -1, "log"},
	{MEMBER_FUNCTION, 5, 0, 0, -1, -1, "test"}, {MEMBER_FUNCTION, 6, 1, 0, -1, -1, "main"},
	{MEMBER_GLOBAL, 1, 2, 0, -1, -1, "writers"}, {MEMBER_TABLE, 1, 3, 0, -1, -1, "writers"},
	{MEMBER_TABLE, 2, 2, 0, -1, -1, "writers"},
};

static struct evidence *
make_result(struct diag_queue *diags)
{
	char facts[64], result[64];
	snprintf(facts, sizeof facts, "%s/facts.db", folder);
	snprintf(result, sizeof result, "%s/result.db", folder);
	struct store *s = store_create(facts, diags);
	put_facts(s);
	CHECK(store_finish(s));
	struct evidence *e = evidence_open(facts, diags);
	s = store_create(result, diags);
	CHECK(store_copy_facts(s, e));
	struct clustering c = {.services = services, .service_count = 3, .members = members,
	                       .member_count = sizeof members / sizeof *members};
	struct decisions d = {.title = "Shop"};
	struct split split;
	CHECK(split_init(&split, e, &c));
	split_put(&split, &d, s);
	split_finish(&split);
	CHECK(store_finish(s));
	evidence_close(e);
	e = evidence_open(result, diags);
	unlink(facts);
	unlink(result);
	return e;
}

static size_t
cuts_of(const struct model *m, enum cut_kind kind, unsigned from, unsigned to)
{
	size_t n = 0;
	for (size_t i = 0; i < m->cut_count; i++)
		n += m->cuts[i].kind == kind && m->cuts[i].from.v == from && m->cuts[i].to.v == to && m->cuts[i].remedy[0];
	return n;
}

static void
test_cuts(const struct model *m)
{
	CHECK(m->cut_count == 7);
	CHECK(cuts_of(m, CUT_CALL, 2, 3) == 1 && cuts_of(m, CUT_CALL, 3, 2) == 1);
	CHECK(cuts_of(m, CUT_TABLE, 3, 2) == 1 && cuts_of(m, CUT_GLOBAL, 3, 2) == 1 && cuts_of(m, CUT_JOIN, 3, 2) == 1);
	CHECK(cuts_of(m, CUT_TRANSACTION, 3, 2) == 1 && cuts_of(m, CUT_FOREIGN_KEY, 3, 2) == 1);
	CHECK(m->cuts[0].weight == 2 && m->cuts[0].line == 6); /* two sites on one line */
	CHECK(m->edge_count == 2 && m->edges[0].calls == 1 && m->edges[1].tables == 1 && m->edges[1].transactions == 1);
	CHECK(m->edges[1].weight == 1 + 2 + 4 + 3 + 8 + 2);
}

static void
test_operations(const struct model *m)
{
	CHECK(m->operation_count == 3);
	const struct model_operation *o = m->operations;
	CHECK_TEXT(o[0].slug, "order-total");
	CHECK(o[0].is_entry && o[0].callers == 1 && !o[0].writes);
	CHECK_TEXT(o[1].slug, "order-create");
	CHECK(o[1].callers == 1 && o[1].writes && !o[1].is_entry); /* main, not the test */
	CHECK_TEXT(o[2].slug, "item-take");
	CHECK_TEXT(o[2].result_type, "int");
	CHECK(o[2].parameter_count == 1 && o[2].writes);
	CHECK_TEXT(o[2].parameters[0].name, "id");
	CHECK(m->services[1].operation_count == 2 && m->services[2].first_operation == 2);
}

static void
test_rest(const struct model *m)
{
	CHECK_TEXT(m->title, "Shop");
	CHECK(m->service_count == 3 && m->services[1].functions == 2 && m->services[1].globals == 1 && m->services[1].tables == 1);
	CHECK(m->services[1].entry_points == 1 && m->services[0].member_count == 2 && m->services[2].stability == 1);
	CHECK(m->member_count == 8);
	CHECK_TEXT(m->members[m->services[2].first_member].key, "i.c:item_take");
	CHECK(m->members[m->services[2].first_member].line == 21);
	CHECK(m->use_count == 3);
	CHECK_TEXT(m->uses[0].table_name, "items");
	CHECK(m->uses[2].service.v == 3 && m->uses[2].owner.v == 2 && m->uses[2].reads == 1);
	CHECK(m->unknown_count == 2 && m->unknowns[0].count == 2 && m->unknowns[0].example_line == 3);
	CHECK(m->coverage.units == 2 && m->coverage.units_partial == 1 && m->coverage.lost == 3 && m->coverage.calls == 7);
	CHECK(m->coverage.call_sites_unresolved == 2 && m->coverage.statements == 1 && m->coverage.tables == 2);
}

/* ---- remedies that only a crooked split shows ---- */

/* f1 (in a) is tied to f2, f3, f4 (in b) and to f5 (in a). Two transactions over ta and tb only, none within one of them. */
static void
put_crooked(struct store *s)
{
	static const char *const names[] = {"stray", "b_one", "b_two", "b_three", "a_one"};
	for (int i = 0; i < 5; i++)
		STORE_PUT(s, FUNCTION, function, .id = i + 1, .key = names[i], .name = names[i], .file = "x.c", .line = i + 1, .end_line = i + 1);
	for (int i = 0; i < 4; i++)
		STORE_PUT(s, CALL, call, .site = i + 1, .caller = 1, .callee = i + 2, .file = "x.c", .line = 10 + i, .weight = 1, .result_use = RESULT_USED);
	for (int i = 1; i <= 2; i++) {
		STORE_PUT(s, STATEMENT, statement, .id = i, .function = 5, .file = "x.c", .line = 20 * i, .sql = "UPDATE", .resolved = 1, .transaction_id = i);
		STORE_PUT(s, TABLE_ACCESS, table_access, .function = 5, .store = "sql", .table_name = "tb", .mode = TABLE_UPDATE, .file = "x.c",
		          .line = 20 * i, .statement_id = i);
		STORE_PUT(s, TRANSACTION, transaction, .id = i, .function = 5, .file = "x.c", .line = 20 * i - 1, .tables = "ta, tb");
	}
	STORE_PUT(s, TABLE, table, .id = 1, .name = "ta", .store = "sql", .file = "s.sql", .line = 1);
	STORE_PUT(s, TABLE, table, .id = 2, .name = "tb", .store = "sql", .file = "s.sql", .line = 2);
}

/* The facts of the crooked split; `decided`: the architect put the stray function where it is. */
static void
test_crooked(struct diag_queue *diags, bool decided)
{
	static struct cluster_service two[] = {{"a", "a", SERVICE_SERVICE, 0, 0, -1}, {"b", "b", SERVICE_SERVICE, 0, 0, -1}};
	struct cluster_member placed[] = {
		{MEMBER_FUNCTION, 1, 1, 0, -1, -1, decided ? "decided: one team" : "calls"}, {MEMBER_FUNCTION, 2, 2, 0, -1, -1, ""},
		{MEMBER_FUNCTION, 3, 2, 0, -1, -1, ""}, {MEMBER_FUNCTION, 4, 2, 0, -1, -1, ""}, {MEMBER_FUNCTION, 5, 1, 0, -1, -1, ""},
		{MEMBER_TABLE, 1, 1, 0, -1, -1, ""}, {MEMBER_TABLE, 2, 2, 0, -1, -1, ""}};
	struct clustering c = {.services = two, .service_count = 2, .members = placed, .member_count = sizeof placed / sizeof *placed};
	char path[64];
	snprintf(path, sizeof path, "%s/crooked.db", folder);
	struct store *store = store_create(path, diags);
	put_crooked(store);
	CHECK(store_finish(store));
	struct evidence *e = evidence_open(path, diags);
	struct split split;
	CHECK(split_init(&split, e, &c));
	CHECK(split.cut_count == 7); /* 3 calls, 2 accesses, 2 transactions */
	for (size_t i = 0; i < split.cut_count; i++) {
		const struct row_cut *cut = &split.cuts[i].row;
		if (cut->kind == CUT_CALL) {
			CHECK(cut->remedy_kind == (decided ? REMEDY_API : REMEDY_MOVE));
			if (!decided) {
				CHECK_TEXT(cut->remedy, "move stray to b");
				CHECK_TEXT(cut->reason, "3 of the 4 things stray is tied to lie in b; the other is a_one");
			}
		}
		if (cut->kind == CUT_TRANSACTION) {
			CHECK(cut->remedy_kind == REMEDY_MERGE);
			CHECK_TEXT(cut->reason, "2 transactions change tables of both, 0 those of one of them alone");
		}
	}
	split_finish(&split);
	evidence_close(e);
	unlink(path);
}

int
main(void)
{
	struct diag_queue diags;
	diag_init(&diags);
	if (!mkdtemp(folder))
		return 1;
	struct evidence *e = make_result(&diags);
	struct model *m = model_load(e, &diags);
	diag_print(&diags, stderr);
	CHECK(m != NULL);
	if (m) {
		test_cuts(m);
		test_operations(m);
		test_rest(m);
	}
	model_destroy(m);
	evidence_close(e);
	test_crooked(&diags, false);
	test_crooked(&diags, true);
	diag_print(&diags, stderr);
	diag_finish(&diags);
	rmdir(folder);
	return check_end();
}
