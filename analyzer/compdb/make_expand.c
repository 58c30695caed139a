/* Text of a makefile with $(…) → text. Variables and make's text functions are known; what asks the machine
 * ($(shell …)) or was never set is empty and marks the expansion as unknown.
 *
 * Limits: depth of nesting, length of a text, bytes of a whole makefile. Beyond them text is cut, never wrong
 * memory. */
#include <string.h>

#include "base/path.h"
#include "compdb/make.h"

enum { DEPTH_MAX = 40, TEXT_MAX = 1 << 18, WORK_MAX = 16 << 20, CALL_WORK = 16, ARGUMENTS_MAX = 9 };

typedef VEC(char) text_buffer;

static void expand_into(struct makefile *m, const char *p, const char *end, text_buffer *out);

static void
put(struct makefile *m, text_buffer *out, const char *bytes, size_t length)
{
	m->work += length;
	if (out->count + length > TEXT_MAX || m->work > WORK_MAX)
		return;
	vec_reserve(out, out->count + length + 1);
	if (length)
		memcpy(out->at + out->count, bytes, length);
	out->count += length;
}

static void
put_text(struct makefile *m, text_buffer *out, const char *text)
{
	put(m, out, text, strlen(text));
}

static const char *
keep(struct makefile *m, text_buffer *b)
{
	const char *text = arena_strndup(&m->arena, b->at ? b->at : "", b->count);
	vec_finish(b);
	return text;
}

static const char *
expand_span(struct makefile *m, const char *p, const char *end)
{
	text_buffer out = {0};
	expand_into(m, p, end, &out);
	return keep(m, &out);
}

/* ---- words ---- */

struct words {
	const char *at;
};

static bool
next_word(struct words *w, const char **word, size_t *length)
{
	w->at += strspn(w->at, " \t\n");
	*word = w->at;
	*length = strcspn(w->at, " \t\n");
	w->at += *length;
	return *length > 0;
}

static void
put_word(struct makefile *m, text_buffer *out, const char *word, size_t length)
{
	if (out->count && out->at[out->count - 1] != ' ')
		put(m, out, " ", 1);
	put(m, out, word, length);
}

/* The part of a word that `%` stands for; NULL: no match. */
static const char *
stem_of(const char *pattern, const char *word, size_t length, size_t *stem)
{
	const char *percent = strchr(pattern, '%');
	if (!percent) {
		*stem = 0;
		return strlen(pattern) == length && !memcmp(pattern, word, length) ? word : NULL;
	}
	size_t before = (size_t)(percent - pattern), after = strlen(percent + 1);
	if (length < before + after || memcmp(pattern, word, before) || memcmp(word + length - after, percent + 1, after))
		return NULL;
	*stem = length - before - after;
	return word + before;
}

/* patsubst */
static void
substitute(struct makefile *m, const char *from, const char *to, const char *text, text_buffer *out)
{
	struct words w = {text};
	const char *word, *percent = strchr(to, '%');
	bool has_stem = strchr(from, '%') && percent;
	for (size_t n, length; next_word(&w, &word, &n);) {
		const char *stem = stem_of(from, word, n, &length);
		if (!stem) {
			put_word(m, out, word, n);
			continue;
		}
		put_word(m, out, to, has_stem ? (size_t)(percent - to) : strlen(to));
		if (has_stem) {
			put(m, out, stem, length);
			put_text(m, out, percent + 1);
		}
	}
}

/* ---- functions ---- */

struct call {
	const char *arguments[ARGUMENTS_MAX + 1]; /* not expanded, ends beside */
	const char *ends[ARGUMENTS_MAX + 1];
	size_t count;
};

static const char *
argument(struct makefile *m, const struct call *c, size_t i)
{
	return i < c->count ? expand_span(m, c->arguments[i], c->ends[i]) : "";
}

static void
f_filter(struct makefile *m, const struct call *c, text_buffer *out, bool keeps)
{
	const char *patterns = argument(m, c, 0);
	struct words w = {argument(m, c, 1)};
	const char *word, *pattern;
	for (size_t n, k, ignored; next_word(&w, &word, &n);) {
		bool found = false;
		for (struct words p = {patterns}; !found && next_word(&p, &pattern, &k);)
			found = stem_of(arena_strndup(&m->arena, pattern, k), word, n, &ignored) != NULL;
		m->work += n + 1;
		if (m->work > WORK_MAX)
			return;
		if (found == keeps)
			put_word(m, out, word, n);
	}
}

