/* Alternatives of text. Lists are kept short (TEXTS_MOST); what does not fit is cut and said so. */
#include "data/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/buffer.h"
#include "data/place.h"
#include "data/settings.h"
#include "sqltext/sqltext.h"

enum { DEPTH_MOST = 24, PIECES_MOST = 512 };

/* A field of characters, before the one known so far. */
static bool
is_text_field(const struct program *p, const struct program_field *f, uint32_t known)
{
	if (known && p->fields.at[known - 1].index < f->index)
		return false;
	uint32_t to = f->type == PROGRAM_NONE ? PROGRAM_NONE : p->types.at[f->type].element;
	return to != PROGRAM_NONE && p->types.at[to].kind == TYPE_CHAR;
}

void
text_reader_init(struct text_reader *r, struct program *p, const struct rules *rules, const struct call_sites *sites,
                 struct arena *texts)
{
	struct arena *a = &p->arena;
	*r = (struct text_reader){.p = p, .rules = rules, .arena = texts, .keep = a, .sites = sites};
	map_init(&r->field_first);
	map_init(&r->global_first);
	map_init(&r->effect_of);
	map_init(&r->set_of);
	r->nest = arena_array(a, uint32_t *, p->bodies.count + 1);
	r->jumps = arena_array(a, uint32_t *, p->bodies.count + 1);
	r->aliases = arena_array(a, struct alias *, p->bodies.count + 1);
	r->index.at = -1;
	r->text_field = arena_array(a, uint32_t, p->records.count + 1);
	for (uint32_t i = (uint32_t)p->fields.count; i-- > 0;)
		if (p->fields.at[i].record != PROGRAM_NONE && is_text_field(p, &p->fields.at[i], r->text_field[p->fields.at[i].record]))
			r->text_field[p->fields.at[i].record] = i + 1;
	r->rule_of = arena_array(a, const struct rule_text *, p->symbols.count + 1);
	for (uint32_t i = 0; i < p->symbols.count; i++)
		if (p->symbols.at[i].is_function && !p->symbols.at[i].is_defined)
			r->rule_of[i] = rules_text(rules, program_text(p, p->symbols.at[i].name));
	settings_index(r);
}

void
text_reader_finish(struct text_reader *r)
{
	map_finish(&r->field_first);
	map_finish(&r->global_first);
	map_finish(&r->effect_of);
	vec_finish(&r->effects);
	map_finish(&r->set_of);
	vec_finish(&r->sets);
	vec_finish(&r->settings);
	vec_finish(&r->setting_next);
	vec_finish(&r->active);
}

void
text_reader_rest(struct text_reader *r)
{
	arena_reset(r->arena);
}

struct texts
text_keep(struct text_reader *r, const struct texts *t)
{
	struct texts out = {arena_copy(r->keep, t->at, t->count * sizeof *t->at), t->count, t->cut};
	for (uint32_t i = 0; i < out.count; i++)
		out.at[i].pieces = arena_copy(r->keep, t->at[i].pieces, t->at[i].count * sizeof *t->at[i].pieces);
	return out;
}

/* ---- making texts ---- */

struct texts
texts_one(struct text_reader *r, struct piece piece)
{
	struct text *t = arena_new(r->arena, struct text);
	*t = (struct text){arena_copy(r->arena, &piece, sizeof piece), 1, false};
	return (struct texts){t, 1, false};
}

struct texts
texts_empty(struct text_reader *r)
{
	return (struct texts){arena_new(r->arena, struct text), 1, false};
}

static bool
same_text(const struct text *a, const struct text *b)
{
	if (a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++) {
		const struct piece *x = &a->pieces[i], *y = &b->pieces[i];
		if (x->kind != y->kind || x->is_format != y->is_format || x->in_quotes != y->in_quotes || x->param != y->param ||
		    x->field != y->field || x->is_rest != y->is_rest || x->length != y->length || (x->length && memcmp(x->bytes, y->bytes, x->length) != 0))
			return false;
	}
	return true;
}

/* How many alternatives there may be for a text like this to be one more. Whole statements, as arrays hold them, run one after
 * the other; names stand in arrays as well. What is put together multiplies. */
static uint32_t
alternatives_most(const struct text *t)
{
	if (t->count != 1 || t->pieces[0].kind != PIECE_LITERAL)
		return TEXTS_MOST;
	return text_begins_statement(t) ? STATEMENTS_MOST : LITERALS_MOST;
}

