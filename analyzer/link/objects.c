/* Which named objects can be told apart. In: all bodies. Out: paths into those records and arrays whose address is
 * never taken as a whole and that are never copied as a whole, so that only accesses by name reach them; a constant
 * one may be pointed to, as nobody stores through the pointer. An element is told apart when its index is constant
 * wherever the array is written. */
#include "link/objects.h"

#include <stdlib.h>
#include <string.h>

enum root_flag {
	ROOT_ESCAPES = 1,  /* reached through pointers or copied */
	ROOT_ANYWHERE = 2, /* written at an index that is not constant, or through a pointer to an element */
	ROOT_INDEXED = 4,  /* some element is read by a constant index */
	ROOT_NAMED = 8     /* some body names it */
};

enum { STEP_WHOLE = 1, INDEX_LIMIT = 1 << 20 };

struct objects {
	const struct program *p;
	struct carry_types *types;
	struct arena arena;
	uint32_t *local_root; /* by body: number of the root of its first local */
	unsigned char *flags; /* by root: globals by symbol, then locals */
	uint32_t *returned;   /* by symbol */
	struct map parts;     /* (part or root, step) → part */
	uint32_t part_count;
};

/* ---- roots ---- */

static uint32_t
root_of(const struct objects *o, uint32_t body, const struct program_value *v)
{
	return v->op == VALUE_GLOBAL ? v->a : v->op == VALUE_LOCAL ? o->local_root[body] + v->a : OBJECT_NONE;
}

static bool
is_array(const struct program *p, uint32_t type)
{
	return type != PROGRAM_NONE && p->types.at[type].kind == TYPE_ARRAY;
}

/* The operand inside whose object this place lies, 0: it is no part of one. */
static uint32_t
container(const struct program *p, const struct program_body *b, const struct program_value *v)
{
	if (v->op == VALUE_FIELD)
		return v->n == 0 && v->b != PROGRAM_NONE ? v->a : 0;
	return v->op == VALUE_ELEMENT && is_array(p, b->values[v->a].type) ? v->a : 0;
}

struct survey { /* of one body */
	struct objects *o;
	const struct program_body *b;
	uint32_t body;
	uint32_t *root;       /* by value */
	unsigned char *index; /* by value: 1 a constant one on the way, 2 one that is not */
};

static void
find_roots(struct survey *s)
{
	const struct program *p = s->o->p;
	for (uint32_t i = 1; i <= s->b->value_count; i++) {
		const struct program_value *v = &s->b->values[i];
		uint32_t inside = container(p, s->b, v);
		s->index[i] = 0;
		s->root[i] = inside ? s->root[inside] : root_of(s->o, s->body, v);
		if (inside)
			s->index[i] = s->index[inside] | (v->op == VALUE_ELEMENT ? (v->n < 0 || v->n >= INDEX_LIMIT ? 2 : 1) : 0);
		if (s->root[i] == OBJECT_NONE)
			continue;
		s->o->flags[s->root[i]] |= ROOT_NAMED;
		if (inside && v->op == VALUE_ELEMENT && s->index[i] == 1 && !s->b->is_initialiser)
			s->o->flags[s->root[i]] |= ROOT_INDEXED;
	}
}

static bool
is_record_or_list(const struct survey *s, uint32_t type)
{
	const struct program *p = s->o->p;
	while (is_array(p, type))
		type = p->types.at[type].element;
	return type != PROGRAM_NONE && p->types.at[type].kind == TYPE_RECORD;
}

/* The place is used for more than naming a part of it. */
static void
use(struct survey *s, uint32_t value, bool by_address)
{
	if (!value || s->root[value] == OBJECT_NONE)
		return;
	uint32_t type = s->b->values[value].type;
	unsigned char *flags = &s->o->flags[s->root[value]];
	if (carry_is_aggregate(s->o->types, type))
		*flags |= is_record_or_list(s, type) ? ROOT_ESCAPES : ROOT_ANYWHERE;
	else if (by_address && s->index[value] && carry_of(s->o->types, type))
		*flags |= ROOT_ANYWHERE;
}

