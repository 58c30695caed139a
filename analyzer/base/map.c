/* Map by open addressing: a slot holds key and value, half of the slots at most are taken. */
#include "base/map.h"

#include <stdlib.h>

struct map_slot {
	uint64_t key;
	uint32_t value;
	bool taken;
};

void
map_init(struct map *m)
{
	*m = (struct map){0};
}

void
map_finish(struct map *m)
{
	free(m->slots);
	*m = (struct map){0};
}

/* The key's slot, or the free one where it belongs. There must be slots. */
static struct map_slot *
slot_of(const struct map *m, uint64_t key)
{
	uint64_t h = (key ^ key >> 32) * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 32) & (m->capacity - 1);
	while (m->slots[i].taken && m->slots[i].key != key)
		i = (i + 1) & (m->capacity - 1);
	return &m->slots[i];
}

static const struct map_slot *
find(const struct map *m, uint64_t key)
{
	const struct map_slot *s = m->count ? slot_of(m, key) : NULL;
	return s && s->taken ? s : NULL;
}

static void
grow(struct map *m)
{
	struct map old = *m;
	m->capacity = old.capacity ? 2 * old.capacity : 16;
	m->slots = mem_alloc(m->capacity * sizeof *m->slots);
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slots[i].taken)
			*slot_of(m, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

/* The key's slot, made when it is new. */
static struct map_slot *
enter(struct map *m, uint64_t key, bool *is_new)
{
	if (2 * m->count >= m->capacity)
		grow(m);
	struct map_slot *s = slot_of(m, key);
	*is_new = !s->taken;
	m->count += *is_new;
	s->key = key;
	s->taken = true;
	return s;
}

uint32_t
map_get(const struct map *m, uint64_t key)
{
	const struct map_slot *s = find(m, key);
	return s ? s->value : MAP_NONE;
}

bool
map_has(const struct map *m, uint64_t key)
{
	return find(m, key) != NULL;
}

uint32_t
map_add(struct map *m, uint64_t key, uint32_t value)
{
	bool is_new;
	struct map_slot *s = enter(m, key, &is_new);
	if (is_new)
		s->value = value;
	return s->value;
}

void
map_put(struct map *m, uint64_t key, uint32_t value)
{
	bool is_new;
	enter(m, key, &is_new)->value = value;
}
