/* Bodies of triggers, routines and anonymous blocks, of PL/SQL, PL/pgSQL, MySQL and SQLite. In: tokens. Out: the
 * statements in them; control words are stepped over, conditions and right-hand sides are kept when they read a
 * table. Also where a statement ends: blocks are followed with a stack of what END will close. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

enum block { BLOCK_DECLARE, BLOCK_BODY, BLOCK_CASE, BLOCK_CONTROL };

struct walk { /* over the tokens of a routine */
	const struct token_list *tokens;
	size_t at, limit;
	size_t segment;        /* first token since the last semicolon or block word */
	bool header;           /* before the body: IS or AS opens it */
	bool trigger, opened;
	VEC(enum block) stack;
};

static const struct token *
walk_token(const struct walk *w, size_t at)
{
	return &w->tokens->list.at[at < w->limit ? at : w->limit];
}

static bool
token_word(const struct token_list *tokens, const struct token *t, const char *list)
{
	return t->kind == TOKEN_NAME && word_in(tokens->text + t->begin, t->end - t->begin, list);
}

static void
walk_push(struct walk *w, enum block b)
{
	vec_push(&w->stack, b);
	w->opened = true;
	w->header = false;
	w->segment = w->at + 1;
}

static void
walk_end(struct walk *w)
{
	if (w->stack.count)
		(void)vec_pop(&w->stack);
	if (token_word(w->tokens, walk_token(w, w->at + 1), " IF LOOP CASE WHILE REPEAT FOR "))
		w->at++;
}

static void
walk_begin(struct walk *w)
{
	if (w->stack.count && vec_last(&w->stack) == BLOCK_DECLARE)
		vec_last(&w->stack) = BLOCK_BODY, w->segment = w->at + 1;
	else
		walk_push(w, BLOCK_BODY);
}

/* IS or AS that begins a PL/SQL routine's declarations. */
static bool
declarations_ahead(const struct walk *w)
{
	const struct token *next = walk_token(w, w->at + 1), *first = walk_token(w, w->segment);
	bool routine = w->header || token_word(w->tokens, first, " PROCEDURE FUNCTION ");
	bool text = next->kind == TOKEN_STRING || next->kind == TOKEN_BODY || next->kind == TOKEN_HOLE ||
	            token_word(w->tokens, next, " LANGUAGE EXTERNAL NULL NOT ");
	return routine && !w->trigger && !text;
}

static void
walk_word(struct walk *w, const struct token *t)
{
	bool starts = w->at == w->segment;
	const struct token *first = walk_token(w, w->segment);
	switch (t->keyword) {
	case KEYWORD_BEGIN:
		walk_begin(w);
		break;
	case KEYWORD_DECLARE:
		if (!w->stack.count)
			walk_push(w, BLOCK_DECLARE);
		break;
	case KEYWORD_IS: case KEYWORD_AS:
		if (declarations_ahead(w))
			walk_push(w, BLOCK_DECLARE);
		break;
	case KEYWORD_CASE:
		vec_push(&w->stack, BLOCK_CASE);
		break;
	case KEYWORD_IF: case KEYWORD_REPEAT:
		if (starts && w->stack.count && walk_token(w, w->at + 1)->kind != TOKEN_DOT)
			vec_push(&w->stack, BLOCK_CONTROL);
		break;
	case KEYWORD_LOOP:
		if (w->stack.count)
			walk_push(w, BLOCK_CONTROL);
		break;
	case KEYWORD_DO:
		if (w->stack.count && token_word(w->tokens, first, " WHILE FOR "))
			walk_push(w, BLOCK_CONTROL);
		break;
	case KEYWORD_THEN: case KEYWORD_ELSE:
		if (w->stack.count && vec_last(&w->stack) != BLOCK_CASE)
			w->segment = w->at + 1;
		break;
	case KEYWORD_END:
		walk_end(w);
		break;
	default:
		break;
	}
}

/* The end of a routine or block: the semicolon behind its last END. */
static size_t
routine_end(struct walk *w)
{
	for (; w->at < w->limit; w->at++) {
		const struct token *t = walk_token(w, w->at);
		if (t->kind == TOKEN_OPEN && t->match && t->match < w->limit) {
			w->at = t->match;
		} else if (t->kind == TOKEN_SEMICOLON) {
			if (!w->stack.count)
				break;
			w->segment = w->at + 1;
		} else if (t->kind == TOKEN_NAME && t->keyword != KEYWORD_NONE) {
			walk_word(w, t);
		}
	}
	vec_finish(&w->stack);
	return w->at < w->limit ? w->at : w->limit;
}

