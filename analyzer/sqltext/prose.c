/* Is it SQL or prose? "Select a file from the list" begins like a statement too. In: a text, holes included. Out: yes
 * only for structure that prose hardly has: companion words (INSERT INTO, DELETE FROM, UPDATE … SET), what follows
 * the name of the table, no articles, no full stop. Verbs that are whole statements (COMMIT) must be the whole text.
 * A verb written "Select", the way sentences begin, must show more than its companion words. */
#include <ctype.h>
#include <string.h>

#include "sqltext/sqltext.h"
#include "sqltext/tokens.h"

struct view { /* a cursor over the first statement of the text */
	const struct token_list *tokens;
	const struct token *t;
	bool sentence;  /* the verb is written Like this */
	bool upper;
};

static bool
is(const struct view *v, enum keyword k)
{
	return v->t->kind == TOKEN_NAME && v->t->keyword == k;
}

static bool
is_word(const struct view *v, const struct token *t, const char *list)
{
	return t->kind == TOKEN_NAME && word_in(v->tokens->text + t->begin, t->end - t->begin, list);
}

static bool
take(struct view *v, enum keyword k)
{
	bool yes = is(v, k);
	v->t += yes;
	return yes;
}

static void
take_words(struct view *v, const char *list)
{
	while (is_word(v, v->t, list))
		v->t++;
}

static bool
at_end(const struct view *v)
{
	return v->t->kind == TOKEN_END || v->t->kind == TOKEN_SEMICOLON;
}

static bool
is_kind(const struct view *v, enum token_kind kind)
{
	return v->t->kind == kind;
}

static bool
is_hole(const struct view *v)
{
	return v->t->kind == TOKEN_HOLE;
}

/* Words that sentences use where a name would stand. */
static bool
is_prose_word(const struct view *v, const struct token *t)
{
	return is_word(v, t, " THE AN THIS THAT THESE THOSE YOUR MY OUR ITS THEIR YOU IT WHICH EACH EVERY ANY SOME ONE "
	                     "PLEASE FAILED FAILURE ERROR ERRORS SUCCEEDED DONE OK COMPLETE COMPLETED SUCCESSFUL "
	                     "SUCCESSFULLY NOT WAS IS HAS HAVE CANNOT COULD WILL ALREADY FOR OF WITH TO AND OR FROM INTO "
	                     "IN ON BY BE ");
}

/* a, a.b, "a", {}, with parts; false: no name here. */
static bool
take_name(struct view *v)
{
	const struct token *t = v->t;
	bool quoted = t->kind == TOKEN_QUOTED || t->kind == TOKEN_STRING;
	bool name = t->kind == TOKEN_NAME && keyword_class((enum keyword)t->keyword) != HARD && !is_prose_word(v, t);
	if (!quoted && !name && !(t->kind == TOKEN_HOLE && !t->is_value))
		return false;
	v->t++;
	while (v->t->kind == TOKEN_DOT && (v->t[1].kind == TOKEN_NAME || v->t[1].kind == TOKEN_QUOTED ||
	                                   v->t[1].kind == TOKEN_HOLE))
		v->t += 2;
	if (v->t->kind == TOKEN_PARAM && v->t->begin == v->t[-1].end)
		v->t++; /* Oracle's table@link */
	return true;
}

/* A name that no sentence would use: quoted, dotted, with underscore or hole. */
static bool
is_technical(const struct view *v, const struct token *from)
{
	for (const struct token *t = from; t < v->t; t++) {
		if (t->kind != TOKEN_NAME || t->has_hole)
			return true;
		if (memchr(v->tokens->text + t->begin, '_', t->end - t->begin))
			return true;
	}
	return false;
}

