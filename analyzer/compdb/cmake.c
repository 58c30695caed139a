/* CMakeLists.txt as text → targets. In: commands in order, folder by folder; out: what add_executable and add_library
 * make, and what target_link_libraries joins. Variables are known as far as set, list(APPEND), file(GLOB) and
 * aux_source_directory fill them; every branch of a condition is taken, and what it sets is added.
 *
 * Folders inherit the variables of the nearest folder above that has a list. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "compdb/hints.h"

enum { WORDS_MAX = 50000, VALUE_MAX = 1 << 18, VARIABLES_MAX = 20000, DEPTH_MAX = 16 };

struct variable {
	const char *name, *value; /* words joined by ; */
	size_t folder;            /* of what set it */
};

struct folder {
	const char *name;
	size_t parent; /* index + 1, 0 none */
};

struct cmake {
	struct hints *h;
	struct arena arena;
	VEC(struct variable) variables;
	VEC(struct folder) folders;
	size_t folder;      /* in work */
	struct intern names;/* of targets */
	struct map by_name; /* → number of the target */
	const char *file, *at;
	unsigned line, conditions;
	word_list words;    /* of the command in work, expanded */
	VEC(bool) doubtful; /* per word: some of it is not known */
	bool is_unknown;    /* the latest expansion met a variable that is not known */
};

/* ---- variables ---- */

/* The latest of this folder, else of those above. */
static struct variable *
find(struct cmake *c, const char *name, size_t length)
{
	for (size_t folder = c->folder + 1; folder; folder = c->folders.at[folder - 1].parent)
		for (size_t i = c->variables.count; i--;)
			if (c->variables.at[i].folder == folder - 1 && strlen(c->variables.at[i].name) == length &&
			    !memcmp(c->variables.at[i].name, name, length))
				return &c->variables.at[i];
	return NULL;
}

static void
set(struct cmake *c, const char *name, const char *value, bool add)
{
	struct variable *v = find(c, name, strlen(name));
	const char *old = v && add ? v->value : "";
	if (strlen(old) + strlen(value) > VALUE_MAX || c->arena.total > (size_t)VALUE_MAX * 256)
		return;
	value = *old ? arena_printf(&c->arena, "%s;%s", old, value) : arena_strdup(&c->arena, value);
	if (v && v->folder == c->folder)
		v->value = value;
	else if (c->variables.count < VARIABLES_MAX)
		vec_push(&c->variables, (struct variable){arena_strdup(&c->arena, name), value, c->folder});
}

static const char *
value_of(struct cmake *c, const char *name, size_t length)
{
	static const char *const here[] = {"CMAKE_CURRENT_SOURCE_DIR", "CMAKE_CURRENT_LIST_DIR", "CMAKE_CURRENT_BINARY_DIR"};
	static const char *const tops[] = {"CMAKE_SOURCE_DIR", "PROJECT_SOURCE_DIR", "CMAKE_BINARY_DIR", "PROJECT_BINARY_DIR"};
	const struct variable *v = find(c, name, length);
	if (v)
		return v->value;
	for (size_t i = 0; i < sizeof here / sizeof *here; i++)
		if (strlen(here[i]) == length && !memcmp(here[i], name, length))
			return arena_printf(&c->arena, "/%s", c->folders.at[c->folder].name);
	for (size_t i = 0; i < sizeof tops / sizeof *tops; i++) {
		if (strlen(tops[i]) != length || memcmp(tops[i], name, length))
			continue;
		size_t top = c->folder;
		while (c->folders.at[top].parent)
			top = c->folders.at[top].parent - 1;
		return arena_printf(&c->arena, "/%s", c->folders.at[top].name);
	}
	c->is_unknown = true;
	return "";
}

/* ${NAME}, also within names; other text as it is. */
static const char *
expand(struct cmake *c, const char *text, unsigned depth)
{
	const char *open = strstr(text, "${");
	if (!open || depth > DEPTH_MAX || strlen(text) > VALUE_MAX)
		return text;
	const char *inner = open + 2, *nested;
	while ((nested = strstr(inner, "${")) && nested < inner + strcspn(inner, "}"))
		inner = nested + 2;
	size_t n = strcspn(inner, "}");
	const char *rest = inner + n + (inner[n] == '}');
	const char *value = value_of(c, inner, n);
	if (c->arena.total > (size_t)VALUE_MAX * 256)
		return "";
	return expand(c, arena_printf(&c->arena, "%.*s%s%s", (int)(inner - 2 - text), text, value, rest), depth + 1);
}

