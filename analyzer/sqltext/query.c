/* Queries: WITH, SELECT cores, VALUES, set operations, and the clauses behind them. Each core has a scope of its
 * own below the one it stands in; its outputs are kept, so that columns of derived tables can be followed.
 * A clause that nobody knows is stepped over token by token. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

bool
query_ahead(const struct parser *p)
{
	enum { PARENTHESES = 64 };
	size_t n = 0;
	while (n < PARENTHESES && token_ahead(p, n)->kind == TOKEN_OPEN)
		n++;
	const struct token *t = token_ahead(p, n), *next = token_ahead(p, n + 1);
	bool rows = next->kind == TOKEN_OPEN || next->kind == TOKEN_HOLE;
	return token_is(t, KEYWORD_SELECT) || (token_is(t, KEYWORD_VALUES) && rows) ||
	       (token_is(t, KEYWORD_WITH) && next->kind != TOKEN_OPEN);
}

void
conditions_read(struct parser *p)
{
	if (token_in(p, token_now(p), " CURRENT ") && token_is(token_ahead(p, 1), KEYWORD_OF)) {
		step(p, 2);
		(void)name_read(p);
		return;
	}
	for (;;) {
		bool stray = false;
		while (now_is(p, KEYWORD_AND) || now_is(p, KEYWORD_OR))
			p->at++, stray = true;
		bool hole = p->at > 0 && p->list[p->at - 1].kind == TOKEN_HOLE;
		size_t before = p->at;
		(void)expression_read(p);
		if (p->at == before) {
			p->broken |= !hole; /* WHERE, and the text ends */
			return;
		}
		if (!now_is(p, KEYWORD_AND) && !now_is(p, KEYWORD_OR) && !(operand_ahead(p) && (hole || stray)))
			return;
	}
}

/* Words between SELECT and its list. */
static bool
modifier_read(struct parser *p)
{
	const struct token *next = token_ahead(p, 1);
	if (now_is(p, KEYWORD_DISTINCT) && token_is(next, KEYWORD_ON)) {
		step(p, 2);
		size_t open = p->at;
		if (accept_kind(p, TOKEN_OPEN)) {
			arguments_read(p, NULL);
			close_group(p, open);
		}
		return true;
	}
	if (token_in(p, token_now(p), " TOP ") && (next->kind == TOKEN_NUMBER || next->kind == TOKEN_HOLE ||
	                                           next->kind == TOKEN_OPEN || next->kind == TOKEN_PARAM)) {
		p->at++;
		skip_group(p);
		return true;
	}
	bool operand = next->kind == TOKEN_NAME ? !token_is(next, KEYWORD_FROM) && !token_is(next, KEYWORD_AS)
	                                        : next->kind != TOKEN_COMMA && next->kind != TOKEN_DOT &&
	                                          next->kind != TOKEN_OPERATOR && next->kind != TOKEN_END;
	bool word = operand && token_in(p, token_now(p), " ALL DISTINCT DISTINCTROW UNIQUE STRAIGHT_JOIN HIGH_PRIORITY "
	                                                 "SQL_CALC_FOUND_ROWS SQL_NO_CACHE SQL_CACHE SQL_SMALL_RESULT "
	                                                 "SQL_BIG_RESULT SQL_BUFFER_RESULT ");
	p->at += word;
	return word;
}

static void
output_note(struct parser *p, struct operand o)
{
	const char *alias = o.star ? NULL : alias_read(p, false);
	const char *name = alias ? alias : o.kind == OPERAND_COLUMN ? p->refs.at[o.ref].name : "";
	struct output *out = output_add(p, p->scope, name, o.kind == OPERAND_COLUMN || o.star ? o.ref : NO_REF);
	out->star = o.star;
}

static bool
item_read(struct parser *p)
{
	size_t before = p->at;
	struct operand o = {.kind = OPERAND_OTHER, .ref = NO_REF};
	if (accept_kind(p, TOKEN_STAR)) {
		o.star = true;
		o.ref = ref_add(p, NULL, "*");
		p->refs.at[o.ref].kind = REF_STAR;
	} else {
		o = expression_read(p);
	}
	if (p->at == before)
		return false;
	output_note(p, o);
	return true;
}

static bool
list_ends(const struct parser *p)
{
	const struct token *t = token_now(p);
	return group_done(p) || (t->kind == TOKEN_NAME && keyword_class((enum keyword)t->keyword) != SOFT);
}

