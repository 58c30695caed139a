/* Summaries: what is known of a function, as its callers need it. Private to signature. All of it only grows, so
 * that recursion comes to an end. */
#ifndef SIGNATURE_SUMMARY_H
#define SIGNATURE_SUMMARY_H

#include "facts/program.h"
#include "rules/rules.h"
#include "store/rows.h"

enum { SIGNATURE_PARAMS = 64 /* more are known by type alone */ };

enum use {
	USE_READ = 1 << 0,           /* its object, before the function wrote it */
	USE_WRITE = 1 << 1,
	USE_WRITE_BEHIND = 1 << 2,   /* what its object points to */
	USE_MAY_READ = 1 << 3,       /* through a pointer that may also point elsewhere */
	USE_MAY_WRITE = 1 << 4,
	USE_UNKNOWN = 1 << 5,        /* handed to code nobody read that may write to it */
	USE_UNKNOWN_BEHIND = 1 << 6,
	USE_STORED = 1 << 7,
	USE_FREED = 1 << 8,
	USE_FREED_ALWAYS = 1 << 9,   /* on the way to its end */
	USE_TESTED = 1 << 10,        /* compared with NULL before it is needed */
	USE_ASSERTED = 1 << 11,
	USE_NEVER_NULL = 1 << 12,    /* dereferenced in every call */
	USE_MOSTLY_USED = 1 << 13,   /* dereferenced unless the function returned before */
	USE_WHOLE = 1 << 14,         /* a write that is not to one field */
	USE_READ_WHOLE = 1 << 15,    /* a read that is not of one field */
	USE_WRITE_BEHIND_HERE = 1 << 16, /* not only in a callee */
	USE_FREED_HELD = 1 << 17,        /* the object is a pointer, and what that points to is freed */
	USE_FREED_HELD_ALWAYS = 1 << 18, /* … unless it is NULL */
	USE_STORED_BEHIND = 1 << 19,     /* what its object points to is kept in a place that outlives the call */
	USE_LED_AWAY = 1 << 20           /* … in a new object, where it is not followed */
};

/* What a value can be. The bits of integers and pointers may mix: int 0 and NULL look alike. */
enum kind {
	KIND_ZERO = 1 << 0,       /* 0 or NULL */
	KIND_MINUS_ONE = 1 << 1,
	KIND_NEGATIVE = 1 << 2,   /* below -1, or -x */
	KIND_ONE = 1 << 3,
	KIND_POSITIVE = 1 << 4,
	KIND_ERROR_NAME = 1 << 5, /* an enum constant or a macro's number, 0 or more, named like an error */
	KIND_OWNED = 1 << 6,
	KIND_STATIC = 1 << 7,
	KIND_GLOBAL = 1 << 8,
	KIND_OTHER = 1 << 9,      /* not known */
	KIND_MAY_FAIL = 1 << 10,  /* a library's NULL, perhaps dealt with */
	KIND_INSIDE = 1 << 11,    /* points to a field of the object, not to its start */
	KIND_KEPT = 1 << 12,      /* owned, and stored as well */
	KIND_LOCAL = 1 << 13,     /* address of a local */
	KIND_BOOLEAN = 1 << 14,   /* the outcome of a comparison */
	KIND_ERROR_MINUS = 1 << 15, /* as KIND_ERROR_NAME, below 0 */
	KIND_PERHAPS_KEPT = 1 << 17, /* only a callee stored it */
	KIND_HELD = 1 << 16       /* it is what a parameter's object holds, itself a pointer */
};

struct provenance {
	uint64_t direct;   /* parameters whose object it points into */
	uint64_t behind;   /* parameters from whose object it is reached by further pointers */
	uint32_t kinds;    /* enum kind */
	const char *maker; /* of KIND_OWNED: the library function it came from */
	const char *code;  /* of KIND_ERROR_NAME: the name */
};

enum pair_strength { PAIR_NONE, PAIR_NAME, PAIR_CALL_WEAK, PAIR_STEP, PAIR_CALL, PAIR_LOOP };

enum { FIELDS_MOST = 48 /* kept of a parameter */ };

struct fields { /* of a record, 1 + number */
	uint32_t *at;
	uint32_t count;
};

struct param_use {
	uint32_t bits;    /* enum use */
	struct fields read, written; /* before they were written; surely or not */
	unsigned pair;    /* position of the length, 0 none */
	enum pair_strength strength;
	bool disputed;    /* as strong for two */
};