/* ---- commands ---- */

static void
skip_blanks(struct cmake *c)
{
	for (;;) {
		if (*c->at == '\n') {
			c->line++;
			c->at++;
		} else if (*c->at == ' ' || *c->at == '\t' || *c->at == '\r') {
			c->at++;
		} else if (*c->at == '#' && c->at[1] == '[' && c->at[2] == '[') {
			const char *end = strstr(c->at, "]]");
			for (; *c->at && (!end || c->at < end + 2); c->at++)
				c->line += *c->at == '\n';
		} else if (*c->at == '#') {
			c->at += strcspn(c->at, "\n");
		} else {
			return;
		}
	}
}

/* An expanded argument; an unquoted one is several where it holds semicolons. */
static void
put_argument(struct cmake *c, const char *text)
{
	c->is_unknown = false;
	for (const char *p = expand(c, text, 0); *p && c->words.count < WORDS_MAX;) {
		size_t n = strcspn(p, ";");
		if (n) {
			vec_push(&c->words, arena_strndup(&c->arena, p, n));
			vec_push(&c->doubtful, c->is_unknown);
		}
		p += n + (p[n] == ';');
	}
}

static void
take_arguments(struct cmake *c)
{
	unsigned depth = 1;
	c->words.count = c->doubtful.count = 0;
	for (;;) {
		skip_blanks(c);
		const char *from = c->at;
		if (!*c->at)
			return;
		if (*c->at == '(' || *c->at == ')') {
			depth += *c->at == '(';
			depth -= *c->at++ == ')';
			if (!depth)
				return;
		} else if (*c->at == '"') {
			for (c->at++; *c->at && *c->at != '"'; c->at++) {
				c->line += *c->at == '\n';
				c->at += *c->at == '\\' && c->at[1];
			}
			put_argument(c, arena_strndup(&c->arena, from + 1, (size_t)(c->at - from - 1)));
			c->at += *c->at == '"';
		} else {
			c->at += strcspn(c->at, " \t\r\n()\"#");
			c->at += c->at == from;
			put_argument(c, arena_strndup(&c->arena, from, (size_t)(c->at - from)));
		}
	}
}

static struct target *
target_named(struct cmake *c, const char *name)
{
	uint32_t before = c->names.count;
	str_id id = intern_text(&c->names, name);
	uint32_t at = id < before ? map_get(&c->by_name, id) : MAP_NONE;
	return at == MAP_NONE ? NULL : &c->h->targets.at[at];
}

static void
add_inputs(struct cmake *c, struct target *t, size_t first)
{
	static const char *const keywords[] = {"PRIVATE", "PUBLIC", "INTERFACE", "WIN32", "MACOSX_BUNDLE", "EXCLUDE_FROM_ALL",
	                                       "STATIC", "SHARED", "MODULE", "OBJECT", "LINK_PUBLIC", "LINK_PRIVATE", "debug",
	                                       "optimized", "general", "UNKNOWN", "IMPORTED", "GLOBAL"};
	const char *folder = c->folders.at[c->folder].name;
	for (size_t i = first; i < c->words.count; i++) {
		const char *word = c->words.at[i];
		if (TEXT_AMONG(word, keywords))
			continue;
		if (!strncmp(word, "$<TARGET_OBJECTS:", 17))
			word = arena_strndup(&c->arena, word + 17, strcspn(word + 17, ">"));
		hints_input(c->h, t, folder, word);
		if (!strchr(word, '/') && !strchr(word, '.') && *word != '-') /* a target of any folder */
			vec_push(&t->links, arena_printf(&c->h->arena, "-l%s", word));
	}
}

