/* Two programs in one tree, each with a builder of this name: a caller means its own folder's. */
#include "query.h"
void
query_make(struct query *q, const char *format, ...)
{
	__builtin_va_list ap;
	__builtin_va_start(ap, format);
	vsnprintf(q->text, sizeof q->text, format, ap);
	__builtin_va_end(ap);
}
int query_run(struct query *q) { return sqlite3_exec(db, q->text, 0, 0, 0); }