/* A sentence ends with a full stop; a statement does not. */
static bool
ends_like_sentence(const struct token_list *tokens)
{
	const struct token *end = &vec_last(&tokens->list);
	if (tokens->list.count < 2)
		return true;
	const struct token *t = end - 1;
	char c = tokens->text[t->begin];
	return t->kind == TOKEN_DOT || (t->kind == TOKEN_OPERATOR && t->end == t->begin + 1 && (c == '!' || c == ':')) ||
	       (t->kind == TOKEN_PARAM && c == '?' && t->begin && (isalpha((unsigned char)tokens->text[t->begin - 1]) ||
	                                                            tokens->text[t->begin - 1] == SQL_HOLE_END));
}

/* Two plain words side by side, neither an alias behind AS: "a file", "red house". */
static bool
is_word_pair(const struct view *v, const struct token *t)
{
	bool both = t->kind == TOKEN_NAME && t[1].kind == TOKEN_NAME && !t->has_hole;
	bool article = is_word(v, t, " A ") && keyword_class((enum keyword)t[1].keyword) == SOFT;
	return both && (article || is_prose_word(v, t)) && !is_word(v, t, " NOT IS IN AND OR ON BY FROM INTO ");
}

/* What may stand behind FROM name. */
static bool
table_tail(const struct view *v)
{
	if (at_end(v))
		return !v->sentence;
	if (is_hole(v) || is_kind(v, TOKEN_COMMA) || is_kind(v, TOKEN_CLOSE) || is_kind(v, TOKEN_OPEN))
		return true;
	return is_word(v, v->t, " WHERE ORDER GROUP HAVING LIMIT JOIN INNER LEFT RIGHT FULL CROSS NATURAL UNION EXCEPT "
	                        "INTERSECT MINUS ON USING AS OFFSET FETCH WINDOW CONNECT START FOR INDEXED STRAIGHT_JOIN "
	                        "USE FORCE RETURNING WITH SET NOT PARTITION TABLESAMPLE LATERAL LOCK INTO ");
}

static bool
looks_from(struct view *v, bool list_is_sql)
{
	v->t++;
	take_words(v, " ONLY LATERAL ");
	if (is_kind(v, TOKEN_OPEN) || at_end(v))
		return list_is_sql || !v->sentence;
	const struct token *name = v->t;
	if (!take_name(v))
		return false;
	if (table_tail(v) || is_technical(v, name) || list_is_sql)
		return !is_prose_word(v, v->t) || table_tail(v);
	const struct token *alias = v->t;
	if (is_word(v, name, " A "))
		return false;
	return take_name(v) && alias->kind == TOKEN_NAME && table_tail(v) && !v->sentence;
}

/* SELECT without FROM: a literal, a call, or a list of names that somebody completes. */
static bool
looks_list_alone(const struct view *v, const struct token *first, unsigned words, unsigned commas, bool marks)
{
	bool star = first->kind == TOKEN_STAR || first->kind == TOKEN_NUMBER || first->kind == TOKEN_PARAM;
	bool string = first->kind == TOKEN_STRING;
	bool call = first->kind == TOKEN_NAME && first[1].kind == TOKEN_OPEN && first[1].match &&
	            (first[1].begin == first->end || !v->sentence);
	if (star || string)
		return words <= 2 && (!v->sentence || star);
	if (call || first->kind == TOKEN_OPEN) /* "select(): failed" names the system call */
		return !v->sentence && first->begin > first[-1].end;
	if (first->kind == TOKEN_HOLE)
		return v->upper && words == 0;
	return !v->sentence && words - commas <= 1 && (commas >= (v->upper ? 1 : 2) || marks);
}

