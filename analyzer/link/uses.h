/* What happens to the results of calls. Private to link. */
#ifndef LINK_USES_H
#define LINK_USES_H

#include "facts/program.h"

/* Sets bits for each call of the body; `uses` has call_count + 1 zeroed entries. */
void uses_of_results(const struct program_body *b, unsigned char *uses);

enum result_use uses_word(unsigned char use);

#endif
