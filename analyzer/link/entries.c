/* Where control comes in from outside: main, constructors, tables that pair a name with a handler, and, in a tree
 * without any main, its external functions. Then what no entry reaches is dead. */
#include "link/entries.h"

#include "facts/configs.h"
#include "link/link.h"
#include "link/mentions.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static bool
looks_like_command(const char *s)
{
	size_t n = strlen(s);
	if (!n || n > 64)
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("-_./:{}*<>+?!", *s))
			return false;
	return true;
}

struct row { /* one element of a table of structs */
	int64_t index;
	str_id text;
	uint32_t function, functions;
};

/* The element a place of an initialiser lies in: table[index].field, -1 when it is not of that shape. */
static int64_t
element_of(const struct program_body *b, uint32_t place)
{
	const struct program_value *v = program_strip(b, place);
	while (v->op == VALUE_FIELD)
		v = program_strip(b, v->a);
	if (v->op != VALUE_ELEMENT || program_strip(b, v->a)->op != VALUE_GLOBAL)
		return -1;
	return v->n;
}

static uint32_t
function_value(const struct program_body *b, uint32_t value)
{
	const struct program_value *v = program_strip(b, value);
	if (v->op == VALUE_ADDRESS)
		v = program_strip(b, v->a);
	return v->op == VALUE_FUNCTION ? v->a : PROGRAM_NONE;
}

static void
flush(struct program *p, const struct program_body *b, const struct row *r, uint32_t line, struct rows *out)
{
	if (!r->text || !r->functions || r->functions > 2 || !p->symbols.at[r->function].number)
		return;
	const char *name = program_text(p, r->text);
	if (!looks_like_command(name))
		return;
	const struct program_symbol *table = &p->symbols.at[b->symbol];
	ROW_ADD(out, ENTRY, entry, .function = p->symbols.at[r->function].number,
	        .configs = configs_text(p, configs_of_symbol(p, r->function)),
	        .kind = name[0] == '/' ? ENTRY_ROUTE : ENTRY_COMMAND, .name = name, .file = program_text(p, b->file), .line = line,
	        .confidence = CONFIDENCE_GUESSED,
	        .how = arena_printf(&p->arena, "handler beside its name in the table %s", program_text(p, table->name)));
}

static void
table_entries(struct program *p, const struct program_body *b, struct rows *out)
{
	struct row r = {.index = -1};
	uint32_t line = 0;
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		if (e->op != EVENT_ASSIGN || !e->a || !e->b)
			continue;
		int64_t at = element_of(b, e->a);
		if (at < 0)
			continue;
		if (at != r.index) {
			flush(p, b, &r, line, out);
			r = (struct row){.index = at};
		}
		const struct program_value *v = program_strip(b, e->b);
		uint32_t f = function_value(b, e->b);
		if (v->op == VALUE_TEXT && (!r.text || program_text(p, v->text)[0] == '/'))
			r.text = v->text;
		if (f != PROGRAM_NONE && p->symbols.at[f].is_defined) {
			line = e->line;
			if (!r.functions++)
				r.function = f;
		}
	}
	flush(p, b, &r, line, out);
}

static bool
name_is(const struct program *p, const struct program_symbol *s, const char *name)
{
	return !strcmp(program_text(p, s->name), name);
}

static void
put_symbol(struct program *p, const struct program_symbol *s, enum entry_kind kind, const char *name, enum confidence confidence,
           const char *how, struct rows *out)
{
	ROW_ADD(out, ENTRY, entry, .function = s->number, .kind = kind, .name = name, .file = program_text(p, s->file),
	        .line = s->line, .configs = configs_text(p, configs_of_symbol(p, (uint32_t)(s - p->symbols.at))), .confidence = confidence,
	        .how = how);
}

/* What a function's own name, attributes and linkage say. */
static void
symbol_entries(struct program *p, const struct program_symbol *s, bool any_main, struct rows *out)
{
	const char *name = program_text(p, s->name), *attributes = program_text(p, s->attributes);
	if (name_is(p, s, "main") && !s->is_static)
		put_symbol(p, s, ENTRY_MAIN, "main", CONFIDENCE_EXACT, "main of a program", out);
	else if (strstr(attributes, "constructor"))
		put_symbol(p, s, ENTRY_CALLBACK, "constructor", CONFIDENCE_EXACT, "attribute constructor", out);
	else if (strstr(attributes, "destructor"))
		put_symbol(p, s, ENTRY_CALLBACK, "destructor", CONFIDENCE_EXACT, "attribute destructor", out);
	else if (strstr(attributes, "visibility(\"default\")") && !s->is_static)
		put_symbol(p, s, ENTRY_EXPORTED, name, CONFIDENCE_RESOLVED, "attribute visibility default", out);
	else if (!any_main && !s->is_static && !s->in_header)
		put_symbol(p, s, ENTRY_EXPORTED, name, CONFIDENCE_GUESSED, "external function of a tree without main", out);
}

