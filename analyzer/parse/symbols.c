/* Functions and variables. In: declarations of own files, noted in a first pass (attributes, initialisers and
 * bodies of a symbol may stand at any of its declarations), then written in order; out: SYMBOL on first use,
 * FUNCTION, GLOBAL, DECLARATION, PARAM, and the bodies.
 *
 * A symbol is its canonical declaration. Static locals are written behind the function they live in. */
#include "parse/unit.h"

#include <ctype.h>
#include <string.h>

#include "parse/guess.h"

static struct known *
known_of(struct unit *u, CXCursor decl)
{
	uint32_t index = ptrmap_get(&u->decls, clang_getCanonicalCursor(decl).data[0]);
	return index ? &u->known.at[index - 1] : NULL;
}

/* ---- attributes ---- */

static bool
matters(const char *name)
{
	static const char *const names[] = {"alias", "asm", "cleanup", "constructor", "destructor", "format", "format_arg",
	                                    "malloc", "nonnull", "noreturn", "returns_nonnull", "returns_twice", "section",
	                                    "sentinel", "visibility", "warn_unused_result", "weak", "weakref"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* The arguments in parentheses behind an attribute's name, blanks removed; at most 200 bytes. */
static const char *
attribute_arguments(struct unit *u, const char *p, const char *end)
{
	char text[202];
	size_t n = 0;
	int depth = 0;
	while (p < end && isspace((unsigned char)*p))
		p++;
	if (p == end || *p != '(')
		return "";
	for (; p < end && n < 200; p++) {
		depth += (*p == '(') - (*p == ')');
		if (!isspace((unsigned char)*p))
			text[n++] = *p;
		if (!depth)
			return arena_strndup(&u->arena, text, n);
	}
	return "";
}

static const char *
attribute_text(struct unit *u, CXCursor c)
{
	CXFile file;
	unsigned offset;
	size_t size;
	clang_getSpellingLocation(clang_getRangeStart(clang_getCursorExtent(c)), &file, NULL, NULL, &offset);
	const char *bytes = file ? clang_getFileContents(u->tu, file, &size) : NULL;
	if (!bytes || offset >= size)
		return NULL;
	const char *p = bytes + offset, *end = bytes + size, *word = p;
	while (p < end && (isalnum((unsigned char)*p) || *p == '_'))
		p++;
	const char *stop = p;
	while (word < stop && *word == '_')
		word++;
	while (stop > word && stop[-1] == '_')
		stop--;
	char *name = arena_strndup(&u->arena, word, (size_t)(stop - word));
	if (!strcmp(name, "Noreturn"))
		return "noreturn";
	if (!matters(name))
		return NULL;
	const char *arguments = attribute_arguments(u, p, end), *comma = strchr(arguments, ',');
	if (!strncmp(name, "format", 6) && comma && !isdigit((unsigned char)comma[1])) /* parameters of a macro */
		arguments = arena_printf(&u->arena, "%.*s)", (int)(comma - arguments), arguments);
	return arena_printf(&u->arena, "%s%s", name, arguments);
}

struct attribute_walk { struct unit *u; const char *text; };

static enum CXChildVisitResult
attribute(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	struct attribute_walk *w = data;
	const char *text = clang_isAttribute(c.kind) ? attribute_text(w->u, c) : NULL;
	if (text && !strstr(w->text, text))
		w->text = *w->text ? arena_printf(&w->u->arena, "%s %s", w->text, text) : text;
	return CXChildVisit_Continue;
}

static const char *
attributes_of(struct unit *u, CXCursor decl, const char *before)
{
	struct attribute_walk w = {u, before ? before : ""};
	if (clang_Cursor_hasAttrs(decl))
		clang_visitChildren(decl, attribute, &w);
	return w.text;
}

/* ---- symbols ---- */

static enum linkage_kind
linkage_of(CXCursor decl)
{
	enum CXLinkageKind k = clang_getCursorLinkage(decl);
	if (decl.kind == CXCursor_VarDecl && clang_Cursor_getStorageClass(decl) == CX_SC_Static &&
	    clang_getCursorSemanticParent(decl).kind == CXCursor_FunctionDecl)
		return LINKAGE_STATIC_LOCAL;
	return k == CXLinkage_Internal ? LINKAGE_INTERNAL : LINKAGE_EXTERNAL;
}

static bool
returns_never(CXCursor decl)
{
	text_handle s = clang_getTypeSpelling(clang_getCursorType(decl));
	bool never = strstr(clang_getCString(s), "noreturn");
	return never;
}

static enum symbol_note
note_of(const char *name)
{
	static const struct { const char *name; enum symbol_note note; } notes[] = {
		{"__builtin_expect", SYMBOL_TRANSPARENT}, {"__builtin_expect_with_probability", SYMBOL_TRANSPARENT},
		{"__builtin_assume_aligned", SYMBOL_TRANSPARENT}, {"__builtin_constant_p", SYMBOL_UNEVALUATED},
		{"__builtin_object_size", SYMBOL_UNEVALUATED}, {"__builtin_dynamic_object_size", SYMBOL_UNEVALUATED},
		{"__builtin_classify_type", SYMBOL_UNEVALUATED}, {"__sync_synchronize", SYMBOL_PLAIN}};
	if (name[0] != '_' || name[1] != '_')
		return SYMBOL_PLAIN;
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
		if (!strcmp(notes[i].name, name))
			return notes[i].note;
	return strncmp(name, "__sync_", 7) ? SYMBOL_PLAIN : SYMBOL_SYNC;
}

static bool
is_builtin(const char *name)
{
	return !strncmp(name, "__builtin_", 10) || !strncmp(name, "__sync_", 7) || !strncmp(name, "__atomic_", 9);
}

static uint32_t
put_symbol(struct unit *u, CXCursor decl, CXCursor first)
{
	struct known *known = known_of(u, first);
	struct fact_symbol f = {.is_function = first.kind == CXCursor_FunctionDecl, .linkage = linkage_of(decl)};
	CXCursor shown = first;
	if (f.linkage != LINKAGE_EXTERNAL) {
		CXCursor def = clang_getCursorDefinition(decl);
		shown = clang_Cursor_isNull(def) ? first : def;
	}
	if (f.linkage == LINKAGE_STATIC_LOCAL)
		f.owner = symbol_number(u, clang_getCursorSemanticParent(first));
	text_handle s = clang_getCursorSpelling(first);
	const char *name = clang_getCString(s);
	struct place p = unit_place(u, clang_getCursorLocation(shown));
	if (is_builtin(name)) /* declared nowhere, although libclang says: at its first use */
		p = (struct place){0};
	bool own = p.physical && u->files.at[p.physical]->own;
	const char *attributes = known && known->attributes ? known->attributes : attributes_of(u, first, NULL);
	if (f.is_function && !strstr(attributes, "noreturn") && returns_never(decl))
		attributes = *attributes ? arena_printf(&u->arena, "%s noreturn", attributes) : "noreturn";
	f.type = type_of(u, shown);
	f.file = unit_file_number(u, p.file);
	f.line = p.line;
	f.system = !own && !known;
	f.attributes = fact_text(u->out, attributes);
	f.name = fact_text(u->out, name);
	if (!u->symbol_notes.count)
		vec_push(&u->symbol_notes, SYMBOL_PLAIN);
	vec_push(&u->symbol_notes, (uint8_t)note_of(name));
	fact_put(u->out, FACT_SYMBOL, &f);
	return ++u->symbol_count;
}

uint32_t
symbol_number(struct unit *u, CXCursor decl)
{
	uint32_t number = ptrmap_get(&u->symbols, decl.data[0]);
	if (number)
		return number;
	CXCursor first = clang_getCanonicalCursor(decl);
	number = ptrmap_get(&u->symbols, first.data[0]);
	if (!number) {
		number = put_symbol(u, decl, first);
		ptrmap_put(&u->symbols, first.data[0], number);
	}
	ptrmap_put(&u->symbols, decl.data[0], number);
	return number;
}

/* ---- the two passes ---- */

void
symbols_note(struct unit *u, CXCursor decl)
{
	CXCursor first = clang_getCanonicalCursor(decl);
	uint32_t index = ptrmap_get(&u->decls, first.data[0]);
	if (!index) {
		vec_push(&u->known, (struct known){0});
		index = (uint32_t)u->known.count;
		ptrmap_put(&u->decls, first.data[0], index);
	}
	struct known *k = &u->known.at[index - 1];
	if (clang_Cursor_hasAttrs(decl))
		k->attributes = attributes_of(u, decl, k->attributes);
	if (decl.kind == CXCursor_VarDecl)
		k->initialised |= !clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(decl));
	else
		k->has_body |= clang_isCursorDefinition(decl);
}

/* Is the type, or what it points to, one of the declarations that were guessed? */
static bool
is_guessed(CXType type)
{
	CXType element = type;
	do {
		type = element;
		element = clang_getPointeeType(type);
		if (element.kind == CXType_Invalid)
			element = clang_getArrayElementType(type);
	} while (element.kind != CXType_Invalid);
	CXCursor decl = clang_getTypeDeclaration(type);
	CXFile file;
	clang_getFileLocation(clang_getCursorLocation(decl), &file, NULL, NULL, NULL);
	text_handle name = clang_getFileName(file);
	return clang_getCString(name) && !strcmp(clang_getCString(name), GUESS_FILE);
}

static void
put_params(struct unit *u, CXCursor decl, uint32_t symbol)
{
	int n = clang_Cursor_getNumArguments(decl);
	for (int i = 0; i < n; i++) {
		CXCursor param = clang_Cursor_getArgument(decl, (unsigned)i);
		uint32_t type = type_of(u, param);
		text_handle s = clang_getCursorSpelling(param);
		FACT(u->out, PARAM, param, .symbol = symbol, .position = i + 1, .name = fact_text(u->out, clang_getCString(s)),
		     .type = type, .guessed = is_guessed(clang_getCursorType(param)));
	}
}

/* Is the name written where the expansion lies? A name from a macro's expansion is not. */
static bool
name_is_written(struct unit *u, struct place p, CXCursor decl)
{
	const struct unit_file *f = u->files.at[p.physical];
	if (!f->bytes)
		return true;
	text_handle s = clang_getCursorSpelling(decl);
	size_t length = strlen(clang_getCString(s));
	bool same = p.offset + length <= f->size && !memcmp(f->bytes + p.offset, clang_getCString(s), length);
	return same;
}

/* K&R: the first parameter is declared behind the closing parenthesis of the list of names. */
static bool
is_old_style(struct unit *u, struct place p, CXCursor decl)
{
	const struct unit_file *f = u->files.at[p.physical];
	if (!f->bytes || clang_Cursor_getNumArguments(decl) < 1)
		return false;
	struct place first = unit_place(u, clang_getCursorLocation(clang_Cursor_getArgument(decl, 0)));
	if (first.physical != p.physical || first.offset <= p.offset || first.offset > f->size)
		return false;
	int depth = 0;
	for (size_t i = p.offset; i < first.offset; i++) {
		depth += (f->bytes[i] == '(') - (f->bytes[i] == ')');
		if (f->bytes[i] == ')' && !depth)
			return true;
	}
	return false;
}

static unsigned
flags_of(struct unit *u, CXCursor decl, struct place p)
{
	bool written = name_is_written(u, p, decl);
	return (linkage_of(decl) == LINKAGE_INTERNAL ? FUNCTION_STATIC : 0) |
	       (clang_Cursor_isFunctionInlined(decl) ? FUNCTION_INLINE : 0) |
	       (clang_Cursor_isVariadic(decl) ? FUNCTION_VARIADIC : 0) |
	       (written && is_old_style(u, p, decl) ? FUNCTION_OLD_STYLE : 0) | (written ? 0 : FUNCTION_FROM_MACRO) |
	       (is_guessed(clang_getCursorResultType(decl)) ? FUNCTION_GUESSED : 0);
}

/* Last line as shown; when #line changes the file in between, as many lines as there are. */
static uint32_t
last_line(struct place p, struct place end)
{
	return end.file == p.file && end.line >= p.line ? end.line : p.line + end.physical_line - p.physical_line;
}

static void write_static(struct unit *u, CXCursor variable);

static void
write_function(struct unit *u, CXCursor decl)
{
	uint32_t symbol = symbol_number(u, decl);
	struct place p = unit_place(u, clang_getCursorLocation(decl));
	CXSourceRange range = clang_getCursorExtent(decl);
	struct place begin = unit_place(u, clang_getRangeStart(range)), end = unit_place_end(u, range);
	uint32_t result = type_number(u, clang_getCursorResultType(decl));
	uint32_t file = unit_file_number(u, p.file), physical = unit_file_number(u, p.physical);
	FACT(u->out, FUNCTION, function, .symbol = symbol, .file = file, .line = p.line, .end_line = last_line(p, end),
	     .physical_file = physical, .physical_line = p.physical_line, .physical_end_line = end.physical_line,
	     .begin = begin.offset, .end = end.offset, .flags = flags_of(u, decl, p), .result = result,
	     .params = clang_Cursor_getNumArguments(decl));
	put_params(u, decl, symbol);
	struct known *k = known_of(u, decl);
	if (k)
		k->params = true;
	body_write_function(u, decl, symbol, p.file);
	for (size_t i = 0; i < u->statics.count; i++)
		write_static(u, u->statics.at[i]);
	u->statics.count = 0;
}

static void
write_global(struct unit *u, CXCursor decl, bool tentative)
{
	uint32_t symbol = symbol_number(u, decl);
	struct place p = unit_place(u, clang_getCursorLocation(decl));
	CXSourceRange range = clang_getCursorExtent(decl);
	struct place begin = unit_place(u, clang_getRangeStart(range)), end = unit_place_end(u, range);
	CXType type = clang_getCursorType(decl), element = clang_getCanonicalType(type);
	while (element.kind == CXType_ConstantArray || element.kind == CXType_IncompleteArray)
		element = clang_getCanonicalType(clang_getArrayElementType(element));
	uint32_t number = type_number(u, type);
	uint32_t file = unit_file_number(u, p.file), physical = unit_file_number(u, p.physical);
	FACT(u->out, GLOBAL, global, .symbol = symbol, .file = file, .line = p.line, .end_line = last_line(p, end),
	     .physical_file = physical, .physical_line = p.physical_line, .physical_end_line = end.physical_line,
	     .begin = begin.offset, .end = end.offset, .type = number, .is_const = clang_isConstQualifiedType(element),
	     .tentative = tentative);
	if (!tentative)
		body_write_initialiser(u, decl, symbol, p.file);
}

static void
write_static(struct unit *u, CXCursor variable)
{
	write_global(u, variable, clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(variable)));
}

