/* What library functions do with their arguments, by the rules. Private to signature. */
#ifndef SIGNATURE_LIBRARY_H
#define SIGNATURE_LIBRARY_H

#include "signature/summary.h"

/* NULL when there is none. */
const struct rule_function *library_find(const struct rules *rules, const char *name);

struct effect library_effect(const struct rule_function *f, uint32_t position);
/* Of a function that makes text out of text (rules/text.json). */
struct effect library_text_effect(const struct rule_text *rule, uint32_t position);

#endif
