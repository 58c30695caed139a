/* From what a function does to the words of its rows. Private to signature. */
#ifndef SIGNATURE_DECIDE_H
#define SIGNATURE_DECIDE_H

#include "signature/summary.h"

struct verdict {
	enum direction direction;
	enum confidence confidence;
	unsigned pair;
	bool nullable;
	const char *how; /* in the arena given */
};

/* Parameter i (from 0); f is NULL for a function without a body. `field_counts`: fields of each record. */
struct verdict decide_parameter(const struct program *p, const struct program_symbol *s, const struct function_use *f,
                                uint32_t i, const uint32_t *field_counts, struct arena *a);
struct verdict decide_result(const struct program *p, const struct program_symbol *s, const struct function_use *f,
                             struct arena *a);

#endif
