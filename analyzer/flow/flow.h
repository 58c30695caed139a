/* Flow: who can hold what. A flow-insensitive solver (Milanova, Rountev, Ryder: cheap analyses reach the precision
 * of dear ones for call graphs): nodes are places, edges are copies, functions are what flows. Calls through a node
 * link what goes in and comes out to every function that reaches it, until nothing changes.
 * Pure: knows numbers only. */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FLOW_NONE UINT32_MAX

struct flow;

struct flow *flow_create(void);
void flow_destroy(struct flow *f);

/* A new place. */
uint32_t flow_node(struct flow *f);

/* What `from` holds, `to` may hold. */
void flow_edge(struct flow *f, uint32_t from, uint32_t to);

/* Likewise, but only functions of the class pass, and those without one (class 0: all pass). */
void flow_edge_of_class(struct flow *f, uint32_t from, uint32_t to, uint32_t class);

/* The class of a function, from 1; said before it flows. */
void flow_class(struct flow *f, uint32_t function, uint32_t class);

/* The place may hold the function. */
void flow_source(struct flow *f, uint32_t node, uint32_t function);

/* The places through which values enter a function and leave it; entries may be FLOW_NONE; arrays are copied. */
struct flow_ports {
	const uint32_t *in, *out;
	size_t in_count, out_count;
};
void flow_function(struct flow *f, uint32_t function, const struct flow_ports *ports);

/* A call through a place: its `in` is linked to `in` of each function that the place holds, `out` likewise. */
void flow_site(struct flow *f, uint32_t callee, const struct flow_ports *ports);

/* To the fixed point; once, when everything is said. */
void flow_solve(struct flow *f);

/* Functions that the place may hold, ascending; after flow_solve, valid until the flow is destroyed. */
const uint32_t *flow_holds(const struct flow *f, uint32_t node, size_t *count);

/* How often a function was handed along an edge, and ends of calls were linked: the work done, for tests. */
uint64_t flow_work(const struct flow *f);

#endif
