/* Directions and NULL: what bodies do with what their parameters point to. */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point { int x, y; };
struct node { int value; struct node *next; int refcount; };
struct shape { struct point *corner; struct point inner; char name[16]; };

static struct node *kept;
void elsewhere(struct point *p);          /* no body: may do anything */
void shows(const struct point *p);        /* no body, but const */

int by_value(int n, struct point p, double d) { return n + p.x + (int)d; }
int by_const(const struct point *p, int (*f)(int)) { return f(p->x); }
int only_read(struct point *p) { return p->x + p->y; }
void written_whole(struct point *p) { p->x = 1; p->y = 2; }
void written_partly(struct point *p) { p->x = 1; }
void written_then_read(struct point *p) { p->x = 1; p->x++; p->y = p->x; }
void read_then_written(struct point *p) { p->x = p->y; }
void counted_up(int *n) { (*n)++; }

/* one side only: behind the branch it may be as it came in */
int written_on_one_side(int *n, int c) { if (c) *n = 0; return *n; }
int written_on_both(int *n, int c) { if (c) *n = 0; else *n = 1; return *n; }
int written_or_left(int *n, int c) { if (c) *n = 0; else return -1; return *n; }
void optional(int *n) { if (n) *n = 0; for (int i = 0; i < 3; i++) if (n) *n += i; }
int by_case(int *n, int c) { switch (c) { case 1: *n = 1; break; default: return *n; } return 0; }

void cleared(struct shape *s) { memset(s, 0, sizeof *s); s->inner.x++; }
void inside_only(struct shape *s) { memset(s->name, 0, sizeof s->name); s->inner.x++; }
void changed_behind(struct shape *s) { s->corner->x = 1; }
void walked(struct node *n) { for (; n; n = n->next) n->value = 0; }
void through_alias(void *data) { struct point *p = data; p->x = p->x + 1; }
void through_address(char *text) { char **at = &text; **at = 'x'; }
void array(int all[4]) { all[0] = all[1]; }

/* by what callees do */
void calls_writer(struct point *p) { written_whole(p); }
void calls_partly_then_reads(struct point *p, int *out) { written_partly(p); *out = p->y; }
int calls_reader(struct point *p) { shows(p); return only_read(p); }
void calls_unknown(struct point *p) { elsewhere(p); }
void fills_number(long *n, FILE *f) { if (fscanf(f, "%ld", n) != 1) abort(); }

/* not dereferenced */
int compared(struct node *n) { return n == kept; }
void keeps(struct node *n) { kept = n; }
void unused(struct node *n) { (void)n; }
void takes_reference(struct node *n) { n->refcount++; }
void ends(struct node *n) { n->value = 0; free(n); }
void ends_if_there(struct node *n) { if (n) { n->value = 0; free(n); } }
void drops(struct node *n) { if (--n->refcount == 0) free(n); }
void casts_const_away(const char *s) { *(char *)s = 0; }

/* NULL */
int tested(struct point *p) { if (!p) return -1; return p->x; }
int asserted(struct point *p) { assert(p != NULL); return p->x; }
int one_of_two(struct point *p, struct point *q) { assert(p || q); return p ? p->x : q->x; }
int null_or_small(struct point *p) { assert(p == NULL || p->x < 9); return p ? p->x : 0; }
#define CHECKED(e) ((e) ? (void)0 : (printf("%s\n", #e), abort()))
int checked(struct point *p) { CHECKED(p != NULL); return p->x; }
int null_or_big(struct point *p) { CHECKED(p == NULL || p->x > 9); return p ? p->x : 0; }
int tested_together(struct point *p, int n) { return p && n ? p->x : 0; }
int when_asked(struct point *p, int n) { return n && p->x; }
int after_return(struct point *p, int n) { if (n) return 0; return p->x; }
int by_callee(char *s) { return (int)strlen(s); }
int found_is_not_it(char *s) { char *c = strchr(s, 'x'); return c ? 1 : 0; }

