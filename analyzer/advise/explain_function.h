/* What the explanation of a function is made from. Private to explain_function*.c. */
#ifndef ADVISE_EXPLAIN_FUNCTION_H
#define ADVISE_EXPLAIN_FUNCTION_H

#include "advise/explain_parts.h"

struct function_telling {
	struct explain *x;
	struct sheet *out;
	uint32_t at;
	const struct row_function *function;
	struct reach below; /* what it reaches through calls */
};

void function_tables(struct function_telling *t);
void function_globals(struct function_telling *t);
void function_resources(struct function_telling *t);
void function_doubts(struct function_telling *t);

#endif
