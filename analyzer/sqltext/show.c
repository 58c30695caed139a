/* The text for people: holes as {1}, {2} in order of appearance, everything else as written. */
#include <stdio.h>
#include <stdlib.h>

#include "sqltext/sqltext.h"
#include "sqltext/tokens.h"

char *
sql_show(struct arena *a, const char *text, size_t length)
{
	enum { HOLE_ROOM = 24 };
	size_t holes = 0, n = 0;
	for (size_t i = 0; i < length; i++)
		holes += text[i] == SQL_HOLE_BEGIN;
	char *out = arena_alloc(a, length + holes * HOLE_ROOM + 1);
	unsigned number = 0;
	for (size_t i = 0; i < length;) {
		size_t hole = hole_length(text, i, length);
		if (hole)
			n += (size_t)snprintf(out + n, HOLE_ROOM, "{%u}", ++number);
		else
			out[n++] = text[i];
		i += hole ? hole : 1;
	}
	return out;
}
