/* Initialisers, flattened. In: an initialiser's tree, which libclang gives as it was written; out: an EVENT_ASSIGN
 * with OPERATOR_INIT for every scalar, its place built from elements and fields.
 *
 * The walk follows C11 6.7.9: braces left out make a list run on through nested aggregates, designators set the
 * position and the list goes on behind it. Arithmetic elements beyond ARITHMETIC_MAX of one body are walked but
 * not written: tables of numbers carry no flow. */
#include "parse/unit.h"

#include <string.h>

enum { ARITHMETIC_MAX = 4096 };

struct items {
	uint32_t *nodes;
	size_t count, next;
	uint32_t value; /* the value behind the designators of the item at hand, 0: the item itself */
};

static struct items
items_of(struct body *b, uint32_t list)
{
	struct items items = {0};
	size_t n = 0;
	for (uint32_t i = body_node(b, list)->first; i; i = body_node(b, i)->next)
		n++;
	items.nodes = arena_array(&b->u->arena, uint32_t, n + 1);
	for (uint32_t i = body_node(b, list)->first; i; i = body_node(b, i)->next)
		if (expression_is(body_node(b, i)->c.kind))
			items.nodes[items.count++] = i;
	return items;
}

static uint32_t
item(const struct items *items)
{
	return items->value ? items->value : items->nodes[items->next];
}

static void
take(struct items *items)
{
	items->value = 0;
	items->next++;
}

static bool
is_designated(struct body *b, uint32_t n)
{
	const struct node *node = body_node(b, n);
	if (node->c.kind != CXCursor_UnexposedExpr || node->first == node->last)
		return false;
	return body_node(b, node->first)->c.kind == CXCursor_MemberRef || clang_getCursorType(node->c).kind == CXType_Void;
}

static bool
is_array(CXType t)
{
	return t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray || t.kind == CXType_VariableArray;
}

static bool
is_arithmetic(struct body *b, uint32_t type)
{
	enum type_kind k = type_kind(b->u, type);
	return k == TYPE_BOOL || k == TYPE_CHAR || k == TYPE_INTEGER || k == TYPE_FLOAT;
}

static void
assign(struct body *b, uint32_t place, uint32_t n)
{
	uint32_t v = expression_value(b, n);
	if (!v)
		v = body_value(b, VALUE_HOLE, 0, 0, 0, NULL, 0);
	body_event(b, body_node(b, n)->c, EVENT_ASSIGN, place, v, OPERATOR_INIT);
}

/* ---- parts of an aggregate ---- */

struct aggregate {
	CXType type; /* canonical */
	uint32_t place;
	bool is_array;
	struct field_list fields;
	long long count; /* of positions, -1 unknown */
};

static struct aggregate
aggregate_of(struct body *b, uint32_t place, CXType type)
{
	struct aggregate a = {.type = type, .place = place, .is_array = is_array(type)};
	if (a.is_array) {
		a.count = type.kind == CXType_ConstantArray ? clang_getArraySize(type) : -1;
	} else {
		a.fields = types_fields(b->u, type);
		a.count = a.fields.is_union && a.fields.count ? 1 : (long long)a.fields.count;
	}
	return a;
}

static CXType
part_type(const struct aggregate *a, long long at)
{
	return a->is_array ? clang_getCanonicalType(clang_getArrayElementType(a->type)) : a->fields.at[at].type;
}

/* Place of one position; -1: some element of an array. An anonymous member is its record's own place. */
static uint32_t
part_place(struct body *b, const struct aggregate *a, long long at)
{
	uint32_t type = type_number(b->u, part_type(a, at));
	if (a->is_array)
		return body_value(b, VALUE_ELEMENT, a->place, 0, at, NULL, type);
	if (a->fields.at[at].anonymous)
		return a->place;
	return body_value(b, VALUE_FIELD, a->place, field_number(b->u, a->fields.at[at].field), 0, NULL, type);
}

/* Position of a field, or of the anonymous member that holds it; -1 when there is none. */
static long long
position_of(struct body *b, struct field_list fields, CXCursor field)
{
	for (size_t i = 0; i < fields.count; i++)
		if (fields.at[i].field.data[0] == field.data[0])
			return (long long)i;
	for (size_t i = 0; i < fields.count; i++)
		if (fields.at[i].anonymous && position_of(b, types_fields(b->u, fields.at[i].type), field) >= 0)
			return (long long)i;
	return -1;
}

/* ---- the walk ---- */

static void fill(struct body *b, struct aggregate a, struct items *items, uint32_t designator, bool elided);

static bool
same_record(struct body *b, uint32_t n, CXType type)
{
	uint32_t have = node_type(b, n), want = type_number(b->u, type);
	return type_kind(b->u, have) == TYPE_RECORD && b->u->type_notes.at[have].record == b->u->type_notes.at[want].record;
}

/* Does the item initialise an aggregate of this type as a whole? */
static bool
is_whole(struct body *b, uint32_t n, CXType type)
{
	enum CXCursorKind k = body_node(b, node_strip(b, n))->c.kind;
	if (k == CXCursor_InitListExpr)
		return true;
	if (is_array(type))
		return (k == CXCursor_StringLiteral && b->u->type_notes.at[type_number(b->u, type)].is_char) ||
		       (k == CXCursor_StringLiteral && type_kind(b->u, type_number(b->u, clang_getArrayElementType(type))) == TYPE_INTEGER) ||
		       (k == CXCursor_CompoundLiteralExpr && node_type_kind(b, n) == TYPE_ARRAY);
	return same_record(b, n, type);
}

