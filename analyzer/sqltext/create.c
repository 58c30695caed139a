/* CREATE: tables, views, indexes, triggers, routines. In: tokens behind the verb. Out: object, definitions and keys;
 * for triggers and routines their statements as a body, for views the select. A view's columns are those listed,
 * else the outputs of its select, else nobody knows them. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

struct created { /* what stands between CREATE and the kind of thing */
	bool unique, temporary;
};

static void
table_ddl_report(struct parser *p, const char *name, bool hole)
{
	if (name)
		report_table(p, name, TABLE_DDL, hole, p->at);
	else
		p->broken = true;
}

static bool
object_name_read(struct parser *p)
{
	bool hole = false;
	if (now_is(p, KEYWORD_IF) && token_is(token_ahead(p, 1), KEYWORD_NOT)) {
		p->statement->if_not_exists = true;
		step(p, 3);
	}
	p->statement->object = table_name_read(p, &hole, &p->statement->temporary);
	return hole;
}

static void
create_as_read(struct parser *p)
{
	size_t defs = p->defs.count;
	(void)accept(p, KEYWORD_AS);
	if (!query_ahead(p) && !now_is(p, KEYWORD_TABLE))
		return;
	struct scope *query = query_read(p);
	if (!defs)
		outputs_define(p, p, query);
}

static void
create_table_read(struct parser *p, struct created c)
{
	p->statement->temporary = c.temporary;
	verb_set(p, SQL_CREATE_TABLE);
	bool hole = object_name_read(p);
	table_ddl_report(p, p->statement->object, hole);
	if (now_kind(p, TOKEN_OPEN) && !query_ahead(p))
		table_body_read(p);
	while (p->at < p->end) {
		if (now_is(p, KEYWORD_AS) || query_ahead(p)) {
			create_as_read(p);
			break;
		}
		if (now_kind(p, TOKEN_CLOSE) || now_is(p, KEYWORD_LIKE))
			p->broken = true;
		skip_group(p); /* WITHOUT ROWID, ENGINE = x, PARTITION BY … */
	}
	p->at = p->end;
}

/* CREATE VIRTUAL TABLE t USING fts5(a, b, content='x'): arguments without = are columns. */
static void
create_virtual_read(struct parser *p)
{
	verb_set(p, SQL_CREATE_TABLE);
	(void)accept(p, KEYWORD_TABLE);
	bool hole = object_name_read(p);
	table_ddl_report(p, p->statement->object, hole);
	(void)accept(p, KEYWORD_USING);
	(void)name_read(p);
	size_t open = p->at;
	if (!accept_kind(p, TOKEN_OPEN))
		return;
	while (!group_done(p)) {
		bool column = is_name_token(token_now(p)) && token_ahead(p, 1)->kind != TOKEN_OPERATOR;
		if (column)
			column_def_read(p);
		while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
			skip_group(p);
		(void)accept_kind(p, TOKEN_COMMA);
	}
	close_group(p, open);
}

/* The select of a view is its body; the view's columns are listed or are the select's. */
static void
create_view_read(struct parser *p, struct created c)
{
	p->statement->temporary = c.temporary;
	verb_set(p, SQL_CREATE_VIEW);
	bool hole = object_name_read(p);
	table_ddl_report(p, p->statement->object, hole);
	if (now_kind(p, TOKEN_OPEN))
		table_body_read(p);
	while (p->at < p->end && !now_is(p, KEYWORD_AS))
		p->at++;
	if (!accept(p, KEYWORD_AS))
		return;
	struct sql_statement body;
	view_query_read(p, p->at, p->end, &body);
	p->statement->body = arena_copy(p->arena, &body, sizeof body);
	p->statement->body_count = 1;
	p->at = p->end;
}

/* ON t [USING method] (a, b) …; the cursor is on ON. */
static void
create_index_read(struct parser *p, struct created c)
{
	verb_set(p, SQL_CREATE_INDEX);
	(void)accept(p, KEYWORD_CONCURRENTLY);
	if (!now_is(p, KEYWORD_ON))
		(void)object_name_read(p);
	if (accept(p, KEYWORD_USING))
		(void)name_read(p);
	if (!accept(p, KEYWORD_ON)) {
		p->broken = true;
		return;
	}
	bool hole = false;
	(void)accept(p, KEYWORD_ONLY);
	const char *table = table_name_read(p, &hole, NULL);
	p->statement->on_table = table;
	table_ddl_report(p, table, hole);
	if (accept(p, KEYWORD_USING))
		(void)name_read(p);
	struct sql_key_def *key = key_add(p, c.unique ? KEY_UNIQUE : KEY_INDEX, p->statement->object, "");
	key->table = table;
	if (now_kind(p, TOKEN_OPEN))
		key->columns = name_list_read(p);
	p->at = p->end; /* WHERE, WITH, TABLESPACE … */
}

static void
event_read(struct parser *p)
{
	while (p->at < p->end && !now_is(p, KEYWORD_ON)) {
		bool insert = now_is(p, KEYWORD_INSERT), update = now_is(p, KEYWORD_UPDATE), delete = now_is(p, KEYWORD_DELETE);
		if ((insert || update || delete) && !p->statement->trigger_event)
			p->statement->trigger_event = insert ? "insert" : update ? "update" : "delete";
		p->at++;
	}
}

