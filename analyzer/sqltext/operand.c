/* Operands: literals, column references, calls, CASE, parentheses, subqueries. In: tokens. Out: an operand; a
 * reference noted for each name that may be a column. A name is a column unless it is followed by a parenthesis
 * (a call) or stands for a value (CURRENT_DATE); what it belongs to is settled later. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

static const struct operand none = {.kind = OPERAND_NONE, .ref = NO_REF};
static const struct operand constant = {.kind = OPERAND_CONSTANT, .ref = NO_REF};
static const struct operand other = {.kind = OPERAND_OTHER, .ref = NO_REF};

static bool
is_constant_word(const struct parser *p, const struct token *t)
{
	return token_in(p, t, " NULL TRUE FALSE UNKNOWN DEFAULT CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME CURRENT_USER "
	                      "CURRENT_ROLE CURRENT_SCHEMA CURRENT_CATALOG SESSION_USER SYSTEM_USER LOCALTIME "
	                      "LOCALTIMESTAMP SYSDATE SYSTIMESTAMP ROWNUM MAXVALUE UTC_TIMESTAMP UTC_DATE UTC_TIME ");
}

static bool
is_unit(const struct parser *p, const struct token *t)
{
	return token_in(p, t, " MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR SECONDS MINUTES "
	                      "HOURS DAYS WEEKS MONTHS YEARS YEAR_MONTH DAY_HOUR DAY_MINUTE DAY_SECOND DAY_MICROSECOND "
	                      "HOUR_MINUTE HOUR_SECOND MINUTE_SECOND SECOND_MICROSECOND EPOCH DOW DOY CENTURY ");
}

/* Text in double quotes that can hardly be a name. */
static bool
is_text(const struct parser *p, const struct token *t)
{
	if (p->text[t->begin] != '"' || t->end - t->begin < 3)
		return p->text[t->begin] == '"';
	for (size_t i = t->begin + 1; i + 1 < t->end; i++) {
		char c = p->text[i];
		if (!is_word_byte(c) && c != ' ' && c != SQL_HOLE_BEGIN && c != SQL_HOLE_END && c != '-' && c != '.')
			return true;
	}
	return false;
}

static void
case_read(struct parser *p)
{
	p->at++;
	if (!now_is(p, KEYWORD_WHEN))
		(void)expression_read(p);
	while (p->at < p->end && !group_done(p)) {
		if (accept(p, KEYWORD_END))
			return;
		bool word = now_is(p, KEYWORD_WHEN) || now_is(p, KEYWORD_THEN) || now_is(p, KEYWORD_ELSE);
		if (!word && !operand_ahead(p))
			break;
		p->at += word;
		size_t before = p->at;
		if (!now_is(p, KEYWORD_END))
			text_operand_note(p, expression_read(p));
		if (p->at == before && !word)
			p->at++;
	}
	p->broken = true;
}

/* CAST(x AS type): on AS. */
static void
type_argument_skip(struct parser *p)
{
	while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
		skip_group(p);
}

static bool
argument_word(const struct parser *p)
{
	const struct token *t = token_now(p);
	return token_is(t, KEYWORD_FROM) || token_is(t, KEYWORD_FOR) || token_is(t, KEYWORD_USING) ||
	       token_is(t, KEYWORD_SEPARATOR) || token_is(t, KEYWORD_LIMIT) || token_is(t, KEYWORD_IN) ||
	       token_is(t, KEYWORD_ON);
}

static bool
argument_prefix(const struct parser *p)
{
	const struct token *next = token_ahead(p, 1);
	bool more = next->kind == TOKEN_NAME || next->kind == TOKEN_QUOTED || next->kind == TOKEN_STRING ||
	            next->kind == TOKEN_OPEN || next->kind == TOKEN_HOLE || next->kind == TOKEN_PARAM ||
	            next->kind == TOKEN_NUMBER;
	return more && token_in(p, token_now(p), " DISTINCT ALL BOTH LEADING TRAILING VARIADIC TABLE PLACING KEY VALUE "
	                                         "PRIOR ");
}

