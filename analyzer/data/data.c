/* Data as a whole. In: the united program and the rules. Out: rows of statements, accesses, joins, predicates, schema,
 * transactions, resources, and of SQL that was not understood.
 *
 * Statements are found by sink inference (sinks.c), table names that callers hand in are filled from the callers'
 * literals (expand), the schema is learned from every CREATE in C and .sql files first, then each text is read with it. */
#include "data/data.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/effects.h"
#include "data/inactive.h"
#include "data/migrations.h"
#include "data/resources.h"
#include "data/routines.h"
#include "data/schema.h"
#include "data/sinks.h"
#include "data/statements.h"
#include "data/stores.h"
#include "data/suggest_find.h"
#include "data/transactions.h"
#include "facts/configs.h"

/* ---- texts in encoded form ---- */

static bool
changes_data(const char *text)
{
	static const char *const verbs[] = {"insert ", "delete ", "replace ", "update ", "create ", "drop "};
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strncasecmp(text, verbs[i], strlen(verbs[i])))
			return true;
	return false;
}

/* A literal that begins a statement of its own behind a whole one, as in query += "INSERT …": not inside brackets, not
 * behind a word that wants one, not in a trigger. SELECT may always go on. */
static bool
begins_another(const char *so_far, size_t length, const struct piece *p)
{
	static const char *const wants[] = {"as", "explain", "begin", "then", "else", "do", "plan", "for", "before", "after", "of", "on"};
	while (length && isspace((unsigned char)so_far[length - 1]))
		length--;
	size_t skip = 0;
	while (skip < p->length && isspace((unsigned char)p->bytes[skip]))
		skip++;
	if (!length || so_far[length - 1] == ';' || so_far[length - 1] == '(' || !changes_data(p->bytes + skip) ||
	    !sql_looks_like_statement(p->bytes, p->length) || strcasestr(so_far, "trigger"))
		return false;
	int depth = 0;
	for (size_t i = 0; i < length; i++)
		depth += (so_far[i] == '(') - (so_far[i] == ')');
	size_t word = length;
	while (word && isalpha((unsigned char)so_far[word - 1]))
		word--;
	for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
		if (length - word == strlen(wants[i]) && !strncasecmp(so_far + word, wants[i], length - word))
			return false;
	return depth <= 0 && (p->length - skip < 6 || strncasecmp(p->bytes + skip, "update", 6) || word != length || so_far[length - 1] == ')');
}

static char *
encode(struct arena *a, const struct text *t, size_t *length)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	unsigned hole = 0;
	for (uint32_t i = 0; i < t->count; i++) {
		const struct piece *p = &t->pieces[i];
		if (p->kind == PIECE_LITERAL) {
			fflush(out);
			if (i && begins_another(text, size, p))
				putc(';', out);
			for (size_t k = 0; k < p->length; k++)
				putc((unsigned char)p->bytes[k] < 3 ? ' ' : p->bytes[k], out);
		} else {
			fprintf(out, "%c%c%u%c", SQL_HOLE_BEGIN, p->kind == PIECE_VALUE ? 'v' : 't', ++hole, SQL_HOLE_END);
		}
	}
	fclose(out);
	char *copy = arena_strndup(a, text, size);
	free(text);
	*length = size;
	return copy;
}

/* ---- parameters in the place of table names ---- */

enum { CALLS_MOST = 400 }; /* callers whose literals are looked at for one text */

static bool
has_param(const struct text *t)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (t->pieces[i].kind == PIECE_PARAM && !t->pieces[i].in_quotes)
			return true;
	return false;
}

/* Does a table's name have a hole in it? */
static bool
names_table_by_hole(struct arena *a, const struct text *t)
{
	size_t n;
	struct arena_mark mark = arena_mark(a);
	char *text = encode(a, t, &n);
	struct sql_script s = sql_parse(a, text, n, NULL);
	bool hole = false;
	for (size_t i = 0; i < s.count; i++)
		for (size_t k = 0; k < s.statements[i].table_count; k++)
			hole |= s.statements[i].tables[k].has_hole;
	arena_pop(a, mark);
	return hole;
}

