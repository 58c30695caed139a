/* The cache of fact files. In: a unit's command; out: whether facts of an earlier run still hold.
 *
 * K1, a hash over this program, libclang and the command with all its places, names a manifest: every file that
 * was read with its size, time and content hash, the folders searched with their times, and the include names of
 * own files. It holds while all files do: stat is believed unless it differs or the file was written within two
 * seconds before the record, then the content decides. A folder that changed, or a header that was missing, asks
 * whether a name would now be found elsewhere.
 *
 * K2, a hash over the command with shown names and all contents, names the fact file: same input, same name,
 * wherever DIR lies. A manifest is a text of lines; a unit with a line break in a path is not cached. */
#include "parse/unit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "parse/guess.h"

#define FIRST_LINE "splitter manifest 1"
enum { KEY_DIGITS = 40 };
static const int64_t RACY = INT64_C(2000000000);

/* A rebuilt program parses anew: its own file is part of the key. */
void
cache_init(struct cache *c, const char *folder, struct sources *sources)
{
	struct stat st = {0};
	struct hash h;
	char text[128];
	*c = (struct cache){.folder = folder, .sources = sources};
	hash_init(&h);
	if (!stat("/proc/self/exe", &st)) {
		snprintf(text, sizeof text, "%" PRId64 ".%ld %" PRId64, (int64_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
		         (int64_t)st.st_size);
		hash_add_text(&h, text);
	}
	hash_add_text(&h, parse_library());
	hash_hex(&h, c->identity);
}

static const char *
manifest_path(struct cache *c, const struct compdb_unit *unit, struct arena *a)
{
	struct hash h;
	char hex[HASH_HEX];
	const struct compdb *db = c->sources->db;
	hash_init(&h);
	hash_add_text(&h, c->identity);
	hash_add_text(&h, db->root);
	for (size_t i = 0; i < db->build_count; i++)
		hash_add_text(&h, db->builds[i]);
	hash_add_text(&h, unit->name);
	hash_add_text(&h, unit->path);
	hash_add_text(&h, unit->folder);
	for (size_t i = 0; i < unit->argument_count; i++)
		hash_add_text(&h, unit->arguments[i]);
	hash_hex(&h, hex);
	return arena_printf(a, "%s/%.*s.manifest", c->folder, KEY_DIGITS, hex);
}

static struct source *
source_at(struct sources *s, const char *path)
{
	uint32_t number = sources_find(s, "/", path);
	return s->list.at[number - 1];
}

/* ---- reading ---- */

struct file_line { int64_t size, mtime; const char *hash, *path; };
struct folder_line { int64_t mtime; const char *path; };

struct manifest {
	struct cached entry;
	int64_t recorded;
	VEC(struct file_line) files;
	VEC(struct folder_line) folders;
	VEC(struct include_name) names;
};

static void
manifest_finish(struct manifest *m)
{
	vec_finish(&m->files);
	vec_finish(&m->folders);
	vec_finish(&m->names);
}

/* The next word of a line, cut off in place; the rest stays in *at. */
static char *
word(char **at)
{
	char *start = *at, *blank = start ? strchr(start, ' ') : NULL;
	*at = blank ? blank + 1 : NULL;
	if (blank)
		*blank = '\0';
	return start ? start : (char *)"";
}

static int64_t
number(char **at)
{
	return strtoll(word(at), NULL, 10);
}

static bool
read_line(struct manifest *m, char *line, struct arena *a)
{
	char *at = line;
	const char *kind = word(&at);
	if (!at)
		return false;
	if (!strcmp(kind, "file")) {
		struct file_line f = {.size = number(&at)};
		f.mtime = number(&at);
		f.hash = word(&at);
		f.path = at;
		vec_push(&m->files, f);
		return f.path != NULL;
	}
	if (!strcmp(kind, "folder")) {
		struct folder_line f = {.mtime = number(&at)};
		f.path = at;
		vec_push(&m->folders, f);
		return f.path != NULL;
	}
	if (!strcmp(kind, "name") || !strcmp(kind, "missing")) {
		vec_push(&m->names, (struct include_name){at, *kind == 'm'});
		return true;
	}
	if (!strcmp(kind, "reason")) {
		m->entry.reason = arena_strdup(a, at);
		return true;
	}
	if (strcmp(kind, "facts"))
		return false;
	snprintf(m->entry.facts, sizeof m->entry.facts, "%s", word(&at));
	m->entry.status = (enum unit_status)number(&at);
	m->entry.errors = (unsigned)number(&at);
	m->entry.lost = (unsigned)number(&at);
	m->recorded = number(&at);
	return true;
}

/* The strings of `m` point into `text`. False when it is not whole. */
static bool
read_manifest(struct manifest *m, char *text, struct arena *a)
{
	char *next = text;
	for (int i = 0; next && *next; i++) {
		char *line = next, *end = strchr(next, '\n');
		if (!end)
			return false;
		*end = '\0';
		next = end + 1;
		if (!strcmp(line, "end"))
			return m->entry.facts[0];
		if (i == 0 ? strcmp(line, FIRST_LINE) : !read_line(m, line, a))
			return false;
	}
	return false;
}

/* ---- does it hold? ---- */

static bool
file_holds(struct cache *c, const struct manifest *m, const struct file_line *f)
{
	struct source *s = source_at(c->sources, f->path);
	const struct file_stamp *now = source_stamp(s);
	if (!now->exists || now->size != f->size)
		return false;
	if (now->mtime == f->mtime && now->mtime < m->recorded - RACY)
		return true;
	return !strcmp(source_disk_hash(s), f->hash);
}

static bool
is_known(struct cache *c, const struct manifest *m, const char *path)
{
	uint32_t source = sources_find(c->sources, "/", path);
	for (size_t i = 0; i < m->files.count; i++)
		if (sources_find(c->sources, "/", m->files.at[i].path) == source)
			return true;
	return false;
}

/* Would an include name now be found in this folder, where it was not? */
static bool
folder_holds(struct cache *c, const struct manifest *m, const struct folder_line *f, struct arena *a)
{
	struct source *s = source_at(c->sources, f->path);
	const struct file_stamp *now = source_stamp(s);
	bool changed = (now->exists ? now->mtime : -1) != f->mtime || f->mtime >= m->recorded - RACY;
	for (size_t i = 0; i < m->names.count; i++) {
		if (!changed && !m->names.at[i].missing)
			continue;
		const char *path = path_join(a, f->path, m->names.at[i].text);
		if (path_is_file(path) && !is_known(c, m, path))
			return false;
	}
	return true;
}

static bool
facts_hold(struct cache *c, const char *name, struct arena *a)
{
	struct diag_queue ignored;
	diag_init(&ignored);
	struct fact_reader *r = fact_reader_open(path_join(a, c->folder, name), &ignored);
	bool ok = r;
	fact_reader_destroy(r);
	diag_finish(&ignored);
	return ok;
}

static bool
manifest_holds(struct cache *c, const struct manifest *m, struct arena *a)
{
	for (size_t i = 0; i < m->files.count; i++)
		if (!file_holds(c, m, &m->files.at[i]))
			return false;
	for (size_t i = 0; i < m->folders.count; i++)
		if (!folder_holds(c, m, &m->folders.at[i], a))
			return false;
	return !strchr(m->entry.facts, '/') && facts_hold(c, m->entry.facts, a);
}

bool
cache_find(struct cache *c, const struct compdb_unit *unit, struct arena *a, struct cached *out)
{
	size_t size;
	char *text = path_read(manifest_path(c, unit, a), 0, &size);
	if (!text)
		return false;
	struct manifest m = {0};
	bool holds = read_manifest(&m, text, a) && manifest_holds(c, &m, a);
	*out = m.entry;
	manifest_finish(&m);
	free(text);
	return holds;
}

/* ---- writing ---- */

struct closure {
	struct unit *u;
	VEC(CXFile) files;
};

static void
add_included(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	(void)stack;
	(void)depth;
	struct closure *c = data;
	text_handle name = clang_getFileName(file);
	const char *path = clang_getCString(name);
	if (path && strcmp(path, GUESS_FILE)) /* guesses follow from the rest */
		vec_push(&c->files, file);
}

static struct source *
source_of(struct unit *u, CXFile file)
{
	uint32_t index = unit_file(u, file);
	return u->sources->list.at[u->files.at[index]->source - 1];
}

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	return strcmp(x->shown, y->shown);
}