static void
f_affix(struct makefile *m, const struct call *c, text_buffer *out, bool before)
{
	const char *affix = argument(m, c, 0), *word;
	struct words w = {argument(m, c, 1)};
	for (size_t n; next_word(&w, &word, &n);) {
		put_word(m, out, before ? affix : word, before ? strlen(affix) : n);
		put(m, out, before ? word : affix, before ? n : strlen(affix));
	}
}

/* dir, notdir, basename, suffix: a part of each word */
static void
f_part(struct makefile *m, const struct call *c, text_buffer *out, char which)
{
	struct words w = {argument(m, c, 0)};
	const char *word;
	for (size_t n; next_word(&w, &word, &n);) {
		size_t slash = n, dot = n;
		while (slash && word[slash - 1] != '/')
			slash--;
		while (dot > slash && word[dot - 1] != '.')
			dot--;
		dot = dot > slash ? dot - 1 : n;
		if (which == 'd' && !slash)
			put_word(m, out, "./", 2);
		else if (which == 'd')
			put_word(m, out, word, slash);
		else if (which == 'n')
			put_word(m, out, word + slash, n - slash);
		else if (which == 'b')
			put_word(m, out, word, dot);
		else if (dot < n)
			put_word(m, out, word + dot, n - dot);
	}
}

static void
f_subst(struct makefile *m, const struct call *c, text_buffer *out)
{
	const char *from = argument(m, c, 0), *to = argument(m, c, 1), *text = argument(m, c, 2);
	size_t n = strlen(from);
	for (const char *hit; n && (hit = strstr(text, from)); text = hit + n) {
		put(m, out, text, (size_t)(hit - text));
		put_text(m, out, to);
	}
	put_text(m, out, text);
}

static void
f_foreach(struct makefile *m, const struct call *c, text_buffer *out)
{
	const char *name = argument(m, c, 0), *word;
	struct words w = {argument(m, c, 1)};
	if (c->count < 3)
		return;
	struct make_variable *v = make_find(m, name, strlen(name));
	const char *before = v ? v->value : "";
	for (size_t n; next_word(&w, &word, &n) && m->work < WORK_MAX;) {
		make_set(m, name, arena_strndup(&m->arena, word, n), true, false, (struct make_place){"", 0});
		if (out->count)
			put(m, out, " ", 1);
		expand_into(m, c->arguments[2], c->ends[2], out);
	}
	make_set(m, name, before, true, false, (struct make_place){"", 0});
}

static void
f_call(struct makefile *m, const struct call *c, text_buffer *out)
{
	const char *name = argument(m, c, 0), *given[ARGUMENTS_MAX];
	for (size_t i = 0; i < ARGUMENTS_MAX; i++)
		given[i] = argument(m, c, i + 1);
	const struct make_variable *v = make_find(m, name, strlen(name));
	if (!v) {
		m->is_unknown = true;
		return;
	}
	const char *body = v->value;
	for (size_t i = 0; i < ARGUMENTS_MAX; i++)
		vec_push(&m->arguments, given[i]);
	expand_into(m, body, body + strlen(body), out);
	m->arguments.count -= ARGUMENTS_MAX;
}

static void
f_if(struct makefile *m, const struct call *c, text_buffer *out)
{
	const char *condition = argument(m, c, 0);
	size_t branch = condition[strspn(condition, " \t\n")] ? 1 : 2;
	if (branch < c->count)
		expand_into(m, c->arguments[branch], c->ends[branch], out);
}

