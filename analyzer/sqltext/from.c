/* FROM clauses: tables, derived tables, table functions and joins become sources of the current scope. A name
 * that is a CTE's is no table; a name with a parenthesis behind it is a function, unless the schema knows it
 * as a table. Tables are reported where they stand, except while p->quiet: statements that write several
 * tables learn later which. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

enum { CTES_SEARCHED = 500 };

const struct cte *
cte_find(const struct parser *p, const char *name)
{
	unsigned left = CTES_SEARCHED;
	for (const struct cte *c = p->ctes; c && left; c = c->next, left--) {
		if (!c->hidden && !strcasecmp(c->name, name))
			return c;
	}
	return NULL;
}

static bool
bare_alias(const struct parser *p, bool table)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	if (t->kind == TOKEN_QUOTED || (t->kind == TOKEN_STRING && !table))
		return true;
	if (t->kind != TOKEN_NAME || keyword_class((enum keyword)t->keyword) != SOFT || next->kind == TOKEN_DOT)
		return false;
	if (!table)
		return next->kind != TOKEN_OPEN;
	if ((token_is(t, KEYWORD_START) || token_is(next, KEYWORD_WITH)) && token_in(p, t, " START "))
		return false;
	if (token_is(t, KEYWORD_IGNORE) && (token_is(next, KEYWORD_INDEX) || token_is(next, KEYWORD_KEY)))
		return false;
	return !token_in(p, t, " PIVOT UNPIVOT DEFAULT OVERRIDING SEARCH CYCLE PARTITION OPTION APPLY ");
}

const char *
alias_read(struct parser *p, bool table)
{
	if (now_is(p, KEYWORD_AS) && token_is(token_ahead(p, 1), KEYWORD_OF))
		return NULL;
	if (accept(p, KEYWORD_AS)) {
		const struct token *t = token_now(p);
		bool name = t->kind == TOKEN_NAME || t->kind == TOKEN_QUOTED || t->kind == TOKEN_STRING ||
		            t->kind == TOKEN_HOLE;
		if (!name || (t->kind == TOKEN_NAME && t->keyword == KEYWORD_FROM)) {
			p->broken |= t->kind != TOKEN_OPEN;
			return NULL;
		}
		p->at++;
		return name_text(p, t);
	}
	return bare_alias(p, table) ? name_read(p) : NULL;
}

const char *const *
column_names_read(struct parser *p)
{
	size_t open = p->at;
	VEC(const char *) names = {0};
	if (!accept_kind(p, TOKEN_OPEN))
		return NULL;
	while (!group_done(p)) {
		const char *name = name_read(p);
		if (name)
			vec_push(&names, name);
		while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
			skip_group(p);
		if (!accept_kind(p, TOKEN_COMMA))
			break;
	}
	close_group(p, open);
	vec_push(&names, NULL);
	const char *const *copy = arena_copy(p->scratch, names.at, names.count * sizeof *names.at);
	vec_finish(&names);
	return copy;
}

static bool
index_hint_read(struct parser *p)
{
	bool hint = (now_is(p, KEYWORD_USE) || now_is(p, KEYWORD_FORCE) || now_is(p, KEYWORD_IGNORE)) &&
	            (token_is(token_ahead(p, 1), KEYWORD_INDEX) || token_is(token_ahead(p, 1), KEYWORD_KEY));
	if (!hint)
		return false;
	step(p, 2);
	while (!now_kind(p, TOKEN_OPEN) && !group_done(p))
		p->at++; /* FOR ORDER BY */
	skip_group(p);
	return true;
}

void
table_hints_skip(struct parser *p)
{
	for (;;) {
		const struct token *t = token_now(p), *next = token_ahead(p, 1);
		if (token_is(t, KEYWORD_INDEXED) && token_is(next, KEYWORD_BY))
			step(p, 3);
		else if (token_is(t, KEYWORD_NOT) && token_is(next, KEYWORD_INDEXED))
			step(p, 2);
		else if ((token_is(t, KEYWORD_WITH) || token_is(t, KEYWORD_PARTITION) ||
		          token_in(p, t, " PIVOT UNPIVOT ")) && next->kind == TOKEN_OPEN)
			p->at++, skip_group(p);
		else if (token_is(t, KEYWORD_TABLESAMPLE))
			step(p, 2), skip_group(p);
		else if (token_is(t, KEYWORD_AS) && token_is(next, KEYWORD_OF))
			step(p, 3), (void)operand_read(p);
		else if (!index_hint_read(p))
			return;
	}
}

