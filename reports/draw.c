/* One diagram: nodes, edges, legend and notes by cgraph, then the files. In: keys and texts as the sources spell
 * them. Out: .dot in order of creation, .svg of the same graph. Text of others is neutralised where it enters:
 * control bytes, invalid UTF-8, backslash escapes, entities, markup. Every object carries an id of its own, so
 * that several pictures can stand in one page. */
#include "reports/draw.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/text.h"

#define FONT "Arial,Helvetica,sans-serif"

enum { NOTE_WIDTH = 110, LIST_LINES = 500, DEFAULT_CPU = 20 };

void
draw_set(void *object, const char *attribute, const char *value)
{
	agsafeset(object, (char *)attribute, (char *)value, (char *)"");
}

static void
set_markup(Agraph_t *graph, void *object, const char *attribute, const char *markup)
{
	char *html = agstrdup_html(graph, (char *)markup);
	agsafeset(object, (char *)attribute, html, (char *)"");
	agstrfree(graph, html);
}

/* Graphviz expands \N, \G, \l … and &name; in most attributes. */
static char *
neutralise(struct draw *d, const char *text)
{
	char *shown = text_show(&d->arena, text, 0), *out = arena_alloc(&d->arena, 5 * strlen(shown) + 1), *o = out;
	for (const char *p = shown; *p && o - out < TEXT_LIMIT - 8; p++) {
		const char *r = *p == '\\' ? "\\\\" : *p == '&' ? "&amp;" : (char[]){*p, 0};
		o = stpcpy(o, r);
	}
	return out;
}

void
draw_text(struct draw *d, void *object, const char *attribute, const char *text)
{
	draw_set(object, attribute, neutralise(d, text));
}

static void
set_defaults(struct draw *d, const char *rank_direction)
{
	static const char *const of_graph[][2] = {
		{"charset", "UTF-8"}, {"fontname", FONT}, {"fontsize", "12"}, {"bgcolor", "white"}, {"labelloc", "t"},
		{"labeljust", "l"}, {"nodesep", "0.35"}, {"ranksep", "0.6"}, {"pad", "0.2"}, {"id", ""}, {"class", ""},
		{"fontcolor", COLOUR_INK}};
	static const char *const of_node[][2] = {
		{"shape", "box"}, {"style", "filled,rounded"}, {"fillcolor", COLOUR_PLAIN}, {"color", COLOUR_LINE},
		{"fontname", FONT}, {"fontsize", "11"}, {"margin", "0.16,0.08"}, {"fontcolor", COLOUR_INK}, {"height", "0.3"}};
	static const char *const of_edge[][2] = {
		{"color", COLOUR_LINE}, {"fontname", FONT}, {"fontsize", "10"}, {"arrowsize", "0.7"}, {"fontcolor", COLOUR_INK}};
	for (size_t i = 0; i < sizeof of_graph / sizeof *of_graph; i++)
		agattr(d->graph, AGRAPH, (char *)of_graph[i][0], (char *)of_graph[i][1]);
	for (size_t i = 0; i < sizeof of_node / sizeof *of_node; i++)
		agattr(d->graph, AGNODE, (char *)of_node[i][0], (char *)of_node[i][1]);
	for (size_t i = 0; i < sizeof of_edge / sizeof *of_edge; i++)
		agattr(d->graph, AGEDGE, (char *)of_edge[i][0], (char *)of_edge[i][1]);
	agattr(d->graph, AGRAPH, (char *)"rankdir", (char *)rank_direction);
	draw_set(d->graph, "id", arena_printf(&d->arena, "%s-graph", d->name));
	draw_set(d->graph, "class", "diagram");
}

void
draw_init(struct draw *d, const char *name, const char *title, const char *rank_direction)
{
	*d = (struct draw){0};
	arena_init(&d->arena);
	d->name = arena_strdup(&d->arena, name);
	d->title = arena_strdup(&d->arena, title);
	d->graph = agopen((char *)d->name, Agdirected, NULL);
	set_defaults(d, rank_direction);
}

void
draw_finish(struct draw *d)
{
	agclose(d->graph);
	vec_finish(&d->notes);
	vec_finish(&d->legend);
	arena_finish(&d->arena);
}

