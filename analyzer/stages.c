/* The stages and what they leave in OUT.cache: source (where DIR is), index.facts and facts/ (index), link.db (link),
 * result.db (cluster). OUT itself changes only at the end of report, whole. */
#include "stages.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/path.h"
#include "base/sink.h"
#include "cluster/cluster.h"
#include "score/score.h"
#include "signals/history.h"
#include "signals/profile.h"
#include "compdb/compdb.h"
#include "data/data.h"
#include "decisions/decisions.h"
#include "facts/facts_file.h"
#include "link/link.h"
#include "model/model_build.h"
#include "model/split.h"
#include "parse/parse.h"
#include "plan/plan.h"
#include "readiness/readiness.h"
#include "reports/reports.h"
#include "rules/rules.h"
#include "signature/signature.h"
#include "store/store.h"
#include "version.h"

volatile int stages_interrupted;

/* ---- a run ---- */

static const char *
file_in_cache(struct run *r, const char *name)
{
	return path_join(&r->arena, r->cache, name);
}

/* Files that only the third stage reads are asked for before the first one runs. */
static bool
has_signals(struct run *r)
{
	const char *const files[] = {r->options->history, r->options->profile};
	bool all = true;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (files[i] && !path_is_file(files[i])) {
			diag_add(&r->diags, DIAG_ERROR, "signals", files[i], 0, 0, "no such file; name a regular file that can be read");
			all = false;
		}
	return all;
}

bool
run_init(struct run *r, const struct options *o, const char *folder, const char *out)
{
	*r = (struct run){.options = o, .folder = folder, .out = out, .interrupted = &stages_interrupted};
	arena_init(&r->arena);
	diag_init(&r->diags);
	size_t n = strlen(out);
	while (n > 1 && out[n - 1] == '/')
		n--;
	r->out = arena_strndup(&r->arena, out, n);
	r->cache = o->cache ? o->cache : arena_printf(&r->arena, "%s.cache", r->out);
	if (folder && !path_is_folder(folder)) {
		diag_add(&r->diags, DIAG_ERROR, "no-folder", folder, 0, 0, "%s; name the folder that holds the sources",
		         errno == ENOENT ? "no such folder" : "not a folder that can be read");
		return false;
	}
	return has_signals(r);
}

void
run_finish(struct run *r)
{
	diag_print(&r->diags, stderr);
	diag_finish(&r->diags);
	arena_finish(&r->arena);
}

static bool
interrupted(struct run *r)
{
	return *r->interrupted != 0;
}

bool
run_rules(struct run *r, struct rules *out)
{
	return rules_load(rules_builtin_folder(), r->options->rules.at, r->options->rules.count, out, &r->diags);
}

/* ---- index ---- */

static bool
open_cache(struct run *r)
{
	if (path_make_folders(file_in_cache(r, "facts")))
		return true;
	diag_add(&r->diags, DIAG_ERROR, "cache", r->cache, 0, 0, "cannot make the cache folder: %s; name a writable one by --cache",
	         strerror(errno));
	return false;
}

static void
put_scripts(struct run *r, const struct compdb *db, struct fact_writer *w)
{
	for (size_t i = 0; i < db->script_count; i++) {
		const struct compdb_script *s = &db->scripts[i];
		size_t size;
		char *text = path_read(s->path, 64u << 20, &size);
		if (!text) {
			FACT(w, ASSUMPTION, assumption, .kind = ASSUMPTION_LEFT_OUT, .file = fact_text(w, s->name),
			     .text = fact_text(w, "SQL file not read: not a regular file, unreadable or larger than 64 MiB"));
			continue;
		}
		struct hash h;
		char hex[HASH_HEX];
		hash_init(&h);
		hash_add(&h, text, size);
		hash_hex(&h, hex);
		FACT(w, SCRIPT, script, .file = fact_text(w, s->name), .hash = fact_text(w, hex),
		     .text = fact_bytes(w, text, size), .origin = s->origin);
		free(text);
	}
	(void)r;
}

