/* C types → JSON Schema. In: a type as the compiler spells it ("const struct order *", "char[16]"). Out: its kind,
 * width and pointers, then a schema with the bounds its width gives. Integers of 64 bits become strings: JSON
 * readers lose digits beyond 2^53. Fields of records are not in the result, so a record is an open object. */
#include "reports/spec_types.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	enum spec_kind kind;
	unsigned bits;
	bool is_unsigned;
} known[] = {
	{"int8_t", SPEC_INTEGER, 8, false}, {"uint8_t", SPEC_INTEGER, 8, true}, {"int16_t", SPEC_INTEGER, 16, false},
	{"uint16_t", SPEC_INTEGER, 16, true}, {"int32_t", SPEC_INTEGER, 32, false}, {"uint32_t", SPEC_INTEGER, 32, true},
	{"int64_t", SPEC_INTEGER, 64, false}, {"uint64_t", SPEC_INTEGER, 64, true}, {"size_t", SPEC_INTEGER, 64, true},
	{"ssize_t", SPEC_INTEGER, 64, false}, {"off_t", SPEC_INTEGER, 64, false}, {"intptr_t", SPEC_INTEGER, 64, false},
	{"uintptr_t", SPEC_INTEGER, 64, true}, {"intmax_t", SPEC_INTEGER, 64, false}, {"uintmax_t", SPEC_INTEGER, 64, true},
	{"ptrdiff_t", SPEC_INTEGER, 64, false}, {"sqlite3_int64", SPEC_INTEGER, 64, false},
	{"sqlite3_uint64", SPEC_INTEGER, 64, true}, {"pid_t", SPEC_INTEGER, 32, false}, {"uid_t", SPEC_INTEGER, 32, true},
	{"gid_t", SPEC_INTEGER, 32, true}, {"mode_t", SPEC_INTEGER, 32, true}, {"u_int8_t", SPEC_INTEGER, 8, true},
	{"u_int16_t", SPEC_INTEGER, 16, true}, {"u_int32_t", SPEC_INTEGER, 32, true}, {"u_int64_t", SPEC_INTEGER, 64, true},
	{"bool", SPEC_BOOL, 8, true}, {"_Bool", SPEC_BOOL, 8, true}, {"float", SPEC_NUMBER, 32, false},
	{"time_t", SPEC_TIME, 64, false}, {"void", SPEC_VOID, 0, false}, {"va_list", SPEC_VARARGS, 0, false},
	{"sqlite3", SPEC_HANDLE, 0, false}, {"sqlite3_stmt", SPEC_HANDLE, 0, false}, {"MYSQL", SPEC_HANDLE, 0, false},
	{"MYSQL_STMT", SPEC_HANDLE, 0, false}, {"MYSQL_RES", SPEC_HANDLE, 0, false}, {"MYSQL_ROW", SPEC_HANDLE, 0, false},
	{"PGconn", SPEC_HANDLE, 0, false}, {"PGresult", SPEC_HANDLE, 0, false}, {"redisContext", SPEC_HANDLE, 0, false},
	{"FILE", SPEC_HANDLE, 0, false}, {"_IO_FILE", SPEC_HANDLE, 0, false}, {"DIR", SPEC_HANDLE, 0, false},
	{"pthread_t", SPEC_HANDLE, 0, false}, {"pthread_mutex_t", SPEC_HANDLE, 0, false},
	{"pthread_cond_t", SPEC_HANDLE, 0, false}, {"jmp_buf", SPEC_HANDLE, 0, false}, {"CURL", SPEC_HANDLE, 0, false},
};

struct words { /* of a type, as flags */
	bool is_unsigned, is_signed, is_short, is_int, is_char, is_double, is_struct, is_enum;
	unsigned longs;
};

static void
set_name(struct spec_type *t, const char *word, size_t n)
{
	size_t used = 0;
	for (size_t i = 0; i < n && used + 1 < sizeof t->name; i++)
		t->name[used++] = isalnum((unsigned char)word[i]) || strchr("._-", word[i]) ? word[i] : '_';
	t->name[used] = '\0';
}

static bool
is_word(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && !strncmp(p, word, n);
}

static void
take_word(struct spec_type *t, struct words *w, const char *p, size_t n)
{
	static const char *const ignored[] = {"volatile", "restrict", "__restrict", "register", "static", "inline", "_Atomic"};
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		if (is_word(p, n, ignored[i]))
			return;
	if (is_word(p, n, "const"))
		t->is_const |= !t->pointers;
	else if (is_word(p, n, "unsigned"))
		w->is_unsigned = true;
	else if (is_word(p, n, "signed"))
		w->is_signed = true;
	else if (is_word(p, n, "short"))
		w->is_short = true;
	else if (is_word(p, n, "long"))
		w->longs++;
	else if (is_word(p, n, "int"))
		w->is_int = true;
	else if (is_word(p, n, "char"))
		w->is_char = true;
	else if (is_word(p, n, "double"))
		w->is_double = true;
	else if (is_word(p, n, "struct") || is_word(p, n, "union"))
		w->is_struct = true;
	else if (is_word(p, n, "enum"))
		w->is_enum = true;
	else
		set_name(t, p, n);
}

