/* A library: no main, so what is external and no header's own is offered to others. */
#include "shelf.h"

static int turned(int n) { return -n; }
int shelf_put(struct shelf *s, int n) { s->count += turned(n); return 0; }
int shelf_count(const struct shelf *s) { return s->count; }
