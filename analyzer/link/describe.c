/* Values in words: the place as the source would write it, indexes left out. */
#include "link/describe.h"

#include <stdio.h>

static const char *
text_at(const struct program *p, struct arena *a, const struct program_body *b, uint32_t value, int depth)
{
	if (!value || depth > 12)
		return "…";
	const struct program_value *v = program_strip(b, value);
	switch (v->op) {
	case VALUE_LOCAL: {
		const char *name = program_text(p, b->locals[v->a].name);
		return *name ? name : "(unnamed)";
	}
	case VALUE_GLOBAL:
	case VALUE_FUNCTION: return program_text(p, p->symbols.at[v->a].name);
	case VALUE_FIELD:
		return arena_printf(a, "%s%s%s", text_at(p, a, b, v->a, depth + 1), v->n ? "->" : ".",
		                    v->b == PROGRAM_NONE ? "?" : program_text(p, p->fields.at[v->b].name));
	case VALUE_ELEMENT: return arena_printf(a, "%s[]", text_at(p, a, b, v->a, depth + 1));
	case VALUE_DEREF: return arena_printf(a, "*%s", text_at(p, a, b, v->a, depth + 1));
	case VALUE_ADDRESS: return arena_printf(a, "&%s", text_at(p, a, b, v->a, depth + 1));
	case VALUE_CALL: return arena_printf(a, "%s()", text_at(p, a, b, b->events[b->call_event[v->n]].a, depth + 1));
	case VALUE_EITHER:
		return arena_printf(a, "%s or %s", text_at(p, a, b, v->a, depth + 1), text_at(p, a, b, v->b, depth + 1));
	case VALUE_VA_ARG: return arena_printf(a, "va_arg(%s)", text_at(p, a, b, v->a, depth + 1));
	case VALUE_BINARY:
		if (v->n == OPERATOR_COMMA)
			return text_at(p, a, b, v->b, depth + 1);
		if (v->n == OPERATOR_POINTER_ADD)
			return arena_printf(a, "(%s + …)", text_at(p, a, b, v->a, depth + 1));
		return "an expression";
	default: return "an expression";
	}
}

const char *
describe_value(const struct program *p, struct arena *a, const struct program_body *body, uint32_t value)
{
	return text_at(p, a, body, value, 0);
}

const char *
describe_reason(const struct program *p, const struct program_body *body, uint32_t value)
{
	const struct program_value *v = program_strip(body, value);
	while (v->op == VALUE_DEREF || v->op == VALUE_ELEMENT)
		v = program_strip(body, v->a);
	switch (v->op) {
	case VALUE_LOCAL:
		return body->locals[v->a].kind == 0 ? "call through a parameter that no read call fills with a function"
		                                    : "call through a local that no function is known to reach";
	case VALUE_GLOBAL:
		return p->symbols.at[v->a].is_defined ? "call through a global that no function is known to reach"
		                                      : "call through a global defined in no unit that was read";
	case VALUE_FIELD: return "call through a field that no function is known to reach";
	case VALUE_CALL: return "call through the result of a function not read or not followed";
	default: return "call through an expression not followed";
	}
}
