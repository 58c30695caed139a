/* The system picture: every service by name, and the dependencies that matter. In: the model. Out: at most
 * NODE_LIMIT nodes, flat, so that edge labels are safe.
 *
 * An edge is drawn when it is among the two or three strongest of its source, when its reverse is (a direct cycle is
 * seen as one, as a line with two heads unless it writes tables), or when it writes the other's tables; the rest is
 * counted on the picture. Beyond NODE_LIMIT services
 * the smallest share a node that lists their names. */
#include "reports/diagrams.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/text.h"

enum { NODE_LIMIT = 40, TOP = 3, TOP_MANY = 2, MANY = 10, TABLES_NAMED = 3, GROUP_LINE = 60, EDGE_LIMIT = 100, HUB = 6, STAGGER = 3 };

struct link {
	size_t from, to; /* numbers of nodes */
	size_t cuts;
	double weight;
	bool writes, drawn;
	bool merged;             /* drawn by its reverse */
	const struct link *back; /* the reverse that is drawn along */
	const struct model_edge *edge; /* the strongest behind it */
};

struct picture {
	struct draw draw;
	const struct model *model;
	size_t *node_of;  /* service → number of its node */
	Agnode_t **nodes; /* by number */
	size_t node_count, group; /* group: number of the shared node, SIZE_MAX when there is none */
	struct link *links;       /* sorted by from, to */
	size_t link_count;
	double heaviest;
};

static size_t
edge_cuts(const struct model_edge *e)
{
	return e->calls + e->tables + e->globals + e->joins + e->transactions + e->foreign_keys;
}

/* What is drawn alone: the shared library, then the largest services by functions and tables, ties by number. */
static bool
goes_before(const struct model_service *a, const struct model_service *b)
{
	size_t x = a->functions + a->tables, y = b->functions + b->tables;
	if (a->kind != b->kind)
		return a->kind == SERVICE_SHARED;
	return x > y || (x == y && a->id.v < b->id.v);
}

static void
assign_nodes(struct picture *p)
{
	const struct model *m = p->model;
	size_t n = m->service_count, alone = n <= NODE_LIMIT ? n : NODE_LIMIT - 1;
	p->node_of = arena_array(&p->draw.arena, size_t, n);
	p->group = n > alone ? alone : SIZE_MAX;
	for (size_t i = 0; i < n; i++) {
		size_t before = 0;
		for (size_t k = 0; k < n; k++)
			before += goes_before(&m->services[k], &m->services[i]);
		p->node_of[i] = before < alone ? p->node_count++ : p->group;
	}
	p->node_count += p->group != SIZE_MAX;
	p->nodes = arena_array(&p->draw.arena, Agnode_t *, p->node_count);
}

/* "orders, order_items, carts and 3 more" */
static char *
table_names(struct picture *p, const struct model_service *s)
{
	char *names = arena_strdup(&p->draw.arena, "");
	size_t shown = 0;
	for (size_t i = s->first_member; i < s->first_member + s->member_count && shown < TABLES_NAMED; i++)
		if (p->model->members[i].kind == MEMBER_TABLE)
			names = arena_printf(&p->draw.arena, "%s%s%s", names, shown++ ? ", " : "",
			                     text_show(&p->draw.arena, p->model->members[i].name, 24));
	return s->tables > shown ? arena_printf(&p->draw.arena, "%s and %zu more", names, s->tables - shown) : names;
}

