/* Text: what a value of character type may be, as alternatives of literals, holes and parameters. Private to data.
 *
 * A flow-insensitive walk back through locals, buffers, fields, globals and results; formats are taken apart, buffers
 * put together in source order from the last definition that every path passes. */
#ifndef DATA_TEXT_H
#define DATA_TEXT_H

#include "facts/program.h"
#include "rules/rules.h"

enum piece_kind { PIECE_LITERAL, PIECE_VALUE /* a value */, PIECE_UNKNOWN /* text of any kind */, PIECE_PARAM };

struct piece {
	enum piece_kind kind;
	bool is_format;       /* of PIECE_PARAM: the parameter is a format, its arguments follow it in the call */
	bool in_quotes;       /* the hole stands inside an SQL string */
	uint32_t param;       /* position from 1 */
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

enum { TEXTS_MOST = 24 };

struct setting { uint32_t body, event; }; /* an assignment to a field or global */

struct text_reader {
	struct program *p;
	const struct rules *rules;
	struct arena *arena;
	VEC(struct setting) settings;      /* grouped by what they set */
	struct map field_first, global_first; /* field or symbol → first setting */
	VEC(uint32_t) setting_next;
	uint32_t **nest;      /* [body] → innermost ENTER event + 1 of each event, made when first asked */
	VEC(uint64_t) active; /* what is being walked, against cycles */
	unsigned depth;
};

void text_reader_init(struct text_reader *r, struct program *p, const struct rules *rules, struct arena *a);
void text_reader_finish(struct text_reader *r);

/* What `value` may be just before event `event` of the body. */
struct texts text_of(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value);

/* Replaces parameters in a text of the function called at `event` by the call's arguments; formats are taken apart. */
struct texts text_substitute(struct text_reader *r, const struct text *t, uint32_t body, uint32_t event, uint32_t params);

/* A format with the arguments of the call at `event` from position `first` (0: not known). */
struct texts text_format(struct text_reader *r, const struct texts *formats, uint32_t body, uint32_t event, uint32_t first);

#endif
