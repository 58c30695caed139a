/* Homes: which service a function, a global or a table is in. For model and what is derived from the split. */
#ifndef MODEL_HOMES_H
#define MODEL_HOMES_H

#include "cluster/cluster.h"
#include "graph/graph.h"
#include "store/store.h"

struct homes {
	struct arena arena;
	struct dense rows[MEMBER_KIND_COUNT];
	uint32_t *service[MEMBER_KIND_COUNT]; /* by dense row, 0: in none */
	uint32_t shared;                      /* the shared library, 0: there is none */
	STORE_ROWS(table) tables;             /* sorted by name, then store */
};

/* Every home is empty at first; false with an error queued. */
bool homes_init(struct homes *h, struct evidence *facts);
void homes_finish(struct homes *h);

/* False when there is no such row. */
bool homes_put(struct homes *h, enum member_kind kind, int64_t row, uint32_t service);
uint32_t homes_get(const struct homes *h, enum member_kind kind, int64_t row);

/* The home if it is a service; 0 for none and for the shared library. */
uint32_t homes_service(const struct homes *h, enum member_kind kind, int64_t row);

/* The table of that name, NULL when there is none. `store` NULL: of any store. */
const struct row_table *homes_table(const struct homes *h, const char *name, const char *store);

/* The owner of a table by name, if it is a service. */
uint32_t homes_owner(const struct homes *h, const char *name, const char *store);

#endif