static void
select_list_read(struct parser *p)
{
	while (!group_done(p)) {
		if (!item_read(p) && !now_kind(p, TOKEN_COMMA) && !list_ends(p))
			skip_token(p);
		while (!now_kind(p, TOKEN_COMMA) && !list_ends(p))
			skip_token(p); /* a b c: nothing can be said about c */
		if (!accept_kind(p, TOKEN_COMMA))
			return;
	}
}

void
returning_read(struct parser *p)
{
	p->at++;
	select_list_read(p);
	if (now_is(p, KEYWORD_INTO)) {
		while (p->at < p->end && !group_done(p))
			p->at++; /* host variables */
	}
}

/* SELECT … INTO name makes a table; variables, files and lists of names do not. */
static void
into_read(struct parser *p)
{
	p->at++;
	bool file = token_in(p, token_now(p), " OUTFILE DUMPFILE ");
	while (token_in(p, token_now(p), " TEMP TEMPORARY UNLOGGED TABLE STRICT "))
		p->at++;
	const struct token *t = token_now(p);
	size_t before = p->at;
	bool hole = false;
	const char *name = t->kind == TOKEN_NAME || t->kind == TOKEN_QUOTED ? table_name_read(p, &hole, NULL) : NULL;
	bool table = name && !file && !p->in_routine && (now_is(p, KEYWORD_FROM) || p->at == p->end);
	if (table)
		report_table(p, name, TABLE_CREATE, hole, p->at);
	while (!table && !list_ends(p))
		p->at++;
	if (p->at == before && !group_done(p) && !now_is(p, KEYWORD_FROM))
		skip_token(p);
}

static void
locking_skip(struct parser *p)
{
	p->at++;
	while (!group_done(p) && token_in(p, token_now(p), " UPDATE SHARE NO KEY READ ONLY NOWAIT SKIP LOCKED WAIT OF IN MODE "
	                                                   "BROWSE XML AUTO PATH JSON ")) {
		bool of = token_in(p, token_now(p), " OF "), wait = token_in(p, token_now(p), " WAIT ");
		p->at++;
		if (wait && !group_done(p))
			p->at++;
		while (of && table_name_read(p, NULL, NULL) && accept_kind(p, TOKEN_COMMA)) {
		}
	}
}

static void
limit_read(struct parser *p)
{
	p->at++;
	p->broken |= expression_read(p).kind == OPERAND_NONE;
	while (accept_kind(p, TOKEN_COMMA))
		(void)expression_read(p);
	while (token_in(p, token_now(p), " ROW ROWS ONLY "))
		p->at++;
}

static void
fetch_skip(struct parser *p)
{
	p->at++;
	while (token_in(p, token_now(p), " FIRST NEXT ROW ROWS ONLY PERCENT WITH TIES ") || now_kind(p, TOKEN_NUMBER) ||
	       now_kind(p, TOKEN_PARAM) || now_kind(p, TOKEN_HOLE))
		p->at++;
}

static void
window_clause_read(struct parser *p)
{
	do {
		p->at++; /* WINDOW or the comma */
		(void)name_read(p);
		if (!accept(p, KEYWORD_AS) || !now_kind(p, TOKEN_OPEN))
			return;
		size_t open = p->at++;
		while (!group_done(p)) {
			bool by = token_is(token_ahead(p, 1), KEYWORD_BY);
			if (by)
				step(p, 2), order_list_read(p, PREDICATE_COUNT);
			else
				p->at++;
		}
		close_group(p, open);
	} while (now_kind(p, TOKEN_COMMA));
}

static void
group_by_read(struct parser *p)
{
	step(p, 2);
	if (token_in(p, token_now(p), " GROUPING ") && token_in(p, token_ahead(p, 1), " SETS "))
		step(p, 2);
	order_list_read(p, PREDICATE_GROUP);
}

static void
conditions_clause_read(struct parser *p, enum ref_kind kind)
{
	enum ref_kind before = p->ref_kind;
	p->at++;
	p->ref_kind = kind;
	conditions_read(p);
	p->ref_kind = before;
}

/* WITH ROLLUP, WITH TIES, WITH CHECK OPTION, WITH NO DATA, WITH READ ONLY. */
static bool
with_words_skip(struct parser *p)
{
	if (!token_in(p, token_ahead(p, 1), " ROLLUP TIES CHECK CASCADED LOCAL NO DATA READ UR CS RS RR "))
		return false;
	p->at++;
	while (token_in(p, token_now(p), " ROLLUP TIES CHECK CASCADED LOCAL NO DATA READ ONLY OPTION UR CS RS RR "))
		p->at++;
	return true;
}

