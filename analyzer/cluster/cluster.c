/* Cluster: the facts of a program → services. In: evidence, rules, decisions. Out: struct clustering.
 *
 * Survey what there is and what ties it; set apart what everybody uses; find communities of the rest at a grain that
 * holds; give data to who writes it; name and explain. Nothing depends on the order of rows. */
#include "cluster/cluster.h"

#include <stdlib.h>
#include <string.h>

#include "assign.h"
#include "cochange.h"
#include "constraints.h"
#include "grain.h"
#include "measured.h"
#include "naming.h"
#include "platform.h"
#include "shared.h"
#include "survey.h"
#include "terms.h"

struct clustering_run {
	struct survey survey;
	const struct cluster_options *options;
	const char **shared;   /* reason by node */
	bool *active;
	struct grain grain;
	struct home *homes;
	const char **names;    /* by home */
	uint32_t homes_count;
	uint32_t *number;      /* home → service of the clustering, from 1 */
};

static void
set_active(struct clustering_run *r)
{
	for (uint32_t i = 0; i < r->survey.count; i++)
		r->active[i] = r->survey.nodes[i].in_play && !r->shared[i];
}

/* Utilities show by the parts that call them, and parts show better without utilities: twice is enough. */
static void
set_apart_shared(struct clustering_run *r)
{
	enum { ROUNDS = 2, PLAIN_SCALE = 1000 };
	shared_begin(&r->survey, r->shared);
	for (int round = 0; round < ROUNDS; round++) {
		set_active(r);
		struct grain parts = grain_at(&r->survey, r->active, PLAIN_SCALE, CONSENSUS_SOME_RUNS, &r->survey.arena);
		platform_find(&r->survey, &parts);
		shared_spread(&r->survey, &parts, r->shared);
	}
	set_active(r);
}

/* A community whose members all went elsewhere is no service. */
static void
drop_empty(struct clustering_run *r)
{
	uint32_t *now = mem_alloc(r->homes_count * sizeof *now), count = HOME_FIRST;
	for (uint32_t i = 0; i < r->survey.count; i++)
		now[r->homes[i].service] = 1;
	for (uint32_t h = HOME_FIRST; h < r->homes_count; h++)
		now[h] = now[h] ? count++ : HOME_NONE;
	now[HOME_NONE] = HOME_NONE;
	now[HOME_SHARED] = HOME_SHARED;
	for (uint32_t i = 0; i < r->survey.count; i++) {
		r->homes[i].service = now[r->homes[i].service];
		r->homes[i].runner_up = now[r->homes[i].runner_up];
	}
	r->homes_count = count;
	free(now);
}

static size_t *
count_functions(const struct clustering_run *r)
{
	size_t *sizes = mem_alloc(r->homes_count * sizeof *sizes);
	for (uint32_t i = 0; i < r->survey.count; i++)
		sizes[r->homes[i].service] += r->survey.nodes[i].kind == MEMBER_FUNCTION;
	return sizes;
}

/* The shared library first, then services by size, then name. */
static void
number_services(struct clustering_run *r)
{
	size_t *sizes = count_functions(r);
	bool any_shared = false;
	for (uint32_t i = 0; i < r->survey.count; i++)
		any_shared |= r->homes[i].service == HOME_SHARED;
	r->number[HOME_SHARED] = any_shared;
	for (uint32_t h = HOME_FIRST; h < r->homes_count; h++) {
		r->number[h] = 1 + any_shared;
		for (uint32_t k = HOME_FIRST; k < r->homes_count; k++)
			r->number[h] += sizes[k] > sizes[h] || (sizes[k] == sizes[h] && k != h && strcmp(r->names[k], r->names[h]) < 0);
	}
	free(sizes);
}

static double
service_stability(const struct clustering_run *r, uint32_t home)
{
	double sum = 0;
	size_t n = 0;
	for (uint32_t i = 0; i < r->survey.count; i++)
		if (r->homes[i].service == home && r->survey.nodes[i].kind == MEMBER_FUNCTION && r->grain.stability) {
			sum += r->grain.stability[i];
			n++;
		}
	return n ? sum / (double)n : -1;
}

static bool
slug_taken(const struct clustering *out, const char *slug)
{
	for (size_t i = 0; i < out->service_count; i++)
		if (out->services[i].slug && !strcmp(out->services[i].slug, slug))
			return true;
	return false;
}

