/* Finding: places → findings. Places of one rule about one thing in one function are told once, at the first of them, with
 * their number; {holes} of the message are filled with what is known. */
#include "find.h"

#include <string.h>

static bool
fits(const struct rule_readiness *r, const struct subject *s)
{
	if (r->on != s->on || (r->kind >= 0 && r->kind != s->kind) || (r->local && !s->local) || (r->changes_itself && !s->changes_itself) ||
	    (r->constant_name && !s->constant_name) || (r->in_loop && !s->in_loop) || (r->written && !s->written) || r->least > s->elements)
		return false;
	return (!r->types.count || rules_matches(&r->types, s->type)) && (!r->modes.count || rules_has_word(&r->modes, s->mode ? s->mode : "unknown")) &&
	       (!r->calls.count || rules_has_word(&r->calls, s->call)) && (!r->names.count || rules_matches(&r->names, s->name)) &&
	       !rules_matches(&r->except, s->name);
}

const struct rule_readiness *
find_rule(const struct rules *rules, const struct subject *s)
{
	const struct rule_readiness *best = NULL;
	for (size_t i = 0; i < rules->readiness_count; i++)
		if (fits(&rules->readiness[i], s) && (!best || rules->readiness[i].narrow > best->narrow))
			best = &rules->readiness[i];
	return best;
}

enum phase
find_phase(const struct readiness *r, int64_t function)
{
	uint32_t at = function ? dense_of(&r->s->homes.rows[MEMBER_FUNCTION], function) : DENSE_NONE;
	return at == DENSE_NONE ? PHASE_NEVER : (enum phase)r->phase[at];
}

void
find_add(struct readiness *r, struct sight sight, enum phase phase)
{
	sight.severity = phase == PHASE_SERVING ? sight.rule->severity : phase == PHASE_START ? sight.rule->at_start : SEVERITY_COUNT;
	if (sight.service && sight.severity != SEVERITY_COUNT && sight.file && sight.line > 0)
		vec_push(&r->sights, sight);
}

static int
compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int
compare_groups(const struct sight *x, const struct sight *y)
{
	if (x->service != y->service)
		return x->service < y->service ? -1 : 1;
	int order = strcmp(x->rule->id, y->rule->id);
	if (!order)
		order = compare_text(x->subject, y->subject);
	return order ? order : (x->thing > y->thing) - (x->thing < y->thing);
}

static int
compare_sights(const void *a, const void *b)
{
	const struct sight *x = a, *y = b;
	int order = compare_groups(x, y);
	if (!order)
		order = compare_text(x->file, y->file);
	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	if (!order)
		order = (int)x->severity - (int)y->severity;
	return order ? order : compare_text(x->type, y->type);
}

static const char *
fill(struct readiness *r, const struct sight *s)
{
	const struct { const char *hole, *text; } holes[] = {
		{"{name}", s->subject}, {"{function}", s->function}, {"{type}", s->type}, {"{count}", s->count}, {"{readers}", s->readers}, {"{users}", s->users}};
	const char *text = s->rule->message, *out = "";
	struct arena *a = &r->s->arena;
	while (*text) {
		size_t plain = strcspn(text, "{"), found = sizeof holes / sizeof *holes;
		for (size_t i = 0; text[plain] && i < found; i++)
			if (!strncmp(text + plain, holes[i].hole, strlen(holes[i].hole)))
				found = i;
		if (text[plain] && found == sizeof holes / sizeof *holes)
			plain++; /* a brace that is no hole */
		out = arena_printf(a, "%s%.*s", out, (int)plain, text);
		text += plain;
		if (*text == '{' && found < sizeof holes / sizeof *holes) {
			out = arena_printf(a, "%s%s", out, holes[found].text ? holes[found].text : "name not known");
			text += strlen(holes[found].hole);
		}
	}
	return out;
}

void
find_put(struct readiness *r, struct store *out)
{
	vec_sort(&r->sights, compare_sights);
	for (size_t i = 0, end; i < r->sights.count; i = end) {
		const struct sight *first = &r->sights.at[i];
		enum severity severity = first->severity;
		size_t places = 0;
		for (end = i; end < r->sights.count && !compare_groups(first, &r->sights.at[end]); end++) {
			const struct sight *s = &r->sights.at[end];
			severity = s->severity < severity ? s->severity : severity;
			places += end == i || s->line != s[-1].line || compare_text(s->file, s[-1].file);
		}
		const char *message = fill(r, first);
		if (places > 1)
			message = arena_printf(&r->s->arena, "%s (%zu places)", message, places);
		STORE_PUT(out, FINDING, finding, .service = first->service, .rule = first->rule->id, .severity = severity,
		          .subject = first->subject ? first->subject : first->function, .file = first->file, .line = first->line,
		          .message = message, .remedy = first->rule->remedy);
	}
}
