/* Assign: communities → homes. In: a survey, communities, who is shared. Out: a home and a reason per node.
 *
 * Functions stay where the partition put them. A table goes to the service that writes it most (writing functions
 * first, readers second), a global likewise; only what nobody touches stays where its words, keys or file put it. A
 * constant that several services read is shared.
 *
 * Cohesion of a service is 2·inside / (2·inside + outside) of its calls and accesses, coupling the share of all such
 * weight that leaves or enters it (both after CARGO's metrics). */
#include "assign.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct assigning {
	struct survey *s;
	struct home *homes;
	uint32_t count;       /* homes, the first two included */
	struct graph users;   /* table or global → function; a writer weighs WRITER, a reader READER, a maker 1 */
	struct graph ties[TIE_KIND_COUNT];
	int64_t *weight;      /* tally by home */
};

enum { WRITER = 1000000, READER = 1000 };

static void
tally_clear(struct assigning *a)
{
	memset(a->weight, 0, a->count * sizeof *a->weight);
}

static int64_t
tally_sum(const struct assigning *a)
{
	int64_t sum = 0;
	for (uint32_t h = HOME_FIRST; h < a->count; h++)
		sum += a->weight[h];
	return sum;
}

/* The service with most, HOME_NONE when nobody has any. */
static uint32_t
tally_best(const struct assigning *a, uint32_t without)
{
	uint32_t best = HOME_NONE;
	for (uint32_t h = HOME_FIRST; h < a->count; h++)
		if (h != without && a->weight[h] && (best == HOME_NONE || a->weight[h] > a->weight[best]))
			best = h;
	return best;
}

static void
set_margin(struct assigning *a, struct home *home)
{
	int64_t sum = tally_sum(a);
	home->runner_up = tally_best(a, home->service);
	if (!sum)
		return;
	int64_t ahead = a->weight[home->service] - (home->runner_up ? a->weight[home->runner_up] : 0);
	home->margin = ahead > 0 ? (double)ahead / (double)sum : 0;
}

static void
place_by_partition(struct assigning *a, const struct grain *g, const char *const *shared)
{
	const struct survey *s = a->s;
	for (uint32_t i = 0; i < s->count; i++) {
		struct home *h = &a->homes[i];
		*h = (struct home){.margin = -1};
		if (shared[i])
			*h = (struct home){.service = HOME_SHARED, .margin = -1, .reason = shared[i]};
		else if (s->nodes[i].in_play && g->community[i] != PART_NONE)
			h->service = g->community[i] + HOME_FIRST;
	}
}

static void
find_users(struct assigning *a)
{
	const struct survey *s = a->s;
	VEC(struct graph_edge) edges = {0};
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct use *u = &s->uses.at[i];
		vec_push(&edges, (struct graph_edge){u->table, u->function, u->writes ? WRITER : u->reads ? READER : 1});
	}
	for (size_t i = 0; i < s->touches.count; i++) {
		const struct touch *t = &s->touches.at[i];
		vec_push(&edges, (struct graph_edge){t->global, t->function, t->writes ? WRITER : READER});
	}
	graph_init(&a->users, s->count, edges.at, edges.count, GRAPH_DIRECTED);
	vec_finish(&edges);
}

/* Tallies the users of a table or global; returns what shared code weighs. */
static int64_t
tally_users(struct assigning *a, uint32_t node)
{
	tally_clear(a);
	for (size_t e = a->users.first[node]; e < a->users.first[node + 1]; e++)
		a->weight[a->homes[a->users.to[e]].service] += a->users.weight[e];
	return a->weight[HOME_SHARED];
}

static uint32_t
services_in_tally(const struct assigning *a)
{
	uint32_t n = 0;
	for (uint32_t h = HOME_FIRST; h < a->count; h++)
		n += a->weight[h] != 0;
	return n;
}

