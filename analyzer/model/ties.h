/* Ties: for every function and global, in which services its counterparts lie. Private to model. */
#ifndef MODEL_TIES_H
#define MODEL_TIES_H

#include "model/split.h"

struct tie {
	uint32_t total;  /* distinct functions, globals and tables it is tied to, those of the shared library left out */
	uint32_t service, there; /* the service that most of them lie in, and how many do */
	int64_t other;   /* dense number of the only one elsewhere, when total is there + 1; its kind below */
	enum member_kind other_kind;
	bool decided;    /* the architect put it where it is */
};

struct ties {
	struct tie *of[MEMBER_KIND_COUNT]; /* functions and globals, by dense row */
};

/* In memory of the split. Calls that are only guessed tie nothing. */
void ties_count(struct split *s, struct ties *out);

/* The tie, if all its counterparts but one at most lie in `service`, which is not its own; else NULL. */
const struct tie *ties_movable(const struct split *s, const struct ties *t, enum member_kind kind, int64_t row, uint32_t service);

#endif
