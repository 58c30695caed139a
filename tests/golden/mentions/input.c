/* What functions hand on, and the records they work with. */
#include <stdlib.h>

struct order {
	int id, lines;
	struct order *next;
};

struct customer {
	struct order *orders;
	int age;
};

typedef struct {
	int x;
} point;

typedef int visit(struct order *, void *);

static visit *hook;

static int
print_order(struct order *o, void *arg)
{
	(void)arg;
	return o->id + o->lines;
}

static int
count_order(struct order *o, void *arg)
{
	(void)o;
	return ++*(int *)arg;
}

static int
each(struct customer *c, visit *f, void *arg)
{
	int sum = 0;
	for (struct order *o = c->orders; o; o = o->next)
		sum += f(o, arg);
	return sum;
}

int
report(struct customer *c, int quiet)
{
	int n = 0;
	hook = print_order;
	return each(c, quiet ? count_order : print_order, &n);
}

static visit *
choose(int which)
{
	return which ? count_order : (visit *)print_order;
}

int
compare(const void *a, const void *b)
{
	return (*(const point *)a).x - ((const point *)b)->x;
}

int
direct(struct order *o)
{
	point p[2] = {{o->id}, {o->lines}};
	qsort(p, 2, sizeof *p, compare);
	return print_order(o, NULL) + choose(1)(o, &p[0].x); /* a call is no mention */
}
