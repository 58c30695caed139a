/* What the whole program assigns to a field or global. Private to data. */
#ifndef DATA_SETTINGS_H
#define DATA_SETTINGS_H

#include "data/place.h"

void settings_index(struct text_reader *r);

/* The literals assigned anywhere; `cut` when there are other texts too. */
struct texts settings_text(struct text_reader *r, const struct place *want);

#endif
