/* Link: the facts of all units → symbols, calls, accesses, statements, schema: rows of the store. */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdbool.h>

#include "rules/rules.h"
#include "splitter/diag.h"
#include "store/store.h"

/* Reads `cache`/index.facts and the fact files it names, puts all rows of ROWS_OF_LINK into the store.
 * False with errors queued when the index is missing or damaged; a damaged unit file costs that unit, loudly. */
bool link_all(const char *cache, const struct rules *rules, struct store *out, struct diag_queue *diags);

#endif
