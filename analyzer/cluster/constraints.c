/* Constraints: decisions → pins, groups and marks of nodes. In: survey, decisions. Out: node.pin, node.group,
 * node.decided, survey.apart.
 *
 * What must be in one service becomes one set (union and find): the members of a pinned service, then groups that are
 * kept together. Sides of a rule are marks of sets; a set never gets two sides of one rule. An entry that would break
 * that contradicts an earlier one: it is reported and left out for the node concerned, the rest of it holds. A
 * particular key (no wildcard) goes before a pattern, a pattern before a file, so that one function of a file may be
 * pinned elsewhere. Code that is left out (tests, ignored files) cannot be decided on: that is reported, too. */
#include "constraints.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

enum { RANK_FILE, RANK_PATTERN, RANK_EXACT, RANKS };

struct constraining {
	struct survey *s;
	const struct decisions *d;
	struct diag_queue *diags;
	uint32_t *root;          /* union and find over nodes; the lowest is the root */
	struct map side;         /* rule, root → side */
	uint32_t *rules_of_root; /* how many rules mark the set: 0 for nearly all */
};

static bool __attribute__((format(printf, 3, 4)))
conflict(struct constraining *c, unsigned line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = arena_vprintf(&c->s->arena, format, args);
	va_end(args);
	diag_add(c->diags, DIAG_WARNING, "decision-conflict", c->d->path, line, 0, "%s", text);
	return false;
}

/* ---- keys ---- */

static bool
matches(const char *key, const struct node *n)
{
	static const char *const prefix[] = {
		[MEMBER_FUNCTION] = "function:", [MEMBER_GLOBAL] = "global:", [MEMBER_TABLE] = "table:"};
	if (!strncmp(key, "file:", 5))
		return n->kind != MEMBER_TABLE && (!strcmp(key + 5, n->file) || !fnmatch(key + 5, n->file, 0));
	size_t length = strlen(prefix[n->kind]);
	return !strncmp(key, prefix[n->kind], length) && (!strcmp(key + length, n->key) || !fnmatch(key + length, n->key, 0));
}

static int
rank(const char *key)
{
	return !strncmp(key, "file:", 5) ? RANK_FILE : strpbrk(key, "*?[") ? RANK_PATTERN : RANK_EXACT;
}

typedef VEC(uint32_t) node_list;

/* Nodes of a key that can be decided on; says so when there are none. */
static void
find_nodes(struct constraining *c, const char *key, unsigned line, node_list *out)
{
	unsigned ignored = 0, left_out = 0;
	out->count = 0;
	for (uint32_t i = 0; i < c->s->count; i++) {
		struct node *n = &c->s->nodes[i];
		if (!matches(key, n))
			continue;
		if (n->in_play || (n->vendored && !n->ignored))
			vec_push(out, i);
		else if (n->ignored)
			ignored++;
		else
			left_out++;
	}
	if (out->count)
		return;
	if (ignored)
		conflict(c, line, "%s is ignored, and cannot be put anywhere; remove it here or from \"ignored\"", key);
	else if (left_out)
		conflict(c, line, "%s is in no service (tests, generated or temporary); see \"origins\", or remove the entry", key);
	else
		diag_add(c->diags, DIAG_WARNING, "decision-unused", c->d->path, line, 0,
		         "%s matches nothing in this code base; remove the entry or correct its name", key);
}

/* ---- sets ---- */

static uint32_t
root_of(struct constraining *c, uint32_t i)
{
	while (c->root[i] != i)
		i = c->root[i] = c->root[c->root[i]];
	return i;
}

static const char *
pin_name(const struct survey *s, uint32_t pin)
{
	return pin == PIN_SHARED ? "shared" : s->pinned.at[pin - 1];
}

static uint32_t
rule_count(const struct constraining *c)
{
	return RULE_FIRST + (uint32_t)c->d->apart_count;
}

/* The rule that keeps two sets apart, UINT32_MAX: none. */
static uint32_t
rule_between(const struct constraining *c, uint32_t a, uint32_t b)
{
	for (uint32_t rule = RULE_FIRST; c->rules_of_root[a] && c->rules_of_root[b] && rule < rule_count(c); rule++) {
		uint32_t x = map_get(&c->side, MAP_PAIR(rule, a)), y = map_get(&c->side, MAP_PAIR(rule, b));
		if (x != MAP_NONE && y != MAP_NONE && x != y)
			return rule;
	}
	return UINT32_MAX;
}

static void
mark(struct constraining *c, uint32_t root, uint32_t rule, uint32_t side)
{
	if (map_add(&c->side, MAP_PAIR(rule, root), side) == side)
		c->rules_of_root[root]++;
}

static bool
may_unite(struct constraining *c, uint32_t a, uint32_t b)
{
	uint32_t x = c->s->nodes[a].pin, y = c->s->nodes[b].pin;
	return !(x && y && x != y) && rule_between(c, a, b) == UINT32_MAX;
}

