/* The OpenAPI emitter. In: the model's operations, service by service. Out: SLUG.openapi.json (3.1, the contract) and
 * SLUG.openapi-aws.json (3.0.1 with API Gateway's extensions, which takes no 3.1). Every operation of the model has a
 * path; what of a signature cannot be sent is listed with its reason (x-not-exportable), so that a gap is never
 * silent. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "reports/reports.h"
#include "reports/spec_map.h"
#include "reports/text.h"

enum { TITLE_LIMIT = 120 };

struct spec {
	struct arena arena;
	enum spec_dialect dialect;
	const struct model *model;
	const struct model_service *service;
	cJSON *root, *paths, *schemas, *gaps;
	size_t operations, unmapped_operations;
};

static cJSON *
add_object(cJSON *in, const char *key)
{
	return cJSON_AddObjectToObject(in, key);
}

static cJSON *
add_text(cJSON *in, const char *key, const char *text)
{
	return cJSON_AddStringToObject(in, key, text);
}

/* A record the schemas refer to; its fields are not known here. */
static void
declare_record(struct spec *s, const struct spec_value *v)
{
	bool refers = v->schema && (v->type.kind == SPEC_RECORD || v->type.kind == SPEC_NAMED);
	if (!refers || cJSON_GetObjectItemCaseSensitive(s->schemas, v->type.name))
		return;
	cJSON *record = add_object(s->schemas, v->type.name);
	add_text(record, "type", "object");
	add_text(record, "description", v->reason ? v->reason : "");
	add_text(record, "x-c-type", v->type.name);
	cJSON_AddBoolToObject(record, "additionalProperties", true);
}

static void
declare_problem(struct spec *s)
{
	static const char *const fields[][2] = {{"type", "string"}, {"title", "string"}, {"status", "integer"}, {"detail", "string"},
	                                        {"instance", "string"}};
	cJSON *problem = add_object(s->schemas, "Problem");
	add_text(problem, "type", "object");
	add_text(problem, "description", "RFC 9457 problem details");
	cJSON *properties = add_object(problem, "properties");
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		add_text(add_object(properties, fields[i][0]), "type", fields[i][1]);
}

static void
add_problem(cJSON *responses, const char *status, const char *description)
{
	cJSON *response = add_object(responses, status);
	add_text(response, "description", description);
	cJSON *schema = add_object(add_object(add_object(response, "content"), "application/problem+json"), "schema");
	add_text(schema, "$ref", "#/components/schemas/Problem");
}

/* Adds a value to an object schema, made on first need. */
static void
add_property(cJSON **object, const struct spec_value *v)
{
	if (!*object) {
		*object = cJSON_CreateObject();
		add_text(*object, "type", "object");
		add_object(*object, "properties");
	}
	cJSON_AddItemToObject(cJSON_GetObjectItem(*object, "properties"), v->name, cJSON_Duplicate(v->schema, true));
	if (!v->required)
		return;
	cJSON *required = cJSON_GetObjectItem(*object, "required");
	cJSON_AddItemToArray(required ? required : cJSON_AddArrayToObject(*object, "required"), cJSON_CreateString(v->name));
}

static void
add_content(cJSON *in, cJSON *schema)
{
	cJSON_AddItemToObject(add_object(add_object(in, "content"), "application/json"), "schema", schema);
}

static void
add_query(cJSON *operation, const struct spec_value *v)
{
	cJSON *list = cJSON_GetObjectItem(operation, "parameters");
	cJSON *p = cJSON_CreateObject();
	cJSON_AddItemToArray(list ? list : cJSON_AddArrayToObject(operation, "parameters"), p);
	add_text(p, "name", v->name);
	add_text(p, "in", "query");
	cJSON_AddBoolToObject(p, "required", v->required);
	cJSON_AddItemToObject(p, "schema", cJSON_Duplicate(v->schema, true));
}

static void
add_request(cJSON *operation, const struct spec_operation *o)
{
	cJSON *body = NULL;
	for (size_t i = 0; i < o->operation->parameter_count; i++) {
		const struct spec_value *v = &o->values[i];
		bool sent = v->schema && (v->place == PLACE_REQUEST || v->place == PLACE_BOTH);
		if (sent && o->reads_only)
			add_query(operation, v);
		else if (sent)
			add_property(&body, v);
	}
	if (!body)
		return;
	cJSON *request = add_object(operation, "requestBody");
	cJSON_AddBoolToObject(request, "required", cJSON_GetObjectItem(body, "required") != NULL);
	add_content(request, body);
}

