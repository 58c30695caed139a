/* Blocks the preprocessor switched off. */
#include "guarded.h"
#include "guarded.h"
#ifdef HAVE_FEATURE
int feature(void);
#else
int no_feature(void);
#endif
#if defined(A) && \
    defined(B) /* both */
int both;
#elif 1
int neither;
#else
int never;
#endif
#if 0
int off;
# if 1
int nested;
# endif
#endif
#ifndef HAVE_FEATURE
int on = LIMIT;
#endif
