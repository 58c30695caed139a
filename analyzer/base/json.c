/* JSON trees. In: a text; out: values with lines, in an arena. Depth is bounded by the token reader. */
#include "base/json.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TWICE_MAX = 1000 };

struct building {
	struct arena *arena;
	struct json_stream stream;
	const char *file, *id;
	struct diag_queue *diags;
};

static struct json *build_value(struct building *b, const char *key);

/* Looks at the first members only, so that a huge object does not cost its square. */
static void
warn_twice(struct building *b, const struct json *parent, const struct json *child)
{
	unsigned left = TWICE_MAX;
	for (const struct json *v = parent->first; v && v != child && left; v = v->next, left--) {
		if (strcmp(v->key, child->key))
			continue;
		diag_add(b->diags, DIAG_WARNING, b->id, b->file, child->line, 0, "\"%s\" is said twice (before on line %u)",
		         child->key, v->line);
		return;
	}
}

/* The children of an object or array that was just opened; false on an error. */
static bool
build_children(struct building *b, struct json *parent)
{
	struct json **tail = &parent->first;
	bool is_object = parent->kind == JSON_OBJECT;
	for (;;) {
		enum json_token t = json_next(&b->stream);
		if (t == JSON_OBJECT_END || t == JSON_ARRAY_END)
			return true;
		const char *key = is_object && t == JSON_KEY ? arena_strdup(b->arena, b->stream.text) : NULL;
		if (t == JSON_ERROR || (is_object && json_next(&b->stream) == JSON_ERROR))
			return false;
		struct json *child = build_value(b, key);
		if (!child)
			return false;
		*tail = child;
		tail = &child->next;
		if (is_object)
			warn_twice(b, parent, child);
	}
}

/* The value whose first token is current. */
static struct json *
build_value(struct building *b, const char *key)
{
	struct json *v = arena_new(b->arena, struct json);
	*v = (struct json){.kind = b->stream.token, .line = b->stream.line, .key = key, .text = ""};
	if (v->kind == JSON_ERROR || v->kind == JSON_END)
		return NULL;
	if (v->kind == JSON_OBJECT || v->kind == JSON_ARRAY)
		return build_children(b, v) ? v : NULL;
	v->text = arena_strdup(b->arena, b->stream.text);
	return v;
}

struct json *
json_parse(struct arena *a, const char *text, size_t size, const char *file, const char *id, struct diag_queue *diags)
{
	struct building b = {.arena = a, .file = file, .id = id, .diags = diags};
	FILE *in = size ? fmemopen((void *)(uintptr_t)text, size, "r") : NULL;
	if (!in) {
		diag_add(diags, DIAG_ERROR, id, file, 0, 0, size ? "out of memory" : "the file is empty");
		return NULL;
	}
	json_init(&b.stream, in);
	json_next(&b.stream);
	struct json *v = build_value(&b, NULL);
	if (v && json_next(&b.stream) != JSON_END)
		v = NULL;
	if (!v)
		diag_add(diags, DIAG_ERROR, id, file, b.stream.line_now, 0, "not valid JSON: %s",
		         b.stream.error ? b.stream.error : "no value");
	json_finish(&b.stream);
	fclose(in);
	return v;
}

const struct json *
json_member(const struct json *object, const char *key)
{
	const struct json *found = NULL;
	for (const struct json *v = object->kind == JSON_OBJECT ? object->first : NULL; v; v = v->next)
		if (!strcmp(v->key, key))
			found = v;
	return found;
}

bool
json_is_null(const struct json *v)
{
	return v->kind == JSON_WORD && !strcmp(v->text, "null");
}

const char *
json_kind_word(const struct json *v)
{
	switch (v->kind) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	case JSON_STRING:
		return "a string";
	case JSON_NUMBER:
		return "a number";
	default:
		return v->text;
	}
}

bool
json_integer(const struct json *v, long long least, long long most, long long *out)
{
	if (v->kind != JSON_NUMBER || strpbrk(v->text, ".eE"))
		return false;
	errno = 0;
	long long n = strtoll(v->text, NULL, 10);
	if (errno || n < least || n > most)
		return false;
	*out = n;
	return true;
}
