/* The data picture: who owns, writes and reads which table. In: the model's table uses. Out: a box per service with
 * the tables that only it touches, a box per table that several touch with a row per service and the letters of create,
 * read, update, delete, and an edge from each service to its row. Beyond TABLE_LIMIT the tables with the fewest users are counted only. */
#include "reports/diagrams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/text.h"

enum { TABLE_LIMIT = 60, PRIVATE_LINES = 6, LINE_WIDTH = 44, SERVICE_LIMIT = 60 };

struct board { /* one table and its uses */
	size_t first, count;
	size_t foreign_writers, foreign_readers; /* of rows */
	bool drawn;
};

struct picture {
	struct draw draw;
	const struct model *model;
	VEC(struct board) boards;
	Agnode_t **services;
	size_t shared_tables, hidden;
	size_t makers; /* uses by others that only make or alter the table */
};

static bool
is_foreign(const struct model_table_use *u)
{
	return u->service.v != u->owner.v;
}

static bool
touches_rows(const struct model_table_use *u)
{
	return index_modes(u) & INDEX_ROWS;
}

static void
collect_boards(struct picture *p)
{
	const struct model *m = p->model;
	for (size_t i = 0; i < m->use_count; i++) {
		const struct model_table_use *u = &m->uses[i];
		bool same = i && m->uses[i - 1].table == u->table && !strcmp(m->uses[i - 1].table_name, u->table_name);
		if (!same)
			vec_push(&p->boards, (struct board){.first = i});
		struct board *t = &vec_last(&p->boards);
		bool writes = index_modes(u) & INDEX_WRITES;
		t->count++;
		t->foreign_writers += is_foreign(u) && writes;
		t->foreign_readers += is_foreign(u) && !writes && touches_rows(u);
		p->makers += is_foreign(u) && !touches_rows(u);
	}
}

static size_t
users(const struct board *t)
{
	return t->foreign_writers + t->foreign_readers;
}

static void
choose_boards(struct picture *p)
{
	for (size_t i = 0; i < p->boards.count; i++) {
		struct board *t = &p->boards.at[i];
		size_t before = 0;
		for (size_t k = 0; k < p->boards.count; k++)
			before += users(&p->boards.at[k]) > users(t) || (users(&p->boards.at[k]) == users(t) && k < i);
		t->drawn = users(t) && before < TABLE_LIMIT;
		p->shared_tables += users(t) > 0;
		p->hidden += users(t) && !t->drawn;
	}
}

static bool
is_drawn(const struct picture *p, const char *table)
{
	for (size_t i = 0; i < p->boards.count; i++)
		if (p->boards.at[i].drawn && !strcmp(p->model->uses[p->boards.at[i].first].table_name, table))
			return true;
	return false;
}

/* Wraps the names of a service's other tables. */
static size_t
private_lines(struct picture *p, const struct model_service *s, const char *lines[PRIVATE_LINES + 1])
{
	struct arena *a = &p->draw.arena;
	size_t n = 0, more = 0;
	for (size_t i = s->first_member; i < s->first_member + s->member_count; i++) {
		const struct model_member *m = &p->model->members[i];
		if (m->kind != MEMBER_TABLE || is_drawn(p, m->name))
			continue;
		const char *name = text_show(a, m->name, 32);
		if (n && strlen(lines[n - 1]) + strlen(name) < LINE_WIDTH)
			lines[n - 1] = arena_printf(a, "%s, %s", lines[n - 1], name);
		else if (n < PRIVATE_LINES)
			lines[n++] = name;
		else
			more++;
	}
	if (more)
		lines[n++] = arena_printf(a, "and %zu more", more);
	return n;
}

static void
draw_service(struct picture *p, size_t i)
{
	struct draw *d = &p->draw;
	const struct model_service *s = &p->model->services[i];
	const char *lines[PRIVATE_LINES + 2] = {"only its own:"};
	size_t n = private_lines(p, s, lines + 1);
	bool shared = s->kind == SERVICE_SHARED;
	p->services[i] = draw_node(d, NULL, arena_printf(&d->arena, "service %s", s->slug), shared ? "service shared" : "service",
	                           draw_markup(d, s->name, 14, n ? n + 1 : 0, lines));
	draw_set(p->services[i], "fillcolor", shared ? COLOUR_STUB : COLOUR_SERVICE);
	draw_set(p->services[i], "color", shared ? COLOUR_LINE : COLOUR_BLUE);
	draw_text(d, p->services[i], "tooltip", arena_printf(&d->arena, "%s owns %s", s->name,
	                                                     text_count(&d->arena, s->tables, "table", "tables")));
	draw_link(d, p->services[i], arena_printf(&d->arena, "service/%s", s->slug));
}

static bool
is_shown(const struct picture *p, const struct model_table_use *u)
{
	return index_service(p->model, u->service) && p->services[u->service.v - 1];
}

static const char *
use_colour(const struct model_table_use *u)
{
	return !is_foreign(u) ? COLOUR_INK : index_modes(u) & INDEX_WRITES ? COLOUR_RED : COLOUR_BLUE;
}

static void
draw_use(struct picture *p, Agnode_t *table, const struct model_table_use *u)
{
	struct draw *d = &p->draw;
	bool writes = index_modes(u) & INDEX_WRITES, foreign = is_foreign(u);
	Agedge_t *e = draw_edge(d, p->services[u->service.v - 1], table, !foreign ? "use own" : writes ? "use writes" : "use reads");
	draw_set(e, "headport", arena_printf(&d->arena, "s%u:w", u->service.v));
	draw_set(e, "color", foreign ? use_colour(u) : COLOUR_LINE);
	draw_set(e, "penwidth", !foreign ? "2" : "1.2");
	draw_set(e, "weight", !foreign ? "8" : "1");
	draw_set(e, "style", foreign && !writes ? "dashed" : "");
	draw_text(d, e, "tooltip", arena_printf(&d->arena, "%s on %s: %u creates, %u reads, %u updates, %u deletes",
	                                        index_service(p->model, u->service)->name, u->table_name, u->creates, u->reads,
	                                        u->updates, u->deletes));
}

