/* Pictures: whole, readable, harmless, the same every time. Outside judges (xmllint, dot) when they are there. */
#include <ctype.h>
#include <stdlib.h>

#include "base/path.h"
#include "base/sink.h"
#include "base/vec.h"
#include "check.h"
#include "report_output.h"
#include "reports/draw.h"
#include "reports/text.h"

struct box {
	double left, right, top, bottom;
};

/* The number of an attribute of the tag at `tag`. */
static double
number(const char *tag, const char *name)
{
	const char *at = strstr(tag, name);
	return at ? strtod(at + strlen(name), NULL) : 0;
}

static size_t
characters(const char *from, const char *to)
{
	size_t n = 0;
	for (const char *p = from; p < to; p++) {
		n += (*p & 0xC0) != 0x80;
		if (*p == '&')
			p += strcspn(p, ";");
	}
	return n;
}

/* Where a text stands; its width is that of narrow letters, so that what overlaps overlaps for sure. */
static struct box
text_box(const char *tag)
{
	const char *from = strchr(tag, '>') + 1, *to = strstr(from, "</text>");
	double size = number(tag, "font-size=\""), x = number(tag, " x=\""), y = number(tag, " y=\"");
	double width = 0.45 * size * (double)characters(from, to);
	bool middle = strstr(tag, "text-anchor=\"middle\"") && strstr(tag, "text-anchor=\"middle\"") < from;
	double left = middle ? x - width / 2 : x;
	return (struct box){left, left + width, y - 0.7 * size, y};
}

static size_t
count_overlaps(const char *svg)
{
	VEC(struct box) boxes = {0};
	size_t n = 0;
	for (const char *p = svg; (p = strstr(p, "<text ")); p++)
		vec_push(&boxes, text_box(p));
	for (size_t i = 0; i < boxes.count; i++)
		for (size_t k = 0; k < i; k++) {
			struct box a = boxes.at[i], b = boxes.at[k];
			n += a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
		}
	vec_finish(&boxes);
	return n;
}

static void
check_file(struct output *o, const char *name)
{
	size_t n = strlen(name);
	if (n > 4 && !strcmp(name + n - 4, ".svg")) {
		CHECK(output_run(o, "xmllint", "xmllint --noout --nonet '%s'", name) <= 0);
		const char *svg = output_read(o, name);
		CHECK(!strstr(svg, "<script"));
		CHECK(!strstr(svg, "href=\"javascript:"));
		CHECK(!strstr(svg, " style="));
		CHECK(!strstr(svg, "degraded"));
	}
	if (n > 4 && !strcmp(name + n - 4, ".dot"))
		CHECK(output_run(o, "dot", "dot -Tcanon '%s' >/dev/null", name) <= 0);
}

/* As Graphviz writes it. */
static char *
svg_text(struct arena *a, const char *text)
{
	char *out = arena_strdup(a, "");
	for (const char *p = text; *p; p++)
		out = *p == '-' ? arena_printf(a, "%s&#45;", out) : arena_printf(a, "%s%c", out, *p);
	return out;
}

static void
test_files(enum fixture_kind kind)
{
	struct output o;
	output_init(&o, kind);
	CHECK(o.ok);
	CHECK(o.diags.count == 0);
	output_each(&o, check_file);
	const char *system = output_read(&o, "diagrams/system.svg");
	CHECK(output_count(system, "class=\"node") <= 40);
	CHECK(count_overlaps(system) == 0);
	CHECK(count_overlaps(output_read(&o, "diagrams/data.svg")) == 0);
	const struct model *m = fixture_model(o.fixture);
	for (size_t i = 0; i < m->service_count; i++) {
		CHECK(strstr(system, svg_text(&o.arena, m->services[i].slug)) != NULL);
		CHECK(*output_read(&o, arena_printf(&o.arena, "diagrams/service-%s.svg", m->services[i].slug)));
	}
	output_finish(&o);
}

static void
test_hidden_edges(void)
{
	struct output o;
	output_init(&o, FIXTURE_SHOP);
	const struct model *m = fixture_model(o.fixture);
	const char *system = output_read(&o, "diagrams/system.svg");
	size_t drawn = output_count(system, "class=\"edge dependency") + output_count(system, "class=\"edge dependency mutual");
	CHECK(m->edge_count > drawn);
	CHECK(strstr(system, arena_printf(&o.arena, "%zu weaker dependencies not drawn", m->edge_count - drawn)) != NULL);
	output_finish(&o);
}