struct texts
texts_union(struct text_reader *r, struct texts a, struct texts b)
{
	if (!a.count || !b.count)
		return a.count ? a : b;
	struct texts out = {arena_array(r->arena, struct text, (size_t)a.count + b.count), a.count, a.cut || b.cut};
	memcpy(out.at, a.at, a.count * sizeof *a.at);
	for (uint32_t i = 0; i < b.count; i++) {
		bool known = false;
		for (uint32_t k = 0; k < out.count && !known; k++)
			known = same_text(&out.at[k], &b.at[i]);
		if (known)
			continue;
		if (out.count >= alternatives_most(&b.at[i])) {
			out.cut = true;
			break;
		}
		out.at[out.count++] = b.at[i];
	}
	for (uint32_t i = 0; i < out.count; i++)
		out.at[i].chosen |= out.count > 1;
	return out;
}

static struct text
join(struct text_reader *r, const struct text *a, const struct text *b)
{
	struct text t = {arena_array(r->arena, struct piece, (size_t)a->count + b->count), a->count + b->count, a->chosen || b->chosen};
	if (a->count)
		memcpy(t.pieces, a->pieces, a->count * sizeof *a->pieces);
	if (b->count)
		memcpy(t.pieces + a->count, b->pieces, b->count * sizeof *b->pieces);
	return t;
}

/* Texts of a followed by texts of b, each at least once: the first with the first, the second with the second and so on, the
 * shorter list begun again. Not every one with every one: that would multiply, and the same variable twice in a format
 * ("… FROM %s WHERE id IN (SELECT id FROM %s …)") would pair what never comes together. A text stays within PIECES_MOST: formats
 * that are arguments of formats multiply. */
struct texts
texts_append(struct text_reader *r, struct texts a, struct texts b)
{
	uint32_t n = !a.count || !b.count ? 0 : a.count > b.count ? a.count : b.count;
	struct texts out = {arena_array(r->arena, struct text, n), n, a.cut || b.cut};
	for (uint32_t i = 0; i < n; i++) {
		const struct text *x = &a.at[i % a.count], *y = &b.at[i % b.count];
		bool fits = x->count + y->count <= PIECES_MOST;
		out.at[i] = fits ? join(r, x, y) : *x;
		out.at[i].chosen |= n > 1;
		out.cut |= !fits;
	}
	return out;
}

static struct texts
unknown(struct text_reader *r)
{
	return texts_one(r, (struct piece){.kind = PIECE_UNKNOWN});
}

bool
text_is_known(const struct texts *t)
{
	for (uint32_t i = 0; i < t->count; i++)
		for (uint32_t k = 0; k < t->at[i].count; k++)
			if (t->at[i].pieces[k].kind == PIECE_PARAM || (t->at[i].pieces[k].kind == PIECE_LITERAL && t->at[i].pieces[k].length))
				return true;
	return false;
}

enum { BEGINNING_MOST = 400 };

bool
text_begins_statement(const struct text *t)
{
	char beginning[BEGINNING_MOST];
	size_t n = 0;
	if (!t->count || t->pieces[0].kind != PIECE_LITERAL)
		return false;
	for (uint32_t i = 0; i < t->count && n + 4 < sizeof beginning; i++) {
		const struct piece *p = &t->pieces[i];
		for (size_t k = 0; p->kind == PIECE_LITERAL && k < p->length && n + 4 < sizeof beginning; k++)
			beginning[n++] = p->bytes[k];
		if (p->kind != PIECE_LITERAL)
			n += (size_t)sprintf(beginning + n, "%ct%c", SQL_HOLE_BEGIN, SQL_HOLE_END);
	}
	return sql_looks_like_statement(beginning, n);
}

/* ---- formats ---- */

static bool
is_literal(const struct text *t)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (t->pieces[i].kind != PIECE_LITERAL)
			return false;
	return true;
}

static size_t
length_of(const struct text *t)
{
	size_t n = 0;
	for (uint32_t i = 0; i < t->count; i++)
		n += t->pieces[i].length;
	return n;
}

/* A name with a hole in it: "{1}host". */
static bool
is_name(const struct text *t)
{
	size_t letters = 0;
	for (uint32_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->pieces[i].length; k++) {
			unsigned char c = (unsigned char)t->pieces[i].bytes[k];
			if (!isalnum(c) && c != '_' && c != '.')
				return false;
			letters += isalpha(c) != 0;
		}
	return letters > 1;
}

