/* What a build printed → units and links. In: the output of make -n, make V=1, ninja -v or the like, line by line;
 * out: a unit for each compilation, and the commands that link. Nothing is run: a log is text.
 *
 * The working folder starts at DIR and follows make's "Entering directory" and a `cd` within a line. Parallel makes mix
 * their lines: a command whose source is not in the latest folder belongs to an earlier one that is still open. Of
 * libtool's own lines, only those count that no wrapper line came before. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "compdb/builder.h"
#include "compdb/command.h"
#include "compdb/link_command.h"

enum { LINE_LIMIT = 4 << 20, FOLDERS_MAX = 256 };

struct log {
	struct builder *builder;
	size_t build;
	struct arena *arena; /* emptied after each line */
	VEC(const char *) folders; /* the stack of make's, absolute */
	const char *folder;  /* of the command in work */
	bool has_moved;      /* by cd */
	struct intern objects;     /* as commands name them */
	VEC(const char *) made_in; /* folders, by id in objects; NULL: not made */
	bool has_libtool;
	unsigned line;
};

/* ---- commands ---- */

/* By the name it is called by, version and target taken away. */
static bool
is_compiler(const char *word)
{
	static const char *const names[] = {"cc", "gcc", "clang", "c89", "c99", "c17", "tcc", "icc", "icx", "pcc", "xlc", "armcc", "suncc",
	                                    "g++", "c++", "clang++", "ecpg", "ld"};
	const char *base = path_base(word);
	size_t n = strlen(base);
	while (n && strchr("0123456789.-", base[n - 1]))
		n--;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t m = strlen(names[i]);
		if (n >= m && !memcmp(base + n - m, names[i], m) && (n == m || base[n - m - 1] == '-'))
			return true;
	}
	return false;
}

static bool
only_preprocesses(const word_list *words)
{
	static const char *const options[] = {"-E", "-M", "-MM", "-fsyntax-only", "--version", "-v", "-print-search-dirs", "-dumpversion"};
	for (size_t i = 0; i < words->count; i++)
		for (size_t k = 0; k < sizeof options / sizeof *options; k++)
			if (!strcmp(words->at[i], options[k]))
				return true;
	return false;
}

/* NAME.c → NAME.o, where a compiler puts it without -o. */
static const char *
default_output(struct arena *a, const char *source)
{
	const char *base = path_base(source), *suffix = path_suffix(base);
	return arena_printf(a, "%.*s.o", (int)(strlen(base) - strlen(suffix) - (*suffix != '\0')), base);
}

static const char **
made_in(struct log *l, const char *object)
{
	str_id id = intern_text(&l->objects, object);
	while (l->made_in.count <= id)
		vec_push(&l->made_in, NULL);
	return &l->made_in.at[id];
}

static void
add_unit(struct log *l, const struct command *c, const struct command_source *source, bool compiles_only)
{
	struct builder *b = l->builder;
	const char *output = compiles_only && c->output ? c->output : default_output(l->arena, source->path);
	const char *path = names_real(b->names, l->folder, source->path);
	*made_in(l, output) = l->folder;
	word_list flags = {0};
	if (!path_is_file(path) && text_begins(path_base(path), "conftest"))
		return; /* a question of a configure script */
	if (source->needs_language)
		vec_push(&flags, "-xc");
	for (size_t i = 0; i < c->flags.count; i++)
		vec_push(&flags, c->flags.at[i]);
	builder_add(b, &(struct found_unit){
		.path = path, .folder = l->folder, .build = l->build, .arguments = flags.at, .argument_count = flags.count,
		.refusal = source->refusal, .output = names_real(b->names, l->folder, output),
	});
	vec_finish(&flags);
}

static void
take_compilation(struct log *l, const word_list *words)
{
	struct builder *b = l->builder;
	struct command c;
	bool compiles_only = false;
	for (size_t i = 0; i < words->count; i++)
		compiles_only = compiles_only || !strcmp(words->at[i], "-c");
	command_read(l->arena, b->names, l->folder, words, &c);
	b->db->dropped_flags += c.dropped;
	for (size_t i = 0; i < c.sources.count; i++)
		add_unit(l, &c, &c.sources.at[i], compiles_only);
	command_finish(&c);
}

