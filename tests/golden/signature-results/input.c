/* Results: error conventions and who owns what is returned. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum outcome { OUTCOME_OK, OUTCOME_ERROR_FULL };
enum color { RED, GREEN };
struct list { struct list *next; char name[8]; int n; };
static struct list *head;
static struct list table[4];
int foreign(void);

void nothing(void) {}
int zero_or_minus_one(int n) { if (n < 0) return -1; return 0; }
int through_local(int n) { int rc = -1; if (n) rc = 0; return rc; }
int by_callee(int n) { return zero_or_minus_one(n); }
int count_or_minus_one(const char *s) { if (!s) return -1; return (int)strlen(s); }
int negative_code(int n) { if (n > 9) return -EINVAL; if (n > 5) return -ENOMEM; return 0; }
int negated_errno(const char *name) { return remove(name) ? -errno : 0; }
enum outcome named(int n) { return n ? OUTCOME_ERROR_FULL : OUTCOME_OK; }

/* no error convention */
enum color paint(int n) { return n ? RED : GREEN; }
int truth(int n) { return n > 3; }
int compare_numbers(int a, int b) { if (a < b) return -1; if (a > b) return 1; return 0; }
int any(int n) { return n * 2; }
int foreign_result(void) { return foreign(); }

/* ownership */
char *duplicate(const char *s) { return strdup(s); }
void *allocate(size_t n) { void *p = malloc(n); if (!p) abort(); return p; }
struct list *make(int n) { struct list *l = allocate(sizeof *l); l->n = n; return l; }
struct list *make_or_null(int n) { struct list *l = malloc(sizeof *l); if (!l) return NULL; l->n = n; return l; }
struct list *make_and_keep(int n) { struct list *l = make(n); l->next = head; head = l; return l; }
struct list *add_to(struct list *to, int n) { struct list *l = make(n); to->next = l; return l; }
char *inside_of_new(int n) { struct list *l = make(n); return l->name; }
const char *word(int n) { return n ? "yes" : "no"; }
struct list *slot(int n) { return &table[n]; }
struct list *first(void) { return head; }
struct list *tail(struct list *l) { while (l->next) l = l->next; return l; }
char *name_of(struct list *l) { return l->name; }
char *skip_blanks(char *s) { while (*s == ' ') s++; return s; }
char *grown(char *s, size_t n) { return realloc(s, n); }
char *mixed(struct list *l, int n) { return n ? l->name : strdup("x"); }

/* NULL when all is well: its text is the error */
const char *complaint(int n) { if (n > 3) return "too many"; return NULL; }
/* NULL when there is none */
struct list *slot_or_null(int n) { if (n > 3) return NULL; return &table[n]; }
