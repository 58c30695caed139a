/* The vocabulary's spellings, generated from the tables of vocab.h. */
#include "splitter/vocab.h"

#include <string.h>

#include "splitter/diag.h"

#define WORD(name, word) word,
#define DEFINE(type, last, prefix, LIST) \
	static const char *const type##_words[] = {LIST(WORD)}; \
	const char *prefix##_word(enum type e) \
	{ \
		if ((unsigned)e >= (unsigned)last) \
			BUG(#type " %d", (int)e); \
		return type##_words[e]; \
	} \
	int prefix##_from(const char *word) \
	{ \
		for (int i = 0; i < (int)last; i++) \
			if (!strcmp(type##_words[i], word)) \
				return i; \
		return -1; \
	}

VOCAB_ALL(DEFINE)
