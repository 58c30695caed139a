/* Types → what they carry. In: canonical types. Out: bits, remembered for each type. A record carries nothing by
 * itself: its fields are places of their own. Integers as wide as a pointer carry, narrower ones do not; char * and
 * pointers to records do not, so that what is stored in one list of void * does not reach the users of all others. */
#include "link/carry.h"

#include <string.h>

void
carry_init(struct carry_types *t, const struct program *p, struct arena *arena)
{
	t->p = p;
	t->known = arena_alloc(arena, p->types.count + 1);
	t->classes = arena_array(arena, uint32_t, p->types.count + 1);
}

static unsigned
pointer_bits(struct carry_types *t, const struct program_type *pointer)
{
	if (pointer->element == PROGRAM_NONE)
		return CARRY_FUNCTION | CARRY_CONTENTS;
	switch (t->p->types.at[pointer->element].kind) {
	case TYPE_FUNCTION: return CARRY_FUNCTION;
	case TYPE_VOID: return CARRY_FUNCTION | CARRY_CONTENTS;
	case TYPE_INTEGER: return CARRY_NOTHING;
	default: return carry_of(t, pointer->element) ? CARRY_CONTENTS : CARRY_NOTHING;
	}
}

unsigned
carry_of(struct carry_types *t, uint32_t type)
{
	if (type == PROGRAM_NONE)
		return CARRY_FUNCTION | CARRY_CONTENTS;
	if (t->known[type])
		return t->known[type] - 1u;
	const struct program_type *y = &t->p->types.at[type];
	unsigned bits = CARRY_NOTHING;
	t->known[type] = 1; /* while it is found out: no type holds itself but through a record */
	switch (y->kind) {
	case TYPE_FUNCTION: bits = CARRY_FUNCTION; break;
	case TYPE_OTHER:
	case TYPE_VA_LIST: bits = CARRY_FUNCTION | CARRY_CONTENTS; break;
	case TYPE_INTEGER: bits = y->size == 8 && !y->is_signed ? CARRY_FUNCTION : CARRY_NOTHING; break;
	case TYPE_ARRAY: bits = carry_of(t, y->element); break;
	case TYPE_POINTER: bits = pointer_bits(t, y); break;
	default: break;
	}
	t->known[type] = (unsigned char)(bits + 1);
	return bits;
}

uint32_t
carry_function_type(const struct program *p, uint32_t type)
{
	while (type != PROGRAM_NONE && (p->types.at[type].kind == TYPE_POINTER || p->types.at[type].kind == TYPE_ARRAY))
		type = p->types.at[type].element;
	return type != PROGRAM_NONE && p->types.at[type].kind == TYPE_FUNCTION ? type : PROGRAM_NONE;
}

bool
carry_is_void_pointer(const struct program *p, uint32_t type)
{
	if (type == PROGRAM_NONE || p->types.at[type].kind != TYPE_POINTER)
		return false;
	uint32_t e = p->types.at[type].element;
	return e != PROGRAM_NONE && p->types.at[e].kind == TYPE_VOID;
}

bool
carry_is_aggregate(struct carry_types *t, uint32_t type)
{
	bool array = false;
	while (type != PROGRAM_NONE && t->p->types.at[type].kind == TYPE_ARRAY) {
		array = true;
		type = t->p->types.at[type].element;
	}
	return type != PROGRAM_NONE && (t->p->types.at[type].kind == TYPE_RECORD || (array && carry_of(t, type)));
}

/* The parameter list of a function type's spelling: the last parentheses, or those before what it returns a
 * pointer to. Types that return function pointers are left without a class. */
static const char *
parameters(const char *spelling, size_t *length)
{
	const char *open = strchr(spelling, '(');
	size_t n = strlen(spelling);
	if (!open || !n || spelling[n - 1] != ')' || open[1] == '*')
		return NULL;
	*length = n - (size_t)(open - spelling) - 2;
	return open + 1;
}

/* One letter a parameter: w for what goes in a word, f, r, '.' for the rest of a variable list. */
static char
letter(const char *s, size_t n)
{
	if (n == 3 && !memcmp(s, "...", 3))
		return '.';
	for (size_t i = 0; i < n; i++)
		if (s[i] == '*' || s[i] == '(' || s[i] == '[')
			return 'w';
	if ((n > 7 && !memcmp(s, "struct ", 7)) || (n > 6 && !memcmp(s, "union ", 6)))
		return 'r';
	return (n == 5 && !memcmp(s, "float", 5)) || (n >= 6 && !memcmp(s + n - 6, "double", 6)) ? 'f' : 'w';
}

static uint32_t
class_of_spelling(const char *spelling)
{
	char shape[64];
	size_t length, count = 0, start = 0;
	int depth = 0;
	const char *s = parameters(spelling, &length);
	if (!s || !length)
		return 0;
	if (length == 4 && !memcmp(s, "void", 4))
		length = 0;
	for (size_t i = 0; i <= length && length; i++) {
		depth += i < length && (s[i] == '(' || s[i] == '[');
		depth -= i < length && (s[i] == ')' || s[i] == ']');
		if ((i < length && (s[i] != ',' || depth)) || count == sizeof shape)
			continue;
		shape[count++] = letter(s + start, i - start);
		start = i + 1 + (i < length && s[i + 1] == ' ');
	}
	uint32_t class = 1;
	for (size_t i = 0; i < count; i++)
		class = class * 5 + (shape[i] == 'w' ? 1u : shape[i] == 'f' ? 2u : shape[i] == 'r' ? 3u : 4u);
	return class & 0x7fffffff ? class & 0x7fffffff : 1;
}

uint32_t
carry_class(struct carry_types *t, uint32_t type)
{
	if (type == PROGRAM_NONE)
		return 0;
	if (!t->classes[type])
		t->classes[type] = class_of_spelling(program_text(t->p, t->p->types.at[type].spelling)) + 1;
	return t->classes[type] - 1;
}
