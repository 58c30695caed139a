/* Markdown pieces: escaped names and places, shares that never round up to all. */
#include "reports/markdown.h"

#include "reports/index.h"
#include "reports/text.h"

enum { NAME_LIMIT = 160 };

const char *
markdown_text(struct markdown *m, const char *text)
{
	return text_markdown(&m->arena, text, NAME_LIMIT);
}

const char *
markdown_place(struct markdown *m, const char *file, unsigned line)
{
	return markdown_text(m, text_place(&m->arena, file, line));
}

const char *
markdown_service(struct markdown *m, service_id id)
{
	const struct model_service *s = index_service(m->model, id);
	return s ? markdown_text(m, s->name) : "none";
}

const char *
markdown_share(struct markdown *m, size_t part, size_t whole)
{
	return whole ? arena_printf(&m->arena, "%zu %%", part * 100 / whole) : "—";
}

static size_t
edge_cuts(const struct model_edge *e)
{
	return e->calls + e->tables + e->globals + e->joins + e->transactions + e->foreign_keys;
}

size_t
markdown_cuts_out(const struct model *model, service_id id)
{
	size_t n = 0;
	for (size_t i = 0; i < model->edge_count; i++)
		n += model->edges[i].from.v == id.v ? edge_cuts(&model->edges[i]) : 0;
	return n;
}

size_t
markdown_cuts_in(const struct model *model, service_id id)
{
	size_t n = 0;
	for (size_t i = 0; i < model->edge_count; i++)
		n += model->edges[i].to.v == id.v ? edge_cuts(&model->edges[i]) : 0;
	return n;
}

size_t
markdown_service_count(const struct model *model)
{
	size_t n = 0;
	for (size_t i = 0; i < model->service_count; i++)
		n += model->services[i].kind == SERVICE_SERVICE;
	return n;
}
