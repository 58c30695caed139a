/* Draw: one diagram from its first node to the written .dot and .svg. Private to the diagram emitter. */
#ifndef REPORTS_DRAW_H
#define REPORTS_DRAW_H

#include <cgraph.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/sink.h"
#include "base/vec.h"
#include "reports/reports.h"
#include "splitter/diag.h"

/* Okabe and Ito's hues: blue and vermillion carry meaning, the rest is tint. */
#define COLOUR_INK "#1b2733"
#define COLOUR_LINE "#66737f"
#define COLOUR_BLUE "#0072b2"
#define COLOUR_RED "#c03d00"
#define COLOUR_SERVICE "#e3effa"
#define COLOUR_TABLE "#fff3d6"
#define COLOUR_ENTRY "#dff3ea"
#define COLOUR_PLAIN "#ffffff"
#define COLOUR_STUB "#eef0f2"
#define COLOUR_GREEN "#00795a"
#define COLOUR_AMBER "#9a6b00"

/* Signs of the legend. */
#define SIGN_BOX "■"
#define SIGN_LINE "━▶"
#define SIGN_DASHED "╌▶"

struct draw_key {
	const char *colour, *sign;
	const char *text;
};

struct draw {
	Agraph_t *graph;
	struct arena arena;
	const char *name; /* of the files and the prefix of every id: [a-z0-9-] */
	const char *title;
	VEC(const char *) notes;       /* what was left out or degraded, printed on the picture */
	VEC(struct draw_key) legend;
	size_t ids;
};

/* rank_direction: "TB" or "LR". name and title are copied. */
void draw_init(struct draw *d, const char *name, const char *title, const char *rank_direction);
void draw_finish(struct draw *d);

/* A node with a label in HTML-like markup (see draw_label_*), a class and a place in the report it leads to
 * (NULL: none). `key` may be any bytes; nodes are drawn in the order they are made. */
Agnode_t *draw_node(struct draw *d, Agraph_t *in, const char *key, const char *class, const char *markup);

/* One edge; `tail` and `head` of draw_node. */
Agedge_t *draw_edge(struct draw *d, Agnode_t *tail, Agnode_t *head, const char *class);

/* A set of nodes in one column or row: rank "min", "max" or "same". No picture has clusters: Graphviz 2.42 crashes
 * on some, without labels too. */
Agraph_t *draw_rank(struct draw *d, const char *rank);

/* Sets an attribute of graph, node or edge. `value` is ours; draw_text is for text of others: backslashes and
 * entities are neutralised. */
void draw_set(void *object, const char *attribute, const char *value);
void draw_text(struct draw *d, void *object, const char *attribute, const char *text);

/* Link into the report: its fragment is ours or made by text_fragment. */
void draw_link(struct draw *d, void *object, const char *fragment);

/* Markup of a label: a headline and smaller lines below. Texts are escaped here. */
char *draw_markup(struct draw *d, const char *headline, unsigned size, size_t line_count, const char *const *lines);

/* Markup of a node with rows that edges can point at (headport = port); `rows` are of draw_row, one after another. */
char *draw_row(struct draw *d, const char *port, const char *colour, const char *text);
char *draw_rows(struct draw *d, const char *headline, const char *rows);

void draw_note(struct draw *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
void draw_legend(struct draw *d, const char *colour, const char *sign, const char *text);

/* Lays out and writes diagrams/NAME.dot and .svg. A layout that fails is tried again by a simpler one; what was
 * degraded is printed on the picture and queued as a warning. False only when the sink fails. */
bool draw_write(struct draw *d, const struct report_options *options, struct sink *sink, struct diag_queue *diags);

/* The picture of a graph: SVG, or NULL with the reason in `why` (draw_layout.c). */
enum draw_rung { RUNG_DOT, RUNG_DOT_LIMITS, RUNG_SFDP, RUNG_OSAGE, RUNG_TABLE };
enum draw_rung draw_rung(size_t nodes, size_t edges);
const char *draw_rung_word(enum draw_rung rung);
char *draw_layout(Agraph_t *graph, enum draw_rung rung, unsigned cpu_seconds, const char **why);

#endif
