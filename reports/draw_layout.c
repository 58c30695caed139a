/* Layout of one graph in a forked child. In: a graph and a rung of the ladder. Out: SVG that was checked.
 *
 * Graphviz 2.42 may crash, hang, or return success with a damaged picture; so each layout runs in a child with a
 * CPU limit, agerrors() must be 0, and the SVG must begin and end as one and hold as many nodes as the graph. The
 * first rung follows from counts alone, so the same graph takes the same way on every machine. Plugins are linked
 * and named here: no configuration file and no installed font has a say; widths come from built-in metrics. */
#include "reports/draw.h"

#include <gvc.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"

extern gvplugin_library_t gvplugin_core_LTX_library, gvplugin_dot_layout_LTX_library,
	gvplugin_neato_layout_LTX_library;

enum { DOT_NODES = 300, DOT_EDGES = 1000, LIMIT_NODES = 1000, LIMIT_EDGES = 4000, SFDP_NODES = 5000,
       SFDP_EDGES = 20000, OSAGE_NODES = 20000 };

struct job {
	Agraph_t *graph;
	const char *engine;
};

enum draw_rung
draw_rung(size_t nodes, size_t edges)
{
	return nodes <= DOT_NODES && edges <= DOT_EDGES ? RUNG_DOT
	       : nodes <= LIMIT_NODES && edges <= LIMIT_EDGES ? RUNG_DOT_LIMITS
	       : nodes <= SFDP_NODES && edges <= SFDP_EDGES ? RUNG_SFDP
	       : nodes <= OSAGE_NODES ? RUNG_OSAGE
	       : RUNG_TABLE;
}

const char *
draw_rung_word(enum draw_rung rung)
{
	static const char *const words[] = {"dot", "dot with limits", "sfdp", "osage", "a plain list"};
	return words[rung];
}

static int
lay_out(void *arg, FILE *out)
{
	struct job *job = arg;
	GVC_t *gvc = gvContextPlugins(NULL, 0);
	gvAddLibrary(gvc, &gvplugin_core_LTX_library);
	gvAddLibrary(gvc, &gvplugin_dot_layout_LTX_library);
	gvAddLibrary(gvc, &gvplugin_neato_layout_LTX_library);
	agreseterrors();
	/* Nothing is freed: gvFreeLayout crashes after some layouts, and the child ends here. */
	return gvLayout(gvc, job->graph, job->engine) || gvRender(gvc, job->graph, "svg", out) || agerrors();
}

static size_t
count_text(const char *text, const char *word)
{
	size_t n = 0;
	for (const char *p = text; (p = strstr(p, word)); p += strlen(word))
		n++;
	return n;
}

static bool
is_whole(const char *svg, size_t size, size_t nodes)
{
	static const char end[] = "</svg>\n";
	return size > sizeof end && strlen(svg) == size && (!strncmp(svg, "<?xml", 5) || !strncmp(svg, "<svg", 4)) &&
	       !strcmp(svg + size - strlen(end), end) && count_text(svg, "\" class=\"node") == nodes;
}

static const char *
reason(const struct process_result *r, bool whole)
{
	switch (r->end) {
	case PROCESS_CPU:
		return "it took too much CPU time";
	case PROCESS_MEMORY:
		return "it took too much memory";
	case PROCESS_CRASHED:
		return "it crashed";
	case PROCESS_OK:
		return whole ? NULL : "its picture was damaged";
	default:
		return "it reported errors";
	}
}

/* Set only where meant: dot reads an empty limit as zero steps. */
static void
set_rung(Agraph_t *g, enum draw_rung rung)
{
	static const char *const limits[] = {"nslimit", "nslimit1", "mclimit"};
	for (size_t i = 0; rung == RUNG_DOT_LIMITS && i < sizeof limits / sizeof *limits; i++)
		draw_set(g, limits[i], "0.1");
	if (rung == RUNG_SFDP)
		draw_set(g, "overlap", "prism");
}

char *
draw_layout(Agraph_t *graph, enum draw_rung rung, unsigned cpu_seconds, const char **why)
{
	static const char *const engines[] = {"dot", "dot", "sfdp", "osage"};
	struct job job = {graph, engines[rung]};
	set_rung(graph, rung);
	struct process_result r = process_run(lay_out, &job, (struct process_limits){.cpu_seconds = cpu_seconds});
	bool whole = r.end == PROCESS_OK && is_whole(r.output, r.size, (size_t)agnnodes(graph));
	*why = reason(&r, whole);
	if (whole)
		return r.output;
	free(r.output);
	return NULL;
}
