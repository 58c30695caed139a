/* What happens to the results of calls: looked at, tested only, or dropped. In: one body. Out: bits a call. */
#include "link/uses.h"

enum { USE_USED = 1, USE_CHECKED = 2 };

static bool
is_comparison(const struct program_value *v)
{
	return (v->op == VALUE_BINARY && v->n >= OPERATOR_EQ && v->n <= OPERATOR_LOR) ||
	       (v->op == VALUE_UNARY && v->n == OPERATOR_NOT);
}

static void
mark(const struct program_body *b, unsigned char *uses, uint32_t value, int use)
{
	if (!value)
		return;
	const struct program_value *v = program_strip(b, value);
	if (v->op == VALUE_CALL)
		uses[v->n] |= (unsigned char)use;
}

void
uses_of_results(const struct program_body *b, unsigned char *uses)
{
	for (uint32_t i = 1; i <= b->value_count; i++) {
		const struct program_value *v = &b->values[i];
		int use = is_comparison(v) ? USE_CHECKED : USE_USED;
		if (v->op == VALUE_CAST || v->op == VALUE_LOCAL || v->op == VALUE_GLOBAL || v->op == VALUE_FUNCTION || v->op == VALUE_CALL)
			continue;
		mark(b, uses, v->a, use);
		if (v->op == VALUE_EITHER || v->op == VALUE_BINARY || v->op == VALUE_ELEMENT)
			mark(b, uses, v->b, use);
	}
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		if (e->op == EVENT_TEST || e->op == EVENT_ENTER)
			mark(b, uses, e->a, USE_CHECKED);
		else if (e->op == EVENT_ASSIGN)
			mark(b, uses, e->b, USE_USED);
		else if (e->op == EVENT_ARGUMENT || e->op == EVENT_RETURN || e->op == EVENT_CALL)
			mark(b, uses, e->a, USE_USED);
	}
}

enum result_use
uses_word(unsigned char use)
{
	return use & USE_USED ? RESULT_USED : use & USE_CHECKED ? RESULT_CHECKED : RESULT_IGNORED;
}
