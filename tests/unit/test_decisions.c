/* decisions: what is read from splitter.json, with lines, and what is refused. */
#include "check.h"
#include "decisions/decisions.h"
#include "scratch.h"

static void
test_good(struct scratch *s)
{
	struct decisions d;
	struct diag_queue q;
	diag_init(&q);
	scratch_put(s, "splitter.json",
	            "{\n"
	            "  \"title\": \"Shop\",\n"
	            "  \"services\": {\n"
	            "    \"orders\": {\"reason\": \"one team\", \"members\": [\"table:orders\",\n"
	            "      \"function:src/order.c:order_create\"]},\n"
	            "    \"billing\": [\"file:src/pay*.c\"]\n"
	            "  },\n"
	            "  \"services_count\": 5,\n"
	            "  \"shared\": [\"global:src/log.c:level\"],\n"
	            "  \"ignored\": [\"old/*\"], \"origins\": {\"gen/*\": \"own\"},\n"
	            "  \"colour\": 1\n"
	            "}\n");
	CHECK(decisions_load(scratch_path(s, "splitter.json"), true, &d, &q) && !q.errors);
	CHECK(q.count == 1 && q.list[0].line == 11 && diag_says(&q, DIAG_WARNING, "unknown key \"colour\""));
	CHECK_TEXT(d.title, "Shop");
	CHECK(d.services == 5 && d.pin_count == 4 && d.ignored_count == 1);
	CHECK_TEXT(d.pins[1].key, "function:src/order.c:order_create");
	CHECK_TEXT(d.pins[1].service, "orders");
	CHECK_TEXT(d.pins[1].reason, "one team");
	CHECK(d.pins[1].line == 5 && d.pins[2].line == 6 && !d.pins[2].reason);
	CHECK_TEXT(d.pins[3].service, "shared");
	CHECK_TEXT(d.ignored[0].glob, "old/*");
	CHECK(d.origin_count == 1 && d.origins[0].origin == ORIGIN_OWN && d.origins[0].line == 10);
	CHECK_TEXT(d.origins[0].glob, "gen/*");
	CHECK(d.ignored[0].line == 10 && d.services_line == 8);
	decisions_finish(&d);
	CHECK(decisions_parse("{\"services\": 7}", 15, "x", &d, &q) && d.services == 7);
	decisions_finish(&d);
	diag_finish(&q);
}

static void
test_missing(struct scratch *s)
{
	struct decisions d;
	struct diag_queue q;
	diag_init(&q);
	CHECK(decisions_load(NULL, true, &d, &q) && !q.count && !d.path && !*d.title);
	decisions_finish(&d);
	CHECK(decisions_load(scratch_path(s, "none.json"), false, &d, &q) && !q.count && !d.path);
	decisions_finish(&d);
	CHECK(!decisions_load(scratch_path(s, "none.json"), true, &d, &q) && diag_says(&q, DIAG_ERROR, "--decisions"));
	decisions_finish(&d);
	CHECK(!decisions_load(s->folder, false, &d, &q) && q.errors == 2);
	decisions_finish(&d);
	diag_finish(&q);
}

static void
test_groups(void)
{
	static const char text[] =
		"{\"keep_together\": [[\"table:a\", \"file:b*.c\"],\n {\"members\": [\"table:c\"], \"reason\": \"one team\"}],\n"
		" \"keep_apart\": [[\"table:a\", [\"table:c\",\n \"global:d.c:e\"]]],\n"
		" \"entry_points\": {\"function:a.c:f\": \"route\",\n \"function:*:g\": {\"kind\": \"job\", \"name\": \"nightly\"}},\n"
		" \"signatures\": {\"function:a.c:f\": {}}}";
	struct decisions d;
	struct diag_queue q;
	diag_init(&q);
	CHECK(decisions_parse(text, strlen(text), "splitter.json", &d, &q) && !q.errors);
	CHECK(q.count == 1 && diag_says(&q, DIAG_WARNING, "kept for a later version"));
	CHECK(d.together_count == 2 && d.together[0].count == 2 && d.together[1].line == 2);
	CHECK_TEXT(d.together[1].reason, "one team");
	CHECK(d.apart_count == 1 && d.apart[0].count == 3 && d.apart[0].sides[1] == 1 && d.apart[0].sides[2] == 1);
	CHECK(d.apart[0].keys[2].line == 4);
	CHECK(d.entry_count == 2 && d.entries[0].kind == ENTRY_ROUTE && d.entries[1].kind == ENTRY_JOB && d.entries[1].line == 6);
	CHECK_TEXT(d.entries[1].name, "nightly");
	CHECK(d.signature_count == 1);
	decisions_finish(&d);
	diag_finish(&q);
}

static void
test_bad(void)
{
	static const struct { const char *text, *message; unsigned line; } cases[] = {
		{"", "empty", 0},
		{"{\n\"title\": }", "not valid JSON", 2},
		{"[]", "decisions are an object, not an array", 1},
		{"{\"title\": \"a\\u0000b\"}", "\\u0000", 1},
		{"{\n\n\"title\": 3}", "\"title\" must be a string, not a number", 3},
		{"{\"services\": 0}", "from 1 to", 1},
		{"{\"services\": 2.5}", "from 1 to", 1},
		{"{\"services\": \"x\"}", "must be a number, or an object", 1},
		{"{\"services\": {\"a\": {\"members\":\n [\"orders\"]}}}", "must be a key such as", 2},
		{"{\"services\": {\"a\": [\"table:\"]}}", "must be a key such as", 1},
		{"{\"services\": {\"a\": [3]}}", "not a number", 1},
		{"{\"services\": {\"a\": 3}}", "must be an array of keys", 1},
		{"{\"services\": {\"a\": {\"reason\": 3}}}", "\"reason\" must be a string", 1},
		{"{\"services\": {\"shared\": []}}", "cannot be called \"shared\"", 1},
		{"{\"services\": {\"\": []}}", "cannot be called", 1},
		{"{\"shared\": \"table:x\"}", "must be an array of keys", 1},
		{"{\"ignored\": \"x\"}", "array of globs", 1},
		{"{\"ignored\": [\"\"]}", "must be a glob", 1},
		{"{\"keep_together\": [\n3]}", "array of keys", 2},
		{"{\"keep_together\": [[]]}", "no member", 1},
		{"{\"keep_apart\": [\n[\"table:a\"]]}", "two or more", 2},
		{"{\"keep_apart\": [{\"reason\": \"x\"}]}", "needs \"members\"", 1},
		{"{\"entry_points\": {\"table:a\": \"job\"}}", "must be a key", 1},
		{"{\"entry_points\": {\"function:a\":\n \"door\"}}", "must be a kind", 2},
		{"{\"signatures\": []}", "corrections by function", 1},
		{"{\"origins\":\n []}", "object of labels by globs", 2},
		{"{\"origins\": {\n\"a\": \"mine\"}}", "must be \"own\"", 2},
		{"{\"origins\": {\"\": \"own\"}}", "must be \"own\"", 1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct decisions d;
		struct diag_queue q;
		diag_init(&q);
		CHECK(!decisions_parse(cases[i].text, strlen(cases[i].text), "splitter.json", &d, &q));
		CHECK(q.errors == 1 && q.list[0].line == cases[i].line && diag_says(&q, DIAG_ERROR, cases[i].message));
		decisions_finish(&d);
		diag_finish(&q);
	}
}

int
main(void)
{
	struct scratch s;
	scratch_init(&s);
	test_good(&s);
	test_missing(&s);
	test_groups();
	test_bad();
	scratch_finish(&s);
	return check_end();
}
