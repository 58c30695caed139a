/* Operations: the functions of a service that others call. In: calls, entries, signatures, homes. Out: what a
 * service's API must offer, with parameters as far as they are known.
 *
 * A function is an operation when a function outside its service calls it (the shared library counts: what is
 * dispatched from there comes from outside), or when it is an entry of the program: a command, route, job or
 * exported function. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "load.h"

struct offers {
	struct loading *l;
	uint32_t *service; /* by dense function: its service, 0 none or shared */
	uint32_t *callers; /* functions outside that call it */
	bool *is_entry, *writes;
	STORE_ROWS(entry) entries;
	STORE_ROWS(signature) signatures;
};

static void
count_callers(struct offers *o, uint32_t functions)
{
	struct loading *l = o->l;
	VEC(struct graph_edge) edges = {0};
	for (size_t i = 0; i < l->calls.count; i++) {
		uint32_t from = load_function(l, l->calls.at[i].caller), to = load_function(l, l->calls.at[i].callee);
		if (from == DENSE_NONE || to == DENSE_NONE || !o->service[to])
			continue;
		if (o->service[from] != o->service[to] && l->homes.service[MEMBER_FUNCTION][from])
			vec_push(&edges, (struct graph_edge){to, from, 1});
	}
	struct graph callers;
	graph_init(&callers, functions, edges.at, edges.count, GRAPH_DIRECTED);
	for (uint32_t i = 0; i < functions; i++)
		o->callers[i] = (uint32_t)graph_degree(&callers, i);
	graph_finish(&callers);
	vec_finish(&edges);
}

/* A function writes when it or what it calls inside its service changes a table of the service. */
static void
find_writers(struct offers *o, uint32_t functions)
{
	struct loading *l = o->l;
	VEC(struct graph_edge) edges = {0};
	for (size_t i = 0; i < l->calls.count; i++) {
		uint32_t from = load_function(l, l->calls.at[i].caller), to = load_function(l, l->calls.at[i].callee);
		if (from != DENSE_NONE && to != DENSE_NONE && o->service[from] && o->service[from] == o->service[to])
			vec_push(&edges, (struct graph_edge){from, to, 1});
	}
	for (size_t i = 0; i < l->accesses.count; i++) {
		const struct row_table_access *a = &l->accesses.at[i];
		uint32_t f = load_function(l, a->function);
		if (f != DENSE_NONE && a->mode != TABLE_READ && a->mode != TABLE_DDL && o->service[f] &&
		    homes_owner(&l->homes, a->table_name, a->store) == o->service[f])
			o->writes[f] = true;
	}
	struct graph callers;
	graph_init(&callers, functions, edges.at, edges.count, GRAPH_REVERSED);
	graph_reach(&callers, o->writes);
	graph_finish(&callers);
	vec_finish(&edges);
}

static void
find_entries(struct offers *o)
{
	for (size_t i = 0; i < o->entries.count; i++) {
		enum entry_kind kind = (enum entry_kind)o->entries.at[i].kind;
		uint32_t f = load_function(o->l, o->entries.at[i].function);
		if (f != DENSE_NONE && o->service[f] &&
		    (kind == ENTRY_COMMAND || kind == ENTRY_ROUTE || kind == ENTRY_JOB || kind == ENTRY_EXPORTED))
			o->is_entry[f] = true;
	}
}

static int
compare_signatures(const void *a, const void *b)
{
	const struct row_signature *x = a, *y = b;
	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	return (x->position > y->position) - (x->position < y->position);
}

static void
add_parameters(struct offers *o, struct model_operation *op)
{
	struct row_signature key = {.function = op->function, .position = INT64_MIN};
	size_t low = 0, high = o->signatures.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_signatures(&o->signatures.at[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (high = low; high < o->signatures.count && o->signatures.at[high].function == op->function;)
		high++;
	op->parameters = arena_array(o->l->arena, struct model_parameter, high - low);
	for (size_t i = low; i < high; i++) {
		const struct row_signature *s = &o->signatures.at[i];
		if (s->position == 0)
			op->result_type = s->type ? s->type : "";
		else
			op->parameters[op->parameter_count++] = (struct model_parameter){
				.name = s->name ? s->name : "", .type = s->type ? s->type : "", .direction = (enum direction)s->direction,
				.pairs_with = (unsigned)s->pairs_with, .nullable = s->nullable != 0,
				.confidence = (enum confidence)s->confidence};
	}
}

static int
compare_operations(const void *a, const void *b)
{
	const struct model_operation *x = a, *y = b;
	if (x->service.v != y->service.v)
		return x->service.v < y->service.v ? -1 : 1;
	int order = strcmp(x->name, y->name);
	if (!order)
		order = strcmp(x->file, y->file);
	return order ? order : (x->function > y->function) - (x->function < y->function);
}

static bool
slug_taken(const struct model_operation *first, const struct model_operation *end, const char *slug)
{
	for (; first < end; first++)
		if (!strcmp(first->slug, slug))
			return true;
	return false;
}

/* Two names of a service may give one slug: static functions of two files, order_get and orderGet. */
static void
name_operations(struct model *m, struct arena *a)
{
	for (size_t i = 0; i < m->operation_count; i++) {
		struct model_operation *op = &m->operations[i];
		struct model_service *s = &m->services[op->service.v - 1];
		if (!s->operation_count++)
			s->first_operation = i;
		const struct model_operation *first = &m->operations[s->first_operation];
		const char *plain = load_slug(a, op->name);
		op->slug = plain;
		for (int n = 2; slug_taken(first, op, op->slug); n++)
			op->slug = arena_printf(a, "%.55s-%d", plain, n);
	}
}

static void
add_operations(struct offers *o)
{
	struct loading *l = o->l;
	struct model *m = l->model;
	m->operations = arena_array(l->arena, struct model_operation, l->functions.count);
	for (size_t i = 0; i < l->functions.count; i++) {
		const struct row_function *f = &l->functions.at[i];
		uint32_t at = load_function(l, f->id);
		if (!o->service[at] || (!o->callers[at] && !o->is_entry[at]))
			continue;
		struct model_operation *op = &m->operations[m->operation_count++];
		*op = (struct model_operation){
			.service = {o->service[at]}, .function = (uint32_t)f->id, .key = f->key, .name = f->name,
			.file = f->file ? f->file : "", .line = (unsigned)f->line, .result_type = "", .callers = o->callers[at],
			.is_entry = o->is_entry[at], .writes = o->writes[at]};
		add_parameters(o, op);
	}
	qsort(m->operations, m->operation_count, sizeof *m->operations, compare_operations);
	name_operations(m, l->arena);
}

bool
load_operations(struct loading *l)
{
	struct offers o = {.l = l};
	uint32_t n = l->homes.rows[MEMBER_FUNCTION].count;
	if (!store_load(l->result, ENTRY, l->arena, &o.entries) ||
	    !store_load(l->result, SIGNATURE, l->arena, &o.signatures))
		return false;
	qsort(o.signatures.at, o.signatures.count, sizeof *o.signatures.at, compare_signatures);
	o.service = arena_array(l->arena, uint32_t, n);
	o.callers = arena_array(l->arena, uint32_t, n);
	o.is_entry = arena_array(l->arena, bool, n);
	o.writes = arena_array(l->arena, bool, n);
	for (uint32_t i = 0; i < n; i++)
		o.service[i] = homes_service(&l->homes, MEMBER_FUNCTION, l->homes.rows[MEMBER_FUNCTION].ids[i]);
	count_callers(&o, n);
	find_writers(&o, n);
	find_entries(&o);
	add_operations(&o);
	return true;
}
