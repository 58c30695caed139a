/* meson.build as text → targets. In: statements in order, subdir() followed; out: what executable(), library() and
 * their like make, with sources and what they link. A value is a list of texts and targets, whatever brackets it
 * came in; every branch of a condition is taken, and what it sets is added. */
#include <string.h>

#include "base/path.h"
#include "compdb/hints.h"

enum { DEPTH_MAX = 64, TEXT_MAX = 4096, ROUNDS_MAX = 256, ITEMS_MAX = 20000, VARIABLES_MAX = 5000, FILES_MAX = 5000 };

struct item {
	const char *text;   /* NULL: a target */
	const char *folder; /* where it was written */
	uint32_t target;
};

typedef VEC(struct item) item_list;

struct variable {
	const char *name;
	bool is_text; /* one text, not a list of one */
	item_list items;
};

struct mesonfile {
	struct hints *h;
	struct arena arena;
	VEC(struct variable) variables;
	struct map variable_of; /* name → index */
	struct intern names;
	struct map read;        /* descriptions */
	const char *file, *folder, *at;
	const char *project; /* folder of the topmost description */
	unsigned line, depth, conditions;
	size_t files, items, work;
};

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

static void take_expression(struct mesonfile *m, item_list *out);
static void read_description(struct mesonfile *m, const char *folder);

static void
push(struct mesonfile *m, item_list *out, struct item item)
{
	if (m->items++ < ITEMS_MAX * 16 && out->count < ITEMS_MAX)
		vec_push(out, item);
}

static void
skip_blanks(struct mesonfile *m, bool lines)
{
	for (;; m->at++) {
		if (*m->at == '#')
			m->at += strcspn(m->at, "\n");
		if (*m->at == '\n' && lines)
			m->line++;
		else if (*m->at != ' ' && *m->at != '\t' && *m->at != '\r')
			return;
	}
}

static bool
take_char(struct mesonfile *m, char c, bool lines)
{
	skip_blanks(m, lines);
	if (*m->at != c)
		return false;
	m->at++;
	return true;
}

/* 'text', '''text''', f'text' */
static bool
take_string(struct mesonfile *m, const char **out)
{
	const char *quote = *m->at == 'f' && m->at[1] == '\'' ? m->at + 1 : m->at;
	if (*quote != '\'')
		return false;
	bool is_long = quote[1] == '\'' && quote[2] == '\'';
	const char *from = quote + (is_long ? 3 : 1), *p = from;
	while (*p && (is_long ? strncmp(p, "'''", 3) != 0 : *p != '\'' && *p != '\n')) {
		m->line += *p == '\n';
		p += *p == '\\' && p[1] ? 2 : 1;
	}
	*out = arena_strndup(&m->arena, from, (size_t)(p - from));
	m->at = p;
	for (int i = 0; i < (is_long ? 3 : 1) && *m->at == '\''; i++)
		m->at++;
	return true;
}

static struct variable *
find(struct mesonfile *m, const char *name)
{
	uint32_t at = map_get(&m->variable_of, intern_text(&m->names, name));
	return at == MAP_NONE ? NULL : &m->variables.at[at];
}

/* ---- calls ---- */

struct arguments {
	item_list positional, inputs; /* inputs: of keywords that name sources or what is linked */
	item_list flags, folders;     /* c_args, include_directories */
	bool is_guessed;
};

static void
arguments_finish(struct arguments *a)
{
	vec_finish(&a->positional);
	vec_finish(&a->inputs);
	vec_finish(&a->flags);
	vec_finish(&a->folders);
}

static void
take_arguments(struct mesonfile *m, struct arguments *a)
{
	static const char *const keywords[] = {"sources", "link_with", "link_whole", "dependencies", "objects"};
	while (*m->at && !take_char(m, ')', true)) {
		const char *from = m->at;
		size_t n = strspn(m->at, letters);
		const char *behind = m->at + n + strspn(m->at + n, " \t");
		item_list *to = &a->positional, dropped = {0};
		if (n && *behind == ':') {
			to = n == 6 && !memcmp(from, "c_args", n) ? &a->flags
			   : n == 19 && !memcmp(from, "include_directories", n) ? &a->folders : &dropped;
			for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
				if (strlen(keywords[i]) == n && !memcmp(keywords[i], from, n))
					to = &a->inputs;
			m->at = behind + 1;
		}
		take_expression(m, to);
		vec_finish(&dropped);
		skip_blanks(m, true);
		if (!take_char(m, ',', true) && *m->at != ')' && m->at == from)
			m->at += *m->at != '\0'; /* not understood */
	}
}

