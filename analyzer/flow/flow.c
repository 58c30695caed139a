/* The worklist solver. Sets are sorted arrays of function numbers; a node is queued when its set grew, and
 * its edges and the sites that call through it are looked at again. The result is the least solution, so it
 * does not depend on the order of anything. */
#include "flow/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/vec.h"

struct node {
	VEC(uint32_t) holds, edges, sites;
	bool queued;
};

struct signature {
	uint32_t *params;
	size_t count;
	uint32_t result;
};

struct site {
	uint32_t callee, result;
	uint32_t *arguments;
	size_t count;
};

struct flow {
	struct arena arena;
	VEC(struct node) nodes;
	VEC(struct site) sites;
	VEC(struct signature) signatures;
	struct map signature_of; /* function → signature */
	struct map edges;        /* pairs known, value 1 */
	VEC(uint32_t) queue;
};

struct flow *
flow_create(void)
{
	struct flow *f = mem_alloc(sizeof *f);
	arena_init(&f->arena);
	map_init(&f->signature_of);
	map_init(&f->edges);
	return f;
}

void
flow_destroy(struct flow *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->nodes.count; i++) {
		vec_finish(&f->nodes.at[i].holds);
		vec_finish(&f->nodes.at[i].edges);
		vec_finish(&f->nodes.at[i].sites);
	}
	vec_finish(&f->nodes);
	vec_finish(&f->sites);
	vec_finish(&f->signatures);
	vec_finish(&f->queue);
	map_finish(&f->signature_of);
	map_finish(&f->edges);
	arena_finish(&f->arena);
	free(f);
}

uint32_t
flow_node(struct flow *f)
{
	vec_push(&f->nodes, (struct node){0});
	return (uint32_t)f->nodes.count - 1;
}

static void
queue(struct flow *f, uint32_t node)
{
	if (!f->nodes.at[node].queued)
		vec_push(&f->queue, node);
	f->nodes.at[node].queued = true;
}

static bool
insert(struct node *n, uint32_t function)
{
	size_t lo = 0, hi = n->holds.count;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (n->holds.at[mid] < function)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < n->holds.count && n->holds.at[lo] == function)
		return false;
	vec_push(&n->holds, function);
	memmove(n->holds.at + lo + 1, n->holds.at + lo, (n->holds.count - 1 - lo) * sizeof *n->holds.at);
	n->holds.at[lo] = function;
	return true;
}

static void
pass(struct flow *f, uint32_t from, uint32_t to)
{
	bool grew = false;
	for (size_t i = 0; i < f->nodes.at[from].holds.count; i++)
		grew |= insert(&f->nodes.at[to], f->nodes.at[from].holds.at[i]);
	if (grew)
		queue(f, to);
}

void
flow_edge(struct flow *f, uint32_t from, uint32_t to)
{
	if (from == FLOW_NONE || to == FLOW_NONE || from == to || map_has(&f->edges, MAP_PAIR(from, to)))
		return;
	map_put(&f->edges, MAP_PAIR(from, to), 1);
	vec_push(&f->nodes.at[from].edges, to);
	pass(f, from, to);
}

void
flow_source(struct flow *f, uint32_t node, uint32_t function)
{
	if (node != FLOW_NONE && insert(&f->nodes.at[node], function))
		queue(f, node);
}

void
flow_function(struct flow *f, uint32_t function, const uint32_t *params, size_t count, uint32_t result)
{
	map_put(&f->signature_of, function, (uint32_t)f->signatures.count);
	vec_push(&f->signatures, (struct signature){arena_copy(&f->arena, params, count * sizeof *params), count, result});
}

uint32_t
flow_site(struct flow *f, uint32_t callee, const uint32_t *arguments, size_t count, uint32_t result)
{
	uint32_t number = (uint32_t)f->sites.count;
	vec_push(&f->sites, (struct site){callee, result, arena_copy(&f->arena, arguments, count * sizeof *arguments), count});
	if (callee != FLOW_NONE) {
		vec_push(&f->nodes.at[callee].sites, number);
		queue(f, callee);
	}
	return number;
}

static void
link_call(struct flow *f, const struct site *s, uint32_t function)
{
	uint32_t g = map_get(&f->signature_of, function);
	if (g == MAP_NONE)
		return;
	const struct signature *sig = &f->signatures.at[g];
	for (size_t i = 0; i < s->count && i < sig->count; i++)
		flow_edge(f, s->arguments[i], sig->params[i]);
	flow_edge(f, sig->result, s->result);
}

void
flow_solve(struct flow *f)
{
	while (f->queue.count) {
		uint32_t n = vec_pop(&f->queue);
		f->nodes.at[n].queued = false;
		for (size_t i = 0; i < f->nodes.at[n].edges.count; i++)
			pass(f, n, f->nodes.at[n].edges.at[i]);
		for (size_t i = 0; i < f->nodes.at[n].sites.count; i++)
			for (size_t k = 0; k < f->nodes.at[n].holds.count; k++)
				link_call(f, &f->sites.at[f->nodes.at[n].sites.at[i]], f->nodes.at[n].holds.at[k]);
	}
}

const uint32_t *
flow_holds(const struct flow *f, uint32_t node, size_t *count)
{
	*count = node == FLOW_NONE ? 0 : f->nodes.at[node].holds.count;
	return node == FLOW_NONE ? NULL : f->nodes.at[node].holds.at;
}

uint32_t
flow_site_node(const struct flow *f, uint32_t site)
{
	return f->sites.at[site].callee;
}
