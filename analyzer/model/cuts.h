/* Cuts: everything that crosses from one service into another. Private to model. */
#ifndef MODEL_CUTS_H
#define MODEL_CUTS_H

#include "model/split.h"

/* Finds all cuts of a split that has its facts, services and members. */
void cuts_find(struct split *s);

/* What replaces each cut, and why: fills remedy, remedy_kind and reason. */
void remedies_choose(struct split *s, struct split_cut *cuts, size_t count);

#endif