static bool
is_maker(const char *name, enum target_kind *kind)
{
	static const struct { const char *name; enum target_kind kind; } makers[] = {
		{"executable", TARGET_PROGRAM}, {"library", TARGET_SHARED}, {"shared_library", TARGET_SHARED},
		{"both_libraries", TARGET_SHARED}, {"static_library", TARGET_ARCHIVE}, {"shared_module", TARGET_PLUGIN},
	};
	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
		if (strcmp(makers[i].name, name))
			continue;
		*kind = makers[i].kind;
		return true;
	}
	return false;
}

static void
add_items(struct mesonfile *m, struct target *t, const item_list *list, size_t first)
{
	for (size_t i = first; i < list->count; i++) {
		if (list->at[i].text)
			hints_input(m->h, t, list->at[i].folder, list->at[i].text);
		else if (list->at[i].target < m->h->targets.count)
			vec_push(&t->links, m->h->targets.at[list->at[i].target].names.at[0]);
	}
}

/* Compiler flags and folders of headers; without a target those of the whole project. */
static void
take_flags(struct mesonfile *m, const struct target *t, const item_list *flags, const item_list *folders, unsigned line)
{
	struct flag_use use = {.folder = t ? m->folder : m->project, .is_deep = true, .is_guessed = m->conditions > 0, .place = {m->file, line},
	                       .target = t ? (size_t)(t - m->h->targets.at) + 1 : 0};
	for (size_t i = 0; i < flags->count; i++)
		if (flags->at[i].text)
			hints_flag(m->h, &use, flags->at[i].text);
	for (size_t i = 0; i < folders->count; i++)
		if (folders->at[i].text)
			hints_flag(m->h, &use, arena_printf(&m->arena, "-I/%s", path_clean(&m->arena, path_join(&m->arena, folders->at[i].folder, folders->at[i].text))));
}

static void
make_target(struct mesonfile *m, enum target_kind kind, const struct arguments *a, unsigned line, item_list *out)
{
	if (!a->positional.count || !a->positional.at[0].text)
		return;
	struct target *t = hints_target(m->h, kind, m->folder, a->positional.at[0].text, (struct make_place){m->file, line});
	t->is_guessed = m->conditions > 0;
	add_items(m, t, &a->positional, 1);
	add_items(m, t, &a->inputs, 0);
	take_flags(m, t, &a->flags, &a->folders, line);
	push(m, out, (struct item){.target = (uint32_t)(t - m->h->targets.at)});
}

static void
take_call(struct mesonfile *m, const char *name, item_list *out)
{
	struct arguments a = {0};
	enum target_kind kind;
	unsigned line = m->line;
	take_arguments(m, &a);
	if (is_maker(name, &kind)) {
		make_target(m, kind, &a, line, out);
	} else if (!strcmp(name, "subdir") && a.positional.count && a.positional.at[0].text) {
		read_description(m, path_clean(&m->arena, path_join(&m->arena, m->folder, a.positional.at[0].text)));
	} else if (!strcmp(name, "add_project_arguments") || !strcmp(name, "add_global_arguments")) {
		take_flags(m, NULL, &a.positional, &a.folders, line);
	} else if (!strcmp(name, "include_directories") || !strcmp(name, "files") || !strcmp(name, "declare_dependency")) {
		for (size_t i = 0; i < a.positional.count; i++)
			push(m, out, a.positional.at[i]);
		for (size_t i = 0; i < a.inputs.count; i++)
			push(m, out, a.inputs.at[i]);
	}
	arguments_finish(&a);
}

/* ---- expressions ---- */