static void
put_listing(struct run *r, const struct compdb *db, const struct parse_result *results, struct fact_writer *w)
{
	for (size_t i = 0; i < db->unit_count; i++) {
		const struct compdb_unit *u = &db->units[i];
		const struct parse_result *p = &results[i];
		const char *reason = u->skipped ? u->reason : p->reason;
		enum unit_status status = u->skipped ? UNIT_SKIPPED : p->status;
		FACT(w, LISTED, listed, .file = fact_text(w, u->name), .config = fact_text(w, u->config ? u->config : ""),
		     .origin = u->origin, .status = status, .errors = p->errors, .lost = p->lost,
		     .reason = fact_text(w, reason ? reason : ""), .facts = fact_text(w, p->facts ? p->facts : ""));
		r->units++;
		r->partial += status == UNIT_PARTIAL;
		r->skipped += status == UNIT_SKIPPED;
		r->failed += status == UNIT_CRASHED || status == UNIT_TIMEOUT || status == UNIT_OOM;
	}
	for (size_t i = 0; i < db->program_count; i++) {
		const struct compdb_program *p = &db->programs[i];
		FACT(w, PROGRAM, program, .name = fact_text(w, p->name), .kind = p->kind, .confidence = p->confidence,
		     .file = fact_text(w, p->file ? p->file : ""), .line = p->line);
		for (size_t k = 0; k < db->programs[i].unit_count; k++)
			FACT(w, PROGRAM_UNIT, program_unit, .program = (int64_t)i + 1, .unit = (int64_t)db->programs[i].units[k] + 1);
	}
	for (size_t i = 0; i < db->meeting_count; i++)
		FACT(w, MEETING, meeting, .program = (int64_t)db->meetings[i].program + 1, .other = (int64_t)db->meetings[i].other + 1);
	for (size_t i = 0; i < db->assumption_count; i++) {
		const struct compdb_assumption *a = &db->assumptions[i];
		FACT(w, ASSUMPTION, assumption, .kind = a->kind, .file = fact_text(w, a->file ? a->file : ""), .line = a->line,
		     .text = fact_text(w, a->text));
	}
}

/* Units that were not understood whole, said aloud; all of them are in v_unit. */
static void
tell_units(struct run *r, const struct compdb *db, const struct parse_result *results)
{
	enum { TOLD_MOST = 10 };
	unsigned told = 0;
	for (size_t i = 0; i < db->unit_count; i++) {
		const struct parse_result *p = &results[i];
		if (db->units[i].skipped || p->status == UNIT_OK)
			continue;
		if (told++ < TOLD_MOST)
			diag_add(&r->diags, DIAG_WARNING, "unit", db->units[i].name, 0, 0, "%s: %s",
			         unit_status_word(p->status), p->reason ? p->reason : "no reason given");
	}
	if (told > TOLD_MOST)
		diag_add(&r->diags, DIAG_WARNING, "unit", NULL, 0, 0, "%u more units were not understood whole; see v_unit or the report",
		         told - TOLD_MOST);
}

static const char *
stand_in_folder(struct run *r)
{
	const char *here = path_real(&r->arena, ".");
	return path_clean(&r->arena, path_join(&r->arena, here ? here : "/", file_in_cache(r, "stand-ins")));
}

/* A text that is there already stays: its time says that nothing changed. */
static bool
write_stand_ins(struct run *r, const struct compdb *db)
{
	for (size_t i = 0; i < db->stand_in_count; i++) {
		const struct compdb_stand_in *s = &db->stand_ins[i];
		const char *path = path_join(&r->arena, db->stand_in_folder, s->name), *base = path_base(path);
		size_t size;
		char *old = path_read(path, 0, &size);
		bool same = old && size == strlen(s->text) && !memcmp(old, s->text, size);
		free(old);
		if (same)
			continue;
		if (!path_make_folders(arena_strndup(&r->arena, path, (size_t)(base - path))) || !path_write(path, s->text, strlen(s->text))) {
			diag_add(&r->diags, DIAG_ERROR, "cache", path, 0, 0, "cannot write: %s", strerror(errno));
			return false;
		}
	}
	return true;
}

static struct compdb_options
compdb_options(struct run *r)
{
	const struct options *o = r->options;
	return (struct compdb_options){
		.folder = r->folder, .builds = o->builds.at, .build_count = o->builds.count,
		.build_logs = o->build_logs.at, .build_log_count = o->build_logs.count,
		.includes = o->includes.at, .include_count = o->includes.count,
		.excludes = o->excludes.at, .exclude_count = o->excludes.count, .program = o->program,
		.path_maps = o->path_maps.at, .path_map_count = o->path_maps.count, .out = r->out,
		.headers = path_join(&r->arena, rules_builtin_folder(), "headers"), .stand_ins = stand_in_folder(r)};
}

