/* One unit. In: a compile command; out: its facts in a fact_writer, and how well it went.
 *
 * The parser is told to go on after errors. When there are some and no header is missing, other standards of C
 * are tried and the one with the fewest errors is kept (K&R code under C23, `inline` of old GNU C). Then: the
 * diagnostics, the preprocessor's records and a note of every declaration in one pass over the top level, and
 * what is declared in own files in a second. */
#include "parse/unit.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "parse/guess.h"

/* ---- life ---- */

void
unit_init(struct unit *u, struct sources *sources)
{
	*u = (struct unit){.sources = sources, .body = body_create()};
	arena_init(&u->arena);
}

static struct ptrmap *
maps_of(struct unit *u, unsigned i)
{
	struct ptrmap *maps[] = {&u->file_of_clang, &u->file_of_source, &u->types, &u->raw_types, &u->records, &u->fields,
	                         &u->enums, &u->typedefs, &u->symbols, &u->macros, &u->decls, &u->field_list_of};
	return i < sizeof maps / sizeof *maps ? maps[i] : NULL;
}

void
unit_finish(struct unit *u)
{
	unit_close(u);
	for (unsigned i = 0; maps_of(u, i); i++)
		ptrmap_finish(maps_of(u, i));
	vec_finish(&u->files);
	vec_finish(&u->known);
	vec_finish(&u->type_notes);
	vec_finish(&u->symbol_notes);
	vec_finish(&u->pending);
	vec_finish(&u->statics);
	vec_finish(&u->top);
	vec_finish(&u->field_lists);
	vec_finish(&u->includes);
	vec_finish(&u->embedded);
	body_destroy(u->body);
	arena_finish(&u->arena);
}

void
unit_close(struct unit *u)
{
	for (unsigned i = 0; maps_of(u, i); i++)
		ptrmap_clear(maps_of(u, i));
	u->files.count = u->known.count = u->type_notes.count = u->symbol_notes.count = u->pending.count = 0;
	u->statics.count = u->top.count = u->field_lists.count = u->includes.count = 0;
	u->file_count = u->macro_count = u->type_count = u->record_count = u->field_count = u->enum_count = u->symbol_count = 0;
	u->last_clang = NULL;
	u->va_list_seen = false;
	u->embedded_rounds = 0;
	u->embedded.count = 0;
	fact_writer_destroy(u->out);
	u->out = NULL;
	if (u->tu)
		clang_disposeTranslationUnit(u->tu);
	u->tu = NULL;
	arena_reset(&u->arena);
}

/* ---- parsing ---- */

struct attempt {
	CXTranslationUnit tu;
	unsigned errors;
	bool missing; /* a header was not found */
	const char *standard;
	bool guessed; /* parsed with guessed declarations */
};

/* The driver finds the compiler's own headers (stddef.h) from its own place on. Before 19, libclang does not tell it
 * where that is: it lies beside the library, if anywhere. */
static const char *
driver_name(struct arena *a)
{
	Dl_info library;
	void *symbol = dlsym(RTLD_DEFAULT, "clang_getClangVersion");
	if (!symbol || !dladdr(symbol, &library) || !library.dli_fname || *library.dli_fname != '/')
		return "clang";
	const char *base = path_base(library.dli_fname);
	const char *folder = arena_strndup(a, library.dli_fname, (size_t)(base - library.dli_fname));
	if (!path_is_folder(path_join(a, folder, "clang")))
		return "clang";
	return path_clean(a, path_join(a, folder, "../bin/clang"));
}

static const char **
arguments(struct unit *u, const char *standard, bool guessing, int *count)
{
	static const char *const ours[] = {
		"--no-default-config", "-fno-spell-checking", "-w", "-Wno-unknown-warning-option", "-Wno-error=implicit-function-declaration", "-Wno-error=implicit-int",
		"-Wno-error=int-conversion", "-Wno-error=incompatible-function-pointer-types",
		"-Wno-error=incompatible-pointer-types", "-Wno-error=return-mismatch", "-ferror-limit=0",
		"-fbracket-depth=4096"};
	const struct compdb_unit *s = u->source;
	const struct compdb *db = u->sources->db;
	size_t max = s->argument_count + sizeof ours / sizeof *ours + db->build_count + 14, n = 0;
	const char **list = arena_array(&u->arena, const char *, max);
	list[n++] = driver_name(&u->arena);
	for (size_t i = 0; i < s->argument_count; i++)
		list[n++] = s->arguments[i];
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		list[n++] = ours[i];
	for (size_t i = 0; i < db->build_count; i++)
		if (!path_below(db->builds[i], db->root))
			list[n++] = arena_printf(&u->arena, "-fmacro-prefix-map=%s=<build>", db->builds[i]);
	list[n++] = arena_printf(&u->arena, "-fmacro-prefix-map=%s/=", db->root);
	if (standard)
		list[n++] = arena_printf(&u->arena, "-std=%s", standard);
	const char *last[] = {db->stand_in_folder, db->headers};
	for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
		if (!last[i])
			continue;
		list[n++] = "-idirafter";
		list[n++] = last[i];
	}
	if (guessing) {
		list[n++] = "-include";
		list[n++] = GUESS_FILE;
	}
	list[n++] = "-x";
	list[n++] = "c";
	list[n++] = s->path;
	*count = (int)n;
	return list;
}

