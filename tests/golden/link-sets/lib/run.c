/* Linked into both programs. */
#include "../api.h"
int run(handle_f f, int x) { return f(x); }