/* The same bytes from two runs; ids never repeat in a page that holds all pictures. */
static void
test_same_bytes(void)
{
	static const char *const names[] = {"diagrams/system.svg", "diagrams/data.dot", "diagrams/service-orders.svg"};
	struct output a, b;
	output_init(&a, FIXTURE_SHOP);
	output_init(&b, FIXTURE_SHOP);
	for (size_t i = 0; i < 3; i++)
		CHECK_TEXT(output_read(&a, names[i]), output_read(&b, names[i]));
	CHECK(output_count(output_read(&a, "diagrams/system.svg"), "id=\"node") == 0);
	output_finish(&a);
	output_finish(&b);
}

static void
test_ladder(void)
{
	CHECK(draw_rung(40, 100) == RUNG_DOT);
	CHECK(draw_rung(40, 2000) == RUNG_DOT_LIMITS);
	CHECK(draw_rung(900, 900) == RUNG_DOT_LIMITS);
	CHECK(draw_rung(5000, 15000) == RUNG_SFDP);
	CHECK(draw_rung(5000, 25000) == RUNG_OSAGE);
	CHECK(draw_rung(30000, 0) == RUNG_TABLE);
}

/* Draws `count` boxes in a ring, each rung in its turn. */
static char *
draw_ring(size_t count, struct arena *a)
{
	struct diag_queue diags;
	char base[] = "/tmp/test_draw.XXXXXX";
	struct draw d;
	diag_init(&diags);
	struct sink *sink = mkdtemp(base) ? sink_create(path_join(a, base, "out"), &diags) : NULL;
	draw_init(&d, "ring", "Ring <of> \\N boxes", "TB");
	Agnode_t **nodes = arena_array(a, Agnode_t *, count);
	for (size_t i = 0; i < count; i++)
		nodes[i] = draw_node(&d, NULL, i % 2 ? "same & key" : "\\G\x01\xFF", "box", draw_markup(&d, "a\\lb", 11, 0, NULL));
	for (size_t i = 0; i < count && count < 2000; i++)
		draw_edge(&d, nodes[i], nodes[(i + 1) % count], "link");
	CHECK(sink && draw_write(&d, &(struct report_options){.layout_cpu = 60}, sink, &diags));
	draw_finish(&d);
	CHECK(sink_commit(sink));
	size_t size = 0;
	char *text = path_read(path_join(a, base, "out/diagrams/ring.svg"), 0, &size), *copy = arena_strdup(a, text ? text : "");
	free(text);
	path_remove_tree(base);
	diag_finish(&diags);
	return copy;
}

static void
test_rungs(void)
{
	struct arena a;
	arena_init(&a);
	char *small = draw_ring(12, &a), *limited = draw_ring(320, &a), *large = draw_ring(1100, &a);
	CHECK(output_count(small, "class=\"node") == 12 && !strstr(small, "Large picture"));
	CHECK(strstr(small, "a\\lb") && strstr(small, "Ring &lt;of&gt; \\N boxes"));
	CHECK(output_count(limited, "class=\"node") == 320 && strstr(limited, "laid out by dot with limits"));
	CHECK(output_count(large, "class=\"node") == 1100 && strstr(large, "laid out by sfdp"));
	arena_finish(&a);
}

/* Beyond every layout: a list that says how much it leaves out. */
static void
test_list(void)
{
	struct arena a;
	arena_init(&a);
	char *list = draw_ring(20001, &a);
	CHECK(!strncmp(list, "<svg", 4));
	CHECK(strstr(list, "laid out by a plain list") != NULL);
	CHECK(strstr(list, "… and 19501 more") != NULL);
	arena_finish(&a);
}

int
main(void)
{
	for (int kind = FIXTURE_SHOP; kind <= FIXTURE_EMPTY; kind++)
		test_files((enum fixture_kind)kind);
	test_hidden_edges();
	test_same_bytes();
	test_ladder();
	test_rungs();
	test_list();
	return check_end();
}
