/* A checksum of bytes, 64 bits wide and fast: against damage, and for hash tables. No defence against intent: that is SHA-256's. */
#ifndef BASE_CHECKSUM_H
#define BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The same on every machine. Any damage within one aligned group of eight bytes changes it. */
uint64_t checksum(const void *data, size_t size);

#endif
