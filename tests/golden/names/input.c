/* The same static names in two files, an external one in each program's own file, and a header's inline function. */
#include "shared.h"
static int usage(void) { return twice(1); }
static int counter;
int only_here(void) { static int calls; return usage() + ++calls + counter; }
int defined_in_other(void);
int main(void) { counter = 2; return only_here() + defined_in_other(); }
