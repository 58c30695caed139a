/* Decisions. In: the summary of a function. Out: direction, pair, nullability, error convention and ownership with the
 * words of signature.h. A claim is `resolved` only when nothing unknown could change it; doubt makes it `guessed`. */
#include "signature/decide.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

struct words {
	struct arena *a;
	const char *text;
};

static void
say(struct words *w, const char *word)
{
	w->text = w->text ? arena_printf(w->a, "%s; %s", w->text, word) : word;
}

static const struct program_type *
type_at(const struct program *p, uint32_t type)
{
	static const struct program_type none = {.element = PROGRAM_NONE, .record = PROGRAM_NONE};
	return type == PROGRAM_NONE ? &none : &p->types.at[type];
}

/* ---- directions ---- */

static void
decided(struct verdict *v, struct words *w, enum direction d, bool sure, const char *word)
{
	v->direction = d;
	v->confidence = sure ? CONFIDENCE_RESOLVED : CONFIDENCE_GUESSED;
	say(w, word);
}

/* Is every field of the record written? */
static bool
all_fields(const struct program *p, const struct param_use *u, const struct program_type *to, const uint32_t *field_counts)
{
	uint32_t written = 0;
	if (to->kind != TYPE_RECORD || u->bits & USE_WHOLE)
		return true;
	for (uint32_t i = 0; i < u->written.count; i++)
		written += u->written.at[i] != UINT32_MAX && p->fields.at[u->written.at[i] - 1].record == to->record;
	return to->record != PROGRAM_NONE && written >= field_counts[to->record];
}

/* The object is written. */
static void
decide_written(const struct program *p, const struct param_use *u, const struct program_type *to,
               const uint32_t *field_counts, struct verdict *v, struct words *w)
{
	uint32_t b = u->bits;
	bool behind_only = !(b & USE_WRITE);
	if (b & (USE_READ | USE_MAY_READ) || behind_only)
		decided(v, w, DIRECTION_INOUT, b & USE_READ && (!behind_only || b & USE_WRITE_BEHIND_HERE), behind_only ? "changed behind it" : "read and written");
	else if (!all_fields(p, u, to, field_counts))
		decided(v, w, DIRECTION_OUT, false, "only some fields written");
	else
		decided(v, w, DIRECTION_OUT, !(b & (USE_UNKNOWN | USE_STORED | USE_WRITE_BEHIND)), "only written");
}

/* Pointers to numbers and to pointers are given to be filled, as a rule. */
static enum direction
by_type(const struct program_type *to)
{
	bool scalar = to->kind == TYPE_FLOAT || to->kind == TYPE_ENUM || to->kind == TYPE_BOOL || to->kind == TYPE_POINTER ||
	              (to->kind == TYPE_INTEGER && to->size != 1);
	return scalar ? DIRECTION_OUT : DIRECTION_INOUT;
}

/* Does the result take the place of the parameter, when it had to move? */
static bool
is_moved(const struct function_use *f, uint32_t i)
{
	return f->params[i].bits & USE_FREED && f->result.kinds & KIND_OWNED && f->result.direct >> i & 1;
}

static void
decide_pointer(const struct program *p, const struct function_use *f, uint32_t i, const struct program_type *to,
               const uint32_t *field_counts, struct verdict *v, struct words *w)
{
	const struct param_use *u = &f->params[i];
	uint32_t b = u->bits;
	bool sure = !(b & (USE_UNKNOWN | USE_UNKNOWN_BEHIND | USE_MAY_WRITE));
	bool released = b & USE_FREED && !(b & (USE_WRITE | USE_WRITE_BEHIND_HERE));
	if (b & USE_FREED_ALWAYS) /* nobody sees what was written */
		decided(v, w, DIRECTION_IN, true, b & (USE_WRITE | USE_WRITE_BEHIND) ? "read and written"
		                                 : b & USE_READ                  ? "only read"
		                                                                 : "not dereferenced");
	else if (released && b & USE_MAY_WRITE && is_moved(f, i)) /* in place, when there was room */
		decided(v, w, DIRECTION_INOUT, false, "read and written");
	else if (released)
		decided(v, w, DIRECTION_IN, sure && !(b & (USE_WRITE_BEHIND | USE_STORED)), b & USE_READ ? "only read" : "not dereferenced");
	else if (b & (USE_WRITE | USE_WRITE_BEHIND))
		decide_written(p, u, to, field_counts, v, w);
	else if (b & USE_READ && b & (USE_UNKNOWN | USE_MAY_WRITE))
		decided(v, w, DIRECTION_INOUT, false, "read and written");
	else if (b & USE_READ)
		decided(v, w, DIRECTION_IN, sure && !(b & (USE_STORED | USE_LED_AWAY)), "only read");
	else if (b & (USE_MAY_WRITE | USE_UNKNOWN))
		decided(v, w, by_type(to), false, "by its type alone");
	else if (b & USE_MAY_READ)
		decided(v, w, DIRECTION_IN, false, "only read");
	else
		decided(v, w, b || by_type(to) == DIRECTION_INOUT ? DIRECTION_IN : DIRECTION_OUT, false, "not dereferenced");
	if (b & USE_FREED)
		say(w, b & USE_FREED_ALWAYS ? "freed" : "may be freed");
	if (b & USE_STORED)
		say(w, "stored");
}

