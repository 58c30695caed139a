/* What functions of the C library and POSIX do with their arguments. Private to signature. */
#ifndef SIGNATURE_LIBRARY_H
#define SIGNATURE_LIBRARY_H

struct library_function {
	const char *name;
	/* a letter an argument: . nothing, r reads, w writes, x both (capital: NULL allowed), f ends its life; a star
	 * repeats the letter before it */
	const char *uses;
	const char *pairs; /* a digit an argument: position of its length, 0 none; NULL: all 0 */
	/* m made for the caller (NULL on failure), v made anew out of argument 1, s static memory, 1 … 9 points into that
	 * argument, e 0 or -1, n -1 or a number, 0 nothing known */
	char result;
};

/* NULL when there is none. */
const struct library_function *library_find(const char *name);

#endif
