/* splitter init [DIR]: writes DIR/splitter.json, what it would have to say about this code base. In: the result in OUT when
 * there is one, else the tree's files alone. Out: a file that the next run takes without a warning, with the same members.
 *
 * A service is written as its name and its strongest members. Pins tie what is near them too, so the proposal is tried:
 * members that would move are written as well, until none does. Never overwrites. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "advise/sheet.h"
#include "base/path.h"
#include "base/vec.h"
#include "cluster/cluster.h"
#include "commands.h"
#include "compdb/compdb.h"
#include "stages.h"

enum { STRONGEST = 4, ENTRIES_MOST = 200, TRIES = 12 };

struct file { const char *name; int origin; };
struct wanted { enum member_kind kind; int64_t row; const char *key; uint32_t service; double strength; bool written; };
struct service { const char *name; enum service_kind kind; size_t functions, tables; double cohesion; };
struct entry { const char *key, *name; int kind; };

struct init {
	struct run run;
	const char *title;
	VEC(struct file) files;
	VEC(struct wanted) members;   /* of services and the shared library */
	VEC(struct service) services; /* by id, from 1 */
	VEC(struct entry) entries;
	struct evidence *result;      /* NULL: from the tree alone */
};

/* ---- reading ---- */

static const char *
keep(struct init *t, const char *text)
{
	return arena_strdup(&t->run.arena, text ? text : "");
}

static bool
see_unit(void *arg, const void *row)
{
	struct init *t = arg;
	const struct row_unit *u = row;
	vec_push(&t->files, (struct file){keep(t, u->file), (int)u->origin});
	return true;
}

static bool
see_service(void *arg, const void *row)
{
	struct init *t = arg;
	const struct row_service *s = row;
	vec_push(&t->services, (struct service){keep(t, s->name), (enum service_kind)s->kind, (size_t)s->functions, (size_t)s->tables, s->cohesion});
	return true;
}

static bool
see_member(void *arg, const void *row)
{
	struct init *t = arg;
	const struct row_member *m = row;
	static const char *const prefix[MEMBER_KIND_COUNT] = {
		[MEMBER_FUNCTION] = "function", [MEMBER_GLOBAL] = "global", [MEMBER_TABLE] = "table"};
	double strength = (m->kind == MEMBER_TABLE ? 2 : m->kind == MEMBER_FUNCTION ? 1 : 0) + (m->margin > 0 ? m->margin : 0) / 2;
	vec_push(&t->members, (struct wanted){(enum member_kind)m->kind, m->row, arena_printf(&t->run.arena, "%s:%s", prefix[m->kind], m->key),
	                                      (uint32_t)m->service, strength, false});
	return true;
}

static bool
see_entry(void *arg, const void *row)
{
	struct init *t = arg;
	const struct row_entry *e = row;
	struct row_function f;
	bool told = e->kind == ENTRY_COMMAND || e->kind == ENTRY_ROUTE || e->kind == ENTRY_JOB || e->kind == ENTRY_THREAD || e->kind == ENTRY_SIGNAL;
	if (!told || t->entries.count >= ENTRIES_MOST || !evidence_get(t->result, ROW_FUNCTION_KIND, e->function, &f))
		return true;
	const char *key = arena_printf(&t->run.arena, "function:%s", f.key);
	for (size_t i = 0; i < t->entries.count; i++)
		if (!strcmp(t->entries.at[i].key, key))
			return true;
	vec_push(&t->entries, (struct entry){key, keep(t, e->name), (int)e->kind});
	return true;
}

static bool
see_meta(void *arg, const void *row)
{
	struct init *t = arg;
	const struct row_meta *m = row;
	if (!strcmp(m->name, "split.title"))
		t->title = keep(t, m->value);
	return true;
}

static bool
read_result(struct init *t, const char *path)
{
	t->result = evidence_open(path, &t->run.diags);
	return t->result && evidence_each(t->result, ROW_META_KIND, see_meta, t) && evidence_each(t->result, ROW_UNIT_KIND, see_unit, t) &&
	       evidence_each(t->result, ROW_SERVICE_KIND, see_service, t) && evidence_each(t->result, ROW_MEMBER_KIND, see_member, t) &&
	       evidence_each(t->result, ROW_ENTRY_KIND, see_entry, t);
}

static bool
read_tree(struct init *t)
{
	struct compdb db;
	struct compdb_options options = {.folder = t->run.folder, .out = t->run.out, .builds = t->run.options->builds.at,
	                                 .build_count = t->run.options->builds.count,
	                                 .headers = path_join(&t->run.arena, rules_builtin_folder(), "headers")};
	if (!compdb_load(&options, &db, &t->run.diags))
		return false;
	for (size_t i = 0; i < db.unit_count; i++)
		vec_push(&t->files, (struct file){keep(t, db.units[i].name), (int)db.units[i].origin});
	compdb_finish(&db);
	return true;
}

