/* INSERT and REPLACE, and what all writing statements share: targets, SET lists. The written table is a source of the
 * statement's scope, marked `target`: reading one of its columns makes it a read as well (resolve.c).
 *   INSERT → create; ON CONFLICT DO UPDATE, ON DUPLICATE KEY UPDATE → and update;
 *   REPLACE, INSERT OR REPLACE → create and update: what stood there under the same key is gone.
 * Bare names among VALUES are variables or strings, never columns. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

struct scope *
write_scope(struct parser *p)
{
	struct scope *s = scope_create(p, p->scope);
	if (p->scope && !p->scope->sources && !p->scope->outputs && p->depth)
		s = p->scope; /* a CTE that writes: its outputs are what RETURNING says */
	p->scope = s;
	return s;
}

void
words_skip(struct parser *p, const char *words)
{
	while (token_in(p, token_now(p), words) && token_ahead(p, 1)->kind != TOKEN_DOT)
		p->at++;
}

/* OR REPLACE, OR IGNORE …; true: REPLACE. */
bool
conflict_word_read(struct parser *p)
{
	if (!accept(p, KEYWORD_OR))
		return false;
	bool replace = now_is(p, KEYWORD_REPLACE);
	p->at += p->at < p->end;
	return replace;
}

struct source *
target_read(struct parser *p, unsigned modes)
{
	bool hole = false;
	const char *name = table_name_read(p, &hole, NULL);
	if (!name) {
		p->broken = true;
		return NULL;
	}
	struct source *s = table_source_add(p, p->scope, name, hole);
	s->target = true;
	s->modes = modes;
	return s;
}

void
target_report(struct parser *p, const struct source *s)
{
	for (enum table_mode m = 0; m < TABLE_MODE_COUNT; m++) {
		if (s->modes & 1u << m)
			report_table(p, s->name, m, s->has_hole, s->place);
	}
}

static void
column_write(struct parser *p, struct source *target, const char *name, enum table_mode mode)
{
	int ref = ref_add(p, NULL, name);
	p->refs.at[ref].direct = target;
	p->refs.at[ref].mode = mode;
}

/* ( a, b ) behind INSERT INTO t; false: there is none. */
bool
insert_columns_read(struct parser *p, struct source *target)
{
	size_t open = p->at;
	if (!now_kind(p, TOKEN_OPEN) || query_ahead(p))
		return false;
	p->at++;
	while (!group_done(p)) {
		bool hole = now_kind(p, TOKEN_HOLE);
		const char *name = name_read(p);
		while (now_kind(p, TOKEN_DOT) && name) {
			p->at++;
			name = name_read(p);
		}
		if (name && !hole)
			column_write(p, target, name, TABLE_CREATE);
		while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
			skip_token(p);
		(void)accept_kind(p, TOKEN_COMMA);
	}
	close_group(p, open);
	return true;
}

/* Names among the values are variables or strings, never columns. */
static void
values_rows_read(struct parser *p)
{
	struct scope *scope = p->scope;
	p->scope = scope_create(p, NULL);
	source_add(p, p->scope, SOURCE_OPAQUE, "");
	do {
		size_t open = p->at;
		if (!accept_kind(p, TOKEN_OPEN))
			break;
		arguments_read(p, NULL);
		close_group(p, open);
	} while (accept_kind(p, TOKEN_COMMA));
	if (now_kind(p, TOKEN_HOLE))
		p->at++; /* the rows, or one more clause */
	p->scope = scope;
}

static const char *
set_column_read(struct parser *p, const char **qualifier)
{
	const char *name = NULL;
	unsigned parts = 0;
	*qualifier = NULL;
	if (now_kind(p, TOKEN_HOLE) && token_ahead(p, 1)->kind != TOKEN_DOT && token_ahead(p, 1)->kind != TOKEN_OPERATOR)
		return NULL;
	name = name_read(p);
	while (name && now_kind(p, TOKEN_DOT)) {
		*qualifier = name_join(p, *qualifier, name, &parts);
		p->at++;
		name = name_read(p);
	}
	while (now_kind(p, TOKEN_BRACKET))
		skip_group(p);
	return name;
}

