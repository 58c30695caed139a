/* The other program. */
#include "hooks.h"
static int before_two(int x) { return x; }
static int after_two(int x) { return x; }
struct hooks hooks = {before_two};
int (*after)(int) = after_two;
int step(int (*f)(int), int x) { return f(x + 1); }
int main(int argc, char **argv) { return run(argc); }
