/* Static locals, tentative definitions, extern and repeated declarations, attributes, names from macros. */
#define HANDLER(name) static int name##_handler(int n) { return n + count; }
#define FORMAT(a, b) __attribute__((format(printf, a, b)))
extern int shared;
extern int shared;
int tentative;
int tentative;
int defined;
int defined = 2;
static int count;
static int early(int n);
void report(const char *format, ...) FORMAT(1, 2);
__attribute__((noreturn)) void stop(void);
_Noreturn void halt(void);
int strong(void) __attribute__((weak, alias("start")));
static void setup(void) __attribute__((constructor));

HANDLER(get)
HANDLER(put)

static void
setup(void)
{
	static int (*table[])(int) = {get_handler, put_handler};
	static int calls;
	extern int local_extern;
	int prototype(int);
	calls += prototype(table[0](local_extern));
	report("%d", shared);
}

int
start(void)
{
	static int calls = 3;
	return calls++ + early(tentative);
}

static int
early(int n)
{
	return n + defined;
}

static inline const int *
constant(void)
{
	static const int values[2] = {1, 2};
	return values;
}
