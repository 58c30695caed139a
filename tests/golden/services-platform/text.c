/* A library: three functions for many, one for one. */
#include "all.h"

int
text_length(const char *s)
{
	int n = 0;
	while (s[n])
		n++;
	return n;
}

int
text_same(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

int
text_hash(const char *s)
{
	int h = 7;
	while (*s)
		h = h * 31 + *s++;
	return h;
}

int
text_vowels(const char *s)
{
	int n = 0;
	for (; *s; s++)
		n += *s == 'a' || *s == 'e' || *s == 'i' || *s == 'o' || *s == 'u';
	return n;
}
