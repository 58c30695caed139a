/* Plan: services → the order in which they are taken out (strangler fig). In: prices of what crosses. Out: plan and need rows.
 *
 * Greedily the lowest cost per benefit, recomputed after every step: what a service shares with those taken out before is paid
 * already, and what it needs of those that stay costs double, since it would call back into the monolith. The last one is
 * what remains of the monolith. Everything is whole numbers; ties go to the lower cost, then to the lower service number. */
#include "plan/plan.h"

#include <stdlib.h>

#include "entries.h"
#include "needs.h"

enum { NEEDS_NAMED = 5 };

struct planning {
	struct prices prices;
	bool *left;    /* by service number: a service not yet taken out */
	int64_t *out, *in; /* by service number: points towards and from those left */
	size_t count;
};

static int64_t
cost_of(const struct planning *p, size_t service)
{
	return p->in[service] + p->prices.back * p->out[service];
}

static bool
is_better(const struct planning *p, size_t a, size_t b)
{
	int64_t cost_a = cost_of(p, a), cost_b = cost_of(p, b);
	int64_t left = cost_a * p->prices.benefit[b], right = cost_b * p->prices.benefit[a];
	return left != right ? left < right : cost_a < cost_b;
}

static size_t
choose(const struct planning *p)
{
	size_t best = 0;
	for (size_t i = 1; i <= p->prices.s->service_count; i++)
		if (p->left[i] && (!best || is_better(p, i, best)))
			best = i;
	return best;
}

static void
begin(struct planning *p)
{
	struct split *s = p->prices.s;
	size_t n = s->service_count + 1;
	p->left = arena_array(&s->arena, bool, n);
	p->out = arena_array(&s->arena, int64_t, n);
	p->in = arena_array(&s->arena, int64_t, n);
	for (size_t i = 1; i < n; i++) {
		p->left[i] = s->services[i - 1].kind == SERVICE_SERVICE;
		p->count += p->left[i];
		for (size_t k = 1; k < n; k++) {
			p->out[i] += prices_between(&p->prices, (int64_t)i, (int64_t)k);
			p->in[i] += prices_between(&p->prices, (int64_t)k, (int64_t)i);
		}
	}
}

static void
take_out(struct planning *p, size_t service)
{
	p->left[service] = false;
	for (size_t i = 1; i <= p->prices.s->service_count; i++) {
		p->out[i] -= prices_between(&p->prices, (int64_t)i, (int64_t)service);
		p->in[i] -= prices_between(&p->prices, (int64_t)service, (int64_t)i);
	}
}

static const char *
needs_text(const struct planning *p, const struct needs *needs)
{
	const char *text = "";
	size_t n = needs->list.count < NEEDS_NAMED ? needs->list.count : NEEDS_NAMED;
	for (size_t i = 0; i < n; i++) {
		const struct need *d = &needs->list.at[i];
		const char *place = d->file ? arena_printf(&p->prices.s->arena, "%s:%lld", d->file, (long long)d->line) : "no place known";
		text = arena_printf(&p->prices.s->arena, "%s%s%s (%lld %s, first %s)", text, i ? "; " : "", d->what, (long long)d->places,
		                    d->places == 1 ? "place" : "places", place);
	}
	return needs->list.count > n ? arena_printf(&p->prices.s->arena, "%s; and %zu more", text, needs->list.count - n) : text;
}

static const char *
reason_text(const struct planning *p, size_t service, size_t left)
{
	const struct row_service *r = &p->prices.s->services[service - 1];
	struct arena *a = &p->prices.s->arena;
	if (left == 1)
		return "the last one: what remains of the monolith";
	return arena_printf(a, "cost %lld = %lld in + %lld × %lld back; benefit %lld = %lld × %lld functions + %lld × %lld tables + %lld × %lld entry points; "
	                    "the least cost per benefit of %zu left",
	                    (long long)cost_of(p, service), (long long)p->in[service], (long long)p->prices.back, (long long)p->out[service],
	                    (long long)p->prices.benefit[service], (long long)p->prices.function, (long long)r->functions, (long long)p->prices.table,
	                    (long long)r->tables, (long long)p->prices.entry, (long long)r->entry_points, left);
}

static void
put_step(struct planning *p, size_t step, size_t service, struct store *out)
{
	struct needs needs = {0};
	size_t left = p->count - step + 1;
	p->left[service] = false; /* its needs are those against the others */
	needs_find(&p->prices, (int64_t)service, p->left, &needs);
	STORE_PUT(out, PLAN, plan, .step = (int64_t)step, .service = (int64_t)service, .action = left == 1 ? "remain" : "extract",
	          .cost = (double)cost_of(p, service), .benefit = (double)p->prices.benefit[service], .needs = needs_text(p, &needs),
	          .reason = reason_text(p, service, left));
	for (size_t i = 0; i < needs.list.count; i++) {
		const struct need *d = &needs.list.at[i];
		STORE_PUT(out, PLAN_NEED, plan_need, .step = (int64_t)step, .service = (int64_t)service, .kind = d->kind, .remedy_kind = d->remedy,
		          .what = d->what, .places = d->places, .cost = d->cost, .file = d->file, .line = d->line);
	}
	vec_finish(&needs.list);
}

bool
plan_put(struct split *split, const struct rules *rules, struct store *out)
{
	struct planning p = {0};
	prices_find(&p.prices, split, rules);
	begin(&p);
	for (size_t step = 1; step <= p.count; step++) {
		size_t service = choose(&p);
		put_step(&p, step, service, out);
		take_out(&p, service);
	}
	entries_put(split, out);
	return true;
}
