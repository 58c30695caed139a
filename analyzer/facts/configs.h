/* Configurations: which of the builds given with -p a body or function is part of. A set is a word, one bit a configuration. */
#ifndef FACTS_CONFIGS_H
#define FACTS_CONFIGS_H

#include "facts/program.h"

/* After all units are united: numbers the configurations by name. More than 64 are not told apart. */
void configs_number(struct program *p);

uint64_t configs_of_body(const struct program *p, uint32_t body);
/* Of all bodies of a function, or initialisers of a variable; all configurations when it has none. */
uint64_t configs_of_symbol(const struct program *p, uint32_t symbol);

/* Their names, sorted, separated by commas; NULL: all of them. Interned. */
const char *configs_text(struct program *p, uint64_t set);

#endif
