#include "query.h"
void
query_make(struct query *q, const char *format, ...)
{
	__builtin_va_list ap;
	strcpy(q->text, "DELETE FROM ");
	__builtin_va_start(ap, format);
	vsnprintf(q->text + strlen(q->text), 400, format, ap);
	__builtin_va_end(ap);
}
int query_run(struct query *q) { strcat(q->text, " -- two"); return sqlite3_exec(db, q->text, 0, 0, 0); }