static void
add_responses(cJSON *operation, const struct spec_operation *o)
{
	cJSON *body = NULL, *responses = add_object(operation, "responses");
	if (o->result.schema)
		add_property(&body, &o->result);
	for (size_t i = 0; i < o->operation->parameter_count; i++) {
		const struct spec_value *v = &o->values[i];
		if (v->schema && (v->place == PLACE_RESPONSE || v->place == PLACE_BOTH))
			add_property(&body, v);
	}
	cJSON *done = add_object(responses, body ? "200" : "204");
	add_text(done, "description", body ? "What the function returns and writes through its parameters" : "Done");
	if (body)
		add_content(done, body);
	add_problem(responses, "400", "The request does not fit this description");
	add_problem(responses, "default", "The function failed, or the service did");
}

static void
add_gap(struct spec *s, cJSON **gaps, const struct spec_operation *o, const struct spec_value *v, const char *type)
{
	cJSON *gap = cJSON_CreateObject();
	add_text(gap, "parameter", v->name);
	add_text(gap, "type", text_show(&s->arena, type, 200));
	add_text(gap, "reason", v->reason);
	if (!*gaps)
		*gaps = cJSON_CreateArray();
	cJSON_AddItemToArray(*gaps, gap);
	cJSON *copy = cJSON_Duplicate(gap, true);
	add_text(copy, "operation", o->operation->slug);
	cJSON_AddItemToArray(s->gaps, copy);
}

/* What C says and what became of it, parameter by parameter. */
static void
add_signature(struct spec *s, cJSON *operation, const struct spec_operation *o)
{
	const struct model_operation *m = o->operation;
	cJSON *list = cJSON_AddArrayToObject(operation, "x-c-parameters"), *gaps = NULL;
	for (size_t i = 0; i < m->parameter_count; i++) {
		const struct spec_value *v = &o->values[i];
		cJSON *p = cJSON_CreateObject();
		cJSON_AddItemToArray(list, p);
		add_text(p, "name", v->name);
		add_text(p, "type", text_show(&s->arena, m->parameters[i].type, 200));
		add_text(p, "direction", direction_word(m->parameters[i].direction));
		add_text(p, "confidence", confidence_word(m->parameters[i].confidence));
		add_text(p, "place", spec_place_word(v->place));
		if (v->reason)
			add_text(p, "reason", v->reason);
		if (v->place == PLACE_NONE || (v->schema && v->reason))
			add_gap(s, &gaps, o, v, m->parameters[i].type);
	}
	add_text(operation, "x-c-result", text_show(&s->arena, m->result_type, 200));
	if (o->result.reason)
		add_gap(s, &gaps, o, &o->result, m->result_type);
	if (gaps)
		cJSON_AddItemToObject(operation, "x-not-exportable", gaps);
}

