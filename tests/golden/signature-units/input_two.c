#include <stddef.h>
#include "shared.h"

static int later(struct pair *p);
int main(void) {
	struct pair *p = pair_made(1, 2);
	if (!p || pair_kept(p) < 0)
		return 1;
	return sum_of(p) + word_of(0)[0] + later(p) + (int)elsewhere(p);
}
static int later(struct pair *p) { return p->a; }
