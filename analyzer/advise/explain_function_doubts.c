/* What is not certain about a function: calls that could go elsewhere, accesses of a choice of texts, places that could
 * not be followed, a file understood in part. */
#include "advise/explain_function.h"

/* The candidates of one uncertain call site as one row. */
static void
add_uncertain_site(struct function_telling *t, struct sheet_section *doubts, uint32_t first, uint32_t end)
{
	struct explain *x = t->x;
	const struct row_call *c = &x->call.at[x->calls_of.at[first]];
	const char *names = NULL;
	size_t count = 0;
	for (uint32_t i = first; i < end; i++) {
		const char *name = explain_function_name(x, x->call.at[x->calls_of.at[i]].callee);
		if (++count <= 3)
			names = names ? arena_printf(t->out->arena, "%s, %s", names, name) : name;
	}
	const char *about = count == 1 ? names : count <= 3 ? arena_printf(t->out->arena, "one of %s", names)
	                                                     : arena_printf(t->out->arena, "one of %zu: %s …", count, names);
	part_doubt(t->out, doubts, "calls", about, explain_doubt(c->confidence), c->how, &(struct sheet_place){.file = c->file, .line = c->line});
}

static void
add_uncertain_calls(struct function_telling *t, struct sheet_section *doubts)
{
	struct explain *x = t->x;
	const struct explain_calls *out = &x->calls_of, *in = &x->callers_of;
	for (uint32_t i = out->first[t->at], end; i < out->first[t->at + 1]; i = end) {
		const struct row_call *c = &x->call.at[out->at[i]];
		end = i + 1;
		while (end < out->first[t->at + 1] && x->call.at[out->at[end]].site == c->site)
			end++;
		if (!explain_is_sure(c->confidence))
			add_uncertain_site(t, doubts, i, end);
	}
	for (uint32_t i = in->first[t->at]; i < in->first[t->at + 1]; i++) {
		const struct row_call *c = &x->call.at[in->at[i]];
		if (!explain_is_sure(c->confidence))
			part_doubt(t->out, doubts, "called by", explain_function_name(x, c->caller), explain_doubt(c->confidence), c->how,
			           &(struct sheet_place){.file = c->file, .line = c->line});
	}
}

static void
add_uncertain_data(struct function_telling *t, struct sheet_section *doubts)
{
	struct explain *x = t->x;
	int64_t id = t->function->id;
	for (size_t i = 0; i < x->table_access.count; i++) {
		const struct row_table_access *a = &x->table_access.at[i];
		if (a->function == id && !a->column_name && !explain_is_sure(a->confidence))
			part_doubt(t->out, doubts, arena_printf(t->out->arena, "table, %s", table_mode_word((enum table_mode)a->mode)), a->table_name,
			           explain_doubt(a->confidence), a->how, &(struct sheet_place){.file = a->file, .line = a->line});
	}
	for (size_t i = 0; i < x->global_access.count; i++) {
		const struct row_global_access *a = &x->global_access.at[i];
		uint32_t g = explain_global_at(x, a->global);
		if (a->function == id && g != EXPLAIN_NONE && !explain_is_sure(a->confidence))
			part_doubt(t->out, doubts, arena_printf(t->out->arena, "global, %s", access_mode_word((enum access_mode)a->mode)),
			           x->global.at[g].name, explain_doubt(a->confidence), a->how, &(struct sheet_place){.file = a->file, .line = a->line});
	}
	for (size_t i = 0; i < x->entry.count; i++) {
		const struct row_entry *e = &x->entry.at[i];
		if (e->function == id && !explain_is_sure(e->confidence))
			part_doubt(t->out, doubts, "entry point", e->name, explain_doubt(e->confidence), e->how,
			           &(struct sheet_place){.file = e->file, .line = e->line});
	}
}

void
function_doubts(struct function_telling *t)
{
	struct explain *x = t->x;
	struct sheet_section *doubts = part_doubts(t->out);
	for (size_t i = 0; i < x->unresolved.count; i++) {
		const struct row_unresolved *u = &x->unresolved.at[i];
		if (u->function == t->function->id)
			part_unresolved(t->out, doubts, "not followed", u);
		else if (u->kind == UNRESOLVED_CALL && explain_same(u->text, t->function->name))
			part_unresolved(t->out, doubts, "may be called", u);
	}
	for (size_t i = 0; i < x->unit.count; i++) {
		const struct row_unit *u = &x->unit.at[i];
		if (explain_same(u->file, t->function->file) && u->status != UNIT_OK)
			part_doubt(t->out, doubts, "its file", unit_status_word((enum unit_status)u->status), -1, u->reason,
			           &(struct sheet_place){.file = u->file});
	}
	add_uncertain_calls(t, doubts);
	add_uncertain_data(t, doubts);
}
