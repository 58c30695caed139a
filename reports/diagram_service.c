/* The picture of one service: what comes in, its most important functions, its tables, and the world outside as one
 * stub per other service: left those that call, right those that are needed. In: the model and the index.
 *
 * A function counts by what depends on it: called from other services, entry point, touching tables, calling out,
 * then its links inside. Beyond FUNCTION_LIMIT the rest is counted on the picture. */
#include "reports/diagrams.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/text.h"

enum { FUNCTION_LIMIT = 70, TABLE_LIMIT = 40, EDGE_LIMIT = 240 };

struct part { /* a function or table of the service */
	uint32_t member;
	size_t score;
	bool operation;
	const char *entry; /* kind and name, NULL: none */
	Agnode_t *node;
};

struct wire { /* all that runs from one box to another */
	Agnode_t *from, *to;
	size_t sites;
	unsigned modes; /* of table accesses */
	bool calls, outside;
	const char *text; /* the first of them */
};

struct picture {
	struct draw draw;
	const struct model *model;
	const struct model_service *service;
	struct index *index;
	Agraph_t *first, *last; /* the outer columns */
	struct part *parts; /* by member - first_member */
	Agnode_t **callers, **needed; /* stubs by service */
	VEC(struct wire) wires;
	size_t hidden_functions, hidden_tables, hidden_edges, shared_calls, library_calls;
};

static struct part *
part_of(struct picture *p, uint32_t member)
{
	const struct model_service *s = p->service;
	return member >= s->first_member && member < s->first_member + s->member_count ? &p->parts[member - s->first_member] : NULL;
}

static const struct model_member *
member_of(const struct picture *p, uint32_t member)
{
	return &p->model->members[member];
}

static void
score_operations(struct picture *p)
{
	const struct model_service *s = p->service;
	for (size_t i = s->first_operation; i < s->first_operation + s->operation_count; i++) {
		const struct model_operation *o = &p->model->operations[i];
		int member = index_function(p->index, o->function);
		struct part *part = member == INDEX_NONE ? NULL : part_of(p, (uint32_t)member);
		if (part) {
			part->operation = o->callers > 0;
			part->score += 10000 + 10 * o->callers;
		}
	}
	for (size_t i = 0; i < p->index->entries.count; i++) {
		const struct index_entry *e = &p->index->entries.at[i];
		struct part *part = part_of(p, e->function);
		if (!part || part->entry)
			continue;
		part->score += 8000;
		part->entry = *e->name ? arena_printf(&p->draw.arena, "%s %s", entry_kind_word(e->kind), e->name) : entry_kind_word(e->kind);
	}
}

static void
score_links(struct picture *p)
{
	for (size_t i = 0; i < p->index->calls.count; i++) {
		const struct index_call *c = &p->index->calls.at[i];
		struct part *from = part_of(p, c->caller), *to = part_of(p, c->callee);
		if (from)
			from->score += to ? 1 : index_is_shared(p->model, member_of(p, c->callee)->service) ? 0 : 40;
		if (to)
			to->score += from ? 2 : 60;
	}
	for (size_t i = 0; i < p->index->accesses.count; i++) {
		struct part *part = part_of(p, p->index->accesses.at[i].function), *table = part_of(p, p->index->accesses.at[i].table);
		if (part)
			part->score += 100;
		if (table)
			table->score++;
	}
}

static int
compare_parts(const void *a, const void *b)
{
	const struct part *x = *(struct part *const *)a, *y = *(struct part *const *)b;
	return x->score != y->score ? (x->score > y->score ? -1 : 1) : (x->member > y->member) - (x->member < y->member);
}

static void
draw_function(struct picture *p, struct part *part)
{
	struct draw *d = &p->draw;
	const struct model_member *m = member_of(p, part->member);
	const char *lines[] = {part->entry ? text_show(&d->arena, part->entry, 40) : ""};
	const char *class = part->entry ? "function entry" : part->operation ? "function operation" : "function";
	part->node = draw_node(d, NULL, arena_printf(&d->arena, "function %s", m->key), class,
	                       draw_markup(d, text_show(&d->arena, m->name, 48), 11, part->entry ? 1 : 0, lines));
	draw_set(part->node, "fillcolor", part->entry ? COLOUR_ENTRY : part->operation ? COLOUR_SERVICE : COLOUR_PLAIN);
	draw_set(part->node, "color", part->entry ? COLOUR_GREEN : part->operation ? COLOUR_BLUE : COLOUR_LINE);
	draw_set(part->node, "penwidth", part->operation || part->entry ? "2" : "1");
	draw_text(d, part->node, "tooltip", arena_printf(&d->arena, "%s at %s", m->name, text_place(&d->arena, m->file, m->line)));
	draw_link(d, part->node, arena_printf(&d->arena, "function/%s", text_fragment(&d->arena, m->key)));
}

