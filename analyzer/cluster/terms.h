/* Terms: the words that identifiers are made of. Private to cluster. */
#ifndef CLUSTER_TERMS_H
#define CLUSTER_TERMS_H

#include "survey.h"

/* Calls f for each word of an identifier (order_items, orderItems, HTTPServer): lower case, at least two letters. */
typedef void terms_f(void *arg, const char *word);
void terms_split(const char *identifier, terms_f *f, void *arg);

/* The word without a plural's ending, in place: orders → order, entries → entry. */
void terms_stem(char *word);

/* Adds a tie between each node and the few it shares most of its rare words with. False with an error queued. */
bool terms_tie(struct survey *s, struct evidence *facts);

#endif
