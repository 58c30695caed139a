/* Operators: precedence climbing over operands, as far as predicates and joins need it. In: tokens. Out: what
 * kind of thing the expression is, and notes of columns compared with constants (holes, parameters, literals,
 * calls of constants) or with each other. Levels: OR, XOR, AND, NOT, comparison, everything else.
 * A hole where an operator should stand is one, or a condition that somebody adds: it is stepped over. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

enum level { LEVEL_OR = 1, LEVEL_XOR, LEVEL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_OTHER, LEVEL_OPERAND };


static struct operand level_read(struct parser *p, enum level level);

static const struct operand other = {.kind = OPERAND_OTHER, .ref = NO_REF};

bool
operand_ahead(const struct parser *p)
{
	const struct token *t = token_now(p);
	switch (t->kind) {
	case TOKEN_QUOTED: case TOKEN_STRING: case TOKEN_BODY: case TOKEN_NUMBER: case TOKEN_PARAM: case TOKEN_HOLE:
	case TOKEN_OPEN:
		return true;
	case TOKEN_NAME:
		return keyword_class((enum keyword)t->keyword) == SOFT || t->keyword == KEYWORD_CASE ||
		       t->keyword == KEYWORD_NOT;
	default:
		return false;
	}
}

void
text_operand_note(struct parser *p, struct operand o)
{
	if (o.kind == OPERAND_COLUMN && p->refs.at[o.ref].quoted)
		p->refs.at[o.ref].quoted = QUOTED_TEXT;
}

static int
shown_ref(struct operand o)
{
	if (o.kind == OPERAND_COLUMN)
		return o.ref;
	bool one = o.kind == OPERAND_QUERY && o.query && o.query->outputs && !o.query->outputs->star;
	return one ? o.query->outputs->ref : NO_REF;
}

static void
relate(struct parser *p, struct operand left, struct operand right, enum predicate_role role)
{
	text_operand_note(p, right);
	bool text = right.kind == OPERAND_COLUMN && p->refs.at[right.ref].quoted == QUOTED_TEXT;
	if (right.kind == OPERAND_CONSTANT || text)
		compare_note(p, left, role, text ? right.ref : NO_REF);
	else if (left.kind == OPERAND_CONSTANT && role != PREDICATE_LIKE)
		compare_note(p, right, role, NO_REF);
	if (role == PREDICATE_EQUAL)
		join_note(p, shown_ref(left), shown_ref(right));
}

static struct operand
both(struct operand left, struct operand right)
{
	bool constant = left.kind == OPERAND_CONSTANT && right.kind == OPERAND_CONSTANT;
	return constant ? left : other;
}

static void
compare_read(struct parser *p, struct operand *left)
{
	static const enum predicate_role roles[] = {
		[OPERATOR_OTHER] = PREDICATE_COUNT,
		[OPERATOR_EQUAL] = PREDICATE_EQUAL,
		[OPERATOR_UNEQUAL] = PREDICATE_COUNT,
		[OPERATOR_RANGE] = PREDICATE_RANGE,
		[OPERATOR_MATCH] = PREDICATE_LIKE,
		[OPERATOR_CAST] = PREDICATE_COUNT,
		[OPERATOR_ASSIGN] = PREDICATE_COUNT,
		[OPERATOR_NAMED] = PREDICATE_COUNT,
	};
	enum predicate_role role = roles[token_now(p)->operator_class];
	p->at++;
	struct operand right = level_read(p, LEVEL_OTHER);
	p->broken |= right.kind == OPERAND_NONE;
	relate(p, *left, right, role);
	*left = other;
}

/* x IN name: a table in SQLite. */
static void
in_table_read(struct parser *p)
{
	bool hole = false;
	const char *name = table_name_read(p, &hole, NULL);
	if (!name || cte_find(p, name))
		return;
	report_table(p, name, TABLE_READ, hole, p->at);
	struct scope *scope = scope_create(p, NULL);
	(void)table_source_add(p, scope, name, hole);
	int star = ref_add(p, NULL, "*");
	p->refs.at[star].kind = REF_STAR;
	p->refs.at[star].scope = scope;
}

static bool
table_after_in(const struct parser *p)
{
	size_t n = 0;
	while (is_name_token(token_ahead(p, n)) && token_ahead(p, n + 1)->kind == TOKEN_DOT)
		n += 2;
	const struct token *t = token_ahead(p, n);
	bool named = t->kind == TOKEN_QUOTED || (t->kind == TOKEN_NAME && is_name_token(t));
	return named && token_ahead(p, n + 1)->kind != TOKEN_OPEN && !p->in_routine;
}

