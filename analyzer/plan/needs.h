/* Needs: what must be done before a service can be taken out. Private to plan. */
#ifndef PLAN_NEEDS_H
#define PLAN_NEEDS_H

#include "base/vec.h"
#include "prices.h"

struct need { /* cuts of one kind and remedy about one thing */
	enum cut_kind kind;
	enum remedy_kind remedy;
	const char *what;     /* "break the transaction of f over a, b" … */
	int64_t places, cost;
	const char *file;
	int64_t line;
};

struct needs { VEC(struct need) list; };

/* The needs of a service against those that `left` marks (by service number): the dearest first. */
void needs_find(const struct prices *p, int64_t service, const bool *left, struct needs *out);

#endif
