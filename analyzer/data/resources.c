/* Library calls of the rules that touch the outside. The name is the argument's text, holes as *, what callers hand in filled
 * from their literals; several names a call may mean are several rows, too many one row with what all have in common. The
 * mode is the rule's, or read off the mode's text ("r", "w", "a") or flags. */
#include "data/resources.h"

#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>

enum { NAMES_MOST = 8, CALLERS_DEEP = 3, CALLERS_MOST = 60 };

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

/* ---- names ---- */

struct names { VEC(const char *) list; /* NULL: not known */ bool too_many; };

static void
add_name(struct names *n, const char *name)
{
	for (size_t i = 0; i < n->list.count; i++)
		if (name ? n->list.at[i] && !strcmp(n->list.at[i], name) : !n->list.at[i])
			return;
	n->too_many |= n->list.count == NAMES_MOST;
	if (!n->too_many)
		vec_push(&n->list, name);
}

static bool
has_param(const struct text *t)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (t->pieces[i].kind == PIECE_PARAM)
			return true;
	return false;
}

static void
add_names(struct data *d, uint32_t body, const struct texts *t, unsigned depth, struct names *out)
{
	uint32_t function = d->p->bodies.at[body].symbol;
	out->too_many |= t->cut;
	for (uint32_t i = 0; i < t->count && !out->too_many; i++) {
		unsigned calls = 0;
		if (has_param(&t->at[i]) && depth < CALLERS_DEEP)
			SITES_EACH(&d->sites, function, s) {
				struct call_site at = d->sites.list.at[s];
				struct texts given = text_substitute(&d->reader, &t->at[i], at.body, at.event, d->p->symbols.at[function].param_count);
				out->too_many |= calls++ == CALLERS_MOST;
				if (!out->too_many)
					add_names(d, at.body, &given, depth + 1, out);
			}
		if (!calls)
			add_name(out, shown(d->p, &t->at[i]));
	}
}

/* SIGHUP */
static const char *
name_of_signal(struct program *p, int64_t number)
{
	const char *name = number > 0 && number < NSIG ? sigabbrev_np((int)number) : NULL;
	return name ? arena_printf(&p->arena, "SIG%s", name) : NULL;
}

static void
find_names(struct data *d, uint32_t body, uint32_t event, const struct rule_resource *rule, struct names *out)
{
	const struct program_body *b = &d->p->bodies.at[body];
	uint32_t value = rule->name ? program_argument(b, event, rule->name) : 0;
	const struct program_value *v = value ? program_strip(b, value) : NULL;
	text_reader_rest(&d->reader);
	if (v && rule->kind == RESOURCE_SIGNAL && v->op == VALUE_INTEGER) {
		add_name(out, name_of_signal(d->p, v->n));
	} else if (v) {
		struct texts t = text_of(&d->reader, body, event, value);
		add_names(d, body, &t, 0, out);
		if (out->too_many)
			out->list.count = 0;
		for (uint32_t i = 0; out->too_many && i < t.count && i < NAMES_MOST && !t.cut; i++)
			vec_push(&out->list, shown(d->p, &t.at[i]));
	}
	if (!out->list.count)
		vec_push(&out->list, NULL);
}

static void
put_resource(struct data *d, uint32_t body, uint32_t event, const struct rule_resource *rule, int64_t loop_depth)
{
	struct program *p = d->p;
	const struct program_body *b = &p->bodies.at[body];
	const struct program_event *e = &b->events[event];
	struct names names = {0};
	find_names(d, body, event, rule, &names);
	for (size_t i = 0; i < names.list.count; i++)
		ROW_ADD(d->rows, RESOURCE, resource, .function = p->symbols.at[b->symbol].number, .kind = rule->kind, .name = names.list.at[i],
		        .mode = mode_of(d, body, event, rule), .file = program_text(p, e->file), .line = e->line,
		        .confidence = names.list.count > 1 ? CONFIDENCE_FAMILY : CONFIDENCE_DECLARED,
		        .how = arena_printf(&p->arena, "call of %s", rule->function), .loop_depth = loop_depth);
	vec_finish(&names.list);
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
		int64_t depth = 0;
		for (uint32_t i = 0; i < b->event_count; i++) {
			depth += b->events[i].op == EVENT_ENTER && b->events[i].n == NEST_LOOP;
			depth -= b->events[i].op == EVENT_LEAVE && b->events[i].n == NEST_LOOP;
			uint32_t callee = b->events[i].op == EVENT_CALL ? program_callee(b, &b->events[i]) : PROGRAM_NONE;
			if (callee != PROGRAM_NONE && of_symbol[callee])
				put_resource(d, body, i, of_symbol[callee], depth);
		}
	}
	free(of_symbol);
}
