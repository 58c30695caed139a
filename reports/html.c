/* report.html: one self-contained page that works from a file, offline. In: model, evidence, and the pictures the
 * diagram emitter wrote. Out: what matters as plain HTML (coverage, picture, services), the rest as data that app.js
 * turns into tables. A strict policy allows our own script and style by hash and nothing else; texts of others enter
 * as escaped text, as JSON without `<`, or as SVG that Graphviz escaped. */
#include "reports/html.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/path.h"
#include "reports/page/page.h"
#include "reports/reports.h"
#include "reports/text.h"

enum { PICTURE_LIMIT = 16 << 20, PICTURES_LIMIT = 12 << 20 };

struct page {
	struct arena arena;
	FILE *out;
	const struct report_options *options;
	const struct model *model;
	struct sink *sink;
	struct diag_queue *diags;
	size_t pictures; /* bytes inlined so far */
};

static const char *
xml(struct page *p, const char *text)
{
	return text_xml(&p->arena, text, 0);
}

/* 'sha256-…' as a content security policy names it. */
static char *
source_hash(struct arena *a, const void *data, size_t size)
{
	struct hash h;
	char hex[HASH_HEX];
	unsigned char raw[32];
	hash_init(&h);
	hash_add(&h, data, size);
	hash_hex(&h, hex);
	for (size_t i = 0; i < sizeof raw; i++)
		raw[i] = (unsigned char)strtoul((char[]){hex[2 * i], hex[2 * i + 1], 0}, NULL, 16);
	return arena_printf(a, "'sha256-%s'", text_base64(a, raw, sizeof raw));
}

static const char *
title(struct page *p)
{
	return *p->model->title ? xml(p, p->model->title) : "Proposed services";
}

static void
put_head(struct page *p)
{
	fprintf(p->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src %s; style-src %s; "
	        "img-src data:; base-uri 'none'; form-action 'none'\">\n"
	        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>",
	        source_hash(&p->arena, page_app_js, page_app_js_size), source_hash(&p->arena, page_app_css, page_app_css_size), title(p));
	fwrite(page_app_css, 1, page_app_css_size, p->out);
	fputs("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#understood\">Skip to content</a>\n", p->out);
}

static void
put_header(struct page *p)
{
	static const char *const sections[][2] = {
		{"understood", "Understood"}, {"overview", "Overview"}, {"services", "Services"}, {"cuts", "Cuts"}, {"plan", "Plan"},
		{"readiness", "Readiness"}, {"data", "Data"}, {"matrix", "Matrix"}, {"operations", "Operations"}, {"unresolved", "Unresolved"}};
	fprintf(p->out, "<header>\n<h1>%s</h1>\n<div class=\"search\"><label for=\"search\">Search</label>\n"
	        "<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"function, table, file, cut …\" "
	        "aria-controls=\"found\">\n<div id=\"found\" role=\"region\" aria-label=\"Search results\" aria-live=\"polite\" hidden></div></div>\n"
	        "<nav aria-label=\"Sections\"><ul>\n", title(p));
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		fprintf(p->out, "<li><a href=\"#%s\">%s</a></li>\n", sections[i][0], sections[i][1]);
	fputs("</ul></nav>\n</header>\n<main>\n", p->out);
}

/* Numbers round down, so that only what is whole shows as 100 %. */
static void
put_meter(struct page *p, const char *what, size_t good, size_t all, const char *rest)
{
	fprintf(p->out, "<div class=\"tile\"><h3>%s</h3>\n", what);
	if (all)
		fprintf(p->out, "<p class=\"share\">%zu %%</p>\n<meter min=\"0\" max=\"%zu\" value=\"%zu\">%zu of %zu</meter>\n<p>%zu of %zu", good * 100 / all,
		        all, good, good, all, good, all);
	else
		fputs("<p class=\"share\">—</p>\n<p>none found", p->out);
	fprintf(p->out, "<br>%s</p></div>\n", rest);
}

static size_t
less(size_t all, size_t bad)
{
	return all > bad ? all - bad : 0;
}

