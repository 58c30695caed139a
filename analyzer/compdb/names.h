/* Names of places: one absolute path a place, and the name that is shown for it. Both are remembered. */
#ifndef COMPDB_NAMES_H
#define COMPDB_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct names;

struct names *names_create(void);
void names_destroy(struct names *n);

/* Prefixes of paths that were valid where the database was made; OLD=NEW, both absolute. False: no such form. */
bool names_map(struct names *n, const char *old_and_new);

/* DIR and the build folders, real paths; forgets what was shown before. Not copied. */
void names_set_root(struct names *n, const char *root, char **builds, size_t build_count);

/* Shows what lies below `folder` (absolute) as `shown`/…, wherever the folder is; both live as long as n. */
void names_place(struct names *n, const char *folder, const char *shown);

/* The real path of `path` seen from `folder`; what does not exist keeps its text below the last folder that does.
 * Valid until names_destroy. */
const char *names_real(struct names *n, const char *folder, const char *path);

/* Relative to DIR, <build>/… or <sys>/…; valid until names_destroy. */
const char *names_show(struct names *n, const char *path);

#endif