static void
draw_table(struct picture *p, struct part *part)
{
	struct draw *d = &p->draw;
	const struct model_member *m = member_of(p, part->member);
	part->node = draw_node(d, p->last, arena_printf(&d->arena, "table %s", m->name), "table",
	                       draw_markup(d, text_show(&d->arena, m->name, 48), 11, 0, NULL));
	draw_set(part->node, "shape", "cylinder");
	draw_set(part->node, "style", "filled");
	draw_set(part->node, "fillcolor", COLOUR_TABLE);
	draw_set(part->node, "color", COLOUR_AMBER);
	draw_text(d, part->node, "tooltip", arena_printf(&d->arena, "table %s, owned by %s", m->name, p->service->name));
	draw_link(d, part->node, arena_printf(&d->arena, "table/%s", text_fragment(&d->arena, m->name)));
}

static void
draw_parts(struct picture *p)
{
	const struct model_service *s = p->service;
	struct part **order = arena_array(&p->draw.arena, struct part *, s->member_count);
	size_t functions = 0, tables = 0;
	for (size_t i = 0; i < s->member_count; i++)
		order[i] = &p->parts[i];
	if (s->member_count)
		qsort(order, s->member_count, sizeof *order, compare_parts);
	for (size_t i = 0; i < s->member_count; i++) {
		enum member_kind kind = member_of(p, order[i]->member)->kind;
		if (kind == MEMBER_FUNCTION && functions++ < FUNCTION_LIMIT)
			draw_function(p, order[i]);
		else if (kind == MEMBER_TABLE && tables++ < TABLE_LIMIT)
			draw_table(p, order[i]);
	}
	p->hidden_functions = functions > FUNCTION_LIMIT ? functions - FUNCTION_LIMIT : 0;
	p->hidden_tables = tables > TABLE_LIMIT ? tables - TABLE_LIMIT : 0;
}

/* The stub of another service: among the callers, or among what is needed. */
static Agnode_t *
stub(struct picture *p, service_id id, bool caller)
{
	struct draw *d = &p->draw;
	const struct model_service *s = index_service(p->model, id);
	Agnode_t **at = s ? &(caller ? p->callers : p->needed)[id.v - 1] : NULL;
	if (at && !*at) {
		Agnode_t *n = draw_node(d, caller ? p->first : p->last, arena_printf(&d->arena, "%s %s", caller ? "from" : "to", s->slug),
		                        "service outside", draw_markup(d, s->name, 13, 0, NULL));
		draw_set(n, "fillcolor", COLOUR_STUB);
		draw_set(n, "style", "filled,dashed");
		draw_text(d, n, "tooltip", arena_printf(&d->arena, caller ? "%s calls %s" : "%s is needed by %s", s->name, p->service->name));
		draw_link(d, n, arena_printf(&d->arena, "service/%s", s->slug));
		*at = n;
	}
	return at ? *at : NULL;
}

/* Unites what runs between the same two boxes; keeps the first text. */
static void
add_edge(struct picture *p, struct wire wire)
{
	for (size_t i = 0; i < p->wires.count; i++) {
		struct wire *w = &p->wires.at[i];
		if (w->from == wire.from && w->to == wire.to) {
			w->sites += wire.sites;
			w->modes |= wire.modes;
			w->calls |= wire.calls;
			return;
		}
	}
	vec_push(&p->wires, wire);
}

static const char *
call_text(struct picture *p, const struct index_call *c)
{
	return arena_printf(&p->draw.arena, "%s → %s at %s", member_of(p, c->caller)->name, member_of(p, c->callee)->name,
	                    text_place(&p->draw.arena, c->file, c->line));
}

static void
collect_calls(struct picture *p)
{
	for (size_t i = 0; i < p->index->calls.count; i++) {
		const struct index_call *c = &p->index->calls.at[i];
		struct part *from = part_of(p, c->caller), *to = part_of(p, c->callee);
		if (!from && !to)
			continue;
		service_id caller = member_of(p, c->caller)->service, callee = member_of(p, c->callee)->service;
		bool shared = !to && index_is_shared(p->model, callee), used = !from && p->service->kind == SERVICE_SHARED;
		p->shared_calls += shared ? c->sites : 0;
		p->library_calls += used ? c->sites : 0;
		if (shared || used || (from && !from->node) || (to && !to->node) || (!from && index_is_shared(p->model, caller)))
			continue;
		Agnode_t *tail = from ? from->node : stub(p, caller, true), *head = to ? to->node : stub(p, callee, false);
		if (tail && head)
			add_edge(p, (struct wire){tail, head, c->sites, 0, true, !from || !to, call_text(p, c)});
	}
}

