/* partition_run EDGES [RESOLUTION]: communities of a list of edges (`FROM TO WEIGHT` a line, nodes from 0), one number a
 * node on standard output, CPU seconds on standard error.
 * partition_run --ties DB: the ties that cluster finds in a result, as such a list. For tests/bench/leiden.py. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cluster/partition.h"
#include "cluster/survey.h"
#include "cluster/terms.h"

enum { PLAIN_RESOLUTION = 1000 };

static bool
read_edges(const char *path, struct graph *g)
{
	FILE *in = fopen(path, "re");
	if (!in) {
		perror(path);
		return false;
	}
	VEC(struct graph_edge) edges = {0};
	uint32_t nodes = 0;
	char line[128];
	while (fgets(line, sizeof line, in)) {
		char *at = line;
		struct graph_edge e = {.from = (uint32_t)strtoul(at, &at, 10)};
		e.to = (uint32_t)strtoul(at, &at, 10);
		e.weight = strtoll(at, NULL, 10);
		nodes = e.from >= nodes ? e.from + 1 : nodes;
		nodes = e.to >= nodes ? e.to + 1 : nodes;
		if (e.from != e.to && e.weight > 0)
			vec_push(&edges, e);
	}
	fclose(in);
	graph_init(g, nodes, edges.at, edges.count, GRAPH_UNDIRECTED);
	vec_finish(&edges);
	return true;
}

static int
run(const char *path, int64_t resolution)
{
	struct graph g;
	if (!read_edges(path, &g))
		return EXIT_FAILED;
	uint32_t *community = mem_alloc(g.nodes * sizeof *community);
	clock_t start = clock();
	partition_find(&g, resolution, NULL, community);
	fprintf(stderr, "%.3f\n", (double)(clock() - start) / CLOCKS_PER_SEC);
	for (uint32_t i = 0; i < g.nodes; i++)
		printf("%u\n", community[i]);
	free(community);
	graph_finish(&g);
	return EXIT_OK;
}

static int
put_ties(const char *path)
{
	struct diag_queue diags;
	struct rules rules;
	struct survey s;
	diag_init(&diags);
	struct evidence *facts = evidence_open(path, &diags);
	bool ok = facts && rules_load(rules_builtin_folder(), NULL, 0, &rules, &diags);
	if (ok) {
		ok = survey_init(&s, facts, &rules, NULL, &diags) && ties_find(&s, facts) && terms_tie(&s, facts);
		for (size_t i = 0; ok && i < s.ties.count; i++) {
			const struct tie *t = &s.ties.at[i];
			if (s.nodes[t->a].in_play && s.nodes[t->b].in_play)
				printf("%u %u %lld\n", t->a, t->b, (long long)t->weight);
		}
		survey_finish(&s);
		rules_finish(&rules);
	}
	evidence_close(facts);
	diag_print(&diags, stderr);
	diag_finish(&diags);
	return ok ? EXIT_OK : EXIT_FAILED;
}

int
main(int argc, char **argv)
{
	int status = EXIT_USAGE;
	if (argc == 3 && !strcmp(argv[1], "--ties"))
		status = put_ties(argv[2]);
	else if (argc == 2 || argc == 3)
		status = run(argv[1], argc == 3 ? strtoll(argv[2], NULL, 10) : PLAIN_RESOLUTION);
	else
		fputs("usage: partition_run EDGES [RESOLUTION in thousandths] | --ties DB\n", stderr);
	return fflush(stdout) || ferror(stdout) ? EXIT_FAILED : status;
}
