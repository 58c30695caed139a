/* Transactions. A function that issues BEGIN and an end (or only BEGIN, with the end in its caller) brackets one;
 * a function that only begins is a wrapper, and its callers begin where they call it. The tables are those of the
 * statements between the first begin and the last end of the body, and of the functions called between. */
#include "data/transactions.h"

#include <stdlib.h>
#include <string.h>

enum { MARK_BEGIN = 1, MARK_END = 2 };

struct marks {
	struct data *d;
	unsigned char *of_function; /* [symbol]: what calling it does to the caller's transaction */
	VEC(uint32_t) stack;
	unsigned char *seen;        /* [symbol], for the walk through callees */
};

static unsigned
mark_of_statement(const struct statement *s)
{
	unsigned mark = 0;
	for (size_t i = 0; i < s->script.count; i++) {
		enum sql_verb v = s->script.statements[i].verb;
		mark |= v == SQL_BEGIN || v == SQL_SAVEPOINT ? MARK_BEGIN : 0;
		mark |= v == SQL_COMMIT || v == SQL_ROLLBACK || v == SQL_RELEASE ? MARK_END : 0;
	}
	return mark;
}

static unsigned
mark_of_driver(const struct data *d, const struct program_body *b, uint32_t event, uint32_t callee)
{
	if (d->p->symbols.at[callee].is_defined)
		return 0;
	const struct rule_driver *r = rules_driver(d->rules, program_text(d->p, d->p->symbols.at[callee].name));
	if (!r || r->kind == DRIVER_EXECUTE)
		return 0;
	uint32_t off = r->off ? program_argument(b, event, r->off) : 0;
	const struct program_value *v = off ? program_strip(b, off) : NULL;
	bool ends = r->kind != DRIVER_BEGIN || (v && v->op == VALUE_INTEGER && v->n);
	return ends ? MARK_END : MARK_BEGIN;
}

/* Marks of each event of a body: what the statement issued or function called there does. */
static unsigned char *
marks_of_body(struct marks *m, uint32_t body)
{
	struct data *d = m->d;
	const struct program_body *b = &d->p->bodies.at[body];
	unsigned char *marks = mem_alloc((size_t)b->event_count + 1);
	for (uint32_t i = 0; i < b->event_count; i++) {
		uint32_t callee = b->events[i].op == EVENT_CALL ? program_callee(b, &b->events[i]) : PROGRAM_NONE;
		if (callee != PROGRAM_NONE)
			marks[i] |= (unsigned char)(m->of_function[callee] | mark_of_driver(d, b, i, callee));
	}
	return marks;
}

/* What a call does to its caller's transaction: only functions that open without closing, or close without opening. */
static void
find_wrappers(struct marks *m)
{
	struct data *d = m->d;
	unsigned char *own = mem_alloc(d->p->symbols.count + 1);
	for (size_t i = 0; i < d->statements.count; i++)
		if (d->statements.at[i].symbol != PROGRAM_NONE)
			own[d->statements.at[i].symbol] |= (unsigned char)mark_of_statement(&d->statements.at[i]);
	for (uint32_t b = 0; b < d->p->bodies.count; b++) {
		unsigned char *marks = marks_of_body(m, b);
		for (uint32_t i = 0; i < d->p->bodies.at[b].event_count; i++)
			own[d->p->bodies.at[b].symbol] |= marks[i];
		free(marks);
	}
	for (uint32_t s = 0; s < d->p->symbols.count; s++)
		m->of_function[s] = own[s] == MARK_BEGIN || own[s] == MARK_END ? own[s] : 0;
	free(own);
}

/* ---- tables ---- */

struct table_names { VEC(const char *) list; };

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
add_tables(struct data *d, const struct statement *s, struct table_names *out)
{
	for (size_t i = 0; i < s->script.count; i++)
		for (size_t k = 0; k < s->script.statements[i].table_count; k++) {
			const struct sql_table_use *u = &s->script.statements[i].tables[k];
			const char *name = table_shown(d, u->name, u->has_hole);
			if (name && !table_is_catalog(name))
				vec_push(&out->list, name);
		}
}

