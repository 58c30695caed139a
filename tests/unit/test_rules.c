/* rules: the built-in ones load without a word, later ones win, mistakes are named. */
#include "check.h"
#include "rules/rules.h"
#include "scratch.h"

static void
test_builtin(const char *folder)
{
	struct rules r;
	struct diag_queue q;
	diag_init(&q);
	CHECK(rules_load(folder, NULL, 0, &r, &q) && !q.count);
	diag_print(&q, stderr);
	const struct rule_driver *d = rules_driver(&r, "PQprepare");
	CHECK(d && d->text == 3 && d->kind == DRIVER_EXECUTE && !strcmp(d->library, "postgresql") && !d->is_format);
	d = rules_driver(&r, "mysql_commit");
	CHECK(d && d->kind == DRIVER_COMMIT && !d->text);
	CHECK(rules_driver(&r, "dbi_conn_queryf")->is_format && !rules_driver(&r, "printf"));
	const struct rule_text *t = rules_text(&r, "vasprintf");
	CHECK(t && t->kind == TEXT_FORMAT && t->destination == 1 && t->source == 2 && t->arguments == 3 && t->is_va_list &&
	      t->through_pointer && !t->appends);
	t = rules_text(&r, "sqlite3_mprintf");
	CHECK(t && !t->destination && t->source == 1 && t->arguments == 2);
	CHECK(rules_text(&r, "strcat")->kind == TEXT_APPEND && rules_text(&r, "strdup")->kind == TEXT_COPY);
	const struct rule_resource *f = rules_resource(&r, "fopen");
	CHECK(f && f->kind == RESOURCE_FILE && f->name == 1 && f->mode_position == 2 && !f->mode);
	CHECK_TEXT(rules_resource(&r, "unlink")->mode, "delete");
	const struct rule_callback *c;
	CHECK(rules_callbacks(&r, "sqlite3_create_function", &c) == 3 && c[0].position == 6 && c[2].position == 8 && !c[0].is_entry);
	CHECK(rules_callbacks(&r, "pthread_create", &c) == 1 && c->position == 3 && c->is_entry && c->entry == ENTRY_THREAD);
	CHECK(!rules_callbacks(&r, "main", &c) && !c);
	const struct rule_function *g = rules_function(&r, "snprintf");
	CHECK(g && g->argument_count == 3 && g->arguments[0].use == ARGUMENT_WRITTEN && g->arguments[0].optional &&
	      g->arguments[0].length == 2 && !g->arguments[2].optional && g->rest.use == ARGUMENT_READ && g->rest.optional);
	CHECK(rules_function(&r, "strchr")->points_into == 1 && rules_function(&r, "memcpy")->copies == 2);
	CHECK(rules_function(&r, "fopen")->result == GIVES_NEW && rules_function(&r, "abort")->result == GIVES_NOTHING);
	CHECK(r.readiness_count > 30);
	for (size_t i = 0; i < r.readiness_count; i++)
		CHECK(r.readiness[i].message && r.readiness[i].remedy && r.readiness[i].severity < SEVERITY_COUNT);
	CHECK(rules_is_utility(&r, "log_error") && rules_is_utility(&r, "xmalloc") && !rules_is_utility(&r, "order_create"));
	CHECK(rules_is_stop_word(&r, "get") && !rules_is_stop_word(&r, "order"));
	CHECK(rules_is_action(&r, "add") && !rules_is_action(&r, "list") && !rules_is_action(&r, "order"));
	CHECK(rules_weight(&r, "call", -1) > 0 && rules_weight(&r, "no such", -1) == -1);
	rules_finish(&r);
	diag_finish(&q);
}

