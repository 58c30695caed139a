/* Operation → request and answer. In: directions, pairs and nullability as the model holds them. Out: a schema and a
 * place for each parameter, or the reason why there is none. Rules, in this order: the length of another parameter
 * is derived; handles are the service's own; callbacks, varargs and pointers to nobody knows what stay in their
 * process; pointers go by direction; the rest is part of the request. */
#include "reports/spec_map.h"

#include <string.h>

#include "reports/text.h"

const char *
spec_place_word(enum spec_place place)
{
	static const char *const words[] = {"request", "response", "request and response", "derived", "supplied by the service",
	                                    "not exportable"};
	return words[place];
}

static const char *
length_of(const struct model_operation *o, size_t i)
{
	for (size_t k = 0; k < o->parameter_count; k++)
		if (k != i && o->parameters[k].pairs_with == i + 1)
			return o->parameters[k].name ? o->parameters[k].name : "another parameter";
	return NULL;
}

static const char *
obstacle(const struct spec_type *t, bool paired)
{
	bool raw = t->kind == SPEC_VOID && t->pointers;
	return t->kind == SPEC_FUNCTION ? "a callback cannot be sent"
	       : t->kind == SPEC_VARARGS ? "a variable argument list has no fixed types"
	       : t->pointers > 2 || (t->pointers > 1 && paired) ? "a pointer to pointers"
	       : raw && (t->pointers > 1 || !paired) ? "a void pointer without a length"
	       : NULL;
}

static cJSON *
array_of(cJSON *items)
{
	cJSON *s = cJSON_CreateObject();
	cJSON_AddStringToObject(s, "type", "array");
	cJSON_AddItemToObject(s, "items", items);
	return s;
}

static cJSON *
value_schema(const struct spec_type *t, bool paired, enum spec_dialect dialect)
{
	bool bytes = t->kind == SPEC_VOID || (t->kind == SPEC_INTEGER && t->bits == 8);
	if (t->kind == SPEC_CHAR && t->pointers)
		return spec_string_schema(t->array);
	if (bytes && t->pointers && paired)
		return spec_bytes_schema(dialect);
	if ((paired && t->pointers) || t->array) {
		cJSON *s = array_of(spec_type_schema(t));
		if (t->array)
			cJSON_AddNumberToObject(s, "maxItems", (double)t->array);
		return s;
	}
	return spec_type_schema(t);
}

static enum spec_place
place_of(const struct spec_type *t, enum direction direction)
{
	return !t->pointers || t->is_const || direction == DIRECTION_IN ? PLACE_REQUEST
	       : direction == DIRECTION_OUT ? PLACE_RESPONSE
	       : PLACE_BOTH;
}

static const char *
gap(struct arena *a, const struct spec_type *t)
{
	return t->kind == SPEC_RECORD ? arena_printf(a, "the fields of struct %s are not in the result", t->name)
	       : t->kind == SPEC_NAMED ? arena_printf(a, "what %s stands for is not in the result", t->name)
	       : t->kind == SPEC_ENUM ? arena_printf(a, "the names of enum %s are not in the result", t->name)
	       : NULL;
}

static bool
is_scalar(const struct spec_type *t, bool paired)
{
	bool text = t->kind == SPEC_CHAR && t->pointers == 1;
	bool plain = t->kind != SPEC_RECORD && t->kind != SPEC_NAMED && t->kind != SPEC_VOID;
	return text || (plain && !t->array && (!t->pointers || !paired));
}

static bool
is_taken(const struct spec_operation *s, size_t i, const char *name)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(s->values[k].name, name))
			return true;
	return !strcmp(name, "result");
}

static const char *
unique_name(struct arena *a, const struct spec_operation *s, size_t i)
{
	const char *given = s->operation->parameters[i].name;
	const char *name = given && *given ? text_show(a, given, 64) : arena_printf(a, "arg%zu", i + 1);
	return is_taken(s, i, name) ? arena_printf(a, "%s_%zu", name, i + 1) : name;
}

static struct spec_value
map_parameter(struct arena *a, const struct spec_operation *s, size_t i, enum spec_dialect dialect)
{
	const struct model_parameter *p = &s->operation->parameters[i];
	struct spec_value v = {.name = unique_name(a, s, i), .type = spec_type_parse(p->type)};
	const char *of = length_of(s->operation, i), *why = obstacle(&v.type, p->pairs_with);
	if (of && !v.type.pointers) {
		v.place = PLACE_LENGTH;
		v.reason = arena_printf(a, "the length of %s", text_show(a, of, 64));
	} else if (v.type.kind == SPEC_HANDLE) {
		v.place = PLACE_SUPPLIED;
		v.reason = "a handle of the process: the service opens its own";
	} else if (why) {
		v.place = PLACE_NONE;
		v.reason = why;
	} else {
		v.place = place_of(&v.type, p->direction);
		v.reason = gap(a, &v.type);
		v.schema = value_schema(&v.type, p->pairs_with, dialect);
		v.scalar = is_scalar(&v.type, p->pairs_with);
		v.required = !p->nullable;
	}
	return v;
}

static struct spec_value
map_result(struct arena *a, const struct model_operation *o, enum spec_dialect dialect)
{
	struct spec_value v = {.name = "result", .type = spec_type_parse(o->result_type ? o->result_type : "void"), .place = PLACE_NONE};
	bool nothing = v.type.kind == SPEC_VOID && !v.type.pointers;
	v.reason = nothing ? NULL : v.type.kind == SPEC_HANDLE ? "a handle of the process" : obstacle(&v.type, false);
	if (nothing || v.reason)
		return v;
	v.place = PLACE_RESPONSE;
	v.reason = gap(a, &v.type);
	v.schema = value_schema(&v.type, false, dialect);
	v.required = !v.type.pointers;
	return v;
}

struct spec_operation
spec_operation_map(struct arena *a, const struct model_operation *o, enum spec_dialect dialect)
{
	struct spec_operation s = {.operation = o, .reads_only = !o->writes};
	s.values = arena_array(a, struct spec_value, o->parameter_count);
	for (size_t i = 0; i < o->parameter_count; i++) {
		s.values[i] = map_parameter(a, &s, i, dialect);
		const struct spec_value *v = &s.values[i];
		bool sent = v->place == PLACE_REQUEST || v->place == PLACE_BOTH;
		s.reads_only = s.reads_only && (!sent || v->scalar);
		s.unmapped += v->place == PLACE_NONE || (v->schema && v->reason);
	}
	s.result = map_result(a, o, dialect);
	s.unmapped += s.result.reason != NULL;
	return s;
}

void
spec_operation_finish(struct spec_operation *s)
{
	for (size_t i = 0; i < s->operation->parameter_count; i++)
		cJSON_Delete(s->values[i].schema);
	cJSON_Delete(s->result.schema);
}