static void
survey_values(struct survey *s)
{
	for (uint32_t i = 1; i <= s->b->value_count; i++) {
		const struct program_value *v = &s->b->values[i];
		switch (v->op) {
		case VALUE_LOCAL:
		case VALUE_GLOBAL:
		case VALUE_FUNCTION:
		case VALUE_CALL: break;
		case VALUE_EITHER:
		case VALUE_BINARY:
			use(s, v->a, false);
			use(s, v->b, false);
			break;
		default:
			if (v->a && !container(s->o->p, s->b, v))
				use(s, v->a, v->op == VALUE_ADDRESS);
		}
	}
}

static void
survey_events(struct survey *s)
{
	for (uint32_t i = 0; i < s->b->event_count; i++) {
		const struct program_event *e = &s->b->events[i];
		if (e->op == EVENT_ASSIGN) {
			use(s, e->a, false);
			use(s, e->b, false);
			if (e->a && s->root[e->a] != OBJECT_NONE && s->index[e->a] & 2)
				s->o->flags[s->root[e->a]] |= ROOT_ANYWHERE;
		} else if (e->op == EVENT_ARGUMENT || e->op == EVENT_RETURN || e->op == EVENT_CALL) {
			use(s, e->a, false);
		}
	}
}

static void
survey_body(struct objects *o, uint32_t body, struct arena *scratch)
{
	const struct program_body *b = &o->p->bodies.at[body];
	struct arena_mark mark = arena_mark(scratch);
	struct survey s = {o, b, body, arena_array(scratch, uint32_t, b->value_count + 1u),
	                   arena_alloc(scratch, b->value_count + 1u)};
	find_roots(&s);
	survey_values(&s);
	survey_events(&s);
	for (uint32_t i = 0; i < b->local_count; i++)
		if (b->locals[i].kind == 0)
			o->flags[o->local_root[body] + i] |= ROOT_ESCAPES;
	arena_pop(scratch, mark);
}

/* ---- functions that return a parameter ---- */

static bool
is_changed(const struct program_body *b, uint32_t local)
{
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		if (e->op == EVENT_ASSIGN && e->a && b->values[e->a].op == VALUE_LOCAL && b->values[e->a].a == local)
			return true;
	}
	for (uint32_t i = 1; i <= b->value_count; i++)
		if (b->values[i].op == VALUE_ADDRESS && b->values[b->values[i].a].op == VALUE_LOCAL &&
		    b->values[b->values[i].a].a == local)
			return true;
	return false;
}

static uint32_t
returned_parameter(struct objects *o, const struct program_body *b)
{
	uint32_t found = 0;
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		if (e->op != EVENT_RETURN || !e->a)
			continue;
		const struct program_value *v = program_strip(b, e->a);
		if (v->op == VALUE_INTEGER && v->n == 0)
			continue;
		if (v->op != VALUE_LOCAL || b->locals[v->a].kind != 0 || (found && found != v->a + 1))
			return 0;
		found = v->a + 1;
	}
	return found && carry_of(o->types, b->locals[found - 1].type) && !is_changed(b, found - 1) ? found : 0;
}

/* ---- lifecycle ---- */

/* A variable defined elsewhere, or a name that means several definitions: none of them is told apart. */
static void
escape_all(struct objects *o, uint32_t symbol)
{
	const struct program *p = o->p;
	const struct program_symbol *s = &p->symbols.at[symbol];
	o->flags[symbol] |= ROOT_ESCAPES;
	if (s->is_static || !(o->flags[symbol] & ROOT_NAMED))
		return;
	for (uint32_t d = map_get(&p->external_first, MAP_PAIR(s->name, false)); d != PROGRAM_NONE; d = p->external_next.at[d])
		o->flags[d] |= ROOT_ESCAPES;
}

