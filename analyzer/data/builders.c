/* Builders, found by inference: the definitions that a function's body holds of the text behind a parameter are what a
 * call does to the caller's variable, in terms of the parameters. A function with a va_list behind a text that builds
 * something it does not name is a formatter of its own making: it appends that format. */
#include "data/builders.h"

#include "data/buffer.h"

static bool
is_text(const struct program *p, uint32_t type)
{
	if (type == PROGRAM_NONE || p->types.at[type].kind != TYPE_POINTER)
		return false;
	uint32_t to = p->types.at[type].element;
	return to != PROGRAM_NONE && p->types.at[to].kind == TYPE_CHAR;
}

/* The position of the text before a va_list parameter, 0 none. */
static uint32_t
own_format(const struct program *p, const struct program_symbol *s)
{
	for (uint32_t i = 1; i < s->param_count; i++) {
		uint32_t type = s->params[i].type;
		bool list = type != PROGRAM_NONE && p->types.at[type].kind == TYPE_VA_LIST;
		if (list && is_text(p, s->params[i - 1].type))
			return i;
	}
	return 0;
}

static struct effect
effect_of_body(struct text_reader *r, uint32_t body, uint32_t param, uint32_t field)
{
	struct place want = {.root = PLACE_LOCAL, .id = param - 1, .field = field, .index = -1};
	struct effect e = buffer_effect(r, body, &want);
	uint32_t format = own_format(r->p, &r->p->symbols.at[r->p->bodies.at[body].symbol]);
	if (e.kind != DEFINITION_NONE && format && format != param && !text_is_known(&e.texts))
		e.texts = texts_one(r, (struct piece){.kind = PIECE_PARAM, .param = format, .is_format = true});
	return e;
}

static bool
has_param(const struct program *p, uint32_t body, uint32_t param)
{
	const struct program_body *b = &p->bodies.at[body];
	return !b->is_initialiser && param <= b->local_count && b->locals[param - 1].kind == 0;
}

struct effect
builder_effect(struct text_reader *r, uint32_t function, uint32_t param, uint32_t field)
{
	uint64_t key = MAP_PAIR(function, param) ^ (uint64_t)field << 8;
	uint32_t at = map_add(&r->effect_of, key, (uint32_t)r->effects.count);
	if (at < r->effects.count)
		return r->effects.at[at].busy ? (struct effect){0} : r->effects.at[at];
	vec_push(&r->effects, (struct effect){.busy = true});
	struct effect all = {0};
	for (uint32_t b = r->p->symbols.at[function].first_body; b != PROGRAM_NONE; b = r->p->bodies.at[b].next) {
		struct effect e = has_param(r->p, b, param) ? effect_of_body(r, b, param, field) : (struct effect){0};
		if (e.kind == DEFINITION_NONE)
			continue;
		all.closed = all.kind == DEFINITION_NONE ? e.closed : all.closed && e.closed;
		all.texts = texts_union(r, all.texts, e.texts);
		all.kind = e.kind > all.kind ? e.kind : all.kind;
	}
	all.texts = text_keep(r, &all.texts);
	r->effects.at[at] = all;
	return all;
}
