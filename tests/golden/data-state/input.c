/* State of a program: globals and static locals, whole, by element, by field, through pointers; what is only passed by. */
#include <string.h>
#include <stdlib.h>
struct config { int port; char name[32]; struct { int level; } log; struct config *next; };
int counter, limit = 3;
static int hits[10];
static struct config config, *current = &config;
static const int sizes[] = {1, 2, 3};
extern int elsewhere;
_Thread_local int per_thread;
static char buffer[100];
static struct list { struct list *next; int v; } *head;
static volatile int stopping;

void plain(void) { counter = limit; }
void compound(void) { counter += 1; counter++; --limit; }
int condition(void) { return counter > limit ? limit : 0; }
void element(int i) { hits[i]++; hits[0] = sizes[i]; }
void field(void) { config.port = 1; config.log.level |= 2; }
int field_read(void) { return config.name[0] + config.log.level; }
void whole(struct config *c) { config = *c; *c = config; }
void by_memset(void) { memset(&config, 0, sizeof config); }
void by_copy(const char *s) { strcpy(buffer, s); strcpy(config.name, s); }
size_t by_length(void) { return strlen(buffer); }
void pointer_itself(struct config *c) { current = c; }
void through_global_pointer(void) { current->port = 2; }
int through_global_pointer_read(void) { return current->log.level; }
static void set(int *p) { *p = 5; }
static int get(const int *p) { return *p; }
void passed_to_writer(void) { set(&counter); }
int passed_to_reader(void) { return get(&limit); }
void through_local(void) { int *p = &counter; *p = 7; }
int through_local_read(void) { int *p = &limit; return *p; }
void alias_field(void) { struct config *c = &config; c->port = 3; }
static struct config *the_config(void) { return &config; }
void through_result(void) { the_config()->port = 4; }
int next_id(void) { static int id; return ++id; }
const char *cached(void) { static char text[20]; if (!text[0]) strcpy(text, "x"); return text; }
int once(void) { static const int table[] = {4, 5}; return table[1]; }
void push(int v) { struct list *l = malloc(sizeof *l); l->v = v; l->next = head; head = l; }
int pop(void) { struct list *l = head; int v = l->v; head = l->next; free(l); return v; }
void stop(int n) { stopping = n; }
int foreign(void) { return elsewhere + per_thread; }
int size_only(void) { return sizeof config + sizeof hits; }
int shadowed(int counter) { int limit = 1; return counter + limit; }
int *handed_out(void) { return hits; }
int called_in_condition(void) { return (counter = limit) && limit; }
void swapped(void) { int t = counter; counter = limit; limit = t; }
typedef int (*fn)(void);
static fn hook;
void set_hook(fn f) { hook = f; }
int call_hook(void) { return hook ? hook() : 0; }
/* fields of records that only pointers reach */
void object_write(struct config *c) { c->port = 9; }
int object_read(const struct config *c) { return c->port; }
