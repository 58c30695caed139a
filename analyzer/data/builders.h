/* Builders: functions of the project that set, append or format text behind a parameter. Private to data. */
#ifndef DATA_BUILDERS_H
#define DATA_BUILDERS_H

#include "data/place.h"

/* What calling the function does to the text at parameter `param` (from 1), or in `field` (+ 1) of the object there.
 * Worked out once; kind NONE while it is being worked out. */
struct effect builder_effect(struct text_reader *r, uint32_t function, uint32_t param, uint32_t field);

#endif
