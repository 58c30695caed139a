/* Shared: functions that are no part of any service. In: a survey, later its parts. Out: a reason per shared node.
 *
 * The shared library is linked into every service, so what goes there must not know anybody's data: a function that
 * touches a table, or calls one that does, is never a utility, however many call it. A dispatcher is the other way
 * round: it calls into most parts and would glue them together; as the front it belongs to none of them. */
#include "shared.h"

#include "base/intern.h"
#include "platform.h"

#include <stdlib.h>
#include <string.h>

struct spreading {
	struct survey *s;
	const struct grain *parts;
	const char **reason;
	bool *open_state;   /* function: touches a global that other files touch too */
	uint32_t *seen;     /* scratch: stamp of the last count in which the part was met */
	uint32_t *weight;   /* scratch: how many lie in the part */
	uint32_t stamp;
	bool has_tables;    /* the program has several: else data does not tell a library from a service */
	uint32_t many;      /* how many parts are many */
};

static bool
is_function(const struct survey *s, uint32_t i)
{
	return s->nodes[i].kind == MEMBER_FUNCTION;
}

static void
share_vendored(struct survey *s, const char **reason)
{
	bool *called = mem_alloc(s->count);
	for (uint32_t i = 0; i < s->calls.nodes; i++)
		called[i] = s->nodes[i].in_play && is_function(s, i);
	graph_reach(&s->calls, called);
	for (uint32_t i = 0; i < s->count; i++)
		if (called[i] && s->nodes[i].vendored && !s->nodes[i].decided)
			reason[i] = "vendored code that the program calls";
	for (size_t i = 0; i < s->touches.count; i++)
		if (reason[s->touches.at[i].function] && !s->nodes[s->touches.at[i].global].in_play)
			reason[s->touches.at[i].global] = "state of vendored code that the program calls";
	free(called);
}

void
shared_begin(struct survey *s, const char **reason)
{
	share_vendored(s, reason);
	for (uint32_t i = 0; i < s->count; i++) {
		const struct node *n = &s->nodes[i];
		if (n->pin == PIN_SHARED)
			reason[i] = n->decision;
		else if (n->in_play && !n->decided && is_function(s, i) && !n->reaches_table && rules_is_utility(s->rules, n->name))
			reason[i] = "a utility by its name (rules)";
		else if (n->in_play && !n->decided && is_function(s, i) && n->sql_wrapper && !n->has_table)
			reason[i] = "hands its caller's SQL to the driver, and names no table itself";
	}
}

/* Globals that more than one file touches are state of the program, not of a module; but what only the shell sets (a
 * connection, the place of the data) every service sets for itself. */
static void
find_open_state(struct spreading *p)
{
	struct survey *s = p->s;
	bool *foreign = mem_alloc(s->count), *changes = mem_alloc(s->count), *set_at_start = mem_alloc(s->count);
	for (size_t i = 0; i < s->touches.count; i++) {
		const struct touch *t = &s->touches.at[i];
		foreign[t->global] |= !s->nodes[t->global].is_const && strcmp(s->nodes[t->global].file, s->nodes[t->function].file);
		changes[t->global] |= t->writes && !s->nodes[t->function].shell;
		set_at_start[t->global] |= t->writes && s->nodes[t->function].shell;
	}
	for (size_t i = 0; i < s->touches.count; i++) {
		const struct touch *t = &s->touches.at[i];
		if (foreign[t->global] && (changes[t->global] || !set_at_start[t->global]))
			p->open_state[t->function] = true;
	}
	free(foreign);
	free(changes);
	free(set_at_start);
}

struct spread {
	uint32_t nodes, parts, largest; /* largest: share of the part with most of them, in percent */
};

/* Over how many parts the other ends of a function's edges are spread. */
static struct spread
spread_of(struct spreading *p, const struct graph *g, uint32_t f)
{
	struct spread d = {0};
	uint32_t most = 0;
	p->stamp++;
	for (size_t e = g->first[f]; e < g->first[f + 1]; e++) {
		uint32_t c = p->parts->community[g->to[e]];
		if (c == PART_NONE || p->reason[g->to[e]])
			continue;
		if (p->seen[c] != p->stamp) {
			p->seen[c] = p->stamp;
			p->weight[c] = 0;
			d.parts++;
		}
		d.nodes++;
		if (++p->weight[c] > most)
			most = p->weight[c];
	}
	d.largest = d.nodes ? most * 100 / d.nodes : 0;
	return d;
}

