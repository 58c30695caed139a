/* Link as a whole: the index and its units into one program, then the rows that follow from it. */
#include "link/link.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "facts/configs.h"
#include "facts/facts_file.h"
#include "link/calls.h"
#include "link/entries.h"
#include "link/functions.h"
#include "link/loops.h"
#include "link/mentions.h"
#include "link/recursion.h"
#include "link/unite.h"

struct listing { /* the index */
	VEC(struct fact_listed) units;
};

static str_id
text(struct program *p, const struct fact_reader *r, int64_t number)
{
	size_t n;
	const char *s = fact_string(r, number, &n);
	return intern_bytes(&p->text, s, n);
}

static void
read_index_record(struct program *p, const struct fact_reader *r, const struct fact *f, struct listing *l)
{
	switch (f->kind) {
	case FACT_LISTED: vec_push(&l->units, f->listed_); break;
	case FACT_PROGRAM: 
		vec_push(&p->programs, (struct program_linked){
			text(p, r, f->program_.name), text(p, r, f->program_.file), (uint32_t)f->program_.line,
			f->program_.kind >= 0 && f->program_.kind < PROGRAM_KIND_COUNT ? (enum program_kind)f->program_.kind : PROGRAM_REST,
			f->program_.confidence >= 0 && f->program_.confidence < CONFIDENCE_COUNT ? (enum confidence)f->program_.confidence
			                                                                         : CONFIDENCE_GUESSED});
		break;
	case FACT_PROGRAM_UNIT: 
		vec_push(&p->members, (struct program_member){(uint32_t)f->program_unit_.program - 1, (uint32_t)f->program_unit_.unit - 1});
		break;
	case FACT_MEETING:
		vec_push(&p->meetings, (struct program_meeting){(uint32_t)f->meeting_.program - 1, (uint32_t)f->meeting_.other - 1});
		break;
	case FACT_ASSUMPTION:
		vec_push(&p->assumptions, (struct program_assumption){
			(enum assumption_kind)f->assumption_.kind, text(p, r, f->assumption_.file), text(p, r, f->assumption_.text),
			(uint32_t)f->assumption_.line});
		break;
	case FACT_SCRIPT: {
		struct program_script s = {.file = text(p, r, f->script_.file), .text = text(p, r, f->script_.text),
		                           .origin = (enum origin)f->script_.origin};
		s.length = intern_length(&p->text, s.text);
		vec_push(&p->scripts, s);
		break;
	}
	default: break;
	}
}

/* What is no program or unit of the index is passed over: the file may be damaged. */
static void
check_members(struct program *p)
{
	size_t kept = 0, meetings = 0;
	for (size_t i = 0; i < p->members.count; i++)
		if (p->members.at[i].program < p->programs.count && p->members.at[i].unit < p->units.count)
			p->members.at[kept++] = p->members.at[i];
	for (size_t i = 0; i < p->meetings.count; i++)
		if (p->meetings.at[i].program < p->programs.count && p->meetings.at[i].other < p->programs.count)
			p->meetings.at[meetings++] = p->meetings.at[i];
	p->members.count = kept;
	p->meetings.count = meetings;
}

/* A file gets the origin of the units in its folder, or of the nearest folder above that has units. */
static enum origin
origin_of(const struct program *p, const char *file)
{
	size_t best = 0;
	enum origin origin = ORIGIN_OWN;
	for (size_t i = 0; i < p->units.count; i++) {
		const char *unit = program_text(p, p->units.at[i].file);
		const char *slash = strrchr(unit, '/');
		size_t n = slash ? (size_t)(slash - unit) + 1 : 0;
		if (!strcmp(unit, file))
			return p->units.at[i].origin;
		if (strncmp(unit, file, n))
			continue;
		if (n + 1 > best) {
			best = n + 1;
			origin = p->units.at[i].origin;
		} else if (n + 1 == best && p->units.at[i].origin == ORIGIN_OWN) {
			origin = ORIGIN_OWN;
		}
	}
	return origin;
}

static void
set_origins(struct program *p)
{
	for (size_t i = 0; i < p->files.count; i++)
		p->files.at[i].origin = origin_of(p, program_text(p, p->files.at[i].path));
	for (size_t i = 0; i < p->symbols.count; i++) {
		uint32_t f = map_get(&p->file_ids, p->symbols.at[i].file);
		if (f != MAP_NONE)
			p->symbols.at[i].origin = p->files.at[f].origin;
	}
}

bool
link_label(struct program *p, const char *glob, enum origin origin)
{
	bool found = false;
	for (size_t i = 0; i < p->units.count; i++)
		if (!fnmatch(glob, program_text(p, p->units.at[i].file), 0))
			found = true, p->units.at[i].origin = origin;
	for (size_t i = 0; i < p->files.count; i++)
		if (!fnmatch(glob, program_text(p, p->files.at[i].path), 0))
			found = true, p->files.at[i].origin = origin;
	for (size_t i = 0; i < p->scripts.count; i++)
		if (!fnmatch(glob, program_text(p, p->scripts.at[i].file), 0))
			found = true, p->scripts.at[i].origin = origin;
	for (size_t i = 0; i < p->symbols.count; i++)
		if (p->symbols.at[i].file && !fnmatch(glob, program_text(p, p->symbols.at[i].file), 0))
			p->symbols.at[i].origin = origin;
	return found;
}

