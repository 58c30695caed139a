/* What all proposals share: the names known, the callee's name, literals that went nowhere; and the order of the list. */
#include "data/suggest.h"

#include <ctype.h>
#include <string.h>

#include "data/buffer.h"
#include "data/stores.h"
#include "data/suggest_find.h"

enum { ARRAY_MOST = 32 };

/* ---- names ---- */

static str_id
folded(struct data *d, const char *table, const char *column)
{
	struct arena_mark mark = arena_mark(&d->scratch);
	char *low = arena_printf(&d->scratch, "known %s\n%s", table, column);
	for (char *c = low; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	str_id id = intern_text(&d->p->text, low);
	arena_pop(&d->scratch, mark);
	return id;
}

static void
learn_names(struct suggester *s)
{
	struct rows *rows = s->d->rows;
	for (size_t i = 0; i < rows_count(rows, ROW_TABLE_KIND); i++) {
		const struct row_table *t = rows_at(rows, ROW_TABLE_KIND, i);
		if (!t->temporary && !strcmp(t->store, "sql"))
			map_put(&s->known.tables, folded(s->d, t->name, ""), 1);
	}
	for (size_t i = 0; i < rows_count(rows, ROW_COLUMN_KIND); i++) {
		const struct row_column *c = rows_at(rows, ROW_COLUMN_KIND, i);
		map_put(&s->known.columns, folded(s->d, c->table_name, c->name), 1);
	}
	for (size_t i = 0; i < rows_count(rows, ROW_TABLE_ACCESS_KIND); i++) {
		const struct row_table_access *a = rows_at(rows, ROW_TABLE_ACCESS_KIND, i);
		if (a->column_name)
			map_put(&s->known.columns, folded(s->d, a->table_name, a->column_name), 1);
	}
}

bool
known_table(struct suggester *s, const char *name)
{
	return map_has(&s->known.tables, folded(s->d, name, ""));
}

bool
known_column(struct suggester *s, const char *table, const char *column)
{
	return map_has(&s->known.columns, folded(s->d, table, column));
}

/* ---- callees ---- */

static bool
has_rule(const struct rules *r, const char *name)
{
	const struct rule_callback *first;
	return rules_driver(r, name) || rules_table(r, name) || rules_text(r, name) || rules_resource(r, name) ||
	       rules_callbacks(r, name, &first);
}

str_id
suggest_callee(struct suggester *s, const struct program_body *b, uint32_t event, bool *member)
{
	struct program *p = s->d->p;
	uint32_t callee = program_callee(b, &b->events[event]);
	const char *name = callee == PROGRAM_NONE ? member_called(p, b, event) : program_text(p, p->symbols.at[callee].name);
	*member = callee == PROGRAM_NONE;
	if (!name || (!*member && p->symbols.at[callee].is_system) || has_rule(s->d->rules, name))
		return 0;
	return intern_text(&p->text, name);
}

/* ---- literals ---- */

static const char *
one_literal(struct suggester *s, const struct texts *t)
{
	if (t->count != 1 || t->at[0].count != 1 || t->cut)
		return NULL;
	const struct piece *piece = &t->at[0].pieces[0];
	if (piece->kind != PIECE_LITERAL || !piece->length || s->d->read[piece->body][piece->value])
		return NULL;
	return arena_strndup(&s->d->p->arena, piece->bytes, piece->length);
}

const char *
suggest_literal(struct suggester *s, uint32_t body, uint32_t event, uint32_t value)
{
	struct data *d = s->d;
	const struct program_body *b = &d->p->bodies.at[body];
	const struct program_value *v = program_strip(b, value);
	if (v->op == VALUE_TEXT)
		return d->read[body][v - b->values] || !intern_length(&d->p->text, v->text) ? NULL : program_text(d->p, v->text);
	if (v->op != VALUE_GLOBAL && v->op != VALUE_ADDRESS && v->op != VALUE_LOCAL)
		return NULL;
	struct texts t = text_of(&d->reader, body, event, value);
	return one_literal(s, &t);
}

/* An array whose elements are pointers. */
static bool
is_list(const struct program *p, const struct program_body *b, const struct place *place)
{
	uint32_t type = place_type(p, b, place);
	if (place->root == PLACE_NONE || type == PROGRAM_NONE || p->types.at[type].element == PROGRAM_NONE)
		return false;
	return p->types.at[p->types.at[type].element].kind == TYPE_POINTER;
}

bool
suggest_names(struct suggester *s, uint32_t body, uint32_t event, uint32_t value, struct name_list *out)
{
	struct data *d = s->d;
	struct place place = place_of(&d->reader, body, value);
	if (!is_list(d->p, &d->p->bodies.at[body], &place))
		return false;
	for (int64_t i = 0; i < ARRAY_MOST; i++) {
		struct texts t = buffer_element(&d->reader, body, event, value, i);
		const char *name = t.count ? one_literal(s, &t) : NULL;
		if (!t.count)
			break;
		if (name)
			vec_push(&out->list, name);
	}
	return true;
}

/* ---- the list ---- */

static int
by_weight(const void *a, const void *b)
{
	const struct suggestion *x = a, *y = b;
	if (x->likely != y->likely)
		return x->likely ? -1 : 1;
	int c = strcmp(x->name, y->name);
	return c ? c : (x->table > y->table) - (x->table < y->table);
}

/* A name can have one entry in a section: the proposal that more calls speak for. */
static void
keep_one_a_name(struct suggestions *all)
{
	size_t kept = 0;
	for (size_t i = 0; i < all->list.count; i++) {
		struct suggestion *x = &all->list.at[i];
		bool lost = false;
		for (size_t k = 0; k < all->list.count && !lost; k++) {
			const struct suggestion *y = &all->list.at[k];
			lost = k != i && y->name && !strcmp(x->name, y->name) && x->is_driver == y->is_driver &&
			       (y->fitting > x->fitting || (y->fitting == x->fitting && k < i));
		}
		if (lost)
			x->name = NULL;
	}
	for (size_t i = 0; i < all->list.count; i++)
		if (all->list.at[i].name)
			all->list.at[kept++] = all->list.at[i];
	all->list.count = kept;
}

void
suggest_find(struct data *d, struct suggestions *out)
{
	struct suggester s = {.d = d, .out = out};
	map_init(&s.known.tables);
	map_init(&s.known.columns);
	learn_names(&s);
	suggest_members(&s);
	suggest_calls(&s);
	suggest_stores(&s);
	suggest_drivers(&s);
	keep_one_a_name(out);
	vec_sort(&out->list, by_weight);
	map_finish(&s.known.tables);
	map_finish(&s.known.columns);
}

void
suggestions_finish(struct suggestions *s)
{
	vec_finish(&s->list);
}
