/* One statement: which is it, and the small ones. In: tokens of one statement. Out: its row, filled. What does not
 * begin with a verb is a fragment: a clause, a condition, a piece of a list; its clauses are read all the same. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

enum { OUTPUT_LIMIT = 5000 }; /* columns that stars may add to a view */

const char *
sql_verb_word(enum sql_verb verb)
{
	static const char *const words[] = {
		[SQL_OTHER] = "other", [SQL_SELECT] = "select", [SQL_INSERT] = "insert", [SQL_UPDATE] = "update",
		[SQL_DELETE] = "delete", [SQL_REPLACE] = "replace", [SQL_MERGE] = "merge", [SQL_TRUNCATE] = "truncate",
		[SQL_CALL] = "call", [SQL_CREATE_TABLE] = "create table", [SQL_CREATE_VIEW] = "create view",
		[SQL_CREATE_INDEX] = "create index", [SQL_CREATE_TRIGGER] = "create trigger",
		[SQL_CREATE_ROUTINE] = "create routine", [SQL_DROP] = "drop", [SQL_ALTER] = "alter", [SQL_BEGIN] = "begin",
		[SQL_COMMIT] = "commit", [SQL_ROLLBACK] = "rollback", [SQL_SAVEPOINT] = "savepoint",
		[SQL_RELEASE] = "release", [SQL_PRAGMA] = "pragma", [SQL_FRAGMENT] = "fragment",
	};
	return words[verb];
}

void
verb_set(struct parser *p, enum sql_verb verb)
{
	if (p->depth == 0 && p->statement->verb == SQL_FRAGMENT)
		p->statement->verb = verb;
}

/* The rest holds nothing that concerns tables. */
static void
rest_skip(struct parser *p)
{
	p->at = p->end;
}

static void
object_read(struct parser *p)
{
	p->statement->object = table_name_read(p, NULL, NULL);
}

/* BEGIN, COMMIT and their kin: the words that may follow, then the name of a savepoint. */
static void
transaction_read(struct parser *p)
{
	enum sql_verb verb = SQL_BEGIN;
	const struct token *t = token_now(p);
	if (token_is(t, KEYWORD_COMMIT) || token_is(t, KEYWORD_END))
		verb = SQL_COMMIT;
	else if (token_is(t, KEYWORD_ROLLBACK) || token_is(t, KEYWORD_ABORT))
		verb = SQL_ROLLBACK;
	else if (token_is(t, KEYWORD_SAVEPOINT))
		verb = SQL_SAVEPOINT;
	else if (token_is(t, KEYWORD_RELEASE))
		verb = SQL_RELEASE;
	verb_set(p, verb);
	p->at++;
	words_skip(p, " TRANSACTION TRAN WORK TO SAVEPOINT ");
	if (verb != SQL_BEGIN && verb != SQL_COMMIT)
		object_read(p);
	rest_skip(p);
}

/* PRAGMA x = 1, SET x = 1, ATTACH …: object is what is set. Subqueries in it are read. */
static void
setting_read(struct parser *p)
{
	bool set = now_is(p, KEYWORD_SET), pragma = now_is(p, KEYWORD_PRAGMA);
	verb_set(p, SQL_PRAGMA);
	p->at++;
	if (set)
		words_skip(p, " SESSION GLOBAL LOCAL ");
	if (set || pragma)
		object_read(p);
	while (set && p->at < p->end) {
		size_t before = p->at;
		if (query_ahead(p))
			(void)query_read(p);
		p->at += p->at == before;
	}
	rest_skip(p);
}

