/* What a switched-off block says. In: its bytes; out: INACTIVE_PART records: texts of more than one word and names
 * that are called. The block was never parsed, and may be prose: tokens are taken as they come, and a quote that
 * is not closed ends with its line. Comments and directives say nothing, but for the body of a #define. */
#include "parse/unit.h"

#include <ctype.h>
#include <string.h>

struct scan {
	struct unit *u;
	const char *at, *end;
	char *text; /* room for any literal or name of the block */
	uint32_t line;
};

/* Steps over one byte; lines are counted here and nowhere else. */
static void
step(struct scan *s)
{
	if (s->at < s->end && *s->at++ == '\n')
		s->line++;
}

static bool
sees(const struct scan *s, const char *what)
{
	size_t n = strlen(what);
	return (size_t)(s->end - s->at) >= n && !memcmp(s->at, what, n);
}

static void
skip_until(struct scan *s, const char *what)
{
	while (s->at < s->end && !sees(s, what))
		step(s);
}

/* A line and those it goes on in; a comment that begins in it is left to be skipped. */
static void
skip_line(struct scan *s)
{
	while (s->at < s->end && *s->at != '\n' && !sees(s, "/*")) {
		if (*s->at == '\\')
			step(s);
		step(s);
	}
}

static void
skip_blanks(struct scan *s)
{
	for (;;) {
		if (sees(s, "/*")) {
			s->at += 2;
			skip_until(s, "*/");
			s->at += sees(s, "*/") ? 2 : 0;
		} else if (sees(s, "//")) {
			skip_line(s);
		} else if (sees(s, "\\\n") || (s->at < s->end && isspace((unsigned char)*s->at))) {
			step(s);
		} else {
			return;
		}
	}
}

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void
put(struct scan *s, uint32_t line, bool is_call, const char *text)
{
	FACT(s->u->out, INACTIVE_PART, inactive_part, .line = line, .is_call = is_call, .text = fact_text(s->u->out, text));
}

/* What is quoted, escapes undone as far as they matter to a statement, appended at `to`. */
static char *
quoted(struct scan *s, char quote, char *to)
{
	for (step(s); s->at < s->end && *s->at != quote && *s->at != '\n'; step(s)) {
		if (*s->at != '\\') {
			*to++ = *s->at ? *s->at : ' ';
			continue;
		}
		step(s);
		if (s->at < s->end && *s->at != '\n')
			*to++ = strchr("ntrvf", *s->at) || !*s->at ? ' ' : *s->at;
	}
	if (s->at < s->end && *s->at == quote)
		step(s);
	return to;
}

/* A string and those that follow it at once. */
static void
literal(struct scan *s)
{
	char *text = s->text, *to = text;
	uint32_t line = s->line;
	do {
		to = quoted(s, '"', to);
		skip_blanks(s);
	} while (s->at < s->end && *s->at == '"');
	*to = '\0';
	size_t first = strcspn(text, " ");
	if (text[first] && text[first + strspn(text + first, " ")])
		put(s, line, false, text);
}

static void
word(struct scan *s)
{
	static const char *const statements[] = {"if", "for", "while", "switch", "return", "sizeof", "defined"};
	const char *from = s->at;
	uint32_t line = s->line;
	while (s->at < s->end && is_word(*s->at))
		s->at++;
	size_t n = (size_t)(s->at - from);
	skip_blanks(s);
	if (s->at == s->end || *s->at != '(' || isdigit((unsigned char)*from))
		return;
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		if (strlen(statements[i]) == n && !memcmp(statements[i], from, n))
			return;
	memcpy(s->text, from, n);
	s->text[n] = '\0';
	put(s, line, true, s->text);
}

/* `s` is behind the #. */
static void
directive(struct scan *s)
{
	step(s);
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t'))
		step(s);
	if (!sees(s, "define"))
		skip_line(s);
	else
		while (s->at < s->end && is_word(*s->at))
			s->at++;
}

void
inactive_parts(struct unit *u, const char *bytes, size_t size, uint32_t line)
{
	struct arena_mark mark = arena_mark(&u->arena);
	struct scan s = {.u = u, .at = bytes, .end = bytes + size, .text = arena_alloc(&u->arena, size + 1), .line = line};
	for (skip_blanks(&s); s.at < s.end; skip_blanks(&s)) {
		if (*s.at == '"')
			literal(&s);
		else if (*s.at == '\'')
			quoted(&s, '\'', s.text);
		else if (*s.at == '#')
			directive(&s);
		else if (is_word(*s.at))
			word(&s);
		else
			step(&s);
	}
	arena_pop(&u->arena, mark);
}
