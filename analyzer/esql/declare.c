/* VARCHAR name[20], *other; → the structure that the precompilers make of it. In: r->at on the word VARCHAR; out: C.
 * What is no declaration of that form is left as it stands. */
#include <ctype.h>
#include <string.h>

#include "esql/reader.h"

enum { DECLARATOR_LIMIT = 4096 }; /* bytes; what is longer is no declarator */

struct declarator {
	size_t stars;
	struct span name, dimensions, size, rest; /* name [dimensions] [size] rest, e.g. an initialiser */
};

static size_t
bracket_end(const struct reader *r, size_t at)
{
	int depth = 0;
	size_t limit = at + DECLARATOR_LIMIT;
	for (; at < r->length && at < limit && r->text[at] != ';'; at++) {
		depth += r->text[at] == '[' ? 1 : r->text[at] == ']' ? -1 : 0;
		if (!depth)
			return at + 1;
	}
	return 0;
}

/* Up to a comma, semicolon or closing parenthesis outside of brackets. */
static size_t
declarator_end(const struct reader *r, size_t at)
{
	int depth = 0;
	size_t limit = at + DECLARATOR_LIMIT;
	for (; at < r->length && at < limit; at++) {
		size_t literal = c_literal_end(r, at);
		if (literal > at) {
			at = literal - 1;
			continue;
		}
		char c = r->text[at];
		depth += strchr("([{", c) && c ? 1 : strchr(")]}", c) && c ? -1 : 0;
		if (depth < 0 || (!depth && (c == ',' || c == ';')))
			return at;
	}
	return at;
}

static bool
declarator_read(const struct reader *r, size_t at, struct declarator *d, size_t *end)
{
	*d = (struct declarator){0};
	for (at = blanks_skip(r, at, r->length); at < r->length && r->text[at] == '*'; at = blanks_skip(r, at + 1, r->length))
		d->stars++;
	d->name.begin = at;
	while (at < r->length && is_word_char(r->text[at]))
		at++;
	d->name.end = at;
	if (d->name.end == d->name.begin || isdigit((unsigned char)r->text[d->name.begin]))
		return false;
	at = blanks_skip(r, at, r->length);
	d->dimensions = (struct span){at, at};
	while (at < r->length && r->text[at] == '[') {
		size_t stop = bracket_end(r, at);
		if (!stop)
			return false;
		if (d->size.end)
			d->dimensions.end = d->size.end;
		d->size = (struct span){at, stop};
		at = blanks_skip(r, stop, r->length);
	}
	*end = declarator_end(r, at);
	d->rest = (struct span){at, *end};
	return *end < r->length && (d->size.end || d->stars) && strchr(",;)", r->text[*end]);
}

static void
declarator_write(struct reader *r, const struct declarator *d)
{
	out_text(r, r->dialect == ESQL_ORACLE ? "struct { unsigned short len; unsigned char arr" : "struct { int len; char arr");
	if (d->size.end)
		out_flat(r, d->size);
	else
		out_text(r, "[1]");
	out_text(r, "; } ");
	for (size_t i = 0; i < d->stars; i++)
		out_text(r, "*");
	out_span(r, d->name);
	out_flat(r, d->dimensions);
	if (d->rest.end > d->rest.begin) {
		out_text(r, " ");
		out_flat(r, d->rest);
	}
}

bool
varchar_translate(struct reader *r)
{
	struct declarator d;
	size_t at = r->at + strlen("VARCHAR"), end;
	if (!declarator_read(r, at, &d, &end))
		return false;
	for (;;) {
		if (r->collecting)
			vec_push(&r->varchars, arena_strndup(r->arena, r->text + d.name.begin, d.name.end - d.name.begin));
		declarator_write(r, &d);
		if (r->text[end] != ',' || !declarator_read(r, end + 1, &d, &at))
			break;
		out_text(r, "; ");
		end = at;
	}
	if (r->text[end] != ')')
		out_span(r, (struct span){end, end + 1});
	r->at = end + (r->text[end] != ')');
	return true;
}