/* ---- pairs ---- */

static bool
has_word(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcasestr(name, *list))
			return true;
	return false;
}

enum data { DATA_NONE, DATA_BYTES, DATA_ITEMS, DATA_POINTERS };

/* Does the name of an integer say that it counts what the name before it holds? */
static bool
names_a_length(const char *name, const char *of, enum data data)
{
	static const char *const bytes[] = {"len", "size", "bytes", "cap", NULL}, *const items[] = {"len", "count", "cnt", "num", NULL};
	size_t n = strlen(of);
	if (n > 1 && of[n - 1] == 's' && (*name == 'n' || *name == 'c') && !strncmp(name + 1, of, n - 1))
		return true;
	if (data == DATA_POINTERS) /* a length may be that of the text that is given back */
		return has_word(name, items + 1);
	if (!strcmp(name, "n") || (data == DATA_BYTES && text_ends(name, "sz")))
		return true;
	return has_word(name, data == DATA_BYTES ? bytes : items);
}

/* What a pointer may be an array of, by its type and name. */
static enum data
data_of(const struct program_type *to, const char *name)
{
	if (to->kind == TYPE_CHAR || to->kind == TYPE_VOID || (to->kind == TYPE_INTEGER && to->size == 1))
		return DATA_BYTES;
	bool plural = text_ends(name, "s");
	if (to->kind == TYPE_FLOAT || (to->kind == TYPE_INTEGER && to->is_const) || (to->kind == TYPE_RECORD && to->is_const && plural))
		return DATA_ITEMS;
	return to->kind == TYPE_POINTER && plural ? DATA_POINTERS : DATA_NONE;
}

/* By name: plain bytes or an array, and right behind it (argc: before it, too) a whole number named like a length. */
static unsigned
pair_by_name(const struct program *p, const struct program_symbol *s, uint32_t i)
{
	const struct program_type *t = type_at(p, s->params[i].type), *to = type_at(p, t->element);
	const char *name = program_text(p, s->params[i].name);
	if (!strcmp(name, "argv") && i && !strcmp(program_text(p, s->params[i - 1].name), "argc"))
		return i;
	if (!strcmp(name, "argv") && i + 1 < s->param_count && !strcmp(program_text(p, s->params[i + 1].name), "argc"))
		return i + 2;
	enum data data = data_of(to, name);
	if (data == DATA_NONE || i + 1 >= s->param_count || type_at(p, s->params[i + 1].type)->kind != TYPE_INTEGER)
		return 0;
	return names_a_length(program_text(p, s->params[i + 1].name), name, data) ? i + 2 : 0;
}

static bool
is_data(const struct program *p, const struct program_symbol *s, uint32_t i)
{
	uint32_t type = s->params[i].type;
	return is_pointer(p, type) && type_at(p, type_at(p, type)->element)->kind != TYPE_FUNCTION;
}

static void
decide_pair(const struct program *p, const struct program_symbol *s, const struct param_use *u, uint32_t i,
            struct verdict *v, struct words *w)
{
	if (!is_data(p, s, i))
		return;
	bool shown = u && u->pair && u->pair <= s->param_count;
	bool no_array = u && (u->bits & USE_FREED || u->read.count || u->written.count); /* ended, or seen as a record */
	unsigned named = no_array ? 0 : pair_by_name(p, s, i);
	bool sure = shown && !u->disputed && (u->strength > PAIR_CALL_WEAK || u->pair == named);
	if (sure) {
		v->pair = u->pair;
		say(w, u->strength == PAIR_LOOP || u->strength == PAIR_STEP ? "length in a loop" : "length in a call");
	} else if (shown && u->strength == PAIR_CALL_WEAK && !named) {
		v->pair = u->pair;
		v->confidence = CONFIDENCE_GUESSED;
		say(w, "length in a call");
	} else if (named) {
		v->pair = named;
		v->confidence = CONFIDENCE_GUESSED;
		say(w, "length by name");
	}
}

