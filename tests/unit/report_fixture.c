/* The shop by hand: services with functions and tables, calls and accesses by a fixed pattern, everything else
 * (cuts, edges, uses, operations) derived from them the way the model promises. Implements evidence.h over arrays,
 * so that the reports are tested without a database. */
#include "report_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"

struct domain {
	const char *name, *stem;
	const char *tables[6];
	const char *verbs[18];
	const char *needs; /* letters: services called, by number, more often when repeated */
};

static const struct domain shop[] = {
	{"catalogue", "product", {"products", "categories", "product_images", "price_list"},
	 {"find", "price", "list", "create", "update", "retire", "index_words", "load", "check_name", "image_add", "categorise", "import_row"}, "12"},
	{"customers", "customer", {"customers", "addresses", "sessions", "consents"},
	 {"find", "login", "address_get", "create", "update", "logout", "session_check", "hash_password", "merge", "forget", "export"}, "66"},
	{"inventory", "stock", {"stock", "warehouses", "stock_moves", "reservations"},
	 {"reserve", "release", "level", "receive", "count", "move", "reorder", "expire_reservations", "pick", "audit"}, "0066"},
	{"notifications", "mail", {"mail_queue", "mail_templates", "mail_log"},
	 {"send", "queue", "render", "retry", "template_load", "expand", "bounce", "flush"}, "1"},
	{"orders", "order", {"orders", "order_lines", "carts", "cart_lines", "vouchers"},
	 {"create", "find", "set_state", "cancel", "total", "cart_add", "cart_remove", "cart_checkout", "voucher_apply", "line_add",
	  "line_price", "archive", "history", "print"}, "00000111122222555557733"},
	{"payments", "payment", {"payments", "refunds", "ledger", "payment_providers"},
	 {"charge", "refund", "status", "authorise", "capture", "ledger_post", "ledger_balance", "provider_call", "reconcile"}, "44411366"},
	{"reporting", "report", {"report_runs", "report_cells"},
	 {"run", "schedule", "daily_sales", "stock_value", "export_csv", "top_customers", "revenue", "format_row"}, "0011224445577"},
	{"shipping", "shipment", {"shipments", "parcels", "carriers", "rates"},
	 {"create", "track", "quote", "label", "dispatch", "parcel_add", "carrier_pick", "zone_of", "confirm"}, "4411233"},
};

static const struct domain library = {"shared", "util", {NULL},
	{"log", "str_trim", "str_join", "db_exec", "db_query", "time_now", "config_get", "buf_put"}, ""};

/* Table accesses across services: who, which table, how. */
static const struct { unsigned service; const char *table, *modes; } trespass[] = {
	{4, "stock", "RU"}, {4, "products", "R"}, {4, "customers", "R"}, {4, "payments", "C"}, {5, "orders", "RU"}, {7, "orders", "RU"},
	{7, "addresses", "R"}, {6, "orders", "R"}, {6, "order_lines", "R"}, {6, "payments", "R"}, {6, "stock", "R"}, {6, "customers", "R"},
	{2, "order_lines", "R"}, {3, "customers", "R"}, {1, "orders", "R"}, {1, "mail_queue", "C"}, {5, "mail_queue", "C"},
	{7, "mail_queue", "C"}, {0, "stock", "R"}, {4, "mail_queue", "C"},
};

static const char *const hostile[] = {
	"</script><script>alert(1)</script>", "a\"b'c", "line\nbreak\r\x1b[31m", ("rtl\xE2\x80\xAE" "evil"), "bad\xFF\xC3utf", "back\\N\\G\\l",
	"&lt;b&gt;&amp", "javascript:alert(1)", "__proto__", "]]>-->", "<!--", "${x}`|*_[a](b)", "\xE2\x80\xA8sep", "'; DROP TABLE x; --",
};

struct evidence {
	VEC(struct row_function) functions;
	VEC(struct row_call) calls;
	VEC(struct row_table_access) accesses;
	VEC(struct row_entry) entries;
	VEC(struct row_unit) units;
	VEC(struct row_unresolved) unresolved;
	VEC(struct row_assumption) assumptions;
	VEC(struct row_table) tables;
	VEC(struct row_column) columns;
};

