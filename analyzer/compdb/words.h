/* Words of a command line: the shell's quoting without its expansions, and response files. */
#ifndef COMPDB_WORDS_H
#define COMPDB_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"

typedef VEC(const char *) word_list; /* texts live in an arena; finish with vec_finish */

/* Splits by POSIX quoting (2.2): nothing is expanded. False: a quote is not closed. */
bool words_split(struct arena *a, const char *text, word_list *out);

/* Splits a response file: as above, but a backslash quotes within single quotes too (GNU's @file). */
bool words_split_response(struct arena *a, const char *text, word_list *out);

/* Replaces each word `@file` by the words of that file, relative to `folder`. One that cannot be read, lies too
 * deep or is too large is left out and counted in the result. */
size_t words_expand(struct arena *a, const char *folder, word_list *words);

#endif