/* ---- labelled trees ---- */

static int
compare_files(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static bool
is_below(const char *folder, size_t length, const char *file)
{
	return !strncmp(file, folder, length) && file[length] == '/';
}

/* Whether all files below the folder have that label. */
static bool
is_all(const struct init *t, const char *folder, size_t length, int origin)
{
	for (size_t i = 0; i < t->files.count; i++)
		if (is_below(folder, length, t->files.at[i].name) && t->files.at[i].origin != origin)
			return false;
	return true;
}

/* The highest folder around a file whose files all have its label, 0: none. */
static size_t
labelled_tree(const struct init *t, const struct file *f)
{
	if (f->origin == ORIGIN_OWN || strpbrk(f->name, "*?[\\<"))
		return 0;
	for (const char *slash = strchr(f->name, '/'); slash; slash = strchr(slash + 1, '/'))
		if (slash != f->name && is_all(t, f->name, (size_t)(slash - f->name), f->origin))
			return (size_t)(slash - f->name);
	return 0;
}

static void
put_origins(struct init *t, FILE *out)
{
	fputs("  \"origins\": {", out);
	const char *last = NULL, *comma = "";
	size_t length = 0;
	for (size_t i = 0; i < t->files.count; i++) {
		const struct file *f = &t->files.at[i];
		if (last && is_below(last, length, f->name))
			continue;
		last = NULL;
		length = labelled_tree(t, f);
		if (!length)
			continue;
		last = f->name;
		fprintf(out, "%s\n    ", comma);
		sheet_put_json_text(arena_printf(&t->run.arena, "%.*s/*", (int)length, last), out);
		fprintf(out, ": \"%s\"", origin_word((enum origin)f->origin));
		comma = ",";
	}
	fputs(*comma ? "\n  },\n" : "},\n", out);
}

/* ---- writing ---- */

static void
put_members(const struct init *t, uint32_t service, FILE *out)
{
	const char *comma = "";
	fputs("{\"members\": [", out);
	for (size_t i = 0; i < t->members.count; i++) {
		const struct wanted *m = &t->members.at[i];
		if (m->service != service || !m->written)
			continue;
		fprintf(out, "%s\n      ", comma);
		sheet_put_json_text(m->key, out);
		comma = ",";
	}
	fputs("], \"reason\": ", out);
}

static void
put_services(struct init *t, FILE *out)
{
	const char *comma = "";
	fputs("  \"services\": {", out);
	for (uint32_t i = 1; i <= t->services.count; i++) {
		const struct service *s = &t->services.at[i - 1];
		if (s->kind == SERVICE_SHARED)
			continue;
		fprintf(out, "%s\n    ", comma);
		sheet_put_json_text(s->name, out);
		fputs(": ", out);
		put_members(t, i, out);
		fprintf(out, "\"proposed: %zu functions, %zu tables, cohesion %.2f\"}", s->functions, s->tables, s->cohesion);
		comma = ",";
	}
	fputs(*comma ? "\n  },\n" : "},\n", out);
}

static void
put_shared(struct init *t, FILE *out)
{
	uint32_t shared = 0;
	for (uint32_t i = 1; i <= t->services.count; i++)
		if (t->services.at[i - 1].kind == SERVICE_SHARED)
			shared = i;
	fputs("  \"shared\": ", out);
	put_members(t, shared ? shared : UINT32_MAX, out);
	fputs("\"proposed: what most services use\"},\n", out);
}

static void
put_entries(struct init *t, FILE *out)
{
	fputs("  \"entry_points\": {", out);
	for (size_t i = 0; i < t->entries.count; i++) {
		const struct entry *e = &t->entries.at[i];
		fputs(i ? ",\n    " : "\n    ", out);
		sheet_put_json_text(e->key, out);
		fprintf(out, ": {\"kind\": \"%s\", \"name\": ", entry_kind_word((enum entry_kind)e->kind));
		sheet_put_json_text(e->name, out);
		fputs("}", out);
	}
	fputs(t->entries.count ? "\n  },\n" : "},\n", out);
}

static void
put_file(struct init *t, FILE *out)
{
	fputs("{\n  \"title\": ", out);
	sheet_put_json_text(t->title, out);
	fputs(",\n", out);
	put_services(t, out);
	put_shared(t, out);
	put_entries(t, out);
	fputs("  \"keep_together\": [],\n  \"keep_apart\": [],\n", out);
	put_origins(t, out);
	fputs("  \"ignored\": []\n}\n", out);
}

/* ---- trying ---- */

static const char *
service_name(const struct init *t, uint32_t service)
{
	return service && service <= t->services.count ? t->services.at[service - 1].name : "";
}

/* Writes the members that the clustering found put elsewhere; returns how many it had not written before. */
static size_t
write_moved(struct init *t, const struct clustering *c)
{
	size_t moved = 0, k = 0;
	for (size_t i = 0; i < t->members.count; i++) { /* both sorted by kind, row */
		struct wanted *m = &t->members.at[i];
		while (k < c->member_count && (c->members[k].kind < m->kind || (c->members[k].kind == m->kind && c->members[k].row < m->row)))
			k++;
		bool met = k < c->member_count && c->members[k].kind == m->kind && c->members[k].row == m->row;
		uint32_t s = met ? c->members[k].service : 0;
		if (m->written || !m->service || !strcmp(s ? c->services[s - 1].name : "", service_name(t, m->service)))
			continue;
		m->written = true;
		moved++;
	}
	return moved;
}

static bool
try_once(struct init *t, const struct rules *rules, size_t *moved)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct decisions d;
	struct clustering c;
	struct cluster_options options = {0};
	struct diag_queue unsaid;
	diag_init(&unsaid);
	put_file(t, out);
	fclose(out);
	bool ok = decisions_parse(text, size, "splitter.json", &d, &unsaid) && cluster_all(t->result, rules, &d, &options, &c, &unsaid);
	if (ok) {
		*moved = write_moved(t, &c);
		cluster_finish(&c);
	}
	decisions_finish(&d);
	diag_finish(&unsaid);
	free(text);
	return ok;
}