static void
call_statement_read(struct parser *p)
{
	p->at++;
	if (now_is(p, KEYWORD_IMMEDIATE) || now_kind(p, TOKEN_STRING) || now_kind(p, TOKEN_OPEN)) {
		verb_set(p, SQL_OTHER);
		rest_skip(p);
		p->broken = true; /* what runs is text made at run time */
		return;
	}
	verb_set(p, SQL_CALL);
	if (now_kind(p, TOKEN_PARAM) && token_ahead(p, 1)->kind == TOKEN_OPERATOR)
		step(p, 2); /* :result := f(x), @r = f */
	object_read(p);
	if (p->statement->object)
		call_note(p, NULL, p->statement->object);
	arguments_read(p, NULL);
}

/* DECLARE c CURSOR FOR select; PREPARE p AS select */
static void
named_query_read(struct parser *p)
{
	while (p->at < p->end && !query_ahead(p) && !now_is(p, KEYWORD_INSERT) && !now_is(p, KEYWORD_UPDATE) &&
	       !now_is(p, KEYWORD_DELETE))
		p->at++;
	if (p->at < p->end)
		main_verb_read(p);
	verb_set(p, SQL_OTHER);
}

static void
explain_read(struct parser *p)
{
	p->at++;
	if (now_kind(p, TOKEN_OPEN) && !query_ahead(p))
		skip_group(p);
	while (p->at < p->end && !query_ahead(p) && !now_is(p, KEYWORD_INSERT) && !now_is(p, KEYWORD_UPDATE) &&
	       !now_is(p, KEYWORD_DELETE) && !now_is(p, KEYWORD_REPLACE) && !now_is(p, KEYWORD_MERGE))
		p->at++;
	if (p->at < p->end)
		main_verb_read(p);
	verb_set(p, SQL_OTHER);
}

static void
query_statement_read(struct parser *p)
{
	struct scope *outer = p->scope;
	verb_set(p, SQL_SELECT);
	struct scope *s = query_read(p);
	p->scope = outer;
	if (!outer && s)
		p->scope = s;
}

void
main_verb_read(struct parser *p)
{
	if (now_is(p, KEYWORD_WITH) && p->depth == 0)
		with_read(p);
	switch (now_kind(p, TOKEN_NAME) ? token_now(p)->keyword : KEYWORD_NONE) {
	case KEYWORD_INSERT:
		insert_read(p, false);
		return;
	case KEYWORD_REPLACE:
		insert_read(p, true);
		return;
	case KEYWORD_UPDATE:
		update_read(p);
		return;
	case KEYWORD_DELETE:
		delete_read(p);
		return;
	case KEYWORD_MERGE:
		merge_read(p);
		return;
	default:
		query_statement_read(p);
	}
}

/* A clause or part: read what looks like clauses, take the rest as expressions. */
static void
fragment_read(struct parser *p)
{
	p->scope = scope_create(p, NULL);
	while (p->at < p->end) {
		size_t before = p->at;
		if (now_is(p, KEYWORD_INTO) && is_name_token(token_ahead(p, 1)))
			insert_rest_read(p);
		else if (now_is(p, KEYWORD_SET))
			p->at++, set_list_read(p, TABLE_UPDATE);
		else if (query_ahead(p))
			(void)query_read(p);
		else if (now_is(p, KEYWORD_UPDATE) && is_name_token(token_ahead(p, 1)))
			update_read(p);
		else if (now_is(p, KEYWORD_UNION) || now_is(p, KEYWORD_EXCEPT) || now_is(p, KEYWORD_INTERSECT))
			(void)query_rest_read(p, p->scope);
		else if (!clause_read(p) && operand_ahead(p))
			(void)expression_read(p);
		if (p->at == before)
			p->at++;
	}
	p->broken = true;
}

static bool
is_transaction(const struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	bool name = next->kind == TOKEN_NAME || next->kind == TOKEN_QUOTED || next->kind == TOKEN_HOLE;
	switch (t->keyword) {
	case KEYWORD_BEGIN: case KEYWORD_COMMIT: case KEYWORD_ROLLBACK:
		return true;
	case KEYWORD_END: case KEYWORD_ABORT:
		return next->kind == TOKEN_END || token_in(p, next, " TRANSACTION WORK ");
	case KEYWORD_SAVEPOINT: case KEYWORD_RELEASE:
		return name;
	case KEYWORD_START:
		return token_is(next, KEYWORD_TRANSACTION);
	default:
		return false;
	}
}

