/* Text: what a value of character type may be, as alternatives of literals, holes and parameters. Private to data.
 *
 * A flow-insensitive walk back through locals, buffers, fields, globals and results; formats are taken apart, buffers
 * put together in source order from the last definition that every path passes. */
#ifndef DATA_TEXT_H
#define DATA_TEXT_H

#include "facts/program.h"
#include "data/sites.h"
#include "rules/rules.h"

enum piece_kind { PIECE_LITERAL, PIECE_VALUE /* a value */, PIECE_UNKNOWN /* text of any kind */, PIECE_PARAM };

struct piece {
	enum piece_kind kind;
	bool is_format;       /* of PIECE_PARAM: the parameter is a format, its arguments follow it in the call */
	bool is_rest;         /* of PIECE_PARAM: each of the variable arguments from `param` on, up to NULL */
	bool in_quotes;       /* the hole stands inside an SQL string */
	uint32_t param;       /* position from 1 */
	uint32_t field;       /* of PIECE_PARAM: the text is in this field (+ 1) of what the parameter points to, 0: is it */
	const char *bytes;    /* of PIECE_LITERAL */
	size_t length;
	uint32_t body, value; /* where the literal stands */
};

struct text {
	struct piece *pieces;
	uint32_t count;
	bool chosen; /* one of several that could be told apart no further */
};

struct texts {
	struct text *at;
	uint32_t count;
	bool cut; /* more alternatives than are kept */
};

enum { TEXTS_MOST = 24, LITERALS_MOST = 128 /* other literals */, STATEMENTS_MOST = 1024 /* literals */ };

struct setting { uint32_t body, event; }; /* an assignment to a field or global */

enum definition_kind { DEFINITION_NONE, DEFINITION_SET, DEFINITION_APPEND, DEFINITION_ELEMENT };

struct effect { /* what calling a function does to the text behind one of its parameters, in its parameters' terms */
	enum definition_kind kind;
	bool closed; /* SET on every path */
	bool busy;
	struct texts texts;
};

struct alias { /* of a local pointer that only ever points into one object */
	uint32_t value; /* what it is assigned, 0: no alias */
	bool offset;
};

struct text_reader {
	struct program *p;
	const struct rules *rules;
	struct arena *arena;  /* of texts: forgotten by text_reader_rest */
	struct arena *keep;   /* of what is worked out once */
	const struct call_sites *sites;
	VEC(struct setting) settings;      /* grouped by what they set */
	struct map field_first, global_first; /* field, symbol or symbol and field → first setting */
	uint32_t *text_field;              /* [record]: its first field of text + 1, 0 none */
	VEC(uint32_t) setting_next;
	uint32_t **nest;      /* [body] → innermost ENTER event + 1 of each event, made when first asked */
	uint32_t **jumps;     /* [body] → of each event from where it may be jumped to, made when first asked */
	struct alias **aliases; /* [body][local], made when first asked */
	struct map effect_of; /* function, parameter, field → effect */
	VEC(struct effect) effects;
	const struct rule_text **rule_of; /* [symbol]: of library functions */
	struct { uint32_t body, local; int64_t at; } index; /* the element that a loop's variable stands for, at -1: none */
	struct map set_of;    /* field or global → what the program assigns to it */
	VEC(struct texts) sets;
	unsigned steps;       /* of the question at hand: what takes too long is unknown */
	VEC(uint64_t) active; /* what is being walked, against cycles */
};

void text_reader_init(struct text_reader *r, struct program *p, const struct rules *rules, const struct call_sites *sites,
                      struct arena *texts);
void text_reader_finish(struct text_reader *r);

/* Forgets all texts that were not kept. */
void text_reader_rest(struct text_reader *r);
struct texts text_keep(struct text_reader *r, const struct texts *t);

/* What `value` may be just before event `event` of the body. */
struct texts text_of(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value);

/* Replaces parameters in a text of the function called at `event` by the call's arguments; formats are taken apart. */
struct texts text_substitute(struct text_reader *r, const struct text *t, uint32_t body, uint32_t event, uint32_t params);

/* The text in `field` (+ 1) of the object that `value` is or points to; 0: the text that it is. */
struct texts text_in(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value, uint32_t field);

/* Replaces what objects handed in by callers hold by what the program assigns to their fields anywhere. */
struct texts text_settle(struct text_reader *r, const struct text *t);

/* Does any piece say something: a literal or a parameter? */
bool text_is_known(const struct texts *t);

/* Does the text look like SQL from its first word on, holes and all? */
bool text_begins_statement(const struct text *t);

/* A format with the arguments of the call at `event` from position `first` (0: not known). */
struct texts text_format(struct text_reader *r, const struct texts *formats, uint32_t body, uint32_t event, uint32_t first);

#endif
