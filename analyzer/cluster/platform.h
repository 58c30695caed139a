/* Platform: tables that are no domain's own. Private to cluster. */
#ifndef CLUSTER_PLATFORM_H
#define CLUSTER_PLATFORM_H

#include "grain.h"

enum { PLATFORM_TABLES_TELL = 3 }; /* one stray table must not turn every part without data into shared code */

/* Marks tables as the platform's (node.platform) and finds again who reaches a table that is not. The shared code that
 * reads them is part of every service, and each service keeps its own copy of them. Marks the functions of the program's shell (node.shell). */
void platform_find(struct survey *s, const struct grain *parts);

#endif