struct fixture {
	struct arena arena;
	struct model model;
	struct evidence evidence;
	enum fixture_kind kind;
	VEC(struct model_service) services;
	VEC(struct model_member) members;
	VEC(struct model_cut) cuts;
	VEC(struct model_edge) edges;
	VEC(struct model_table_use) uses;
	VEC(struct model_operation) operations;
	VEC(struct model_unknown) unknowns;
	unsigned names;
};

static const char *
spell(struct fixture *f, const char *name)
{
	unsigned n = f->names++;
	if (f->kind != FIXTURE_HOSTILE)
		return arena_strdup(&f->arena, name);
	return arena_printf(&f->arena, "%s%s", name, hostile[n % (sizeof hostile / sizeof *hostile)]);
}

static void
add_member(struct fixture *f, enum member_kind kind, const char *name, const char *file, unsigned line)
{
	uint32_t row = (uint32_t)f->members.count + 1;
	const char *key = kind == MEMBER_TABLE ? name : arena_printf(&f->arena, "%s:%s", file, name);
	struct model_member m = {.service = {(uint32_t)f->services.count + 1}, .kind = kind, .row = row, .key = key, .name = name,
	                         .file = file, .line = line, .stability = -1, .margin = 0.4, .reason = "calls and tables of its own"};
	vec_push(&f->members, m);
	if (kind == MEMBER_FUNCTION)
		vec_push(&f->evidence.functions, (struct row_function){.id = row, .key = key, .name = name, .file = file, .line = line,
		                                                       .end_line = line + 20});
	if (kind == MEMBER_TABLE) {
		vec_push(&f->evidence.tables, (struct row_table){.id = row, .name = name, .store = "sql", .file = "schema.sql", .line = row});
		vec_push(&f->evidence.columns, (struct row_column){.table_name = name, .name = "id", .type = "INTEGER", .file = "schema.sql",
		                                                   .line = row});
	}
}

static void
add_service(struct fixture *f, const struct domain *d, const char *suffix, enum service_kind kind)
{
	struct arena *a = &f->arena;
	struct model_service s = {.id = {(uint32_t)f->services.count + 1}, .kind = kind, .cohesion = 0.62, .coupling = 0.18, .stability = -1,
	                          .first_member = f->members.count};
	s.name = f->kind == FIXTURE_HOSTILE && kind == SERVICE_SERVICE ? spell(f, d->name) : arena_printf(a, "%s%s", d->name, suffix);
	s.slug = arena_printf(a, "%s%s", d->name, suffix);
	const char *file = arena_printf(a, "src/%s%s.c", d->stem, suffix);
	for (size_t i = 0; i < sizeof d->verbs / sizeof *d->verbs && d->verbs[i]; i++, s.functions++)
		add_member(f, MEMBER_FUNCTION, spell(f, arena_printf(a, "%s%s_%s", d->stem, suffix, d->verbs[i])), file, 30 + 40 * (unsigned)i);
	if (kind == SERVICE_SERVICE) {
		add_member(f, MEMBER_GLOBAL, spell(f, arena_printf(a, "%s%s_cache", d->stem, suffix)), file, 12);
		s.globals++;
	}
	for (size_t i = 0; i < 6 && d->tables[i]; i++, s.tables++)
		add_member(f, MEMBER_TABLE, spell(f, arena_printf(a, "%s%s", d->tables[i], suffix)), "schema.sql", 0);
	s.member_count = f->members.count - s.first_member;
	vec_push(&f->services, s);
}

static const struct model_member *
nth(const struct fixture *f, size_t service, enum member_kind kind, size_t n)
{
	const struct model_service *s = &f->services.at[service];
	size_t first = s->first_member + (kind == MEMBER_FUNCTION ? 0 : s->functions + s->globals);
	return &f->members.at[first + n % (kind == MEMBER_FUNCTION ? s->functions : s->tables)];
}

static void
add_cut(struct fixture *f, enum cut_kind kind, const struct model_member *from, const struct model_member *to, unsigned line, double weight)
{
	vec_push(&f->cuts, (struct model_cut){.from = from->service, .to = to->service, .kind = kind, .source = from->name,
	                                      .source_file = from->file, .target = to->name, .target_file = to->file, .file = from->file,
	                                      .line = line, .weight = weight,
	                                      .remedy = kind == CUT_CALL ? "call the operation over the network" : "ask the owner for it"});
}

