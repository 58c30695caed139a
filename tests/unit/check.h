/* The smallest unit-test frame: CHECK counts and goes on; check_end prints the runner's closing line. */
#ifndef UNIT_CHECK_H
#define UNIT_CHECK_H

#include <stdio.h>
#include <string.h>

static unsigned check_passed, check_failed;

#define CHECK(condition) \
	((condition) ? (void)check_passed++ \
	             : (void)(check_failed++, fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition)))
#define CHECK_TEXT(have, want) check_text(__FILE__, __LINE__, (have), (want))

static inline void
check_text(const char *file, int line, const char *have, const char *want)
{
	if (have && want && !strcmp(have, want)) {
		check_passed++;
		return;
	}
	check_failed++;
	fprintf(stderr, "%s:%d: have \"%s\", want \"%s\"\n", file, line, have ? have : "(null)", want ? want : "(null)");
}

static inline int
check_end(void)
{
	printf("%u passed, %u failed\n", check_passed, check_failed);
	return check_failed != 0;
}

#endif