struct function_use {
	uint32_t symbol, count;
	struct param_use *params;
	struct provenance result;
	bool returns_null;     /* written so in a return */
};

/* What a call does with an argument. */
struct effect {
	uint32_t bits;
	unsigned pair;
	enum pair_strength strength;
	const struct fields *read, *written; /* NULL: of the whole object */
	bool copies;                         /* the bytes of its object to another one */
};

struct call_target { /* of an indirect call */
	uint32_t callee, next, line, col;
	const char *file;
};

struct solver {
	const struct program *p;
	const struct rules *rules;
	struct arena arena, scratch;              /* scratch: one body */
	struct function_use **of;                 /* per symbol, NULL without a body */
	const struct rule_function **library;     /* per symbol, NULL unknown */
	struct map sites;                         /* (caller, line) → first of `targets` */
	VEC(struct call_target) targets;
};

/* Analyses every function that has a body, callees first. */
void solver_init(struct solver *s, const struct program *p, const struct rules *rules, struct rows *rows);
void solver_finish(struct solver *s);

/* ---- calls ---- */

/* Calls f for each function the call may reach; the number of them. */
typedef void call_target_f(void *arg, uint32_t symbol);
size_t call_targets(const struct solver *s, const struct program_body *b, uint32_t event, call_target_f *f, void *arg);
struct effect call_effect(const struct solver *s, const struct program_body *b, uint32_t event, uint32_t position);
/* The result of a call; `argument` gives the origin of one of its arguments. */
typedef struct provenance call_argument_f(void *arg, uint32_t value);
/* `held` gives what its object holds. */
struct provenance call_result(const struct solver *s, const struct program_body *b, uint32_t event, call_argument_f *argument,
                          call_argument_f *held, void *arg);
bool call_never_returns(const struct solver *s, const struct program_body *b, uint32_t event);

/* ---- questions about values ---- */

/* A parameter written as an array is a pointer, too. */
static inline bool
is_pointer(const struct program *p, uint32_t type)
{
	return type != PROGRAM_NONE && (p->types.at[type].kind == TYPE_POINTER || p->types.at[type].kind == TYPE_ARRAY);
}

/* Is the value a parameter written as an array? */
static inline bool
is_array_parameter(const struct program *p, const struct program_body *b, const struct program_value *v)
{
	return v->op == VALUE_LOCAL && b->locals[v->a].kind == 0 && b->locals[v->a].type != PROGRAM_NONE &&
	       p->types.at[b->locals[v->a].type].kind == TYPE_ARRAY;
}

/* Is the base of an element a pointer (else an array, part of its place)? */
static inline bool
element_through_pointer(const struct program *p, const struct program_body *b, const struct program_value *v)
{
	if (v->op != VALUE_ELEMENT)
		return false;
	const struct program_value *base = &b->values[v->a];
	bool array = base->type != PROGRAM_NONE && p->types.at[base->type].kind == TYPE_ARRAY;
	return !array || is_array_parameter(p, b, base);
}

static inline bool
is_null(const struct program_body *b, uint32_t value)
{
	const struct program_value *v = program_strip(b, value);
	return v->op == VALUE_INTEGER && !v->n;
}

/* The local a value is, through casts; PROGRAM_NONE. */
static inline uint32_t
local_of(const struct program_body *b, uint32_t value)
{
	const struct program_value *v = program_strip(b, value);
	return v->op == VALUE_LOCAL ? v->a : PROGRAM_NONE;
}

static inline bool
provenance_add(struct provenance *to, struct provenance o)
{
	struct provenance old = *to;
	to->direct |= o.direct;
	to->behind |= o.behind;
	to->kinds |= o.kinds;
	if (!to->maker)
		to->maker = o.maker;
	if (!to->code)
		to->code = o.code;
	return to->direct != old.direct || to->behind != old.behind || to->kinds != old.kinds;
}

/* Does it come from one parameter and nothing else? */
static inline bool
provenance_is_sole(struct provenance o)
{
	uint64_t all = o.direct | o.behind;
	return all && !(all & (all - 1)) && !(o.kinds & (KIND_OWNED | KIND_STATIC | KIND_GLOBAL | KIND_OTHER | KIND_LOCAL));
}

#endif