bool
block_ahead(const struct token_list *tokens, size_t at)
{
	const struct token *t = &tokens->list.at[at], *next = t->kind == TOKEN_END ? t : t + 1;
	if (token_is(t, KEYWORD_DECLARE))
		return next->kind == TOKEN_NAME && !token_is(next + 1, KEYWORD_CURSOR) && !token_is(next + 1, KEYWORD_TABLE) &&
		       !token_word(tokens, next + 1, " INSENSITIVE SCROLL NO BINARY ASENSITIVE SENSITIVE STATEMENT ");
	if (!token_is(t, KEYWORD_BEGIN))
		return false;
	return next->kind != TOKEN_END && next->kind != TOKEN_SEMICOLON && next->kind != TOKEN_HOLE &&
	       !token_word(tokens, next, " TRANSACTION TRAN WORK IMMEDIATE DEFERRED EXCLUSIVE CONCURRENT ISOLATION READ NOT ");
}

/* CREATE [OR REPLACE] [DEFINER = x@y] … TRIGGER: the word that tells what is created. */
static const struct token *
created_word(const struct token_list *tokens, size_t at, size_t limit)
{
	enum { WORDS = 14 };
	for (size_t i = at + 1; i < limit && i < at + WORDS; i++) {
		const struct token *t = &tokens->list.at[i];
		if (token_word(tokens, t, " TRIGGER FUNCTION PROCEDURE PACKAGE EVENT TABLE VIEW INDEX TYPE SEQUENCE DATABASE "
		                          "SCHEMA USER ROLE "))
			return t;
		if (t->kind == TOKEN_OPEN || t->kind == TOKEN_SEMICOLON)
			break;
	}
	return &tokens->list.at[limit];
}

static bool
is_routine(const struct token_list *tokens, size_t at, size_t limit)
{
	const struct token *t = &tokens->list.at[at];
	if (!token_is(t, KEYWORD_CREATE))
		return false;
	const struct token *word = created_word(tokens, at, limit);
	if (token_is(word, KEYWORD_TYPE))
		return token_is(word + 1, KEYWORD_BODY);
	return token_word(tokens, word, " TRIGGER FUNCTION PROCEDURE PACKAGE EVENT ");
}

size_t
statement_end(const struct token_list *tokens, size_t at, size_t limit)
{
	if (is_routine(tokens, at, limit) || block_ahead(tokens, at)) {
		struct walk w = {.tokens = tokens, .at = at, .limit = limit, .segment = at};
		const struct token *word = created_word(tokens, at, limit);
		w.header = token_is(&tokens->list.at[at], KEYWORD_CREATE);
		w.trigger = w.header && (token_is(word, KEYWORD_TRIGGER) || token_is(word, KEYWORD_EVENT));
		return routine_end(&w);
	}
	while (at < limit && tokens->list.at[at].kind != TOKEN_SEMICOLON)
		at++;
	return at;
}

/* ---- the statements of a body */

struct body {
	const struct parser *context;
	size_t at, end;
	struct statements *out;
};

static const struct token *
body_token(const struct body *b, size_t ahead)
{
	return &b->context->list[b->at + ahead < b->end ? b->at + ahead : b->end];
}

static bool
body_word(const struct body *b, size_t ahead, const char *list)
{
	return b->at + ahead < b->end && token_word(b->context->tokens, body_token(b, ahead), list);
}

static size_t
segment_end(const struct body *b)
{
	size_t i = b->at;
	while (i < b->end && b->context->list[i].kind != TOKEN_SEMICOLON)
		i++;
	return i;
}

/* The next of the words at this level, or end. */
static size_t
word_ahead(const struct body *b, size_t end, const char *list)
{
	unsigned cases = 0;
	for (size_t i = b->at; i < end; i++) {
		const struct token *t = &b->context->list[i];
		if (t->kind == TOKEN_OPEN && t->match && t->match < end)
			i = t->match;
		else if (token_is(t, KEYWORD_CASE))
			cases++;
		else if (token_is(t, KEYWORD_END) && cases)
			cases--;
		else if (!cases && token_word(b->context->tokens, t, list))
			return i;
	}
	return end;
}

static void
body_push(struct body *b, size_t begin, size_t end, bool condition)
{
	struct sql_statement s;
	if (begin >= end)
		return;
	struct arena_mark mark = arena_mark(b->context->scratch);
	if (condition)
		condition_read(b->context, begin, end, &s);
	else
		statement_read(b->context, begin, end, &s);
	arena_pop(b->context->scratch, mark);
	if (!condition || s.table_count)
		vec_push(&b->out->list, s);
}