struct objects *
objects_create(const struct program *p, struct carry_types *types)
{
	struct objects *o = mem_alloc(sizeof *o);
	*o = (struct objects){.p = p, .types = types};
	arena_init(&o->arena);
	map_init(&o->parts);
	size_t roots = p->symbols.count;
	o->local_root = arena_array(&o->arena, uint32_t, p->bodies.count + 1);
	for (size_t b = 0; b < p->bodies.count; b++) {
		o->local_root[b] = (uint32_t)roots;
		roots += p->bodies.at[b].local_count;
	}
	o->flags = arena_alloc(&o->arena, roots + 1);
	o->returned = arena_array(&o->arena, uint32_t, p->symbols.count + 1);
	struct arena scratch;
	arena_init(&scratch);
	for (uint32_t b = 0; b < p->bodies.count; b++)
		survey_body(o, b, &scratch);
	arena_finish(&scratch);
	for (size_t s = 0; s < p->symbols.count; s++) {
		uint32_t b = p->symbols.at[s].first_body;
		if (!p->symbols.at[s].is_function && !p->symbols.at[s].is_defined)
			escape_all(o, (uint32_t)s);
		else if (b != PROGRAM_NONE && p->bodies.at[b].next == PROGRAM_NONE)
			o->returned[s] = returned_parameter(o, &p->bodies.at[b]);
	}
	return o;
}

void
objects_destroy(struct objects *o)
{
	if (!o)
		return;
	map_finish(&o->parts);
	arena_finish(&o->arena);
	free(o);
}

uint32_t
objects_count(const struct objects *o)
{
	return o->part_count;
}

uint32_t
objects_returned_parameter(const struct objects *o, uint32_t function)
{
	return o->returned[function];
}

/* ---- parts ---- */

static const struct program_value *
root_value(const struct program *p, const struct program_body *b, uint32_t place)
{
	const struct program_value *v = program_strip(b, place);
	for (uint32_t inside; (inside = container(p, b, v)) != 0;)
		v = program_strip(b, inside);
	return v;
}

static bool
is_constant(const struct objects *o, const struct program_value *root)
{
	if (root->op != VALUE_GLOBAL)
		return false;
	const struct program_symbol *s = &o->p->symbols.at[root->a];
	return s->is_defined && (s->is_const || (s->type != PROGRAM_NONE && o->p->types.at[s->type].is_const));
}

bool
objects_is_shared(const struct objects *o, uint32_t body, uint32_t place)
{
	const struct program_value *root = root_value(o->p, &o->p->bodies.at[body], place);
	uint32_t r = root_of(o, body, root);
	return r != OBJECT_NONE && o->flags[r] & ROOT_ESCAPES;
}

static uint32_t
child(struct objects *o, uint64_t parent, uint32_t step)
{
	uint32_t part = map_add(&o->parts, parent << 32 | step, o->part_count);
	o->part_count += part == o->part_count;
	return part;
}

/* Steps: 0 a root, 1 any element, 2n fields, 2n + 1 elements from 3 on. */
static uint32_t
part_of(struct objects *o, uint32_t body, uint32_t place, bool whole)
{
	const struct program_body *b = &o->p->bodies.at[body];
	const struct program_value *v = program_strip(b, place);
	uint32_t inside = container(o->p, b, v);
	if (!inside)
		return child(o, root_of(o, body, v), 0);
	uint32_t parent = part_of(o, body, inside, whole), step = STEP_WHOLE;
	if (v->op == VALUE_FIELD)
		step = 2 * v->b + 2;
	else if (!whole && v->n >= 0 && v->n < INDEX_LIMIT)
		step = 2 * (uint32_t)v->n + 3;
	return child(o, parent, step);
}

uint32_t
objects_part(struct objects *o, uint32_t body, uint32_t place, bool whole)
{
	const struct program_body *b = &o->p->bodies.at[body];
	if (!container(o->p, b, program_strip(b, place)))
		return OBJECT_NONE;
	const struct program_value *root = root_value(o->p, b, place);
	uint32_t r = root_of(o, body, root);
	if (r == OBJECT_NONE)
		return OBJECT_NONE;
	bool constant = is_constant(o, root);
	if (o->flags[r] & ROOT_ESCAPES && !constant)
		return OBJECT_NONE;
	bool apart = o->flags[r] & ROOT_INDEXED && (constant || !(o->flags[r] & ROOT_ANYWHERE));
	return part_of(o, body, place, whole || !apart);
}