static bool
says_missing(const char *text)
{
	return text && strstr(text, "file not found");
}

static void
count_errors(struct attempt *a)
{
	unsigned n = clang_getNumDiagnostics(a->tu);
	for (unsigned i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(a->tu, i);
		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error) {
			text_handle s = clang_getDiagnosticSpelling(d);
			a->errors++;
			a->missing |= says_missing(clang_getCString(s));
		}
		clang_disposeDiagnostic(d);
	}
}

/* .tu is NULL when libclang refuses the command. */
static struct attempt
attempt(struct unit *u, CXIndex index, const char *standard, const char *guessed, enum CXErrorCode *code)
{
	struct attempt a = {.standard = standard};
	int count;
	unsigned given;
	const char **list = arguments(u, standard, guessed, &count);
	struct CXUnsavedFile *files = embedded_files(u, guessed ? 1 : 0, &given);
	if (guessed)
		files[given++] = (struct CXUnsavedFile){GUESS_FILE, guessed, strlen(guessed)};
	*code = clang_parseTranslationUnit2FullArgv(index, NULL, list, count, files, given,
	                                            CXTranslationUnit_DetailedPreprocessingRecord | CXTranslationUnit_KeepGoing,
	                                            &a.tu);
	if (a.tu)
		count_errors(&a);
	else
		a.errors = ~0u;
	return a;
}

static struct attempt
best_attempt(struct unit *u, CXIndex index, enum CXErrorCode *code)
{
	static const char *const standards[] = {"gnu17", "gnu89", "gnu2x"};
	struct attempt best = attempt(u, index, NULL, NULL, code);
	while (embedded_more(u, best.tu)) {
		clang_disposeTranslationUnit(best.tu);
		best = attempt(u, index, NULL, NULL, code);
	}
	for (size_t i = 0; i < sizeof standards / sizeof *standards && best.errors && !best.missing; i++) {
		enum CXErrorCode ignored;
		struct attempt other = attempt(u, index, standards[i], NULL, &ignored);
		bool better = other.tu && other.errors < best.errors;
		struct attempt worse = better ? best : other;
		best = better ? other : best;
		if (worse.tu)
			clang_disposeTranslationUnit(worse.tu);
	}
	return best;
}

static void
drop(struct attempt *a)
{
	if (a->tu)
		clang_disposeTranslationUnit(a->tu);
	a->tu = NULL;
}

/* Parses again with what no header declares, guessed from the errors of the parse before. A guess brings errors to
 * light that were hidden in what was dropped, so some rounds are allowed that are no better than the one before. */
static struct attempt
complete(struct unit *u, CXIndex index, struct attempt best, struct guesses *g)
{
	enum { ROUNDS = 8, ROUNDS_LARGE = 2, LARGE = 1 << 20 /* bytes; the clock may not decide */ };
	struct attempt last = best;
	int rounds = u->source->bytes > LARGE ? ROUNDS_LARGE : ROUNDS;
	for (int i = 0; i < rounds && last.errors; i++) {
		enum CXErrorCode ignored;
		if (!guesses_learn(g, last.tu))
			break;
		struct attempt other = attempt(u, index, best.standard, guesses_text(g), &ignored);
		if (!other.tu)
			break;
		if (last.tu != best.tu)
			drop(&last);
		last = other;
		if (other.errors < best.errors) {
			drop(&best);
			best = other;
			best.guessed = true;
		}
	}
	if (last.tu != best.tu)
		drop(&last);
	return best;
}

/* ---- diagnostics ---- */

struct message {
	CXDiagnostic diagnostic;
	enum CXDiagnosticSeverity severity;
	const char *text, *category;
	struct place place;
	bool loses; /* drops a declaration or statement */
};

static const char *
owned(struct unit *u, CXString s)
{
	const char *text = clang_getCString(s);
	const char *copy = sources_sanitise(u->sources, &u->arena, arena_strdup(&u->arena, text ? text : ""));
	clang_disposeString(s);
	return copy;
}

static bool
loses(const struct message *m, const struct message *before, unsigned count)
{
	if (strcmp(m->category, "Semantic Issue") && strcmp(m->category, "Parse Issue"))
		return false;
	for (unsigned i = 0; i < count; i++)
		if (before[i].loses && before[i].place.file == m->place.file && before[i].place.line == m->place.line)
			return false;
	return true;
}

