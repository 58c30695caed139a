/* Seen by two units: defined in one place, used before its definition in the other. */
#ifndef SHARED_H
#define SHARED_H
struct pair { int a, b; };
static inline const char *word_of(int n) { return n ? "yes" : "no"; }
static inline int sum_of(struct pair *p) { return p->a + p->b; }
struct pair *pair_made(int a, int b);
int pair_kept(struct pair *p);
long elsewhere(struct pair *p);
#endif
