/* Map from a key to a 32-bit value: keys are 64-bit numbers or pairs of 32-bit ids packed by MAP_PAIR.
 * There is no walk: an order of keys could show. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct map {
	struct map_slot *slots; /* private */
	size_t capacity, count; /* capacity: 0 or a power of two */
};

#define MAP_PAIR(a, b) ((uint64_t)(a) << 32 | (uint32_t)(b))
#define MAP_NONE UINT32_MAX

void map_init(struct map *m);
void map_finish(struct map *m);

/* MAP_NONE when the key is not there. */
uint32_t map_get(const struct map *m, uint64_t key);

/* Enters or replaces. */
void map_put(struct map *m, uint64_t key, uint32_t value);

/* Enters the value only if the key is new; returns the value that holds afterwards. */
uint32_t map_add(struct map *m, uint64_t key, uint32_t value);
bool map_has(const struct map *m, uint64_t key);

#endif
