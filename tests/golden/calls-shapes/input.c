/* A function a shape in which a function pointer travels; each reaches functions that are named after it. The last
 * part holds what must not give an edge. */
#include <stdarg.h>

typedef int (*handler)(int);
typedef unsigned long size_t;
void *malloc(size_t size);
void *memcpy(void *to, const void *from, size_t size);
void *foreign_find(const char *name);
handler foreign_handler(void);
void foreign_fill(handler *out);

#define T(name) static int name(int x) { return x + __LINE__; }

/* a field, filled by a designated and by a positional initialiser, braces left out */
struct ops { const char *name; handler run, stop; };
T(designated_a) T(positional_a) T(positional_b) T(elided_a)
struct pair { struct ops first; handler last; };
int designated(int x) { struct ops o = {.run = designated_a}; return o.run(x); }
int positional(int x) { struct ops o = {"", positional_a, positional_b}; return o.run(x) + o.stop(x); }
int elided(int x) { struct pair p = {"", 0, elided_a}; return p.first.stop(x); }

/* nested tables: all elements when the index varies, one when it is constant */
T(nested_a) T(nested_b) T(nested_c)
static const struct group { struct ops ops[2]; } groups[] = {{{{"a", nested_a, 0}, {.run = nested_b}}}, {{{"c", nested_c, 0}}}};
int nested(int x) { return groups[x].ops[x].run(x); }
int nested_constant(int x) { return groups[0].ops[1].run(x); }

/* arrays of pointers */
T(array_a) T(array_b)
static const handler array_list[] = {array_a, array_b};
int array(int x) { return array_list[x](x); }
int array_constant(int x) { return array_list[1](x); }
int array_walked(int x) { for (const handler *h = array_list; *h; h++) x += (*h)(x); return x; }

/* a table that is walked through a pointer */
T(walked_a) T(walked_b)
struct row { handler run; };
static struct row rows[] = {{walked_a}, {walked_b}, {0}};
int walked(int x) { for (struct row *r = rows; r->run; r++) x += r->run(x); return x; }

/* ?: and macros, the address taken with and without & */
T(either_a) T(either_b) T(macro_a)
#define CALL(f, x) ((f)(x))
int either(int x) { return (x ? either_a : &either_b)(x); }
int macro(int x) { handler h = macro_a; return CALL(h, x) + CALL(*h, x); }

/* casts: to another function type and back, through void * and through an integer of a pointer's width */
T(cast_a) T(voided_a) T(integer_a)
int cast(int x) { void (*v)(void) = (void (*)(void))cast_a; return ((handler)v)(x); }
int voided(int x) { void *v = (void *)voided_a; return ((handler)v)(x); }
int integer(int x) { unsigned long n = (unsigned long)integer_a; return ((handler)n)(x); }

/* user data: void * gets its type back; only functions called that way are meant */
T(data_a)
static int data_other(int x, int y) { return x + y; }
struct job { void *data; };
static void job_set(struct job *j, void *data) { j->data = data; }
int data_of(struct job *j, int x) { handler h = j->data; return h(x); }
void data_fill(struct job *j) { job_set(j, (void *)data_a); job_set(j, (void *)data_other); }

/* out-parameters: what one caller passes does not reach the other */
T(out_a) T(out_b) T(out_own)
static int out_find(int x, handler *out) { *out = x ? out_a : out_b; return 0; }
int out(int x) { handler h; out_find(x, &h); return h(x); }
static void out_keep(handler *h) { if (!*h) *h = out_b; }
int out_first(int x) { handler h = out_own; out_keep(&h); return h(x); }
int out_second(int x) { handler h = 0; out_keep(&h); return h(x); }
static int out_void(void **out) { *out = (void *)out_a; return 0; }
int out_through_void(int x) { handler h; out_void((void **)&h); return h(x); }

/* returned, a result called at once, and a function that returns what it is given */
T(returned_a) T(same_a) T(same_b)
static handler returned_pick(void) { return returned_a; }
int returned(int x) { handler h = returned_pick(); return h(x) + returned_pick()(x); }
static handler same(handler h) { return h; }
int same_first(int x) { return same(same_a)(x); }
int same_second(int x) { handler h = same(same_b); return h(x); }

/* parameters name who passes what */
T(param_a) T(param_b)
static int param(handler h, int x) { return h(x); }
int param_first(int x) { return param(param_a, x); }
int param_second(int x) { return param(param_b, x); }

