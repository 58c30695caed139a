/* Places that hold text: a variable, or a field of what a variable is or points to. Private to data. */
#ifndef DATA_PLACE_H
#define DATA_PLACE_H

#include "data/text.h"

enum place_root { PLACE_NONE, PLACE_LOCAL, PLACE_GLOBAL, PLACE_FIELD /* of an object that is not known */ };

struct place {
	enum place_root root;
	uint32_t id;            /* local, symbol or field */
	uint32_t field, within; /* the field + 1, and the one it lies in + 1; 0 none */
	bool offset;            /* behind the start: writing there appends */
	unsigned levels;        /* times the place was indexed or followed outside of the field */
	bool element;           /* an element or what a pointer points to, not the whole */
	int64_t index;          /* of an element, -1 not constant */
};

struct place place_of(struct text_reader *r, uint32_t body, uint32_t value);

/* The function called directly: of several definitions the nearest folder's, as link chooses; PROGRAM_NONE when it is indirect. */
uint32_t place_callee(const struct program *p, const struct program_body *b, const struct program_event *call);

/* Is the value a local pointer that is another name of a place? Assigning it sets no text. */
bool place_is_alias(struct text_reader *r, uint32_t body, uint32_t value);

/* The same place as far as can be told; `loosely`: fields of any object of the type. */
bool place_same(const struct place *a, const struct place *b, bool loosely);

/* An array of texts or records, not of characters. */
bool place_holds_pointers(const struct program *p, const struct program_body *b, const struct place *place);

/* The type, PROGRAM_NONE when not known. */
uint32_t place_type(const struct program *p, const struct program_body *b, const struct place *place);

#endif
