/* What the rules say of a library function, as effects (rules/functions.json). Builtins of the compiler and the
 * checked forms of glibc (__builtin_memcpy, __memcpy_chk) count as the plain function. */
#include "signature/library.h"

#include <stdio.h>
#include <string.h>

/* __memcpy_chk → memcpy; false when it is none of those. */
static bool
plain_name(const char *name, char *out, size_t size)
{
	static const char *const beginnings[] = {"__mem", "__str", "__stp"};
	size_t n = strlen(name);
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (!strncmp(name, beginnings[i], 5) && n > 6 && n < size && !strcmp(name + n - 4, "_chk")) {
			snprintf(out, size, "%.*s", (int)n - 6, name + 2);
			return true;
		}
	return false;
}

const struct rule_function *
library_find(const struct rules *rules, const char *name)
{
	char plain[32];
	const struct rule_function *found = rules_function(rules, name);
	if (!found && !strncmp(name, "__builtin_", 10))
		found = rules_function(rules, name += 10);
	if (!found && plain_name(name, plain, sizeof plain))
		found = rules_function(rules, plain);
	return found;
}

static struct effect
effect_of_use(struct rule_argument a)
{
	struct effect e = {0};
	switch (a.use) {
	case ARGUMENT_READ: e.bits = USE_READ | USE_READ_WHOLE; break;
	case ARGUMENT_WRITTEN: e.bits = USE_WRITE | USE_WHOLE; break;
	case ARGUMENT_CHANGED: e.bits = USE_READ | USE_READ_WHOLE | USE_WRITE | USE_WHOLE; break;
	case ARGUMENT_ENDED: e.bits = USE_FREED | USE_FREED_ALWAYS; return e;
	default: return e;
	}
	e.bits |= a.optional ? 0 : USE_NEVER_NULL;
	return e;
}

/* The destination of a copy is filled as far as was asked for, whatever its size: weaker than a source's length. */
struct effect
library_effect(const struct rule_function *f, uint32_t position)
{
	struct rule_argument a = position <= f->argument_count ? f->arguments[position - 1] : f->rest;
	struct effect e = effect_of_use(a);
	e.copies = f->copies && position == f->copies;
	if (!a.length)
		return e;
	bool copied_to = position == 1 && f->copies && f->arguments[f->copies - 1].length == a.length;
	e.pair = a.length;
	e.strength = copied_to ? PAIR_CALL_WEAK : PAIR_CALL;
	return e;
}

struct effect
library_text_effect(const struct rule_text *rule, uint32_t position)
{
	bool adds = rule->kind == TEXT_APPEND || rule->appends;
	struct rule_argument a = {0};
	if (position == rule->destination)
		a.use = adds ? ARGUMENT_CHANGED : ARGUMENT_WRITTEN;
	else if (position == rule->source)
		a.use = ARGUMENT_READ;
	else if (rule->arguments && position >= rule->arguments)
		a = (struct rule_argument){.use = ARGUMENT_READ, .optional = true};
	return effect_of_use(a);
}