/* Alias, its columns and hints, in either order. */
static void
source_tail_read(struct parser *p, struct source *s)
{
	table_hints_skip(p);
	const char *alias = alias_read(p, true);
	if (alias)
		s->alias = alias;
	bool renamed = s->kind != SOURCE_TABLE || alias;
	if (renamed && now_kind(p, TOKEN_OPEN) && is_name_token(token_ahead(p, 1)))
		s->names = column_names_read(p);
	table_hints_skip(p);
}

/* Only a lateral one sees the tables beside it. */
static struct source *
derived_read(struct parser *p, bool lateral)
{
	size_t open = p->at++;
	struct scope *scope = p->scope;
	p->scope = lateral ? scope : scope->parent;
	struct scope *query = query_read(p);
	p->scope = scope;
	close_group(p, open);
	struct source *s = source_add(p, p->scope, SOURCE_QUERY, "");
	s->query = query;
	source_tail_read(p, s);
	return s;
}

static struct source *
function_source_read(struct parser *p, const char *name)
{
	size_t open = p->at++;
	struct source *s = source_add(p, p->scope, SOURCE_OPAQUE, "");
	s->alias = text_last_part(name);
	call_note(p, NULL, name);
	if (!strcasecmp(name, "json_table") || !strcasecmp(name, "xmltable"))
		p->at = p->list[open].match ? p->list[open].match : p->at;
	else
		arguments_read(p, NULL);
	close_group(p, open);
	if (now_is(p, KEYWORD_WITH) && token_in(p, token_ahead(p, 1), " ORDINALITY "))
		step(p, 2);
	source_tail_read(p, s);
	return s;
}

static struct source *
named_source_read(struct parser *p)
{
	bool hole = false;
	const char *name = table_name_read(p, &hole, NULL);
	if (!name)
		return NULL;
	if (now_kind(p, TOKEN_OPEN) && !schema_find(p->schema, name) && !token_in(p, token_ahead(p, 1), " NOLOCK "))
		return function_source_read(p, name);
	if (now_kind(p, TOKEN_OPEN))
		skip_group(p);
	const struct cte *cte = cte_find(p, name);
	struct source *s;
	if (cte) {
		s = source_add(p, p->scope, SOURCE_QUERY, name);
		s->cte = cte;
	} else if (!strcasecmp(name, "dual")) {
		s = source_add(p, p->scope, SOURCE_OPAQUE, name);
	} else {
		s = table_source_add(p, p->scope, name, hole);
		if (!p->quiet)
			report_table(p, name, TABLE_READ, hole, p->at);
	}
	if (now_kind(p, TOKEN_STAR))
		p->at++; /* PostgreSQL: and its children */
	source_tail_read(p, s);
	return s;
}

static void tables_read(struct parser *p);

/* One table, or a parenthesis of joins. NULL: none was understood. */
static struct source *
factor_read(struct parser *p)
{
	bool lateral = now_is(p, KEYWORD_LATERAL) || (p->at && token_in(p, &p->list[p->at - 1], " APPLY "));
	while (now_is(p, KEYWORD_LATERAL) || (now_is(p, KEYWORD_ONLY) && token_ahead(p, 1)->kind != TOKEN_COMMA))
		p->at++;
	if (now_is(p, KEYWORD_TABLE) && token_ahead(p, 1)->kind == TOKEN_OPEN) {
		p->at++;
		return function_source_read(p, "");
	}
	if (!now_kind(p, TOKEN_OPEN)) {
		if (now_kind(p, TOKEN_PARAM))
			p->at++;
		return named_source_read(p);
	}
	if (query_ahead(p))
		return derived_read(p, lateral);
	size_t open = p->at;
	if (!nest(p))
		return NULL;
	p->at++;
	tables_read(p);
	close_group(p, open);
	unnest(p);
	(void)alias_read(p, true);
	return p->scope->last;
}

bool
join_ahead(const struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	switch (t->kind == TOKEN_NAME ? t->keyword : KEYWORD_NONE) {
	case KEYWORD_JOIN: case KEYWORD_INNER: case KEYWORD_NATURAL: case KEYWORD_STRAIGHT_JOIN:
		return true;
	case KEYWORD_LEFT: case KEYWORD_RIGHT: case KEYWORD_FULL: case KEYWORD_CROSS: case KEYWORD_OUTER:
		return token_is(next, KEYWORD_JOIN) || token_is(next, KEYWORD_OUTER) || token_in(p, next, " APPLY SEMI ANTI ");
	default:
		return false;
	}
}

