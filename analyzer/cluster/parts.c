/* Parts: what the consensus agreed on → communities big enough to be a service. In: a survey, who is active.
 * Out: a community per node.
 *
 * A community of few functions is a crumb: it joins whom it is tied to most, else the majority of its file, else it is
 * loose; who is kept apart never comes together. */
#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

enum { LEAST_FUNCTIONS = 3 };

static uint32_t
find_root(struct part *parts, uint32_t c)
{
	while (parts[c].into != c)
		c = parts[c].into = parts[parts[c].into].into;
	return c;
}

static void
join(struct part *parts, struct apart_sets *sets, uint32_t from, uint32_t into)
{
	if (from == into)
		return;
	parts[into].functions += parts[from].functions;
	parts[into].live += parts[from].live;
	parts[into].decided |= parts[from].decided;
	parts[from].into = into;
	apart_sets_unite(sets, from, into);
}

/* Nodes that are tied to nothing follow the majority of their file. */
static void
adopt_by_file(const struct survey *s, const bool *active, struct part *parts, uint32_t *community, struct apart_sets *sets,
              uint32_t least)
{
	for (uint32_t i = 0; i < s->count; i++) {
		if (!active[i])
			continue;
		uint32_t c = find_root(parts, community[i]), best = c, best_count = 0;
		if (parts[c].pinned || parts[c].functions >= least)
			continue;
		struct map votes;
		map_init(&votes);
		for (uint32_t k = 0; k < s->count; k++) {
			uint32_t d = active[k] ? find_root(parts, community[k]) : c;
			if (d == c || parts[d].functions < least || apart_sets_clash(sets, c, d) || strcmp(s->nodes[k].file, s->nodes[i].file))
				continue;
			uint32_t n = map_get(&votes, d);
			n = n == MAP_NONE ? 1 : n + 1;
			map_put(&votes, d, n);
			if (n > best_count || (n == best_count && d < best)) {
				best = d;
				best_count = n;
			}
		}
		map_finish(&votes);
		join(parts, sets, c, best);
	}
}

/* Weights between the parts as they are now. */
static void
graph_of_parts(const struct graph *g, const uint32_t *community, struct part *parts, uint32_t count, struct graph *out)
{
	VEC(struct graph_edge) edges = {0};
	for (uint32_t i = 0; i < g->nodes; i++)
		for (size_t e = g->first[i]; e < g->first[i + 1]; e++) {
			if (community[i] == PART_NONE || community[g->to[e]] == PART_NONE)
				continue;
			uint32_t a = find_root(parts, community[i]), b = find_root(parts, community[g->to[e]]);
			if (a != b)
				vec_push(&edges, (struct graph_edge){a, b, g->weight[e]});
		}
	graph_init(out, count, edges.at, edges.count, GRAPH_DIRECTED);
	vec_finish(&edges);
}

/* One round: each part that is marked joins the part it is tied to most, the smallest first. */
static bool
absorb_round(const struct graph *g, const uint32_t *community, struct part *parts, uint32_t count, struct apart_sets *sets)
{
	struct graph around;
	graph_of_parts(g, community, parts, count, &around);
	uint32_t most = 0;
	for (uint32_t c = 0; c < count; c++)
		most = parts[c].functions > most ? parts[c].functions : most;
	bool any = false;
	for (uint32_t size = 0; size <= most; size++)
		for (uint32_t c = 0; c < count; c++) {
			if (parts[c].into != c || !parts[c].absorb || parts[c].functions != size)
				continue;
			size_t best = SIZE_MAX;
			for (size_t e = around.first[c]; e < around.first[c + 1]; e++)
				if (find_root(parts, around.to[e]) != c && (best == SIZE_MAX || around.weight[e] > around.weight[best]) &&
				    !apart_sets_clash(sets, c, find_root(parts, around.to[e])))
					best = e;
			if (best == SIZE_MAX)
				continue;
			join(parts, sets, c, find_root(parts, around.to[best]));
			any = true;
		}
	graph_finish(&around);
	return any;
}

static void
absorb_crumbs(const struct graph *g, const uint32_t *community, struct part *parts, uint32_t count, struct apart_sets *sets,
              uint32_t least)
{
	bool more = true;
	while (more) {
		for (uint32_t c = 0; c < count; c++)
			parts[c].absorb = !parts[c].pinned && parts[c].functions < least;
		more = absorb_round(g, community, parts, count, sets);
	}
}

/* For each table the part that writes it most, readers deciding among equals: that part owns something. */
static void
mark_owners(const struct survey *s, const uint32_t *community, struct part *parts)
{
	enum { WRITER = 1000 };
	VEC(struct graph_edge) edges = {0};
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct use *u = &s->uses.at[i];
		if (community[u->table] != PART_NONE && community[u->function] != PART_NONE)
			vec_push(&edges, (struct graph_edge){u->table, find_root(parts, community[u->function]), u->writes ? WRITER : 1});
	}
	struct graph users;
	graph_init(&users, s->count, edges.at, edges.count, GRAPH_DIRECTED);
	vec_finish(&edges);
	for (uint32_t i = 0; i < s->count; i++) {
		size_t best = users.first[i];
		for (size_t e = users.first[i]; e < users.first[i + 1]; e++)
			best = users.weight[e] > users.weight[best] ? e : best;
		if (graph_degree(&users, i))
			parts[users.to[best]].owns = true;
		else if (s->nodes[i].kind == MEMBER_TABLE && community[i] != PART_NONE)
			parts[find_root(parts, community[i])].owns = true;
	}
	graph_finish(&users);
}