/* Where the body of a trigger begins: behind FOR EACH ROW and WHEN (…). */
static size_t
trigger_body(struct parser *p)
{
	while (p->at < p->end) {
		const struct token *t = token_now(p), *next = token_ahead(p, 1);
		if (token_is(t, KEYWORD_FOR) && token_is(next, KEYWORD_EACH))
			step(p, 3);
		else if (token_is(t, KEYWORD_BEGIN) || token_is(t, KEYWORD_DECLARE) || token_is(t, KEYWORD_EXECUTE) ||
		         token_is(t, KEYWORD_CALL) || token_is(t, KEYWORD_SET) || token_is(t, KEYWORD_INSERT) ||
		         token_is(t, KEYWORD_DELETE) || (token_is(t, KEYWORD_UPDATE) && is_name_token(next)) ||
		         token_is(t, KEYWORD_IF))
			break;
		else
			skip_group(p);
	}
	return p->at;
}

static void
body_attach(struct parser *p, struct statements *body)
{
	p->statement->body = arena_copy(p->arena, body->list.at, body->list.count * sizeof *body->list.at);
	p->statement->body_count = body->list.count;
	vec_finish(&body->list);
}

/* PostgreSQL: EXECUTE FUNCTION f() */
static bool
trigger_call_read(struct parser *p, struct statements *body)
{
	if (!now_is(p, KEYWORD_EXECUTE))
		return false;
	size_t words = token_in(p, token_ahead(p, 1), " FUNCTION PROCEDURE ") ? 2 : 1;
	size_t begin = p->at;
	struct sql_statement call;
	step(p, words);
	statement_read(p, begin, p->end, &call);
	call.verb = SQL_CALL;
	call.object = table_name_read(p, NULL, NULL);
	vec_push(&body->list, call);
	return true;
}

static void
create_trigger_read(struct parser *p, struct created c)
{
	struct statements body = {0};
	bool hole = false;
	p->statement->temporary = c.temporary;
	verb_set(p, SQL_CREATE_TRIGGER);
	(void)object_name_read(p);
	event_read(p);
	if (!accept(p, KEYWORD_ON)) {
		p->broken = true;
		return;
	}
	p->statement->on_table = table_name_read(p, &hole, NULL);
	table_ddl_report(p, p->statement->on_table, hole);
	size_t begin = trigger_body(p);
	struct parser inner = *p;
	inner.trigger_table = p->statement->on_table;
	inner.in_routine = true;
	if (!trigger_call_read(p, &body))
		body_read(&inner, begin, p->end, &body);
	body_attach(p, &body);
	p->at = p->end;
}

/* The body: BEGIN …, IS …, RETURN x, or a string behind AS. */
static void
create_routine_read(struct parser *p)
{
	struct statements body = {0};
	verb_set(p, SQL_CREATE_ROUTINE);
	(void)accept(p, KEYWORD_BODY);
	(void)object_name_read(p);
	if (now_kind(p, TOKEN_OPEN))
		skip_group(p);
	while (p->at < p->end && !now_is(p, KEYWORD_BEGIN) && !now_is(p, KEYWORD_IS) && !now_is(p, KEYWORD_AS) &&
	       !now_is(p, KEYWORD_RETURN) && !now_is(p, KEYWORD_DECLARE))
		skip_group(p);
	bool as = now_is(p, KEYWORD_AS) || now_is(p, KEYWORD_IS);
	bool result = now_is(p, KEYWORD_RETURN) && token_ahead(p, 1)->kind == TOKEN_NAME && p->at + 2 < p->end;
	const struct token *text = token_ahead(p, 1);
	struct parser inner = *p;
	inner.in_routine = true;
	if (as && (text->kind == TOKEN_BODY || text->kind == TOKEN_STRING)) {
		body_text_read(&inner, text, &body);
	} else {
		while (result && p->at < p->end && !now_is(p, KEYWORD_IS) && !now_is(p, KEYWORD_AS) && !now_is(p, KEYWORD_BEGIN))
			p->at++; /* PL/SQL's RETURN type */
		body_read(&inner, p->at + (now_is(p, KEYWORD_AS) || now_is(p, KEYWORD_IS)), p->end, &body);
	}
	body_attach(p, &body);
	p->at = p->end;
}

/* CREATE SEQUENCE, SCHEMA, TYPE, USER …: the name, no table. */
static void
create_other_read(struct parser *p)
{
	verb_set(p, SQL_OTHER);
	(void)object_name_read(p);
	p->at = p->end;
}

/* What the word behind CREATE says is created; false: it is only a modifier. */
static bool
create_kind_read(struct parser *p, const struct token *t, struct created c)
{
	if (token_is(t, KEYWORD_TABLE))
		create_table_read(p, c);
	else if (token_is(t, KEYWORD_VIEW))
		create_view_read(p, c);
	else if (token_is(t, KEYWORD_INDEX))
		create_index_read(p, c);
	else if (token_is(t, KEYWORD_TRIGGER))
		create_trigger_read(p, c);
	else if (token_in(p, t, " FUNCTION PROCEDURE PACKAGE EVENT "))
		create_routine_read(p);
	else if (token_is(t, KEYWORD_VIRTUAL))
		create_virtual_read(p);
	else if (token_in(p, t, " SEQUENCE SCHEMA TYPE USER ROLE DATABASE EXTENSION DOMAIN SYNONYM RULE POLICY CAST "
	                        "AGGREGATE OPERATOR LANGUAGE SERVER TABLESPACE COLLATION PUBLICATION STATISTICS "))
		create_other_read(p);
	else
		return false;
	return true;
}

void
create_read(struct parser *p)
{
	struct created c = {0};
	p->at++;
	while (p->at < p->end) {
		const struct token *t = token_now(p);
		p->at++;
		if (create_kind_read(p, t, c))
			return;
		c.unique |= token_is(t, KEYWORD_UNIQUE);
		c.temporary |= token_is(t, KEYWORD_TEMP) || token_is(t, KEYWORD_TEMPORARY);
	}
	verb_set(p, SQL_OTHER);
	p->broken = true;
}
