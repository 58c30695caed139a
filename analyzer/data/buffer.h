/* Buffers and variables that hold text: their definitions up to a point. Private to data. */
#ifndef DATA_BUFFER_H
#define DATA_BUFFER_H

#include "data/text.h"

/* Collects the assignments to fields and globals of the whole program. */
void buffer_index(struct text_reader *r);

/* What the place `value` may hold just before the event. */
struct texts buffer_text(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value);

/* text.c's constructors */
struct texts texts_one(struct text_reader *r, struct piece piece);
struct texts texts_empty(struct text_reader *r);
struct texts texts_union(struct text_reader *r, struct texts a, struct texts b);
struct texts texts_append(struct text_reader *r, struct texts a, struct texts b);

#endif
