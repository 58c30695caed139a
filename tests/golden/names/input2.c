#include "shared.h"
static int usage(void) { return twice(2); }
int defined_in_other(void) { static int calls; calls += usage(); return calls; }