/* All files the unit was read from, sorted by shown name, each once. */
static struct named *
closure_of(struct unit *u, size_t *count)
{
	struct closure c = {.u = u};
	clang_getInclusions(u->tu, add_included, &c);
	struct named *list = arena_array(&u->arena, struct named, c.files.count + 1);
	for (size_t i = 0; i < c.files.count; i++) {
		struct source *s = source_of(u, c.files.at[i]);
		list[i] = (struct named){s->shown, unit_file_hash(u, c.files.at[i]), s};
	}
	if (c.files.count)
		qsort(list, c.files.count, sizeof *list, by_name);
	*count = 0;
	for (size_t i = 0; i < c.files.count; i++)
		if (!i || list[i].source != list[i - 1].source)
			list[(*count)++] = list[i];
	vec_finish(&c.files);
	return list;
}

void
cache_name(struct cache *c, struct unit *u, char out[56])
{
	struct hash h;
	char hex[HASH_HEX], version[16];
	c->closure = closure_of(u, &c->closure_count);
	snprintf(version, sizeof version, "%d", (int)FACTS_VERSION);
	hash_init(&h);
	hash_add_text(&h, version);
	hash_add_text(&h, parse_library());
	hash_add_text(&h, u->source->name);
	for (size_t i = 0; i < u->source->argument_count; i++)
		hash_add_text(&h, sources_sanitise(c->sources, &u->arena, u->source->arguments[i]));
	for (size_t i = 0; i < c->closure_count; i++) {
		hash_add_text(&h, c->closure[i].shown);
		hash_add_text(&h, c->closure[i].hash);
	}
	hash_hex(&h, hex);
	snprintf(out, 56, "%.*s.facts", KEY_DIGITS, hex);
}