/* ---- null ---- */

static void
decide_null(const struct param_use *u, struct verdict *v, struct words *w)
{
	uint32_t b = u ? u->bits : 0;
	v->nullable = false;
	if (b & USE_ASSERTED)
		say(w, "asserted");
	else if (b & USE_NEVER_NULL)
		say(w, "never null");
	else if ((v->nullable = b & USE_TESTED))
		say(w, "null tested");
	else {
		v->nullable = !(b & USE_MOSTLY_USED);
		say(w, "nullable guessed");
	}
}

struct verdict
decide_parameter(const struct program *p, const struct program_symbol *s, const struct function_use *f, uint32_t i,
                 const uint32_t *field_counts, struct arena *a)
{
	struct verdict v = {.direction = DIRECTION_IN, .confidence = CONFIDENCE_EXACT};
	struct words w = {.a = a};
	const struct program_type *t = type_at(p, s->params[i].type), *to = type_at(p, t->element);
	const struct param_use *u = f && i < f->count ? &f->params[i] : NULL;
	if (!is_pointer(p, s->params[i].type)) {
		v.how = "passed by value";
		return v;
	}
	if (to->kind == TYPE_FUNCTION)
		say(&w, "function pointer");
	else if (to->is_const && u && u->bits & USE_WRITE)
		decided(&v, &w, DIRECTION_INOUT, false, "const cast away");
	else if (to->is_const)
		say(&w, "const");
	else if (u)
		decide_pointer(p, f, i, to, field_counts, &v, &w);
	else
		decided(&v, &w, by_type(to), false, "by its type alone");
	decide_pair(p, s, u, i, &v, &w);
	decide_null(u, &v, &w);
	v.how = w.text;
	return v;
}

/* ---- results ---- */

static bool
sounds_like_order(const char *name)
{
	static const char *const words[] = {"cmp", "compare", "sort", NULL};
	return has_word(name, words);
}

/* Two plain numbers may be yes and no, or done and failed: only a comparison's outcome or the type tells. */
static void
decide_no_error(const struct program_type *t, uint32_t kinds, bool known, struct verdict *v, struct words *w)
{
	bool integer = t->kind == TYPE_INTEGER || t->kind == TYPE_CHAR, one_value = !(kinds & (kinds - 1));
	bool truth = kinds & KIND_ZERO && kinds & KIND_ONE && !(kinds & ~(uint32_t)(KIND_ZERO | KIND_ONE | KIND_BOOLEAN));
	say(w, "no error seen");
	if (integer && truth)
		say(w, "values: 0/1");
	if (integer && !one_value && !(truth && kinds & KIND_BOOLEAN))
		known = false;
	v->confidence = known ? CONFIDENCE_RESOLVED : CONFIDENCE_GUESSED;
}

static void
decide_integer_error(const struct program *p, const struct program_symbol *s, const struct provenance *result,
                     struct verdict *v, struct words *w)
{
	const struct program_type *t = type_at(p, s->type);
	uint32_t kinds = result->kinds;
	bool known = !(kinds & KIND_OTHER), others = kinds & (KIND_ONE | KIND_POSITIVE | KIND_OTHER);
	bool orders = kinds & KIND_MINUS_ONE && kinds & KIND_ONE && sounds_like_order(program_text(p, s->name));
	v->confidence = known ? CONFIDENCE_RESOLVED : CONFIDENCE_GUESSED;
	if (t->kind == TYPE_ENUM && kinds & (KIND_ERROR_NAME | KIND_ERROR_MINUS)) {
		const char *name = program_text(p, t->spelling);
		say(w, arena_printf(w->a, "error: enum %s", strncmp(name, "enum ", 5) ? name : name + 5));
	} else if (t->kind != TYPE_INTEGER || orders) {
		decide_no_error(t, kinds, known && !orders, v, w);
	} else if (kinds & KIND_NEGATIVE) {
		say(w, "error: negative code");
		v->confidence = t->is_signed && (kinds & KIND_ZERO || others) ? v->confidence : CONFIDENCE_GUESSED;
	} else if (kinds & KIND_MINUS_ONE && kinds & KIND_ZERO && !others) {
		say(w, "error: 0/-1");
	} else if (kinds & KIND_MINUS_ONE) {
		say(w, "error: -1"); /* or just one of the values, or the only one */
		v->confidence = kinds & KIND_ERROR_MINUS && t->is_signed ? CONFIDENCE_RESOLVED : CONFIDENCE_GUESSED;
	} else if (kinds & KIND_ERROR_NAME) {
		say(w, arena_printf(w->a, "error: code %s", result->code));
	} else {
		decide_no_error(t, kinds, known, v, w);
	}
}

