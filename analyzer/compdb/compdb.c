/* Compile databases, or a bare tree → units, link sets, assumptions. In: options; out: struct compdb, everything
 * sorted by shown names, so that it is the same wherever DIR and the builds lie.
 *
 * Order of sources: -p; DIR/compile_commands.json; DIR/build*, each with a database; else inferred. A database's
 * folder counts as a build folder (<build>/…) when it neither is nor holds DIR and most of the units' sources
 * lie elsewhere; databases of builds within the sources change no names. */
#include "compdb/compdb.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"
#include "base/path.h"
#include "compdb/builder.h"
#include "compdb/command.h"
#include "compdb/hints.h"

#define DATABASE "compile_commands.json"
enum { NINJA_BYTES = 256 << 20 };

void
builder_begin(struct builder *b)
{
	intern_init(&b->seen);
	intern_init(&b->words);
	intern_init(&b->lists);
}

void
builder_finish(struct builder *b)
{
	intern_finish(&b->seen);
	intern_finish(&b->words);
	intern_finish(&b->lists);
	vec_finish(&b->text_of);
	vec_finish(&b->list_of);
	vec_finish(&b->builds);
	vec_finish(&b->units);
	vec_finish(&b->objects);
	vec_finish(&b->assumptions);
	vec_finish(&b->stand_ins);
	vec_finish(&b->links);
	if (b->hints)
		hints_finish(b->hints);
	free(b->hints);
}

void
builder_assume(struct builder *b, enum assumption_kind kind, const char *file, const char *text)
{
	vec_push(&b->assumptions, (struct compdb_assumption){.kind = kind, .file = file, .text = text});
}

static str_id
word_number(struct builder *b, const char *word)
{
	str_id id = intern_text(&b->words, word);
	if (!b->text_of.count)
		vec_push(&b->text_of, ""); /* id 0 */
	if (b->text_of.count <= id)
		vec_push(&b->text_of, arena_strdup(&b->db->arena, word));
	return id;
}

/* Number of the unit's list of arguments: equal words and equal lists are kept once, whatever the number of units. */
static uint32_t
list_number(struct builder *b, const struct found_unit *unit)
{
	VEC(str_id) ids = {0};
	vec_push(&ids, 0); /* no list is empty bytes */
	for (size_t i = 0; i < unit->argument_count; i++)
		vec_push(&ids, word_number(b, unit->arguments[i]));
	str_id number = intern_bytes(&b->lists, (const char *)ids.at, ids.count * sizeof *ids.at);
	if (b->list_of.count < number) {
		const char **list = arena_array(&b->db->arena, const char *, ids.count);
		for (size_t i = 1; i < ids.count; i++)
			list[i - 1] = b->text_of.at[ids.at[i]];
		vec_push(&b->list_of, (struct argument_list){.words = list, .count = ids.count - 1});
	}
	vec_finish(&ids);
	return number - 1;
}

void
builder_add(struct builder *b, const struct found_unit *unit)
{
	struct found_unit kept = *unit;
	kept.list = list_number(b, unit);
	kept.arguments = b->list_of.at[kept.list].words;
	const uint32_t key[] = {(uint32_t)unit->build, kept.list, word_number(b, unit->path)};
	uint32_t before = b->seen.count;
	str_id id = intern_bytes(&b->seen, (const char *)key, sizeof key);
	if (unit->output)
		vec_push(&b->objects, (struct link_object){unit->output, id - 1});
	if (id >= before)
		vec_push(&b->units, kept);
}

static bool
no_database(struct builder *b, const char *path, int error)
{
	diag_add(b->diags, DIAG_ERROR, "compdb", path, 0, 0, "cannot read the compile database: %s; "
	         "name the file or its folder with -p, or leave -p out to have the flags guessed", strerror(error));
	return false;
}

