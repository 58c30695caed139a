/* Prices: what each cut costs to replace, in points of rules/weights.json. Private to plan. */
#ifndef PLAN_PRICES_H
#define PLAN_PRICES_H

#include "model/split.h"
#include "rules/rules.h"

struct prices {
	struct split *s;
	int64_t *of;        /* by cut; 0: paid by another cut */
	int64_t *between;   /* [from * (services + 1) + to]: the sum of what crosses */
	int64_t back;       /* factor for what a service needs of those that stay */
	int64_t *benefit;   /* by service number, at least 1 */
	int64_t function, table, entry;
};

/* Memory of the split. */
void prices_find(struct prices *p, struct split *s, const struct rules *rules);

/* Points of all that crosses from one service into the other. */
int64_t prices_between(const struct prices *p, int64_t from, int64_t to);

#endif
