/* Lines of makefiles → variables and rules. In: a makefile and those that it includes, as text; out: struct
 * makefile. Every rule is kept with its recipe as written: who uses them expands them when all is read. */
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "compdb/make.h"

enum { INCLUDE_DEPTH = 12, INCLUDES_MAX = 400, CONDITIONALS_MAX = 64, VARIABLES_MAX = 20000, RULES_MAX = 20000,
       RECIPES_MAX = 200000, VALUE_MAX = 1 << 18 };

enum branch { BRANCH_TAKEN, BRANCH_SKIPPED, BRANCH_GUESSED, BRANCH_DONE /* a branch before was taken */ };

struct reading {
	struct makefile *m;
	const char *file, *at;
	unsigned line, next_line;
	enum branch branches[CONDITIONALS_MAX];
	size_t conditionals;
	bool after_rule;
	unsigned depth;
	bool is_guessed; /* the include itself lies in a guessed branch */
};

static void read_file(struct makefile *m, const char *name, unsigned depth, bool is_guessed);

/* ---- variables ---- */

struct make_variable *
make_find(struct makefile *m, const char *name, size_t length)
{
	uint32_t at = map_get(&m->by_name, intern_bytes(&m->names, name, length));
	return at == MAP_NONE ? NULL : &m->variables.at[at];
}

void
make_set(struct makefile *m, const char *name, const char *value, bool immediate, bool add, struct make_place place)
{
	struct make_variable *v = make_find(m, name, strlen(name));
	if (!v) {
		if (m->variables.count == VARIABLES_MAX)
			return;
		map_put(&m->by_name, intern_text(&m->names, name), (uint32_t)m->variables.count);
		vec_push(&m->variables, (struct make_variable){.name = arena_strdup(&m->arena, name), .value = value,
		                                               .is_immediate = immediate, .place = place});
		return;
	}
	if (!add) {
		v->value = value;
		v->is_immediate = immediate;
		v->place = place;
	} else if (strlen(v->value) + strlen(value) < VALUE_MAX) {
		const char *added = v->is_immediate && !immediate ? make_expand(m, value) : value;
		v->value = *v->value ? arena_printf(&m->arena, "%s %s", v->value, added) : added;
	}
}

/* The words of `value` that `old` does not have. */
static const char *
new_words(struct makefile *m, const char *old, const char *value)
{
	struct intern known;
	const char *text = "";
	intern_init(&known);
	for (const char *p = old; *(p += strspn(p, " \t"));) {
		size_t n = strcspn(p, " \t");
		intern_bytes(&known, p, n);
		p += n;
	}
	for (const char *p = value; *(p += strspn(p, " \t"));) {
		size_t n = strcspn(p, " \t");
		uint32_t before = known.count;
		if (intern_bytes(&known, p, n) >= before && strlen(text) < VALUE_MAX && m->work < VALUE_MAX * 64) {
			text = arena_printf(&m->arena, "%s%s%.*s", text, *text ? " " : "", (int)n, p);
			m->work += n;
		}
		p += n;
	}
	intern_finish(&known);
	return text;
}

static bool
is_guessing(const struct reading *r)
{
	for (size_t i = 0; i < r->conditionals; i++)
		if (r->branches[i] == BRANCH_GUESSED)
			return true;
	return r->is_guessed;
}

static bool
is_skipping(const struct reading *r)
{
	for (size_t i = 0; i < r->conditionals; i++)
		if (r->branches[i] == BRANCH_SKIPPED || r->branches[i] == BRANCH_DONE)
			return true;
	return false;
}

/* Compiler flags are taken word by word, and only those that are wholly known. */
static bool
holds_flags(const char *name)
{
	return strstr(name, "FLAGS") || strstr(name, "DEFS") || strstr(name, "DEFINES") || strstr(name, "INCLUDES");
}

/* NAME OP VALUE, `op` at its first character. */
static void
assign(struct reading *r, const char *name, char op, const char *value)
{
	struct makefile *m = r->m;
	struct make_place place = {r->file, r->line};
	struct make_variable *old = make_find(m, name, strlen(name));
	bool immediate = op == ':', guessing = is_guessing(r);
	if (op == '?' && old)
		return;
	if (old && !strcmp(value, arena_printf(&m->arena, "$(@%s@)", name)))
		return; /* srcdir = @srcdir@ */
	m->keeps_unknown = holds_flags(name);
	if (immediate)
		value = make_expand(m, value);
	if (old && guessing && op != '+') {
		/* both branches hold: nothing is taken away */
		const char *before = make_value(m, name);
		const char *added = new_words(m, before, immediate ? value : make_expand(m, value));
		make_set(m, name, *added ? arena_printf(&m->arena, "%s %s", before, added) : before, true, false, old->place);
	} else {
		make_set(m, name, value, immediate, op == '+', place);
	}
	m->keeps_unknown = false;
	old = make_find(m, name, strlen(name));
	if (old)
		old->is_guessed = old->is_guessed || guessing;
}

