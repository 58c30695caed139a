/* Calls: what happens to an argument, and what the result is. In: summaries of the functions a call may reach, the
 * rules of library functions, and of the rest the prototype: what is const there is only read, anything
 * else may be changed. Several targets: whatever one of them may do. */
#include <string.h>

#include "signature/library.h"
#include "signature/summary.h"

/* ---- who is called ---- */

size_t
call_targets(const struct solver *s, const struct program_body *b, uint32_t event, call_target_f *f, void *arg)
{
	const struct program_event *e = &b->events[event];
	uint32_t direct = program_callee(b, e);
	size_t n = 0;
	if (direct != PROGRAM_NONE) {
		f(arg, direct);
		return 1;
	}
	uint32_t t = map_get(&s->sites, MAP_PAIR(b->symbol, e->line));
	for (; t != MAP_NONE; t = s->targets.at[t].next) {
		const struct call_target *target = &s->targets.at[t];
		if (target->col != e->col || strcmp(target->file, program_text(s->p, e->file)))
			continue;
		f(arg, target->callee);
		n++;
	}
	return n;
}

bool
call_never_returns(const struct solver *s, const struct program_body *b, uint32_t event)
{
	uint32_t callee = program_callee(b, &b->events[event]);
	if (callee == PROGRAM_NONE)
		return false;
	const struct rule_function *library = s->library[callee];
	return strstr(program_text(s->p, s->p->symbols.at[callee].attributes), "noreturn") || (library && library->result == GIVES_NOTHING);
}

/* ---- by prototype ---- */

/* Where parameter `position` is spelled in "int (const char *, void (*)(int), ...)"; NULL behind the last. */
static const char *
prototype_param(const char *spelling, uint32_t position, size_t *length)
{
	const char *c = strchr(spelling, '(');
	if (c && c[1] == '*') { /* a pointer to the function: "int (*)(…)" */
		c = strchr(c, ')');
		c = c ? strchr(c, '(') : NULL;
	}
	if (!c)
		return NULL;
	const char *start = ++c;
	int depth = 0;
	for (uint32_t i = 1; *c; c++) {
		depth += (*c == '(') - (*c == ')');
		if ((*c == ',' && !depth) || depth < 0) {
			if (i++ == position) {
				*length = (size_t)(c - start);
				return start;
			}
			start = c + 1;
		}
	}
	return NULL;
}

static struct effect
effect_of_prototype(const char *spelling, uint32_t position)
{
	struct effect e = {.bits = USE_UNKNOWN};
	size_t n;
	const char *text = prototype_param(spelling, position, &n);
	if (!text) /* one of "...": text to print, as a rule */
		return strstr(spelling, "...") ? (struct effect){.bits = USE_READ | USE_READ_WHOLE} : e;
	while (n && *text == ' ')
		text++, n--;
	if (memmem(text, n, "(*", 2) || !memchr(text, '*', n))
		return (struct effect){0};
	const char *star = memrchr(text, '*', n);
	while (star > text && star[-1] == ' ')
		star--;
	bool to_const = memchr(text, '*', (size_t)(star - text)) ? star - text >= 5 && !memcmp(star - 5, "const", 5)
	                                                         : n > 6 && !memcmp(text, "const ", 6);
	return to_const ? (struct effect){.bits = USE_READ | USE_READ_WHOLE} : e;
}

/* ---- together ---- */

static bool
points_to_const(const struct program *p, uint32_t type)
{
	if (!is_pointer(p, type) || p->types.at[type].element == PROGRAM_NONE)
		return false;
	const struct program_type *to = &p->types.at[p->types.at[type].element];
	return to->is_const || to->kind == TYPE_FUNCTION;
}

static struct effect
effect_of_body(const struct solver *s, const struct function_use *f, uint32_t position)
{
	if (position > f->count)
		return (struct effect){.bits = position > SIGNATURE_PARAMS ? USE_UNKNOWN : USE_READ | USE_READ_WHOLE};
	const struct param_use *u = &f->params[position - 1];
	struct effect e = {.bits = u->bits, .read = &u->read, .written = &u->written};
	const struct program_symbol *symbol = &s->p->symbols.at[f->symbol];
	if (position <= symbol->param_count && points_to_const(s->p, symbol->params[position - 1].type))
		e.bits &= ~(uint32_t)(USE_UNKNOWN | USE_UNKNOWN_BEHIND | USE_MAY_WRITE | USE_LED_AWAY);
	if (u->strength >= PAIR_CALL_WEAK && !u->disputed) {
		e.pair = u->pair;
		e.strength = u->strength > PAIR_CALL ? PAIR_CALL : u->strength;
	}
	return e;
}

struct question {
	const struct solver *s;
	const struct program_body *b;
	uint32_t event, position;
	struct effect effect;
	uint32_t all; /* bits that every target has */
	bool first;
	struct provenance result;
	call_argument_f *argument, *held;
	void *arg;
};

static const char *
prototype(const struct solver *s, const struct program_body *b, uint32_t event)
{
	uint32_t type = program_strip(b, b->events[event].a)->type;
	if (is_pointer(s->p, type))
		type = s->p->types.at[type].element;
	return type == PROGRAM_NONE ? "" : program_text(s->p, s->p->types.at[type].spelling);
}

