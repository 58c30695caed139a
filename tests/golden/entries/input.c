/* Where control comes in from outside: a kind of entry a paragraph, and what is none. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct request;
struct event;
struct command { const char *name; int (*run)(int argc, char **argv); const char *help; };
struct route { const char *method, *path; int (*serve)(struct request *); };
struct pair { const char *text; int number; };
struct hooks { const char *name; void (*open)(void); void (*close)(void); void (*read)(void); };

/* commands and routes: a name beside a handler */
static int list(int argc, char **argv) { return argc + !argv; }
static int take(int argc, char **argv) { return argc + !argv; }
static int get_order(struct request *r) { return !r; }
static int put_order(struct request *r) { return !r; }
static const struct command commands[] = {{"list", list, "shows all of it"}, {"take", take, "takes one"}, {NULL, NULL, NULL}};
static const struct route routes[] = {{"GET", "/orders/{id}", get_order}, {"PUT", "/orders/{id}", put_order}};

/* threads, signals, callbacks of an event loop */
static void *pump(void *p) { return p; }
static void on_term(int n) { (void)n; }
static void on_hup(int n) { (void)n; }
static void on_read(int fd, short what, void *arg) { (void)fd, (void)what, (void)arg; }
static void on_request(struct request *r, void *arg) { (void)r, (void)arg; }
struct event *event_new(void *base, int fd, short what, void (*f)(int, short, void *), void *arg);
int evhttp_set_cb(void *http, const char *path, void (*f)(struct request *, void *), void *arg);

/* before and after main */
__attribute__((constructor)) static void at_start(void) {}
__attribute__((destructor)) static void at_end(void) {}

/* offered to others, though there is a main */
__attribute__((visibility("default"))) int offered(int n) { return n; }
__attribute__((visibility("hidden"))) int kept_back(int n) { return n; }

/* no entries: a name that is no command, more handlers than a command has, no handler, a sort's order, a handler that
 * is not called from outside */
static int lazy(int argc, char **argv) { return argc + !argv; }
static const struct command sentences[] = {{"not a command, but text", lazy, ""}};
static void open_it(void) {}
static void close_it(void) {}
static void read_it(void) {}
static const struct hooks hooks[] = {{"disk", open_it, close_it, read_it}};
static const struct pair pairs[] = {{"one", 1}, {"two", 2}};
static int by_number(const void *a, const void *b) { return ((const struct pair *)a)->number - ((const struct pair *)b)->number; }
static void own(int n) { (void)n; }
static void give(void (*f)(int), int n) { f(n); }

static int run(const char *name, int argc, char **argv)
{
	for (const struct command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c->run(argc, argv);
	return sentences[0].run(argc, argv);
}

int main(int argc, char **argv)
{
	pthread_t t;
	struct sigaction a = {.sa_handler = on_hup};
	struct pair copy[2];
	memcpy(copy, pairs, sizeof copy);
	qsort(copy, 2, sizeof *copy, by_number);
	pthread_create(&t, NULL, pump, NULL);
	signal(SIGTERM, on_term);
	sigaction(SIGHUP, &a, NULL);
	event_new(NULL, 0, 2, on_read, NULL);
	evhttp_set_cb(NULL, "/status", on_request, NULL);
	hooks[0].open();
	give(own, argc);
	argc += kept_back(argc);
	return run(argv[0], argc, argv) + routes[0].serve(NULL);
}
