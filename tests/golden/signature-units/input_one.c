#include <stdlib.h>
#include "shared.h"

static struct pair *kept;
int pair_kept(struct pair *p) { if (!p) return -1; kept = p; return 0; }
struct pair *pair_made(int a, int b) { struct pair *p = malloc(sizeof *p); if (!p) return NULL; p->a = a; p->b = b; return p; }
int one(void) { return sum_of(kept) + word_of(1)[0]; }
