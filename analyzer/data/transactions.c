/* Transactions. A function that issues BEGIN and an end (or only BEGIN, with the end in its caller) brackets one;
 * a function that only begins is a wrapper, and its callers begin where they call it. The tables are those of the
 * statements between the begin and the last end before the next, of the functions called between, through pointers too,
 * and those that triggers and keys write with them.
 *
 * A body holds several when an end and the next begin stand in the same block as the first begin: an end in a branch is an
 * early way out, a begin in a loop goes on with the next batch. Savepoints begin one only where none is open. */
#include "data/transactions.h"

#include <stdlib.h>
#include <string.h>

enum { MARK_BEGIN = 1, MARK_END = 2, MARK_SAVE = 4, MARK_RELEASE = 8 };

struct made_call { uint32_t body, event, callee; };

struct marks {
	struct data *d;
	unsigned char *of_function; /* [symbol]: what calling it does to the caller's transaction */
	VEC(uint32_t) stack;
	unsigned char *seen;        /* [symbol], for the walk through callees */
	VEC(struct made_call) calls; /* direct and derived, by place */
	VEC(struct row_table_access) derived; /* writes, by statement */
};

/* ---- calls and derived writes by place ---- */

static int
by_place(const void *a, const void *b)
{
	const struct made_call *x = a, *y = b;
	if (x->body != y->body)
		return x->body < y->body ? -1 : 1;
	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	return (x->callee > y->callee) - (x->callee < y->callee);
}

static int
by_statement(const void *a, const void *b)
{
	const struct row_table_access *x = a, *y = b;
	return (x->statement_id > y->statement_id) - (x->statement_id < y->statement_id);
}

static void
index_calls(struct marks *m)
{
	const struct call_sites *sites = &m->d->sites;
	for (uint32_t s = 0; s < m->d->p->symbols.count; s++)
		SITES_EACH(sites, s, i)
			vec_push(&m->calls, (struct made_call){sites->list.at[i].body, sites->list.at[i].event, s});
	vec_sort(&m->calls, by_place);
	for (size_t i = 0; i < rows_count(m->d->rows, ROW_TABLE_ACCESS_KIND); i++) {
		const struct row_table_access *a = rows_at(m->d->rows, ROW_TABLE_ACCESS_KIND, i);
		if (a->derived && a->mode != TABLE_READ && !a->column_name)
			vec_push(&m->derived, *a);
	}
	vec_sort(&m->derived, by_statement);
}

