/* Parts of model_load. Each fills its arrays of the model from the result. Private to model. */
#ifndef MODEL_LOAD_H
#define MODEL_LOAD_H

#include "homes.h"
#include "splitter/model.h"

struct loading {
	struct arena *arena; /* lives as long as the model */
	struct arena bulk;   /* lives as long as the loading: calls, accesses */
	struct evidence *result;
	struct model *model;
	struct homes homes;
	STORE_ROWS(function) functions;
	STORE_ROWS(call) calls;
	STORE_ROWS(table_access) accesses;
};

/* All false with an error queued by the evidence. */
bool load_coverage(struct loading *l);   /* coverage, unknowns */
bool load_uses(struct loading *l);       /* uses */
bool load_advice(struct loading *l);     /* findings, steps and their needs, entries */
bool load_operations(struct loading *l); /* operations, and their ranges in the services */

/* Dense number of a function's row, DENSE_NONE for none. */
uint32_t load_function(const struct loading *l, int64_t id);

/* A name as kebab-case ([a-z0-9-]{1,63}), in memory of the arena. */
char *load_slug(struct arena *a, const char *name);

#endif
