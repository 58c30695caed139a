/* splitter units: what would be read, with which flags, from where, what not and why. Nothing is parsed. */
#include <stdio.h>

#include "base/path.h"
#include "commands.h"
#include "compdb/compdb.h"
#include "rules/rules.h"
#include "splitter/diag.h"

static void
json_text(const char *s)
{
	putchar('"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void
print_programs(const struct compdb *db)
{
	printf("],\n \"programs\": [");
	for (size_t i = 0; i < db->program_count; i++) {
		const struct compdb_program *p = &db->programs[i];
		printf("%s\n  {\"program\": ", i ? "," : "");
		json_text(p->name);
		printf(", \"kind\": \"%s\", \"confidence\": \"%s\", \"file\": ", program_kind_word(p->kind), confidence_word(p->confidence));
		json_text(p->file ? p->file : "");
		printf(", \"line\": %u, \"units\": [", p->line);
		for (size_t k = 0; k < p->unit_count; k++) {
			printf("%s", k ? ", " : "");
			json_text(db->units[p->units[k]].name);
		}
		printf("], \"meets\": [");
		for (size_t k = 0, n = 0; k < db->meeting_count; k++) {
			if (db->meetings[k].program != i)
				continue;
			printf("%s", n++ ? ", " : "");
			json_text(db->programs[db->meetings[k].other].name);
		}
		printf("]}");
	}
}

static void
print_json(const struct compdb *db)
{
	printf("{\"inferred\": %s,\n \"units\": [", db->inferred ? "true" : "false");
	for (size_t i = 0; i < db->unit_count; i++) {
		const struct compdb_unit *u = &db->units[i];
		printf("%s\n  {\"file\": ", i ? "," : "");
		json_text(u->name);
		printf(", \"config\": ");
		json_text(u->config ? u->config : "");
		printf(", \"origin\": \"%s\", \"read\": %s, \"reason\": ", origin_word(u->origin), u->skipped ? "false" : "true");
		json_text(u->reason ? u->reason : "");
		printf(", \"arguments\": [");
		for (size_t k = 0; k < u->argument_count; k++) {
			printf("%s", k ? ", " : "");
			json_text(u->arguments[k]);
		}
		printf("]}");
	}
	print_programs(db);
	printf("],\n \"assumptions\": [");
	for (size_t i = 0; i < db->assumption_count; i++) {
		const struct compdb_assumption *a = &db->assumptions[i];
		printf("%s\n  {\"kind\": \"%s\", \"file\": ", i ? "," : "", assumption_word(a->kind));
		json_text(a->file ? a->file : "");
		printf(", \"line\": %u, \"text\": ", a->line);
		json_text(a->text);
		putchar('}');
	}
	printf("]}\n");
}

static void
print_text(const struct compdb *db)
{
	size_t skipped = 0;
	for (size_t i = 0; i < db->unit_count; i++) {
		const struct compdb_unit *u = &db->units[i];
		skipped += u->skipped;
		printf("%s\t%s\t%s", u->skipped ? "skip" : "read", origin_word(u->origin), u->name);
		if (u->config && *u->config)
			printf("\t[%s]", u->config);
		for (size_t k = 0; k < u->argument_count; k++)
			printf("%s%s", k ? " " : "\t", u->arguments[k]);
		printf("%s%s\n", u->reason && *u->reason ? "\t# " : "", u->reason ? u->reason : "");
	}
	for (size_t i = 0; i < db->assumption_count; i++) {
		const struct compdb_assumption *a = &db->assumptions[i];
		printf("%s\t%s\t%s\n", assumption_word(a->kind), a->file ? a->file : "", a->text);
	}
	for (size_t i = 0; i < db->program_count; i++) {
		const struct compdb_program *p = &db->programs[i];
		printf("program\t%s\t%s\t%s\t%zu units", program_kind_word(p->kind), confidence_word(p->confidence), p->name, p->unit_count);
		if (p->file)
			printf("\t# %s:%u", p->file, p->line);
		putchar('\n');
	}
	printf("%zu units to read, %zu left out, %zu programs, %zu SQL files, %zu assumptions%s\n", db->unit_count - skipped, skipped,
	       db->program_count, db->script_count, db->assumption_count, db->inferred ? "; flags are inferred" : "");
}

int
cmd_units(const struct options *o)
{
	if (o->words.count > 1) {
		fprintf(stderr, "splitter: units takes one folder; see splitter units --help\n");
		return EXIT_USAGE;
	}
	struct diag_queue diags;
	struct compdb db;
	struct arena a;
	diag_init(&diags);
	arena_init(&a);
	struct compdb_options options = {
		.folder = o->words.count ? o->words.at[0] : ".", .builds = o->builds.at, .build_count = o->builds.count,
		.build_logs = o->build_logs.at, .build_log_count = o->build_logs.count,
		.includes = o->includes.at, .include_count = o->includes.count, .excludes = o->excludes.at,
		.exclude_count = o->excludes.count, .program = o->program, .path_maps = o->path_maps.at,
		.path_map_count = o->path_maps.count, .out = o->out ? o->out : "splitter-out",
		.headers = path_join(&a, rules_builtin_folder(), "headers")};
	bool ok = compdb_load(&options, &db, &diags);
	if (ok) {
		if (o->json)
			print_json(&db);
		else
			print_text(&db);
		compdb_finish(&db);
	}
	diag_print(&diags, stderr);
	diag_finish(&diags);
	arena_finish(&a);
	return ok ? EXIT_OK : EXIT_FAILED;
}
