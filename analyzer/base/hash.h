/* SHA-256 (FIPS 180-4): content hashes that `sha256sum` can check, and cache keys. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

struct hash {
	uint32_t state[8];
	uint64_t bytes;
	unsigned char block[64];
};

enum { HASH_HEX = 65 }; /* 64 hex digits and a NUL */

void hash_init(struct hash *h);
void hash_add(struct hash *h, const void *data, size_t size);

/* Adds the text and its length, so that two texts cannot run into each other. NULL counts as "". */
void hash_add_text(struct hash *h, const char *text);
void hash_hex(struct hash *h, char out[HASH_HEX]);

#endif