bool
clause_read(struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	bool by = token_is(next, KEYWORD_BY);
	switch (t->kind == TOKEN_NAME ? t->keyword : KEYWORD_NONE) {
	case KEYWORD_FROM:
		p->at++;
		from_read(p);
		return true;
	case KEYWORD_INTO:
		into_read(p);
		return true;
	case KEYWORD_WHERE: case KEYWORD_ON: case KEYWORD_AND: case KEYWORD_OR:
		conditions_clause_read(p, REF_COLUMN);
		return true;
	case KEYWORD_HAVING: case KEYWORD_QUALIFY:
		conditions_clause_read(p, REF_ALIAS);
		return true;
	case KEYWORD_GROUP:
		return by && (group_by_read(p), true);
	case KEYWORD_ORDER:
		if (!by && !(token_in(p, next, " SIBLINGS ") && token_is(token_ahead(p, 2), KEYWORD_BY)))
			return false;
		step(p, by ? 2 : 3);
		order_list_read(p, PREDICATE_ORDER);
		return true;
	case KEYWORD_CONNECT:
		return by && (p->at++, conditions_clause_read(p, REF_COLUMN), true);
	case KEYWORD_START:
		return token_is(next, KEYWORD_WITH) && (p->at++, conditions_clause_read(p, REF_COLUMN), true);
	case KEYWORD_LIMIT: case KEYWORD_OFFSET:
		limit_read(p);
		return true;
	case KEYWORD_FETCH:
		fetch_skip(p);
		return true;
	case KEYWORD_FOR: case KEYWORD_LOCK:
		locking_skip(p);
		return true;
	case KEYWORD_WINDOW:
		window_clause_read(p);
		return true;
	case KEYWORD_WITH:
		return with_words_skip(p);
	default:
		if (!join_ahead(p))
			return false;
		joins_read(p);
		return true;
	}
}

static bool
clauses_end(const struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	switch (t->kind == TOKEN_NAME ? t->keyword : KEYWORD_NONE) {
	case KEYWORD_UNION: case KEYWORD_EXCEPT: case KEYWORD_INTERSECT: case KEYWORD_MINUS: case KEYWORD_RETURNING:
		return true;
	case KEYWORD_ON:
		return token_is(next, KEYWORD_CONFLICT) || token_is(next, KEYWORD_DUPLICATE);
	default:
		return group_done(p);
	}
}

void
clauses_read(struct parser *p)
{
	while (!clauses_end(p)) {
		bool hole = p->at > 0 && p->list[p->at - 1].kind == TOKEN_HOLE;
		if (clause_read(p))
			continue;
		if (hole && operand_ahead(p) && !now_kind(p, TOKEN_HOLE))
			conditions_read(p); /* the hole was WHERE, perhaps */
		else
			skip_token(p);
	}
}

static struct scope *
core_read(struct parser *p, struct scope *first)
{
	struct scope *s = scope_create(p, p->scope);
	s->first = first;
	p->scope = s;
	p->at++;
	while (modifier_read(p)) {
	}
	size_t before = p->at;
	select_list_read(p);
	p->broken |= p->at == before;
	clauses_read(p);
	return s;
}

/* VALUES (1, 'a'), (2, 'b'): columns without names. A hole may stand for rows. */
static struct scope *
values_read(struct parser *p)
{
	struct scope *s = scope_create(p, p->scope);
	p->at++;
	do {
		while (accept_kind(p, TOKEN_HOLE)) {
		}
		size_t open = p->at;
		if (!accept_kind(p, TOKEN_OPEN))
			continue;
		expression_list_read(p);
		close_group(p, open);
	} while (accept_kind(p, TOKEN_COMMA) || now_kind(p, TOKEN_HOLE));
	return s;
}

static struct scope *
table_statement_read(struct parser *p)
{
	struct scope *s = scope_create(p, p->scope);
	p->scope = s;
	p->at++;
	int star = ref_add(p, NULL, "*");
	p->refs.at[star].kind = REF_STAR;
	output_add(p, s, "", star)->star = true;
	from_read(p);
	return s;
}