int
stage_index(struct run *r)
{
	struct compdb db;
	struct compdb_options options = compdb_options(r);
	if (!compdb_load(&options, &db, &r->diags))
		return EXIT_FAILED;
	struct parse_result *results;
	struct fact_writer *w = fact_writer_create();
	struct parse_options parse = {
		.cache = file_in_cache(r, "facts"), .jobs = r->options->jobs, .fault = r->options->fault,
		.progress = !r->options->quiet && isatty(STDERR_FILENO), .interrupted = r->interrupted};
	bool ok = open_cache(r) && write_stand_ins(r, &db) && parse_all(&db, &parse, &r->arena, &results, &r->diags);
	if (ok) {
		put_listing(r, &db, results, w);
		tell_units(r, &db, results);
		put_scripts(r, &db, w);
		ok = fact_writer_save(w, file_in_cache(r, "index.facts"), &r->diags) &&
		     path_write(file_in_cache(r, "source"), db.root, strlen(db.root));
		parse_sweep(file_in_cache(r, "facts"), results, db.unit_count);
	}
	fact_writer_destroy(w);
	compdb_finish(&db);
	return interrupted(r) ? EXIT_INTERRUPTED : ok ? EXIT_OK : EXIT_FAILED;
}

/* ---- decisions ---- */

static const char *
source_folder(struct run *r)
{
	if (r->folder)
		return r->folder;
	size_t size;
	char *text = path_read(file_in_cache(r, "source"), 1 << 16, &size);
	const char *folder = text ? arena_strndup(&r->arena, text, size) : NULL;
	free(text);
	return folder;
}

static bool
load_decisions(struct run *r, struct decisions *out, struct diag_queue *diags)
{
	const char *folder = source_folder(r);
	const char *path = r->options->decisions;
	if (!path && folder)
		path = path_join(&r->arena, folder, "splitter.json");
	return decisions_load(path, r->options->decisions != NULL, out, diags);
}

/* ---- link ---- */

/* A database is made beside its place and renamed: half of one is never seen. */
static struct store *
create_beside(struct run *r, const char *name, const char **temporary)
{
	*temporary = arena_printf(&r->arena, "%s.new-%ld", file_in_cache(r, name), (long)getpid());
	unlink(*temporary);
	return store_create(*temporary, &r->diags);
}

static bool
put_in_place(struct run *r, const char *temporary, const char *name)
{
	if (!rename(temporary, file_in_cache(r, name)))
		return true;
	diag_add(&r->diags, DIAG_ERROR, "cache", file_in_cache(r, name), 0, 0, "cannot replace: %s", strerror(errno));
	unlink(temporary);
	return false;
}

/* Entry points that were decided. */
static void
add_entries(struct run *r, struct program *p, const struct decisions *d, struct rows *rows)
{
	for (size_t i = 0; i < d->entry_count; i++) {
		const struct decision_entry *e = &d->entries[i];
		const char *how = e->reason ? arena_printf(&r->arena, "decided: %s", e->reason) : "decided";
		if (!link_entry(p, e->key + strlen("function:"), e->kind, e->name, how, rows))
			diag_add(&r->diags, DIAG_WARNING, "decision-unused", d->path, e->line, 0,
			         "entry_points: %s matches no function; remove the entry or correct its name", e->key);
	}
}

static bool
link_into(struct run *r, struct program *p, const struct rules *rules, const struct decisions *d)
{
	struct rows rows;
	const char *temporary;
	rows_init(&rows);
	link_number(p);
	link_rows(p, rules, &rows);
	add_entries(r, p, d, &rows);
	data_rows(p, rules, &rows);
	signature_rows(p, rules, &rows);
	link_finish(p, &rows);
	ROW_ADD(&rows, META, meta, .name = "version", .value = SPLITTER_VERSION);
	struct store *s = create_beside(r, "link.db", &temporary);
	if (s)
		rows_put(&rows, s);
	rows_finish(&rows);
	return s && store_finish(s) && put_in_place(r, temporary, "link.db");
}

/* What link needs of the decisions. What is wrong with them is said by cluster, which needs them all; but when they
 * cannot be read, link says so. */
static bool
link_decisions(struct run *r, struct decisions *d)
{
	struct diag_queue unsaid;
	diag_init(&unsaid);
	bool ok = load_decisions(r, d, &unsaid);
	diag_finish(&unsaid);
	if (ok)
		return true;
	decisions_finish(d);
	return load_decisions(r, d, &r->diags);
}