/* Did the caller say some of it: "{1}_job_table"? */
static bool
has_part_of_name(const struct text *before, const struct text *after)
{
	size_t had = 0, has = 0;
	for (uint32_t i = 0; i < before->count; i++)
		had += before->pieces[i].length;
	for (uint32_t i = 0; i < after->count; i++)
		has += after->pieces[i].length;
	return has > had;
}

struct expansion {
	struct data *d;
	const struct found_statement *from;
	unsigned filled, unfilled, depth;
};

static void expand_text(struct expansion *x, const struct text *t, uint32_t function);

/* No caller says more: what is known of the name has to do, if anything is. */
static void
expand_no_further(struct expansion *x, const struct text *t)
{
	if (has_part_of_name(&x->from->text, t)) {
		x->filled++;
		statements_add(x->d, x->from, t, true);
	} else {
		x->unfilled++;
	}
}

static void
expand_at_call(struct expansion *x, const struct text *t, uint32_t function, uint32_t body, uint32_t event)
{
	struct data *d = x->d;
	struct texts all = text_substitute(&d->reader, t, body, event, d->p->symbols.at[function].param_count);
	for (uint32_t i = 0; i < all.count; i++) {
		if (!names_table_by_hole(&d->scratch, &all.at[i])) {
			x->filled++;
			statements_add(d, x->from, &all.at[i], true);
		} else if (has_param(&all.at[i]) && x->depth < 3) {
			x->depth++;
			expand_text(x, &all.at[i], d->p->bodies.at[body].symbol);
			x->depth--;
		} else {
			expand_no_further(x, &all.at[i]);
		}
	}
}

static void
expand_text(struct expansion *x, const struct text *t, uint32_t function)
{
	const struct call_sites *sites = &x->d->sites;
	unsigned calls = 0;
	SITES_EACH(sites, function, i)
		if (calls++ < CALLS_MOST)
			expand_at_call(x, t, function, sites->list.at[i].body, sites->list.at[i].event);
	if (!calls)
		expand_no_further(x, t);
}

/* ---- statements ---- */

static void
collect(struct data *d)
{
	for (size_t i = 0; i < d->sinks.statements.count; i++) {
		const struct found_statement *f = &d->sinks.statements.at[i];
		struct expansion x = {.d = d, .from = f};
		text_reader_rest(&d->reader);
		if (!strcmp(f->store, "sql") && has_param(&f->text) && names_table_by_hole(&d->scratch, &f->text))
			expand_text(&x, &f->text, d->p->bodies.at[f->body].symbol);
		if (x.filled && !x.unfilled)
			continue;
		struct texts settled = text_settle(&d->reader, &f->text);
		for (uint32_t k = 0; k < settled.count; k++)
			statements_add(d, f, &settled.at[k], false);
	}
}

void
statements_add(struct data *d, const struct found_statement *f, const struct text *t, bool filled)
{
	const struct program_body *b = &d->p->bodies.at[f->body];
	const struct program_event *e = &b->events[f->event];
	struct statement s = {
		.symbol = b->symbol, .body = f->body, .event = f->event, .file = program_text(d->p, e->file), .line = e->line,
		.dialect = f->dialect, .store = f->store, .through = f->through, .wrappers = f->wrappers, .chosen = t->chosen, .filled = filled, .guessed = f->guessed,
		.configs = configs_of_body(d->p, f->body)};
	s.text = encode(&d->p->arena, t, &s.length);
	for (uint32_t i = 0; i < t->count; i++)
		if (t->pieces[i].kind == PIECE_LITERAL)
			d->read[t->pieces[i].body][t->pieces[i].value] = 1;
	vec_push(&d->statements, s);
}

static int
by_place(const void *a, const void *b, void *arg)
{
	const struct program *p = arg;
	const struct statement *x = a, *y = b;
	int64_t m = x->symbol == PROGRAM_NONE ? 0 : p->symbols.at[x->symbol].number;
	int64_t n = y->symbol == PROGRAM_NONE ? 0 : p->symbols.at[y->symbol].number;
	if (m != n)
		return m < n ? -1 : 1;
	int c = strcmp(x->file, y->file);
	if (c)
		return c;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	c = strcmp(x->text, y->text);
	return c ? c : (x->wrappers > y->wrappers) - (x->wrappers < y->wrappers);
}

