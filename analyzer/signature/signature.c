/* Rows of v_signature: the summaries of all functions, then a row for each result and parameter. */
#include "signature/signature.h"

#include "signature/decide.h"
#include "signature/globals.h"

static const char *
type_text(const struct program *p, uint32_t type)
{
	return type == PROGRAM_NONE ? "" : program_text(p, p->types.at[type].spelling);
}

static void
add_row(struct program *p, const struct program_symbol *s, uint32_t position, struct verdict v, struct rows *out)
{
	const struct program_param *param = position ? &s->params[position - 1] : NULL;
	bool guessed = param ? param->guessed : (s->flags & FUNCTION_GUESSED) != 0;
	const char *how = guessed ? arena_printf(&p->arena, "%s, its type declared by guess", v.how) : v.how;
	ROW_ADD(out, SIGNATURE, signature, .function = s->number, .position = position,
	        .name = param ? program_text(p, param->name) : "", .type = type_text(p, param ? param->type : s->type),
	        .direction = v.direction, .pairs_with = v.pair, .nullable = v.nullable, 
	        .confidence = program_less_sure(v.confidence, guessed), .how = how);
}

void
signature_rows(struct program *p, const struct rules *rules, struct rows *rows)
{
	struct solver solver;
	solver_init(&solver, p, rules, rows);
	uint32_t *field_counts = arena_array(&solver.arena, uint32_t, p->records.count + 1);
	for (size_t i = 0; i < p->fields.count; i++)
		field_counts[p->fields.at[i].record]++;
	for (size_t i = 0; i < p->symbols.count; i++) {
		const struct program_symbol *s = &p->symbols.at[i];
		if (!s->is_function || !s->number)
			continue;
		const struct function_use *f = solver.of[i];
		add_row(p, s, 0, decide_result(p, s, f, &p->arena), rows);
		for (uint32_t k = 0; k < s->param_count; k++)
			add_row(p, s, k + 1, decide_parameter(p, s, f, k, field_counts, &p->arena), rows);
	}
	globals_rows(&solver, p, rows);
	solver_finish(&solver);
}
