/* Readiness as a whole: phases, then the finders, then the findings in order. */
#include "readiness/readiness.h"

#include "find.h"

bool
readiness_put(struct split *split, struct evidence *facts, const struct rules *rules, struct store *out)
{
	struct readiness r = {.s = split, .facts = facts, .rules = rules};
	bool ok = phases_find(split, facts, &r.phase);
	if (ok) {
		state_find(&r);
		ok = outside_find(&r);
	}
	if (ok)
		find_put(&r, out);
	vec_finish(&r.sights);
	return ok;
}