static void
apply_origins(struct run *r, struct program *p, const struct decisions *d)
{
	for (size_t i = 0; i < d->origin_count; i++)
		if (!link_label(p, d->origins[i].glob, d->origins[i].origin))
			diag_add(&r->diags, DIAG_WARNING, "decisions", d->path, d->origins[i].line, 0,
			         "origins: %s matches no file that was read; remove the entry or correct its name", d->origins[i].glob);
}

int
stage_link(struct run *r)
{
	struct rules rules;
	struct program p;
	struct decisions d;
	if (!run_rules(r, &rules))
		return EXIT_FAILED;
	program_init(&p);
	if (!path_is_file(file_in_cache(r, "index.facts")))
		diag_add(&r->diags, DIAG_ERROR, "stage", r->cache, 0, 0, "no index here; run `splitter index DIR -o %s` first", r->out);
	bool ok = link_decisions(r, &d) && !r->diags.errors && link_load(r->cache, &p, &r->diags);
	if (ok) {
		apply_origins(r, &p, &d);
		ok = link_into(r, &p, &rules, &d);
	}
	decisions_finish(&d);
	program_finish(&p);
	rules_finish(&rules);
	return interrupted(r) ? EXIT_INTERRUPTED : ok ? EXIT_OK : EXIT_FAILED;
}

/* ---- cluster ---- */

/* What the stage before left: in the cache, or, when that was deleted, in the result itself. */
static struct evidence *
open_input(struct run *r, const char *name, const char *stage)
{
	const char *path = file_in_cache(r, name), *whole = path_join(&r->arena, r->out, "splitter.db");
	if (path_is_file(path))
		return evidence_open(path, &r->diags);
	if (path_is_file(whole))
		return evidence_open(whole, &r->diags);
	diag_add(&r->diags, DIAG_ERROR, "stage", r->cache, 0, 0, "nothing to start from; run `splitter %s` first", stage);
	return NULL;
}

/* The split and what follows from it. */
static bool
put_split(struct evidence *facts, const struct clustering *clustering, const struct rules *rules, const struct decisions *decisions,
          struct store *out)
{
	struct split split;
	bool ok = split_init(&split, facts, clustering);
	if (ok)
		split_put(&split, decisions, out);
	ok = ok && readiness_put(&split, facts, rules, out) && plan_put(&split, rules, out);
	split_finish(&split);
	return ok;
}

/* How our split and the trivial ones measure, into the result. */
static bool
put_scores(struct evidence *facts, const struct clustering *c, struct store *out)
{
	struct score_program p;
	struct score_row *rows = mem_alloc((c->member_count + 1) * sizeof *rows);
	size_t count = 0;
	for (size_t i = 0; i < c->member_count; i++)
		if (c->members[i].service)
			rows[count++] = (struct score_row){c->members[i].kind, c->members[i].row, c->members[i].service};
	bool ok = score_load(&p, facts);
	if (ok)
		score_put(&p, rows, count, out);
	score_finish(&p);
	free(rows);
	return ok;
}

/* What the user measured elsewhere. */
struct signals {
	struct history history;
	struct profile profile;
};

static bool
load_signals(struct run *r, struct signals *out)
{
	const struct options *o = r->options;
	*out = (struct signals){0};
	bool ok = !o->history || history_load(o->history, &out->history, &r->diags);
	return (!o->profile || profile_load(o->profile, &out->profile, &r->diags)) && ok;
}

static void
finish_signals(struct run *r, struct signals *signals)
{
	if (r->options->history)
		history_finish(&signals->history);
	if (r->options->profile)
		profile_finish(&signals->profile);
}

static bool
cluster_into(struct run *r, struct evidence *facts, const struct rules *rules, const struct decisions *decisions,
             const struct signals *signals)
{
	struct clustering c;
	struct cluster_options options = {.services = r->options->services, .resolution = r->options->resolution,
		.history = r->options->history ? &signals->history : NULL, .profile = r->options->profile ? &signals->profile : NULL};
	const char *temporary;
	if (!cluster_all(facts, rules, decisions, &options, &c, &r->diags))
		return false;
	struct store *s = create_beside(r, "result.db", &temporary);
	bool ok = s && store_copy_facts(s, facts) && put_split(facts, &c, rules, decisions, s) && put_scores(facts, &c, s);
	cluster_finish(&c);
	if (!ok) {
		store_abort(s);
		return false;
	}
	return store_finish(s) && put_in_place(r, temporary, "result.db");
}

