/* A folder of its own for a test, removed at the end: scratch_put writes files below it. */
#ifndef UNIT_SCRATCH_H
#define UNIT_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/path.h"
#include "splitter/diag.h"

struct scratch {
	struct arena arena;
	char *folder;
};

static inline void
scratch_init(struct scratch *s)
{
	const char *base = getenv("TMPDIR");
	arena_init(&s->arena);
	char *name = arena_printf(&s->arena, "%s/splitter-unit-XXXXXX", base ? base : "/tmp");
	if (!mkdtemp(name))
		die(EXIT_FAILED, "cannot make %s", name);
	s->folder = path_real(&s->arena, name);
}

static inline void
scratch_finish(struct scratch *s)
{
	path_remove_tree(s->folder);
	arena_finish(&s->arena);
}

static inline const char *
scratch_path(struct scratch *s, const char *name)
{
	return path_join(&s->arena, s->folder, name);
}

static inline void
scratch_put_bytes(struct scratch *s, const char *name, const void *data, size_t size)
{
	char *path = path_join(&s->arena, s->folder, name);
	path_make_folders(arena_strndup(&s->arena, path, (size_t)(path_base(path) - path - 1)));
	if (!path_write(path, data, size))
		die(EXIT_FAILED, "cannot write %s", path);
}

static inline void
scratch_put(struct scratch *s, const char *name, const char *text)
{
	scratch_put_bytes(s, name, text, strlen(text));
}

/* Is there a queued message that contains the text? */
static inline bool
diag_says(const struct diag_queue *q, enum diag_severity severity, const char *text)
{
	for (size_t i = 0; i < q->count; i++)
		if (q->list[i].severity == severity && strstr(q->list[i].text, text))
			return true;
	for (size_t i = 0; i < q->count; i++)
		fprintf(stderr, "queued: %s:%u: %s\n", q->list[i].file ? q->list[i].file : "-", q->list[i].line, q->list[i].text);
	return false;
}

#endif
