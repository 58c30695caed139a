/* Link commands of a build → link sets. In: commands kept from a log or database, objects of the units; out: what each
 * makes of which units. */
#include <string.h>

#include "base/path.h"
#include "compdb/hints.h"
#include "compdb/link_command.h"

enum { LINKS_MAX = 100000 };

void
builder_link(struct builder *b, size_t build, unsigned line, const char *folder, const struct link_command *c)
{
	struct arena *a = &b->db->arena;
	if (b->links.count >= LINKS_MAX)
		return;
	struct build_link l = {.output = names_real(b->names, folder, c->output), .kind = c->kind, .build = build, .line = line};
	l.inputs = arena_array(a, const char *, c->inputs.count + 1);
	for (size_t i = 0; i < c->inputs.count; i++)
		l.inputs[l.input_count++] = *c->inputs.at[i] == '-' ? arena_strdup(a, c->inputs.at[i])
		                                                     : names_real(b->names, folder, c->inputs.at[i]);
	vec_push(&b->links, l);
}

struct objects {
	struct intern paths;
	struct map unit;
};

static uint32_t
unit_at(struct objects *o, const char *path)
{
	uint32_t before = o->paths.count;
	str_id id = intern_text(&o->paths, path);
	return id < before ? map_get(&o->unit, id) : MAP_NONE;
}

/* The unit an input is made of: an object or source, or libtool's object behind x.lo and .libs/x.o. */
static uint32_t
unit_of(struct objects *o, struct arena *a, const char *path)
{
	uint32_t found = unit_at(o, path);
	const char *libs = strstr(path, "/.libs/");
	if (found != MAP_NONE || !libs)
		return found;
	const char *plain = arena_printf(a, "%.*s/%s", (int)(libs - path), path, libs + 7);
	found = unit_at(o, plain);
	if (found == MAP_NONE && !strcmp(path_suffix(plain), "o"))
		found = unit_at(o, arena_printf(a, "%.*slo", (int)strlen(plain) - 1, plain));
	return found;
}

static void
take_link(struct hints *h, struct objects *o, const struct build_link *l)
{
	struct builder *b = h->builder;
	const char *file = names_show(b->names, b->builds.at[l->build].file);
	struct target *t = hints_target(h, (enum target_kind)l->kind, "", l->output, (struct make_place){path_base(file), l->line});
	for (size_t i = 0; i < l->input_count; i++) {
		uint32_t unit = unit_of(o, &h->arena, l->inputs[i]);
		if (unit != MAP_NONE)
			vec_push(&t->units, unit);
		else if (*l->inputs[i] == '-' || strcmp(path_suffix(l->inputs[i]), "o"))
			hints_input(h, t, "", l->inputs[i]);
	}
}

void
build_links_read(struct builder *b, struct link_sets *out)
{
	struct hints h;
	struct objects o;
	if (!b->links.count)
		return;
	hints_init(&h, b);
	intern_init(&o.paths);
	map_init(&o.unit);
	for (size_t i = 0; i < b->objects.count; i++)
		map_add(&o.unit, intern_text(&o.paths, b->objects.at[i].path), (uint32_t)b->objects.at[i].unit);
	for (size_t i = 0; i < b->links.count; i++)
		take_link(&h, &o, &b->links.at[i]);
	hint_sets(&h, out);
	intern_finish(&o.paths);
	map_finish(&o.unit);
	hints_finish(&h);
}
