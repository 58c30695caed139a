/* Naming: a word for each service. Private to cluster. */
#ifndef CLUSTER_NAMING_H
#define CLUSTER_NAMING_H

#include "assign.h"

/* names[h] for each home from HOME_FIRST; memory of the survey's arena. Plain words [a-z0-9-], unique, never
 * "shared" unless pinned so. Pinned services keep the name they were given. False with an error queued. */
bool naming_find(struct survey *s, struct evidence *facts, const struct home *homes, uint32_t count, const char **names);

/* A name as [a-z0-9-]{1,63}. */
char *naming_slug(struct arena *a, const char *name);

#endif
