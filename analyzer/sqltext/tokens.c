/* Text → tokens, for four dialects at once. Where they disagree the text decides:
 *   - a backslash before a quote escapes it (MySQL) unless the string is '\' or would then never close;
 *   - [x] is a quoted name where an operand may begin, a subscript behind one; # and -- begin comments;
 *   - a hole glued to letters is part of the name, but not to a word that can only be a keyword ("%sWHERE").
 * Client commands of scripts are stepped over: psql's \lines, MySQL's DELIMITER, SQL*Plus's lone slash (an
 * end of statement), the data lines of COPY … FROM stdin.
 * Parentheses are matched here, never across a semicolon, so that the parser can hop. Linear: every scan for
 * an end that is not there switches itself off for the rest of the text. */
#include "sqltext/tokens.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "sqltext/sqltext.h"

struct reader {
	struct token_list *out;
	const char *text;
	size_t at, end;
	VEC(uint32_t) open;        /* tokens of parentheses not closed yet */
	size_t statement;          /* first token of the current statement */
	const char *delimiter;     /* of the DELIMITER command, in text */
	size_t delimiter_length;
	bool no_escapes[2];        /* backslashes are plain characters in '' [0], in "" [1] */
	bool conditional;          /* within a MySQL version comment */
};

bool
is_word_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

size_t
hole_length(const char *text, size_t at, size_t end)
{
	if (at + 2 >= end || text[at] != SQL_HOLE_BEGIN)
		return 0;
	size_t i = at + 1;
	if (text[i] != 'v' && text[i] != 't')
		return 0;
	i++;
	while (i < end && isdigit((unsigned char)text[i]))
		i++;
	return i < end && text[i] == SQL_HOLE_END ? i + 1 - at : 0;
}

static char
peek(const struct reader *r, size_t ahead)
{
	return ahead < r->end - r->at ? r->text[r->at + ahead] : '\0';
}

static struct token *
emit(struct reader *r, enum token_kind kind, size_t begin, size_t end)
{
	struct token t = {.kind = (uint8_t)kind, .begin = (uint32_t)begin, .end = (uint32_t)end};
	vec_push(&r->out->list, t);
	r->at = end;
	return &vec_last(&r->out->list);
}

static const struct token *
last_token(const struct reader *r)
{
	return r->out->list.count ? &vec_last(&r->out->list) : NULL;
}

static bool
at_line_start(const struct reader *r)
{
	size_t i = r->at;
	while (i > 0 && (r->text[i - 1] == ' ' || r->text[i - 1] == '\t'))
		i--;
	return i == 0 || r->text[i - 1] == '\n';
}

static void
skip_line(struct reader *r)
{
	const char *newline = memchr(r->text + r->at, '\n', r->end - r->at);
	r->at = newline ? (size_t)(newline - r->text) : r->end;
}

static void
skip_block_comment(struct reader *r)
{
	if (peek(r, 2) == '!' && !r->conditional) {
		r->conditional = true;
		r->at += 3;
		while (isdigit((unsigned char)peek(r, 0)))
			r->at++;
		return;
	}
	const char *close = memmem(r->text + r->at + 2, r->end - r->at - 2, "*/", 2);
	if (!close)
		r->out->broken = true;
	r->at = close ? (size_t)(close - r->text) + 2 : r->end;
}

/* {fn lower(x)}, {oj a LEFT OUTER JOIN b ON …}: only the marks. */
static void
skip_brace(struct reader *r)
{
	bool word = r->end - r->at > 3 && isspace((unsigned char)r->text[r->at + 3]);
	bool mark = word && (!strncasecmp(r->text + r->at, "{fn", 3) || !strncasecmp(r->text + r->at, "{oj", 3));
	r->at += mark ? 3 : 1;
}

/* Blanks, comments, braces of ODBC escapes, client lines. */
static bool
skip_one(struct reader *r)
{
	char c = peek(r, 0), next = peek(r, 1);
	if ((unsigned char)c <= ' ' && !hole_length(r->text, r->at, r->end))
		r->at++;
	else if (c == '{' || c == '}')
		skip_brace(r);
	else if (c == '/' && next == '*')
		skip_block_comment(r);
	else if (c == '*' && next == '/' && r->conditional)
		r->conditional = false, r->at += 2;
	else if ((c == '-' && next == '-') || (c == '#' && next != '>' && next != '-') ||
	         (c == '\\' && at_line_start(r)))
		skip_line(r);
	else
		return false;
	return true;
}