static void
set_identity(struct draw *d, void *object, const char *class)
{
	draw_set(object, "id", arena_printf(&d->arena, "%s-%zu", d->name, ++d->ids));
	draw_set(object, "class", class);
}

Agnode_t *
draw_node(struct draw *d, Agraph_t *in, const char *key, const char *class, const char *markup)
{
	char *name = text_show(&d->arena, key, 200);
	for (size_t n = d->ids + 1; agnode(d->graph, name, 0); n++)
		name = arena_printf(&d->arena, "%s~%zu", text_show(&d->arena, key, 200), n);
	Agnode_t *node = agnode(in ? in : d->graph, name, 1);
	set_identity(d, node, class);
	set_markup(d->graph, node, "label", markup);
	return node;
}

Agedge_t *
draw_edge(struct draw *d, Agnode_t *tail, Agnode_t *head, const char *class)
{
	Agedge_t *edge = agedge(d->graph, tail, head, NULL, 1);
	set_identity(d, edge, class);
	return edge;
}

/* Without a name: cgraph orders named subgraphs by the address of their name, others as they were made. */
Agraph_t *
draw_rank(struct draw *d, const char *rank)
{
	Agraph_t *set = agsubg(d->graph, NULL, 1);
	draw_set(set, "rank", rank);
	return set;
}

void
draw_link(struct draw *d, void *object, const char *fragment)
{
	draw_set(object, "URL", arena_printf(&d->arena, "../report.html#%s", fragment));
}

/* In markup, expat undoes the entities before Graphviz looks for backslash escapes. */
static char *
markup_text(struct draw *d, const char *text)
{
	char *xml = text_xml(&d->arena, text, 0), *out = arena_alloc(&d->arena, 2 * strlen(xml) + 1), *o = out;
	for (const char *p = xml; *p; p++) {
		if (*p == '\\')
			*o++ = '\\';
		*o++ = *p;
	}
	return out;
}

char *
draw_row(struct draw *d, const char *port, const char *colour, const char *text)
{
	return arena_printf(&d->arena, "<TR><TD ALIGN=\"LEFT\" PORT=\"%s\"><FONT COLOR=\"%s\">%s</FONT></TD></TR>", port,
	                    colour, markup_text(d, text));
}

char *
draw_rows(struct draw *d, const char *headline, const char *rows)
{
	return arena_printf(&d->arena, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\"><TR><TD><B>%s</B>"
	                    "</TD></TR>%s</TABLE>", markup_text(d, headline), rows);
}

char *
draw_markup(struct draw *d, const char *headline, unsigned size, size_t line_count, const char *const *lines)
{
	char *out = arena_printf(&d->arena, "<TR><TD><FONT POINT-SIZE=\"%u\"><B>%s</B></FONT></TD></TR>", size,
	                         markup_text(d, headline));
	for (size_t i = 0; i < line_count; i++)
		out = arena_printf(&d->arena, "%s<TR><TD>%s</TD></TR>", out, markup_text(d, lines[i]));
	return arena_printf(&d->arena, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\">%s</TABLE>",
	                    out);
}

void
draw_note(struct draw *d, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *note = arena_vprintf(&d->arena, format, args);
	va_end(args);
	vec_push(&d->notes, note);
}

void
draw_legend(struct draw *d, const char *colour, const char *sign, const char *text)
{
	vec_push(&d->legend, (struct draw_key){colour, sign, text});
}

#define ROW(text) "<TR><TD ALIGN=\"LEFT\">" text "</TD></TR>"

/* Breaks a long note at blanks, so that it does not widen the picture. */
static char *
note_lines(struct draw *d, const char *note)
{
	char *lines = arena_strdup(&d->arena, "");
	while (*note) {
		size_t n = strlen(note), cut = n;
		if (n > NOTE_WIDTH)
			for (cut = NOTE_WIDTH; cut > NOTE_WIDTH / 2 && note[cut] != ' '; cut--)
				;
		/* Never inside a character: a note may hold names. */
		while (cut < n && (note[cut] & 0xC0) == 0x80)
			cut++;
		lines = arena_printf(&d->arena, "%s" ROW("%s"), lines, markup_text(d, arena_strndup(&d->arena, note, cut)));
		note += cut;
		note += *note == ' ';
	}
	return lines;
}