static struct effect
effect_of_target(const struct question *q, uint32_t symbol)
{
	const struct solver *s = q->s;
	if (s->of[symbol])
		return effect_of_body(s, s->of[symbol], q->position);
	if (s->library[symbol])
		return library_effect(s->library[symbol], q->position);
	const struct rule_text *rule = rules_text(s->rules, program_text(s->p, s->p->symbols.at[symbol].name));
	return rule ? library_text_effect(rule, q->position) : effect_of_prototype(prototype(s, q->b, q->event), q->position);
}

static void
join_effect(void *arg, uint32_t symbol)
{
	struct question *q = arg;
	struct effect e = effect_of_target(q, symbol);
	if (q->first) {
		q->effect = e;
		q->all = e.bits;
		q->first = false;
		return;
	}
	q->effect.bits |= e.bits;
	q->all &= e.bits;
	q->effect.read = q->effect.written = NULL;
	if (q->effect.pair != e.pair)
		q->effect.pair = 0;
}

/* What only some targets do is not sure. */
static uint32_t
joined_bits(uint32_t any, uint32_t all)
{
	enum { ALL_MUST = USE_NEVER_NULL | USE_FREED_ALWAYS | USE_FREED_HELD_ALWAYS | USE_ASSERTED | USE_WHOLE,
	       WRITES = USE_WRITE | USE_WRITE_BEHIND };
	uint32_t bits = any & ~(uint32_t)(ALL_MUST & ~all);
	if (any & WRITES && !(all & WRITES))
		bits = (bits & ~(uint32_t)(WRITES | USE_WRITE_BEHIND_HERE)) | USE_MAY_WRITE;
	return bits;
}

struct effect
call_effect(const struct solver *s, const struct program_body *b, uint32_t event, uint32_t position)
{
	struct question q = {.s = s, .b = b, .event = event, .position = position, .first = true};
	if (!call_targets(s, b, event, join_effect, &q))
		return effect_of_prototype(prototype(s, b, event), position);
	q.effect.bits = joined_bits(q.effect.bits, q.all);
	return q.effect;
}

/* ---- results ---- */

static struct provenance
argument_origin(struct question *q, uint32_t position)
{
	uint32_t v = program_argument(q->b, q->event, position);
	return v ? q->argument(q->arg, v) : (struct provenance){.kinds = KIND_OTHER};
}

static struct provenance
argument_holds(struct question *q, uint32_t position)
{
	uint32_t v = program_argument(q->b, q->event, position);
	return v ? q->held(q->arg, v) : (struct provenance){.kinds = KIND_OTHER};
}

static struct provenance
result_of_library(struct question *q, const struct rule_function *f)
{
	struct provenance o = {0};
	if (f->points_into) {
		o = argument_origin(q, f->points_into);
		o.kinds |= KIND_MAY_FAIL;
		return o;
	}
	switch (f->result) {
	case GIVES_NEW: return (struct provenance){.kinds = KIND_OWNED | KIND_MAY_FAIL, .maker = f->function};
	case GIVES_RENEWED:
		o = argument_origin(q, 1);
		o.kinds = KIND_OWNED | KIND_MAY_FAIL;
		o.maker = f->function;
		return o;
	case GIVES_STATIC: return (struct provenance){.kinds = KIND_STATIC | KIND_MAY_FAIL};
	case GIVES_ZERO: return (struct provenance){.kinds = KIND_ZERO | KIND_MINUS_ONE};
	case GIVES_NUMBER: return (struct provenance){.kinds = KIND_MINUS_ONE | KIND_OTHER};
	default: return (struct provenance){.kinds = KIND_OTHER};
	}
}

static struct provenance
result_of_body(struct question *q, const struct function_use *f)
{
	struct provenance o = {.kinds = f->result.kinds & ~(uint32_t)KIND_HELD, .maker = f->result.maker, .code = f->result.code};
	uint64_t given = f->result.direct | f->result.behind;
	if (o.kinds & KIND_ZERO && is_pointer(q->s->p, q->s->p->symbols.at[f->symbol].type))
		o.kinds = (o.kinds & ~(uint32_t)KIND_ZERO) | KIND_MAY_FAIL;
	for (uint32_t i = 0; i < f->count && given >> i; i++) {
		if (!(given >> i & 1))
			continue;
		struct provenance a = {0};
		if (f->result.direct >> i & 1)
			a = argument_origin(q, i + 1);
		if (f->result.behind >> i & 1)
			provenance_add(&a, argument_holds(q, i + 1));
		a.kinds &= ~(uint32_t)(KIND_ZERO | KIND_MAY_FAIL);
		provenance_add(&o, a);
	}
	return o;
}

static void
join_result(void *arg, uint32_t symbol)
{
	struct question *q = arg;
	if (q->s->of[symbol])
		provenance_add(&q->result, result_of_body(q, q->s->of[symbol]));
	else if (q->s->library[symbol])
		provenance_add(&q->result, result_of_library(q, q->s->library[symbol]));
	else
		q->result.kinds |= KIND_OTHER;
}

struct provenance
call_result(const struct solver *s, const struct program_body *b, uint32_t event, call_argument_f *argument,
            call_argument_f *held, void *arg)
{
	struct question q = {.s = s, .b = b, .event = event, .argument = argument, .held = held, .arg = arg};
	if (!call_targets(s, b, event, join_result, &q))
		q.result.kinds |= KIND_OTHER;
	return q.result;
}