static char *
pascal(struct arena *a, const char *slug)
{
	char *out = arena_alloc(a, strlen(slug) + 1), *o = out;
	bool up = true;
	for (const char *p = slug; *p; p++) {
		if (*p == '-') {
			up = true;
			continue;
		}
		*o++ = (char)(up && *p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
		up = false;
	}
	return out;
}

/* ${…} are placeholders of AWS SAM: the document goes through Fn::Sub on deployment. */
static void
add_integration(struct spec *s, cJSON *operation)
{
	cJSON *i = add_object(operation, "x-amazon-apigateway-integration");
	add_text(i, "type", "aws_proxy");
	add_text(i, "httpMethod", "POST");
	add_text(i, "payloadFormatVersion", "2.0");
	add_text(i, "uri", arena_printf(&s->arena, "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
	                                           "${%sFunction.Arn}/invocations", pascal(&s->arena, s->service->slug)));
	add_text(add_object(operation, "x-amazon-apigateway-auth"), "type", "AWS_IAM");
}

static void
add_operation(struct spec *s, const struct model_operation *m)
{
	struct spec_operation o = spec_operation_map(&s->arena, m, s->dialect);
	cJSON *path = add_object(s->paths, arena_printf(&s->arena, "/%s", m->slug));
	cJSON *operation = add_object(path, o.reads_only ? "get" : "post");
	add_text(operation, "operationId", m->slug);
	add_text(operation, "summary", text_show(&s->arena, m->name, TITLE_LIMIT));
	add_text(operation, "description", arena_printf(&s->arena, "%s; %s the tables of this service.",
	                                                m->callers ? text_count(&s->arena, m->callers, "function of another service calls it",
	                                                                        "functions of other services call it")
	                                                           : "Called from outside the program",
	                                                m->writes ? "writes" : "does not write"));
	for (size_t i = 0; i < m->parameter_count; i++)
		declare_record(s, &o.values[i]);
	declare_record(s, &o.result);
	add_request(operation, &o);
	add_responses(operation, &o);
	add_text(operation, "x-splitter-source", text_show(&s->arena, text_place(&s->arena, m->file, m->line), 0));
	add_signature(s, operation, &o);
	if (o.unmapped)
		cJSON_AddBoolToObject(operation, "x-unmapped", true);
	if (s->dialect == SPEC_30_AWS)
		add_integration(s, operation);
	s->operations++;
	s->unmapped_operations += o.unmapped > 0;
	spec_operation_finish(&o);
}

static void
add_head(struct spec *s)
{
	const struct model_service *service = s->service;
	add_text(s->root, "openapi", s->dialect == SPEC_31 ? "3.1.0" : "3.0.1");
	cJSON *info = add_object(s->root, "info");
	add_text(info, "title", text_show(&s->arena, service->name, TITLE_LIMIT));
	add_text(info, "version", "0.1.0");
	add_text(info, "description", arena_printf(&s->arena, "Proposed from the source: %s, %s, %s.",
	                                           text_count(&s->arena, service->functions, "function", "functions"),
	                                           text_count(&s->arena, service->tables, "table", "tables"),
	                                           text_count(&s->arena, service->operation_count, "operation", "operations")));
	cJSON *server = cJSON_CreateObject();
	cJSON_AddItemToArray(cJSON_AddArrayToObject(s->root, "servers"), server);
	add_text(server, "url", "/");
	cJSON *need = cJSON_CreateObject();
	cJSON_AddItemToArray(cJSON_AddArrayToObject(s->root, "security"), need);
	cJSON_AddArrayToObject(need, "sigv4");
}

static void
add_security(struct spec *s, cJSON *components)
{
	cJSON *scheme = add_object(add_object(components, "securitySchemes"), "sigv4");
	add_text(scheme, "type", "apiKey");
	add_text(scheme, "name", "Authorization");
	add_text(scheme, "in", "header");
	add_text(scheme, "description", "AWS Signature Version 4; access by IAM policy");
	if (s->dialect == SPEC_30_AWS)
		add_text(scheme, "x-amazon-apigateway-authtype", "awsSigv4");
}

static void
add_cors(struct spec *s)
{
	static const char *const lists[][4] = {{"allowOrigins", "${AllowedOrigin}"}, {"allowMethods", "GET", "POST"},
	                                       {"allowHeaders", "authorization", "content-type", "x-amz-date"}};
	cJSON *cors = add_object(s->root, "x-amazon-apigateway-cors");
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		cJSON *list = cJSON_AddArrayToObject(cors, lists[i][0]);
		for (size_t k = 1; k < 4 && lists[i][k]; k++)
			cJSON_AddItemToArray(list, cJSON_CreateString(lists[i][k]));
	}
}

static void
build(struct spec *s)
{
	add_head(s);
	s->paths = add_object(s->root, "paths");
	cJSON *components = add_object(s->root, "components");
	add_security(s, components);
	s->schemas = add_object(components, "schemas");
	declare_problem(s);
	s->gaps = cJSON_CreateArray();
	for (size_t i = 0; i < s->service->operation_count; i++)
		add_operation(s, &s->model->operations[s->service->first_operation + i]);
	cJSON *count = add_object(s->root, "x-splitter-coverage");
	cJSON_AddNumberToObject(count, "operations", (double)s->operations);
	cJSON_AddNumberToObject(count, "operations-with-gaps", (double)s->unmapped_operations);
	cJSON_AddNumberToObject(count, "gaps", cJSON_GetArraySize(s->gaps));
	cJSON_AddItemToObject(s->root, "x-not-exportable", s->gaps);
	if (s->dialect == SPEC_30_AWS)
		add_cors(s);
}

static bool
write_spec(const struct model *model, const struct model_service *service, enum spec_dialect dialect, struct sink *sink)
{
	struct spec s = {.dialect = dialect, .model = model, .service = service, .root = cJSON_CreateObject()};
	arena_init(&s.arena);
	build(&s);
	char *text = cJSON_Print(s.root);
	size_t n = text ? strlen(text) : 0;
	if (text)
		text[n++] = '\n';
	bool ok = text && sink_put(sink, arena_printf(&s.arena, "specs/%s.openapi%s.json", service->slug, dialect == SPEC_31 ? "" : "-aws"),
	                           text, n);
	cJSON_free(text);
	cJSON_Delete(s.root);
	arena_finish(&s.arena);
	return ok;
}

bool
report_specs(const struct report_options *options, const struct model *model, struct evidence *evidence, struct sink *sink,
             struct diag_queue *diags)
{
	(void)options, (void)evidence, (void)diags;
	bool ok = true;
	for (size_t i = 0; ok && i < model->service_count; i++)
		if (model->services[i].kind == SERVICE_SERVICE)
			ok = write_spec(model, &model->services[i], SPEC_31, sink) && write_spec(model, &model->services[i], SPEC_30_AWS, sink);
	return ok;
}