/* Title, notes and legend in one column: Graphviz stretches the columns of a table over its width. */
static void
set_caption(struct draw *d)
{
	char *text = arena_printf(&d->arena, ROW("<FONT POINT-SIZE=\"20\">%s</FONT>"), markup_text(d, d->title));
	for (size_t i = 0; i < d->notes.count; i++)
		text = arena_printf(&d->arena, "%s%s", text, note_lines(d, d->notes.at[i]));
	for (size_t i = 0; i < d->legend.count; i++)
		text = arena_printf(&d->arena, "%s" ROW("<FONT COLOR=\"%s\">%s</FONT>  %s"), text, d->legend.at[i].colour,
		                    d->legend.at[i].sign, markup_text(d, d->legend.at[i].text));
	set_markup(d->graph, d->graph, "label",
	           arena_printf(&d->arena, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"2\" CELLPADDING=\"1\">%s</TABLE>", text));
}

static void
put_line(FILE *out, size_t *y, const char *text)
{
	fprintf(out, "<text x=\"12\" y=\"%zu\" font-size=\"12\">%s</text>\n", *y += 18, text);
}

/* The last rung: names in a column. */
static char *
list_picture(struct draw *d)
{
	char *svg = NULL;
	size_t size = 0, y = 10, nodes = (size_t)agnnodes(d->graph), shown = nodes < LIST_LINES ? nodes : LIST_LINES;
	FILE *out = open_memstream(&svg, &size);
	fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"%zu\" font-family=\"" FONT "\">\n"
	        "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n", 18 * (shown + d->notes.count + 4));
	put_line(out, &y, text_xml(&d->arena, d->title, 0));
	for (size_t i = 0; i < d->notes.count; i++)
		put_line(out, &y, text_xml(&d->arena, d->notes.at[i], 0));
	Agnode_t *n = agfstnode(d->graph);
	for (size_t i = 0; i < shown; i++, n = agnxtnode(d->graph, n))
		put_line(out, &y, text_xml(&d->arena, agnameof(n), 0));
	if (nodes > shown)
		put_line(out, &y, arena_printf(&d->arena, "… and %zu more", nodes - shown));
	fputs("</svg>\n", out);
	fclose(out);
	return svg;
}

static char *
picture(struct draw *d, unsigned cpu, struct diag_queue *diags)
{
	size_t nodes = (size_t)agnnodes(d->graph), edges = (size_t)agnedges(d->graph);
	enum draw_rung rung = draw_rung(nodes, edges);
	if (rung != RUNG_DOT)
		draw_note(d, "Large picture (%zu nodes, %zu edges): laid out by %s.", nodes, edges, draw_rung_word(rung));
	for (;; rung++) {
		const char *why = NULL;
		set_caption(d);
		char *svg = rung == RUNG_TABLE ? list_picture(d) : draw_layout(d->graph, rung, cpu, &why);
		if (svg)
			return svg;
		draw_note(d, "Layout degraded: %s failed (%s), so %s was used.", draw_rung_word(rung), why, draw_rung_word(rung + 1));
		diag_add(diags, DIAG_WARNING, "diagram-degraded", NULL, 0, 0, "diagrams/%s.svg: %s failed, %s; using %s", d->name,
		         draw_rung_word(rung), why, draw_rung_word(rung + 1));
	}
}

static bool
write_dot(struct draw *d, struct sink *sink)
{
	FILE *out = sink_open(sink, arena_printf(&d->arena, "diagrams/%s.dot", d->name));
	if (!out)
		return false;
	agwrite(d->graph, out);
	return sink_close(sink, out);
}

bool
draw_write(struct draw *d, const struct report_options *options, struct sink *sink, struct diag_queue *diags)
{
	char *svg = picture(d, options->layout_cpu ? options->layout_cpu : DEFAULT_CPU, diags);
	bool ok = sink_put(sink, arena_printf(&d->arena, "diagrams/%s.svg", d->name), svg, strlen(svg));
	free(svg);
	return write_dot(d, sink) && ok;
}
