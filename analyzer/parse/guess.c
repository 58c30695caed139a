/* Errors of the parser → guessed declarations. In: diagnostics and the source text where they lie; out: C that
 * declares the missing names, to be read before the unit.
 *
 * libclang drops a whole statement for one unknown name. What a name is shows from the characters around it: before a
 * bracket a function, before -> a pointer, between a statement's start and a name a type. A guess that makes errors of
 * its own is turned once: a record that is used in arithmetic is a number, a number that has members a record. */
#include "parse/guess.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { GUESSES_MAX = 2000, MEMBERS_MAX = 500, NAME_MAX_LENGTH = 200 };

/* ---- text around a place ---- */

struct around {
	const char *text;
	size_t size, at; /* of the name */
	size_t end;      /* behind it */
};

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool
look(CXTranslationUnit tu, CXDiagnostic d, size_t length, struct around *out, CXFile *file, unsigned *line)
{
	unsigned offset;
	clang_getExpansionLocation(clang_getDiagnosticLocation(d), file, line, NULL, &offset);
	out->text = *file ? clang_getFileContents(tu, *file, &out->size) : NULL;
	out->at = offset;
	out->end = offset + length;
	return out->text && out->end <= out->size;
}

/* The next character that is no blank, at or behind `i`; 0 at the end. */
static char
next_char(const struct around *a, size_t *i)
{
	while (*i < a->size && isspace((unsigned char)a->text[*i]))
		++*i;
	return *i < a->size ? a->text[*i] : '\0';
}

static char
previous_char(const struct around *a)
{
	size_t i = a->at;
	while (i && isspace((unsigned char)a->text[i - 1]))
		i--;
	return i ? a->text[i - 1] : ';';
}

static bool
is_constant_name(const char *name)
{
	bool upper = false;
	for (; *name; name++) {
		if (islower((unsigned char)*name))
			return false;
		upper = upper || isupper((unsigned char)*name);
	}
	return upper;
}

/* Behind a name: how a value or member of that name is used. */
static enum guess_kind
kind_of_use(const struct around *a)
{
	size_t i = a->end;
	char c = next_char(a, &i), next = i + 1 < a->size ? a->text[i + 1] : '\0';
	if (c == '(')
		return GUESS_FUNCTION;
	if (c == '-' && next == '>')
		return GUESS_POINTER;
	if (c == '.' && next != '.')
		return GUESS_OBJECT;
	return c == '[' ? GUESS_ARRAY : GUESS_VARIABLE;
}

/* (NAME) before what can begin an operand is a cast. */
static bool
is_cast(const struct around *a, size_t close)
{
	size_t i = close + 1;
	char c = next_char(a, &i);
	return is_word(c) || c == '(' || c == '"';
}

/* An undeclared name in an expression: type, or what kind of value. */
static enum guess_kind
kind_of_name(const struct around *a, const char *name)
{
	size_t i = a->end;
	char before = previous_char(a), c = next_char(a, &i);
	bool begins = before == ';' || before == '{' || before == '}' || before == '(' || before == ',' || before == ':';
	if (begins && is_word(c))
		return GUESS_NUMBER;
	if (begins && c == '*') {
		while (c == '*' || isspace((unsigned char)c))
			c = ++i < a->size ? a->text[i] : '\0';
		if (c == ')' || (is_word(c) && before != '(' && before != ','))
			return GUESS_RECORD;
	}
	if (before == '(' && c == ')' && is_cast(a, i))
		return GUESS_NUMBER;
	enum guess_kind kind = kind_of_use(a);
	return kind == GUESS_VARIABLE && is_constant_name(name) ? GUESS_CONSTANT : kind;
}

/* A type's name where a declaration needs one: pointed to, it is a record. */
static enum guess_kind
kind_of_type(const struct around *a)
{
	size_t i = a->end;
	return next_char(a, &i) == '*' ? GUESS_RECORD : GUESS_NUMBER;
}

/* ---- the list ---- */

static struct guess *
find(struct guesses *g, const char *name)
{
	for (size_t i = 0; i < g->list.count; i++)
		if (!strcmp(g->list.at[i].name, name))
			return &g->list.at[i];
	return NULL;
}

static struct guess *
add(struct guesses *g, const char *name, enum guess_kind kind, CXFile file, unsigned line)
{
	if (g->list.count >= GUESSES_MAX)
		return NULL;
	struct unit *u = g->u;
	text_handle path = clang_getFileName(file);
	uint32_t source = sources_find(u->sources, u->source->folder, clang_getCString(path));
	vec_push(&g->list, (struct guess){.name = name, .kind = kind, .line = line, .shown = u->sources->list.at[source - 1]->shown});
	return &vec_last(&g->list);
}

static bool
is_record(const struct guess *guess)
{
	return guess->kind == GUESS_RECORD || guess->kind == GUESS_TAG || guess->kind == GUESS_POINTER || guess->kind == GUESS_OBJECT;
}

/* ---- messages ---- */