static const char *
owner_reason(struct assigning *a, const char *thing, uint32_t home)
{
	int64_t sum = tally_sum(a), own = a->weight[home];
	if (own >= WRITER)
		return arena_printf(&a->s->arena, "%lld of the %lld functions that write it are here", (long long)(own / WRITER),
		                    (long long)(sum / WRITER));
	if (own >= READER)
		return arena_printf(&a->s->arena, "no service writes this %s; %lld of its %lld readers are here", thing,
		                    (long long)(own / READER), (long long)(sum / READER));
	return "it is made here, and no service reads or writes it";
}

static void
place_table(struct assigning *a, uint32_t node, uint32_t largest)
{
	struct home *h = &a->homes[node];
	int64_t shared = tally_users(a, node);
	uint32_t best = tally_best(a, HOME_NONE);
	if (a->s->nodes[node].platform && shared > (best ? a->weight[best] : 0)) {
		*h = (struct home){HOME_SHARED, HOME_NONE, -1, "tied to no other table, and shared code uses it for most services: each keeps its own"};
	} else if (best) {
		h->service = best;
		h->reason = owner_reason(a, "table", best);
		set_margin(a, h);
	} else if (h->service >= HOME_FIRST) {
		h->reason = "no service touches it; its keys and words lie here";
	} else {
		h->service = largest;
		h->reason = "nothing says where it belongs: the largest service";
	}
}

static void
place_global(struct assigning *a, uint32_t node)
{
	struct home *h = &a->homes[node];
	int64_t shared = tally_users(a, node);
	uint32_t best = tally_best(a, HOME_NONE), services = services_in_tally(a);
	if (a->s->nodes[node].is_const && services > 1) {
		*h = (struct home){HOME_SHARED, HOME_NONE, -1, arena_printf(&a->s->arena, "a constant that %u services read", services)};
	} else if (shared > tally_sum(a)) {
		*h = (struct home){HOME_SHARED, HOME_NONE, -1, "shared code uses it most"};
	} else if (best) {
		h->service = best;
		h->reason = owner_reason(a, "variable", best);
		set_margin(a, h);
	} else if (h->service >= HOME_FIRST) {
		h->reason = "nobody touches it; its file lies here";
	}
}

/* Adds what the users of a node weigh to its group's tally. */
static void
tally_group(struct assigning *a, uint32_t node, int64_t *weight)
{
	tally_users(a, node);
	for (uint32_t h = HOME_FIRST; h < a->count; h++)
		weight[h] += a->weight[h];
}

/* Who cannot move: functions with what goes with them, what is pinned, and the data of a service without functions. */
static bool *
find_bound(struct assigning *a)
{
	const struct survey *s = a->s;
	bool *bound = mem_alloc(s->count), *has_code = mem_alloc(a->count);
	for (uint32_t i = 0; i < s->count; i++)
		has_code[a->homes[i].service] |= s->nodes[i].kind == MEMBER_FUNCTION && !s->nodes[i].hangs_on;
	for (uint32_t i = 0; i < s->count; i++)
		bound[s->nodes[i].group] |= s->nodes[i].kind == MEMBER_FUNCTION || s->nodes[i].pin ||
		                            a->homes[i].service < HOME_FIRST || !has_code[a->homes[i].service];
	free(has_code);
	return bound;
}

static void
move_group(struct assigning *a, struct seats *seats, uint32_t group, const uint32_t *members, uint32_t first)
{
	int64_t *weight = mem_alloc(a->count * sizeof *weight);
	for (uint32_t i = first; i; i = members[i - 1])
		tally_group(a, i - 1, weight);
	uint32_t from = a->homes[group].service, best = from;
	seats_leave(seats, group, from);
	for (uint32_t h = HOME_FIRST; h < a->count; h++)
		if (weight[h] > weight[best] && seats_allow(seats, group, h))
			best = h;
	seats_enter(seats, group, best);
	for (uint32_t i = first; i; i = members[i - 1])
		a->homes[i - 1].service = best;
	free(weight);
}

