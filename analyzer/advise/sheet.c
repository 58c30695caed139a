/* Sheet: values, facts and sections. In: what the explanations found. Out: the tree that the two printers walk.
 *
 * Invariant: every row has one value for each column of its section. */
#include "advise/sheet.h"

#include <string.h>

struct sheet_value
sheet_text(const char *text)
{
	return (struct sheet_value){.kind = text && *text ? SHEET_TEXT : SHEET_NONE, .text = text};
}

struct sheet_value
sheet_number(int64_t number)
{
	return (struct sheet_value){.kind = SHEET_NUMBER, .number = number};
}

struct sheet_value
sheet_share(double share)
{
	return (struct sheet_value){.kind = share >= 0 ? SHEET_SHARE : SHEET_NONE, .share = share};
}

struct sheet_value
sheet_flag(bool flag)
{
	return (struct sheet_value){.kind = SHEET_FLAG, .number = flag};
}

struct sheet_value
sheet_words(const char *const *words, size_t count)
{
	return (struct sheet_value){.kind = SHEET_WORDS, .words = words, .count = count};
}

struct sheet_value
sheet_place(struct arena *a, const char *file, int64_t line)
{
	if (!file)
		return (struct sheet_value){0};
	struct sheet_place place = {.file = file, .line = line};
	return (struct sheet_value){.kind = SHEET_PLACE, .places = arena_copy(a, &place, sizeof place), .count = 1};
}

struct sheet_value
sheet_places(const struct sheet_place *places, size_t count)
{
	return (struct sheet_value){.kind = SHEET_PLACES, .places = places, .count = count};
}

struct sheet_value
sheet_path(const struct sheet_place *places, size_t count)
{
	return (struct sheet_value){.kind = SHEET_PATH, .places = places, .count = count};
}

bool
sheet_is_empty(const struct sheet_value *v)
{
	bool list = v->kind == SHEET_WORDS || v->kind == SHEET_PLACES || v->kind == SHEET_PATH;
	return v->kind == SHEET_NONE || (list && !v->count);
}

void
sheet_init(struct sheet *s, struct arena *a)
{
	*s = (struct sheet){.arena = a, .head = ""};
}

void
sheet_finish(struct sheet *s)
{
	for (size_t i = 0; i < s->sections.count; i++)
		vec_finish(&s->sections.at[i]->rows);
	vec_finish(&s->sections);
	vec_finish(&s->facts);
}

void
sheet_add(struct sheet *s, const char *key, const char *title, struct sheet_value value)
{
	vec_push(&s->facts, (struct sheet_fact){key, title, value});
}

struct sheet_section *
sheet_section(struct sheet *s, const char *key, const char *title, const struct sheet_column *columns, size_t count)
{
	struct sheet_section *section = arena_new(s->arena, struct sheet_section);
	section->key = key;
	section->title = title;
	section->columns = columns;
	section->column_count = count;
	vec_push(&s->sections, section);
	return section;
}

void
sheet_row(struct sheet *s, struct sheet_section *section, const struct sheet_value *values)
{
	vec_push(&section->rows, arena_copy(s->arena, values, section->column_count * sizeof *values));
}

size_t
sheet_utf8(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = *p < 0x80 ? 1 : *p >= 0xc2 && *p < 0xe0 ? 2 : *p >= 0xe0 && *p < 0xf0 ? 3 : *p >= 0xf0 && *p < 0xf5 ? 4 : 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	bool bad = n > 2 && ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) || (*p == 0xf0 && p[1] < 0x90) ||
	                     (*p == 0xf4 && p[1] > 0x8f));
	return bad ? 0 : n;
}
