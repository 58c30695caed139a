/* Loops without a condition. In: the events of bodies. Out: rows of `for (;;)`, `while (1)` and what amounts to them.
 *
 * The condition of a loop is a value tested at the loop's own level that no branch is entered by: `if (x)`, `x && f()` and
 * `x ? y : z` enter one. A loop has none when every such value is a constant that is not 0. Ways out are a break of the
 * loop itself and any goto or return in it. What ends the whole process is none: a server that exits when told to still
 * loops for ever. */
#include "link/loops.h"

/* Is a branch entered by the value tested at `event`, before anything else is tested by the loop? */
static bool
enters_branch(const struct program_body *b, uint32_t event)
{
	for (uint32_t i = event + 1; i < b->event_count && b->events[i].op != EVENT_TEST && b->events[i].op != EVENT_LEAVE; i++)
		if (b->events[i].op == EVENT_ENTER)
			return b->events[i].a == b->events[event].a;
	return false;
}

static bool
is_always(const struct program_body *b, uint32_t value)
{
	const struct program_value *v = program_strip(b, value);
	return v->op == VALUE_INTEGER && v->n != 0;
}

/* The loop entered at `event`: its ways out, -1 when a condition of its own can end it. */
static int64_t
ways_out(const struct program_body *b, uint32_t event)
{
	int64_t exits = 0;
	unsigned nested = 0, breakable = 0; /* nests open inside the loop; of them those that take a break */
	for (uint32_t i = event + 1; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		bool takes_break = e->n == NEST_LOOP || e->n == NEST_SWITCH || e->n == NEST_ONCE;
		if (e->op == EVENT_ENTER) {
			nested++;
			breakable += takes_break;
		} else if (e->op == EVENT_LEAVE) {
			if (!nested)
				return exits;
			nested--;
			breakable -= takes_break && breakable;
		} else if (e->op == EVENT_TEST && !nested && !is_always(b, e->a) && !enters_branch(b, i)) {
			return -1;
		}
		exits += e->op == EVENT_RETURN || (e->op == EVENT_JUMP && (e->n >= 2 || (e->n == 0 && !breakable)));
	}
	return exits;
}

static void
rows_of_body(const struct program *p, const struct program_body *b, struct rows *out)
{
	for (uint32_t i = 0; i < b->event_count; i++) {
		if (b->events[i].op != EVENT_ENTER || b->events[i].n != NEST_LOOP)
			continue;
		int64_t exits = ways_out(b, i);
		if (exits >= 0)
			ROW_ADD(out, LOOP, loop, .function = p->symbols.at[b->symbol].number,
			        .file = program_text(p, b->events[i].file), .line = b->events[i].line, .exits = exits);
	}
}

void
loops_rows(const struct program *p, struct rows *out)
{
	for (size_t i = 0; i < p->bodies.count; i++) {
		const struct program_symbol *s = &p->symbols.at[p->bodies.at[i].symbol];
		if (s->is_function && s->number)
			rows_of_body(p, &p->bodies.at[i], out);
	}
}
