/* The fixed point of summaries over programs made by hand: recursion, alone and in rings, ends and adds up. */
#include <stdlib.h>

#include "signature/signature.h"
#include "signature/summary.h"
#include "unit/check.h"

/* ---- programs by hand ---- */

struct maker {
	struct program p;
	struct rules rules;
	struct rows rows;
	uint32_t integer, pointer;
	VEC(struct program_value) values;
	VEC(struct program_event) events;
	uint32_t calls;
};

static uint32_t
add_type(struct maker *m, enum type_kind kind, uint32_t element, const char *spelling)
{
	vec_push(&m->p.types, (struct program_type){.spelling = intern_text(&m->p.text, spelling), .kind = kind, .size = 4,
	                                            .element = element, .record = PROGRAM_NONE, .is_signed = true});
	return (uint32_t)m->p.types.count - 1;
}

static void
maker_init(struct maker *m)
{
	*m = (struct maker){0};
	program_init(&m->p);
	rows_init(&m->rows);
	arena_init(&m->rules.arena);
	m->integer = add_type(m, TYPE_INTEGER, PROGRAM_NONE, "int");
	m->pointer = add_type(m, TYPE_POINTER, m->integer, "int *");
}

static void
maker_finish(struct maker *m)
{
	rows_finish(&m->rows);
	arena_finish(&m->rules.arena);
	program_finish(&m->p);
	vec_finish(&m->values);
	vec_finish(&m->events);
}

/* int name(int *p, int n); its body follows by `end`. */
static uint32_t
declare(struct maker *m, const char *name)
{
	struct program_param *params = arena_array(&m->p.arena, struct program_param, 2);
	params[0] = (struct program_param){intern_text(&m->p.text, "p"), m->pointer};
	params[1] = (struct program_param){intern_text(&m->p.text, "n"), m->integer};
	str_id text = intern_text(&m->p.text, name);
	vec_push(&m->p.symbols, (struct program_symbol){
		.name = text, .key = text, .is_function = true, .is_defined = true, .owner = PROGRAM_NONE, .type = m->integer,
		.params = params, .param_count = 2, .first_body = PROGRAM_NONE, .number = (uint32_t)m->p.symbols.count + 1});
	return (uint32_t)m->p.symbols.count - 1;
}

static uint32_t
value(struct maker *m, enum value_op op, uint32_t a, uint32_t b, int64_t n, uint32_t type)
{
	if (!m->values.count)
		vec_push(&m->values, (struct program_value){0});
	vec_push(&m->values, (struct program_value){.op = (uint8_t)op, .a = a, .b = b, .n = n, .type = type});
	return (uint32_t)m->values.count - 1;
}

static void
event(struct maker *m, enum event_op op, uint32_t a, uint32_t b, int64_t n)
{
	vec_push(&m->events, (struct program_event){.op = (uint8_t)op, .a = a, .b = b, .n = n, .line = 1});
}

static uint32_t
parameter(struct maker *m, uint32_t i)
{
	return value(m, VALUE_LOCAL, i, 0, 0, i ? m->integer : m->pointer);
}

static uint32_t
integer(struct maker *m, int64_t n)
{
	return value(m, VALUE_INTEGER, 0, 0, n, m->integer);
}

/* callee(pointer, n) */
static uint32_t
call(struct maker *m, uint32_t callee, uint32_t pointer)
{
	uint32_t f = value(m, VALUE_FUNCTION, callee, 0, 0, PROGRAM_NONE), n = parameter(m, 1), number = ++m->calls;
	event(m, EVENT_CALL, f, number, 2);
	event(m, EVENT_ARGUMENT, pointer, number, 1);
	event(m, EVENT_ARGUMENT, n, number, 2);
	return value(m, VALUE_CALL, 0, 0, number, m->integer);
}

static void
store_through(struct maker *m, uint32_t pointer, uint32_t what)
{
	uint32_t place = value(m, VALUE_DEREF, pointer, 0, 0, m->integer);
	event(m, EVENT_ASSIGN, place, what, OPERATOR_NONE);
}

static void
end(struct maker *m, uint32_t symbol)
{
	struct arena *a = &m->p.arena;
	struct program_body b = {.symbol = symbol, .local_count = 2, .call_count = m->calls, .next = PROGRAM_NONE};
	b.locals = arena_array(a, struct program_local, 2);
	b.locals[0] = (struct program_local){.type = m->pointer};
	b.locals[1] = (struct program_local){.type = m->integer};
	b.value_count = (uint32_t)m->values.count - 1;
	b.values = arena_copy(a, m->values.at, m->values.count * sizeof *m->values.at);
	b.event_count = (uint32_t)m->events.count;
	b.events = arena_copy(a, m->events.at, m->events.count * sizeof *m->events.at);
	b.call_event = arena_array(a, uint32_t, m->calls + 1);
	for (uint32_t i = 0; i < b.event_count; i++)
		if (b.events[i].op == EVENT_CALL)
			b.call_event[b.events[i].b] = i;
	m->p.symbols.at[symbol].first_body = (uint32_t)m->p.bodies.count;
	vec_push(&m->p.bodies, b);
	m->values.count = m->events.count = m->calls = 0;
}

