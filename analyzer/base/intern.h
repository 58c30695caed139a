/* Interned strings: each distinct byte string gets a dense id, 0 is the empty string.
 * Ids follow the order of first sight, so they never decide an order that shows: sort by text. */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef uint32_t str_id;

struct intern {
	struct arena text;
	struct intern_entry *by_id; /* private */
	struct intern_slot *slots;  /* private: open addressing, at most half taken */
	uint32_t count, capacity;   /* capacity: of by_id; there are twice as many slots */
};

void intern_init(struct intern *in);
void intern_finish(struct intern *in);

/* The id of the bytes, NUL allowed inside; entered on first sight. */
str_id intern_bytes(struct intern *in, const char *bytes, size_t length);
str_id intern_text(struct intern *in, const char *text);

/* The bytes, always followed by a NUL; owned by the table. */
const char *intern_get(const struct intern *in, str_id id);
size_t intern_length(const struct intern *in, str_id id);

#endif