static void
fill_part(struct body *b, const struct aggregate *a, long long at, struct items *items)
{
	CXType type = part_type(a, at < 0 ? 0 : at);
	bool is_aggregate = type.kind == CXType_Record || is_array(type);
	uint32_t n = item(items);
	if (!is_aggregate && is_arithmetic(b, type_number(b->u, type)) && ++b->plain_elements > ARITHMETIC_MAX) {
		take(items);
		return;
	}
	uint32_t place = part_place(b, a, at);
	size_t before = items->next;
	if (is_aggregate && !is_whole(b, n, type)) {
		fill(b, aggregate_of(b, place, type), items, 0, true);
		if (items->next == before)
			take(items);
		return;
	}
	take(items);
	initialise(b, place, type, n);
}

static bool
is_range(struct body *b, uint32_t low, uint32_t high)
{
	struct place end = unit_place_end(b->u, clang_getCursorExtent(body_node(b, low)->c));
	struct place start = unit_place(b->u, clang_getRangeStart(clang_getCursorExtent(body_node(b, high)->c)));
	const struct unit_file *f = b->u->files.at[end.physical];
	if (!f->bytes || start.physical != end.physical || start.offset > f->size || end.offset > start.offset)
		return false;
	return memmem(f->bytes + end.offset, start.offset - end.offset, "...", 3);
}

static bool
position(struct body *b, uint32_t n, int64_t *out)
{
	CXCursor c = body_node(b, n)->c;
	bool found = c.kind == CXCursor_IntegerLiteral ? literal_integer(b->u, c, out) : literal_evaluate(c, out);
	return found && *out >= 0;
}

/* First position a designator names, and the last: the same but for a range; advances the designator. -1: there is
 * no such place. */
static long long
designated(struct body *b, const struct aggregate *a, uint32_t *designator, long long *last)
{
	uint32_t first = *designator;
	const struct node *d = body_node(b, first);
	if (!a->is_array) {
		if (d->c.kind != CXCursor_MemberRef)
			return -1;
		CXCursor field = clang_getCursorReferenced(d->c);
		long long at = position_of(b, a->fields, field);
		if (at >= 0 && a->fields.at[at].field.data[0] == field.data[0])
			*designator = d->next;
		return *last = at;
	}
	int64_t index = -1;
	if (!position(b, first, &index))
		return -1;
	*last = index;
	uint32_t second = d->next;
	*designator = second;
	if (second && body_node(b, second)->next && body_node(b, second)->c.kind != CXCursor_MemberRef) {
		int64_t high;
		if ((!is_array(part_type(a, 0)) || is_range(b, first, second)) && position(b, second, &high)) {
			*last = high;
			*designator = body_node(b, second)->next;
		}
	}
	return index;
}

/* Follows the designators of the item at hand from this aggregate on; the position behind, -1 on trouble. */
static long long
fill_designated(struct body *b, const struct aggregate *a, struct items *items, uint32_t designator)
{
	long long last, at = designated(b, a, &designator, &last);
	if (at < 0 || !designator) {
		take(items);
		return -1;
	}
	long long shown = at == last ? at : -1;
	if (!body_node(b, designator)->next) {
		items->value = designator;
		fill_part(b, a, shown, items);
		return last + 1;
	}
	CXType type = part_type(a, at);
	if (type.kind == CXType_Record || is_array(type))
		fill(b, aggregate_of(b, part_place(b, a, shown), type), items, designator, true);
	else
		take(items);
	return last + 1;
}

/* Fills from the items; `designator`: of the item at hand, the first that lies in this aggregate. An aggregate
 * without braces of its own (`elided`) ends when it is full or a designated item follows. */
static void
fill(struct body *b, struct aggregate a, struct items *items, uint32_t designator, bool elided)
{
	long long at = 0;
	if (designator && (at = fill_designated(b, &a, items, designator)) < 0)
		return;
	while (items->next < items->count) {
		uint32_t n = item(items);
		if (!items->value && is_designated(b, n)) {
			if (elided)
				return;
			at = fill_designated(b, &a, items, body_node(b, n)->first);
			if (at < 0)
				at = 0;
			continue;
		}
		if (a.count >= 0 && at >= a.count) {
			if (elided)
				return;
			take(items);
			continue;
		}
		fill_part(b, &a, at++, items);
	}
}

void
initialise(struct body *b, uint32_t place, CXType type, uint32_t n)
{
	type = clang_getCanonicalType(type);
	uint32_t s = node_strip(b, n);
	bool is_aggregate = type.kind == CXType_Record || is_array(type);
	enum CXCursorKind kind = body_node(b, s)->c.kind;
	if (kind == CXCursor_CompoundLiteralExpr && is_aggregate && (is_array(type) || same_record(b, s, type))) {
		initialise(b, place, type, body_node(b, s)->last);
		return;
	}
	if (kind != CXCursor_InitListExpr) {
		assign(b, place, n);
		return;
	}
	struct items items = items_of(b, s);
	if (is_aggregate && !(items.count == 1 && !is_designated(b, items.nodes[0]) && is_array(type) &&
	                      body_node(b, node_strip(b, items.nodes[0]))->c.kind == CXCursor_StringLiteral &&
	                      is_whole(b, items.nodes[0], type)))
		fill(b, aggregate_of(b, place, type), &items, 0, false);
	else if (items.count)
		initialise(b, place, type, items.nodes[0]);
}
