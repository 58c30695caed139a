/* The worklist solver. In: nodes, edges, sources, functions and sites; out: the least solution, which does not depend
 * on the order of anything.
 *
 * A node hands on only what it gained since it was last looked at (difference propagation, Pearce, Kelly, Hankin:
 * Online cycle detection and difference propagation). All sites that call through one node share one set of join
 * nodes, so that a place with m functions that is called from n sites costs m + n links and not m · n; a place that
 * is but a copy of another shares the other's. Nothing is lost by it: these sites have the same functions. */
#include "flow/flow.h"

#include <string.h>

#include "base/map.h"
#include "base/vec.h"

enum { LINEAR = 16 }; /* sets up to this size are searched, greater ones have a bit for each function */

struct edge {
	uint32_t to, class;
};

struct node {
	VEC(uint32_t) holds; /* numbers in `functions`, in order of arrival; function numbers, ascending, once solved */
	VEC(struct edge) edges;
	uint64_t *bits;
	size_t handed; /* of `holds` */
	uint32_t hub, only_from;
	uint32_t from_count;
	bool queued;
};

struct function {
	uint32_t number, class;
	bool has_ports;
	struct flow_ports ports;
};

struct hub { /* the calls through one node: what joins their ends, by position */
	uint32_t node;
	VEC(uint32_t) in, out;
};

struct flow {
	struct arena arena;
	VEC(struct node) nodes;
	VEC(struct function) functions;
	VEC(struct hub) hubs;
	struct map function_of; /* number → place in `functions` */
	struct map edges;       /* pairs known → class */
	VEC(uint32_t) queue;
	size_t head;
	size_t words; /* of a set with bits */
	uint64_t work;
};

struct flow *
flow_create(void)
{
	struct flow *f = mem_alloc(sizeof *f);
	arena_init(&f->arena);
	map_init(&f->function_of);
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
	}
	for (size_t i = 0; i < f->hubs.count; i++) {
		vec_finish(&f->hubs.at[i].in);
		vec_finish(&f->hubs.at[i].out);
	}
	vec_finish(&f->nodes);
	vec_finish(&f->functions);
	vec_finish(&f->hubs);
	vec_finish(&f->queue);
	map_finish(&f->function_of);
	map_finish(&f->edges);
	arena_finish(&f->arena);
	free(f);
}

uint32_t
flow_node(struct flow *f)
{
	vec_push(&f->nodes, (struct node){.hub = FLOW_NONE, .only_from = FLOW_NONE});
	return (uint32_t)f->nodes.count - 1;
}

static uint32_t
function_at(struct flow *f, uint32_t number)
{
	uint32_t at = map_add(&f->function_of, number, (uint32_t)f->functions.count);
	if (at == f->functions.count)
		vec_push(&f->functions, (struct function){.number = number});
	return at;
}

void
flow_class(struct flow *f, uint32_t function, uint32_t class)
{
	uint32_t at = function_at(f, function);
	f->functions.at[at].class = class;
}

/* ---- sets ---- */

static bool
holds(const struct node *n, uint32_t function)
{
	if (n->bits)
		return n->bits[function / 64] >> (function % 64) & 1;
	for (size_t i = 0; i < n->holds.count; i++)
		if (n->holds.at[i] == function)
			return true;
	return false;
}

static bool
insert(struct flow *f, struct node *n, uint32_t function)
{
	if (holds(n, function))
		return false;
	vec_push(&n->holds, function);
	if (n->bits) {
		n->bits[function / 64] |= UINT64_C(1) << (function % 64);
	} else if (f->words && n->holds.count > LINEAR) {
		n->bits = arena_array(&f->arena, uint64_t, f->words);
		for (size_t i = 0; i < n->holds.count; i++)
			n->bits[n->holds.at[i] / 64] |= UINT64_C(1) << (n->holds.at[i] % 64);
	}
	return true;
}

static void
queue(struct flow *f, uint32_t node)
{
	if (!f->nodes.at[node].queued)
		vec_push(&f->queue, node);
	f->nodes.at[node].queued = true;
}