/* ( constant, … ): does it hold nothing else? */
static bool
in_list_read(struct parser *p)
{
	size_t open = p->at++;
	bool constant = true;
	while (!group_done(p)) {
		size_t before = p->at;
		struct operand o = expression_read(p);
		text_operand_note(p, o);
		constant &= o.kind == OPERAND_CONSTANT || (o.kind == OPERAND_COLUMN && p->refs.at[o.ref].quoted);
		if (!accept_kind(p, TOKEN_COMMA) && p->at == before)
			skip_token(p);
	}
	close_group(p, open);
	return constant;
}

static void
in_read(struct parser *p, struct operand *left, bool negated)
{
	enum predicate_role role = negated ? PREDICATE_COUNT : PREDICATE_EQUAL;
	p->at++;
	if (table_after_in(p)) {
		in_table_read(p);
	} else if (now_kind(p, TOKEN_OPEN) && !query_ahead(p)) {
		if (in_list_read(p))
			compare_note(p, *left, role, NO_REF);
	} else {
		relate(p, *left, operand_read(p), role);
	}
	*left = other;
}

static void
between_read(struct parser *p, struct operand *left, bool negated)
{
	p->at++;
	if (token_in(p, token_now(p), " SYMMETRIC "))
		p->at++;
	struct operand low = level_read(p, LEVEL_OTHER), high = low;
	if (accept(p, KEYWORD_AND))
		high = level_read(p, LEVEL_OTHER);
	if (!negated && (low.kind == OPERAND_CONSTANT || high.kind == OPERAND_CONSTANT))
		compare_note(p, *left, PREDICATE_RANGE, NO_REF);
	if (!negated && left->kind == OPERAND_CONSTANT) {
		compare_note(p, low, PREDICATE_RANGE, NO_REF);
		compare_note(p, high, PREDICATE_RANGE, NO_REF);
	}
	*left = other;
}

static void
is_read(struct parser *p, struct operand *left)
{
	p->at++;
	bool negated = accept(p, KEYWORD_NOT);
	if (now_is(p, KEYWORD_DISTINCT) && token_is(token_ahead(p, 1), KEYWORD_FROM)) {
		step(p, 2);
		negated = !negated;
	}
	relate(p, *left, level_read(p, LEVEL_OTHER), negated ? PREDICATE_COUNT : PREDICATE_EQUAL);
	*left = other;
}

static void
like_read(struct parser *p, struct operand *left, bool negated)
{
	step(p, now_is(p, KEYWORD_SIMILAR) ? 2 : 1);
	relate(p, *left, level_read(p, LEVEL_OTHER), negated ? PREDICATE_COUNT : PREDICATE_LIKE);
	if (accept(p, KEYWORD_ESCAPE))
		(void)level_read(p, LEVEL_OTHER);
	*left = other;
}

static bool
is_like(const struct token *t)
{
	switch (t->kind == TOKEN_NAME ? t->keyword : KEYWORD_NONE) {
	case KEYWORD_LIKE: case KEYWORD_GLOB: case KEYWORD_REGEXP: case KEYWORD_RLIKE: case KEYWORD_ILIKE:
	case KEYWORD_MATCH: case KEYWORD_SIMILAR:
		return true;
	default:
		return false;
	}
}

/* IN, LIKE, BETWEEN, IS, perhaps behind NOT. */
static bool
word_compare_read(struct parser *p, struct operand *left)
{
	bool negated = now_is(p, KEYWORD_NOT);
	const struct token *t = token_ahead(p, negated);
	bool in = token_is(t, KEYWORD_IN), between = token_is(t, KEYWORD_BETWEEN), like = is_like(t);
	bool null = negated && token_is(t, KEYWORD_NULL);
	if (!in && !between && !like && !null)
		return false;
	p->at += negated;
	if (in)
		in_read(p, left, negated);
	else if (between)
		between_read(p, left, negated);
	else if (like)
		like_read(p, left, negated);
	else
		p->at++, *left = other;
	return true;
}