static void
add_call(struct fixture *f, const struct model_member *from, const struct model_member *to, unsigned line)
{
	bool shared = f->services.at[to->service.v - 1].kind == SERVICE_SHARED || f->services.at[from->service.v - 1].kind == SERVICE_SHARED;
	if (from == to)
		return;
	vec_push(&f->evidence.calls, (struct row_call){.site = (int64_t)f->evidence.calls.count + 1, .caller = from->row, .callee = to->row,
	                                               .file = from->file, .line = line, .col = 9, .weight = 1});
	if (from->service.v != to->service.v && !shared)
		add_cut(f, CUT_CALL, from, to, line, 1);
}

static void
add_access(struct fixture *f, const struct model_member *from, const struct model_member *table, enum table_mode mode, unsigned line)
{
	vec_push(&f->evidence.accesses, (struct row_table_access){.function = from->row, .store = "sql", .table_name = table->name,
	                                                          .mode = mode, .file = from->file, .line = line});
	if (from->service.v != table->service.v)
		add_cut(f, CUT_TABLE, from, table, line, mode == TABLE_READ ? 2 : 4);
	for (size_t i = 0; i < f->uses.count; i++) {
		struct model_table_use *u = &f->uses.at[i];
		if (u->table == table->row && u->service.v == from->service.v) {
			(mode == TABLE_CREATE ? &u->creates : mode == TABLE_READ ? &u->reads : mode == TABLE_UPDATE ? &u->updates : &u->deletes)[0]++;
			return;
		}
	}
	vec_push(&f->uses, (struct model_table_use){.table = table->row, .table_name = table->name, .service = from->service,
	                                            .owner = table->service, .creates = mode == TABLE_CREATE, .reads = mode == TABLE_READ,
	                                            .updates = mode == TABLE_UPDATE, .deletes = mode == TABLE_DELETE});
}

static void
wire_service(struct fixture *f, size_t base, size_t i, size_t shared)
{
	const struct domain *d = &shop[i];
	size_t service = base + i, functions = f->services.at[service].functions;
	for (size_t k = 0; k < functions; k++) {
		const struct model_member *m = nth(f, service, MEMBER_FUNCTION, k);
		add_call(f, m, nth(f, service, MEMBER_FUNCTION, 3 * k + 4), m->line + 3);
		if (k % 2)
			add_call(f, m, nth(f, service, MEMBER_FUNCTION, k / 2), m->line + 5);
		add_call(f, m, nth(f, shared, MEMBER_FUNCTION, k), m->line + 7);
		add_access(f, m, nth(f, service, MEMBER_TABLE, k), (enum table_mode)(k % 4), m->line + 9);
		if (k % 3 == 0)
			add_access(f, m, nth(f, service, MEMBER_TABLE, k + 1), TABLE_READ, m->line + 11);
	}
	for (size_t k = 0; d->needs[k]; k++)
		add_call(f, nth(f, service, MEMBER_FUNCTION, 3 + k), nth(f, base + (size_t)(d->needs[k] - '0'), MEMBER_FUNCTION, k % 3),
		         40 + 7 * (unsigned)k);
}

static void
wire_trespass(struct fixture *f, size_t base)
{
	for (size_t i = 0; i < sizeof trespass / sizeof *trespass; i++) {
		const struct model_member *table = NULL;
		for (size_t s = 0; s < 8; s++)
			for (size_t t = 0; t < 6 && shop[s].tables[t]; t++)
				if (!strcmp(shop[s].tables[t], trespass[i].table))
					table = nth(f, base + s, MEMBER_TABLE, t);
		for (const char *mode = trespass[i].modes; *mode; mode++)
			for (size_t k = 0; k < 3; k++)
				add_access(f, nth(f, base + trespass[i].service, MEMBER_FUNCTION, i + k), table,
				           *mode == 'C' ? TABLE_CREATE : *mode == 'R' ? TABLE_READ : TABLE_UPDATE, 50 + (unsigned)(i + k));
	}
}

static int
compare_cuts(const void *a, const void *b)
{
	const struct model_cut *x = a, *y = b;
	int files = strcmp(x->file, y->file);
	return x->from.v != y->from.v ? (x->from.v < y->from.v ? -1 : 1)
	       : x->to.v != y->to.v ? (x->to.v < y->to.v ? -1 : 1)
	       : x->kind != y->kind ? (x->kind < y->kind ? -1 : 1)
	       : files ? files
	       : x->line != y->line ? (x->line < y->line ? -1 : 1)
	       : strcmp(x->source, y->source) ? strcmp(x->source, y->source)
	       : strcmp(x->target, y->target);
}

