/* Platform: settings, a log. In: a survey, its parts. Out: node.platform of tables, node.shell of functions.
 *
 * A table of the platform stands alone in the schema (no key and no join ties it to another), and
 * - at least half the parts read it, by functions that know no other table, and at most one part besides that of these
 *   functions has it changed: settings. What many parts write (a queue of mails, say) is a domain of its own; or
 * - only the shell works with it. The shell is the part that starts the program: it holds a main, is no more than a
 *   quarter of the functions, and hardly any of it (a tenth) touches a table that is tied to another. Each service
 *   has its own. */
#include "platform.h"

#include <stdlib.h>

#define NO_TABLE UINT32_MAX
#define SEVERAL (UINT32_MAX - 1)

enum { LEAST_PARTS = 4 };

/* What a function and those it calls know. */
struct knowing {
	uint32_t table; /* the only one, NO_TABLE, SEVERAL */
	bool writes;
};

struct looking {
	const struct survey *s;
	const struct grain *parts;
	struct knowing *knows;
	uint32_t *seen; /* stamp of the last count in which the part was met */
	uint32_t stamp;
};

static bool
learn(struct knowing *to, uint32_t table, bool writes)
{
	struct knowing before = *to;
	if (table != NO_TABLE && to->table != table)
		to->table = to->table == NO_TABLE ? table : SEVERAL;
	to->writes |= writes;
	return before.table != to->table || before.writes != to->writes;
}

/* From callees to callers until nothing is new: a function can learn three times. */
static void
find_knowledge(struct looking *l)
{
	const struct survey *s = l->s;
	const struct graph *callers = &s->direct_callers;
	VEC(uint32_t) waiting = {0};
	for (uint32_t i = 0; i < s->count; i++)
		l->knows[i].table = NO_TABLE;
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct use *u = &s->uses.at[i];
		if ((u->writes || u->reads) && learn(&l->knows[u->function], u->table, u->writes != 0))
			vec_push(&waiting, u->function);
	}
	while (waiting.count) {
		uint32_t f = waiting.at[--waiting.count];
		for (size_t e = callers->first[f]; e < callers->first[f + 1]; e++)
			if (learn(&l->knows[callers->to[e]], l->knows[f].table, l->knows[f].writes))
				vec_push(&waiting, callers->to[e]);
	}
	vec_finish(&waiting);
}

/* Parts that call, from outside its own part, a function that knows only this table and writes it or not. */
static uint32_t
parts_calling(struct looking *l, uint32_t table, bool writes)
{
	const struct graph *callers = &l->s->direct_callers;
	const uint32_t *part = l->parts->community;
	uint32_t met = 0;
	l->stamp++;
	for (uint32_t f = 0; f < callers->nodes; f++) {
		if (l->knows[f].table != table || l->knows[f].writes != writes)
			continue;
		for (size_t e = callers->first[f]; e < callers->first[f + 1]; e++) {
			uint32_t from = part[callers->to[e]];
			if (from == PART_NONE || from == part[f] || l->seen[from] == l->stamp)
				continue;
			l->seen[from] = l->stamp;
			met++;
		}
	}
	return met;
}

struct start {
	uint32_t functions, domain; /* domain: that touch a table which is tied to another */
	bool has_main;
};

static bool
is_shell(const struct start *starts, uint32_t part, uint32_t functions)
{
	return part != PART_NONE && starts[part].has_main && starts[part].domain * 10 <= starts[part].functions && starts[part].functions * 4 <= functions;
}

/* Tables that only shells touch are theirs. */
static void
give_to_shells(struct survey *s, const uint32_t *part, const struct start *starts, uint32_t functions)
{
	bool *by_others = mem_alloc(s->count), *by_shell = mem_alloc(s->count);
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct use *u = &s->uses.at[i];
		if (!u->writes && !u->reads)
			continue;
		if (is_shell(starts, part[u->function], functions))
			by_shell[u->table] = true;
		else
			by_others[u->table] = true;
	}
	for (uint32_t t = 0; t < s->count; t++)
		if (by_shell[t] && !by_others[t] && !s->nodes[t].related && !s->nodes[t].pin)
			s->nodes[t].platform = true;
	free(by_others);
	free(by_shell);
}

static void
find_shells(struct survey *s, const struct grain *parts)
{
	struct start *starts = mem_alloc((parts->count + 1) * sizeof *starts);
	uint32_t functions = 0, tables = 0, last = PART_NONE;
	for (uint32_t i = 0; i < s->count; i++) {
		struct node *n = &s->nodes[i];
		uint32_t part = parts->community[i];
		n->shell = false;
		tables += n->kind == MEMBER_TABLE && n->in_play;
		if (n->kind != MEMBER_FUNCTION || part == PART_NONE)
			continue;
		functions++;
		starts[part].functions++;
		starts[part].has_main |= n->is_main;
	}
	for (size_t i = 0; i < s->uses.count; i++) {
		const struct use *u = &s->uses.at[i];
		uint32_t part = parts->community[u->function];
		bool counts = part != PART_NONE && (u->writes || u->reads) && s->nodes[u->table].related;
		if (counts && last != u->function) { /* uses are sorted by function */
			starts[part].domain++;
			last = u->function;
		}
	}
	for (uint32_t i = 0; tables >= PLATFORM_TABLES_TELL && i < s->count; i++)
		s->nodes[i].shell = s->nodes[i].kind == MEMBER_FUNCTION && is_shell(starts, parts->community[i], functions);
	if (tables >= PLATFORM_TABLES_TELL)
		give_to_shells(s, parts->community, starts, functions);
	free(starts);
}

void
platform_find(struct survey *s, const struct grain *parts)
{
	struct looking l = {.s = s, .parts = parts};
	uint32_t half = (parts->count + 1) / 2, least = half > LEAST_PARTS ? half : LEAST_PARTS;
	l.knows = mem_alloc(s->count * sizeof *l.knows);
	l.seen = mem_alloc((parts->count + 1) * sizeof *l.seen);
	find_knowledge(&l);
	for (uint32_t t = 0; t < s->count; t++) {
		struct node *n = &s->nodes[t];
		if (n->kind == MEMBER_TABLE && n->in_play && !n->pin && !n->related)
			n->platform = parts_calling(&l, t, false) >= least && parts_calling(&l, t, true) <= 1;
	}
	free(l.knows);
	free(l.seen);
	find_shells(s, parts);
	survey_reach(s);
}