static const char *
borrowed(struct arena *a, const struct function_use *f, const struct provenance *o)
{
	uint64_t given = o->direct | o->behind;
	unsigned first = (unsigned)__builtin_ctzll(given);
	bool moved = f->params[first].bits & USE_FREED && o->kinds & KIND_OWNED;
	return arena_printf(a, "%s: parameter %u", moved ? "moved" : "borrowed", first + 1);
}

static void
decide_owner(const struct function_use *f, struct verdict *v, struct words *w)
{
	const struct provenance *o = &f->result;
	uint32_t sources = o->kinds & (KIND_OWNED | KIND_STATIC | KIND_GLOBAL | KIND_OTHER | KIND_LOCAL);
	uint64_t given = o->direct | o->behind;
	bool one = !(given & (given - 1));
	if (given && one && (!(sources & ~(uint32_t)KIND_STATIC) || (sources == KIND_OWNED && f->params[__builtin_ctzll(given)].bits & USE_FREED))) {
		say(w, borrowed(w->a, f, o));
		v->confidence = sources & KIND_STATIC ? CONFIDENCE_GUESSED : v->confidence;
	} else if (!given && sources == KIND_OWNED && (o->kinds & KIND_KEPT || !(o->kinds & KIND_INSIDE))) {
		say(w, arena_printf(w->a, "%s: %s", o->kinds & KIND_KEPT ? "kept" : "owned", o->maker));
		v->confidence = o->kinds & KIND_PERHAPS_KEPT ? CONFIDENCE_GUESSED : v->confidence;
	} else if (!given && sources == KIND_STATIC) {
		say(w, "borrowed: static");
	} else if (!given && (sources == KIND_GLOBAL || sources == (KIND_GLOBAL | KIND_STATIC))) {
		say(w, "borrowed: global");
	} else {
		say(w, "ownership unknown");
		v->confidence = CONFIDENCE_GUESSED;
	}
}

/* A text or NULL: a name that is not known, or a complaint and NULL when all is well. */
static void
decide_pointer_result(const struct function_use *f, const struct program_type *to, struct verdict *v, struct words *w)
{
	uint32_t kinds = f->result.kinds;
	bool null = kinds & (KIND_ZERO | KIND_MAY_FAIL), message = null && kinds & KIND_STATIC && to->kind == TYPE_CHAR;
	v->confidence = message ? CONFIDENCE_GUESSED : CONFIDENCE_RESOLVED;
	say(w, null ? "error: NULL" : "no error seen");
	if (!f->returns_null && (null || kinds & KIND_OTHER))
		v->confidence = CONFIDENCE_GUESSED;
	v->nullable = null || kinds & (KIND_OTHER | KIND_GLOBAL) || f->result.behind;
	decide_owner(f, v, w);
}

struct verdict
decide_result(const struct program *p, const struct program_symbol *s, const struct function_use *f, struct arena *a)
{
	struct verdict v = {.direction = DIRECTION_OUT, .confidence = CONFIDENCE_EXACT};
	struct words w = {.a = a};
	const struct program_type *t = type_at(p, s->type);
	if (t->kind == TYPE_VOID) {
		say(&w, "no result");
	} else if (!f) {
		v.confidence = CONFIDENCE_GUESSED;
		v.nullable = t->kind == TYPE_POINTER;
		say(&w, "no error seen");
	} else if (t->kind == TYPE_POINTER) {
		decide_pointer_result(f, type_at(p, t->element), &v, &w);
	} else {
		decide_integer_error(p, s, &f->result, &v, &w);
	}
	v.how = w.text;
	return v;
}