static char *
use_row(struct picture *p, const struct model_table_use *u)
{
	struct arena *a = &p->draw.arena;
	const struct model_service *s = index_service(p->model, u->service);
	const char *letters = index_letters(a, index_modes(u));
	return draw_row(&p->draw, arena_printf(a, "s%u", u->service.v), use_colour(u),
	                arena_printf(a, "%s  %s%s", *letters ? letters : "never used", s ? text_show(a, s->name, 32) : "no service",
	                             is_foreign(u) ? "" : " (owner)"));
}

/* The uses of a table, its owner's first even when it never touches the table. */
static size_t
board_uses(struct picture *p, const struct board *t, struct model_table_use *out)
{
	const struct model_table_use *first = &p->model->uses[t->first];
	size_t n = 1;
	out[0] = (struct model_table_use){first->table, first->table_name, first->owner, first->owner, 0, 0, 0, 0, 0};
	for (size_t i = t->first; i < t->first + t->count; i++) {
		const struct model_table_use *u = &p->model->uses[i];
		if (!is_foreign(u))
			out[0] = *u;
		else if (touches_rows(u))
			out[n++] = *u;
	}
	return n;
}

static void
draw_board(struct picture *p, const struct board *t)
{
	struct draw *d = &p->draw;
	struct model_table_use *uses = arena_array(&d->arena, struct model_table_use, t->count + 1);
	size_t count = board_uses(p, t, uses);
	char *rows = arena_strdup(&d->arena, "");
	for (size_t i = 0; i < count; i++)
		rows = arena_printf(&d->arena, "%s%s", rows, use_row(p, &uses[i]));
	Agnode_t *n = draw_node(d, NULL, arena_printf(&d->arena, "table %s", uses->table_name), "table",
	                        draw_rows(d, text_show(&d->arena, uses->table_name, 48), rows));
	draw_set(n, "style", "filled");
	draw_set(n, "margin", "0.08,0.05");
	draw_set(n, "fillcolor", COLOUR_TABLE);
	draw_set(n, "color", t->foreign_writers ? COLOUR_RED : COLOUR_AMBER);
	draw_text(d, n, "tooltip", arena_printf(&d->arena, "%s: %zu other services write, %zu only read", uses->table_name,
	                                        t->foreign_writers, t->foreign_readers));
	draw_link(d, n, arena_printf(&d->arena, "table/%s", text_fragment(&d->arena, uses->table_name)));
	for (size_t i = 0; i < count; i++)
		if (is_shown(p, &uses[i]))
			draw_use(p, n, &uses[i]);
}

static void
draw_services(struct picture *p)
{
	const struct model *m = p->model;
	size_t left_out = 0, drawn = 0;
	p->services = arena_array(&p->draw.arena, Agnode_t *, m->service_count);
	for (size_t i = 0; i < m->service_count; i++) {
		bool uses = m->services[i].tables > 0;
		for (size_t k = 0; !uses && k < m->use_count; k++)
			uses = m->uses[k].service.v == i + 1 && touches_rows(&m->uses[k]);
		if (uses && drawn < SERVICE_LIMIT)
			draw_service(p, i), drawn++;
		else
			left_out += uses;
	}
	if (left_out)
		draw_note(&p->draw, "%zu services that touch tables are not drawn: see the table matrix in report.html.", left_out);
}

static void
explain(struct picture *p)
{
	struct draw *d = &p->draw;
	size_t writers = 0;
	for (size_t i = 0; i < p->boards.count; i++)
		writers += p->boards.at[i].foreign_writers > 0;
	if (!p->boards.count)
		draw_note(d, "No access to a table was found.");
	else
		draw_note(d, "%s used; %zu by more than one service, %zu of them written by another than the owner.",
		          text_count(&d->arena, p->boards.count, "table", "tables"), p->shared_tables, writers);
	if (p->makers)
		draw_note(d, "Not drawn: %s where a service only makes or alters a table of another.", text_count(&d->arena, p->makers, "use", "uses"));
	if (p->hidden)
		draw_note(d, "%zu further shared tables with fewer users are not drawn: see the table matrix in report.html.", p->hidden);
	if (!p->shared_tables)
		return;
	draw_legend(d, COLOUR_LINE, SIGN_LINE, "owner");
	draw_legend(d, COLOUR_RED, SIGN_LINE, "writes a table it does not own");
	draw_legend(d, COLOUR_BLUE, SIGN_DASHED, "reads a table it does not own");
	draw_note(d, "Letters: C create, R read, U update, D delete.");
}

bool
diagram_data(const struct diagram_call *c)
{
	struct picture p = {.model = c->model};
	const char *title = *c->model->title ? arena_printf(&c->index->arena, "%s: data", c->model->title) : "Services and their data";
	draw_init(&p.draw, "data", title, "LR");
	draw_set(p.draw.graph, "ranksep", "1.6");
	draw_set(p.draw.graph, "nodesep", "0.18");
	collect_boards(&p);
	choose_boards(&p);
	draw_services(&p);
	for (size_t i = 0; i < p.boards.count; i++)
		if (p.boards.at[i].drawn)
			draw_board(&p, &p.boards.at[i]);
	explain(&p);
	bool ok = draw_write(&p.draw, c->options, c->sink, c->diags);
	draw_finish(&p.draw);
	vec_finish(&p.boards);
	return ok;
}