/* True when it is one text, which + and / join with another. */
static bool
take_operand(struct mesonfile *m, item_list *out)
{
	const char *text;
	size_t first = out->count;
	bool is_text = false;
	skip_blanks(m, false);
	size_t n = strspn(m->at, letters);
	if (*m->at == '[' || *m->at == '(' || *m->at == '{') {
		char close = *m->at == '[' ? ']' : *m->at == '(' ? ')' : '}';
		m->at++;
		while (*m->at && !take_char(m, close, true)) {
			const char *before = m->at;
			take_expression(m, out);
			if (!take_char(m, ',', true) && !take_char(m, ':', true) && m->at == before)
				m->at += *m->at != '\0';
		}
	} else if (take_string(m, &text)) {
		push(m, out, (struct item){.text = text, .folder = m->folder});
		is_text = true;
	} else if (n) {
		const char *name = arena_strndup(&m->arena, m->at, n);
		m->at += n;
		if (take_char(m, '(', false)) {
			take_call(m, name, out);
		} else {
			const struct variable *v = find(m, name);
			for (size_t i = 0; v && i < v->items.count; i++)
				push(m, out, v->items.at[i]);
			is_text = v && v->is_text;
		}
	}
	/* methods and elements: what they give is not known, what they are asked of may be */
	for (;;) {
		item_list dropped = {0};
		struct arguments a = {0};
		if (take_char(m, '.', false)) {
			m->at += strspn(m->at, letters);
			if (take_char(m, '(', false))
				take_arguments(m, &a);
		} else if (*m->at == '[') {
			m->at++;
			take_expression(m, &dropped);
			take_char(m, ']', true);
		} else {
			return is_text && out->count == first + 1;
		}
		is_text = false;
		vec_finish(&dropped);
		arguments_finish(&a);
	}
}

/* 'a' + 'b', 'a' / 'b' */
static void
join_texts(struct mesonfile *m, item_list *out, bool is_path)
{
	struct item last = vec_pop(out), *item = &vec_last(out);
	if (strlen(item->text) < TEXT_MAX)
		item->text = is_path ? path_join(&m->arena, item->text, last.text)
		                     : arena_printf(&m->arena, "%s%s", item->text, last.text);
}

/* Operands with operators between them; all are taken. */
static void
take_expression(struct mesonfile *m, item_list *out)
{
	if (m->depth >= DEPTH_MAX) {
		m->at += strcspn(m->at, "\n");
		return;
	}
	m->depth++;
	skip_blanks(m, true);
	char operator = '\0';
	for (bool was_text = false;;) {
		const char *before = m->at;
		bool is_text = take_operand(m, out);
		if (was_text && is_text && out->count > 1 && (operator == '+' || operator == '/'))
			join_texts(m, out, operator == '/');
		was_text = is_text;
		skip_blanks(m, false);
		size_t n = strspn(m->at, "+-*/%<>=!?");
		if (*m->at == ':' || (!n && (m->at == before || !strspn(m->at, letters))))
			break;
		operator = n == 1 ? *m->at : '\0';
		m->at += n;
		skip_blanks(m, n > 0);
	}
	m->depth--;
}

/* ---- statements ---- */

static void
assign(struct mesonfile *m, const char *name, bool add)
{
	item_list value = {0};
	skip_blanks(m, true);
	bool is_text = *m->at == '\'' || *m->at == 'f';
	take_expression(m, &value);
	struct variable *v = find(m, name);
	if (!v && m->variables.count < VARIABLES_MAX) {
		map_put(&m->variable_of, intern_text(&m->names, name), (uint32_t)m->variables.count);
		vec_push(&m->variables, (struct variable){.name = name});
		v = &vec_last(&m->variables);
	}
	if (v && !add && !m->conditions)
		v->items.count = 0;
	for (size_t i = 0; v && i < value.count; i++)
		push(m, &v->items, value.at[i]);
	if (v)
		v->is_text = is_text && v->items.count == 1;
	vec_finish(&value);
}

static void take_statement(struct mesonfile *m);

static void
set_text(struct mesonfile *m, const char *name, struct item item)
{
	struct variable *v = find(m, name);
	if (!v) {
		map_put(&m->variable_of, intern_text(&m->names, name), (uint32_t)m->variables.count);
		vec_push(&m->variables, (struct variable){.name = name});
		v = &vec_last(&m->variables);
	}
	v->items.count = 0;
	v->is_text = item.text != NULL;
	vec_push(&v->items, item);
}

static bool
is_at_word(const struct mesonfile *m, const char *word)
{
	size_t n = strlen(word);
	return !strncmp(m->at, word, n) && !strspn(m->at + n, letters);
}

