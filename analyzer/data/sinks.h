/* Sinks: where SQL text reaches a driver, through any number of the project's own wrappers. Private to data. */
#ifndef DATA_SINKS_H
#define DATA_SINKS_H

#include "data/text.h"

struct found_statement { /* a text that enters a driver or wrapper */
	uint32_t body, event; /* the call whose argument it is */
	struct text text;
	const char *dialect, *store;
	unsigned wrappers;    /* between here and the driver */
	const char *through;  /* name of the function called here */
	bool guessed;         /* a call between here and the driver is of something declared by guess */
};

struct found_hole { uint32_t body, event; const char *reason; const char *through; };

struct sinks {
	VEC(struct found_statement) statements;
	VEC(uint32_t) wrappers;        /* functions that hand a parameter on as SQL text, with repeats */
	VEC(struct found_hole) holes; /* calls whose text is not known at all */
};

/* Finds all; a function one of whose character parameters ends up as SQL text becomes a sink itself, to the fixed
 * point. Results live in the reader's arena. */
void sinks_find(struct text_reader *r, struct sinks *out);
void sinks_finish(struct sinks *s);

#endif
