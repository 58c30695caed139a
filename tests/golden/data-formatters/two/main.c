#include "query.h"
int in_two(int id) { struct query q; query_make(&q, "visits WHERE id = %d", id); return query_run(&q); }