/* The separator or word at the cursor; false: an argument begins. */
static bool
separator_read(struct parser *p)
{
	if (accept_kind(p, TOKEN_COMMA))
		return true;
	if (accept(p, KEYWORD_AS)) {
		type_argument_skip(p);
		return true;
	}
	if (now_is(p, KEYWORD_ORDER) && token_is(token_ahead(p, 1), KEYWORD_BY)) {
		step(p, 2);
		order_list_read(p, PREDICATE_COUNT);
		return true;
	}
	if (now_is(p, KEYWORD_USING) && token_ahead(p, 2)->kind == TOKEN_CLOSE) {
		step(p, 2); /* CONVERT(x USING utf8) */
		return true;
	}
	bool word = argument_word(p) || argument_prefix(p);
	p->at += word;
	return word;
}

void
arguments_read(struct parser *p, bool *all_constant)
{
	while (!group_done(p)) {
		size_t before = p->at;
		struct operand o = constant;
		if (separator_read(p))
			continue;
		if (accept_kind(p, TOKEN_STAR))
			o = other;
		else if (now_is(p, KEYWORD_SELECT) || now_is(p, KEYWORD_WITH) || now_is(p, KEYWORD_VALUES))
			o.kind = OPERAND_OTHER, (void)query_read(p);
		else
			o = expression_read(p);
		if (o.kind != OPERAND_CONSTANT && all_constant)
			*all_constant = false;
		if (p->at == before)
			skip_token(p);
	}
}

/* Calls whose first words are no expressions. */
static void
first_words_skip(struct parser *p, const struct token *name)
{
	const struct token *first = token_now(p), *next = token_ahead(p, 1);
	bool from = token_is(next, KEYWORD_FROM), comma = next->kind == TOKEN_COMMA;
	if (token_in(p, name, " EXTRACT ") && from)
		step(p, 2);
	else if (comma && is_unit(p, first) && token_in(p, name, " TIMESTAMPDIFF TIMESTAMPADD DATEADD DATEDIFF DATEPART "))
		step(p, 2);
	else if (token_in(p, name, " POSITION LOCATE ")) {
		(void)operand_read(p);
	}
}

/* Calls that are no calls at all. */
static bool
is_opaque_call(const struct parser *p, const struct token *name)
{
	return token_is(name, KEYWORD_VALUES) || token_in(p, name, " RAISE AGAINST ");
}

/* CONVERT(x, CHAR(10)): the type behind the comma. */
static void
convert_read(struct parser *p)
{
	(void)expression_read(p);
	if (now_kind(p, TOKEN_COMMA) && token_ahead(p, 1)->kind == TOKEN_NAME) {
		const struct token *behind = token_ahead(p, 2);
		if (behind->kind == TOKEN_CLOSE || behind->kind == TOKEN_OPEN)
			p->at++, type_argument_skip(p);
	}
}

/* On the parenthesis behind a name. */
static struct operand
call_read(struct parser *p, const struct token *name)
{
	size_t open = p->at;
	bool all_constant = true;
	if (is_opaque_call(p, name)) {
		skip_group(p);
		return constant;
	}
	p->at++;
	first_words_skip(p, name);
	if (token_in(p, name, " CONVERT "))
		convert_read(p);
	arguments_read(p, &all_constant);
	close_group(p, open);
	if (token_in(p, token_now(p), " AGAINST ") && token_ahead(p, 1)->kind == TOKEN_OPEN) {
		p->at++;
		skip_group(p);
	}
	return all_constant && !token_is(name, KEYWORD_EXISTS) ? constant : other;
}

static bool
outer_mark_read(struct parser *p)
{
	const struct token *t = token_now(p);
	bool mark = t->kind == TOKEN_OPEN && token_ahead(p, 1)->kind == TOKEN_OPERATOR &&
	            p->text[token_ahead(p, 1)->begin] == '+' && token_ahead(p, 2)->kind == TOKEN_CLOSE;
	step(p, mark ? 3 : 0);
	return mark;
}

