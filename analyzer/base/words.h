/* Words of identifiers: get_userName2 → get, user, name. Lower case; those of less than 3 or more than 40 letters are left out. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/vec.h"

struct words {
	struct arena *arena; /* of the words */
	VEC(char *) list;
};

/* Adds the parts of an identifier: split at what is no letter and at changes from lower to upper case. */
void words_add(struct words *w, const char *identifier);
/* Sorted, blank separated, repeats as word*n; in arena `a`. */
const char *words_text(struct words *w, struct arena *a);
void words_finish(struct words *w);

#endif
