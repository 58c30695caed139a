/* One program. */
#include "hooks.h"
static int before_one(int x) { return x; }
static int after_one(int x) { return x; }
struct hooks hooks = {before_one};
int (*after)(int) = after_one;
int step(int (*f)(int), int x) { return f(x); }
int main(int argc, char **argv) { return run(argc); }