/* An entry of "readiness" that says something wrong is left out whole, and named; null takes one back. */
static void
test_readiness(struct scratch *s)
{
	static const char good[] = "\"on\": \"resource\", \"severity\": \"high\", \"message\": \"m\", \"remedy\": \"r\"";
	static const char *const bad[] = {
		"3", "[]", "{}", "{\"on\": \"resource\"}", "{GOOD, \"on\": \"nothing\"}", "{GOOD, \"severity\": \"worst\"}", "{GOOD, \"at_start\": 1}",
		"{GOOD, \"modes\": []}", "{GOOD, \"modes\": \"read\"}", "{GOOD, \"modes\": [1]}", "{GOOD, \"names\": [\"\"]}", "{GOOD, \"local\": false}",
		"{GOOD, \"kind\": \"disk\"}", "{GOOD, \"least\": 0}", "{GOOD, \"message\": \"\"}", "{GOOD, \"remedy\": null}"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct rules r;
		struct diag_queue q;
		char text[400];
		const char *hole = strstr(bad[i], "GOOD");
		diag_init(&q);
		snprintf(text, sizeof text, "{\"readiness\": {\"x\": %.*s%s%s, \"y\": {%s, \"in_loop\": true, \"calls\": [\"f\"]}, \"z\": {%s}}}",
		         hole ? (int)(hole - bad[i]) : (int)strlen(bad[i]), bad[i], hole ? good : "", hole ? hole + 4 : "", good, good);
		scratch_put(s, "r/1.json", text);
		scratch_put(s, "r/2.json", "{\"readiness\": {\"z\": null}}");
		CHECK(rules_load(scratch_path(s, "r"), NULL, 0, &r, &q));
		CHECK(diag_says(&q, DIAG_WARNING, "\"x\": "));
		CHECK(r.readiness_count == 1 && !strcmp(r.readiness[0].id, "y") && r.readiness[0].narrow == 2 && r.readiness[0].at_start == SEVERITY_COUNT);
		rules_finish(&r);
		diag_finish(&q);
	}
}

static void
test_later_wins(struct scratch *s)
{
	struct rules r;
	struct diag_queue q;
	diag_init(&q);
	scratch_put(s, "a/1.json", "{\"drivers\": {\"q\": {\"library\": \"x\", \"text\": 1}, \"gone\": {\"library\": \"x\", \"text\": 1}},"
	            "\"callbacks\": {\"f\": {\"library\": \"x\", \"positions\": [1, 2]}}, \"utilities\": {\"u_*\": \"mine\"}}");
	scratch_put(s, "a/notes.txt", "no rules");
	scratch_put(s, "a/sub/2.json", "no rules either");
	scratch_put(s, "b/1.json", "{\"drivers\": {\"q\": {\"library\": \"y\", \"text\": 2, \"format\": true}, \"gone\": null},"
	            "\"callbacks\": {\"f\": {\"library\": \"y\", \"positions\": [3]}}, \"utilities\": {\"u_*\": null},"
	            "\"weights\": {\"call\": -7}, \"stop_words\": [\"b\", \"a\"], \"comment\": \"mine\"}");
	const char *folders[] = {scratch_path(s, "b")};
	CHECK(rules_load(scratch_path(s, "a"), folders, 1, &r, &q) && !q.count);
	CHECK(r.driver_count == 1 && r.drivers[0].text == 2 && r.drivers[0].is_format);
	CHECK(r.callback_count == 1 && r.callbacks[0].position == 3);
	CHECK(!r.utility_count && rules_weight(&r, "call", 0) == -7 && rules_is_stop_word(&r, "a"));
	rules_finish(&r);
	diag_finish(&q);
}