/* Where the command begins behind settings, wrappers and depcomp; `count`: there is none. */
static size_t
command_start(const word_list *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->at[i];
		if (is_compiler(word) || !strcmp(path_base(word), "ar") || text_ends(path_base(word), "-ar"))
			return i;
		if (text_ends(word, "libtool") && i + 1 < words->count)
			return i;
		bool passes = strchr(word, '=') || *word == '-' || text_ends(word, "depcomp") || text_ends(word, "sh") || !strcmp(word, "then") || !strcmp(word, "if") ||
		              !strcmp(word, "do") || !strcmp(word, "else") || !strcmp(word, "{") || !strcmp(word, "exec") ||
		              !strcmp(path_base(word), "ccache") || !strcmp(path_base(word), "distcc") || !strcmp(path_base(word), "sccache") ||
		              !strcmp(path_base(word), "nice") || !strcmp(path_base(word), "env") || !strcmp(path_base(word), "time");
		if (!passes)
			return words->count;
	}
	return words->count;
}

static void
keep_link(struct log *l, const word_list *words)
{
	struct builder *b = l->builder;
	struct link_command c;
	if (link_command_read(words, &c))
		builder_link(b, l->build, l->line, l->folder, &c);
	link_command_finish(&c);
}

/* The open folder that the command ran in, by its first source or object. */
static void
choose_folder(struct log *l, const word_list *words)
{
	for (size_t i = 1; i < words->count; i++) {
		const char *word = words->at[i], *suffix = path_suffix(word);
		bool is_source = !strcmp(suffix, "c"), is_object = !strcmp(suffix, "o") || !strcmp(suffix, "lo");
		if (*word == '-' || *word == '/' || (!is_source && !is_object) || !strcmp(words->at[i - 1], "-o"))
			continue;
		for (size_t k = l->folders.count; k-- > 0;) {
			const char *folder = l->folders.at[k], *made = is_object ? *made_in(l, word) : NULL;
			if (is_source ? !path_is_file(names_real(l->builder->names, folder, word)) : made != folder)
				continue;
			l->folder = folder;
			return;
		}
		return;
	}
}

static void
take_words(struct log *l, word_list *words)
{
	if (words->count > 1 && !strcmp(words->at[0], "cd")) {
		l->folder = names_real(l->builder->names, l->folder, words->at[1]);
		l->has_moved = true;
		return;
	}
	size_t start = command_start(words);
	if (start == words->count)
		return;
	word_list command = {words->at + start, words->count - start, 0};
	bool is_libtool = text_ends(command.at[0], "libtool");
	l->has_libtool = l->has_libtool || is_libtool;
	words_expand(l->arena, l->folder, words);
	command = (word_list){words->at + start, words->count - start, 0};
	if (only_preprocesses(&command))
		return;
	if (!l->has_moved && l->folders.count > 1)
		choose_folder(l, &command);
	take_compilation(l, &command);
	keep_link(l, &command);
}

/* ---- lines ---- */

/* `test -f 'x.c' || echo 'dir/'`x.c, as automake writes a source: x.c, or dir/x.c when there is no x.c. */
static const char *
settle_test(struct log *l, const char *text)
{
	const char *open = strstr(text, "`test -f "), *bar = open ? strstr(open, "|| echo ") : NULL;
	const char *close = bar ? strchr(bar, '`') : NULL;
	if (!close)
		return text;
	word_list asked = {0}, folder = {0};
	struct arena *a = l->arena;
	words_split(a, arena_strndup(a, open + 9, (size_t)(bar - open - 9)), &asked);
	words_split(a, arena_strndup(a, bar + 8, (size_t)(close - bar - 8)), &folder);
	bool here = asked.count && path_is_file(names_real(l->builder->names, l->folder, asked.at[0]));
	const char *front = here || !folder.count ? "" : folder.at[0];
	text = arena_printf(a, "%.*s%s%s", (int)(open - text), text, front, close + 1);
	vec_finish(&asked);
	vec_finish(&folder);
	return settle_test(l, text);
}

/* Cuts the line into commands at ; & | and brackets outside quotes. */
static void
take_commands(struct log *l, char *line)
{
	char quote = '\0', *from = line;
	for (char *p = line;; p++) {
		bool ends = !*p || (!quote && strchr(";&|()\n", *p));
		if (*p == '\\' && p[1] && quote != '\'') {
			p++;
		} else if (quote) {
			quote = *p == quote ? '\0' : quote;
			ends = ends || !*p;
		} else if (*p == '"' || *p == '\'' || *p == '`') {
			quote = *p;
		}
		if (!ends)
			continue;
		char end = *p;
		*p = '\0';
		word_list words = {0};
		if (words_split(l->arena, settle_test(l, from), &words))
			take_words(l, &words);
		vec_finish(&words);
		if (!end)
			return;
		from = p + 1;
	}
}

