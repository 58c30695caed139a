/* Direct calls, calls through a table, a field, a parameter, a callback given to a library, and one that nothing reaches. */
typedef int (*handler)(int);
void qsort(void *base, unsigned long n, unsigned long size, int (*compare)(const void *, const void *));
struct command { const char *name; handler run; int flags; };
struct server { handler on_read, on_never; };

static int add(int x) { return x + 1; }
static int drop(int x) { return x - 1; }
static int show(int x) { return x; }
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int unused(int x) { return add(x); }

static const struct command table[] = {
	{"add", add, 1},
	{.name = "drop", .run = drop},
	{"show", show, 0},
};

static int apply(handler h, int x) { return h(x); }

static void connect_handler(struct server *s) { s->on_read = show; }

static int dispatch(const char *name, int x)
{
	for (int i = 0; i < 3; i++)
		if (table[i].name[0] == name[0])
			return table[i].run(x);
	return -1;
}

int main(int argc, char **argv)
{
	int list[2] = {argc, 2};
	struct server s;
	connect_handler(&s);
	qsort(list, 2, sizeof *list, compare);
	if (apply(drop, argc) < 0)
		return 1;
	add(argc);
	int r = dispatch(argv[0], argc);
	if (argc > 5)
		s.on_never(r);
	return s.on_read(r) + (*show)(1);
}