/* ---- lines ---- */

/* What configure puts in, @NAME@, becomes a reference that nobody sets. */
static char *
unknown_references(struct reading *r, char *line)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	size_t n = strlen(line);
	char *at = strchr(line, '@');
	if (!at || !strchr(at + 1, '@') || n > VALUE_MAX)
		return line;
	char *out = arena_alloc(&r->m->arena, 3 * n + 1), *to = out;
	for (const char *p = line; *p;) {
		size_t name = *p == '@' ? strspn(p + 1, letters) : 0;
		if (name && p[1 + name] == '@') {
			to += sprintf(to, "$(%.*s)", (int)name + 2, p);
			p += name + 2;
		} else {
			*to++ = *p++;
		}
	}
	*to = '\0';
	return out;
}

/* One logical line, joined at backslashes, without comment unless it is a recipe's; NULL at the end. */
static char *
take_line(struct reading *r)
{
	if (!*r->at)
		return NULL;
	r->line = r->next_line;
	const char *from = r->at;
	bool is_recipe = *from == '\t' && r->after_rule;
	for (;;) {
		r->at += strcspn(r->at, "\n");
		r->next_line++;
		bool joins = r->at > from && r->at[-1] == '\\' && *r->at;
		if (!joins)
			break;
		r->at++;
	}
	char *line = arena_strndup(&r->m->arena, from, (size_t)(r->at - from)), *to = line;
	r->at += *r->at == '\n';
	for (const char *p = line; *p;) {
		if (p[0] == '\\' && p[1] == '\n') {
			*to++ = ' ';
			p += 2;
			p += strspn(p, " \t");
		} else if (*p == '#' && !is_recipe && (p == line || p[-1] != '\\')) {
			break;
		} else if (*p != '\r') {
			*to++ = *p++;
		} else {
			p++;
		}
	}
	*to = '\0';
	return unknown_references(r, line);
}

static char *
trim(char *text)
{
	text += strspn(text, " \t");
	size_t n = strlen(text);
	while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		text[--n] = '\0';
	return text;
}

/* The rest behind a first word, NULL when the line does not begin with it. */
static char *
behind(char *line, const char *word)
{
	size_t n = strlen(word);
	return !strncmp(line, word, n) && (!line[n] || strchr(" \t(", line[n])) ? line + n + strspn(line + n, " \t") : NULL;
}

/* ---- conditionals ---- */

/* (a,b) or "a" "b": the two sides, false when it is neither. */
static bool
take_sides(struct makefile *m, char *text, const char **a, const char **b)
{
	text = trim(text);
	if (*text == '(') {
		unsigned depth = 0;
		char *comma = NULL, *p = text;
		for (; *p; p++) {
			depth += *p == '(';
			if (*p == ',' && depth == 1 && !comma)
				comma = p;
			if (*p == ')' && !--depth)
				break;
		}
		if (!comma || !*p)
			return false;
		*a = trim(arena_strndup(&m->arena, text + 1, (size_t)(comma - text - 1)));
		*b = trim(arena_strndup(&m->arena, comma + 1, (size_t)(p - comma - 1)));
		return true;
	}
	for (int i = 0; i < 2; i++) {
		if (*text != '"' && *text != '\'')
			return false;
		char *end = strchr(text + 1, *text);
		if (!end)
			return false;
		*(i ? b : a) = arena_strndup(&m->arena, text + 1, (size_t)(end - text - 1));
		text = end + 1 + strspn(end + 1, " \t");
	}
	return true;
}

static enum branch
decide(struct reading *r, char *line)
{
	struct makefile *m = r->m;
	const char *a, *b;
	bool negative = line[2] == 'n';
	char *rest = line + (negative ? 3 : 2);
	if (!strncmp(rest, "def", 3)) {
		const char *name = make_expand(m, trim(rest + 3));
		if (!make_find(m, name, strlen(name)))
			return BRANCH_GUESSED;
		return negative ? BRANCH_SKIPPED : BRANCH_TAKEN;
	}
	if (strncmp(rest, "eq", 2) || !take_sides(m, rest + 2, &a, &b))
		return BRANCH_GUESSED; /* automake's `if NAME` */
	m->is_unknown = false;
	a = make_expand(m, a);
	b = make_expand(m, b);
	if (m->is_unknown)
		return BRANCH_GUESSED;
	return !strcmp(a, b) != negative ? BRANCH_TAKEN : BRANCH_SKIPPED;
}

