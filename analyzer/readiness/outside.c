/* Outside: library calls that a function's platform does not have or does otherwise, loops that nothing ends, results that
 * a caller in another service ignores, and entry points whose run time nobody can tell. */
#include <stdlib.h>
#include <string.h>

#include "find.h"

/* ---- resources ---- */

static bool
is_write(const struct row_resource *r)
{
	return r->kind == RESOURCE_FILE && (!r->mode || (strcmp(r->mode, "read") && strcmp(r->mode, "load") && strcmp(r->mode, "map") && strcmp(r->mode, "watch")));
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *
call_of(const struct row_resource *r)
{
	static const char before[] = "call of ";
	return r->how && !strncmp(r->how, before, sizeof before - 1) ? r->how + sizeof before - 1 : NULL;
}

static void
see_resource(struct readiness *r, const struct row_resource *row, const char *const *written, size_t written_count)
{
	const struct row_function *f = split_function(r->s, row->function);
	bool known = row->name && !strchr(row->name, '*');
	bool is_written = known && written_count && bsearch(&row->name, written, written_count, sizeof *written, compare_names);
	struct subject s = {.on = ON_RESOURCE, .kind = (int)row->kind, .name = row->name, .mode = row->mode, .call = call_of(row),
	                    .constant_name = known && !is_written, .written = is_written, .in_loop = row->loop_depth > 0};
	const struct rule_readiness *rule = f ? find_rule(r->rules, &s) : NULL;
	if (rule)
		find_add(r, (struct sight){.service = homes_get(&r->s->homes, MEMBER_FUNCTION, f->id), .thing = f->id, .rule = rule, .subject = row->name,
		                           .function = f->name, .file = row->file, .line = row->line}, find_phase(r, f->id));
}

static bool
see_resources(struct readiness *r)
{
	STORE_ROWS(resource) rows;
	VEC(const char *) written = {0};
	if (!store_load(r->facts, RESOURCE, &r->s->arena, &rows))
		return false;
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].name && is_write(&rows.at[i]))
			vec_push(&written, rows.at[i].name);
	vec_sort(&written, compare_names);
	for (size_t i = 0; i < rows.count; i++)
		see_resource(r, &rows.at[i], written.at, written.count);
	vec_finish(&written);
	return true;
}

/* ---- loops ---- */

static bool
see_loops(struct readiness *r)
{
	STORE_ROWS(loop) rows;
	const struct rule_readiness *rule = find_rule(r->rules, &(struct subject){.on = ON_LOOP, .kind = -1});
	if (!store_load(r->facts, LOOP, &r->s->arena, &rows))
		return false;
	for (size_t i = 0; rule && i < rows.count; i++) {
		const struct row_function *f = rows.at[i].exits ? NULL : split_function(r->s, rows.at[i].function);
		if (f)
			find_add(r, (struct sight){.service = homes_get(&r->s->homes, MEMBER_FUNCTION, f->id), .thing = f->id, .rule = rule, .function = f->name,
			                           .file = rows.at[i].file, .line = rows.at[i].line}, find_phase(r, f->id));
	}
	return true;
}

/* ---- results ---- */

/* How each function tells a failure, by dense function; NULL: not at all, or that is only guessed. */
static const char **
read_failures(struct readiness *r)
{
	static const char before[] = "error: ";
	const char **failure = arena_array(&r->s->arena, const char *, r->s->graph.nodes + 1);
	for (size_t i = 0; i < r->s->signatures.count; i++) {
		const struct row_signature *g = &r->s->signatures.at[i];
		uint32_t f = dense_of(&r->s->homes.rows[MEMBER_FUNCTION], g->function);
		if (f == DENSE_NONE || g->position || !g->how || strncmp(g->how, before, sizeof before - 1) || g->confidence == CONFIDENCE_GUESSED)
			continue;
		const char *what = g->how + sizeof before - 1;
		failure[f] = arena_printf(&r->s->arena, "%.*s when it fails", (int)strcspn(what, ";"), what);
	}
	return failure;
}

static void
see_results(struct readiness *r)
{
	const struct rule_readiness *rule = find_rule(r->rules, &(struct subject){.on = ON_RESULT, .kind = -1});
	const char **failure = rule ? read_failures(r) : NULL;
	for (size_t i = 0; rule && i < r->s->calls.count; i++) {
		const struct row_call *c = &r->s->calls.at[i];
		uint32_t from = homes_service(&r->s->homes, MEMBER_FUNCTION, c->caller), to = homes_service(&r->s->homes, MEMBER_FUNCTION, c->callee);
		if (!from || !to || from == to || c->result_use != RESULT_IGNORED || c->kind == CALL_CALLBACK || c->confidence == CONFIDENCE_GUESSED)
			continue;
		const struct row_function *a = split_function(r->s, c->caller), *b = split_function(r->s, c->callee);
		const char *how = failure[dense_of(&r->s->homes.rows[MEMBER_FUNCTION], b->id)];
		if (how)
			find_add(r, (struct sight){.service = from, .thing = a->id, .rule = rule, .subject = b->name, .function = a->name, .type = how,
			                           .file = c->file, .line = c->line}, find_phase(r, a->id));
	}
}

/* ---- run time ---- */

/* Functions that reach a loop with a call in it. */
static bool *
reach_loops(struct readiness *r)
{
	bool *reaches = arena_array(&r->s->arena, bool, r->s->graph.nodes + 1);
	VEC(struct graph_edge) edges = {0};
	struct graph back;
	for (uint32_t f = 0; f < r->s->graph.nodes; f++)
		for (size_t k = r->s->graph.first[f]; k < r->s->graph.first[f + 1]; k++)
			vec_push(&edges, (struct graph_edge){f, r->s->graph.to[k], 1});
	graph_init(&back, r->s->graph.nodes, edges.at, edges.count, GRAPH_REVERSED);
	for (size_t i = 0; i < r->s->calls.count; i++) {
		uint32_t f = r->s->calls.at[i].caller ? dense_of(&r->s->homes.rows[MEMBER_FUNCTION], r->s->calls.at[i].caller) : DENSE_NONE;
		if (f != DENSE_NONE && r->s->calls.at[i].loop_depth > 0)
			reaches[f] = true;
	}
	graph_reach(&back, reaches);
	graph_finish(&back);
	vec_finish(&edges);
	return reaches;
}

/* A command or route answers a request; a program, job or thread runs as long as it takes. */
static void
see_run_times(struct readiness *r)
{
	const struct rule_readiness *rule = find_rule(r->rules, &(struct subject){.on = ON_RUN_TIME, .kind = -1});
	bool *reaches = rule ? reach_loops(r) : NULL;
	for (size_t i = 0; rule && i < r->s->entries.count; i++) {
		const struct row_entry *e = &r->s->entries.at[i];
		const struct row_function *f = split_function(r->s, e->function);
		if (!f || (e->kind != ENTRY_MAIN && e->kind != ENTRY_JOB && e->kind != ENTRY_THREAD) ||
		    !reaches[dense_of(&r->s->homes.rows[MEMBER_FUNCTION], f->id)])
			continue;
		find_add(r, (struct sight){.service = homes_get(&r->s->homes, MEMBER_FUNCTION, f->id), .thing = f->id, .rule = rule, .subject = f->name,
		                           .file = f->file, .line = f->line}, PHASE_SERVING);
	}
}

bool
outside_find(struct readiness *r)
{
	if (!see_resources(r) || !see_loops(r))
		return false;
	see_results(r);
	see_run_times(r);
	return true;
}