static void
draw_service(struct picture *p, size_t i)
{
	struct draw *d = &p->draw;
	const struct model_service *s = &p->model->services[i];
	bool shared = s->kind == SERVICE_SHARED;
	const char *entries = s->entry_points ? arena_printf(&d->arena, " · %s",
	                          text_count(&d->arena, s->entry_points, "entry point", "entry points")) : "";
	const char *lines[] = {
		arena_printf(&d->arena, "%s · %s%s", text_count(&d->arena, s->functions, "function", "functions"),
		             text_count(&d->arena, s->tables, "table", "tables"), entries),
		shared ? "shared library: linked into every service" : table_names(p, s)};
	Agnode_t *n = draw_node(d, NULL, s->slug, shared ? "service shared" : "service",
	                        draw_markup(d, s->name, 15, *lines[1] ? 2 : 1, lines));
	draw_set(n, "fillcolor", shared ? COLOUR_STUB : COLOUR_SERVICE);
	draw_set(n, "color", shared ? COLOUR_LINE : COLOUR_BLUE);
	if (shared)
		draw_set(n, "style", "filled,rounded,dashed");
	draw_text(d, n, "tooltip", arena_printf(&d->arena, "%s: %s; cohesion %.2f, coupling %.2f", s->name, lines[0],
	                                        s->cohesion, s->coupling));
	draw_link(d, n, arena_printf(&d->arena, "service/%s", s->slug));
	p->nodes[p->node_of[i]] = n;
}

static void
draw_group(struct picture *p)
{
	struct draw *d = &p->draw;
	VEC(const char *) lines = {0};
	size_t count = 0;
	for (size_t i = 0; i < p->model->service_count; i++) {
		if (p->node_of[i] != p->group)
			continue;
		const char *name = text_show(&d->arena, p->model->services[i].name, 0);
		count++;
		if (lines.count && strlen(vec_last(&lines)) + strlen(name) < GROUP_LINE)
			vec_last(&lines) = arena_printf(&d->arena, "%s, %s", vec_last(&lines), name);
		else
			vec_push(&lines, name);
	}
	Agnode_t *n = draw_node(d, NULL, "small services", "service group",
	                        draw_markup(d, arena_printf(&d->arena, "%zu small services", count), 15, lines.count, lines.at));
	draw_set(n, "fillcolor", COLOUR_STUB);
	draw_link(d, n, "services");
	draw_note(d, "The %zu smallest services share one box.", count);
	p->nodes[p->group] = n;
	vec_finish(&lines);
}

static int
compare_links(const void *a, const void *b)
{
	const struct link *x = a, *y = b;
	return x->from != y->from ? (x->from < y->from ? -1 : 1) : (x->to > y->to) - (x->to < y->to);
}

static bool
writes_tables(const struct model *m, const struct model_edge *e)
{
	for (size_t i = 0; i < m->use_count; i++)
		if (m->uses[i].service.v == e->from.v && m->uses[i].owner.v == e->to.v && index_modes(&m->uses[i]) & INDEX_WRITES)
			return true;
	return false;
}

static void
unite_links(struct picture *p)
{
	size_t n = 0;
	qsort(p->links, p->link_count, sizeof *p->links, compare_links);
	for (size_t i = 0; i < p->link_count; i++) {
		struct link *l = &p->links[i], *last = n ? &p->links[n - 1] : NULL;
		if (!last || compare_links(last, l)) {
			p->links[n++] = *l;
			continue;
		}
		last->edge = l->edge->weight > last->edge->weight ? l->edge : last->edge;
		last->cuts += l->cuts;
		last->weight += l->weight;
		last->writes |= l->writes;
	}
	p->link_count = n;
}

static void
collect_links(struct picture *p)
{
	const struct model *m = p->model;
	p->links = arena_array(&p->draw.arena, struct link, m->edge_count);
	for (size_t i = 0; i < m->edge_count; i++) {
		const struct model_edge *e = &m->edges[i];
		size_t from = p->node_of[e->from.v - 1], to = p->node_of[e->to.v - 1];
		if (from != to)
			p->links[p->link_count++] = (struct link){from, to, edge_cuts(e), e->weight, writes_tables(m, e), .edge = e};
	}
	unite_links(p);
	for (size_t i = 0; i < p->link_count; i++)
		p->heaviest = fmax(p->heaviest, p->links[i].weight);
}

static struct link *
find_link(struct picture *p, size_t from, size_t to)
{
	struct link key = {.from = from, .to = to};
	return bsearch(&key, p->links, p->link_count, sizeof key, compare_links);
}

static size_t
rank_of(const struct picture *p, const struct link *l)
{
	size_t before = 0;
	for (const struct link *k = p->links; k < p->links + p->link_count; k++)
		before += k->from == l->from && (k->weight > l->weight || (k->weight == l->weight && k->to < l->to));
	return before;
}