static int
compare_uses(const void *a, const void *b)
{
	const struct model_table_use *x = a, *y = b;
	int names = strcmp(x->table_name, y->table_name);
	return names ? names : (x->service.v > y->service.v) - (x->service.v < y->service.v);
}

static void
derive_edges(struct fixture *f)
{
	vec_sort(&f->cuts, compare_cuts);
	vec_sort(&f->uses, compare_uses);
	for (size_t i = 0; i < f->cuts.count; i++) {
		const struct model_cut *c = &f->cuts.at[i];
		if (!f->edges.count || vec_last(&f->edges).from.v != c->from.v || vec_last(&f->edges).to.v != c->to.v)
			vec_push(&f->edges, (struct model_edge){.from = c->from, .to = c->to});
		struct model_edge *e = &vec_last(&f->edges);
		e->calls += c->kind == CUT_CALL;
		e->tables += c->kind == CUT_TABLE;
		e->weight += c->weight;
	}
}

static size_t
callers(const struct fixture *f, const struct model_member *m)
{
	size_t n = 0;
	for (size_t i = 0; i < f->cuts.count; i++)
		n += f->cuts.at[i].kind == CUT_CALL && f->cuts.at[i].to.v == m->service.v && !strcmp(f->cuts.at[i].target, m->name);
	return n;
}

static void
add_operation(struct fixture *f, struct model_service *s, const struct model_member *m, size_t number)
{
	static const struct model_parameter kit[] = {
		{"db", "sqlite3 *", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"id", "int64_t", DIRECTION_IN, 0, false, CONFIDENCE_EXACT},
		{"name", "const char *", DIRECTION_IN, 0, true, CONFIDENCE_GUESSED}, {"out", "char *", DIRECTION_OUT, 5, false, CONFIDENCE_RESOLVED},
		{"size", "size_t", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"line", "struct order_line *", DIRECTION_INOUT, 0, true, CONFIDENCE_GUESSED},
		{"data", "const void *", DIRECTION_IN, 8, false, CONFIDENCE_RESOLVED}, {"length", "unsigned int", DIRECTION_IN, 0, false, CONFIDENCE_EXACT},
		{"done", "void (*)(int, void *)", DIRECTION_IN, 0, true, CONFIDENCE_EXACT}, {"arg", "void *", DIRECTION_IN, 0, true, CONFIDENCE_EXACT},
		{"code", "char[16]", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"flags", "uint8_t", DIRECTION_IN, 0, false, CONFIDENCE_EXACT},
		{NULL, "...", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"ids", "const int *", DIRECTION_IN, 15, false, CONFIDENCE_RESOLVED},
		{"n", "int", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"kind", "enum order_kind", DIRECTION_IN, 0, false, CONFIDENCE_EXACT},
		{"total", "double *", DIRECTION_OUT, 0, false, CONFIDENCE_EXACT},
	};
	static const char *const results[] = {"int", "void", "const char *", "struct order *", "int64_t", "_Bool"};
	size_t count = (number * 5 + 3) % (sizeof kit / sizeof *kit + 1);
	struct model_operation o = {.service = s->id, .function = m->row, .key = m->key, .name = m->name, .file = m->file, .line = m->line,
	                            .slug = arena_printf(&f->arena, "op-%zu", s->operation_count + 1), .result_type = results[number % 6],
	                            .parameter_count = count, .callers = callers(f, m), .is_entry = number % 3 == 0, .writes = number % 4 != 1};
	o.parameters = arena_copy(&f->arena, kit, sizeof kit);
	vec_push(&f->operations, o);
	s->operation_count++;
	if (o.is_entry) {
		s->entry_points++;
		vec_push(&f->evidence.entries, (struct row_entry){.function = m->row, .kind = ENTRY_ROUTE, .name = "GET /things", .file = m->file,
		                                                  .line = m->line});
	}
}

static void
derive_operations(struct fixture *f)
{
	for (size_t i = 0; i < f->services.count; i++) {
		struct model_service *s = &f->services.at[i];
		s->first_operation = f->operations.count;
		for (size_t k = 0; k < s->functions; k++) {
			const struct model_member *m = nth(f, i, MEMBER_FUNCTION, k);
			if (s->kind == SERVICE_SERVICE && (k < 3 || callers(f, m)))
				add_operation(f, s, m, f->operations.count);
		}
	}
}

