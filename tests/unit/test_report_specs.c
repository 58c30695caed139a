/* OpenAPI documents: types and their bounds, what cannot be sent, and both dialects parsed again. */
#include <cjson/cJSON.h>

#include "check.h"
#include "report_output.h"
#include "reports/spec_map.h"

static void
test_types(void)
{
	struct spec_type t = spec_type_parse("const char *");
	CHECK(t.kind == SPEC_CHAR && t.pointers == 1 && t.is_const);
	t = spec_type_parse("char[16]");
	CHECK(t.kind == SPEC_CHAR && t.pointers == 1 && t.array == 16 && !t.is_const);
	t = spec_type_parse("unsigned long long");
	CHECK(t.kind == SPEC_INTEGER && t.bits == 64 && t.is_unsigned);
	t = spec_type_parse("short");
	CHECK(t.kind == SPEC_INTEGER && t.bits == 16 && !t.is_unsigned);
	t = spec_type_parse("unsigned char *");
	CHECK(t.kind == SPEC_INTEGER && t.bits == 8 && t.pointers == 1);
	t = spec_type_parse("struct order **");
	CHECK(t.kind == SPEC_RECORD && t.pointers == 2);
	CHECK_TEXT(t.name, "order");
	t = spec_type_parse("sqlite3_stmt *");
	CHECK(t.kind == SPEC_HANDLE);
	t = spec_type_parse("int (*)(void *, int)");
	CHECK(t.kind == SPEC_FUNCTION);
	t = spec_type_parse("...");
	CHECK(t.kind == SPEC_VARARGS);
	t = spec_type_parse("enum colour");
	CHECK(t.kind == SPEC_ENUM);
	t = spec_type_parse("sds");
	CHECK(t.kind == SPEC_NAMED);
	t = spec_type_parse("char *const");
	CHECK(!t.is_const && t.pointers == 1);
	t = spec_type_parse(NULL);
	CHECK_TEXT(t.name, "unnamed");
	t = spec_type_parse("struct \"</x>");
	CHECK_TEXT(t.name, "___x_");
}

static void
check_bounds(const char *type, double least, double most)
{
	struct spec_type t = spec_type_parse(type);
	cJSON *s = spec_type_schema(&t);
	CHECK(cJSON_GetNumberValue(cJSON_GetObjectItem(s, "minimum")) == least);
	CHECK(cJSON_GetNumberValue(cJSON_GetObjectItem(s, "maximum")) == most);
	cJSON_Delete(s);
}

static void
test_bounds(void)
{
	check_bounds("int8_t", -128, 127);
	check_bounds("uint16_t", 0, 65535);
	check_bounds("int", -2147483648.0, 2147483647);
	check_bounds("unsigned int", 0, 4294967295.0);
	struct spec_type t = spec_type_parse("uint64_t");
	cJSON *s = spec_type_schema(&t);
	CHECK_TEXT(cJSON_GetStringValue(cJSON_GetObjectItem(s, "type")), "string");
	CHECK_TEXT(cJSON_GetStringValue(cJSON_GetObjectItem(s, "pattern")), "^[0-9]{1,20}$");
	cJSON_Delete(s);
}

static void
test_places(void)
{
	struct model_parameter kit[] = {
		{"db", "sqlite3 *", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"out", "char *", DIRECTION_OUT, 3, false, CONFIDENCE_EXACT},
		{"cap", "size_t", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"f", "void (*)(void)", DIRECTION_IN, 0, false, CONFIDENCE_EXACT},
		{"raw", "void *", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"both", "struct s *", DIRECTION_INOUT, 0, true, CONFIDENCE_EXACT},
		{"both", "int", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}, {"result", "int", DIRECTION_IN, 0, false, CONFIDENCE_EXACT}};
	struct model_operation o = {.name = "f", .slug = "f", .result_type = "void", .parameters = kit, .parameter_count = 8};
	struct arena a;
	arena_init(&a);
	struct spec_operation s = spec_operation_map(&a, &o, SPEC_31);
	static const enum spec_place want[] = {PLACE_SUPPLIED, PLACE_RESPONSE, PLACE_LENGTH, PLACE_NONE, PLACE_NONE, PLACE_BOTH,
	                                       PLACE_REQUEST, PLACE_REQUEST};
	for (size_t i = 0; i < 8; i++)
		CHECK(s.values[i].place == want[i]);
	CHECK_TEXT(s.values[6].name, "both_7");
	CHECK_TEXT(s.values[7].name, "result_8");
	CHECK(!s.reads_only && s.unmapped == 3);
	CHECK(!s.result.schema && !s.result.reason);
	spec_operation_finish(&s);
	arena_finish(&a);
}

static const cJSON *
operation_of(const cJSON *path)
{
	const cJSON *post = cJSON_GetObjectItem(path, "post");
	return post ? post : cJSON_GetObjectItem(path, "get");
}

static void
check_document(struct output *o, const struct model_service *service, const char *suffix, const char *version)
{
	char *text = output_read(o, arena_printf(&o->arena, "specs/%s.openapi%s.json", service->slug, suffix));
	cJSON *root = cJSON_Parse(text);
	const cJSON *path;
	int paths = 0;
	CHECK(root != NULL);
	CHECK_TEXT(cJSON_GetStringValue(cJSON_GetObjectItem(root, "openapi")), version);
	cJSON_ArrayForEach(path, cJSON_GetObjectItem(root, "paths"))
	{
		const cJSON *operation = operation_of(path);
		CHECK(operation && cJSON_GetObjectItem(operation, "x-splitter-source"));
		CHECK(!strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(operation, "operationId")), path->string + 1));
		CHECK(cJSON_HasObjectItem(operation, "x-amazon-apigateway-integration") == (*suffix != '\0'));
		paths++;
	}
	CHECK((size_t)paths == service->operation_count);
	cJSON_Delete(root);
}

/* openapi-spec-validator over all of them, when it is there. */
static void
judge(struct output *o)
{
	static const char script[] = "import glob, json, sys; from openapi_spec_validator import validate; "
	                             "[validate(json.load(open(f))) for f in sorted(glob.glob(sys.argv[1] + \"/*.json\"))]";
	if (!output_run(o, "python3", "python3 -c 'import openapi_spec_validator' 2>/dev/null", "specs"))
		CHECK(!output_run(o, "python3", arena_printf(&o->arena, "python3 -c '%s' '%%s'", script), "specs"));
}

static void
test_documents(enum fixture_kind kind)
{
	struct output o;
	output_init(&o, kind);
	const struct model *m = fixture_model(o.fixture);
	for (size_t i = 0; i < m->service_count; i++)
		if (m->services[i].kind == SERVICE_SERVICE) {
			check_document(&o, &m->services[i], "", "3.1.0");
			check_document(&o, &m->services[i], "-aws", "3.0.1");
		}
	if (kind != FIXTURE_LARGE)
		judge(&o);
	output_finish(&o);
}

int
main(void)
{
	test_types();
	test_bounds();
	test_places();
	test_documents(FIXTURE_SHOP);
	test_documents(FIXTURE_HOSTILE);
	test_documents(FIXTURE_LARGE);
	return check_end();
}
