/* Measured: a profile → ties between functions. In: a survey, a profile. Out: ties.
 *
 * A tie grows with the logarithm of how often the one called the other, and falls with the callers of the callee, as a call
 * read in the sources does. A name that several functions have (static ones) is told apart by its file, as far as the
 * profile gives one; else it ties nobody. A name alone that the profile places in another file is somebody else's. */
#include "measured.h"

#include <string.h>

struct named {
	const char *name;
	uint32_t node;
};

struct measured {
	struct survey *s;
	const struct profile *p;
	VEC(struct named) names; /* of functions in play, by name, node */
	VEC(struct graph_edge) calls;
	enum fate { UNSEEN, KNOWN, FOREIGN, AMBIGUOUS, FATE_COUNT } *fate; /* by id of a function's name */
};

static int
compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->node > y->node) - (x->node < y->node);
}

static size_t
first_named(const struct measured *m, const char *name)
{
	size_t low = 0, high = m->names.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(m->names.at[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How many components of two paths agree from the end. */
static size_t
common_tail(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), components = 0;
	while (n && m && a[n - 1] == b[m - 1]) {
		n--;
		m--;
		components += a[n] == '/';
	}
	bool whole = (!n || a[n - 1] == '/') && (!m || b[m - 1] == '/') && a[n] != '/';
	return components + whole;
}

/* The one node whose file agrees most with `file`; DENSE_NONE when none or several do. */
static uint32_t
choose(const struct measured *m, size_t first, size_t end, const char *file, enum fate *fate)
{
	size_t best = 0, count = 0;
	uint32_t node = DENSE_NONE;
	for (size_t i = first; i < end; i++) {
		size_t tail = file ? common_tail(m->s->nodes[m->names.at[i].node].file, file) : 1;
		if (tail > best) {
			best = tail;
			count = 0;
		}
		if (tail && tail == best && !count++)
			node = m->names.at[i].node;
	}
	*fate = count == 1 ? KNOWN : count ? AMBIGUOUS : FOREIGN;
	return count == 1 ? node : DENSE_NONE;
}

static uint32_t
node_of(struct measured *m, struct profile_function f)
{
	const char *name = intern_get(&m->p->texts, f.name);
	size_t first = first_named(m, name), end = first;
	while (end < m->names.count && !strcmp(m->names.at[end].name, name))
		end++;
	enum fate fate;
	uint32_t node = choose(m, first, end, f.file ? intern_get(&m->p->texts, f.file) : NULL, &fate);
	/* known in one place is known */
	if (m->fate[f.name] != KNOWN)
		m->fate[f.name] = fate;
	return node;
}

static void
tie_calls(struct measured *m)
{
	struct survey *s = m->s;
	struct graph callers;
	int64_t weight = ties_weight(s, "profile", 0);
	graph_init(&callers, s->count, m->calls.at, m->calls.count, GRAPH_REVERSED);
	for (uint32_t to = 0; to < s->count; to++)
		for (size_t e = callers.first[to]; e < callers.first[to + 1]; e++)
			ties_add(s, TIE_PROFILE, callers.to[e], to,
			         ties_damp(weight * ties_log2(1 + (uint64_t)callers.weight[e]) / 1024, graph_degree(&callers, to), 2));
	graph_finish(&callers);
}

static void
tell(const struct measured *m, struct diag_queue *diags)
{
	size_t counts[FATE_COUNT] = {0};
	for (uint32_t id = 0; id < m->p->texts.count; id++)
		counts[m->fate[id]]++;
	if (!m->calls.count)
		diag_add(diags, DIAG_WARNING, "profile", m->p->path, 0, 0,
		         "no call between functions of this program in it (%zu calls in all); it has to be a callgrind.out file or what perf "
		         "script prints of a recording with -g", m->p->calls.count);
	else
		diag_add(diags, DIAG_NOTE, "profile", m->p->path, 0, 0,
		         "%zu of its %zu calls lie between functions of this program, %zu in number; %zu names are no function of it, and %zu are "
		         "several, which the profile does not tell apart", m->calls.count, m->p->calls.count, counts[KNOWN], counts[FOREIGN],
		         counts[AMBIGUOUS]);
}

void
measured_tie(struct survey *s, const struct profile *p, struct diag_queue *diags)
{
	struct measured m = {.s = s, .p = p};
	if (!p)
		return;
	m.fate = mem_alloc(p->texts.count * sizeof *m.fate);
	for (uint32_t i = 0; i < s->count; i++)
		if (s->nodes[i].kind == MEMBER_FUNCTION && s->nodes[i].in_play)
			vec_push(&m.names, (struct named){s->nodes[i].name, i});
	vec_sort(&m.names, compare_named);
	for (size_t i = 0; i < p->calls.count; i++) {
		const struct profile_call *c = &p->calls.at[i];
		uint32_t from = node_of(&m, c->caller), to = node_of(&m, c->callee);
		if (from != DENSE_NONE && to != DENSE_NONE && from != to)
			vec_push(&m.calls, (struct graph_edge){from, to, c->count});
	}
	tie_calls(&m);
	tell(&m, diags);
	vec_finish(&m.names);
	vec_finish(&m.calls);
	free(m.fate);
}
