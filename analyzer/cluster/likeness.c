/* Likeness: how alike two partitions of the same nodes are. In: two communities per node. Out: the adjusted Rand index
 * (Hubert & Arabie 1985), in integers. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "partition.h"

__extension__ typedef __int128 wide;

static int64_t
pairs(int64_t n)
{
	return n * (n - 1) / 2;
}

int64_t
partition_likeness(uint32_t nodes, const bool *mask, const uint32_t *a, const uint32_t *b)
{
	struct map both;
	map_init(&both);
	uint32_t *in_a = mem_alloc(nodes * sizeof *in_a), *in_b = mem_alloc(nodes * sizeof *in_b), cells = 0;
	uint32_t *in_both = mem_alloc(nodes * sizeof *in_both);
	int64_t count = 0, same = 0, pairs_a = 0, pairs_b = 0;
	for (uint32_t i = 0; i < nodes; i++) {
		if (!mask[i])
			continue;
		uint32_t cell = map_add(&both, MAP_PAIR(a[i], b[i]), cells);
		cells += cell == cells;
		same += in_both[cell]++; /* pairs, counted one by one: n(n-1)/2 in the end */
		pairs_a += in_a[a[i]]++;
		pairs_b += in_b[b[i]]++;
		count++;
	}
	map_finish(&both);
	free(in_a);
	free(in_b);
	free(in_both);
	if (count < 2)
		return 1000;
	/* (same − expected) / (mean − expected), expected = pairs_a·pairs_b / pairs(count); all times 2·pairs(count) */
	wide all = pairs(count), expected = (wide)pairs_a * pairs_b;
	wide above = 2 * ((wide)same * all - expected), below = (wide)(pairs_a + pairs_b) * all - 2 * expected;
	return below ? (int64_t)(above * 1000 / below) : 1000;
}