/* The place behind the closing quote, or r->end when there is none. r->at is on the opening one. */
static size_t
quote_end(struct reader *r, char quote, bool escapes)
{
	for (size_t i = r->at + 1; i < r->end; i++) {
		char c = r->text[i];
		if (c == '\\' && escapes && i + 1 < r->end) {
			bool only = quote == '\'' && i == r->at + 1 && r->text[i + 1] == quote &&
			            (i + 2 >= r->end || r->text[i + 2] != quote);
			if (only)
				return i + 2;
			i++;
		} else if (c == quote) {
			if (i + 1 >= r->end || r->text[i + 1] != quote)
				return i + 1;
			i++;
		}
	}
	return r->end + 1;
}

static size_t
string_end(struct reader *r, char quote)
{
	bool *plain = &r->no_escapes[quote == '"'];
	size_t end = quote_end(r, quote, !*plain);
	if (end > r->end && !*plain) {
		*plain = true;
		end = quote_end(r, quote, false);
	}
	if (end > r->end) {
		r->out->broken = true;
		end = r->end;
	}
	return end;
}

static void
read_quoted(struct reader *r, char quote)
{
	size_t begin = r->at, end = string_end(r, quote);
	struct token *t = emit(r, quote == '\'' ? TOKEN_STRING : TOKEN_QUOTED, begin, end);
	t->has_hole = memchr(r->text + begin, SQL_HOLE_BEGIN, end - begin) != NULL;
}

/* q'[…]' of Oracle; r->at is on the quote. */
static void
read_q_string(struct reader *r, size_t begin)
{
	char open = peek(r, 1);
	const char *pairs = "[](){}<>", *pair = open ? strchr(pairs, open) : NULL;
	char close[2] = {pair && !((pair - pairs) & 1) ? pair[1] : open, '\''};
	const char *stop = r->end - r->at > 3 ? memmem(r->text + r->at + 2, r->end - r->at - 2, close, 2) : NULL;
	if (!stop)
		r->out->broken = true;
	emit(r, TOKEN_STRING, begin, stop ? (size_t)(stop - r->text) + 2 : r->end);
}

/* A word that is only a prefix of the string behind it: N'…', _utf8'…'. */
static bool
read_prefixed_string(struct reader *r, size_t begin, size_t end)
{
	size_t n = end - begin;
	char first = (char)tolower((unsigned char)r->text[begin]);
	if (end >= r->end || r->text[end] != '\'')
		return false;
	if (n == 1 && first == 'q') {
		r->at = end;
		read_q_string(r, begin);
		return true;
	}
	if (!(n == 1 && strchr("nxbe", first)) && first != '_')
		return false;
	r->at = end;
	read_quoted(r, '\'');
	vec_last(&r->out->list).begin = (uint32_t)begin;
	return true;
}

static size_t
word_end(const struct reader *r, size_t at)
{
	while (at < r->end && is_word_byte(r->text[at]))
		at++;
	return at;
}

/* Is text[begin, …) a word that can only be a keyword, "order" only before "by"? */
static bool
keyword_only(const struct reader *r, size_t begin, size_t end)
{
	enum keyword k = keyword_find(r->text + begin, end - begin);
	if (keyword_class(k) != HARD)
		return false;
	if (k != KEYWORD_ORDER && k != KEYWORD_GROUP)
		return true;
	while (end < r->end && isspace((unsigned char)r->text[end]))
		end++;
	return r->end - end > 2 && !strncasecmp(r->text + end, "by", 2) && !is_word_byte(r->text[end + 2]);
}

/* Holes and digits: the end of a value. */
static size_t
value_end(const struct reader *r, size_t at)
{
	for (;;) {
		size_t hole = hole_length(r->text, at, r->end);
		if (hole && r->text[at + 1] == 'v')
			at += hole;
		else if (at < r->end && isdigit((unsigned char)r->text[at]))
			at++;
		else if (at + 1 < r->end && r->text[at] == '.' &&
		         (isdigit((unsigned char)r->text[at + 1]) || r->text[at + 1] == SQL_HOLE_BEGIN))
			at++;
		else
			return at;
	}
}

/* The operators #> #>> #- */
static bool
json_path_at(const struct reader *r, size_t at)
{
	return at + 1 < r->end && (r->text[at + 1] == '>' || r->text[at + 1] == '-');
}

