/* Arena: a chain of blocks, bump allocation, zeroed. Large requests get a block of their own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "splitter/diag.h"

enum { BLOCK_SIZE = 64 * 1024 };

struct arena_block {
	struct arena_block *before;
	size_t size, used;
	alignas(max_align_t) unsigned char data[];
};

void *
mem_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);
	if (!p)
		die(EXIT_FAILED, "out of memory (%zu bytes)", size);
	return p;
}

void *
mem_grow(void *old, size_t size)
{
	void *p = realloc(old, size ? size : 1);
	if (!p)
		die(EXIT_FAILED, "out of memory (%zu bytes)", size);
	return p;
}

char *
mem_strdup(const char *text)
{
	size_t n = strlen(text) + 1;
	return memcpy(mem_alloc(n), text, n);
}

void
arena_init(struct arena *a)
{
	*a = (struct arena){0};
}

void
arena_finish(struct arena *a)
{
	while (a->block) {
		struct arena_block *before = a->block->before;
		free(a->block);
		a->block = before;
	}
	a->total = 0;
}

void
arena_reset(struct arena *a)
{
	while (a->block && a->block->before) {
		struct arena_block *before = a->block->before;
		free(a->block);
		a->block = before;
	}
	if (a->block)
		a->block->used = 0;
	a->total = 0;
}

static struct arena_block *
block_create(struct arena_block *before, size_t size)
{
	size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	struct arena_block *b = mem_grow(NULL, sizeof *b + room);
	b->before = before;
	b->size = room;
	b->used = 0;
	return b;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	size_t align = alignof(max_align_t);
	if (size > SIZE_MAX - align - sizeof(struct arena_block))
		die(EXIT_FAILED, "out of memory (%zu bytes)", size);
	size = (size + align - 1) & ~(align - 1);
	if (!a->block || a->block->size - a->block->used < size)
		a->block = block_create(a->block, size);
	void *p = a->block->data + a->block->used;
	a->block->used += size;
	a->total += size;
	return memset(p, 0, size);
}

void *
arena_copy(struct arena *a, const void *data, size_t size)
{
	void *p = arena_alloc(a, size);
	return size ? memcpy(p, data, size) : p;
}

char *
arena_strndup(struct arena *a, const char *text, size_t length)
{
	char *p = arena_alloc(a, length + 1);
	memcpy(p, text, length);
	return p;
}

char *
arena_strdup(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

char *
arena_vprintf(struct arena *a, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n < 0)
		BUG("bad format %s", format);
	char *p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return p;
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *p = arena_vprintf(a, format, args);
	va_end(args);
	return p;
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){.block = a->block, .used = a->block ? a->block->used : 0};
}

void
arena_pop(struct arena *a, struct arena_mark mark)
{
	while (a->block != mark.block) {
		struct arena_block *before = a->block->before;
		free(a->block);
		a->block = before;
	}
	if (a->block)
		a->block->used = mark.used;
}
