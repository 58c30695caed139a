/* Paths and files as text. Functions that return a string give memory of the arena. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Joins; an absolute `name` wins. */
char *path_join(struct arena *a, const char *folder, const char *name);

/* Removes `.`, `..` and doubled slashes as text, without asking the file system. */
char *path_clean(struct arena *a, const char *path);

/* realpath(3); NULL with errno when there is no such file. */
char *path_real(struct arena *a, const char *path);

/* The part of `path` below `folder` (both clean and absolute), "" when equal; NULL when it lies outside. */
const char *path_below(const char *path, const char *folder);

/* Last component; its text after the last dot ("" without one). Both point into `path`. */
const char *path_base(const char *path);
const char *path_suffix(const char *path);

bool path_is_folder(const char *path);
bool path_is_file(const char *path); /* regular files only: no FIFO, no device */

/* The whole regular file, NUL added behind `size` bytes; NULL with errno. Refuses what is not a regular
 * file, and more than `limit` bytes (0: 1 GiB). Free with free(). */
char *path_read(const char *path, size_t limit, size_t *size);

/* Writes to a temporary beside `path`, fsyncs, renames. False with errno; the old file stays then. */
bool path_write(const char *path, const void *data, size_t size);

/* The same without fsync: for what can be made again and whose reader sees when it is not whole. */
bool path_write_cached(const char *path, const void *data, size_t size);

/* mkdir -p; false with errno. */
bool path_make_folders(const char *path);

/* Removes a tree without following symbolic links; true when nothing is left. */
bool path_remove_tree(const char *path);

/* Calls `f` for each entry below `folder`, depth first, sorted by strcmp per folder, names relative to it.
 * Symbolic links are not followed. f returns false for a folder it does not want entered.
 * False when `folder` itself cannot be read. */
typedef bool path_walk_f(void *arg, const char *name, bool is_folder);
bool path_walk(const char *folder, path_walk_f *f, void *arg);

#endif
