/* A command that links: what it makes of what. */
#ifndef COMPDB_LINK_COMMAND_H
#define COMPDB_LINK_COMMAND_H

#include "compdb/hints.h"

struct link_command {
	enum target_kind kind;
	const char *output;
	word_list inputs; /* objects, sources, archives, -lNAME */
};

/* False when the words are no such command. Finish in both cases. */
bool link_command_read(const word_list *words, struct link_command *out);
void link_command_finish(struct link_command *c);

#endif