/* A run of word bytes and holes from r->at, whichever comes first. */
static void
read_name(struct reader *r)
{
	size_t begin = r->at, at = begin, holes = 0, words = 0;
	bool all_values = true;
	for (;;) {
		size_t hole = hole_length(r->text, at, r->end);
		size_t word = word_end(r, at);
		if (hole) {
			bool value = r->text[at + 1] == 'v';
			if (words && !holes && keyword_only(r, begin, at))
				break;
			if (holes && !words && all_values && !value)
				break; /* LIMIT %d%s: a value, then a clause */
			all_values &= value;
			holes++;
			at += hole;
		} else if (word > at) {
			if (holes && keyword_only(r, at, word))
				break;
			words++;
			at = word;
		} else if (words && at < r->end && r->text[at] == '#' && !json_path_at(r, at)) {
			at++;
		} else {
			break;
		}
	}
	if (!holes && read_prefixed_string(r, begin, at))
		return;
	struct token *t = emit(r, words ? TOKEN_NAME : TOKEN_HOLE, begin, at);
	t->has_hole = holes > 0;
	t->is_value = !words && all_values;
	if (!holes)
		t->keyword = (uint16_t)keyword_find(r->text + begin, at - begin);
}

/* Holes alone or a number: %d, %d.%d, 12%d. */
static void
read_value(struct reader *r)
{
	size_t begin = r->at, end = value_end(r, begin);
	char next = end < r->end ? r->text[end] : '\0';
	bool hole = r->text[begin] == SQL_HOLE_BEGIN;
	if ((isalpha((unsigned char)next) || next == '_') && !keyword_only(r, end, word_end(r, end)) &&
	    !memchr(r->text + begin, '.', end - begin)) {
		read_name(r); /* %d_jobs, 2fa */
		return;
	}
	struct token *t = emit(r, hole ? TOKEN_HOLE : TOKEN_NUMBER, begin, end);
	t->is_value = true;
	t->has_hole = memchr(r->text + begin, SQL_HOLE_BEGIN, end - begin) != NULL;
}

static void
read_number(struct reader *r)
{
	size_t at = r->at;
	if (peek(r, 0) == '0' && (peek(r, 1) | 32) == 'x' && isxdigit((unsigned char)peek(r, 2))) {
		emit(r, TOKEN_NUMBER, at, word_end(r, at));
		return;
	}
	while (at < r->end && (isdigit((unsigned char)r->text[at]) || r->text[at] == '.'))
		at++;
	if (at < r->end && (r->text[at] | 32) == 'e') {
		size_t digits = at + 1;
		if (digits < r->end && (r->text[digits] == '+' || r->text[digits] == '-'))
			digits++;
		if (digits < r->end && isdigit((unsigned char)r->text[digits])) {
			emit(r, TOKEN_NUMBER, r->at, word_end(r, digits));
			return;
		}
	}
	read_value(r);
}

/* :name, :1, :a.b, @x, @@x, $1: r->at is on the mark. */
static void
read_param(struct reader *r, size_t marks)
{
	size_t begin = r->at, at = begin + marks;
	for (;;) {
		size_t hole = hole_length(r->text, at, r->end), word = word_end(r, at);
		if (hole)
			at += hole;
		else if (word > at)
			at = word;
		else if (r->text[begin] == ':' && at + 1 < r->end && r->text[at] == '.' && is_word_byte(r->text[at + 1]))
			at++;
		else if (r->text[begin] == ':' && at + 2 < r->end && !strncmp(r->text + at, "->", 2) &&
		         is_word_byte(r->text[at + 2]))
			at += 2;
		else
			break;
	}
	emit(r, TOKEN_PARAM, begin, at);
}

/* $tag$ … $tag$, else a parameter; r->at is on the dollar. */
static void
read_dollar(struct reader *r)
{
	size_t begin = r->at, tag = begin + 1;
	while (tag < r->end && (isalnum((unsigned char)r->text[tag]) || r->text[tag] == '_'))
		tag++;
	bool quote = tag < r->end && r->text[tag] == '$' && !isdigit((unsigned char)peek(r, 1));
	if (!quote) {
		read_param(r, 1);
		return;
	}
	size_t n = tag + 1 - begin;
	const char *close = memmem(r->text + tag + 1, r->end - tag - 1, r->text + begin, n);
	if (!close)
		r->out->broken = true;
	emit(r, TOKEN_BODY, begin, close ? (size_t)(close - r->text) + n : r->end);
}