bool
link_load(const char *cache, struct program *p, struct diag_queue *diags)
{
	struct arena a;
	arena_init(&a);
	struct fact_reader *r = fact_reader_open(path_join(&a, cache, "index.facts"), diags);
	if (!r) {
		arena_finish(&a);
		return false;
	}
	struct listing l = {0};
	struct fact f;
	while (fact_next(r, &f))
		read_index_record(p, r, &f, &l);
	for (size_t i = 0; i < l.units.count; i++) {
		const struct fact_listed *u = &l.units.at[i];
		const char *name = fact_string(r, u->facts, NULL);
		struct program_unit unit = {
			.file = text(p, r, u->file), .config = text(p, r, u->config), .reason = text(p, r, u->reason),
			.origin = (enum origin)u->origin, .status = (enum unit_status)u->status, .errors = (uint32_t)u->errors,
			.lost = (uint32_t)u->lost};
		if (*name && !unite_unit(p, path_join(&a, path_join(&a, cache, "facts"), name), (uint32_t)i, unit.config, diags)) {
			unit.status = UNIT_CRASHED;
			unit.reason = intern_text(&p->text, "its fact file is missing or damaged: run index again");
		}
		vec_push(&p->units, unit);
	}
	set_origins(p);
	check_members(p);
	link_bind(p);
	vec_finish(&l.units);
	fact_reader_destroy(r);
	arena_finish(&a);
	return true;
}

/* ---- rows of what was read ---- */

static const char *
or_null(const struct program *p, str_id id)
{
	return id ? program_text(p, id) : NULL;
}

static void
unit_rows(struct program *p, struct rows *out)
{
	for (size_t i = 0; i < p->units.count; i++) {
		const struct program_unit *u = &p->units.at[i];
		ROW_ADD(out, UNIT, unit, .file = program_text(p, u->file), .config = program_text(p, u->config), .origin = u->origin,
		        .status = u->status, .errors = u->errors, .lost = u->lost, .reason = or_null(p, u->reason));
	}
	for (size_t i = 0; i < p->files.count; i++) {
		const char *path = program_text(p, p->files.at[i].path);
		if (!strncmp(path, OWN_HEADERS, strlen(OWN_HEADERS)) && strncmp(path, OWN_HEADERS "stand-ins/", strlen(OWN_HEADERS "stand-ins/")))
			ROW_ADD(out, ASSUMPTION, assumption, .kind = ASSUMPTION_STAND_IN, .file = path, .text = OWN_HEADER_TEXT);
	}
	for (size_t i = 0; i < p->files.count; i++)
		if (p->files.at[i].hash)
			ROW_ADD(out, FILE, file, .path = program_text(p, p->files.at[i].path), .hash = program_text(p, p->files.at[i].hash),
			        .origin = p->files.at[i].origin);
	for (size_t i = 0; i < p->assumptions.count; i++) {
		const struct program_assumption *a = &p->assumptions.at[i];
		if (a->kind == ASSUMPTION_LEFT_OUT && map_has(&p->file_ids, a->file))
			continue; /* no unit of its own, but read as part of one that includes it */
		if (a->kind == ASSUMPTION_STAND_IN && !strcmp(program_text(p, a->text), OWN_HEADER_TEXT))
			continue; /* expected by compdb; told below when it was read */
		ROW_ADD(out, ASSUMPTION, assumption, .kind = a->kind, .file = or_null(p, a->file), .line = a->line,
		        .text = program_text(p, a->text));
	}
}

/* Errors of the parser: a header not found, or a name or type that is not known. */
static void
diagnostic_rows(struct program *p, struct rows *out)
{
	for (size_t i = 0; i < p->diagnostics.count; i++) {
		const struct program_note *n = &p->diagnostics.at[i];
		if (n->severity < 2 || !n->line)
			continue;
		const char *what = program_text(p, n->text);
		bool missing = strstr(what, "file not found") != NULL;
		ROW_ADD(out, UNRESOLVED, unresolved, .kind = missing ? UNRESOLVED_INCLUDE : UNRESOLVED_TYPE,
		        .file = program_text(p, n->file), .line = n->line,
		        .reason = missing ? "header not found" : "the parser did not understand this line", .text = what);
	}
}

void
link_rows(struct program *p, const struct rules *rules, struct rows *out)
{
	configs_number(p);
	unit_rows(p, out);
	diagnostic_rows(p, out);
	functions_rows(p, out);
	access_rows(p, out);
	mentions_rows(p, out);
	entry_rows(p, out);
	calls_rows(p, rules, out);
	loops_rows(p, out);
}

void
link_finish(const struct program *p, struct rows *rows)
{
	size_t functions = rows_count(rows, ROW_FUNCTION_KIND);
	rows_sort(rows, ROW_FUNCTION_KIND);
	unsigned char *state = mem_alloc(functions + 1), *constant = mem_alloc(p->symbols.count + 1);
	for (size_t i = 0; i < p->symbols.count; i++)
		if (!p->symbols.at[i].is_function)
			constant[p->symbols.at[i].number] = p->symbols.at[i].is_const;
	for (size_t i = 0; i < rows_count(rows, ROW_GLOBAL_ACCESS_KIND); i++) {
		const struct row_global_access *r = rows_at(rows, ROW_GLOBAL_ACCESS_KIND, i);
		state[r->function] |= !constant[r->global];
	}
	for (size_t i = 0; i < rows_count(rows, ROW_TABLE_ACCESS_KIND); i++)
		state[((const struct row_table_access *)rows_at(rows, ROW_TABLE_ACCESS_KIND, i))->function] = 1;
	for (size_t i = 0; i < rows_count(rows, ROW_RESOURCE_KIND); i++)
		state[((const struct row_resource *)rows_at(rows, ROW_RESOURCE_KIND, i))->function] = 1;
	for (size_t i = 0; i < functions; i++) {
		struct row_function *f = rows_at(rows, ROW_FUNCTION_KIND, i);
		f->stateless = !state[f->id];
	}
	free(state);
	free(constant);
	entries_mark_dead(p, rows);
	recursion_mark(rows);
}
