/* The preprocessor's part. In: top-level cursors of the detailed record, skipped ranges; out: INCLUDE, MACRO,
 * MACRO_USE, INACTIVE records of own files. Macro bodies are read from the source bytes, which costs a fraction
 * of asking libclang for tokens. */
#include "parse/unit.h"

#include <ctype.h>
#include <string.h>

#include "parse/guess.h"

/* ---- macro bodies ---- */

static size_t
skip_blank(const char *s, size_t i, size_t size)
{
	while (i < size) {
		if (s[i] == '\\' && i + 1 < size && (s[i + 1] == '\n' || s[i + 1] == '\r'))
			i += 2;
		else if (isspace((unsigned char)s[i]))
			i++;
		else if (s[i] == '/' && i + 1 < size && s[i + 1] == '*') {
			const char *close = memmem(s + i + 2, size - i - 2, "*/", 2);
			i = close ? (size_t)(close - s) + 2 : size;
		} else if (s[i] == '/' && i + 1 < size && s[i + 1] == '/') {
			while (i < size && s[i] != '\n')
				i++;
		} else
			break;
	}
	return i;
}

static size_t
punctuator(const char *s, size_t left)
{
	static const char *const longest[] = {"...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&",
	                                      "||", "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|=", "##"};
	for (size_t i = 0; i < sizeof longest / sizeof *longest; i++) {
		size_t n = strlen(longest[i]);
		if (n <= left && !memcmp(s, longest[i], n))
			return n;
	}
	return 1;
}

static size_t
token(const char *s, size_t left)
{
	unsigned char c = (unsigned char)*s;
	size_t n = 1;
	if (c == '"' || c == '\'') {
		while (n < left && (unsigned char)s[n] != c && s[n] != '\n')
			n += s[n] == '\\' ? 2 : 1;
		return n + 1 < left ? n + 1 : left;
	}
	if (isdigit(c) || (c == '.' && left > 1 && isdigit((unsigned char)s[1]))) {
		while (n < left && (isalnum((unsigned char)s[n]) || s[n] == '.' || s[n] == '_' ||
		                    ((s[n] == '+' || s[n] == '-') && strchr("eEpP", s[n - 1]))))
			n++;
		return n;
	}
	if (isalpha(c) || c == '_' || c >= 0x80) {
		while (n < left && (isalnum((unsigned char)s[n]) || s[n] == '_' || (unsigned char)s[n] >= 0x80))
			n++;
		return n;
	}
	return punctuator(s, left);
}

/* Tokens of the replacement list, joined by blanks. */
static const char *
tokens(struct unit *u, const char *s, size_t size)
{
	char *out = arena_alloc(&u->arena, 2 * size + 2);
	size_t n = 0;
	for (size_t i = skip_blank(s, 0, size); i < size; i = skip_blank(s, i, size)) {
		size_t length = token(s + i, size - i);
		if (n)
			out[n++] = ' ';
		memcpy(out + n, s + i, length);
		n += length;
		i += length;
	}
	out[n] = '\0';
	return out;
}

/* Offset behind the macro's name and parameters, within its definition. */
static size_t
behind_head(const char *s, size_t size, bool function_like)
{
	size_t i = 0;
	while (i < size && (isalnum((unsigned char)s[i]) || s[i] == '_'))
		i++;
	if (!function_like)
		return i;
	while (i < size && s[i] != ')')
		i++;
	return i < size ? i + 1 : size;
}

static uint32_t
macro_number(struct unit *u, CXCursor c)
{
	uint32_t number = ptrmap_get(&u->macros, c.data[0]);
	if (number)
		return number;
	struct place p = unit_place(u, clang_getCursorLocation(c));
	const struct unit_file *f = u->files.at[p.physical];
	if (!p.physical || !f->own)
		return 0;
	struct place end = unit_place_end(u, clang_getCursorExtent(c));
	bool function_like = clang_Cursor_isMacroFunctionLike(c);
	const char *body = "";
	if (f->bytes && p.offset < end.offset && end.offset <= f->size) {
		size_t head = behind_head(f->bytes + p.offset, end.offset - p.offset, function_like);
		body = tokens(u, f->bytes + p.offset + head, end.offset - p.offset - head);
	}
	text_handle name = clang_getCursorSpelling(c);
	uint32_t file = unit_file_number(u, p.file);
	FACT(u->out, MACRO, macro, .file = file, .line = p.line, .name = fact_text(u->out, clang_getCString(name)),
	     .body = fact_text(u->out, body), .function_like = function_like);
	ptrmap_put(&u->macros, c.data[0], ++u->macro_count);
	return u->macro_count;
}

static void
macro_use(struct unit *u, CXCursor c)
{
	CXCursor definition = clang_getCursorReferenced(c);
	uint32_t macro = definition.kind == CXCursor_MacroDefinition ? ptrmap_get(&u->macros, definition.data[0]) : 0;
	if (!macro)
		return;
	struct place p = unit_place(u, clang_getCursorLocation(c));
	FACT(u->out, MACRO_USE, macro_use, .macro = macro, .file = unit_file_number(u, p.file), .line = p.line);
}

static void
inclusion(struct unit *u, CXCursor c)
{
	CXFile included = clang_getIncludedFile(c);
	struct place p = unit_place(u, clang_getCursorLocation(c));
	uint32_t target = unit_file(u, included);
	text_handle name = clang_getCursorSpelling(c);
	if (!strcmp(clang_getCString(name), GUESS_FILE))
		return;
	vec_push(&u->includes, (struct include_name){arena_strdup(&u->arena, clang_getCString(name)), !target});
	if (!target)
		return;
	uint32_t file = unit_file_number(u, p.file), number = unit_file_number(u, target);
	FACT(u->out, INCLUDE, include, .file = file, .included = number, .line = p.line);
}

