/* JSON written as it goes: for documents too large to build as a tree first. Keys are NULL inside arrays. */
#ifndef REPORTS_JSON_WRITE_H
#define REPORTS_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *out;
	bool compact;   /* no blanks or line breaks */
	bool in_html;   /* `<`, `>` and `&` as \u00.., so that no text ends a script element */
	unsigned depth;
	bool started;   /* the open object or array has a value */
};

/* bracket: '{' or '['. json_end closes what json_begin with the same bracket opened. */
void json_begin(struct json *j, const char *key, char bracket);
void json_end(struct json *j, char bracket);

/* Invalid UTF-8 becomes U+FFFD; control, bidirectional and other invisible characters are written as \u….
 * NULL gives null. */
void json_text(struct json *j, const char *key, const char *text);
void json_int(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);

/* Six significant digits, in any locale; null when not finite. */
void json_real(struct json *j, const char *key, double value);

#endif
