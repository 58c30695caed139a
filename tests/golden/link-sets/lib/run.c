/* Linked into both programs. */
#include "../api.h"
int level;
int run(handle_f f, int x) { return f(x); }