/* Groups of data that decisions name follow their users, too, as far as decisions let them. */
static void
place_decided(struct assigning *a)
{
	const struct survey *s = a->s;
	struct seats seats;
	bool *bound = find_bound(a);
	uint32_t *first = mem_alloc(s->count * sizeof *first), *next = mem_alloc(s->count * sizeof *next);
	seats_init(&seats, &s->apart);
	for (uint32_t i = s->count; i-- > 0;) {
		uint32_t g = s->nodes[i].group;
		next[i] = first[g];
		first[g] = s->nodes[i].decided ? i + 1 : first[g];
		if (g == i && a->homes[i].service)
			seats_enter(&seats, i, a->homes[i].service);
	}
	for (uint32_t i = 0; i < s->count; i++)
		if (s->nodes[i].group == i && first[i] && !bound[i])
			move_group(a, &seats, i, next, first[i]);
	seats_finish(&seats);
	free(bound);
	free(first);
	free(next);
}

static uint32_t
largest_service(struct assigning *a)
{
	tally_clear(a);
	for (uint32_t i = 0; i < a->s->count; i++)
		a->weight[a->homes[i].service] += a->s->nodes[i].kind == MEMBER_FUNCTION;
	return tally_best(a, HOME_NONE);
}

static void
place_data(struct assigning *a)
{
	const struct survey *s = a->s;
	uint32_t largest = largest_service(a);
	place_decided(a);
	for (uint32_t i = 0; i < s->count; i++) {
		const struct node *n = &s->nodes[i];
		if (!n->in_play || n->decided || a->homes[i].service == HOME_SHARED || n->kind == MEMBER_FUNCTION)
			continue;
		if (n->kind == MEMBER_TABLE)
			place_table(a, i, largest);
		else if (!n->owner)
			place_global(a, i);
	}
	for (uint32_t i = 0; i < s->count; i++)
		if (s->nodes[i].owner && !s->nodes[i].decided)
			a->homes[i] = (struct home){a->homes[s->nodes[i].owner - 1].service, HOME_NONE, -1,
			                            "a static variable inside a function goes with it"};
}

/* The database runs a trigger where its table is. */
static void
place_triggers(struct assigning *a)
{
	const struct survey *s = a->s;
	for (uint32_t i = 0; i < s->count; i++)
		for (uint32_t t = 0; s->nodes[i].hangs_on && !s->nodes[i].decided && t < s->count; t++)
			if (s->nodes[t].kind == MEMBER_TABLE && a->homes[t].service && !strcasecmp(s->nodes[t].name, s->nodes[i].hangs_on))
				a->homes[i] = (struct home){a->homes[t].service, HOME_NONE, -1, "a trigger goes with its table"};
}

/* Code that nothing ties to anything: left out when nobody can reach it, else shared. */
static void
place_loose(struct assigning *a)
{
	for (uint32_t i = 0; i < a->s->count; i++) {
		const struct node *n = &a->s->nodes[i];
		if (n->kind == MEMBER_FUNCTION && n->in_play && a->homes[i].service == HOME_NONE && !n->dead)
			a->homes[i] = (struct home){HOME_SHARED, HOME_NONE, -1, "tied to nothing else"};
	}
}

static void
find_ties(struct assigning *a)
{
	const struct survey *s = a->s;
	for (int kind = 0; kind < TIE_KIND_COUNT; kind++) {
		VEC(struct graph_edge) edges = {0};
		for (size_t i = 0; i < s->ties.count; i++)
			if ((int)s->ties.at[i].kind == kind)
				vec_push(&edges, (struct graph_edge){s->ties.at[i].a, s->ties.at[i].b, s->ties.at[i].weight});
		graph_init(&a->ties[kind], s->count, edges.at, edges.count, GRAPH_UNDIRECTED);
		vec_finish(&edges);
	}
}