static void
name_kind(struct spec_type *t)
{
	t->kind = SPEC_NAMED;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i].name, t->name)) {
			t->kind = known[i].kind;
			t->bits = known[i].bits;
			t->is_unsigned = known[i].is_unsigned;
		}
}

static void
settle(struct spec_type *t, const struct words *w)
{
	if (w->is_double) {
		t->kind = SPEC_NUMBER;
		t->bits = 64;
	} else if (w->is_char) {
		t->kind = w->is_unsigned || w->is_signed ? SPEC_INTEGER : SPEC_CHAR;
		t->bits = 8;
		t->is_unsigned = w->is_unsigned;
	} else if (w->is_enum) {
		t->kind = SPEC_ENUM;
	} else if (!*t->name && (w->is_int || w->is_short || w->longs || w->is_unsigned || w->is_signed)) {
		t->kind = SPEC_INTEGER;
		t->bits = w->is_short ? 16 : w->longs ? 64 : 32;
		t->is_unsigned = w->is_unsigned;
	} else {
		name_kind(t);
		if (w->is_struct && t->kind == SPEC_NAMED)
			t->kind = SPEC_RECORD;
	}
	if (!*t->name && t->kind == SPEC_NAMED)
		strcpy(t->name, "unnamed");
}

struct spec_type
spec_type_parse(const char *text)
{
	struct spec_type t = {0};
	struct words w = {0};
	const char *p = text ? text : "";
	if (strstr(p, "...") || strchr(p, '(')) {
		t.kind = strstr(p, "...") && !strchr(p, '(') ? SPEC_VARARGS : SPEC_FUNCTION;
		return t;
	}
	while (*p) {
		size_t n = strcspn(p, " *[]\t");
		if (n)
			take_word(&t, &w, p, n);
		p += n;
		if (*p == '*')
			t.pointers++;
		if (*p == '[') {
			t.pointers++;
			t.array = strtoul(p + 1, NULL, 10);
			p += strcspn(p, "]");
		}
		p += *p != '\0';
	}
	settle(&t, &w);
	return t;
}

static cJSON *
new_schema(const char *type)
{
	cJSON *s = cJSON_CreateObject();
	cJSON_AddStringToObject(s, "type", type);
	return s;
}

static cJSON *
integer_schema(const struct spec_type *t)
{
	if (t->bits > 32) {
		cJSON *s = new_schema("string");
		cJSON_AddStringToObject(s, "pattern", t->is_unsigned ? "^[0-9]{1,20}$" : "^-?[0-9]{1,19}$");
		cJSON_AddNumberToObject(s, "maxLength", 20);
		return s;
	}
	cJSON *s = new_schema("integer");
	double top = ldexp(1, (int)t->bits - !t->is_unsigned);
	cJSON_AddStringToObject(s, "format", t->bits < 32 || !t->is_unsigned ? "int32" : "int64");
	cJSON_AddNumberToObject(s, "minimum", t->is_unsigned ? 0 : -top);
	cJSON_AddNumberToObject(s, "maximum", top - 1);
	return s;
}

cJSON *
spec_string_schema(size_t array)
{
	cJSON *s = new_schema("string");
	if (array)
		cJSON_AddNumberToObject(s, "maxLength", (double)(array - 1));
	return s;
}

cJSON *
spec_bytes_schema(enum spec_dialect dialect)
{
	cJSON *s = new_schema("string");
	cJSON_AddStringToObject(s, dialect == SPEC_31 ? "contentEncoding" : "format", dialect == SPEC_31 ? "base64" : "byte");
	return s;
}

static cJSON *
reference(const char *name)
{
	char target[128];
	cJSON *s = cJSON_CreateObject();
	snprintf(target, sizeof target, "#/components/schemas/%s", name);
	cJSON_AddStringToObject(s, "$ref", target);
	return s;
}

cJSON *
spec_type_schema(const struct spec_type *t)
{
	cJSON *s;
	switch (t->kind) {
	case SPEC_BOOL:
		return new_schema("boolean");
	case SPEC_INTEGER:
		return integer_schema(t);
	case SPEC_NUMBER:
		s = new_schema("number");
		cJSON_AddStringToObject(s, "format", t->bits == 32 ? "float" : "double");
		return s;
	case SPEC_CHAR:
		s = new_schema("string");
		cJSON_AddNumberToObject(s, "maxLength", 1);
		return s;
	case SPEC_TIME:
		s = new_schema("string");
		cJSON_AddStringToObject(s, "format", "date-time");
		return s;
	case SPEC_ENUM:
		s = new_schema("integer");
		cJSON_AddStringToObject(s, "format", "int32");
		cJSON_AddNumberToObject(s, "minimum", INT32_MIN);
		cJSON_AddNumberToObject(s, "maximum", INT32_MAX);
		cJSON_AddStringToObject(s, "x-c-type", t->name);
		return s;
	default:
		return reference(t->name);
	}
}