void
symbols_declare(struct unit *u, CXCursor decl)
{
	uint32_t symbol = symbol_number(u, decl);
	struct place p = unit_place(u, clang_getCursorLocation(decl));
	uint32_t file = unit_file_number(u, p.file);
	FACT(u->out, DECLARATION, declaration, .symbol = symbol, .file = file, .line = p.line,
	     .is_extern = clang_Cursor_getStorageClass(decl) == CX_SC_Extern);
	struct known *k = known_of(u, decl);
	if (decl.kind == CXCursor_FunctionDecl && k && !k->has_body && !k->params) {
		put_params(u, decl, symbol);
		k->params = true;
	}
}

static void
write_variable(struct unit *u, CXCursor decl)
{
	struct known *k = known_of(u, decl);
	if (!clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(decl))) {
		k->defined = true;
		write_global(u, decl, false);
	} else if (clang_Cursor_getStorageClass(decl) == CX_SC_Extern) {
		symbols_declare(u, decl);
	} else if (!k->initialised && !k->defined) {
		k->defined = true;
		write_global(u, decl, true);
	}
}

void
symbols_write(struct unit *u, CXCursor decl)
{
	if (decl.kind == CXCursor_VarDecl)
		write_variable(u, decl);
	else if (clang_isCursorDefinition(decl))
		write_function(u, decl);
	else
		symbols_declare(u, decl);
}