/* The strongest members of each service first, then what moves without being named; at last everything. */
static bool
settle(struct init *t)
{
	struct rules rules;
	if (!run_rules(&t->run, &rules))
		return false;
	size_t moved = 1;
	bool ok = true;
	for (int k = 0; ok && moved && k < TRIES; k++) {
		for (size_t i = 0; k == TRIES - 1 && i < t->members.count; i++)
			t->members.at[i].written |= t->members.at[i].service != 0;
		ok = try_once(t, &rules, &moved);
	}
	rules_finish(&rules);
	return ok;
}

static int
compare_strength(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;
	if (x->service != y->service)
		return x->service < y->service ? -1 : 1;
	if (x->strength > y->strength || x->strength < y->strength)
		return x->strength > y->strength ? -1 : 1;
	return strcmp(x->key, y->key);
}

static int
compare_rows(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void
write_strongest(struct init *t)
{
	vec_sort(&t->members, compare_strength);
	for (size_t i = 0, of = 0; i < t->members.count; i++) {
		of = i && t->members.at[i].service == t->members.at[i - 1].service ? of + 1 : 0;
		t->members.at[i].written = t->members.at[i].service && of < STRONGEST;
	}
	vec_sort(&t->members, compare_rows);
}

/* ---- the command ---- */

static bool
gather(struct init *t)
{
	const char *path = path_join(&t->run.arena, t->run.out, "splitter.db"), *real = path_real(&t->run.arena, t->run.folder);
	t->title = keep(t, real ? path_base(real) : "");
	bool ok = path_is_file(path) ? read_result(t, path) : read_tree(t);
	vec_sort(&t->files, compare_files);
	if (ok && t->result) {
		write_strongest(t);
		ok = settle(t);
	}
	return ok;
}

static int
write_new(struct init *t, const char *path)
{
	FILE *out = fopen(path, "wxe");
	if (!out) {
		diag_add(&t->run.diags, DIAG_ERROR, "init", path, 0, 0, "cannot write: %s", strerror(errno));
		return EXIT_FAILED;
	}
	put_file(t, out);
	bool ok = !fflush(out) && !ferror(out);
	ok = !fclose(out) && ok;
	if (ok)
		return EXIT_OK;
	diag_add(&t->run.diags, DIAG_ERROR, "init", path, 0, 0, "cannot write: %s", strerror(errno));
	unlink(path);
	return EXIT_FAILED;
}

int
cmd_init(const struct options *o)
{
	struct init t = {.result = NULL};
	if (o->words.count > 1) {
		fprintf(stderr, "splitter: init takes one folder; see splitter init --help\n");
		return EXIT_USAGE;
	}
	int status = EXIT_FAILED;
	if (run_init(&t.run, o, o->words.count ? o->words.at[0] : ".", o->out ? o->out : "splitter-out")) {
		const char *path = path_join(&t.run.arena, t.run.folder, "splitter.json");
		if (!access(path, F_OK))
			diag_add(&t.run.diags, DIAG_ERROR, "init", path, 0, 0, "is there already, and is yours: move it away or edit it");
		else if (gather(&t))
			status = write_new(&t, path);
		if (status == EXIT_OK && !o->quiet)
			printf("%s\nfrom %s\n", path, t.result ? t.run.out : "the tree alone: run `splitter analyze` first to have services proposed");
	}
	evidence_close(t.result);
	vec_finish(&t.files);
	vec_finish(&t.members);
	vec_finish(&t.services);
	vec_finish(&t.entries);
	run_finish(&t.run);
	return status;
}