/* Folders named by -I and its like. */
static void
put_search_folders(struct unit *u, FILE *out)
{
	static const char *const options[] = {"-isystem", "-iquote", "-idirafter", "-I"};
	for (size_t i = 0; i < u->source->argument_count; i++) {
		const char *argument = u->source->arguments[i], *folder = NULL;
		for (size_t k = 0; k < sizeof options / sizeof *options && !folder; k++) {
			size_t n = strlen(options[k]);
			if (strncmp(argument, options[k], n))
				continue;
			folder = argument[n] ? argument + n : i + 1 < u->source->argument_count ? u->source->arguments[i + 1] : NULL;
		}
		if (!folder)
			continue;
		folder = path_join(&u->arena, u->source->folder, folder);
		struct source *s = source_at(u->sources, folder);
		fprintf(out, "folder %" PRId64 " %s\n", source_stamp(s)->exists ? s->stamp.mtime : -1, s->path);
	}
}

/* The folders of own files, where their quoted includes are looked for first. */
static void
put_own_folders(struct unit *u, const struct named *list, size_t count, FILE *out)
{
	const char *last = "";
	for (size_t i = 0; i < count; i++) {
		if (list[i].source->outside)
			continue;
		const char *base = path_base(list[i].source->path);
		char *folder = arena_strndup(&u->arena, list[i].source->path, (size_t)(base - list[i].source->path));
		if (strlen(folder) > 1)
			folder[strlen(folder) - 1] = '\0';
		if (!strcmp(folder, last))
			continue;
		last = folder;
		struct source *s = source_at(u->sources, folder);
		fprintf(out, "folder %" PRId64 " %s\n", source_stamp(s)->exists ? s->stamp.mtime : -1, s->path);
	}
}

static bool
put_files(const struct named *list, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct file_stamp *stamp = source_stamp(list[i].source);
		if (!stamp->exists || !*list[i].hash || strchr(list[i].source->path, '\n'))
			return false;
		fprintf(out, "file %" PRId64 " %" PRId64 " %s %s\n", stamp->size, stamp->mtime, list[i].hash, list[i].source->path);
	}
	return true;
}

void
cache_store(struct cache *c, struct unit *u, const struct cached *entry, int64_t started)
{
	char *text = NULL;
	size_t size, count = c->closure_count;
	const struct named *list = c->closure;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		return;
	fprintf(out, FIRST_LINE "\nfacts %s %d %u %u %" PRId64 "\n", entry->facts, (int)entry->status, entry->errors,
	        entry->lost, started);
	if (entry->reason && !strchr(entry->reason, '\n'))
		fprintf(out, "reason %s\n", entry->reason);
	bool ok = put_files(list, count, out);
	put_search_folders(u, out);
	put_own_folders(u, list, count, out);
	for (size_t i = 0; i < u->includes.count; i++)
		fprintf(out, "%s %s\n", u->includes.at[i].missing ? "missing" : "name", u->includes.at[i].text);
	fputs("end\n", out);
	ok = !ferror(out) && ok;
	if (!fclose(out) && ok)
		path_write_cached(manifest_path(c, u->source, &u->arena), text, size);
	free(text);
}

/* ---- sweeping ---- */

struct sweep {
	const char *folder;
	struct arena arena;
	struct intern used; /* names of fact files in use */
	uint32_t kept;      /* ids up to here are in use */
	int64_t before;     /* older files go */
};

static bool
is_used(struct sweep *s, const char *facts)
{
	return intern_text(&s->used, facts) <= s->kept;
}

/* The fact file a manifest names, "" for none. */
static const char *
facts_of(struct sweep *s, const char *path)
{
	size_t size;
	char *text = path_read(path, 0, &size);
	struct manifest m = {0};
	bool whole = text && read_manifest(&m, text, &s->arena);
	const char *facts = whole ? arena_strdup(&s->arena, m.entry.facts) : "";
	manifest_finish(&m);
	free(text);
	return facts;
}

static bool
sweep_one(void *arg, const char *name, bool is_folder)
{
	struct sweep *s = arg;
	struct stat st;
	const char *path = path_join(&s->arena, s->folder, name), *suffix = path_suffix(name);
	bool facts = !strcmp(suffix, "facts"), manifest = !strcmp(suffix, "manifest");
	if (is_folder || (!facts && !manifest) || stat(path, &st) || st.st_mtim.tv_sec >= s->before)
		return false;
	const char *names = facts ? name : facts_of(s, path);
	if (!*names || !is_used(s, names))
		unlink(path);
	return false;
}

void
parse_sweep(const char *cache, const struct parse_result *results, size_t count)
{
	enum { DAY = 24 * 60 * 60 };
	struct sweep s = {.folder = cache, .before = time(NULL) - DAY};
	arena_init(&s.arena);
	intern_init(&s.used);
	for (size_t i = 0; i < count; i++)
		if (results[i].facts)
			intern_text(&s.used, results[i].facts);
	s.kept = s.used.count - 1;
	path_walk(cache, sweep_one, &s);
	intern_finish(&s.used);
	arena_finish(&s.arena);
}
