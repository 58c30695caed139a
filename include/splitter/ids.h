/* Ids: dense numbers that cannot be mixed up. 0 is "none" everywhere. */
#ifndef SPLITTER_IDS_H
#define SPLITTER_IDS_H

#include <stdint.h>

typedef struct { uint32_t v; } sym_id;     /* function, global or table: a row of the store */
typedef struct { uint32_t v; } service_id; /* service, 1-based */

#endif
