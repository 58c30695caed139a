/* Interned strings: a table of slots (hash and id) by open addressing over the list of entries. Text lives in an arena, so
 * pointers stay valid until finish. */
#include "base/intern.h"

#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "splitter/diag.h"

struct intern_entry {
	const char *text;
	size_t length;
};

struct intern_slot {
	uint32_t hash;
	uint32_t id; /* + 1, 0 free */
};

enum { CAPACITY_FIRST = 64 };

void
intern_init(struct intern *in)
{
	*in = (struct intern){0};
	arena_init(&in->text);
	intern_bytes(in, "", 0);
}

void
intern_finish(struct intern *in)
{
	arena_finish(&in->text);
	free(in->by_id);
	free(in->slots);
	*in = (struct intern){0};
}

static bool
is_entry(const struct intern *in, const struct intern_slot *s, uint32_t hash, const char *bytes, size_t length)
{
	const struct intern_entry *e = &in->by_id[s->id - 1];
	return s->hash == hash && e->length == length && !memcmp(e->text, bytes, length);
}

/* The slot of the bytes, or the free one where they belong. */
static struct intern_slot *
slot_of(const struct intern *in, uint32_t hash, const char *bytes, size_t length)
{
	size_t mask = 2 * (size_t)in->capacity - 1, i = hash & mask;
	while (in->slots[i].id && !is_entry(in, &in->slots[i], hash, bytes, length))
		i = (i + 1) & mask;
	return &in->slots[i];
}

static void
grow(struct intern *in)
{
	struct intern_slot *old = in->slots;
	size_t old_count = 2 * (size_t)in->capacity;
	if (in->capacity > UINT32_MAX / 2)
		die(EXIT_FAILED, "more distinct texts than can be numbered");
	in->capacity = in->capacity ? 2 * in->capacity : CAPACITY_FIRST;
	in->by_id = mem_grow(in->by_id, in->capacity * sizeof *in->by_id);
	in->slots = mem_alloc(2 * (size_t)in->capacity * sizeof *in->slots);
	size_t mask = 2 * (size_t)in->capacity - 1;
	for (size_t k = 0; k < old_count; k++) {
		size_t i = old[k].hash & mask;
		if (!old[k].id)
			continue;
		while (in->slots[i].id)
			i = (i + 1) & mask;
		in->slots[i] = old[k];
	}
	free(old);
}

str_id
intern_bytes(struct intern *in, const char *bytes, size_t length)
{
	uint32_t hash = (uint32_t)checksum(bytes, length);
	if (in->count == in->capacity)
		grow(in);
	struct intern_slot *s = slot_of(in, hash, bytes, length);
	if (s->id)
		return s->id - 1;
	in->by_id[in->count] = (struct intern_entry){arena_strndup(&in->text, bytes, length), length};
	*s = (struct intern_slot){hash, in->count + 1};
	return in->count++;
}

str_id
intern_text(struct intern *in, const char *text)
{
	return intern_bytes(in, text, strlen(text));
}

static const struct intern_entry *
entry(const struct intern *in, str_id id)
{
	if (id >= in->count)
		BUG("string id %u of %u", id, in->count);
	return &in->by_id[id];
}

const char *
intern_get(const struct intern *in, str_id id)
{
	return entry(in, id)->text;
}

size_t
intern_length(const struct intern *in, str_id id)
{
	return entry(in, id)->length;
}
