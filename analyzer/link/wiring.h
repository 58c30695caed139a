/* The flow of a whole program, built and solved. Private to link. */
#ifndef LINK_WIRING_H
#define LINK_WIRING_H

#include "link/places.h"
#include "rules/rules.h"

struct pending { /* an event that calls whatever its node holds; in order of bodies and events */
	uint32_t body, event, node;
	const struct rule_callback *rule; /* NULL: no rule says so */
	const char *given_to;             /* NULL: a call through the node */
};

struct given { /* an argument of a direct call that may be a function */
	uint32_t function, position /* from 0 */, caller, node;
};

struct wiring {
	struct program *p;
	const struct rules *rules;
	struct flow *flow;
	struct places places;
	VEC(struct pending) pending;
	VEC(struct given) given; /* ordered by function, position, caller */
};

void wiring_init(struct wiring *w, struct program *p, const struct rules *rules);
void wiring_finish(struct wiring *w);

/* Whether the node may hold the function. */
bool wiring_holds(const struct wiring *w, uint32_t node, uint32_t function);

/* Names of those who pass the function as argument `position` (from 0) of `callee`: " a, b", a count when there are
 * many, "" when nobody does. */
const char *wiring_givers(const struct wiring *w, uint32_t callee, uint32_t position, uint32_t function);

#endif