static void
set_column_note(struct parser *p, enum table_mode mode)
{
	const char *qualifier;
	const struct token *t = token_now(p);
	const char *name = set_column_read(p, &qualifier);
	if (!name || (t->kind == TOKEN_HOLE && !qualifier))
		return;
	int ref = ref_add(p, qualifier, name);
	p->refs.at[ref].mode = mode;
}

void
set_list_read(struct parser *p, enum table_mode mode)
{
	do {
		size_t open = p->at;
		p->broken |= p->at >= p->end;
		if (accept_kind(p, TOKEN_OPEN)) {
			do
				set_column_note(p, mode);
			while (accept_kind(p, TOKEN_COMMA));
			close_group(p, open);
		} else {
			set_column_note(p, mode);
		}
		const struct token *t = token_now(p);
		bool assigns = t->kind == TOKEN_OPERATOR &&
		               (t->operator_class == OPERATOR_EQUAL || t->operator_class == OPERATOR_ASSIGN);
		p->at += assigns;
		while (now_kind(p, TOKEN_OPERATOR) && assigns && p->text[token_now(p)->begin] == '=')
			p->at++;
		if (assigns)
			text_operand_note(p, expression_read(p));
		else if (now_kind(p, TOKEN_HOLE))
			p->at++;
	} while (accept_kind(p, TOKEN_COMMA));
}

/* The target of ON CONFLICT (a, b) WHERE …, up to DO. */
static void
conflict_target_read(struct parser *p)
{
	size_t open = p->at;
	if (accept_kind(p, TOKEN_OPEN)) {
		while (!group_done(p)) {
			(void)expression_read(p);
			words_skip(p, " ASC DESC ");
			if (!accept_kind(p, TOKEN_COMMA))
				break;
		}
		close_group(p, open);
	}
	if (accept(p, KEYWORD_ON) && accept(p, KEYWORD_CONSTRAINT))
		(void)name_read(p);
	if (accept(p, KEYWORD_WHERE))
		conditions_read(p);
}

static void
conflict_read(struct parser *p, struct source *target)
{
	step(p, 2);
	conflict_target_read(p);
	if (!accept(p, KEYWORD_DO)) {
		p->broken |= !now_kind(p, TOKEN_HOLE);
		return;
	}
	if (accept(p, KEYWORD_NOTHING) || !accept(p, KEYWORD_UPDATE))
		return;
	if (target)
		report_table(p, target->name, TABLE_UPDATE, target->has_hole, target->place);
	(void)accept(p, KEYWORD_SET);
	set_list_read(p, TABLE_UPDATE);
	if (accept(p, KEYWORD_WHERE))
		conditions_read(p);
}

static void
duplicate_read(struct parser *p, struct source *target)
{
	step(p, 2);
	(void)accept(p, KEYWORD_KEY);
	(void)accept(p, KEYWORD_UPDATE);
	if (target)
		report_table(p, target->name, TABLE_UPDATE, target->has_hole, target->place);
	set_list_read(p, TABLE_UPDATE);
}

/* What stands behind the rows. */
static void
insert_tail_read(struct parser *p, struct source *target)
{
	for (;;) {
		if (now_is(p, KEYWORD_ON) && token_is(token_ahead(p, 1), KEYWORD_CONFLICT)) {
			conflict_read(p, target);
		} else if (now_is(p, KEYWORD_ON) && token_is(token_ahead(p, 1), KEYWORD_DUPLICATE)) {
			duplicate_read(p, target);
		} else if (now_is(p, KEYWORD_RETURNING)) {
			returning_read(p);
		} else if (now_is(p, KEYWORD_AS)) { /* MySQL's name for the new row */
			const char *alias = alias_read(p, true);
			struct source *s = alias ? source_add(p, p->scope, SOURCE_OPAQUE, alias) : NULL;
			if (s && now_kind(p, TOKEN_OPEN))
				s->names = column_names_read(p);
			if (!alias)
				return;
		} else {
			return;
		}
	}
}