/* First statement of each function: statements are sorted by function. */
static size_t
first_statement(const struct data *d, int64_t number)
{
	size_t lo = 0, hi = d->statements.count;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		uint32_t s = d->statements.at[mid].symbol;
		if ((s == PROGRAM_NONE ? 0 : d->p->symbols.at[s].number) < number)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
add_callees(struct marks *m, uint32_t function, struct table_names *out)
{
	struct data *d = m->d;
	VEC(uint32_t) touched = {0};
	m->stack.count = 0;
	vec_push(&m->stack, function);
	while (m->stack.count) {
		uint32_t f = vec_pop(&m->stack);
		if (m->seen[f] || !d->p->symbols.at[f].number)
			continue;
		m->seen[f] = 1;
		vec_push(&touched, f);
		for (size_t i = first_statement(d, d->p->symbols.at[f].number); i < d->statements.count && d->statements.at[i].symbol == f; i++)
			add_tables(d, &d->statements.at[i], out);
		for (uint32_t b = d->p->symbols.at[f].first_body; b != PROGRAM_NONE; b = d->p->bodies.at[b].next) {
			const struct program_body *body = &d->p->bodies.at[b];
			for (uint32_t i = 0; i < body->event_count; i++) {
				uint32_t callee = body->events[i].op == EVENT_CALL ? program_callee(body, &body->events[i]) : PROGRAM_NONE;
				if (callee != PROGRAM_NONE && !m->seen[callee])
					vec_push(&m->stack, callee);
			}
		}
	}
	for (size_t i = 0; i < touched.count; i++)
		m->seen[touched.at[i]] = 0;
	vec_finish(&touched);
}

static const char *
joined_names(struct data *d, struct table_names *names)
{
	vec_sort(&names->list, by_text);
	const char *text = "";
	for (size_t i = 0; i < names->list.count; i++)
		if (!i || strcmp(names->list.at[i], names->list.at[i - 1]))
			text = *text ? arena_printf(&d->p->arena, "%s,%s", text, names->list.at[i]) : names->list.at[i];
	return text;
}

/* ---- a body ---- */

/* Does the function only begin, or end, what its callers bracket? One that works on tables and that
 * nobody calls begins for itself. */
static bool
is_for_callers(const struct marks *m, uint32_t function)
{
	const struct data *d = m->d;
	if (map_has(&d->sites.first, function))
		return true;
	for (size_t i = first_statement(d, d->p->symbols.at[function].number); i < d->statements.count && d->statements.at[i].symbol == function; i++)
		if (!mark_of_statement(&d->statements.at[i]))
			return false;
	return true;
}

/* Of a body that ends what it did not begin: its first statement, when the driver begins by itself. */
static uint32_t
implicit_begin(const struct marks *m, uint32_t body, const unsigned char *marks)
{
	const struct data *d = m->d;
	const struct program_body *b = &d->p->bodies.at[body];
	uint32_t end = PROGRAM_NONE, begin = PROGRAM_NONE;
	for (uint32_t i = 0; i < b->event_count; i++)
		end = marks[i] & MARK_END ? i : end;
	for (size_t i = first_statement(d, d->p->symbols.at[b->symbol].number); i < d->statements.count && d->statements.at[i].symbol == b->symbol; i++) {
		const struct statement *s = &d->statements.at[i];
		const struct rule_driver *r = s->body == body && end != PROGRAM_NONE && s->event < end ? rules_driver(d->rules, s->through) : NULL;
		if (r && r->is_implicit && !mark_of_statement(s) && s->event < begin)
			begin = s->event;
	}
	return begin;
}

static void
look_at_body(struct marks *m, uint32_t body, int64_t *id)
{
	struct data *d = m->d;
	const struct program_body *b = &d->p->bodies.at[body];
	const struct program_symbol *s = &d->p->symbols.at[b->symbol];
	if (!s->is_function || !s->number)
		return;
	unsigned char *marks = marks_of_body(m, body);
	size_t first = first_statement(d, s->number);
	for (size_t i = first; i < d->statements.count && d->statements.at[i].symbol == b->symbol; i++)
		if (d->statements.at[i].body == body)
			marks[d->statements.at[i].event] |= (unsigned char)mark_of_statement(&d->statements.at[i]);
	uint32_t begin = PROGRAM_NONE, end = PROGRAM_NONE;
	for (uint32_t i = 0; i < b->event_count && begin == PROGRAM_NONE; i++)
		begin = marks[i] & MARK_BEGIN ? i : PROGRAM_NONE;
	bool implicit = begin == PROGRAM_NONE;
	if (implicit)
		begin = implicit_begin(m, body, marks);
	for (uint32_t i = begin; i < b->event_count; i++)
		end = marks[i] & MARK_END ? i : end;
	free(marks);
	if (begin == PROGRAM_NONE || (!implicit && m->of_function[b->symbol] && is_for_callers(m, b->symbol)))
		return;
	bool open = end == PROGRAM_NONE;
	if (open)
		end = b->event_count;
	struct table_names names = {0};
	(*id)++;
	for (size_t i = first; i < d->statements.count && d->statements.at[i].symbol == b->symbol; i++) {
		struct statement *st = &d->statements.at[i];
		if (st->body == body && st->event >= begin && st->event <= end) {
			st->transaction = *id;
			add_tables(d, st, &names);
		}
	}
	for (uint32_t i = begin; i < end; i++) {
		uint32_t callee = b->events[i].op == EVENT_CALL ? program_callee(b, &b->events[i]) : PROGRAM_NONE;
		if (callee != PROGRAM_NONE && d->p->symbols.at[callee].is_defined)
			add_callees(m, callee, &names);
	}
	ROW_ADD(d->rows, TRANSACTION, transaction, .id = *id, .function = s->number, .file = program_text(d->p, b->events[begin].file),
	        .line = b->events[begin].line, .tables = joined_names(d, &names),
	        .confidence = open ? CONFIDENCE_GUESSED : CONFIDENCE_RESOLVED,
	        .how = open ? "begins here, no end seen in the function"
	               : implicit ? "begins with the function's first statement, as the driver commits nothing by itself; callees between included"
	                          : "begins and ends in this function, callees between included");
	vec_finish(&names.list);
}

/* Functions that begin or end a transaction for their callers and touch no table themselves. */
static void
add_transaction_wrappers(struct marks *m)
{
	struct data *d = m->d;
	unsigned char *tables = mem_alloc(d->p->symbols.count + 1);
	for (size_t i = 0; i < d->statements.count; i++)
		if (d->statements.at[i].symbol != PROGRAM_NONE && !mark_of_statement(&d->statements.at[i]))
			tables[d->statements.at[i].symbol] = 1;
	for (uint32_t s = 0; s < d->p->symbols.count; s++)
		if (m->of_function[s] && !tables[s])
			vec_push(&d->sinks.wrappers, s);
	free(tables);
}

void
transactions_find(struct data *d)
{
	struct program *p = d->p;
	struct marks m = {.d = d, .of_function = mem_alloc(p->symbols.count + 1), .seen = mem_alloc(p->symbols.count + 1)};
	for (int round = 0; round < 3; round++)
		find_wrappers(&m);
	add_transaction_wrappers(&m);
	uint32_t *by_number = mem_alloc((p->symbols.count + 2) * sizeof *by_number);
	for (uint32_t s = 0; s < p->symbols.count; s++)
		if (p->symbols.at[s].is_function && p->symbols.at[s].number)
			by_number[p->symbols.at[s].number] = s + 1;
	int64_t id = 0;
	for (size_t n = 1; n <= p->symbols.count; n++)
		if (by_number[n])
			for (uint32_t b = p->symbols.at[by_number[n] - 1].first_body; b != PROGRAM_NONE; b = p->bodies.at[b].next)
				look_at_body(&m, b, &id);
	free(by_number);
	vec_finish(&m.stack);
	free(m.of_function);
	free(m.seen);
}