static struct operand
column_operand(struct parser *p, const char *qualifier, const char *name, const struct token *t)
{
	struct operand o = {.kind = OPERAND_COLUMN, .ref = ref_add(p, qualifier, name)};
	if (!qualifier && t->kind == TOKEN_QUOTED && p->text[t->begin] == '"')
		p->refs.at[o.ref].quoted = t->has_hole ? QUOTED_TEXT : QUOTED_NAME;
	return o;
}

static struct operand
star_operand(struct parser *p, const char *qualifier)
{
	struct operand o = {.kind = OPERAND_OTHER, .star = true, .ref = ref_add(p, qualifier, "*")};
	p->refs.at[o.ref].kind = REF_STAR;
	return o;
}

static bool
is_sequence(const struct parser *p, const struct token *t)
{
	return token_in(p, t, " NEXTVAL CURRVAL ");
}

/* A name, its parts, and what follows it: a call, a star, nothing. */
static struct operand
name_operand(struct parser *p)
{
	const struct token *t = token_now(p);
	const char *qualifier = NULL, *name = name_text(p, t);
	unsigned parts = 0;
	p->at++;
	while (now_kind(p, TOKEN_DOT)) {
		const struct token *next = token_ahead(p, 1);
		qualifier = name_join(p, qualifier, name, &parts);
		p->at++;
		if (accept_kind(p, TOKEN_STAR))
			return star_operand(p, qualifier);
		bool part = next->kind == TOKEN_NAME || next->kind == TOKEN_QUOTED || next->kind == TOKEN_HOLE;
		if (!part) {
			p->broken = true; /* "t." and the text ends */
			return other;
		}
		t = next;
		name = name_text(p, t);
		p->at++;
	}
	if (now_kind(p, TOKEN_OPEN) && !outer_mark_read(p)) {
		call_note(p, qualifier, name);
		return call_read(p, t);
	}
	if (qualifier && is_sequence(p, t))
		return constant;
	return column_operand(p, qualifier, name, t);
}

/* INTERVAL 1 DAY; as a column's name it is followed by an operator. */
static bool
interval_ahead(const struct parser *p)
{
	const struct token *next = token_ahead(p, 1);
	switch (next->kind) {
	case TOKEN_STRING: case TOKEN_NUMBER: case TOKEN_PARAM: case TOKEN_HOLE:
		return true;
	case TOKEN_NAME: case TOKEN_QUOTED:
		return is_unit(p, token_ahead(p, 2)) || token_ahead(p, 2)->kind == TOKEN_DOT;
	case TOKEN_OPEN:
		return next->match && next->match + 1 < p->end && is_unit(p, &p->list[next->match + 1]);
	case TOKEN_OPERATOR:
		return p->text[next->begin] == '-' && token_ahead(p, 2)->kind == TOKEN_NUMBER && is_unit(p, token_ahead(p, 3));
	default:
		return false;
	}
}

static struct operand
interval_read(struct parser *p)
{
	p->at++;
	struct operand o = operand_read(p);
	while (is_unit(p, token_now(p)) || (now_is(p, KEYWORD_TO) && is_unit(p, token_ahead(p, 1))))
		p->at++;
	return o.kind == OPERAND_CONSTANT ? o : other;
}

/* Words that stand before an operand and change nothing about which columns it reads. */
static bool
prefix_word(const struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	if (!token_in(p, t, " DISTINCT ALL ANY SOME BINARY PRIOR UNIQUE DISTINCTROW CONNECT_BY_ROOT EXISTS ROW "))
		return false;
	if (token_is(t, KEYWORD_BINARY) || token_is(t, KEYWORD_PRIOR) || token_is(t, KEYWORD_ROW))
		return next->kind == TOKEN_NAME ? is_name_token(next) && keyword_class((enum keyword)next->keyword) == SOFT
		                                : next->kind == TOKEN_STRING || next->kind == TOKEN_PARAM ||
		                                  next->kind == TOKEN_HOLE || next->kind == TOKEN_QUOTED;
	return next->kind == TOKEN_OPEN || next->kind == TOKEN_HOLE || next->kind == TOKEN_NAME ||
	       next->kind == TOKEN_QUOTED;
}