/* True when the line is part of a conditional. */
static bool
take_conditional(struct reading *r, char *line)
{
	bool opens = behind(line, "ifeq") || behind(line, "ifneq") || behind(line, "ifdef") || behind(line, "ifndef") ||
	             (behind(line, "if") && !strchr(line, ':') && !strchr(line, '='));
	char *other = behind(line, "else");
	if (opens) {
		if (r->conditionals < CONDITIONALS_MAX)
			r->branches[r->conditionals++] = is_skipping(r) ? BRANCH_DONE : decide(r, line);
		return true;
	}
	enum branch *top = r->conditionals ? &r->branches[r->conditionals - 1] : NULL;
	if (other && top) {
		if (*top == BRANCH_TAKEN)
			*top = BRANCH_DONE;
		else if (*top == BRANCH_SKIPPED)
			*top = !strncmp(other, "if", 2) ? decide(r, other) : BRANCH_TAKEN;
		return true;
	}
	if (behind(line, "endif") && top) {
		r->conditionals--;
		return true;
	}
	return false;
}

/* ---- statements ---- */

static void
skip_define(struct reading *r, char *rest)
{
	char *name = arena_strndup(&r->m->arena, rest, strcspn(rest, " \t=:+?")), *line;
	const char *value = "";
	for (unsigned depth = 1; (line = take_line(r));) {
		char *text = trim(arena_strdup(&r->m->arena, line));
		depth += behind(text, "define") != NULL;
		if (behind(text, "endef") && !--depth)
			break;
		if (strlen(value) < VALUE_MAX)
			value = arena_printf(&r->m->arena, "%s%s%s", value, *value ? "\n" : "", line);
	}
	if (*name && !is_skipping(r))
		assign(r, name, '=', value);
}

static void
take_includes(struct reading *r, const char *rest)
{
	struct makefile *m = r->m;
	bool guessed = is_guessing(r);
	for (const char *p = make_expand(m, rest); *(p += strspn(p, " \t"));) {
		size_t n = strcspn(p, " \t");
		const char *name = path_join(&m->arena, m->folder, arena_strndup(&m->arena, p, n));
		p += n;
		if (m->includes++ < INCLUDES_MAX && r->depth < INCLUDE_DEPTH)
			read_file(m, path_clean(&m->arena, path_join(&m->arena, "/", name)) + 1, r->depth + 1, guessed);
	}
}

/* Where the line's operator begins: = := ::= ?= += !=, or the colon of a rule; NULL: neither. */
static char *
find_operator(char *line)
{
	unsigned depth = 0;
	for (char *p = line; *p; p++) {
		if (*p == '$' && (p[1] == '(' || p[1] == '{')) {
			depth++;
			p++;
		} else if (depth) {
			depth += *p == '(' || *p == '{';
			depth -= *p == ')' || *p == '}';
		} else if (*p == '=' || *p == ':') {
			return p;
		} else if ((*p == '+' || *p == '?' || *p == '!') && p[1] == '=') {
			return p;
		}
	}
	return NULL;
}

static void
add_rule(struct reading *r, char *line, char *colon)
{
	struct makefile *m = r->m;
	char *inputs = colon + 1 + (colon[1] == ':');
	char *recipe = strchr(inputs, ';'), *bar;
	*colon = '\0';
	if (m->rules.count == RULES_MAX)
		return;
	if (recipe)
		*recipe++ = '\0';
	if ((bar = strchr(inputs, '|')))
		*bar = ' ';
	char *equals = find_operator(inputs);
	if (equals && *equals != ':') {
		r->after_rule = false; /* a target's own variable */
		return;
	}
	vec_push(&m->rules, (struct make_rule){
		.targets = trim(line), .inputs = trim(inputs), .first_line = m->recipes.count, .is_guessed = is_guessing(r),
		.place = {r->file, r->line},
	});
	r->after_rule = true;
	if (recipe) {
		vec_push(&m->recipes, recipe);
		vec_last(&m->rules).line_count++;
	}
}