/* The text between the n-th pair of quotes (from 0), in the unit's arena; NULL: there is none. */
static const char *
quoted(struct guesses *g, const char *text, unsigned n)
{
	const char *open = strchr(text, '\''), *close;
	for (; open; open = strchr(close + 1, '\''), n--) {
		close = strchr(open + 1, '\'');
		if (!close || close == open + 1 || close - open > NAME_MAX_LENGTH)
			return NULL;
		if (!n)
			return arena_strndup(&g->u->arena, open + 1, (size_t)(close - open - 1));
	}
	return NULL;
}

static bool
is_name(const char *text)
{
	if (!text || !(isalpha((unsigned char)*text) || *text == '_'))
		return false;
	while (is_word(*text))
		text++;
	return !*text;
}

/* The guess a type's spelling is about: T, struct T, struct splitter_T *, … */
static struct guess *
guess_of_type(struct guesses *g, const char *spelling)
{
	static const char *const fronts[] = {"const ", "volatile ", "struct ", "union ", "splitter_of_", "splitter_"};
	if (!spelling)
		return NULL;
	struct guess *found = NULL;
	for (size_t i = 0; i < sizeof fronts / sizeof *fronts && !found; i++) {
		size_t n = 0;
		while (is_word(spelling[n]))
			n++;
		found = find(g, arena_strndup(&g->u->arena, spelling, n));
		if (!strncmp(spelling, fronts[i], strlen(fronts[i])))
			spelling += strlen(fronts[i]);
	}
	return found ? found : find(g, spelling);
}

static bool
learn_member(struct guesses *g, CXTranslationUnit tu, CXDiagnostic d, const char *text)
{
	const char *name = quoted(g, text, 0);
	struct guess *of = guess_of_type(g, quoted(g, text, 1));
	struct around a;
	CXFile file;
	unsigned line;
	if (!is_name(name) || !of || !is_record(of) || of->members.count >= MEMBERS_MAX ||
	    !look(tu, d, strlen(name), &a, &file, &line))
		return false;
	for (size_t i = 0; i < of->members.count; i++)
		if (!strcmp(of->members.at[i].name, name))
			return false;
	vec_push(&of->members, (struct guess_member){name, kind_of_use(&a)});
	return true;
}

static bool
learn_name(struct guesses *g, CXTranslationUnit tu, CXDiagnostic d, const char *text, bool is_type, bool values)
{
	const char *name = quoted(g, text, 0);
	struct around a;
	CXFile file;
	unsigned line;
	if (!is_name(name) || find(g, name) || !look(tu, d, strlen(name), &a, &file, &line) ||
	    memcmp(a.text + a.at, name, strlen(name)))
		return false; /* within a macro: what stands there is not the name */
	enum guess_kind kind = is_type ? kind_of_type(&a) : kind_of_name(&a, name);
	bool is_value = kind != GUESS_RECORD && kind != GUESS_NUMBER;
	return is_value == values && add(g, name, kind, file, line);
}

/* A struct of which nothing but the name is declared. */
static bool
learn_tag(struct guesses *g, CXTranslationUnit tu, CXDiagnostic d, const char *text)
{
	struct around a;
	CXFile file;
	unsigned line;
	for (unsigned n = 0; n < 2; n++) {
		const char *spelling = quoted(g, text, n), *tag = spelling ? strstr(spelling, "struct ") : NULL;
		if (!tag && (spelling = strstr(text, "aka 'struct ")))
			tag = arena_strndup(&g->u->arena, spelling + 5, strcspn(spelling + 5, "'"));
		if (!tag)
			continue;
		const char *name = tag + 7;
		if (is_name(name) && (strncmp(name, "splitter_", 9) || !strncmp(name, "splitter_of_", 12)) && !find(g, name) && look(tu, d, 0, &a, &file, &line))
			return add(g, name, GUESS_TAG, file, line) != NULL;
	}
	return false;
}

/* Other errors about a guessed type: it is not what it was taken for. */
static bool
turn(struct guesses *g, const char *text)
{
	bool has_members = strstr(text, "is not a structure or union") || strstr(text, "is not a pointer");
	bool any = false;
	for (unsigned n = 0; n < 3; n++) {
		struct guess *of = guess_of_type(g, quoted(g, text, n));
		if (!of || of->turned)
			continue;
		if (has_members && of->kind == GUESS_NUMBER)
			of->kind = GUESS_RECORD;
		else if (!has_members && of->kind == GUESS_RECORD && !of->members.count)
			of->kind = GUESS_NUMBER;
		else
			continue;
		of->turned = any = true;
	}
	return any;
}

static bool
learn(struct guesses *g, CXTranslationUnit tu, CXDiagnostic d, bool values)
{
	text_handle spelling = clang_getDiagnosticSpelling(d);
	const char *text = clang_getCString(spelling);
	if (!text)
		return false;
	if (!strncmp(text, "unknown type name '", 19))
		return learn_name(g, tu, d, text, true, values);
	if (!strncmp(text, "use of undeclared identifier '", 30))
		return learn_name(g, tu, d, text, false, values);
	if (values)
		return false;
	if (!strncmp(text, "no member named '", 17))
		return learn_member(g, tu, d, text);
	if (strstr(text, "incomplete"))
		return learn_tag(g, tu, d, text);
	return turn(g, text);
}

