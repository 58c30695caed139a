/* Library calls of the rules that touch the outside. The name is the argument's text, holes as *; several names a call may
 * mean are several rows. The mode is the rule's, or read off the mode's text ("r", "w", "a") or flags. */
#include "data/resources.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>

enum { NAMES_MOST = 8 };

/* The text with holes as *, NULL when nothing is known of it. */
static const char *
shown(struct program *p, const struct text *t)
{
	size_t length = 0;
	bool any = false;
	for (uint32_t i = 0; i < t->count; i++) {
		bool literal = t->pieces[i].kind == PIECE_LITERAL;
		length += literal ? t->pieces[i].length : 1;
		any |= literal && t->pieces[i].length;
	}
	if (!any)
		return NULL;
	char *text = arena_alloc(&p->arena, length + 1), *to = text;
	for (uint32_t i = 0; i < t->count; i++)
		if (t->pieces[i].kind == PIECE_LITERAL) {
			memcpy(to, t->pieces[i].bytes, t->pieces[i].length);
			to += t->pieces[i].length;
		} else if (to == text || to[-1] != '*') {
			*to++ = '*';
		}
	return text;
}

static const char *
mode_of_text(const char *text)
{
	switch (*text) {
	case 'r': return strchr(text, '+') ? "read and write" : "read";
	case 'w': return "write";
	case 'a': return "append";
	default: return NULL;
	}
}

static const char *
mode_of_flags(int64_t flags)
{
	switch (flags & O_ACCMODE) {
	case O_RDONLY: return "read";
	case O_WRONLY: return flags & O_APPEND ? "append" : "write";
	default: return "read and write";
	}
}

/* Flags are the machine's numbers here: the analysed program's are the same on Linux. */
static const char *
mode_of(struct data *d, uint32_t body, uint32_t event, const struct rule_resource *rule)
{
	uint32_t value = rule->mode_position ? program_argument(&d->p->bodies.at[body], event, rule->mode_position) : 0;
	if (!value || rule->kind != RESOURCE_FILE)
		return rule->mode;
	const struct program_value *v = program_strip(&d->p->bodies.at[body], value);
	if (v->op == VALUE_INTEGER)
		return mode_of_flags(v->n);
	if (v->op == VALUE_TEXT)
		return mode_of_text(program_text(d->p, v->text));
	return rule->mode;
}

static void
put_resource(struct data *d, uint32_t body, uint32_t event, const struct rule_resource *rule)
{
	struct program *p = d->p;
	const struct program_body *b = &p->bodies.at[body];
	const struct program_event *e = &b->events[event];
	uint32_t value = rule->name ? program_argument(b, event, rule->name) : 0;
	text_reader_rest(&d->reader);
	struct texts names = value ? text_of(&d->reader, body, event, value) : (struct texts){0};
	if (names.cut || names.count > NAMES_MOST)
		names.count = 0;
	for (uint32_t i = 0; i < names.count || !i; i++)
		ROW_ADD(d->rows, RESOURCE, resource, .function = p->symbols.at[b->symbol].number, .kind = rule->kind,
		        .name = names.count ? shown(p, &names.at[i]) : NULL, .mode = mode_of(d, body, event, rule),
		        .file = program_text(p, e->file), .line = e->line,
		        .confidence = names.count > 1 ? CONFIDENCE_FAMILY : CONFIDENCE_DECLARED,
		        .how = arena_printf(&p->arena, "call of %s", rule->function));
}

void
resources_rows(struct data *d)
{
	struct program *p = d->p;
	const struct rule_resource **of_symbol = mem_alloc((p->symbols.count + 1) * sizeof *of_symbol);
	for (uint32_t i = 0; i < p->symbols.count; i++)
		if (p->symbols.at[i].is_function && !p->symbols.at[i].is_defined)
			of_symbol[i] = rules_resource(d->rules, program_text(p, p->symbols.at[i].name));
	for (uint32_t body = 0; body < p->bodies.count; body++) {
		const struct program_body *b = &p->bodies.at[body];
		if (!p->symbols.at[b->symbol].is_function || !p->symbols.at[b->symbol].number)
			continue;
		for (uint32_t i = 0; i < b->event_count; i++) {
			uint32_t callee = b->events[i].op == EVENT_CALL ? program_callee(b, &b->events[i]) : PROGRAM_NONE;
			if (callee != PROGRAM_NONE && of_symbol[callee])
				put_resource(d, body, i, of_symbol[callee]);
		}
	}
	free(of_symbol);
}