static struct message *
messages(struct unit *u, unsigned *count)
{
	unsigned n = clang_getNumDiagnostics(u->tu);
	struct message *list = arena_array(&u->arena, struct message, n + 1);
	*count = 0;
	for (unsigned i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(u->tu, i);
		struct message *m = &list[*count];
		m->severity = clang_getDiagnosticSeverity(d);
		if (m->severity >= CXDiagnostic_Error) {
			m->text = owned(u, clang_getDiagnosticSpelling(d));
			m->category = owned(u, clang_getDiagnosticCategoryText(d));
			m->place = unit_place(u, clang_getDiagnosticLocation(d));
			m->loses = loses(m, list, *count);
			++*count;
		}
		clang_disposeDiagnostic(d);
	}
	return list;
}

static const char *
reason_of(struct unit *u, const struct message *list, unsigned count, unsigned errors, bool guessed)
{
	if (!count)
		return arena_printf(&u->arena, "%u errors, none with the declarations that were guessed", errors);
	const char *text = list[0].text;
	for (unsigned i = count; i-- > 0;)
		if (says_missing(list[i].text))
			text = list[i].text;
	if (guessed)
		return arena_printf(&u->arena, "%s (%u errors, %u with the declarations that were guessed)", text, errors, count);
	if (count == 1)
		return text;
	return arena_printf(&u->arena, "%s (%u errors)", text, count);
}

/* `errors`: those of the parse without guesses, which the unit is judged by. */
static struct unit_outcome
diagnose(struct unit *u, unsigned errors, bool guessed)
{
	unsigned count;
	struct message *list = messages(u, &count);
	unsigned misread = embedded_report(u);
	struct unit_outcome o = {.status = errors ? UNIT_PARTIAL : UNIT_OK, .errors = guessed ? errors : count, .lost = misread};
	for (unsigned i = 0; i < count; i++)
		o.lost += list[i].loses;
	o.reason = errors ? reason_of(u, list, count, errors, guessed) : NULL;
	FACT(u->out, UNIT, unit, .file = fact_text(u->out, u->source->name), .status = o.status, .errors = o.errors,
	     .lost = o.lost, .reason = fact_text(u->out, o.reason));
	for (unsigned i = 0; i < count; i++)
		FACT(u->out, DIAGNOSTIC, diagnostic, .severity = list[i].severity == CXDiagnostic_Fatal ? 3 : 2,
		     .file = unit_file_number(u, list[i].place.file), .line = list[i].place.line, .col = list[i].place.col,
		     .text = fact_text(u->out, list[i].text), .category = fact_text(u->out, list[i].category), .lost = list[i].loses);
	return o;
}

/* ---- the top level ---- */

static enum CXChildVisitResult
note_top(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	struct unit *u = data;
	bool declares = c.kind == CXCursor_FunctionDecl || c.kind == CXCursor_VarDecl;
	if (!declares && !clang_isPreprocessing(c.kind))
		return CXChildVisit_Continue;
	CXSourceLocation location = clang_getCursorLocation(c);
	if (clang_Location_isInSystemHeader(location) || preprocessor_note(u, c) || !declares)
		return CXChildVisit_Continue;
	struct place p = unit_place(u, location);
	if (p.physical && u->files.at[p.physical]->own) {
		symbols_note(u, c);
		vec_push(&u->top, c);
	}
	return CXChildVisit_Continue;
}

static struct unit_outcome
refused(struct unit *u, enum CXErrorCode code)
{
	struct unit_outcome o = {.status = UNIT_CRASHED, .errors = 1};
	o.reason = arena_printf(&u->arena, "libclang refuses the command (error %d)", (int)code);
	return o;
}

struct unit_outcome
unit_read(struct unit *u, CXIndex index, const struct compdb_unit *source)
{
	u->source = source;
	u->out = fact_writer_create();
	vec_push(&u->files, arena_new(&u->arena, struct unit_file));
	if (!source->folder || chdir(source->folder))
		if (chdir(u->sources->db->root))
			return refused(u, CXError_InvalidArguments);
	enum CXErrorCode code;
	embedded_begin(u);
	struct attempt a = best_attempt(u, index, &code);
	if (!a.tu)
		return refused(u, code);
	struct guesses guesses = {.u = u};
	unsigned errors = a.errors;
	if (a.errors)
		a = complete(u, index, a, &guesses);
	u->tu = a.tu;
	struct unit_outcome o = diagnose(u, errors, a.guessed);
	if (a.guessed)
		guesses_write(&guesses);
	guesses_finish(&guesses);
	unit_file_number(u, unit_file(u, clang_getFile(u->tu, source->path)));
	clang_visitChildren(clang_getTranslationUnitCursor(u->tu), note_top, u);
	preprocessor_inactive(u);
	for (size_t i = 0; i < u->top.count; i++)
		symbols_write(u, u->top.at[i]);
	types_flush(u);
	return o;
}

const char *
parse_library(void)
{
	static char version[128];
	if (!*version) {
		text_handle s = clang_getClangVersion();
		snprintf(version, sizeof version, "%s", clang_getCString(s));
	}
	return version;
}