/* variable arguments, also through a va_list */
T(variable_a) T(listed_a)
int variable(int n, ...) { va_list ap; va_start(ap, n); handler h = va_arg(ap, handler); va_end(ap); return h(n); }
static int listed_v(int n, va_list ap) { return va_arg(ap, handler)(n); }
int listed(int n, ...) { va_list ap; va_start(ap, n); n = listed_v(n, ap); va_end(ap); return n; }
int variable_given(int x) { return variable(x, variable_a) + listed(x, listed_a); }

/* struct copies, by assignment, by value, and contents by memcpy */
T(copied_a) T(by_value_a) T(memory_a)
int copied(int x) { struct ops a = {.run = copied_a}, b; b = a; return b.run(x); }
struct one { handler by_value; };
static int by_value_call(struct one o, int x) { return o.by_value(x); }
int by_value(int x) { struct one o = {by_value_a}; return by_value_call(o, x); }
int memory(int x) { handler from[1] = {memory_a}, to[1]; memcpy(to, from, sizeof from); return to[x](x); }

/* unions: told apart by member */
T(union_a) T(union_b)
union choice { handler first, second; int number; };
int union_member(int x) { union choice *c = malloc(sizeof *c); c->first = union_a; c->second = union_b; return c->first(x); }

/* pointers to pointers, on the heap */
T(heap_a)
int heap(int x) { handler *list = malloc(8 * sizeof *list); list[x] = heap_a; return list[x + 1](x); }

/* a call through a call: the target's parameter is called */
T(chain_a)
static int chain_apply(handler h, int x) { return h(x); }
int chain(int x) { int (*p)(handler, int) = chain_apply; return p(chain_a, x); }

/* objects told apart by name when nobody points to them */
T(object_a) T(object_b)
struct hooks { handler hook; };
static struct hooks object_first = {object_a}, object_second;
void object_set(void) { object_second.hook = object_b; }
int object_one(int x) { return object_first.hook(x); }
int object_two(int x) { return object_second.hook(x); }

/* not told apart: an object that others point to, an array written at any index, a parameter that is changed */
T(shared_a) T(shared_b) T(indexed_a) T(indexed_b) T(changed_a) T(changed_b)
static struct hooks shared_first = {shared_a}, shared_second = {shared_b};
static handler indexed_list[4] = {indexed_a};
static int shared_call(struct hooks *h, int x) { return h->hook(x); }
int shared(int x) { return shared_call(x ? &shared_first : &shared_second, x); }
int shared_one(int x) { return shared_first.hook(x); }
void indexed_set(int i) { indexed_list[i] = indexed_b; }
int indexed(int x) { return indexed_list[0](x); }
static handler changed_or(handler h) { if (!h) h = changed_b; return h; }
int changed(int x) { return changed_or(changed_a)(x); }

/* by type alone: an offset from a name, a value from outside */
typedef long (*odd)(long, char *);
static long odd_a(long x, char *s) { return x + *s; }
struct odds { int n; odd run; };
static struct odds odds = {1, odd_a};
long offset(long x) { return (*(odd *)((char *)&odds + 8))(x, ""); }
long outside(long x) { odd f = (odd)foreign_find("odd"); return f(x, ""); }
struct raw { char bytes[16]; odd taken; };
static long raw_a(long x, char *s, ...) { return x + *s; }
void raw_store(struct raw *r) { *(long (**)(long, char *, ...))(r->bytes + 8) = raw_a; }
long raw_call(struct raw *r) { long (**p)(long, char *, ...) = (void *)&r->taken; return (*p)(1, ""); }

/* ---- no edge ---- */
struct empty { handler never; };
int only_null(int x) { struct empty e = {0}; return e.never ? e.never(x) : 0; }
int from_outside(int x) { struct ops o; handler h = foreign_find; foreign_fill(&h); return x; }
T(narrow_a)
int narrow(int x) { int n = (int)(unsigned long)narrow_a; return ((int (*)(int, int, int))(long)n)(x, x, x); }
T(compared_a)
int compared(handler h) { return h == compared_a; }
T(text_a)
int text(int x) { const char *s = (const char *)text_a; void *v = (void *)s; return ((int (*)(int, char, int, int))v)(x, 0, x, x); }
