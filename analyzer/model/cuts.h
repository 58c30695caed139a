/* Cuts: everything that crosses from one service into another. Private to model. */
#ifndef MODEL_CUTS_H
#define MODEL_CUTS_H

#include "homes.h"

/* Finds all cuts, in the order of model_cut, memory of the arena; false with an error queued.
 * names[i - 1] is the name of service i. */
bool cuts_find(struct evidence *facts, const struct homes *homes, const char *const *names, struct arena *arena,
               struct row_cut **cuts, size_t *count);

#endif