/* NATURAL LEFT OUTER JOIN; true: natural. */
static bool
join_words_read(struct parser *p)
{
	bool natural = now_is(p, KEYWORD_NATURAL);
	while (join_ahead(p) || token_in(p, token_now(p), " APPLY OUTER ")) {
		bool last = now_is(p, KEYWORD_JOIN) || now_is(p, KEYWORD_STRAIGHT_JOIN) || token_in(p, token_now(p), " APPLY ");
		p->at++;
		if (last)
			break;
	}
	return natural;
}

static void
using_read(struct parser *p, struct source *right)
{
	size_t open = p->at;
	if (!right || !accept_kind(p, TOKEN_OPEN))
		return;
	while (!group_done(p)) {
		const char *name = name_read(p);
		if (name) {
			int left = ref_add(p, NULL, name), own = ref_add(p, NULL, name);
			p->refs.at[left].kind = REF_USING;
			p->refs.at[left].limit = right->number;
			p->refs.at[own].direct = right;
			join_note(p, left, own);
		}
		if (!accept_kind(p, TOKEN_COMMA))
			break;
	}
	close_group(p, open);
	if (accept(p, KEYWORD_AS))
		(void)name_read(p);
}

static bool
on_ahead(const struct parser *p)
{
	const struct token *next = token_ahead(p, 1);
	return now_is(p, KEYWORD_ON) && !token_is(next, KEYWORD_CONFLICT) && !token_is(next, KEYWORD_DUPLICATE);
}

/* A hole that stands for JOIN: FROM a {} b ON … */
static bool
hole_join_ahead(const struct parser *p)
{
	if (!now_kind(p, TOKEN_HOLE) || !is_name_token(token_ahead(p, 1)))
		return false;
	return token_is(token_ahead(p, 2), KEYWORD_ON) || token_is(token_ahead(p, 3), KEYWORD_ON);
}

static void
join_read(struct parser *p)
{
	bool natural = join_words_read(p);
	struct source *s = factor_read(p);
	if (natural && s) {
		int r = ref_add(p, NULL, s->alias);
		p->refs.at[r].kind = REF_NATURAL;
		p->refs.at[r].direct = s;
		p->refs.at[r].limit = s->number;
	}
}

void
joins_read(struct parser *p)
{
	while (!group_done(p)) {
		if (join_ahead(p)) {
			join_read(p);
		} else if (hole_join_ahead(p)) {
			p->at++;
			(void)factor_read(p);
		} else if (on_ahead(p)) {
			p->at++;
			conditions_read(p);
		} else if (now_is(p, KEYWORD_USING) && token_ahead(p, 1)->kind == TOKEN_OPEN) {
			p->at++;
			using_read(p, p->scope->last);
		} else if (now_kind(p, TOKEN_HOLE)) {
			p->at++;
		} else {
			return;
		}
	}
}

/* FROM t {} , a DESC: what stands behind the comma goes on with an ORDER BY that lies in a hole. */
static bool
order_ahead(const struct parser *p)
{
	size_t n = token_ahead(p, 1)->kind == TOKEN_DOT ? 3 : 1;
	return is_name_token(token_now(p)) && token_in(p, token_ahead(p, n), " ASC DESC ");
}

static void
tables_read(struct parser *p)
{
	do {
		if (order_ahead(p)) {
			p->broken = true;
			order_list_read(p, PREDICATE_ORDER);
			return;
		}
		size_t before = p->at;
		(void)factor_read(p);
		if (p->at == before)
			p->broken = true;
		joins_read(p);
	} while (accept_kind(p, TOKEN_COMMA));
}

void
from_read(struct parser *p)
{
	tables_read(p);
}

void
quiet_tables_report(struct parser *p, const struct scope *scope)
{
	for (const struct source *s = scope->sources; s; s = s->next) {
		if (s->kind != SOURCE_TABLE)
			continue;
		for (enum table_mode m = 0; m < TABLE_MODE_COUNT; m++) {
			if (s->modes & 1u << m)
				report_table(p, s->name, m, s->has_hole, s->place);
		}
	}
}
