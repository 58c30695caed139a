/* No template tells of config.h or lib/settings.h: the questions that are asked of them do, and configure.ac. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "settings.h"
#include "never.h"
#if defined(HAVE_POLL_H) && SIZEOF_LONG == 8
EXPORTED counter asked(const int *n) { return (counter)FIRST_OF(n); }
#endif
#ifdef HAVE_STRDUP
const char *version(void) { return "sample " PACKAGE_VERSION " " VERSION; }
#endif
#  if defined HAVE_MYSQL /* a driver */ || WITH_NOTHING
int with_driver(void) { return 1; }
#endif
/* Negatives: what nothing is known of, what is no question, and what is no name of a configuration. */
#ifdef HAVE_GADGET
int gadget(void) { return 2; }
#endif
#ifdef POLL_H
int poll_h(void) { return 3; }
#endif
#ifndef NDEBUG
int debugging(void) { return 4; }
#endif
/* #ifdef HAVE_SYSLOG is a comment, HAVE_SELECT is asked nowhere */
int HAVE_SELECT;
