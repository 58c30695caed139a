/* A pull parser for JSON in constant memory: one token at a time, strict, with lines for messages. */
#ifndef BASE_JSON_STREAM_H
#define BASE_JSON_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum json_token {
	JSON_ERROR, JSON_END, JSON_OBJECT, JSON_OBJECT_END, JSON_ARRAY, JSON_ARRAY_END,
	JSON_KEY /* text: the member's name, its value follows */, JSON_STRING, JSON_NUMBER, JSON_WORD /* true, false, null */
};

enum { JSON_DEPTH = 256, JSON_TEXT_MAX = 64 << 20 };

struct json_stream {
	FILE *in;
	enum json_token token; /* the current one */
	char *text;            /* of a key, string, number or word; NUL-terminated */
	size_t length, capacity;
	uint64_t offset;       /* bytes read */
	unsigned line;         /* where the current token begins, from 1 */
	unsigned line_now;
	unsigned depth;
	unsigned char kinds[JSON_DEPTH]; /* '{' or '[' */
	bool started, after_value, after_key;
	const char *error;     /* why the token is JSON_ERROR */
};

/* The stream does not own the file. */
void json_init(struct json_stream *s, FILE *in);
void json_finish(struct json_stream *s);

/* The next token, also in s->token. JSON_ERROR and JSON_END stay. */
enum json_token json_next(struct json_stream *s);

/* With the first token of a value current: moves to its last one. False on an error. */
bool json_skip(struct json_stream *s);

#endif