/* An expression that may call a routine: without tables it is kept for what it calls. */
static void
body_expression(struct body *b, size_t begin, size_t end)
{
	struct sql_statement s;
	if (begin >= end)
		return;
	struct arena_mark mark = arena_mark(b->context->scratch);
	condition_read(b->context, begin, end, &s);
	arena_pop(b->context->scratch, mark);
	if (!s.table_count)
		s.column_count = s.predicate_count = s.join_count = 0;
	if (s.table_count || s.call_count)
		vec_push(&b->out->list, s);
}

/* IF a THEN, WHILE a LOOP, ELSIF a THEN, WHEN a THEN, UNTIL a END: up to the word that ends it. */
static void
body_condition(struct body *b, size_t end)
{
	b->at++;
	size_t word = word_ahead(b, end, " THEN LOOP DO END ");
	body_expression(b, b->at, word);
	b->at = word;
}

/* FOR x IN (SELECT …) LOOP, FOR x AS c CURSOR FOR SELECT … DO */
static void
body_for(struct body *b, size_t end)
{
	size_t loop = word_ahead(b, end, " LOOP DO ");
	size_t query = b->at;
	while (query < loop && b->context->list[query].keyword != KEYWORD_SELECT &&
	       b->context->list[query].keyword != KEYWORD_WITH)
		query++;
	bool group = query > b->at && query < loop && b->context->list[query - 1].kind == TOKEN_OPEN;
	size_t close = group ? b->context->list[query - 1].match : 0;
	body_push(b, query, close && close < loop ? close : loop, false);
	b->at = loop < end ? loop + 1 : end;
}

/* A query somewhere behind: CURSOR c IS SELECT, OPEN c FOR SELECT, RETURN QUERY SELECT. */
static void
body_query(struct body *b, size_t end)
{
	size_t query = word_ahead(b, end, " SELECT WITH INSERT UPDATE DELETE ");
	if (query < end)
		body_push(b, query, end, false);
	else
		body_expression(b, b->at + 1, end);
}

/* EXECUTE 'text', EXECUTE IMMEDIATE 'text' */
static void
body_execute(struct body *b, size_t end)
{
	size_t at = b->at + (body_word(b, 1, " IMMEDIATE ") ? 2 : 1);
	const struct token *t = at < end ? &b->context->list[at] : NULL;
	if (t && (t->kind == TOKEN_STRING || t->kind == TOKEN_BODY))
		body_text_read(b->context, t, b->out);
}

/* Words that only steer; true: stepped over. */
static bool
body_control(struct body *b, size_t end)
{
	const struct token *t = body_token(b, 0);
	if (t->kind == TOKEN_OPERATOR) { /* <<label>> */
		b->at++;
		return true;
	}
	if (body_word(b, 1, " LOOP WHILE REPEAT BEGIN ") && t->kind == TOKEN_NAME && t->keyword == KEYWORD_NONE) {
		b->at++;
		return true;
	}
	if (body_word(b, 0, " BEGIN ATOMIC THEN ELSE LOOP DO EXCEPTION REPEAT ")) {
		b->at++;
		return true;
	}
	if (body_word(b, 0, " IF ELSIF ELSEIF WHILE WHEN UNTIL ")) {
		body_condition(b, end);
		return true;
	}
	if (body_word(b, 0, " PROCEDURE FUNCTION ")) { /* of a package, or local */
		size_t is = word_ahead(b, end, " IS AS ");
		b->at = is < end ? is + 1 : end;
		return true;
	}
	if (body_word(b, 0, " FOR FOREACH ")) {
		body_for(b, end);
		return true;
	}
	if (body_word(b, 0, " CASE ")) {
		b->at = word_ahead(&(struct body){b->context, b->at + 1, b->end, NULL}, end, " WHEN ");
		return true;
	}
	return false;
}

static bool
is_assignment(const struct body *b, size_t end)
{
	for (size_t i = b->at; i < end && i < b->at + 6; i++) {
		const struct token *t = &b->context->list[i];
		if (t->kind == TOKEN_OPERATOR)
			return t->operator_class == OPERATOR_ASSIGN || (t->operator_class == OPERATOR_EQUAL && i == b->at + 1);
	}
	return false;
}

