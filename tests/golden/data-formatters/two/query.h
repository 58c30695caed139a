#include "../db.h"
struct query { char text[500]; };
void query_make(struct query *q, const char *format, ...);
int query_run(struct query *q);
