/* A library shared by two programs; each program defines the hooks and `step` that the library uses. */
#include "hooks.h"
extern struct hooks hooks;
extern int (*after)(int);
int step(int (*f)(int), int x);
int run(int x) { return hooks.before(x) + after(x); }
static int stepped(int x) { return x; }
int twice(int x) { return step(stepped, x); }
