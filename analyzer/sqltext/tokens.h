/* Private to sqltext: tokens of SQL text. Offsets are bytes of the text given to sql_parse. */
#ifndef SQLTEXT_TOKENS_H
#define SQLTEXT_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "sqltext/keywords.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,      /* bare word, holes glued to it included */
	TOKEN_QUOTED,    /* identifier in "", `` or [] */
	TOKEN_STRING,    /* '…', with or without a prefix letter */
	TOKEN_BODY,      /* $tag$…$tag$ */
	TOKEN_NUMBER,
	TOKEN_PARAM,     /* ? ?1 :n @n $1 */
	TOKEN_HOLE,      /* holes and nothing else */
	TOKEN_SEMICOLON,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_BRACKET,   /* [ of a subscript or array */
	TOKEN_UNBRACKET,
	TOKEN_COMMA,
	TOKEN_DOT,
	TOKEN_STAR,
	TOKEN_OPERATOR
};

enum operator_class {
	OPERATOR_OTHER,   /* arithmetic, ||, ->, @> … */
	OPERATOR_EQUAL,   /* = == <=> */
	OPERATOR_UNEQUAL, /* <> != ^= */
	OPERATOR_RANGE,   /* < > <= >= */
	OPERATOR_MATCH,   /* ~ ~* ~~ */
	OPERATOR_CAST,    /* :: */
	OPERATOR_ASSIGN,  /* := */
	OPERATOR_NAMED    /* => */
};

struct token {
	uint8_t kind, operator_class;
	uint16_t keyword;   /* of a bare word, else KEYWORD_NONE */
	bool has_hole;
	bool is_value;      /* a hole: of kind 'v' */
	uint32_t begin, end;
	uint32_t match;     /* the other parenthesis or bracket, 0: none */
};

struct token_list {
	const char *text;
	VEC(struct token) list; /* ends with TOKEN_END */
	bool broken;            /* a quote or comment runs to the end */
};

/* Reads text[begin, end); tokens->list is replaced. Linear in the text. */
void tokens_read(struct token_list *tokens, const char *text, size_t begin, size_t end);
void tokens_finish(struct token_list *tokens);

/* Length of the hole at text[at], 0 when there is none. */
size_t hole_length(const char *text, size_t at, size_t end);

/* Letters, digits, _, $ and every byte of UTF-8. */
bool is_word_byte(char c);

#endif