bool
preprocessor_note(struct unit *u, CXCursor c)
{
	switch (c.kind) {
	case CXCursor_MacroDefinition:
		if (!clang_Cursor_isMacroBuiltin(c))
			macro_number(u, c);
		return true;
	case CXCursor_MacroExpansion: macro_use(u, c); return true;
	case CXCursor_InclusionDirective: inclusion(u, c); return true;
	default: return false;
	}
}

/* ---- inactive blocks ---- */

static size_t
line_end(const struct unit_file *f, size_t i)
{
	while (i < f->size && f->bytes[i] != '\n')
		i++;
	return i;
}

/* The word of a directive at the start of a line: "if", "endif" …; NULL when the line is none. */
static const char *
directive(const struct unit_file *f, size_t i, size_t end)
{
	while (i < end && (f->bytes[i] == ' ' || f->bytes[i] == '\t'))
		i++;
	if (i == end || f->bytes[i] != '#')
		return NULL;
	i++;
	while (i < end && (f->bytes[i] == ' ' || f->bytes[i] == '\t'))
		i++;
	return f->bytes + i;
}

static bool
starts(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);
	return s && (size_t)(end - s) >= n && !memcmp(s, word, n);
}

/* The line of the #if that an #else or #elif at offset i belongs to, as offset; `i` when it is not found. */
static size_t
opening(const struct unit_file *f, size_t i)
{
	int depth = 0;
	for (size_t at = i; at > 0;) {
		size_t end = at - 1;
		at = end;
		while (at > 0 && f->bytes[at - 1] != '\n')
			at--;
		const char *word = directive(f, at, end);
		depth += starts(word, f->bytes + end, "endif");
		if (starts(word, f->bytes + end, "if") && depth-- == 0)
			return at;
	}
	return i;
}

/* A directive's line, continuations joined, comments and runs of blanks as one blank. */
static const char *
line_text(struct unit *u, const struct unit_file *f, size_t i)
{
	size_t end = line_end(f, i), n = 0;
	while (end < f->size && end > i && f->bytes[end - 1] == '\\')
		end = line_end(f, end + 1);
	char *out = arena_alloc(&u->arena, end - i + 1);
	for (i = skip_blank(f->bytes, i, end); i < end;) {
		out[n++] = f->bytes[i++];
		size_t next = skip_blank(f->bytes, i, end);
		if (next != i && next < end)
			out[n++] = ' ';
		i = next;
	}
	out[n] = '\0';
	return out;
}

struct block { struct place start, end; };

static void
put_inactive(struct unit *u, const struct block *block)
{
	const struct unit_file *f = u->files.at[block->start.physical];
	if (block->end.line <= block->start.line + 1)
		return;
	size_t at = block->start.offset;
	while (at > 0 && f->bytes[at - 1] != '\n')
		at--;
	const char *text = line_text(u, f, at);
	if (starts(directive(f, at, f->size), f->bytes + f->size, "el")) {
		size_t from = opening(f, at);
		if (from != at)
			text = arena_printf(&u->arena, "%s of %s", text, line_text(u, f, from));
	}
	FACT(u->out, INACTIVE, inactive, .file = unit_file_number(u, block->start.file), .line = block->start.line + 1,
	     .end_line = block->end.line - 1, .condition = fact_text(u->out, text));
	size_t end = block->end.offset < f->size ? block->end.offset : f->size;
	if (end > at)
		inactive_parts(u, f->bytes + at, end - at, block->start.line);
}

/* A header read twice and guarded by hand is skipped the second time: that is no inactive block. */
static bool
is_guard(struct unit *u, const struct block *block)
{
	const struct unit_file *f = u->files.at[block->start.physical];
	size_t at = block->start.offset;
	while (at > 0 && f->bytes[at - 1] != '\n')
		at--;
	if (!starts(directive(f, at, f->size), f->bytes + f->size, "ifndef"))
		return false;
	size_t behind = line_end(f, block->end.offset < f->size ? block->end.offset : f->size);
	return skip_blank(f->bytes, behind, f->size) >= f->size && skip_blank(f->bytes, 0, f->size) >= at;
}

static int
by_place(const void *a, const void *b)
{
	const struct block *x = a, *y = b;
	if (x->start.physical != y->start.physical)
		return x->start.physical < y->start.physical ? -1 : 1;
	return x->start.offset < y->start.offset ? -1 : x->start.offset > y->start.offset;
}

void
preprocessor_inactive(struct unit *u)
{
	CXSourceRangeList *list = clang_getAllSkippedRanges(u->tu);
	VEC(struct block) blocks = {0};
	for (unsigned i = 0; list && i < list->count; i++) {
		CXSourceLocation start = clang_getRangeStart(list->ranges[i]);
		if (clang_Location_isInSystemHeader(start))
			continue;
		struct block block = {unit_place(u, start), unit_place_end(u, list->ranges[i])};
		const struct unit_file *f = u->files.at[block.start.physical];
		if (block.start.physical && f->own && f->bytes && block.start.offset < f->size)
			vec_push(&blocks, block);
	}
	vec_sort(&blocks, by_place);
	for (size_t i = 0; i < blocks.count; i++)
		if ((!i || by_place(&blocks.at[i - 1], &blocks.at[i])) && !is_guard(u, &blocks.at[i]))
			put_inactive(u, &blocks.at[i]);
	vec_finish(&blocks);
	if (list)
		clang_disposeSourceRangeList(list);
}
