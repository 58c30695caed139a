/* Operations by the words of a name: table_insert_row, deleteRow. In: a function's or member's name. Out: what it does to a
 * table, when one of its words says so; the first such word decides. */
#include <ctype.h>
#include <string.h>

#include "data/suggest_find.h"

static const struct { const char *word; enum table_mode mode; } words[] = {
	{"add", TABLE_CREATE},    {"append", TABLE_CREATE},  {"create", TABLE_CREATE}, {"insert", TABLE_CREATE},
	{"new", TABLE_CREATE},    {"delete", TABLE_DELETE},  {"del", TABLE_DELETE},    {"drop", TABLE_DELETE},
	{"erase", TABLE_DELETE},  {"purge", TABLE_DELETE},   {"remove", TABLE_DELETE}, {"rm", TABLE_DELETE},
	{"truncate", TABLE_DELETE}, {"unlink", TABLE_DELETE}, {"count", TABLE_READ},   {"exists", TABLE_READ},
	{"fetch", TABLE_READ},    {"find", TABLE_READ},      {"get", TABLE_READ},      {"list", TABLE_READ},
	{"load", TABLE_READ},     {"lookup", TABLE_READ},    {"query", TABLE_READ},    {"read", TABLE_READ},
	{"scan", TABLE_READ},     {"search", TABLE_READ},    {"select", TABLE_READ},   {"change", TABLE_UPDATE},
	{"modify", TABLE_UPDATE}, {"put", TABLE_UPDATE},     {"replace", TABLE_UPDATE}, {"save", TABLE_UPDATE},
	{"set", TABLE_UPDATE},    {"store", TABLE_UPDATE},   {"update", TABLE_UPDATE}, {"upsert", TABLE_UPDATE},
	{"write", TABLE_UPDATE},
};

/* The next word of a_name, aName, ANAME_too; its length, 0 at the end. */
static size_t
next_word(const char **at)
{
	const char *c = *at;
	while (*c && !isalpha((unsigned char)*c))
		c++;
	*at = c;
	size_t n = 0;
	while (isupper((unsigned char)c[n]))
		n++;
	if (n > 1) /* DBget: the last capital begins the next word only when a small letter follows "DBGet" */
		return islower((unsigned char)c[n]) && n > 2 ? n - 1 : n;
	while (islower((unsigned char)c[n]))
		n++;
	return n;
}

static int
operation_of(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].word) == n && !strncasecmp(words[i].word, word, n))
			return (int)words[i].mode;
	return SUGGEST_UNKNOWN;
}

static const char *
behind_record(const char *name)
{
	const char *dot = strrchr(name, '.');
	return dot ? dot + 1 : name;
}

int
suggest_operation(const char *name, bool first_only)
{
	int mode = SUGGEST_UNKNOWN;
	size_t n;
	for (const char *at = behind_record(name); mode == SUGGEST_UNKNOWN && (n = next_word(&at)); at += n) {
		mode = operation_of(at, n);
		if (first_only)
			break;
	}
	return mode;
}

const char *
suggest_stem(struct arena *a, const char *name)
{
	size_t n;
	for (const char *at = behind_record(name); (n = next_word(&at)); at += n)
		if (operation_of(at, n) != SUGGEST_UNKNOWN)
			return arena_printf(a, "%.*s*%s", (int)(at - name), name, at + n);
	return NULL;
}

bool
suggest_has_word(const char *name, const char *word)
{
	size_t n;
	for (const char *at = behind_record(name); (n = next_word(&at)); at += n)
		if (strlen(word) == n && !strncasecmp(at, word, n))
			return true;
	return false;
}
