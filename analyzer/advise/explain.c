/* Explain: from a subject to its sheet. */
#include "advise/explain.h"

#include "advise/explain_parts.h"

void
explain_tell(struct explain *x, const struct explain_subject *subject, const struct model *model, struct sheet *out)
{
	sheet_add(out, "kind", NULL, sheet_text(explain_word(subject->kind)));
	sheet_add(out, "key", "key", sheet_text(subject->key));
	switch (subject->kind) {
	case EXPLAIN_FUNCTION: explain_tell_function(x, subject->row, out); return;
	case EXPLAIN_GLOBAL: explain_tell_global(x, subject->row, out); return;
	case EXPLAIN_TABLE: explain_tell_table(x, subject->row, out); return;
	case EXPLAIN_COLUMN: explain_tell_column(x, subject->row, out); return;
	case EXPLAIN_SERVICE: explain_tell_service(x, subject->row, model, out); return;
	case EXPLAIN_KIND_COUNT: return;
	}
}