/* The calls made at an event, none at most events. */
static const struct made_call *
calls_at(const struct marks *m, uint32_t body, uint32_t event, size_t *count)
{
	const struct made_call want = {body, event, 0};
	size_t lo = 0, hi = m->calls.count, end;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (by_place(&m->calls.at[mid], &want) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (end = lo; end < m->calls.count && m->calls.at[end].body == body && m->calls.at[end].event == event;)
		end++;
	*count = end - lo;
	return m->calls.at + lo;
}

/* ---- marks ---- */

static unsigned
mark_of_verb(const struct sql_statement *s)
{
	switch (s->verb) {
	case SQL_BEGIN: return MARK_BEGIN;
	case SQL_COMMIT: return MARK_END;
	case SQL_ROLLBACK: return s->object ? MARK_RELEASE : MARK_END;
	case SQL_SAVEPOINT: return MARK_SAVE;
	case SQL_RELEASE: return MARK_RELEASE;
	default: return 0;
	}
}

static unsigned
mark_of_statement(const struct statement *s)
{
	unsigned mark = 0;
	for (size_t i = 0; i < s->script.count; i++)
		mark |= mark_of_verb(&s->script.statements[i]);
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

/* What all functions that may be called there do alike. */
static unsigned
mark_of_targets(const struct marks *m, uint32_t body, uint32_t event)
{
	size_t count;
	const struct made_call *calls = calls_at(m, body, event, &count);
	unsigned mark = count ? m->of_function[calls[0].callee] : 0;
	for (size_t i = 1; i < count; i++)
		mark &= m->of_function[calls[i].callee];
	return mark;
}

/* Marks of each event of a body: what the statement issued or function called there does. */
static unsigned char *
marks_of_body(struct marks *m, uint32_t body)
{
	struct data *d = m->d;
	const struct program_body *b = &d->p->bodies.at[body];
	unsigned char *marks = mem_alloc((size_t)b->event_count + 1);
	for (uint32_t i = 0; i < b->event_count; i++) {
		if (b->events[i].op != EVENT_CALL)
			continue;
		uint32_t callee = program_callee(b, &b->events[i]);
		marks[i] |= (unsigned char)mark_of_targets(m, body, i);
		if (callee != PROGRAM_NONE)
			marks[i] |= (unsigned char)mark_of_driver(d, b, i, callee);
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
		m->of_function[s] = own[s] && !(own[s] & (own[s] - 1)) ? own[s] : 0;
	free(own);
}

/* ---- tables ---- */

struct table_names { VEC(const char *) list; bool written; /* one of them is */ };

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
add_uses(struct data *d, const struct sql_statement *q, struct table_names *out)
{
	for (size_t k = 0; k < q->table_count; k++) {
		const char *name = table_shown(d, q->tables[k].name, q->tables[k].has_hole);
		if (!name || table_is_catalog(name))
			continue;
		vec_push(&out->list, name);
		out->written |= q->tables[k].mode != TABLE_READ;
	}
}

/* Of a text that begins and ends a transaction itself what stands between. */
static void
add_tables(struct marks *m, const struct statement *s, struct table_names *out)
{
	bool own = (mark_of_statement(s) & MARK_BEGIN) && (mark_of_statement(s) & MARK_END), inside = !own;
	for (size_t i = 0; i < s->script.count; i++) {
		unsigned mark = mark_of_verb(&s->script.statements[i]);
		inside = own && (mark & (MARK_BEGIN | MARK_END)) ? mark == MARK_BEGIN : inside;
		if (inside)
			add_uses(m->d, &s->script.statements[i], out);
	}
	size_t lo = 0, hi = m->derived.count;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (m->derived.at[mid].statement_id < s->id)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < m->derived.count && m->derived.at[lo].statement_id == s->id; lo++) {
		vec_push(&out->list, m->derived.at[lo].table_name);
		out->written |= m->derived.at[lo].mode != TABLE_READ;
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
push_callees(struct marks *m, uint32_t body, uint32_t event)
{
	size_t count;
	const struct made_call *calls = calls_at(m, body, event, &count);
	for (size_t i = 0; i < count; i++)
		if (!m->seen[calls[i].callee])
			vec_push(&m->stack, calls[i].callee);
}

/* Tables of the functions called at an event, and by those. */
static void
add_callees(struct marks *m, uint32_t at_body, uint32_t at_event, struct table_names *out)
{
	struct data *d = m->d;
	VEC(uint32_t) touched = {0};
	m->stack.count = 0;
	push_callees(m, at_body, at_event);
	while (m->stack.count) {
		uint32_t f = vec_pop(&m->stack);
		if (m->seen[f] || !d->p->symbols.at[f].number)
			continue;
		m->seen[f] = 1;
		vec_push(&touched, f);
		for (size_t i = first_statement(d, d->p->symbols.at[f].number); i < d->statements.count && d->statements.at[i].symbol == f; i++)
			add_tables(m, &d->statements.at[i], out);
		for (uint32_t b = d->p->symbols.at[f].first_body; b != PROGRAM_NONE; b = d->p->bodies.at[b].next) {
			const struct program_body *body = &d->p->bodies.at[b];
			for (uint32_t i = 0; i < body->event_count; i++)
				if (body->events[i].op == EVENT_CALL)
					push_callees(m, b, i);
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

struct bracket { uint32_t begin, end; /* events */ bool open, implicit; };

struct brackets { VEC(struct bracket) list; };

/* The block that each event stands in: the event of its innermost ENTER + 1. */
static uint32_t *
blocks_of(const struct program_body *b)
{
	uint32_t *block = mem_alloc(((size_t)b->event_count + 1) * sizeof *block), top = 0;
	for (uint32_t i = 0; i < b->event_count; i++) {
		if (b->events[i].op == EVENT_LEAVE && top)
			top = block[top - 1];
		block[i] = top;
		if (b->events[i].op == EVENT_ENTER)
			top = i + 1;
	}
	return block;
}

static void
find_brackets(const struct program_body *b, const unsigned char *marks, struct brackets *out)
{
	uint32_t *block = blocks_of(b);
	bool by_savepoint = false;
	for (uint32_t i = 0; i < b->event_count; i++) {
		struct bracket *now = out->list.count ? &vec_last(&out->list) : NULL;
		bool over = now && !now->open && block[now->end] == block[now->begin] && block[i] == block[now->begin];
		if ((marks[i] & MARK_BEGIN) ? !now || over : (marks[i] & MARK_SAVE) && (!now || (over && by_savepoint))) {
			by_savepoint = !(marks[i] & MARK_BEGIN);
			vec_push(&out->list, (struct bracket){.begin = i, .end = i, .open = true});
			now = &vec_last(&out->list);
		}
		if (now && marks[i] & (by_savepoint ? MARK_END | MARK_RELEASE : MARK_END)) {
			now->end = i;
			now->open = false;
		}
	}
	free(block);
}

/* Where a driver begins by itself: a body that has no BEGIN but ends what it did begins with its first statement, and after
 * each end with the next. Returns whether there is such a place; it is marked. */
static bool
mark_implicit(const struct marks *m, uint32_t body, unsigned char *marks)
{
	const struct data *d = m->d;
	const struct program_body *b = &d->p->bodies.at[body];
	uint32_t last = PROGRAM_NONE;
	bool any = false, *works = mem_alloc((size_t)b->event_count + 1);
	for (uint32_t i = 0; i < b->event_count; i++)
		any |= (marks[i] & MARK_BEGIN) != 0;
	for (size_t i = any ? d->statements.count : first_statement(d, d->p->symbols.at[b->symbol].number);
	     i < d->statements.count && d->statements.at[i].symbol == b->symbol; i++) {
		const struct statement *s = &d->statements.at[i];
		const struct rule_driver *r = s->body == body && !mark_of_statement(s) ? rules_driver(d->rules, s->through) : NULL;
		works[s->event] |= r && r->is_implicit;
	}
	any = false;
	for (uint32_t i = 0; i < b->event_count; i++) {
		if (works[i] && last == PROGRAM_NONE)
			marks[last = i] |= MARK_BEGIN;
		else if ((marks[i] & MARK_END) && last != PROGRAM_NONE)
			last = PROGRAM_NONE, any = true;
	}
	if (last != PROGRAM_NONE)
		marks[last] &= (unsigned char)~MARK_BEGIN; /* left open for the callers */
	free(works);
	return any;
}

/* One that the driver began by itself and in which nothing is written has nothing to keep whole: no row. */
static bool
put_transaction(struct marks *m, uint32_t body, const struct bracket *at, int64_t id)
{
	struct data *d = m->d;
	const struct program_body *b = &d->p->bodies.at[body];
	int64_t number = d->p->symbols.at[b->symbol].number;
	uint32_t end = at->open ? b->event_count : at->end;
	struct table_names names = {0};
	for (size_t i = first_statement(d, number); i < d->statements.count && d->statements.at[i].symbol == b->symbol; i++) {
		struct statement *st = &d->statements.at[i];
		if (st->body == body && st->event >= at->begin && st->event <= end)
			add_tables(m, st, &names);
	}
	for (uint32_t i = at->begin; i < end; i++)
		if (b->events[i].op == EVENT_CALL)
			add_callees(m, body, i, &names);
	bool kept = !at->implicit || names.written;
	for (size_t i = first_statement(d, number); i < d->statements.count && d->statements.at[i].symbol == b->symbol; i++) {
		struct statement *st = &d->statements.at[i];
		if (kept && st->body == body && st->event >= at->begin && st->event <= end)
			st->transaction = id;
	}
	if (kept)
		ROW_ADD(d->rows, TRANSACTION, transaction, .id = id, .function = number, .file = program_text(d->p, b->events[at->begin].file),
		        .line = b->events[at->begin].line, .tables = joined_names(d, &names),
		        .confidence = at->open ? CONFIDENCE_GUESSED : CONFIDENCE_RESOLVED,
		        .how = at->open ? "begins here, no end seen in the function"
		               : at->implicit ? "begins with a statement, as the driver commits nothing by itself, and ends in this function; callees between included"
		                              : "begins and ends in this function, callees between included");
	vec_finish(&names.list);
	return kept;
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
	for (size_t i = first_statement(d, s->number); i < d->statements.count && d->statements.at[i].symbol == b->symbol; i++)
		if (d->statements.at[i].body == body)
			marks[d->statements.at[i].event] |= (unsigned char)mark_of_statement(&d->statements.at[i]);
	struct brackets all = {0};
	bool implicit = mark_implicit(m, body, marks);
	if (implicit || !m->of_function[b->symbol] || !is_for_callers(m, b->symbol))
		find_brackets(b, marks, &all);
	for (size_t i = 0; i < all.list.count; i++) {
		all.list.at[i].implicit = implicit;
		*id += put_transaction(m, body, &all.list.at[i], *id + 1);
	}
	vec_finish(&all.list);
	free(marks);
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
	index_calls(&m);
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
	vec_finish(&m.calls);
	vec_finish(&m.derived);
	free(m.of_function);
	free(m.seen);
}