static bool
looks_select(struct view *v)
{
	const struct token *first = ++v->t;
	unsigned words = 0, commas = 0;
	bool marks = false;
	if (at_end(v))
		return false;
	for (; !at_end(v); v->t++) {
		const struct token *t = v->t;
		if (is(v, KEYWORD_FROM))
			return looks_from(v, marks || commas || first->kind == TOKEN_STAR ||
			                         (first->kind == TOKEN_HOLE && !v->sentence));
		if (is_word_pair(v, t) || t->kind == TOKEN_UNBRACKET)
			return false;
		if (t->kind == TOKEN_OPEN && t->match) {
			marks = true;
			v->t = &v->tokens->list.at[t->match];
		}
		words += t->kind == TOKEN_NAME && (t == first || t[-1].kind != TOKEN_DOT) && !is_word(v, t, " AS DISTINCT ALL ");
		commas += t->kind == TOKEN_COMMA;
		marks |= t->kind == TOKEN_DOT || t->kind == TOKEN_OPERATOR || t->kind == TOKEN_QUOTED || t->kind == TOKEN_NUMBER ||
		         (t->kind == TOKEN_NAME && memchr(v->tokens->text + t->begin, '_', t->end - t->begin));
	}
	return looks_list_alone(v, first, words, commas, marks);
}

static bool
looks_insert(struct view *v)
{
	bool replace = is(v, KEYWORD_REPLACE);
	v->t++;
	if (take(v, KEYWORD_OR))
		v->t++;
	take_words(v, " LOW_PRIORITY DELAYED HIGH_PRIORITY IGNORE OVERWRITE ALL ");
	bool into = take(v, KEYWORD_INTO);
	take_words(v, " TABLE ");
	const struct token *name = v->t;
	if (!take_name(v))
		return false;
	if (take(v, KEYWORD_AS))
		v->t++;
	if (at_end(v))
		return into && (!v->sentence || is_technical(v, name));
	if (is_kind(v, TOKEN_OPEN))
		return into || replace ? name->end < v->t->begin + 2 : v->t->match != 0;
	if (!into)
		return is(v, KEYWORD_VALUES) || is(v, KEYWORD_SELECT) || is(v, KEYWORD_SET);
	if (is_word(v, v->t, " VALUES VALUE SELECT DEFAULT SET WITH PARTITION OVERRIDING TABLE ") || is_hole(v))
		return true;
	return take_name(v) && (is_kind(v, TOKEN_OPEN) || is(v, KEYWORD_VALUES) || is(v, KEYWORD_SELECT));
}

/* UPDATE a [x] [, …] SET c = */
static bool
looks_update(struct view *v)
{
	v->t++;
	if (take(v, KEYWORD_OR))
		v->t++;
	take_words(v, " LOW_PRIORITY IGNORE ONLY ");
	if (!take_name(v))
		return false;
	for (unsigned n = 0; n < 200 && !at_end(v) && !is(v, KEYWORD_SET); n++) {
		if (is_prose_word(v, v->t) && !is_word(v, v->t, " ON AND OR IN NOT IS "))
			return false;
		v->t++;
	}
	if (!take(v, KEYWORD_SET))
		return false;
	if (at_end(v) || is_hole(v) || is_kind(v, TOKEN_OPEN))
		return true;
	return take_name(v) && (is_kind(v, TOKEN_OPERATOR) || is_kind(v, TOKEN_BRACKET) || is_hole(v) ||
	                        (v->t[-1].has_hole && at_end(v)));
}

static bool
looks_delete(struct view *v)
{
	v->t++;
	take_words(v, " LOW_PRIORITY QUICK IGNORE ");
	if (!is(v, KEYWORD_FROM)) { /* DELETE a FROM, DELETE a WHERE */
		const struct token *name = v->t;
		if (!take_name(v) || (v->sentence && !is_technical(v, name)))
			return false;
		while (is_kind(v, TOKEN_COMMA) || is_kind(v, TOKEN_STAR) || is_kind(v, TOKEN_DOT) || is_kind(v, TOKEN_NAME)) {
			if (is(v, KEYWORD_WHERE))
				return true;
			if (is(v, KEYWORD_FROM))
				break;
			if (is_kind(v, TOKEN_NAME) && v->t[-1].kind != TOKEN_COMMA)
				return false;
			v->t++;
		}
		if (!is(v, KEYWORD_FROM))
			return false;
	}
	v->t++;
	take_words(v, " ONLY ");
	const struct token *name = v->t;
	if (!take_name(v))
		return false;
	if (is_kind(v, TOKEN_STAR))
		v->t++;
	if (table_tail(v) || (at_end(v) && is_technical(v, name)))
		return true;
	take(v, KEYWORD_AS);
	return take_name(v) && !at_end(v) && table_tail(v);
}

