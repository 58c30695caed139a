/* The tables derived from facts.h, and the words that the dump uses for the closed sets of numbers. */
#ifndef FACTS_FACTS_WORDS_H
#define FACTS_FACTS_WORDS_H

#include <stddef.h>

#include "splitter/facts.h"

struct fact_part {
	const char *name;
	char letter; /* S, U or I as in facts.h */
};

struct fact_spec { /* one a kind */
	const char *name;
	size_t count;
	const struct fact_part *fields;
};

extern const struct fact_spec fact_specs[FACT_KIND_COUNT];

/* The word for a field's value, such as CALL for the op of an event; NULL: shown as a number. */
const char *fact_field_word(const struct fact *f, size_t field);

#endif
