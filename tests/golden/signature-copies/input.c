/* Copies: a pointer that was copied byte by byte still leads behind the object it came from. */
#include <stdlib.h>
#include <string.h>

struct point { int x, y; };
struct node { int value; struct node *next; char bytes[24]; };
struct shape { struct point *corner; struct point inner; };

/* what the copy points to is changed */
static struct node *next_of(struct node *n) { struct node *next; memcpy(&next, &n->next, sizeof next); return next; }
void by_copied_pointer(struct node *n) { struct node *next; memcpy(&next, &n->next, sizeof next); next->value = 1; }
void by_bytes(struct node *n) { struct node *kept; memcpy(&kept, n->bytes + 8, sizeof kept); kept->value = 1; }
void by_callee(struct node *n) { next_of(n)->value = 1; }
void by_copied_record(struct shape *s) { struct shape t; memcpy(&t, s, sizeof t); t.corner->x = 1; }
void by_assigned_record(struct shape *s) { struct shape t = *s; t.corner->x = 1; }
void by_slot(void *privdata) { void **slots = privdata; struct node *n = slots[1]; n->value++; }

/* the copy alone is changed */
int copied_number(int *n) { int m; memcpy(&m, n, sizeof m); m++; return m; }
void copied_text(char *s, size_t n) { char b[16]; memcpy(b, s, n < 16 ? n : 16); b[0] = 'x'; strcat(b, "y"); }
void copied_record(struct shape *s) { struct shape t; memcpy(&t, s, sizeof t); t.inner.x = 1; t.corner = NULL; }
void assigned_record(struct shape *s) { struct shape t = *s; t.inner.x = 1; }
int copied_and_read(struct node *n) { struct node *next; memcpy(&next, &n->next, sizeof next); return next->value; }

/* into the parameter */
void copied_into(struct shape *to, struct shape *from) { memcpy(to, from, sizeof *to); }
void moved_within(char *s, size_t n) { memmove(s, s + 1, n); }
