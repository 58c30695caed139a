/* Callgrind: fn= and calls= lines → calls. The format is valgrind's "Callgrind Format Specification", version 1.
 *
 * A name is written once as "(7) name" and then as "(7)"; files (fl, fi, fe, cfi, cfl) share numbers, functions (fn, cfn)
 * others. fi and fe tell where inlined lines come from and do not move the function; a callee without cfi is in the caller's
 * file. */
#include "base/map.h"
#include "signals/profile_formats.h"

enum numbers { FILES, FUNCTIONS, NUMBERS_COUNT };

struct callgrind {
	struct profile *p;
	struct map texts[NUMBERS_COUNT]; /* number → str_id */
	struct profile_function here, callee;
	str_id callee_file; /* told by cfi, 0 */
};

static bool
take_number(struct span *in, uint64_t *out)
{
	enum { MOST_DIGITS = 18 };
	size_t n = line_span(*in, "0123456789");
	*out = 0;
	for (size_t i = 0; i < n && n <= MOST_DIGITS; i++)
		*out = *out * 10 + (uint64_t)(in->at[i] - '0');
	*in = line_behind(*in, n);
	return n && n <= MOST_DIGITS;
}

static str_id
text_of(struct callgrind *c, enum numbers kind, struct span name)
{
	enum { LONGEST = 4096 };
	if (kind == FUNCTIONS)
		return profile_name(c->p, name);
	bool unknown = line_begins(name, "???") || name.length > LONGEST;
	return unknown ? 0 : intern_bytes(&c->p->texts, name.at, name.length);
}

/* "(7) name", "(7)" or "name". */
static str_id
take_name(struct callgrind *c, enum numbers kind, struct span in)
{
	uint64_t number;
	struct span rest = line_behind(in, line_begins(in, "("));
	if (rest.length == in.length || !take_number(&rest, &number) || !line_begins(rest, ")"))
		return text_of(c, kind, in);
	rest = line_behind(rest, 1);
	rest = line_behind(rest, line_span(rest, " "));
	if (rest.length)
		map_put(&c->texts[kind], number, text_of(c, kind, rest));
	uint32_t known = map_get(&c->texts[kind], number);
	return known == MAP_NONE ? 0 : known;
}

static void
read_line(struct callgrind *c, struct span line)
{
	struct span value = line, key = line_cut(&value, '=');
	uint64_t count;
	if (!value.length)
		return;
	if (line_begins(key, "fl") && key.length == 2) {
		c->here.file = take_name(c, FILES, value);
	} else if ((line_begins(key, "fi") || line_begins(key, "fe")) && key.length == 2) {
		take_name(c, FILES, value);
	} else if (line_begins(key, "fn") && key.length == 2) {
		c->here.name = take_name(c, FUNCTIONS, value);
		c->callee_file = 0;
	} else if ((line_begins(key, "cfi") || line_begins(key, "cfl")) && key.length == 3) {
		c->callee_file = take_name(c, FILES, value);
	} else if (line_begins(key, "cfn") && key.length == 3) {
		c->callee = (struct profile_function){take_name(c, FUNCTIONS, value), c->callee_file ? c->callee_file : c->here.file};
	} else if (line_begins(key, "calls") && key.length == 5) {
		if (take_number(&value, &count))
			profile_add(c->p, c->here, c->callee, (int64_t)count);
		c->callee = (struct profile_function){0};
		c->callee_file = 0;
	}
}

void
profile_callgrind(struct span text, struct profile *out)
{
	struct callgrind c = {.p = out};
	struct span line;
	for (int kind = 0; kind < NUMBERS_COUNT; kind++)
		map_init(&c.texts[kind]);
	while (line_take(&text, &line))
		read_line(&c, line);
	for (int kind = 0; kind < NUMBERS_COUNT; kind++)
		map_finish(&c.texts[kind]);
}
