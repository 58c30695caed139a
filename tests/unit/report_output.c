/* Runs all reports over a fixture into a temporary folder. Out: their files, for tests to read and to judge. */
#include "report_output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/path.h"
#include "base/sink.h"
#include "reports/reports.h"

void
output_init(struct output *o, enum fixture_kind kind)
{
	static const struct report_options options = {.version = "0.1.0"};
	char base[] = "/tmp/test_reports.XXXXXX";
	*o = (struct output){.fixture = fixture_create(kind)};
	arena_init(&o->arena);
	diag_init(&o->diags);
	if (!mkdtemp(base))
		die(EXIT_FAILED, "no temporary folder");
	o->folder = path_join(&o->arena, base, "out");
	struct sink *sink = sink_create(o->folder, &o->diags);
	o->ok = sink && report_all(&options, fixture_model(o->fixture), fixture_evidence(o->fixture), sink, &o->diags);
	o->ok = sink && sink_commit(sink) && o->ok;
}

void
output_finish(struct output *o)
{
	path_remove_tree(path_clean(&o->arena, path_join(&o->arena, o->folder, "..")));
	diag_finish(&o->diags);
	fixture_destroy(o->fixture);
	arena_finish(&o->arena);
}

char *
output_read(struct output *o, const char *name)
{
	size_t size = 0;
	char *text = path_read(path_join(&o->arena, o->folder, name), 0, &size);
	char *copy = arena_strndup(&o->arena, text ? text : "", size);
	free(text);
	return copy;
}

struct walk {
	struct output *o;
	void (*f)(struct output *o, const char *name);
};

static bool
visit(void *arg, const char *name, bool is_folder)
{
	struct walk *w = arg;
	if (!is_folder)
		w->f(w->o, name);
	return true;
}

void
output_each(struct output *o, void (*f)(struct output *o, const char *name))
{
	struct walk w = {o, f};
	path_walk(o->folder, visit, &w);
}

int
output_run(struct output *o, const char *tool, const char *command, const char *name)
{
	if (system(arena_printf(&o->arena, "command -v %s >/dev/null 2>&1", tool)))
		return -1;
	char *path = path_join(&o->arena, o->folder, name);
	int status = system(arena_printf(&o->arena, command, path));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

size_t
output_count(const char *text, const char *word)
{
	size_t n = 0;
	for (const char *p = text; (p = strstr(p, word)); p += strlen(word))
		n++;
	return n;
}