static void
put_services(struct clustering_run *r, struct clustering *out)
{
	struct score *scores = arena_array(&r->survey.arena, struct score, r->homes_count);
	assign_scores(&r->survey, r->homes, r->homes_count, scores);
	out->service_count = r->homes_count - HOME_FIRST + r->number[HOME_SHARED];
	out->services = arena_array(&out->arena, struct cluster_service, out->service_count);
	if (r->number[HOME_SHARED])
		out->services[0] = (struct cluster_service){"shared", "shared", SERVICE_SHARED, 0, 0, -1};
	for (uint32_t n = r->number[HOME_SHARED] + 1; n <= out->service_count; n++)
		for (uint32_t h = HOME_FIRST; h < r->homes_count; h++) {
			if (r->number[h] != n)
				continue;
			const char *plain = naming_slug(&out->arena, r->names[h]), *slug = plain;
			for (int k = 2; slug_taken(out, slug); k++)
				slug = arena_printf(&out->arena, "%.55s-%d", plain, k);
			out->services[n - 1] = (struct cluster_service){
				arena_strdup(&out->arena, r->names[h]), slug, SERVICE_SERVICE, scores[h].cohesion, scores[h].coupling,
				service_stability(r, h)};
		}
}

static int
compare_members(const void *a, const void *b)
{
	const struct cluster_member *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void
put_members(struct clustering_run *r, struct clustering *out)
{
	out->member_count = r->survey.count;
	out->members = arena_array(&out->arena, struct cluster_member, out->member_count);
	for (uint32_t i = 0; i < r->survey.count; i++) {
		const struct home *h = &r->homes[i];
		bool in_service = h->service >= HOME_FIRST;
		out->members[i] = (struct cluster_member){
			.kind = r->survey.nodes[i].kind, .row = r->survey.nodes[i].row, .service = r->number[h->service],
			.runner_up = r->number[h->runner_up], .margin = h->margin,
			.stability = in_service && r->grain.stability && r->active[i] && !r->survey.nodes[i].pin ? r->grain.stability[i] : -1,
			.reason = arena_strdup(&out->arena, h->reason ? h->reason : "")};
	}
	qsort(out->members, out->member_count, sizeof *out->members, compare_members);
}

static bool
cluster(struct clustering_run *r, struct evidence *facts, struct clustering *out, struct diag_queue *diags)
{
	struct survey *s = &r->survey;
	unsigned services = r->options->services;
	if (!services && r->options->resolution <= 0 && s->decisions)
		services = s->decisions->services;
	if (services && services < constraints_named(s))
		services = constraints_named(s);
	r->shared = arena_array(&s->arena, const char *, s->count);
	r->active = arena_array(&s->arena, bool, s->count);
	r->homes = arena_array(&s->arena, struct home, s->count);
	set_apart_shared(r);
	r->grain = grain_find(s, r->active, r->options, services, &s->arena);
	r->homes_count = r->grain.count + HOME_FIRST;
	assign_homes(s, &r->grain, r->shared, r->homes);
	drop_empty(r);
	r->names = arena_array(&s->arena, const char *, r->homes_count);
	r->number = arena_array(&s->arena, uint32_t, r->homes_count);
	if (!naming_find(s, facts, r->homes, r->homes_count, r->names))
		return false;
	number_services(r);
	put_services(r, out);
	put_members(r, out);
	constraints_check(s, r->homes, r->homes_count - HOME_FIRST, diags);
	return true;
}

bool
cluster_all(struct evidence *facts, const struct rules *rules, const struct decisions *decisions,
            const struct cluster_options *options, struct clustering *out, struct diag_queue *diags)
{
	struct clustering_run r = {.options = options};
	*out = (struct clustering){0};
	arena_init(&out->arena);
	bool ok = survey_init(&r.survey, facts, rules, decisions, diags) && ties_find(&r.survey, facts) &&
	          terms_tie(&r.survey, facts);
	if (ok) {
		cochange_tie(&r.survey, options->history, diags);
		measured_tie(&r.survey, options->profile, diags);
		ok = cluster(&r, facts, out, diags);
	}
	survey_finish(&r.survey);
	if (!ok)
		cluster_finish(out);
	return ok;
}

void
cluster_finish(struct clustering *c)
{
	arena_finish(&c->arena);
	*c = (struct clustering){0};
}
