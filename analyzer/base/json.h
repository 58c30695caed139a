/* A JSON text as a tree whose values know their lines: for configuration that people write. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/json_stream.h"
#include "splitter/diag.h"

struct json {
	enum json_token kind;  /* JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER or JSON_WORD */
	unsigned line;
	const char *key;       /* name of a member, NULL elsewhere */
	const char *text;      /* of a string; of a number or word as written */
	struct json *first, *next; /* children in order; the next sibling */
};

/* Parses a whole text; values live in the arena. NULL with an error queued (`file` is for messages, `id` for
 * diagnostics). A member said twice is warned about, the later one comes later. */
struct json *json_parse(struct arena *a, const char *text, size_t size, const char *file, const char *id,
                        struct diag_queue *diags);

/* The last member of that name, NULL. */
const struct json *json_member(const struct json *object, const char *key);

bool json_is_null(const struct json *v);

/* What a value is, for messages: "an object", "a number" … */
const char *json_kind_word(const struct json *v);

/* A whole number from `least` to `most`; false otherwise. */
bool json_integer(const struct json *v, long long least, long long most, long long *out);

#endif