static void
take_statement(struct reading *r, char *line)
{
	char *rest;
	while ((rest = behind(line, "override")) || (rest = behind(line, "export")) || (rest = behind(line, "private")))
		line = rest;
	if ((rest = behind(line, "include")) || (rest = behind(line, "-include")) || (rest = behind(line, "sinclude"))) {
		take_includes(r, rest);
		return;
	}
	char *op = find_operator(line);
	if (!op)
		return;
	char kind = *op;
	char *value = op;
	while (*value == ':')
		value++;
	bool assigns = *value == '=' || kind == '+' || kind == '?' || kind == '!';
	if (!assigns) {
		add_rule(r, line, op);
		return;
	}
	value = strchr(value, '=') + 1;
	*op = '\0';
	if (kind != '!' && *trim(line))
		assign(r, make_expand(r->m, trim(line)), kind, value + strspn(value, " \t"));
}

static void
take_recipe(struct reading *r, char *line)
{
	struct makefile *m = r->m;
	if (m->recipes.count == RECIPES_MAX || !m->rules.count || is_skipping(r))
		return;
	vec_push(&m->recipes, line + 1);
	struct make_rule *rule = &vec_last(&m->rules);
	rule->line_count = m->recipes.count - rule->first_line;
}

static void
read_file(struct makefile *m, const char *name, unsigned depth, bool is_guessed)
{
	const char *text = m->files->text(m->files->arg, name);
	if (!text)
		text = m->files->text(m->files->arg, arena_printf(&m->arena, "%s.in", name));
	if (!text)
		return;
	struct reading r = {.m = m, .file = name, .at = text, .next_line = 1, .depth = depth, .is_guessed = is_guessed};
	for (char *line; (line = take_line(&r));) {
		if (*line == '\t' && r.after_rule) {
			take_recipe(&r, line);
			continue;
		}
		line = trim(line);
		char *define = behind(line, "define");
		if (!*line || take_conditional(&r, line))
			continue;
		if (define)
			skip_define(&r, define);
		else if (!is_skipping(&r)) {
			r.after_rule = false;
			take_statement(&r, line);
		}
	}
}

/* What make itself or every configure script sets. */
static void
set_known(struct makefile *m, const char *top)
{
	static const char *const known[][2] = {
		{"CC", "cc"}, {"LD", "ld"}, {"AR", "ar"}, {"RM", "rm -f"}, {"MAKE", "make"}, {"OBJEXT", "o"}, {"LIBEXT", "a"},
		{"EXEEXT", ""}, {"LIBTOOL", "libtool"}, {"srcdir", "."}, {"builddir", "."}, {"abs_srcdir", "."}, {"abs_builddir", "."},
		{"CURDIR", "."}, {"@", ""}, {"<", ""}, {"^", ""}, {"+", ""}, {"?", ""}, {"*", ""},
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		make_set(m, known[i][0], known[i][1], true, false, (struct make_place){"", 0});
	static const char *const tops[] = {"top_srcdir", "top_builddir", "abs_top_srcdir", "abs_top_builddir"};
	for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
		make_set(m, tops[i], top, true, false, (struct make_place){"", 0});
}

/* The way up from a folder to the nearest one with a configure script's source, "." for itself. */
static const char *
top_of(struct makefile *m)
{
	static const char *const marks[] = {"configure.ac", "configure.in"};
	const char *folder = m->folder, *up = "";
	for (;;) {
		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
			if (m->files->text(m->files->arg, path_join(&m->arena, folder, marks[i])))
				return *up ? up : ".";
		if (!*folder)
			return ".";
		const char *base = path_base(folder);
		folder = arena_strndup(&m->arena, folder, base == folder ? 0 : (size_t)(base - folder - 1));
		up = *up ? arena_printf(&m->arena, "../%s", up) : "..";
	}
}

void
makefile_read(struct makefile *m, const struct make_files *files, const char *name)
{
	*m = (struct makefile){.files = files, .file = name};
	arena_init(&m->arena);
	intern_init(&m->names);
	map_init(&m->by_name);
	const char *base = path_base(name);
	m->folder = arena_strndup(&m->arena, name, base == name ? 0 : (size_t)(base - name - 1));
	set_known(m, top_of(m));
	read_file(m, name, 0, false);
}

void
makefile_finish(struct makefile *m)
{
	map_finish(&m->by_name);
	intern_finish(&m->names);
	vec_finish(&m->variables);
	vec_finish(&m->rules);
	vec_finish(&m->recipes);
	vec_finish(&m->arguments);
	arena_finish(&m->arena);
}