static void
sort_statements(struct data *d)
{
	size_t kept = 0;
	if (d->statements.count)
		qsort_r(d->statements.at, d->statements.count, sizeof *d->statements.at, by_place, d->p);
	for (size_t i = 0; i < d->statements.count; i++) {
		struct statement *s = &d->statements.at[i], *last = kept ? &d->statements.at[kept - 1] : NULL;
		if (last && last->symbol == s->symbol && last->line == s->line && !strcmp(last->file, s->file) && !strcmp(last->text, s->text)) {
			last->configs |= s->configs;
			continue;
		}
		d->statements.at[kept++] = *s;
	}
	d->statements.count = kept;
	for (size_t i = 0; i < kept; i++)
		d->statements.at[i].id = (int64_t)i + 1;
}

/* The script with holes for what an installer puts in: @NAME@. */
static char *
without_placeholders(struct arena *a, const char *text, size_t *length)
{
	char *out = arena_alloc(a, 2 * *length + 1), *to = out;
	for (const char *c = text, *end = text + *length; c < end; c++) {
		size_t name = *c == '@' ? strspn(c + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") : 0;
		if (name && c[1 + name] == '@') {
			to += sprintf(to, "%ct%c", SQL_HOLE_BEGIN, SQL_HOLE_END);
			c += name + 1;
		} else {
			*to++ = (unsigned char)*c < 3 ? ' ' : *c;
		}
	}
	*to = '\0';
	*length = (size_t)(to - out);
	return out;
}

/* Definitions in .sql files: statements of no function. */
static void
collect_scripts(struct data *d)
{
	for (size_t i = 0; i < d->p->scripts.count; i++) {
		const struct program_script *script = &d->p->scripts.at[i];
		if (script->origin != ORIGIN_OWN)
			continue;
		size_t length = script->length;
		const char *text = without_placeholders(&d->p->arena, program_text(d->p, script->text), &length);
		struct sql_script all = sql_parse(&d->p->arena, text, length, NULL);
		for (size_t k = 0; k < all.count; k++) {
			const struct sql_statement *s = &all.statements[k];
			if (s->verb < SQL_CREATE_TABLE || s->verb > SQL_ALTER)
				continue;
			vec_push(&d->statements, (struct statement){
				.symbol = PROGRAM_NONE, .file = program_text(d->p, script->file), .line = s->line + 1, .dialect = "sql", .store = "sql",
				.text = arena_strndup(&d->p->arena, text + s->begin, s->end - s->begin), .length = s->end - s->begin});
		}
	}
}

/* ---- what was not understood ---- */

static int64_t
function_of(const struct program *p, uint32_t body)
{
	const struct program_symbol *s = &p->symbols.at[p->bodies.at[body].symbol];
	return s->is_function ? s->number : 0;
}

static void
put_holes(struct data *d)
{
	for (size_t i = 0; i < d->sinks.holes.count; i++) {
		const struct found_hole *h = &d->sinks.holes.at[i];
		const struct program_event *e = &d->p->bodies.at[h->body].events[h->event];
		ROW_ADD(d->rows, UNRESOLVED, unresolved, .kind = UNRESOLVED_SQL, .function = function_of(d->p, h->body),
		        .file = program_text(d->p, e->file), .line = e->line, .reason = h->reason,
		        .text = arena_printf(&d->p->arena, "%s(…)", h->through));
	}
}

/* A lone word is a name as often as a statement: "begin", "END". */
static bool
is_one_word(const char *text)
{
	size_t word = strcspn(text, " \t\r\n");
	return !text[word + strspn(text + word, " \t\r\n;")];
}

bool
data_looks_like_sql(struct arena *a, const char *text, size_t length)
{
	if (sql_looks_like_statement(text, length))
		return true;
	const char *percent = memchr(text, '%', length);
	if (!percent || !memchr(text, ' ', length))
		return false;
	struct arena_mark mark = arena_mark(a);
	char *out = arena_alloc(a, 2 * length + 2), *to = out;
	for (size_t i = 0; i < length; i++) {
		size_t n = text[i] == '%' ? 1 + strspn(text + i + 1, "-+#0123456789.*hlqz") : 0;
		if (n && i + n < length && strchr("sdiuxXcpQwSfg", text[i + n])) {
			to += sprintf(to, "%ct%c", SQL_HOLE_BEGIN, SQL_HOLE_END);
			i += n;
		} else {
			*to++ = (unsigned char)text[i] < 3 ? ' ' : text[i];
		}
	}
	bool yes = sql_looks_like_statement(out, (size_t)(to - out));
	arena_pop(a, mark);
	return yes;
}

static void
put_texts(struct data *d)
{
	struct program *p = d->p;
	for (uint32_t b = 0; b < p->bodies.count; b++)
		for (uint32_t i = 1; i <= p->bodies.at[b].value_count; i++) {
			const struct program_value *v = &p->bodies.at[b].values[i];
			if (v->op != VALUE_TEXT || d->read[b][i] || is_one_word(program_text(p, v->text)) ||
			    !data_looks_like_sql(&d->scratch, program_text(p, v->text), intern_length(&p->text, v->text)))
				continue;
			ROW_ADD(d->rows, UNRESOLVED, unresolved, .kind = UNRESOLVED_TEXT, .function = function_of(p, b),
			        .file = program_text(p, p->bodies.at[b].file), .line = v->n > 0 ? v->n : 1,
			        .reason = "looks like SQL and reaches no driver that is known", .text = program_text(p, v->text));
		}
}

/* ---- wrappers ---- */

static void
mark_wrappers(struct data *d)
{
	unsigned char *is = mem_alloc(d->p->symbols.count + 2);
	for (size_t i = 0; i < d->sinks.wrappers.count; i++)
		is[d->p->symbols.at[d->sinks.wrappers.at[i]].number] = 1;
	for (size_t i = 0; i < rows_count(d->rows, ROW_FUNCTION_KIND); i++) {
		struct row_function *f = rows_at(d->rows, ROW_FUNCTION_KIND, i);
		f->sql_wrapper = f->kind == FUNCTION_C && is[f->id];
	}
	free(is);
}

static void
begin(struct data *d, struct program *p, const struct rules *rules, struct rows *rows)
{
	*d = (struct data){.p = p, .rules = rules, .rows = rows, .schema = sql_schema_create()};
	arena_init(&d->scratch);
	sites_index(&d->sites, p, rows);
	arena_init(&d->texts);
	text_reader_init(&d->reader, p, rules, &d->sites, &d->texts);
	d->read = arena_array(&p->arena, unsigned char *, p->bodies.count + 1);
	for (size_t i = 0; i < p->bodies.count; i++)
		d->read[i] = arena_alloc(&p->arena, (size_t)p->bodies.at[i].value_count + 1);
}

static void
find_rows(struct data *d)
{
	sinks_find(&d->reader, &d->sinks);
	collect(d);
	collect_scripts(d);
	sort_statements(d);
	schema_learn(d);
	statements_read(d);
	statements_drop_shadows(d);
	routines_find(d);
	effects_rows(d);
	transactions_find(d);
	statements_rows(d);
	routines_rows(d);
	stores_rows(d);
	schema_rows(d);
	put_holes(d);
	put_texts(d);
	resources_rows(d);
	mark_wrappers(d);
	inactive_rows(d);
	migrations_mark(d);
}

static void
end(struct data *d)
{
	sinks_finish(&d->sinks);
	sites_finish(&d->sites);
	vec_finish(&d->statements);
	vec_finish(&d->routines);
	sql_schema_destroy(d->schema);
	text_reader_finish(&d->reader);
	arena_finish(&d->texts);
	arena_finish(&d->scratch);
}

void
data_rows(struct program *p, const struct rules *rules, struct rows *out)
{
	struct data d;
	begin(&d, p, rules, out);
	find_rows(&d);
	end(&d);
}

void
data_suggest(struct program *p, const struct rules *rules, struct rows *rows, struct suggestions *out)
{
	struct data d;
	begin(&d, p, rules, rows);
	find_rows(&d);
	suggest_find(&d, out);
	end(&d);
}