/* Names come back as the pattern is written: relative to where make would run. */
static void
match_pattern(struct makefile *m, const char *pattern, text_buffer *out)
{
	size_t literal = strcspn(pattern, "*?[");
	while (literal && pattern[literal - 1] != '/')
		literal--;
	const char *folder = path_join(&m->arena, m->folder, arena_strndup(&m->arena, pattern, literal));
	folder = path_clean(&m->arena, path_join(&m->arena, "/", folder));
	const char *whole = path_join(&m->arena, folder, pattern + literal);
	size_t skipped = strlen(folder) - (strlen(folder) > 1 ? 0 : 1);
	word_list found = {0};
	m->files->match(m->files->arg, whole + 1, &found);
	for (size_t i = 0; i < found.count; i++) {
		put_word(m, out, pattern, literal);
		put_text(m, out, found.at[i] + skipped);
	}
	vec_finish(&found);
}

static void
f_wildcard(struct makefile *m, const struct call *c, text_buffer *out)
{
	struct words w = {argument(m, c, 0)};
	const char *word;
	for (size_t n; next_word(&w, &word, &n) && m->work < WORK_MAX;)
		match_pattern(m, arena_strndup(&m->arena, word, n), out);
}

static void
f_word(struct makefile *m, const struct call *c, text_buffer *out, bool first)
{
	struct words w = {argument(m, c, 0)};
	const char *word, *last = "";
	size_t n, length = 0;
	while (next_word(&w, &word, &n)) {
		last = word;
		length = n;
		if (first)
			break;
	}
	put(m, out, last, length);
}

static void
f_words_once(struct makefile *m, const struct call *c, text_buffer *out)
{
	struct words w = {argument(m, c, 0)};
	const char *word;
	for (size_t n; next_word(&w, &word, &n);)
		put_word(m, out, word, n);
}

static void
apply(struct makefile *m, const char *name, const struct call *c, text_buffer *out)
{
	if (!strcmp(name, "wildcard"))
		f_wildcard(m, c, out);
	else if (!strcmp(name, "patsubst") && c->count >= 3)
		substitute(m, argument(m, c, 0), argument(m, c, 1), argument(m, c, 2), out);
	else if (!strcmp(name, "filter") || !strcmp(name, "filter-out"))
		f_filter(m, c, out, !name[6]);
	else if (!strcmp(name, "addprefix") || !strcmp(name, "addsuffix"))
		f_affix(m, c, out, name[3] == 'p');
	else if (!strcmp(name, "dir") || !strcmp(name, "notdir") || !strcmp(name, "basename") || !strcmp(name, "suffix"))
		f_part(m, c, out, *name);
	else if (!strcmp(name, "subst"))
		f_subst(m, c, out);
	else if (!strcmp(name, "foreach"))
		f_foreach(m, c, out);
	else if (!strcmp(name, "call"))
		f_call(m, c, out);
	else if (!strcmp(name, "if"))
		f_if(m, c, out);
	else if (!strcmp(name, "firstword") || !strcmp(name, "lastword"))
		f_word(m, c, out, *name == 'f');
	else if (!strcmp(name, "sort") || !strcmp(name, "strip") || !strcmp(name, "abspath") || !strcmp(name, "realpath"))
		f_words_once(m, c, out);
	else if (!strcmp(name, "value"))
		put_text(m, out, make_value(m, argument(m, c, 0)));
	else
		m->is_unknown = true; /* shell and others that ask the machine, eval, error, … */
}

static bool
is_function(const char *name, size_t length)
{
	static const char *const functions[] = {
		"wildcard", "patsubst", "filter", "filter-out", "addprefix", "addsuffix", "dir", "notdir", "basename", "suffix",
		"subst", "foreach", "call", "if", "firstword", "lastword", "sort", "strip", "abspath", "realpath", "value", "shell",
		"eval", "error", "warning", "info", "or", "and", "word", "words", "wordlist", "findstring", "join", "origin", "file",
	};
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (strlen(functions[i]) == length && !memcmp(functions[i], name, length))
			return true;
	return false;
}

/* ---- references ---- */

/* Behind the bracket that closes what opens before p; `end` when none does. */
static const char *
closing(const char *p, const char *end, char open)
{
	char close = open == '(' ? ')' : '}';
	for (unsigned depth = 1; p < end; p++) {
		depth += *p == open;
		if (*p == close && !--depth)
			return p;
	}
	return end;
}