static bool
looks_object(struct view *v, bool create)
{
	if (take(v, KEYWORD_IF)) {
		take_words(v, " NOT ");
		if (!take(v, KEYWORD_EXISTS))
			return false;
	}
	const struct token *name = v->t;
	if (!take_name(v))
		return false;
	if (at_end(v))
		return !v->sentence && (!create || v->upper || is_technical(v, name));
	return !is_prose_word(v, v->t) || is(v, KEYWORD_ON) || is(v, KEYWORD_FOR) || is(v, KEYWORD_WITH);
}

static bool
looks_create(struct view *v)
{
	v->t++;
	take_words(v, " OR REPLACE TEMP TEMPORARY UNIQUE GLOBAL LOCAL UNLOGGED VIRTUAL MATERIALIZED FOREIGN CONSTRAINT "
	              "RECURSIVE FULLTEXT SPATIAL EDITIONABLE NONEDITIONABLE PRIVATE PUBLIC ");
	if (take(v, KEYWORD_DEFINER)) {
		while (!at_end(v) && !is_word(v, v->t, " TRIGGER VIEW FUNCTION PROCEDURE EVENT "))
			v->t++;
	}
	const struct token *kind = v->t;
	v->t += !at_end(v);
	if (is_word(v, kind, " TABLE ")) {
		return looks_object(v, true) && (at_end(v) || is_kind(v, TOKEN_OPEN) || is_hole(v) ||
		                                 is_word(v, v->t, " AS LIKE SELECT USING PARTITION OF ON WITH "));
	}
	if (is_word(v, kind, " INDEX ")) {
		take_words(v, " CONCURRENTLY ");
		return is(v, KEYWORD_ON) ? v->t[2].kind == TOKEN_OPEN
		                         : looks_object(v, true) && (is(v, KEYWORD_ON) || is_hole(v) || is(v, KEYWORD_USING));
	}
	if (is_word(v, kind, " VIEW "))
		return looks_object(v, true) && (is(v, KEYWORD_AS) || is_kind(v, TOKEN_OPEN) || is_hole(v));
	if (is_word(v, kind, " TRIGGER "))
		return looks_object(v, true) && is_word(v, v->t, " BEFORE AFTER INSTEAD INSERT UPDATE DELETE FOR ON ");
	if (is_word(v, kind, " FUNCTION PROCEDURE "))
		return looks_object(v, true) && (is_kind(v, TOKEN_OPEN) || is_word(v, v->t, " AS IS RETURN RETURNS "));
	return (v->upper || is(v, KEYWORD_IF)) &&
	       is_word(v, kind, " SEQUENCE SCHEMA TYPE USER ROLE DATABASE EXTENSION DOMAIN SYNONYM EVENT PACKAGE RULE ") &&
	       looks_object(v, true);
}

static bool
looks_drop(struct view *v)
{
	v->t++;
	take_words(v, " TEMPORARY MATERIALIZED FOREIGN ");
	bool named = is_word(v, v->t, " TABLE VIEW INDEX TRIGGER FUNCTION PROCEDURE ");
	if (!named && !(v->upper && is_word(v, v->t, " SEQUENCE SCHEMA TYPE USER ROLE DATABASE EXTENSION EVENT PACKAGE ")))
		return false;
	v->t++;
	take_words(v, " CONCURRENTLY ");
	if (!looks_object(v, false))
		return false;
	return at_end(v) || is_kind(v, TOKEN_COMMA) || is_kind(v, TOKEN_OPEN) || is_hole(v) ||
	       is_word(v, v->t, " CASCADE RESTRICT PURGE ON CONSTRAINTS ");
}

