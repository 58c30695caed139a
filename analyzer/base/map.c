/* Map over uthash; entries live in an arena. */
#include "base/map.h"

#pragma GCC diagnostic ignored "-Wimplicit-fallthrough" /* uthash's hash function */
#include <uthash.h>

struct map_entry {
	uint64_t key;
	uint32_t value;
	UT_hash_handle hh;
};

void
map_init(struct map *m)
{
	*m = (struct map){0};
	arena_init(&m->arena);
}

void
map_finish(struct map *m)
{
	HASH_CLEAR(hh, m->entries);
	arena_finish(&m->arena);
}

static struct map_entry *
find(const struct map *m, uint64_t key)
{
	struct map_entry *e;
	HASH_FIND(hh, m->entries, &key, sizeof key, e);
	return e;
}

uint32_t
map_get(const struct map *m, uint64_t key)
{
	const struct map_entry *e = find(m, key);
	return e ? e->value : MAP_NONE;
}

bool
map_has(const struct map *m, uint64_t key)
{
	return find(m, key) != NULL;
}

uint32_t
map_add(struct map *m, uint64_t key, uint32_t value)
{
	struct map_entry *e = find(m, key);
	if (e)
		return e->value;
	e = arena_new(&m->arena, struct map_entry);
	e->key = key;
	e->value = value;
	HASH_ADD(hh, m->entries, key, sizeof e->key, e);
	return value;
}

void
map_put(struct map *m, uint64_t key, uint32_t value)
{
	struct map_entry *e = find(m, key);
	if (e)
		e->value = value;
	else
		map_add(m, key, value);
}
