/* Its header is nowhere: types, members and values are guessed, so that no statement is lost. */
#include "nothere.h"
#include <stdio.h>
static int cb(row_t *r, int n) { return n; }
int own;
int use(handle_t *h, count_t n)
{
	widget w;
	w.size = n * 2;
	h->begin(h, 1);
	if (h->next->state == STATE_READY && n > MAX_ROWS)
		other(h->name, cb);
	wanted = 3;
	list[2] = own;
	own = table->rows + (count_t)n;
	return sizeof(size_kind) + w.size;
}
struct opaque;
int peek(struct opaque *o) { return o->depth + own; }
/* Never to be guessed: what is declared, and what is wrong for another reason. */
int last(void) { return use(0, 1) + peek(0) + cb(0, 0); }
int wrong(void) { int x = 1; printf("%d", x) return x; }
