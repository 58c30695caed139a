/* Programs by hand. In: functions, calls, texts and scripts put one by one; out: data's rows over them, checked. */
#include "by_hand.h"

#include <stdlib.h>
#include <string.h>

#include "data/data.h"

void
by_hand_init(struct by_hand *h)
{
	*h = (struct by_hand){0};
	program_init(&h->p);
	rows_init(&h->rows);
	arena_init(&h->rules.arena);
	vec_push(&h->p.types, (struct program_type){.kind = TYPE_CHAR, .size = 1, .element = PROGRAM_NONE, .record = PROGRAM_NONE});
	vec_push(&h->p.types, (struct program_type){.kind = TYPE_POINTER, .size = 8, .element = 0, .record = PROGRAM_NONE});
	h->text_type = 1;
}

void
by_hand_finish(struct by_hand *h)
{
	vec_finish(&h->values);
	vec_finish(&h->events);
	rows_finish(&h->rows);
	arena_finish(&h->rules.arena);
	program_finish(&h->p);
}

void
by_hand_script(struct by_hand *h, const char *bytes, size_t length)
{
	struct program_script s = {.file = intern_text(&h->p.text, "schema.sql"), .text = intern_bytes(&h->p.text, bytes, length),
	                           .length = length, .origin = ORIGIN_OWN};
	vec_push(&h->p.scripts, s);
}

uint32_t
by_hand_function(struct by_hand *h, const char *name, bool is_defined, bool is_variadic)
{
	struct program *p = &h->p;
	str_id text = intern_text(&p->text, name);
	int64_t number = (int64_t)p->symbols.count + 1;
	struct program_param *params = arena_array(&p->arena, struct program_param, 1);
	params[0] = (struct program_param){intern_text(&p->text, "text"), h->text_type};
	vec_push(&p->symbols, (struct program_symbol){
		.name = text, .key = text, .is_function = true, .is_defined = is_defined, .owner = PROGRAM_NONE, .type = h->text_type,
		.params = params, .param_count = 1, .first_body = PROGRAM_NONE, .flags = is_variadic ? FUNCTION_VARIADIC : 0,
		.number = is_defined ? (uint32_t)number : 0});
	if (is_defined)
		ROW_ADD(&h->rows, FUNCTION, function, .id = number, .key = name, .name = name);
	return (uint32_t)p->symbols.count - 1;
}

uint32_t
by_hand_value(struct by_hand *h, enum value_op op, uint32_t a, uint32_t b, int64_t n)
{
	if (!h->values.count)
		vec_push(&h->values, (struct program_value){0});
	vec_push(&h->values, (struct program_value){.op = (uint8_t)op, .a = a, .b = b, .n = n, .type = h->text_type});
	return (uint32_t)h->values.count - 1;
}

uint32_t
by_hand_text(struct by_hand *h, const char *bytes, size_t length)
{
	uint32_t v = by_hand_value(h, VALUE_TEXT, 0, 0, 1);
	h->values.at[v].text = intern_bytes(&h->p.text, bytes, length);
	return v;
}

static void
event(struct by_hand *h, enum event_op op, uint32_t a, uint32_t b, int64_t n)
{
	vec_push(&h->events, (struct program_event){.op = (uint8_t)op, .a = a, .b = b, .n = n, .line = 1});
}

uint32_t
by_hand_call(struct by_hand *h, uint32_t callee, const uint32_t *arguments, size_t count)
{
	uint32_t f = by_hand_value(h, VALUE_FUNCTION, callee, 0, 0), number = ++h->calls;
	event(h, EVENT_CALL, f, number, (int64_t)count);
	for (size_t i = 0; i < count; i++)
		event(h, EVENT_ARGUMENT, arguments[i], number, (int64_t)i + 1);
	return by_hand_value(h, VALUE_CALL, 0, 0, number);
}

void
by_hand_body(struct by_hand *h, uint32_t function)
{
	struct program *p = &h->p;
	struct arena *a = &p->arena;
	struct program_body b = {.symbol = function, .local_count = 1, .call_count = h->calls, .next = PROGRAM_NONE};
	b.locals = arena_array(a, struct program_local, 1);
	b.locals[0].type = h->text_type;
	b.value_count = h->values.count ? (uint32_t)h->values.count - 1 : 0;
	b.values = arena_copy(a, h->values.at, h->values.count * sizeof *h->values.at);
	b.event_count = (uint32_t)h->events.count;
	b.events = arena_copy(a, h->events.at, h->events.count * sizeof *h->events.at);
	b.call_event = arena_array(a, uint32_t, h->calls + 1);
	for (uint32_t i = 0; i < b.event_count; i++)
		if (b.events[i].op == EVENT_CALL)
			b.call_event[b.events[i].b] = i;
	p->symbols.at[function].first_body = (uint32_t)p->bodies.count;
	vec_push(&p->bodies, b);
	h->values.count = h->events.count = h->calls = 0;
}

/* ---- what is held ---- */

static void
demand(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_named(const char *text)
{
	return text && *text;
}

static void
rows_check(struct rows *r)
{
	for (size_t i = 0; i < rows_count(r, ROW_STATEMENT_KIND); i++)
		demand(((const struct row_statement *)rows_at(r, ROW_STATEMENT_KIND, i))->sql != NULL);
	for (size_t i = 0; i < rows_count(r, ROW_TABLE_KIND); i++)
		demand(is_named(((const struct row_table *)rows_at(r, ROW_TABLE_KIND, i))->name));
	for (size_t i = 0; i < rows_count(r, ROW_TABLE_ACCESS_KIND); i++) {
		const struct row_table_access *a = rows_at(r, ROW_TABLE_ACCESS_KIND, i);
		demand(is_named(a->table_name) && a->mode >= 0 && a->mode < TABLE_MODE_COUNT);
	}
	for (size_t i = 0; i < rows_count(r, ROW_COLUMN_KIND); i++) {
		const struct row_column *c = rows_at(r, ROW_COLUMN_KIND, i);
		demand(is_named(c->table_name) && is_named(c->name));
	}
	for (size_t i = 0; i < rows_count(r, ROW_KEY_KIND); i++) {
		const struct row_key *k = rows_at(r, ROW_KEY_KIND, i);
		demand(is_named(k->table_name) && k->columns && (k->kind == KEY_FOREIGN || !k->ref_table));
	}
}

void
by_hand_read(struct by_hand *h)
{
	data_rows(&h->p, &h->rules, &h->rows);
	rows_check(&h->rows);
	for (int k = 0; k < ROW_KIND_COUNT; k++) /* reads every text */
		rows_sort(&h->rows, (enum row_kind)k);
}
