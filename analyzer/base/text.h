/* Small questions about texts. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline bool
text_begins(const char *text, const char *front)
{
	return !strncmp(text, front, strlen(front));
}

static inline bool
text_ends(const char *text, const char *tail)
{
	size_t n = strlen(text), m = strlen(tail);
	return n >= m && !strcmp(text + n - m, tail);
}

static inline bool
text_among(const char *text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(text, list[i]))
			return true;
	return false;
}

/* TEXT_AMONG(text, array of texts) */
#define TEXT_AMONG(text, list) text_among((text), (list), sizeof(list) / sizeof *(list))

/* Behind the last dot of a qualified name, the whole name when it has none or ends with it. */
static inline const char *
text_last_part(const char *name)
{
	const char *dot = strrchr(name, '.');
	return dot && dot[1] ? dot + 1 : name;
}

#endif
