/* Entries. In: the call graph and the call sites that become remote. Out: per entry point the longest chain of calls, the
 * number of distinct remote call sites within reach, the most of them in one chain, those in loops and the deepest of these.
 *
 * Bounds, not measurements: every call that may be made counts as made, those only guessed are left out. A cycle of calls is
 * one link of a chain and is said so. Sites are counted exactly, BLOCK of them at a time in one pass over the components
 * from callees to callers, so that memory does not grow with their number. */
#include "entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

enum { WORDS = 16, BLOCK = WORDS * 64 };

struct remote { uint32_t from, to; int64_t site, loop; const char *file; int64_t line; }; /* dense functions */

struct measuring {
	struct split *s;
	uint32_t *component, components;
	struct graph graph;      /* of components */
	VEC(struct remote) remotes; /* by site */
	int64_t *depth, *remote_depth, *sites, *in_loop; /* by component */
	size_t *worst;           /* by component: its deepest remote call in a loop, from 1, 0 none */
	bool *cyclic;
};

static int
compare_remotes(const void *a, const void *b)
{
	const struct remote *x = a, *y = b;
	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

static void
find_remotes(struct measuring *m)
{
	const struct dense *functions = &m->s->homes.rows[MEMBER_FUNCTION];
	for (size_t i = 0; i < m->s->calls.count; i++) {
		const struct row_call *c = &m->s->calls.at[i];
		uint32_t from = homes_service(&m->s->homes, MEMBER_FUNCTION, c->caller), to = homes_service(&m->s->homes, MEMBER_FUNCTION, c->callee);
		if (from && to && from != to && c->confidence != CONFIDENCE_GUESSED)
			vec_push(&m->remotes, (struct remote){dense_of(functions, c->caller), dense_of(functions, c->callee), c->site, c->loop_depth, c->file, c->line});
	}
	vec_sort(&m->remotes, compare_remotes);
}

static void
find_components(struct measuring *m)
{
	const struct graph *g = &m->s->graph;
	VEC(struct graph_edge) edges = {0};
	m->component = arena_array(&m->s->arena, uint32_t, g->nodes + 1);
	m->components = graph_components(g, m->component);
	m->cyclic = arena_array(&m->s->arena, bool, m->components + 1);
	uint32_t *sizes = arena_array(&m->s->arena, uint32_t, m->components + 1);
	for (uint32_t f = 0; f < g->nodes; f++) {
		m->cyclic[m->component[f]] |= ++sizes[m->component[f]] > 1 || graph_weight(g, f, f) > 0;
		for (size_t k = g->first[f]; k < g->first[f + 1]; k++)
			if (m->component[f] != m->component[g->to[k]])
				vec_push(&edges, (struct graph_edge){m->component[f], m->component[g->to[k]], 0});
	}
	for (size_t i = 0; i < m->remotes.count; i++) { /* weight 1: an edge that is a remote call */
		uint32_t from = m->component[m->remotes.at[i].from], to = m->component[m->remotes.at[i].to];
		if (from != to)
			vec_push(&edges, (struct graph_edge){from, to, 1});
	}
	graph_init(&m->graph, m->components, edges.at, edges.count, GRAPH_DIRECTED);
	vec_finish(&edges);
}

/* Callees have lower numbers, so one pass upwards sees every callee before its callers. */
static void
find_chains(struct measuring *m)
{
	m->depth = arena_array(&m->s->arena, int64_t, m->components + 1);
	m->remote_depth = arena_array(&m->s->arena, int64_t, m->components + 1);
	m->worst = arena_array(&m->s->arena, size_t, m->components + 1);
	for (size_t i = 0; i < m->remotes.count; i++) {
		uint32_t from = m->component[m->remotes.at[i].from], to = m->component[m->remotes.at[i].to];
		const struct remote *r = &m->remotes.at[i];
		if (from == to)
			m->remote_depth[from] = 1; /* within a cycle: at least one */
		if (r->loop > 0 && (!m->worst[from] || r->loop > m->remotes.at[m->worst[from] - 1].loop))
			m->worst[from] = i + 1;
	}
	for (uint32_t c = 0; c < m->components; c++) {
		int64_t depth = 0, remote = 0;
		for (size_t k = m->graph.first[c]; k < m->graph.first[c + 1]; k++) {
			uint32_t to = m->graph.to[k];
			int64_t chain = m->remote_depth[to] + (m->graph.weight[k] > 0);
			depth = m->depth[to] + 1 > depth ? m->depth[to] + 1 : depth;
			remote = chain > remote ? chain : remote;
			m->cyclic[c] |= m->cyclic[to];
			size_t theirs = m->worst[to], ours = m->worst[c];
			if (theirs && (!ours || m->remotes.at[theirs - 1].loop > m->remotes.at[ours - 1].loop ||
			               (m->remotes.at[theirs - 1].loop == m->remotes.at[ours - 1].loop && theirs < ours)))
				m->worst[c] = theirs;
		}
		m->depth[c] = depth;
		m->remote_depth[c] += remote;
	}
}

static unsigned
count_bits(const uint64_t *set)
{
	unsigned n = 0;
	for (int w = 0; w < WORDS; w++)
		n += (unsigned)__builtin_popcountll(set[w]);
	return n;
}

/* The sites whose remotes are [first, end) and number at most BLOCK. */
static void
count_block(struct measuring *m, size_t first, size_t end, uint64_t (*sets)[WORDS], uint64_t (*loops)[WORDS])
{
	unsigned bit = 0;
	memset(sets, 0, m->components * sizeof *sets);
	memset(loops, 0, m->components * sizeof *loops);
	for (size_t i = first; i < end; i++) {
		bit += i > first && m->remotes.at[i].site != m->remotes.at[i - 1].site;
		uint32_t c = m->component[m->remotes.at[i].from];
		sets[c][bit / 64] |= 1ull << bit % 64;
		if (m->remotes.at[i].loop > 0)
			loops[c][bit / 64] |= 1ull << bit % 64;
	}
	for (uint32_t c = 0; c < m->components; c++) {
		for (size_t k = m->graph.first[c]; k < m->graph.first[c + 1]; k++)
			for (int w = 0; w < WORDS; w++) {
				sets[c][w] |= sets[m->graph.to[k]][w];
				loops[c][w] |= loops[m->graph.to[k]][w];
			}
		m->sites[c] += count_bits(sets[c]);
		m->in_loop[c] += count_bits(loops[c]);
	}
}

static void
count_sites(struct measuring *m)
{
	uint64_t (*sets)[WORDS] = mem_alloc((m->components + 1) * sizeof *sets), (*loops)[WORDS] = mem_alloc((m->components + 1) * sizeof *loops);
	m->sites = arena_array(&m->s->arena, int64_t, m->components + 1);
	m->in_loop = arena_array(&m->s->arena, int64_t, m->components + 1);
	for (size_t i = 0, end; i < m->remotes.count; i = end) {
		unsigned distinct = 0;
		for (end = i; end < m->remotes.count; end++) {
			distinct += end == i || m->remotes.at[end].site != m->remotes.at[end - 1].site;
			if (distinct > BLOCK)
				break;
		}
		count_block(m, i, end, sets, loops);
	}
	free(sets);
	free(loops);
}

static void
put_entry(struct measuring *m, const struct row_entry *e, struct store *out)
{
	uint32_t f = dense_of(&m->s->homes.rows[MEMBER_FUNCTION], e->function);
	uint32_t service = f == DENSE_NONE ? 0 : homes_get(&m->s->homes, MEMBER_FUNCTION, e->function);
	if (!service)
		return;
	uint32_t c = m->component[f];
	const struct remote *worst = m->worst[c] ? &m->remotes.at[m->worst[c] - 1] : NULL;
	const struct row_function *row = split_function(m->s, e->function);
	STORE_PUT(out, ENTRY_COST, entry_cost, .function = e->function, .kind = e->kind, .name = e->name && *e->name ? e->name : row->name,
	          .file = e->line > 0 ? e->file : row->file, .line = e->line > 0 ? e->line : row->line, .service = service, .depth = m->depth[c],
	          .remote_calls = m->sites[c], .remote_depth = m->remote_depth[c], .in_loop = m->in_loop[c], .recursive = m->cyclic[c],
	          .loop_file = worst ? worst->file : NULL, .loop_line = worst ? worst->line : 0, .loop_depth = worst ? worst->loop : 0);
}

void
entries_put(struct split *s, struct store *out)
{
	struct measuring m = {.s = s};
	find_remotes(&m);
	find_components(&m);
	find_chains(&m);
	count_sites(&m);
	for (size_t i = 0; i < s->entries.count; i++) {
		const struct row_entry *e = &s->entries.at[i], *before = i ? e - 1 : NULL;
		bool again = before && before->function == e->function && before->kind == e->kind && !strcmp(before->name ? before->name : "", e->name ? e->name : "");
		if (!again)
			put_entry(&m, e, out);
	}
	graph_finish(&m.graph);
	vec_finish(&m.remotes);
}
