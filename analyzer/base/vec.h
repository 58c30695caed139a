/* Growing array of any type: VEC(struct x) v = {0}; vec_push(&v, item); v.at[i]; v.count; vec_finish(&v). */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#include "base/arena.h"

#define VEC(type) \
	struct { \
		type *at; \
		size_t count, capacity; \
	}

#define vec_reserve(v, n) \
	((n) > (v)->capacity \
	     ? ((v)->capacity = (n) > 2 * (v)->capacity ? (n) : 2 * (v)->capacity, \
	        (v)->at = mem_grow((v)->at, (v)->capacity * sizeof *(v)->at)) \
	     : (v)->at)
#define vec_push(v, ...) (vec_reserve((v), (v)->count + 1), (v)->at[(v)->count++] = (__VA_ARGS__))
#define vec_pop(v) ((v)->at[--(v)->count])
#define vec_last(v) ((v)->at[(v)->count - 1])
#define vec_sort(v, compare) ((v)->count ? qsort((v)->at, (v)->count, sizeof *(v)->at, (compare)) : (void)0)
#define vec_finish(v) (free((v)->at), (v)->at = NULL, (v)->count = (v)->capacity = 0)

#endif
