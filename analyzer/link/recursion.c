/* Recursion. In: rows of calls that are exact or resolved; one of a family of targets would tie a dispatcher to all that
 * calls it. Out: functions that lie in a cycle of them: in a component of several, or with a call of themselves. */
#include "link/recursion.h"

#include <stdlib.h>

#include "graph/graph.h"

static void
collect(struct rows *rows, uint32_t functions, struct graph *g)
{
	VEC(struct graph_edge) edges = {0};
	for (size_t i = 0; i < rows_count(rows, ROW_CALL_KIND); i++) {
		const struct row_call *c = rows_at(rows, ROW_CALL_KIND, i);
		bool known = c->caller > 0 && c->callee > 0 && c->caller <= functions && c->callee <= functions;
		if (known && (c->confidence == CONFIDENCE_EXACT || c->confidence == CONFIDENCE_RESOLVED))
			vec_push(&edges, (struct graph_edge){(uint32_t)c->caller, (uint32_t)c->callee, 1});
	}
	graph_init(g, functions + 1, edges.at, edges.count, GRAPH_DIRECTED);
	vec_finish(&edges);
}

void
recursion_mark(struct rows *rows)
{
	uint32_t functions = (uint32_t)rows_count(rows, ROW_FUNCTION_KIND);
	struct graph g;
	collect(rows, functions, &g);
	uint32_t *component = mem_alloc((functions + 1) * sizeof *component), *size = mem_alloc((functions + 1) * sizeof *size);
	graph_components(&g, component);
	for (uint32_t i = 0; i <= functions; i++)
		size[component[i]]++;
	for (uint32_t i = 0; i < functions; i++) {
		struct row_function *f = rows_at(rows, ROW_FUNCTION_KIND, i);
		uint32_t id = (uint32_t)f->id;
		f->recursive = id <= functions && (size[component[id]] > 1 || graph_weight(&g, id, id) > 0);
	}
	free(size);
	free(component);
	graph_finish(&g);
}
