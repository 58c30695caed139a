/* Who calls a function where: direct calls, and those that link derived. Private to data. */
#ifndef DATA_SITES_H
#define DATA_SITES_H

#include "facts/program.h"
#include "store/rows.h"

struct call_site { uint32_t body, event; };

struct call_sites {
	struct map first; /* function → first site */
	VEC(struct call_site) list;
	VEC(uint32_t) next;
};

/* Sites of a function follow the order of the program. */
void sites_index(struct call_sites *s, struct program *p, struct rows *rows);
void sites_finish(struct call_sites *s);

#define SITES_EACH(sites, function, i) \
	for (uint32_t i = map_get(&(sites)->first, (function)); i != MAP_NONE; i = (sites)->next.at[i])

#endif
