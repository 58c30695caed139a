/* Lines of a text that may hold anything. Private to signals. */
#ifndef SIGNALS_LINES_H
#define SIGNALS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *at;
	size_t length;
};

/* Takes the next line off `rest`, without its end (LF, CR LF or NUL); false when there is none. */
static inline bool
line_take(struct span *rest, struct span *line)
{
	if (!rest->length)
		return false;
	size_t n = 0;
	while (n < rest->length && rest->at[n] != '\n' && rest->at[n])
		n++;
	size_t whole = n + (n < rest->length);
	*line = (struct span){rest->at, n - (n && rest->at[n - 1] == '\r')};
	*rest = (struct span){rest->at + whole, rest->length - whole};
	return true;
}

static inline bool
line_begins(struct span line, const char *front)
{
	size_t n = strlen(front);
	return line.length >= n && !memcmp(line.at, front, n);
}

static inline struct span
line_behind(struct span line, size_t n)
{
	return (struct span){line.at + n, line.length - n};
}

/* The part before the first `end`, all of it when there is none; `line` becomes what is behind it. */
static inline struct span
line_cut(struct span *line, char end)
{
	const char *found = line->length ? memchr(line->at, end, line->length) : NULL;
	size_t n = found ? (size_t)(found - line->at) : line->length;
	struct span front = {line->at, n};
	*line = line_behind(*line, n + (found != NULL));
	return front;
}

static inline size_t
line_span(struct span line, const char *among)
{
	size_t n = 0;
	while (n < line.length && line.at[n] && strchr(among, line.at[n]))
		n++;
	return n;
}

#endif
