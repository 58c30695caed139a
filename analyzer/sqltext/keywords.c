/* The words the parser knows: a sorted table, compared without case. A word of the language that no rule
 * asks for is not in it: it is a name like any other. */
#include "sqltext/keywords.h"

#include <string.h>
#include <strings.h>

enum { LONGEST = 15 };

static const struct {
	const char *word;
	enum keyword_class class;
} table[] = {
	{"", SOFT},
#define KEYWORD_ROW(word, class) {#word, class},
	SQL_KEYWORDS(KEYWORD_ROW)
};

/* The word in the table against length bytes, as strcasecmp. */
static int
compare(const char *entry, const char *word, size_t length)
{
	int order = strncasecmp(entry, word, length);
	return order ? order : entry[length] != '\0';
}

enum keyword
keyword_find(const char *word, size_t length)
{
	if (length < 2 || length > LONGEST)
		return KEYWORD_NONE;
	size_t low = 1, high = KEYWORD_COUNT;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare(table[middle].word, word, length);
		if (!order)
			return (enum keyword)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return KEYWORD_NONE;
}

enum keyword_class
keyword_class(enum keyword keyword)
{
	return table[keyword].class;
}

bool
word_in(const char *word, size_t length, const char *list)
{
	for (const char *at = list + 1; *at;) {
		const char *blank = strchr(at, ' ');
		size_t n = blank ? (size_t)(blank - at) : strlen(at);
		if (n == length && !strncasecmp(at, word, length))
			return true;
		if (!blank)
			return false;
		at = blank + 1;
	}
	return false;
}