/* make[2]: Entering directory '/x' — the text between the quotes, NULL for other lines. */
static const char *
folder_in(struct log *l, const char *line, const char *what)
{
	const char *hit = strstr(line, what);
	const char *open = hit ? hit + strlen(what) : NULL;
	if (!open || (*open != '\'' && *open != '`' && *open != '"'))
		return NULL;
	const char *end = strrchr(open + 1, *open == '"' ? '"' : '\'');
	return end ? arena_strndup(l->arena, open + 1, (size_t)(end - open - 1)) : NULL;
}

static bool
take_folder(struct log *l, const char *line)
{
	const char *in = folder_in(l, line, ": Entering directory ");
	if (in) {
		const char *real = names_real(l->builder->names, vec_last(&l->folders), in);
		if (l->folders.count < FOLDERS_MAX)
			vec_push(&l->folders, real);
		return true;
	}
	const char *out = folder_in(l, line, ": Leaving directory ");
	if (!out)
		return false;
	const char *real = names_real(l->builder->names, l->folders.at[0], out);
	for (size_t i = l->folders.count; --i > 0;) {
		if (strcmp(l->folders.at[i], real))
			continue;
		memmove(l->folders.at + i, l->folders.at + i + 1, (l->folders.count - i - 1) * sizeof *l->folders.at);
		l->folders.count--;
		break;
	}
	return true;
}

static void
take_line(struct log *l, char *line)
{
	if (take_folder(l, line))
		return;
	l->folder = vec_last(&l->folders);
	l->has_moved = false;
	line += strspn(line, " \t+");
	if (*line == '[') { /* ninja's [3/20] */
		size_t n = strspn(line + 1, "0123456789/ ");
		if (n && line[1 + n] == ']')
			line += n + 2;
	}
	if (text_begins(line, "libtool: ")) {
		char *colon = strchr(line + 9, ':');
		if (l->has_libtool || !colon)
			return;
		line = colon + 1;
	}
	take_commands(l, line);
}

/* A logical line, joined at backslashes; false at the end. */
static bool
next_line(FILE *in, char **line, size_t *room, char **part, size_t *part_room, unsigned *parts)
{
	size_t length = 0;
	*parts = 0;
	for (ssize_t n; (n = getline(part, part_room, in)) > 0;) {
		++*parts;
		while (n && ((*part)[n - 1] == '\n' || (*part)[n - 1] == '\r'))
			n--;
		bool joins = n && (*part)[n - 1] == '\\';
		n -= joins;
		if (length + (size_t)n + 2 > *room)
			*line = mem_grow(*line, *room = 2 * (length + (size_t)n + 2));
		if (length + (size_t)n < LINE_LIMIT) {
			memcpy(*line + length, *part, (size_t)n);
			length += (size_t)n;
		}
		(*line)[length] = '\0';
		if (!joins)
			return true;
	}
	return length > 0;
}

bool
build_log_read(struct builder *b, size_t build, FILE *in)
{
	struct arena a;
	struct log l = {.builder = b, .build = build, .arena = &a};
	char *line = NULL, *part = NULL;
	size_t room = 0, part_room = 0, before = b->units.count;
	arena_init(&a);
	intern_init(&l.objects);
	vec_push(&l.folders, b->db->root);
	for (unsigned next = 1, parts; next_line(in, &line, &room, &part, &part_room, &parts); next += parts) {
		l.line = next;
		if (!memchr(line, '\0', 1))
			take_line(&l, line);
		arena_reset(&a);
	}
	free(line);
	free(part);
	vec_finish(&l.folders);
	vec_finish(&l.made_in);
	intern_finish(&l.objects);
	arena_finish(&a);
	if (b->units.count > before)
		return true;
	diag_add(b->diags, DIAG_ERROR, "build-log", b->builds.at[build].file, 0, 0, "no compilation in this build log; record "
	         "what make -n, make V=1 or ninja -v prints for a build from scratch");
	return false;
}