static void
add_understanding(struct fixture *f, bool empty)
{
	struct model *m = &f->model;
	m->title = f->kind == FIXTURE_HOSTILE ? "Shop </title><script>" : empty ? "" : "Shop";
	m->coverage = (struct model_coverage){.units = 24, .units_ok = empty ? 0 : 21, .units_partial = empty ? 0 : 2, .units_failed = empty ? 24 : 1,
	                                      .lost = 7, .functions = f->evidence.functions.count, .tables = f->evidence.tables.count,
	                                      .calls = f->evidence.calls.count, .call_sites_unresolved = 12, .statements = empty ? 0 : 180,
	                                      .statements_unresolved = empty ? 0 : 9, .texts_unresolved = 3, .assumptions = 2, .unresolved = 24};
	vec_push(&f->unknowns, (struct model_unknown){"call", spell(f, "pointer from outside the tree"), 12, "src/order.c", 88,
	                                              "name its targets in splitter.json"});
	vec_push(&f->unknowns, (struct model_unknown){"sql", "table name built at run time", 9, "src/report.c", 41, "declare the family of tables"});
	vec_push(&f->unknowns, (struct model_unknown){"include", "header not found", 3, "src/stock.c", 3, "give the compile database with -p"});
	vec_push(&f->evidence.units, (struct row_unit){.file = "src/order.c", .status = UNIT_OK});
	vec_push(&f->evidence.units, (struct row_unit){.file = spell(f, "src/stock.c"), .status = UNIT_PARTIAL, .errors = 3, .lost = 7,
	                                               .reason = "pq.h not found"});
	vec_push(&f->evidence.unresolved, (struct row_unresolved){.kind = UNRESOLVED_CALL, .function = 1, .file = "src/order.c", .line = 88,
	                                                          .reason = "pointer from outside the tree", .text = spell(f, "cb(x)")});
	vec_push(&f->evidence.assumptions, (struct row_assumption){.kind = ASSUMPTION_STAND_IN, .file = "libpq-fe.h", .line = 0,
	                                                           .text = spell(f, "stand-in header used")});
}

/* One step, need, entry and finding a service, all with names that may try to break out. */
static void
derive_advice(struct fixture *f)
{
	struct model *m = &f->model;
	size_t n = f->services.count;
	m->findings = arena_array(&f->arena, struct model_finding, n);
	m->steps = arena_array(&f->arena, struct model_step, n);
	m->needs = arena_array(&f->arena, struct model_need, n);
	m->entries = arena_array(&f->arena, struct model_entry_cost, n);
	for (size_t i = 0; i < n; i++) {
		service_id service = f->services.at[i].id;
		m->findings[m->finding_count++] = (struct model_finding){
			service, i % 2 ? "mutable-global" : "ignored-result", (enum severity)(i % SEVERITY_COUNT), spell(f, "counter"), spell(f, "src/order.c"), 7,
			spell(f, "counter is changed"), "keep it in a store"};
		if (f->services.at[i].kind != SERVICE_SERVICE)
			continue;
		m->needs[m->need_count++] = (struct model_need){CUT_TABLE, REMEDY_READ_MODEL, spell(f, "replicate the table orders"), 3, 60, spell(f, "src/a.c"), 4};
		m->steps[m->step_count++] = (struct model_step){service, "extract", 100, 0, "replicate", spell(f, "cost 100 = 100 in"), m->need_count - 1, 1};
		m->entries[m->entry_count++] = (struct model_entry_cost){
			.name = spell(f, "GET /things"), .function = "things", .kind = ENTRY_ROUTE, .service = service, .file = spell(f, "src/web.c"), .line = 3,
			.depth = 4, .remote_calls = i, .remote_depth = 1, .in_loop = 1, .recursive = i % 2, .loop_file = spell(f, "src/l.c"), .loop_line = 9, .loop_depth = 2};
	}
	for (size_t i = 0; i < f->cuts.count; i++) {
		f->cuts.at[i].remedy_kind = (enum remedy_kind)(i % REMEDY_KIND_COUNT);
		f->cuts.at[i].reason = i % 5 ? spell(f, "the result is used here") : NULL;
		f->cuts.at[i].loop_depth = f->cuts.at[i].kind == CUT_CALL && i % 7 == 0;
	}
}

