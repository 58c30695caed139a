/* For conditions of distribution and use, see copyright notice in zlib.h */
int crc32(void) { return 0; }