static struct operand
word_read(struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	if (token_is(t, KEYWORD_CASE)) {
		case_read(p);
		return other;
	}
	if (prefix_word(p)) {
		p->at++;
		struct operand o = operand_read(p);
		return token_is(t, KEYWORD_EXISTS) ? other : o;
	}
	if (token_is(t, KEYWORD_INTERVAL) && interval_ahead(p))
		return interval_read(p);
	if (token_is(t, KEYWORD_ARRAY) && next->kind == TOKEN_BRACKET) {
		p->at++;
		return prefix_read(p);
	}
	if (token_is(t, KEYWORD_VALUES) && next->kind == TOKEN_OPEN) {
		p->at++;
		return call_read(p, t);
	}
	if (next->kind == TOKEN_STRING && token_in(p, t, " DATE TIME TIMESTAMP TIMESTAMPTZ DATETIME TS D T ")) {
		step(p, 2);
		return constant;
	}
	if (is_constant_word(p, t) && next->kind != TOKEN_DOT) {
		p->at++;
		return constant;
	}
	return is_name_token(t) ? name_operand(p) : none;
}

/* ( … ): a subquery, one operand, or a row. */
static struct operand
group_read(struct parser *p, enum token_kind opener)
{
	size_t open = p->at++;
	struct operand first = none;
	bool row = false, all_constant = true;
	if (opener == TOKEN_OPEN && (now_is(p, KEYWORD_SELECT) || now_is(p, KEYWORD_WITH) || now_is(p, KEYWORD_VALUES))) {
		first = (struct operand){.kind = OPERAND_QUERY, .ref = NO_REF, .query = query_read(p)};
		close_group(p, open);
		return first;
	}
	while (!group_done(p)) {
		size_t before = p->at;
		struct operand o = expression_read(p);
		if (first.kind == OPERAND_NONE)
			first = o;
		all_constant &= o.kind == OPERAND_CONSTANT;
		if (accept_kind(p, TOKEN_COMMA))
			row = true;
		else if (p->at == before)
			skip_token(p);
	}
	close_group(p, open);
	if (row || opener == TOKEN_BRACKET || first.kind == OPERAND_NONE)
		return all_constant ? constant : other;
	return first;
}

/* Oracle's :new.x in a trigger; every other parameter is a value. */
static struct operand
param_read(struct parser *p)
{
	const struct token *t = token_now(p);
	const char *text = p->text + t->begin;
	p->at++;
	bool row = p->trigger_table && t->end - t->begin > 5 &&
	           (!strncasecmp(text, ":new.", 5) || !strncasecmp(text, ":old.", 5));
	if (!row)
		return constant;
	const char *name = arena_strndup(p->arena, text + 5, t->end - t->begin - 5);
	return (struct operand){.kind = OPERAND_COLUMN, .ref = ref_add(p, "new", name)};
}

struct operand
prefix_read(struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	switch ((enum token_kind)t->kind) {
	case TOKEN_NUMBER: case TOKEN_STRING: case TOKEN_BODY:
		p->at++;
		return constant;
	case TOKEN_PARAM:
		return param_read(p);
	case TOKEN_HOLE:
		if (!t->is_value && (next->kind == TOKEN_DOT || (next->kind == TOKEN_OPEN && next->begin == t->end)))
			return name_operand(p);
		p->at++;
		return constant;
	case TOKEN_QUOTED:
		if (next->kind == TOKEN_DOT || !is_text(p, t))
			return name_operand(p);
		p->at++;
		return constant;
	case TOKEN_NAME:
		return word_read(p);
	case TOKEN_OPEN: case TOKEN_BRACKET:
		return group_read(p, (enum token_kind)t->kind);
	case TOKEN_OPERATOR:
		if (!strchr("+-~!@|", p->text[t->begin]))
			return none;
		p->at++;
		return operand_read(p);
	default:
		return none;
	}
}