static void
window_read(struct parser *p)
{
	size_t open = p->at;
	if (!accept_kind(p, TOKEN_OPEN)) {
		(void)name_read(p);
		return;
	}
	while (!group_done(p)) {
		bool by = token_is(token_ahead(p, 1), KEYWORD_BY);
		if (by && accept(p, KEYWORD_PARTITION)) {
			p->at++;
			expression_list_read(p);
		} else if (by && accept(p, KEYWORD_ORDER)) {
			p->at++;
			order_list_read(p, PREDICATE_COUNT);
		} else if (accept(p, KEYWORD_WHERE)) {
			(void)expression_read(p);
		} else {
			p->at += !group_done(p); /* the frame */
		}
	}
	close_group(p, open);
}

/* ::type, with its length and dimensions. */
static void
type_skip(struct parser *p)
{
	(void)table_name_read(p, NULL, NULL);
	while (token_in(p, token_now(p), " PRECISION VARYING WITH WITHOUT TIME ZONE "))
		p->at++;
	if (now_kind(p, TOKEN_OPEN))
		skip_group(p);
	while (now_kind(p, TOKEN_BRACKET))
		skip_group(p);
}

/* What stands behind an operand and belongs to it. */
static bool
postfix_read(struct parser *p, struct operand *left)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	if (t->kind == TOKEN_OPERATOR && t->operator_class == OPERATOR_CAST) {
		p->at++;
		type_skip(p);
		*left = left->kind == OPERAND_CONSTANT ? *left : other;
	} else if (t->kind == TOKEN_BRACKET) {
		size_t open = p->at++;
		arguments_read(p, NULL);
		close_group(p, open);
		*left = other;
	} else if (token_is(t, KEYWORD_COLLATE)) {
		p->at++;
		(void)table_name_read(p, NULL, NULL);
	} else if (token_is(t, KEYWORD_AT) && token_in(p, next, " TIME LOCAL ")) {
		step(p, token_in(p, next, " TIME ") ? 3 : 2);
		if (p->list[p->at - 1].kind == TOKEN_NAME && operand_ahead(p))
			*left = both(*left, operand_read(p));
	} else if ((token_is(t, KEYWORD_OVER) && (next->kind == TOKEN_OPEN || is_name_token(next))) ||
	           (token_is(t, KEYWORD_FILTER) && next->kind == TOKEN_OPEN)) {
		p->at++;
		window_read(p);
		*left = other;
	} else if (token_is(t, KEYWORD_WITHIN) && token_is(next, KEYWORD_GROUP)) {
		step(p, 2);
		window_read(p);
		*left = other;
	} else {
		return false;
	}
	return true;
}

static bool
is_set_operator(const struct token *t)
{
	return token_is(t, KEYWORD_UNION) || token_is(t, KEYWORD_EXCEPT) || token_is(t, KEYWORD_INTERSECT) ||
	       token_is(t, KEYWORD_MINUS);
}

/* Things that are no operator, where one was expected. */
static bool
stray_read(struct parser *p, struct operand *left, enum level level)
{
	const struct token *t = token_now(p);
	if (t->kind == TOKEN_STRING && left->kind == OPERAND_CONSTANT) {
		p->at++; /* 'a' 'b' */
		return true;
	}
	if (t->kind == TOKEN_PARAM && strchr("?:", p->text[t->begin])) {
		p->at++; /* PostgreSQL's operator ?, an indicator variable */
		if (p->text[t->begin] == '?' && operand_ahead(p))
			*left = both(*left, level_read(p, LEVEL_OPERAND));
		return true;
	}
	if (t->kind != TOKEN_HOLE || level > LEVEL_COMPARE)
		return false;
	p->at++;
	if (operand_ahead(p) && !now_is(p, KEYWORD_NOT) && !now_kind(p, TOKEN_HOLE)) {
		(void)level_read(p, LEVEL_OTHER);
		*left = other;
	}
	return true;
}

static bool
logic_read(struct parser *p, enum level level, struct operand *left)
{
	static const struct { enum keyword word; enum level level; } table[] = {
		{KEYWORD_AND, LEVEL_AND}, {KEYWORD_OR, LEVEL_OR}, {KEYWORD_XOR, LEVEL_XOR},
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (!now_is(p, table[i].word) || level > table[i].level)
			continue;
		p->at++;
		struct operand right = level_read(p, table[i].level + 1);
		p->broken |= right.kind == OPERAND_NONE;
		*left = other;
		return true;
	}
	return false;
}

