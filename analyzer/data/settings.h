/* What the whole program assigns to a field or global. Private to data. */
#ifndef DATA_SETTINGS_H
#define DATA_SETTINGS_H

#include "data/place.h"

void settings_index(struct text_reader *r);

/* The literals assigned anywhere; `cut` when there are other texts too. */
struct texts settings_text(struct text_reader *r, const struct place *want);

/* The assignments to the field anywhere, in order; false when there are more than `room`. */
bool settings_of_field(const struct text_reader *r, uint32_t field, struct setting *out, size_t room, size_t *count);

/* What a setting assigns. */
struct texts setting_text(struct text_reader *r, const struct setting *set);

#endif
