/* Finding: what the finders share: what was found, and how a finding is told. Private to readiness. */
#ifndef READINESS_FIND_H
#define READINESS_FIND_H

#include "base/vec.h"
#include "model/split.h"
#include "phases.h"
#include "rules/rules.h"

struct sight { /* one place; those of one rule, service, subject and thing become one finding */
	uint32_t service;
	int64_t thing; /* row id of the variable, else of the function: names repeat */
	const struct rule_readiness *rule;
	enum severity severity;
	const char *subject, *function, *type, *count, *readers, *users; /* for the message; NULL: not known */
	const char *file;
	int64_t line;
};

struct readiness {
	struct split *s;
	struct evidence *facts;
	const struct rules *rules;
	unsigned char *phase; /* by dense function */
	VEC(struct sight) sights;
};

/* A thing that rules may fit; what a kind of thing does not have is 0 or NULL. */
struct subject {
	enum readiness_on on;
	int kind;               /* of a resource, -1 */
	const char *name, *type, *mode, *call;
	bool local, changes_itself, constant_name, written, in_loop;
	long long elements;
};

/* The narrowest rule that fits, NULL when none does. */
const struct rule_readiness *find_rule(const struct rules *rules, const struct subject *s);

/* Adds a sight unless its rule says nothing of that phase or it is in no service. */
void find_add(struct readiness *r, struct sight sight, enum phase phase);

enum phase find_phase(const struct readiness *r, int64_t function);

/* One finding a group, in order. */
void find_put(struct readiness *r, struct store *out);

/* The finders. */
void state_find(struct readiness *r);   /* variables and constants */
bool outside_find(struct readiness *r); /* resources, loops, results, run time; false with an error queued */

#endif