static bool
operator_read(struct parser *p, enum level level, struct operand *left)
{
	const struct token *t = token_now(p);
	if (t->kind == TOKEN_STAR || token_is(t, KEYWORD_DIV) || token_is(t, KEYWORD_MOD)) {
		const struct token *next = token_ahead(p, 1);
		bool ends = next->kind == TOKEN_CLOSE || next->kind == TOKEN_COMMA || next->kind == TOKEN_END;
		if (level > LEVEL_OTHER || ends || token_is(next, KEYWORD_FROM))
			return false;
	} else if (t->kind != TOKEN_OPERATOR) {
		return false;
	} else if (t->operator_class == OPERATOR_NAMED) {
		if (left->kind == OPERAND_COLUMN && left->ref == (int)p->refs.count - 1)
			p->refs.count--; /* f(name => x): no column */
		p->at++;
		*left = level_read(p, LEVEL_COMPARE);
		return true;
	} else if (t->operator_class != OPERATOR_OTHER) {
		if (level > LEVEL_COMPARE)
			return false;
		compare_read(p, left);
		return true;
	} else if (level > LEVEL_OTHER) {
		return false;
	}
	p->at++;
	*left = both(*left, level_read(p, LEVEL_OPERAND));
	return true;
}

static bool
infix_read(struct parser *p, enum level level, struct operand *left)
{
	if (p->at >= p->end)
		return false;
	if (postfix_read(p, left) || operator_read(p, level, left) || logic_read(p, level, left) ||
	    stray_read(p, left, level))
		return true;
	if (left->kind == OPERAND_QUERY && is_set_operator(token_now(p))) {
		left->query = query_rest_read(p, left->query);
		return true;
	}
	if (level > LEVEL_COMPARE)
		return false;
	if (now_is(p, KEYWORD_IS)) {
		is_read(p, left);
		return true;
	}
	if (now_is(p, KEYWORD_ISNULL) || now_is(p, KEYWORD_NOTNULL)) {
		if (now_is(p, KEYWORD_ISNULL))
			compare_note(p, *left, PREDICATE_EQUAL, NO_REF);
		p->at++;
		*left = other;
		return true;
	}
	return word_compare_read(p, left);
}

static struct operand
level_read(struct parser *p, enum level level)
{
	struct operand left = {.kind = OPERAND_NONE, .ref = NO_REF};
	if (!nest(p))
		return left;
	if (accept(p, KEYWORD_NOT)) {
		(void)level_read(p, LEVEL_NOT);
		left = other;
	} else {
		left = prefix_read(p);
	}
	if (left.kind != OPERAND_NONE) {
		while (infix_read(p, level, &left)) {
		}
	}
	unnest(p);
	return left;
}

struct operand
expression_read(struct parser *p)
{
	return level_read(p, LEVEL_OR);
}

struct operand
operand_read(struct parser *p)
{
	return level_read(p, LEVEL_OTHER);
}

void
expression_list_read(struct parser *p)
{
	do
		text_operand_note(p, expression_read(p));
	while (accept_kind(p, TOKEN_COMMA));
}

/* ORDER BY 2: the second item of the select list. */
static struct operand
ordinal(struct parser *p, struct operand o, const struct token *t)
{
	if (o.kind != OPERAND_CONSTANT || t->kind != TOKEN_NUMBER || &p->list[p->at] != t + 1 || !p->scope)
		return o;
	const struct scope *named = p->scope->first ? p->scope->first : p->scope;
	const struct output *out = named->outputs;
	for (char c = p->text[t->begin]; out && c > '1' && t->end == t->begin + 1; c--)
		out = out->star ? NULL : out->next;
	if (!out || out->star || out->ref == NO_REF)
		return o;
	return (struct operand){.kind = OPERAND_COLUMN, .ref = out->ref};
}

void
order_list_read(struct parser *p, enum predicate_role role)
{
	enum ref_kind before = p->ref_kind;
	p->ref_kind = role == PREDICATE_COUNT ? before : REF_ALIAS;
	do {
		const struct token *t = token_now(p);
		struct operand o = ordinal(p, expression_read(p), t);
		p->broken |= o.kind == OPERAND_NONE;
		if (o.kind == OPERAND_COLUMN && role == PREDICATE_ORDER && p->refs.at[o.ref].kind == REF_ALIAS)
			p->refs.at[o.ref].kind = REF_ALIAS_FIRST;
		compare_note(p, o, role, NO_REF);
		while (now_is(p, KEYWORD_ASC) || now_is(p, KEYWORD_DESC) ||
		       token_in(p, token_now(p), " NULLS FIRST LAST ") || now_kind(p, TOKEN_HOLE))
			p->at++;
	} while (accept_kind(p, TOKEN_COMMA));
	p->ref_kind = before;
}
