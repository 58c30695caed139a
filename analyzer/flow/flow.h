/* Flow: who can hold what. A field-based, flow-insensitive solver (Milanova, Rountev, Ryder: cheap analyses reach
 * the precision of dear ones for call graphs): nodes are places, edges are copies, functions are what flows.
 * Calls through a node link arguments and results to every function that reaches it, until nothing changes.
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

/* The place may hold the function. */
void flow_source(struct flow *f, uint32_t node, uint32_t function);

/* The places of a function's parameters and of its result (FLOW_NONE: none); arrays are copied. */
void flow_function(struct flow *f, uint32_t function, const uint32_t *params, size_t count, uint32_t result);

/* A call through a place; FLOW_NONE arguments hold nothing. Returns the site's number, from 0. */
uint32_t flow_site(struct flow *f, uint32_t callee, const uint32_t *arguments, size_t count, uint32_t result);

/* To the fixed point. */
void flow_solve(struct flow *f);

/* Functions that the place may hold, ascending; valid until the flow is destroyed. */
const uint32_t *flow_holds(const struct flow *f, uint32_t node, size_t *count);

/* The place a site calls through. */
uint32_t flow_site_node(const struct flow *f, uint32_t site);

#endif