/* foreach NAME : LIST … endforeach, once an item; once with nothing known when the list is not. */
static void
take_loop(struct mesonfile *m)
{
	item_list items = {0};
	skip_blanks(m, false);
	size_t n = strspn(m->at, letters);
	const char *name = arena_strndup(&m->arena, m->at, n);
	bool is_dictionary = memchr(m->at, ',', strcspn(m->at, ":\n")) != NULL;
	m->at += strcspn(m->at, ":\n");
	m->at += *m->at == ':';
	take_expression(m, &items);
	if (is_dictionary)
		items.count = 0;
	const char *body = m->at;
	unsigned line = m->line;
	size_t round = 0;
	m->depth++;
	m->conditions += !items.count;
	do {
		m->at = body;
		m->line = line;
		if (round < items.count && m->variables.count < VARIABLES_MAX)
			set_text(m, name, items.at[round]);
		for (skip_blanks(m, true); *m->at && !is_at_word(m, "endforeach"); skip_blanks(m, true))
			take_statement(m);
	} while (++round < items.count && round < ROUNDS_MAX && m->depth < DEPTH_MAX && m->work++ < ITEMS_MAX);
	m->conditions -= !items.count;
	m->depth--;
	m->at += strspn(m->at, letters);
	vec_finish(&items);
}

static void
take_statement(struct mesonfile *m)
{
	item_list dropped = {0};
	size_t n = strspn(m->at, letters);
	const char *name = arena_strndup(&m->arena, m->at, n), *behind = m->at + n + strspn(m->at + n, " \t");
	if (!strcmp(name, "foreach")) {
		m->at += n;
		take_loop(m);
	} else if (!strcmp(name, "if")) {
		m->conditions++;
		m->at += strcspn(m->at, "\n");
	} else if (!strcmp(name, "endif") || !strcmp(name, "endforeach")) {
		m->conditions -= m->conditions > 0;
		m->at += n;
	} else if (!strcmp(name, "elif") || !strcmp(name, "else")) {
		m->at += strcspn(m->at, "\n");
	} else if (n && (*behind == '=' || (*behind == '+' && behind[1] == '=')) && behind[1 + (*behind == '+')] != '=') {
		m->at = behind + 1 + (*behind == '+');
		assign(m, name, *behind == '+');
	} else {
		const char *before = m->at;
		take_expression(m, &dropped);
		m->at += m->at == before && *m->at;
	}
	vec_finish(&dropped);
}

static void
read_description(struct mesonfile *m, const char *folder)
{
	const char *file = path_join(&m->arena, folder, "meson.build");
	const char *text = hints_text(m->h, file);
	str_id id = intern_text(&m->names, arena_printf(&m->arena, "/%s", file));
	if (!text || m->files++ > FILES_MAX || map_has(&m->read, id) || m->depth >= DEPTH_MAX)
		return;
	map_put(&m->read, id, 1);
	const char *before_file = m->file, *before_folder = m->folder, *before_at = m->at;
	unsigned before_line = m->line;
	m->file = file;
	m->folder = folder;
	m->at = text;
	m->line = 1;
	m->depth++;
	for (skip_blanks(m, true); *m->at; skip_blanks(m, true))
		take_statement(m);
	m->depth--;
	m->file = before_file;
	m->folder = before_folder;
	m->at = before_at;
	m->line = before_line;
}

static void
forget(struct mesonfile *m)
{
	for (size_t i = 0; i < m->variables.count; i++)
		vec_finish(&m->variables.at[i].items);
	m->variables.count = 0;
	map_finish(&m->variable_of);
	map_init(&m->variable_of);
}

void
meson_targets(struct hints *h)
{
	struct mesonfile m = {.h = h};
	arena_init(&m.arena);
	intern_init(&m.names);
	map_init(&m.read);
	map_init(&m.variable_of);
	/* sorted, so a folder comes before those below it: what subdir() named is read by then */
	for (size_t depth = 0, left = 1; left && depth < 64; depth++) {
		left = 0;
		for (size_t i = 0; i < h->builder->tree.descriptions.count; i++) {
			const char *file = h->builder->tree.descriptions.at[i], *base = path_base(file);
			size_t slashes = 0;
			for (const char *p = file; *p; p++)
				slashes += *p == '/';
			left += slashes > depth;
			if (slashes != depth || strcmp(base, "meson.build"))
				continue;
			forget(&m);
			m.conditions = 0;
			m.project = arena_strndup(&m.arena, file, base == file ? 0 : (size_t)(base - file - 1));
			read_description(&m, m.project);
		}
	}
	forget(&m);
	vec_finish(&m.variables);
	map_finish(&m.variable_of);
	map_finish(&m.read);
	intern_finish(&m.names);
	arena_finish(&m.arena);
}