/* SET a = 1 WHERE b = 2: the tail of an UPDATE, no setting. */
static bool
assignments_ahead(const struct parser *p)
{
	struct parser ahead = *p;
	while (ahead.at < ahead.end && !now_is(&ahead, KEYWORD_WHERE))
		skip_group(&ahead);
	return ahead.at < ahead.end;
}

/* Statements without tables of their own; false: none of those. */
static bool
other_read(struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	bool alone = next->kind == TOKEN_END, named = next->kind == TOKEN_NAME || next->kind == TOKEN_QUOTED ||
	                                             next->kind == TOKEN_HOLE || next->kind == TOKEN_STRING;
	if (is_transaction(p)) {
		transaction_read(p);
		return true;
	}
	switch (t->keyword) {
	case KEYWORD_SET:
		if (assignments_ahead(p))
			return false;
		setting_read(p);
		return true;
	case KEYWORD_PRAGMA:
		setting_read(p);
		return true;
	case KEYWORD_VACUUM: case KEYWORD_REINDEX: case KEYWORD_ANALYZE: case KEYWORD_ATTACH: case KEYWORD_DETACH:
	case KEYWORD_USE: case KEYWORD_SHOW: case KEYWORD_DESCRIBE:
		if (!alone && !named && next->kind != TOKEN_PARAM && next->kind != TOKEN_OPEN)
			return false;
		setting_read(p);
		return true;
	case KEYWORD_GRANT: case KEYWORD_REVOKE: case KEYWORD_COMMENT: case KEYWORD_LOCK: case KEYWORD_CLOSE:
	case KEYWORD_FETCH: case KEYWORD_OPEN: case KEYWORD_DEALLOCATE:
		if (!named)
			return false;
		verb_set(p, SQL_OTHER);
		rest_skip(p);
		return true;
	default:
		if (!named || !token_in(p, t, " LISTEN NOTIFY UNLISTEN FLUSH KILL OPTIMIZE REPAIR UNLOCK DISCARD RESET "
		                              "CLUSTER REFRESH REASSIGN SECURITY CONNECT DISCONNECT WHENEVER HANDLER PURGE "))
			return false;
		verb_set(p, SQL_OTHER);
		rest_skip(p);
		return true;
	}
}

/* A verb of the data or the schema; false: none of those. */
static bool
data_read(struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	bool operator = next->kind == TOKEN_OPERATOR || next->kind == TOKEN_DOT || next->kind == TOKEN_COMMA;
	if (query_ahead(p)) {
		main_verb_read(p);
		return true;
	}
	if (t->kind != TOKEN_NAME || operator)
		return false;
	switch (t->keyword) {
	case KEYWORD_INSERT: case KEYWORD_UPDATE: case KEYWORD_DELETE: case KEYWORD_MERGE:
		return main_verb_read(p), true;
	case KEYWORD_REPLACE:
		return next->kind != TOKEN_OPEN && (main_verb_read(p), true);
	case KEYWORD_TRUNCATE:
		return next->kind != TOKEN_OPEN && (truncate_read(p), true);
	case KEYWORD_CREATE:
		return create_read(p), true;
	case KEYWORD_DROP:
		return drop_read(p), true;
	case KEYWORD_ALTER:
		return alter_read(p), true;
	case KEYWORD_COPY:
		return copy_read(p), true;
	case KEYWORD_LOAD:
		return token_in(p, next, " DATA XML ") && (load_read(p), true);
	case KEYWORD_TABLE:
		return is_name_token(next) && (main_verb_read(p), true);
	case KEYWORD_CALL: case KEYWORD_EXEC: case KEYWORD_EXECUTE:
		return call_statement_read(p), true;
	case KEYWORD_DECLARE: case KEYWORD_PREPARE:
		return named_query_read(p), true;
	case KEYWORD_EXPLAIN:
		return explain_read(p), true;
	default:
		return other_read(p);
	}
}

