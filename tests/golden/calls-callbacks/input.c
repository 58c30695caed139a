/* Functions handed to libraries: as arguments, in fields of a library's own records; and what must stay an ordinary
 * store of the program. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct options { void (*notify)(int); int (*order)(const void *, const void *); };

static int by_size(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int by_name(const void *a, const void *b) { return *(const char *)a - *(const char *)b; }
static void at_end(void) {}
static void on_term(int n) { (void)n; }
static void on_child(int n, siginfo_t *i, void *u) { (void)n, (void)i, (void)u; }
static void on_pipe(int n) { (void)n; }
static void own_notify(int n) { (void)n; }
static void *work(void *p) { return p; }

static void sort(void *list, size_t n, const struct options *o) { qsort(list, n, 4, o->order); }

static void watch(int number, void (*handler)(int))
{
	struct sigaction action = {0};
	action.sa_handler = handler;
	sigaction(number, &action, 0);
}

int main(int argc, char **argv)
{
	struct options o = {own_notify, by_size};
	struct sigaction child = {.sa_flags = SA_SIGINFO, .sa_sigaction = on_child};
	pthread_t thread;
	sort(argv, (size_t)argc, &o);
	if (argc > 2)
		o.order = by_name;
	bsearch(argv, argv, 1, 1, argc > 3 ? by_name : by_size);
	atexit(at_end);
	watch(SIGTERM, on_term);
	sigaction(SIGCHLD, &child, 0);
	signal(SIGPIPE, argc > 1 ? SIG_IGN : on_pipe);
	signal(SIGINT, SIG_DFL);
	pthread_create(&thread, 0, work, 0);
	return 0;
}
