/* C types as spelled → JSON Schema. Private to the OpenAPI emitter. */
#ifndef REPORTS_SPEC_TYPES_H
#define REPORTS_SPEC_TYPES_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum spec_kind {
	SPEC_VOID, SPEC_BOOL, SPEC_INTEGER, SPEC_NUMBER, SPEC_CHAR, SPEC_TIME, SPEC_ENUM, SPEC_RECORD,
	SPEC_NAMED,    /* a typedef whose meaning is not in the result */
	SPEC_HANDLE,   /* of a driver, a stream, a thread: makes sense in its process only */
	SPEC_FUNCTION, /* pointer to a function */
	SPEC_VARARGS
};

enum spec_dialect { SPEC_31, SPEC_30_AWS };

struct spec_type {
	enum spec_kind kind;
	unsigned bits;     /* of an integer or number */
	bool is_unsigned;
	bool is_const;     /* what is pointed at */
	unsigned pointers; /* an array counts as one */
	size_t array;      /* its length, 0 none */
	char name[64];     /* of a record, enum or typedef: [A-Za-z0-9._-] */
};

/* Widths are those of LP64. Never fails: what is not understood is SPEC_NAMED. */
struct spec_type spec_type_parse(const char *text);

/* Schema of the value itself, pointers aside. Records refer to #/components/schemas/NAME. Caller owns it. */
cJSON *spec_type_schema(const struct spec_type *type);

cJSON *spec_string_schema(size_t array);                 /* char[N], char * (0) */
cJSON *spec_bytes_schema(enum spec_dialect dialect);     /* void * with a length */

#endif