static void
insert_rows_read(struct parser *p, struct scope *scope, struct source *target, bool columns)
{
	if (!columns && target && !now_is(p, KEYWORD_DEFAULT) && !now_is(p, KEYWORD_SET)) {
		int star = ref_add(p, target->alias, "*");
		p->refs.at[star].kind = REF_STAR;
		p->refs.at[star].mode = TABLE_CREATE;
	}
	if (accept(p, KEYWORD_DEFAULT)) {
		(void)accept(p, KEYWORD_VALUES);
	} else if (now_is(p, KEYWORD_VALUES) || token_in(p, token_now(p), " VALUE ")) {
		p->at++;
		values_rows_read(p);
	} else if (accept(p, KEYWORD_SET)) {
		set_list_read(p, TABLE_CREATE);
	} else if (query_ahead(p) || now_is(p, KEYWORD_TABLE)) {
		p->scope = scope->parent;
		struct scope *query = query_read(p);
		p->scope = scope;
		if (query && scope != query)
			scope->parent = query; /* ON DUPLICATE KEY UPDATE a = u.b */
	} else if (now_kind(p, TOKEN_HOLE)) {
		p->at++;
	} else {
		p->broken = true;
	}
}

static void
insert_into_read(struct parser *p, struct scope *scope, unsigned modes)
{
	(void)accept(p, KEYWORD_INTO);
	if (now_is(p, KEYWORD_TABLE) && is_name_token(token_ahead(p, 1)))
		p->at++;
	struct source *target = target_read(p, modes);
	if (!target)
		return;
	target_report(p, target);
	if (now_is(p, KEYWORD_PARTITION))
		p->at++, skip_group(p);
	const char *alias = token_in(p, token_now(p), " VALUE ") ? NULL : alias_read(p, true);
	if (alias)
		target->alias = alias;
	bool columns = insert_columns_read(p, target);
	while (token_in(p, token_now(p), " OVERRIDING SYSTEM USER VALUE ") &&
	       !(token_in(p, token_now(p), " VALUE ") && token_ahead(p, 1)->kind == TOKEN_OPEN))
		p->at++;
	insert_rows_read(p, scope, target, columns);
	insert_tail_read(p, target);
}

void
insert_read(struct parser *p, bool replace)
{
	struct scope *outer = p->scope;
	p->at++;
	replace |= conflict_word_read(p);
	if (replace)
		verb_set(p, SQL_REPLACE);
	verb_set(p, SQL_INSERT);
	words_skip(p, " LOW_PRIORITY DELAYED HIGH_PRIORITY IGNORE OVERWRITE ");
	bool several = (now_is(p, KEYWORD_ALL) || token_in(p, token_now(p), " FIRST ")) &&
	               (token_is(token_ahead(p, 1), KEYWORD_INTO) || token_is(token_ahead(p, 1), KEYWORD_WHEN));
	p->at += several;
	do {
		if (accept(p, KEYWORD_WHEN)) {
			conditions_read(p);
			(void)accept(p, KEYWORD_THEN);
		}
		(void)accept(p, KEYWORD_ELSE);
		struct scope *scope = write_scope(p);
		insert_into_read(p, scope, replace ? CREATE_BIT | UPDATE_BIT : CREATE_BIT);
		if (several)
			p->scope = outer;
	} while (several && (now_is(p, KEYWORD_INTO) || now_is(p, KEYWORD_WHEN) || now_is(p, KEYWORD_ELSE)));
	if (several && query_ahead(p))
		(void)query_read(p);
}

/* INTO t (a, b) VALUES …, of a fragment whose verb stands elsewhere. */
void
insert_rest_read(struct parser *p)
{
	insert_into_read(p, write_scope(p), CREATE_BIT);
}