/* Types first: a variable may only be unknown because its type was. */
bool
guesses_learn(struct guesses *g, CXTranslationUnit tu)
{
	bool any = false;
	unsigned n = clang_getNumDiagnostics(tu);
	for (int values = 0; values < 2 && !any; values++)
		for (unsigned i = 0; i < n; i++) {
			CXDiagnostic d = clang_getDiagnostic(tu, i);
			if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error)
				any = learn(g, tu, d, values) || any;
			clang_disposeDiagnostic(d);
		}
	return any;
}

/* ---- declarations ---- */

static void
put_member(FILE *out, const struct guess_member *m)
{
	switch (m->kind) {
	case GUESS_FUNCTION: fprintf(out, " int (*%s)();", m->name); break;
	case GUESS_POINTER: fprintf(out, " struct splitter_of_%s *%s;", m->name, m->name); break;
	case GUESS_OBJECT: fprintf(out, " struct { int splitter_unknown; } %s;", m->name); break;
	case GUESS_ARRAY: fprintf(out, " int *%s;", m->name); break;
	default: fprintf(out, " int %s;", m->name); break;
	}
}

static void
put_record(FILE *out, const char *front, const char *tag, const struct guess *guess, const char *rest)
{
	fprintf(out, "%s struct %s%s { int splitter_unknown;", front, tag, guess->name);
	for (size_t i = 0; i < guess->members.count; i++)
		put_member(out, &guess->members.at[i]);
	fprintf(out, " } %s;\n", rest);
}

static void
put_guess(FILE *out, const struct guess *guess, unsigned number)
{
	const char *name = guess->name;
	char rest[NAME_MAX_LENGTH + 8];
	switch (guess->kind) {
	case GUESS_RECORD: put_record(out, "typedef", "splitter_", guess, name); break;
	case GUESS_TAG: put_record(out, "", "", guess, ""); break;
	case GUESS_NUMBER: fprintf(out, "typedef int %s;\n", name); break;
	case GUESS_CONSTANT: fprintf(out, "enum { %s = %u };\n", name, 770000 + number); break;
	case GUESS_VARIABLE: fprintf(out, "extern int %s;\n", name); break;
	case GUESS_ARRAY: fprintf(out, "extern int %s[];\n", name); break;
	case GUESS_FUNCTION: fprintf(out, "int %s();\n", name); break;
	case GUESS_POINTER:
	case GUESS_OBJECT:
		snprintf(rest, sizeof rest, "%s%s", guess->kind == GUESS_POINTER ? "*" : "", name);
		put_record(out, "extern", "splitter_of_", guess, rest);
		break;
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct guess *)a)->name, ((const struct guess *)b)->name);
}

const char *
guesses_text(struct guesses *g)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		die(EXIT_FAILED, "out of memory");
	vec_sort(&g->list, by_name);
	for (size_t i = 0; i < g->list.count; i++)
		put_guess(out, &g->list.at[i], (unsigned)i);
	if (fclose(out))
		die(EXIT_FAILED, "out of memory");
	const char *kept = arena_strdup(&g->u->arena, text);
	free(text);
	return kept;
}

static const char *
taken_as(struct unit *u, const struct guess *guess)
{
	static const char *const words[] = {
		[GUESS_RECORD] = "a record", [GUESS_NUMBER] = "an integer type", [GUESS_TAG] = "a record",
		[GUESS_CONSTANT] = "a constant", [GUESS_VARIABLE] = "an integer variable", [GUESS_POINTER] = "a pointer to a record",
		[GUESS_OBJECT] = "a record", [GUESS_ARRAY] = "an array", [GUESS_FUNCTION] = "a function",
	};
	const char *text = words[guess->kind];
	for (size_t i = 0; i < guess->members.count && i < 8; i++)
		text = arena_printf(&u->arena, "%s%s %s", text, i ? "," : " with", guess->members.at[i].name);
	if (guess->members.count > 8)
		text = arena_printf(&u->arena, "%s and %zu more", text, guess->members.count - 8);
	return text;
}

void
guesses_write(struct guesses *g)
{
	struct unit *u = g->u;
	for (size_t i = 0; i < g->list.count; i++) {
		const struct guess *guess = &g->list.at[i];
		const char *what = guess->kind == GUESS_TAG ? "struct " : "";
		if (!strncmp(guess->name, "splitter_", 9))
			continue; /* what a member of another guess points to */
		FACT(u->out, ASSUMPTION, assumption, .kind = ASSUMPTION_STAND_IN, .file = fact_text(u->out, guess->shown),
		     .line = guess->line, .text = fact_text(u->out, arena_printf(&u->arena,
		     "%s%s is declared in no header that was found: taken as %s", what, guess->name, taken_as(u, guess))));
	}
}

void
guesses_finish(struct guesses *g)
{
	for (size_t i = 0; i < g->list.count; i++)
		vec_finish(&g->list.at[i].members);
	vec_finish(&g->list);
}