static bool
looks_alter(struct view *v)
{
	v->t++;
	take_words(v, " IGNORE ");
	bool table = take(v, KEYWORD_TABLE);
	if (!table && !(v->upper && is_word(v, v->t, " INDEX VIEW SEQUENCE USER ROLE DATABASE SESSION SYSTEM TYPE ")))
		return false;
	v->t += !table;
	take_words(v, " ONLY ");
	if (!table)
		return !at_end(v);
	return looks_object(v, false) &&
	       (is_hole(v) || is_word(v, v->t, " ADD DROP RENAME MODIFY CHANGE ALTER OWNER SET ENGINE ENABLE DISABLE CONVERT "
	                                       "AUTO_INCREMENT INHERIT VALIDATE DEFAULT COMMENT CLUSTER REPLICA ORDER "
	                                       "TRUNCATE ATTACH DETACH PARTITION EXCHANGE "));
}

/* BEGIN [IMMEDIATE] [TRANSACTION], COMMIT, …: nothing else behind them. */
static bool
looks_transaction(struct view *v)
{
	bool begin = is(v, KEYWORD_BEGIN), end = is(v, KEYWORD_END), release = is(v, KEYWORD_RELEASE);
	bool savepoint = is(v, KEYWORD_SAVEPOINT), rollback = is(v, KEYWORD_ROLLBACK), abort = is(v, KEYWORD_ABORT);
	v->t++;
	if (at_end(v))
		return !release && !savepoint && ((!end && !abort) || (end && v->upper) || v->t->kind == TOKEN_SEMICOLON);
	const struct token *word = v->t;
	take_words(v, " TRANSACTION TRAN WORK IMMEDIATE DEFERRED EXCLUSIVE CONCURRENT ISOLATION LEVEL READ ONLY WRITE "
	              "COMMITTED UNCOMMITTED SERIALIZABLE REPEATABLE PREPARED AND NO CHAIN NOT DEFERRABLE ");
	if (at_end(v))
		return !release && !savepoint;
	if (begin && v->upper && word == v->t && word->kind == TOKEN_NAME && vec_last(&v->tokens->list).kind == TOKEN_END) {
		for (const struct token *t = v->t; t->kind != TOKEN_END; t++) {
			if (t->kind == TOKEN_SEMICOLON)
				return true; /* a block */
		}
	}
	bool to = take(v, KEYWORD_TO), named = take(v, KEYWORD_SAVEPOINT);
	if (!savepoint && !named && !(rollback && to) && !(release && v->upper))
		return false;
	return take_name(v) && at_end(v);
}

static bool
looks_setting(struct view *v)
{
	if (take(v, KEYWORD_SET)) {
		take_words(v, " SESSION GLOBAL LOCAL ");
		for (const struct token *t = v->t; t->kind != TOKEN_END; t++) {
			if (t->keyword == KEYWORD_WHERE)
				return false; /* the tail of an UPDATE */
		}
		if (is_word(v, v->t, " NAMES TRANSACTION ROLE CONSTRAINTS CHARACTERISTICS "))
			return v->t[1].kind != TOKEN_END;
		bool sql = v->upper || is_kind(v, TOKEN_PARAM);
		v->t += is_kind(v, TOKEN_PARAM);
		return (v->t[-1].kind == TOKEN_PARAM || take_name(v)) && sql &&
		       (is(v, KEYWORD_TO) || (is_kind(v, TOKEN_OPERATOR) && v->t->operator_class == OPERATOR_EQUAL) ||
		        v->t->operator_class == OPERATOR_ASSIGN);
	}
	v->t++;
	return take_name(v) && (is_kind(v, TOKEN_OPEN) || is_kind(v, TOKEN_OPERATOR) || is_hole(v) ||
	                        (at_end(v) && (v->upper || v->t->kind == TOKEN_SEMICOLON || is_technical(v, v->t - 1))));
}

