/* Callbacks of libraries with user data, hubs, classes, contexts, states, aliases; and handlers that nothing hands over. */
#include <ftw.h>
#include <glob.h>
#include <pthread.h>
#include <search.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <dirent.h>
typedef struct sqlite3 sqlite3; typedef struct sqlite3_context ctx; typedef struct sqlite3_value val;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
int sqlite3_create_function(sqlite3 *, const char *, int, int, void *, void (*)(ctx *, int, val **), void (*)(ctx *, int, val **), void (*)(ctx *));
void *sqlite3_update_hook(sqlite3 *, void (*)(void *, int, const char *, const char *, long long), void *);
int sqlite3_busy_handler(sqlite3 *, int (*)(void *, int), void *);
static sqlite3 *db;
/* user data: the callback's void * is a record that holds another function */
struct visitor { int (*visit)(struct visitor *, const char *); int seen; };
static int visit_one(struct visitor *v, const char *s) { v->seen++; return s[0]; }
static int visit_two(struct visitor *v, const char *s) { return v->seen + s[0]; }
static int on_row(void *user, int n, char **values, char **names) { struct visitor *v = user; (void)n, (void)names; return v->visit(v, values[0]); }
int query_one(void) { struct visitor v = {visit_one, 0}; return sqlite3_exec(db, "SELECT 1", on_row, &v, 0); }
int query_two(void) { struct visitor v = {.visit = visit_two}; return sqlite3_exec(db, "SELECT 2", on_row, &v, 0); }
int query_none(void) { return sqlite3_exec(db, "SELECT 3", 0, 0, 0); }
static void fn_step(ctx *c, int n, val **v) { (void)c, (void)n, (void)v; }
static void fn_final(ctx *c) { (void)c; }
static void on_update(void *u, int op, const char *d, const char *t, long long id) { (void)u, (void)op, (void)d, (void)t, (void)id; }
static int on_busy(void *u, int n) { return u != 0 && n; }
void extend(void) { sqlite3_create_function(db, "f", 1, 1, 0, 0, fn_step, fn_final); sqlite3_update_hook(db, on_update, 0); sqlite3_busy_handler(db, on_busy, 0); }
/* the C library */
static int cmp(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int cmp_r(const void *a, const void *b, void *c) { return cmp(a, b) * *(int *)c; }
static int walk(const char *p, const struct stat *s, int f) { (void)p, (void)s; return f; }
static int keep(const struct dirent *d) { return d->d_name[0] != '.'; }
static void node(const void *n, VISIT v, int depth) { (void)n, (void)v, (void)depth; }
static int glob_error(const char *p, int e) { return p && e; }
static void key_end(void *p) { free(p); }
static void before_fork(void) {}
static void in_child(void) {}
static void once_only(void) {}
static void cleanup(void *p) { free(p); }
static void at_exit_with(int code, void *p) { (void)code, (void)p; }
int library(int *list, size_t n, void *root) {
	pthread_key_t key; pthread_once_t once = PTHREAD_ONCE_INIT; struct dirent **d; glob_t g; int sign = 1;
	qsort(list, n, 4, cmp);
	qsort_r(list, n, 4, cmp_r, &sign);
	bsearch(list, list, n, 4, cmp);
	tsearch(list, &root, cmp);
	twalk(root, node);
	ftw("/", walk, 5);
	scandir("/", &d, keep, alphasort);
	glob("*", 0, glob_error, &g);
	pthread_key_create(&key, key_end);
	pthread_once(&once, once_only);
	pthread_atfork(before_fork, 0, in_child);
	pthread_cleanup_push(cleanup, list);
	pthread_cleanup_pop(1);
	on_exit(at_exit_with, 0);
	return lfind(list, list, &n, 4, cmp) != 0;
}
/* a hub: one loop for all; each owner's handlers are told apart by what it was registered with where that can be seen */
struct event { void (*handler)(void *); void *user; struct event *next; };
static struct event *events;
static void event_add(void (*h)(void *), void *user) { struct event *e = malloc(sizeof *e); e->handler = h; e->user = user; e->next = events; events = e; }
static void event_loop(void) { for (struct event *e = events; e; e = e->next) e->handler(e->user); }
static void on_timer(void *u) { (void)u; }
static void on_input(void *u) { (void)u; }
static void never_added(void *u) { (void)u; }
/* a vtable a class: objects of two classes through one interface, and one that only ever sees its own */
struct shape; struct shape_ops { int (*area)(struct shape *); void (*drop)(struct shape *); };
struct shape { const struct shape_ops *ops; int a, b; };
static int square_area(struct shape *s) { return s->a * s->a; }
static int rect_area(struct shape *s) { return s->a * s->b; }
static void shape_drop(struct shape *s) { free(s); }
static const struct shape_ops square = {square_area, shape_drop}, rect = {.area = rect_area, .drop = shape_drop};
static struct shape *shape_new(const struct shape_ops *ops, int a) { struct shape *s = malloc(sizeof *s); s->ops = ops; s->a = a; return s; }
static int area(struct shape *s) { return s->ops->area(s); }
int both(void) { return area(shape_new(&square, 1)) + area(shape_new(&rect, 2)); }
int only_square(void) { return square.area(0); }
static struct shape fixed = {&rect, 1, 2};
int only_fixed(void) { return fixed.ops->area(&fixed); }
/* context: the callee's pointer is what this caller passed */
static int each(int n, int (*f)(int)) { int s = 0; for (int i = 0; i < n; i++) s += f(i); return s; }
static int twice(int x) { return 2 * x; }
static int thrice(int x) { return 3 * x; }
int sum_twice(int n) { return each(n, twice); }
int sum_thrice(int n) { return each(n, thrice); }
/* commands by name, with arguments of different kinds in one union */
struct command { const char *name; union { int (*plain)(void); int (*with)(int); } call; int has_argument; };
static int cmd_list(void) { return 1; }
static int cmd_show(int n) { return n; }
static const struct command commands[] = {{"list", {cmd_list}, 0}, {"show", {.with = cmd_show}, 1}};
int run_command(const char *name, int n) {
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (!strcmp(commands[i].name, name))
			return commands[i].has_argument ? commands[i].call.with(n) : commands[i].call.plain();
	return -1;
}
/* states: each returns the next */
typedef struct state { struct state (*next)(int); } state;
static state state_b(int c);
static state state_a(int c) { return (state){c ? state_b : state_a}; }
static state state_b(int c) { return (state){c ? state_a : 0}; }
int machine(const char *s) { state st = {state_a}; while (*s && st.next) st = st.next(*s++); return st.next != 0; }
/* weak, alias, constructor, section */
__attribute__((constructor)) static void at_start(void) { event_add(on_timer, 0); }
__attribute__((destructor)) static void at_end(void) {}
__attribute__((weak)) int optional(int x);
int maybe(int x) { return optional ? optional(x) : 0; }
int real_name(int x) { return x; }
int other_name(int x) __attribute__((alias("real_name")));
int by_alias(int x) { return other_name(x); }
int main(int argc, char **argv) { event_add(on_input, argv); event_loop(); return argc + (never_added != 0); }
