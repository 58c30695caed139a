#include "query.h"
int in_one(int id) { struct query q; query_make(&q, "SELECT state FROM orders WHERE id = %d", id); return query_run(&q); }