/* Marks what is drawn; returns how many are not. */
static size_t
choose_links(struct picture *p)
{
	size_t drawn = 0, top = p->node_count > MANY ? TOP_MANY : TOP;
	for (size_t i = 0; i < p->link_count; i++)
		drawn += p->links[i].drawn = rank_of(p, &p->links[i]) < top;
	for (size_t i = 0; i < p->link_count; i++) {
		struct link *l = &p->links[i], *back = find_link(p, l->to, l->from);
		if (!l->drawn && drawn < EDGE_LIMIT && (l->writes || (back && back->drawn && rank_of(p, back) < top)))
			drawn += l->drawn = true;
	}
	return p->link_count - drawn;
}

/* Two services that need each other share a line, led by the heavier side; writes keep a line of their own. */
static void
merge_links(struct picture *p)
{
	for (size_t i = 0; i < p->link_count; i++) {
		struct link *l = &p->links[i], *back = find_link(p, l->to, l->from);
		bool leads = back && (l->weight > back->weight || (l->weight == back->weight && l->from < l->to));
		if (leads && l->drawn && back->drawn && !l->writes && !back->writes) {
			l->back = back;
			back->merged = true;
		}
	}
}

static void
add_kind(struct arena *a, char **text, size_t n, const char *one, const char *many)
{
	if (n)
		*text = arena_printf(a, "%s%s%s", *text, **text ? ", " : "", text_count(a, n, one, many));
}

static char *
edge_text(struct picture *p, const struct link *l)
{
	struct arena *a = &p->draw.arena;
	const struct model_edge *e = l->edge;
	const struct model *m = p->model;
	char *kinds = arena_strdup(a, "");
	add_kind(a, &kinds, e->calls, "call", "calls");
	add_kind(a, &kinds, e->tables, "table access", "table accesses");
	add_kind(a, &kinds, e->globals, "use of a global", "uses of globals");
	add_kind(a, &kinds, e->joins, "join", "joins");
	add_kind(a, &kinds, e->transactions, "shared transaction", "shared transactions");
	add_kind(a, &kinds, e->foreign_keys, "foreign key", "foreign keys");
	for (size_t i = 0; i < m->cut_count; i++) {
		const struct model_cut *c = &m->cuts[i];
		if (c->from.v == e->from.v && c->to.v == e->to.v)
			return arena_printf(a, "%s → %s: %s; e.g. %s → %s at %s", index_service(m, e->from)->name,
			                    index_service(m, e->to)->name, kinds, c->source, c->target, text_place(a, c->file, c->line));
	}
	return arena_printf(a, "%s → %s: %s", index_service(m, e->from)->name, index_service(m, e->to)->name, kinds);
}

static void
label_link(struct picture *p, Agedge_t *e, const struct link *l)
{
	struct draw *d = &p->draw;
	const char *text = edge_text(p, l);
	if (l->back)
		text = arena_printf(&d->arena, "%s · %s", text, edge_text(p, l->back));
	draw_set(e, "label", l->back ? arena_printf(&d->arena, " %zu ⇄ %zu ", l->cuts, l->back->cuts) : arena_printf(&d->arena, " %zu ", l->cuts));
	draw_set(e, "fontsize", "12");
	draw_text(d, e, "tooltip", text);
	draw_text(d, e, "labeltooltip", text);
}

/* Many boxes around one would all stand in one row: their lines get different lengths in turn. */
static unsigned
stagger(const struct picture *p, const struct link *l)
{
	unsigned before = 0, all = 0;
	for (const struct link *k = p->links; k < p->links + p->link_count; k++) {
		bool same = k->drawn && !k->merged && k->to == l->to;
		all += same;
		before += same && k < l;
	}
	return all > HUB ? 1 + before % STAGGER : 1;
}

