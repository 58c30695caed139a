/* Arena: memory freed as a whole. Three are in use: run, unit (reset after each unit), scratch (mark/pop). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *block;
	size_t total; /* bytes handed out since init or reset */
};

struct arena_mark {
	struct arena_block *block;
	size_t used;
};

void arena_init(struct arena *a);
void arena_finish(struct arena *a);

/* Forgets everything, keeps one block for reuse. */
void arena_reset(struct arena *a);

/* Zeroed memory, aligned for any type. Never NULL: dies when out of memory. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_copy(struct arena *a, const void *data, size_t size);
char *arena_strdup(struct arena *a, const char *text);
char *arena_strndup(struct arena *a, const char *text, size_t length);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (n)))

/* What was allocated after a mark is freed by popping it. */
struct arena_mark arena_mark(const struct arena *a);
void arena_pop(struct arena *a, struct arena_mark mark);

/* malloc and friends that die instead of returning NULL. */
void *mem_alloc(size_t size);
void *mem_grow(void *old, size_t size);
char *mem_strdup(const char *text);

#endif