static void
put_causes(struct page *p)
{
	if (!p->model->unknown_count) {
		fputs("<p>Nothing was left unresolved.</p>\n", p->out);
		return;
	}
	fputs("<h3>What was not understood, by cause</h3>\n<div class=\"wide\"><table>\n<thead><tr><th>kind</th><th>cause</th><th class=\"num\">places</th>"
	      "<th>for example</th><th>what to do</th></tr></thead>\n<tbody>\n", p->out);
	for (size_t i = 0; i < p->model->unknown_count; i++) {
		const struct model_unknown *u = &p->model->unknowns[i];
		fprintf(p->out, "<tr><td>%s</td><td>%s</td><td class=\"num\">%zu</td><td class=\"place\">%s</td><td>%s</td></tr>\n", xml(p, u->kind),
		        xml(p, u->reason), u->count, xml(p, text_place(&p->arena, u->example_file, u->example_line)), xml(p, u->advice));
	}
	fputs("</tbody></table></div>\n", p->out);
}

static void
put_understood(struct page *p)
{
	const struct model_coverage *c = &p->model->coverage;
	struct arena *a = &p->arena;
	size_t placed = 0;
	for (size_t i = 0; i < p->model->service_count; i++)
		placed += p->model->services[i].functions;
	fputs("<section id=\"understood\" tabindex=\"-1\">\n<h2>What was understood</h2>\n<div class=\"tiles\">\n", p->out);
	put_meter(p, "Units read whole", c->units_ok, less(c->units, c->units_skipped),
	          arena_printf(a, "%zu in part, %zu failed, %zu skipped; %zu declarations and statements lost", c->units_partial,
	                       c->units_failed, c->units_skipped, c->lost));
	put_meter(p, "Functions placed", placed, c->functions, "the rest is in no service: tests, other systems, dead code");
	put_meter(p, "Calls with a known target", c->calls, c->calls + c->call_sites_unresolved,
	          text_count(a, c->call_sites_unresolved, "call site with no known target", "call sites with no known target"));
	put_meter(p, "SQL statements", less(c->statements, c->statements_unresolved), c->statements,
	          arena_printf(a, "%zu not resolved; %zu texts look like SQL and reach no driver", c->statements_unresolved,
	                       c->texts_unresolved));
	fputs("</div>\n", p->out);
	put_causes(p);
	fputs("</section>\n", p->out);
}

/* A picture as it stands in a page: without prolog, links within the page; NULL when there is none. */
static char *
read_picture(struct page *p, const char *name)
{
	size_t size;
	char *text = path_read(path_join(&p->arena, sink_folder(p->sink), name), PICTURE_LIMIT, &size), *svg;
	if (!text)
		diag_add(p->diags, DIAG_WARNING, "report-picture", NULL, 0, 0, "%s is not in the report: %s", name, strerror(errno));
	svg = text ? strstr(text, "<svg") : NULL;
	svg = svg ? arena_strdup(&p->arena, svg) : NULL;
	free(text);
	return svg;
}

static void
put_svg(struct page *p, const char *svg)
{
	static const char link[] = "\"../report.html#";
	for (const char *at; (at = strstr(svg, link)); svg = at + strlen(link)) {
		fwrite(svg, 1, (size_t)(at - svg), p->out);
		fputs("\"#", p->out);
	}
	fputs(svg, p->out);
	p->pictures += strlen(svg);
}

static void
put_picture(struct page *p, const char *name, const char *label)
{
	char *svg = read_picture(p, name);
	if (!svg)
		return;
	fprintf(p->out, "<figure class=\"picture\" aria-label=\"%s\"><div class=\"pane\" tabindex=\"0\">\n", label);
	put_svg(p, svg);
	fprintf(p->out, "</div><figcaption><a href=\"%s\">%s</a></figcaption></figure>\n", name, name);
}

static void
put_services(struct page *p)
{
	fputs("<section id=\"services\" tabindex=\"-1\">\n<h2>Services</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>service</th><th class=\"num\">functions"
	      "</th><th class=\"num\">globals</th><th class=\"num\">tables</th><th class=\"num\">entry points</th><th class=\"num\">operations</th>"
	      "<th class=\"num\">cohesion</th><th class=\"num\">coupling</th></tr></thead>\n<tbody>\n", p->out);
	for (size_t i = 0; i < p->model->service_count; i++) {
		const struct model_service *s = &p->model->services[i];
		bool shared = s->kind == SERVICE_SHARED;
		fprintf(p->out, "<tr><td><a href=\"#service/%s\">%s</a>%s</td><td class=\"num\">%zu</td><td class=\"num\">%zu</td><td class=\"num\">%zu</td>"
		        "<td class=\"num\">%zu</td><td class=\"num\">%zu</td><td class=\"num\">%s</td><td class=\"num\">%s</td></tr>\n",
		        s->slug, xml(p, s->name), shared ? " (shared library)" : "", s->functions, s->globals, s->tables, s->entry_points,
		        s->operation_count, shared ? "—" : arena_printf(&p->arena, "%.2f", s->cohesion),
		        shared ? "—" : arena_printf(&p->arena, "%.2f", s->coupling));
	}
	fputs("</tbody></table></div>\n<div id=\"service\" tabindex=\"-1\"></div>\n</section>\n", p->out);
}

