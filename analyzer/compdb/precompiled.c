/* C that a precompiler of embedded SQL made. In: units found, files of the tree; out: units of the sources it was made from in its
 * place, with the same flags; where those are units already, the C is refused.
 *
 * ecpg and proc put their output beside the source, or where the build wants it; then the only source of that stem is it. A .c
 * that neither is missing nor says that a precompiler made it is left alone. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "compdb/builder.h"

enum { HEAD_BYTES = 1 << 16 };

static const char *const marks[] = {"Processed by ecpg", "SQLIB declarations", "Result Sets Interface", "struct sqlcxp"};

bool
compdb_is_embedded(const char *path)
{
	const char *suffix = path_suffix(path);
	return !strcasecmp(suffix, "pc") || !strcasecmp(suffix, "pgc") || !strcasecmp(suffix, "ec");
}

static bool
is_made(const char *path)
{
	size_t size;
	char *text = path_read(path, 0, &size);
	if (!text)
		return true; /* not there: not built yet */
	if (size > HEAD_BYTES)
		text[HEAD_BYTES] = '\0';
	bool made = false;
	for (size_t i = 0; i < sizeof marks / sizeof *marks && !made; i++)
		made = strstr(text, marks[i]) != NULL;
	free(text);
	return made;
}

static size_t
stem_length(const char *path)
{
	const char *suffix = path_suffix(path);
	return *suffix ? (size_t)(suffix - path) - 1 : strlen(path);
}

static bool
same_stem(const char *a, const char *b)
{
	size_t n = stem_length(a);
	return n == stem_length(b) && !memcmp(a, b, n);
}

/* The source the C was made from, relative to DIR; NULL when none can be told. */
static const char *
source_of(const struct builder *b, const char *path)
{
	const char *below = path_below(path, b->db->root), *only = NULL;
	unsigned same = 0;
	for (size_t i = 0; i < b->tree.sources.count; i++) {
		const char *name = b->tree.sources.at[i];
		if (!compdb_is_embedded(name))
			continue;
		if (below && same_stem(below, name))
			return name;
		if (same_stem(path_base(path), path_base(name))) {
			only = name;
			same++;
		}
	}
	return same == 1 ? only : NULL;
}

static bool
is_unit(const struct builder *b, const char *path)
{
	for (size_t i = 0; i < b->units.count; i++)
		if (!strcmp(b->units.at[i].path, path))
			return true;
	return false;
}

void
precompiled_settle(struct builder *b)
{
	struct arena *a = &b->db->arena;
	bool any = false;
	for (size_t i = 0; i < b->tree.sources.count && !any; i++)
		any = compdb_is_embedded(b->tree.sources.at[i]);
	for (size_t i = 0; i < b->units.count && any; i++) {
		struct found_unit *u = &b->units.at[i];
		const char *source = strcmp(path_suffix(u->path), "c") ? NULL : source_of(b, u->path);
		if (!source || !is_made(u->path))
			continue;
		const char *path = path_join(a, b->db->root, source);
		if (is_unit(b, path)) {
			u->refusal = arena_printf(a, "made by a precompiler from %s, which is read", source);
			continue;
		}
		builder_assume(b, ASSUMPTION_STAND_IN, source, arena_printf(a, "read in place of %s, which a precompiler makes of it",
		                                                           names_show(b->names, u->path)));
		u->replaced = u->path;
		u->path = path;
	}
}