static void
hand(struct flow *f, uint32_t from, size_t first, size_t end, struct edge e)
{
	bool grew = false;
	struct node *to = &f->nodes.at[e.to];
	for (size_t i = first; i < end; i++) {
		uint32_t function = f->nodes.at[from].holds.at[i];
		uint32_t class = f->functions.at[function].class;
		if (!e.class || !class || class == e.class)
			grew |= insert(f, to, function);
	}
	f->work += end - first;
	if (grew)
		queue(f, e.to);
}

/* ---- what is said ---- */

void
flow_edge_of_class(struct flow *f, uint32_t from, uint32_t to, uint32_t class)
{
	if (from == FLOW_NONE || to == FLOW_NONE || from == to)
		return;
	uint64_t pair = MAP_PAIR(from, to);
	uint32_t known = map_get(&f->edges, pair);
	if (known == class || known == 0)
		return;
	map_put(&f->edges, pair, class);
	struct edge e = {to, class};
	vec_push(&f->nodes.at[from].edges, e);
	f->nodes.at[to].only_from = class ? FLOW_NONE : from;
	f->nodes.at[to].from_count++;
	if (f->words) /* already solving: what was handed to the others before */
		hand(f, from, 0, f->nodes.at[from].handed, e);
}

void
flow_edge(struct flow *f, uint32_t from, uint32_t to)
{
	flow_edge_of_class(f, from, to, 0);
}

void
flow_source(struct flow *f, uint32_t node, uint32_t function)
{
	if (node == FLOW_NONE)
		return;
	uint32_t at = function_at(f, function);
	if (insert(f, &f->nodes.at[node], at))
		queue(f, node);
}

static struct flow_ports
copy_ports(struct flow *f, const struct flow_ports *p)
{
	return (struct flow_ports){arena_copy(&f->arena, p->in, p->in_count * sizeof *p->in),
	                           arena_copy(&f->arena, p->out, p->out_count * sizeof *p->out), p->in_count, p->out_count};
}

void
flow_function(struct flow *f, uint32_t function, const struct flow_ports *ports)
{
	uint32_t at = function_at(f, function);
	struct function *g = &f->functions.at[at];
	g->has_ports = true;
	g->ports = copy_ports(f, ports);
	for (size_t i = 0; i < ports->in_count; i++)
		if (ports->in[i] != FLOW_NONE)
			f->nodes.at[ports->in[i]].from_count += 2; /* more may come while solving */
}

static uint32_t
in_of_hub(struct flow *f, uint32_t hub, size_t position)
{
	while (f->hubs.at[hub].in.count <= position)
		vec_push(&f->hubs.at[hub].in, FLOW_NONE);
	if (f->hubs.at[hub].in.at[position] == FLOW_NONE)
		f->hubs.at[hub].in.at[position] = flow_node(f);
	return f->hubs.at[hub].in.at[position];
}

static uint32_t
out_of_hub(struct flow *f, uint32_t hub, size_t position)
{
	while (f->hubs.at[hub].out.count <= position)
		vec_push(&f->hubs.at[hub].out, FLOW_NONE);
	if (f->hubs.at[hub].out.at[position] == FLOW_NONE) {
		uint32_t n = f->hubs.at[hub].out.at[position] = flow_node(f);
		f->nodes.at[n].from_count = 2; /* more come while solving */
	}
	return f->hubs.at[hub].out.at[position];
}

static uint32_t
hub_of(struct flow *f, uint32_t node)
{
	if (f->nodes.at[node].hub == FLOW_NONE) {
		f->nodes.at[node].hub = (uint32_t)f->hubs.count;
		vec_push(&f->hubs, (struct hub){.node = node});
	}
	return f->nodes.at[node].hub;
}

