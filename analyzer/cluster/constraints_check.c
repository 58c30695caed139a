/* Constraints, afterwards: do the decisions hold in the result? In: survey, homes. Out: what is said aloud. */
#include <stdlib.h>

#include "constraints.h"

unsigned
constraints_named(const struct survey *s)
{
	unsigned named = 0;
	bool *seen = mem_alloc(s->pinned.count + 1);
	for (uint32_t i = 0; i < s->count; i++) {
		uint32_t pin = s->nodes[i].pin;
		if (!pin || pin == PIN_SHARED || seen[pin])
			continue;
		seen[pin] = true;
		named++;
	}
	free(seen);
	return named;
}

/* Where the members of a rule's sides lie: the first side met in each home. */
static bool
sides_meet(const struct survey *s, const struct home *homes, uint32_t rule)
{
	struct map at;
	map_init(&at);
	bool meet = false;
	for (uint32_t i = 0; i < s->count && !meet; i++) {
		uint32_t g = s->nodes[i].group;
		for (size_t k = apart_has(&s->apart, g) ? s->apart.first[g] : SIZE_MAX; k < s->apart.first[g + 1] && !meet; k++)
			if (s->apart.marks[k].rule == rule)
				meet = map_add(&at, homes[i].service, s->apart.marks[k].side) != s->apart.marks[k].side;
	}
	map_finish(&at);
	return meet;
}

void
constraints_check(const struct survey *s, const struct home *homes, uint32_t services, struct diag_queue *diags)
{
	static const char broken[] = "decision-broken"; /* a mistake of ours, but never a silent one */
	const struct decisions *d = s->decisions;
	if (!d)
		return;
	for (uint32_t i = 0; i < s->count; i++)
		if (s->nodes[i].decided && (!homes[i].service || homes[i].service != homes[s->nodes[i].group].service))
			diag_add(diags, DIAG_WARNING, broken, d->path, 0, 0, "%s is not where it was decided to be", s->nodes[i].key);
	for (uint32_t i = 0; s->apart.first && i < d->apart_count; i++)
		if (sides_meet(s, homes, RULE_FIRST + i))
			diag_add(diags, DIAG_WARNING, broken, d->path, d->apart[i].line, 0, "what is kept apart lies together");
	if (d->services && services != d->services && constraints_named(s) <= d->services)
		diag_add(diags, DIAG_WARNING, "decision-conflict", d->path, d->services_line, 0,
		         "services: %u is asked for; what is kept apart and what is big enough to stand alone give %u", d->services, services);
}