static bool
may_be_shared(const struct spreading *p, uint32_t f)
{
	const struct node *n = &p->s->nodes[f];
	return is_function(p->s, f) && n->in_play && !n->decided && !p->reason[f];
}

static void
share_used_by_many(struct spreading *p)
{
	struct survey *s = p->s;
	for (uint32_t f = 0; f < s->calls.nodes; f++) {
		if (!may_be_shared(p, f) || s->nodes[f].reaches_table || p->open_state[f])
			continue;
		struct spread d = spread_of(p, &s->callers, f);
		if (d.largest > 60)
			continue;
		if (d.parts >= p->many && d.nodes >= 2 * p->many)
			p->reason[f] = arena_printf(&s->arena, "%u functions of %u parts call it, and no table lies behind it",
			                            d.nodes, d.parts);
		else if (d.parts >= 3 && s->nodes[f].stateless && graph_degree(&s->calls, f) == 0)
			p->reason[f] = arena_printf(&s->arena, "stateless, called from %u parts", d.parts);
	}
}

static const char front_reason[] = "dispatches to ";

/* A front: calls into most parts (main: into several), has no table of its own, and hardly anybody calls it. */
static void
share_dispatchers(struct spreading *p)
{
	struct survey *s = p->s;
	for (uint32_t f = 0; f < s->calls.nodes; f++) {
		if (!may_be_shared(p, f) || s->nodes[f].has_table || graph_degree(&s->callers, f) > 2)
			continue;
		struct spread d = spread_of(p, &s->calls, f);
		bool most = d.parts >= p->many && d.parts * 3 >= p->parts->count * 2;
		bool is_front = s->nodes[f].is_main ? d.parts >= 3 && d.largest <= 50 : most && d.nodes >= 4 && d.largest <= 40;
		if (is_front)
			p->reason[f] = arena_printf(&s->arena, "%s%u of %u parts", front_reason, d.parts, p->parts->count);
	}
}

static void
share_shell(struct spreading *p)
{
	for (uint32_t f = 0; f < p->s->calls.nodes; f++)
		if (may_be_shared(p, f) && p->s->nodes[f].shell && !p->s->nodes[f].has_table)
			p->reason[f] = "starts, sets up or dispatches the program: every service has its own";
}

/* Whole parts without data: called from several other parts, reaching hardly any table, changing no open state. */
static void
share_modules(struct spreading *p)
{
	struct survey *s = p->s;
	uint32_t count = p->parts->count;
	struct module { uint32_t functions, bound; } *modules = mem_alloc(count * sizeof *modules);
	VEC(struct graph_edge) calls = {0};
	for (uint32_t f = 0; f < s->calls.nodes; f++) {
		uint32_t c = p->parts->community[f];
		if (c == PART_NONE || !is_function(s, f))
			continue;
		modules[c].functions++;
		modules[c].bound += s->nodes[f].reaches_table || p->open_state[f] || s->nodes[f].decided;
		for (size_t e = s->calls.first[f]; e < s->calls.first[f + 1]; e++) {
			uint32_t d = p->parts->community[s->calls.to[e]];
			if (d != PART_NONE && d != c)
				vec_push(&calls, (struct graph_edge){d, c, 1});
		}
	}
	struct graph callers;
	graph_init(&callers, count, calls.at, calls.count, GRAPH_DIRECTED);
	for (uint32_t f = 0; f < s->calls.nodes; f++) {
		uint32_t c = p->parts->community[f];
		if (c == PART_NONE || !may_be_shared(p, f) || s->nodes[f].reaches_table || p->open_state[f])
			continue;
		size_t users = graph_degree(&callers, c);
		if (p->has_tables && users >= 3 && modules[c].bound * 5 <= modules[c].functions)
			p->reason[f] = arena_printf(&s->arena, "part of a module without data that %zu others use", users);
	}
	graph_finish(&callers);
	vec_finish(&calls);
	free(modules);
}