/* EXEC SQL [AT connection] of embedded SQL. */
static void
embedded_prefix_skip(struct parser *p)
{
	if (!now_is(p, KEYWORD_EXEC) || !token_is(token_ahead(p, 1), KEYWORD_SQL))
		return;
	step(p, 2);
	if (accept(p, KEYWORD_AT))
		p->at += p->at < p->end;
}

static struct parser
parser_start(const struct parser *context, size_t begin, size_t end, struct map *seen, struct sql_statement *out)
{
	struct parser p = {
		.arena = context->arena, .scratch = context->scratch, .tokens = context->tokens, .text = context->text,
		.list = context->list, .at = begin, .end = end, .schema = context->schema,
		.trigger_table = context->trigger_table, .in_routine = context->in_routine, .state = context->state,
		.body_depth = context->body_depth, .seen = seen, .statement = out, .budget = 10000 + 100 * (end - begin),
	};
	map_init(seen);
	*out = (struct sql_statement){.verb = SQL_FRAGMENT, .begin = p.list[begin].begin};
	out->end = end > begin ? p.list[end - 1].end : out->begin;
	out->line = line_of(&p, out->begin);
	return p;
}

void
statement_read(const struct parser *context, size_t begin, size_t end, struct sql_statement *out)
{
	struct map seen;
	struct parser p = parser_start(context, begin, end, &seen, out);
	embedded_prefix_skip(&p);
	if (!data_read(&p))
		fragment_read(&p);
	if (p.at < p.end)
		p.broken = true;
	statement_finish(&p);
}

static void
output_define(struct parser *to, const char *name)
{
	struct sql_column_def def = {.name = name, .type = ""};
	vec_push(&to->defs, def);
}

/* * and x.*: the columns of tables that the schema knows; false: of one that it does not. */
static bool
star_define(struct parser *to, const struct scope *query, const char *qualifier)
{
	for (const struct source *s = query->sources; s; s = s->next) {
		if (qualifier && strcasecmp(s->alias, qualifier) != 0)
			continue;
		if (s->kind != SOURCE_TABLE || !s->known || s->known->open || to->defs.count > OUTPUT_LIMIT)
			return false;
		for (const struct schema_column *c = s->known->columns; c; c = c->next)
			output_define(to, arena_strdup(to->arena, c->name));
	}
	return true;
}

void
outputs_define(struct parser *to, const struct parser *from, const struct scope *query)
{
	for (const struct output *o = query ? query->outputs : NULL; o; o = o->next) {
		bool known = o->star ? star_define(to, query, from->refs.at[o->ref].qualifier) : *o->name;
		if (!known) {
			to->defs.count = 0;
			return;
		}
		if (!o->star)
			output_define(to, o->name);
	}
}

void
view_query_read(struct parser *view, size_t begin, size_t end, struct sql_statement *out)
{
	struct map seen;
	struct parser p = parser_start(view, begin, end, &seen, out);
	if (++p.body_depth > BODY_LIMIT)
		p.at = p.end;
	else if (!data_read(&p))
		fragment_read(&p);
	if (p.at < p.end)
		p.broken = true;
	if (!view->defs.count)
		outputs_define(view, &p, p.scope);
	statement_finish(&p);
}

void
condition_read(const struct parser *context, size_t begin, size_t end, struct sql_statement *out)
{
	struct map seen;
	struct parser p = parser_start(context, begin, end, &seen, out);
	out->verb = SQL_OTHER;
	p.scope = scope_create(&p, NULL);
	arguments_read(&p, NULL);
	statement_finish(&p);
}