static void
split_arguments(struct call *c, const char *p, const char *end)
{
	unsigned depth = 0;
	p += strspn(p, " \t") < (size_t)(end - p) ? strspn(p, " \t") : (size_t)(end - p);
	const char *from = p;
	for (; p < end; p++) {
		depth += *p == '(' || *p == '{';
		depth -= (*p == ')' || *p == '}') && depth;
		if (*p == ',' && !depth && c->count < ARGUMENTS_MAX) {
			c->arguments[c->count] = from;
			c->ends[c->count++] = p;
			from = p + 1;
		}
	}
	c->arguments[c->count] = from;
	c->ends[c->count++] = end;
}

static void
put_variable(struct makefile *m, const char *name, text_buffer *out)
{
	size_t n = strlen(name);
	if (n == 1 && *name >= '1' && *name <= '9') {
		size_t base = m->arguments.count < ARGUMENTS_MAX ? 0 : m->arguments.count - ARGUMENTS_MAX;
		if (m->arguments.count)
			put_text(m, out, m->arguments.at[base + (size_t)(*name - '1')]);
		return;
	}
	struct make_variable *v = make_find(m, name, n);
	if (!v || v->is_expanding) {
		m->is_unknown = true;
		if (m->keeps_unknown)
			put_text(m, out, "@?@");
		return;
	}
	const char *value = v->value;
	size_t number = (size_t)(v - m->variables.at);
	if (v->is_immediate) {
		put_text(m, out, value);
		return;
	}
	v->is_expanding = true;
	expand_into(m, value, value + strlen(value), out);
	m->variables.at[number].is_expanding = false;
}

/* $(NAME:.c=.o) and $(NAME:%.c=%.o) */
static void
put_substituted(struct makefile *m, const char *name, const char *rule, text_buffer *out)
{
	const char *equals = strchr(rule, '=');
	const char *from = arena_strndup(&m->arena, rule, (size_t)(equals - rule)), *to = equals + 1;
	if (!strchr(from, '%')) {
		from = arena_printf(&m->arena, "%%%s", from);
		to = arena_printf(&m->arena, "%%%s", to);
	}
	substitute(m, from, to, make_value(m, name), out);
}

/* What stands between the brackets. */
static void
put_reference(struct makefile *m, const char *p, const char *end, text_buffer *out)
{
	const char *q = p;
	while (q < end && *q != ' ' && *q != '\t' && *q != '$' && *q != ':' && *q != ',')
		q++;
	if (q < end && (*q == ' ' || *q == '\t') && is_function(p, (size_t)(q - p))) {
		struct call c = {.count = 0};
		split_arguments(&c, q, end);
		apply(m, arena_strndup(&m->arena, p, (size_t)(q - p)), &c, out);
		return;
	}
	const char *name = expand_span(m, p, end), *colon = strchr(name, ':');
	if (colon && strchr(colon, '='))
		put_substituted(m, arena_strndup(&m->arena, name, (size_t)(colon - name)), colon + 1, out);
	else
		put_variable(m, name, out);
}

static void
expand_into(struct makefile *m, const char *p, const char *end, text_buffer *out)
{
	if (m->depth >= DEPTH_MAX || m->work > WORK_MAX) {
		m->is_unknown = true;
		return;
	}
	m->depth++;
	while (p < end) {
		const char *dollar = memchr(p, '$', (size_t)(end - p));
		put(m, out, p, (size_t)((dollar ? dollar : end) - p));
		if (!dollar || dollar + 1 >= end)
			break;
		p = dollar + 1;
		if (*p == '(' || *p == '{') {
			const char *close = closing(p + 1, end, *p);
			put_reference(m, p + 1, close, out);
			p = close < end ? close + 1 : end;
		} else {
			if (*p == '$')
				put(m, out, "$", 1);
			else
				put_variable(m, arena_strndup(&m->arena, p, 1), out);
			p++;
		}
	}
	m->work += CALL_WORK;
	m->depth--;
}

const char *
make_expand(struct makefile *m, const char *text)
{
	return expand_span(m, text, text + strlen(text));
}

const char *
make_value(struct makefile *m, const char *name)
{
	text_buffer out = {0};
	put_variable(m, name, &out);
	return keep(m, &out);
}