void
flow_site(struct flow *f, uint32_t callee, const struct flow_ports *ports)
{
	if (callee == FLOW_NONE)
		return;
	uint32_t hub = hub_of(f, callee);
	for (size_t i = 0; i < ports->in_count; i++)
		if (ports->in[i] != FLOW_NONE)
			flow_edge(f, ports->in[i], in_of_hub(f, hub, i));
	for (size_t i = 0; i < ports->out_count; i++)
		if (ports->out[i] != FLOW_NONE)
			flow_edge(f, out_of_hub(f, hub, i), ports->out[i]);
}

/* ---- solving ---- */

/* The node that this one is a plain copy of, itself when it is none. Sources count as coming from elsewhere. */
static uint32_t
copied_from(const struct flow *f, uint32_t node)
{
	for (size_t steps = 0; steps < f->nodes.count; steps++) {
		const struct node *n = &f->nodes.at[node];
		if (n->from_count != 1 || n->only_from == FLOW_NONE || n->holds.count)
			break;
		node = n->only_from;
	}
	return node;
}

static void
share_hubs(struct flow *f)
{
	for (size_t h = 0, count = f->hubs.count; h < count; h++) {
		uint32_t node = f->hubs.at[h].node, origin = copied_from(f, node);
		if (origin == node)
			continue;
		uint32_t other = hub_of(f, origin);
		for (size_t i = 0; i < f->hubs.at[h].in.count; i++)
			if (f->hubs.at[h].in.at[i] != FLOW_NONE)
				flow_edge(f, f->hubs.at[h].in.at[i], in_of_hub(f, other, i));
		for (size_t i = 0; i < f->hubs.at[h].out.count; i++)
			if (f->hubs.at[h].out.at[i] != FLOW_NONE)
				flow_edge(f, out_of_hub(f, other, i), f->hubs.at[h].out.at[i]);
		f->nodes.at[node].hub = FLOW_NONE;
	}
}

static void
link_function(struct flow *f, uint32_t hub, uint32_t function)
{
	if (!f->functions.at[function].has_ports)
		return;
	const struct flow_ports *p = &f->functions.at[function].ports;
	for (size_t i = 0; i < f->hubs.at[hub].in.count && i < p->in_count; i++, f->work++)
		flow_edge(f, f->hubs.at[hub].in.at[i], p->in[i]);
	for (size_t i = 0; i < f->hubs.at[hub].out.count && i < p->out_count; i++, f->work++)
		flow_edge(f, p->out[i], f->hubs.at[hub].out.at[i]);
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* The sets as they are read: function numbers, ascending. */
static void
finish_sets(struct flow *f)
{
	for (size_t i = 0; i < f->nodes.count; i++) {
		struct node *n = &f->nodes.at[i];
		for (size_t k = 0; k < n->holds.count; k++)
			n->holds.at[k] = f->functions.at[n->holds.at[k]].number;
		vec_sort(&n->holds, by_number);
	}
}

void
flow_solve(struct flow *f)
{
	share_hubs(f);
	f->words = f->functions.count / 64 + 1;
	while (f->head < f->queue.count) {
		uint32_t n = f->queue.at[f->head++];
		if (f->head > 4096 && f->head * 2 > f->queue.count) {
			memmove(f->queue.at, f->queue.at + f->head, (f->queue.count - f->head) * sizeof *f->queue.at);
			f->queue.count -= f->head;
			f->head = 0;
		}
		struct node *node = &f->nodes.at[n];
		size_t first = node->handed, end = node->holds.count;
		node->queued = false;
		node->handed = end;
		for (size_t i = 0; i < f->nodes.at[n].edges.count; i++)
			hand(f, n, first, end, f->nodes.at[n].edges.at[i]);
		uint32_t hub = f->nodes.at[n].hub;
		for (size_t i = first; hub != FLOW_NONE && i < end; i++)
			link_function(f, hub, f->nodes.at[n].holds.at[i]);
	}
	finish_sets(f);
}

const uint32_t *
flow_holds(const struct flow *f, uint32_t node, size_t *count)
{
	*count = node == FLOW_NONE ? 0 : f->nodes.at[node].holds.count;
	return node == FLOW_NONE ? NULL : f->nodes.at[node].holds.at;
}

uint64_t
flow_work(const struct flow *f)
{
	return f->work;
}