/* What stands for a %s: known text where it is short or begins the statement, the parameter, else a hole. */
static struct texts
string_argument(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value, bool begins)
{
	if (!value)
		return unknown(r);
	struct texts t = text_of(r, body, event, value);
	if (begins)
		return t;
	bool param = t.count == 1 && t.at[0].count == 1 && t.at[0].pieces[0].kind == PIECE_PARAM;
	for (uint32_t i = 0; i < t.count && !param; i++)
		if (!is_literal(&t.at[i]) && length_of(&t.at[i]) < 8 && !is_name(&t.at[i]))
			return unknown(r);
	return t.cut ? unknown(r) : t;
}

struct conversion {
	size_t length; /* of the whole %…x */
	char letter;
	unsigned stars;
};

static struct conversion
conversion_at(const char *s, size_t n)
{
	struct conversion c = {.length = 1};
	while (c.length < n && strchr("-+ #0123456789.*'hlLqjztI$", s[c.length]) && s[c.length]) {
		/* q is a length modifier in C and a conversion in SQLite: a letter only when none follows */
		if (s[c.length] == 'q' && (c.length + 1 >= n || !strchr("diouxX", s[c.length + 1]) || !s[c.length + 1]))
			break;
		c.stars += s[c.length] == '*';
		c.length++;
	}
	c.letter = c.length < n ? s[c.length++] : 0;
	return c;
}

struct format {
	struct text_reader *r;
	struct texts out;
	uint32_t body, event, next; /* next: position of the next argument, 0 unknown */
	bool in_quotes;
};

static void
add_literal(struct format *f, const struct piece *from, size_t begin, size_t end)
{
	if (begin == end)
		return;
	struct piece piece = *from;
	piece.bytes += begin;
	piece.length = end - begin;
	for (size_t i = begin; i < end; i++)
		f->in_quotes ^= from->bytes[i] == '\'';
	f->out = texts_append(f->r, f->out, texts_one(f->r, piece));
}

static void
add_conversion(struct format *f, struct conversion c, bool begins)
{
	struct text_reader *r = f->r;
	if (f->next)
		f->next += c.stars;
	uint32_t value = f->next ? program_argument(&r->p->bodies.at[f->body], f->event, f->next++) : 0;
	bool text = c.letter == 's' || c.letter == 'z' || c.letter == 'w' || c.letter == 'q' || c.letter == 'S';
	struct texts piece;
	if (!text || f->in_quotes)
		piece = texts_one(r, (struct piece){.kind = PIECE_VALUE, .in_quotes = f->in_quotes});
	else
		piece = string_argument(r, f->body, f->event, value, begins);
	f->out = texts_append(r, f->out, piece);
}

static void
format_literal(struct format *f, const struct piece *p, bool first)
{
	size_t begin = 0;
	for (size_t i = 0; i < p->length; i++) {
		if (p->bytes[i] != '%')
			continue;
		struct conversion c = conversion_at(p->bytes + i, p->length - i);
		if (c.letter == '%') {
			add_literal(f, p, begin, i + 1);
		} else {
			add_literal(f, p, begin, i);
			if (c.letter)
				add_conversion(f, c, first && !i);
		}
		begin = i + c.length;
		i = begin - 1;
	}
	add_literal(f, p, begin < p->length ? begin : p->length, p->length);
}

struct texts
text_format(struct text_reader *r, const struct texts *formats, uint32_t body, uint32_t event, uint32_t first)
{
	struct texts out = {0};
	for (uint32_t i = 0; i < formats->count; i++) {
		const struct text *t = &formats->at[i];
		struct format f = {.r = r, .out = texts_empty(r), .body = body, .event = event, .next = first};
		for (uint32_t k = 0; k < t->count; k++) {
			struct piece piece = t->pieces[k];
			if (piece.kind == PIECE_LITERAL) {
				format_literal(&f, &piece, k == 0);
				continue;
			}
			if (piece.kind == PIECE_PARAM) {
				piece.is_format = true;
				f.next = 0;
			}
			piece.in_quotes = f.in_quotes;
			f.out = texts_append(r, f.out, texts_one(r, piece));
		}
		for (uint32_t k = 0; k < f.out.count; k++)
			f.out.at[k].chosen |= t->chosen;
		out = texts_union(r, out, f.out);
		if (formats->count == 1)
			out = f.out;
	}
	out.cut |= formats->cut;
	return out;
}

