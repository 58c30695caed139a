/* References → definitions. In: bodies whose values name undefined external symbols. Out: the same values
 * naming the definition, when there is exactly one in the body's link sets or in the whole tree. An ambiguous
 * reference keeps its undefined symbol; who reports it asks link_candidates and says so. */
#include <string.h>

#include "link/meeting.h"
#include "link/unite.h"

/* External definitions by name: chains in order of symbol ids. */
static void
index_names(struct program *p)
{
	for (size_t i = 0; i < p->symbols.count; i++)
		vec_push(&p->external_next, PROGRAM_NONE);
	for (size_t i = p->symbols.count; i-- > 0;) {
		const struct program_symbol *s = &p->symbols.at[i];
		if (!s->is_defined || s->is_static)
			continue;
		uint64_t key = MAP_PAIR(s->name, s->is_function);
		p->external_next.at[i] = map_get(&p->external_first, key);
		map_put(&p->external_first, key, (uint32_t)i);
	}
}

unsigned
link_closeness(const char *a, const char *b)
{
	unsigned folders = 0;
	for (; *a && *a == *b; a++, b++)
		folders += *a == '/';
	return folders;
}

/* int f(void) __attribute__((alias("g"))): g, defined in the unit that says so; PROGRAM_NONE. */
static uint32_t
alias_target(const struct program *p, const struct program_symbol *s)
{
	const char *at = strstr(program_text(p, s->attributes), "alias(\"");
	size_t n = at ? strcspn(at + 7, "\"") : 0;
	for (uint32_t i = 0; n && i < p->symbols.count; i++) {
		const struct program_symbol *t = &p->symbols.at[i];
		if (t->is_defined && t->is_function == s->is_function && t->file == s->file &&
		    !strncmp(program_text(p, t->name), at + 7, n) && !program_text(p, t->name)[n])
			return i;
	}
	return PROGRAM_NONE;
}

size_t
link_candidates(const struct program *p, const struct program_body *body, uint32_t symbol, uint32_t *out,
                   size_t room, bool *nearest)
{
	const struct program_symbol *s = &p->symbols.at[symbol];
	*nearest = false;
	if (s->is_defined) {
		out[0] = symbol;
		return 1;
	}
	if (s->attributes && (out[0] = alias_target(p, s)) != PROGRAM_NONE)
		return 1;
	if (s->is_static)
		return 0;
	size_t n = 0, all = 0;
	for (int inside = 2; inside >= 0 && !n; inside--)
		for (uint32_t d = map_get(&p->external_first, MAP_PAIR(s->name, s->is_function)); d != PROGRAM_NONE;
		     d = p->external_next.at[d], all++)
			if (n < room && (!inside || (inside == 2 ? meeting_same(p, body->set, p->symbols.at[d].set)
			                                         : meeting_of(p, body->set, p->symbols.at[d].set) == MEETING_ALWAYS)))
				out[n++] = d;
	if (n <= 1)
		return n;
	/* one that is in every program of the body is what it means there; others are some programs' own */
	uint32_t whole = PROGRAM_NONE;
	size_t wholes = 0;
	for (size_t i = 0; i < n; i++) {
		if (!meeting_within(p, body->set, p->symbols.at[out[i]].set))
			continue;
		whole = out[i];
		wholes++;
	}
	if (wholes == 1) {
		out[0] = whole;
		return 1;
	}
	unsigned best = 0, times = 0;
	uint32_t choice = out[0];
	for (size_t i = 0; i < n; i++) {
		unsigned c = link_closeness(program_text(p, body->file), program_text(p, p->symbols.at[out[i]].file)) + 1;
		times = c > best ? 1 : times + (c == best);
		if (c > best) {
			best = c;
			choice = out[i];
		}
	}
	if (times == 1) {
		*nearest = true;
		out[0] = choice;
		return 1;
	}
	return n;
}

void
link_bind(struct program *p)
{
	index_names(p);
	meeting_settle(p);
	for (size_t i = 0; i < p->bodies.count; i++) {
		struct program_body *b = &p->bodies.at[i];
		for (uint32_t k = 1; k <= b->value_count; k++) {
			struct program_value *v = &b->values[k];
			if ((v->op != VALUE_GLOBAL && v->op != VALUE_FUNCTION) || p->symbols.at[v->a].is_defined)
				continue;
			uint32_t found[16];
			bool nearest;
			if (link_candidates(p, b, v->a, found, 16, &nearest) == 1 && !nearest)
				v->a = found[0];
		}
	}
}