static void
put_section(struct page *p, const char *id, const char *name, const char *intro)
{
	fprintf(p->out, "<section id=\"%s\" tabindex=\"-1\">\n<h2>%s</h2>\n<p class=\"intro\">%s</p>\n<div data-grid=\"%s\"></div>\n</section>\n", id, name,
	        intro, id);
}

static void
put_sections(struct page *p)
{
	fputs("<noscript><p class=\"note\">The tables below need this page's own script; the same rows are in model.json.</p></noscript>\n", p->out);
	put_section(p, "cuts", "Cuts", "Every place where the split goes through the code: what crosses, where, and what replaces it.");
	put_section(p, "plan", "Plan", "In which order the services are taken out of the monolith: the least cost per benefit first, computed again after every "
	            "step. A step's needs follow it, the dearest first; then what each entry point pays. All of it is in plan.md.");
	put_section(p, "readiness", "Readiness", "What keeps a service from running as a serverless function. High: does not work; medium: works at a price; low: "
	            "only when the process starts, or to be known.");
	fputs("<section id=\"data\" tabindex=\"-1\">\n<h2>Data</h2>\n<p class=\"intro\">Tables and the services that touch them: C create, R read, U update, "
	      "D delete. The owner is framed; writes by others are red, reads by others blue.</p>\n<div data-grid=\"data\"></div>\n", p->out);
	put_picture(p, "diagrams/data.svg", "Services and their tables");
	fputs("</section>\n", p->out);
	put_section(p, "matrix", "Matrix", "Row depends on column: the number of places to cut.");
	put_section(p, "operations", "Operations", "Functions that other services or the outside call; each is a path of its service's API.");
	put_section(p, "unresolved", "Unresolved", "What was not understood, place by place: a cut that is missing may hide here.");
}

/* The services' pictures, inert until a service is opened. */
static void
put_templates(struct page *p)
{
	for (size_t i = 0; i < p->model->service_count; i++) {
		struct arena_mark mark = arena_mark(&p->arena);
		const char *slug = p->model->services[i].slug;
		char *svg = p->pictures < PICTURES_LIMIT ? read_picture(p, arena_printf(&p->arena, "diagrams/service-%s.svg", slug)) : NULL;
		if (svg) {
			fprintf(p->out, "<template id=\"picture-%s\">", slug);
			put_svg(p, svg);
			fputs("</template>\n", p->out);
		}
		arena_pop(&p->arena, mark);
	}
}

static bool
put_tail(struct page *p, struct evidence *evidence)
{
	fprintf(p->out, "</main>\n<footer><p>Made by splitter %s. Works offline; the same data is in model.json and splitter.db.</p></footer>\n",
	        xml(p, p->options->version ? p->options->version : ""));
	put_templates(p);
	fputs("<script type=\"application/json\" id=\"result\">", p->out);
	bool ok = html_data_write(p->out, p->model, evidence);
	fputs("</script>\n<script>", p->out);
	fwrite(page_app_js, 1, page_app_js_size, p->out);
	fputs("</script>\n</body>\n</html>\n", p->out);
	return ok;
}

bool
report_html(const struct report_options *options, const struct model *model, struct evidence *evidence, struct sink *sink,
            struct diag_queue *diags)
{
	struct page p = {.out = sink_open(sink, "report.html"), .options = options, .model = model, .sink = sink, .diags = diags};
	if (!p.out)
		return false;
	arena_init(&p.arena);
	put_head(&p);
	put_header(&p);
	put_understood(&p);
	fputs("<section id=\"overview\" tabindex=\"-1\">\n<h2>Overview</h2>\n", p.out);
	put_picture(&p, "diagrams/system.svg", "The services and what holds them together");
	fputs("</section>\n", p.out);
	put_services(&p);
	put_sections(&p);
	bool ok = put_tail(&p, evidence);
	if (!ok)
		diag_add(diags, DIAG_ERROR, "report-evidence", NULL, 0, 0, "the result cannot be read to its end; analyse again");
	arena_finish(&p.arena);
	return sink_close(sink, p.out) && ok;
}