static void
collect_accesses(struct picture *p)
{
	for (size_t i = 0; i < p->index->accesses.count; i++) {
		const struct index_access *c = &p->index->accesses.at[i];
		struct part *from = part_of(p, c->function), *to = part_of(p, c->table);
		bool rows = c->modes & INDEX_ROWS; /* making a table is no use of it by another service */
		if ((!from && !to) || (from && !from->node) || (to && !to->node) || (!rows && !(from && to)))
			continue;
		Agnode_t *tail = from ? from->node : stub(p, member_of(p, c->function)->service, true);
		Agnode_t *head = to ? to->node : stub(p, member_of(p, c->table)->service, false);
		const char *text = arena_printf(&p->draw.arena, "%s: %s on %s at %s", member_of(p, c->function)->name,
		                                index_letters(&p->draw.arena, c->modes), member_of(p, c->table)->name,
		                                text_place(&p->draw.arena, c->file, c->line));
		if (tail && head)
			add_edge(p, (struct wire){tail, head, 1, c->modes, false, !from || !to, text});
	}
}

static void
draw_wires(struct picture *p)
{
	struct draw *d = &p->draw;
	for (size_t i = 0; i < p->wires.count && i < EDGE_LIMIT; i++) {
		const struct wire *w = &p->wires.at[i];
		bool writes = w->modes & INDEX_WRITES;
		Agedge_t *e = draw_edge(d, w->from, w->to, w->outside && writes ? "call writes" : w->outside ? "call outside" : "call");
		draw_set(e, "color", w->outside && writes ? COLOUR_RED : w->outside ? COLOUR_BLUE : COLOUR_LINE);
		draw_set(e, "style", !w->calls && !writes ? "dashed" : "");
		draw_set(e, "weight", w->outside || !w->calls ? "1" : "2");
		draw_set(e, "penwidth", arena_printf(&d->arena, "%.1f", fmin(4, sqrt((double)w->sites))));
		draw_text(d, e, "tooltip", w->sites > 1 ? arena_printf(&d->arena, "%s and %zu more", w->text, w->sites - 1) : w->text);
	}
	p->hidden_edges = p->wires.count > EDGE_LIMIT ? p->wires.count - EDGE_LIMIT : 0;
}

static void
explain(struct picture *p)
{
	struct draw *d = &p->draw;
	const struct model_service *s = p->service;
	draw_note(d, "%s, %s, %s%s.", text_count(&d->arena, s->functions, "function", "functions"),
	          text_count(&d->arena, s->tables, "table", "tables"),
	          text_count(&d->arena, s->operation_count, "operation", "operations"), s->kind == SERVICE_SHARED ? "" :
	          arena_printf(&d->arena, "; cohesion %.2f, coupling %.2f", s->cohesion, s->coupling));
	if (p->hidden_functions || p->hidden_tables || p->hidden_edges)
		draw_note(d, "Not drawn: %s, %s, %s of lesser weight; functions and tables are all in report.html.",
		          text_count(&d->arena, p->hidden_functions, "function", "functions"),
		          text_count(&d->arena, p->hidden_tables, "table", "tables"),
		          text_count(&d->arena, p->hidden_edges, "edge", "edges"));
	if (p->shared_calls)
		draw_note(d, "%s into the shared library not drawn.", text_count(&d->arena, p->shared_calls, "call", "calls"));
	if (p->library_calls)
		draw_note(d, "%s from services not drawn: every service may use this library.",
		          text_count(&d->arena, p->library_calls, "call", "calls"));
	draw_legend(d, COLOUR_GREEN, SIGN_BOX, "entry point");
	draw_legend(d, COLOUR_BLUE, SIGN_BOX, "operation: other services call it");
	draw_legend(d, COLOUR_LINE, SIGN_BOX, "another service: left it calls, right it is needed");
	draw_legend(d, COLOUR_BLUE, SIGN_LINE, "crosses the boundary (dashed: reads a table)");
	draw_legend(d, COLOUR_RED, SIGN_LINE, "writes a table of another service");
}

bool
diagram_service(const struct diagram_call *c, const struct model_service *service)
{
	struct picture p = {.model = c->model, .service = service, .index = c->index};
	struct draw *d = &p.draw;
	draw_init(d, arena_printf(&c->index->arena, "service-%s", service->slug), service->name, "LR");
	draw_set(d->graph, "nodesep", "0.15");
	draw_set(d->graph, "ranksep", "0.45");
	draw_set(d->graph, "searchsize", "200");
	p.first = draw_rank(d, "min");
	p.last = draw_rank(d, "max");
	p.parts = arena_array(&d->arena, struct part, service->member_count);
	p.callers = arena_array(&d->arena, Agnode_t *, c->model->service_count);
	p.needed = arena_array(&d->arena, Agnode_t *, c->model->service_count);
	for (size_t i = 0; i < service->member_count; i++)
		p.parts[i].member = (uint32_t)(service->first_member + i);
	score_operations(&p);
	score_links(&p);
	draw_parts(&p);
	collect_calls(&p);
	collect_accesses(&p);
	draw_wires(&p);
	explain(&p);
	bool ok = draw_write(d, c->options, c->sink, c->diags);
	draw_finish(d);
	vec_finish(&p.wires);
	return ok;
}