/* Adds a database; `given` is a file or a folder. */
static bool
add_build(struct builder *b, const char *given, const char *config)
{
	struct arena *a = &b->db->arena;
	const char *file = path_is_folder(given) ? path_join(a, given, DATABASE) : given;
	const char *real = path_real(a, file);
	if (!real)
		return no_database(b, file, errno);
	if (!path_is_file(real))
		return no_database(b, file, EINVAL);
	/* a link to the database stands for the build folder it leads to */
	const char *folder = arena_strndup(a, real, (size_t)(path_base(real) - real > 1 ? path_base(real) - real - 1 : 1));
	vec_push(&b->builds, (struct build){.file = arena_strdup(a, file), .folder = folder, .config = config});
	return true;
}

/* -p [NAME=]BUILD */
static bool
add_given(struct builder *b, const char *option)
{
	const char *equals = strchr(option, '=');
	if (!equals || !access(option, F_OK))
		return add_build(b, option, NULL);
	return add_build(b, equals + 1, arena_strndup(&b->db->arena, option, (size_t)(equals - option)));
}

/* --build-log [NAME=]FILE: a build that ran in DIR. */
static bool
add_log(struct builder *b, const char *option)
{
	struct arena *a = &b->db->arena;
	const char *equals = strchr(option, '='), *file = equals && access(option, F_OK) ? equals + 1 : option;
	if (!path_is_file(file)) {
		diag_add(b->diags, DIAG_ERROR, "build-log", file, 0, 0, "cannot read the build log: %s", strerror(access(file, F_OK) ? errno : EINVAL));
		return false;
	}
	vec_push(&b->builds, (struct build){
		.file = arena_strdup(a, file), .folder = b->db->root, .is_log = true,
		.config = file == option ? NULL : arena_strndup(a, option, (size_t)(equals - option)),
	});
	return true;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The database in DIR, else those of its folders build*, sorted. */
static bool
look_for_builds(struct builder *b)
{
	struct arena *a = &b->db->arena;
	const char *file = path_join(a, b->options->folder, DATABASE);
	if (path_is_file(file))
		return add_build(b, file, NULL);
	VEC(const char *) found = {0};
	DIR *d = opendir(b->options->folder);
	for (struct dirent *e; d && (e = readdir(d));)
		if (!strncmp(e->d_name, "build", 5))
			vec_push(&found, path_join(a, path_join(a, b->options->folder, e->d_name), DATABASE));
	if (d)
		closedir(d);
	vec_sort(&found, by_text);
	bool ok = true;
	for (size_t i = 0; i < found.count; i++)
		if (path_is_file(found.at[i]))
			ok = add_build(b, found.at[i], NULL) && ok;
	vec_finish(&found);
	return ok;
}

/* Gives each build a name that does not depend on where DIR lies; the only one needs none. */
static void
name_configs(struct builder *b)
{
	struct arena *a = &b->db->arena;
	for (size_t i = 0; i < b->builds.count; i++) {
		struct build *build = &b->builds.at[i];
		if (build->config)
			continue;
		const char *below = path_below(build->folder, b->db->root);
		if (b->builds.count == 1)
			build->config = "";
		else if (below)
			build->config = *below ? below : "tree";
		else
			build->config = arena_strdup(a, path_base(build->folder));
		for (size_t k = 0; k < i; k++)
			if (!strcmp(b->builds.at[k].config, build->config))
				build->config = arena_printf(a, "%s-%zu", build->config, i + 1);
	}
}

static bool
read_builds(struct builder *b)
{
	for (size_t i = 0; i < b->builds.count; i++) {
		int fd = open(b->builds.at[i].file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		FILE *in = fd < 0 ? NULL : fdopen(fd, "r");
		if (!in)
			return no_database(b, b->builds.at[i].file, errno);
		bool ok = b->builds.at[i].is_log ? build_log_read(b, i, in) : database_read(b, i, in);
		fclose(in);
		if (!ok)
			return false;
	}
	return true;
}

static bool
is_build_folder(const struct builder *b, size_t build)
{
	const char *folder = b->builds.at[build].folder;
	if (path_below(b->db->root, folder))
		return false;
	size_t inside = 0, all = 0;
	for (size_t i = 0; i < b->units.count; i++) {
		if (b->units.at[i].build != build)
			continue;
		all++;
		inside += path_below(b->units.at[i].path, folder) != NULL;
	}
	return inside * 2 <= all;
}

static void
settle_builds(struct builder *b)
{
	struct compdb *db = b->db;
	db->builds = arena_array(&db->arena, char *, b->builds.count + 1);
	for (size_t i = 0; i < b->builds.count; i++) {
		bool known = false;
		for (size_t k = 0; k < db->build_count; k++)
			known = known || !strcmp(db->builds[k], b->builds.at[i].folder);
		if (!known && is_build_folder(b, i))
			db->builds[db->build_count++] = arena_strdup(&db->arena, b->builds.at[i].folder);
	}
	names_set_root(b->names, db->root, db->builds, db->build_count);
}

/* Does a glob mean the name, or a folder above it? */
static bool
matches(const char *glob, const char *name)
{
	size_t n = strlen(glob);
	if (!fnmatch(glob, name, 0))
		return true;
	return n && !strpbrk(glob, "*?[") && !strncmp(name, glob, n) && (glob[n - 1] == '/' || name[n] == '/');
}

static bool
matches_any(const char **globs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (matches(globs[i], name))
			return true;
	return false;
}

static const char *
left_out_by_option(const struct compdb_options *o, const char *name)
{
	if (matches_any(o->excludes, o->exclude_count, name))
		return "left out by --exclude";
	if (o->include_count && !matches_any(o->includes, o->include_count, name))
		return "not named by --include";
	return NULL;
}

/* A unit with what it is sorted by: arguments with places as they are shown. */
struct sorted_unit {
	struct compdb_unit unit;
	const struct found_unit *found;
	bool by_library; /* vendored by what its first lines say */
};

/* The list with places as they are shown, made once a list. */
static const char *
sort_key(struct builder *b, uint32_t number)
{
	struct argument_list *list = &b->list_of.at[number];
	char *key = NULL;
	size_t size;
	if (list->key)
		return list->key;
	FILE *out = open_memstream(&key, &size);
	if (!out)
		die(EXIT_FAILED, "out of memory");
	for (size_t i = 0; i < list->count; i++) {
		const char *word = list->words[i], *slash = strchr(word, '/');
		if (slash && word[0] == '-' && word[1] != 'I' && word[1] != '-')
			slash = NULL; /* a slash within a -D */
		if (slash)
			fprintf(out, "%.*s%s\n", (int)(slash - word), word, names_show(b->names, slash));
		else
			fprintf(out, "%s\n", word);
	}
	if (fclose(out))
		die(EXIT_FAILED, "out of memory");
	list->key = arena_strdup(&b->db->arena, key);
	free(key);
	return list->key;
}

/* Few units share a name and a configuration: only those need a key of their arguments. */
static int
by_unit(const void *a, const void *b, void *builder)
{
	const struct sorted_unit *x = a, *y = b;
	int order = strcmp(x->unit.name, y->unit.name);
	if (!order)
		order = strcmp(x->unit.config, y->unit.config);
	if (order || x->found->list == y->found->list)
		return order;
	return strcmp(sort_key(builder, x->found->list), sort_key(builder, y->found->list));
}

/* What the tree alone tells of a file that no build is known to compile. */
static void
doubt_system(const struct builder *b, struct compdb_unit *u)
{
	if (u->origin != ORIGIN_OWN || b->builds.count || !origin_names_system(u->name))
		return;
	u->origin = ORIGIN_OTHER_SYSTEM;
	u->reason = "named after another system, and no build is known to compile it";
}

static struct compdb_unit
make_unit(struct builder *b, const struct found_unit *f, bool *by_library)
{
	struct stat st;
	struct compdb_unit u = {
		.name = names_show(b->names, f->path), .path = f->path, .folder = f->folder,
		.config = b->builds.count ? b->builds.at[f->build].config : "",
		.arguments = f->arguments, .argument_count = f->argument_count,
		.output = f->output ? names_show(b->names, f->output) : NULL,
	};
	u.origin = origin_of(u.name, f->path, &u.reason, by_library);
	doubt_system(b, &u);
	const char *why = f->refusal ? f->refusal : left_out_by_option(b->options, u.name);
	if (stat(f->path, &st))
		why = why ? why : "there is no such file: build the project first, or say where it is now with --path-map";
	else if (!S_ISREG(st.st_mode))
		why = why ? why : "no regular file";
	else
		u.bytes = (size_t)st.st_size;
	u.skipped = why != NULL;
	u.reason = why ? why : u.reason;
	return u;
}

/* A tree of nothing but a library is that library. */
static void
settle_libraries(struct sorted_unit *units, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (units[i].unit.origin == ORIGIN_OWN && !units[i].unit.skipped)
			return;
	for (size_t i = 0; i < count; i++) {
		if (!units[i].by_library)
			continue;
		units[i].unit.origin = ORIGIN_OWN;
		units[i].unit.reason = units[i].unit.skipped ? units[i].unit.reason : NULL;
	}
}

/* Fills db->units, and makes b->objects refer to them. */
static void
settle_units(struct builder *b)
{
	struct compdb *db = b->db;
	size_t n = b->units.count;
	struct sorted_unit *sorted = mem_alloc((n + 1) * sizeof *sorted);
	for (size_t i = 0; i < n; i++) {
		const struct found_unit *f = &b->units.at[i];
		sorted[i].found = f;
		sorted[i].unit = make_unit(b, f, &sorted[i].by_library);
	}
	settle_libraries(sorted, n);
	qsort_r(sorted, n, sizeof *sorted, by_unit, b);
	db->units = arena_array(&db->arena, struct compdb_unit, n + 1);
	size_t *now = mem_alloc((n + 1) * sizeof *now);
	for (size_t i = 0; i < n; i++) {
		db->units[i] = sorted[i].unit;
		now[sorted[i].found - b->units.at] = i;
	}
	for (size_t i = 0; i < b->objects.count; i++)
		b->objects.at[i].unit = now[b->objects.at[i].unit];
	db->unit_count = n;
	free(now);
	free(sorted);
}

/* The link sets of each build whose folder has a build.ninja. An object lies in one build only, so all are shown. */
static void
read_link_sets(struct builder *b, struct link_sets *out)
{
	struct compdb *db = b->db;
	for (size_t k = 0; k < b->builds.count; k++) {
		size_t size;
		const char *folder = b->builds.at[k].folder;
		char *text = path_read(path_join(&db->arena, folder, "build.ninja"), NINJA_BYTES, &size);
		if (text)
			ninja_read(db, folder, text, size, b->objects.at, b->objects.count, out);
		free(text);
	}
}

static int
by_program(const void *a, const void *b)
{
	return strcmp(((const struct compdb_program *)a)->name, ((const struct compdb_program *)b)->name);
}

static int
by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	return (x > y) - (x < y);
}

/* Programs of the same name in several builds are one. */
static void
unite_programs(struct compdb *db, struct link_sets *sets)
{
	vec_sort(&sets->programs, by_program);
	db->programs = arena_array(&db->arena, struct compdb_program, sets->programs.count + 1);
	for (size_t i = 0; i < sets->programs.count;) {
		VEC(size_t) units = {0};
		struct compdb_program p = sets->programs.at[i];
		for (; i < sets->programs.count && !strcmp(sets->programs.at[i].name, p.name); i++)
			for (size_t k = 0; k < sets->programs.at[i].unit_count; k++)
				vec_push(&units, sets->programs.at[i].units[k]);
		vec_sort(&units, by_number);
		p.unit_count = 0;
		for (size_t k = 0; k < units.count; k++)
			if (!p.unit_count || units.at[p.unit_count - 1] != units.at[k])
				units.at[p.unit_count++] = units.at[k];
		p.units = arena_copy(&db->arena, units.at, p.unit_count * sizeof *units.at);
		db->programs[db->program_count++] = p;
		vec_finish(&units);
	}
}

/* Units that are in none of the programs, as a program of their own. */
static void
add_rest(struct compdb *db, struct link_sets *sets, const char *name, enum program_kind kind)
{
	struct map seen;
	map_init(&seen);
	for (size_t i = 0; i < sets->programs.count; i++)
		for (size_t k = 0; k < sets->programs.at[i].unit_count; k++)
			map_put(&seen, sets->programs.at[i].units[k], 1);
	struct compdb_program rest = {.name = name, .kind = kind, .confidence = kind == PROGRAM_LIBRARY ? CONFIDENCE_EXACT
	                              : CONFIDENCE_GUESSED, .units = arena_array(&db->arena, size_t, db->unit_count + 1)};
	for (size_t i = 0; i < db->unit_count; i++)
		if (!map_has(&seen, i) && (!db->units[i].skipped || !sets->programs.count))
			rest.units[rest.unit_count++] = i;
	if (rest.unit_count)
		vec_push(&sets->programs, rest);
	map_finish(&seen);
}

static int
by_meeting(const void *a, const void *b)
{
	const struct compdb_meeting *x = a, *y = b;
	if (x->program != y->program)
		return x->program < y->program ? -1 : 1;
	return (x->other > y->other) - (x->other < y->other);
}

static size_t
program_named(const struct compdb *db, const char *name)
{
	size_t lo = 0, hi = db->program_count;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (strcmp(db->programs[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
settle_meetings(struct compdb *db, struct link_sets *sets)
{
	db->meetings = arena_array(&db->arena, struct compdb_meeting, sets->meetings.count + 1);
	for (size_t i = 0; i < sets->meetings.count; i++)
		db->meetings[i] = (struct compdb_meeting){program_named(db, sets->meetings.at[i].program),
		                                          program_named(db, sets->meetings.at[i].other)};
	qsort(db->meetings, sets->meetings.count, sizeof *db->meetings, by_meeting);
	for (size_t i = 0; i < sets->meetings.count; i++)
		if (!db->meeting_count || by_meeting(&db->meetings[db->meeting_count - 1], &db->meetings[i]))
			db->meetings[db->meeting_count++] = db->meetings[i];
}

static void
settle_programs(struct builder *b)
{
	struct link_sets sets = {0};
	read_link_sets(b, &sets);
	if (sets.programs.count) {
		add_rest(b->db, &sets, "(linked into no program)", PROGRAM_LIBRARY);
	} else {
		build_links_read(b, &sets);
		if (!sets.programs.count)
			hints_read(b, &sets);
		if (sets.programs.count)
			add_rest(b->db, &sets, "(in no known program)", PROGRAM_REST);
		else
			add_rest(b->db, &sets, "all", PROGRAM_WHOLE);
	}
	unite_programs(b->db, &sets);
	settle_meetings(b->db, &sets);
	vec_finish(&sets.programs);
	vec_finish(&sets.meetings);
}

static bool
unknown_program(struct builder *b)
{
	struct compdb *db = b->db;
	const char *list = "";
	for (size_t i = 0; i < db->program_count && i < 20; i++)
		list = arena_printf(&db->arena, "%s%s%s", list, i ? ", " : "", db->programs[i].name);
	diag_add(b->diags, DIAG_ERROR, "program", NULL, 0, 0, "there is no program '%s'; known are: %s%s", b->options->program,
	         list, db->program_count > 20 ? ", …" : "");
	return false;
}

/* --program: the units of the others are skipped. */
static bool
choose_program(struct builder *b)
{
	struct compdb *db = b->db;
	if (!b->options->program)
		return true;
	struct map wanted;
	map_init(&wanted);
	const struct compdb_program *chosen = NULL;
	for (size_t i = 0; i < db->program_count; i++)
		if (!strcmp(db->programs[i].name, b->options->program))
			chosen = &db->programs[i];
	for (size_t i = 0; chosen && i < chosen->unit_count; i++)
		map_put(&wanted, chosen->units[i], 1);
	for (size_t i = 0; chosen && i < db->unit_count; i++) {
		if (db->units[i].skipped || map_has(&wanted, i))
			continue;
		db->units[i].skipped = true;
		db->units[i].reason = arena_printf(&db->arena, "not part of the program %s (--program)", chosen->name);
	}
	map_finish(&wanted);
	return chosen || unknown_program(b);
}

static void
settle_scripts(struct builder *b)
{
	struct compdb *db = b->db;
	db->scripts = arena_array(&db->arena, struct compdb_script, b->tree.scripts.count + 1);
	for (size_t i = 0; i < b->tree.scripts.count; i++) {
		const char *name = b->tree.scripts.at[i], *ignored;
		const char *why = left_out_by_option(b->options, name);
		if (why) {
			builder_assume(b, ASSUMPTION_LEFT_OUT, name, why);
			continue;
		}
		db->scripts[db->script_count++] = (struct compdb_script){
			.name = name, .path = path_join(&db->arena, db->root, name), .origin = origin_of_name(name, &ignored),
		};
	}
}

/* Sources of languages that are not read: named one by one, and counted. */
static void
count_languages(struct builder *b)
{
	static const char *const languages[] = {"C++", "Objective-C"};
	for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
		size_t count = 0;
		const char *reason = arena_printf(&b->db->arena, "%s is not read", languages[l]);
		for (size_t i = 0; i < b->db->unit_count; i++)
			count += b->db->units[i].skipped && !strcmp(b->db->units[i].reason, reason);
		if (count)
			builder_assume(b, ASSUMPTION_LEFT_OUT, "", arena_printf(&b->db->arena, "%zu %s %s not read, each is listed", count,
			               languages[l], count == 1 ? "source is" : "sources are"));
	}
}

static struct compdb_unit
unnamed_unit(struct builder *b, const char *name)
{
	const char *why = left_out_by_option(b->options, name), *ignored;
	const char *unused = origin_names_system(name) ? "not in the compile database; named after another system" :
	                                                 "not in the compile database";
	return (struct compdb_unit){
		.name = name, .path = path_join(&b->db->arena, b->db->root, name), .folder = b->db->root, .config = "",
		.origin = origin_of_name(name, &ignored), .skipped = true, .reason = why ? why : unused,
	};
}

/* Sources of the tree that no entry names are skipped units of no program. */
static void
add_unnamed(struct builder *b)
{
	struct compdb *db = b->db;
	struct intern read;
	if (db->inferred)
		return;
	intern_init(&read);
	struct compdb_unit *units = arena_array(&db->arena, struct compdb_unit, db->unit_count + b->tree.sources.count + 1);
	for (size_t i = 0; i < db->unit_count; i++) {
		units[i] = db->units[i];
		intern_text(&read, units[i].name);
	}
	for (size_t i = 0; i < b->units.count; i++)
		if (b->units.at[i].replaced)
			intern_text(&read, names_show(b->names, b->units.at[i].replaced));
	for (size_t i = 0; i < b->tree.sources.count; i++) {
		const char *name = b->tree.sources.at[i];
		uint32_t before = read.count;
		if (!strcmp(path_suffix(name), "c") && intern_text(&read, name) >= before)
			units[db->unit_count++] = unnamed_unit(b, name);
	}
	db->units = units;
	intern_finish(&read);
}

static void
assume_left_out(struct builder *b)
{
	for (size_t i = 0; i < b->db->unit_count; i++)
		if (b->db->units[i].skipped)
			builder_assume(b, ASSUMPTION_LEFT_OUT, b->db->units[i].name, b->db->units[i].reason);
	count_languages(b);
}

static int
by_assumption(const void *a, const void *b)
{
	const struct compdb_assumption *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = strcmp(x->file, y->file);
	if (!order && x->line != y->line)
		order = x->line < y->line ? -1 : 1;
	return order ? order : strcmp(x->text, y->text);
}

static void
settle_assumptions(struct builder *b)
{
	struct compdb *db = b->db;
	vec_sort(&b->assumptions, by_assumption);
	db->assumptions = arena_array(&db->arena, struct compdb_assumption, b->assumptions.count + 1);
	for (size_t i = 0; i < b->assumptions.count; i++)
		if (!db->assumption_count || by_assumption(&db->assumptions[db->assumption_count - 1], &b->assumptions.at[i]))
			db->assumptions[db->assumption_count++] = b->assumptions.at[i];
}

/* Is there anything to read? Says what is wrong otherwise. */
static bool
check_units(struct builder *b)
{
	struct compdb *db = b->db;
	for (size_t i = 0; i < db->unit_count; i++)
		if (!db->units[i].skipped)
			return true;
	const char *where = b->builds.count ? b->builds.at[0].file : b->options->folder;
	if (!db->unit_count)
		diag_add(b->diags, DIAG_ERROR, "no-units", where, 0, 0, b->builds.count ?
		         "the compile database is empty; build the project from scratch while recording it" :
		         "there is no C source in this folder");
	else
		diag_add(b->diags, DIAG_ERROR, "no-units", where, 0, 0, "none of the %zu units can be read; the first, %s: %s",
		         db->unit_count, db->units[0].name, db->units[0].reason);
	return false;
}

static bool
add_maps(struct builder *b)
{
	for (size_t i = 0; i < b->options->path_map_count; i++) {
		if (names_map(b->names, b->options->path_maps[i]))
			continue;
		diag_add(b->diags, DIAG_ERROR, "path-map", NULL, 0, 0, "--path-map needs OLD=NEW, both absolute, not '%s'",
		         b->options->path_maps[i]);
		return false;
	}
	return true;
}

static bool
find_builds(struct builder *b)
{
	bool ok = true;
	for (size_t i = 0; i < b->options->build_count; i++)
		ok = add_given(b, b->options->builds[i]) && ok;
	for (size_t i = 0; i < b->options->build_log_count; i++)
		ok = add_log(b, b->options->build_logs[i]) && ok;
	if (!b->options->build_count && !b->options->build_log_count)
		ok = look_for_builds(b);
	name_configs(b);
	return ok;
}

static int
by_stand_in(const void *a, const void *b)
{
	return strcmp(((const struct compdb_stand_in *)a)->name, ((const struct compdb_stand_in *)b)->name);
}

/* Where headers are looked for last: our own, and those that stand in for what a build makes. */
static void
settle_stand_ins(struct builder *b)
{
	struct compdb *db = b->db;
	vec_sort(&b->stand_ins, by_stand_in);
	db->stand_ins = arena_copy(&db->arena, b->stand_ins.at, b->stand_ins.count * sizeof *b->stand_ins.at);
	db->stand_in_count = b->stand_ins.count;
	if (db->stand_in_count && b->options->stand_ins)
		db->stand_in_folder = arena_strdup(&db->arena, b->options->stand_ins);
	if (b->options->headers && path_is_folder(b->options->headers))
		db->headers = names_real(b->names, "/", b->options->headers);
	if (db->headers)
		names_place(b->names, db->headers, "<sys>/splitter");
	if (db->stand_in_folder)
		names_place(b->names, db->stand_in_folder, "<sys>/splitter/stand-ins");
}

static bool
load(struct builder *b)
{
	struct compdb *db = b->db;
	if (!add_maps(b) || !find_builds(b) || !read_builds(b))
		return false;
	settle_builds(b);
	tree_walk(b);
	db->inferred = !b->builds.count;
	if (db->inferred)
		infer_units(b);
	precompiled_settle(b);
	settle_stand_ins(b);
	settle_units(b);
	settle_programs(b);
	if (!choose_program(b) || !check_units(b))
		return false;
	settle_scripts(b);
	add_unnamed(b);
	assume_left_out(b);
	settle_assumptions(b);
	return true;
}

bool
compdb_load(const struct compdb_options *options, struct compdb *out, struct diag_queue *diags)
{
	*out = (struct compdb){0};
	arena_init(&out->arena);
	out->names = names_create();
	out->root = path_real(&out->arena, options->folder);
	if (!out->root || !path_is_folder(out->root)) {
		diag_add(diags, DIAG_ERROR, "no-folder", options->folder, 0, 0, "cannot read the folder to analyse: %s",
		         strerror(out->root ? ENOTDIR : errno));
		return false;
	}
	struct builder b = {.options = options, .db = out, .names = out->names, .diags = diags};
	builder_begin(&b);
	bool ok = load(&b);
	builder_finish(&b);
	tree_finish(&b.tree);
	return ok;
}

void
compdb_finish(struct compdb *db)
{
	names_destroy(db->names);
	arena_finish(&db->arena);
	*db = (struct compdb){0};
}

const char *
compdb_name(const struct compdb *db, struct arena *a, const char *absolute_path)
{
	(void)a; /* remembered names live as long as the database */
	return names_show(db->names, absolute_path);
}
