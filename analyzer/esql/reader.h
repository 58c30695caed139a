/* What the parts of the translation share. Private to the folder. */
#ifndef ESQL_READER_H
#define ESQL_READER_H

#include "base/vec.h"
#include "esql/esql.h"

struct span { size_t begin, end; };

enum esql_token_kind {
	ESQL_WORD,   /* identifier, keyword, number */
	ESQL_STRING, /* '…' */
	ESQL_QUOTED, /* "…" */
	ESQL_HOST,   /* :name, with members and subscripts; `indicator` when one follows */
	ESQL_MARK,   /* any other character */
};

struct esql_token {
	enum esql_token_kind kind;
	struct span span;      /* the whole token, the indicator included */
	struct span name;      /* HOST: the C expression */
	struct span indicator; /* HOST: the indicator's expression; begin == end: none */
};

enum whenever { WHENEVER_ERROR, WHENEVER_WARNING, WHENEVER_NOT_FOUND, WHENEVER_COUNT };

struct cursor {
	const char *name; /* lower case */
	struct span query; /* of its text, empty when it stands for a prepared statement */
	bool opened;
	unsigned line;
};

struct reader {
	struct arena *arena;
	enum esql_dialect dialect;
	const char *text;
	size_t at, length;
	unsigned line;                         /* of `at` */
	bool declaring;                        /* within BEGIN/END DECLARE SECTION */
	bool collecting;                       /* the first pass: only cursors and names are noted */
	const char *whenever[WHENEVER_COUNT];  /* C to be run, NULL: go on */
	VEC(struct cursor) cursors;
	VEC(const char *) varchars;            /* names declared as VARCHAR */
	VEC(char) out;
	VEC(struct esql_note) notes;
	size_t statements;
	VEC(struct esql_token) tokens;         /* of the statement at hand */
	size_t statement_begin;
	unsigned statement_line;
};

/* ---- text.c: characters, words, output ---- */

bool is_word_char(char c);
/* Compares without case; word is upper case. */
bool span_is(const struct reader *r, struct span s, const char *word);
/* One of the words of a list " SELECT WITH ". */
bool span_in(const struct reader *r, struct span s, const char *list);
const char *span_lower(struct reader *r, struct span s);
size_t blanks_skip(const struct reader *r, size_t at, size_t end);
/* Behind the comment, string, character or dollar-quoted text that begins at `at`; `at` itself when none does.
 * In SQL `--` begins a comment and '' is a quote within quotes; in C \ escapes. */
size_t c_literal_end(const struct reader *r, size_t at);
size_t sql_literal_end(const struct reader *r, size_t at);
bool is_comment(const struct reader *r, size_t at, bool in_sql);
void out_text(struct reader *r, const char *text);
void out_span(struct reader *r, struct span s);
/* As one line: line ends and comments become blanks. */
const char *span_flat(struct reader *r, struct span s);
void out_flat(struct reader *r, struct span s);
void note_add(struct reader *r, unsigned line, const char *text);

/* ---- tokens.c ---- */

/* Splits a statement's text; comments are left out. */
void esql_tokens(struct reader *r, struct span statement);
const struct esql_token *esql_token(const struct reader *r, size_t i);
/* Is token i one of the words " A B "? */
bool esql_token_in(const struct reader *r, size_t i, const char *list);

/* ---- emit.c: calls ---- */

/* A call with the SQL of tokens [first, last): INTO lists left out, host variables as $n, and as arguments. */
void emit_sql(struct reader *r, size_t first, size_t last, const struct cursor *opened);
/* A call with a text held by a host variable or a literal: token i. */
void emit_dynamic(struct reader *r, size_t i);
/* A call that carries no text: fetch, close, connect. */
void emit_plain(struct reader *r, const char *function, size_t first, size_t last);

/* ---- statement.c, declare.c ---- */

/* r->tokens hold a statement without EXEC SQL and semicolon: writes what it becomes. */
void statement_translate(struct reader *r);
void whenever_read(struct reader *r);
/* At the word VARCHAR: writes the declaration and steps behind it; false: it is none. */
bool varchar_translate(struct reader *r);
struct cursor *cursor_find(struct reader *r, struct span name);

#endif