static void
test_mistakes(struct scratch *s)
{
	static const char *const cases[][2] = { /* text, warning */
		{"{\"drivers\": {\"f\": {\"text\": 1}}}", "lacks \"library\""},
		{"{\"drivers\": {\"f\": {\"library\": \"x\"}}}", "lacks \"text\""},
		{"{\"drivers\": {\"f\": 1}}", "must be an object or null, not a number"},
		{"{\"drivers\": []}", "must be an object, not an array"},
		{"{\"drivers\": {\"f\": {\"library\": 3, \"text\": 1}}}", "must be a string"},
		{"{\"drivers\": {\"f\": {\"library\": \"x\", \"text\": -1}}}", "position of a parameter"},
		{"{\"drivers\": {\"f\": {\"library\": \"x\", \"text\": 1.5}}}", "position of a parameter"},
		{"{\"drivers\": {\"f\": {\"library\": \"x\", \"text\": 1, \"format\": \"yes\"}}}", "true or false"},
		{"{\"drivers\": {\"f\": {\"library\": \"x\", \"kind\": \"run\"}}}", "execute, begin, commit or rollback"},
		{"{\"texts\": {\"f\": {\"kind\": \"copy\", \"source\": 0}}}", "counts from 1"},
		{"{\"callbacks\": {\"f\": {\"library\": \"x\"}}}", "needs \"positions\""},
		{"{\"callbacks\": {\"f\": {\"library\": \"x\", \"positions\": [0]}}}", "number from 1"},
		{"{\"callbacks\": {\"f\": {\"library\": \"x\", \"positions\": [1], \"entry\": \"x\"}}}", "must be one of"},
		{"{\"resources\": {\"f\": {}}}", "lacks \"kind\""},
		{"{\"utilities\": {\"f\": 1}}", "must be a string"},
		{"{\"functions\": {\"f\": {\"arguments\": \"read\"}}}", "must be an array, not a string"},
		{"{\"functions\": {\"f\": {\"arguments\": [\"reads\"]}}}", "an argument must be none, read"},
		{"{\"functions\": {\"f\": {\"arguments\": [\" or null\"]}}}", "an argument must be none, read"},
		{"{\"functions\": {\"f\": {\"arguments\": [3]}}}", "an argument must be none, read"},
		{"{\"functions\": {\"f\": {\"arguments\": [\"read\"], \"lengths\": [0, 1]}}}", "one an argument"},
		{"{\"functions\": {\"f\": {\"arguments\": [\"read\"], \"copies\": 2}}}", "one of the arguments"},
		{"{\"functions\": {\"f\": {\"result\": \"old\"}}}", "must be one of any, new"},
		{"{\"weights\": {\"f\": \"x\"}}", "whole number"},
		{"{\"stop_words\": {\"f\": \"x\"}}", "must be an array"},
		{"{\"stop_words\": [1]}", "must be a string"},
		{"{\"actions\": {\"f\": \"x\"}}", "must be an array"},
		{"{\"actions\": [1]}", "must be a string"},
		{"{\"else\": 1}", "unknown key \"else\""},
		{"{\"drivers\": {\"f\": {\"library\": \"x\", \"text\": 1, \"colour\": 1}}}", "unknown key \"colour\""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rules r;
		struct diag_queue q;
		diag_init(&q);
		scratch_put(s, "m/x.json", cases[i][0]);
		CHECK(rules_load(scratch_path(s, "m"), NULL, 0, &r, &q));
		CHECK(q.count == 1 && q.list[0].line == 1 && diag_says(&q, DIAG_WARNING, cases[i][1]));
		CHECK(r.driver_count == (strstr(cases[i][0], "colour") != NULL));
		rules_finish(&r);
		diag_finish(&q);
	}
}

static void
test_broken(struct scratch *s)
{
	static const char *const cases[][2] = {
		{"{\n\"drivers\": ", "not valid JSON"}, {"[]", "rules are an object"}, {"", "empty"}, {"{\"a\\u0000\": 1}", "\\u0000"},
	};
	struct rules r;
	struct diag_queue q;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		diag_init(&q);
		scratch_put(s, "n/x.json", cases[i][0]);
		CHECK(!rules_load(scratch_path(s, "n"), NULL, 0, &r, &q) && diag_says(&q, DIAG_ERROR, cases[i][1]));
		rules_finish(&r);
		diag_finish(&q);
	}
	diag_init(&q);
	CHECK(!rules_load(scratch_path(s, "nowhere"), NULL, 0, &r, &q) && diag_says(&q, DIAG_ERROR, "name a .json file"));
	rules_finish(&r);
	diag_finish(&q);
}

/* One file instead of a folder, as `rules suggest` prints it. */
static void
test_file(struct scratch *s)
{
	struct rules r;
	struct diag_queue q;
	diag_init(&q);
	scratch_put(s, "one/mine.json", "{\"comment\": \"x\", \"tables\": {\"f\": {\"mode\": \"unknown\", \"table\": 1, \"comment\": \"y\", \"evidence\": [\"a.c:1: t\"]}},"
	            "\"drivers\": {\"g\": {\"library\": \"oracle\", \"text\": 3, \"field\": \"stmt\"}}}");
	const char *file = scratch_path(s, "one/mine.json");
	CHECK(rules_load(NULL, &file, 1, &r, &q) && !q.count);
	CHECK(rules_table(&r, "f") && rules_table(&r, "f")->mode == TABLE_MODE_COUNT);
	CHECK(rules_driver(&r, "g") && !strcmp(rules_driver(&r, "g")->field, "stmt"));
	rules_finish(&r);
	diag_finish(&q);
}

int
main(void)
{
	struct scratch s;
	scratch_init(&s);
	test_builtin(rules_builtin_folder());
	test_later_wins(&s);
	test_readiness(&s);
	test_mistakes(&s);
	test_broken(&s);
	test_file(&s);
	setenv("SPLITTER_RULES", "/somewhere", 1);
	CHECK_TEXT(rules_builtin_folder(), "/somewhere");
	scratch_finish(&s);
	return check_end();
}