static const char *
function_reason(struct assigning *a, const int64_t by_kind[TIE_KIND_COUNT], int64_t own, int64_t sum)
{
	static const char *const words[TIE_KIND_COUNT] = {
		"calls", "tables", "global variables", "the schema", "words", "its place in the file", "the types it works with", "its name",
		"callbacks", "its folder", "its file's history", "calls at run time"};
	if (!own)
		return "nothing ties it; its file lies here";
	int first = 0, second = -1;
	for (int kind = 1; kind < TIE_KIND_COUNT; kind++)
		if (by_kind[kind] > by_kind[first])
			first = kind;
	for (int kind = 0; kind < TIE_KIND_COUNT; kind++)
		if (kind != first && by_kind[kind] * 4 > own && (second < 0 || by_kind[kind] > by_kind[second]))
			second = kind;
	return arena_printf(&a->s->arena, "%lld %% of its ties lie here, most by %s%s%s", (long long)(own * 100 / sum),
	                    words[first], second < 0 ? "" : " and ", second < 0 ? "" : words[second]);
}

static void
explain_function(struct assigning *a, uint32_t node)
{
	struct home *h = &a->homes[node];
	int64_t by_kind[TIE_KIND_COUNT] = {0};
	tally_clear(a);
	for (int kind = 0; kind < TIE_KIND_COUNT; kind++) {
		const struct graph *g = &a->ties[kind];
		for (size_t e = g->first[node]; e < g->first[node + 1]; e++) {
			uint32_t there = a->homes[g->to[e]].service;
			a->weight[there] += g->weight[e];
			by_kind[kind] += there == h->service ? g->weight[e] : 0;
		}
	}
	int64_t own = a->weight[h->service], sum = tally_sum(a);
	set_margin(a, h);
	h->reason = function_reason(a, by_kind, own, sum);
}

static void
explain(struct assigning *a)
{
	const struct survey *s = a->s;
	for (uint32_t i = 0; i < s->count; i++) {
		const struct node *n = &s->nodes[i];
		if (a->homes[i].service < HOME_FIRST)
			continue;
		if (n->kind == MEMBER_FUNCTION && !n->hangs_on)
			explain_function(a, i);
		if (n->decided)
			a->homes[i].reason = n->decision;
	}
}

void
assign_homes(struct survey *s, const struct grain *g, const char *const *shared, struct home *homes)
{
	struct assigning a = {.s = s, .homes = homes, .count = g->count + HOME_FIRST};
	a.weight = mem_alloc(a.count * sizeof *a.weight);
	find_users(&a);
	find_ties(&a);
	place_by_partition(&a, g, shared);
	place_loose(&a);
	place_data(&a);
	place_triggers(&a);
	explain(&a);
	graph_finish(&a.users);
	for (int kind = 0; kind < TIE_KIND_COUNT; kind++)
		graph_finish(&a.ties[kind]);
	free(a.weight);
}

void
assign_scores(const struct survey *s, const struct home *homes, uint32_t count, struct score *scores)
{
	int64_t *inside = mem_alloc(count * sizeof *inside), *outside = mem_alloc(count * sizeof *outside), all = 0;
	for (size_t i = 0; i < s->ties.count; i++) {
		const struct tie *t = &s->ties.at[i];
		uint32_t a = homes[t->a].service, b = homes[t->b].service;
		bool structural = t->kind != TIE_WORDS && t->kind != TIE_NEAR && t->kind != TIE_TYPES && t->kind < TIE_FOLDER;
		if (!structural || a < HOME_FIRST || b < HOME_FIRST)
			continue;
		all += t->weight;
		if (a == b) {
			inside[a] += t->weight;
		} else {
			outside[a] += t->weight;
			outside[b] += t->weight;
		}
	}
	for (uint32_t h = 0; h < count; h++) {
		int64_t sum = 2 * inside[h] + outside[h];
		scores[h].cohesion = sum ? (double)(2 * inside[h]) / (double)sum : 0;
		scores[h].coupling = all ? (double)outside[h] / (double)all : 0;
	}
	free(inside);
	free(outside);
}
