/* Eight bytes a step, as a little-endian number. Each step is a bijection of the state for a given word, and of the word for
 * a given state: what differs in one word alone never meets again. */
#include "base/checksum.h"

#include <string.h>

static uint64_t
word_at(const unsigned char *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

static uint64_t
step(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

uint64_t
checksum(const void *data, size_t size)
{
	const unsigned char *p = data;
	uint64_t h = step(0, size);
	for (; size >= 8; p += 8, size -= 8)
		h = step(h, word_at(p));
	if (size) {
		unsigned char last[8] = {0};
		memcpy(last, p, size);
		h = step(h, word_at(last));
	}
	return step(h, 0);
}