int
stage_cluster(struct run *r)
{
	struct rules rules;
	struct decisions decisions;
	if (!run_rules(r, &rules))
		return EXIT_FAILED;
	struct signals signals;
	bool ok = load_signals(r, &signals);
	ok = load_decisions(r, &decisions, &r->diags) && ok;
	struct evidence *facts = ok ? open_input(r, "link.db", "link OUT") : NULL;
	ok = facts && cluster_into(r, facts, &rules, &decisions, &signals);
	evidence_close(facts);
	finish_signals(r, &signals);
	decisions_finish(&decisions);
	rules_finish(&rules);
	return interrupted(r) ? EXIT_INTERRUPTED : ok ? EXIT_OK : EXIT_FAILED;
}

/* ---- report ---- */

static bool
copy_result(struct run *r, struct sink *sink)
{
	const char *path = file_in_cache(r, "result.db");
	if (!path_is_file(path))
		path = path_join(&r->arena, r->out, "splitter.db");
	FILE *in = fopen(path, "rbe"), *out = in ? sink_open(sink, "splitter.db") : NULL;
	char block[1 << 16];
	size_t n;
	bool ok = out != NULL;
	while (ok && (n = fread(block, 1, sizeof block, in)) > 0)
		ok = fwrite(block, 1, n, out) == n;
	if (in) {
		ok = ok && !ferror(in);
		fclose(in);
	} else {
		diag_add(&r->diags, DIAG_ERROR, "stage", path, 0, 0, "cannot read the result: %s", strerror(errno));
	}
	return (!out || sink_close(sink, out)) && ok;
}

static bool
write_mark(struct run *r, struct sink *sink)
{
	const char *folder = source_folder(r);
	const char *text = arena_printf(&r->arena, "This folder is written by splitter %s and replaced whole by its next run.\nsource=%s\n",
	                                SPLITTER_VERSION, folder ? folder : "");
	return sink_put(sink, SINK_MARK, text, strlen(text));
}

int
stage_report(struct run *r)
{
	struct evidence *result = open_input(r, "result.db", "cluster OUT");
	struct model *m = result ? model_load(result, &r->diags) : NULL;
	struct sink *sink = m ? sink_create(r->out, &r->diags) : NULL;
	struct report_options options = {.version = SPLITTER_VERSION};
	bool ok = sink && copy_result(r, sink) && report_all(&options, m, result, sink, &r->diags) && write_mark(r, sink);
	model_destroy(m);
	evidence_close(result);
	if (!ok || interrupted(r)) {
		sink_abort(sink);
		return interrupted(r) ? EXIT_INTERRUPTED : EXIT_FAILED;
	}
	return sink_commit(sink) ? EXIT_OK : EXIT_FAILED;
}

/* ---- in a row ---- */

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double
cpu_used(void)
{
	struct rusage self, children;
	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	return seconds(self.ru_utime) + seconds(self.ru_stime) + seconds(children.ru_utime) + seconds(children.ru_stime);
}

static double
wall_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *
stage_name(stage_f *f)
{
	return f == stage_index ? "index" : f == stage_link ? "link" : f == stage_cluster ? "cluster" : "report";
}

int
stages_run(struct run *r, stage_f *const *stages, size_t count)
{
	FILE *timings = r->options->timings ? fopen(r->options->timings, "we") : NULL;
	if (r->options->timings && !timings) {
		diag_add(&r->diags, DIAG_ERROR, "timings", r->options->timings, 0, 0, "cannot write: %s", strerror(errno));
		return EXIT_FAILED;
	}
	int status = EXIT_OK;
	for (size_t i = 0; i < count && status == EXIT_OK; i++) {
		double cpu = cpu_used(), wall = wall_now();
		status = interrupted(r) ? EXIT_INTERRUPTED : stages[i](r);
		if (timings)
			fprintf(timings, "%s\t%.3f\t%.3f\n", stage_name(stages[i]), cpu_used() - cpu, wall_now() - wall);
		diag_print(&r->diags, stderr);
	}
	if (timings)
		fclose(timings);
	if (status == EXIT_INTERRUPTED)
		fprintf(stderr, "splitter: interrupted; nothing was replaced\n");
	else if (status == EXIT_FAILED)
		fprintf(stderr, "splitter: failed; nothing was replaced\n");
	return status;
}