/* All variable arguments from the piece's position on, one behind the other; numbers are no text. */
static struct texts
rest_of_arguments(struct text_reader *r, const struct piece *p, uint32_t body, uint32_t event)
{
	const struct program_body *b = &r->p->bodies.at[body];
	struct texts out = texts_empty(r);
	uint32_t value;
	for (uint32_t i = p->param; (value = program_argument(b, event, i)); i++)
		if (program_strip(b, value)->op != VALUE_INTEGER)
			out = texts_append(r, out, text_of(r, body, event, value));
	return out;
}

static struct texts
argument_text(struct text_reader *r, const struct piece *p, uint32_t body, uint32_t event, uint32_t params)
{
	if (p->in_quotes)
		return texts_one(r, (struct piece){.kind = PIECE_VALUE, .in_quotes = true});
	if (p->is_rest)
		return rest_of_arguments(r, p, body, event);
	uint32_t value = program_argument(&r->p->bodies.at[body], event, p->param);
	if (!value)
		return unknown(r);
	struct texts t = text_in(r, body, event, value, p->field);
	return p->is_format ? text_format(r, &t, body, event, params + 1) : t;
}

struct texts
text_substitute(struct text_reader *r, const struct text *t, uint32_t body, uint32_t event, uint32_t params)
{
	struct texts out = texts_empty(r);
	for (uint32_t i = 0; i < t->count; i++) {
		const struct piece *p = &t->pieces[i];
		out = texts_append(r, out, p->kind == PIECE_PARAM ? argument_text(r, p, body, event, params) : texts_one(r, *p));
	}
	for (uint32_t i = 0; i < out.count; i++)
		out.at[i].chosen |= t->chosen;
	return out;
}

struct texts
text_settle(struct text_reader *r, const struct text *t)
{
	struct texts out = texts_empty(r);
	for (uint32_t i = 0; i < t->count; i++) {
		const struct piece *p = &t->pieces[i];
		struct place any = {.root = PLACE_FIELD, .id = p->field - 1, .field = p->field, .index = -1};
		bool given = p->kind == PIECE_PARAM && p->field && !p->in_quotes;
		struct texts set = given ? settings_text(r, &any) : (struct texts){0};
		out = texts_append(r, out, set.count && !set.cut ? set : texts_one(r, *p));
	}
	for (uint32_t i = 0; i < out.count; i++)
		out.at[i].chosen |= t->chosen;
	return out;
}

/* ---- values ---- */

static struct texts
result_of(struct text_reader *r, uint32_t body, uint32_t event, uint32_t callee, uint32_t field)
{
	struct program *p = r->p;
	struct texts out = {0};
	const struct program_symbol *s = &p->symbols.at[callee];
	for (uint32_t g = s->first_body; g != PROGRAM_NONE; g = p->bodies.at[g].next)
		for (uint32_t i = 0; i < p->bodies.at[g].event_count; i++) {
			const struct program_event *e = &p->bodies.at[g].events[i];
			if (e->op != EVENT_RETURN || !e->a)
				continue;
			const struct program_value *v = program_strip(&p->bodies.at[g], e->a);
			if (v->op == VALUE_INTEGER)
				continue; /* return NULL */
			struct texts inner = text_in(r, g, i, e->a, field);
			for (uint32_t k = 0; k < inner.count; k++)
				out = texts_union(r, out, text_substitute(r, &inner.at[k], body, event, s->param_count));
			out.cut |= inner.cut;
		}
	return out.count ? out : unknown(r);
}

static bool
is_null(const struct program_value *v)
{
	return v->op == VALUE_INTEGER && !v->n;
}