/* One operand of a set operation; NULL when it is none. */
static struct scope *
term_read(struct parser *p, struct scope *first)
{
	struct scope *outer = p->scope, *s = NULL;
	size_t open = p->at;
	if (now_is(p, KEYWORD_SELECT)) {
		s = core_read(p, first);
	} else if (now_is(p, KEYWORD_VALUES)) {
		s = values_read(p);
	} else if (now_is(p, KEYWORD_TABLE)) {
		s = table_statement_read(p);
	} else if (accept_kind(p, TOKEN_OPEN)) {
		s = query_read(p);
		close_group(p, open);
	} else if (now_is(p, KEYWORD_INSERT) || now_is(p, KEYWORD_UPDATE) || now_is(p, KEYWORD_DELETE) ||
	           now_is(p, KEYWORD_MERGE)) {
		s = scope_create(p, p->scope); /* a CTE that writes: RETURNING fills the outputs */
		p->scope = s;
		main_verb_read(p);
	} else if (now_kind(p, TOKEN_HOLE)) {
		p->at++;
	} else {
		p->broken = true;
	}
	p->scope = outer;
	return s;
}

struct scope *
query_rest_read(struct parser *p, struct scope *first)
{
	struct scope *outer = p->scope;
	while (now_is(p, KEYWORD_UNION) || now_is(p, KEYWORD_EXCEPT) || now_is(p, KEYWORD_INTERSECT) ||
	       now_is(p, KEYWORD_MINUS)) {
		p->at++;
		if (now_is(p, KEYWORD_ALL) || now_is(p, KEYWORD_DISTINCT))
			p->at++;
		(void)term_read(p, first);
	}
	p->scope = first ? first : outer;
	while (now_is(p, KEYWORD_ORDER) || now_is(p, KEYWORD_LIMIT) || now_is(p, KEYWORD_OFFSET) ||
	       now_is(p, KEYWORD_FETCH)) {
		if (!clause_read(p))
			skip_token(p);
	}
	p->scope = outer;
	return first;
}

struct scope *
query_read(struct parser *p)
{
	struct cte *ctes = p->ctes;
	enum ref_kind kind = p->ref_kind;
	bool quiet = p->quiet;
	if (!nest(p))
		return NULL;
	p->ref_kind = REF_COLUMN;
	p->quiet = false;
	with_read(p);
	struct scope *s = query_rest_read(p, term_read(p, NULL));
	p->quiet = quiet;
	p->ref_kind = kind;
	p->ctes = ctes;
	unnest(p);
	return s;
}

/* name (a, b) AS [NOT] MATERIALIZED ( … ): enters the name; the cursor stays behind the body. */
static struct cte *
cte_enter(struct parser *p, size_t *body)
{
	const char *name = name_read(p);
	if (!name)
		return NULL;
	struct cte *c = arena_new(p->scratch, struct cte);
	c->name = name;
	if (now_kind(p, TOKEN_OPEN))
		c->names = column_names_read(p);
	bool as = accept(p, KEYWORD_AS);
	(void)accept(p, KEYWORD_NOT);
	(void)accept(p, KEYWORD_MATERIALIZED);
	if (!as || !now_kind(p, TOKEN_OPEN))
		return NULL;
	*body = p->at;
	skip_group(p);
	return c;
}

struct pending { struct cte *cte; size_t body; };

/* The cursor ends behind the body, wherever that is in a broken text. */
static void
cte_body_read(struct parser *p, const struct pending *c, bool recursive)
{
	p->at = c->body + 1;
	c->cte->hidden = !recursive && !c->cte->names;
	c->cte->query = query_read(p);
	c->cte->hidden = false;
	close_group(p, c->body);
}

void
with_read(struct parser *p)
{
	if (!accept(p, KEYWORD_WITH))
		return;
	bool recursive = now_is(p, KEYWORD_RECURSIVE) && !token_is(token_ahead(p, 1), KEYWORD_AS);
	p->at += recursive;
	VEC(struct pending) list = {0};
	do {
		struct pending c = {0};
		c.cte = cte_enter(p, &c.body);
		if (!c.cte) {
			p->broken = true;
			break;
		}
		c.cte->next = p->ctes;
		p->ctes = c.cte;
		vec_push(&list, c);
		while (token_in(p, token_now(p), " SEARCH CYCLE ")) {
			while (!group_done(p) && !now_kind(p, TOKEN_COMMA) && !query_ahead(p))
				p->at++;
		}
	} while (accept_kind(p, TOKEN_COMMA));
	size_t after = p->at;
	for (size_t i = 0; i < list.count; i++) {
		cte_body_read(p, &list.at[i], recursive);
		after = p->at > after ? p->at : after;
	}
	p->at = after;
	vec_finish(&list);
}
