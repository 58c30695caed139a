/* Partition: a weighted undirected graph → communities of high modularity. Pure, deterministic, integers only. */
#ifndef CLUSTER_PARTITION_H
#define CLUSTER_PARTITION_H

#include "apart.h"
#include "graph/graph.h"

/* Finds communities: community[i] counts from 0 in order of each community's first node; returns their number.
 * resolution: in thousandths, more gives smaller communities. apart: who never comes together (NULL: all may). Every
 * community is one piece: its nodes reach each other inside it. */
uint32_t partition_find(const struct graph *g, int64_t resolution, const struct apart *apart, uint32_t *community);

/* Adjusted Rand index of two partitions of the nodes whose `mask` is set, in thousandths (Hubert & Arabie 1985). */
int64_t partition_likeness(uint32_t nodes, const bool *mask, const uint32_t *a, const uint32_t *b);

/* Renumbers from 0 in order of first node; returns the number of communities. */
uint32_t partition_renumber(uint32_t nodes, uint32_t *community);

#endif