/* ---- tests ---- */

static void
test_self(void)
{
	struct maker m;
	struct solver s;
	maker_init(&m);
	uint32_t f = declare(&m, "f"); /* return f(p, n); */
	event(&m, EVENT_RETURN, call(&m, f, parameter(&m, 0)), 0, 0);
	end(&m, f);
	uint32_t g = declare(&m, "g"); /* *p = 1; g(p, n); return -1; */
	store_through(&m, parameter(&m, 0), integer(&m, 1));
	call(&m, g, parameter(&m, 0));
	event(&m, EVENT_RETURN, integer(&m, -1), 0, 0);
	end(&m, g);
	solver_init(&s, &m.p, &m.rules, &m.rows);
	CHECK(s.of[f]->params[0].bits == 0);
	CHECK(s.of[f]->result.kinds == 0);
	CHECK(s.of[g]->params[0].bits & USE_WRITE);
	CHECK(!(s.of[g]->params[0].bits & USE_READ));
	CHECK(s.of[g]->params[0].bits & USE_NEVER_NULL);
	CHECK(s.of[g]->result.kinds == KIND_MINUS_ONE);
	solver_finish(&s);
	maker_finish(&m);
}

/* A ring a → b → c → a: only c writes, only a can fail; all come to know. */
static void
test_ring(void)
{
	struct maker m;
	struct solver s;
	maker_init(&m);
	uint32_t a = declare(&m, "a"), b = declare(&m, "b"), c = declare(&m, "c");
	uint32_t condition = parameter(&m, 1);
	event(&m, EVENT_TEST, condition, 0, 0);
	event(&m, EVENT_ENTER, condition, 0, NEST_THEN);
	event(&m, EVENT_RETURN, integer(&m, -1), 0, 0);
	event(&m, EVENT_LEAVE, 0, 0, NEST_THEN);
	event(&m, EVENT_RETURN, call(&m, b, parameter(&m, 0)), 0, 0);
	end(&m, a);
	event(&m, EVENT_RETURN, call(&m, c, parameter(&m, 0)), 0, 0);
	end(&m, b);
	store_through(&m, parameter(&m, 0), integer(&m, 1));
	call(&m, a, parameter(&m, 0));
	event(&m, EVENT_RETURN, integer(&m, 0), 0, 0);
	end(&m, c);
	solver_init(&s, &m.p, &m.rules, &m.rows);
	for (uint32_t i = a; i <= c; i++) {
		CHECK(s.of[i]->params[0].bits & USE_WRITE);
		CHECK(!(s.of[i]->params[0].bits & USE_READ));
	}
	CHECK(s.of[a]->result.kinds == (KIND_ZERO | KIND_MINUS_ONE));
	CHECK(s.of[b]->result.kinds == KIND_ZERO);
	CHECK(s.of[a]->params[0].bits & USE_MOSTLY_USED);
	CHECK(!(s.of[a]->params[0].bits & USE_NEVER_NULL));
	CHECK(s.of[b]->params[0].bits & USE_NEVER_NULL);
	solver_finish(&s);
	maker_finish(&m);
}

/* Reading in the callee before the ring is closed makes it inout for both. */
static void
test_rows(void)
{
	struct maker m;
	maker_init(&m);
	uint32_t a = declare(&m, "a"), b = declare(&m, "b");
	call(&m, b, parameter(&m, 0));
	event(&m, EVENT_RETURN, integer(&m, 0), 0, 0);
	end(&m, a);
	uint32_t p = parameter(&m, 0), old = value(&m, VALUE_DEREF, p, 0, 0, m.integer);
	store_through(&m, p, value(&m, VALUE_BINARY, old, integer(&m, 1), OPERATOR_ADD, m.integer));
	call(&m, a, p);
	event(&m, EVENT_RETURN, integer(&m, 0), 0, 0);
	end(&m, b);
	signature_rows(&m.p, &m.rules, &m.rows);
	CHECK(rows_count(&m.rows, ROW_SIGNATURE_KIND) == 6);
	for (size_t i = 0; i < rows_count(&m.rows, ROW_SIGNATURE_KIND); i++) {
		const struct row_signature *r = rows_at(&m.rows, ROW_SIGNATURE_KIND, i);
		if (r->position == 1) {
			CHECK(r->direction == DIRECTION_INOUT && r->confidence == CONFIDENCE_RESOLVED && !r->nullable);
			CHECK_TEXT(r->how, "read and written; never null");
		} else if (r->position == 2) {
			CHECK_TEXT(r->how, "passed by value");
		}
	}
	maker_finish(&m);
}

int
main(void)
{
	test_self();
	test_ring();
	test_rows();
	return check_end();
}