static void
add_target(struct cmake *c, bool is_library, unsigned line)
{
	enum target_kind kind = is_library ? TARGET_ARCHIVE : TARGET_PROGRAM;
	static const char *const unbuilt[] = {"ALIAS", "IMPORTED", "INTERFACE"};
	if (!c->words.count || (c->words.count > 1 && TEXT_AMONG(c->words.at[1], unbuilt)))
		return;
	for (size_t i = 1; i < c->words.count && i < 3; i++) {
		if (!strcmp(c->words.at[i], "SHARED"))
			kind = TARGET_SHARED;
		else if (!strcmp(c->words.at[i], "MODULE"))
			kind = TARGET_PLUGIN;
	}
	const char *name = c->words.at[0];
	struct target *t = target_named(c, name);
	if (!t) {
		t = hints_target(c->h, kind, c->folders.at[c->folder].name, name, (struct make_place){c->file, line});
		map_put(&c->by_name, intern_text(&c->names, name), (uint32_t)(t - c->h->targets.at));
	}
	t->is_guessed = t->is_guessed || c->conditions;
	add_inputs(c, t, 1);
}

static const char *
joined(struct cmake *c, size_t first)
{
	const char *text = "";
	for (size_t i = first; i < c->words.count && strlen(text) < VALUE_MAX; i++) {
		if (!strcmp(c->words.at[i], "CACHE") || !strcmp(c->words.at[i], "PARENT_SCOPE"))
			break;
		text = *text ? arena_printf(&c->arena, "%s;%s", text, c->words.at[i]) : c->words.at[i];
	}
	return text;
}

/* Sources that a pattern of file(GLOB …) means, as paths from DIR. */
static void
glob(struct cmake *c, const char *name, const char *pattern, bool deep)
{
	const char *whole = path_clean(&c->arena, path_join(&c->arena, path_join(&c->arena, "/", c->folders.at[c->folder].name), pattern));
	const char *base = path_base(whole);
	size_t folder = (size_t)(base - whole);
	word_list found = {0};
	if (deep) {
		for (size_t i = 0; i < c->h->builder->tree.sources.count; i++) {
			const char *source = c->h->builder->tree.sources.at[i];
			if (!strncmp(source, whole + 1, folder - 1) && !fnmatch(base, path_base(source), FNM_PERIOD))
				vec_push(&found, source);
		}
	} else {
		hints_match(c->h, whole + 1, &found);
	}
	for (size_t i = 0; i < found.count; i++)
		set(c, name, arena_printf(&c->arena, "/%s", found.at[i]), true);
	vec_finish(&found);
}

/* Text between \" within quotes. */
static const char *
unquoted(struct cmake *c, const char *text)
{
	char *out = arena_strdup(&c->arena, text), *to = out;
	for (const char *p = out; *p; p++)
		if (p[0] != '\\' || p[1] != '"')
			*to++ = *p;
	*to = '\0';
	return out;
}

/* Commands that give flags: to a folder and those below it, or to the target that is their first word. */
static void
take_flags(struct cmake *c, const char *command, unsigned line)
{
	static const struct { const char *name, *front; bool for_target; } commands[] = {
		{"add_definitions", "", false}, {"add_compile_options", "", false}, {"add_compile_definitions", "-D", false},
		{"include_directories", "-I", false}, {"target_compile_definitions", "-D", true},
		{"target_compile_options", "", true}, {"target_include_directories", "-I", true},
	};
	static const char *const keywords[] = {"PRIVATE", "PUBLIC", "INTERFACE", "BEFORE", "AFTER", "SYSTEM"};
	size_t i = 0;
	while (i < sizeof commands / sizeof *commands && strcasecmp(command, commands[i].name))
		i++;
	if (i == sizeof commands / sizeof *commands)
		return;
	struct target *t = commands[i].for_target && c->words.count ? target_named(c, c->words.at[0]) : NULL;
	struct flag_use use = {.folder = c->folders.at[c->folder].name, .is_deep = true, .is_guessed = c->conditions > 0, .place = {c->file, line},
	                       .target = t ? (size_t)(t - c->h->targets.at) + 1 : 0};
	for (size_t k = commands[i].for_target; k < c->words.count && (t || !commands[i].for_target); k++) {
		const char *word = unquoted(c, c->words.at[k]), *front = strncmp(word, "-D", 2) ? commands[i].front : "";
		if (!c->doubtful.at[k] && !TEXT_AMONG(word, keywords))
			hints_flag(c->h, &use, arena_printf(&c->arena, "%s%s", front, word));
	}
}