/* May the next token begin an operand? Then [ begins a quoted name. */
static bool
operand_expected(const struct reader *r)
{
	const struct token *t = last_token(r);
	if (!t || (t->kind == TOKEN_NAME && t->keyword == KEYWORD_ARRAY))
		return !t;
	switch (t->kind) {
	case TOKEN_NAME:
		return t->end < r->at;
	case TOKEN_QUOTED: case TOKEN_HOLE: case TOKEN_CLOSE: case TOKEN_UNBRACKET: case TOKEN_PARAM:
		return t->end < r->at;
	default:
		return true;
	}
}

static void
read_bracket(struct reader *r)
{
	enum { LONGEST_NAME = 128 };
	size_t room = r->end - r->at < LONGEST_NAME ? r->end - r->at : LONGEST_NAME;
	const char *close = memchr(r->text + r->at, ']', room);
	char first = peek(r, 1);
	bool name = isalpha((unsigned char)first) || first == '_' || first == SQL_HOLE_BEGIN || (unsigned char)first >= 0x80;
	if (close && name && operand_expected(r)) {
		size_t begin = r->at, end = (size_t)(close - r->text) + 1;
		emit(r, TOKEN_QUOTED, begin, end)->has_hole = first == SQL_HOLE_BEGIN;
		return;
	}
	vec_push(&r->open, (uint32_t)r->out->list.count);
	emit(r, TOKEN_BRACKET, r->at, r->at + 1);
}

static void
close_pair(struct reader *r, enum token_kind opener, enum token_kind closer)
{
	uint32_t index = (uint32_t)r->out->list.count;
	struct token *t = emit(r, closer, r->at, r->at + 1);
	while (r->open.count) {
		uint32_t top = vec_last(&r->open);
		struct token *o = &r->out->list.at[top];
		if (o->kind != opener && opener == TOKEN_BRACKET)
			return;
		(void)vec_pop(&r->open);
		if (o->kind == opener) {
			o->match = index;
			t->match = top;
			return;
		}
	}
}

/* COPY … FROM stdin; is followed by data lines up to a line "\.". */
static void
skip_copy_data(struct reader *r)
{
	const struct token *first = &r->out->list.at[r->statement];
	const struct token *before = &vec_last(&r->out->list) - 1;
	if (first->keyword != KEYWORD_COPY || before < first || before->end - before->begin != 5 ||
	    strncasecmp(r->text + before->begin, "stdin", 5) != 0)
		return;
	const char *stop = memmem(r->text + r->at, r->end - r->at, "\n\\.", 3);
	r->at = stop ? (size_t)(stop - r->text) + 3 : r->end;
}

static void
read_semicolon(struct reader *r, size_t length)
{
	emit(r, TOKEN_SEMICOLON, r->at, r->at + length);
	r->open.count = 0;
	skip_copy_data(r);
	r->statement = r->out->list.count;
}

/* "DELIMITER //" on a line of its own; r->at is on the word. */
static bool
read_delimiter_command(struct reader *r)
{
	static const char word[] = "delimiter ";
	size_t n = sizeof word - 1;
	if (r->end - r->at <= n || strncasecmp(r->text + r->at, word, n) != 0 || !at_line_start(r))
		return false;
	r->at += n;
	size_t begin = r->at;
	skip_line(r);
	size_t length = r->at - begin;
	while (length && isspace((unsigned char)r->text[begin + length - 1]))
		length--;
	r->delimiter = r->text + begin;
	r->delimiter_length = length == 1 && r->delimiter[0] == ';' ? 0 : length;
	return true;
}

static bool
lone_slash(const struct reader *r)
{
	size_t i = r->at + 1;
	while (i < r->end && (r->text[i] == ' ' || r->text[i] == '\t' || r->text[i] == '\r'))
		i++;
	return (i == r->end || r->text[i] == '\n') && at_line_start(r);
}

