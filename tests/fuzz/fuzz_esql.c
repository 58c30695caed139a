/* Fuzz: the bytes as a Pro*C and as an ECPG source. Held: the C has as many lines as the source, no byte of it is NUL but
 * those of the source, notes lie within the source and in order. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "esql/esql.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool holds)
{
	if (!holds)
		abort();
}

static size_t
count(const char *text, size_t length, char c)
{
	size_t n = 0;
	for (size_t i = 0; i < length; i++)
		n += text[i] == c;
	return n;
}

static void
translate(enum esql_dialect dialect, const char *text, size_t size)
{
	struct arena a;
	struct esql_result r;
	arena_init(&a);
	esql_translate(&a, dialect, text, size, &r);
	demand(count(r.c, r.length, '\n') == count(text, size, '\n'));
	demand(r.c[r.length] == '\0');
	demand(count(r.c, r.length, '\0') <= count(text, size, '\0'));
	for (size_t i = 0; i < r.note_count; i++)
		demand(r.notes[i].line >= 1 && r.notes[i].text && (!i || r.notes[i].line >= r.notes[i - 1].line));
	arena_finish(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size ? size : 1); /* exactly as long as it is said to be */
	memcpy(text, data, size);
	translate(ESQL_ORACLE, text, size);
	translate(ESQL_POSTGRESQL, text, size);
	(void)esql_holds(text, size);
	free(text);
	return 0;
}