/* through a local: a pointer's address leads to its object, a record's maybe elsewhere */
struct cursor { struct node *at, *mine; };
static void begin(struct cursor *c, struct node *n) { c->at = n; }
static void step(struct cursor *c) { c->mine->value++; c->at = c->at->next; }
static void stamp(char **s) { **s = 'x'; }
void by_local_pointer(char *text) { char *at = text; stamp(&at); }
int by_local_record(struct node *n) { struct cursor c; begin(&c, n); step(&c); return n->value; }

/* one of several functions: what all of them do is sure, what some do is not */
static void set_x(struct point *p) { p->x = 1; p->y = 0; }
static void set_y(struct point *p) { p->x = 0; p->y = 1; }
static void look(struct point *p) { printf("%d", p->x); }
static void (*const setters[])(struct point *) = {set_x, set_y};
static void (*const visitors[])(struct point *) = {set_x, look};
void all_write(struct point *p, int n) { setters[n & 1](p); }
void some_write(struct point *p, int n) { visitors[n & 1](p); }
void some_write_and_read(struct point *p, int n) { if (p->x) visitors[n & 1](p); }

/* taking a lock is no change of what it guards */
struct box { pthread_mutex_t lock; int n; };
int looked_into(struct box *b) { pthread_mutex_lock(&b->lock); int n = b->n; pthread_mutex_unlock(&b->lock); return n; }
void put_into(struct box *b, int n) { pthread_mutex_lock(&b->lock); b->n += n; pthread_mutex_unlock(&b->lock); }
void made_ready(struct box *b) { pthread_mutex_init(&b->lock, NULL); b->n = 0; }

/* in a cycle of calls: what turns out to be doubtful in a later round is doubtful */
struct table { struct node *first; };
static int again(struct table *t, struct node *n, int depth);
static void searched(struct table *t, struct node **had, int depth);
static struct node *entered(struct table *t, struct node *n, struct node **had, int depth) {
	searched(t, had, depth + 1);
	if (*had)
		return NULL;
	t->first = n;
	return n;
}
static int again(struct table *t, struct node *n, int depth) {
	struct node *had;
	entered(t, n, &had, depth);
	if (had) had->value = 1;
	return n->value;
}
static void searched(struct table *t, struct node **had, int depth) {
	struct node fresh = {0};
	if (depth < 9)
		again(t, &fresh, depth);
	*had = t->first;
}
int begins(struct table *t, struct node *n) { return again(t, n, 0); }

/* an iterator in a local record leads to what it was begun on */
struct ring { struct node *first; };
struct walker { struct node *next; };
static void begin_at(struct ring *r, struct walker *w) { w->next = r->first; }
static struct node *next_of(struct walker *w) { struct node *n = w->next; if (n) w->next = n->next; return n; }
static void next_into(struct walker *w, struct node **out) { *out = w->next; w->next = w->next->next; }
static void begin_within(struct ring *const *r, struct walker *w) { begin_at(*r, w); }
static struct walker *new_walker(struct ring *r) { struct walker *w = malloc(sizeof *w); w->next = r->first; return w; }
void changed_by_walker(struct ring *r) { struct walker w; struct node *n; begin_at(r, &w); while ((n = next_of(&w))) n->value = 0; }
int read_by_walker(struct ring *r) { struct walker w; struct node *n; int all = 0; begin_at(r, &w); while ((n = next_of(&w))) all += n->value; return all; }
void other_by_walker(struct ring *r, struct ring *other) { struct walker w; begin_at(other, &w); next_of(&w)->value = r->first->value; }
void changed_by_copied_walker(struct ring *r) { struct walker w, v; begin_at(r, &w); v = w; next_of(&v)->value = 0; }
void changed_by_walkers_out(struct ring *r) { struct walker w; struct node *n; begin_at(r, &w); next_into(&w, &n); n->value = 0; }
void changed_by_walker_within(struct ring *r) { struct walker w; begin_within(&r, &w); next_of(&w)->value = 0; }
void changed_by_new_walker(struct ring *r) { struct walker *w = new_walker(r); next_of(w)->value = 0; free(w); }