/* A part that works on tables, but owns none, is a front of somebody's data: it joins whom it is tied to most. Code
 * that knows no tables may stand alone. */
static void
absorb_dependents(const struct survey *s, const struct graph *g, const uint32_t *community, struct part *parts,
                  uint32_t count, struct apart_sets *sets)
{
	bool more = true;
	while (more) {
		for (uint32_t c = 0; c < count; c++) {
			parts[c].owns = false;
			parts[c].reaching = 0;
		}
		mark_owners(s, community, parts);
		for (uint32_t i = 0; i < s->count; i++)
			if (community[i] != PART_NONE && s->nodes[i].reaches_table)
				parts[find_root(parts, community[i])].reaching++;
		for (uint32_t c = 0; c < count; c++)
			parts[c].absorb = !parts[c].pinned && !parts[c].owns && parts[c].reaching * 3 >= parts[c].functions &&
			                  parts[c].reaching;
		more = absorb_round(g, community, parts, count, sets);
	}
}

struct part *
parts_measure(const struct survey *s, const bool *active, const uint32_t *community, uint32_t count)
{
	struct part *parts = mem_alloc(count * sizeof *parts);
	for (uint32_t c = 0; c < count; c++)
		parts[c].into = c;
	for (uint32_t i = 0; i < s->count; i++)
		if (active[i] && community[i] != PART_NONE) {
			parts[community[i]].functions += s->nodes[i].kind == MEMBER_FUNCTION;
			parts[community[i]].live += s->nodes[i].kind == MEMBER_FUNCTION && !s->nodes[i].dead;
			parts[community[i]].pinned |= s->nodes[i].pin && s->nodes[i].pin != PIN_SHARED;
			parts[community[i]].decided |= s->nodes[i].decided;
		}
	return parts;
}

/* Data that a decision names and nothing ties goes to the largest part that may have it. */
static void
adopt_data(struct part *parts, uint32_t count, struct apart_sets *sets, uint32_t least)
{
	for (uint32_t c = 0; c < count; c++) {
		uint32_t best = c;
		if (parts[c].into != c || !parts[c].decided || parts[c].pinned || parts[c].functions)
			continue;
		for (uint32_t d = 0; d < count; d++)
			if (parts[d].into == d && parts[d].functions >= least && parts[d].functions > parts[best].functions &&
			    !apart_sets_clash(sets, c, d))
				best = d;
		join(parts, sets, c, best);
	}
}

static uint32_t
least_functions(const struct survey *s, const bool *active)
{
	uint32_t functions = 0;
	for (uint32_t i = 0; i < s->count; i++)
		functions += active[i] && s->nodes[i].kind == MEMBER_FUNCTION;
	return functions / 100 > LEAST_FUNCTIONS ? functions / 100 : LEAST_FUNCTIONS;
}

/* Big enough, and not made of what no entry point reaches: dead code is listed, not served. */
static bool
is_service(const struct part *p, uint32_t least)
{
	return p->pinned || p->decided || (p->functions >= least && p->live * 10 >= p->functions);
}

/* Final numbers. What could join nobody is loose: in no community, unless there is nothing better. */
static uint32_t
settle(const struct survey *s, const bool *active, struct part *parts, uint32_t *community, uint32_t least)
{
	uint32_t most = 0;
	for (uint32_t i = 0; i < s->count; i++)
		if (active[i]) {
			community[i] = find_root(parts, community[i]);
			most = parts[community[i]].functions > most ? parts[community[i]].functions : most;
		}
	least = least < most ? least : most;
	for (uint32_t i = 0; i < s->count; i++)
		if (!active[i] || !is_service(&parts[community[i]], least))
			community[i] = PART_NONE;
	struct map seen;
	map_init(&seen);
	uint32_t count = 0;
	for (uint32_t i = 0; i < s->count; i++) {
		if (community[i] == PART_NONE)
			continue;
		uint32_t c = map_add(&seen, community[i], count);
		count += c == count;
		community[i] = c;
	}
	map_finish(&seen);
	return count;
}

uint32_t
parts_find(const struct survey *s, const bool *active, const struct consensus *agreed, uint32_t *community)
{
	for (uint32_t i = 0; i < s->count; i++)
		community[i] = active[i] ? agreed->community[i] : PART_NONE;
	struct part *parts = parts_measure(s, active, community, agreed->count);
	uint32_t least = least_functions(s, active);
	struct apart_sets sets;
	apart_sets_init(&sets, &s->apart, s->count, community, agreed->count);
	absorb_crumbs(&agreed->ties, community, parts, agreed->count, &sets, least);
	absorb_dependents(s, &agreed->ties, community, parts, agreed->count, &sets);
	adopt_by_file(s, active, parts, community, &sets, least);
	adopt_data(parts, agreed->count, &sets, least);
	uint32_t count = settle(s, active, parts, community, least);
	free(parts);
	apart_sets_finish(&sets);
	return count;
}
