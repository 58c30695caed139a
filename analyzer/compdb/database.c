/* compile_commands.json. In: the file, token by token; out: units with clean flags. Memory does not grow with
 * the file, only with the number of different units.
 *
 * Strict where a mistake would lose units without a word (types, a file cut off), tolerant where it would not
 * (unknown members, entries said twice). */
#include <string.h>

#include "base/json_stream.h"
#include "base/path.h"
#include "compdb/builder.h"
#include "compdb/command.h"
#include "compdb/link_command.h"

enum { UNKNOWN_MAX = 64 };

struct entry {
	struct arena *arena; /* emptied after each entry */
	unsigned line;
	const char *directory, *file, *command, *output;
	word_list words;
	bool has_arguments;
};

struct database {
	struct builder *builder;
	size_t build;
	struct json_stream json;
	struct intern unknown; /* members already warned about */
};

static bool
complain(struct database *d, unsigned line, const char *what)
{
	const char *file = d->builder->builds.at[d->build].file;
	if (d->json.error)
		diag_add(d->builder->diags, DIAG_ERROR, "compdb-json", file, d->json.line_now, 0,
		         "%s (at byte %llu); make the compile database anew", d->json.error, (unsigned long long)d->json.offset);
	else
		diag_add(d->builder->diags, DIAG_ERROR, "compdb", file, line, 0, "%s; make the compile database anew", what);
	return false;
}

static bool
take_string(struct database *d, struct arena *a, const char *what, const char **out)
{
	if (json_next(&d->json) != JSON_STRING)
		return complain(d, d->json.line, what);
	*out = arena_strndup(a, d->json.text, d->json.length);
	return true;
}

static bool
take_arguments(struct database *d, struct entry *e)
{
	if (json_next(&d->json) != JSON_ARRAY)
		return complain(d, d->json.line, "\"arguments\" must be an array of strings");
	e->words.count = 0;
	e->has_arguments = true;
	while (json_next(&d->json) == JSON_STRING)
		vec_push(&e->words, arena_strndup(e->arena, d->json.text, d->json.length));
	return d->json.token == JSON_ARRAY_END || complain(d, d->json.line, "\"arguments\" must be an array of strings");
}

static bool
skip_unknown(struct database *d)
{
	struct builder *b = d->builder;
	uint32_t before = d->unknown.count;
	if (before < UNKNOWN_MAX && intern_bytes(&d->unknown, d->json.text, d->json.length) == before)
		diag_add(b->diags, DIAG_WARNING, "compdb-member", b->builds.at[d->build].file, d->json.line, 0,
		         "unknown member \"%.*s\" is ignored", d->json.length < 200 ? (int)d->json.length : 200, d->json.text);
	json_next(&d->json);
	return json_skip(&d->json) || complain(d, d->json.line, "");
}

static bool
take_member(struct database *d, struct entry *e)
{
	const char *key = d->json.text;
	if (!strcmp(key, "directory"))
		return take_string(d, e->arena, "\"directory\" must be a string", &e->directory);
	if (!strcmp(key, "file"))
		return take_string(d, e->arena, "\"file\" must be a string", &e->file);
	if (!strcmp(key, "command"))
		return take_string(d, e->arena, "\"command\" must be a string", &e->command);
	if (!strcmp(key, "output"))
		return take_string(d, e->arena, "\"output\" must be a string", &e->output);
	return strcmp(key, "arguments") ? skip_unknown(d) : take_arguments(d, e);
}

/* One unit of an entry: its own file, or a further source of its command. */
static void
add_source(struct database *d, const struct entry *e, const struct command *c, const struct command_source *source)
{
	struct builder *b = d->builder;
	const char *folder = names_real(b->names, b->builds.at[d->build].folder, e->directory);
	const char *output = e->output ? e->output : c->output;
	word_list flags = {0};
	if (source->needs_language)
		vec_push(&flags, "-xc");
	for (size_t i = 0; i < c->flags.count; i++)
		vec_push(&flags, c->flags.at[i]);
	builder_add(b, &(struct found_unit){
		.path = names_real(b->names, folder, source->path), .folder = folder, .build = d->build,
		.arguments = flags.at, .argument_count = flags.count, .refusal = source->refusal,
		.output = output ? names_real(b->names, folder, output) : NULL,
	});
	vec_finish(&flags);
}

static void
add_sources(struct database *d, const struct entry *e, const char *folder)
{
	struct builder *b = d->builder;
	struct command c;
	size_t lost = words_expand(e->arena, folder, &((struct entry *)e)->words);
	command_read(e->arena, b->names, folder, &e->words, &c);
	b->db->dropped_flags += c.dropped + lost;
	const char *own = names_real(b->names, folder, e->file);
	bool found = false;
	for (size_t i = 0; i < c.sources.count; i++) {
		const char *path = names_real(b->names, folder, c.sources.at[i].path);
		bool is_own = !strcmp(path, own);
		if (is_own || path_is_file(path))
			add_source(d, e, &c, &c.sources.at[i]);
		found = found || is_own;
	}
	if (!found) {
		const char *refusal = command_refusal(&c, e->file);
		bool needs_language = !refusal && strcmp(path_suffix(e->file), "c");
		add_source(d, e, &c, &(struct command_source){e->file, refusal, needs_language});
	}
	command_finish(&c);
}

static bool
finish_entry(struct database *d, struct entry *e)
{
	struct builder *b = d->builder;
	if (!e->file || !*e->file)
		return complain(d, e->line, "an entry without \"file\"");
	if (!e->has_arguments && !e->command)
		return complain(d, e->line, "an entry with neither \"arguments\" nor \"command\"");
	if (!e->directory)
		e->directory = ".";
	if (!e->has_arguments && !words_split(e->arena, e->command, &e->words))
		return complain(d, e->line, "a quote in \"command\" is not closed");
	const char *folder = names_real(b->names, b->builds.at[d->build].folder, e->directory);
	struct link_command link;
	if (link_command_read(&e->words, &link))
		builder_link(b, d->build, e->line, folder, &link);
	link_command_finish(&link);
	add_sources(d, e, folder);
	return true;
}

static bool
read_entry(struct database *d, struct arena *a)
{
	struct entry e = {.arena = a, .line = d->json.line};
	if (d->json.token != JSON_OBJECT)
		return complain(d, d->json.line, "every entry must be an object");
	bool ok = true;
	while (ok && json_next(&d->json) == JSON_KEY)
		ok = take_member(d, &e);
	ok = ok && (d->json.token == JSON_OBJECT_END || complain(d, d->json.line, "")) && finish_entry(d, &e);
	vec_finish(&e.words);
	return ok;
}

static bool
read_entries(struct database *d)
{
	if (json_next(&d->json) != JSON_ARRAY)
		return complain(d, d->json.line, "a compile database is an array of entries");
	struct arena a;
	arena_init(&a);
	bool ok = true;
	while (ok && json_next(&d->json) != JSON_ARRAY_END) {
		ok = d->json.token == JSON_ERROR ? complain(d, 0, "") : read_entry(d, &a);
		arena_reset(&a);
	}
	arena_finish(&a);
	return ok && (json_next(&d->json) == JSON_END || complain(d, 0, ""));
}

bool
database_read(struct builder *b, size_t build, FILE *in)
{
	struct database d = {.builder = b, .build = build};
	intern_init(&d.unknown);
	json_init(&d.json, in);
	bool ok = read_entries(&d);
	json_finish(&d.json);
	intern_finish(&d.unknown);
	return ok;
}
