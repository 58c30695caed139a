/* State: variables that keep something between two requests, and large constant tables.
 *
 * A variable counts when a function of a service changes it, or when a rule names its type and it is used where requests are
 * served. Where it is changed while requests are served the rule's severity holds, else the one at start. A variable that
 * only its initialiser sets is no finding. */
#include <stdlib.h>
#include <string.h>

#include "find.h"

struct use {
	uint32_t writers, readers, users; /* functions */
	int64_t last_writer, last_reader, last_user, first_writer;
	bool serving, served, changes_itself; /* changed, used while requests are served; its new value comes out of the old */
	const char *file;                /* the first change where requests are served, else the first, else the first use */
	int64_t line;
	bool placed_serving, placed_write;
};

/* Earlier is better, a change better than a use, one while serving better than one at start. */
static void
place(struct use *u, const struct row_global_access *a, bool serving)
{
	bool write = a->mode != ACCESS_READ;
	if (u->file && (u->placed_write > write || (u->placed_write == write && u->placed_serving > serving)))
		return;
	int order = u->file ? strcmp(a->file, u->file) : -1;
	bool same = u->placed_write == write && u->placed_serving == serving;
	if (same && (order > 0 || (!order && a->line >= u->line)))
		return;
	u->file = a->file;
	u->line = a->line;
	u->placed_serving = serving;
	u->placed_write = write;
	if (write)
		u->first_writer = a->function;
}

/* Does the function also read it on the line where it changes it? Rows of one function and variable stand together. */
static bool
reads_there(const struct split *s, size_t at)
{
	const struct row_global_access *a = &s->accesses.at[at];
	for (size_t i = at; i-- > 0 && s->accesses.at[i].function == a->function && s->accesses.at[i].global == a->global;)
		if (s->accesses.at[i].mode == ACCESS_READ && s->accesses.at[i].line == a->line && !strcmp(s->accesses.at[i].file, a->file))
			return true;
	return false;
}

static void
see(struct readiness *r, struct use *u, size_t at)
{
	const struct row_global_access *a = &r->s->accesses.at[at];
	enum phase phase = find_phase(r, a->function);
	bool address = a->mode == ACCESS_ADDRESS; /* what is done behind it has a row of its own */
	if (phase == PHASE_NEVER || !a->file || a->confidence == CONFIDENCE_GUESSED)
		return;
	u->served |= phase == PHASE_SERVING;
	u->users += u->last_user != a->function;
	u->last_user = a->function;
	if (a->mode == ACCESS_WRITE) {
		u->serving |= phase == PHASE_SERVING;
		u->changes_itself |= reads_there(r->s, at);
		u->writers += u->last_writer != a->function;
		u->last_writer = a->function;
	} else {
		u->readers += u->last_reader != a->function;
		u->last_reader = a->function;
	}
	if (!address || !u->file)
		place(u, a, phase == PHASE_SERVING);
}

static const char *
functions_text(struct readiness *r, uint32_t n)
{
	return arena_printf(&r->s->arena, "%u %s", n, n == 1 ? "function" : "functions");
}

/* "3 functions, first order_place" */
static const char *
writers_text(struct readiness *r, const struct use *u)
{
	const struct row_function *f = split_function(r->s, u->first_writer);
	if (!u->writers)
		return "nobody that is seen";
	return arena_printf(&r->s->arena, "%s%s%s", functions_text(r, u->writers), f ? ", first " : "", f ? f->name : "");
}

static void
tell(struct readiness *r, const struct row_global *g, const struct use *u)
{
	const struct row_function *owner = g->function ? split_function(r->s, g->function) : NULL;
	struct subject s = {.on = ON_GLOBAL, .kind = -1, .name = g->name, .type = g->type, .local = g->function != 0, .changes_itself = u->changes_itself};
	const struct rule_readiness *rule = u->file ? find_rule(r->rules, &s) : NULL;
	bool by_type = rule && rule->types.count && !rule->changes_itself;
	if (!rule || (!u->writers && !(by_type && u->served)))
		return;
	bool serving = u->serving || (by_type && u->served);
	find_add(r, (struct sight){
		.service = homes_get(&r->s->homes, MEMBER_GLOBAL, g->id), .thing = g->id, .rule = rule, .subject = g->name, .function = owner ? owner->name : NULL,
		.type = g->type, .count = writers_text(r, u), .readers = functions_text(r, u->readers),
		.users = functions_text(r, u->users), .file = u->file, .line = u->line},
		serving ? PHASE_SERVING : PHASE_START);
}

/* The product of an array's dimensions as its type spells them, 0 for what is none. */
static long long
elements_of(const char *type)
{
	long long n = 0;
	for (const char *p = type ? strchr(type, '[') : NULL; p; p = strchr(p + 1, '[')) {
		long long dimension = strtoll(p + 1, NULL, 10);
		n = n ? n : 1;
		if (dimension <= 0 || n > 1000000000 / dimension)
			return 0;
		n *= dimension;
	}
	return n;
}

static void
tell_constant(struct readiness *r, const struct row_global *g)
{
	struct subject s = {.on = ON_CONSTANT, .kind = -1, .name = g->name, .type = g->type, .elements = elements_of(g->type)};
	const struct rule_readiness *rule = find_rule(r->rules, &s);
	if (rule)
		find_add(r, (struct sight){.service = homes_get(&r->s->homes, MEMBER_GLOBAL, g->id), .thing = g->id, .rule = rule, .subject = g->name, .type = g->type,
		                           .file = g->file, .line = g->line}, PHASE_SERVING);
}

void
state_find(struct readiness *r)
{
	struct use *uses = mem_alloc((r->s->globals.count + 1) * sizeof *uses);
	for (size_t i = 0; i < r->s->accesses.count; i++) {
		const struct row_global *g = split_global(r->s, r->s->accesses.at[i].global);
		if (g && !split_is_constant(g))
			see(r, &uses[g - r->s->globals.at], i);
	}
	for (size_t i = 0; i < r->s->globals.count; i++) {
		if (split_is_constant(&r->s->globals.at[i]))
			tell_constant(r, &r->s->globals.at[i]);
		else
			tell(r, &r->s->globals.at[i], &uses[i]);
	}
	free(uses);
}
