/* Alternatives of text. Lists are kept short (TEXTS_MOST); what does not fit is cut and said so. */
#include "data/text.h"

#include <stdlib.h>
#include <string.h>

#include "data/buffer.h"

enum { DEPTH_MOST = 24 };

void
text_reader_init(struct text_reader *r, struct program *p, const struct rules *rules, struct arena *a)
{
	*r = (struct text_reader){.p = p, .rules = rules, .arena = a};
	map_init(&r->field_first);
	map_init(&r->global_first);
	r->nest = arena_array(a, uint32_t *, p->bodies.count + 1);
	buffer_index(r);
}

void
text_reader_finish(struct text_reader *r)
{
	map_finish(&r->field_first);
	map_finish(&r->global_first);
	vec_finish(&r->settings);
	vec_finish(&r->setting_next);
	vec_finish(&r->active);
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
		    x->length != y->length || (x->length && memcmp(x->bytes, y->bytes, x->length) != 0))
			return false;
	}
	return true;
}

struct texts
texts_union(struct text_reader *r, struct texts a, struct texts b)
{
	if (!a.count || !b.count)
		return a.count ? a : b;
	struct texts out = {arena_array(r->arena, struct text, TEXTS_MOST), a.count, a.cut || b.cut};
	memcpy(out.at, a.at, a.count * sizeof *a.at);
	for (uint32_t i = 0; i < b.count; i++) {
		bool known = false;
		for (uint32_t k = 0; k < out.count && !known; k++)
			known = same_text(&out.at[k], &b.at[i]);
		if (known)
			continue;
		if (out.count == TEXTS_MOST) {
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
 * ("… FROM %s WHERE id IN (SELECT id FROM %s …)") would pair what never comes together. */
struct texts
texts_append(struct text_reader *r, struct texts a, struct texts b)
{
	uint32_t n = !a.count || !b.count ? 0 : a.count > b.count ? a.count : b.count;
	struct texts out = {arena_array(r->arena, struct text, n), n, a.cut || b.cut};
	for (uint32_t i = 0; i < n; i++) {
		out.at[i] = join(r, &a.at[i % a.count], &b.at[i % b.count]);
		out.at[i].chosen |= n > 1;
	}
	return out;
}

static struct texts
unknown(struct text_reader *r)
{
	return texts_one(r, (struct piece){.kind = PIECE_UNKNOWN});
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
		if (!is_literal(&t.at[i]) && length_of(&t.at[i]) < 8)
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

struct texts
text_substitute(struct text_reader *r, const struct text *t, uint32_t body, uint32_t event, uint32_t params)
{
	struct texts out = texts_empty(r);
	for (uint32_t i = 0; i < t->count; i++) {
		const struct piece *p = &t->pieces[i];
		if (p->kind != PIECE_PARAM) {
			out = texts_append(r, out, texts_one(r, *p));
			continue;
		}
		uint32_t value = program_argument(&r->p->bodies.at[body], event, p->param);
		struct texts argument = !value || p->in_quotes ? texts_one(r, (struct piece){.kind = p->in_quotes ? PIECE_VALUE : PIECE_UNKNOWN, .in_quotes = p->in_quotes})
		                                               : text_of(r, body, event, value);
		if (p->is_format && value)
			argument = text_format(r, &argument, body, event, params + 1);
		out = texts_append(r, out, argument);
	}
	for (uint32_t i = 0; i < out.count; i++)
		out.at[i].chosen |= t->chosen;
	return out;
}

/* ---- values ---- */

static struct texts
result_of(struct text_reader *r, uint32_t body, uint32_t event, uint32_t callee)
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
			struct texts inner = text_of(r, g, i, e->a);
			for (uint32_t k = 0; k < inner.count; k++)
				out = texts_union(r, out, text_substitute(r, &inner.at[k], body, event, s->param_count));
			out.cut |= inner.cut;
		}
	return out.count ? out : unknown(r);
}

static struct texts
call_text(struct text_reader *r, uint32_t body, uint32_t call)
{
	struct program *p = r->p;
	const struct program_body *b = &p->bodies.at[body];
	uint32_t event = b->call_event[call], callee = program_callee(b, &b->events[event]);
	if (callee == PROGRAM_NONE)
		return unknown(r);
	const struct rule_text *rule = rules_text(r->rules, program_text(p, p->symbols.at[callee].name));
	if (rule && !p->symbols.at[callee].is_defined) {
		uint32_t source = program_argument(b, event, rule->source);
		if (!source)
			return unknown(r);
		struct texts t = text_of(r, body, event, source);
		if (rule->kind == TEXT_FORMAT)
			return text_format(r, &t, body, event, rule->is_va_list ? 0 : rule->arguments);
		if (rule->kind == TEXT_APPEND && rule->destination)
			return texts_append(r, text_of(r, body, event, program_argument(b, event, rule->destination)), t);
		return t;
	}
	return p->symbols.at[callee].is_defined ? result_of(r, body, event, callee) : unknown(r);
}

static struct texts
value_text(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value)
{
	const struct program_body *b = &r->p->bodies.at[body];
	const struct program_value *v = program_strip(b, value);
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
	case VALUE_ADDRESS: return buffer_text(r, body, event, value);
	default: return unknown(r);
	}
}

struct texts
text_of(struct text_reader *r, uint32_t body, uint32_t event, uint32_t value)
{
	uint64_t key = (uint64_t)body << 40 ^ (uint64_t)value << 20 ^ event;
	for (size_t i = 0; i < r->active.count; i++)
		if (r->active.at[i] == key)
			return (struct texts){0};
	if (r->active.count > DEPTH_MOST)
		return unknown(r);
	vec_push(&r->active, key);
	struct texts t = value_text(r, body, event, value);
	(void)vec_pop(&r->active);
	return t;
}
