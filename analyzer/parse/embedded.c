/* Embedded SQL within a unit. In: a Pro*C or ECPG source; out: libclang is given the translated text in its place, of the
 * source and of each own header that holds EXEC SQL as well. What the headers hold is known only after a parse, so it is
 * parsed again while new ones turn up. */
#include "parse/unit.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"

enum { EMBEDDED_BYTES = 64 << 20, EMBEDDED_ROUNDS = 4 };

/* Its text, translated, in place of the file; false when it cannot be read or holds no SQL though it should. */
static bool
translate(struct unit *u, const char *name, bool always)
{
	size_t size;
	char *text = path_read(name, EMBEDDED_BYTES, &size);
	bool holds = text && (always || esql_holds(text, size));
	if (holds) {
		struct embedded *e = arena_new(&u->arena, struct embedded);
		e->path = arena_strdup(&u->arena, name);
		e->source = sources_find(u->sources, u->source->folder, name);
		u->sources->list.at[e->source - 1]->translated = true;
		esql_translate(&u->arena, u->dialect, text, size, &e->result);
		vec_push(&u->embedded, e);
	}
	free(text);
	return holds;
}

void
embedded_begin(struct unit *u)
{
	u->embedded.count = 0;
	u->is_embedded = compdb_is_embedded(u->source->path);
	u->dialect = strcasecmp(path_suffix(u->source->path), "pc") ? ESQL_POSTGRESQL : ESQL_ORACLE;
	if (u->is_embedded)
		translate(u, u->source->path, true);
}

struct CXUnsavedFile *
embedded_files(struct unit *u, size_t room, unsigned *count)
{
	*count = (unsigned)u->embedded.count;
	struct CXUnsavedFile *list = arena_array(&u->arena, struct CXUnsavedFile, u->embedded.count + room + 1);
	for (size_t i = 0; i < u->embedded.count; i++)
		list[i] = (struct CXUnsavedFile){u->embedded.at[i]->path, u->embedded.at[i]->result.c, u->embedded.at[i]->result.length};
	return list;
}

static bool
is_known(const struct unit *u, uint32_t source)
{
	for (size_t i = 0; i < u->embedded.count; i++)
		if (u->embedded.at[i]->source == source)
			return true;
	return false;
}

static void
header_look(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct unit *u = data;
	text_handle name = clang_getFileName(file);
	uint32_t source = sources_find(u->sources, u->source->folder, clang_getCString(name));
	(void)stack;
	if (depth && !u->sources->list.at[source - 1]->outside && !is_known(u, source))
		translate(u, clang_getCString(name), false);
}

bool
embedded_more(struct unit *u, CXTranslationUnit tu)
{
	size_t before = u->embedded.count;
	if (u->is_embedded && tu && u->embedded_rounds++ < EMBEDDED_ROUNDS)
		clang_getInclusions(tu, header_look, u);
	return u->embedded.count > before;
}

unsigned
embedded_report(struct unit *u)
{
	unsigned lost = 0;
	for (size_t i = 0; i < u->embedded.count; i++) {
		const struct embedded *e = u->embedded.at[i];
		CXFile file = clang_getFile(u->tu, e->path);
		for (size_t k = 0; k < e->result.note_count; k++, lost++)
			FACT(u->out, DIAGNOSTIC, diagnostic, .severity = 2, .file = unit_file_number(u, unit_file(u, file)),
			     .line = e->result.notes[k].line, .text = fact_text(u->out, e->result.notes[k].text),
			     .category = fact_text(u->out, "Embedded SQL"), .lost = true);
	}
	return lost;
}