static bool
looks_with(struct view *v)
{
	v->t++;
	(void)take(v, KEYWORD_RECURSIVE);
	if (!take_name(v))
		return false;
	if (is_kind(v, TOKEN_OPEN) && v->t->match)
		v->t = &v->tokens->list.at[v->t->match + 1];
	return take(v, KEYWORD_AS) && (is_kind(v, TOKEN_OPEN) || is_hole(v) ||
	                               is_word(v, v->t, " MATERIALIZED NOT "));
}

/* Rare verbs: in capitals, with a name behind them. */
static bool
looks_other(struct view *v)
{
	const struct token *verb = v->t++;
	if (verb->keyword == KEYWORD_EXPLAIN) {
		take_words(v, " QUERY PLAN ANALYZE VERBOSE EXTENDED FOR ");
		return is_word(v, v->t, " SELECT INSERT UPDATE DELETE WITH REPLACE ") && !v->sentence;
	}
	if (verb->keyword == KEYWORD_VALUES)
		return is_kind(v, TOKEN_OPEN) && v->upper;
	if (verb->keyword == KEYWORD_CALL)
		return take_name(v) && (is_kind(v, TOKEN_OPEN) || (at_end(v) && v->upper));
	if (verb->keyword == KEYWORD_VACUUM || verb->keyword == KEYWORD_ANALYZE || verb->keyword == KEYWORD_REINDEX)
		return at_end(v) ? true : v->upper;
	if (verb->keyword == KEYWORD_ATTACH)
		return take(v, KEYWORD_DATABASE) || v->upper;
	if (verb->keyword == KEYWORD_DECLARE)
		return take_name(v) && v->upper;
	if (!v->upper || at_end(v))
		return false;
	if (verb->keyword == KEYWORD_GRANT || verb->keyword == KEYWORD_REVOKE)
		return is_kind(v, TOKEN_NAME);
	if (verb->keyword == KEYWORD_LOCK || verb->keyword == KEYWORD_COMMENT)
		return is_word(v, v->t, " TABLE TABLES ON ");
	if (verb->keyword == KEYWORD_COPY) {
		return is_kind(v, TOKEN_OPEN) || (take_name(v) && (is_kind(v, TOKEN_OPEN) || is(v, KEYWORD_FROM) || is(v, KEYWORD_TO)));
	}
	if (verb->keyword == KEYWORD_EXEC || verb->keyword == KEYWORD_EXECUTE)
		return is(v, KEYWORD_IMMEDIATE) || (take_name(v) && !is_kind(v, TOKEN_NAME));
	if (verb->keyword == KEYWORD_LOAD)
		return is_word(v, v->t, " DATA XML ");
	if (verb->keyword == KEYWORD_SHOW)
		return is_word(v, v->t, " TABLES TABLE COLUMNS FULL INDEX INDEXES KEYS CREATE DATABASES VARIABLES STATUS GRANTS "
		                        "PROCESSLIST SESSION GLOBAL MASTER SLAVE ENGINES WARNINGS ERRORS ");
	return take_name(v);
}

