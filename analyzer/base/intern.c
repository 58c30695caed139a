/* Interned strings over uthash; text lives in an arena, so ids and pointers stay valid until finish. */
#include "base/intern.h"

#include <stdlib.h>
#include <string.h>
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough" /* uthash's hash function */
#include <uthash.h>

#include "splitter/diag.h"

struct intern_entry {
	const char *text;
	size_t length;
	uint32_t id;
	UT_hash_handle hh;
};

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
	HASH_CLEAR(hh, in->entries);
	arena_finish(&in->text);
	free(in->by_id);
	*in = (struct intern){0};
}

str_id
intern_bytes(struct intern *in, const char *bytes, size_t length)
{
	struct intern_entry *e;
	HASH_FIND(hh, in->entries, bytes, length, e);
	if (e)
		return e->id;
	e = arena_new(&in->text, struct intern_entry);
	e->text = arena_strndup(&in->text, bytes, length);
	e->length = length;
	e->id = in->count;
	HASH_ADD_KEYPTR(hh, in->entries, e->text, length, e);
	if (in->count == in->capacity) {
		in->capacity = in->capacity ? 2 * in->capacity : 256;
		in->by_id = mem_grow(in->by_id, in->capacity * sizeof *in->by_id);
	}
	in->by_id[in->count] = e;
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
	return in->by_id[id];
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
