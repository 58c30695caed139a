/* All reports of a result together: model.json against its schema, the page under its policy, the Markdown, and the
 * promises that hold for every file. usage: test_reports SCHEMA_FOLDER */
#include <cjson/cJSON.h>
#include <stdlib.h>

#include "base/hash.h"
#include "check.h"
#include "report_output.h"
#include "reports/reports.h"
#include "reports/text.h"

static const char *schemas;

static void
check_bytes(struct output *o, const char *name)
{
	const char *text = output_read(o, name);
	bool valid = true;
	CHECK(!strstr(text, o->folder));
	for (const char *p = text; valid && text_next(&p, &valid);)
		;
	CHECK(valid);
	CHECK(!strstr(text, "\x1b") && !strstr(text, "\xE2\x80\xAE"));
}

static void
check_model(struct output *o)
{
	const struct model *m = fixture_model(o->fixture);
	cJSON *root = cJSON_Parse(output_read(o, "model.json"));
	CHECK(root != NULL);
	CHECK_TEXT(cJSON_GetStringValue(cJSON_GetObjectItem(root, "schema")), "splitter:model:1");
	CHECK((size_t)cJSON_GetArraySize(cJSON_GetObjectItem(root, "services")) == m->service_count);
	CHECK((size_t)cJSON_GetArraySize(cJSON_GetObjectItem(root, "cuts")) == m->cut_count);
	CHECK((size_t)cJSON_GetArraySize(cJSON_GetObjectItem(root, "table_uses")) == m->use_count);
	cJSON_Delete(root);
	if (output_run(o, "python3", "python3 -c 'import jsonschema' 2>/dev/null", "model.json"))
		return;
	const char *script = "import json,sys,jsonschema as j; s=json.load(open(sys.argv[1])); c=j.validators.validator_for(s); "
	                     "c.check_schema(s); c(s).validate(json.load(open(sys.argv[2])))";
	CHECK(!output_run(o, "python3", arena_printf(&o->arena, "python3 -c '%s' '%s/model.schema.json' '%%s'", script, schemas), "model.json"));
}

/* The text between two marks, NULL when they are not there. */
static char *
between(struct output *o, const char *text, const char *from, const char *to)
{
	const char *start = strstr(text, from), *end = start ? strstr(start + strlen(from), to) : NULL;
	return end ? arena_strndup(&o->arena, start + strlen(from), (size_t)(end - start) - strlen(from)) : NULL;
}

static char *
policy_hash(struct output *o, const char *text)
{
	struct hash h;
	char hex[HASH_HEX];
	unsigned char raw[32];
	hash_init(&h);
	hash_add(&h, text, strlen(text));
	hash_hex(&h, hex);
	for (size_t i = 0; i < 32; i++)
		raw[i] = (unsigned char)strtoul((char[]){hex[2 * i], hex[2 * i + 1], 0}, NULL, 16);
	return arena_printf(&o->arena, "'sha256-%s'", text_base64(&o->arena, raw, 32));
}

static void
check_policy(struct output *o, const char *page)
{
	char *policy = between(o, page, "Content-Security-Policy\" content=\"", "\">");
	char *script = between(o, page, "</script>\n<script>", "</script>"), *style = between(o, page, "<style>", "</style>");
	CHECK(policy && script && style);
	if (!policy || !script || !style)
		return;
	CHECK(!strncmp(policy, "default-src 'none'; ", 20));
	CHECK(strstr(policy, arena_printf(&o->arena, "script-src %s", policy_hash(o, script))) != NULL);
	CHECK(strstr(policy, arena_printf(&o->arena, "style-src %s", policy_hash(o, style))) != NULL);
	CHECK(!strstr(policy, "unsafe"));
}

/* Links lead into the page; the only scripts are ours. */
static void
check_page(struct output *o)
{
	const struct model *m = fixture_model(o->fixture);
	const char *page = output_read(o, "report.html");
	CHECK(output_count(page, "<script") == 2 && output_count(page, "</script") == 2);
	CHECK(!strstr(page, "<?xml") && !strstr(page, "<!DOCTYPE svg"));
	CHECK(!strstr(page, " style=\"") && !strstr(page, " onclick") && !strstr(page, "../report.html"));
	CHECK(!strstr(page, "http://www.w3.org/1999/xlink\" xlink:href=\"http"));
	check_policy(o, page);
	for (size_t i = 0; i < m->service_count; i++)
		CHECK(strstr(page, text_xml(&o->arena, m->services[i].name, 0)) != NULL);
	cJSON *data = cJSON_Parse(between(o, page, "id=\"result\">", "</script>"));
	CHECK(data != NULL);
	CHECK((size_t)cJSON_GetArraySize(cJSON_GetObjectItem(data, "members")) == m->member_count);
	CHECK((size_t)cJSON_GetArraySize(cJSON_GetObjectItem(data, "cuts")) == m->cut_count);
	CHECK((size_t)cJSON_GetArraySize(cJSON_GetObjectItem(data, "plan")) == m->step_count);
	CHECK((size_t)cJSON_GetArraySize(cJSON_GetObjectItem(data, "entries")) == m->entry_count);
	CHECK((size_t)cJSON_GetArraySize(cJSON_GetObjectItem(data, "findings")) == m->finding_count);
	CHECK(cJSON_GetArraySize(cJSON_GetObjectItem(data, "units")) == 1);
	cJSON_Delete(data);
}

static void
check_markdown(struct output *o)
{
	const char *summary = output_read(o, "summary.md"), *plan = output_read(o, "plan.md");
	const char *first = strstr(summary, "## What was understood"), *services = strstr(summary, "## Services");
	CHECK(first && services && first < services);
	const struct model *m = fixture_model(o->fixture);
	CHECK(strstr(summary, "Not computed") != NULL && strstr(summary, "## Order of extraction") && strstr(summary, "## Readiness for serverless"));
	CHECK(!strstr(summary, "<script") && !strstr(plan, "<script"));
	CHECK(m->step_count ? strstr(plan, "| step | service |") && strstr(plan, "## Entry points, before and after") && strstr(plan, "(read model): 3 places, cost 60")
	                    : strstr(plan, "nothing to plan") != NULL);
}

static void
check_same(struct output *o, const char *name)
{
	static struct output *first;
	if (!name)
		first = o;
	else
		CHECK_TEXT(output_read(o, name), output_read(first, name));
}

static void
test_kind(enum fixture_kind kind)
{
	struct output o, again;
	output_init(&o, kind);
	output_init(&again, kind);
	CHECK(o.ok && o.diags.count == 0);
	check_same(&o, NULL);
	output_each(&again, check_same);
	output_each(&o, check_bytes);
	check_model(&o);
	check_page(&o);
	check_markdown(&o);
	output_finish(&o);
	output_finish(&again);
}

int
main(int argc, char **argv)
{
	schemas = argc > 1 ? argv[1] : "schemas";
	for (int kind = FIXTURE_SHOP; kind <= FIXTURE_EMPTY; kind++)
		test_kind((enum fixture_kind)kind);
	CHECK(*report_library());
	return check_end();
}