static bool
looks_like(struct view *v)
{
	switch (v->t->kind == TOKEN_NAME ? v->t->keyword : KEYWORD_NONE) {
	case KEYWORD_SELECT:
		return looks_select(v);
	case KEYWORD_INSERT: case KEYWORD_REPLACE:
		return looks_insert(v);
	case KEYWORD_UPDATE:
		return looks_update(v);
	case KEYWORD_DELETE:
		return looks_delete(v);
	case KEYWORD_MERGE:
		v->t++;
		(void)take(v, KEYWORD_INTO);
		return take_name(v) && (is(v, KEYWORD_USING) || is(v, KEYWORD_AS) || v->t[1].keyword == KEYWORD_USING);
	case KEYWORD_TRUNCATE: {
		v->t++;
		bool table = take(v, KEYWORD_TABLE);
		const struct token *name = v->t;
		bool named = take_name(v) && (at_end(v) || is_kind(v, TOKEN_COMMA) || is_word(v, v->t, " CASCADE RESTART RESTRICT "));
		return named && (v->upper || (table && !v->sentence) || is_technical(v, name));
	}
	case KEYWORD_CREATE:
		return looks_create(v);
	case KEYWORD_DROP:
		return looks_drop(v);
	case KEYWORD_ALTER:
		return looks_alter(v);
	case KEYWORD_BEGIN: case KEYWORD_COMMIT: case KEYWORD_END: case KEYWORD_ROLLBACK: case KEYWORD_SAVEPOINT:
	case KEYWORD_RELEASE: case KEYWORD_ABORT:
		return !v->sentence && looks_transaction(v);
	case KEYWORD_START:
		return v->t[1].keyword == KEYWORD_TRANSACTION && !v->sentence;
	case KEYWORD_SET: case KEYWORD_PRAGMA:
		return looks_setting(v);
	case KEYWORD_WITH:
		return looks_with(v);
	case KEYWORD_EXPLAIN: case KEYWORD_VALUES: case KEYWORD_CALL: case KEYWORD_VACUUM: case KEYWORD_ANALYZE:
	case KEYWORD_REINDEX: case KEYWORD_ATTACH: case KEYWORD_DETACH: case KEYWORD_DECLARE: case KEYWORD_LOCK:
	case KEYWORD_COMMENT: case KEYWORD_COPY: case KEYWORD_LOAD: case KEYWORD_SHOW: case KEYWORD_DESCRIBE:
	case KEYWORD_EXEC: case KEYWORD_EXECUTE: case KEYWORD_GRANT: case KEYWORD_REVOKE: case KEYWORD_PREPARE:
	case KEYWORD_DEALLOCATE: case KEYWORD_USE:
		return looks_other(v);
	default:
		return false;
	}
}

/* The first word, without reading the rest: most texts of a program are no SQL. */
static bool
begins_with_verb(const char *text, size_t length)
{
	size_t at = 0, end;
	while (at < length && (isspace((unsigned char)text[at]) || text[at] == '(' || text[at] == ';'))
		at++;
	if (at + 1 < length && (text[at] == '-' || text[at] == '/' || text[at] == '#'))
		return true; /* a comment, perhaps */
	for (end = at; end < length && isalpha((unsigned char)text[end]); end++) {
	}
	return keyword_find(text + at, end - at) != KEYWORD_NONE;
}

bool
sql_looks_like_statement(const char *text, size_t length)
{
	struct token_list tokens = {0};
	if (!begins_with_verb(text, length))
		return false;
	tokens_read(&tokens, text, 0, length);
	struct view v = {.tokens = &tokens, .t = tokens.list.at};
	while (v.t->kind == TOKEN_SEMICOLON || (v.t->kind == TOKEN_OPEN && v.t[1].kind == TOKEN_NAME))
		v.t++;
	if (is(&v, KEYWORD_EXEC) && v.t[1].keyword == KEYWORD_SQL)
		v.t += v.t[2].keyword == KEYWORD_AT && v.t[3].kind != TOKEN_END ? 4 : 2;
	bool word = v.t->kind == TOKEN_NAME && v.t->end - v.t->begin > 1;
	if (word) {
		v.upper = isupper((unsigned char)text[v.t->begin + 1]);
		v.sentence = !v.upper && isupper((unsigned char)text[v.t->begin]);
	}
	bool yes = word && !ends_like_sentence(&tokens) && looks_like(&v);
	tokens_finish(&tokens);
	return yes;
}