static void
finish_model(struct fixture *f)
{
	struct model *m = &f->model;
	m->unknowns = f->unknowns.at, m->unknown_count = f->unknowns.count;
	m->services = f->services.at, m->service_count = f->services.count;
	m->members = f->members.at, m->member_count = f->members.count;
	m->cuts = f->cuts.at, m->cut_count = f->cuts.count;
	m->edges = f->edges.at, m->edge_count = f->edges.count;
	m->uses = f->uses.at, m->use_count = f->uses.count;
	m->operations = f->operations.at, m->operation_count = f->operations.count;
}

struct fixture *
fixture_create(enum fixture_kind kind)
{
	struct fixture *f = mem_alloc(sizeof *f);
	size_t rounds = kind == FIXTURE_EMPTY ? 0 : kind == FIXTURE_LARGE ? 8 : 1;
	arena_init(&f->arena);
	f->kind = kind;
	for (size_t r = 0; r < rounds; r++)
		for (size_t i = 0; i < 8; i++)
			add_service(f, &shop[i], r ? arena_printf(&f->arena, "-%zu", r + 1) : "", SERVICE_SERVICE);
	if (rounds)
		add_service(f, &library, "", SERVICE_SHARED);
	for (size_t r = 0; r < rounds; r++) {
		for (size_t i = 0; i < 8; i++)
			wire_service(f, 8 * r, i, 8 * rounds);
		wire_trespass(f, 8 * r);
		for (size_t i = 0; r && i < 8; i++)
			add_call(f, nth(f, 8 * r + i, MEMBER_FUNCTION, 5), nth(f, 8 * (r - 1) + (i * 3 + r) % 8, MEMBER_FUNCTION, i), 200);
	}
	derive_edges(f);
	derive_operations(f);
	derive_advice(f);
	add_understanding(f, kind == FIXTURE_EMPTY);
	finish_model(f);
	return f;
}

void
fixture_destroy(struct fixture *f)
{
	struct evidence *e = &f->evidence;
	vec_finish(&e->functions), vec_finish(&e->calls), vec_finish(&e->accesses), vec_finish(&e->entries), vec_finish(&e->units);
	vec_finish(&e->unresolved), vec_finish(&e->assumptions), vec_finish(&e->tables), vec_finish(&e->columns);
	vec_finish(&f->services), vec_finish(&f->members), vec_finish(&f->cuts), vec_finish(&f->edges), vec_finish(&f->uses);
	vec_finish(&f->operations), vec_finish(&f->unknowns);
	arena_finish(&f->arena);
	free(f);
}

const struct model *
fixture_model(const struct fixture *f)
{
	return &f->model;
}

struct evidence *
fixture_evidence(struct fixture *f)
{
	return &f->evidence;
}

#define EACH(list) \
	for (size_t i = 0; i < e->list.count; i++) \
		if (!f(arg, &e->list.at[i])) \
			return true; \
	return true

bool
evidence_each(struct evidence *e, enum row_kind kind, evidence_row_f *f, void *arg)
{
	switch (kind) {
	case ROW_FUNCTION_KIND: EACH(functions);
	case ROW_CALL_KIND: EACH(calls);
	case ROW_TABLE_ACCESS_KIND: EACH(accesses);
	case ROW_ENTRY_KIND: EACH(entries);
	case ROW_UNIT_KIND: EACH(units);
	case ROW_UNRESOLVED_KIND: EACH(unresolved);
	case ROW_ASSUMPTION_KIND: EACH(assumptions);
	case ROW_TABLE_KIND: EACH(tables);
	case ROW_COLUMN_KIND: EACH(columns);
	default: return true;
	}
}

bool
evidence_get(struct evidence *e, enum row_kind kind, int64_t id, void *out)
{
	for (size_t i = 0; kind == ROW_FUNCTION_KIND && i < e->functions.count; i++)
		if (e->functions.at[i].id == id) {
			memcpy(out, &e->functions.at[i], sizeof e->functions.at[i]);
			return true;
		}
	return false;
}

size_t
evidence_count(struct evidence *e, enum row_kind kind)
{
	return kind == ROW_UNRESOLVED_KIND ? e->unresolved.count : kind == ROW_FUNCTION_KIND ? e->functions.count : 0;
}
