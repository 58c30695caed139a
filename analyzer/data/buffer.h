/* Buffers and variables that hold text: their definitions up to a point. Private to data. */
#ifndef DATA_BUFFER_H
#define DATA_BUFFER_H

#include "data/place.h"

/* What the place `value` (field 0), or the field (+ 1) of the object there, may hold just before the event. */
struct texts buffer_text(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value, uint32_t field);

/* The element of an array of texts that `value` is, none when nothing is known to be set there. */
struct texts buffer_element(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value, int64_t index);

/* What the body does to the text of a place that its caller owns. */
struct effect buffer_effect(struct text_reader *r, uint32_t body, const struct place *want);

/* The text that the library function called at `event` puts into its destination. */
struct texts buffer_library_text(struct text_reader *r, uint32_t body, uint32_t event, const struct rule_text *rule);

/* text.c's constructors */
struct texts texts_one(struct text_reader *r, struct piece piece);
struct texts texts_empty(struct text_reader *r);
struct texts texts_union(struct text_reader *r, struct texts a, struct texts b);
struct texts texts_append(struct text_reader *r, struct texts a, struct texts b);

#endif