static void
unite(struct constraining *c, uint32_t a, uint32_t b)
{
	if (a == b)
		return;
	uint32_t low = a < b ? a : b, high = a < b ? b : a;
	struct node *n = c->s->nodes;
	n[low].pin = n[high].pin = n[low].pin ? n[low].pin : n[high].pin;
	c->root[high] = low;
	for (uint32_t rule = RULE_FIRST; c->rules_of_root[high] && rule < rule_count(c); rule++)
		if (map_has(&c->side, MAP_PAIR(rule, high)))
			mark(c, low, rule, map_get(&c->side, MAP_PAIR(rule, high)));
}

static void
decide(struct constraining *c, uint32_t i, const char *reason)
{
	struct node *n = &c->s->nodes[i];
	n->in_play = n->decided = true;
	if (!n->decision)
		n->decision = reason;
}

/* ---- pins ---- */

static uint32_t
pin_number(struct survey *s, const char *service)
{
	if (!strcmp(service, "shared"))
		return PIN_SHARED;
	for (size_t i = 0; i < s->pinned.count; i++)
		if (!strcmp(s->pinned.at[i], service))
			return (uint32_t)i + 1;
	vec_push(&s->pinned, service);
	return (uint32_t)s->pinned.count;
}

static void
apply_pin(struct constraining *c, const struct decision_pin *p, uint32_t number, const uint8_t *ranks, node_list *nodes)
{
	bool told = false;
	for (size_t k = 0; k < nodes->count; k++) {
		struct node *n = &c->s->nodes[nodes->at[k]];
		if (n->pin && n->pin != number && !told && ranks[nodes->at[k]] == rank(p->key) + 1)
			told = !conflict(c, p->line, "%s is pinned to %s and to %s; it stays in %s", n->key, pin_name(c->s, n->pin), p->service,
			                 pin_name(c->s, n->pin));
		if (n->pin)
			continue;
		n->pin = number;
		decide(c, nodes->at[k], p->reason ? arena_printf(&c->s->arena, "decided: %s", p->reason) : "decided");
	}
}

static void
apply_pins(struct constraining *c)
{
	node_list nodes = {0};
	uint8_t *ranks = mem_alloc(c->s->count);
	for (size_t i = 0; i < c->d->pin_count; i++)
		pin_number(c->s, c->d->pins[i].service);
	for (int r = RANKS - 1; r >= 0; r--)
		for (size_t i = 0; i < c->d->pin_count; i++) {
			const struct decision_pin *p = &c->d->pins[i];
			if (rank(p->key) != r)
				continue;
			find_nodes(c, p->key, p->line, &nodes);
			apply_pin(c, p, pin_number(c->s, p->service), ranks, &nodes);
			for (size_t k = 0; k < nodes.count; k++)
				if (!ranks[nodes.at[k]])
					ranks[nodes.at[k]] = (uint8_t)(r + 1);
		}
	vec_finish(&nodes);
	free(ranks);
}

static void
unite_pinned(struct constraining *c)
{
	uint32_t *first = mem_alloc((c->s->pinned.count + 1) * sizeof *first); /* 0: shared */
	for (uint32_t i = 0; i < c->s->count; i++) {
		uint32_t pin = c->s->nodes[i].pin, at = pin == PIN_SHARED ? 0 : pin;
		if (pin && first[at])
			unite(c, first[at] - 1, i);
		else if (pin)
			first[at] = i + 1;
	}
	free(first);
}

/* ---- together and apart ---- */

static const char *
group_reason(struct constraining *c, const struct decision_group *g, const char *what)
{
	return g->reason ? arena_printf(&c->s->arena, "decided: %s", g->reason) : arena_printf(&c->s->arena, "decided: %s", what);
}

static void
keep_together(struct constraining *c, const struct decision_group *g)
{
	node_list nodes = {0}, all = {0};
	for (size_t k = 0; k < g->count; k++) {
		find_nodes(c, g->keys[k].key, g->keys[k].line, &nodes);
		for (size_t i = 0; i < nodes.count; i++)
			vec_push(&all, nodes.at[i]);
	}
	const char *reason = group_reason(c, g, "kept together with others");
	bool told = false;
	for (size_t i = 0; i < all.count; i++) {
		uint32_t a = root_of(c, all.at[0]), b = root_of(c, all.at[i]);
		struct node *n = c->s->nodes;
		if (a == b || may_unite(c, a, b)) {
			unite(c, a, b);
			decide(c, all.at[i], reason);
		} else if (!told) {
			told = !conflict(c, g->line, "%s and %s are kept together, and pinned to %s and %s; they stay there", n[all.at[0]].key,
			                 n[all.at[i]].key, pin_name(c->s, n[a].pin), pin_name(c->s, n[b].pin));
		}
	}
	vec_finish(&nodes);
	vec_finish(&all);
}

