/* Sink: an output folder with named files in it, written whole or not at all.
 *
 * Files go into a fresh folder beside the target; sink_commit exchanges the two (renameat2 EXCHANGE, else two
 * renames) and removes the old one, so the old result stays whole until the new one is. A target without our
 * mark (.splitter), and not empty, is never replaced. */
#ifndef BASE_SINK_H
#define BASE_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "splitter/diag.h"

struct sink;

#define SINK_MARK ".splitter"

/* NULL with an error queued: not writable, or somebody else's folder. */
struct sink *sink_create(const char *target, struct diag_queue *diags);

/* Opens NAME below the folder for writing, folders made as needed; NULL with an error queued. NAME must be
 * relative and stay inside ('..' is a BUG). Close by sink_close, which reports a full disk. */
FILE *sink_open(struct sink *s, const char *name);
bool sink_close(struct sink *s, FILE *f);

/* Writes a whole file at once. */
bool sink_put(struct sink *s, const char *name, const void *data, size_t size);

/* The fresh folder's path, for libraries that open files themselves (SQLite). */
const char *sink_folder(const struct sink *s);

/* Fsyncs and exchanges; false with an error queued, the old folder whole. Destroys the sink either way. */
bool sink_commit(struct sink *s);

/* Removes the fresh folder; the target is untouched. NULL-safe. Safe to call from an interrupt's clean-up. */
void sink_abort(struct sink *s);

/* Does the folder hold our mark? */
bool sink_is_ours(const char *folder);

/* Removes what a killed run left beside the target (folders `.NAME.new-*` of ours). */
void sink_sweep(const char *target);

#endif
