/* Cluster: functions, globals and tables → services. Deterministic; integer weights. */
#ifndef CLUSTER_CLUSTER_H
#define CLUSTER_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "decisions/decisions.h"
#include "rules/rules.h"
#include "signals/history.h"
#include "signals/profile.h"
#include "splitter/diag.h"
#include "store/store.h"

struct cluster_options {
	unsigned services;  /* --services N, 0: found */
	double resolution;  /* --resolution R, 0: found */
	const struct history *history; /* --history FILE, NULL */
	const struct profile *profile; /* --profile FILE, NULL */
};

struct cluster_member {
	enum member_kind kind;
	int64_t row;             /* id in its table */
	uint32_t service;        /* 0: in none (tests, dead when left out …); else index into services, from 1 */
	uint32_t runner_up;      /* 0: none */
	double stability, margin; /* 0…1; < 0: not computed */
	const char *reason;
};

struct cluster_service { const char *name, *slug; enum service_kind kind; double cohesion, coupling, stability; };

struct clustering {
	struct arena arena;
	struct cluster_service *services; /* [0] is the shared library when there is one; rest by size, then name */
	size_t service_count;
	struct cluster_member *members;   /* sorted by kind, row */
	size_t member_count;
};

bool cluster_all(struct evidence *facts, const struct rules *rules, const struct decisions *decisions,
                 const struct cluster_options *options, struct clustering *out, struct diag_queue *diags);
void cluster_finish(struct clustering *c);

#endif