static void
keep_apart(struct constraining *c, const struct decision_group *g, uint32_t rule)
{
	node_list nodes = {0};
	bool told = false;
	for (size_t k = 0; k < g->count; k++) {
		const char *reason = group_reason(c, g, "kept apart from others");
		find_nodes(c, g->keys[k].key, g->keys[k].line, &nodes);
		for (size_t i = 0; i < nodes.count; i++) {
			uint32_t root = root_of(c, nodes.at[i]), before = map_get(&c->side, MAP_PAIR(rule, root));
			if (before != MAP_NONE && before != g->sides[k]) {
				if (!told)
					told = !conflict(c, g->line, "%s is kept apart from what it is kept together with, or stands on two sides; it stays together",
					                 c->s->nodes[nodes.at[i]].key);
				continue;
			}
			if (before == MAP_NONE)
				mark(c, root, rule, g->sides[k]);
			decide(c, nodes.at[i], reason);
		}
	}
	vec_finish(&nodes);
}

/* A static local stays with its function where decisions leave that open. */
static void
unite_statics(struct constraining *c)
{
	for (uint32_t i = 0; i < c->s->count; i++) {
		struct node *n = &c->s->nodes[i];
		if (!n->owner || !n->decided || !c->s->nodes[n->owner - 1].in_play)
			continue;
		uint32_t a = root_of(c, i), b = root_of(c, n->owner - 1);
		if (a == b || !may_unite(c, a, b))
			continue;
		unite(c, a, b);
		decide(c, n->owner - 1, n->decision);
	}
}

/* ---- the result ---- */

static void
put_groups(struct constraining *c)
{
	struct survey *s = c->s;
	VEC(struct apart_claim) claims = {0};
	for (uint32_t i = 0; i < s->count; i++) {
		struct node *n = &s->nodes[i];
		n->group = root_of(c, i);
		n->pin = s->nodes[n->group].pin;
		if (n->group != i)
			continue;
		if (n->pin && n->pin != PIN_SHARED)
			vec_push(&claims, (struct apart_claim){i, {RULE_PINS, n->pin}});
		for (uint32_t rule = RULE_FIRST; c->rules_of_root[i] && rule < rule_count(c); rule++)
			if (map_has(&c->side, MAP_PAIR(rule, i)))
				vec_push(&claims, (struct apart_claim){i, {rule, map_get(&c->side, MAP_PAIR(rule, i))}});
	}
	apart_init(&s->apart, s->count, claims.at, claims.count);
	vec_finish(&claims);
}

struct ignoring { const struct decisions *d; bool *used; };

static void
use_file(const struct ignoring *g, const char *file)
{
	for (size_t i = 0; file && i < g->d->ignored_count; i++)
		if (!g->used[i] && !fnmatch(g->d->ignored[i].glob, file, 0))
			g->used[i] = true;
}

static bool
see_unit(void *arg, const void *row)
{
	use_file(arg, ((const struct row_unit *)row)->file);
	return true;
}

static bool
check_ignored(struct constraining *c, struct evidence *facts)
{
	struct ignoring g = {c->d, mem_alloc(c->d->ignored_count)};
	bool ok = !c->d->ignored_count || evidence_each(facts, ROW_UNIT_KIND, see_unit, &g);
	for (uint32_t i = 0; i < c->s->count; i++)
		use_file(&g, c->s->nodes[i].file);
	for (size_t i = 0; ok && i < c->d->ignored_count; i++)
		if (!g.used[i])
			diag_add(c->diags, DIAG_WARNING, "decision-unused", c->d->path, c->d->ignored[i].line, 0,
			         "ignored: %s matches no file that was read; remove the entry or correct its name", c->d->ignored[i].glob);
	free(g.used);
	return ok;
}

static void
check_count(struct constraining *c)
{
	unsigned named = constraints_named(c->s);
	if (c->d->services && named > c->d->services)
		conflict(c, c->d->services_line, "services: %u is asked for, but %u are named; the named ones stay", c->d->services, named);
}

bool
constraints_apply(struct survey *s, struct evidence *facts, struct diag_queue *diags)
{
	static const struct decisions none;
	struct constraining c = {.s = s, .d = s->decisions ? s->decisions : &none, .diags = diags};
	c.root = mem_alloc(s->count * sizeof *c.root);
	c.rules_of_root = mem_alloc(s->count * sizeof *c.rules_of_root);
	map_init(&c.side);
	for (uint32_t i = 0; i < s->count; i++)
		c.root[i] = i;
	apply_pins(&c);
	unite_pinned(&c);
	for (size_t i = 0; i < c.d->together_count; i++)
		keep_together(&c, &c.d->together[i]);
	for (uint32_t i = 0; i < c.d->apart_count; i++)
		keep_apart(&c, &c.d->apart[i], RULE_FIRST + i);
	unite_statics(&c);
	put_groups(&c);
	check_count(&c);
	bool ok = check_ignored(&c, facts);
	map_finish(&c.side);
	free(c.root);
	free(c.rules_of_root);
	return ok;
}