/* Shared for what it does for others, not as a front or because it reaches everything. */
static bool
is_utility(const struct spreading *p, uint32_t f)
{
	const char *reason = p->reason[f];
	return reason && !p->s->nodes[f].reaches_table && strncmp(reason, front_reason, sizeof front_reason - 1);
}

/* Called by name, and by shared code alone: a callback that shared code calls is its owner's. */
static bool
only_shared_call(const struct spreading *p, uint32_t f)
{
	const struct graph *g = &p->s->direct_callers;
	bool any = false;
	for (size_t e = g->first[f]; e < g->first[f + 1]; e++) {
		if (!p->s->nodes[g->to[e]].in_play)
			continue;
		if (!is_utility(p, g->to[e]))
			return false;
		any = true;
	}
	return any;
}

static bool
calls_from_utility(const struct spreading *p, uint32_t f)
{
	const struct graph *g = &p->s->direct_callers;
	for (size_t e = g->first[f]; e < g->first[f + 1]; e++)
		if (is_utility(p, g->to[e]))
			return true;
	return false;
}

/* What only shared code uses is shared; so is what a utility needs, if it knows nothing. */
static void
share_helpers(struct spreading *p)
{
	struct survey *s = p->s;
	for (bool more = true; more;) {
		more = false;
		for (uint32_t f = 0; f < s->calls.nodes; f++) {
			if (!may_be_shared(p, f) || s->nodes[f].reaches_table)
				continue;
			if (only_shared_call(p, f))
				p->reason[f] = "only shared code calls it";
			else if (s->nodes[f].stateless && calls_from_utility(p, f))
				p->reason[f] = "stateless, and shared code needs it";
			more |= p->reason[f] != NULL;
		}
	}
}

static unsigned
count_tables(const struct survey *s)
{
	unsigned tables = 0;
	for (uint32_t i = 0; i < s->count; i++)
		tables += s->nodes[i].kind == MEMBER_TABLE;
	return tables;
}

/* A file most of which is shared is a library: what else is in it and knows nobody's data goes along. */
static void
share_libraries(struct spreading *p)
{
	enum { LEAST_FUNCTIONS = 3 };
	struct survey *s = p->s;
	struct library { uint32_t functions, shared; } *of = mem_alloc((s->count + 1) * sizeof *of);
	struct intern files;
	intern_init(&files);
	str_id *file = mem_alloc(s->count * sizeof *file);
	for (uint32_t f = 0; f < s->calls.nodes; f++) {
		if (!is_function(s, f) || !s->nodes[f].in_play)
			continue;
		file[f] = intern_text(&files, s->nodes[f].file);
		of[file[f]].functions++;
		of[file[f]].shared += is_utility(p, f) && !s->nodes[f].shell;
	}
	for (uint32_t f = 0; f < s->calls.nodes; f++) {
		if (!may_be_shared(p, f) || s->nodes[f].reaches_table || p->open_state[f])
			continue;
		const struct library *l = &of[file[f]];
		if (l->functions >= LEAST_FUNCTIONS && l->shared * 3 >= l->functions * 2)
			p->reason[f] = arena_printf(&s->arena, "%u of the %u functions of its file are shared", l->shared, l->functions);
	}
	intern_finish(&files);
	free(file);
	free(of);
}

void
shared_spread(struct survey *s, const struct grain *parts, const char **reason)
{
	struct spreading p = {.s = s, .parts = parts, .reason = reason};
	uint32_t third = (parts->count + 2) / 3;
	p.many = third > 3 ? third : 3;
	p.open_state = mem_alloc(s->count);
	p.seen = mem_alloc(s->count * sizeof *p.seen);
	p.weight = mem_alloc(s->count * sizeof *p.weight);
	p.has_tables = count_tables(s) >= PLATFORM_TABLES_TELL;
	find_open_state(&p);
	share_shell(&p);
	share_dispatchers(&p);
	share_used_by_many(&p);
	share_modules(&p);
	share_helpers(&p);
	share_libraries(&p);
	free(p.open_state);
	free(p.seen);
	free(p.weight);
}
