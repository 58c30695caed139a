/* Direct calls however they are written, indirect ones, and what is done with results. */
int puts(const char *s);
int parse(int n);
typedef int (*handler)(int n, void *data);
struct service {
	handler run;
	struct service *next;
};

static int
twice(int n)
{
	return parse(parse(n));
}

int
dispatch(struct service *s, handler h, int n)
{
	handler local = twice == 0 ? h : s->run;
	puts("start");
	(parse)(1);
	(*parse)(2);
	(&parse)(3);
	(void)twice(4);
	if (h(n, s) < 0)
		return -1;
	(*h)(n, 0);
	s->next->run(local(n, s), s);
	return __builtin_expect(parse(n) != 0, 1) ? twice(n) : 0;
}

int
unknown(void)
{
	return implicit(7);
}