void
entry_rows(struct program *p, struct rows *out)
{
	bool any_main = false;
	for (size_t i = 0; i < p->symbols.count; i++)
		any_main |= p->symbols.at[i].number && p->symbols.at[i].is_function && name_is(p, &p->symbols.at[i], "main");
	for (size_t i = 0; i < p->symbols.count; i++) {
		const struct program_symbol *s = &p->symbols.at[i];
		if (!s->number || !s->is_function)
			continue;
		symbol_entries(p, s, any_main, out);
	}
	for (size_t i = 0; i < p->bodies.count; i++)
		if (p->bodies.at[i].is_initialiser)
			table_entries(p, &p->bodies.at[i], out);
}

/* Whether rows say so already: a decision only confirms it then. */
static bool
has_entry(const struct rows *rows, int64_t function, enum entry_kind kind, const char *name)
{
	for (size_t i = 0; i < rows_count(rows, ROW_ENTRY_KIND); i++) {
		const struct row_entry *e = rows_at(rows, ROW_ENTRY_KIND, i);
		if (e->function == function && e->kind == (int64_t)kind && !strcmp(e->name ? e->name : "", name))
			return true;
	}
	return false;
}

bool
link_entry(struct program *p, const char *glob, enum entry_kind kind, const char *name, const char *how, struct rows *out)
{
	bool found = false;
	for (size_t i = 0; i < p->symbols.count; i++) {
		const struct program_symbol *s = &p->symbols.at[i];
		const char *key = program_text(p, s->key);
		if (!s->number || !s->is_function || (strcmp(glob, key) && fnmatch(glob, key, 0)))
			continue;
		const char *shown = name ? name : program_text(p, s->name);
		if (!has_entry(out, s->number, kind, shown))
			put_symbol(p, s, kind, shown, CONFIDENCE_DECLARED, how, out);
		found = true;
	}
	return found;
}

/* ---- what is reached ---- */

struct reach {
	unsigned char *seen;
	VEC(int64_t) queue;
};

static void
reach_function(struct reach *r, int64_t function)
{
	if (!function || r->seen[function])
		return;
	r->seen[function] = 1;
	vec_push(&r->queue, function);
}

struct addresses {
	const struct program *p;
	struct reach *r;
};

static void
see_address(void *arg, uint32_t function, const struct program_event *at)
{
	struct addresses *a = arg;
	(void)at;
	reach_function(a->r, a->p->symbols.at[function].number);
}

/* Functions whose address is taken may be called by anybody: they are alive. */
static void
reach_addresses(const struct program *p, struct reach *r)
{
	for (size_t i = 0; i < p->bodies.count; i++)
		mentions_each(&p->bodies.at[i], see_address, &(struct addresses){p, r});
}

void
entries_mark_dead(const struct program *p, struct rows *rows)
{
	size_t functions = rows_count(rows, ROW_FUNCTION_KIND), calls = rows_count(rows, ROW_CALL_KIND);
	struct reach r = {.seen = mem_alloc(functions + 1)};
	size_t *first = mem_alloc((functions + 2) * sizeof *first);
	int64_t *target = mem_alloc((calls + 1) * sizeof *target);
	for (size_t i = 0; i < calls; i++)
		first[((const struct row_call *)rows_at(rows, ROW_CALL_KIND, i))->caller + 1]++;
	for (size_t i = 1; i <= functions + 1; i++)
		first[i] += first[i - 1];
	size_t *next = mem_alloc((functions + 2) * sizeof *next);
	memcpy(next, first, (functions + 2) * sizeof *next);
	for (size_t i = 0; i < calls; i++) {
		const struct row_call *c = rows_at(rows, ROW_CALL_KIND, i);
		target[next[c->caller]++] = c->callee;
	}
	for (size_t i = 0; i < rows_count(rows, ROW_ENTRY_KIND); i++)
		reach_function(&r, ((const struct row_entry *)rows_at(rows, ROW_ENTRY_KIND, i))->function);
	reach_addresses(p, &r);
	while (r.queue.count) {
		int64_t f = vec_pop(&r.queue);
		for (size_t i = first[f]; i < first[f + 1]; i++)
			reach_function(&r, target[i]);
	}
	for (size_t i = 0; i < functions; i++) {
		struct row_function *f = rows_at(rows, ROW_FUNCTION_KIND, i);
		f->dead = !r.seen[f->id];
	}
	vec_finish(&r.queue);
	free(r.seen);
	free(first);
	free(next);
	free(target);
}
