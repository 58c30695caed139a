/* Map from pointers of libclang (declarations, types, files) to numbers: open addressing, emptied after each
 * unit. Asked for every cursor of a body, so it is inline and allocates only to grow. */
#ifndef PARSE_PTRMAP_H
#define PARSE_PTRMAP_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct ptrmap {
	struct ptrmap_slot {
		const void *key;
		uint32_t value;
	} *slots;
	size_t capacity, count; /* capacity: 0 or a power of two */
};

static inline size_t
ptrmap_place(const struct ptrmap *m, const void *key)
{
	uint64_t h = (uint64_t)(uintptr_t)key * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 32) & (m->capacity - 1);
	while (m->slots[i].key && m->slots[i].key != key)
		i = (i + 1) & (m->capacity - 1);
	return i;
}

/* 0 when the key is not there. */
static inline uint32_t
ptrmap_get(const struct ptrmap *m, const void *key)
{
	return m->count ? m->slots[ptrmap_place(m, key)].value : 0;
}

static inline void
ptrmap_put(struct ptrmap *m, const void *key, uint32_t value)
{
	if (2 * m->count >= m->capacity) {
		struct ptrmap old = *m;
		m->capacity = old.capacity ? 2 * old.capacity : 256;
		m->slots = mem_alloc(m->capacity * sizeof *m->slots);
		memset(m->slots, 0, m->capacity * sizeof *m->slots);
		for (size_t i = 0; i < old.capacity; i++)
			if (old.slots[i].key)
				m->slots[ptrmap_place(m, old.slots[i].key)] = old.slots[i];
		free(old.slots);
	}
	struct ptrmap_slot *s = &m->slots[ptrmap_place(m, key)];
	m->count += !s->key;
	*s = (struct ptrmap_slot){key, value};
}

static inline void
ptrmap_clear(struct ptrmap *m)
{
	if (m->count)
		memset(m->slots, 0, m->capacity * sizeof *m->slots);
	m->count = 0;
}

static inline void
ptrmap_finish(struct ptrmap *m)
{
	free(m->slots);
	*m = (struct ptrmap){0};
}

#endif
