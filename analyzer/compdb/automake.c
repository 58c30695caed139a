/* Variables of a Makefile.am → targets: WHERE_PROGRAMS, WHERE_LTLIBRARIES, WHERE_LIBRARIES name them, NAME_SOURCES
 * and NAME_LDADD or NAME_LIBADD say of what they are made, NAME_CPPFLAGS or AM_CPPFLAGS with which flags. */
#include <string.h>

#include "base/path.h"
#include "compdb/hints.h"

struct reading {
	struct hints *h;
	struct makefile *m;
};

/* Automake's canonical name: what is neither letter, digit nor @ is an underscore. */
static const char *
canonical(struct arena *a, const char *name)
{
	char *text = arena_strdup(a, name);
	for (char *p = text; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '@'))
			*p = '_';
	return text;
}

static bool
ends_in(const char *text, const char *tail)
{
	size_t n = strlen(text), m = strlen(tail);
	return n > m && !strcmp(text + n - m, tail);
}

/* A variable of the target, NULL when it is not set. */
static const struct make_variable *
variable(struct reading *r, const char *prefix, const char *name, const char *tail)
{
	const char *whole = arena_printf(&r->m->arena, "%s%s%s", prefix, name, tail);
	return make_find(r->m, whole, strlen(whole));
}

static void
add_inputs(struct reading *r, struct target *t, const struct make_variable *v)
{
	const char *p = v ? make_value(r->m, v->name) : "";
	while (*(p += strspn(p, " \t"))) {
		size_t n = strcspn(p, " \t");
		hints_input(r->h, t, r->m->folder, arena_strndup(&r->m->arena, p, n));
		p += n;
	}
	t->is_guessed = t->is_guessed || (v && v->is_guessed);
}

/* A library that is not installed is part of what links it; one with -module is loaded at run time. */
static enum target_kind
kind_of(struct reading *r, const char *list, const char *name)
{
	if (ends_in(list, "_PROGRAMS"))
		return TARGET_PROGRAM;
	if (ends_in(list, "_LIBRARIES"))
		return TARGET_ARCHIVE;
	const struct make_variable *flags = variable(r, "", name, "_LDFLAGS");
	if (!flags)
		flags = make_find(r->m, "AM_LDFLAGS", 10);
	if (flags && strstr(make_value(r->m, flags->name), "-module"))
		return TARGET_PLUGIN;
	return !strncmp(list, "noinst_", 7) || !strncmp(list, "check_", 6) || !strncmp(list, "EXTRA_", 6) ? TARGET_ARCHIVE
	                                                                                                  : TARGET_SHARED;
}

/* A target's own flags take the place of those for all targets. */
static void
take_flags(struct reading *r, const char *name, size_t target)
{
	static const char *const kinds[] = {"CPPFLAGS", "CFLAGS"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const char *tail = arena_printf(&r->m->arena, "_%s", kinds[i]);
		bool has_own = variable(r, "", name, tail) != NULL;
		make_flags(r->h, r->m, target, arena_printf(&r->m->arena, "%s%s", has_own ? name : "AM", tail));
	}
	make_flags(r->h, r->m, target, "DEFS");
	make_flags(r->h, r->m, target, "INCLUDES");
}

static void
take_target(struct reading *r, const struct make_variable *list, const char *given)
{
	static const char *const sources[] = {"", "nodist_", "dist_", "EXTRA_"};
	const char *name = canonical(&r->m->arena, given);
	struct make_place place = list->place;
	bool has_sources = false, is_program = ends_in(list->name, "_PROGRAMS");
	const struct make_variable *own = variable(r, "", name, "_SOURCES");
	if (own)
		place = own->place;
	struct target *t = hints_target(r->h, kind_of(r, list->name, name), r->m->folder, given, place);
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		const struct make_variable *v = variable(r, sources[i], name, "_SOURCES");
		has_sources = has_sources || v;
		add_inputs(r, t, v);
	}
	if (!has_sources)
		hints_input(r->h, t, r->m->folder, arena_printf(&r->m->arena, "%.*s.c", (int)strcspn(given, "."), given));
	const struct make_variable *links = variable(r, "", name, is_program ? "_LDADD" : "_LIBADD");
	add_inputs(r, t, links ? links : is_program ? make_find(r->m, "LDADD", 5) : NULL);
	const struct make_variable *flags = variable(r, "", name, "_LDFLAGS");
	add_inputs(r, t, flags);
	take_flags(r, name, (size_t)(t - r->h->targets.at) + 1);
}

void
automake_targets(struct hints *h, struct makefile *m)
{
	struct reading r = {h, m};
	for (size_t i = 0; i < m->variables.count; i++) {
		struct make_variable v = m->variables.at[i];
		if (!ends_in(v.name, "_PROGRAMS") && !ends_in(v.name, "_LTLIBRARIES") && !ends_in(v.name, "_LIBRARIES"))
			continue;
		const char *p = make_value(m, v.name);
		while (*(p += strspn(p, " \t"))) {
			size_t n = strcspn(p, " \t");
			take_target(&r, &v, arena_strndup(&m->arena, p, n));
			p += n;
		}
	}
}