static struct texts
call_text(struct text_reader *r, uint32_t body, uint32_t call)
{
	struct program *p = r->p;
	const struct program_body *b = &p->bodies.at[body];
	uint32_t event = b->call_event[call], callee = place_callee(p, b, &b->events[event]);
	if (callee == PROGRAM_NONE)
		return unknown(r);
	const struct rule_text *rule = r->rule_of[callee];
	if (rule) {
		uint32_t source = program_argument(b, event, rule->source);
		if (!source)
			return unknown(r);
		if (rule->kind == TEXT_COPY && is_null(program_strip(b, source)))
			return texts_empty(r); /* g_string_new(NULL) */
		struct texts t = text_of(r, body, event, source);
		if (rule->kind == TEXT_FORMAT)
			return text_format(r, &t, body, event, rule->is_va_list ? 0 : rule->arguments);
		if (rule->kind == TEXT_APPEND && rule->destination)
			return texts_append(r, text_of(r, body, event, program_argument(b, event, rule->destination)), t);
		return t;
	}
	return p->symbols.at[callee].is_defined ? result_of(r, body, event, callee, 0) : unknown(r);
}

/* va_arg: one of the variable arguments. */
static struct texts
rest_text(struct text_reader *r, const struct program_body *b)
{
	const struct program_symbol *s = &r->p->symbols.at[b->symbol];
	if (!(s->flags & FUNCTION_VARIADIC))
		return unknown(r);
	return texts_one(r, (struct piece){.kind = PIECE_PARAM, .param = s->param_count + 1, .is_rest = true});
}

/* What C prints for NULL, where a text should be: it never becomes part of a statement that runs. */
static bool
stands_for_null(const struct program *p, const struct program_value *v)
{
	return v->op == VALUE_TEXT && !strcmp(program_text(p, v->text), "(null)");
}

static struct texts
value_text(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value)
{
	const struct program_body *b = &r->p->bodies.at[body];
	const struct program_value *v = program_strip(b, value);
	if (stands_for_null(r->p, v))
		return (struct texts){0};
	switch (v->op) {
	case VALUE_TEXT:
		return texts_one(r, (struct piece){.kind = PIECE_LITERAL, .bytes = program_text(r->p, v->text),
		                                   .length = intern_length(&r->p->text, v->text), .body = body,
		                                   .value = (uint32_t)(v - b->values)});
	case VALUE_EITHER:
		return texts_union(r, text_of(r, body, event, v->a), text_of(r, body, event, v->b));
	case VALUE_CALL: return call_text(r, body, (uint32_t)v->n);
	case VALUE_INTEGER: return texts_one(r, (struct piece){.kind = PIECE_VALUE});
	case VALUE_BINARY:
		if (v->n == OPERATOR_COMMA)
			return text_of(r, body, event, v->b);
		return v->n == OPERATOR_POINTER_ADD ? text_of(r, body, event, v->a) : unknown(r);
	case VALUE_LOCAL:
	case VALUE_GLOBAL:
	case VALUE_FIELD:
	case VALUE_ELEMENT:
	case VALUE_DEREF:
	case VALUE_ADDRESS: return buffer_text(r, body, event, value, 0);
	case VALUE_VA_ARG: return rest_text(r, b);
	default: return unknown(r);
	}
}

enum { STEPS_MOST = 4000 };

struct texts
text_of(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value)
{
	return text_in(r, body, event, value, 0);
}

/* The text in a field of what `value` is or points to. */
static struct texts
object_text(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value, uint32_t field)
{
	const struct program_body *b = &r->p->bodies.at[body];
	const struct program_value *v = program_strip(b, value);
	if (v->op == VALUE_EITHER)
		return texts_union(r, text_in(r, body, event, v->a, field), text_in(r, body, event, v->b, field));
	if (v->op != VALUE_CALL)
		return buffer_text(r, body, event, value, field);
	uint32_t made = b->call_event[v->n], callee = place_callee(r->p, b, &b->events[made]);
	if (callee == PROGRAM_NONE)
		return unknown(r);
	return r->p->symbols.at[callee].is_defined ? result_of(r, body, made, callee, field) : call_text(r, body, (uint32_t)v->n);
}

struct texts
text_in(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value, uint32_t field)
{
	uint64_t key = (uint64_t)body << 40 ^ (uint64_t)value << 20 ^ event ^ (uint64_t)field << 48;
	for (size_t i = 0; i < r->active.count; i++)
		if (r->active.at[i] == key)
			return (struct texts){0};
	if (!r->active.count)
		r->steps = 0;
	if (r->active.count > DEPTH_MOST || ++r->steps > STEPS_MOST)
		return unknown(r);
	vec_push(&r->active, key);
	struct texts t = field ? object_text(r, body, event, value, field) : value_text(r, body, event, value);
	(void)vec_pop(&r->active);
	return t;
}
