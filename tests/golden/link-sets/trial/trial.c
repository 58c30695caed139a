/* A program with a level of its own; what is linked into all others still means the library's. */
#include "../api.h"
int level = 1;
static int tried(int x) { return x + level; }
int main(int argc, char **argv) { return run(tried, argc); }
