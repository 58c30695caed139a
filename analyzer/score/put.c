/* Measures of a result's own split → score rows. In: who is where. Out: rows of the view v_score. */
#include <math.h>

#include "score.h"

static void
put_partition(const struct score_program *p, const struct score_partition *found, const bool *among, struct store *out)
{
	double values[SCORE_METRIC_COUNT];
	score_measure(p, found, NULL, among, SCORE_RANGE_PUBLISHED, values);
	for (int m = 0; m < SCORE_METRIC_COUNT; m++)
		if (!isnan(values[m]))
			STORE_PUT(out, SCORE, score, .metric = score_metric_name(m), .partition = found->name,
			          .value = round(values[m] * 1e6) / 1e6);
}

void
score_put(struct score_program *p, const struct score_row *ours, size_t count, struct store *out)
{
	struct score_partition own = score_of_rows(p, "ours", ours, count), trivial[SCORE_TRIVIAL];
	bool *among = arena_array(&p->arena, bool, (size_t)p->count + 1);
	for (uint32_t i = 0; i < p->count; i++)
		among[i] = own.cluster[i] != SCORE_NONE;
	score_trivial(p, trivial);
	put_partition(p, &own, among, out);
	for (int k = 0; k < SCORE_TRIVIAL; k++)
		put_partition(p, &trivial[k], among, out);
}