static void
draw_links(struct picture *p)
{
	struct draw *d = &p->draw;
	for (struct link *l = p->links; l < p->links + p->link_count; l++) {
		if (!l->drawn || l->merged)
			continue;
		Agedge_t *e = draw_edge(d, p->nodes[l->from], p->nodes[l->to],
		                        l->writes ? "dependency writes" : l->back ? "dependency mutual" : "dependency");
		draw_set(e, "penwidth", arena_printf(&d->arena, "%.1f", p->heaviest > 0 ? 0.8 + 4.2 * sqrt(l->weight / p->heaviest) : 1));
		draw_set(e, "color", l->writes ? COLOUR_RED : COLOUR_LINE);
		draw_set(e, "fontcolor", l->writes ? COLOUR_RED : COLOUR_INK);
		draw_set(e, "minlen", arena_printf(&d->arena, "%u", stagger(p, l)));
		draw_set(e, "dir", l->back ? "both" : "");
		draw_set(e, "arrowtail", l->back ? "dot" : "");
		label_link(p, e, l);
		draw_link(d, e, arena_printf(&d->arena, "cuts/%s/%s", index_service(p->model, l->edge->from)->slug,
		                             index_service(p->model, l->edge->to)->slug));
	}
}

static size_t
count_mutual(struct picture *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->link_count; i++)
		n += p->links[i].from < p->links[i].to && find_link(p, p->links[i].to, p->links[i].from);
	return n;
}

static bool
is_mutual(const struct link *l)
{
	return l->back != NULL;
}

static bool
is_writing(const struct link *l)
{
	return l->writes;
}

static size_t
count_drawn(const struct picture *p, bool (*wanted)(const struct link *))
{
	size_t n = 0;
	for (size_t i = 0; i < p->link_count; i++)
		n += p->links[i].drawn && wanted(&p->links[i]);
	return n;
}

static char *
service_count(struct picture *p)
{
	size_t shared = 0;
	for (size_t i = 0; i < p->model->service_count; i++)
		shared += p->model->services[i].kind == SERVICE_SHARED;
	return arena_printf(&p->draw.arena, "%s%s", text_count(&p->draw.arena, p->model->service_count - shared, "service", "services"),
	                    shared ? " and the shared library" : "");
}

static void
explain(struct picture *p, size_t hidden)
{
	struct draw *d = &p->draw;
	const struct model *m = p->model;
	size_t mutual = count_mutual(p);
	if (!m->service_count)
		draw_note(d, "No service was found: see what was not understood in report.html.");
	else
		draw_note(d, "%s, %s drawn of %zu; %s.", service_count(p), text_count(&d->arena, p->link_count - hidden, "dependency", "dependencies"),
		          p->link_count, mutual ? text_count(&d->arena, mutual, "pair depends on each other", "pairs depend on each other")
		                 : "no two depend on each other");
	if (hidden)
		draw_note(d, "%zu weaker %s not drawn: see the matrix in report.html.", hidden,
		          hidden == 1 ? "dependency" : "dependencies");
	if (!p->link_count)
		return;
	draw_legend(d, COLOUR_LINE, SIGN_LINE, "A → B: A needs B; the number counts the places to cut, the width follows their weight");
	if (count_drawn(p, is_mutual))
		draw_legend(d, COLOUR_LINE, "●━▶", "5 ⇄ 2: each needs the other, 5 places along the arrow, 2 back");
	if (count_drawn(p, is_writing))
		draw_legend(d, COLOUR_RED, SIGN_LINE, "A writes tables that B owns");
}

bool
diagram_system(const struct diagram_call *c)
{
	struct picture p = {.model = c->model};
	const char *title = *c->model->title ? c->model->title : "The system";
	draw_init(&p.draw, "system", title, "TB");
	assign_nodes(&p);
	for (size_t i = 0; i < c->model->service_count; i++)
		if (p.node_of[i] != p.group)
			draw_service(&p, i);
	if (p.group != SIZE_MAX)
		draw_group(&p);
	collect_links(&p);
	size_t hidden = choose_links(&p);
	merge_links(&p);
	explain(&p, hidden);
	draw_links(&p);
	bool ok = draw_write(&p.draw, c->options, c->sink, c->diags);
	draw_finish(&p.draw);
	return ok;
}