static const struct {
	char text[4];
	enum operator_class class;
} operators[] = { /* longest first */
	{"<=>", OPERATOR_EQUAL}, {"!~*", OPERATOR_UNEQUAL}, {"~~*", OPERATOR_MATCH}, {"->>", OPERATOR_OTHER},
	{"#>>", OPERATOR_OTHER}, {"<>", OPERATOR_UNEQUAL}, {"<=", OPERATOR_RANGE}, {">=", OPERATOR_RANGE},
	{"!=", OPERATOR_UNEQUAL}, {"^=", OPERATOR_UNEQUAL}, {"==", OPERATOR_EQUAL}, {"=>", OPERATOR_NAMED},
	{"::", OPERATOR_CAST}, {":=", OPERATOR_ASSIGN}, {"!~", OPERATOR_UNEQUAL}, {"~*", OPERATOR_MATCH},
	{"~~", OPERATOR_MATCH}, {"||", OPERATOR_OTHER}, {"->", OPERATOR_OTHER}, {"<<", OPERATOR_OTHER},
	{">>", OPERATOR_OTHER}, {"&&", OPERATOR_OTHER}, {"@>", OPERATOR_OTHER}, {"<@", OPERATOR_OTHER},
	{"#>", OPERATOR_OTHER}, {"=", OPERATOR_EQUAL}, {"<", OPERATOR_RANGE}, {">", OPERATOR_RANGE},
	{"~", OPERATOR_MATCH}
};

static void
read_operator(struct reader *r)
{
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		size_t n = strlen(operators[i].text);
		if (n <= r->end - r->at && !strncmp(operators[i].text, r->text + r->at, n)) {
			emit(r, TOKEN_OPERATOR, r->at, r->at + n)->operator_class = (uint8_t)operators[i].class;
			return;
		}
	}
	emit(r, TOKEN_OPERATOR, r->at, r->at + 1);
}

/* Tokens that begin with a mark; false: not one of those. */
static bool
read_mark(struct reader *r, char c, char next)
{
	bool word = is_word_byte(next) || next == SQL_HOLE_BEGIN;
	if (c == '\'' || c == '"' || c == '`')
		read_quoted(r, c);
	else if (c == '$')
		read_dollar(r);
	else if (c == '?')
		read_param(r, 1);
	else if ((c == ':' || c == '@') && word)
		read_param(r, 1);
	else if (c == '@' && next == '@')
		read_param(r, 2);
	else if (c == '[')
		read_bracket(r);
	else if (c == ']')
		close_pair(r, TOKEN_BRACKET, TOKEN_UNBRACKET);
	else if (c == ')')
		close_pair(r, TOKEN_OPEN, TOKEN_CLOSE);
	else if (c == ';')
		read_semicolon(r, 1);
	else if (c == '/' && lone_slash(r))
		read_semicolon(r, 1);
	else
		return false;
	return true;
}

static void
read_token(struct reader *r)
{
	char c = peek(r, 0), next = peek(r, 1);
	const struct token *before = last_token(r);
	bool glued = before && before->end == r->at && before->kind != TOKEN_OPERATOR && before->kind != TOKEN_OPEN &&
	             before->kind != TOKEN_COMMA;
	if (r->delimiter_length && r->end - r->at >= r->delimiter_length &&
	    !strncmp(r->text + r->at, r->delimiter, r->delimiter_length))
		read_semicolon(r, r->delimiter_length);
	else if (read_mark(r, c, next))
		return;
	else if (c == SQL_HOLE_BEGIN)
		r->text[r->at + 1] == 'v' ? read_value(r) : read_name(r);
	else if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)next) && !glued))
		read_number(r);
	else if (is_word_byte(c))
		read_name(r);
	else if (c == '(') {
		vec_push(&r->open, (uint32_t)r->out->list.count);
		emit(r, TOKEN_OPEN, r->at, r->at + 1);
	} else if (c == ',' || c == '.' || c == '*')
		emit(r, c == ',' ? TOKEN_COMMA : c == '.' ? TOKEN_DOT : TOKEN_STAR, r->at, r->at + 1);
	else
		read_operator(r);
}

void
tokens_read(struct token_list *tokens, const char *text, size_t begin, size_t end)
{
	struct reader r = {.out = tokens, .text = text, .at = begin, .end = end};
	tokens->text = text;
	tokens->list.count = 0;
	tokens->broken = false;
	vec_reserve(&tokens->list, (end - begin) / 4 + 8);
	while (r.at < r.end) {
		if (!skip_one(&r) && !((r.text[r.at] | 32) == 'd' && read_delimiter_command(&r)))
			read_token(&r);
	}
	emit(&r, TOKEN_END, end, end);
	vec_finish(&r.open);
}

void
tokens_finish(struct token_list *tokens)
{
	vec_finish(&tokens->list);
}
