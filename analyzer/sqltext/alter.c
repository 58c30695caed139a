/* ALTER and DROP. In: tokens behind the verb. Out: the object; of ALTER TABLE also the columns and keys it adds or
 * changes, in one action or several. Tables are reported as `ddl`, a new name as well. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

static void
exists_skip(struct parser *p)
{
	if (!accept(p, KEYWORD_IF))
		return;
	(void)accept(p, KEYWORD_NOT);
	(void)accept(p, KEYWORD_EXISTS);
}

static void
action_skip(struct parser *p)
{
	while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
		skip_group(p);
}

/* ADD [COLUMN] a INT, ADD (a INT, b INT), ADD CONSTRAINT … */
static void
add_read(struct parser *p)
{
	p->at++;
	(void)accept(p, KEYWORD_COLUMN);
	exists_skip(p);
	if (now_is(p, KEYWORD_PARTITION)) {
		action_skip(p);
		return;
	}
	if (now_kind(p, TOKEN_OPEN))
		table_body_read(p);
	else if (!group_done(p))
		table_element_read(p);
}

/* RENAME [COLUMN] a TO b: the column b from now on. */
static void
rename_column_read(struct parser *p)
{
	(void)accept(p, KEYWORD_COLUMN);
	const char *old = is_name_token(token_now(p)) ? name_read(p) : NULL;
	if (!old || !accept(p, KEYWORD_TO) || !is_name_token(token_now(p)))
		return;
	struct sql_column_def def = {.type = ""};
	def.line = line_of(p, token_now(p)->begin) - line_of(p, p->statement->begin);
	def.name = name_read(p);
	vec_push(&p->defs, def);
}

/* RENAME TO b, RENAME [COLUMN] a TO b, RENAME INDEX a TO b */
static void
rename_read(struct parser *p)
{
	p->at++;
	bool other = token_in(p, token_now(p), " INDEX KEY CONSTRAINT PARTITION ") && is_name_token(token_ahead(p, 1));
	if (accept(p, KEYWORD_TO) || accept(p, KEYWORD_AS)) {
		bool hole = false;
		const char *name = table_name_read(p, &hole, NULL);
		if (name)
			report_table(p, name, TABLE_DDL, hole, p->at);
		p->statement->new_name = hole ? NULL : name;
	} else if (!other) {
		rename_column_read(p);
	}
	action_skip(p);
}

static void
table_action_read(struct parser *p)
{
	size_t before = p->at;
	if (now_is(p, KEYWORD_ADD)) {
		add_read(p);
	} else if (now_is(p, KEYWORD_RENAME)) {
		rename_read(p);
	} else if (accept(p, KEYWORD_MODIFY)) {
		(void)accept(p, KEYWORD_COLUMN);
		if (now_kind(p, TOKEN_OPEN))
			table_body_read(p);
		else if (!group_done(p))
			column_def_read(p);
	} else if (accept(p, KEYWORD_CHANGE)) {
		(void)accept(p, KEYWORD_COLUMN);
		(void)name_read(p);
		if (!group_done(p))
			column_def_read(p);
	}
	action_skip(p);
	if (p->at == before)
		skip_token(p);
}

static void
alter_table_read(struct parser *p)
{
	bool hole = false;
	exists_skip(p);
	(void)accept(p, KEYWORD_ONLY);
	p->statement->object = table_name_read(p, &hole, &p->statement->temporary);
	(void)accept_kind(p, TOKEN_STAR);
	if (p->statement->object)
		report_table(p, p->statement->object, TABLE_DDL, hole, p->at);
	else
		p->broken = true;
	while (p->at < p->end) {
		table_action_read(p);
		(void)accept_kind(p, TOKEN_COMMA);
	}
}

void
alter_read(struct parser *p)
{
	p->at++;
	verb_set(p, SQL_ALTER);
	while (token_in(p, token_now(p), " IGNORE FOREIGN ONLINE OFFLINE "))
		p->at++;
	if (accept(p, KEYWORD_TABLE)) {
		alter_table_read(p);
		return;
	}
	p->at += p->at < p->end; /* SEQUENCE, INDEX, VIEW … */
	exists_skip(p);
	p->statement->object = table_name_read(p, NULL, NULL);
	p->at = p->end;
}

/* DROP TABLE a, b CASCADE; of an index or trigger the table behind ON is changed. */
void
drop_read(struct parser *p)
{
	p->at++;
	verb_set(p, SQL_DROP);
	while (now_is(p, KEYWORD_TEMPORARY) || now_is(p, KEYWORD_TEMP)) {
		p->statement->temporary = true;
		p->at++;
	}
	if (token_in(p, token_now(p), " MATERIALIZED FOREIGN PACKAGE ") && token_ahead(p, 1)->kind == TOKEN_NAME)
		p->at++;
	bool tables = now_is(p, KEYWORD_TABLE) || now_is(p, KEYWORD_VIEW);
	p->at += p->at < p->end;
	(void)accept(p, KEYWORD_CONCURRENTLY);
	exists_skip(p);
	do {
		bool hole = false;
		const char *name = table_name_read(p, &hole, &p->statement->temporary);
		if (!p->statement->object)
			p->statement->object = name;
		if (tables && name)
			report_table(p, name, TABLE_DDL, hole, p->at);
	} while (accept_kind(p, TOKEN_COMMA));
	if (accept(p, KEYWORD_ON)) {
		bool hole = false;
		p->statement->on_table = table_name_read(p, &hole, NULL);
		if (p->statement->on_table)
			report_table(p, p->statement->on_table, TABLE_DDL, hole, p->at);
	}
	p->broken |= !p->statement->object;
	p->at = p->end;
}
