/* Which code meets in one process. Private to link.
 *
 * A set is the link sets (programs) that something is part of, interned: equal sets have one number. Link sets meet
 * when they are the same, when one is a plugin of the other, and when it is not known where units belong. */
#ifndef LINK_MEETING_H
#define LINK_MEETING_H

#include <stdbool.h>
#include <stdint.h>

#include "facts/program.h"

enum meeting_degree {
	MEETING_NEVER,
	MEETING_BY_TYPE, /* plugins of one program: they hand each other functions, through void pointers of their host */
	MEETING_ALWAYS
};

/* Completes link sets that were guessed, makes programs of units with main() that are in none, and gives each body
 * and symbol its set. Once, when all units are united and names are indexed. */
void meeting_settle(struct program *p);

/* Whether code of the one set may run in a process with code of the other. */
enum meeting_degree meeting_of(const struct program *p, uint32_t set, uint32_t other);

/* Whether some link set is in both. */
bool meeting_same(const struct program *p, uint32_t set, uint32_t other);

/* Whether every link set of `set` is in `other` too. */
bool meeting_within(const struct program *p, uint32_t set, uint32_t other);

/* Whether the program is in the set. */
bool meeting_holds(const struct program *p, uint32_t set, uint32_t program);

#endif