static bool
begins_statement(const struct body *b)
{
	return body_word(b, 0, " SELECT INSERT UPDATE DELETE REPLACE MERGE TRUNCATE CREATE DROP ALTER WITH VALUES CALL "
	                       "COMMIT ROLLBACK SAVEPOINT RELEASE COPY LOCK EXEC START PRAGMA ");
}

/* pkg.proc(x): the routine, and what its arguments read; false: no call. */
static bool
call_push(struct body *b, size_t end)
{
	struct parser name = *b->context;
	name.at = b->at;
	name.end = end;
	const char *object = table_name_read(&name, NULL, NULL);
	bool call = object && (name.at >= end || name.list[name.at].kind == TOKEN_OPEN);
	size_t count = b->out->list.count;
	if (!call)
		return false;
	body_push(b, b->at, end, false);
	if (b->out->list.count > count) {
		vec_last(&b->out->list).verb = SQL_CALL;
		vec_last(&b->out->list).object = object;
		vec_last(&b->out->list).complete = true;
	}
	return true;
}

/* What is left of a segment once the steering words are gone. */
static void
body_statement(struct body *b, size_t end)
{
	if (body_word(b, 0, " END NULL RAISE EXIT CONTINUE LEAVE ITERATE CLOSE FETCH SIGNAL RESIGNAL GOTO GET "))
		return;
	if (body_word(b, 0, " DECLARE ")) {
		b->at++;
		if (body_word(b, 1, " CURSOR ") || body_word(b, 1, " HANDLER "))
			body_query(b, end);
	} else if (body_word(b, 0, " CURSOR OPEN RETURN ") || body_word(b, 1, " CURSOR ")) {
		body_query(b, end);
	} else if (body_word(b, 0, " PERFORM ")) {
		b->at++;
		if (!call_push(b, end))
			body_expression(b, b->at, end);
	} else if (body_word(b, 0, " SET ")) {
		body_push(b, b->at + 1, end, true);
	} else if (body_word(b, 0, " EXECUTE ")) {
		body_execute(b, end);
	} else if (begins_statement(b)) {
		body_push(b, b->at, end, false);
	} else if (is_assignment(b, end)) {
		body_expression(b, b->at + 1, end);
	} else if (is_name_token(body_token(b, 0))) {
		(void)call_push(b, end);
	}
}

void
body_read(const struct parser *context, size_t begin, size_t end, struct statements *out)
{
	struct parser inner = *context;
	struct body b = {&inner, begin, end, out};
	if (++inner.body_depth > BODY_LIMIT)
		return;
	while (b.at < end) {
		size_t stop = segment_end(&b);
		while (b.at < stop && body_control(&b, stop)) {
		}
		if (b.at < stop)
			body_statement(&b, stop);
		b.at = stop + 1;
	}
}

/* The text with the quotes of this body undoubled: '' becomes blank and quote, so that offsets hold. */
static const char *
undoubled(const struct parser *context, size_t begin, size_t end)
{
	struct text_state *state = context->state;
	if (!state->copy) {
		state->copy = mem_alloc(state->length + 1);
		memcpy(state->copy, context->text, state->length);
	}
	for (size_t i = begin; i + 1 < end; i++) {
		if (state->copy[i] == '\'' && state->copy[i + 1] == '\'')
			state->copy[i++] = ' ';
	}
	return state->copy;
}

/* Steps over prefix, quotes and tags of a quoted body; false: nothing is in it. */
static bool
body_text_trim(const struct parser *context, const struct token *t, size_t *begin, size_t *end)
{
	char mark = t->kind == TOKEN_BODY ? '$' : '\'';
	size_t at = t->begin, n = 1;
	while (at < t->end && context->text[at] != mark)
		at++;
	if (mark == '$') {
		const char *tag = at + 1 < t->end ? memchr(context->text + at + 1, '$', t->end - at - 1) : NULL;
		n = tag ? (size_t)(tag - context->text) + 1 - at : 1;
	}
	*begin = at + n;
	*end = t->end - n;
	return *begin < *end && *end <= t->end;
}

void
body_text_read(const struct parser *context, const struct token *t, struct statements *out)
{
	size_t begin, end;
	if (!body_text_trim(context, t, &begin, &end))
		return;
	struct token_list tokens = {0};
	struct parser inner = *context;
	inner.text = t->kind == TOKEN_BODY ? context->text : undoubled(context, begin, end);
	tokens_read(&tokens, inner.text, begin, end);
	inner.tokens = &tokens;
	inner.list = tokens.list.at;
	inner.in_routine = true;
	body_read(&inner, 0, tokens.list.count - 1, out);
	tokens_finish(&tokens);
}