static void
apply(struct cmake *c, const char *command, unsigned line)
{
	size_t n = c->words.count;
	const char *first = n ? c->words.at[0] : "";
	if (!strcasecmp(command, "add_executable") || !strcasecmp(command, "add_library")) {
		add_target(c, !strcasecmp(command, "add_library"), line);
	} else if (!strcasecmp(command, "target_sources") || !strcasecmp(command, "target_link_libraries")) {
		struct target *t = n ? target_named(c, first) : NULL;
		if (t)
			add_inputs(c, t, 1);
	} else if (!strcasecmp(command, "set") && n) {
		set(c, first, joined(c, 1), c->conditions > 0);
	} else if (!strcasecmp(command, "list") && n > 1 && (!strcmp(first, "APPEND") || !strcmp(first, "PREPEND"))) {
		set(c, c->words.at[1], joined(c, 2), true);
	} else if (!strcasecmp(command, "file") && n > 2 && !strncmp(first, "GLOB", 4)) {
		for (size_t i = 2; i < n; i++)
			glob(c, c->words.at[1], c->words.at[i], first[4] != '\0');
	} else if (!strcasecmp(command, "aux_source_directory") && n > 1) {
		glob(c, c->words.at[1], arena_printf(&c->arena, "%s/*.c", first), false);
	} else if (!strcasecmp(command, "if") || !strcasecmp(command, "foreach") || !strcasecmp(command, "while")) {
		c->conditions++;
	} else if (!strcasecmp(command, "endif") || !strcasecmp(command, "endforeach") || !strcasecmp(command, "endwhile")) {
		c->conditions -= c->conditions > 0;
	} else {
		take_flags(c, command, line);
	}
}

static void
read_list(struct cmake *c, const char *file)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	c->at = hints_text(c->h, file);
	c->file = file;
	c->line = 1;
	c->conditions = 0;
	while (c->at && *c->at) {
		skip_blanks(c);
		size_t n = strspn(c->at, letters);
		const char *command = arena_strndup(&c->arena, c->at, n);
		unsigned line = c->line;
		c->at += n;
		c->at += strspn(c->at, " \t");
		if (n && *c->at == '(') {
			c->at++;
			take_arguments(c);
			apply(c, command, line);
		} else if (*c->at && *c->at != '\n') {
			c->at++;
		}
	}
}

static void
add_folder(struct cmake *c, const char *file)
{
	const char *base = path_base(file);
	struct folder f = {.name = arena_strndup(&c->arena, file, base == file ? 0 : (size_t)(base - file - 1))};
	size_t longest = 0;
	for (size_t i = 0; i < c->folders.count; i++) {
		const char *above = c->folders.at[i].name;
		size_t n = strlen(above);
		if ((!n || (!strncmp(f.name, above, n) && f.name[n] == '/')) && (!f.parent || n > longest)) {
			f.parent = i + 1;
			longest = n;
		}
	}
	vec_push(&c->folders, f);
	c->folder = c->folders.count - 1;
}

void
cmake_targets(struct hints *h)
{
	struct cmake c = {.h = h};
	arena_init(&c.arena);
	intern_init(&c.names);
	map_init(&c.by_name);
	/* a folder's list before those below it */
	for (size_t depth = 0, left = 1; left && depth < 64; depth++) {
		left = 0;
		for (size_t i = 0; i < h->builder->tree.descriptions.count; i++) {
			const char *file = h->builder->tree.descriptions.at[i];
			size_t slashes = 0;
			for (const char *p = file; *p; p++)
				slashes += *p == '/';
			left += slashes > depth;
			if (slashes != depth || strcmp(path_base(file), "CMakeLists.txt"))
				continue;
			add_folder(&c, file);
			read_list(&c, file);
		}
	}
	vec_finish(&c.variables);
	vec_finish(&c.folders);
	vec_finish(&c.words);
	vec_finish(&c.doubtful);
	map_finish(&c.by_name);
	intern_finish(&c.names);
	arena_finish(&c.arena);
}
